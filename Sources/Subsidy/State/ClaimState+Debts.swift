import Values

extension ClaimState {
  /// Whether the claim can have a place in the books.
  var hasMoney: Bool { !items.isEmpty || !demands.isEmpty }
}

extension ClaimState.Demand {
  /// The amount outstanding after an event.
  struct Outstanding: Hashable, Sendable, BitwiseCopyable {
    let sequence: UInt64
    let amount: Fen
  }

  /// Notes that an event was about the demand.
  mutating func move(at sequence: UInt64) {
    lastMoved = sequence
    if outstanding != outstandings.last?.amount ?? .zero {
      outstandings.append(Outstanding(sequence: sequence, amount: outstanding))
    }
  }

  /// Notes that no debt was outstanding from a decision that cancelled the demand to the annulment of that decision.
  mutating func waive(_ events: Range<UInt64>) {
    if !waivers.contains(events) { waivers.append(events) }
  }

  /// The amounts outstanding after each event that changed them, as they were known then.
  var outstandingsAsKnown: [Outstanding] {
    waivers.reduce(outstandings) { steps, waiver in
      let after = steps.last { $0.sequence < waiver.upperBound }?.amount ?? .zero
      let waived = [
        Outstanding(sequence: waiver.lowerBound, amount: .zero),
        Outstanding(sequence: waiver.upperBound, amount: after),
      ]
      return (steps.filter { !waiver.contains($0.sequence) } + waived).sorted { $0.sequence < $1.sequence }
    }
  }
}
