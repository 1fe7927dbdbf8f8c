public import Values

/// What was paid to the account that one digest of the vault stands for, of one person.
public struct PaidDigest: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The digest of the private data that counted when the money was paid.
  public let digest: String
  /// The payments: the scheme, what was paid, and the number of the first.
  fileprivate var payments: [Payment] = []

  fileprivate struct Payment: Hashable {
    let scheme: UInt32
    var amount: Fen
    var first: UInt64
  }
}

extension LedgerState {
  /// For each person who was paid something the digests by which the payee was known then, by person.
  public func paidDigests() -> [PaidDigest] {
    var found: [PaidDigest] = []
    for (number, person) in people.enumerated() {
      let start = found.count
      for claim in person.claims {
        for item in claim.items where item.isPaid {
          guard let digest = person.payee(before: item.firstPaid) else { continue }
          var place = found[start...].firstIndex { $0.digest == digest } ?? found.count
          if place == found.count {
            found.append(PaidDigest(person: persons.identifiers[number], digest: digest))
            place = found.count - 1
          }
          found[place].add(item, of: claim.scheme)
        }
      }
    }
    return found
  }

  /// A finding for each claim whose money went to an account to which money of somebody else went, too, by person.
  ///
  /// - Parameter groups: for each account of several persons the digests that stand for it.
  /// - Returns: the findings.
  public func sharedAccounts(_ groups: some Sequence<[PaidDigest]>) -> [Finding] {
    var found: [SharingClaim: (amount: Fen, sequences: Set<UInt64>)] = [:]
    for group in groups {
      let payments = group.flatMap(\.payments).map(\.first).sorted().prefix(LedgerState.mostPaymentsNamed)
      for one in group {
        for payment in one.payments {
          let claim = SharingClaim(person: one.person, scheme: payment.scheme)
          found[claim, default: (.zero, [])].amount += payment.amount
          found[claim]?.sequences.formUnion(payments + [payment.first])
        }
      }
    }
    return found.sorted { ($0.key.person, schemes[$0.key.scheme]) < ($1.key.person, schemes[$1.key.scheme]) }.map {
      Finding(
        .sharedAccount, person: $0.key.person, scheme: schemes[$0.key.scheme], amount: $0.value.amount,
        sequences: $0.value.sequences)
    }
  }

  /// More payments to one account are not named in each finding.
  private static var mostPaymentsNamed: Int { 20 }
}

extension PaidDigest {
  fileprivate mutating func add(_ item: ClaimState.PaymentItem, of scheme: UInt32) {
    if let place = payments.firstIndex(where: { $0.scheme == scheme }) {
      payments[place].amount += item.paid
      payments[place].first = min(payments[place].first, item.firstPaid)
    } else {
      payments.append(Payment(scheme: scheme, amount: item.paid, first: item.firstPaid))
    }
  }
}

/// A claim whose money went to an account of several persons.
private struct SharingClaim: Hashable {
  let person: Identifier
  let scheme: UInt32
}
