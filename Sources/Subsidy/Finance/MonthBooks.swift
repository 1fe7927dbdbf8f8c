public import Values

/// The books of one month: the money that moved in it by scheme and district, and what is owed at its end.
///
/// An event belongs to the month in which it was recorded; if that month was closed before, to the first one that was
/// not. So no sum of a closed month ever changes: what comes later stands in a later month, as an adjustment where it takes
/// back what the closed one shows as paid.
public struct MonthBooks: Hashable, Sendable {
  /// The books of a scheme in a district.
  public struct Row: Hashable, Sendable {
    /// The scheme.
    public let scheme: Identifier
    /// The district at the end of the month; nil for persons of whom none is known.
    public let district: Region?
    /// What moved, and what is owed.
    public internal(set) var sums: MonthSums
  }

  /// The month.
  public let month: Month
  /// The rows, by scheme and district.
  public let rows: [Row]
  /// The close, where the month was closed on its own.
  public let close: MonthClosed?

  /// All rows added up.
  public var total: MonthSums { rows.reduce(into: MonthSums()) { $0 += $1.sums } }
  /// Whether the books are what the close said; an open month has nothing to differ from.
  public var isAsClosed: Bool { close.map { $0.sums == total } ?? true }

  /// Puts the sums of a month in order.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - sums: what moved, and what is owed.
  ///   - close: the close of the month on its own, if there is one.
  public init(_ month: Month, _ sums: BookSums, close: MonthClosed?) {
    self.month = month
    rows = sums.rows.map { Row(scheme: $0.scheme, district: $0.district, sums: $1) }
      .sorted { ($0.scheme, $0.district?.description ?? "") < ($1.scheme, $1.district?.description ?? "") }
    self.close = close
  }
}

/// Sums of a month by scheme and district.
public struct BookSums: Sendable {
  fileprivate struct Place: Hashable {
    let scheme: Identifier
    let district: Region?
  }

  fileprivate var rows: [Place: MonthSums] = [:]

  /// None.
  public init() {}

  /// The sums of a scheme in a district.
  public subscript(_ scheme: Identifier, _ district: Region?) -> MonthSums {
    get { rows[Place(scheme: scheme, district: district)] ?? MonthSums() }
    set { rows[Place(scheme: scheme, district: district)] = newValue }
  }
}

extension LedgerState {
  /// The books of a month, closed or open.
  ///
  /// - Complexity: linear in the items of the ledger.
  public func books(of month: Month) -> MonthBooks {
    var sums = BookSums()
    let events = bookMonths.events(of: month)
    for (number, person) in people.enumerated() {
      for claim in person.claims where claim.hasMoney {
        let scheme = schemes[claim.scheme]
        for item in claim.items where events.contains(item.firstPaid) && !item.isToldByMovements {
          sums[scheme, district(ofPersonAt: number, claim, inBooksOf: month)].paid += item.paid
        }
        for entry in bookEntries(ofPersonAt: number, claim) where entry.month == month {
          sums[scheme, entry.district] += entry.sums
        }
        for debt in bookedDebts(ofPersonAt: number, claim) where debt.isOwed(atEndOf: month) {
          sums[scheme, debt.district].outstanding += debt.outstanding
        }
      }
    }
    return MonthBooks(month, sums, close: closes.first { $0.close.month == month }?.close)
  }
}

extension BookedDebt {
  fileprivate func isOwed(atEndOf month: Month) -> Bool { since <= month && until.map { month < $0 } ?? true }
}
