public import Policy
public import Values

/// The state of one person: registration, facts, contributions and, for each scheme, a claim.
public struct PersonState: Sendable {
  /// The last registration, whole.
  public internal(set) var registered: Registration?
  /// The number of the last event that erased private data of the person; nil if none did.
  public internal(set) var lastErased: UInt64?
  /// The number of the last event that named private data of the registration; nil if none did.
  var dataNamed: UInt64?
  /// The number of the event that erased the private data of the registration; nil if nothing did, or others came since.
  public var erased: UInt64? { dataNamed.flatMap { named in lastErased.flatMap { named < $0 ? $0 : nil } } }
  /// The digest of the private data that entries are laid over; nil if there are none, or none any more.
  public var currentData: String? { erased == nil ? registered?.vault : nil }
  /// Facts in the order in which they were recorded.
  public internal(set) var facts: [Fact] = []
  /// The districts in which the household is registered, each with the day from which it holds.
  public internal(set) var households = Households()
  /// The day of retirement that the person chose; nil for the statutory one.
  public internal(set) var retirementChosen: CivilDate?
  /// The parts of the contribution for each month, by month: the last one of each kind.
  public internal(set) var contributions: [Contribution] = []
  /// The last confirmed first month of each application.
  public internal(set) var confirmations: [Confirmation] = []
  /// The days of the periodic reports, ascending and distinct.
  public internal(set) var reports: [Report] = []
  /// The months whose contribution the bank could not collect, ascending and distinct.
  public internal(set) var failedDebits: [Month] = []
  /// The last outcome of each check, in the order in which the checks were first made; a check that is missing was not made.
  public internal(set) var checks: [Check] = []
  /// Whether a month was paid before a contribution for it was known.
  var wasPaidEarly = false
  /// The claims, by scheme number, in the order in which the schemes were first named for the person.
  public internal(set) var claims: [ClaimState] = []

  /// A registration without the person's name.
  public struct Registration: Sendable {
    /// The date of birth.
    public let birth: CivilDate
    /// Whether the person is a man.
    public let isMale: Bool
    /// The household as it was last registered.
    public let household: Region
    /// Months enjoyed elsewhere.
    public let prior: Registered.Prior?
    /// A woman's own statutory age in years, 50 or 55.
    public let womenAge: Int?
    /// The digest of the private data in the vault.
    public let vault: String?
    /// The sequence number of its event.
    let sequence: UInt64
  }

  /// The digests of earlier private data, each with the sequence number from which it held.
  var earlierPayees: [(digest: String?, since: UInt64)] = []

  /// The digest of the private data that counted just before an event; nil if there were none.
  public func payee(before sequence: UInt64) -> String? { payeeEntry(before: sequence)?.digest }

  /// The same with the sequence numbers from and to which it held.
  func payeeEntry(before sequence: UInt64) -> (digest: String?, since: UInt64, until: UInt64)? {
    guard let registered else { return nil }
    if registered.sequence < sequence { return (registered.vault, registered.sequence, .max) }
    guard let place = earlierPayees.lastIndex(where: { $0.since < sequence }) else { return nil }
    let next = place + 1 < earlierPayees.count ? earlierPayees[place + 1].since : registered.sequence
    return (earlierPayees[place].digest, earlierPayees[place].since, next)
  }

  /// A periodic report.
  public struct Report: Hashable, Sendable, BitwiseCopyable {
    /// The day of the report.
    public let on: CivilDate
  }

  /// The last outcome of a check.
  public struct Check: Hashable, Sendable {
    /// The check's number among ``LedgerState/names``.
    public let check: UInt32
    /// Whether nothing was found against the person.
    public internal(set) var hasPassed: Bool
    /// The day of the comparison.
    public internal(set) var on: CivilDate
    /// The source of the data.
    public internal(set) var source: String
  }

  /// A confirmed first month.
  public struct Confirmation: Sendable, BitwiseCopyable {
    /// The application's number among ``LedgerState/names``.
    public let application: UInt32
    /// The first month.
    public internal(set) var from: Month
  }

  /// A fact with the days on which it holds.
  public struct Fact: Sendable, BitwiseCopyable {
    /// The code's ``FactCode/ordinal``.
    let ordinal: UInt8
    /// The first day.
    let from: CivilDate
    /// The last day, the end of time for an open one; before ``from`` if the fact has no day at all.
    let to: CivilDate
    /// The number of its detail among ``LedgerState/details``; nil if the detail is not a code, or there is none.
    let detail: UInt32?

