package import Papers
import Policy
package import Subsidy
import Values

/// The reports about time: work that is due, approvals that have run out, and persons who have not applied yet.
package enum DeadlineReports {
  /// A row for each task.
  package static let deadlines = Report<Deadline>(
    "deadlines",
    order: [
      "office", "due", "state", "workingDays", "kind", "person", "scheme", "application", "stage", "month", "since",
      "publicityFrom", "publicityTo", "dueFromPrevious",
    ], hiding: .ifBlank,
    [
      .column("office", .office) { $0.standing.office },
      .column("kind", .task) { $0.standing.kind },
      .person { $0.person },
      .scheme { $0.standing.scheme },
      .column("application", .application) { $0.application },
      .column("stage", .stage, .stage) { $0.standing.stage },
      .column("month", .month) { $0.standing.month },
      .column("since", .since) { $0.standing.since },
      .column("due", .due) { $0.standing.due },
      .column("state", .state) { $0.standing.state },
      .column("workingDays", .workingDays) { $0.standing.workingDays },
      .column("clause", .clause) { $0.standing.clause },
      .column("publicityFrom", .publicityFrom) { $0.standing.publicity?.first },
      .column("publicityTo", .publicityTo) { $0.standing.publicity?.last },
      .column("dueFromPrevious", .dueFromPrevious) { $0.standing.dueFromPrevious },
    ])

  /// A row for each suspension and end.
  package static let sweep = Report<SweepItem>(
    "sweep",
    [
      .person { $0.person },
      .scheme { $0.scheme },
      .column("type", .effect) { $0.effect },
      .column("from", .from) { $0.from },
      .column("reason", .reasons) { $0.cause },
      .column("clause", .clause) { $0.clause },
      .column("why", .why) { $0.ground },
    ])

  /// A row for each suspension and end that was recorded for such a reason.
  package static let swept = Report<SweptChange>(
    "swept",
    [
      .column("seq", .sequence, .number) { Table.Cell.number($0.sequence) },
      .person { $0.person },
      .scheme { $0.scheme },
      .column("type", .effect) { $0.effect },
      .column("from", .from) { $0.from },
      .column("reason", .reasons) { $0.cause },
    ])

  /// A row for each person who could be subsidised.
  package static let eligible = Report<EligiblePerson>(
    "eligible",
    [
      .person { $0.person },
      .column("household", .householdRegion) { $0.household },
      .column("contributionFen", .contribution) { $0.contribution },
      .column("worthFen", .worth) { $0.worth },
    ])
}
