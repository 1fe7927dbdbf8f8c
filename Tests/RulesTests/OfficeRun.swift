import JSONText
import Papers
import Policy
import Subsidy
import TestSupport
import Values

/// A life of an office under a pack: the adoption, applications, reviews, months, sweeps, deadlines and money.
struct OfficeRun {
  /// The office's plan.
  let plan: OfficePlan
  /// The pack as it is adopted, which may be another one than the plan's.
  let pack: PolicyPack
  private var office: Office

  private var scheme: Identifier { plan.pack.scheme }

  /// The lines of a life under a pack.
  ///
  /// - Parameters:
  ///   - plan: the office's plan.
  ///   - document: the pack that it adopts.
  ///   - setting: the parameters that it adopts it with.
  ///   - expected: the lines of another life; the run ends with the first line that differs.
  /// - Returns: the lines.
  /// - Throws: ``Office/Difference``; ``PolicyError`` if the pack cannot be adopted.
  static func lines(
    _ plan: OfficePlan, _ document: JSONValue, _ setting: [String: String], expecting expected: [String]? = nil
  ) throws -> [String] {
    var run = OfficeRun(
      plan: plan, pack: try PolicyPack(json: document), office: Office(on: "2017-01-03", expecting: expected))
    try run.adopt(document, setting)
    if setting == plan.settings[0] { try run.showPapers() }
    try run.takeApplications()
    try run.review()
    try run.payMonths()
    try run.supervise()
    try run.pay()
    try run.recover()
    if setting == plan.settings[0] { try run.audit(document, setting) }
    try run.office.close()
    return run.office.lines
  }

  // MARK: The adoption

  private mutating func adopt(_ document: JSONValue, _ setting: [String: String]) throws {
    for (name, value) in plan.trials where setting == plan.settings[0] {
      try office.tell("\(name)=\(value): \(isAdopted(setting.merging([name: value]) { $1 }))")
    }
    let needed = plan.pack.parameters.filter { $0.standard == nil && !$0.isOptional }.map(\.name)
    try office.tell("with what must be set: \(isAdopted(plan.settings[0].filter { needed.contains($0.key) }))")
    try office.given(adoption(of: document, setting))
  }

