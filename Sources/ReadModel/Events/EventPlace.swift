/// Where the line of an event stands in the log.
public struct EventPlace: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The segment.
  public let segment: UInt64
  /// Where the line begins in it.
  ///
  /// > Units: bytes.
  public let offset: UInt64
  /// How many bytes it has, without its newline.
  public let count: Int

  /// Makes a place.
  public init(segment: UInt64, offset: UInt64, count: Int) {
    self.segment = segment
    self.offset = offset
    self.count = count
  }

  /// Whether the first place comes before the second in the log.
  public static func < (left: EventPlace, right: EventPlace) -> Bool {
    (left.segment, left.offset) < (right.segment, right.offset)
  }
}
