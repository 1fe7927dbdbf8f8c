/// `subsidy recovery`: who owes what, and the notices.
enum RecoveryCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: recoverySpec, run: recovery),
      Command(spec: demandSpec, run: demand),
    ]
  }

  /// What `recovery` takes.
  static var recoverySpec: CommandSpec {
    CommandSpec(
      path: ["recovery"], audience: .finance, summary: .recoverySummary,
      options: [
        .knownAt
      ],
      printsData: true,
      example: Example("recovery --known-at 2024-12-31T16:00:00Z", .recoveryExample)
    )
  }

  /// What `recovery demand` takes.
  static var demandSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "demand"], audience: .finance, summary: .recoveryDemandSummary,
      options: [
        .by
      ],
      printsData: true,
      example: Example("recovery demand --by op-031", .recoveryDemandExample)
    )
  }
}

extension RecoveryCommands {
  /// Runs `recovery`.
  static func recovery(_ context: CommandContext) throws -> ExitCode { throw context.notWired }

  /// Runs `recovery demand`.
  static func demand(_ context: CommandContext) throws -> ExitCode { throw context.notWired }
}
