import Policy
import Values

/// Finds the faults of the decisions about one claim: applications, stages, approvals, and omissions.
struct ClaimAudit {
  let state: LedgerState
  private let number: Int
  private let position: Int
  private let entitlement: ClaimEntitlement
  let events: PersonHistory
  private let faults: [DecisionWatch.Fault]
  private let firstApplication: UInt64?
  private let firstConfirmation: UInt64?
  private let firstSeparation: UInt64?
  private let terms: AuditTerms
  let person: PersonState
  let claim: ClaimState
  let policies: AdoptedPolicies
  /// The years that the calendar lacks, so that a stage could not be judged.
  private(set) var yearsMissing: Set<Int> = []

  init(
    _ state: LedgerState, _ number: Int, _ position: Int, _ entitlement: ClaimEntitlement, _ events: PersonHistory,
    _ faults: [DecisionWatch.Fault], _ watch: DecisionWatch, _ terms: AuditTerms
  ) {
    self.state = state
    self.number = number
    self.position = position
    self.entitlement = entitlement
    self.events = events
    self.terms = terms
    person = state.people[number]
    claim = person.claims[position]
    policies = state.timelines[Int(claim.scheme)]
    let scheme = state.schemes[claim.scheme]
    firstApplication = watch.firstApplications[scheme]
    firstConfirmation = watch.firstConfirmations[scheme]
    firstSeparation = watch.firstSeparations[scheme]
    self.faults = faults.filter { $0.scheme == scheme }
  }

  var scheme: Identifier { state.schemes[claim.scheme] }

  /// Whether there is anything to look at without an event or a fault: most claims are in order, and making an audit of
  /// each takes longer than seeing that.
  static func isWorthwhile(
    _ person: PersonState, _ claim: ClaimState, _ entitlement: ClaimEntitlement, _ policies: AdoptedPolicies,
    _ firstApplication: UInt64?
  ) -> Bool {
    entitlement.isAnyUnpaid || !claim.applications.isEmpty
      || !claim.approvals.isEmpty && (policies.asksForReports || firstApplication != nil)
      || !person.failedDebits.isEmpty || !claim.claimed.isEmpty || !claim.approvals.isEmpty && policies.hasExitsByFact
  }

  /// The findings: omissions first, then the decisions in the order of the applications.
  mutating func findings() -> [Finding] {
    var findings = unpaid()
    findings += [missedReport(), failedDebits(), unconfirmed()].compactMap { $0 } + exitsUnrecorded()
    for fault in faults { if let finding = finding(of: fault) { findings.append(finding) } }
    for application in claim.applications { findings += stages(of: application) }
    return findings + claimsOutOfWindow() + withoutApplication()
  }

  func finding(
    _ code: Finding.Code, month: Month? = nil, amount: Fen = .zero, wasKnownWhenPaid: Bool? = nil,
    responsible: [Identifier] = [], clause: String?, sequences: [UInt64], application: UInt32? = nil,
    stage: Identifier? = nil
  ) -> Finding {
    Finding(
      code, person: state.persons.identifiers[number], scheme: scheme, month: month, amount: amount,
      wasKnownWhenPaid: wasKnownWhenPaid, responsible: responsible, clause: clause, sequences: sequences,
      application: application.map { state.names[$0] }, stage: stage)
  }

  /// The amount held for the months that rest on an approval.
  private func held(on approval: ClaimState.Approval?) -> Fen {
    approval.map { heldMonths(on: $0).reduce(.zero) { $0 + $1.held } } ?? .zero
  }

  /// The months that rest on an approval and for which money is held.
  private func heldMonths(on approval: ClaimState.Approval) -> [MonthEntitlement] {
    entitlement.months.filter {
      $0.held > .zero && person.approval(of: claim, for: $0.month, under: policies)?.sequence == approval.sequence
    }
  }

  private func approval(of application: UInt32) -> ClaimState.Approval? {
    claim.approvals.last { $0.application == application }
  }
}

