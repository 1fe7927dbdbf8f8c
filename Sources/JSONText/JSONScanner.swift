import Values

/// Walks over the tokens of strict JSON in a byte array, without making values.
///
/// The array is only read, so copies of a scanner share it. Offsets in errors count from the start of the array.
public struct JSONScanner: Sendable {
  /// The bytes that are read.
  public let bytes: [UInt8]
  /// The offset of the next byte.
  public var position: Int
  /// The offset after the last byte that may be read.
  public let end: Int

  /// The deepest nesting of objects and arrays.
  public static var maximumDepth: Int { 32 }

  /// The largest number of the log, 10^12.
  ///
  /// > Source: contract section 2.
  @inlinable public static var largestNumber: Int64 { 1_000_000_000_000 }

  /// Begins at the start of a part of an array.
  public init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.position = range.lowerBound
    self.end = range.upperBound
  }

  /// The next byte that is not a blank, without moving past it; nil at the end.
  @inline(__always)
  mutating func peek() -> UInt8? {
    while position < end {
      let byte = bytes[position]
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
        return byte
      }
      position += 1
    }
    return nil
  }

  /// Moves past one expected byte.
  @inline(__always)
  mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard let next = peek() else { throw JSONError(.endsEarly, at: end) }
    guard next == byte else { throw JSONError(.unexpectedByte, at: position) }
    position += 1
  }

  /// Checks that a key's quote comes next, without moving past it.
  @inline(__always)
  mutating func expectKey() throws(JSONError) {
    guard let next = peek() else { throw JSONError(.endsEarly, at: end) }
    guard next == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
  }

  /// Moves past a string, whose opening quote is the next byte.
  ///
  /// - Returns: the range of the text between the quotes, and whether it holds escapes.
  @inline(__always)
  mutating func string() throws(JSONError) -> (text: Range<Int>, hasEscapes: Bool) {
    position += 1
    let start = position
    var hasEscapes = false
    while true {
      position = bytes.firstSpecialByte(from: position, to: end)
      guard position < end else { throw JSONError(.endsEarly, at: end) }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return (start..<position - 1, hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try escape()
      } else if byte < 0x20 {
        throw JSONError(.malformedString, at: position)
      } else {
        try multibyteScalar()
      }
    }
  }

  private mutating func escape() throws(JSONError) {
    guard position + 1 < end else { throw JSONError(.endsEarly, at: end) }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      let unit = try hexUnit(at: position + 2)
      if 0xD800...0xDBFF ~= unit {
        guard position + 7 < end, bytes[position + 6] == UInt8(ascii: "\\"), bytes[position + 7] == UInt8(ascii: "u"),
          0xDC00...0xDFFF ~= (try hexUnit(at: position + 8))
        else { throw JSONError(.malformedString, at: position) }
        position += 12
      } else if 0xDC00...0xDFFF ~= unit {
        throw JSONError(.malformedString, at: position)
      } else {
        position += 6
      }
    default:
      throw JSONError(.malformedString, at: position)
    }
  }

  func hexUnit(at start: Int) throws(JSONError) -> UInt32 {
    guard start + 4 <= end else { throw JSONError(.endsEarly, at: end) }
    var unit: UInt32 = 0
    for offset in start..<start + 4 {
      let byte = bytes[offset]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: throw JSONError(.malformedString, at: offset)
      }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  /// Moves past one scalar of two to four bytes.
  private mutating func multibyteScalar() throws(JSONError) {
    guard let lead = UTF8Lead(bytes[position]) else { throw JSONError(.malformedString, at: position) }
    let length = lead.count
    guard position + length <= end else { throw JSONError(.endsEarly, at: end) }
    guard lead.second ~= bytes[position + 1] else { throw JSONError(.malformedString, at: position) }
    for offset in 2..<max(2, length) where !(0x80...0xBF ~= bytes[position + offset]) {
      throw JSONError(.malformedString, at: position)
    }
    position += length
  }

  /// Moves past a number.
  ///
  /// - Returns: its value, 0 to 10^12.
  @inline(__always)
  mutating func number() throws(JSONError) -> Int64 {
    let start = position
    guard let (value, next) = bytes.wholeNumber(at: start, upTo: end) else {
      throw JSONError(.numberOutOfForm, at: start)
    }
    position = next
    if position < end {
      switch bytes[position] {
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
        throw JSONError(.numberOutOfForm, at: start)
      default: break
      }
    }
    return Int64(value)
  }

  /// Moves past `true`, `false` or `null`.
  mutating func word() throws(JSONError) -> JSONKind {
    for (text, kind) in [("true", JSONKind.true), ("false", .false), ("null", .null)] {
      let letters = text.utf8
      if position + letters.count <= end, bytes[position..<position + letters.count].elementsEqual(letters) {
        position += letters.count
        return kind
      }
    }
    throw JSONError(bytes[position] == UInt8(ascii: "-") ? .numberOutOfForm : .unexpectedByte, at: position)
  }

  /// Moves past any value, checking its form but not that keys differ.
  mutating func skipValue(depth: Int) throws(JSONError) {
    guard let first = peek() else { throw JSONError(.endsEarly, at: end) }
    switch first {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < JSONScanner.maximumDepth else { throw JSONError(.tooDeep, at: position) }
      let isObject = first == UInt8(ascii: "{")
      let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      position += 1
      if peek() == close {
        position += 1
        return
      }
      while true {
        if isObject {
          try expectKey()
          _ = try string()
          try expect(UInt8(ascii: ":"))
        }
        try skipValue(depth: depth + 1)
        guard let next = peek() else { throw JSONError(.endsEarly, at: end) }
        position += 1
        if next == close { return }
        guard next == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: position - 1) }
      }
    default: _ = try word()
    }
  }

  /// The text of a string token, its escapes resolved.
  ///
  /// - Parameters:
  ///   - range: the range that ``string()`` returned, so its form is known to be right.
  ///   - hasEscapes: whether there is a backslash in it.
  /// - Returns: the text.
  func text(_ range: Range<Int>, hasEscapes: Bool) -> String {
    guard hasEscapes else { return String(decoding: bytes[range], as: UTF8.self) }
    var result = String.UnicodeScalarView()
    var offset = range.lowerBound
    var plain = offset
    func flush(to end: Int) {
      result.append(contentsOf: String(decoding: bytes[plain..<end], as: UTF8.self).unicodeScalars)
    }
    while offset < range.upperBound {
      guard bytes[offset] == UInt8(ascii: "\\") else {
        offset += 1
        continue
      }
      flush(to: offset)
      var length = 2
      var scalar: UInt32
      switch bytes[offset + 1] {
      case UInt8(ascii: "b"): scalar = 8
      case UInt8(ascii: "f"): scalar = 12
      case UInt8(ascii: "n"): scalar = 10
      case UInt8(ascii: "r"): scalar = 13
      case UInt8(ascii: "t"): scalar = 9
      case UInt8(ascii: "u"):
        scalar = (try? hexUnit(at: offset + 2)) ?? 0xFFFD
        length = 6
        if 0xD800...0xDBFF ~= scalar, let low = try? hexUnit(at: offset + 8) {
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
          length = 12
        }
      case let same: scalar = UInt32(same)
      }
      result.append(Unicode.Scalar(scalar) ?? "\u{FFFD}")
      offset += length
      plain = offset
    }
    flush(to: range.upperBound)
    return String(result)
  }
}

