import Merkle
public import System
import Values

/// The folder of a ledger as a store of its log.
public struct FolderStore: LogStore {
  private let ledger: String
  private let segmentLimit: UInt64
  private let wait: LockWait

  /// Names a folder; it is made by the first append.
  ///
  /// - Parameters:
  ///   - ledger: the directory.
  ///   - segmentLimit: the length from which on an append opens a new segment.
  ///   - wait: how long another writer is waited for.
  public init(
    _ ledger: String, segmentLimit: UInt64 = LogWriter.defaultSegmentLimit, waiting wait: LockWait = .none
  ) {
    (self.ledger, self.segmentLimit, self.wait) = (ledger, segmentLimit, wait)
  }

  /// The directory.
  public var name: String { ledger }

  /// The head that HEAD acknowledges; nil if the directory holds neither a log nor HEAD.
  ///
  /// - Throws: `LogError`.
  public func head() throws -> StoredHead? {
    let folder = LocalFolder(ledger)
    let saved: SavedHead
    do throws(LogError) {
      saved = try HeadFile.read(folder)
    } catch .notLedger { return nil }
    return StoredHead(saved.head, recorded: try folder.recorded(at: saved))
  }

  /// Verifies the folder's log from its beginning and gives the lines behind a head.
  public func read(behind head: StoredHead, _ take: (LogLines) throws -> Void) throws -> StoredHead {
    let reader = try LogReader(ledger: ledger)
    var chain = Digest()
    // Without events there is nothing in front.
    var isMet = head.size == 0
    let verified = try reader.read(verifying: true, preparing: { $0 }) { run in
      var behind: [Range<Int>] = []
      var done = 0
      for commit in run.commits {
        if isMet { behind += run.lines[done..<commit.eventsBefore] }
        done = commit.eventsBefore
        if isMet {
          behind.append(commit.line)
          continue
        }
        chain = Head.link(chain, run.bytes, commit.line)
        if run.firstSequence + UInt64(commit.eventsBefore) == head.size {
          let line = CommitLine(run.bytes, commit.line)
          isMet = head.agrees(
            with: StoredHead(size: head.size, root: line?.root ?? Digest(), recorded: line?.recorded, commits: chain))
        }
      }
      if isMet { behind += run.lines[done...] }
      if !behind.isEmpty { try take(LogLines(run.bytes, behind)) }
      return true
    }
    guard isMet, let verified else { throw LogError.storesDiffer(size: head.size) }
    return StoredHead(verified.head, recorded: verified.recorded)
  }

  /// Takes the folder's lock.
  ///
  /// Lines that an earlier append left behind HEAD came from a store and will be taken from it again.
  ///
  /// - Throws: `LogError`.
  public func begin() throws -> any LogTurn {
    let log: LogWriter =
      try head() == nil
      ? try LogWriter.create(ledger: ledger, segmentLimit: segmentLimit)
      : try LogWriter(following: ledger, on: LocalFiles(), waiting: wait, segmentLimit: segmentLimit)
    return FolderTurn(self, log)
  }
}

/// An append to a folder: the lock is held.
private final class FolderTurn: LogTurn {
  private let store: FolderStore
  private var log: LogWriter
  let head: StoredHead

  init(_ store: FolderStore, _ log: consuming LogWriter) {
    self.store = store
    head = log.stored
    self.log = log
  }

  // Nothing of it was acknowledged.
  deinit { try? log.discard() }

  func read(behind head: StoredHead, _ take: (LogLines) throws -> Void) throws -> StoredHead {
    try store.read(behind: head, take)
  }

  func take(_ lines: LogLines) throws { try log.take(lines) }

  func end(_ expectation: LogExpectation) throws -> StoredHead {
    // While the lock is held no other writer appends, so only events from before the turn can touch it.
    if expectation.size != head.size, expectation.persons == nil {
      throw LogError.moved(decidedAt: expectation.size, found: head.size)
    }
    try log.settle()
    return log.stored
  }
}

extension StoredHead {
  init(_ head: Head, recorded: Instant?) {
    self.init(size: head.size, root: head.root, recorded: recorded, commits: head.commits)
  }
}

extension LogFolder where Handle: ~Copyable {
  /// When the commit that HEAD names was made, by its line.
  fileprivate func recorded(at saved: SavedHead) throws(LogError) -> Instant? {
    if saved.head.size == 0 { return nil }
    guard let front = saved.front else { return try lastCommit(of: saved.head.segment).recorded }
    return try commit(endingAt: saved.head, before: front.before).recorded
  }
}

// Appends made elsewhere that are followed here.
extension LogAppender where Handle: ~Copyable {
  /// The head that is acknowledged here, or of commits taken and about to be.
  public var stored: StoredHead { StoredHead(head, recorded: lastRecorded) }

