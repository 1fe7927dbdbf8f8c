public import Policy
public import Values

/// The amounts due to one person in one scheme, month by month, with the amounts paid and to be recovered.
///
/// > Source: contract sections 6 and 7.
public struct ClaimEntitlement: Hashable, Sendable {
  /// The person's number in the state that was evaluated.
  public let person: UInt32
  /// The scheme's number in the state that was evaluated.
  public let scheme: UInt32
  /// How long the months run; nil without an approval, an adopted policy or a registration.
  public let basis: Basis?
  /// The term that sets it; nil without a basis.
  public let term: Policy.Term?
  /// Months used: those enjoyed elsewhere and the slots taken.
  public let usedMonths: Int
  /// Months left; nil if they run until retirement or there is no basis.
  public let remainingMonths: Int?
  /// Every month with a contribution, an order or a payment, ascending.
  public let months: [MonthEntitlement]
  /// The amounts to be recovered.
  public let recovery: RecoverySums
}

/// The worth of one month and the money moved for it.
public struct MonthEntitlement: Hashable, Sendable, BitwiseCopyable {
  /// The month.
  public let month: Month
  /// The position, among the scheme's adopted policies, of the one in force; -1 if there is none.
  let policyIndex: Int32
  /// The contribution that counts for the month; zero if there is none.
  public let contribution: Fen
  /// The worth of the month.
  public internal(set) var entitled = Fen.zero
  /// The amount paid or kept back for a demand, less the amount returned; below zero if more was returned than paid.
  public let paid: Fen
  /// The part of ``paid`` that was kept back for a demand (抵扣).
  public let offset: Fen
  /// The amount recovered.
  public let repaid: Fen
  /// The amount ordered and not answered.
  public let inFlight: Fen
  /// Why the month is not entitled; empty for an entitled one.
  public internal(set) var reasons: ReasonSet
  /// Its position among the months with a slot, counted from 1 in the order in which the slots were given; 0 without one.
  ///
  /// Months enjoyed elsewhere are not counted.
  public internal(set) var slot: UInt32 = 0

  /// The amount that the person holds for the month: never below zero.
  public var held: Fen { (paid - repaid).orZero }
  /// The amount that can still be paid.
  public var payable: Fen { (entitled - held - inFlight).orZero }
  /// The amount overpaid.
  public var overpaid: Fen { (held - entitled).orZero }
  /// Whether the person holds more than they contributed, and no more than the month is worth.
  ///
  /// A payment to the insurance fund pays the fund's part, not the person's contribution.
  func isHeldAboveContribution(under policies: AdoptedPolicies) -> Bool {
    contribution > .zero && held > contribution && overpaid == .zero && policy(in: policies)?.pack.payee == .person
  }
  /// The amount that was ever overpaid, even if it was recovered since.
  public var wronglyPaid: Fen { (paid - entitled).orZero }

  /// Why the month is not entitled, each reason with its clause.
  ///
  /// - Parameters:
  ///   - policies: those of its scheme.
  ///   - term: the claim's term.
  /// - Returns: none for an entitled month.
  public func reasons(in policies: AdoptedPolicies, term: Policy.Term?) -> [Reason] {
    reasons.reasons(under: policy(in: policies), term: term)
  }

  /// The policy in force for the month, among those of its scheme.
  public func policy(in policies: AdoptedPolicies) -> Policy? {
    policyIndex < 0 ? nil : policies.policies[Int(policyIndex)]
  }
}

/// The sums of recovery.
///
/// > Source: contract section 6.7.
public struct RecoverySums: Hashable, Sendable, BitwiseCopyable {
  /// Overpaid, over all months.
  public var overpaid = Fen.zero
  /// Demanded, and not cancelled.
  public var demanded = Fen.zero
  /// Received for demands that were made, and not paid back.
  public var repaid = Fen.zero
  /// Kept back for them from months that were due (抵扣).
  public var offset = Fen.zero
  /// Received for them and paid back to the person (退还).
  public var refunded = Fen.zero
  /// Received beyond the debt, so that it may be paid back.
  public var refundable = Fen.zero
  /// Receipts and write-offs that red-letter entries took back (红字冲销).
  public var reversed = Fen.zero
  /// Written off from demands that were made.
  public var writtenOff = Fen.zero
  /// Still to come.
  public var outstanding = Fen.zero
  /// Overpaid and not demanded yet.
  public var undemanded = Fen.zero

  /// No recovery.
  public init() {}

  /// Whether any of the sums is above zero.
  public var isAny: Bool { self != RecoverySums() }

  /// Adds the sums of another claim.
  public static func += (left: inout RecoverySums, right: RecoverySums) {
    left.overpaid += right.overpaid
    left.demanded += right.demanded
    left.repaid += right.repaid
    left.offset += right.offset
    left.refunded += right.refunded
    left.refundable += right.refundable
    left.reversed += right.reversed
    left.writtenOff += right.writtenOff
    left.outstanding += right.outstanding
    left.undemanded += right.undemanded
  }
}
