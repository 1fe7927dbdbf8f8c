import EventLog
import ReadModel
import Subsidy
import System
import Values

extension IndexFile {
  /// Brings the index from its stamp to the end of a change.
  ///
  /// - Returns: false where it is missing, of another version or another log, or so far behind that making it anew takes
  ///   less time.
  /// - Throws: the failures of SQLite and the log, where it was not possible after all.
  static func follows(
    _ ledger: SubsidyLedger, _ change: LogChange, to target: LogStamp, _ source: EventSource
  ) throws -> Bool {
    guard let index = try? IndexFile(opening: ledger.indexPath), let stamp = try? index.stamp(),
      (try? source.holds(stamp)) == true, stamp.size <= target.size,
      let events = try source.events(from: stamp, to: target.size, most: change.mostBehind)
    else { return false }
    var added = EventIndex(segments: try ledger.segments())
    for (event, place) in events { added.note(event, at: place) }
    do {
      try index.append(added, to: target, since: stamp)
    } catch is StampMoved {
      // Another change has brought it on, up to this one or beyond, or will be followed by the next.
    }
    return true
  }
}

/// The read model on its way from its position to the end of a change, up to which the index has come already.
struct ReadModelCatchUp: ~Copyable {
  private let model: ReadModel
  private let position: LogStamp
  private let added: [Event]

  /// Reads what has come since the read model's position; nil where it has none in this log, is of another version, or
  /// so far behind that a rebuild takes less time.
  init?(_ ledger: SubsidyLedger, _ change: LogChange, _ source: EventSource) throws {
    guard try Files.exists(ledger.readModelPath) else { return nil }
    let model = try ReadModel(opening: ledger.readModelPath, ledger.projections)
    guard try model.isOurs(), let position = try model.position(), try source.holds(position),
      position.size <= change.after.size,
      let added = try source.events(from: position, to: change.after.size, most: change.mostBehind)
    else { return nil }
    self.added = added.map(\.event)
    self.position = position
    self.model = model
  }

  /// The persons whose events the new annulments and reversals name; nil where one names an event by a number before them,
  /// whose person no index tells.
  private func takenBack(_ lookup: borrowing EntryLookup, _ source: EventSource) throws -> Set<Identifier>? {
    var persons: Set<Identifier> = []
    for event in added {
      switch event.takenBack {
      case nil: continue
      case .sequence(let number):
        guard let target = added.first(where: { $0.sequence == number }) else { return nil }
        if let person = target.body.person { persons.insert(person) }
      case .id(let id):
        for place in try lookup.places(of: id) {
          if let person = try source.event(at: place).body.person { persons.insert(person) }
        }
      }
    }
    return persons
  }

  /// The persons whose rows change; nil where nobody can say who they are without everybody's events.
  func touched(
    in state: LedgerState, _ lookup: borrowing EntryLookup, _ source: EventSource
  ) throws -> Set<Identifier>? {
    guard var persons = try takenBack(lookup, source) else { return nil }
    for event in added {
      if let person = event.body.person { persons.insert(person) }
      switch event.body {
      case .policyAdopted, .clockCorrected: return nil
      default: break
      }
      guard let batch = event.body.batchGivenUp else { continue }
      // Every item of the batch is free again.
      guard state.knows(everyItemOf: batch) else { return nil }
      persons.formUnion(state.items(ofBatch: batch).map(\.person))
    }
    return persons
  }

  /// Lets go of the read model, so that another may take its place.
  consuming func close() {}

  /// Writes the rows of the persons who are touched.
  func update(_ persons: Set<Identifier>, from source: ReadModelSource) throws {
    try model.update(persons.sorted(), from: source, since: position)
  }
}

extension LedgerState {
  /// Whether the items that the state has of a batch are all that were drafted.
  fileprivate func knows(everyItemOf batch: Identifier) -> Bool {
    guard let state = self.batch(batch), state.drafter != nil else { return false }
    return items(ofBatch: batch).count >= state.items
  }
}
