/// Eight bytes at a time, side by side in a word.
///
/// In the result of a search for the first byte of a kind, the first being the lowest one, only the lowest bit set has a
/// meaning: the number of zeros below it, divided by eight, is the byte's position, or eight if there is none.
public enum Lanes {
  /// The highest bit of each byte, which carries each byte's answer.
  @inlinable public static var highs: UInt64 { 0x8080_8080_8080_8080 }

  /// The same byte in every lane.
  @inlinable @inline(__always)
  public static func every(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

  /// Which bytes lie within a range of ASCII; of no meaning for bytes of 0x80 and above.
  ///
  /// Adding to a byte below 0x80 the difference between a bound and 0x80 sets its highest bit exactly from the bound on.
  @inlinable @inline(__always)
  public static func within(_ word: UInt64, _ first: UInt8, _ last: UInt8) -> UInt64 {
    let low = word & ~highs
    return (low &+ every(0x80 - first)) & ~(low &+ every(0x7F - last)) & highs
  }

  /// Marks the first byte that is a given one of ASCII.
  @inlinable @inline(__always)
  public static func first(_ byte: UInt8, in word: UInt64) -> UInt64 {
    let difference = word ^ every(byte)
    return (difference &- every(1)) & ~difference & highs
  }

  /// Marks the first byte below a limit, which is 0x80 at most.
  @inlinable @inline(__always)
  public static func first(below limit: UInt8, in word: UInt64) -> UInt64 { (word &- every(limit)) & ~word & highs }

  /// The whole number that a word begins with in decimal digits, the first byte lowest.
  ///
  /// The digits are moved up behind zeros, then put together in pairs, fours and eights.
  ///
  /// - Returns: the number, and how many digits it has, none to eight.
  @inlinable @inline(__always)
  public static func number(_ word: UInt64) -> (value: UInt64, digits: Int) {
    let digits = word ^ every(UInt8(ascii: "0"))
    let count = ((digits | (digits &+ every(0x76))) & highs).trailingZeroBitCount / 8
    let ones = digits << UInt64(64 - 8 * count)
    let pairs = ones &* 10 &+ ones >> 8
    let even = (pairs & 0xFF_0000_00FF) &* (100 + 1_000_000 << 32)
    let odd = (pairs >> 16 & 0xFF_0000_00FF) &* (1 + 10_000 << 32)
    return ((even &+ odd) >> 32, count)
  }
}

extension [UInt8] {
  /// The position of the first ASCII byte of a value in a range, searched eight bytes at a time; nil if there is none.
  ///
  /// For short distances: beyond some dozens of bytes the C library's search is faster.
  @inlinable @inline(__always)
  public func nearOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var position = range.lowerBound
    while position + 8 <= range.upperBound {
      let word = unsafe withUnsafeBytes {
        unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      }
      let found = Lanes.first(byte, in: word)
      if found != 0 { return position + found.trailingZeroBitCount / 8 }
      position += 8
    }
    return self[position..<range.upperBound].firstIndex(of: byte)
  }
}