// Omissions.
extension ClaimAudit {
  /// The months that are due and were not paid in time, in flight or not.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（三）, 确保及时到位.
  private func unpaid() -> [Finding] {
    guard entitlement.isAnyUnpaid else { return [] }
    let work = ClaimWork(state, number, position)
    return entitlement.months.compactMap { month in
      guard month.entitled > month.held, month.month.firstDay <= terms.day, let wait = work.wait(for: month),
        terms.lastDay(of: wait) < terms.day
      else { return nil }
      return finding(
        .entitledUnpaid, month: month.month, amount: month.entitled - month.held, clause: wait.clause,
        sequences: [wait.approval.sequence] + (events.contribution(for: month.month).map { [$0.sequence] } ?? []))
    }
  }

  /// The first window of the periodic report that is over without one and that stopped nothing; its month is the last of
  /// the report.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.5, 附件3 二.3.
  private func missedReport() -> Finding? {
    guard policies.asksForReports else { return nil }
    return notStopped(.reportMissedNotStopped, month: { $0.from.adding(-1) }) { sweep, _ in sweep.missedReport() }
  }

  /// Contributions that the bank could not collect, as many running as stop the subsidy, that stopped nothing.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件3 二.1.
  private func failedDebits() -> Finding? {
    if person.failedDebits.isEmpty { return nil }
    return notStopped(.debitsFailedNotStopped, month: \.from) { sweep, start in sweep.failedDebits(since: start) }
  }

  /// A finding about payments that a sweep would have stopped and nothing did.
  ///
  /// - Parameters:
  ///   - code: the code of the finding.
  ///   - month: the month that it is about.
  ///   - rule: the item that a sweep would record, from the first month of the last approval on.
  /// - Returns: the finding; nil if a sweep would record nothing.
  private func notStopped(
    _ code: Finding.Code, month: (SweepItem) -> Month, _ rule: (ClaimSweep, Month) -> SweepItem?
  ) -> Finding? {
    guard let approval = claim.approvals.last,
      let item = unrecorded(of: approval, { rule($0, person.start(of: approval, in: claim, under: policies)) })
    else { return nil }
    let months = entitlement.months.filter { $0.month >= item.from }
    let payments = months.flatMap { events.payments(of: $0.month, in: scheme) }
    let last = payments.max { $0.sequence < $1.sequence }
    return finding(
      code, month: month(item), amount: months.reduce(.zero) { $0 + $1.held },
      wasKnownWhenPaid: last.map { $0.recorded.civilDate >= item.from.firstDay },
      responsible: state.responsible(for: payments), clause: item.clause,
      sequences: [approval.sequence] + payments.map(\.sequence))
  }

  /// The item that a sweep would record of an approval and that was not recorded; nil if it would record nothing.
  ///
  /// One that has ended since is looked at as it was on the last day before its end.
  private func unrecorded(of approval: ClaimState.Approval, _ rule: (ClaimSweep) -> SweepItem?) -> SweepItem? {
    let end = claim.changes.filter { $0.ends(.last, after: approval) }.map(\.from).min()
    let day = end.map { min(terms.day, $0.firstDay.adding(days: -1)) } ?? terms.day
    return rule(ClaimSweep(state, number, position, on: day))
  }

  /// Months that were paid although the first one was never confirmed.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.4.
  private func unconfirmed() -> Finding? {
    guard let first = firstConfirmation else { return nil }
    for approval in claim.approvals where approval.sequence > first {
      guard let rule = person.startToConfirm(of: approval, in: claim, policies) else { continue }
      let months = heldMonths(on: approval)
      if months.isEmpty { continue }
      let payments = months.flatMap { events.payments(of: $0.month, in: scheme) }
      return finding(
        .paidUnconfirmed, amount: held(on: approval), wasKnownWhenPaid: true,
        responsible: state.responsible(for: payments), clause: rule.startConfirmationClause,
        sequences: [approval.sequence] + payments.map(\.sequence), application: approval.application)
    }
    return nil
  }

