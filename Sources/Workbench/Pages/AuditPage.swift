import Web
import Notes
import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// What the auditor asks: was money wrong, who knew, and what proves it.
enum AuditPage {
  /// The money first, each fen once; then the findings by severity and amount, and where the money belongs together.
  static func page(_ desk: Desk, _ audits: Audits) throws -> Page {
    guard let brief = brief(desk, audits) else { return waiting(desk, audits) }
    let (survey, money) = (brief.survey, brief.survey.money)
    var parts: [Page.Part] = []
    if brief.checkpoint.size < desk.log.size {
      parts.append(.note(.auditIsOlder(brief.checkpoint.size, desk.log.size), .warn))
    }
    parts.append(begin(again: true))
    if let first = brief.groups.first {
      parts.append(.next(first.code.words, why: .reportGroup(first), link: (.openFindings, Paths.findings())))
    }
    let isClean = money.wrong == .zero
    parts.append(
      .figures([
        Page.Figure(label: Heading.wrong.text, value: money.wrong.yuan, note: .reportWrongOf(survey), isHot: !isClean),
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
      ]))
    for year in brief.report.yearsMissing.sorted() { parts.append(.note(.stagesNotJudged(year), .warn)) }
    if brief.groups.isEmpty { parts.append(.note(.noFindings, .ok)) }
    parts.append(
      .table(try TableView("codes", .reportCodesCaption, AuditPageReports.codes, brief.groups, desk)))
    parts.append(
      .table(
        try TableView(
          "months", .reportMonthsCaption, AuditPageReports.months, survey.months, desk, sorted: "-month"
        )))
    for (id, caption, heading, sums) in [
      ("operators", Text.reportByOperators, Heading.operators, survey.byOperators),
      ("wrong-batches", .reportByBatch, .batch, survey.byBatch), ("schemes", .reportByScheme, .scheme, survey.byScheme),
      ("districts", .reportByDistrict, .district, survey.byDistrict),
      ("payments", .reportByMonthOfPayment, .monthOfPayment, survey.byMonthOfPayment),
    ] where !sums.isEmpty {
      let local = brief.words
      let report = AuditPageReports.money(by: heading) { name in
        switch heading {
        case .scheme: Identifier(name).map { local.scheme($0) }
        case .district: Region(name).map { local.region($0) }
        default: nil
        }
      }
      parts.append(.table(try TableView(id, caption, report, sums, desk)))
    }
    return Page(title: .placeAudit, question: .auditQuestion, place: .audit, parts: parts)
  }

  /// Every finding, with its clause and the events that it rests on.
  static func findings(_ desk: Desk, _ audits: Audits) throws -> Page {
    guard let brief = brief(desk, audits) else { return waiting(desk, audits) }
    return Page(
      title: .findingsTitle(brief.findings.count), question: .findingsQuestion, place: .audit,
      crumbs: [(.placeAudit, Paths.audit())],
      parts: [
        .table(
          try TableView(
            "findings", .reportFindings, FindingReports.findings, FindingReports.rows(brief.report), desk,
            sorted: "severity"))
      ])
  }

  private static func brief(_ desk: Desk, _ audits: Audits) -> AuditBrief? {
    if case .done(let brief) = audits.standing(at: desk.knownAt) { brief } else { nil }
  }

  /// What is shown as long as there is no result.
  private static func waiting(_ desk: Desk, _ audits: Audits) -> Page {
    var page = Page(title: .placeAudit, question: .auditQuestion, place: .audit, parts: [])
    switch audits.standing(at: desk.knownAt) {
    case .none, .done: page.parts = [.note(.auditNotYet, .note), begin(again: false)]
    case .failed: page.parts = [.note(.auditFailed, .bad), begin(again: true)]
    case .running(let done, let total):
      page.parts = [.note(.auditRunning(done, total), .note)]
      page.refresh = 2
    }
    return page
  }

  private static func begin(again: Bool) -> Page.Part {
    .custom { html, desk in
      html.element("form", ["method": "post", "class": "no-print", "action": desk.link(Paths.audit())]) { form in
        Shell.token(to: &form, desk)
        form.element(
          "button", ["class": again ? "btn" : "btn main", "type": "submit"],
          text: desk.say(again ? .auditAgain : .auditBegin))
      }
    }
  }
}
