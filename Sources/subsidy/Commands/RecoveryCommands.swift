import Catalogue
import JSONText
import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import Values

/// `subsidy recovery`: who owes what, and the demands.
enum RecoveryCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: recoverySpec, run: recovery),
      Command(spec: demandSpec, run: demand),
      Command(spec: listSpec, run: list),
    ]
  }

  /// The specification of `recovery`.
  static var recoverySpec: CommandSpec {
    CommandSpec(
      path: ["recovery"], audience: .finance,
      options: [
        .knownAt,
        .size,
      ],
      printsData: true, isReport: true, namesPersons: true,
      example: "recovery --known-at 2024-12-31T16:00:00Z"
    )
  }

  /// The specification of `recovery demand`.
  static var demandSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "demand"], audience: .finance,
      options: [
        Option(name: "--person", valueName: "P", kind: .person),
        Option(name: "--scheme", valueName: "S", kind: .identifier),
        Option(name: "--debtor", valueName: "ID", kind: .identifier),
        Option(name: "--reason", valueName: "TEXT", kind: .text),
        .by,
      ],
      printsData: true,
      example: "recovery demand --by op-031"
    )
  }

  /// The specification of `recovery notices`.
  static var listSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "notices"], audience: .finance,
      options: [
        .knownAt,
        .size,
      ],
      printsData: true, isReport: true, namesPersons: true,
      example: "recovery notices --format csv"
    )
  }
}

extension RecoveryCommands {
  /// Runs `recovery`.
  static func recovery(_ context: CommandContext) throws -> ExitCode {
    let found = try context.answer(.recovery)
    try context.emit(EntitlementReports.recoveries, found.claims)
    tellOfLostGround(found.withoutGround, context)
    return .done
  }

  /// Runs `recovery demand`.
  static func demand(_ context: CommandContext) throws -> ExitCode {
    let order = DemandOrder(
      person: try context.optionalIdentifier("--person"), scheme: try context.optionalIdentifier("--scheme"),
      debtor: try context.optionalIdentifier("--debtor"), reason: try context.optionalText("--reason"))
    let demands = try SubsidyLedger(context.ledger).demandRecovery(order, by: try context.identifier("--by"))
    try context.emit(DemandReports.raised, demands)
    return .done
  }

  /// Runs `recovery notices`.
  static func list(_ context: CommandContext) throws -> ExitCode {
    let demands = try context.answer(.demands)
    try context.emit(DemandReports.all, demands)
    tellOfLostGround(demands, context)
    return .done
  }

  /// Names the demands that ask for money that is no longer in excess.
  static func tellOfLostGround(_ demands: [RecoveryDemand], _ context: CommandContext) {
    let found = demands.filter { $0.withoutGround > .zero }
    if !found.isEmpty { context.diagnostics.note(.withoutGround(found)) }
  }
}
