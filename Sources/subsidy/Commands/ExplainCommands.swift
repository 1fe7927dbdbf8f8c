import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// `subsidy audit explain`, `timeline` and `diff`: the events that months and changes rest on.
enum ExplainCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: explainSpec, run: explain),
      Command(spec: timelineSpec, run: timeline),
      Command(spec: diffSpec, run: diff),
    ]
  }

  /// The specification of `audit explain`.
  static var explainSpec: CommandSpec {
    CommandSpec(
      path: ["audit", "explain"], audience: .auditor,
      positionals: [
        Positional(name: "P", kind: .person),
        Positional(name: "M", kind: .month),
      ],
      options: [.onlyScheme, .knownAt],
      printsData: true,
      example: "audit explain p0012345 2024-11"
    )
  }

  /// The specification of `audit timeline`.
  static var timelineSpec: CommandSpec {
    CommandSpec(
      path: ["audit", "timeline"], audience: .auditor,
      positionals: [Positional(name: "P", kind: .person)],
      options: [.knownAt],
      printsData: true,
      example: "audit timeline p0012345 --known-at 2024-12-31T16:00:00Z"
    )
  }

  /// The specification of `audit diff`.
  static var diffSpec: CommandSpec {
    CommandSpec(
      path: ["audit", "diff"], audience: .auditor,
      options: [
        Option(name: "--from", valueName: "T", kind: .instant, presence: .required),
        Option(name: "--to", valueName: "T", kind: .instant),
        .onlyScheme,
      ],
      printsData: true,
      example: "audit diff --from 2024-11-30T16:00:00Z --to 2024-12-31T16:00:00Z"
    )
  }
}

extension ExplainCommands {
  /// Runs `audit explain`.
  static func explain(_ context: CommandContext) throws -> ExitCode {
    let person = try context.identifier("P")
    let scheme = try context.optionalIdentifier("--scheme")
    let progress = context.diagnostics.progress()
    let evidence = try SubsidyLedger(context.ledger).explain(
      context.month("M"), of: person, knownAt: context.knownAt
    ) { progress.update(done: $0, of: $1) }
    progress.finish()
    context.tellIfJoined(person, with: evidence.person)
    let explanations = evidence.content.filter { scheme == nil || $0.scheme == scheme }
    if context.format == .text {
      for explanation in explanations {
        var words = ExplanationWords(explanation, evidence.words)
        for text in words.lines() {
          for line in text(in: context.language).wrappedHanging(to: HelpPage.width) { context.output.line(line) }
        }
        context.output.line()
      }
      if explanations.isEmpty { context.diagnostics.note(.noClaims(person, scheme)) }
    } else {
      try context.emit {
        ExplainReports.steps.table(explanations.flatMap(ExplainReports.steps(of:)))
      } json: { writer in
        ExplainReports.explanation.write(explanations, to: &writer)
      }
    }
    context.tell(.log(evidence.log), isInJSON: false)
    return .done
  }

  /// Runs `audit timeline`.
  static func timeline(_ context: CommandContext) throws -> ExitCode {
    let person = try context.identifier("P")
    let progress = context.diagnostics.progress()
    let evidence = try SubsidyLedger(context.ledger).timeline(
      of: person, knownAt: context.knownAt
    ) { progress.update(done: $0, of: $1) }
    progress.finish()
    context.tellIfJoined(person, with: evidence.person)
    try context.emit(ExplainReports.timeline(evidence.words), evidence.content)
    context.tell(.log(evidence.log), isInJSON: false)
    return .done
  }

  /// Runs `audit diff`.
  static func diff(_ context: CommandContext) throws -> ExitCode {
    guard let from = try context.instant("--from") else {
      throw UsageError.missingOption(label: "--from T", command: context.spec.name)
    }
    let to = try context.instant("--to")
    if let to, to < from { throw CommandFailure(.usage, .instantsBackwards(from: from, to: to)) }
    let progress = context.diagnostics.progress()
    let compared = try SubsidyLedger(context.ledger).difference(
      from: from, to: to, in: context.optionalIdentifier("--scheme")
    ) { progress.update(done: $0, of: $1) }
    progress.finish()
    let diff = compared.diff
    context.tell(.logsCompared(compared), isInJSON: false)
    if context.format == .text, diff.changes.isEmpty {
      context.say(.nothingChanged)
      return .done
    }
    try context.emit(ExplainReports.diff, diff.changes)
    if context.format == .text { context.say(.monthsChanged(diff)) }
    return .done
  }
}
