package import Ledger
package import Papers
import Values
package import Vault

/// The reports about looks at private data; none of them shows any of the data.
package enum AccessReports {
  /// A row for each look.
  package static let looks = Report<Look>(
    "vault access", order: ["at"],
    [
      .column("at", .lookedAt) { $0.at },
      .column("by", .by) { $0.by },
      .column("account", .systemUser) { $0.account },
      .column("purpose", .purpose) { $0.purpose },
      .column("about", .about) { $0.about }.hidden(.ifBlank),
      .column("persons", .persons) { $0.persons.count },
      .column("person", .person, .person) { $0.persons.count == 1 ? $0.persons.first : nil }.hidden(.ifBlank)
        .inTablesOnly().notInCSV(),
      .column("reason", .reason) { $0.reason }.hidden(.ifBlank),
      .member("keys") { Table.Cell.list($0.persons.map { .name($0) }) },
    ])

  /// The looks of each operator.
  package static let byOperator = Report<LookSum>(
    "vault access by operator",
    [
      .column("by", .by) { $0.by },
      .column("looks", .looks) { $0.looks },
      .column("persons", .persons) { $0.others },
      .column("last", .lastLook) { $0.last },
    ])

  /// The looks at each person.
  package static let byPerson = Report<LookSum>(
    "vault access by person",
    [
      .column("person", .person, .person) { $0.person },
      .column("looks", .looks) { $0.looks },
      .column("operators", .viewers) { $0.others },
      .column("last", .lastLook) { $0.last },
    ])

  /// The findings of a check of a whole vault, and of the looks into it.
  package static let check = Report<(vault: VaultCheck, looks: AccessComparison?)>(
    "vault check",
    [
      .all(of: VaultReports.check) { $0.vault },
      .column("looks", .looks) { $0.looks?.looks.count }.ifAny(),
    ])

  /// The state of a log of looks, compared with a log that was verified.
  package static let verified = Report<AccessComparison>(
    "looks",
    [
      .member("outcome") { Table.Cell.text($0.fault == nil ? "whole" : "damaged") },
      .member("looks") { $0.looks.count },
      .member("heads") { $0.heads },
      .member("firstLine") { $0.fault?.line },
    ])
}

extension LookSum {
  fileprivate var by: Identifier? { if case .by(let by) = of { by } else { nil } }
  fileprivate var person: Identifier? { if case .person(let person) = of { person } else { nil } }
}
