/// The kind of a JSON value.
public enum JSONKind: UInt8, Hashable, Sendable, BitwiseCopyable {
  /// Text between quotes.
  case string
  /// A whole number from 0 to 10^12.
  case number
  /// The word `true`.
  case `true`
  /// The word `false`.
  case `false`
  /// The word `null`.
  case null
  /// Members in braces.
  case object
  /// Elements in brackets.
  case array
}

/// A key of up to 16 bytes, packed into two words so that comparing keys compares numbers.
///
/// No key of an event is longer or holds a zero byte; such a one in a text is packed as ``tooLong``, which equals none
/// of them. A zero byte at the start would not show in the packed words: `"\u0000by"` would count as `by`.
public struct JSONKey: Hashable, Sendable, BitwiseCopyable {
  let high: UInt64
  let low: UInt64

  /// What any key of more than 16 bytes or with a zero byte becomes.
  public static var tooLong: JSONKey { JSONKey(high: .max, low: .max) }

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  init(_ bytes: some RandomAccessCollection<UInt8>) {
    guard bytes.count <= 16, !bytes.contains(0) else {
      self = .tooLong
      return
    }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for byte in bytes {
      high = high << 8 | low >> 56
      low = low << 8 | UInt64(byte)
    }
    self.init(high: high, low: low)
  }
}

extension JSONKey: ExpressibleByStringLiteral, CustomStringConvertible {
  /// Makes a key from a literal of at most 16 ASCII characters.
  public init(stringLiteral text: StaticString) {
    precondition(text.utf8CodeUnitCount <= 16, "a key of an event has at most 16 bytes")
    self.init(Array(text.description.utf8))
  }

  /// The key as text.
  public var description: String {
    guard self != .tooLong else { return "…" }
    var bytes: [UInt8] = []
    for word in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(shift))
        if byte != 0 { bytes.append(byte) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// One member of an object: its key, and where its value stands.
public struct JSONMember: Sendable, BitwiseCopyable {
  /// The key.
  public var key: JSONKey
  /// The offset of the key's first byte, for messages.
  public var keyStart: Int32
  /// The offset of the value's first byte; inside the quotes for a string.
  public var start: Int32
  /// How many bytes the value has, the quotes of a string not counted.
  public var count: Int32
  /// What kind the value is.
  public var kind: JSONKind
  /// Whether a string holds escapes.
  public var hasEscapes: Bool
  /// The value of a number; 0 for other kinds.
  public var number: Int64

  /// The range of the value's bytes.
  public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// The members of one object of a line, in the order of the text.
///
/// Nested objects and arrays are measured, not read: ``JSONValue`` reads them where they are wanted. Equal keys of the
/// object itself are for the reader of the fields to refuse, which meets every key anyway.
public struct JSONMembers: Sendable {
  /// The most members an object of a line may have.
  public static var capacity: Int { 24 }

  /// How many members there are.
  public private(set) var count = 0
  private var members: InlineArray<24, JSONMember>

  /// Reads the object that a line consists of.
  ///
  /// - Parameters:
  ///   - bytes: a block of lines.
  ///   - range: the line, without its newline.
  /// - Throws: ``JSONError`` where the line is not one object in strict JSON.
  public init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
    members = InlineArray(
      repeating: JSONMember(
        key: .tooLong, keyStart: 0, start: 0, count: 0, kind: .null, hasEscapes: false, number: 0))
    var scanner = JSONScanner(bytes, range)
    try scanner.expect(UInt8(ascii: "{"))
    if scanner.peek() == UInt8(ascii: "}") {
      scanner.position += 1
    } else {
      var more = true
      while more { more = try readMember(&scanner) }
    }
    if scanner.peek() != nil { throw JSONError(.trailingBytes, at: scanner.position) }
  }

  private mutating func readMember(_ scanner: inout JSONScanner) throws(JSONError) -> Bool {
    try scanner.expectKey()
    guard count < JSONMembers.capacity else { throw JSONError(.tooManyMembers, at: scanner.position) }
    let (name, nameHasEscapes) = try scanner.string()
    let key =
      nameHasEscapes
      ? JSONKey(Array(scanner.text(name, hasEscapes: true).utf8)) : JSONMembers.pack(scanner.bytes, name)
    try scanner.expect(UInt8(ascii: ":"))
    guard let first = scanner.peek() else { throw JSONError(.endsEarly, at: scanner.end) }
    var member = JSONMember(
      key: key, keyStart: Int32(name.lowerBound), start: Int32(scanner.position), count: 0, kind: .null,
      hasEscapes: false, number: 0)
    switch first {
    case UInt8(ascii: "\""):
      let (text, hasEscapes) = try scanner.string()
      member.kind = .string
      member.start = Int32(text.lowerBound)
      member.count = Int32(text.count)
      member.hasEscapes = hasEscapes
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      member.kind = .number
      member.number = try scanner.number()
      member.count = Int32(scanner.position) - member.start
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      member.kind = first == UInt8(ascii: "{") ? .object : .array
      try scanner.skipValue(depth: 1)
      member.count = Int32(scanner.position) - member.start
    default:
      member.kind = try scanner.word()
      member.count = Int32(scanner.position) - member.start
    }
    members[count] = member
    count += 1
    guard let next = scanner.peek() else { throw JSONError(.endsEarly, at: scanner.end) }
    scanner.position += 1
    if next == UInt8(ascii: "}") { return false }
    guard next == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: scanner.position - 1) }
    return true
  }

  @inline(__always)
  private static func pack(_ bytes: [UInt8], _ range: Range<Int>) -> JSONKey {
    guard range.count <= 16 else { return .tooLong }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for offset in range {
      high = high << 8 | low >> 56
      low = low << 8 | UInt64(bytes[offset])
    }
    return JSONKey(high: high, low: low)
  }

  /// The member at a position of the text, which must be below ``count``.
  public subscript(position: Int) -> JSONMember { members[position] }
}
