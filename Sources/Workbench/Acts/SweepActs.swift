import Catalogue
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values
import Web

/// The suspensions and ends that time brings about: seen by all roles that work with deadlines, recorded by a reviewer.
enum SweepActs {
  /// A sweep of the page's day, with the events that it would record and those of earlier sweeps.
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
      ],
      against: Act.against { () throws(Refusal) in try desk.state.requireRole(act.roles, of: by, clause: nil) },
      isReadable: true,
      below: [
        try desk.table("swept", .sweptCaption, DeadlineReports.swept, swept, sorted: "-seq", isOfLog: true)
      ],
      // The sweep records the events that the page listed, on the page's day.
      basis: Act.Basis(shown: Act.digest(of: items.map(\.body), on: day)) { state in
        try Act.digest(of: state.sweep(on: day).map(\.body), on: day)
      }, isLong: true
    ) { ledger, _ in
      let recorded = try ledger.sweep(on: day, by: by)
      return Act.Outcome(notes: [recorded.isEmpty ? .nothingToSweep : .swept(recorded.count)])
    }
  }
}
