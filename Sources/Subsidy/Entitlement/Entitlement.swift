public import Policy
public import Values

/// What one person is due in one scheme, month by month, with what was paid and what is to be recovered.
///
/// > Source: contract sections 6 and 7.
public struct ClaimEntitlement: Hashable, Sendable {
  /// The person's number in the state that was evaluated.
  public let person: UInt32
  /// The scheme's number in the state that was evaluated.
  public let scheme: UInt32
  /// How long the months run; nil without an approval, an adopted policy or a registration.
  public let basis: Basis?
  /// The term that says so; nil without a basis.
  public let term: Policy.Term?
  /// Months used: those enjoyed elsewhere and the slots taken.
  public let usedMonths: Int
  /// Months left; nil if they run until retirement or there is no basis.
  public let remainingMonths: Int?
  /// Every month with a contribution, an order or a payment, ascending.
  public let months: [MonthEntitlement]
  /// What is to be recovered.
  public let recovery: RecoverySums
}

/// What one month is worth and what became of it.
public struct MonthEntitlement: Hashable, Sendable, BitwiseCopyable {
  /// The month.
  public let month: Month
  /// The position, among the scheme's adopted policies, of the one in force; -1 where there is none.
  let policyIndex: Int32
  /// The contribution that counts for the month; zero if there is none.
  public let contribution: Fen
  /// What the month is worth.
  public internal(set) var entitled = Fen.zero
  /// What was paid or kept back for a demand, less what came back; below zero if more came back than was paid.
  public let paid: Fen
  /// What of it was kept back for a demand (抵扣).
  public let offset: Fen
  /// What was recovered.
  public let repaid: Fen
  /// What is ordered and not answered.
  public let inFlight: Fen
  /// Why the month is not entitled; empty for an entitled one.
  public internal(set) var reasons: ReasonSet
  /// Its place among the months with a slot, counted from 1 in the order in which they were given; 0 without one.
  ///
  /// Months enjoyed elsewhere are not counted.
  public internal(set) var slot: UInt32 = 0

  /// What the person holds of the month: never below zero.
  public var held: Fen { (paid - repaid).orZero }
  /// What can still be paid.
  public var payable: Fen { (entitled - held - inFlight).orZero }
  /// What was paid too much.
  public var overpaid: Fen { (held - entitled).orZero }
  /// Whether the person holds more than they contributed, and no more than the month is worth.
  ///
  /// What goes to the insurance fund pays the fund's part beside the person's contribution.
  func isHeldAboveContribution(under policies: AdoptedPolicies) -> Bool {
    contribution > .zero && held > contribution && overpaid == .zero && policy(in: policies)?.pack.payee == .person
  }
  /// What was ever paid too much, be it recovered since.
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
  /// Paid too much, over all months.
  public var overpaid = Fen.zero
  /// Demanded, and not cancelled.
  public var demanded = Fen.zero
  /// Received for demands that were made, and not paid back.
  public var repaid = Fen.zero
  /// Kept back for them of months that were due (抵扣).
  public var offset = Fen.zero
  /// Received for them and paid back to the person (退还).
  public var refunded = Fen.zero
  /// Received beyond the debt, so that it may be paid back.
  public var refundable = Fen.zero
  /// What red-letter entries took back of receipts, and of what was given up (红字冲销).
  public var reversed = Fen.zero
  /// Given up of demands that were made.
  public var writtenOff = Fen.zero
  /// Still to come.
  public var outstanding = Fen.zero
  /// Paid too much and not demanded yet.
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
