import Catalogue
import JSONText
import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import Values

/// `subsidy close`, `subsidy report` and the papers of recovery: the work of finance at the end of a month.
enum FinanceCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: ageingSpec, run: ageing),
      Command(spec: letterSpec, run: letter),
      Command(spec: closeSpec, run: close),
      Command(spec: monthlySpec, run: monthly),
      Command(spec: unpaidSpec, run: unpaid),
    ]
  }

  private static var asOf: Option { Option(name: "--as-of", valueName: "DATE", kind: .date) }

  /// The specification of `close`.
  static var closeSpec: CommandSpec {
    CommandSpec(
      path: ["close"], audience: .finance,
      positionals: [Positional(name: "MONTH", kind: .month)],
      options: [Option(name: "--before-end"), .by],
      example: "close 2024-11 --by op-021"
    )
  }

  /// The specification of `report monthly`.
  static var monthlySpec: CommandSpec {
    CommandSpec(
      path: ["report", "monthly"], audience: .finance,
      positionals: [Positional(name: "MONTH", kind: .month)],
      options: [
        Option(name: "--from", valueName: "M", kind: .month),
        Option(name: "--html", valueName: "FILE", kind: .output, idleWith: ["--as"]),
        .knownAt, .size,
      ],
      printsData: true, isReport: true,
      example: "report monthly 2024-11 --html 2024-11.html"
    )
  }

  /// The specification of `report unpaid`.
  static var unpaidSpec: CommandSpec {
    CommandSpec(
      path: ["report", "unpaid"], audience: .finance,
      options: [asOf, .knownAt, .size],
      printsData: true, isReport: true, namesPersons: true,
      example: "report unpaid --as-of 2024-12-31"
    )
  }

  /// The specification of `recovery ageing`.
  static var ageingSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "ageing"], audience: .finance,
      options: [asOf, .knownAt, .size],
      printsData: true, isReport: true, namesPersons: true,
      example: "recovery ageing --as-of 2024-12-31"
    )
  }

  /// The specification of `recovery letter`.
  static var letterSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "letter"], audience: .finance,
      positionals: [Positional(name: "DEMAND", kind: .identifier)],
      options: [
        Option(name: "--to", valueName: "FILE", kind: .output, presence: .required), .knownAt, .sheetAs,
      ],
      unmasks: true,
      example: "recovery letter N20241206-881 --to letter.txt"
    )
  }
}

extension FinanceCommands {
  /// Runs `close`.
  static func close(_ context: CommandContext) throws -> ExitCode {
    let month = try context.month("MONTH")
    let ledger = SubsidyLedger(context.ledger)
    let close = try ledger.close(
      month, beforeEnd: context.has("--before-end"), by: try context.identifier("--by"))
    context.say(.monthClosed(close))
    if ledger.now.civilDate <= month.lastDay { context.diagnostics.note(.monthIsRunning(month)) }
    return .done
  }

  /// Runs `report monthly`.
  static func monthly(_ context: CommandContext) throws -> ExitCode {
    let month = try context.month("MONTH")
    let first = try context.optionalMonth("--from")
    if let first, first > month { throw CommandFailure(.usage, .periodBackwards("MONTH", from: first, to: month)) }
    let books: MonthBooks
    let isPage = context.arguments.last(Option.reportAs.name) == "html"
    if let file = try context.optionalOutputFile("--html") ?? (isPage ? context.outputFile("--to") : nil) {
      // Books that are filed are folded from the log.
      let printed = try SubsidyLedger(context.ledger).printedBooks(of: month, from: first, at: context.point)
      context.diagnostics.note(try context.write(printed.paper.html(over: printed.log), to: file, mode: 0o600))
      books = printed.books
    } else {
      books = try context.answer(.books(of: month, from: first))
    }
    if isPage { return try tell(of: books, context) }
    context.spoken.subject = [.ofMonth(month, from: first)]
    if context.format == .text { context.say(.monthState(books)) }
    if context.format == .text, first == nil, !context.has(Option.reportAs.name) { try tellOfYear(books, context) }
    try context.emit {
      FinanceReports.rows.table(books.rows)
    } json: { writer in
      FinanceReports.books.write(books, to: &writer)
    }
    return try tell(of: books, context)
  }

  /// Says whether the books are signed, and whether they are what their close said.
  private static func tell(of books: MonthBooks, _ context: CommandContext) throws -> ExitCode {
    try context.sayIfUnsigned()
    if books.isAsClosed { return .done }
    context.diagnostics.note(.booksDiffer(books.month))
    return .found
  }

  /// Prints the sums of the year by the end of the month, and the payments on their way.
  private static func tellOfYear(_ books: MonthBooks, _ context: CommandContext) throws {
    let year = try context.answer(.books(of: books.month, from: books.month.firstOfYear)).total
    context.say(.yearToDate(books.month, year, inFlight: try context.answer(.inFlight)))
  }

  /// Runs `report unpaid`.
  static func unpaid(_ context: CommandContext) throws -> ExitCode {
    let day = try day(context)
    context.spoken.subject = [.asOfDay(day)]
    try context.emit(FinanceReports.unpaid, try context.answer(.unpaid(on: day)))
    try context.sayIfUnsigned()
    return .done
  }

  /// Runs `recovery ageing`.
  static func ageing(_ context: CommandContext) throws -> ExitCode {
    let day = try day(context)
    context.spoken.subject = [.asOfDay(day)]
    try context.emit(FinanceReports.ageing, OpenDemand.all(of: try context.answer(.openDemands), on: day))
    return .done
  }

  /// Runs `recovery letter`: in Chinese, whatever the language of the command, because it goes to the person.
  static func letter(_ context: CommandContext) throws -> ExitCode {
    let file = try context.outputFile("--to")
    let ledger = SubsidyLedger(context.ledger)
    let (letters, demands, log) = try ledger.demandLetters(
      try context.identifier("DEMAND"), knownAt: try context.knownAt
    ) { Text.demandReason($0).zh }
    // A form feed begins a new page.
    let bytes =
      context.arguments.last("--as") == "html"
      ? PaperSheet.html(letters, title: letters.first?.title ?? "", over: log)
      : Array(letters.map { $0.text(over: log) }.joined(separator: [0x0C]))
    try context.say(context.write(bytes, to: file, mode: 0o600), of: file)
    RecoveryCommands.tellOfLostGround(demands, context)
    return .done
  }

  private static func day(_ context: CommandContext) throws -> CivilDate {
    try context.date("--as-of") ?? context.time(of: SubsidyLedger(context.ledger)).civilDate
  }
}
