import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// `subsidy audit sample`: an auditor's own draw, which the ledger does not record.
enum AuditSampleCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: spec, run: draw)] }

  /// The specification of `audit sample`.
  static var spec: CommandSpec {
    CommandSpec(
      path: ["audit", "sample"], audience: .auditor,
      options: [
        Option(name: "--size", valueName: "N", kind: .number, presence: .required),
        Option(name: "--seed", valueName: "SEED", kind: .identifier, presence: .required),
        Option(
          name: "--stratify", valueName: "BY", kind: .choice(Stratification.allCases.map(\.rawValue))),
        .onlyScheme,
        .knownAt,
        Option(name: "--population"),
      ],
      printsData: true,
      example: "audit sample --size 5 --seed lot-321 --stratify scheme"
    )
  }

  /// Runs `audit sample`.
  static func draw(_ context: CommandContext) throws -> ExitCode {
    let progress = context.diagnostics.progress()
    let request = SampleRequest(
      size: Int(clamping: try context.number("--size")), seed: try context.identifier("--seed"),
      stratification: try context.optionalText("--stratify").flatMap(Stratification.init) ?? .none,
      scheme: try context.optionalIdentifier("--scheme"))
    let drawn = try SubsidyLedger(context.ledger).auditSample(request, knownAt: context.knownAt) {
      progress.update(done: $0, of: $1)
    }
    progress.finish()
    if context.has("--population") {
      for line in drawn.list { context.output.line(line) }
      context.diagnostics.note(.log(drawn.log))
      return .done
    }
    if context.format == .text { context.say(.auditSampleHeading(drawn)) }
    context.tell(.log(drawn.log), isInJSON: true)
    if context.format == .text {
      let strata = SampleReports.strata(by: request.stratification).table(drawn.sample.strata)
      try context.write(strata)
      context.output.line()
    }
    try context.emit {
      SampleReports.claims(by: request.stratification).table(SampleReports.claims(of: (drawn, request)))
    } json: { writer in
      SampleReports.draw(by: request.stratification).write((drawn, request), to: &writer)
    }
    return .done
  }
}
