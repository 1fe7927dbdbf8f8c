public import Values

/// The books of one month: the money that moved in it by scheme and district, and the debts at its end.
///
/// An event belongs to the month in which it was recorded; if that month was closed before, to the first one that was not. So
/// no sum of a closed month ever changes: a later event counts in a later month, as an adjustment if it takes back an amount
/// that the closed month shows as paid.
public struct MonthBooks: Hashable, Sendable {
  /// The books of a scheme in a district.
  public struct Row: Hashable, Sendable {
    /// The scheme.
    public let scheme: Identifier
    /// The district at the end of the month; nil for persons without a known one.
    public let district: Region?
    /// The sums moved, and the debts.
    public internal(set) var sums: MonthSums
  }

  /// The first month whose movements are added up: the month itself, or an earlier one.
  public let first: Month
  /// The month, at whose end the debts are taken.
  public let month: Month
  /// The rows, by scheme and district.
  public let rows: [Row]
  /// The close that the month was closed with: its own, or that of a later month; nil for an open one.
  public let closing: MonthClosed?
  /// The close of the month alone, if it was closed on its own; several months together have none.
  public var close: MonthClosed? { closing.flatMap { $0.month == month && first == month ? $0 : nil } }

  /// All rows added up.
  public var total: MonthSums { rows.reduce(into: MonthSums()) { $0 += $1.sums } }
  /// Whether the books equal the close; an open month has no close to differ from.
  public var isAsClosed: Bool { close.map { $0.sums == total } ?? true }

  /// Puts the sums of a month in order.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - first: the first month that the sums add up; nil for the month alone.
  ///   - sums: the sums moved, and the debts.
  ///   - closing: the close that the month was closed with; nil for an open one.
  public init(_ month: Month, from first: Month? = nil, _ sums: BookSums, closing: MonthClosed?) {
    self.first = first ?? month
    self.month = month
    rows = sums.rows.map { Row(scheme: $0.scheme, district: $0.district, sums: $1) }
      .sorted { ($0.scheme, $0.district?.description ?? "") < ($1.scheme, $1.district?.description ?? "") }
    self.closing = closing
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
  /// The books of a month, closed or open, or of several months that end with it.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - first: the first month that is added up; nil for the month alone.
  /// - Returns: the books.
  ///
  /// - Complexity: linear in the items of the ledger.
  public func books(of month: Month, from first: Month? = nil) -> MonthBooks {
    var sums = BookSums()
    let months = min(first ?? month, month)...month
    let events = bookMonths.events(of: months)
    for (number, person) in people.enumerated() {
      for claim in person.claims where claim.hasMoney {
        let scheme = schemes[claim.scheme]
        for item in claim.items where events.contains(item.firstPaid) && !item.isToldByMovements {
          let book = bookMonths.month(of: item.firstPaid)
          sums[scheme, district(ofPersonAt: number, claim, inBooksOf: book)].paid += item.paid
        }
        for entry in bookEntries(ofPersonAt: number, claim) where months.contains(entry.month) {
          sums[scheme, entry.district] += entry.sums
        }
        for debt in bookedDebts(ofPersonAt: number, claim) where debt.isOwed(atEndOf: month) {
          sums[scheme, debt.district].outstanding += debt.outstanding
        }
      }
    }
    let closing = closes.first { $0.close.month == month } ?? closes.first { $0.close.month > month }
    return MonthBooks(month, from: months.lowerBound, sums, closing: closing?.close)
  }
}

extension LedgerState {
  /// The amount in open batches: ordered, and not answered by a bank.
  public var inFlight: Fen {
    people.lazy.flatMap(\.claims).flatMap(\.items).filter { $0.isOpen && !self.batches[Int($0.batch)].isGivenUp }
      .reduce(.zero) { $0 + $1.ordered }
  }
}

extension BookedDebt {
  fileprivate func isOwed(atEndOf month: Month) -> Bool { since <= month && until.map { month < $0 } ?? true }
}
