import JSONText
package import Papers
package import Subsidy
import Values

/// The report about operators.
package enum OperatorReports {
  /// A row for each operator.
  package static let operators = Report<OperatorState>(
    "operators", order: ["operator"],
    [
      .column("operator", .operatorName) { $0.details.name },
      .column("roles", .roles) { Table.Cell.list($0.details.roles.map(\.cell)) },
      .column("office", .office) { $0.details.office }.hidden(.ifBlank),
      .column("district", .district) { $0.details.district }.hidden(.ifBlank),
      .column("keys", .keys) { Table.Cell.list($0.keysInForce.map { .text($0.id) }) }.hidden(.ifBlank).notInCSV()
        .ifAny(),
      .json { row, writer in
        if row.keysInForce.isEmpty { return }
        writer.key("vkeys")
        writer.beginArray()
        for key in row.keysInForce { writer.value(key.text) }
        writer.endArray()
      },
      .column("registeredBy", .registeredBy) { Table.Cell.list($0.registeredBy.map(\.cell)) },
      .column("seq", .sequence) { Table.Cell.number($0.sequence) },
      .column("state", .state) {
        Table.Cell.word(
          $0.isRetired ? Text(en: "retired", zh: "已停用") : Text(en: "active", zh: "在岗"),
          code: $0.isRetired ? "retired" : "active")
      },
    ])
}
