import Catalogue
import Ledger
import Values

/// `subsidy repair`: repairs that no program may make on its own account.
enum RepairCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: headSpec, run: head)]
  }

  /// The specification of `repair head`.
  static var headSpec: CommandSpec {
    CommandSpec(
      path: ["repair", "head"], audience: .developer,
      options: [
        Option(name: "--confirm", valueName: "SIZE", kind: .number),
        .by,
      ],
      example: "repair head --by op-001"
    )
  }
}

extension RepairCommands {
  /// Runs `repair head`: without `--confirm` it only says what it would do.
  static func head(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    let by = try context.identifier("--by")
    guard context.has("--confirm") else {
      context.say(.headRepairWould(try ledger.headRepair()))
      return .done
    }
    context.say(.headRepaired(try ledger.repairHead(confirming: try context.number("--confirm"), by: by)))
    return .done
  }
}
