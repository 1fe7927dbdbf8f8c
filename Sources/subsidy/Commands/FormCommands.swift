import Catalogue
import Ledger
import Papers
import Values

/// `subsidy paper`: the papers about one person.
enum FormCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: ledgerSpec, run: ledger),
      Command(spec: formSpec, run: form),
      Command(spec: undertakingSpec, run: undertaking),
    ]
  }

  /// The specification of `paper ledger`.
  static var ledgerSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "ledger"], audience: .everyday,
      positionals: [Positional(name: "P", kind: .person)],
      options: [.knownAt, .tableAs, .paperTo],
      unmasks: true,
      example: "paper ledger p0012345 --as text"
    )
  }

  /// The specification of `paper form`.
  static var formSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "form"], audience: .everyday,
      positionals: [.application], options: [.applicant, .knownAt, .sheetAs, .paperTo],
      unmasks: true,
      example: "paper form a-2024-0077 --as html --to form.html"
    )
  }

  /// The specification of `paper undertaking`.
  static var undertakingSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "undertaking"], audience: .everyday,
      positionals: [.application],
      options: [
        Option(name: "--district-text", valueName: "FILE", kind: .path),
        .applicant, .knownAt, .sheetAs, .paperTo,
      ],
      unmasks: true,
      example: "paper undertaking a-2024-0077 --district-text our-district.txt"
    )
  }
}

extension FormCommands {
  /// Runs `paper ledger`.
  static func ledger(_ context: CommandContext) throws -> ExitCode {
    let person = try context.identifier("P")
    let outcome = try SubsidyLedger(context.ledger).personLedger(of: person, knownAt: context.knownAt)
    context.tellIfJoined(person, with: outcome.person ?? person)
    return try PaperCommands.deliver(outcome, context)
  }

  /// Runs `paper form`.
  static func form(_ context: CommandContext) throws -> ExitCode {
    let application = try context.identifier("APPLICATION")
    let outcome = try SubsidyLedger(context.ledger).applicationForm(
      application, of: context.optionalIdentifier("--person"), knownAt: context.knownAt)
    try deliver(outcome, context)
    if !outcome.hasForm { context.diagnostics.note(.noFormInDocument(outcome.sheet.parts.isEmpty)) }
    return .done
  }

  /// Runs `paper undertaking`.
  static func undertaking(_ context: CommandContext) throws -> ExitCode {
    let outcome = try SubsidyLedger(context.ledger).undertaking(
      context.identifier("APPLICATION"), of: context.optionalIdentifier("--person"),
      districtText: context.optionalPath("--district-text"), knownAt: context.knownAt)
    try deliver(outcome, context)
    return .done
  }

  private static func deliver(_ outcome: FormOutcome, _ context: CommandContext) throws {
    try PaperCommands.deliver(
      context.arguments.last("--as") == "html" ? outcome.html : outcome.text, context)
    if outcome.hasForm, outcome.isWithoutDetails { context.diagnostics.note(.paperWithoutDetails(1)) }
  }
}

extension Positional {
  /// The application that a paper is about.
  static var application: Positional {
    Positional(name: "APPLICATION", kind: .identifier)
  }
}

extension Option {
  /// The applicant.
  static var applicant: Option { Option(name: "--person", valueName: "P", kind: .person) }
}
