public import Values

/// The part of a ledger that a report for auditors is about: a scheme, an operator, some months of payment, or all of it.
public struct AuditCut: Hashable, Sendable {
  /// Only this scheme.
  public var scheme: Identifier?
  /// Only the decisions this operator answers for.
  public var by: Identifier?
  /// The first month of payment.
  public var from: Month?
  /// The last month of payment.
  public var through: Month?

  /// All of the ledger, or a part of it.
  public init(scheme: Identifier? = nil, by: Identifier? = nil, from: Month? = nil, through: Month? = nil) {
    self.scheme = scheme
    self.by = by
    self.from = from
    self.through = through
  }

  /// Whether nothing is left out.
  public var isWhole: Bool { self == AuditCut() }

  /// Whether every claim is in it with all of its money, or with none.
  public var isOfWholeClaims: Bool { by == nil && !hasMonths }

  private var hasMonths: Bool { from != nil || through != nil }

  /// Whether money that was paid in a month is in it; nil for a month that is not known.
  func includes(paidIn month: Month?) -> Bool {
    if !hasMonths { return true }
    guard let month else { return false }
    return month >= from ?? month && month <= through ?? month
  }

  private func includes(_ operators: [Identifier]) -> Bool {
    by.map { by in operators.contains { $0.isSameOperator(as: by) } } ?? true
  }

  /// Whether money that was paid wrongly is in it.
  public func includes(_ payment: WrongPayment, in calendar: RecordedMonths) -> Bool {
    payment.scheme == scheme ?? payment.scheme && includes(payment.responsible)
      && includes(paidIn: calendar.month(of: payment.paidBy))
  }

  /// The findings that are in it.
  ///
  /// A finding about a month that was paid belongs to the month of its last payment, any other to the month of the last event
  /// that it names. A finding that names neither event nor operator, such as one about money that is not demanded, is in the
  /// cut if its claim has wrong money in the cut.
  ///
  /// - Parameters:
  ///   - findings: all of them.
  ///   - wrong: the money in the cut that was paid wrongly.
  ///   - state: the ledger.
  ///   - calendar: when its events were recorded.
  /// - Returns: those of the cut, in their order.
  public func findings(
    of findings: [Finding], _ wrong: [WrongPayment], in state: LedgerState, _ calendar: RecordedMonths
  ) -> [Finding] {
    if isWhole { return findings }
    let claims = Set(wrong.map { Claim(person: $0.person, scheme: $0.scheme) })
    return findings.filter { finding in
      if let scheme, finding.scheme != scheme { return false }
      if isOfWholeClaims { return true }
      if finding.sequences.isEmpty, finding.responsible.isEmpty, let person = finding.person,
        let scheme = finding.scheme
      {
        return claims.contains(Claim(person: person, scheme: scheme))
      }
      return includes(finding.responsible)
        && includes(paidIn: (state.lastPayment(of: finding) ?? finding.sequences.last).flatMap(calendar.month(of:)))
    }
  }

  private struct Claim: Hashable {
    let person: Identifier
    let scheme: Identifier
  }
}

extension LedgerState {
  /// The event that paid the month of a finding last; nil if the finding is about no month, or one never paid.
  fileprivate func lastPayment(of finding: Finding) -> UInt64? {
    guard let month = finding.month, let person = finding.person.flatMap({ number(ofPerson: $0) }),
      let scheme = finding.scheme.flatMap({ schemes.number(of: $0) })
    else { return nil }
    return people[Int(person)].claim(scheme: scheme)?.lastPayment(of: month)?.event
  }
}
