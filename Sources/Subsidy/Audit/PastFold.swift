import Policy
import Values

/// Folds the events of one person so that at each event the state is the knowledge of that moment.
///
/// An annulment takes effect when it is recorded, and not before: until then the event it annuls was taken as true.
struct PastFold {
  private(set) var state = LedgerState()
  private let policies: LedgerState
  private let events: [Event]
  /// How many of the events are taken in.
  private var taken = 0

  /// Begins with nothing known.
  ///
  /// - Parameters:
  ///   - events: the events, in the order of the log.
  ///   - policies: a state that holds every adoption and knows the imports.
  init(of events: [Event], policies: LedgerState) {
    self.events = events
    self.policies = policies
    let known = Annulments(in: events)
    state = LedgerState(imports: policies.imports, keeping: known.reversible, joining: known.keys)
  }

  /// Adopts the policies that were adopted before the next event.
  mutating func advance() throws(PolicyError) {
    let next = events[taken].sequence
    guard policies.hasAdoption(from: taken == 0 ? 0 : events[taken - 1].sequence, before: next) else { return }
    try refold(before: next)
  }

  /// Takes in the next event.
  mutating func take() throws(PolicyError) {
    let event = events[taken]
    taken += 1
    if case .annulled = event.body { return try refold(before: event.sequence) }
    try state.evolve(event)
  }

  /// Folds everything so far again: a late adoption or annulment changes the knowledge of earlier moments.
  private mutating func refold(before sequence: UInt64) throws(PolicyError) {
    state = LedgerState(adoptionsOf: policies, before: sequence)
    try state.evolve(events[..<taken], leavingOut: Annulments(in: events[..<taken]))
  }
}

extension LedgerState {
  /// Whether a policy was adopted from an event on and before another.
  fileprivate func hasAdoption(from: UInt64, before: UInt64) -> Bool {
    timelines.contains { $0.sequences.contains { from <= $0 && $0 < before } }
  }
}
