import Subsidy
import Values

extension Event {
  /// Refuses an event with a value beyond what its field means.
  func checkBounds() throws(Refusal) {
    if let problem = outOfBounds { throw .beyondBounds(problem) }
  }

  /// The day of a move or of a claim that lies after the day of recording; nil where none does.
  ///
  /// > Source: contract 2, section 2, "Form".
  var dayAfterRecording: EventError? {
    let field: (name: String, day: CivilDate)
    switch body {
    case .registered(let body):
      guard let since = body.since else { return nil }
      field = ("since", since)
    case .claimed(let body): field = ("on", body.on)
    default: return nil
    }
    guard field.day > recorded.civilDate else { return nil }
    return EventError(.illFormed(expected: .dateUntilRecorded), field: field.name, found: field.day.description)
  }

  /// Refuses a line that no log takes.
  static func checkLength(ofLine bytes: [UInt8]) throws(Refusal) {
    if !Bound.line.allows(bytes.count) {
      throw .beyondBounds(OutOfBounds(field: "event", found: "\(bytes.count)", bound: .line))
    }
  }
}
