import Policy
public import Values

/// The amounts due to one person in one scheme, as people read them: by names, so that no reader needs the state as well.
///
/// > Source: contract sections 6 and 7.
public struct ClaimStatement: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// How long the months run; nil without an approval, an adopted policy or a registration.
  public let basis: Basis?
  /// The name of the term that sets it; nil without a basis.
  public let term: String?
  /// Months used: those enjoyed elsewhere and the slots taken.
  public let usedMonths: Int
  /// Months left; nil if they run until retirement or there is no basis.
  public let remainingMonths: Int?
  /// The months that are listed, ascending: all of them, or those that a list is about.
  public var months: [MonthStatement]
  /// The worth of all its months.
  public let entitled: Fen
  /// The amount paid for them, less the amount returned.
  public let paid: Fen
  /// The amount that can still be paid for them.
  public let payable: Fen
  /// The amounts to be recovered.
  public let recovery: RecoverySums

  /// Makes a statement.
  public init(
    person: Identifier, scheme: Identifier, basis: Basis?, term: String?, usedMonths: Int, remainingMonths: Int?,
    months: [MonthStatement] = [], entitled: Fen, paid: Fen, payable: Fen, recovery: RecoverySums
  ) {
    self.person = person
    self.scheme = scheme
    self.basis = basis
    self.term = term
    self.usedMonths = usedMonths
    self.remainingMonths = remainingMonths
    self.months = months
    self.entitled = entitled
    self.paid = paid
    self.payable = payable
    self.recovery = recovery
  }
}

/// The worth of one month of a claim and the money moved for it, as people read them.
public struct MonthStatement: Hashable, Sendable {
  /// The month.
  public let month: Month
  /// The pack in force; nil if there is none.
  public let policy: Identifier?
  /// The contribution that counts for the month; zero if there is none.
  public let contribution: Fen
  /// The worth of the month.
  public let entitled: Fen
  /// The amount paid or kept back for a demand, less the amount returned.
  public let paid: Fen
  /// The amount recovered.
  public let repaid: Fen
  /// The amount ordered and not answered.
  public let inFlight: Fen
  /// The amount that can still be paid.
  public let payable: Fen
  /// The amount overpaid.
  public let overpaid: Fen
  /// The part of ``paid`` that was kept back for a demand (抵扣).
  public let offset: Fen
  /// Why the month is not entitled; empty for an entitled one.
  public let reasons: [Reason]

  /// Makes a statement.
  public init(
    month: Month, policy: Identifier?, contribution: Fen, entitled: Fen, paid: Fen, repaid: Fen, inFlight: Fen,
    payable: Fen, overpaid: Fen, offset: Fen, reasons: [Reason]
  ) {
    self.month = month
    self.policy = policy
    self.contribution = contribution
    self.entitled = entitled
    self.paid = paid
    self.repaid = repaid
    self.inFlight = inFlight
    self.payable = payable
    self.overpaid = overpaid
    self.offset = offset
    self.reasons = reasons
  }

  /// States a month that was evaluated.
  public init(_ month: MonthEntitlement, policy: Identifier?, reasons: [Reason]) {
    self.init(
      month: month.month, policy: policy, contribution: month.contribution, entitled: month.entitled,
      paid: month.paid, repaid: month.repaid, inFlight: month.inFlight, payable: month.payable,
      overpaid: month.overpaid, offset: month.offset, reasons: reasons)
  }

  /// States a month that was evaluated under the policies of its scheme.
  init(_ month: MonthEntitlement, under policies: AdoptedPolicies, term: Policy.Term?) {
    let policy = month.policy(in: policies)
    self.init(
      month, policy: policy?.pack.id,
      reasons: month.reasons.isEmpty ? [] : month.reasons.reasons(under: policy, term: term))
  }
}

extension ClaimStatement {
  /// States a claim that was evaluated, with all its months.
  public init(_ claim: ClaimEntitlement, in state: LedgerState) {
    let policies = state.timelines[Int(claim.scheme)]
    var sums = AuditTotals()
    sums.add(claim)
    self.init(
      person: state.persons[claim.person], scheme: state.schemes[claim.scheme], basis: claim.basis,
      term: claim.term?.name, usedMonths: claim.usedMonths, remainingMonths: claim.remainingMonths,
      months: claim.months.map { MonthStatement($0, under: policies, term: claim.term) }, entitled: sums.entitled,
      paid: sums.paid, payable: sums.payable, recovery: claim.recovery)
  }
}

extension LedgerState {
  /// The amounts due to a person, by the schemes' names.
  public func statements(ofPersonAt number: Int) -> [ClaimStatement] {
    entitlementsByScheme(ofPersonAt: number).map { ClaimStatement($0, in: self) }
  }
}
