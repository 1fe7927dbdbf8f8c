import Policy
import Values

extension DeadlineDesk {
  /// The next review stage of each application that is under review.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（一）1–3; 京劳服失发〔2019〕1号 附件1 三.2, 三.3.
  func reviews() throws(WorkingDayCalendar.Failure) -> [Deadline] {
    var rows: [Deadline] = []
    for application in claim.applications where application.outcome == .pending {
      guard let process = policies.process(of: application)?.pack.process else { continue }
      rows.append(try review(of: application, in: process))
    }
    return rows
  }

  private func review(
    of application: ClaimState.Application, in process: ProcessRule
  ) throws(WorkingDayCalendar.Failure) -> Deadline {
    let next = application.nextStage(of: process)
    let stage = process.stages[next]
    let accepted = application.recorded.civilDate
    let previous = next > 0 ? application.passing(of: process.stages[next - 1].name)?.recorded.civilDate : nil
    if let transition = process.transition, accepted < transition.acceptedFrom {
      // The only known process is not this application's own: none of its days holds.
      var row = row(.review, office: stage.office, since: accepted, due: nil, clause: transition.clause)
      row.application = ledger.names[application.application]
      return row
    }
    var publicity: PublicityPeriod?
    if let rule = process.publicity { publicity = try application.publicity(rule, by: calendar) }

    var since = previous ?? accepted
    var due: CivilDate?
    var dueFromPrevious: CivilDate?
    if let deadline = stage.deadline {
      switch deadline.start {
      case .acceptance: since = accepted
      case .previous: break
      case .publicity:
        if let publicity {
          since = publicity.last
          dueFromPrevious = try calendar.due(deadline.length, from: publicity.first)
        }
      }
      due = try calendar.due(deadline.length, from: since)
    }
    let startable = stage.afterPublicity ? publicity?.last.adding(days: 1) : nil
    var row = row(
      .review, office: stage.office, since: since, due: due, clause: stage.deadline?.clause ?? stage.clause,
      startable: startable)
    row.application = ledger.names[application.application]
    row.stage = stage.name
    row.publicity = publicity
    row.dueFromPrevious = dueFromPrevious
    return row
  }
}

extension WorkingDayCalendar {
  /// The last day in time for something whose clock began on a day.
  ///
  /// > Source: interpretation P25 of the documents: of working days, the next one is the first.
  func due(_ length: StageDeadline.Length, from day: CivilDate) throws(Failure) -> CivilDate {
    switch length {
    case .immediate, .sameDay: day
    case .week: try lastWorkingDay(ofWeekOf: day)
    case .workingDays(let count): try self.day(count, workingDaysAfter: day)
    }
  }
}
