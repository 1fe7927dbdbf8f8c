import Ledger
import Papers
import Reports
import Subsidy
import Values

extension AuditPage {
  /// Writes the codes with their sums, and under each its findings, from where a link leads to the person.
  func write(findingsTo page: inout HTMLWriter) {
    for year in brief.report.yearsMissing.sorted() {
      page.element("p", ["class": "warn"], text: say(.stagesNotJudged(year)))
    }
    if groups.isEmpty { return page.element("p", ["class": "good"], text: say(.noFindings)) }
    page.element("p", text: say(.reportFindingsNote))
    write(
      AuditPageReports.codes.table(groups), caption: .reportCodesCaption, linked: { "#code-\($0.code)" }, to: &page)
    for group in groups {
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
    write(
      AuditPageReports.findings.table(group.findings.map { .init($0, state) }), caption: .reportFindingsCaption,
      linked: { cell in group.persons > 0 && !cell.code.isEmpty ? "#person-\(cell.code)" : nil }, to: &page)
  }
}
