import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

extension AuditPage {
  /// Writes the codes with their sums, and under each its largest findings, with links to persons and events.
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
      let few = printsFew(group) ? " few" : ""
      page.element("details", ["class": "code print \(group.sum.severity.rawValue)\(few)"]) { details in
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
    if printsFew(group) {
      page.element(
        "p", ["class": "note paper"], text: say(.reportPrinted(AuditPage.printed, of: group.findings.count)))
    }
  }

  /// How many findings of all codes are on paper, so that it stays below a hundred pages, and how many of a code if there are
  /// more; the style sheet then hides the others.
  private static var mostPrinted: Int { 2_000 }
  private static var printed: Int { 20 }

  private func printsFew(_ group: FindingGroup) -> Bool {
    group.findings.count > AuditPage.printed
      && brief.groups.reduce(0) { $0 + min($1.findings.count, FindingGroup.listed) } > AuditPage.mostPrinted
  }

  /// The link to a person or an event on the page; nil if the page does not have it.
  private func link(to cell: Table.Cell) -> String? {
    switch cell {
    case .name(let person) where shownPersons.contains(person): "#person-\(person)"
    case .number(let sequence) where shownEvents.contains(sequence): "#event-\(sequence)"
    default: nil
    }
  }
}