  private func adoption(of document: JSONValue, _ setting: [String: String]) -> EventBody {
    .policyAdopted(
      PolicyAdopted(
        scheme: scheme, policy: plan.pack.id, effectiveFrom: plan.pack.effectiveFrom, document: document,
        parameters: setting.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }))
  }

  private func isAdopted(_ setting: [String: String]) -> Bool {
    (try? Policy(pack: pack, parameters: setting)) != nil
  }

  // MARK: Applications

  private mutating func takeApplications() throws {
    for (number, applicant) in plan.applicants.enumerated() {
      let person = Identifier(joined: "a", "\(number)")
      office.day = "2018-01-02"
      for body in applicant.past(person) { try office.given(body) }
      office.day = applicant.day
      let application = applicant.application(person, in: scheme)
      try office.ask("\(person) applies \(applicant.name)") { try $0.decide(.applied(application), $1) }
      if applicant.delegate != nil {
        let missing = office.state.papersMissing(from: application, acceptedOn: office.day).map(\.item.code)
        try office.tell("\(person) has to bring \(missing)")
      }
      if applicant.day < "2025-01-01" { try passFirstStage(person, application.application) }
    }
    office.day = "2025-03-14"
    try office.tellDeadlines(scheme)
  }

  /// The outcome of an application from the time around the first days of a document.
  private mutating func passFirstStage(_ person: Identifier, _ application: Identifier) throws {
    let stage = plan.pack.process.stages[0].name
    try office.wonder("\(person) passes \(stage)") {
      try $0.decide(Entries.verified(stage, application: application, person: person), $1)
    }
  }

  // MARK: The review

  /// Takes the first application through all stages, each first in every wrong way.
  private mutating func review() throws {
    office.day = "2025-04-01"
    for (number, stage) in plan.pack.process.stages.enumerated() {
      try tryWrongly(stage.name)
      for _ in 0..<14 {
        if !office.answer(by: "op-9", key: "k-9", decision(of: stage.name)).events.isEmpty { break }
        office.day = office.day.adding(days: 1)
      }
      let (by, key) = (Identifier(joined: "op", "s\(number)"), Identifier(joined: "k", "s\(number)"))
      try office.ask("\(stage.name)", by: by, key: key, decision(of: stage.name))
      for days in [0, 1, 9] {
        let day = office.day
        office.day = day.adding(days: days)
        try office.tellDeadlines(scheme)
        office.day = day
      }
      office.day = office.day.adding(days: 1)
    }
    try confirmStart()
  }

  private mutating func tryWrongly(_ stage: Identifier) throws {
    let first = plan.pack.process.stages[0].name
    let last = plan.pack.process.stages[plan.pack.process.stages.count - 1].name
    for other in [first, last] { try office.wonder("\(other) decides", by: "op-9", key: "k-9", decision(of: other)) }
    for number in plan.pack.process.stages.indices {
      let (by, key) = (Identifier(joined: "op", "s\(number)"), Identifier(joined: "k", "s\(number)"))
      try office.wonder("the operator of \(number) decides", by: by, key: "k-9", decision(of: stage))
      try office.wonder("the key of \(number) decides", by: "op-9", key: key, decision(of: stage))
    }
    try office.wonder("without a key", by: "op-9", decision(of: stage))
    try office.wonder("not passed", by: "op-9", key: "k-9", decision(of: stage, passed: false))
    try office.wonder("papers are missing") { state, context in
      try state.decide(
        .correctionRequested(CorrectionRequested(person: "a-0", application: "a-a-0", items: ["x"])), context)
    }
  }

  private func decision(
    of stage: Identifier, passed: Bool = true
  ) -> (LedgerState, DecisionContext) throws -> [EventBody] {
    { try $0.decide(Entries.verified(stage, passed: passed, application: "a-a-0", person: "a-0"), $1) }
  }

  private mutating func confirmStart() throws {
    for day in ["2025-04-23", "2025-04-24", "2025-04-25", "2025-05-01"] as [CivilDate] {
      office.day = day
      try office.tellDeadlines(scheme)
    }
    try office.given(
      .contributed(
        Contributed(person: "a-0", month: "2025-04", amount: Fen(60_000), paidOn: "2025-04-30", source: "si")))
    try office.wonder("a batch before the start is confirmed") { [scheme] state, context in
      try state.decideDraft("b0", scheme: scheme, through: "2025-04", context).events
    }
    try office.ask("the start is confirmed") {
      try $0.decide(.startConfirmed(StartConfirmed(person: "a-0", application: "a-a-0", from: "2025-04")), $1)
    }
    try office.tellMonths(of: "a-0", in: scheme)
  }

  // MARK: Months

  private mutating func payMonths() throws {
    for (number, recipient) in plan.recipients.enumerated() {
      let person = Identifier(joined: "r", "\(number)")
      office.day = "2024-12-20"
      for body in recipient.person.past(person) { try office.given(body) }
      if let prior = recipient.prior {
        let (birth, isMale) = (recipient.person.birth, recipient.person.isMale)
        try office.given(
          .registered(
            Registered(
              person: person, birth: birth, isMale: isMale, household: recipient.person.household, prior: prior)))
      }
      office.day = "2025-01-10"
      try office.given(
        .approved(
          Approved(
            person: person, application: Identifier(joined: "a", "\(person)"), scheme: scheme, policy: plan.pack.id,
            from: "2025-01", basis: .months(36), first: true)))
      try office.given(
        .startConfirmed(
          StartConfirmed(person: person, application: Identifier(joined: "a", "\(person)"), from: "2025-01")))
      for entry in recipient.entries {
        office.day = entry.day
        let body = entry.body(person, scheme)
        if body.type == .claimed { try office.wonder(recipient.name) { try $0.decide(body, $1) } }
        try office.given(body)
      }
      try office.tellMonths(of: person, in: scheme)
    }
  }
}

// The events while a person is paid.
extension OfficeRun {
  private mutating func supervise() throws {
    let days: [CivilDate] = [
      "2025-03-31", "2025-04-01", "2025-04-30", "2025-07-31", "2025-08-31", "2025-12-01", "2026-01-01", "2026-02-01",
    ]
    for day in days {
      office.day = day
      try office.tellSweep(scheme)
      try office.tellDeadlines(scheme)
      try tellNotifications(day.month)
    }
    try tellRegister()
    for size in [1, 4, 5, 6, 7] {
      try office.wonder("a sample of \(size)") { [scheme] state, context in
        try state.decideSample("s1", scheme: scheme, seed: "x", size: size, on: context.today, hash: OfficeRun.hash)
          .events
      }
    }
    try extend()
  }

