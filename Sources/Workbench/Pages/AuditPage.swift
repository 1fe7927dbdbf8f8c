import Web
import Notes
import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// The auditor's questions: was money wrong, who knew, and which events prove it.
enum AuditPage {
  /// The number of months in the chart; the table has all of them.
  private static let months = 36
  /// The parameter with the grouping of the findings.
  private static let groupingField = "by"

  /// The money first, each fen once; then the findings by severity and amount, and the money by groups.
  static func page(_ desk: Desk, _ audits: Audits) throws -> Page {
    guard let brief = brief(desk, audits) else { return waiting(desk, audits) }
    var parts = age(of: brief, desk) + [begin(again: true)]
    if let first = brief.groups.first {
      parts.append(.next(first.code.words, why: .reportGroup(first), link: (.openFindings, Paths.findings())))
    }
    parts.append(.figures(figures(of: brief.survey)))
    for year in brief.report.yearsMissing.sorted() { parts.append(.note(.stagesNotJudged(year), .warn)) }
    if brief.groups.isEmpty { parts.append(.note(.noFindings, .ok)) }
    parts.append(
      try desk.table(
        "codes", .reportCodesCaption, AuditPageReports.codes, brief.groups,
        links: ["id": { cell, _ in narrowed("code", cell.code) }]))
    parts += try byMonth(brief.survey, desk) + Grouping.allCases.compactMap { try money(by: $0, brief, desk) }
    if let last = brief.survey.months.last?.month {
      parts.append(.links([(.compareBooks(last), Paths.monthChanges(last))]))
    }
    return Page(title: Place.audit.name, question: .auditQuestion, place: .audit, parts: parts, log: brief.log)
  }

  /// The wrongly paid money, the known part of it, and the money to come back.
  private static func figures(of survey: AuditSurvey) -> [Page.Figure] {
    let money = survey.money
    return [
      Page.Figure(
        label: Heading.wrong.text, value: money.wrong.yuan, note: .reportWrongOf(survey), isHot: money.wrong != .zero),
      Page.Figure(
        label: Heading.knownThen.text, value: money.known.yuan, note: .reportShare(of: money.known, in: money.wrong),
        isHot: money.known > .zero),
      Page.Figure(
        label: Heading.unknownThen.text, value: money.unknown.yuan,
        note: .reportShare(of: money.unknown, in: money.wrong)),
      Page.Figure(
        label: Heading.toRecover.text, value: money.open.yuan, note: .reportBack(money.wrong - money.open),
        isHot: money.open > .zero),
      Page.Figure(label: Heading.paid.text, value: (money.paid ?? .zero).yuan, note: .reportPaidOf(survey)),
    ]
  }

  /// The months, as a chart and as a table.
  private static func byMonth(_ survey: AuditSurvey, _ desk: Desk) throws -> [Page.Part] {
    [
      .chart(
        .reportMonthsCaption,
        survey.months.suffix(AuditPage.months).map { sum in
          BarChart.Bar(
            label: sum.month.number == 1 ? "\(sum.month)" : "", value: max(0, sum.paid.value),
            wrong: max(0, sum.open.value), part: max(0, sum.repaid.value))
        }),
      try desk.table("months", .reportMonthsCaption, AuditPageReports.months, survey.months, sorted: "-month"),
    ]
  }

  /// A grouping of money; the raw value is the table's name.
  private enum Grouping: String, CaseIterable {
    case operators
    case batches = "wrong-batches"
    case schemes, districts, payments

    var caption: Text {
      switch self {
      case .operators: .reportByOperators
      case .batches: .reportByBatch
      case .schemes: .reportByScheme
      case .districts: .reportByDistrict
      case .payments: .reportByMonthOfPayment
      }
    }

    var heading: Heading {
      switch self {
      case .operators: .operators
      case .batches: .batch
      case .schemes: .scheme
      case .districts: .district
      case .payments: .monthOfPayment
      }
    }

    func sums(of survey: AuditSurvey) -> [AuditSurvey.MoneySum] {
      switch self {
      case .operators: survey.byOperators
      case .batches: survey.byBatch
      case .schemes: survey.byScheme
      case .districts: survey.byDistrict
      case .payments: survey.byMonthOfPayment
      }
    }

