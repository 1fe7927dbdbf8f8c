import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// `subsidy sample`: persons drawn for a review, so that anyone can repeat the draw.
enum SampleCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: drawSpec, run: draw),
      Command(spec: showSpec, run: show),
      Command(spec: populationSpec, run: population),
    ]
  }

  /// The specification of `sample draw`.
  static var drawSpec: CommandSpec {
    CommandSpec(
      path: ["sample", "draw"], audience: .auditor,
      options: [
        .scheme,
        Option(name: "--sample", valueName: "ID", kind: .identifier, presence: .required),
        Option(name: "--seed", valueName: "SEED", kind: .identifier, presence: .required),
        Option(name: "--size", valueName: "N", kind: .number, presence: .required),
        .by,
      ],
      printsData: true,
      example: "sample draw --scheme liuzhou --sample s-2024-4 --seed lot-321 --size 5 --by op-051"
    )
  }

  /// The specification of `sample show`.
  static var showSpec: CommandSpec {
    CommandSpec(
      path: ["sample", "show"], audience: .auditor,
      positionals: [Positional(name: "ID", kind: .identifier)],
      options: [.knownAt],
      printsData: true,
      example: "sample show s-2024-4"
    )
  }

  /// The specification of `sample population`.
  static var populationSpec: CommandSpec {
    CommandSpec(
      path: ["sample", "population"], audience: .auditor,
      options: [.scheme, .knownAt],
      example: "sample population --scheme liuzhou --known-at 2024-12-20T01:30:00Z"
    )
  }
}

extension SampleCommands {
  /// Runs `sample population`.
  static func population(_ context: CommandContext) throws -> ExitCode {
    let state = try context.state()
    for person in state.samplingPopulation(of: try context.identifier("--scheme")) {
      context.output.line(person.description)
    }
    return .done
  }

  /// Runs `sample draw`.
  static func draw(_ context: CommandContext) throws -> ExitCode {
    let (sample, isNew) = try SubsidyLedger(context.ledger).drawSample(
      context.identifier("--sample"), scheme: context.identifier("--scheme"), seed: context.identifier("--seed"),
      size: Int(clamping: context.number("--size")), by: context.identifier("--by"))
    try emit(sample, context)
    if !isNew { context.diagnostics.note(.sampleKnown(sample.sample)) }
    return .done
  }

  /// Runs `sample show`.
  static func show(_ context: CommandContext) throws -> ExitCode {
    let id = try context.identifier("ID")
    guard let sample = try context.stateOfLedger().sample(id) else { throw Refusal.unknownSample(id) }
    try emit(sample, context)
    return .done
  }

  private static func emit(_ sample: SampleDrawn, _ context: CommandContext) throws {
    if context.format == .text { context.say(.sampleHeading(sample)) }
    try context.emit {
      SampleReports.persons.table(sample.persons.enumerated().map { ($0.offset + 1, $0.element) })
    } json: { writer in
      SampleReports.sample.write(sample, to: &writer)
    }
  }
}
