import Policy
import Values

/// Re-executes, while a log is folded, the decisions that rest on the knowledge of that moment and leave no trace in the state:
/// whether an application could be accepted, and which content its approval had to have.
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

  /// The money that the treasury sent for a batch with references that were booked before.
  private struct RepeatedFunds: Sendable {
    var scheme: Identifier?
    var amount = Fen.zero
    var responsible: [Identifier] = []
    var sequences: [UInt64] = []
  }

  /// A live adoption without consent, with the months held or in flight that it changed.
  private struct SoleAdoption {
    let event: Event
    let body: PolicyAdopted
    var effect: PolicyComparison
  }

  /// The persons of events with values that no entry could have had.
  private(set) var oddPersons: Set<Identifier> = []
  /// The same of events that are about no person, by their subject.
  private var oddEvents: [FindingKey: [Event]] = [:]
  /// The first event with each of the treasury's references, and by batch those that came with one once more.
  private var funds: [String: UInt64] = [:]
  private var repeatedFunds: [Identifier: RepeatedFunds] = [:]
  /// The acts that need two people and lack one, and payments of batches that were recalled, by their findings.
  private var unanswered: [FindingKey: Finding] = [:]
  /// The faults of batches that can be seen only at the moment of their steps.
  private var batchFindings: [Finding] = []
  /// The accounts that the drafter of a batch changed, by batch, until it is exported.
  private var changedAccounts: [Identifier: [Finding]] = [:]
  /// The schemes of which a list was checked, and those for which the treasury's money came.
  private var schemesChecked: Set<Identifier> = []
  private var schemesFunded: Set<Identifier> = []
  /// The comparisons of data that the log has had so far.
  private var checksSeen: Set<Identifier> = []
  /// The schemes in which a person's first month was confirmed, with the number of the first confirmation.
  private(set) var firstConfirmations: [Identifier: UInt64] = [:]
  /// The schemes in which different operators decided two stages of an application, with the number of the first decision that
  /// shows it.
  private(set) var firstSeparations: [Identifier: UInt64] = [:]
  /// The last application that was taken in.
  private var lastApplied: (sequence: UInt64, body: Applied)?
  private(set) var faults: [Identifier: [Fault]] = [:]
  /// The live adoptions without consent that changed months held or in flight.
  private var adoptions: [SoleAdoption] = []
  /// The first event of each operator, by the name in small letters.
  private var operators: [Identifier: (name: Identifier, sequence: UInt64)] = [:]
  let hash: ByteHash
  /// The first application of each scheme that the log holds: an approval before it needs none.
  private(set) var firstApplications: [Identifier: UInt64] = [:]

  /// Nothing yet.
  ///
  /// - Parameter hash: makes SHA-256.
  public init(hash: @escaping ByteHash) { self.hash = hash }

  /// Whether a decision about a person differs from the rules.
  func isSuspicious(_ person: Identifier) -> Bool { faults[person] != nil || oddPersons.contains(person) }

  /// The findings about single events: a value beyond its bounds in one without a person, money of the treasury that was
  /// booked twice, an act without consent, a payment of a batch that was recalled.
  ///
  /// - Parameter state: the fold of the events.
  /// - Returns: the findings, each once.
  public func findingsOfEvents(_ state: LedgerState) -> [Finding] {
    beyondBounds + fundsBookedTwice + batchFindings + operatorsLookAlike(in: state)
      + unanswered.sorted { $0.key.description < $1.key.description }.map(\.value) + adoptedOverPaid
  }

  /// > Source: contract 3, section 1.
  private func operatorsLookAlike(in state: LedgerState) -> [Finding] {
    // Operators who sign are distinguished by their keys.
    let groups = Dictionary(grouping: operators.values) { $0.name.looks }.values.filter { group in
      group.count > 1 && group.contains { state.operators[$0.name]?.details.keys.isEmpty ?? true }
    }
    if groups.isEmpty { return [] }
    let alike = groups.joined().sorted { $0.name < $1.name }
    return [
      Finding(.operatorsLookAlike, responsible: alike.map(\.name), sequences: alike.map(\.sequence).sorted())
    ]
  }

  private mutating func noteOperator(_ by: Identifier, at sequence: UInt64) {
    if operators[by] != nil { return }
    let name = by.lowercased
    if operators[name] == nil { operators[name] = (by, sequence) }
  }

  /// > Source: contract 3 section 3: funds are known by reference.
  private var fundsBookedTwice: [Finding] {
    repeatedFunds.sorted { $0.key < $1.key }.map { batch, found in
      Finding(
        .fundsBookedTwice, scheme: found.scheme, amount: found.amount, responsible: found.responsible,
        sequences: found.sequences, batch: batch)
    }
  }

  private var adoptedOverPaid: [Finding] {
    var findings: [FindingKey: Finding] = [:]
    for adoption in adoptions where !adoption.effect.changes.isEmpty {
      findings.join(
        Finding(
          .adoptedOverPaid, scheme: adoption.body.scheme,
          amount: adoption.effect.up.sum + (Fen.zero - adoption.effect.down.sum),
          responsible: [adoption.event.by], sequences: [adoption.event.sequence]))
    }
    return findings.sorted { $0.key.description < $1.key.description }.map(\.value)
  }

  /// Makes the decisions on live adoptions without consent again on the knowledge just before each.
  ///
  /// An event that is annulled later is missing from the fold that the watch goes with, but it was known at the time.
  ///
  /// - Parameters:
  ///   - last: the number of the log's last annulment: an adoption after it was judged on the knowledge of its moment.
  ///   - known: gives the state before an event, by the event's number.
  /// - Throws: the errors of `known`.
  public mutating func judgeAdoptions(before last: UInt64, _ known: (UInt64) throws -> LedgerState) throws {
    for (place, adoption) in adoptions.enumerated() where adoption.event.sequence < last {
      guard let policy = try? adoption.body.readPolicy() else { continue }
      adoptions[place].effect = try known(adoption.event.sequence).effect(ofAdopting: policy)
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
    noteOperator(event.by, at: event.sequence)
    switch event.body {
    case .applied(let body): note(body, event, state)
    case .approved(let body): note(body, event, state)
    case .verified(let body): note(body, event, state)
    case .rejected(let body): note(body, event, state)
    case .startConfirmed(let body): note(body, event, state)
    case .checked(let body): checksSeen.insert(body.check)
    case .registered(let body): noteAccount(of: body.person, body.vault, event, state)
    case .accountChanged(let body): noteAccount(of: body.person, body.vault, event, state)
    case .listChecked(let body): if let scheme = state.scheme(ofBatch: body.batch) { schemesChecked.insert(scheme) }
    case .batchApproved(let body): noteApproval(of: body.batch, event, state)
    case .batchExported(let body): noteExport(of: body.batch, event, state)
    case .fundsReceived(let body): note(body, event, state)
    case .policyAdopted(let body): note(body, event, state)
    case .reversed: free(state.target(of: event), by: event, state)
    case .paid(let body) where state.batch(body.batch)?.isRecalled ?? false:
      add(.paidAfterRecall, event, before: state)
    case .operatorRecovered(let body):
      let asked = state.requests[body.request]
      unanswered.join(
        Finding(
          .keysRecovered, responsible: [asked?.by, event.by].compactMap { $0 },
          sequences: [asked?.sequence, event.sequence].compactMap { $0 }))
    case .samePerson(let body) where state.obstacle(to: body) != nil: add(.joinedInVain, event, before: state)
    default: break
    }
    if let person = event.body.person, state.personKey(person) != person, !event.body.type.followsBooking {
      add(.entryUnderJoinedKey, event, before: state)
    }
    if event.body.type.takesConsent, !state.hasConsent(event, hash: hash) { add(.withoutConsent, event, before: state) }
    let isLive = !state.imports.contains(event.sequence) || event.body.type == .historyImported
    if !state.operators.isEmpty, isLive {
      do {
        try state.refuseWithoutRole(event.body, by: event.by, byHousehold: false)
        // One that the rules are against has no effect.
        if event.body.type.changesOperators { try state.refuse(operators: event.body, by: event.by) }
      } catch { add(.withoutRole, event, before: state) }
    }
    guard event.body.hasValueOutOfBounds else { return }
    if let person = event.body.person {
      oddPersons.insert(person)
    } else {
      var batch: Identifier?
      if case .batchDrafted(let body) = event.body { batch = body.batch }
      oddEvents[Finding(.beyondBounds, scheme: event.body.scheme, batch: batch).key, default: []].append(event)
    }
  }

  /// Looks at the operator who recorded events of a frequent type, which are not seen one by one.
  ///
  /// - Parameters:
  ///   - writer: the operator and the type.
  ///   - state: the state before the first of them.
  public mutating func note(_ writer: EventBlock.Writer, before state: LedgerState) {
    noteOperator(writer.by, at: writer.sequence)
    if state.operators.isEmpty || state.imports.contains(writer.sequence) || writer.type.roles.isEmpty { return }
    if (try? state.requireRole(writer.type.roles, of: writer.by, clause: nil)) != nil { return }
    unanswered.join(Finding(.withoutRole, responsible: [writer.by], sequences: [writer.sequence]))
  }

  private mutating func add(_ code: Finding.Code, _ event: Event, before state: LedgerState) {
    // A reversal has the subject of the event that it reverses.
    let subject = EventSubject(state.target(of: event) ?? event)
    unanswered.join(Finding(code, subject, responsible: [event.by], sequences: [event.sequence]))
  }

  private mutating func note(_ body: Applied, _ event: Event, _ state: LedgerState) {
    lastApplied = (event.sequence, body)
    if firstApplications[body.scheme] == nil { firstApplications[body.scheme] = event.sequence }
    for found in state.faults(of: body, acceptedOn: event.recorded.civilDate) {
      add(.acceptedDespite(found.fault), body.person, body.scheme, body.application, event, found.clause)
    }
  }

  /// > Source: contract 3, section 5.
  private mutating func note(_ body: PolicyAdopted, _ event: Event, _ state: LedgerState) {
    if state.imports.contains(event.sequence) || body.request != nil && state.hasConsent(event, hash: hash) { return }
    guard let policy = try? body.readPolicy() else { return }
    let effect = state.effect(ofAdopting: policy)
    // If the adoption affected no person's money, there is nothing to look at again: no annulment takes an order away.
    if effect.persons > 0 { adoptions.append(SoleAdoption(event: event, body: body, effect: effect)) }
  }

  /// Money of the treasury that was booked by mistake and reversed may be booked again.
  private mutating func free(_ target: Event?, by reversal: Event, _ state: LedgerState) {
    guard let target, case .fundsReceived(let body) = target.body, !state.imports.contains(reversal.sequence) else {
      return
    }
    if funds[body.reference] == target.sequence { funds[body.reference] = nil }
  }

  private mutating func note(_ body: FundsReceived, _ event: Event, _ state: LedgerState) {
    if let scheme = state.scheme(ofBatch: body.batch) { schemesFunded.insert(scheme) }
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
    let reasons = reasons(against: body, on: event.recorded.civilDate, state)
    if let reason = reasons.first(where: { isOfRecord($0.code) }) {
      self.add(.approvedAgainstRecord, body.person, body.scheme, body.application, event, reason.clause)
    }
    if let rule = state.uncompared(body.person, under: body.scheme, for: body.from)
      .first(where: { rule in Identifier(rule.code).map { checksSeen.contains($0) } ?? false })
    {
      self.add(.approvedUncompared, body.person, body.scheme, body.application, event, rule.clause)
    }
  }

  /// The reasons against an approval at its moment, except those despite which its application was accepted: these have a
  /// finding of their own.
  private func reasons(against body: Approved, on day: CivilDate, _ state: LedgerState) -> [RejectionReason] {
    let number = state.names.number(of: body.application)
    let claim = state.schemes.number(of: body.scheme).flatMap { state.person(body.person)?.claim(scheme: $0) }
    let isTold = (faults[body.person] ?? []).contains { fault in
      fault.application == body.application && fault.scheme == body.scheme
        && [.acceptedDespite(.registrationEnded), .acceptedDespite(.excluded)].contains(fault.code)
    }
    guard !isTold, let application = claim?.applications.last(where: { $0.application == number }) else {
      return state.checks(of: body.person, in: body.scheme, from: body.from, on: day)
    }
    return state.reasons(
      against: body.person, in: body.scheme, from: body.from, acceptedOn: application.recorded.civilDate, on: day)
  }

  /// Whether a reason against an application rests on something that was recorded, not on something that is missing: a past
  /// may have its facts elsewhere.
  private func isOfRecord(_ code: String) -> Bool {
    if code.hasPrefix("check-failed-") || ApplicationFault(rawValue: code) == .registrationEnded { return true }
    switch ReasonCode(code: code) {
    case .fraud, .excluded, .household, .retired, .outsideTerm, .overLimit, .suspended, .ended: return true
    case .noPolicy, .noApproval, .noContribution, .lateContribution, .notClaimed, .otherScheme, .missing, nil:
      return false
    }
  }

  /// Whether the ledger can judge a reason that was given: it has had data of the kind on which the reason rests.
  private func canTell(_ code: String, _ state: LedgerState) -> Bool {
    if code.hasPrefix("check-failed-") {
      return Identifier(String(code.dropFirst("check-failed-".count))).map { checksSeen.contains($0) } ?? false
    }
    if ApplicationFault(rawValue: code) != nil { return true }
    switch ReasonCode(code: code) {
    case .excluded(let fact), .missing(let fact): return state.hasSeen(fact)
    case .household, .retired, .outsideTerm, .overLimit, .noPolicy: return true
    case .fraud, .suspended, .ended, .noApproval, .noContribution, .lateContribution, .notClaimed, .otherScheme, nil:
      return false
    }
  }

  /// A rejection that the rules made, at the application or after the last stage, is decided again; one by an operator who
  /// failed a stage is that operator's.
  private mutating func note(_ body: Rejected, _ event: Event, _ state: LedgerState) {
    let number = state.names.number(of: body.application)
    let claims = state.person(body.person)?.claims ?? []
    for claim in claims {
      guard let application = claim.applications.last(where: { $0.application == number }),
        application.lastDecision == application.passed.last?.sequence
      else { continue }
      let (scheme, day) = (state.schemes[claim.scheme], event.recorded.civilDate)
      var reasons = state.reasons(
        against: body.person, in: scheme, from: application.from, acceptedOn: application.recorded.civilDate, on: day
      ).map(\.code)
      if let last = lastApplied, last.body.application == body.application, last.sequence == application.sequence {
        reasons += state.faults(of: last.body, acceptedOn: application.recorded.civilDate).map(\.reason.code)
      }
      let given = body.reasons.map(\.code)
      guard !given.isEmpty, given.allSatisfy({ canTell($0, state) }), !given.contains(where: { reasons.contains($0) })
      else {
        return
      }
      add(.rejectedWithoutReason, body.person, scheme, body.application, event, body.reasons.first?.clause)
    }
  }

  private mutating func note(_ body: Verified, _ event: Event, _ state: LedgerState) {
    let number = state.names.number(of: body.application)
    for claim in state.person(body.person)?.claims ?? [] {
      guard let last = claim.applications.last(where: { $0.application == number })?.passed.last,
        !state.names[last.by].isSameOperator(as: event.by)
      else { continue }
      let scheme = state.schemes[claim.scheme]
      if firstSeparations[scheme] == nil { firstSeparations[scheme] = event.sequence }
    }
  }

  private mutating func note(_ body: StartConfirmed, _ event: Event, _ state: LedgerState) {
    for late in state.lateness(of: body, on: event.recorded.civilDate) {
      add(.startConfirmedLate, body.person, late.scheme, body.application, event, late.clause)
    }
    let number = state.names.number(of: body.application)
    for claim in state.person(body.person)?.claims ?? []
    where claim.approvals.contains(where: { $0.application == number })
      || claim.applications.contains(where: { $0.application == number })
    {
      let scheme = state.schemes[claim.scheme]
      if firstConfirmations[scheme] == nil { firstConfirmations[scheme] = event.sequence }
    }
  }

  /// An account that changes while a batch has the person's money, and its drafter changes it.
  private mutating func noteAccount(
    of person: Identifier, _ vault: String?, _ event: Event, _ state: LedgerState
  ) {
    guard let known = state.person(person), let before = known.registered, before.vault != vault else { return }
    for claim in known.claims {
      for item in claim.items where item.isOpen {
        let batch = state.batches[Int(item.batch)]
        guard !batch.isGivenUp, batch.exportSequence == nil, let drafter = batch.drafter,
          state.names[drafter].isSameOperator(as: event.by)
        else { continue }
        changedAccounts[state.batchNames[item.batch], default: []].append(
          Finding(
            .batch(.accountChanged), person: person, scheme: state.schemes[claim.scheme], month: item.month,
            amount: item.ordered, responsible: [event.by], sequences: batch.sequences + [event.sequence],
            batch: state.batchNames[item.batch]))
      }
    }
  }

  /// The consent of two persons counts as that of one if either alone registered the other.
  ///
  /// > Source: contract 3, section 6.
  private mutating func noteMakers(of batch: Identifier, _ event: Event, _ state: LedgerState) {
    guard let known = state.batch(batch), let name = known.drafter.map({ state.names[$0] }),
      let drafter = state.operators[name], let approver = state.operators[event.by],
      drafter.isMade(by: event.by) || approver.isMade(by: name)
    else { return }
    batchFindings.append(
      Finding(
        .batch(.registeredByOther), scheme: state.scheme(ofBatch: batch), month: known.through, amount: known.total,
        responsible: [name, event.by], sequences: known.sequences + [event.sequence], batch: batch))
  }

  /// > Source: 景人社字〔2024〕139号 五（五）, 核对名单.
  private mutating func noteApproval(of batch: Identifier, _ event: Event, _ state: LedgerState) {
    noteMakers(of: batch, event, state)
    guard let scheme = state.scheme(ofBatch: batch), schemesChecked.contains(scheme),
      let rule = state.listCheck(of: batch), let known = state.batch(batch), known.checker == nil
    else { return }
    batchFindings.append(
      Finding(
        .batch(.listUnchecked), scheme: scheme, month: known.through, amount: known.total, responsible: [event.by],
        clause: rule.clause, sequences: known.sequences + [event.sequence], batch: batch))
  }

  /// > Source: 景人社字〔2024〕139号 五（五）, 资金到位.
  private mutating func noteExport(of batch: Identifier, _ event: Event, _ state: LedgerState) {
    guard let known = state.batch(batch), known.exportSequence == nil else { return }
    batchFindings += changedAccounts.removeValue(forKey: batch) ?? []
    guard let scheme = state.scheme(ofBatch: batch), schemesFunded.contains(scheme),
      let rule = state.listCheck(of: batch), known.fundsReceived < known.total
    else { return }
    batchFindings.append(
      Finding(
        .batch(.fundsMissing), scheme: scheme, month: known.through, amount: known.total - known.fundsReceived,
        responsible: [event.by], clause: rule.clause, sequences: known.sequences + [event.sequence], batch: batch))
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

extension LedgerState {
  /// Whether a fact was ever recorded of the person.
  fileprivate func hasSeen(_ fact: FactCode) -> Bool { factsSeen & 1 << fact.ordinal != 0 }
}
