import Catalogue
import Glibc
import Papers

/// Standard output: data, buffered.
///
/// A reader that has seen enough (`| head`) is no failure: the rest is dropped and the exit code stays that of the command. Any
/// other failure is kept until ``finish()``.
final class Output {
  private let sink: ByteSink
  private var buffer: [UInt8] = []
  /// How many bytes it gathers.
  static var bufferSize: Int { 65_536 }

  /// Makes the output that goes to a sink.
  init(_ sink: ByteSink) { self.sink = sink }

  /// The widest that a line for people is.
  ///
  /// > Units: terminal cells.
  var width: Int { sink.columns ?? AlignedText.standardWidth }

  /// Whether the output has no reader any more, so that a long output may stop early.
  var isClosed: Bool { sink.failure != nil }

  /// Writes bytes.
  func write(_ bytes: [UInt8]) {
    buffer += bytes
    if buffer.count >= Output.bufferSize { flush() }
  }

  /// Writes a text.
  func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes a text and the end of its line.
  func line(_ text: String = "") { write(text + "\n") }

  /// Hands the buffer to the system.
  func flush() {
    sink.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Flushes, and says so if some of the output was lost.
  ///
  /// - Parameter mayBeCut: whether a reader may have seen enough.
  /// - Throws: a failure with exit 74.
  func finish(mayBeCut: Bool = true) throws(CommandFailure) {
    flush()
    guard let code = sink.failure, code != EPIPE || !mayBeCut else { return }
    throw CommandFailure(.io, .outputFailed(reason: systemReason(code)))
  }
}

/// The system's own words for an errno.
func systemReason(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "errno \(code)" }
  return unsafe String(cString: text)
}
