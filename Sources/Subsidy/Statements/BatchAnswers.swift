public import Values

/// The bank's answers about the items of a batch, those withheld left out.
public struct BatchAnswers: Hashable, Sendable {
  /// A number of items and their sum.
  public struct Part: Hashable, Sendable {
    /// How many items.
    public var items: Int
    /// Their sum.
    ///
    /// > Units: fen.
    public var total: Fen

    /// Makes a part.
    public init(items: Int = 0, total: Fen = .zero) {
      self.items = items
      self.total = total
    }

    /// Adds an item.
    public mutating func add(_ amount: Fen) { self += Part(items: 1, total: amount) }

    /// Adds up two parts.
    public static func + (left: Part, right: Part) -> Part {
      Part(items: left.items + right.items, total: left.total + right.total)
    }

    /// Adds a part.
    public static func += (left: inout Part, right: Part) { left = left + right }
  }

  private var parts: [BatchItem.Outcome: Part] = [:]

  /// No items.
  public init() {}

  /// Adds up items.
  public init(_ items: some Sequence<BatchItem>) {
    for item in items { self[item.outcome].add(item.amount) }
  }

  /// The items with an outcome.
  public subscript(outcome: BatchItem.Outcome) -> Part {
    get { parts[outcome] ?? Part() }
    set { parts[outcome] = newValue == Part() ? nil : newValue }
  }

  /// All of them.
  public var all: Part { BatchItem.Outcome.allCases.reduce(Part()) { $0 + self[$1] } }
}
