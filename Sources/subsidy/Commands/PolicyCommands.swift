/// `subsidy policy`: the packs of rules.
enum PolicyCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: listSpec, run: list),
      Command(spec: showSpec, run: show),
      Command(spec: validateSpec, run: validate),
      Command(spec: adoptSpec, run: adopt),
    ]
  }

  /// What `policy list` takes.
  static var listSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "list"], audience: .everyday, summary: .policyListSummary,
      printsData: true,
      example: Example("policy list --format json", .policyListExample)
    )
  }

  /// What `policy show` takes.
  static var showSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "show"], audience: .everyday, summary: .policyShowSummary,
      positionals: [Positional(name: "ID", kind: .identifier, help: .policyShowArgument)],
      printsData: true,
      example: Example("policy show liuzhou-2022-9", .policyShowExample)
    )
  }

  /// What `policy validate` takes.
  static var validateSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "validate"], audience: .everyday, summary: .policyValidateSummary,
      positionals: [Positional(name: "FILE", kind: .path, help: .policyValidateArgument)],
      example: Example("policy validate our-pack.json", .policyValidateExample)
    )
  }

  /// What `policy adopt` takes.
  static var adoptSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "adopt"], audience: .everyday, summary: .policyAdoptSummary,
      positionals: [Positional(name: "ID-OR-FILE", kind: .path, help: .policyAdoptArgument)],
      options: [
        Option(name: "--set", valueName: "K=V", kind: .setting, repeats: true, help: .policyAdoptSet),
        Option(name: "--effective-from", valueName: "DATE", kind: .date, help: .policyAdoptFrom),
        .by,
      ],
      example: Example("policy adopt linyi-2021-63 --set rate=2/3 --by op-001", .policyAdoptExample)
    )
  }
}

extension PolicyCommands {
  /// Runs `policy list`.
  static func list(_ context: CommandContext) throws -> ExitCode { throw context.notWired }

  /// Runs `policy show`.
  static func show(_ context: CommandContext) throws -> ExitCode { throw context.notWired }

  /// Runs `policy validate`.
  static func validate(_ context: CommandContext) throws -> ExitCode { throw context.notWired }

  /// Runs `policy adopt`.
  static func adopt(_ context: CommandContext) throws -> ExitCode { throw context.notWired }
}
