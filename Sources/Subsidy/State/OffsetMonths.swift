public import Values

/// The part of a month's money that is kept back for a demand (抵扣), and whether it counts.
public struct OffsetMonth: Hashable, Sendable {
  /// The number of the `debt-offset`.
  public let sequence: UInt64
  /// The month from which it is kept back.
  public let month: Month
  /// The demand's number among ``LedgerState/names``.
  public let demand: UInt32
  /// The place of the key with which demand and offset were booked among those of the person.
  let key: UInt16
  /// How much.
  public let amount: Fen
  /// Whether it was reversed.
  var isReversed = false
  /// The events after which it counts, or counts no more, in turn, beginning with its own.
  private(set) var turns: [UInt64] = []

  init(_ body: DebtOffset, demand: UInt32, key: UInt16, at sequence: UInt64) {
    self.sequence = sequence
    self.demand = demand
    self.key = key
    (month, amount) = (body.month, body.amount)
  }

  /// Whether the month counts as paid by it, and the debt as less.
  public var counts: Bool { !turns.count.isMultiple(of: 2) }

  fileprivate mutating func turn(at event: UInt64) { turns.append(event) }
}

extension LedgerState {
  /// Takes in an offset.
  mutating func evolve(_ body: DebtOffset, at sequence: UInt64) {
    use(body.request, at: sequence)
    let demand = names.intern(body.demand)
    withDemand(body.person, body.scheme, body.demand) { _ in }
    let key = place(ofKey: UInt32(keyNumber(body.person)))
    let (person, scheme) = (personNumber(body.person), schemeNumber(body.scheme))
    let claim = people[person].claimIndex(scheme)
    people[person].claims[claim].offsets.append(OffsetMonth(body, demand: demand, key: key, at: sequence))
    countOffsets(ofPersonAt: person, claim, at: sequence)
  }

  /// Takes an offset back, whether or not it counts.
  mutating func reverse(_ body: DebtOffset, at offset: UInt64, by sequence: UInt64) {
    let (person, scheme) = (personNumber(body.person), schemeNumber(body.scheme))
    let claim = people[person].claimIndex(scheme)
    for index in people[person].claims[claim].offsets.indices
    where people[person].claims[claim].offsets[index].sequence == offset {
      people[person].claims[claim].offsets[index].isReversed = true
    }
    countOffsets(ofPersonAt: person, claim, at: sequence)
  }

  /// Counts again the offsets of a claim after an event that may have changed which of them count.
  ///
  /// An offset goes with the payment of the rest: if that comes back, the month is open as a whole, and the debt as before.
  mutating func countOffsets(ofPersonAt person: Int, _ claim: Int, at sequence: UInt64) {
    for index in people[person].claims[claim].offsets.indices {
      let offset = people[person].claims[claim].offsets[index]
      let counts = !offset.isReversed && !hasComeBack(offset, people[person].claims[claim])
      if counts == offset.counts { continue }
      people[person].claims[claim].offsets[index].turn(at: sequence)
      people[person].claims[claim].setOff(counts ? offset.amount : .zero - offset.amount, offset, at: sequence)
    }
  }

  /// Whether the payment of the rest of an offset's month came back from the bank.
  private func hasComeBack(_ offset: OffsetMonth, _ claim: ClaimState) -> Bool {
    claim.items.contains { item in
      item.month == offset.month && item.isReturned && item.lastWasReturn
        && batches[Int(item.batch)].draftSequence.map { $0 > offset.sequence } ?? false
    }
  }
}

extension ClaimState {
  fileprivate mutating func setOff(_ amount: Fen, _ offset: OffsetMonth, at sequence: UInt64) {
    for index in demands.indices where demands[index].name == offset.demand && demands[index].key == offset.key {
      demands[index].offset += amount
      demands[index].move(at: sequence)
    }
  }
}
