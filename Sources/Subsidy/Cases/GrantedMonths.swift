import Policy
public import Values

/// From when to when an approval can be enjoyed, and how many months that is (批准补贴月数、享受补贴起止日期).
public struct GrantedMonths: Hashable, Sendable {
  /// The first month.
  public let first: Month
  /// The last month that is possible.
  public let last: Month

  /// How many months there are; zero if nothing is left.
  public var count: Int { max(0, Int(last.index - first.index) + 1) }
}

extension LedgerState {
  /// The months that a basis grants to a person in a scheme from a first month on.
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
  /// The approval of a person in a scheme that a month falls under: started, neither ended nor suspended, nor past its last
  /// possible month; nil if there is none.
  ///
  /// It does not matter whether the month was contributed for: a person who misses one is still in receipt (在享).
  public func currentApproval(
    of person: Identifier, in scheme: Identifier, for month: Month, _ records: CaseRecords
  ) -> ApplicationCase? {
    var months = MonthsInReceipt(self, of: person, in: scheme, records)
    return months?.approval(for: month)
  }

  /// The district that an application belongs to: the one in which it was made, else that of the household.
  ///
  /// > Source: the packs' interpretation P47: the district of the application decides, and stays.
  public func district(of application: ApplicationCase?, _ person: Identifier) -> Region? {
    application?.applied?.district ?? self.person(person)?.registered?.household
  }
}

/// The approvals of a person in a scheme, and which months fall under them; the length of each is computed once.
struct MonthsInReceipt {
  private let ledger: LedgerState
  private let key: Identifier
  private let scheme: Identifier
  private let person: PersonState
  private let claim: ClaimState
  private let policies: AdoptedPolicies
  private let records: CaseRecords
  /// The application and the last month of each approval, by the application's number.
  private var spans: [UInt32: (application: ApplicationCase, last: Month)?] = [:]

  /// Names a person's claim; nil if there is none, or fraud has voided it.
  init?(_ ledger: LedgerState, of key: Identifier, in scheme: Identifier, _ records: CaseRecords) {
    guard let number = ledger.schemes.number(of: scheme), let person = ledger.person(key),
      let claim = person.claim(scheme: number), !claim.hasFraud
    else { return nil }
    (self.ledger, self.key, self.scheme, self.records) = (ledger, key, scheme, records)
    (self.person, self.claim, policies) = (person, claim, ledger.timelines[Int(number)])
  }

  /// The approval that a month falls under; nil if there is none.
  mutating func approval(for month: Month) -> ApplicationCase? {
    guard let approval = person.approval(of: claim, for: month, under: policies),
      !claim.isEnded(month, after: approval), !claim.isSuspended(month), let span = span(of: approval),
      month <= span.last
    else { return nil }
    return span.application
  }

  /// How many months from one to another fall under an approval; none does after the last month that any approval grants.
  mutating func count(from first: Month, through last: Month) -> Int {
    var (count, next, end) = (0, first, claim.approvals.compactMap { span(of: $0)?.last }.max() ?? .first)
    end = min(end, last)
    while next <= end {
      if approval(for: next) != nil { count += 1 }
      next = next.adding(1)
    }
    return count
  }

  private mutating func span(of approval: ClaimState.Approval) -> (application: ApplicationCase, last: Month)? {
    if let known = spans[approval.application] { return known }
    var found: (application: ApplicationCase, last: Month)?
    if let application = records[key].application(ledger.names[approval.application]),
      let approved = application.approved
    {
      let start = person.start(of: approval, in: claim, under: policies)
      found = (application, ledger.granted(approved.basis, from: start, to: key, in: scheme).last)
    }
    spans[approval.application] = .some(found)
    return found
  }
}