  /// A number in place of the hash of bytes: the order of a draw only has to be the same in each run.
  private static func hash(_ bytes: [UInt8]) -> String { "\(bytes.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF })" }

  private mutating func tellNotifications(_ month: Month) throws {
    for kind in NotificationTemplate.Kind.allCases {
      let due = office.state.dueNotifications(of: scheme, month, kind: kind, office.records)
      let whom = due.map { "\($0.person) \($0.granted.map { "\($0.first) \($0.last)" } ?? "-") \($0.dueOn.words)" }
      if !due.isEmpty { try office.tell("\(month) \(kind.rawValue): \(whom)") }
    }
  }

  private mutating func tellRegister() throws {
    let period = StatisticPeriod(from: "2025-01", to: "2025-06")
    for count in period.map({ office.state.statistics(of: scheme, $0, office.records) }) ?? [] {
      try office.tell("\(count.rule.item.code) \(count.lacksThreshold): \(count.persons)")
    }
    for (number, applicant) in plan.recipients.enumerated() {
      let person = Identifier(joined: "r", "\(number)")
      guard let record = office.state.registration(of: person, in: scheme, under: pack) else { continue }
      let checks = record.checks.map { "\($0.rule.code) \($0.outcome)" }
      try office.tell("\(person) \(applicant.name): \(record.exits.map { "\($0.rule.code) \($0.sign)" }) \(checks)")
    }
    let roster = office.state.roster(
      of: scheme, "2025-03", district: nil, includesAllCurrent: true, office.records)
    try office.tell("roster: \(roster.map { "\($0.person) \($0.isLocal.map { "\($0)" } ?? "-") \($0.granted.last)" })")
    office.day = "2025-07-01"
    let couldApply = office.state.eligible(in: scheme, from: "2025-04", office.context())
    try office.tell("who could apply: \(couldApply.map(\.person))")
  }

  /// Extensions before and after the limit is used up.
  private mutating func extend() throws {
    for (number, recipient) in plan.recipients.enumerated()
    where ["as usual", "near the limit"].contains(recipient.name) {
      let person = Identifier(joined: "r", "\(number)")
      office.day = "2026-02-02"
      for months in [13, 12, 11] {
        try office.wonder("\(person) is extended by \(months)") { [scheme] state, context in
          try state.decide(
            .extended(Extended(person: person, scheme: scheme, months: months, reason: "x")), context)
        }
      }
    }
  }

  // MARK: Money

  private mutating func pay() throws {
    office.day = "2025-07-02"
    let scheme = scheme
    try office.ask("a batch is drafted", by: "op-21") {
      try $0.decideDraft("b1", scheme: scheme, through: "2025-06", $1).events
    }
    try office.wonder("approved without a list check", by: "op-22") {
      try $0.decideApproval(of: "b1", $1, ApprovalControls(requiresListCheck: true))
    }
    try office.tell("who checks: \(office.state.listCheck(of: "b1")?.office ?? "-")")
    try office.ask("the list is checked", by: "op-23") { try $0.decideListCheck(of: "b1", $1) }
    try office.ask("the batch is approved", by: "op-22") {
      try $0.decideApproval(of: "b1", $1, ApprovalControls(requiresListCheck: true))
    }
    try office.ask("funds are asked for") { state, _ in try state.decideFundsRequest(of: "b1") }
    try office.tell("the fund: \(office.state.fund(of: "2025-03", in: scheme) ?? "-")")
    try office.ask("the batch is exported", by: "op-21") {
      try $0.decideExport(of: "b1", format: "csv", sha256: String(repeating: "0", count: 64), $1)
    }
    try office.ask("the bank has paid", by: "op-21") { state, _ in
      let lines = state.items(ofBatch: "b1").map {
        SettlementLine(person: $0.person, month: $0.month, amount: $0.amount, answer: .paid(reference: nil))
      }
      return try state.decideSettlement(of: "b1", lines)
    }
    office.day = "2026-01-05"
    try office.tellSweep(scheme, keeping: true)
  }

