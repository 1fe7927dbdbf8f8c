import Catalogue
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values
import Web

/// What time itself brings about: whoever works with deadlines sees it, and whoever may suspend and end records it.
enum SweepActs {
  /// A sweep of the page's day, with what it would record and what was recorded before.
  static func sweep(_ desk: Desk) throws -> Act {
    let (by, day) = (desk.seat.by, desk.day)
    let items = try desk.kept("sweep") { () throws(Refusal) in try desk.state.sweep(on: day) }
    let swept = desk.kept("swept") { desk.state.swept }
    let (persons, act) = (Set(items.map(\.person)).count, EventType.ended)
    return Act(
      path: Paths.sweep(), place: .deadlines, title: .sweepTitle(day), question: .sweepQuestion,
      button: .sweepIt, events: [act, .suspended],
      subject: .nothing,
      parts: [
        .note(items.isEmpty ? .nothingToSweep : .toSweep(items.count, persons), items.isEmpty ? .ok : .note),
        try desk.table("items", .sweepCaption, DeadlineReports.sweep, items, isOfLog: true),
      ], fields: [],
      against: Act.against { () throws(Refusal) in try desk.state.requireRole(act.roles, of: by, clause: nil) },
      isReadable: true,
      below: [
        try desk.table("swept", .sweptCaption, DeadlineReports.swept, swept, sorted: "-seq", isOfLog: true)
      ],
      // What is recorded is what the page listed, on its day.
      basis: try Act.Basis(desk.state) { state in
        try Act.digest(of: state.sweep(on: day).map(\.body), on: day)
      }, isLong: true
    ) { ledger, _ in
      let recorded = try ledger.sweep(on: day, by: by)
      return Act.Outcome(notes: [recorded.isEmpty ? .nothingToSweep : .swept(recorded.count)])
    }
  }
}
