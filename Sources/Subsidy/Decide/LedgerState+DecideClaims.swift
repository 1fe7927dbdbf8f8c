import Policy
import Values

extension LedgerState {
  /// Decides a claim (申报): every month of it can be claimed on its day, or the whole claim is refused.
  ///
  /// > Source: contract 2, sections 5.7 and 6.
  func decide(_ body: Claimed) throws(Refusal) -> [EventBody] {
    guard let person = person(body.person), let policies = timeline(of: body.scheme) else {
      throw .unknownScheme(body.scheme)
    }
    if body.through.index - body.from.index >= Int32(Month.longestSpan) {
      throw .tooFarAhead(field: "through", found: body.through, most: body.from.adding(Month.longestSpan - 1))
    }
    let subject = RuleSubject(person, self)
    let term = schemes.number(of: body.scheme).flatMap { person.claim(scheme: $0) }
      .flatMap { subject.basis(of: $0, under: policies)?.term.name }
    var month = body.from
    while month <= body.through {
      guard let policy = policies.timeline.inForce(for: month) else { throw .claimWithoutPolicy(month) }
      if let rule = subject.claimRule(for: month, under: policy, term: term) {
        let contribution = subject.contribution(for: month, under: policy, term: term)
        switch rule.fault(ofClaimOn: body.on, for: month, contribution) {
        case nil: break
        case .outOfWindow(let days):
          throw .claimOutOfWindow(month, days: days, found: body.on, clause: rule.clause)
        case .beforeEnd: throw .claimBeforeEnd(month, clause: rule.clause)
        case .beforeContribution: throw .claimBeforeContribution(month, clause: rule.clause)
        }
      }
      month = month.adding(1)
    }
    return [.claimed(body)]
  }

  /// Decides an extension: one that would not count is refused.
  ///
  /// A claim whose months ran out can be extended even after a sweep has ended it, because this is the case that the document
  /// means; the further months then come with a new application.
  ///
  /// > Source: 连政办发〔2021〕50号（十二）, 期满仍未实现稳定就业的…一次性延长，延长期不超过1年; interpretation P19; contract 2,
  ///   section 6.
  func decide(_ body: Extended) throws(Refusal) -> [EventBody] {
    let claim = try approvedClaim(body.person, body.scheme)
    if claim.isEnded, !claim.hasRunOut { throw .alreadyEnded(body.scheme) }
    guard let number = number(ofPerson: body.person).map({ Int($0) }), let policies = timeline(of: body.scheme),
      let basis = RuleSubject(people[number], self).basis(of: claim, under: policies)
    else { throw .noExtension(body.scheme) }
    guard let rule = basis.term.extensionRule else {
      guard let other = basis.policy.rules.terms.compactMap(\.extensionRule).first else {
        throw .noExtension(body.scheme)
      }
      throw .nothingToExtend(clause: other.clause)
    }
    if basis.extended != nil { throw .extensionTaken(clause: rule.clause) }
    guard body.months >= 1, body.months <= rule.maximumMonths else {
      throw .extensionTooLong(most: rule.maximumMonths, clause: rule.clause)
    }
    if rule.after == .usedUp {
      guard let position = people[number].claims.firstIndex(where: { $0.scheme == claim.scheme }) else {
        preconditionFailure("the claim is the person's")
      }
      let standing = limitStanding(ofPersonAt: number, position, before: size)
      if !standing.isUsedUp { throw .limitNotUsedUp(clause: rule.clause) }
      let subject = RuleSubject(people[number], self)
      if !subject.isOpen(rule, afterSlotIn: standing.lastSlot, term: basis.term.name, under: basis.policy) {
        throw .extensionNotOpen(after: standing.lastSlot, clause: rule.clause)
      }
    }
    return [.extended(body)]
  }
}
