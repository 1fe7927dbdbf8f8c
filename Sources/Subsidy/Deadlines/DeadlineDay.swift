public import Policy
public import Values

/// The standing of open work on a day: which of it is due or overdue, by the calendar of working days.
///
/// Callers ask it for a task without its owner; it counts each task and each day once.
public struct DeadlineDay: Sendable {
  /// The day.
  public let day: CivilDate
  /// The years that counting the working days left or gone by would have needed so far and the calendar lacks.
  public private(set) var yearsMissing: Set<Int> = []
  private let calendar: WorkingDayCalendar
  private var known: [OpenTask: [Shared<Deadline.Standing>]] = [:]
  private var counted: [CivilDate: Int?] = [:]

  /// Begins a day.
  public init(_ day: CivilDate, by calendar: WorkingDayCalendar) {
    self.day = day
    self.calendar = calendar
  }

  /// The standing of a task other than a claim: one row, none if it is not to be done yet or any more, or several if it
  /// repeats.
  ///
  /// A day that rests on working days of a year that the calendar lacks stops everything, because a list that leaves
  /// something out looks like one that has it all. If only the count of days left rests on it, the count is left out.
  ///
  /// - Throws: ``Refusal/calendarMissing(year:)``.
  mutating func standings(
    of task: OpenTask, under policies: AdoptedPolicies
  ) throws(Refusal) -> [Shared<Deadline.Standing>] {
    if let known = known[task] { return known }
    let found = counting(try rows(of: task, under: policies))
    known[task] = found
    return found
  }

  private func rows(of task: OpenTask, under policies: AdoptedPolicies) throws(Refusal) -> [Deadline.Standing] {
    if task.kind != .review, task.kind != .payment, hasEnded(task) { return [] }
    switch task.kind {
    case .review:
      do throws(WorkingDayCalendar.Failure) {
        return [try task.review(on: day, calendar, under: policies)]
      } catch {
        throw Refusal(error)
      }
    case .report: return task.reports(on: day, under: policies)
    // A month that has not begun is not paid yet.
    case .payment where task.month.map({ $0.firstDay > day }) ?? false: return []
    case .startConfirmation, .payment: return [task.standing(on: day, since: task.since, due: task.due)]
    case .claim: preconditionFailure("months with one window are one row")
    }
  }

  /// The months to be claimed (申报) of one claim: those with the same window are one row.
  mutating func deadlines(
    ofClaims work: some Collection<OpenWork>, under policies: AdoptedPolicies
  ) -> [Deadline] {
    guard let first = work.first else { return [] }
    var windows = ClaimWindowRows(on: day, under: policies)
    for work in work where !hasEnded(work.task) { windows.take(work.task) }
    return counting(windows.rows).map { Deadline(first, $0) }
  }

  private func hasEnded(_ task: OpenTask) -> Bool { task.endedFrom.map { $0 <= day.month } ?? false }

  /// Fills in the working days left or gone by.
  private mutating func counting(_ rows: [Deadline.Standing]) -> [Shared<Deadline.Standing>] {
    rows.map { row in
      var row = row
      row.workingDays = row.due.flatMap { workingDays(until: $0) }
      return Shared(row)
    }
  }

  private mutating func workingDays(until due: CivilDate) -> Int? {
    if let known = counted[due] { return known }
    var days: Int?
    do throws(WorkingDayCalendar.Failure) {
      days = try calendar.workingDays(after: min(day, due), through: max(day, due))
    } catch {
      if case .missingYear(let year) = error { yearsMissing.insert(year) }
    }
    counted[due] = .some(days)
    return days
  }
}

extension OpenTask {
  /// The task as it is on a day.
  ///
  /// - Parameters:
  ///   - day: the day.
  ///   - since: the day on which the clock began.
  ///   - due: the last day in time; nil if there is none.
  ///   - clause: the clause that sets the day, if it is not the task's own.
  ///   - startable: the first day on which it can be done; nil if it can be at once.
  /// - Returns: the standing, without the working days.
  func standing(
    on day: CivilDate, since: CivilDate, due: CivilDate?, clause: String? = nil, startable: CivilDate? = nil
  ) -> Deadline.Standing {
    let state: Deadline.State =
      startable.map { day < $0 } ?? false ? .waiting : due.map { $0 < day } ?? false ? .overdue : .due
    var row = Deadline.Standing(
      office: office, kind: kind, scheme: scheme, since: since, due: due, state: state, clause: clause ?? self.clause)
    row.stage = stage
    row.month = month
    return row
  }
}
