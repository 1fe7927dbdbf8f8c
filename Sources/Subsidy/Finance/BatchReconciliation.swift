public import Values

/// What became of a batch, to the fen: what was ordered is paid, returned or still silent, and nothing else.
public struct BatchReconciliation: Hashable, Sendable {
  /// A number of items and their sum.
  public struct Part: Hashable, Sendable {
    /// How many items.
    public internal(set) var items = 0
    /// Their sum.
    public internal(set) var total = Fen.zero

    mutating func add(_ amount: Fen) {
      items += 1
      total += amount
    }
  }

  /// As the draft says.
  public let drafted: Part
  /// As the items themselves come to.
  public private(set) var ordered = Part()
  /// Confirmed by the bank.
  public private(set) var paid = Part()
  /// Came back.
  public private(set) var returned = Part()
  /// Sent, and the bank has not answered; freed again where the batch was cancelled.
  public private(set) var silent = Part()
  /// Asked of the treasury.
  public let fundsRequested: Fen
  /// Received of the treasury.
  public let fundsReceived: Fen

  /// Whether the draft's own sums are those of its items; the answers add up to them by themselves.
  public var isBalanced: Bool {
    drafted == ordered && paid.items + returned.items + silent.items == ordered.items
      && paid.total + returned.total + silent.total == ordered.total
  }

  /// Adds up the items of a batch.
  public init(_ batch: BatchSummary, _ items: [BatchItem]) {
    drafted = Part(items: batch.items, total: batch.total)
    fundsRequested = batch.fundsRequested
    fundsReceived = batch.fundsReceived
    for item in items {
      ordered.add(item.amount)
      switch item.outcome {
      case .paid: paid.add(item.amount)
      case .returned: returned.add(item.amount)
      case .open: silent.add(item.amount)
      }
    }
  }
}
