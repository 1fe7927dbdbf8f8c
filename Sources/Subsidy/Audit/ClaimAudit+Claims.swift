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
    var found: [Month: (clause: String?, events: [Event])] = [:]
    for event in events.effective {
      guard case .claimed(let body) = event.body, body.scheme == scheme else { continue }
      let one = [ClaimState.ClaimedMonths(from: body.from, through: body.through, on: body.on)]
      var month = max(body.from, body.through.adding(-Month.longestSpan))
      while month <= body.through {
        if let policy = policies.timeline.inForce(for: month), let rule = policy.rules.claims {
          let contribution = subject.contribution(for: month, under: policy, term: term)
          if !subject.isClaimed(month, one, contribution, under: policy, term: term) {
            found[month, default: (rule.clause, [])].events.append(event)
          }
        }
        month = month.adding(1)
      }
    }
    return found.sorted { $0.key < $1.key }.map { month, found in
      finding(
        .claimOutOfWindow, month: month, responsible: found.events.map(\.by), clause: found.clause,
        sequences: found.events.map(\.sequence))
    }
  }
}