    /// Whether it has no last day.
    var isOpen: Bool { to == CivilDate(days: .max) }

    /// The fact.
    public var code: FactCode { FactCode.allCases[Int(ordinal)] }

    /// Whether the fact has a day between two days.
    func hasDay(from first: CivilDate, to last: CivilDate) -> Bool { from <= last && to >= first && from <= to }
  }

  /// A part of the contribution for one month: one insurance's, or all insurances' together.
  public struct Contribution: Sendable, BitwiseCopyable {
    /// The month it was paid for.
    public let month: Month
    /// The day it was paid on.
    public let paidOn: CivilDate
    /// How much was paid; zero for a refund.
    public let amount: Fen
    /// The insurance; nil for all of them together.
    public let kind: InsuranceKind?
    /// The earliest day that was recorded for the part since it was last zero or absent: the bureau's later correction of
    /// a day makes no claim too early.
    ///
    /// > Source: contract 2, section 5.7.
    public internal(set) var firstPaidOn: CivilDate

    /// Makes a part.
    public init(month: Month, paidOn: CivilDate, amount: Fen, kind: InsuranceKind? = nil) {
      self.month = month
      self.paidOn = paidOn
      self.amount = amount
      self.kind = kind
      firstPaidOn = paidOn
    }
  }

  /// The claim in a scheme; nil if no event of the person names the scheme.
  public func claim(scheme: UInt32) -> ClaimState? { claims.first { $0.scheme == scheme } }

  /// The month in which an approval starts: as last confirmed for its application, else as approved, and not before the
  /// earliest month that the policy of the approval's day allows.
  ///
  /// > Source: contract section 6.2; contract 2, section 5.4.
  public func start(
    of approval: ClaimState.Approval, in claim: ClaimState, under policies: AdoptedPolicies
  ) -> Month {
    let start = confirmations.first { $0.application == approval.application }?.from ?? approval.from
    guard let earliest = policies.earliestStart(of: approval.application, approvedOn: approval.date, in: claim) else {
      return start
    }
    return max(start, earliest)
  }

  /// The latest of a claim's approvals that start at or before a month: the one that the month rests on.
  public func approval(
    of claim: ClaimState, for month: Month, under policies: AdoptedPolicies
  ) -> ClaimState.Approval? {
    claim.approvals.last { start(of: $0, in: claim, under: policies) <= month }
  }

  mutating func claimIndex(_ scheme: UInt32) -> Int {
    if let index = claims.firstIndex(where: { $0.scheme == scheme }) { return index }
    claims.append(ClaimState(scheme: scheme))
    return claims.count - 1
  }

  /// The parts of the contribution for a month; empty if none was recorded.
  public func contributions(for month: Month) -> ArraySlice<Contribution> {
    guard let last = contributions.lastIndex(where: { $0.month == month }) else { return [] }
    var first = last
    while first > 0, contributions[first - 1].month == month { first -= 1 }
    return contributions[first...last]
  }

  /// The parts that a contribution replaces: the one of its kind, and all insurances together beside one kind.
  ///
  /// > Source: contract 2, section 5.1.
  public func parts(replacedBy body: Contributed) -> [Contribution] {
    contributions(for: body.month).filter { $0.kind == body.insurance || $0.kind == nil || body.insurance == nil }
  }

  /// The months with a contribution, ascending, each once.
  public var insuredMonths: [Month] {
    contributions.reduce(into: []) { months, part in
      if part.amount > .zero, months.last != part.month { months.append(part.month) }
    }
  }

  /// The contribution for a month, all insurances together, on whatever day it was paid; nil if none was recorded.
  public func contributed(for month: Month) -> Fen? {
    let parts = contributions(for: month)
    return parts.isEmpty ? nil : parts.reduce(.zero) { $0 + $1.amount }
  }
}

/// The state of one person in one scheme.
public struct ClaimState: Sendable {
  /// The scheme's number.
  public let scheme: UInt32
  /// Applications in the order in which they came.
  public internal(set) var applications: [Application] = []
  /// Approvals in the order in which they came.
  public internal(set) var approvals: [Approval] = []
  /// Suspensions, resumptions and ends in the order in which they came.
  public internal(set) var changes: [Change] = []
  /// Extensions in the order in which they came; at most one of them counts.
  public internal(set) var extensions: [Extension] = []
  /// The months claimed (申报), in the order of the claims.
  public internal(set) var claimed: [ClaimedMonths] = []
  /// Money ordered, paid and returned, by month and batch, in the order of the months.
  public internal(set) var items: [PaymentItem] = []
  /// Demands for recovery in the order in which they came.
  public internal(set) var demands: [Demand] = []
  /// The amounts kept back from months for demands, in the order in which they came.
  public internal(set) var offsets: [OffsetMonth] = []
  /// The movements of money other than the bank's bare confirmations of items.
  var movements: [Movement] = []
  /// The districts that the claim had while there was money in it, before the one that it has, the earliest first.
  var formerDistricts: [FormerDistrict] = []

