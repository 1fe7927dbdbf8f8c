public import Values

extension LedgerState {
  /// Counts the events of persons who were left out: the state then stands at the size of the whole log.
  ///
  /// No person's events change another's state, so that a fold of one person's events and of those about no person says
  /// of this person what the fold of everything says. What it does not say is whatever looks at all people: payable sums,
  /// the items of a batch, who could apply, and whether a batch or a demand of that name is another person's.
  public mutating func passOver(to size: UInt64, lastRecorded: Instant?) {
    precondition(size >= self.size, "events are passed over, never taken back")
    self.size = size
    self.lastRecorded = lastRecorded ?? self.lastRecorded
  }
}

extension LedgerState {
  /// Of all that a state knows, who the operators are and what they have been asked to consent to.
  package init(knowingOperatorsOf other: LedgerState) {
    self.init(imports: other.imports)
    (name, operators, requests) = (other.name, other.operators, other.requests)
  }
}
