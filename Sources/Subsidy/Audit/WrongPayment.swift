public import Values

/// The money of a month that was paid above the month's worth: counted once, however many reasons are against it.
public struct WrongPayment: Hashable, Sendable {
  /// The person who was paid.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The month that was paid for.
  public let month: Month
  /// How much was paid above the worth of the month, even if it was recovered since.
  public let amount: Fen
  /// The part of it that is still held.
  public let open: Fen
  /// Whether any reason that makes it wrong was in the ledger when the month was paid last.
  public let wasKnownWhenPaid: Bool
  /// The operators who decided, by name, each once.
  public let responsible: [Identifier]
  /// The batch that paid the month last; nil if it was kept back for a demand.
  public let batch: Identifier?
  /// The number of the event that paid it last.
  public let paidBy: UInt64
  /// The district of the claim; nil if none is known.
  public let district: Region?
}

extension ClaimState {
  /// The event that paid a month last, by its number, and its batch if there is one; nil for a month never paid.
  func lastPayment(of month: Month) -> (event: UInt64, batch: UInt32?)? {
    var last: (event: UInt64, batch: UInt32?)?
    for item in items where item.month == month && item.isPaid && item.firstPaid >= last?.event ?? 0 {
      last = (item.firstPaid, item.batch)
    }
    for offset in offsets where offset.month == month && offset.counts && offset.sequence >= last?.event ?? 0 {
      last = (offset.sequence, nil)
    }
    return last
  }
}

extension LedgerState {
  /// As ``district(of:in:)``, by the numbers of the person and of the claim among theirs.
  func district(ofPersonAt number: Int, claimAt position: Int) -> Region? {
    people[number].district(of: people[number].claims[position])
  }
}
