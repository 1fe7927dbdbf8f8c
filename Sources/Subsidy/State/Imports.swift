import Values

/// The events that came with imports of a history, and so are not consents of this ledger's operators.
///
/// The `history-imported` that closes an import states how many events before it came with it. A fold learns that only at the
/// end of each import; a caller that folds a log up to a point within one has to know it before.
///
/// > Source: contract 3, section 2.
public struct Imports: Sendable {
  /// The imports, ascending, each from its first event to its `history-imported`.
  private var ranges: [ClosedRange<UInt64>] = []
  /// The events `recovered`, ascending.
  private var recoveries: [UInt64] = []

  /// No imports.
  public init() {}

  /// Takes in an event, in the order of the log; one that was taken in before changes nothing.
  public mutating func note(_ event: Event) {
    let sequence = event.sequence
    if case .recovered = event.body, recoveries.last.map({ $0 < sequence }) ?? true { recoveries.append(sequence) }
    guard case .historyImported(let body) = event.body else { return }
    let next = ranges.last.map { $0.upperBound + 1 } ?? 1
    if sequence < next { return }
    let count = min(UInt64(clamping: body.entries), sequence)
    ranges.append(max(next, sequence - count)...sequence)
  }

  /// Whether an event came with an import.
  public func contains(_ sequence: UInt64) -> Bool {
    let place = ranges.indices.firstNot { ranges[$0].upperBound < sequence }
    return place < ranges.count && ranges[place].contains(sequence)
  }

  /// The number of the first live event: of the next one if the ledger has not gone live.
  ///
  /// A torn tail that the program moved away (`recovered`) makes no ledger live: no operator decided it.
  public var firstLive: UInt64 {
    var next: UInt64 = 1
    var (imports, recovered) = (ranges[...], recoveries[...])
    while true {
      if let range = imports.first, range.lowerBound <= next {
        next = max(next, range.upperBound + 1)
        imports.removeFirst()
      } else if let sequence = recovered.first, sequence <= next {
        next = max(next, sequence + 1)
        recovered.removeFirst()
      } else {
        return next
      }
    }
  }
}
