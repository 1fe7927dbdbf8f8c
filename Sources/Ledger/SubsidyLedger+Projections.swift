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
    guard (try? Files.exists(readModelPath)) == true, let model = try? ReadModel(reading: readModelPath) else {
      return nil
    }
    return (try? model.position()) ?? nil
  }

  /// Makes the read model from nothing.
  ///
  /// - Parameter progress: hears how many persons have been written, of how many.
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
  /// - Throws: the failures of the log, and of SQLite where there is no read model.
  public func checkProjections() throws -> (status: ProjectionStatus, checks: [ProjectionCheck]) {
    let status = try projectionStatus()
    let model = try ReadModel(reading: readModelPath)
    return (status, try model.check(against: state()))
  }

  /// Brings the read model up to the log after a change.
  ///
  /// The change is already durable, so that a read model that cannot follow is left behind, for the next change or a
  /// rebuild, and never fails the change.
  func followLog() {
    do {
      try follow()
    } catch {
      try? Files.remove(readModelPath)
    }
  }

  private func follow() throws {
    let replay = try Replay(self)
    let head = replay.reader.head
    let position = ReadModelPosition(size: head.size, root: head.root.description)
    guard let before = readModelPosition(), before.version == ReadModel.version, before.size <= head.size else {
      let state = try replay.state(verifying: false, leavingOut: replay.annulments())
      return try ReadModel.rebuild(readModelPath, from: state, at: position)
    }
    if before == position { return }
    var touched: Set<Identifier> = []
    var touchesAll = false
    let state = try replay.state(verifying: false, leavingOut: replay.annulments()) { event in
      guard event.sequence >= before.size else { return }
      if let person = event.body.person { touched.insert(person) }
      switch event.body {
      // These change what is due to people whom they do not name.
      case .policyAdopted, .annulled, .batchCancelled: touchesAll = true
      default: break
      }
    }
    if touchesAll { return try ReadModel.rebuild(readModelPath, from: state, at: position) }
    let model = try ReadModel(reading: readModelPath)
    let numbers = touched.compactMap { state.number(ofPerson: $0).map(Int.init) }
    try model.update(persons: numbers, from: state, to: position)
  }
}
