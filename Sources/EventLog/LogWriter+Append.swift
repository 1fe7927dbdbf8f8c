import Merkle
import System
public import Values

extension LogAppender where Handle: ~Copyable {
  /// Starts an append; nothing is written yet.
  ///
  /// > Precondition: no append is under way.
  /// - Throws: `LogError.outcomeUnknown` after a failed synchronisation, `LogError.foreignWriter` and `LogError.lockReplaced`
  ///   if the files are not as this writer left them.
  public mutating func beginAppend() throws(LogError) {
    precondition(!isAppending, "an append is under way")
    if isPoisoned { throw .outcomeUnknown(nil) }
    guard try LogError.wrap({ () throws(SystemError) in try lock.isInPlace() }) else {
      throw .lockReplaced(ledger: folder.ledger)
    }
    if head.size > 0 { try checkForeignWriter() }
    isNewSegment = head.size == 0 || head.offset >= segmentLimit
    segment = isNewSegment ? head.size : head.segment
    written = isNewSegment ? 0 : head.offset
    tree = committed
    second = SecondReading(behind: committed)
    buffer.removeAll(keepingCapacity: true)
    isAppending = true
  }

  /// The segment must be the file that it was and end at the offset in HEAD.
  private func checkForeignWriter() throws(LogError) {
    let path = folder.path(head.segment)
    let now = try LogError.wrap { () throws(SystemError) in try folder.files.system.status(of: path) }
    let isSame = open.status.map { $0.inode == now?.inode && $0.device == now?.device } ?? true
    guard isSame, now?.size == head.offset else {
      throw .foreignWriter(segment: head.segment, expectedSize: head.offset, actual: now)
    }
  }

  /// Adds an event's line.
  ///
  /// - Parameters:
  ///   - bytes: the bytes that hold the line.
  ///   - range: the line, without a newline.
  /// - Returns: the line's offset in ``segment``.
  /// - Throws: `LogError.emptyLine`, `LogError.lineTooLong`, `LogError.controlByte`, `LogError.notUTF8` and
  ///   `LogError.commitAsEvent` for a line that the log cannot hold; the append stays as it was.
  public mutating func add(_ bytes: [UInt8], _ range: Range<Int>) throws(LogError) -> UInt64 {
    precondition(isAppending, "no append is under way")
    try LogAppender.checkLine(bytes, range)
    if buffer.count + range.count >= LogAppender.bufferSize {
      second.take(buffer, upTo: tree.size)
      try flush()
    }
    let offset = written + UInt64(buffer.count)
    tree.append(bytes, range)
    buffer += bytes[range]
    buffer.append(UInt8(ascii: "\n"))
    return offset
  }

  private static func checkLine(_ bytes: [UInt8], _ range: Range<Int>) throws(LogError) {
    if range.isEmpty { throw .emptyLine }
    if range.count > LogLine.longest { throw .lineTooLong(count: range.count) }
    let kinds = ByteKinds(line: bytes, range)
    if kinds.hasControl, let bad = bytes[range].firstIndex(where: { $0 < 0x20 }) {
      throw .controlByte(bytes[bad], at: bad - range.lowerBound)
    }
    if kinds.hasHigh, let bad = ByteKinds.firstNotUTF8(bytes, range) {
      throw .notUTF8(bytes[bad], at: bad - range.lowerBound)
    }
    if CommitLine.begins(bytes, range) { throw .commitAsEvent }
  }

  /// The line with which the append under way would end as it is now, for the operator who signs it.
  ///
  /// > Precondition: an append with at least one line is under way.
  /// - Parameters:
  ///   - recorded: the time of the append.
  ///   - by: the operator.
  ///   - isHistory: whether it is the import of a history.
  /// - Returns: the line, without signatures.
  public func commitLine(recorded: Instant, by: Identifier, isHistory: Bool = false) -> CommitLine {
    precondition(isAppending && tree.size > committed.size, "an append has at least one line")
    return CommitLine(size: tree.size, root: tree.root, recorded: recorded, by: by, isHistory: isHistory)
  }

  /// Ends the append with its commit line and makes it durable: when this returns, the append counts.
  ///
  /// > Precondition: the line is what ``commitLine(recorded:by:isHistory:)`` has given since the last line was added, signed
  ///   or not.
  /// - Parameters:
  ///   - line: the line.
  ///   - isOfClock: whether it asks for a correction of the clock or is one, so that it may be earlier than the events before
  ///     it.
  /// - Returns: the new head.
  /// - Throws: `LogError.clockBackwards`; `LogError.rootsDisagree` and `LogError.system` if nothing was added;
  ///   `LogError.outcomeUnknown`.
  /// > Source: durability rules 7 to 9, 16 to 18.
  public mutating func commit(_ line: CommitLine, isOfClock: Bool = false) throws(LogError) -> Head {
    try commit(line, isOfClock: isOfClock, isSettled: true)
  }

