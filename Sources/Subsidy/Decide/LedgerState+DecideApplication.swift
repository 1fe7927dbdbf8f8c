import Policy
public import Values

extension LedgerState {
  /// Decides an application: recorded, and rejected at once if a check is against it.
  ///
  /// One application per person and scheme is active at a time; a second is refused, not recorded.
  ///
  /// > Source: contract section 3, `applied` and `rejected`; 京劳服失发〔2019〕1号 附件1 三.1; 景人社字〔2024〕139号 五.
  func decide(_ body: Applied, _ context: DecisionContext) throws(Refusal) -> [EventBody] {
    let number = names.number(of: body.application)
    let claims = person(body.person)?.claims ?? []
    let isTaken = claims.contains { claim in
      claim.applications.contains { $0.application == number } || claim.approvals.contains { $0.application == number }
    }
    if isTaken { throw .applicationTaken(body.application) }
    if let active = activeApplication(of: body.person, in: body.scheme) {
      throw .activeApplication(active)
    }
    try refuseUnknownCodes(of: body, timeline(of: body.scheme)?.process(acceptedOn: context.today)?.pack)
    let reasons = reasons(against: body, context)
    if reasons.isEmpty { return [.applied(body)] }
    return [
      .applied(body), .rejected(Rejected(person: body.person, application: body.application, reasons: reasons)),
    ]
  }

  /// The person's application that is under review in a scheme, or that was approved and has no end, not even one in months to
  /// come: a person who leaves may apply for the months that follow.
  func activeApplication(of person: Identifier, in scheme: Identifier) -> Identifier? {
    guard let scheme = schemes.number(of: scheme), let claim = self.person(person)?.claim(scheme: scheme) else {
      return nil
    }
    return activeApplication(of: claim)
  }

  /// The application of a claim that is under review, or was approved and has no end.
  public func activeApplication(of claim: ClaimState) -> Identifier? {
    if let pending = claim.applications.last(where: { $0.outcome == .pending }) { return names[pending.application] }
    return claim.isEnded ? nil : claim.approvals.last.map { names[$0.application] }
  }

  /// Everything that is against an application that is made now: the reasons against its months and against the application
  /// itself.
  func reasons(against body: Applied, _ context: DecisionContext) -> [RejectionReason] {
    checks(of: body.person, in: body.scheme, from: body.from, on: context.today)
      .joined(with: faults(of: body, acceptedOn: context.today))
  }

  /// The reasons against approving an application on a day: those against its months, and the facts of the day on which it
  /// came.
  func reasons(
    against person: Identifier, in scheme: Identifier, from month: Month, acceptedOn accepted: CivilDate,
    on day: CivilDate
  ) -> [RejectionReason] {
    checks(of: person, in: scheme, from: month, on: day)
      .joined(with: factFaults(of: person, in: scheme, acceptedOn: accepted))
  }

  /// A code that the pack does not list is a typing error, not a reason against the person.
  private func refuseUnknownCodes(of body: Applied, _ pack: PolicyPack?) throws(Refusal) {
    func check(_ code: Identifier, _ known: [ListedRule], _ field: String) throws(Refusal) {
      if known.isEmpty || known.contains(where: { $0.code == code.description }) { return }
      throw .unknownCode(field: field, found: code, known: known.map(\.code))
    }
    if let category = body.category { try check(category, pack?.scope?.targets ?? [], "category") }
    for material in body.materials {
      try check(material, pack?.application?.materials.map(\.item) ?? [], "materials")
    }
  }

  /// Everything that is against an application for months from one on, as far as it can be known today.
  func checks(
    of identifier: Identifier, in scheme: Identifier, from month: Month, on day: CivilDate
  ) -> [RejectionReason] {
    guard let person = person(identifier), let policies = timeline(of: scheme) else { return [] }
    let claim = schemes.number(of: scheme).flatMap { person.claim(scheme: $0) }
    var reasons = ReasonSet()
    let index = policies.timeline.index(for: month)
    let subject = RuleSubject(person, self)
    let basis = basis(of: identifier, in: scheme, approvedOn: day)
    if claim?.hasFraud == true { reasons.plain.insert(.fraud) }
    if let index {
      subject.addReasons(
        to: &reasons, for: month, under: policies, at: index, basis: basis, isApplying: true)
    } else {
      reasons.plain.insert(.noPolicy)
    }
    // As for a month that is paid: only a valid month can lack a slot (contract section 6.3).
    if reasons.isEmpty, isLimitReached(identifier, scheme, basis, from: month) { reasons.plain.insert(.overLimit) }
    let policy = index.map { policies.policies[$0] }
    var list = reasons.reasons(under: policy, term: basis?.term, isApplying: true).map {
      RejectionReason(code: $0.code.code, clause: $0.clause)
    }
    for check in policy.map({ failedChecks(of: person, under: $0.pack) }) ?? [] {
      list.append(RejectionReason(code: "check-failed-\(check.code)", clause: check.clause))
    }
    return list
  }

  private func isLimitReached(
    _ person: Identifier, _ scheme: Identifier, _ basis: ClaimBasis?, from month: Month
  ) -> Bool {
    switch basis?.basis {
    case .until(let last): return month > last
    case .months(let limit):
      let prior = self.person(person)?.registered?.prior?.months ?? 0
      let used = entitlement(of: person, in: scheme)?.usedMonths ?? prior
      return used >= limit
    case nil: return false
    }
  }

