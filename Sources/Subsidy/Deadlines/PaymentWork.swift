import Policy
import Values

extension ClaimWork {
  /// The months that are payable and not paid.
  func payments(of entitlement: ClaimEntitlement) -> [OpenWork] {
    if claim.approvals.isEmpty { return [] }
    return entitlement.months.compactMap { month in
      guard month.payable > .zero, let wait = wait(for: month) else { return nil }
      var task = task(.payment, office: wait.office, since: wait.since, clause: wait.clause)
      task.month = month.month
      task.due = wait.due
      return work(task)
    }
  }

  /// How long a month has been waiting for its money.
  struct Wait {
    /// The approval that it rests on.
    let approval: ClaimState.Approval
    /// The office that pays, as the document names it.
    let office: String
    /// Since when it could be paid: from the approval, or from the contribution if that was paid later.
    let since: CivilDate
    /// The last day in time; nil if the document names none.
    let due: CivilDate?
    /// The clause that sets the day.
    let clause: String?
  }

  /// How long a month has been waiting once it has begun; nil for one that no approval covers.
  ///
  /// No document names a number of days (确保及时到位). If it names a cycle, a month is due by the end of the period
  /// that it belongs to; if it names none, only the time since when it waits is given.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（三）; 景人社字〔2024〕139号 三 (按季度); interpretation P39 of the documents.
  func wait(for month: MonthEntitlement) -> Wait? {
    guard let policy = month.policy(in: policies),
      let approval = person.approval(of: claim, for: month.month, under: policies),
      let office = policies.process(of: approval, in: claim)?.pack.process.stages.last?.office
    else { return nil }
    let cycle = policy.pack.supervision?.cycle
    let paidOn = person.contributions(for: month.month).map(\.paidOn).max() ?? approval.date
    let since = max(approval.date, paidOn)
    // A month that was approved late belongs to the period of its approval: it is not overdue before it could be paid.
    let due = cycle.map { $0.every.lastMonth(of: max(month.month, since.month)).lastDay }
    return Wait(approval: approval, office: office, since: since, due: due, clause: cycle?.clause)
  }
}
