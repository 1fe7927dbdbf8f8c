import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// `subsidy find` and `subsidy today`: a person's identity, and the work of a day.
enum FindCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: findSpec, run: find), Command(spec: todaySpec, run: today)] }

  /// The specification of `find`.
  static var findSpec: CommandSpec {
    CommandSpec(
      path: ["find"], audience: .everyday,
      positionals: [Positional(name: "TEXT", kind: .someone)],
      options: [.fullNames, .knownAt],
      printsData: true,
      example: "find 13800138000", exits: [.found]
    )
  }

  /// The specification of `today`.
  static var todaySpec: CommandSpec {
    CommandSpec(
      path: ["today"], audience: .everyday,
      options: [
        Option(name: "--on", valueName: "DATE", kind: .date),
        Option(name: "--office", valueName: "NAME", kind: .text),
        .knownAt, .size, .calendar,
      ],
      printsData: true, isReport: true,
      example: "today"
    )
  }
}

extension FindCommand {
  /// Runs `find`.
  static func find(_ context: CommandContext) throws -> ExitCode {
    let text = try context.someone("TEXT")
    let found = try SubsidyLedger(context.ledger).find(text, at: context.point, as: context.nameForm)
    let words = context.localWords
    try context.emit(PersonReports.found, found.cards.map { PersonReports.Row($0, words) })
    if found.isCut { context.diagnostics.note(.moreFound(found.cards.count)) }
    return found.cards.isEmpty ? .found : .done
  }

  /// Runs `today`.
  static func today(_ context: CommandContext) throws -> ExitCode {
    let found = try context.ledgerWithCalendar().today(
      on: try context.date("--on"), for: try context.optionalText("--office"), at: try context.point)
    context.spoken.size = found.size
    context.spoken.subject = [
      .asOfDay(try context.date("--on") ?? context.time(of: SubsidyLedger(context.ledger)).civilDate)
    ]
    try context.emit(TodayReports.items, found.value)
    return .done
  }
}
