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
  @usableFromInline let high: UInt64
  @usableFromInline let low: UInt64

  /// The value for every key of more than 16 bytes or with a zero byte.
  public static var tooLong: JSONKey { JSONKey(high: .max, low: .max) }

  @inlinable
  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The key in a range of an array, without escapes; ``tooLong`` for more than 16 bytes and for a zero byte in front.
  public init(_ bytes: [UInt8], _ range: Range<Int>) {
    self = range.isEmpty || bytes[range.lowerBound] != 0 ? JSONKey.pack(bytes, range) : .tooLong
  }

  /// The key in a range of an array, without escapes and control characters.
  @inline(__always)
  static func pack(_ bytes: [UInt8], _ range: Range<Int>) -> JSONKey {
    guard range.count <= 16 else { return .tooLong }
    let (high, low) = bytes.packed(range)
    return JSONKey(high: high, low: low)
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
  ///
  /// It is inlined everywhere, so that the compiler packs the key and a look-up costs two comparisons.
  @inlinable
  @inline(__always)
  public init(stringLiteral text: StaticString) {
    precondition(text.utf8CodeUnitCount <= 16, "a key of an event has at most 16 bytes")
    var high: UInt64 = 0
    var low: UInt64 = 0
    for offset in 0..<text.utf8CodeUnitCount {
      high = high << 8 | low >> 56
      low = unsafe low << 8 | UInt64(text.utf8Start[offset])
    }
    self.init(high: high, low: low)
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

/// One member of an object: its key, and the range of its value.
public struct JSONMember: Sendable, BitwiseCopyable {
  /// The key.
  public var key: JSONKey
  /// The offset of the key's first byte, for messages.
  public var keyStart: Int32
  /// The offset of the value's first byte; inside the quotes for a string.
  public var start: Int32
  /// How many bytes the value has, the quotes of a string not counted.
  public var count: Int32
  /// The kind of the value.
  public var kind: JSONKind
  /// Whether a string holds escapes.
  public var hasEscapes: Bool
  /// The value of a number; 0 for other kinds.
  public var number: Int64

  /// The range of the value's bytes.
  public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// Walks over the members of one object of a line, in the order of the text.
///
/// Nested objects and arrays are measured, not read: ``JSONValue`` reads them if they are wanted. The reader of the fields,
/// which meets every key anyway, refuses equal keys.
public struct JSONMemberCursor: Sendable {
  private var scanner: JSONScanner
  private var passed = 0
  /// The member at the cursor; without meaning at the end.
  public private(set) var member: JSONMember
  /// Whether all members were passed, and nothing follows the object.
  public private(set) var isAtEnd = false

  /// Starts at the first member of the object that a line consists of.
  ///
  /// - Parameters:
  ///   - bytes: a block of lines.
  ///   - range: the line, without its newline.
  /// - Throws: ``JSONError`` if the line does not begin like an object in strict JSON.
  public init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
    scanner = JSONScanner(bytes, range)
    member = JSONMember(key: .tooLong, keyStart: 0, start: 0, count: 0, kind: .null, hasEscapes: false, number: 0)
    try scanner.expect(UInt8(ascii: "{"))
    if scanner.peek() == UInt8(ascii: "}") {
      scanner.position += 1
      try end()
    } else {
      try readMember()
    }
  }

  /// Moves on to the next member, or to the end.
  ///
  /// - Throws: ``JSONError`` if the text continues in another way.
  public mutating func advance() throws(JSONError) {
    guard let next = scanner.peek() else { throw JSONError(.endsEarly, at: scanner.end) }
    scanner.position += 1
    if next == UInt8(ascii: "}") { return try end() }
    guard next == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: scanner.position - 1) }
    try readMember()
  }

  private mutating func end() throws(JSONError) {
    isAtEnd = true
    if scanner.peek() != nil { throw JSONError(.trailingBytes, at: scanner.position) }
  }

  private mutating func readMember() throws(JSONError) {
    try scanner.expectKey()
    guard passed < JSONMembers.capacity else { throw JSONError(.tooManyMembers, at: scanner.position) }
    passed += 1
    let (name, nameHasEscapes) = try scanner.string()
    member.key =
      nameHasEscapes
      ? JSONKey(Array(scanner.text(name, hasEscapes: true).utf8)) : JSONKey.pack(scanner.bytes, name)
    member.keyStart = Int32(truncatingIfNeeded: name.lowerBound)
    try scanner.expect(UInt8(ascii: ":"))
    guard let first = scanner.peek() else { throw JSONError(.endsEarly, at: scanner.end) }
    try readValue(first)
  }

  private mutating func readValue(_ first: UInt8) throws(JSONError) {
    let start = scanner.position
    member.start = Int32(truncatingIfNeeded: start)
    member.hasEscapes = false
    switch first {
    case UInt8(ascii: "\""):
      let (text, hasEscapes) = try scanner.string()
      member.kind = .string
      member.start = Int32(truncatingIfNeeded: text.lowerBound)
      member.count = Int32(truncatingIfNeeded: text.count)
      member.hasEscapes = hasEscapes
      return
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      member.kind = .number
      member.number = try scanner.number()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      member.kind = first == UInt8(ascii: "{") ? .object : .array
      try scanner.skipValue(depth: 1)
    default:
      member.kind = try scanner.word()
    }
    member.count = Int32(truncatingIfNeeded: scanner.position - start)
  }
}

/// All members of one object of a line, for a reader that takes them in any order.
public struct JSONMembers: Sendable {
  /// The most members an object of a line may have.
  public static var capacity: Int { 24 }

  private var members: [JSONMember] = []

  /// Reads the object that a line consists of.
  ///
  /// - Parameters:
  ///   - bytes: a block of lines.
  ///   - range: the line, without its newline.
  /// - Throws: ``JSONError`` if the line is not one object in strict JSON.
  public init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
    var cursor = try JSONMemberCursor(bytes, range)
    while !cursor.isAtEnd {
      members.append(cursor.member)
      try cursor.advance()
    }
  }

  /// How many members there are.
  public var count: Int { members.count }

  /// The member at a position of the text, which must be below ``count``.
  public subscript(position: Int) -> JSONMember { members[position] }
}
