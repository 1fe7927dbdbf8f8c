import Foundation
import JSONText
import Policy
package import Subsidy
package import Values

/// Files under Fixtures, found from this file's own place.
package enum Fixtures {
  package static func bytes(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: "Fixtures").appending(path: name)))
  }

  /// The lines of a file of JSON Lines.
  package static func lines(_ bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(start..<offset)
      start = offset + 1
    }
    return lines
  }

  /// The events that an import of a history makes, from sequence number 1 on, up to an instant.
  package static func history(_ name: String, knownAt: Instant? = nil) throws -> [Event] {
    let bytes = try bytes("examples/\(name).history.jsonl")
    var events: [Event] = []
    for line in lines(bytes) {
      let entry = try EventLine.readEntry(bytes, line, source: .history)
      guard let recorded = entry.recorded, let by = entry.by else { continue }
      if let knownAt, recorded > knownAt { break }
      events.append(
        Event(
          sequence: UInt64(events.count + 1), recorded: recorded, by: by, key: entry.key, id: entry.id, body: entry.body
        ))
    }
    return events
  }

  /// The fold of events, annulled ones left out.
  package static func fold(_ events: [Event]) throws -> LedgerState {
    var state = LedgerState()
    try state.evolve(events, leavingOut: Annulments(in: events))
    return state
  }
}
