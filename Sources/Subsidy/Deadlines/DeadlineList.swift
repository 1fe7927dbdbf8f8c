public import Policy
public import Values

/// What is due and overdue on a day.
///
/// It is counted from the work that waits, claim by claim, as it comes from the state or from a table.
public struct DeadlineList: Sendable {
  /// The day.
  public let on: CivilDate
  /// By office, then day, then person; complete after ``finish()``.
  public private(set) var rows: [Deadline] = []
  /// The years that counting the working days left or gone by would need and the calendar lacks.
  public private(set) var yearsMissing: Set<Int> = []
  private let calendar: WorkingDayCalendar

  /// Begins a list.
  public init(on day: CivilDate, by calendar: WorkingDayCalendar) {
    on = day
    self.calendar = calendar
  }

  /// Adds what is due of one claim.
  ///
  /// A day that rests on working days of a year that the calendar lacks stops everything, because a list that leaves
  /// something out looks like one that has it all. If only the count of days left rests on it, the count is left out.
  ///
  /// - Parameters:
  ///   - work: what waits of the claim.
  ///   - policies: those of its scheme.
  /// - Throws: ``Refusal/calendarMissing(year:)``.
  public mutating func add(_ work: [OpenWork], under policies: AdoptedPolicies) throws(Refusal) {
    do throws(WorkingDayCalendar.Failure) {
      var windows = ClaimWindowRows(on: on, under: policies)
      for item in work {
        let hasEnded = item.endedFrom.map { $0 <= on.month } ?? false
        switch item.kind {
        case .review: rows.append(try item.reviewDeadline(on: on, calendar, under: policies))
        case .startConfirmation: if !hasEnded { rows.append(item.deadline(on: on, since: item.since, due: item.due)) }
        case .report: if !hasEnded { rows += item.reportDeadlines(on: on, under: policies) }
        case .claim: if !hasEnded { windows.take(item) }
        case .payment:
          // What has not begun is not paid yet.
          if item.month.map({ $0.firstDay <= on }) ?? true {
            rows.append(item.deadline(on: on, since: item.since, due: item.due))
          }
        }
      }
      rows += windows.rows
    } catch {
      throw Refusal(error)
    }
  }

  /// Puts the rows in order and fills in the working days left or gone by; many rows share a day, so each day is counted
  /// once.
  public mutating func finish() {
    rows.sort(by: Deadline.isBefore)
    var counted: [CivilDate: Int?] = [:]
    for index in rows.indices {
      guard let due = rows[index].due else { continue }
      if let known = counted[due] {
        rows[index].workingDays = known
        continue
      }
      do throws(WorkingDayCalendar.Failure) {
        rows[index].workingDays = try calendar.workingDays(after: min(on, due), through: max(on, due))
      } catch {
        if case .missingYear(let year) = error { yearsMissing.insert(year) }
      }
      counted[due] = .some(rows[index].workingDays)
    }
  }
}

extension OpenWork {
  /// The work as it stands on a day.
  ///
  /// - Parameters:
  ///   - day: the day.
  ///   - since: the day on which the clock began.
  ///   - due: the last day in time; nil if there is none.
  ///   - clause: the clause that sets the day, if it is not the work's own.
  ///   - startable: the first day on which it can be done; nil if it can be at once.
  /// - Returns: the row.
  func deadline(
    on day: CivilDate, since: CivilDate, due: CivilDate?, clause: String? = nil, startable: CivilDate? = nil
  ) -> Deadline {
    let state: Deadline.State =
      startable.map { day < $0 } ?? false ? .waiting : due.map { $0 < day } ?? false ? .overdue : .due
    var row = Deadline(
      office: office, kind: kind, person: person, scheme: scheme, since: since, due: due, state: state,
      clause: clause ?? self.clause)
    row.application = application
    row.stage = stage
    row.month = month
    return row
  }
}
