import Catalogue
import Ledger
import Merkle
import Papers
import Policy
import Subsidy
import System
import Values

/// `subsidy paper`: the tables that the documents ask for.
enum PaperCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: rosterSpec, run: roster),
      Command(spec: notificationsSpec, run: notifications),
      Command(spec: fundingSpec, run: fundingPlan),
      Command(spec: startersSpec, run: starters),
      Command(spec: statisticsSpec, run: statistics),
      Command(spec: payoutSpec, run: payoutList),
      Command(spec: printSpec, run: printMonth),
    ]
  }

  /// The specification of `paper roster`.
  static var rosterSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "roster"], audience: .everyday,
      options: [
        .scheme, .paperMonth, .district,
        Option(name: "--all-current"),
        Option(name: "--number", valueName: "N", kind: .identifier),
        Option(name: "--by", valueName: "OP", kind: .identifier),
        Option(name: "--draft", needs: .init(option: "--by")),
        .knownAt, .tableAs, .paperTo,
      ],
      unmasks: true,
      example: "paper roster --scheme beijing --month 2024-11 --district 110105 --by op-041 --to 11.csv"
    )
  }

  /// The specification of `paper notices`.
  static var notificationsSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "notices"], audience: .everyday,
      options: [
        .scheme, .paperMonth,
        Option(
          name: "--kind", valueName: "K", kind: .choice(NotificationTemplate.Kind.allCases.map(\.rawValue))),
        .knownAt, .tableAs, .paperTo,
      ],
      unmasks: true,
      example: "paper notices --scheme beijing --month 2024-11 --kind report-due --to sms.csv"
    )
  }

  /// The specification of `paper funding-plan`.
  static var fundingSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "funding-plan"], audience: .finance,
      options: [.scheme, .paperMonth, .district, .knownAt, .tableAs, .paperTo],
      example: "paper funding-plan --scheme beijing --month 2024-11 --as text"
    )
  }

  /// The specification of `paper new-starters`.
  static var startersSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "new-starters"], audience: .everyday,
      options: [.scheme, .paperMonth, .district, .knownAt, .tableAs, .paperTo],
      unmasks: true,
      example: "paper new-starters --scheme beijing --month 2024-12"
    )
  }

  /// The specification of `paper payout-list`.
  static var payoutSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "payout-list"], audience: .finance,
      positionals: [.batch],
      options: [Option(name: "--public"), .batch, .knownAt, .tableAs, .paperTo],
      unmasks: true,
      example: "paper payout-list 2024-11-a --as xlsx --to list.xlsx"
    )
  }

  /// The specification of `paper print`.
  static var printSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "print"], audience: .everyday,
      options: [
        .scheme, .paperMonth, .knownAt,
        Option(name: "--to", valueName: "FILE", kind: .output, presence: .required),
      ],
      unmasks: true,
      example: "paper print --scheme beijing --month 2024-11 --to 2024-11.html"
    )
  }

  /// The specification of `paper statistics`.
  static var statisticsSpec: CommandSpec {
    CommandSpec(
      path: ["paper", "statistics"], audience: .everyday,
      options: [
        .scheme,
        Option(name: "--from", valueName: "M", kind: .month, presence: .required),
        Option(name: "--through", valueName: "M", kind: .month),
        Option(name: "--list"),
        .knownAt, .tableAs, .paperTo,
      ],
      example: "paper statistics --scheme linyi --from 2024-01 --through 2024-12"
    )
  }
}

extension PaperCommands {
  /// Runs `paper roster`.
  static func roster(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    let request = RosterRequest(
      scheme: try context.identifier("--scheme"), month: try context.month("--month"),
      district: try context.region("--district"), includesAllCurrent: context.has("--all-current"),
      number: try context.optionalIdentifier("--number"))
    guard let by = try context.optionalIdentifier("--by"), !context.has("--draft") else {
      return try deliver(ledger.roster(request, knownAt: context.knownAt), context)
    }
    // A paper is issued from what is known now; an earlier point is only for printing a paper issued then again.
    if context.has("--known-at") { throw CommandFailure(.usage, .issueIsNow) }
    // A page and a workbook have the office's details, which may differ next year.
    let form = form(context)
    if form == .html || form == .xlsx { throw CommandFailure(.usage, .issueIsTable) }
    let file = try context.optionalOutputFile("--to")
    let (outcome, issued) = try ledger.issueRoster(request, as: { try bytes(of: $0, context) }, to: file, by: by)
    if file == nil { context.output.write(issued.bytes) }
    note(outcome, context)
    context.diagnostics.note(.rosterIssued(issued, rows: outcome.rows))
    return .done
  }

