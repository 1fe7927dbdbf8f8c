import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy

/// `subsidy deadlines`: what is due and overdue.
enum DeadlinesCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: deadlinesSpec, run: deadlines)] }

  /// What `deadlines` takes.
  static var deadlinesSpec: CommandSpec {
    CommandSpec(
      path: ["deadlines"], audience: .everyday,
      options: [
        Option(name: "--on", valueName: "DATE", kind: .date),
        Option(name: "--office", valueName: "NAME", kind: .text),
        .onlyScheme,
        Option(name: "--list"),
        .knownAt,
        .size,
        .calendar,
      ],
      printsData: true, isReport: true, namesPersons: true,
      example: "deadlines --on 2024-12-31 --scheme beijing"
    )
  }
}

extension DeadlinesCommand {
  /// Runs `deadlines`.
  static func deadlines(_ context: CommandContext) throws -> ExitCode {
    let progress = context.diagnostics.progress()
    let found = try context.ledgerWithCalendar().deadlines(
      on: try context.date("--on"), for: try context.optionalText("--office"),
      scheme: try context.optionalIdentifier("--scheme"), at: try context.point
    ) { progress.update(done: $0, of: $1) }
    let list = found.value
    progress.finish()
    context.spoken.size = found.size
    context.spoken.subject = [.asOfDay(list.on)]
    // A list of all is for whoever asks for it or for names, and for programs.
    if context.format == .text, !context.has("--list"), !context.asksForNames {
      try context.emit(TodayReports.sums, list.sums)
    } else {
      try context.emit(DeadlineReports.deadlines, list.rows)
    }
    if context.format == .text, !context.has(Option.reportAs.name), !list.rows.isEmpty {
      func count(_ state: Deadline.State) -> Int { list.rows.count { $0.state == state } }
      context.say(.deadlinesCounted(due: count(.due), overdue: count(.overdue), waiting: count(.waiting)))
    }
    for year in list.yearsMissing.sorted() { context.diagnostics.note(.daysNotCounted(year)) }
    return .done
  }
}