  /// Months that were paid after the person had left the registration, and that are worth something until the end is recorded:
  /// one finding for each approval.
  ///
  /// > Source: 临人社字〔2021〕63号 三 (视为自动退出).
  private func exitsUnrecorded() -> [Finding] {
    guard policies.hasExitsByFact else { return [] }
    return claim.approvals.compactMap { approval in
      guard let item = unrecorded(of: approval, { $0.exitByFact(from: approval) }) else { return nil }
      let months = heldMonths(on: approval).filter { $0.month >= item.from && $0.entitled > .zero }
      if months.isEmpty { return nil }
      let payments = months.flatMap { events.payments(of: $0.month, in: scheme) }
      let exit = events.effective.first { event in
        guard case .factRecorded(let body) = event.body, case .fact(let code, _) = item.ground else { return false }
        return body.fact == code && body.hasDay(in: item.from)
      }
      return finding(
        .paidAfterExit, month: item.from, amount: months.reduce(.zero) { $0 + $1.held },
        wasKnownWhenPaid: exit.map { exit in payments.contains { $0.sequence > exit.sequence } },
        responsible: state.responsible(for: payments), clause: item.clause,
        sequences: [approval.sequence] + payments.map(\.sequence) + (exit.map { [$0.sequence] } ?? []))
    }
  }
}

// Decisions about applications.
extension ClaimAudit {
  /// A decision that the rules would not have made so at its moment, unless it came to nothing.
  private func finding(of fault: DecisionWatch.Fault) -> Finding? {
    let approval: ClaimState.Approval?
    if case .acceptedDespite = fault.code {
      guard let application = claim.applications.first(where: { $0.sequence == fault.sequence }),
        application.outcome == .pending || application.outcome == .approved
      else { return nil }
      approval = self.approval(of: application.application)
    } else if [.rejectedWithoutReason, .startConfirmedLate].contains(fault.code) {
      // No money depends on it, and no other operator answers for it.
      approval = nil
    } else {
      guard let own = claim.approvals.first(where: { $0.sequence == fault.sequence }) else { return nil }
      approval = own
    }
    return finding(
      fault.code, amount: held(on: approval),
      responsible: [fault.by] + (approval.map { [state.names[$0.by]] } ?? []), clause: fault.clause,
      sequences: [fault.sequence] + (approval.map { [$0.sequence] } ?? []),
      application: state.names.number(of: fault.application))
  }

  /// The approvals without an application, from the scheme's first application on: a past that brings no applications has its
  /// reviews elsewhere.
  private func withoutApplication() -> [Finding] {
    claim.approvals.filter { approval in
      guard let firstApplication, firstApplication < approval.sequence else { return false }
      return !claim.applications.contains { $0.application == approval.application }
    }.map { approval in
      finding(
        .approvedWithoutApplication, amount: held(on: approval), responsible: [state.names[approval.by]],
        clause: policies.process(of: approval, in: claim)?.pack.clauses.approval, sequences: [approval.sequence],
        application: approval.application)
    }
  }

  /// The faults in the stages of an application.
  private mutating func stages(of application: ClaimState.Application) -> [Finding] {
    guard let process = policies.process(of: application)?.pack.process else { return [] }
    let rules = StageRules(process, application)
    if rules.isOfOlderProcess { return [] }
    let approval = approval(of: application.application)
    var findings: [Finding] = []
    for (index, passed) in application.passed.enumerated() {
      guard let position = process.stages.firstIndex(where: { $0.name == passed.stage }) else { continue }
      findings += decision(index, at: position, rules, held(on: approval))
    }
    if let approval {
      if let finding = oneOperator(process, application, held(on: approval)),
        !findings.contains(where: { $0.code == .stageSameOperator })
      {
        findings.append(finding)
      }
      for stage in process.stages where application.passing(of: stage.name) == nil {
        findings.append(
          finding(
            .stageSkipped, amount: held(on: approval), responsible: [state.names[approval.by]], clause: stage.clause,
            sequences: [application.sequence, approval.sequence], application: application.application,
            stage: stage.name))
      }
    } else if application.outcome == .pending {
      let next = application.nextStage(of: process, state.imports)
      if let due = clock(ofStageAt: next, rules)?.due, due < terms.day {
        findings.append(late(process.stages[next], application, responsible: [], after: application.passed.last))
      }
    }
    return findings
  }

