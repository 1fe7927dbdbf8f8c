import Values

/// The money of one claim by month, before any rule is applied: paid, in flight, recovered.
struct ClaimMoney {
  /// The money of one month.
  struct MonthMoney {
    let month: Month
    /// Confirmed by the bank, and kept back for a demand.
    var paid = Fen.zero
    /// The part of ``paid`` that was kept back.
    var offset = Fen.zero
    var inFlight = Fen.zero
    var repaid = Fen.zero
    var firstPaid = UInt64.max
    var isListed = false

    init(_ month: Month) { self.month = month }
  }

  /// The months with any money, ascending.
  private(set) var months: [MonthMoney] = []

  init(_ claim: ClaimState, batches: [BatchState]) {
    months.reserveCapacity(claim.items.count)
    for item in claim.items {
      if months.last?.month != item.month { months.append(MonthMoney(item.month)) }
      let last = months.count - 1
      months[last].paid += item.paid
      months[last].firstPaid = min(months[last].firstPaid, item.firstPaid)
      if item.isOrdered || item.isPaid { months[last].isListed = true }
      if item.isOpen, !batches[Int(item.batch)].isGivenUp {
        months[last].inFlight += item.ordered
      }
    }
    for offset in claim.offsets where offset.counts {
      let place = position(of: offset.month)
      months[place].paid += offset.amount
      months[place].offset += offset.amount
      months[place].firstPaid = min(months[place].firstPaid, offset.sequence)
      months[place].isListed = true
    }
    for demand in claim.demands where demand.demandedAt != nil {
      for (month, part) in demand.allotments {
        months[position(of: month)].repaid += part
      }
    }
  }

  /// The position of a month; a month without money is inserted in its place, unlisted, as a demand may name a month that was
  /// never paid.
  private mutating func position(of month: Month) -> Int {
    let place = firstIndex(from: month)
    if place == months.count || months[place].month != month { months.insert(MonthMoney(month), at: place) }
    return place
  }

  /// The position of a month; nil if it has no money.
  func index(of month: Month) -> Int? {
    let place = firstIndex(from: month)
    return place < months.count && months[place].month == month ? place : nil
  }

  /// The money of a month that is held: more was paid than recovered; nil for any other month.
  func held(_ month: Month) -> MonthMoney? {
    guard let index = index(of: month), months[index].paid - months[index].repaid > .zero else { return nil }
    return months[index]
  }

  /// The position of the first month that is not before a month.
  private func firstIndex(from month: Month) -> Int { months.indices.firstNot(before: { months[$0].month < month }) }
}

extension ClaimState.Demand {
  /// The amounts demanded by month, oldest first; amounts named twice for a month are added up.
  var sumsByMonth: [(month: Month, amount: Fen)] {
    var sums: [(month: Month, amount: Fen)] = []
    for part in months.sorted(by: { $0.month < $1.month }) {
      if sums.last?.month == part.month {
        sums[sums.count - 1].amount += part.amount
      } else {
        sums.append((part.month, part.amount))
      }
    }
    return sums
  }

  /// How the receipts fall on the months: oldest first, up to each one's demand; the rest falls on none.
  ///
  /// > Source: contract section 6.5.
  var allotments: [(month: Month, amount: Fen)] {
    var rest = kept
    return sumsByMonth.map { asked in
      let part = min(rest, asked.amount)
      rest -= part
      return (asked.month, part)
    }
  }
}
