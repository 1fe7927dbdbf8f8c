public import Values

/// The texts in front of the values with which the line of every event begins, in the writer's order.
///
/// Code that looks at lines without reading them as JSON recognises them by these bytes, and leaves lines with other bytes to
/// the reader.
public enum LineHead {
  /// Before the number.
  @inlinable public static var sequence: StaticString { #"{"seq":"# }
  /// Before the type's name.
  @inlinable public static var type: StaticString { #","type":""# }
  /// Before the time of recording.
  @inlinable public static var recorded: StaticString { #","recorded":""# }
  /// Before the operator.
  @inlinable public static var by: StaticString { #","by":""# }
  /// Before the signing key, if there is one.
  @inlinable public static var key: StaticString { #","key":""# }
  /// Before the sender's own id, if there is one.
  @inlinable public static var id: StaticString { #","id":""# }
  /// Before the person, of the types that are about one.
  @inlinable public static var person: StaticString { #","person":""# }
  /// The beginning of a commit line.
  @inlinable public static var commit: StaticString { #"{"commit":"# }
}

extension [UInt8] {
  /// The whole number at a place, in its one decimal form.
  ///
  /// - Parameters:
  ///   - start: its offset.
  ///   - end: the end of the bytes that may be read.
  /// - Returns: its value and its end; nil for no digit, leading zeros and numbers above 10^12.
  /// > Source: contract section 2, the range of numbers.
  @inlinable @inline(__always)
  public func wholeNumber(at start: Int, upTo end: Int) -> (value: UInt64, end: Int)? {
    precondition(start >= 0 && end <= count)
    guard start + 16 <= end else { return wholeNumberByBytes(at: start, upTo: end) }
    let (first, second) = unsafe withUnsafeBytes { bytes in
      unsafe (
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)),
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self))
      )
    }
    var (value, digits) = Lanes.number(first)
    if digits == 8 {
      let (low, more) = Lanes.number(second)
      guard more <= 5 else { return nil }
      for _ in 0..<more { value &*= 10 }
      (value, digits) = (value &+ low, digits + more)
    }
    guard digits > 0, value <= UInt64(JSONScanner.largestNumber),
      digits == 1 || first & 0xFF != UInt64(UInt8(ascii: "0"))
    else { return nil }
    return (value, start + digits)
  }

  /// The same if too few bytes follow to take eight at a time.
  @usableFromInline
  func wholeNumberByBytes(at start: Int, upTo end: Int) -> (value: UInt64, end: Int)? {
    var position = start
    var value: UInt64 = 0
    while position < end, self[position] &- UInt8(ascii: "0") < 10 {
      value = value * 10 + UInt64(self[position] - UInt8(ascii: "0"))
      position += 1
      if value > UInt64(JSONScanner.largestNumber) { return nil }
    }
    guard position > start, position == start + 1 || self[start] != UInt8(ascii: "0") else { return nil }
    return (value, position)
  }
}
