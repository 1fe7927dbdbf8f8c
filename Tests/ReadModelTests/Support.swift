import EventLog
import Foundation
import ReadModel
import Subsidy
import TestSupport
import Values

struct Stopped: Error {}

extension ReadModelSource {
  /// A source over events that are in no log: a place's offset is the event's number.
  static func made(
    of events: [Event], root: String = "r", failingAt bad: UInt64? = nil
  ) throws -> ReadModelSource {
    var index = EventIndex()
    for event in events { index.note(event, at: LinePlace(segment: 0, offset: event.sequence * 100, count: 99)) }
    index.finish()
    return ReadModelSource(
      state: try Fixtures.fold(events), index: index, annulments: Annulments(in: events),
      position: LogStamp(
        size: UInt64(events.count), root: root, segment: 0, offset: 1, recorded: events.last?.recorded)
    ) { place in
      if place.offset / 100 == bad { throw Stopped() }
      return events[Int(place.offset / 100)]
    }
  }
}

/// Gives the path of a file in a folder that goes with it.
func inFolder(_ body: (String) throws -> Void) throws {
  let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
  let folder = "\(base)/tables-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body("\(folder)/model.sqlite")
}
