import EventLog
import Merkle
public import ReadModel
import Subsidy
import System
import Values

/// Where the read model stands.
public struct ProjectionStatus: Sendable {
  /// How many events the log holds.
  public let size: UInt64
  /// The root of the log.
  public let root: String
  /// Where the read model stands; nil where there is none, or one of another version or that cannot be read.
  public let position: ReadModelPosition?
  /// How far each projection is.
  public let standings: [ProjectionStanding]

  /// Whether the read model shows the log as it is.
  public var isCurrent: Bool {
    position?.size == size && position?.root == root && !standings.isEmpty && standings.allSatisfy { $0.halt == nil }
  }
}

extension SubsidyLedger {
  /// Where the read model stands.
  public func projectionStatus() throws -> ProjectionStatus {
    let head = try LogReader(ledger: path).head
    let found = readModelStanding()
    return ProjectionStatus(
      size: head.size, root: head.root.description, position: found?.position, standings: found?.standings ?? [])
  }

  private func readModelStanding() -> (position: ReadModelPosition, standings: [ProjectionStanding])? {
    guard let model = try? ReadModel(opening: readModelPath, projections) else { return nil }
    return try? model.consistently { model in
      guard try model.isOurs(), let position = try model.position() else { return nil }
      return (position, try model.standings())
    }
  }

  /// Makes the read model from nothing, beside the live one, and puts it in its place.
  ///
  /// - Parameters:
  ///   - replayed: hears how many events have been taken in, of how many.
  ///   - written: hears how many persons have been written, of how many.
  /// - Returns: where the new read model stands.
  /// - Throws: ``LedgerFailure``, the failures of the log, of SQLite and of the system.
  public func rebuildProjections(
    replayed: (Int, Int) -> Void = { _, _ in }, written: (Int, Int) -> Void = { _, _ in }
  ) throws -> ProjectionStatus {
    let (source, _) = try foldForReadModel(verifying: true, replayed)
    try ReadModel.rebuild(readModelPath, projections, from: source) { written($0.persons, $0.total) }
    return try projectionStatus()
  }

  /// What ``rebuildProjections(replayed:written:)`` would write; it writes nothing.
  ///
  /// - Parameters:
  ///   - threads: how many threads work; nil for as many as the machine runs. The digests do not depend on it.
  ///   - replayed: hears how many events have been taken in, of how many.
  /// - Returns: rows and digest of each table.
  /// - Throws: as the rebuild itself.
  public func surveyProjections(
    threads: Int? = nil, replayed: (Int, Int) -> Void = { _, _ in }
  ) throws -> [ProjectionCheck] {
    let threads = threads ?? Threads.available
    let (source, _) = try foldForReadModel(verifying: true, threads: threads, replayed)
    return try ReadModel.survey(source, projections, threads: threads)
  }

  /// A fold of the log up to HEAD or a position before it, with all that the tables are made from.
  private func foldForReadModel(
    verifying: Bool, at position: ReadModelPosition? = nil, start: SegmentStart? = nil,
    threads: Int = Threads.available, _ replayed: (Int, Int) -> Void = { _, _ in }
  ) throws -> (source: ReadModelSource, head: Head) {
    let replay = try Replay(self, size: position?.size)
    let fold = try IndexedReplay(replay, verifying: verifying, threads: threads, progress: replayed)
    let head = replay.reader.head
    let position = position ?? ReadModelPosition(head, recorded: fold.state.lastRecorded)
    // What a writer found stays true as long as it leads to HEAD's root, which every opening looks at.
    let start = (start ?? segmentStart)?.stored
    return (fold.source(at: position, start: start, reading: try EventSource(self)), head)
  }

  /// Compares the read model with a fresh fold of the log at the read model's own position.
  ///
  /// - Parameter replayed: hears how many events have been taken in, of how many.
  /// - Returns: where the read model stands, whether the log has its root there, and how each table compares.
  /// - Throws: the failures of the log, and of SQLite where there is no read model.
  public func checkProjections(
    replayed: (Int, Int) -> Void = { _, _ in }
  ) throws -> (status: ProjectionStatus, isOfThisLog: Bool, checks: [ProjectionCheck]) {
    let status = try projectionStatus()
    let model = try ReadModel(opening: readModelPath, projections)
    // What is no database is told as such.
    _ = try model.isOurs()
    guard let position = status.position, position.size <= status.size else { return (status, false, []) }
    let (source, _) = try foldForReadModel(verifying: true, at: position, replayed)
    let checks = try model.consistently { try $0.check(against: source) }
    let isOfThisLog = try root(Replay(self), at: position.size).description == position.root
    return (status, isOfThisLog, checks)
  }

