import Catalogue
import Ledger
import Papers
import Synchronization

/// How far long work has come: how many, how many a second, and, if the total is known, percent and the time left.
///
/// On a terminal it shows itself at most ten times a second, and not at all for work that is done at once. Elsewhere it is
/// silent, or, for work of minutes, a plain line every ten seconds.
final class ProgressLine: Sendable {
  private let diagnostics: Diagnostics
  private let language: Language
  let unit: Unit
  private let orLines: Bool
  private let start: ContinuousClock.Instant
  private let drawn: Mutex<ContinuousClock.Instant>

  /// The unit of the count.
  enum Unit: Sendable {
    case events, entries, persons, rows
  }

  /// How far work has come.
  struct Reach: Hashable, Sendable {
    /// How many are done.
    let done: Int
    /// How many there are; nil if that is unknown.
    let total: Int?
    /// The unit of the count.
    let unit: Unit
  }

  private var interval: Duration { diagnostics.isTerminal ? .milliseconds(100) : .seconds(10) }

  /// Begins now.
  init(
    _ diagnostics: Diagnostics, unit: Unit = .events, language: Language, orLines: Bool = false,
    now: ContinuousClock.Instant = .now
  ) {
    self.orLines = orLines
    self.diagnostics = diagnostics
    self.unit = unit
    self.language = language
    start = now
    drawn = Mutex(now)
  }

  deinit { diagnostics.clearStatus() }

  /// Sets how many are done; cheap enough for every block of the log.
  ///
  /// `total` is how many there are; nil if that is unknown.
  func update(done: Int, of total: Int?, now: @autoclosure () -> ContinuousClock.Instant = .now) {
    diagnostics.reached = Reach(done: done, total: total, unit: unit)
    guard diagnostics.isTerminal || orLines else { return }
    let now = now()
    let isDue = drawn.withLock { drawn in
      guard drawn.duration(to: now) >= interval else { return false }
      drawn = now
      return true
    }
    guard isDue else { return }
    let text = ProgressLine.text(done: done, of: total, unit, in: start.duration(to: now))(in: language)
    if diagnostics.isTerminal { diagnostics.status(text) } else { diagnostics.lineOfProgress(text) }
  }

  /// Removes the line.
  func finish() {
    diagnostics.reached = nil
    diagnostics.clearStatus()
  }

  /// The line for a state of the work.
  static func text(done: Int, of total: Int?, _ unit: Unit, in elapsed: Duration) -> Text {
    let milliseconds = max(
      1, elapsed.components.seconds * 1_000 + elapsed.components.attoseconds / 1_000_000_000_000_000)
    let rate = Int64(done) * 1_000 / milliseconds
    guard let total, total > 0 else { return .progress(done: Int64(done).grouped, unit, rate: rate.grouped) }
    let left = rate > 0 ? (Int64(max(0, total - done)) + rate - 1) / rate : nil
    return .progress(
      done: Int64(done).grouped, unit, rate: rate.grouped, percent: min(100, done * 100 / total),
      left: left.map { "\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)" } ?? "-:--")
  }
}

extension ProgressLine.Unit {
  /// The unit for the rows of a table.
  init(_ step: RowWork.Step) {
    switch step {
    case .reading: self = .rows
    case .deciding: self = .entries
    }
  }
}
