import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// The acts that need two people: one asks, another consents.
///
/// > Source: contract 3, section 1.
enum ConsentCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: requestsSpec, run: requests),
      Command(spec: consentSpec, run: consent),
      Command(spec: reverseSpec, run: reverse),
      Command(spec: withholdSpec, run: withhold),
      Command(spec: recallSpec, run: recall),
      Command(spec: refundSpec, run: refund),
      Command(spec: writeOffSpec, run: writeOff),
      Command(spec: offsetSpec, run: offset),
      Command(spec: reopenSpec, run: reopen),
      Command(spec: clockSpec, run: correctClock),
      Command(spec: samePersonSpec, run: samePerson),
    ]
  }

  /// The specification of `requests`.
  static var requestsSpec: CommandSpec {
    CommandSpec(
      path: ["requests"], audience: .finance, options: [.knownAt], printsData: true, example: "requests")
  }

  /// The specification of `consent`.
  static var consentSpec: CommandSpec {
    CommandSpec(
      path: ["consent"], audience: .finance,
      positionals: [Positional(name: "REQUEST", kind: .identifier)],
      options: [Option(name: "--pack", valueName: "ID-OR-FILE", kind: .path), althoughOwed, .by],
      example: "consent Q20241206-881 --by op-022", exits: [.refused])
  }

  /// The specification of `reverse`.
  static var reverseSpec: CommandSpec {
    CommandSpec(
      path: ["reverse"], audience: .finance,
      positionals: [Positional(name: "SEQ", kind: .number)], options: asked,
      example: "reverse 412 --reason mistyped --by op-021")
  }

  /// The specification of `batch withhold`.
  static var withholdSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "withhold"], audience: .finance,
      positionals: [.batch], options: [Option(name: "--stale", presence: .required), .batch] + asked,
      example: "batch withhold 2024-11-a --stale --reason died --by op-021")
  }

  /// The specification of `batch recall`.
  static var recallSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "recall"], audience: .finance,
      positionals: [.batch], options: [.batch] + asked,
      example: "batch recall 2024-11-a --reason unsent --by op-021")
  }

  /// The specification of `recovery refund`.
  static var refundSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "refund"], audience: .finance,
      positionals: [Positional(name: "DEMAND", kind: .identifier)],
      options: [
        amount, Option(name: "--reference", valueName: "TEXT", kind: .text, presence: .required), person,
      ] + asked,
      example: "recovery refund N20241206-881 --amount 5.00 --reference T-88 --reason twice --by op-031")
  }

  /// The specification of `recovery write-off`.
  static var writeOffSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "write-off"], audience: .finance,
      positionals: [Positional(name: "DEMAND", kind: .identifier)], options: [amount, person] + asked,
      example: "recovery write-off N20241206-881 --amount 88.00 --reason estate --by op-031")
  }

  /// The specification of `recovery offset`.
  static var offsetSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "offset"], audience: .finance,
      positionals: [Positional(name: "DEMAND", kind: .identifier)],
      options: [
        Option(name: "--month", valueName: "M", kind: .month, presence: .required), amount,
        Option(name: "--agreement", valueName: "TEXT", kind: .text, presence: .required), person,
      ] + asked,
      example:
        "recovery offset N-881 --month 2024-12 --amount 8.00 --agreement K-7 --reason K-7 --by op-3")
  }

  /// The specification of `reopen`.
  static var reopenSpec: CommandSpec {
    CommandSpec(
      path: ["reopen"], audience: .finance,
      positionals: [Positional(name: "MONTH", kind: .month)], options: asked,
      example: "reopen 2024-11 --reason early --by op-021")
  }

  /// The specification of `clock correct`.
  static var clockSpec: CommandSpec {
    CommandSpec(
      path: ["clock", "correct"], audience: .finance,
      positionals: [Positional(name: "SEQ", kind: .number)], options: asked,
      example: "clock correct 412 --reason battery --by op-021")
  }

  /// The specification of `same-person`.
  static var samePersonSpec: CommandSpec {
    CommandSpec(
      path: ["same-person"], audience: .finance,
      positionals: [Positional(name: "P", kind: .person), Positional(name: "OTHER", kind: .person)], options: asked,
      example: "same-person p0012345 p0067890 --reason twice --by op-021")
  }

  /// The options of the operator who asks.
  static var asked: [Option] {
    [
      Option(name: "--reason", valueName: "TEXT", kind: .text, presence: .required),
      Option(name: "--authority", valueName: "TEXT", kind: .text), .by,
    ]
  }

  /// Allows the erasure of private data of a person who owes money.
  static var althoughOwed: Option { Option(name: "--although-owed") }

  private static var amount: Option {
    Option(name: "--amount", valueName: "YUAN", kind: .yuan, presence: .required)
  }

  private static var person: Option { Option(name: "--person", valueName: "P", kind: .person) }
}

