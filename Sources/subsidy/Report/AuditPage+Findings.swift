import Ledger
import Papers
import Reports
import Subsidy
import Values

extension AuditPage {
  /// Writes the codes with their sums, and under each its largest findings, from where links lead to persons and events.
  func write(findingsTo page: inout HTMLWriter) {
    for year in brief.report.yearsMissing.sorted() {
      page.element("p", ["class": "warn"], text: say(.stagesNotJudged(year)))
    }
    if brief.groups.isEmpty { return page.element("p", ["class": "good"], text: say(.noFindings)) }
    page.element("p", text: say(.reportFindingsNote))
    page.element("p", ["class": "note"], text: say(.reportWholeList))
    write(
      AuditPageReports.codes.table(brief.groups), caption: .reportCodesCaption, linked: { "#code-\($0.code)" },
      to: &page)
    for group in brief.groups {
      page.element("details", ["class": "code print \(group.sum.severity.rawValue)"]) { details in
        details.element("summary") { summary in
          summary.element("h3", text: say(group.code.words))
          summary.element("code", text: group.code.code)
          summary.element("span", ["class": "sum"], text: say(.reportGroup(group)))
        }
        details.element("div", ["id": "code-\(group.code.code)"]) { write(group, to: &$0) }
      }
      page.line()
    }
  }

  private func write(_ group: FindingGroup, to page: inout HTMLWriter) {
    let listed = group.first
    write(
      AuditPageReports.findings.table(listed.map { .init($0, state) }),
      caption: .reportListed(listed.count, of: group.findings.count), linked: link(to:), to: &page)
    if listed.count > AuditPage.printed {
      page.element(
        "p", ["class": "note paper"], text: say(.reportPrinted(AuditPage.printed, of: group.findings.count)))
    }
  }

  /// How many findings of a code are on paper; the style sheet hides the others there.
  private static var printed: Int { 20 }

  /// Where a person or an event stands on the page; nil where it does not.
  private func link(to cell: Table.Cell) -> String? {
    switch cell {
    case .name(let person) where shownPersons.contains(person): "#person-\(person)"
    case .number(let sequence) where shownEvents.contains(sequence): "#event-\(sequence)"
    default: nil
    }
  }
}
