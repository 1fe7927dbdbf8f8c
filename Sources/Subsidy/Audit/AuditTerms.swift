public import Policy
public import Values

/// The terms of an audit that are not in the log: the day on which lateness is judged, and the calendar.
public struct AuditTerms: Sendable {
  /// After how many days a month that is due counts as unpaid if its document names no period.
  ///
  /// A contribution is confirmed in the month after its own and paid with that month's batch: two months are over before any
  /// payment is late.
  ///
  /// > Units: days.
  public static let unpaidAfterStandard = 60

  /// The day on which lateness is judged.
  public let day: CivilDate
  /// After how many days a month counts as unpaid, for every scheme; nil for the documents' own periods, else
  /// ``unpaidAfterStandard``.
  public let unpaidAfter: Int?
  let calendar: WorkingDayCalendar

  /// Makes the terms of an audit.
  public init(day: CivilDate, unpaidAfter: Int?, calendar: WorkingDayCalendar) {
    self.day = day
    self.unpaidAfter = unpaidAfter
    self.calendar = calendar
  }

  /// The last day on which a month that waits for its money is not unpaid yet.
  func lastDay(of wait: ClaimWork.Wait) -> CivilDate {
    if unpaidAfter == nil, let due = wait.due { return due }
    return wait.since.adding(days: unpaidAfter ?? AuditTerms.unpaidAfterStandard)
  }
}
