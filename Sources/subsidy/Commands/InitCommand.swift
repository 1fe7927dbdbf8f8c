/// `subsidy init`: opens a ledger.
enum InitCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: openSpec, run: open)]
  }

  /// What `init` takes.
  static var openSpec: CommandSpec {
    CommandSpec(
      path: ["init"], audience: .everyday, summary: .initSummary,
      options: [
        Option(name: "--name", valueName: "N", kind: .identifier, help: .initName),
        Option(name: "--history-from", valueName: "INSTANT", kind: .instant, help: .initHistoryFrom),
        .by,
      ],
      example: Example("init --name liuzhou-2024 --by op-001", .initExample)
    )
  }
}

extension InitCommand {
  /// Runs `init`.
  static func open(_ context: CommandContext) throws -> ExitCode { throw context.notWired }
}
