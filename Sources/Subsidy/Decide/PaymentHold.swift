public import Policy
public import Values

/// A reason that the money of a month does not leave, in the present state.
///
/// A draft, the check of its list, its approval and its export each ask for it again for every month: a later step knows more.
public enum PaymentHold: Hashable, Sendable {
  /// More is held or ordered than the month is worth, for these reasons; without one only its worth fell.
  case worthLess([ReasonCode])
  /// An open batch of the scheme has the month.
  case openBatch(OpenBatch)
  /// A batch of another scheme that was drafted before has the month, and its bank has not answered.
  case otherScheme(Identifier, OpenBatch)
  /// The month has not begun.
  case notBegun
  /// The first month of this application is to be confirmed.
  case startUnconfirmed(application: Identifier, clause: String?)
  /// The person has left the registration, and no sweep has recorded it.
  case exitUnrecorded(SweepItem)
  /// An event has erased the person's private data, so that there is no account to pay to.
  case erased(UInt64)

  /// A batch that the bank has not answered, or that it never had.
  public struct OpenBatch: Hashable, Sendable {
    /// The batch.
    public let batch: Identifier
    /// The day on which it was drafted.
    public let drafted: CivilDate
    /// How many days ago that was.
    public let age: Int
    /// Whether its file was written.
    public let isExported: Bool

    /// Names an open batch.
    public init(_ batch: Identifier, drafted: CivilDate, age: Int, isExported: Bool) {
      self.batch = batch
      self.drafted = drafted
      self.age = age
      self.isExported = isExported
    }
  }

  /// The kind of a hold.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// ``PaymentHold/worthLess(_:)``.
    case worthLess = "worth-less"
    /// ``PaymentHold/openBatch(_:)``.
    case openBatch = "open-batch"
    /// ``PaymentHold/otherScheme(_:_:)``.
    case otherScheme = "other-scheme"
    /// ``PaymentHold/notBegun``.
    case notBegun = "not-begun"
    /// ``PaymentHold/startUnconfirmed(application:clause:)``.
    case startUnconfirmed = "start-unconfirmed"
    /// ``PaymentHold/exitUnrecorded(_:)``.
    case exitUnrecorded = "exit-unrecorded"
    /// ``PaymentHold/erased(_:)``.
    case erased
  }

  /// The codes of the hold, separated by `, `: the reasons against the month, else the kind.
  public var codes: String {
    if case .worthLess(let reasons) = self, !reasons.isEmpty { return reasons.map(\.code).joined(separator: ", ") }
    return kind.rawValue
  }

  /// Its kind.
  public var kind: Kind {
    switch self {
    case .worthLess: .worthLess
    case .openBatch: .openBatch
    case .otherScheme: .otherScheme
    case .notBegun: .notBegun
    case .startUnconfirmed: .startUnconfirmed
    case .exitUnrecorded: .exitUnrecorded
    case .erased: .erased
    }
  }
}

/// A payment that a hold keeps back.
public struct HeldPayment: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The month.
  public let month: Month
  /// The amount that would be paid.
  public let amount: Fen
  /// The reason that it is not paid.
  public let hold: PaymentHold

  /// Makes a payment with its hold.
  public init(person: Identifier, month: Month, amount: Fen, hold: PaymentHold) {
    self.person = person
    self.month = month
    self.amount = amount
    self.hold = hold
  }
}

/// One claim of one person, asked which of its months may be paid on a day.
struct ClaimPayments {
  private let ledger: LedgerState
  private let number: Int
  private let scheme: UInt32
  private let today: CivilDate
  /// The claim as it was evaluated; nil if no event of the person names the scheme.
  let claim: ClaimEntitlement?
  /// The items that a sweep of the day would record of the claim.
  let unswept: [SweepItem]

  init(_ ledger: LedgerState, _ number: Int, scheme: UInt32, on today: CivilDate) {
    self.ledger = ledger
    self.number = number
    self.scheme = scheme
    self.today = today
    claim = ledger.entitlements(ofPersonAt: number).first { $0.scheme == scheme }
    unswept =
      ledger.people[number].claims.firstIndex { $0.scheme == scheme }
      .map { ClaimSweep.items(ledger, number, $0, on: today) } ?? []
  }

