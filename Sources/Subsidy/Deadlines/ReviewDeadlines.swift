import Policy
import Values

extension ClaimDeadlines {
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
    let next = application.nextStage(of: process, ledger.imports)
    let stage = process.stages[next]
    let rules = StageRules(process, application)
    if let transition = process.transition, rules.isOfOlderProcess {
      // The only known process is not this application's own: none of its days holds.
      var row = row(
        .review, office: stage.office, since: application.recorded.civilDate, due: nil, clause: transition.clause)
      row.application = ledger.names[application.application]
      return row
    }
    let clock = try rules.clock(ofStageAt: next, by: calendar)
    var row = row(
      .review, office: stage.office, since: clock.since, due: clock.due,
      clause: stage.deadline?.clause ?? stage.clause, startable: clock.startable)
    row.application = ledger.names[application.application]
    row.stage = stage.name
    row.publicity = clock.publicity
    row.dueFromPrevious = clock.dueFromPrevious
    return row
  }
}
