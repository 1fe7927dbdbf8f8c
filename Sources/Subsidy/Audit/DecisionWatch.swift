import Values

/// Re-executes, while a log is folded, the decisions that rest on what was known at that moment and that the state keeps
/// no trace of: whether an application could be taken in, and what its approval had to say.
///
/// It asks the same functions as the decisions themselves.
public struct DecisionWatch: Sendable {
  /// A decision that the rules would not have made so.
  struct Fault: Sendable {
    let code: Finding.Code
    let person: Identifier
    let scheme: Identifier
    let application: Identifier
    /// The sequence number of the decision.
    let sequence: UInt64
    let by: Identifier
    let clause: String?
  }

  /// What the treasury sent for a batch with references that were booked before.
  private struct RepeatedFunds: Sendable {
    var scheme: Identifier?
    var amount = Fen.zero
    var responsible: [Identifier] = []
    var sequences: [UInt64] = []
  }

  /// The persons of events with values that no entry could have had.
  private(set) var oddPersons: Set<Identifier> = []
  /// The same of events that are about no person, by what they are about.
  private var oddEvents: [FindingKey: [Event]] = [:]
  /// The first event with each of the treasury's references, and by batch those that came with one once more.
  private var funds: [String: UInt64] = [:]
  private var repeatedFunds: [Identifier: RepeatedFunds] = [:]
  /// The acts that need two people and have not both, and payments of batches that were recalled, by their findings.
  private var unanswered: [FindingKey: Finding] = [:]
  private(set) var faults: [Identifier: [Fault]] = [:]
  /// The first application of each scheme that the log holds: an approval before it needs none.
  private(set) var firstApplications: [Identifier: UInt64] = [:]

  /// Nothing yet.
  public init() {}

  /// Whether a decision about a person differs from the rules.
  func isSuspicious(_ person: Identifier) -> Bool { faults[person] != nil || oddPersons.contains(person) }

  /// The findings about single events: a value beyond its bounds in one without a person, money of the treasury that was
  /// booked twice, an act without consent, a payment of a batch that was recalled.
  public var findingsOfEvents: [Finding] {
    beyondBounds + fundsBookedTwice
      + unanswered.sorted { $0.key.description < $1.key.description }.map(\.value)
  }

  /// > Source: contract 3 section 3: funds are known by reference.
  private var fundsBookedTwice: [Finding] {
    repeatedFunds.sorted { $0.key < $1.key }.map { batch, found in
      Finding(
        .fundsBookedTwice, scheme: found.scheme, amount: found.amount, responsible: found.responsible,
        sequences: found.sequences, batch: batch)
    }
  }

  private var beyondBounds: [Finding] {
    oddEvents.sorted { $0.key.description < $1.key.description }.map { key, events in
      Finding(
        .beyondBounds, scheme: key.scheme, responsible: events.map(\.by), sequences: events.map(\.sequence),
        batch: key.batch)
    }
  }

  /// Looks at an event that counts, just before it is folded.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - state: the state before it.
  public mutating func note(_ event: Event, before state: LedgerState) {
    switch event.body {
    case .applied(let body): note(body, event, state)
    case .approved(let body): note(body, event, state)
    case .fundsReceived(let body): note(body, event, state)
    case .reversed: free(state.target(of: event), by: event, state)
    case .paid(let body) where state.batch(body.batch)?.isRecalled ?? false:
      add(.paidAfterRecall, event, before: state)
    default: break
    }
    if event.body.type.takesConsent, !state.hasConsent(event) { add(.withoutConsent, event, before: state) }
    guard event.body.hasValueOutOfBounds else { return }
    if let person = event.body.person {
      oddPersons.insert(person)
    } else {
      var batch: Identifier?
      if case .batchDrafted(let body) = event.body { batch = body.batch }
      oddEvents[Finding(.beyondBounds, scheme: event.body.scheme, batch: batch).key, default: []].append(event)
    }
  }

  private mutating func add(_ code: Finding.Code, _ event: Event, before state: LedgerState) {
    // A reversal is about what it reverses.
    let subject = EventSubject(state.target(of: event) ?? event)
    unanswered.join(Finding(code, subject, responsible: [event.by], sequences: [event.sequence]))
  }

  private mutating func note(_ body: Applied, _ event: Event, _ state: LedgerState) {
    if firstApplications[body.scheme] == nil { firstApplications[body.scheme] = event.sequence }
    for found in state.faults(of: body, acceptedOn: event.recorded.civilDate) {
      add(.acceptedDespite(found.fault), body.person, body.scheme, body.application, event, found.clause)
    }
  }

  /// What the treasury sent and somebody booked by mistake may be booked anew.
  private mutating func free(_ target: Event?, by reversal: Event, _ state: LedgerState) {
    guard let target, case .fundsReceived(let body) = target.body, !state.imports.contains(reversal.sequence) else {
      return
    }
    if funds[body.reference] == target.sequence { funds[body.reference] = nil }
  }

  private mutating func note(_ body: FundsReceived, _ event: Event, _ state: LedgerState) {
    guard let first = funds[body.reference] else {
      funds[body.reference] = event.sequence
      return
    }
    var found =
      repeatedFunds[body.batch] ?? RepeatedFunds(scheme: state.batch(body.batch)?.scheme.map { state.schemes[$0] })
    found.amount += body.amount
    found.responsible.append(event.by)
    found.sequences += [first, event.sequence]
    repeatedFunds[body.batch] = found
  }

  /// > Source: contract section 6.1.
  private mutating func note(_ body: Approved, _ event: Event, _ state: LedgerState) {
    guard
      let expected = state.approval(
        of: body.application, from: body.from, for: body.person, in: body.scheme, on: event.recorded.civilDate)
    else { return }
    func add(_ code: Finding.Code) {
      self.add(code, body.person, body.scheme, body.application, event, expected.clause)
    }
    if body.basis != expected.body.basis { add(.approvedWrongBasis) }
    if body.policy != expected.body.policy { add(.approvedWrongPolicy) }
    if body.first != expected.body.first { add(.approvedWrongFirst) }
  }

  private mutating func add(
    _ code: Finding.Code, _ person: Identifier, _ scheme: Identifier, _ application: Identifier, _ event: Event,
    _ clause: String?
  ) {
    faults[person, default: []].append(
      Fault(
        code: code, person: person, scheme: scheme, application: application, sequence: event.sequence, by: event.by,
        clause: clause))
  }
}
