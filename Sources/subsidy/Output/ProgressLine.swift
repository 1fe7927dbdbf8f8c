/// How far long work has come: how many, how many a second, and where the whole is known percent and the time left.
///
/// It shows itself only on a terminal, at most ten times a second, and not at all for work that is done at once.
final class ProgressLine {
  private let diagnostics: Diagnostics
  private let language: Language
  private let unit: Unit
  private let start: ContinuousClock.Instant
  private var drawn: ContinuousClock.Instant

  /// What is counted.
  enum Unit: Sendable {
    case events, entries, persons
  }

  private static var interval: Duration { .milliseconds(100) }

  /// Begins now.
  init(_ diagnostics: Diagnostics, unit: Unit = .events, language: Language, now: ContinuousClock.Instant = .now) {
    self.diagnostics = diagnostics
    self.unit = unit
    self.language = language
    start = now
    drawn = now
  }

  deinit { diagnostics.clearStatus() }

  /// Says how many are done; cheap enough for every block of the log.
  ///
  /// `total` is how many there are; nil where nobody knows.
  func update(done: Int, of total: Int?, now: @autoclosure () -> ContinuousClock.Instant = .now) {
    guard diagnostics.isTerminal else { return }
    let now = now()
    guard drawn.duration(to: now) >= ProgressLine.interval else { return }
    drawn = now
    diagnostics.status(ProgressLine.text(done: done, of: total, unit, in: start.duration(to: now))(in: language))
  }

  /// Removes the line.
  func finish() { diagnostics.clearStatus() }

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