  /// An application and how far its review has come.
  public struct Application: Sendable {
    /// The outcome of an application.
    public enum Outcome: Hashable, Sendable {
      /// Still under review.
      case pending
      /// It was approved.
      case approved
      /// It failed.
      case rejected
      /// The applicant took it back.
      case withdrawn
    }
    /// A stage that passed.
    public struct PassedStage: Sendable {
      /// The stage's name.
      public let stage: Identifier
      /// The number of the operator who decided it.
      public let by: UInt32
      /// The number of the key that was used.
      public let key: UInt32?
      /// When.
      public let recorded: Instant
      /// The sequence number of its `verified`.
      public let sequence: UInt64
    }
    /// The application's number among ``LedgerState/names``.
    public let application: UInt32
    /// The sequence number of its `applied`.
    public let sequence: UInt64
    /// The first month applied for.
    public let from: Month
    /// When it was recorded.
    public let recorded: Instant
    /// The district in which it was made; nil if the form does not say.
    public let district: Region?
    /// How often a correction was requested.
    public internal(set) var corrections = 0
    /// The stages passed so far.
    public internal(set) var passed: [PassedStage] = []
    /// The sequence number of its last `verified` that still counts, passed or failed.
    var lastDecision: UInt64?
    /// Its outcome.
    public internal(set) var outcome: Outcome = .pending
  }

  /// An approval.
  public struct Approval: Sendable {
    /// The approval's sequence number.
    public let sequence: UInt64
    /// The civil date on which it was recorded.
    public let date: CivilDate
    /// The application's number.
    public let application: UInt32
    /// The number of the operator who recorded it.
    public let by: UInt32
    /// The first month as approved; a confirmation for the application takes its place.
    let from: Month
  }

  /// A change of the entitlement.
  public struct Change: Sendable {
    /// The kind of change.
    public enum Kind: Hashable, Sendable {
      /// Nothing is due any more.
      case suspended
      /// Due again.
      case resumed
      /// The approval stops.
      case ended
      /// The approval stops for fraud, and with it the whole scheme.
      case fraud
    }
    /// The kind of change.
    public let kind: Kind
    /// The first month it is about.
    public let from: Month
    /// The reason, if it is one that a sweep of the ledger writes.
    public let cause: SweepCause?
    /// The number of the reason among ``LedgerState/names``, if it has the form of a code; nil for a sentence.
    public let reason: UInt32?
    /// Its sequence number.
    public let sequence: UInt64
  }

  /// An extension, with the state of the limit when it was recorded.
  ///
  /// > Source: contract 2, section 5.3.
  public struct Extension: Hashable, Sendable, BitwiseCopyable {
    /// How many months it adds.
    public let months: Int
    /// Whether the months were limited in number then and, without any extension, every one was used.
    public let wasUsedUp: Bool
    /// The latest month that had a slot then; nil if none had.
    public let lastSlot: Month?
  }

  /// Months that the person asked for, with the day on which the claim was received.
  public struct ClaimedMonths: Hashable, Sendable, BitwiseCopyable {
    /// The first month.
    public let from: Month
    /// The last month.
    public let through: Month
    /// The day.
    public let on: CivilDate
  }

  /// Money of one month in one batch.
  public struct PaymentItem: Sendable, BitwiseCopyable {
    /// The month.
    public let month: Month
    /// The batch's number.
    public let batch: UInt32
    /// The amount ordered.
    public internal(set) var ordered = Fen.zero
    /// The amount paid, less the amount returned after it.
    public internal(set) var paid = Fen.zero
    /// The sequence number of the first payment; the largest number if there is none.
    public internal(set) var firstPaid = UInt64.max
    /// Whether it was ever ordered.
    public internal(set) var isOrdered = false
    /// Whether it came back, before or after a payment.
    public internal(set) var isReturned = false
    /// Whether the bank's last answer was that it came back.
    public internal(set) var lastWasReturn = false
    /// Whether it was taken out of its batch after the approval.
    public internal(set) var isWithheld = false
    /// Whether the events about it are kept, because one may be reversed.
    var isJournaled = false
    /// Whether its movements are among the claim's: the bank has not only confirmed it.
    var isToldByMovements = false
    /// The place of the key with which it was booked among those of the person: 0 for the person's own.
    ///
    /// It is kept here because there is room: the largest ledgers have millions of items.
    var key: UInt16 = 0
    /// The references and codes of the bank's answers, as fingerprints.
    var answer = BankAnswer()

