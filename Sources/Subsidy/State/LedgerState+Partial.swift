public import Values

extension LedgerState {
  /// Counts the events of persons who were left out: the state then has the size of the whole log.
  ///
  /// No person's events change another's state, so a fold of one person's events and of those about no person gives the same
  /// results for this person as the fold of everything. It cannot answer a question about all people: payable sums, the items
  /// of a batch, the persons who could apply, and whether a batch or a demand of that name is another person's.
  public mutating func passOver(to size: UInt64, lastRecorded: Instant?) {
    precondition(size >= self.size, "events are passed over, never taken back")
    self.size = size
    self.lastRecorded = lastRecorded ?? self.lastRecorded
  }
}

extension LedgerState {
  /// A state with the operators of another one, and the requests for their consent.
  package init(knowingOperatorsOf other: LedgerState) {
    self.init(imports: other.imports)
    (name, operators, requests) = (other.name, other.operators, other.requests)
  }
}