  /// Brings the read model up to the log after a change.
  ///
  /// The change is already durable, so that a read model that cannot follow never fails it: it is thrown away, and the
  /// next change or a rebuild makes it again.
  func follow(_ change: LogChange, to state: LedgerState) {
    if change.before == change.after { return }
    do {
      try update(change, to: state)
    } catch {
      for file in ["", "-wal", "-shm"] { try? Files.remove(readModelPath + file) }
    }
  }

  private func update(_ change: LogChange, to state: LedgerState) throws {
    let source = try EventSource(self)
    if staysBehind(change, state, source) { return }
    // What cannot be read is as good as nothing.
    guard let follower = try? Follower(self, change, source) else { return try rebuildWithoutIndex(change) }
    guard let touched = follower.touched(in: state) else { return try rebuild(change, state, follower, source) }
    if isWide(touched.count, in: state) {
      return change.persons.isEmpty ? () : try rebuild(change, state, follower, source)
    }
    var known = state
    var annulments = change.annulments
    if !change.isWhole, !touched.isSubset(of: change.persons) {
      guard let excerpt = Excerpt.load(self, persons: touched) else {
        follower.close()
        return try rebuildWithoutIndex(change)
      }
      (known, annulments) = (excerpt.state, excerpt.annulments)
    }
    do {
      try follower.update(
        touched, from: known, annulments, to: ReadModelPosition(change.after, recorded: change.recorded),
        start: change.start.stored, source)
    } catch is ReadModelMoved {
      // Another change has brought it on, up to this one or beyond, or will be followed by the next.
    }
  }

  /// Whether the tables stay behind the change, as after an import, until one that names few persons.
  ///
  /// Who drafts, approves or settles a large batch does not wait for tables of everybody.
  private func staysBehind(_ change: LogChange, _ state: LedgerState, _ source: EventSource) -> Bool {
    let isWide = isWide(change.persons.count, in: state)
    guard isWide || change.persons.isEmpty, let position = readModelStanding()?.position,
      (try? source.holds(position)) == true
    else { return false }
    return isWide || position.size + Follower.mostBehind(change) < change.after.size
  }

  /// Whether the rows of so many people are written faster as the whole tables anew.
  private func isWide(_ people: Int, in state: LedgerState) -> Bool {
    people > Excerpt.mostPersons && people > state.people.count / 2
  }

  /// Makes the tables anew from a state in hand.
  private func rebuild(
    _ change: LogChange, _ state: LedgerState, _ follower: consuming Follower, _ source: EventSource
  ) throws {
    guard change.isWhole else {
      // The tables cannot be replaced while they are open.
      follower.close()
      return try rebuildWithoutIndex(change)
    }
    let index = try follower.wholeIndex()
    follower.close()
    try ReadModel.rebuild(
      readModelPath, projections,
      from: ReadModelSource(
        state: state, index: index, annulments: change.annulments,
        position: ReadModelPosition(change.after, recorded: change.recorded), start: change.start.stored
      ) { try source.event(at: $0) })
  }

  private func rebuildWithoutIndex(_ change: LogChange) throws {
    let (source, _) = try foldForReadModel(verifying: false, start: change.start)
    try ReadModel.rebuild(readModelPath, projections, from: source)
  }
}

/// What a change added to the log, as far as the read model has to know.
struct LogChange {
  /// Where the log stood before.
  let before: Head
  /// Where it stands now.
  private(set) var after: Head
  /// Where the last segment began when the change did.
  let start: SegmentStart
  /// Whether the state that the change was decided on knows everybody.
  let isWhole: Bool
  /// The persons whom the new events name.
  private(set) var persons: Set<Identifier> = []
  /// When the last event was recorded.
  private(set) var recorded: Instant?
  /// The annulments of the whole log, those of the change among them.
  private(set) var annulments = Annulments()

  init(_ head: Head, start: SegmentStart, isWhole: Bool) {
    self.start = start
    before = head
    after = head
    self.isWhole = isWhole
  }

  mutating func add(_ events: [Event], _ head: Head, _ annulments: Annulments) {
    after = head
    self.annulments = annulments
    persons.formUnion(events.compactMap(\.body.person))
    recorded = events.last?.recorded ?? recorded
  }
}