  /// Runs `paper notices`.
  static func notifications(_ context: CommandContext) throws -> ExitCode {
    let kind = try context.optionalText("--kind").flatMap { NotificationTemplate.Kind(rawValue: $0) }
    return try deliver(
      SubsidyLedger(context.ledger).notifications(
        of: context.identifier("--scheme"), context.month("--month"), kind: kind, knownAt: context.knownAt),
      context)
  }

  /// Runs `paper funding-plan`.
  static func fundingPlan(_ context: CommandContext) throws -> ExitCode {
    try deliver(
      SubsidyLedger(context.ledger).fundingPlan(
        of: context.identifier("--scheme"), through: context.month("--month"), district: context.region("--district"),
        knownAt: context.knownAt), context)
  }

  /// Runs `paper new-starters`.
  static func starters(_ context: CommandContext) throws -> ExitCode {
    try deliver(
      SubsidyLedger(context.ledger).starters(
        of: context.identifier("--scheme"), context.month("--month"), district: context.region("--district"),
        knownAt: context.knownAt), context)
  }

  /// Runs `paper payout-list`.
  static func payoutList(_ context: CommandContext) throws -> ExitCode {
    try deliver(
      SubsidyLedger(context.ledger).payoutList(
        of: context.identifier("ID"), isPublic: context.has("--public"), knownAt: context.knownAt), context)
  }

  /// Runs `paper print`: in Chinese, whatever the language of the command, because it goes to people.
  static func printMonth(_ context: CommandContext) throws -> ExitCode {
    let (file, month) = (try context.outputFile("--to"), try context.month("--month"))
    let papers = try SubsidyLedger(context.ledger).papers(
      of: context.identifier("--scheme"), month, knownAt: context.knownAt
    ) { Text.demandReason($0).zh }
    context.diagnostics.note(
      try context.write(papers.html(title: "\(month)"), to: file, mode: 0o600, .papersOfMonth(papers.counts)))
    return .done
  }

  /// Runs `paper statistics`.
  static func statistics(_ context: CommandContext) throws -> ExitCode {
    let from = try context.month("--from")
    let to = context.has("--through") ? try context.month("--through") : from
    guard let period = StatisticPeriod(from: from, to: to) else {
      throw CommandFailure(.usage, .periodBackwards("--through", from: from, to: to))
    }
    return try deliver(
      SubsidyLedger(context.ledger).statistics(
        of: context.identifier("--scheme"), period, listing: context.has("--list"), knownAt: context.knownAt),
      context)
  }
}

extension PaperCommands {
  /// Prints a table, or puts it into the file that `--to` names.
  static func deliver(_ outcome: PaperOutcome<PaperTable>, _ context: CommandContext) throws -> ExitCode {
    try deliver(try bytes(of: outcome, context), context)
    note(outcome, context)
    return .done
  }

  /// Prints a paper, or puts it, private as it is, into the file that `--to` names.
  static func deliver(_ bytes: [UInt8], _ context: CommandContext) throws {
    guard let file = try context.optionalOutputFile("--to") else { return context.output.write(bytes) }
    context.diagnostics.note(try context.write(bytes, to: file, mode: 0o600))
  }

  /// The form that is asked for.
  private static func form(_ context: CommandContext) -> PaperForm {
    context.arguments.last("--as").flatMap { PaperForm(rawValue: $0) } ?? .csv
  }

  private static func bytes(of outcome: PaperOutcome<PaperTable>, _ context: CommandContext) throws -> [UInt8] {
    try outcome.bytes(as: form(context), by: SubsidyLedger(context.ledger).officeDetails())
  }

  private static func note(_ outcome: PaperOutcome<PaperTable>, _ context: CommandContext) {
    if outcome.withoutDetails > 0 { context.diagnostics.note(.paperWithoutDetails(outcome.withoutDetails)) }
  }
}

extension Option {
  /// The month of a paper.
  static var paperMonth: Option {
    Option(name: "--month", valueName: "M", kind: .month, presence: .required)
  }

  /// One district only.
  static var district: Option { Option(name: "--district", valueName: "D", kind: .region) }

  /// The form of a table.
  static var tableAs: Option {
    Option(name: "--as", valueName: "csv|text|xlsx|html", kind: .choice(PaperForm.allCases.map(\.rawValue)))
  }

  /// The form of a sheet.
  static var sheetAs: Option {
    Option(name: "--as", valueName: "text|html", kind: .choice(["text", "html"]))
  }

  /// The file for a paper.
  static var paperTo: Option { Option(name: "--to", valueName: "FILE", kind: .output) }
}
