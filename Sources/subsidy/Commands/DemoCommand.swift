/// `subsidy demo`: a sample ledger to look around in.
enum DemoCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: demoSpec, run: demo)]
  }

  /// What `demo` takes.
  static var demoSpec: CommandSpec {
    CommandSpec(
      path: ["demo"], audience: .everyday, summary: .demoSummary,
      positionals: [Positional(name: "DIR", kind: .path, presence: .optional, help: .demoDirectory)],
      example: Example("demo demo-ledger", .demoExample)
    )
  }
}

extension DemoCommand {
  /// Runs `demo`.
  static func demo(_ context: CommandContext) throws -> ExitCode { throw context.notWired }
}
