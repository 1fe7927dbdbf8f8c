import Policy
import Values

extension ClaimAudit {
  /// Claims (申报) with a month for which they have no effect: one finding for each such month.
  ///
  /// > Source: contract 2, section 5.7.
  func claimsOutOfWindow() -> [Finding] {
    guard policies.asksForClaims, !claim.claimed.isEmpty else { return [] }
    let subject = RuleSubject(person, state)
    let term = subject.basis(of: claim, under: policies)?.term.name
    var found: [Month: (clause: String?, claims: [ClaimState.ClaimedMonths])] = [:]
    for one in claim.claimed {
      var month = max(one.from, one.through.adding(-Month.longestSpan))
      while month <= one.through {
        if let policy = policies.timeline.inForce(for: month), let rule = policy.rules.claims {
          let contribution = subject.contribution(for: month, under: policy, term: term)
          if !subject.isClaimed(month, [one], contribution, under: policy, term: term) {
            found[month, default: (rule.clause, [])].claims.append(one)
          }
        }
        month = month.adding(1)
      }
    }
    return found.sorted { $0.key < $1.key }.map { month, found in
      let events = found.claims.flatMap { eventsOf($0) }
      return finding(
        .claimOutOfWindow, month: month, responsible: events.map(\.by), clause: found.clause,
        sequences: events.map(\.sequence))
    }
  }

  private func eventsOf(_ one: ClaimState.ClaimedMonths) -> [Event] {
    events.effective.filter { event in
      guard case .claimed(let body) = event.body else { return false }
      return body.scheme == scheme && body.from == one.from && body.through == one.through && body.on == one.on
    }
  }
}
