import Values

/// Finds bytes that need a closer look among others, many at a time and without stopping.
///
/// > Source: contract section 2: a line has no byte below 0x20 and is UTF-8.
struct ByteKinds {
  /// Whether there is a byte below 0x20.
  let hasControl: Bool
  /// Whether there is a byte from 0x80 on, and so bytes that may not be UTF-8.
  let hasHigh: Bool

  /// Examines a line.
  ///
  /// > Precondition: the range lies within the bytes.
  init(line bytes: [UInt8], _ range: Range<Int>) { self.init(bytes, range, allowing: 0x20) }

  /// Examines the first `count` bytes of a block, in which newlines are no control bytes.
  ///
  /// > Precondition: the block has so many bytes.
  init(block bytes: [UInt8], _ count: Int) { self.init(bytes, 0..<count, allowing: 10) }

  /// The loop neither stops early nor depends on the byte before, so it becomes instructions that take many bytes at once.
  @inline(__always)
  private init(_ bytes: [UInt8], _ range: Range<Int>, allowing exception: UInt8) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    var control: UInt8 = 0
    var high: UInt8 = 0
    unsafe bytes.withUnsafeBufferPointer { bytes in
      for offset in range {
        let byte = unsafe bytes[offset]
        control |= (byte < 0x20 ? 1 : 0) & (byte == exception ? 0 : 1)
        high |= byte
      }
    }
    hasControl = control != 0
    hasHigh = high & 0x80 != 0
  }

  /// The place of the first byte that belongs to no whole character; nil for UTF-8.
  ///
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
        // Characters of several bytes come in runs.
        repeat {
          let count = unsafe characterLength(bytes, position, range.upperBound)
          if count == 0 { return position }
          position += count
        } while unsafe position < range.upperBound && bytes[position] >= 0x80
      }
      return nil
    }
  }

  /// How many bytes the character at a place has; 0 if there is none.
  @inline(__always)
  private static func characterLength(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ end: Int) -> Int {
    let first = unsafe bytes[position]
    if first < 0x80 { return 1 }
    guard let lead = UTF8Lead(first), lead.count <= end - position, unsafe lead.second ~= bytes[position + 1]
    else { return 0 }
    let count = lead.count
    if count > 2, unsafe bytes[position + 2] & 0xC0 != 0x80 { return 0 }
    if count > 3, unsafe bytes[position + 3] & 0xC0 != 0x80 { return 0 }
    return count
  }
}