  /// Opens a log that follows another one: lines behind HEAD never counted here, and will come again.
  ///
  /// - Parameters:
  ///   - ledger: the directory.
  ///   - files: the file system.
  ///   - wait: how long another writer is waited for.
  ///   - segmentLimit: the length from which on an append opens a new segment.
  /// - Throws: as ``init(opening:on:waiting:segmentLimit:)``; an empty log is opened, too.
  public init(
    following ledger: String, on files: FileAccess<Handle>, waiting wait: LockWait = .none,
    segmentLimit: UInt64 = LogAppender.defaultSegmentLimit
  ) throws(LogError) {
    try self.init(
      opening: ledger, on: files, waiting: wait, segmentLimit: segmentLimit, allowingEmpty: true, isFollowing: true)
  }

  /// Takes lines of whole appends that were made elsewhere, events and commits; ``settle()`` makes them count.
  ///
  /// - Throws: `LogError.corrupt` if a commit does not match the lines, with the place at which they would be;
  ///   `LogError.newer`; the errors of ``add(_:_:)`` and ``commit(_:isOfClock:)``.
  public mutating func take(_ lines: LogLines) throws(LogError) {
    for (number, range) in lines.lines.enumerated() {
      guard lines.isCommit(number) else {
        if !isAppending { try beginAppend() }
        _ = try add(lines.bytes, range)
        lastTaken = (lines.bytes, range)
        continue
      }
      guard let line = CommitLine(lines.bytes, range) else {
        if CommitLine(newer: lines.bytes, range) != nil { throw .newer(.commit(segment: segment, line: 0)) }
        throw fault(.malformedCommit)
      }
      guard isAppending else { throw fault(.commitWithoutEvents) }
      if let kind = line.fault(of: tree, behind: head.size, recorded, isOfClock: isOfClock) { throw fault(kind) }
      _ = try commit(line, isOfClock: true, isSettled: false)
    }
  }

  /// Takes in the lines that a store has behind this log, all of it or nothing, and makes it count.
  ///
  /// - Parameters:
  ///   - tail: the log that this one follows.
  ///   - see: receives the lines as they come.
  /// - Throws: `LogError.storesDiffer` if the store has another log, as ``take(_:)``, and the errors of the store.
  public mutating func follow(_ tail: any LogTail, seeing see: (LogLines) throws -> Void = { _ in }) throws {
    let end = try tail.read(behind: stored) { lines in
      try take(lines)
      try see(lines)
    }
    guard stored.agrees(with: end) else {
      try discard()
      throw LogError.storesDiffer(size: end.size)
    }
    try settle()
  }

  /// The events of the append under way, as long as they have not been written.
  ///
  /// > Precondition: an append is under way that fits into memory.
  public var unended: LogLines {
    precondition(isAppending && written == (isNewSegment ? 0 : head.offset), "a short append stands in the buffer")
    return LogLines(whole: buffer)
  }

  /// Gives the events of the append under way, however long it is, as they were written.
  ///
  /// - Throws: `LogError`, and what `take` throws.
  public mutating func readBack(_ take: (LogLines) throws -> Void) throws {
    precondition(isAppending, "no append is under way")
    second.take(buffer, upTo: tree.size)
    try flush()
    let file = try folder.open(segment, .readOnly)
    var offset = isNewSegment ? 0 : head.offset
    while offset < written {
      let count = Int(min(written - offset, UInt64(BlockLines.blockSize)))
      let bytes = try file.read(count: count, offset: offset)
      let lines = BlockLines(bytes, count: bytes.count, isLast: offset + UInt64(count) == written)
      // The bytes written are read once more before they count.
      guard lines.end > 0 else { throw fault(.unterminatedLine) }
      try take(LogLines(bytes, lines.events))
      offset += UInt64(lines.end)
    }
  }

  /// Cuts off the lines taken and not settled, at the end of this writer's life.
  ///
  /// - Throws: `LogError`; the next writer that follows cuts it off then.
  mutating func discard() throws(LogError) {
    guard isUnsettled || isAppending else { return }
    isPoisoned = true
    try LogRecovery.discardTail(folder, HeadFile.read(folder).head)
  }

  /// Whether the append under way is one event that corrects the clock or asks for that.
  private var isOfClock: Bool {
    guard tree.size == head.size + 1, let (bytes, range) = lastTaken else { return false }
    return ClockLine(bytes, range) != nil
  }

  private func fault(_ kind: LogFault.Kind) -> LogError {
    .corrupt(LogFault(segment: segment, line: 0, offset: written + UInt64(buffer.count), kind: kind))
  }

  /// Makes all commits count that were taken and not yet settled.
  ///
  /// > Precondition: no append is under way.
  /// - Throws: `LogError.corrupt` if events came without their commit, `LogError.outcomeUnknown`.
  public mutating func settle() throws(LogError) {
    if isAppending { throw fault(.eventsWithoutCommit) }
    guard isUnsettled else { return }
    do {
      try open.file!.synchronizeData()
      try headFile.writeHeld()
    } catch {
      isPoisoned = true
      throw .outcomeUnknown(error)
    }
    for full in fullSegments { LogRecovery.makeReadOnly(folder, full) }
    fullSegments = []
    isUnsettled = false
  }
}
