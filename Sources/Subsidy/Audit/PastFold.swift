import Policy
import Values

/// Folds the events of one person so that at each of them the state is what was known just then.
///
/// An annulment takes effect when it is recorded, and not before: until then what it annuls was known as true.
struct PastFold {
  private(set) var state = LedgerState()
  private let policies: LedgerState
  private var events: [Event] = []

  /// Begins with nothing known.
  ///
  /// - Parameter policies: a state that holds every adoption.
  init(policies: LedgerState) { self.policies = policies }

  /// Adopts what was adopted before an event.
  mutating func advance(to event: Event) throws(PolicyError) {
    guard policies.hasAdoption(from: events.last?.sequence ?? 0, before: event.sequence) else { return }
    try refold(before: event.sequence)
  }

  /// Takes the next event in.
  mutating func take(_ event: Event) throws(PolicyError) {
    events.append(event)
    if case .annulled = event.body { return try refold(before: event.sequence) }
    try state.evolve(event)
  }

  /// Folds everything so far again: what is adopted or annulled late changes what was known.
  private mutating func refold(before sequence: UInt64) throws(PolicyError) {
    state = LedgerState(adoptionsOf: policies, before: sequence)
    for event in Annulments.effective(events) { try state.evolve(event) }
  }
}

extension LedgerState {
  /// Whether a policy was adopted from an event on and before another.
  fileprivate func hasAdoption(from: UInt64, before: UInt64) -> Bool {
    timelines.contains { $0.sequences.contains { from <= $0 && $0 < before } }
  }
}
