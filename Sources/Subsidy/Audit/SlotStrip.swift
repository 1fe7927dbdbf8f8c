public import Values

/// A claim as a strip of its slots: the outcome of each month that the limit allows, and the months paid beyond it.
public struct SlotStrip: Hashable, Sendable {
  /// The outcome of a slot.
  public enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// A month enjoyed elsewhere.
    case elsewhere
    /// Paid in full.
    case paid
    /// Due, and not or not wholly paid.
    case due
    /// Paid above its worth.
    case above
    /// Not used.
    case free
  }

  /// A slot.
  public struct Slot: Hashable, Sendable {
    /// Its outcome.
    public let outcome: Outcome
    /// The month that took it; nil if none did, or one elsewhere.
    public let month: Month?
  }

  /// The scheme's number in the state that was evaluated.
  public let scheme: UInt32
  /// How long the months run.
  public let basis: Basis?
  /// The slots: those used elsewhere, the months that have one in their order, and those that are free.
  ///
  /// Of months elsewhere and of free ones, at most a hundred years are drawn: an older log may hold any number of them.
  public let slots: [Slot]
  private let elsewhereLeftOut: Int
  private let freeLeftOut: Int
  /// The months that hold money without a slot, ascending.
  public let beyond: [Month]

  /// Makes the strip of a claim.
  public init(_ claim: ClaimEntitlement) {
    scheme = claim.scheme
    basis = claim.basis
    let taken = claim.months.filter { $0.slot > 0 }
    let withSlot = taken.map { month in
      Slot(outcome: month.overpaid > .zero ? .above : month.held < month.entitled ? .due : .paid, month: month.month)
    }
    // A claim that runs until retirement counts only months with money as used, and has no free slots.
    let counted: Int
    if case .months? = claim.basis { counted = taken.count } else { counted = taken.count { $0.hasMoney } }
    let elsewhere = max(0, claim.usedMonths - counted)
    let free = claim.remainingMonths ?? 0
    slots = SlotStrip.drawn(.elsewhere, elsewhere) + withSlot + SlotStrip.drawn(.free, free)
    elsewhereLeftOut = max(0, elsewhere - Month.longestSpan)
    freeLeftOut = max(0, free - Month.longestSpan)
    beyond = claim.months.filter { $0.slot == 0 && $0.held > .zero }.map(\.month)
  }

  /// How many slots of an outcome are not drawn.
  public func leftOut(_ outcome: Outcome) -> Int {
    switch outcome {
    case .elsewhere: elsewhereLeftOut
    case .free: freeLeftOut
    case .paid, .due, .above: 0
    }
  }

  private static func drawn(_ outcome: Outcome, _ count: Int) -> [Slot] {
    Array(repeating: Slot(outcome: outcome, month: nil), count: min(count, Month.longestSpan))
  }

  /// Consecutive slots with the same outcome, for readers who cannot see the strip; free ones are only counted.
  public var runs: [(outcome: Outcome, months: ClosedRange<Month>?, count: Int)] {
    var runs: [(outcome: Outcome, months: ClosedRange<Month>?, count: Int)] = []
    for slot in slots {
      let last = runs.last
      let follows = last.map { $0.outcome == slot.outcome && $0.months?.upperBound.adding(1) == slot.month } ?? false
      if let last, follows {
        let months = slot.month.flatMap { end in last.months.map { $0.lowerBound...end } }
        runs[runs.count - 1] = (last.outcome, months, last.count + 1)
      } else {
        runs.append((slot.outcome, slot.month.map { $0...$0 }, 1))
      }
    }
    return runs
  }
}