  /// One operator at the stages of offices that the document keeps apart, once the scheme's reviews show that they are.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（一）.
  private func oneOperator(
    _ process: ProcessRule, _ application: ClaimState.Application, _ amount: Fen
  ) -> Finding? {
    let offices = Set(process.stages.map(\.office))
    let deciders = Set(application.passed.map { state.names[$0.by].description.lowercased() })
    guard offices.count > 1, application.passed.count == process.stages.count, deciders.count == 1,
      let last = application.passed.last, firstSeparation ?? .max < last.sequence
    else { return nil }
    return finding(
      .stagesOneOperator, amount: amount, responsible: [state.names[last.by]], clause: process.stages.first?.clause,
      sequences: application.passed.map(\.sequence), application: application.application)
  }

  /// The faults in the decision of one stage.
  private mutating func decision(
    _ index: Int, at position: Int, _ rules: StageRules, _ amount: Fen
  ) -> [Finding] {
    let (application, stage) = (rules.application, rules.process.stages[position])
    let passed = application.passed[index]
    let by = [state.names[passed.by]]
    var findings: [Finding] = []
    func add(_ code: Finding.Code, _ clause: String?, and others: [UInt64] = []) {
      findings.append(
        finding(
          code, amount: amount, responsible: by, clause: clause, sequences: [passed.sequence] + others,
          application: application.application, stage: stage.name))
    }
    let earlier = rules.process.stages[..<position].map(\.name)
    let overtaken = application.passed[(index + 1)...].filter { later in
      earlier.contains(later.stage) && !application.passed[..<index].contains { $0.stage == later.stage }
    }
    if !overtaken.isEmpty { add(.stageOutOfOrder, stage.clause, and: overtaken.map(\.sequence)) }
    for fault in rules.faults(
      of: stage, by: state.names[passed.by], key: passed.key.map { state.names[$0] }, state.names)
    {
      switch fault {
      case .sameOperator(let other): add(.stageSameOperator, stage.clause, and: sequences(of: other, application))
      case .sameKey(let other): add(.stageSameKey, stage.clause, and: sequences(of: other, application))
      case .keyMissing: add(.stageWithoutKey, stage.clause)
      }
    }
    let day = passed.recorded.civilDate
    if isBeforePublicityEnd(stage, on: day, rules) {
      add(.stageBeforePublicityEnd, rules.process.publicity?.clause)
    }
    if let due = clock(ofStageAt: position, rules)?.due, due < day {
      findings.append(late(stage, application, responsible: by, after: passed))
    }
    return findings
  }

  private func sequences(of stage: Identifier, _ application: ClaimState.Application) -> [UInt64] {
    application.passed.filter { $0.stage == stage }.map(\.sequence)
  }

  /// A stage that was late or still waits; lateness alone makes no payment wrong.
  private func late(
    _ stage: ProcessRule.Stage, _ application: ClaimState.Application, responsible: [Identifier],
    after passed: ClaimState.Application.PassedStage?
  ) -> Finding {
    finding(
      .stageLate, responsible: responsible, clause: stage.deadline?.clause ?? stage.clause,
      sequences: [application.sequence] + (passed.map { [$0.sequence] } ?? []), application: application.application,
      stage: stage.name)
  }

  private mutating func isBeforePublicityEnd(
    _ stage: ProcessRule.Stage, on day: CivilDate, _ rules: StageRules
  ) -> Bool {
    do {
      return try rules.runningPublicity(of: stage, on: day, by: terms.calendar) != nil
    } catch {
      note(error)
      return false
    }
  }

  private mutating func clock(ofStageAt position: Int, _ rules: StageRules) -> StageRules.Clock? {
    do {
      return try rules.clock(ofStageAt: position, by: terms.calendar)
    } catch {
      note(error)
      return nil
    }
  }

  private mutating func note(_ failure: WorkingDayCalendar.Failure) {
    if case .missingYear(let year) = failure { yearsMissing.insert(year) }
  }
}

extension ClaimEntitlement {
  /// Whether a month is worth more than is held of it.
  fileprivate var isAnyUnpaid: Bool { months.contains { $0.entitled > $0.held } }
}
