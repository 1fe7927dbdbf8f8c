public import Values

extension ClaimState {
  /// Money of a claim that moved otherwise than by the first answer of the bank to an item.
  struct Movement: Sendable, BitwiseCopyable {
    /// The kind of movement.
    enum Kind: Sendable, BitwiseCopyable {
      /// Confirmed by the bank: an item with more movements than this one.
      case paid
      /// Came back before it was confirmed.
      case returned
      /// Came back after it was confirmed, first by this event.
      case bounced(UInt64)
      /// Received from the person.
      case repaid
      /// Put back by a unit.
      case putBack
      /// Written off.
      case writtenOff
      /// Paid back to the person.
      case refunded
      /// A confirmed payment, taken back by a red-letter entry.
      case paidReversed
      /// A return after confirmation, taken back by a red-letter entry.
      case bouncedReversed
      /// A receipt from the person, taken back by a red-letter entry.
      case repaidReversed
      /// Money that a unit had put back, taken back by a red-letter entry.
      case putBackReversed
      /// A write-off, taken back by a red-letter entry.
      case writtenOffReversed

      /// The movement of a red-letter entry about an answer of the bank; nil if it moves no money: money returned before it was
      /// confirmed had never left.
      var reversed: Kind? {
        switch self {
        case .paid: .paidReversed
        case .bounced: .bouncedReversed
        case .returned, .repaid, .putBack, .writtenOff, .refunded, .paidReversed, .bouncedReversed, .repaidReversed,
          .putBackReversed, .writtenOffReversed:
          nil
        }
      }
    }

    /// The number of the event.
    let sequence: UInt64
    let kind: Kind
    let amount: Fen
  }

  /// The district of a claim until an event that changed it.
  struct FormerDistrict: Sendable {
    let until: UInt64
    let district: Region?
  }
}

/// The movements of a claim in a month of the books, without the items that the bank has only confirmed.
public struct BookEntry: Hashable, Sendable {
  /// The month of the books.
  public let month: Month
  /// The district at the end of the month.
  public let district: Region?
  /// The sums moved, without the debts.
  public let sums: MonthSums
}

/// The debt of a demand at the ends of months of the books, one after the other.
public struct BookedDebt: Hashable, Sendable {
  /// The demand.
  public let demand: Identifier
  /// The key with which it was booked.
  public let key: Identifier
  /// The first of the months.
  public let since: Month
  /// The first month that is none of them; nil if there is none yet.
  public let until: Month?
  /// The district at their ends.
  public let district: Region?
  /// How much.
  public let outstanding: Fen
}

extension LedgerState {
  /// The month of the books that has an item which the bank has confirmed and given no other answer about; nil for any other.
  ///
  /// The movements of the others are in ``bookEntries(ofPersonAt:_:)``.
  public func bookMonth(of item: ClaimState.PaymentItem) -> Month? {
    item.isPaid && !item.isToldByMovements ? bookMonths.month(of: item.firstPaid) : nil
  }

  /// The district that a claim had at the end of a month of the books, by the present knowledge of the person.
  ///
  /// So an annulment or a join may move sums of a closed month between districts; no sum changes by it.
  public func district(ofPersonAt number: Int, _ claim: ClaimState, inBooksOf month: Month) -> Region? {
    for former in claim.formerDistricts where bookMonths.month(of: former.until) > month { return former.district }
    return people[number].district(of: claim)
  }

  /// The movements of a claim by month of the books, without the items that the bank has only confirmed.
  public func bookEntries(ofPersonAt number: Int, _ claim: ClaimState) -> [BookEntry] {
    var months: [(month: Month, sums: MonthSums)] = []
    func change(_ sequence: UInt64, _ change: (inout MonthSums) -> Void) {
      let month = bookMonths.month(of: sequence)
      let place = months.firstIndex { $0.month == month } ?? months.count
      if place == months.count { months.append((month, MonthSums())) }
      change(&months[place].sums)
    }
    for movement in claim.movements { change(movement.sequence) { add(movement, to: &$0) } }
    for offset in claim.offsets {
      for (place, turn) in offset.turns.enumerated() {
        let sum = place.isMultiple(of: 2) ? \MonthSums.offset : \.offsetUndone
        change(turn) { $0[keyPath: sum] += offset.amount }
      }
    }
    return months.map { month, sums in
      BookEntry(month: month, district: district(ofPersonAt: number, claim, inBooksOf: month), sums: sums)
    }
  }

  private func add(_ movement: ClaimState.Movement, to sums: inout MonthSums) {
    let amount = movement.amount
    switch movement.kind {
    case .paid: sums.paid += amount
    case .returned: sums.returned += amount
    case .bounced(let paid):
      sums.returned += amount
      sums.bounced += amount
      if bookMonths.month(of: paid) < bookMonths.month(of: movement.sequence) { sums.adjusted += amount }
    case .repaid: sums.repaid += amount
    case .putBack: sums.putBack += amount
    case .writtenOff: sums.writtenOff += amount
    case .refunded: sums.refunded += amount
    case .paidReversed: sums.reversed.paid += amount
    case .bouncedReversed: sums.reversed.returned += amount
    case .repaidReversed: sums.reversed.repaid += amount
    case .putBackReversed: sums.reversed.putBack += amount
    case .writtenOffReversed: sums.reversed.writtenOff += amount
    }
  }

  /// The debts of a claim at the ends of months of the books, demand by demand.
  public func bookedDebts(ofPersonAt number: Int, _ claim: ClaimState) -> [BookedDebt] {
    claim.demands.flatMap { demand in
      let steps = demand.outstandingsAsKnown.map {
        (month: bookMonths.month(of: $0.sequence), outstanding: $0.amount)
      }
      let moves = claim.formerDistricts.map { bookMonths.month(of: $0.until) }
      let months = Set(steps.map(\.month) + moves).sorted()
      var debts: [BookedDebt] = []
      for (place, month) in months.enumerated() {
        guard let outstanding = steps.last(where: { $0.month <= month })?.outstanding, outstanding > .zero else {
          continue
        }
        debts.append(
          BookedDebt(
            demand: names[demand.name], key: key(of: demand, ofPersonAt: number), since: month,
            until: place + 1 < months.count ? months[place + 1] : nil,
            district: district(ofPersonAt: number, claim, inBooksOf: month), outstanding: outstanding))
      }
      return debts
    }
  }
}
