import Policy
import Values

extension ClaimWork {
  /// The next review stage of each application that is under review.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（一）1–3; 京劳服失发〔2019〕1号 附件1 三.2, 三.3.
  func reviews() -> [OpenWork] {
    claim.applications.compactMap { application in
      guard application.outcome == .pending, let policy = policies.process(of: application),
        let adopted = policies.policies.lastIndex(of: policy)
      else { return nil }
      let process = policy.pack.process
      let next = application.nextStage(of: process, ledger.imports)
      let stage = process.stages[next]
      let days = StageRules(process, application).days(ofStageAt: next)
      let isOlder = StageRules(process, application).isOfOlderProcess
      var task = task(
        .review, office: stage.office,
        since: isOlder || stage.deadline?.start == .acceptance ? days.accepted : days.previous ?? days.accepted,
        // The only known process is not this application's own: none of its days applies.
        clause: isOlder ? process.transition?.clause : stage.deadline?.clause ?? stage.clause)
      let name = ledger.names[application.application]
      if isOlder { return work(task, on: name) }
      task.stage = stage.name
      task.review = WaitingReview(days, process: policies.sequences[adopted], position: next)
      return work(task, on: name)
    }
  }
}

extension OpenTask {
  /// The review as it is on a day.
  func review(
    on day: CivilDate, _ calendar: WorkingDayCalendar, under policies: AdoptedPolicies
  ) throws(WorkingDayCalendar.Failure) -> Deadline.Standing {
    guard let review, let process = policies.policy(adoptedBy: review.process)?.pack.process else {
      return standing(on: day, since: since, due: nil)
    }
    let clock = try process.clock(ofStageAt: review.position, review.days, by: calendar)
    var row = standing(on: day, since: clock.since, due: clock.due, startable: clock.startable)
    row.publicity = clock.publicity
    row.dueFromPrevious = clock.dueFromPrevious
    return row
  }
}
