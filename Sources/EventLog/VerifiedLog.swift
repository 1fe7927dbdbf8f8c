import System
public import Values

/// A log verified from its beginning up to a head, against which alone the lines behind it are verified.
///
/// The peaks of the tree continue the root, and the chain over commit lines continues from its last link, so a holder of this
/// value reads no line twice.
public struct VerifiedLog: Sendable {
  /// The head that HEAD acknowledged there.
  public let head: Head
  /// When the last commit was made; nil for an empty log.
  public let recorded: Instant?
  /// How many of the commits that were read on the way there have signatures, which are not checked here.
  public let signed: UInt64
  /// The start of each segment that was begun on the way there.
  public let starts: [LogStart]
  let front: HeadFront

  init(_ head: Head, _ front: HeadFront, recorded: Instant?, signed: UInt64, starts: [LogStart] = []) {
    self.starts = starts
    self.head = head
    self.front = front
    self.recorded = recorded
    self.signed = signed
  }
}

extension LogCheck {
  /// The log verified up to ``head``; nil if events are not hashed.
  var verified: VerifiedLog? {
    let saved = saved
    return saved.front.map { VerifiedLog(saved.head, $0, recorded: recorded, signed: totals.signed, starts: starts) }
  }

  /// Continues hashing behind a verified log.
  init(behind verified: VerifiedLog) {
    self.init(from: verified.head.position)
    hash(from: verified.front, verified.head, recorded: verified.recorded)
  }
}

extension LogReader {
  /// Verifies what the log has acknowledged behind a place up to which it was verified before, and gives it in order.
  ///
  /// - Parameters:
  ///   - verified: the log up to there, which is not read again.
  ///   - threads: how many threads hash and prepare.
  ///   - prepare: makes of a block what the body wants.
  ///   - body: takes a prepared block and says whether it wants more; verification goes on to the end nevertheless. Blocks that
  ///     it received before an error must be discarded.
  /// - Returns: the log up to HEAD.
  /// - Throws: `LogError.positionAhead` if HEAD has gone back, `LogError.corrupt` if the lines behind do not continue from
  ///   there; the errors of `prepare` and `body`.
  public func read<Prepared: Sendable>(
    behind verified: VerifiedLog, threads: Int = 1,
    preparing prepare: @escaping @Sendable (EventRun) throws -> Prepared,
    _ body: (Prepared) throws -> Bool
  ) throws -> VerifiedLog {
    try checkReached(verified.head.position)
    return try read(LogCheck(behind: verified), from: verified.head.position, threads: threads, prepare, body)!
  }
}

extension LogAppender where Handle: ~Copyable {
  /// The log up to HEAD, for a caller that has verified it up to the point at which this writer began; nil before the first
  /// append below a HEAD of an older program.
  public var verified: VerifiedLog? {
    headFile.saved.front.map { VerifiedLog(head, $0, recorded: recorded, signed: 0) }
  }
}
