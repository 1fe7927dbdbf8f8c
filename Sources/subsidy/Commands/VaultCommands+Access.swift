import Catalogue
import Ledger
import Papers
import Reports
import Values
import Vault

extension VaultCommands {
  /// By what `vault access` adds up.
  private enum Sum: String, CaseIterable {
    case by = "operator"
    case person
  }

  /// The specification of `vault access`.
  static var accessSpec: CommandSpec {
    CommandSpec(
      path: ["vault", "access"], audience: .auditor,
      options: [
        Option(name: "--operator", valueName: "OP", kind: .identifier),
        Option(name: "--person", valueName: "P", kind: .person),
        Option(name: "--since", valueName: "DATE", kind: .date),
        Option(name: "--sum", valueName: "operator|person", kind: .choice(Sum.allCases.map(\.rawValue))),
      ],
      printsData: true, isReport: true,
      example: "vault access --sum operator",
      exits: [.done, .found])
  }

  /// Runs `vault access`: looks behind a fault are not shown, since no one can tell whether they are true.
  static func access(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    let filter = LookFilter(
      by: try context.optionalIdentifier("--operator"), person: try context.optionalIdentifier("--person"),
      since: try context.date("--since"))
    let comparison = try ledger.compareLooks()
    let looks = try ledger.looks(comparison?.looks ?? [], filter)
    switch context.arguments.last("--sum").flatMap({ Sum(rawValue: $0) }) {
    case nil: try context.emit(AccessReports.looks, looks)
    case .by: try context.emit(AccessReports.byOperator, LookSum.byOperator(looks))
    case .person:
      try context.emit(AccessReports.byPerson, LookSum.byPerson(looks, only: ledger.keys(of: filter)))
    }
    guard let comparison else {
      context.tell(.nobodyLooked, isInJSON: true)
      return .done
    }
    if let fault = comparison.fault {
      context.diagnostics.note(fault.text)
      return .found
    }
    context.tell(.looksWhole(comparison), isInJSON: true)
    return .done
  }
}
