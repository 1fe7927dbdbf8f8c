import EventLog
import Merkle
public import ReadModel
import Subsidy
import System
import Values

/// The positions of the read model and the index.
public struct ProjectionStatus: Sendable {
  /// How many events the log holds.
  public let size: UInt64
  /// The root of the log.
  public let root: String
  /// The position of the read model; nil if there is none, or one of another version or that cannot be read.
  public let position: LogStamp?
  /// How far each projection is.
  public let tables: [TableStatus]
  /// The position of the index; nil as for the read model.
  public let index: LogStamp?
  /// The tables without a row.
  public let empty: Set<String>
  /// The number of the last event that imported a history; nil if there is none, and if no table is empty.
  public let lastImport: UInt64?

  /// Whether the read model shows the log as it is.
  public var isCurrent: Bool {
    isCurrent(position) && !tables.isEmpty && tables.allSatisfy { $0.halt == nil }
  }

  /// Whether the index is at the end of the log.
  public var isIndexCurrent: Bool { isCurrent(index) }

  /// Whether a file with this stamp is at the end of the log.
  public func isCurrent(_ stamp: LogStamp?) -> Bool { stamp?.size == size && stamp?.root == root }
}

extension SubsidyLedger {
  /// Returns the positions of the read model and the index.
  public func projectionStatus() throws -> ProjectionStatus {
    let head = try LogReader(ledger: path).head
    let found = readModelStatus()
    return ProjectionStatus(
      size: head.size, root: head.root.description, position: found?.position, tables: found?.tables ?? [],
      index: indexStamp(), empty: found?.empty ?? [],
      lastImport: found?.empty.isEmpty ?? true ? nil : try lastImport())
  }

  /// The number of the last event that imported a history.
  private func lastImport() throws -> UInt64? {
    try Replay(self).reader.lines(threads: Threads.available) { bytes, line, imports in
      if EventLine.maySpeakOfEarlier(bytes, line), let event = try? EventLine.readEvent(bytes, line),
        case .historyImported = event.body
      {
        imports.append(event.sequence)
      }
    }.last
  }

  private func readModelStatus() -> (position: LogStamp, tables: [TableStatus], empty: Set<String>)? {
    guard let model = try? ReadModel(opening: readModelPath, projections, access: .readOnly) else { return nil }
    return try? model.consistently { model in
      guard try model.isOurs(), let position = try model.position() else { return nil }
      return (position, try model.tableStatuses(), try model.emptyTables())
    }
  }

  private func indexStamp() -> LogStamp? {
    guard let index = try? IndexFile(opening: indexPath, access: .readOnly) else { return nil }
    return try? index.stamp()
  }

  /// Makes the read model and the index from nothing, beside the live ones, and puts them in their place.
  ///
  /// - Parameters:
  ///   - replayed: receives how many events have been taken in, and the total.
  ///   - written: receives how many persons have been written, and the total.
  /// - Returns: the position of the new read model.
  /// - Throws: ``LedgerFailure``, the failures of the log, of SQLite and of the system.
  public func rebuildProjections(
    replayed: (Int, Int) -> Void = { _, _ in }, written: (Int, Int) -> Void = { _, _ in }
  ) throws -> ProjectionStatus {
    let fold = try foldForTables(verifying: true, replayed)
    // The index is written at the same time as the tables, whose rows are most of the work.
    let index = try WorkCrew<Void, Result<Void, any Error>>(threads: 1) { Result { try makeIndex(from: fold) } }
    defer { index.close() }
    index.submit(())
    try ReadModel.rebuild(readModelPath, projections, from: fold) { written($0.persons, $0.total) }
    try index.next()?.get()
    return try projectionStatus()
  }

  /// Surveys what ``rebuildProjections(replayed:written:)`` would write, without writing.
  ///
  /// - Parameters:
  ///   - threads: how many threads work; nil for as many as the machine runs. The digests do not depend on it.
  ///   - replayed: receives how many events have been taken in, and the total.
  /// - Returns: rows and digest of each table, those of the index last.
  /// - Throws: as the rebuild itself.
  public func surveyProjections(
    threads: Int? = nil, replayed: (Int, Int) -> Void = { _, _ in }
  ) throws -> [ProjectionCheck] {
    let threads = threads ?? Threads.available
    let fold = try foldForTables(verifying: true, threads: threads, replayed)
    return try ReadModel.survey(fold, projections, threads: threads) + IndexFile.survey(fold.index)
  }

  /// A fold of the log up to HEAD or a position before it, with everything from which the tables and the index are made.
  func foldForTables(
    verifying: Bool, at position: LogStamp? = nil, threads: Int = Threads.available,
    _ replayed: (Int, Int) -> Void = { _, _ in }
  ) throws -> ReadModelSource {
    let replay = try Replay(self, size: position?.size)
    let fold = try IndexedReplay(replay, verifying: verifying, threads: threads, progress: replayed)
    let position = position ?? LogStamp(replay.reader.head, recorded: fold.state.lastRecorded)
    return fold.source(at: position, reading: try EventSource(self))
  }

  func makeIndex(from fold: ReadModelSource) throws {
    try IndexFile.make(indexPath, fold.index, fold.position)
  }

  /// Compares the read model and the index, each with a fresh fold of the log at its own position.
  ///
  /// - Parameter replayed: receives how many events have been taken in, and the total.
  /// - Returns: the positions of both, whether the log has their roots there, and how each table compares, those of the index
  ///   last.
  /// - Throws: the failures of the log, and of SQLite if one of them is missing or no database.
  public func checkProjections(
    replayed: (Int, Int) -> Void = { _, _ in }
  ) throws -> (status: ProjectionStatus, isOfThisLog: Bool, checks: [ProjectionCheck]) {
    let status = try projectionStatus()
    let model = try ReadModel(opening: readModelPath, projections, access: .readOnly)
    let index = try IndexFile(opening: indexPath, access: .readOnly)
    // A file that is no database is reported as such.
    _ = try (model.isOurs(), index.stamp())
    var (isOfThisLog, checks) = (true, [ProjectionCheck]())
    var last: ReadModelSource?
    /// The fold up to a stamp; nil if the log has not its root there.
    func fold(at stamp: LogStamp) throws -> ReadModelSource? {
      if let last, last.position == stamp { return last }
      guard stamp.size <= status.size, try root(Replay(self), at: stamp.size).description == stamp.root else {
        return nil
      }
      last = try foldForTables(verifying: true, at: stamp, replayed)
      return last
    }
    if let position = status.position {
      if let fold = try fold(at: position) {
        checks += try model.consistently { try $0.check(against: fold) }
      } else {
        isOfThisLog = false
      }
    }
    if let stamp = status.index {
      if let fold = try fold(at: stamp) {
        try index.beginReading()
        checks += try index.check(against: fold.index)
        try index.endReading()
      } else {
        isOfThisLog = false
      }
    }
    return (status, isOfThisLog, checks)
  }
}
