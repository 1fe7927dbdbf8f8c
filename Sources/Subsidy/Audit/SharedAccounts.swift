public import Values

/// The payments to one person's account, which one digest of the vault represents.
public struct PaidDigest: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The digest of the private data that counted when the money was paid.
  public let digest: String
  /// The sequence numbers of the events between which it counted: the registration, and the one that took its place.
  let held: ClosedRange<UInt64>
  /// The payments, by scheme.
  private(set) var payments: [Payment] = []

  /// Payments of one scheme.
  struct Payment: Hashable {
    let scheme: UInt32
    var amount: Fen
    var first: UInt64
    var last: UInt64
    /// The numbers of their batches.
    var batches: Set<UInt32>
  }

  init(person: Identifier, digest: String, held: ClosedRange<UInt64>) {
    self.person = person
    self.digest = digest
    self.held = held
  }

  mutating func add(_ item: ClaimState.PaymentItem, of scheme: UInt32) {
    let payment = Payment(
      scheme: scheme, amount: item.paid, first: item.firstPaid, last: item.firstPaid, batches: [item.batch])
    guard let place = payments.firstIndex(where: { $0.scheme == scheme }) else { return payments.append(payment) }
    payments[place].amount += payment.amount
    payments[place].first = min(payments[place].first, payment.first)
    payments[place].last = max(payments[place].last, payment.last)
    payments[place].batches.formUnion(payment.batches)
  }
}

extension LedgerState {
  /// The digests, for each person who was paid, by which the payee was known at that time.
  public func paidDigests() -> [PaidDigest] {
    var found: [PaidDigest] = []
    for (number, person) in people.enumerated() {
      let start = found.count
      for claim in person.claims {
        for item in claim.items where item.isPaid {
          guard let payee = payee(of: item, ofPersonAt: number), let digest = payee.digest else { continue }
          let place = found[start...].firstIndex { $0.digest == digest } ?? found.count
          if place == found.count {
            found.append(
              PaidDigest(person: persons.identifiers[number], digest: digest, held: payee.since...payee.until))
          }
          found[place].add(item, of: claim.scheme)
        }
      }
    }
    return found
  }

  /// The digest by which a payee was known when an item was first paid, of the key with which the item was booked.
  private func payee(
    of item: ClaimState.PaymentItem, ofPersonAt number: Int
  ) -> (digest: String?, since: UInt64, until: UInt64)? {
    people[Int(key(at: item.key, ofPersonAt: number))].payeeEntry(before: item.firstPaid)
  }

  /// A finding for each claim whose money went to an account that also received another person's money, by person.
  ///
  /// It was known if another of the persons paid to the account was registered with it when the last of the money was paid.
  ///
  /// - Parameter groups: for each account of several persons, the digests that represent it.
  /// - Returns: the findings.
  public func sharedAccounts(_ groups: some Sequence<[PaidDigest]>) -> [Finding] {
    var found: [SharingClaim: SharedMoney] = [:]
    for group in groups {
      let first = group.flatMap(\.payments).map(\.first).sorted().prefix(LedgerState.mostPaymentsNamed)
      for one in group {
        for payment in one.payments {
          let claim = SharingClaim(person: one.person, scheme: schemes[payment.scheme])
          let isKnown = group.contains { $0.person != one.person && $0.held.contains(payment.last) }
          found[claim, default: SharedMoney()].add(payment, among: first, isKnown: isKnown)
        }
      }
    }
    return found.sorted { ($0.key.person, $0.key.scheme) < ($1.key.person, $1.key.scheme) }.map { claim, money in
      let operators = money.batches.sorted().flatMap { [batches[Int($0)].drafter, batches[Int($0)].approver] }
      return Finding(
        .sharedAccount, person: claim.person, scheme: claim.scheme, amount: money.amount,
        wasKnownWhenPaid: money.isKnown, responsible: operators.compactMap { $0 }.map { names[$0] },
        sequences: money.sequences)
    }
  }

  /// More payments to one account are not named in each finding.
  private static var mostPaymentsNamed: Int { 20 }
}

/// A claim whose money went to an account of several persons.
private struct SharingClaim: Hashable {
  let person: Identifier
  let scheme: Identifier
}

/// The money of a claim that went to such accounts.
private struct SharedMoney {
  private(set) var amount = Fen.zero
  private(set) var sequences: Set<UInt64> = []
  private(set) var batches: Set<UInt32> = []
  private(set) var isKnown = false

  mutating func add(_ payment: PaidDigest.Payment, among first: ArraySlice<UInt64>, isKnown: Bool) {
    amount += payment.amount
    sequences.formUnion(first)
    sequences.insert(payment.first)
    batches.formUnion(payment.batches)
    self.isKnown = self.isKnown || isKnown
  }
}