extension ConsentCommands {
  /// Runs `requests`.
  static func requests(_ context: CommandContext) throws -> ExitCode {
    let day = try context.time(of: SubsidyLedger(context.ledger)).civilDate
    try context.emit(ConsentReports.open, try SubsidyLedger(context.ledger).openRequests(on: day, at: context.point))
    return .done
  }

  /// Runs `consent`.
  static func consent(_ context: CommandContext) throws -> ExitCode {
    let request = try context.identifier("REQUEST")
    let pack = try context.optionalPath("--pack").map { try PolicyCommands.packText($0) }
    let acts = try SubsidyLedger(context.ledger).consent(
      to: request, adopting: pack, althoughOwed: context.has(althoughOwed.name), by: try context.identifier("--by"))
    for act in acts { context.say(.acted(EventWords(act))) }
    return .done
  }

  /// Runs `reverse`.
  static func reverse(_ context: CommandContext) throws -> ExitCode {
    try ask(context, for: .reversal(of: try context.number("SEQ")))
  }

  /// Runs `batch withhold`.
  static func withhold(_ context: CommandContext) throws -> ExitCode {
    try ask(context, for: .withholding(try context.identifier("ID")))
  }

  /// Runs `batch recall`.
  static func recall(_ context: CommandContext) throws -> ExitCode {
    try ask(context, for: .recall(try context.identifier("ID")))
  }

  /// Runs `recovery refund`.
  static func refund(_ context: CommandContext) throws -> ExitCode {
    let reference = try context.text("--reference")
    return try ask(context, for: .refund(try demand(context), try context.yuan("--amount"), reference: reference))
  }

  /// Runs `recovery write-off`.
  static func writeOff(_ context: CommandContext) throws -> ExitCode {
    try ask(context, for: .writeOff(try demand(context), try context.yuan("--amount")))
  }

  /// Runs `recovery offset`.
  static func offset(_ context: CommandContext) throws -> ExitCode {
    let (month, amount) = (try context.month("--month"), try context.yuan("--amount"))
    return try ask(
      context, for: .offset(try demand(context), of: month, amount, agreement: try context.text("--agreement")))
  }

  /// Runs `reopen`.
  static func reopen(_ context: CommandContext) throws -> ExitCode {
    try ask(context, for: .reopening(try context.month("MONTH")))
  }

  /// Runs `clock correct`.
  static func correctClock(_ context: CommandContext) throws -> ExitCode {
    let (requested, changes) = try SubsidyLedger(context.ledger).requestClockCorrection(
      from: try context.number("SEQ"), try reason(context), by: try context.identifier("--by"))
    try context.write(AuditReports.changedInstants.table(changes))
    context.output.write("\n")
    tell(requested, context)
    return .done
  }

  /// Runs `same-person`.
  static func samePerson(_ context: CommandContext) throws -> ExitCode {
    let (requested, effects) = try SubsidyLedger(context.ledger).requestJoin(
      of: try context.identifier("P"), with: try context.identifier("OTHER"), try reason(context),
      by: try context.identifier("--by"))
    try context.write(ConsentReports.joined.table(effects))
    context.output.write("\n")
    tell(requested, context)
    return .done
  }

  private static func demand(_ context: CommandContext) throws -> AskedAct.DemandName {
    AskedAct.DemandName(try context.identifier("DEMAND"), of: try context.optionalIdentifier("--person"))
  }

  private static func ask(_ context: CommandContext, for act: AskedAct) throws -> ExitCode {
    let requested = try SubsidyLedger(context.ledger).request(
      act, try reason(context), by: try context.identifier("--by"))
    tell(requested, context)
    return .done
  }

  /// Says what was asked for, and whether something may have been left.
  static func tell(_ requested: Requested, _ context: CommandContext) {
    context.say(.asked(requested))
    if requested.content.isFull { context.diagnostics.note(.askedForAsManyAsCanBe) }
  }

  /// The reason of the request.
  static func reason(_ context: CommandContext) throws -> AskedReason {
    AskedReason(try context.text("--reason"), authority: try context.optionalText("--authority"))
  }
}
