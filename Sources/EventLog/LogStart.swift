import Merkle
public import Values

/// The log in front of a segment, as it was when it was hashed.
///
/// Kept beside the log, it lets ranges be verified side by side: each begins with its kept start and must end with the kept
/// start of the next one, and the last with HEAD. So a wrong one shows, and nothing rests on it.
public struct LogStart: Hashable, Sendable {
  /// The head that was acknowledged there.
  public let head: Head
  /// When its commit was made.
  public let recorded: Instant
  let front: HeadFront

  init(_ head: Head, _ front: HeadFront, recorded: Instant) {
    (self.head, self.front, self.recorded) = (head, front, recorded)
  }

  /// The segment that begins there.
  public var segment: UInt64 { head.size }

  /// Whether two starts are at one place, with the same tree and chain.
  public static func == (left: LogStart, right: LogStart) -> Bool {
    left.head == right.head && left.recorded == right.recorded && left.front.before == right.front.before
      && left.front.tree.roots == right.front.tree.roots
  }

  /// Hashes the head.
  public func hash(into hasher: inout Hasher) { hasher.combine(head) }

  /// The text under which it is kept: the instant, a blank, and a slot of HEAD.
  public var bytes: [UInt8] {
    let slot = HeadSlot.bytes(SavedHead(head: head, front: front), generation: 0)
    return Array("\(recorded) ".utf8) + slot
  }

  /// Reads what was kept; nil for anything else.
  public init?(_ bytes: [UInt8]) {
    guard let blank = bytes.firstIndex(of: UInt8(ascii: " ")),
      let recorded = Instant(bytes: bytes, at: 0, count: blank),
      let slot = HeadSlot.parse(Array(bytes[(blank + 1)...])), let front = slot.saved.front
    else { return nil }
    self.init(slot.saved.head, front, recorded: recorded)
  }
}

extension LogReader {
  /// The starts of the segments behind one whose start is known, each hashed on the way.
  ///
  /// - Parameter start: the known start, in front of which nothing is read; nil for the beginning of the log.
  /// - Returns: those up to HEAD, in order.
  /// - Throws: `LogError.positionAhead` and `LogError.corrupt`, as a verified reading.
  public func starts(behind start: LogStart?) throws -> [LogStart] {
    let check = start.map { LogCheck(behind: VerifiedLog($0)) } ?? LogCheck(hashing: true)
    let position = start?.head.position ?? .start
    try checkReached(position)
    return try read(check, from: position, threads: 1, { $0 }, { _ in true })?.starts ?? []
  }
}

extension VerifiedLog {
  init(_ start: LogStart) { self.init(start.head, start.front, recorded: start.recorded, signed: 0) }
}
