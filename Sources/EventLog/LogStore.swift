public import Merkle
public import Values

/// The head of a log that a store keeps: so many events, with this root, recorded up to then.
///
/// Unlike ``Head`` it names no place in a file.
public struct StoredHead: Hashable, Sendable {
  /// How many events the log has.
  public let size: UInt64
  /// The root of the tree over them.
  public let root: Digest
  /// When the last commit was made; nil for a log without events.
  public let recorded: Instant?
  /// The hash chain over all commit lines, as ``Head/commits``; nil if the store does not keep it, as a copy for an auditor.
  public let commits: Digest?

  /// Makes a head.
  public init(size: UInt64, root: Digest, recorded: Instant?, commits: Digest?) {
    self.size = size
    self.root = root
    self.recorded = recorded
    self.commits = commits
  }

  /// The head of a log without events.
  public static var empty: StoredHead {
    StoredHead(size: 0, root: Head.empty.root, recorded: nil, commits: Digest())
  }

  /// Whether two stores give the same head, as far as both give it.
  public func agrees(with other: StoredHead) -> Bool {
    guard size == other.size, root == other.root, recorded == other.recorded else { return false }
    guard let commits, let others = other.commits else { return true }
    return commits == others
  }
}

/// Whole lines of a log in their order, events and commits.
public struct LogLines: Sendable {
  /// The bytes that hold the lines.
  public let bytes: [UInt8]
  /// Their ranges in the bytes, without their line feeds.
  public let lines: [Range<Int>]

  /// Names lines.
  public init(_ bytes: [UInt8], _ lines: [Range<Int>]) { (self.bytes, self.lines) = (bytes, lines) }

  /// The lines of some bytes that consist of whole lines.
  public init(whole bytes: [UInt8]) {
    var lines: [Range<Int>] = []
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(start..<end)
      start = end + 1
    }
    self.init(bytes, lines)
  }

  /// Whether a line is one of a commit.
  public func isCommit(_ line: Int) -> Bool { CommitLine.begins(bytes, lines[line]) }
}

/// The state of the log that a decision rests on: the log refuses the append if an event that touches it has come in since.
public struct LogExpectation: Hashable, Sendable {
  /// How many events the log had when it was decided.
  public let size: UInt64
  /// The only persons that the decision concerns, so that events about others may have come in; nil for all persons.
  public let persons: Set<Identifier>?

  /// Names the state that a decision rests on.
  public init(size: UInt64, persons: Set<Identifier>? = nil) { (self.size, self.persons) = (size, persons) }
}

/// Gives the lines of a log behind a head.
public protocol LogTail {
  /// Gives the lines behind a head, whole appends in their order, as far as the log goes when this is called.
  ///
  /// - Parameters:
  ///   - head: the head up to which the log is known.
  ///   - take: takes lines; a commit may come in a later piece than its events.
  /// - Returns: the log's head at its end.
  /// - Throws: ``LogError/storesDiffer(size:)`` if the log did not have this head at that size; the errors of the store and of
  ///   `take`.
  func read(behind head: StoredHead, _ take: (LogLines) throws -> Void) throws -> StoredHead
}

/// A place that keeps a log: a folder, or something that many machines share.
///
/// Answers and evidence are read from a folder, whose lines are verified as they come. A store only gives lines and takes
/// appends; it does not emulate files.
///
/// > Source: docs/decisions.md, 180.
public protocol LogStore: LogTail, Sendable {
  /// The store's name in messages.
  var name: String { get }

  /// The head of its log; nil if it has no such log.
  func head() throws -> StoredHead?

  /// Begins an append: until the turn ends no other process appends. The first append makes the log.
  func begin() throws -> any LogTurn
}

/// The right to append, from ``LogStore/begin()`` to ``end(_:)``; if it is released before, nothing is appended.
public protocol LogTurn: AnyObject, LogTail {
  /// The log's head when the turn began.
  var head: StoredHead { get }

  /// Takes lines of whole appends, commits among them.
  ///
  /// - Throws: the fault of a line or a commit, as far as it is seen before the end.
  func take(_ lines: LogLines) throws

  /// Makes the lines taken durable, all of them or none, if no event has come in that touches what was decided on.
  ///
  /// - Returns: the new head.
  /// - Throws: ``LogError/moved(decidedAt:found:)`` if one has; ``LogError/outcomeUnknown(_:)`` if it is unknown whether the
  ///   append counts.
  func end(_ expectation: LogExpectation) throws -> StoredHead
}

/// A transfer from one store to another.
public struct LogTransfer: Hashable, Sendable {
  /// The target's head before.
  public let before: StoredHead
  /// The head of both afterwards.
  public let after: StoredHead

  /// How many events are made durable at a time, so that a transfer that was cut short continues from there.
  public static var standardPiece: UInt64 { 50_000 }

  /// Brings a log to a store, byte for byte, behind the part that the store has already.
  ///
  /// The target computes the tree and compares every commit with it; at the end its head has to be the source's.
  ///
  /// - Parameters:
  ///   - source: the store that has the log.
  ///   - target: the store that is to have it.
  ///   - piece: after how many events to make them durable.
  ///   - progress: receives how many events the target has.
  /// - Returns: the transfer.
  /// - Throws: ``LogError/notLedger(_:)`` without a log, ``LogError/storesDiffer(size:)`` if the target has another log or a
  ///   longer one; the errors of the stores.
  public static func run(
    from source: any LogStore, to target: any LogStore, piece: UInt64 = standardPiece,
    progress: (UInt64) -> Void = { _ in }
  ) throws -> LogTransfer {
    guard let found = try source.head() else { throw LogError.notLedger(source.name) }
    let before = try target.head() ?? .empty
    if before.size > found.size { throw LogError.storesDiffer(size: found.size) }
    var (head, added) = (before, UInt64(0))
    var turn: (any LogTurn)?
    func begun() throws -> any LogTurn {
      if let turn { return turn }
      let new = try target.begin()
      guard new.head.agrees(with: head) else { throw LogError.moved(decidedAt: head.size, found: new.head.size) }
      turn = new
      return new
    }
    func end() throws {
      guard let begun = turn else { return }
      turn = nil
      head = try begun.end(LogExpectation(size: begun.head.size))
      added = 0
      progress(head.size)
    }
    let reached = try source.read(behind: before) { lines in
      var start = 0
      for line in lines.lines.indices {
        if !lines.isCommit(line) {
          added += 1
        } else if added >= piece {
          try begun().take(LogLines(lines.bytes, Array(lines.lines[start...line])))
          start = line + 1
          try end()
        }
      }
      if start < lines.lines.count { try begun().take(LogLines(lines.bytes, Array(lines.lines[start...]))) }
    }
    try end()
    // The same root over other commits is another log: the chain over them covers the author and time of each append.
    guard head.agrees(with: reached) else { throw LogError.storesDiffer(size: head.size) }
    return LogTransfer(before: before, after: head)
  }
}
