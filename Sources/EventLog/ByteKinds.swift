import Values

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
    var control: UInt64 = 0
    var high: UInt64 = 0
    unsafe bytes.withUnsafeBytes { bytes in
      // The highest bit of each byte answers, and no carry leaves a byte: one below 0x20 does not reach it by adding
      // 0x60, and one that is no newline does by adding 0x7F to its difference from a newline.
      func look(at word: UInt64) {
        let low = word & ~Lanes.highs
        control |= ~(low &+ Lanes.every(0x60)) & ((low ^ Lanes.every(10)) &+ Lanes.every(0x7F)) & ~word
        high |= word
      }
      var position = 0
      while position + 8 <= count {
        look(at: unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        position += 8
      }
      while position < count {
        look(at: Lanes.every(unsafe bytes[position]))
        position += 1
      }
    }
    hasControl = control & Lanes.highs != 0
    hasHigh = high & Lanes.highs != 0
  }

  /// Where the first byte stands that belongs to no whole character; nil for UTF-8.
  ///
  /// > Source: RFC 3629 section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
  /// > Precondition: the range lies within the bytes.
  static func firstNotUTF8(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    return unsafe bytes.withUnsafeBytes { bytes -> Int? in
      var position = range.lowerBound
      while position < range.upperBound {
        if position <= range.upperBound - 8 {
          let word = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
          let plain = (UInt64(littleEndian: word) & 0x8080_8080_8080_8080).trailingZeroBitCount / 8
          position += plain
          if plain == 8 { continue }
        }
        // Characters of more bytes than one come in runs.
        repeat {
          let count = unsafe characterLength(bytes, position, range.upperBound)
          if count == 0 { return position }
          position += count
        } while unsafe position < range.upperBound && bytes[position] >= 0x80
      }
      return nil
    }
  }

  /// How many bytes the character at a place has; 0 where there is none.
  @inline(__always)
  private static func characterLength(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ end: Int) -> Int {
    let first = unsafe bytes[position]
    if first < 0x80 { return 1 }
    let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first >= 0xC2, first <= 0xF4, count <= end - position else { return 0 }
    // The second byte's range keeps out overlong forms, surrogates and what lies behind the last plane.
    let second = unsafe bytes[position + 1]
    let lowest: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    guard second >= lowest, second <= highest else { return 0 }
    if count > 2, unsafe bytes[position + 2] & 0xC0 != 0x80 { return 0 }
    if count > 3, unsafe bytes[position + 3] & 0xC0 != 0x80 { return 0 }
    return count
  }
}
