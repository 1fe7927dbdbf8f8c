import JSONText

/// A block of consecutive events as they are in a segment: the unit in which the log is read and hashed.
///
/// > Units: about 1 MiB, cut at a newline.
public struct EventRun: Sendable {
  /// A commit line and how many of the run's events precede it.
  public struct Commit: Sendable {
    /// Its range in ``EventRun/bytes``, without its newline.
    public let line: Range<Int>
    /// How many of the run's events precede it.
    public let eventsBefore: Int
  }

  /// The bytes that were read; only what ``lines`` names has meaning.
  public let bytes: [UInt8]
  /// The ranges of the event lines in ``bytes``, without their newlines; commit lines are not among them.
  public let lines: [Range<Int>]
  /// The commit lines among the events, in their order.
  public let commits: [Commit]
  /// The sequence number of the first line.
  public let firstSequence: UInt64
  /// The segment.
  public let segment: UInt64
  /// The offset in the segment of the first of ``bytes``.
  public let offset: UInt64

  /// Makes a run.
  public init(
    bytes: [UInt8], lines: [Range<Int>], commits: [Commit] = [], firstSequence: UInt64, segment: UInt64, offset: UInt64
  ) {
    self.bytes = bytes
    self.lines = lines
    self.commits = commits
    self.firstSequence = firstSequence
    self.segment = segment
    self.offset = offset
  }

  /// The author of an event, by the bytes of its line in the writer's order of keys.
  ///
  /// - Parameter line: the line's number among ``lines``.
  /// - Returns: the range of the name in ``bytes``; nil for another order of keys.
  public func author(of line: Int) -> Range<Int>? { EventFront.author(bytes, lines[line]) }
}

/// A place in the log from which reading can go on: the start, or the end of an append.
public struct LogPosition: Hashable, Sendable {
  /// The sequence number of the next event.
  public let sequence: UInt64
  /// The segment to continue in.
  public let segment: UInt64
  /// The offset in the segment.
  ///
  /// > Units: bytes.
  public let offset: UInt64

  /// Makes a position.
  public init(sequence: UInt64, segment: UInt64, offset: UInt64) {
    self.sequence = sequence
    self.segment = segment
    self.offset = offset
  }

  /// The largest offset that is accepted: a ``LinePlace`` holds no larger one.
  public static var largestOffset: UInt64 { 1 << 48 - 1 }

  /// Whether a log can have such a position, so that sums with it do not overflow.
  public var isPossible: Bool {
    segment <= sequence && sequence <= UInt64(JSONScanner.largestNumber) && offset <= LogPosition.largestOffset
  }

  /// The start of every log.
  public static var start: LogPosition { LogPosition(sequence: 0, segment: 0, offset: 0) }
}