  /// Ends the append, and makes it count unless ``settle()`` is to do so for several.
  ///
  /// > Precondition: if it is to count now, none waits for ``settle()``.
  mutating func commit(_ line: CommitLine, isOfClock: Bool, isSettled: Bool) throws(LogError) -> Head {
    precondition(line.size == tree.size && line.root == tree.root, "the line is of this append")
    precondition(!isSettled || !isUnsettled, "what was taken before is settled first")
    if let last = recorded, line.recorded < last, !isOfClock {
      throw .clockBackwards(previous: last, now: line.recorded)
    }
    let start = buffer.count
    line.write(to: &buffer)
    let commits = Head.link(head.commits, buffer, start..<buffer.count - 1)
    if let found = second.end(buffer, upTo: tree.size, line) {
      try rollback()
      throw .rootsDisagree(line.root, found)
    }
    try flush()
    try checkWritten()
    let new = Head(size: line.size, root: line.root, segment: segment, offset: written, commits: commits)
    let old = head
    let saved = SavedHead(head: new, front: HeadFront(tree: tree, before: old.commits))
    if isSettled {
      do {
        try open.file!.synchronizeData()
        try headFile.write(saved)
      } catch {
        isPoisoned = true
        isAppending = false
        throw .outcomeUnknown(error)
      }
      if isNewSegment, old.size > 0 { LogRecovery.makeReadOnly(folder, old.segment) }
    } else {
      if isNewSegment, old.size > 0 { fullSegments.append(old.segment) }
      headFile.hold(saved)
      isUnsettled = true
    }
    committed = tree
    recorded = line.recorded
    isAppending = false
    isNewSegment = false
    return new
  }

  /// Ends the append with a commit line without signatures, as ``commit(_:isOfClock:)``.
  public mutating func commit(
    recorded: Instant, by: Identifier, isHistory: Bool = false, isOfClock: Bool = false
  ) throws(LogError) -> Head {
    try commit(commitLine(recorded: recorded, by: by, isHistory: isHistory), isOfClock: isOfClock)
  }

  /// Gives up the append under way, if there is one: the log is as before.
  ///
  /// - Throws: `LogError.outcomeUnknown` if the bytes that were written could not be taken back.
  public mutating func rollback() throws(LogError) {
    guard isAppending else { return }
    isAppending = false
    buffer.removeAll(keepingCapacity: true)
    tree = committed
    do {
      try takeBack()
    } catch {
      isPoisoned = true
      throw .outcomeUnknown(error)
    }
    isNewSegment = false
    segment = head.segment
    written = head.offset
  }

  private mutating func takeBack() throws(SystemError) {
    if isNewSegment {
      guard open.file != nil, open.status == nil else { return }
      open = OpenSegment(file: nil)
      try folder.files.system.remove(folder.path(segment))
      try directory.synchronize()
    } else if written > head.offset {
      try open.file!.truncate(to: head.offset)
      open.reserved = 0
      try open.file!.synchronize()
    }
  }

  /// Writes the buffer; after a failure the append is given up and the log as before.
  mutating func flush() throws(LogError) {
    do {
      if isNewSegment, written == 0 { try createSegment() }
      let count = buffer.count
      try reserve(UInt64(count))
      written += UInt64(count)
      try open.file!.write(buffer, 0..<count)
    } catch {
      if error.isFailedSynchronisation {
        isPoisoned = true
        isAppending = false
        throw .outcomeUnknown(error)
      }
      try rollback()
      throw .system(error)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Sets space aside before anything is written: for the bytes, and for those that must always fit behind them.
  ///
  /// > Source: durability rule 19.
  private mutating func reserve(_ count: UInt64) throws(SystemError) {
    let needed = written + count + LogAppender.spaceKept
    guard needed > open.reserved else { return }
    do {
      try open.file!.reserve(written..<needed + LogAppender.spaceAhead)
      open.reserved = needed + LogAppender.spaceAhead
    } catch {
      guard error.errno == .noSpace else { throw error }
      do {
        try open.file!.reserve(written..<needed)
        open.reserved = needed
      } catch {
        // Space set aside in part is of use to other processes.
        try? open.file!.truncate(to: written)
        throw error
      }
    }
  }

  /// > Source: durability rule 14.
  private mutating func createSegment() throws(SystemError) {
    if head.size > 0 { try settleLength() }
    let created = try folder.open(segment, [.writeOnly, .create, .exclusive, .append])
    open = OpenSegment(file: consume created)
    try open.file!.synchronize()
    try directory.synchronize()
  }

  /// Makes the length of the segment that ends here durable, before another one follows it.
  ///
  /// Had a synchronisation failed after bytes were taken back, the disk could still hold the old length: behind the last commit
  /// of the log that is a torn tail, in front of another segment it would be damage.
  ///
  /// > Source: durability rule 18.
  private func settleLength() throws(SystemError) {
    let file = try folder.open(head.segment, .readWrite)
    try file.truncate(to: head.offset)
    try file.synchronize()
  }

  /// The file must hold what was written to it; otherwise another process writes, or a write was lost.
  private mutating func checkWritten() throws(LogError) {
    let now: FileStatus
    do {
      now = try open.file!.status()
    } catch {
      try rollback()
      throw .system(error)
    }
    guard now.size == written else {
      let expected = written
      try rollback()
      throw .foreignWriter(segment: segment, expectedSize: expected, actual: now)
    }
    open.status = now
  }
}