  /// Decides a review stage: the next one of the process, by an operator who may decide it, at a time when it may be decided.
  ///
  /// The last passed stage approves, if the checks that held at the application still hold; else it rejects.
  func decide(_ body: Verified, _ context: DecisionContext) throws(Refusal) -> [EventBody] {
    let (scheme, application) = try pendingApplication(body.application, of: body.person)
    guard let policies = timeline(of: scheme), let process = policies.process(of: application)?.pack.process
    else { throw .unknownScheme(scheme) }
    let rules = StageRules(process, application)
    if rules.isOfOlderProcess, let transition = process.transition {
      throw .olderProcess(body.application, acceptedFrom: transition.acceptedFrom, clause: transition.clause)
    }
    // With every stage passed and no decision, the approval was annulled: the last stage decides again.
    let next = application.nextStage(of: process, imports)
    let stage = process.stages[next]
    guard stage.name == body.stage else { throw .wrongStage(found: body.stage, expected: stage.name) }
    let faults = rules.faults(of: stage, by: context.by, key: context.key, names)
    if let fault = faults.first { throw fault.refusal(stage) }
    if let publicity = try runningPublicity(of: stage, rules, context) {
      throw .publicityRuns(until: publicity.last, clause: process.publicity?.clause)
    }
    guard body.hasPassed else {
      let reasons =
        body.reasons.isEmpty
        ? [RejectionReason(code: "failed-at-\(stage.name)", clause: stage.clause)] : body.reasons
      return [.verified(body), .rejected(reject(body, reasons))]
    }
    guard next == process.stages.count - 1 else { return [.verified(body)] }
    return [.verified(body), conclusion(of: body, application, scheme, context)]
  }

  /// Decides a request for corrections: everything that is missing is named at once, so that a second request has to state a
  /// reason.
  ///
  /// The clause is that of the stage at which papers are taken in (受理), if the process has one.
  ///
  /// > Source: 景人社字〔2024〕139号 五（三）.
  func decide(_ body: CorrectionRequested) throws(Refusal) -> [EventBody] {
    let (scheme, application) = try pendingApplication(body.application, of: body.person)
    if application.corrections > 0, body.reason == nil {
      let process = timeline(of: scheme)?.process(of: application)?.pack.process
      let clause = process?.stages.first { $0.name == "acceptance" }?.clause
      throw .correctionWithoutReason(body.application, clause: clause)
    }
    return [.correctionRequested(body)]
  }

  private func reject(_ body: Verified, _ reasons: [RejectionReason]) -> Rejected {
    Rejected(person: body.person, application: body.application, reasons: reasons)
  }

  /// The events that follow from the last passed stage.
  private func conclusion(
    of body: Verified, _ application: ClaimState.Application, _ scheme: Identifier, _ context: DecisionContext
  ) -> EventBody {
    let reasons = reasons(
      against: body.person, in: scheme, from: application.from, acceptedOn: application.recorded.civilDate,
      on: context.today)
    guard reasons.isEmpty else { return .rejected(reject(body, reasons)) }
    guard
      let approval = approval(
        of: body.application, from: application.from, for: body.person, in: scheme, on: context.today)
    else { preconditionFailure("a registered person has a basis under an adopted policy") }
    return .approved(approval.body)
  }

  /// The basis, policy and first of an approval on a day, with the clause behind the basis; nil if person or policy is not
  /// known.
  ///
  /// > Source: contract section 6.1.
  func approval(
    of application: Identifier, from: Month, for identifier: Identifier, in scheme: Identifier, on day: CivilDate
  ) -> (body: Approved, clause: String?)? {
    guard let policies = timeline(of: scheme), let basis = basis(of: identifier, in: scheme, approvedOn: day) else {
      return nil
    }
    let claim = schemes.number(of: scheme).flatMap { person(identifier)?.claim(scheme: $0) }
    let earliest = names.number(of: application).flatMap {
      policies.earliestStart(of: $0, approvedOn: day, in: claim)
    }
    let body = Approved(
      person: identifier, application: application, scheme: scheme, policy: basis.policy.pack.id,
      from: max(from, earliest ?? from),
      basis: basis.basis, first: claim?.approvals.isEmpty ?? true)
    return (body, basis.clause)
  }

  /// The publicity that a stage still has to wait for; nil if there is none.
  private func runningPublicity(
    of stage: ProcessRule.Stage, _ rules: StageRules, _ context: DecisionContext
  ) throws(Refusal) -> PublicityPeriod? {
    do {
      return try rules.runningPublicity(of: stage, on: context.today, by: context.calendar)
    } catch {
      throw Refusal(error)
    }
  }

  /// A person's application that is still under review, with its scheme.
  func pendingApplication(
    _ application: Identifier, of person: Identifier
  ) throws(Refusal) -> (scheme: Identifier, application: ClaimState.Application) {
    if let number = names.number(of: application), let state = self.person(person) {
      for claim in state.claims {
        guard let found = claim.applications.last(where: { $0.application == number }) else { continue }
        guard found.outcome == .pending else { throw .applicationClosed(application, found.outcome) }
        return (schemes[claim.scheme], found)
      }
    }
    throw .unknownApplication(application)
  }
}

extension [RejectionReason] {
  /// These with the faults of the application itself: a fact may be against its first month, too, and is named once.
  fileprivate func joined(with faults: [ApplicationChecks.Found]) -> [RejectionReason] {
    self + faults.map(\.reason).filter { reason in !contains { $0.code == reason.code } }
  }
}