  /// Asks about a claim that was evaluated already, on the day of the fact by which the person leaves the registration; no
  /// other day matters to its items.
  init(_ ledger: LedgerState, _ number: Int, _ entitlement: ClaimEntitlement, leftOn exit: CivilDate?) {
    self.ledger = ledger
    self.number = number
    scheme = entitlement.scheme
    today = exit ?? .first
    claim = entitlement
    let position = ledger.people[number].claims.firstIndex { $0.scheme == entitlement.scheme }
    unswept = exit.flatMap { day in position.map { ClaimSweep.items(ledger, number, $0, on: day) } } ?? []
  }

  /// The hold on the item of a batch for a month; nil if it may be paid.
  func hold(onItemFor month: Month, of batch: BatchState) -> PaymentHold? {
    guard let found = claim?.months.first(where: { $0.month == month }) else { return .worthLess([]) }
    if found.held + found.inFlight > found.entitled { return .worthLess(reasons(of: found)) }
    return hold(on: month, draftedAt: batch.draftSequence ?? .max)
  }

  /// The hold that keeps a month out of a draft; nil if it may be ordered.
  func hold(on month: MonthEntitlement) -> PaymentHold? {
    if month.inFlight > .zero, let batch = openBatch(with: month.month, of: scheme) { return .openBatch(batch.open) }
    return hold(on: month.month, draftedAt: .max)
  }

  /// Whether a month has not begun on the day.
  func isToCome(_ month: Month) -> Bool { month > today.month }

  /// The hold on a month that does not depend on its worth, for a batch with this sequence number.
  ///
  /// > Source: contract 3, section 3: of two schemes the order with the smaller number goes first; 京劳服失发〔2019〕1号
  ///   附件1 三.4; 临人社字〔2021〕63号 三.
  private func hold(on month: Month, draftedAt sequence: UInt64) -> PaymentHold? {
    let person = ledger.people[number]
    for other in person.claims where other.scheme != scheme {
      if let batch = openBatch(with: month, of: other.scheme), batch.sequence < sequence {
        return .otherScheme(ledger.schemes[other.scheme], batch.open)
      }
    }
    if let claim = person.claim(scheme: scheme),
      let approval = person.approval(of: claim, for: month, under: ledger.timelines[Int(scheme)]),
      let rule = person.startToConfirm(of: approval, in: claim, ledger.timelines[Int(scheme)])
    {
      return .startUnconfirmed(application: ledger.names[approval.application], clause: rule.startConfirmationClause)
    }
    let exit = unswept.first { $0.cause == .registrationExit && $0.from <= month }
    if let exit { return .exitUnrecorded(exit) }
    // The last: it keeps back a payment but not an offset, and any other reason keeps back both.
    return person.erased.map { .erased($0) }
  }

  private func reasons(of month: MonthEntitlement) -> [ReasonCode] {
    month.reasons(in: ledger.timelines[Int(scheme)], term: claim?.term).map(\.code)
  }

  /// The drafted batch that has the month, is not cancelled and has no answer of the bank; the earliest of several.
  private func openBatch(
    with month: Month, of scheme: UInt32
  ) -> (open: PaymentHold.OpenBatch, sequence: UInt64)? {
    let items = ledger.people[number].claim(scheme: scheme)?.items ?? []
    let open = items.compactMap { item -> (open: PaymentHold.OpenBatch, sequence: UInt64)? in
      let batch = ledger.batches[Int(item.batch)]
      guard item.month == month, ledger.awaitsBank(item), let sequence = batch.draftSequence,
        let drafted = batch.draftedAt?.civilDate
      else { return nil }
      let open = PaymentHold.OpenBatch(
        ledger.batchNames[item.batch], drafted: drafted, age: Int(today.days - drafted.days),
        isExported: batch.export != nil)
      return (open, sequence)
    }
    return open.min { $0.sequence < $1.sequence }
  }
}