  /// Money that turns out not to be due, for each reason that a rule of recovery can name.
  private mutating func recover() throws {
    let person = Identifier(stringLiteral: "r-0")
    let scheme = scheme
    office.day = "2026-01-06"
    for code in FactCode.allCases where code.isAgainstEntitlement {
      var other = office
      try other.given(PlannedFact(code, from: "2025-03-01", to: "2025-03-31").body(person))
      try other.wonder("demands after \(code.rawValue)") {
        try $0.decideDemands($1, DemandOrder(person: person, scheme: scheme))
      }
      try office.tell(other.lines[other.lines.count - 1])
    }
    try office.given(.ended(Ended(person: person, scheme: scheme, from: "2025-05", reason: Ended.fraud)))
    try office.wonder("demands after a deceit") {
      try $0.decideDemands($1, DemandOrder(person: person, scheme: scheme))
    }
    try office.tellMonths(of: person, in: scheme)
  }

  // MARK: The audit

  /// The findings of an audit if the office asked no second person: a wrong application, passed on its day by one operator.
  private mutating func audit(_ document: JSONValue, _ setting: [String: String]) throws {
    var careless = Office(on: "2025-01-15")
    try careless.given(adoption(of: document, setting))
    let wrong = plan.applicants[0].but("") { applicant in
      (applicant.undertaking, applicant.district, applicant.place) = (false, plan.regions.last, .employment)
    }
    for body in wrong.past("p1") + wrong.past("p2") { try careless.given(body) }
    for person in ["p1", "p2"] as [Identifier] { try careless.given(.applied(wrong.application(person, in: scheme))) }
    for stage in plan.pack.process.stages {
      try careless.given(Entries.verified(stage.name, application: "a-p1", person: "p1"))
    }
    try careless.given(
      .approved(
        Approved(
          person: "p1", application: "a-p1", scheme: scheme, policy: plan.pack.id, from: "2025-01", basis: .months(1),
          first: true)))
    try careless.given(
      .contributed(
        Contributed(person: "p1", month: "2025-01", amount: Fen(60_000), paidOn: "2025-01-31", source: "si")))
    for person in ["p1", "p2"] as [Identifier] {
      for finding in try careless.findings(of: person, on: "2025-07-01") {
        let place = "\(finding.month.words) \(finding.stage.words) \(finding.amount)"
        try office.tell("found: \(finding.code.code) \(person) \(place) \(finding.clause.words)")
      }
    }
  }

  // MARK: Papers

  /// The papers that the office only shows: the papers, and the lines of the clause sheet that nothing else rests on.
  private mutating func showPapers() throws {
    let shown: Set<String> = [
      "灵活就业范围", "常见岗位", "公开", "先缴后补", "申请渠道", "委托代办", "就业登记", "登记地点", "登记信息", "退出", "发放对象",
    ]
    for row in pack.clauseSheet() where shown.contains(row.topicChinese) {
      try office.tell("\(row.clause ?? "-") \(row.topicChinese) \(row.chinese)")
    }
    let details = PersonalDetails([.name: "张三", .bank: "工行", .account: "6222"])
    let rule = pack.application
    let bands = plan.pack.application?.form?.incomeBands ?? []
    let ends = bands.flatMap { [$0.fromYuan, $0.toYuan].compactMap { $0 } }
    for income in ends.map({ "\($0)" }) + bands.map(\.code) {
      guard let form = rule?.form else { break }
      try tell(ApplicationFormPaper.sheet(form, facts(income: income), details, materials: rule?.materials ?? []))
    }
    try tell(MaterialsPaper.sheet(rule?.materials ?? []))
    if let undertaking = rule?.undertaking {
      try tell(UndertakingPaper.sheet(undertaking, district: [], facts(income: "0"), details))
    }
  }

  private mutating func tell(_ sheet: PaperSheet) throws {
    try office.tell("\(sheet.title) \(sheet.parts)")
  }

  private func facts(income: String) -> FormFacts {
    FormFacts(
      isMale: true, birth: "1980-05-05", unemployedSince: "2015-01-01", workKind: "A", workSince: "2017-01-01",
      incomeBand: income, from: "2025-03", months: 36, appliedOn: "2025-03-12")
  }
}
