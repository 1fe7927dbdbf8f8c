import Catalogue
import Ledger
import Papers
import Values

/// `subsidy init`: opens a ledger.
enum InitCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: openSpec, run: open)]
  }

  /// The specification of `init`.
  static var openSpec: CommandSpec {
    CommandSpec(
      path: ["init"], audience: .everyday,
      options: [
        Option(name: "--name", valueName: "N", kind: .text),
        Option(name: "--history-from", valueName: "INSTANT", kind: .instant),
        .by,
      ],
      makesLedger: true,
      example: "init --name liuzhou-2024 --by op-001"
    )
  }
}

extension InitCommand {
  /// Runs `init`.
  static func open(_ context: CommandContext) throws -> ExitCode {
    let path = context.ledger.path
    try OutputFile.checkFolder(path)
    let ledger = SubsidyLedger(context.ledger)
    let name = try context.optionalText("--name") ?? path.split(separator: "/").last.map(String.init)
    let leftovers = try ledger.create(
      name: name ?? "ledger", openedAt: try context.instant("--history-from"), by: try context.identifier("--by"))
    for leftover in leftovers { context.diagnostics.note(.leftover(leftover)) }
    context.say(.ledgerOpened(path))
    return .done
  }
}