    /// A name in the words of the packs; nil for one that needs none.
    func words(of name: String, _ words: LocalWords) -> Text? {
      switch self {
      case .schemes: Identifier(name).map { words.scheme($0) }
      case .districts: Region(name).map { words.region($0) }
      case .operators, .batches, .payments: nil
      }
    }

    /// The page that a name links to; nil for none.
    func link(_ name: String) -> LocalPath? {
      switch self {
      case .schemes: narrowed("scheme", name)
      case .batches: Identifier(name).map { Paths.batch($0) }
      case .operators, .districts, .payments: nil
      }
    }
  }

  /// The money by a grouping; nil if there is none.
  private static func money(by grouping: Grouping, _ brief: AuditBrief, _ desk: Desk) throws -> Page.Part? {
    let (sums, words) = (grouping.sums(of: brief.survey), brief.words)
    if sums.isEmpty { return nil }
    let report = AuditPageReports.money(by: grouping.heading) { grouping.words(of: $0, words) }
    return try desk.table(
      grouping.rawValue, grouping.caption, report, sums, links: ["name": { cell, _ in grouping.link(cell.code) }])
  }

  /// All findings, with their clauses, events and dispositions, and their numbers by a grouping.
  static func findings(_ desk: Desk, _ audits: Audits) throws -> Page {
    guard let brief = brief(desk, audits) else { return waiting(desk, audits) }
    let asked = try desk.request.query.optional(groupingField).flatMap { FindingGrouping(rawValue: $0) }
    let grouping = asked ?? .severity
    let rows = brief.findings.map { FindingReports.Row($0, desk.state) }
    return Page(
      title: .findingsTitle(rows.count), question: .findingsQuestion, place: .audit,
      above: [],
      parts: age(of: brief, desk) + [
        .links(
          FindingGrouping.allCases.map { (.groupedBy($0), Paths.findings().with([groupingField: $0.rawValue])) }),
        try desk.table(
          "classes", .groupedBy(grouping), FindingClass.report(by: grouping, brief.words),
          FindingClass.classes(of: rows, by: grouping),
          links: ["name": { cell, _ in Identifier(cell.code).map { narrowed(grouping.column, "\($0)") } }]),
        try desk.table(
          "findings", .reportFindings, FindingReports.findings, rows, sorted: "severity", without: ["finding"],
          filters: ["batch", "responsible"],
          links: [
            "code": { _, row in Paths.finding(FindingName(row["finding"])) },
            "month": { cell, row in
              Month(cell.code).flatMap { month in row.person.map { Paths.explanation($0, month) } }
            },
          ]),
      ], log: brief.log)
  }

  /// The note that the ledger has grown since.
  private static func age(of brief: AuditBrief, _ desk: Desk) -> [Page.Part] {
    let size = brief.checkpoint.size
    return size < desk.log.size ? [.note(.auditIsOlder(size, desk.log.size), .warn)] : []
  }

  /// The findings with a value in a column.
  private static func narrowed(_ column: String, _ code: String) -> LocalPath {
    Paths.findings().with(["findings.\(column)": code])
  }

  /// The result of the last audit of the page's point; nil before an audit was asked for, and while it runs.
  static func brief(_ desk: Desk, _ audits: Audits) -> AuditBrief? {
    if case .done(let brief) = audits.standing(at: desk.knownAt) { brief } else { nil }
  }

  /// The page without a result.
  private static func waiting(_ desk: Desk, _ audits: Audits) -> Page {
    var page = Page(title: Place.audit.name, question: .auditQuestion, place: .audit, parts: [])
    switch audits.standing(at: desk.knownAt) {
    case .none, .done: page.parts = [.note(.auditNotYet, .note), begin(again: false)]
    case .failed: page.parts = [.note(.auditFailed, .bad), begin(again: true)]
    case .running(let done, let total):
      page.parts = [.note(.auditRunning(done, total), .note)]
      page.refresh = 2
    }
    return page
  }

  /// The button that asks for an audit.
  static func begin(again: Bool) -> Page.Part {
    .custom { html, desk in
      html.element("form", ["method": "post", "class": "no-print", "action": desk.link(Place.audit.path)]) { form in
        form.token(desk)
        form.button(desk.say(again ? .auditAgain : .auditBegin), again ? "btn" : "btn main")
      }
    }
  }
}

extension AuditBrief {
  /// The log that was audited.
  fileprivate var log: ShownLog {
    ShownLog(log: ReplayedLog(size: checkpoint.size, root: checkpoint.root), last: lastRecorded)
  }
}
