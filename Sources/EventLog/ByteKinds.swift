/// Which bytes that need a closer look stand among others: looked for without stopping, many at a time.
///
/// > Source: contract section 2: a line has no byte below 0x20 and is UTF-8.
struct ByteKinds {
  /// Whether there is a byte below 0x20.
  let hasControl: Bool
  /// Whether there is a byte from 0x80 on, and so something that may be no UTF-8.
  let hasHigh: Bool

  /// Looks at a line, eight bytes at a time.
  ///
  /// > Precondition: the range lies within the bytes.
  init(line bytes: [UInt8], _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    var control: UInt64 = 0
    var high: UInt64 = 0
    unsafe bytes.withUnsafeBytes { bytes in
      var position = range.lowerBound
      while position <= range.upperBound - 8 {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        control |= (word &- 0x2020_2020_2020_2020) & ~word
        high |= word
        position += 8
      }
      while position < range.upperBound {
        let word = UInt64(unsafe bytes[position])
        control |= (word &- 0x20) & ~word & 0x80
        high |= word
        position += 1
      }
    }
    hasControl = control & 0x8080_8080_8080_8080 != 0
    hasHigh = high & 0x8080_8080_8080_8080 != 0
  }

  /// Looks at the first `count` bytes of a block, in which newlines are no control bytes.
  ///
  /// > Precondition: the block has so many bytes.
  init(block bytes: [UInt8], _ count: Int) {
    precondition(count <= bytes.count)
    var control: UInt8 = 0
    var high: UInt8 = 0
    unsafe bytes.withUnsafeBufferPointer { bytes in
      for position in 0..<count {
        let byte = unsafe bytes[position]
        control |= (byte < 0x20 ? 1 : 0) & (byte != 10 ? 1 : 0)
        high |= byte
      }
    }
    hasControl = control != 0
    hasHigh = high >= 0x80
  }

  /// Where the first byte stands that belongs to no whole character; nil for UTF-8.
  ///
  /// > Source: RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
  static func firstNotUTF8(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span.extracting(range))
      return nil
    } catch {
      return range.lowerBound + error.byteOffsets.lowerBound
    }
  }
}
