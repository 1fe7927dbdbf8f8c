import EventLog
import ReadModel
import Subsidy
import System
import Values

extension IndexFile {
  /// Brings the index from its stamp to a head of the log.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - head: the head.
  ///   - new: the events.
  /// - Returns: false if it is missing, of another version or another log, or lacks more.
  /// - Throws: the failures of SQLite and the log, if it was not possible after all.
  static func follows(
    _ ledger: SubsidyLedger, to head: Head, _ new: inout NewEvents
  ) throws -> Bool {
    guard let index = try? IndexFile(opening: ledger.indexPath), let stamp = try? index.stamp(),
      (try? new.source.holds(stamp)) == true, stamp.size <= head.size,
      let events = try new.events(from: stamp, to: head.size)
    else { return false }
    guard let last = events.last else { return true }
    var added = EventIndex(segments: try ledger.segments())
    added.note(events)
    added.starts = try index.newStarts(of: ledger, upTo: head)
    do {
      try index.append(added, to: LogStamp(head, recorded: last.event.recorded), since: stamp)
    } catch is StampMoved {
      // Another change has updated it, up to this one or beyond, or the next change will.
    }
    return true
  }
}

extension IndexFile {
  /// The start of the segment begun since, if there is one; if there are more, only a new index has their starts.
  fileprivate borrowing func newStarts(of ledger: SubsidyLedger, upTo head: Head) throws -> [LogStart] {
    let segments = try ledger.segments().filter { $0 > 0 && $0 <= head.segment }
    let known = try starts()
    guard segments.count == known.count + 1, segments.starts(with: known.map(\.segment)) else { return [] }
    // A fault in the log is left for verification to report.
    let new = try? LogReader(ledger: ledger.path).starts(behind: known.last)
    return new?.filter { $0.segment <= head.segment } ?? []
  }
}

/// The read model on its way from its position to that of the index.
struct ReadModelCatchUp: ~Copyable {
  private let model: ReadModel
  private let position: LogStamp
  private let added: [Event]

  /// Reads the events since the read model's position; nil if it has none in this log, is of another version, or lacks more
  /// events than it may.
  init?(_ ledger: SubsidyLedger, to target: LogStamp, _ new: inout NewEvents) throws {
    guard try Files.exists(ledger.readModelPath) else { return nil }
    let model = try ReadModel(opening: ledger.readModelPath, ledger.projections)
    guard try model.isOurs(), let position = try model.position(), try new.source.holds(position),
      position.size <= target.size, let added = try new.events(from: position, to: target.size)
    else { return nil }
    self.added = added.map(\.event)
    self.position = position
    self.model = model
  }

  /// The persons whose events the new annulments and reversals name.
  private func takenBack(
    _ lookup: borrowing EntryLookup, _ source: EventSource, _ segments: [UInt64]
  ) throws -> Set<Identifier> {
    var persons: Set<Identifier> = []
    for event in added {
      switch event.takenBack {
      case nil: continue
      case .sequence(let number):
        if let person = try source.event(numbered: number, of: segments)?.body.person { persons.insert(person) }
      case .id(let id):
        for place in try lookup.places(of: id) {
          if let person = try source.event(at: place).body.person { persons.insert(person) }
        }
      }
    }
    return persons
  }

  /// The persons and types that the new events touch; nil if the events of all persons are needed to tell whose rows change.
  func touched(
    _ lookup: borrowing EntryLookup, _ source: EventSource, _ segments: [UInt64]
  ) throws -> (persons: Set<Identifier>, types: Set<EventType>)? {
    var persons = try takenBack(lookup, source, segments)
    for event in added {
      if let person = event.body.person { persons.insert(person) }
      switch event.body {
      // Events after a close that is undone count in another month.
      case .policyAdopted, .clockCorrected, .monthReopened: return nil
      default: break
      }
      // Every item of the batch is free again.
      if let batch = event.body.batchGivenUp { persons.formUnion(try model.persons(ofBatch: batch)) }
    }
    return (persons, Set(added.map(\.body.type)))
  }

  /// Closes the read model, so that another may take its place.
  consuming func close() {}

  /// Writes the rows of the persons who are touched.
  ///
  /// Another process may have updated it meanwhile, up to this point or beyond; otherwise the next change will.
  func update(_ touch: ReadModel.Touch, from source: ReadModelSource) throws {
    do { try model.update(touch, from: source, since: position) } catch is StampMoved {}
  }
}
