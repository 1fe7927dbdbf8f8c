import Policy
import Values

extension ClaimDeadlines {
  /// How many days before it opens a window is announced.
  private static var daysAhead: Int { 31 }

  /// The claims (申报) that have not come: in a window that is open, that opens soon, or that was missed for months that
  /// were paid for.
  ///
  /// > Source: contract 2, section 5.7; 柳人社规〔2022〕9号 二（三）; 景人社字〔2024〕139号 三, 七.
  func claims() -> [Deadline] {
    guard policies.asksForClaims, let approval = claim.runningApproval(in: day.month),
      let office = policies.process(of: approval, in: claim)?.pack.process.stages.first?.office
    else { return [] }
    let subject = RuleSubject(person, ledger)
    let term = subject.basis(of: claim, under: policies)?.term.name
    var rows: [Deadline] = []
    var month = max(
      person.start(of: approval, in: claim, under: policies), day.month.adding(-Month.longestSpan))
    let last = day.month.adding(1)
    while month <= last {
      defer { month = month.adding(1) }
      guard let policy = policies.timeline.inForce(for: month), let rule = policy.rules.claims,
        !claim.isEnded(by: month)
      else { continue }
      let contribution = subject.contribution(for: month, under: policy, term: term)
      if subject.isClaimed(month, claim.claimed, contribution, under: policy, term: term) { continue }
      let days = rule.days(for: month)
      if let days {
        if days.upperBound < approval.date || days.lowerBound > day.adding(days: ClaimDeadlines.daysAhead) { continue }
        if days.upperBound < day, contribution.onTime == .zero { continue }
      } else if contribution.onTime == .zero {
        continue
      }
      if let same = rows.indices.last, rows[same].due == days?.upperBound {
        rows[same].month = month
        continue
      }
      var row = row(
        .claim, office: office, since: days?.lowerBound ?? month.firstDay, due: days?.upperBound, clause: rule.clause,
        startable: days?.lowerBound)
      row.month = month
      rows.append(row)
    }
    return rows
  }
}
