import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// `subsidy deadlines`: the work that is due and overdue.
enum DeadlinesCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: deadlinesSpec, run: deadlines)] }

  /// The specification of `deadlines`.
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
    let (ledger, point) = (try context.ledgerWithCalendar(), try context.point)
    let (day, office) = (try context.date("--on"), try context.optionalText("--office"))
    let scheme = try context.optionalIdentifier("--scheme")
    func hear(done: Int, of total: Int) { progress.update(done: done, of: total) }
    func tell(_ size: UInt64, _ day: CivilDate) {
      progress.finish()
      context.spoken.size = size
      context.spoken.subject = [.asOfDay(day)]
    }
    let (counts, yearsMissing): ([Deadline.State: Int], Set<Int>)
    // A list of all is for users who ask for it or for names, and for programs.
    if context.format == .text, !context.has("--list"), !context.asksForNames {
      let found = try ledger.deadlineGroups(on: day, for: office, scheme: scheme, at: point, progress: hear)
      tell(found.size, found.value.on)
      try context.emit(TodayReports.sums, found.value.sums)
      (counts, yearsMissing) = (found.value.counts, found.value.yearsMissing)
    } else {
      let found = try ledger.deadlines(on: day, for: office, scheme: scheme, at: point, progress: hear)
      tell(found.size, found.value.on)
      try context.emit(DeadlineReports.deadlines, found.value.rows)
      (counts, yearsMissing) = (found.value.counts, found.value.yearsMissing)
    }
    if context.format == .text, !context.has(Option.reportAs.name), !counts.isEmpty {
      context.say(
        .deadlinesCounted(
          due: counts[.due] ?? 0, overdue: counts[.overdue] ?? 0, waiting: counts[.waiting] ?? 0))
    }
    for year in yearsMissing.sorted() { context.diagnostics.note(.daysNotCounted(year)) }
    return .done
  }
}
