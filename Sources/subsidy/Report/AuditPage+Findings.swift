import Ledger
import Papers
import Subsidy
import Values

extension AuditPage {
  /// Writes the codes with their sums, and under each its findings, from where a link leads to the person.
  func write(findingsTo page: inout HTMLWriter) {
    for year in brief.report.yearsMissing.sorted() {
      page.element("p", ["class": "warn"], text: say(.stagesNotJudged(year)))
    }
    if groups.isEmpty { return page.element("p", ["class": "good"], text: say(.noFindings)) }
    var table = Table([
      .init("code", .finding), .init("id", .code), .init("severity", .severity),
      .init("count", .count, .number), .init("known", .knownCount, .number),
      .init("persons", .persons, .number), .init("amountFen", .amount, .money),
    ])
    for group in groups {
      table.row([
        .word(.finding(group.code), code: group.code.code), .text(group.code.code),
        FindingTables.severity(group.sum.severity), .number(Int64(group.sum.count)), .number(Int64(group.known)),
        .number(Int64(group.persons)),
        .money(group.sum.amount),
      ])
    }
    page.element("p", text: say(.reportFindingsNote))
    write(table, caption: .reportCodesCaption, linked: { $0.code.map { "#code-\($0)" } }, to: &page)
    for group in groups {
      page.element("details", ["class": "code print \(group.sum.severity.rawValue)"]) { details in
        details.element("summary") { summary in
          summary.element("h3", text: say(.finding(group.code)))
          summary.element("code", text: group.code.code)
          summary.element("span", ["class": "sum"], text: say(.reportGroup(group)))
        }
        details.element("div", ["id": "code-\(group.code.code)"]) { write(group, to: &$0) }
      }
      page.line()
    }
  }

  private func write(_ group: FindingGroup, to page: inout HTMLWriter) {
    var table = Table([
      .init("person", .person), .init("batch", .batch), .init("scheme", .scheme), .init("month", .month),
      .init("amountFen", .amount, .money), .init("known", .knownWhenPaid), .init("by", .responsible),
      .init("application", .application), .init("stage", .stage), .init("clause", .clause), .init("seqs", .events),
      .init("outcome", .disposition),
    ])
    for finding in group.findings {
      table.row([
        .orNone(finding.person), .orNone(finding.batch), .orNone(finding.scheme),
        .orNone(finding.month), .money(finding.amount), FindingTables.known(finding.wasKnownWhenPaid),
        .list(finding.responsible), .orNone(finding.application), .orNone(finding.stage), .orNone(finding.clause),
        .list(finding.sequences), disposition(of: finding),
      ])
    }
    write(
      table.withoutBlanks(), caption: .reportFindingsCaption,
      linked: { cell in group.persons > 0 ? cell.code.map { "#person-\($0)" } : nil }, to: &page)
  }

  /// What became of a finding, as a cell.
  func disposition(of finding: Finding) -> Table.Cell {
    state.dispositions[finding.key].map { .word(.outcome($0.outcome), code: $0.outcome.rawValue) } ?? .none
  }
}

extension Table.Cell {
  /// What programs read in the cell, where it is a word or an identifier.
  fileprivate var code: String? {
    switch self {
    case .text(let text): text
    case .word(_, let code): code
    case .number, .money, .none: nil
    }
  }
}
