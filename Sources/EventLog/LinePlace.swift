/// The place of a line: in the log, or, with the segment 0, in an input file.
///
/// It has 16 bytes: an index keeps one for each id of millions.
public struct LinePlace: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The segment.
  public let segment: UInt64
  /// The offset above the lowest 16 bits, which hold how many bytes the line has; so tables keep it.
  public let packed: UInt64

  /// Makes a place.
  ///
  /// - Parameters:
  ///   - segment: the segment; 0 for an input file.
  ///   - offset: the line's offset in it, fewer than 2^48 bytes.
  ///   - count: how many bytes it has without its newline, fewer than 2^16.
  public init(segment: UInt64 = 0, offset: UInt64, count: Int) {
    precondition(
      offset <= LogPosition.largestOffset && count < 1 << 16,
      "a line has fewer than 2^16 bytes, a segment fewer than 2^48")
    self.init(segment: segment, packed: offset << 16 | UInt64(count))
  }

  /// Takes a place up again.
  public init(segment: UInt64, packed: UInt64) {
    self.segment = segment
    self.packed = packed
  }

  /// The line's offset in its segment.
  ///
  /// > Units: bytes.
  public var offset: UInt64 { packed >> 16 }

  /// How many bytes it has, without its newline.
  public var count: Int { Int(packed & 0xFFFF) }

  /// Whether the first place comes before the second in the log.
  public static func < (left: LinePlace, right: LinePlace) -> Bool {
    (left.segment, left.packed) < (right.segment, right.packed)
  }
}

extension EventRun {
  /// The place in the log of a line of the block.
  public func place(of line: Int) -> LinePlace {
    LinePlace(segment: segment, offset: offset + UInt64(lines[line].lowerBound), count: lines[line].count)
  }
}
