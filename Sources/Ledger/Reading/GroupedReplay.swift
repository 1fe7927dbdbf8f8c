import EventLog
import ReadModel
import Subsidy
import System
import Values

/// The state of all persons at a point, one group of persons after the other: it takes the memory of a few groups, not of all
/// persons.
///
/// Each group is folded from its own events and those about no person, which the index finds. For the persons of a group, its
/// fold equals the fold of the whole log (``LedgerState/evolve(_:)``).
struct GroupedReplay: ~Copyable {
  private let common: GroupBase
  private let index: IndexFile

  /// Prepares to fold groups.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - replay: its log and the point.
  ///   - hindsight: what later events of the log say of earlier ones.
  /// - Throws: ``IndexUnfit`` or the failures of SQLite and the log if the index does not cover the point.
  init(_ ledger: SubsidyLedger, _ replay: borrowing Replay, _ hindsight: Hindsight) throws {
    let size = min(replay.point.size ?? .max, replay.reader.head.size)
    let source = try EventSource(ledger)
    let index = try IndexFile(opening: ledger.indexPath, access: .readOnly)
    try index.beginReading()
    guard let stamp = try index.stamp(), stamp.size >= size, try source.holds(stamp) else { throw IndexUnfit() }
    var common = GroupBase(
      source: source, hindsight: hindsight, point: ReplayPoint(knownAt: replay.point.knownAt, size: size))
    for (place, type) in try index.index(of: [Identifier]()).shared.places {
      guard let event = try common.event(of: nil, type, at: place) else { break }
      common.shared.append(event)
    }
    self.common = common
    self.index = index
  }

  /// The events that count as never having happened.
  var annulments: Annulments { common.hindsight.annulments }

  /// Folds all persons, group by group, with several threads.
  ///
  /// - Parameters:
  ///   - count: how many persons are in a group; more if keys of one human would be in two.
  ///   - progress: receives how many events have been taken in, and the total.
  ///   - work: makes something of the fold of a group and of the keys of its persons, on any thread.
  ///   - take: takes what was made, in the order of the first key of each group.
  /// - Returns: how many events count.
  /// - Throws: the failures of SQLite and the log, and what `work` and `take` throw.
  func forEachGroup<Made: Sendable>(
    of count: Int, progress: (Int, Int) -> Void,
    _ work: @escaping @Sendable (LedgerState, [Identifier]) throws -> Made, _ take: (Made) throws -> Void
  ) throws -> UInt64 {
    typealias Outcome = Result<(made: Made, fold: GroupFold), any Error>
    let crew = try WorkCrew<EventIndex, Outcome>(threads: Threads.available) { [common] places in
      Outcome {
        let fold = try common.fold(places)
        return (try work(fold.state, fold.persons), fold)
      }
    }
    defer { crew.close() }
    var (events, size) = (common.shared.count, UInt64(0))
    func takeNext() throws {
      try StopRequest.check()
      guard let part = try crew.next()?.get() else { return }
      events += part.fold.events
      size = max(size, part.fold.size)
      try take(part.made)
      progress(events, Int(clamping: common.point.size ?? 0))
    }
    for group in try groups(of: count) {
      crew.submit(try index.index(of: group))
      if crew.pending >= crew.enough { try takeNext() }
    }
    while crew.pending > 0 { try takeNext() }
    try index.endReading()
    return size
  }

  /// A fold of the events about no person.
  func stateOfNobody() throws -> LedgerState { try common.fold(EventIndex()).state }

  /// All persons, in groups in which the keys of one human are together.
  private func groups(of count: Int) throws -> [[Identifier]] {
    let keys = common.hindsight.annulments.keys
    var taken: Set<Identifier> = []
    var groups: [[Identifier]] = [[]]
    for person in try index.persons() where !taken.contains(person) {
      if groups[groups.count - 1].count >= count { groups.append([]) }
      let together = keys.together(with: person).sorted()
      if together.count > 1 { taken.formUnion(together) }
      groups[groups.count - 1] += together
    }
    return groups
  }
}

/// The fold of a group.
private struct GroupFold: Sendable {
  let state: LedgerState
  /// The keys of its persons.
  let persons: [Identifier]
  /// How many events of theirs there are.
  let events: Int
  /// How many events count, as far as the group shows it.
  let size: UInt64
}

/// The part that all groups have in common.
private struct GroupBase: Sendable {
  let source: EventSource
  let hindsight: Hindsight
  let point: ReplayPoint
  /// The events about no person within the point, in the order of the log.
  var shared: [Event] = []

  /// An event at a place; nil if it is behind the point.
  func event(of person: Identifier?, _ type: EventType, at place: LinePlace) throws -> Event? {
    let event = hindsight.annulments.clock.corrected(try source.event(at: place, of: person, type))
    return point.isBefore(event.sequence, event.recorded) ? nil : event
  }

  /// Folds the persons whose events are at some places, one event after the other in the order of the log.
  func fold(_ index: EventIndex) throws -> GroupFold {
    let persons = index.persons.identifiers
    var places: [(place: LinePlace, type: EventType, person: Int)] = []
    for (number, person) in persons.enumerated() {
      for (place, type) in index.places(of: person).places { places.append((place, type, number)) }
    }
    places.sort { $0.place < $1.place }
    let annulments = hindsight.annulments
    var state = LedgerState(imports: hindsight.imports, keeping: annulments.reversible, joining: annulments.keys)
    var nobodys = shared[...]
    var (events, last) = (0, shared.last?.sequence)
    for (place, type, person) in places {
      guard let event = try event(of: persons[person], type, at: place) else { break }
      while let next = nobodys.first, next.sequence < event.sequence {
        try state.evolve(nobodys.removeFirst(), leavingOut: annulments)
      }
      try state.evolve(event, leavingOut: annulments)
      (events, last) = (events + 1, max(last ?? 0, event.sequence))
    }
    for event in nobodys { try state.evolve(event, leavingOut: annulments) }
    return GroupFold(state: state, persons: persons, events: events, size: last.map { $0 + 1 } ?? 0)
  }
}

extension SubsidyLedger {
  /// Makes something of all persons at a point: of groups of persons, or of all at once if the index does not cover the point.
  ///
  /// - Parameters:
  ///   - point: the point up to which events count.
  ///   - progress: receives how many events have been taken in, and the total, if all are folded at once.
  ///   - groups: makes it of groups.
  ///   - whole: makes it of the fold of all persons and the annulments.
  /// - Returns: the result of the closure used.
  /// - Throws: ``LedgerFailure``, the failures of the log, and what `whole` throws.
  func past<Made>(
    at point: ReplayPoint, progress: (Int, Int) -> Void,
    byGroups groups: (borrowing GroupedReplay) throws -> Made, whole: (LedgerState, Annulments) throws -> Made
  ) throws -> Made {
    if let found = try kept?.fold(at: point, of: self) { return try whole(found.state, found.annulments) }
    let replay = try Replay(self, at: point)
    try replay.demandPoint()
    let hindsight = try replay.hindsight()
    do { return try groups(GroupedReplay(self, replay, hindsight)) } catch {
      // If the fault is in the log and not in the index, the fold of the whole log reports it.
      try StopRequest.check()
    }
    return try whole(replay.state(verifying: false, with: hindsight, progress: progress), hindsight.annulments)
  }
}
