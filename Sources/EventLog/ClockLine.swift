import JSONText

/// The line of an event about the clock: that it was wrong, or a request to record that.
///
/// Only these two events may be earlier than the event before them, so the log itself must recognise them.
///
/// > Source: contract 3, section 5.
package struct ClockLine: Equatable {
  /// Whether it asks for a correction, else it is one.
  let isRequest: Bool
  /// The number of the first event with the wrong clock.
  let first: UInt64
  /// The request's id.
  let request: String

  /// The type of a correction.
  static var correction: String { "clock-corrected" }

  /// Reads a line; nil if it says nothing of the clock.
  package init?(_ bytes: [UInt8], _ line: Range<Int>) {
    guard let event = try? JSONValue(Array(bytes[line])), let request = event["request"]?.text else { return nil }
    let content: JSONValue?
    switch event["type"]?.text {
    case ClockLine.correction: (isRequest, content) = (false, event)
    case "requested" where event["act"]?.text == ClockLine.correction: (isRequest, content) = (true, event["content"])
    default: return nil
    }
    guard let first = content?["of"]?.number.flatMap({ UInt64(exactly: $0) }) else { return nil }
    self.first = first
    self.request = request
  }
}
