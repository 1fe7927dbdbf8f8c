import Policy
public import Values

/// From when to when an approval can be enjoyed, and how many months that is (批准补贴月数、享受补贴起止日期).
public struct GrantedMonths: Hashable, Sendable {
  /// The first month.
  public let first: Month
  /// The last month that is possible.
  public let last: Month

  /// How many months there are; zero where nothing is left.
  public var count: Int { max(0, Int(last.index - first.index) + 1) }
}

extension LedgerState {
  /// The months that a basis grants a person in a scheme from a first month on.
  ///
  /// Of a number of months, those enjoyed elsewhere and those of the scheme that money was paid or ordered for before
  /// the first month are used up; later ones are the approval's own, so that the answer stays the same as it is paid.
  /// From a month on that the rule on the retirement month is against, none is granted.
  public func granted(
    _ basis: Basis, from first: Month, to person: Identifier, in scheme: Identifier
  ) -> GrantedMonths {
    var last: Month
    switch basis {
    case .until(let month): last = month
    case .months(let months):
      let prior = self.person(person)?.registered?.prior?.months ?? 0
      let used = entitlement(of: person, in: scheme)?.months.count { month in
        month.month < first && month.reasons.isEmpty && month.hasMoney
      }
      last = first.adding(max(0, months - prior - (used ?? 0)) - 1)
    }
    if let state = self.person(person), let policies = timeline(of: scheme) {
      let subject = RuleSubject(state, self)
      let term = self.basis(of: person, in: scheme, approvedOn: first.firstDay)?.term.name
      var month = first
      while month <= last, subject.retiredRule(against: month, under: policies, term: term) == nil {
        month = month.adding(1)
      }
      last = min(last, month.adding(-1))
    }
    return GrantedMonths(first: first, last: last)
  }
}

extension LedgerState {
  /// The approval of a person in a scheme that a month falls under: started, neither ended nor suspended, nor past its
  /// last possible month; nil where there is none.
  ///
  /// It does not ask whether the month was contributed for: who misses one is still in receipt (在享).
  public func currentApproval(
    of person: Identifier, in scheme: Identifier, for month: Month, _ records: CaseRecords
  ) -> ApplicationCase? {
    guard let number = schemes.number(of: scheme), let state = self.person(person),
      let claim = state.claim(scheme: number), !claim.hasFraud,
      let approval = state.approval(of: claim, for: month, under: timelines[Int(number)])
    else { return nil }
    guard !claim.isEnded(month, after: approval), !claim.isSuspended(month),
      let application = records[person].application(names[approval.application]), let approved = application.approved,
      month
        <= granted(
          approved.basis, from: state.start(of: approval, in: claim, under: timelines[Int(number)]), to: person,
          in: scheme
        ).last
    else { return nil }
    return application
  }

  /// The district that an application belongs to: where it was made, else where the household is.
  ///
  /// > Source: the packs' interpretation P47: the district of the application decides, and stays.
  public func district(of application: ApplicationCase?, _ person: Identifier) -> Region? {
    application?.applied?.district ?? self.person(person)?.registered?.household
  }
}