    /// Whether the bank ever confirmed it.
    public var isPaid: Bool { firstPaid != .max }
    /// Whether the bank has answered.
    public var isSettled: Bool { isPaid || isReturned }
    /// Whether it was ordered, not taken out again, and the bank has not answered.
    public var isOpen: Bool { isOrdered && !isSettled && !isWithheld }
  }

  /// A demand for recovery.
  public struct Demand: Sendable {
    /// The number of its id among ``LedgerState/names``.
    public let name: UInt32
    /// The place of the key with which it was booked among those of the person: 0 for the person's own.
    let key: UInt16
    /// The number of its first `clawed-back`; zero if none names it.
    var demandedBy: UInt64 = 0
    /// The amounts demanded, by month, as they came.
    public internal(set) var months: [ClawedBack.DemandedMonth] = []
    /// The amount received, less the amount reversed.
    public internal(set) var repaid = Fen.zero
    /// The amount kept back for it from months that were due.
    public internal(set) var offset = Fen.zero
    /// The sequence number of the last event about it.
    var lastMoved: UInt64 = 0
    /// The amounts outstanding after each event that changed them.
    var outstandings: [Outstanding] = []
    /// The spans in which nothing was outstanding, each from a decision that cancelled the demand to the annulment of that
    /// decision.
    var waivers: [Range<UInt64>] = []
    /// The part of it that was paid back to the person.
    public internal(set) var refunded = Fen.zero
    /// The receipts and write-offs that were reversed.
    public internal(set) var reversed = Fen.zero
    /// The amount written off.
    public internal(set) var writtenOff = Fen.zero
    /// The amount that a unit put back (归垫), which leaves the person's debt as it is.
    public internal(set) var putBack = Fen.zero
    /// Whether the demand was cancelled.
    public internal(set) var isCancelled = false
    /// Whether it was cancelled by a decision on an objection, so that the same money is not demanded again.
    public internal(set) var isDecidedAgainst = false
    /// The objections to it, in the order in which they came.
    public internal(set) var objections: [Objection] = []
    /// When it was first demanded; nil if no `clawed-back` names it.
    public internal(set) var demandedAt: Instant?
    /// The reason that the first demand gives; empty if nothing was demanded.
    public internal(set) var reason = ""
    /// The clause that the first demand gives.
    public internal(set) var clause: String?
    /// The number, among ``LedgerState/names``, of the debtor who has to bring the money back by the last demand that names
    /// one.
    public internal(set) var debtor: UInt32?

    /// The amount demanded in all.
    public var demanded: Fen { months.reduce(.zero) { $0 + $1.amount } }
    /// The amount still to come: nothing for a cancelled demand.
    public var outstanding: Fen { isCancelled ? .zero : (demanded - kept - writtenOff).orZero }
    /// The amount received or kept back.
    var received: Fen { repaid + offset }
    /// The amount received or kept back, and not paid back.
    public var kept: Fen { (received - refunded).orZero }
    /// The amount that may be paid back to the person: the amount received beyond the debt; of a cancelled demand, the amount
    /// beyond the demanded sum, because that sum returns as payments of its months.
    ///
    /// > Source: contract 3, section 3, `repayment-refunded`.
    public var refundable: Fen {
      isCancelled ? (kept - demanded).orZero : (kept - (demanded - writtenOff).orZero).orZero
    }
  }

  /// An objection to a demand.
  public struct Objection: Hashable, Sendable, BitwiseCopyable {
    /// The procedure of the objection.
    public let procedure: Objected.Procedure
    /// The day on which it was made.
    public let on: CivilDate
    /// The day of the decision; nil as long as there is none.
    public internal(set) var decidedOn: CivilDate?

    /// Makes an objection on which nothing is decided yet.
    public init(procedure: Objected.Procedure, on: CivilDate) {
      self.procedure = procedure
      self.on = on
    }
  }

  init(scheme: UInt32) { self.scheme = scheme }
}
