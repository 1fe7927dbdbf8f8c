import JSONText
package import Papers
package import Subsidy
import Values

/// An operator, and the name if it is to be shown.
package struct OperatorRow: Sendable {
  let state: OperatorState
  let name: String?

  /// Takes an operator.
  package init(_ state: OperatorState, name: String?) { (self.state, self.name) = (state, name) }
}

/// The report about operators.
package enum OperatorReports {
  /// A row for each operator.
  package static let operators = Report<OperatorRow>(
    "operators", order: ["operator"],
    [
      .column("operator", .operatorName) { $0.state.details.name },
      .column("name", .personName) { $0.name }.inTablesOnly().hidden(.ifBlank),
      .column("roles", .roles) { Table.Cell.list($0.state.details.roles.map(\.cell)) },
      .column("office", .office) { $0.state.details.office }.hidden(.ifBlank),
      .column("district", .district) { $0.state.details.district }.hidden(.ifBlank),
      .column("keys", .keys) { Table.Cell.list($0.state.keysInForce.map { .text($0.id) }) }.hidden(.ifBlank).notInCSV()
        .ifAny(),
      .json { row, writer in
        if row.state.keysInForce.isEmpty { return }
        writer.key("vkeys")
        writer.beginArray()
        for key in row.state.keysInForce { writer.value(key.text) }
        writer.endArray()
      },
      .column("registeredBy", .registeredBy) { Table.Cell.list($0.state.registeredBy.map(\.cell)) },
      .column("registered", .since) { $0.state.registered.civilDate }.inTablesOnly().notInCSV(),
      .column("seq", .sequence) { Table.Cell.number($0.state.sequence) },
      .column("state", .state) {
        Table.Cell.word(
          $0.state.isRetired ? Text(en: "retired", zh: "已停用") : Text(en: "active", zh: "在岗"),
          code: $0.state.isRetired ? "retired" : "active")
      },
    ])
}
