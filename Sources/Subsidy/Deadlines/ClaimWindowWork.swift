import Policy
import Values

extension ClaimWork {
  /// For how many months behind the last one known of a claim its windows are listed one by one, if the person's data decide
  /// whether they are asked for.
  private static var monthsAhead: Int { 120 }

  /// The claims (申报) that have not come: those of the months up to the last one known, and those that follow them.
  ///
  /// > Source: contract 2, section 5.7; 柳人社规〔2022〕9号 二（三）; 景人社字〔2024〕139号 三, 七.
  func claims() -> [OpenWork] {
    guard policies.asksForClaims, let approval, let office = firstOffice else { return [] }
    let subject = RuleSubject(person, ledger)
    let term = subject.basis(of: claim, under: policies)?.term.name
    let start = start(of: approval)
    let known = max(start, approval.date.month, person.contributions.last?.month ?? start)
    // The windows that follow are the same for every person if no rule asks about the person.
    let isPlain = policies.policies.allSatisfy { $0.rules.claims?.when.isEmpty ?? true }
    let claimed = min(claim.claimed.map(\.through).max() ?? known, known.adding(ClaimWork.monthsAhead))
    let last = max(known, claimed).adding(isPlain ? 0 : ClaimWork.monthsAhead)
    var found: [OpenWork] = []
    var month = max(start, last.adding(-Month.longestSpan))
    while month <= last, endedFrom.map({ month < $0 }) ?? true {
      defer { month = month.adding(1) }
      guard let policy = policies.timeline.inForce(for: month), let rule = policy.rules.claims else { continue }
      let contribution = subject.contribution(for: month, under: policy, term: term)
      if subject.isClaimed(month, claim.claimed, contribution, under: policy, term: term) { continue }
      let days = rule.days(for: month)
      if days.map({ $0.upperBound < approval.date }) ?? (contribution.onTime == .zero) { continue }
      var task = task(.claim, office: office, since: days?.lowerBound ?? month.firstDay, clause: rule.clause)
      task.month = month
      task.due = days?.upperBound
      task.isContributed = contribution.onTime > .zero
      task.endedFrom = endedFrom
      found.append(work(task))
    }
    if isPlain, endedFrom.map({ last.adding(1) < $0 }) ?? true {
      var task = task(.claim, office: office, since: approval.date, clause: nil)
      task.month = last.adding(1)
      task.endedFrom = endedFrom
      task.repeats = true
      found.append(work(task))
    }
    return found
  }
}

/// The windows of one claim on a day; months with the same window are one row.
struct ClaimWindowRows {
  /// How many days before it opens a window is announced.
  private static var daysAhead: Int { 31 }

  private let day: CivilDate
  private let policies: AdoptedPolicies
  private(set) var rows: [Deadline.Standing] = []

  init(on day: CivilDate, under policies: AdoptedPolicies) {
    self.day = day
    self.policies = policies
  }

  /// Takes the next month that is to be claimed, or all that follow it.
  mutating func take(_ task: OpenTask) {
    guard let first = task.month else { return }
    if !task.repeats { return take(task, first, since: task.since, due: task.due, clause: task.clause) }
    var month = max(first, day.month.adding(-Month.longestSpan))
    while month <= day.month.adding(1), task.endedFrom.map({ month < $0 }) ?? true {
      if let rule = policies.timeline.inForce(for: month)?.rules.claims, let days = rule.days(for: month),
        days.upperBound >= task.since
      {
        take(task, month, since: days.lowerBound, due: days.upperBound, clause: rule.clause)
      }
      month = month.adding(1)
    }
  }

  private mutating func take(
    _ task: OpenTask, _ month: Month, since: CivilDate, due: CivilDate?, clause: String?
  ) {
    if month > day.month.adding(1) { return }
    if let due {
      if since > day.adding(days: ClaimWindowRows.daysAhead) { return }
      if due < day, !task.isContributed { return }
    }
    if let same = rows.indices.last, rows[same].due == due {
      rows[same].month = month
      return
    }
    var row = task.standing(on: day, since: since, due: due, clause: clause, startable: due == nil ? nil : since)
    row.month = month
    rows.append(row)
  }
}
