import Policy
import Values

extension ClaimWork {
  /// The periodic reports that have not come: those of the windows up to the last month known of the claim, and those that
  /// follow.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.5, 附件3 二.3.
  func reports() -> [OpenWork] {
    guard policies.asksForReports, let approval, let office = firstOffice else { return [] }
    let start = person.firstReportMonth(of: approval, in: claim, under: policies)
    let known = ([start] + claim.changes.map(\.from)).map(\.firstDay) + [approval.date] + person.reports.map(\.on)
    let last = known.max() ?? approval.date
    let windows = policies.reportWindows(from: start, begunBy: last)
    var found = windows.filter { person.isMissing($0, of: claim, since: approval) }.map { window in
      var task = task(
        .report, office: office, since: window.first.firstDay,
        clause: window.policy.pack.supervision?.reports?.clause)
      task.month = window.last
      task.due = window.last.lastDay
      task.endedFrom = endedFrom
      return work(task)
    }
    let next = windows.last.map { $0.last.adding(1) } ?? max(start, last.month)
    if !claim.isSuspended(.last), endedFrom == nil, next < .last {
      var task = task(.report, office: office, since: next.firstDay, clause: nil)
      task.month = next
      task.repeats = true
      found.append(work(task))
    }
    return found
  }
}

extension OpenTask {
  /// The reports as they are on a day.
  func reports(on day: CivilDate, under policies: AdoptedPolicies) -> [Deadline.Standing] {
    if since > day { return [] }
    guard repeats, let month else { return [standing(on: day, since: since, due: due)] }
    return policies.reportWindows(from: month, begunBy: day).map { window in
      var row = standing(
        on: day, since: window.first.firstDay, due: window.last.lastDay,
        clause: window.policy.pack.supervision?.reports?.clause)
      row.month = window.last
      return row
    }
  }
}
