import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Web

/// Late work, by office.
enum DeadlinesPage {
  static func page(_ desk: Desk) throws -> Page {
    let list = try desk.deadlineGroups()
    let counts = list.counts
    func count(_ state: Deadline.State) -> Int { counts[state] ?? 0 }
    var parts: [Page.Part] = [
      .figures([
        Page.Figure(label: Deadline.State.overdue.words, value: "\(count(.overdue))", isHot: count(.overdue) > 0),
        Page.Figure(label: Deadline.State.due.words, value: "\(count(.due))"),
        Page.Figure(label: Deadline.State.waiting.words, value: "\(count(.waiting))"),
      ]),
      try desk.table("sums", .deadlinesCaption, TodayReports.sums, list.sums, sorted: "earliest"),
      try desk.table(
        "items", .deadlineItemsCaption, DeadlineReports.deadlines, RowGroups(list.groups, desk), sorted: "due",
        isOfLog: true),
    ]
    parts.insert(.links([(.openSweep, Paths.sweep())]), at: 1)
    for year in list.yearsMissing.sorted() { parts.insert(.note(.daysNotCounted(year), .warn), at: 0) }
    return Page(title: .deadlinesTitle(list.on), question: .deadlinesQuestion, place: .deadlines, parts: parts)
  }
}
