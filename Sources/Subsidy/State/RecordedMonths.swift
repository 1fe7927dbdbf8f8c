public import Values

/// The month, by China Standard Time, in which each event was recorded, found by the events with which the months begin.
public struct RecordedMonths: Sendable {
  private var starts: [(sequence: UInt64, month: Month)] = []

  /// Before any event.
  public init() {}

  /// Takes in the months of a block, which follows the last one.
  public mutating func append(_ block: EventBlock) {
    for start in block.months where start.month != starts.last?.month { starts.append(start) }
  }

  /// The month in which an event was recorded; nil for one that is not known.
  public func month(of sequence: UInt64) -> Month? {
    let next = starts.indices.firstNot { starts[$0].sequence <= sequence }
    return next == 0 ? nil : starts[next - 1].month
  }
}

/// Notes the events with which months begin, as events go by.
struct MonthStarts: Sendable {
  private(set) var starts: [(sequence: UInt64, month: Month)] = []
  /// The seconds of the month in which the last event was recorded.
  private var current: Range<Int64> = 0..<0

  @inline(__always)
  mutating func note(_ sequence: UInt64, _ recorded: Instant) {
    if !current.contains(recorded.seconds) { begin(sequence, recorded) }
  }

  private mutating func begin(_ sequence: UInt64, _ recorded: Instant) {
    let month = recorded.civilDate.month
    let (first, last) = (Instant(startOf: month.firstDay).seconds, Instant(endOf: month.lastDay).seconds)
    current = first..<max(first, last) + 1
    starts.append((sequence, month))
  }
}
