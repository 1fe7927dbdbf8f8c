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
  /// Where the read model stands; nil where there is none or it cannot be read.
  public let position: ReadModelPosition?

  /// Whether the read model shows the log as it is.
  public var isCurrent: Bool {
    position?.version == ReadModel.version && position?.size == size && position?.root == root
  }
}

extension SubsidyLedger {
  /// Where the read model stands.
  public func projectionStatus() throws -> ProjectionStatus {
    let head = try LogReader(ledger: path).head
    return ProjectionStatus(size: head.size, root: head.root.description, position: readModelPosition())
  }

  private func readModelPosition() -> ReadModelPosition? {
    guard (try? Files.exists(readModelPath)) == true, let model = try? ReadModel(opening: readModelPath) else {
      return nil
    }
    return (try? model.position()) ?? nil
  }

  /// Makes the read model from nothing.
  ///
  /// - Parameter progress: hears how many persons have been written, of how many.
  /// - Returns: where the new read model stands.
  /// - Throws: ``LedgerFailure``, the failures of the log, of SQLite and of the system.
  public func rebuildProjections(progress: (Int, Int) -> Void = { _, _ in }) throws -> ProjectionStatus {
    let replay = try Replay(self)
    let state = try replay.state(verifying: true, leavingOut: replay.annulments())
    let head = replay.reader.head
    let persons = state.people.count
    try ReadModel.rebuild(
      readModelPath, from: state, at: ReadModelPosition(size: head.size, root: head.root.description)
    ) { progress($0, persons) }
    return try projectionStatus()
  }

  /// Compares the read model with a fresh fold of the log at the read model's own position.
  ///
  /// - Returns: where the read model stands, whether the log has its root there, and how each table compares.
  /// - Throws: the failures of the log, and of SQLite where there is no read model.
  public func checkProjections() throws -> (
    status: ProjectionStatus, isOfThisLog: Bool, checks: [ProjectionCheck]
  ) {
    let status = try projectionStatus()
    let model = try ReadModel(opening: readModelPath)
    let replay = try Replay(self, size: status.position?.size)
    let checks = try model.check(against: replay.state(verifying: true, leavingOut: replay.annulments()))
    var isOfThisLog = false
    if let position = status.position, position.size <= status.size {
      isOfThisLog = try root(replay, at: position.size).description == position.root
    }
    return (status, isOfThisLog, checks)
  }

  /// Brings the read model up to the log after a change.
  ///
  /// The change is already durable, so that a read model that cannot follow never fails it: it is thrown away, and the
  /// next change or a rebuild makes it again.
  func follow(_ change: LogChange, to state: LedgerState) {
    do {
      try update(change, to: state)
    } catch {
      try? Files.remove(readModelPath)
    }
  }

  private func update(_ change: LogChange, to state: LedgerState) throws {
    if change.before == change.after { return }
    // Row by row a change of most people takes longer than the whole table anew.
    let isWide = change.persons.count > 1_000 && change.persons.count > state.people.count / 4
    guard readModelPosition() == change.before, !change.touchesAll, !isWide else {
      return try ReadModel.rebuild(readModelPath, from: state, at: change.after)
    }
    let model = try ReadModel(opening: readModelPath)
    let numbers = change.persons.compactMap { state.number(ofPerson: $0).map(Int.init) }
    try model.update(persons: numbers, from: state, to: change.after)
  }
}

/// What a change added to the log, as far as the read model has to know.
struct LogChange {
  /// Where the log stood before.
  let before: ReadModelPosition
  /// Where it stands now.
  private(set) var after: ReadModelPosition
  /// The persons whom the new events name.
  private(set) var persons: Set<Identifier> = []
  /// Whether the new events change what is due to people whom they do not name.
  private(set) var touchesAll = false

  init(_ head: Head) {
    before = ReadModelPosition(size: head.size, root: head.root.description)
    after = before
  }

  mutating func add(_ events: [Event], _ head: Head) {
    after = ReadModelPosition(size: head.size, root: head.root.description)
    for event in events {
      if let person = event.body.person { persons.insert(person) }
      switch event.body {
      case .policyAdopted, .annulled, .batchCancelled: touchesAll = true
      default: break
      }
    }
  }
}
