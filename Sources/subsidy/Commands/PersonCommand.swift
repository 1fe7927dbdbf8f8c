/// `subsidy person`: what somebody is due, month by month.
enum PersonCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: personSpec, run: person)]
  }

  /// What `person` takes.
  static var personSpec: CommandSpec {
    CommandSpec(
      path: ["person"], audience: .everyday, summary: .personSummary,
      positionals: [Positional(name: "P", kind: .person, presence: .requiredUnless("--all"), help: .personArgument)],
      options: [
        Option(name: "--all", help: .personAll),
        Option(name: "--scheme", valueName: "S", kind: .identifier, help: .personScheme),
        .knownAt,
      ],
      printsData: true,
      example: Example("person p0012345 --known-at 2024-12-31T16:00:00Z", .personExample)
    )
  }
}

extension PersonCommand {
  /// Runs `person`.
  static func person(_ context: CommandContext) throws -> ExitCode { throw context.notWired }
}