extension LedgerState {
  /// The items of a batch that would not be paid in the present state, each with its hold.
  ///
  /// - Parameters:
  ///   - batch: a batch that is drafted or approved; nothing is held of any other, whose money has left or never will.
  ///   - day: the day on which it is asked.
  /// - Returns: those of its items that the bank has not answered, in the order of the batch.
  public func heldPayments(of batch: Identifier, on day: CivilDate) -> [HeldPayment] {
    guard let state = self.batch(batch), state.stage.isToBePaid else { return [] }
    var asked: (person: Identifier, payments: ClaimPayments)?
    // The items of a person follow each other.
    return items(ofBatch: batch).compactMap { item in
      guard item.outcome == .open, let number = number(ofPerson: item.person),
        let scheme = schemes.number(of: item.scheme)
      else { return nil }
      if asked?.person != item.person {
        asked = (item.person, ClaimPayments(self, Int(number), scheme: scheme, on: day))
      }
      return asked?.payments.hold(onItemFor: item.month, of: state).map {
        HeldPayment(person: item.person, month: item.month, amount: item.amount, hold: $0)
      }
    }
  }
}

/// A hold on an item on every day, or from a day on.
public struct StandingHold: Hashable, Sendable {
  /// The kind of the hold.
  public let kind: PaymentHold.Kind
  /// The first day on which it does; nil if it does on every day.
  public let from: CivilDate?
}

extension LedgerState {
  /// Whether an item is in a batch that was drafted and not given up, and that the bank has not answered.
  ///
  /// An order of an imported past that no batch was ever drafted for has no answer to wait for.
  func awaitsBank(_ item: ClaimState.PaymentItem) -> Bool {
    let batch = batches[Int(item.batch)]
    return item.isOpen && !batch.isGivenUp && batch.draftSequence != nil
  }

  /// The items of a person, by number, that the bank has not answered.
  func itemsAwaitingBank(ofPersonAt number: Int) -> [ClaimState.PaymentItem] {
    people[number].claims.flatMap(\.items).filter(awaitsBank)
  }

  /// The holds on the items of a claim that their bank has not answered, if their batches are still to be paid.
  ///
  /// On a day, they are those that ``heldPayments(of:on:)`` gives for a batch that is drafted or approved.
  ///
  /// - Parameters:
  ///   - number: the person's number.
  ///   - claim: one of the person's claims.
  ///   - entitlements: the person's claims as they were evaluated.
  /// - Returns: the hold on each of the claim's items; nil for an item that is free, settled, or of no such batch.
  public func standingHolds(
    ofPersonAt number: Int, _ claim: ClaimState, _ entitlements: [ClaimEntitlement]
  ) -> [StandingHold?] {
    guard claim.items.contains(where: awaitsBank),
      let entitlement = entitlements.first(where: { $0.scheme == claim.scheme })
    else { return claim.items.map { _ in nil } }
    let exit = exitDay(ofPersonAt: number, claim)
    let payments = ClaimPayments(self, number, entitlement, leftOn: exit)
    return claim.items.map { item in
      guard awaitsBank(item) else { return nil }
      return payments.hold(onItemFor: item.month, of: batches[Int(item.batch)]).map {
        StandingHold(kind: $0.kind, from: $0.kind == .exitUnrecorded ? exit : nil)
      }
    }
  }

  /// The day of the fact by which the person leaves the registration unrecorded; nil if there is none.
  private func exitDay(ofPersonAt number: Int, _ claim: ClaimState) -> CivilDate? {
    guard timelines[Int(claim.scheme)].hasExitsByFact, !claim.hasFraud, let approval = claim.approvals.last,
      let position = people[number].claims.firstIndex(where: { $0.scheme == claim.scheme }),
      case .fact(_, let day)? = ClaimSweep(self, number, position, on: .last).exitByFact(from: approval)?.ground
    else { return nil }
    return day
  }
}
