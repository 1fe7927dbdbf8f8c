import Subsidy
import Values

extension Event {
  /// Refuses an event with a value beyond the bounds of its field.
  func checkBounds() throws(Refusal) {
    if let problem = outOfBounds { throw .beyondBounds(problem) }
  }

  /// Refuses a line that no log takes.
  static func checkLength(ofLine bytes: [UInt8]) throws(Refusal) {
    if !Bound.line.allows(bytes.count) {
      throw .beyondBounds(OutOfBounds(field: "event", found: "\(bytes.count)", bound: .line))
    }
  }
}
