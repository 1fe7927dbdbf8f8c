/// `subsidy projections`: the read model, which the log can always rebuild.
enum ProjectionsCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: statusSpec, run: status),
      Command(spec: rebuildSpec, run: rebuild),
      Command(spec: checkSpec, run: check),
    ]
  }

  /// What `projections status` takes.
  static var statusSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "status"], audience: .developer, summary: .projectionsStatusSummary,
      printsData: true,
      example: Example("projections status", .projectionsStatusExample)
    )
  }

  /// What `projections rebuild` takes.
  static var rebuildSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "rebuild"], audience: .developer, summary: .projectionsRebuildSummary,
      example: Example("projections rebuild", .projectionsRebuildExample)
    )
  }

  /// What `projections check` takes.
  static var checkSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "check"], audience: .developer, summary: .projectionsCheckSummary,
      printsData: true,
      example: Example("projections check", .projectionsCheckExample),
      exits: [
        (.done, .exitSame),
        (.found, .exitDiffers),
      ]
    )
  }
}

extension ProjectionsCommands {
  /// Runs `projections status`.
  static func status(_ context: CommandContext) throws -> ExitCode { throw context.notWired }

  /// Runs `projections rebuild`.
  static func rebuild(_ context: CommandContext) throws -> ExitCode { throw context.notWired }

  /// Runs `projections check`.
  static func check(_ context: CommandContext) throws -> ExitCode { throw context.notWired }
}
