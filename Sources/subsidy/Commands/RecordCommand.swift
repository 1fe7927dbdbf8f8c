/// `subsidy record`: appends entries.
enum RecordCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: recordSpec, run: record)]
  }

  /// What `record` takes.
  static var recordSpec: CommandSpec {
    CommandSpec(
      path: ["record"], audience: .everyday, summary: .recordSummary,
      positionals: [Positional(name: "FILE", kind: .path, repeats: true, help: .recordFile)],
      options: [
        Option(
          name: "--by", valueName: "OP", kind: .identifier, presence: .requiredUnless("--history"), help: .byOption),
        Option(name: "--key", valueName: "K", kind: .identifier, help: .recordKey),
        Option(name: "--skip-refused", help: .recordSkip),
        Option(name: "--history", help: .recordHistory),
      ],
      example: Example("record counter-3.jsonl --by op-017", .recordExample),
      exits: [
        (.refused, .exitSomeRefused)
      ]
    )
  }
}

extension RecordCommand {
  /// Runs `record`.
  static func record(_ context: CommandContext) throws -> ExitCode { throw context.notWired }
}
