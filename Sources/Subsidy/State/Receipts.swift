public import Values

/// A receipt (收据) for money that came back, from the person or from a unit.
///
/// An office gives a number out once. So a receipt is known by its scheme and number, whichever of the two types it is
/// booked with, and however the number is spelled.
///
/// > Source: contract 3 section 3, "A receipt".
public struct Receipt: Hashable, Sendable {
  /// The number.
  public let number: String
  /// The scheme.
  public let scheme: Identifier
  /// The person whose money it is.
  public let person: Identifier
  /// The demand.
  public let demand: Identifier
  /// How much came back.
  public let amount: Fen
  /// The unit that put it back; nil for the person's own repayment.
  public let unit: Identifier?

  init(_ body: Repaid) {
    (number, scheme, person, demand) = (body.receipt, body.scheme, body.person, body.demand)
    (amount, unit) = (body.amount, nil)
  }

  init(_ body: PutBack) {
    (number, scheme, person, demand) = (body.receipt, body.scheme, body.person, body.demand)
    (amount, unit) = (body.amount, body.unit)
  }
}

/// The receipts that were booked, in small: names as numbers of the state's tables.
struct Receipts: Sendable {
  /// The first booking of a receipt.
  struct Booking: Hashable, Sendable {
    let sequence: UInt64
    let person: UInt32
    let demand: UInt32
    let unit: UInt32?
    let amount: Fen
  }

  /// A further booking of a receipt, which only a history or an older program can have made.
  struct Repetition: Hashable, Sendable {
    let sequence: UInt64
    /// The sequence number of the first booking.
    let first: UInt64
    let amount: Fen
  }

  private struct Key: Hashable {
    let scheme: UInt32
    let number: String
  }

  private struct Claim: Hashable {
    let person: UInt32
    let scheme: UInt32
  }

  private var bookings: [Key: Booking] = [:]
  /// How numbers were spelled that are not spelled as they are compared, by the number as it is compared.
  ///
  /// Decisions use them. An old log's double bookings are judged by the exact spelling, so that an older program's log stays as
  /// it was.
  private var spellings: [Key: [String]] = [:]
  /// By claim and sequence number: a person who is folded again brings the same events once more.
  private var repetitions: [Claim: [UInt64: Repetition]] = [:]

  /// The first bookings of a receipt under every spelling of its number, each with it, in the order of the log.
  func bookings(of number: String, scheme: UInt32) -> [(number: String, booking: Booking)] {
    let compared = number.comparedNumber
    let spelled = [compared] + (spellings[Key(scheme: scheme, number: compared)] ?? [])
    let found = spelled.compactMap { number in
      bookings[Key(scheme: scheme, number: number)].map { (number: number, booking: $0) }
    }
    return found.sorted { $0.booking.sequence < $1.booking.sequence }
  }

  /// The key under which the spelling of a number is kept that is not spelled as it is compared; nil for one that is.
  private func spellingKey(_ key: Key) -> Key? {
    let compared = key.number.comparedNumber
    return compared == key.number ? nil : Key(scheme: key.scheme, number: compared)
  }

  /// Frees a receipt whose booking was reversed: the number may be booked again.
  mutating func free(_ number: String, scheme: UInt32, bookedAt sequence: UInt64, by person: UInt32) {
    let key = Key(scheme: scheme, number: number)
    if bookings[key]?.sequence == sequence {
      bookings[key] = nil
      if let kept = spellingKey(key) { spellings[kept]?.removeAll { $0 == key.number } }
    }
    repetitions[Claim(person: person, scheme: scheme)]?[sequence] = nil
  }

  /// The further bookings of receipts about a person in a scheme, in the order of the log.
  func repetitions(of person: UInt32, in scheme: UInt32) -> [Repetition] {
    if repetitions.isEmpty { return [] }
    let found = repetitions[Claim(person: person, scheme: scheme)] ?? [:]
    return found.values.sorted { $0.sequence < $1.sequence }
  }

  mutating func book(_ number: String, scheme: UInt32, _ booking: Booking) {
    let key = Key(scheme: scheme, number: number)
    guard let first = bookings[key] else {
      bookings[key] = booking
      if let kept = spellingKey(key) { spellings[kept, default: []].append(key.number) }
      return
    }
    if first.sequence == booking.sequence { return }
    repetitions[Claim(person: booking.person, scheme: scheme), default: [:]][booking.sequence] =
      Repetition(sequence: booking.sequence, first: first.sequence, amount: booking.amount)
  }
}

extension LedgerState {
  /// The further bookings of receipts about a person in a scheme, with whichever of the person's keys, in the order of the
  /// log.
  func receiptRepetitions(ofPersonAt number: UInt32, in scheme: UInt32) -> [Receipts.Repetition] {
    let own = receipts.repetitions(of: number, in: scheme)
    guard let others = joins.others[number] else { return own }
    return (own + others.flatMap { receipts.repetitions(of: $0, in: scheme) }).sorted { $0.sequence < $1.sequence }
  }

  mutating func book(_ receipt: Receipt, sequence: UInt64) {
    receipts.book(
      receipt.number, scheme: schemeNumber(receipt.scheme),
      Receipts.Booking(
        sequence: sequence, person: UInt32(keyNumber(receipt.person)), demand: names.intern(receipt.demand),
        unit: receipt.unit.map { names.intern($0) }, amount: receipt.amount))
  }

  mutating func free(_ receipt: Receipt, sequence: UInt64) {
    receipts.free(
      receipt.number, scheme: schemeNumber(receipt.scheme), bookedAt: sequence,
      by: UInt32(keyNumber(receipt.person)))
  }

  /// Whether a receipt was booked before, equal except for the spelling of its number.
  ///
  /// - Throws: ``Refusal/receiptTaken(_:sequence:demand:amount:)`` if its number belongs to another receipt.
  func isBooked(_ receipt: Receipt) throws(Refusal) -> Bool {
    guard let scheme = schemes.number(of: receipt.scheme) else { return false }
    let before = receipts.bookings(of: receipt.number, scheme: scheme)
    // An older program has booked one number under several spellings.
    guard let other = before.first(where: { $0.number == receipt.number }) ?? before.first else { return false }
    let isKnown = before.contains { _, booking in
      booking.person == persons.number(of: receipt.person) && booking.demand == names.number(of: receipt.demand)
        && booking.amount == receipt.amount && booking.unit.map { names[$0] } == receipt.unit
    }
    guard isKnown else {
      let booking = other.booking
      throw .receiptTaken(
        other.number, sequence: booking.sequence, demand: names[booking.demand], amount: booking.amount)
    }
    return true
  }
}
