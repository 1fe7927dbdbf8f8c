package import Papers
import Subsidy
import Values

/// The property by which findings are grouped.
package enum FindingGrouping: String, CaseIterable, Sendable {
  case severity, responsible, batch, scheme, month

  /// The column of ``FindingReports/findings`` that has it.
  package var column: String { rawValue }

  /// Its heading.
  package var heading: Heading {
    switch self {
    case .severity: .severity
    case .responsible: .responsible
    case .batch: .batch
    case .scheme: .scheme
    case .month: .month
    }
  }

  /// The codes of a finding's classes; none if the finding has no such property.
  fileprivate func names(of finding: Finding) -> [String] {
    switch self {
    case .severity: [finding.severity.rawValue]
    case .responsible: finding.responsible.map(\.description)
    case .batch: [finding.batch?.description].compactMap { $0 }
    case .scheme: [finding.scheme?.description].compactMap { $0 }
    case .month: [finding.month?.description].compactMap { $0 }
    }
  }
}

/// Findings that have a property in common; their amounts are not added up, since several may be about the same money.
package struct FindingClass: Sendable {
  /// The property that they have in common; empty for findings without it.
  package let name: String
  /// The findings, with their dispositions.
  let rows: [FindingReports.Row]

  /// The classes of findings, the one with the most findings first; a finding with several responsible operators is in the
  /// class of each.
  package static func classes(of rows: [FindingReports.Row], by grouping: FindingGrouping) -> [FindingClass] {
    var classes: [String: [FindingReports.Row]] = [:]
    for row in rows {
      let names = grouping.names(of: row.finding)
      for name in names.isEmpty ? [""] : names { classes[name, default: []].append(row) }
    }
    return classes.map { FindingClass(name: $0.key, rows: $0.value) }
      .sorted { (-$0.rows.count, $0.name) < (-$1.rows.count, $1.name) }
  }

  /// A row for each class.
  ///
  /// - Parameters:
  ///   - grouping: the property that the findings have in common.
  ///   - local: the ledger's words for the schemes.
  /// - Returns: the table.
  package static func report(by grouping: FindingGrouping, _ local: LocalWords) -> Report<FindingClass> {
    Report(
      "findings by what they have in common",
      [
        .column("name", grouping.heading) { found -> Table.Cell in
          switch grouping {
          case .severity: found.rows.first?.finding.severity.cell ?? .none
          case .scheme: Identifier(found.name).map { .word(local.scheme($0), code: found.name) } ?? .text("–")
          case .responsible, .batch, .month: .text(found.name.isEmpty ? "–" : found.name)
          }
        },
        .column("count", .count) { $0.rows.count },
        .column("known", .knownCount) { $0.rows.count { $0.finding.wasKnownWhenPaid == true } },
        .column("persons", .persons) { Set($0.rows.compactMap(\.finding.person)).count },
        .column("open", .undisposed) { $0.rows.count { $0.disposition == nil } },
      ])
  }
}
