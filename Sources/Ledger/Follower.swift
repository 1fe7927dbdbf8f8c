import EventLog
import ReadModel
import Subsidy
import System
import Values

/// The read model on its way from its position to the end of a change.
struct Follower: ~Copyable {
  private let model: ReadModel
  private let position: ReadModelPosition
  private let added: [(event: Event, place: EventPlace)]
  private let segments: [UInt64]
  /// The persons of events that are annulled now.
  private let annulled: Set<Identifier>?

  /// Reads what has come since the read model's position; nil where it has none in this log, is of another version, or
  /// so far behind that a rebuild takes less time.
  init?(_ ledger: SubsidyLedger, _ change: LogChange, _ source: EventSource) throws {
    guard try Files.exists(ledger.readModelPath) else { return nil }
    let model = try ReadModel(opening: ledger.readModelPath, ledger.projections)
    guard try model.isOurs(), let position = try model.position(), try source.holds(position),
      position.size <= change.after.size,
      let added = try source.events(from: position, to: change.after.size, most: Follower.mostBehind(change))
    else { return nil }
    let segments = try ledger.segments()
    annulled = try Follower.annulled(by: added, model, segments, source)
    self.segments = segments
    self.added = added
    self.position = position
    self.model = model
  }

  /// How many events a read model may lack that follows, and is not made anew.
  static func mostBehind(_ change: LogChange) -> UInt64 {
    max(Excerpt.mostBehind, 2 * (change.after.size - change.before.size))
  }

  /// The persons whose events the new annulments name; nil where one names an event by a number before them, whose
  /// person no index tells.
  private static func annulled(
    by added: [(event: Event, place: EventPlace)], _ model: borrowing ReadModel, _ segments: [UInt64],
    _ source: EventSource
  ) throws -> Set<Identifier>? {
    var persons: Set<Identifier> = []
    let lookup = try model.lookup(segments: segments)
    for (event, _) in added {
      guard case .annulled(let body) = event.body else { continue }
      switch body.of {
      case .sequence(let number):
        guard let target = added.first(where: { $0.event.sequence == number })?.event else { return nil }
        if let person = target.body.person { persons.insert(person) }
      case .id(let id):
        for place in try lookup.places(of: id) {
          if let person = try source.event(at: place).body.person { persons.insert(person) }
        }
        persons.formUnion(added.filter { $0.event.id == id }.compactMap(\.event.body.person))
      }
    }
    return persons
  }

  /// The persons whose rows change; nil where nobody can say who they are without everybody's events.
  func touched(in state: LedgerState) -> Set<Identifier>? {
    guard var persons = annulled else { return nil }
    for (event, _) in added {
      if let person = event.body.person { persons.insert(person) }
      switch event.body {
      case .policyAdopted: return nil
      case .batchCancelled(let body):
        // Every item of the batch is free again.
        guard state.knows(everyItemOf: body.batch) else { return nil }
        persons.formUnion(state.items(ofBatch: body.batch).map(\.person))
      default: break
      }
    }
    return persons
  }

  /// Lets go of the read model, so that another may take its place.
  consuming func close() {}

  /// Writes the rows of the persons who are touched.
  func update(
    _ persons: Set<Identifier>, from state: LedgerState, _ annulments: Annulments, to target: ReadModelPosition,
    start: LogStart, _ source: EventSource
  ) throws {
    var index = try model.index(of: persons.union(added.compactMap(\.event.body.person)), segments: segments)
    var new = EventIndex(segments: segments)
    for (event, place) in added {
      index.note(event, at: place)
      new.note(event, at: place)
    }
    try model.update(
      persons.sorted(), adding: new,
      from: ReadModelSource(state: state, index: index, annulments: annulments, position: target, start: start) {
        try source.event(at: $0)
      }, since: position)
  }

  /// The index of all events, with the new ones.
  func wholeIndex() throws -> EventIndex {
    var index = try model.wholeIndex(segments: segments)
    for (event, place) in added { index.note(event, at: place) }
    index.finish()
    return index
  }
}

extension LedgerState {
  /// Whether the items that the state has of a batch are all that were drafted.
  fileprivate func knows(everyItemOf batch: Identifier) -> Bool {
    guard let state = self.batch(batch), state.drafter != nil else { return false }
    return items(ofBatch: batch).count >= state.items
  }
}
