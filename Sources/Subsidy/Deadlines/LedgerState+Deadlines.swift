public import Policy
public import Values

extension LedgerState {
  /// What is due and overdue on a day, per office.
  ///
  /// A day that rests on working days of a year that the calendar lacks stops everything, because a list that leaves
  /// something out looks like one that has it all. Where only the count of days left rests on it, the count is left out.
  ///
  /// - Parameters:
  ///   - day: the day that is asked about; the state should hold no event from after it.
  ///   - scheme: the one scheme that is asked about; nil for all.
  ///   - calendar: the working days.
  /// - Returns: by office, then day, then person.
  /// - Throws: ``Refusal/unknownScheme(_:)``, ``Refusal/calendarMissing(year:)``.
  public func deadlines(
    on day: CivilDate, scheme: Identifier? = nil, calendar: WorkingDayCalendar
  ) throws(Refusal) -> DeadlineList {
    if let scheme, timeline(of: scheme)?.policies.isEmpty ?? true { throw .unknownScheme(scheme) }
    var rows: [Deadline] = []
    do {
      for number in people.indices {
        for position in people[number].claims.indices {
          let deadlines = ClaimDeadlines(self, number, position, on: day, calendar)
          if let scheme, deadlines.scheme != scheme { continue }
          rows += try deadlines.reviews()
          rows += deadlines.startConfirmations()
          rows += deadlines.reports()
          rows += deadlines.claims()
          rows += deadlines.payments()
        }
      }
    } catch {
      throw Refusal(error)
    }
    var list = DeadlineList(on: day)
    list.rows = rows.sorted(by: Deadline.isBefore)
    list.countWorkingDays(by: calendar)
    return list
  }
}

extension DeadlineList {
  /// Fills in the working days left or gone by; many rows share a day, so each day is counted once.
  fileprivate mutating func countWorkingDays(by calendar: WorkingDayCalendar) {
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

/// One claim of one person, looked at on a day for what is due.
struct ClaimDeadlines {
  let ledger: LedgerState
  let number: Int
  let person: PersonState
  let claim: ClaimState
  let policies: AdoptedPolicies
  let day: CivilDate
  let calendar: WorkingDayCalendar

  init(_ ledger: LedgerState, _ number: Int, _ position: Int, on day: CivilDate, _ calendar: WorkingDayCalendar) {
    self.ledger = ledger
    self.number = number
    person = ledger.people[number]
    claim = person.claims[position]
    policies = ledger.timelines[Int(claim.scheme)]
    self.day = day
    self.calendar = calendar
  }

  var scheme: Identifier { ledger.schemes[claim.scheme] }

  /// A row about this claim.
  func row(
    _ kind: Deadline.Kind, office: String, since: CivilDate, due: CivilDate?, clause: String?,
    startable: CivilDate? = nil
  ) -> Deadline {
    let state: Deadline.State
    if let startable, day < startable {
      state = .waiting
    } else if let due, due < day {
      state = .overdue
    } else {
      state = .due
    }
    return Deadline(
      office: office, kind: kind, person: ledger.persons.identifiers[number], scheme: scheme, since: since, due: due,
      state: state, clause: clause)
  }
}
