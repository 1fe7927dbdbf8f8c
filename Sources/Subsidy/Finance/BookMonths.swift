public import Values

/// The months of the books (月): each event counts in the month in which it was recorded, or if that was closed before, in the
/// first one that was not.
///
/// A fold of some persons finds the same months for their events: a month begins for it with the first event that it receives.
struct BookMonths: Sendable {
  private typealias Start = (sequence: UInt64, month: Month)

  /// The events with which months of the calendar begin, ascending in both.
  private var recorded: [Start] = []
  /// The events with which months of the books begin, ascending in both.
  private var starts: [Start] = []
  /// The second with which the month of the calendar after the last one begins.
  private var next = Int64.min

  /// Takes in the time at which the next event was recorded; an older one, which is folded again, adds nothing.
  @inline(__always)
  mutating func note(_ sequence: UInt64, _ recorded: Instant) {
    if recorded.seconds >= next { begin(recorded.civilDate.month, with: sequence) }
  }

  /// Takes in the event with which a month of the calendar begins.
  mutating func begin(_ month: Month, with sequence: UInt64) {
    if let last = recorded.last, month <= last.month { return }
    recorded.append((sequence, month))
    next = Instant(startOf: month.adding(1).firstDay).seconds
    append((sequence, month))
  }

  /// Counts again after the books of a month were closed or reopened.
  mutating func count(_ closes: [BookClose]) {
    starts = []
    let afterCloses = closes.map { (sequence: $0.sequence, month: $0.close.month.adding(1)) }
    for start in (recorded + afterCloses).sorted(by: { ($0.sequence, $0.month) < ($1.sequence, $1.month) }) {
      append(start)
    }
  }

  private mutating func append(_ start: Start) {
    if starts.last.map({ $0.month < start.month }) ?? true { starts.append(start) }
  }

  /// The month in which a folded event counts.
  func month(of sequence: UInt64) -> Month {
    let behind = starts.indices.firstNot { starts[$0].sequence <= sequence }
    return behind == 0 ? .first : starts[behind - 1].month
  }

  /// The numbers of the events that count in some months.
  func events(of months: ClosedRange<Month>) -> Range<UInt64> {
    guard let first = starts.first(where: { $0.month >= months.lowerBound }), first.month <= months.upperBound else {
      return 0..<0
    }
    return first.sequence..<(starts.first { $0.month > months.upperBound }?.sequence ?? .max)
  }
}

extension LedgerState {
  /// The numbers of the events that count in a month of the books; empty if there is none.
  public func events(ofBooks month: Month) -> Range<UInt64> { bookMonths.events(of: month...month) }
}