extension [UInt8] {
  /// The offset of the first byte of a string that is not plain ASCII: a quote, a backslash, a control character or a part of a
  /// longer scalar; `end` if there is none.
  ///
  /// It looks at eight bytes at a time: subtracting a byte from each lane borrows exactly where the lane is smaller, and
  /// the lowest lane that stands out is never a false one.
  @inline(__always)
  func firstSpecialByte(from start: Int, to end: Int) -> Int {
    precondition(start >= 0 && end <= count)
    return unsafe withUnsafeBytes { buffer in
      let ones: UInt64 = 0x0101_0101_0101_0101
      let highs: UInt64 = 0x8080_8080_8080_8080
      var offset = start
      while offset + 8 <= end {
        let lanes = unsafe UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let quotes = lanes ^ (ones &* 0x22)
        let slashes = lanes ^ (ones &* 0x5C)
        let special =
          ((quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes | (lanes &- ones &* 0x20) & ~lanes | lanes) & highs
        if special != 0 { return offset + special.trailingZeroBitCount / 8 }
        offset += 8
      }
      while offset < end {
        let byte = unsafe buffer[offset]
        if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { return offset }
        offset += 1
      }
      return end
    }
  }

  /// Up to sixteen bytes as two words, the last byte lowest, as ``JSONKey`` packs them.
  @inline(__always)
  func packed(_ range: Range<Int>) -> (high: UInt64, low: UInt64) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count && range.count <= 16)
    guard range.lowerBound + 16 <= count else { return packedByBytes(range) }
    return unsafe withUnsafeBytes { buffer in
      let first = unsafe UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self))
      if range.count <= 8 { return (0, range.isEmpty ? 0 : first >> UInt64(64 - range.count * 8)) }
      let next = unsafe UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: range.lowerBound + 8, as: UInt64.self))
      let unused = UInt64(128 - range.count * 8)
      return (first >> unused, unused == 0 ? next : first << (64 - unused) | next >> unused)
    }
  }

  private func packedByBytes(_ range: Range<Int>) -> (high: UInt64, low: UInt64) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    for offset in range {
      high = high << 8 | low >> 56
      low = low << 8 | UInt64(self[offset])
    }
    return (high, low)
  }
}
