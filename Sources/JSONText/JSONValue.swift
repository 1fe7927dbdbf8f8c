/// A JSON value as a tree, for packs, nested fields and command files: everything that is not on a hot path.
public indirect enum JSONValue: Hashable, Sendable {
  /// Text.
  case string(String)
  /// A whole number, 0 to 10^12.
  case number(Int64)
  /// A truth value.
  case bool(Bool)
  /// The word `null`.
  case null
  /// Elements in their order.
  case array([JSONValue])
  /// Members in the order of the text.
  case object([Member])

  /// A key with its value.
  public struct Member: Hashable, Sendable {
    /// The key.
    public let key: String
    /// The value.
    public let value: JSONValue

    /// Whether key and value have the same bytes.
    public static func == (left: Member, right: Member) -> Bool {
      left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }

    /// Makes a member.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Whether two values are the same, text byte for byte and members in the same order.
  ///
  /// Swift considers some strings equal whose bytes differ; an entry sent again with such a string has another content.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.number(let left), .number(let right)): left == right
    case (.bool(let left), .bool(let right)): left == right
    case (.null, .null): true
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  /// Reads a whole text.
  ///
  /// - Throws: ``JSONError``, with ``JSONError/Kind/trailingBytes`` if the text has more than one value.
  public init(_ bytes: [UInt8]) throws(JSONError) { try self.init(bytes, 0..<bytes.count) }

  /// Reads a part of an array that holds exactly one value.
  ///
  /// - Throws: ``JSONError`` with an offset from the start of the array.
  public init(_ bytes: [UInt8], _ range: Range<Int>) throws(JSONError) {
    var scanner = JSONScanner(bytes, range)
    self = try JSONValue.read(&scanner, depth: 0)
    if scanner.peek() != nil { throw JSONError(.trailingBytes, at: scanner.position) }
  }

  private static func read(_ scanner: inout JSONScanner, depth: Int) throws(JSONError) -> JSONValue {
    guard let first = scanner.peek() else { throw JSONError(.endsEarly, at: scanner.end) }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < JSONScanner.maximumDepth else { throw JSONError(.tooDeep, at: scanner.position) }
      return first == UInt8(ascii: "{")
        ? .object(try readMembers(&scanner, depth: depth)) : .array(try readElements(&scanner, depth: depth))
    case UInt8(ascii: "\""):
      let (text, hasEscapes) = try scanner.string()
      return .string(scanner.text(text, hasEscapes: hasEscapes))
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return .number(try scanner.number())
    default:
      switch try scanner.word() {
      case .true: return .bool(true)
      case .false: return .bool(false)
      default: return .null
      }
    }
  }

  private static func readMembers(_ scanner: inout JSONScanner, depth: Int) throws(JSONError) -> [Member] {
    scanner.position += 1
    var members: [Member] = []
    var keys = KeySet()
    if scanner.peek() == UInt8(ascii: "}") {
      scanner.position += 1
      return members
    }
    while true {
      try scanner.expectKey()
      let keyOffset = scanner.position
      let (name, hasEscapes) = try scanner.string()
      let key = scanner.text(name, hasEscapes: hasEscapes)
      guard keys.insert(key, among: members) else { throw JSONError(.equalKeys, at: keyOffset) }
      try scanner.expect(UInt8(ascii: ":"))
      members.append(Member(key, try read(&scanner, depth: depth + 1)))
      guard let next = scanner.peek() else { throw JSONError(.endsEarly, at: scanner.end) }
      scanner.position += 1
      if next == UInt8(ascii: "}") { return members }
      guard next == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: scanner.position - 1) }
    }
  }

  private static func readElements(_ scanner: inout JSONScanner, depth: Int) throws(JSONError) -> [JSONValue] {
    scanner.position += 1
    var elements: [JSONValue] = []
    if scanner.peek() == UInt8(ascii: "]") {
      scanner.position += 1
      return elements
    }
    while true {
      elements.append(try read(&scanner, depth: depth + 1))
      guard let next = scanner.peek() else { throw JSONError(.endsEarly, at: scanner.end) }
      scanner.position += 1
      if next == UInt8(ascii: "]") { return elements }
      guard next == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: scanner.position - 1) }
    }
  }
}

/// Tells whether a key came before in an object, byte for byte: two keys that merely look alike are not equal.
private struct KeySet {
  /// Up to so many members, comparing with each is faster than a table.
  private static let fewMembers = 24

  private var keys: Set<[UInt8]> = []

  /// Takes the next key in.
  ///
  /// - Returns: false if one of the members before has it.
  mutating func insert(_ key: String, among members: [JSONValue.Member]) -> Bool {
    if members.count < KeySet.fewMembers { return !members.contains { $0.key.utf8.elementsEqual(key.utf8) } }
    if keys.isEmpty { keys = Set(members.map { Array($0.key.utf8) }) }
    return keys.insert(Array(key.utf8)).inserted
  }
}

extension JSONValue {
  /// The members of an object; nil for other kinds.
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
  /// The elements of an array; nil for other kinds.
  public var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  /// The text of a string; nil for other kinds.
  public var text: String? { if case .string(let text) = self { text } else { nil } }
  /// The value of a number; nil for other kinds.
  public var number: Int64? { if case .number(let number) = self { number } else { nil } }
  /// The truth value; nil for other kinds.
  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }

  /// The value of the member with this key, byte for byte; nil if there is none or this is no object.
  public subscript(key: String) -> JSONValue? { members?.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }

  /// Whether two values say the same: equal, with the members of objects in any order.
  public func sameMeaning(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.object(let left), .object(let right)):
      left.count == right.count
        && left.allSatisfy { member in other[member.key]?.sameMeaning(as: member.value) ?? false }
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.sameMeaning(as: $1) }
    default: self == other
    }
  }
}
