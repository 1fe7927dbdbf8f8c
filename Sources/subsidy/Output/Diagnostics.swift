import Catalogue
import Ledger
import Papers
import Synchronization

/// Standard error: messages, each on a line of its own, and the progress line.
final class Diagnostics: Sendable {
  private let sink: ByteSink
  private let language: Language
  private let showsStatus = Atomic(false)
  private let reach = Mutex<ProgressLine.Reach?>(nil)
  /// The progress of the rows of a table that is being taken in.
  private let rows = Mutex<ProgressLine?>(nil)
  /// Whether a person may be watching.
  let isTerminal: Bool

  /// Makes the messages that go to a sink.
  init(_ sink: ByteSink, language: Language, isTerminal: Bool? = nil) {
    self.sink = sink
    self.language = language
    self.isTerminal = isTerminal ?? sink.isTerminal
  }

  /// Prints a message of the command: `subsidy: …`.
  func note(_ text: Text) { line("subsidy: \(text(in: language))") }

  /// Prints why a command stopped: every line that is at fault, then the failure itself.
  func report(_ failure: CommandFailure) {
    for fault in failure.lines { located(fault) }
    note(failure.text)
  }

  /// Says what is wrong at a line of a file.
  func located(_ fault: CommandFailure.Located) { located(fault.file, line: fault.line, fault.text) }

  /// Prints a fault at a line of a file, in the form that editors jump to: `FILE:LINE: reason`.
  func located(_ file: String, line number: Int, _ text: Text) {
    line("\(file.printable):\(number): \(text(in: language))")
  }

  /// The progress of long work; without a terminal, invisible, or a plain line now and then.
  func progress(in unit: ProgressLine.Unit = .events, orLines: Bool = false) -> ProgressLine {
    ProgressLine(self, unit: unit, language: language, orLines: orLines)
  }

  /// Says how far the rows of a table have come.
  func working(_ work: RowWork) {
    let unit = ProgressLine.Unit(work.step)
    let line = rows.withLock { rows in
      let line = rows.flatMap { $0.unit == unit ? $0 : nil } ?? progress(in: unit)
      rows = work.done < work.total ? line : nil
      return line
    }
    line.update(done: work.done, of: work.total)
    if work.done == work.total { line.finish() }
  }

  /// Says how far work has come, on a line that stays.
  func lineOfProgress(_ text: String) { line(text) }

  /// How far the last long work has come, shown or not; nil if there was none.
  var reached: ProgressLine.Reach? {
    get { reach.withLock { $0 } }
    set { reach.withLock { $0 = newValue } }
  }

  /// Shows a passing line, in place of the one before.
  func status(_ text: String) {
    guard isTerminal else { return }
    showsStatus.store(true, ordering: .relaxed)
    sink.write(Array("\r\(text)\u{1B}[K".utf8))
  }

  /// Removes the passing line.
  func clearStatus() {
    guard showsStatus.exchange(false, ordering: .relaxed) else { return }
    sink.write(Array("\r\u{1B}[K".utf8))
  }

  private func line(_ text: String) {
    clearStatus()
    sink.write(Array((text + "\n").utf8))
  }
}
