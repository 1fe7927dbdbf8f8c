import JSONText
import Policy
import Values

/// Reads the fields of one object by name and refuses any left over.
///
/// A line in the writer's order is read as it is scanned: each field is the next member, and an optional field is missing if
/// the next member is another one. Only if that fails does ``EventLine`` read the line again with all members available, in any
/// order; that reading names the error.
struct FieldReader: ~Copyable {
  /// How the fields of a line are looked for.
  enum Order {
    /// Each is the next member: nearly every line, as the writer writes them.
    case writers
    /// Anywhere in the object.
    case any
  }

  let bytes: [UInt8]
  /// The source of the line.
  let source: LineSource
  private let order: Order
  private let lineStart: Int
  /// The keys of the objects around this one.
  private let path: [JSONKey]
  private var cursor: JSONMemberCursor
  private let members: [JSONMember]
  private var used: UInt32 = 0

  /// Reads the members of an object.
  ///
  /// - Parameters:
  ///   - bytes: the block of lines.
  ///   - range: the object.
  ///   - lineStart: the offset at which the line begins, for offsets in errors.
  ///   - source: the source of the line.
  ///   - order: how its fields are looked for.
  ///   - path: the keys of the objects around it, which precede a field's name in errors.
  /// - Throws: ``EventError`` if the range is not one object in strict JSON.
  init(
    _ bytes: [UInt8], _ range: Range<Int>, lineStart: Int, source: LineSource, order: Order, path: [JSONKey] = []
  ) throws(EventError) {
    do throws(JSONError) {
      var cursor = try JSONMemberCursor(bytes, range)
      var members: [JSONMember] = []
      if order == .any { members.reserveCapacity(JSONMembers.capacity / 2) }
      while order == .any, !cursor.isAtEnd {
        members.append(cursor.member)
        try cursor.advance()
      }
      self.init(bytes, source, order, lineStart, path, cursor, members)
    } catch {
      throw .json(error, lineStart: lineStart)
    }
  }

  private init(
    _ bytes: [UInt8], _ source: LineSource, _ order: Order, _ lineStart: Int, _ path: [JSONKey],
    _ cursor: JSONMemberCursor, _ members: [JSONMember]
  ) {
    self.bytes = bytes
    self.source = source
    self.order = order
    self.lineStart = lineStart
    self.path = path
    self.cursor = cursor
    self.members = members
  }

  /// The member with a name; nil if there is none.
  @inline(__always)
  mutating func optional(_ key: JSONKey) throws(EventError) -> JSONMember? {
    if order == .any { return search(key) }
    guard !cursor.isAtEnd, cursor.member.key == key else { return nil }
    let member = cursor.member
    do { try cursor.advance() } catch { throw .json(error, lineStart: lineStart) }
    return member
  }

  private mutating func search(_ key: JSONKey) -> JSONMember? {
    // Most fields come in the order in which they are asked for: the used members at the front are not looked at again.
    for position in (~used).trailingZeroBitCount..<members.count {
      if members[position].key == key, used & 1 << UInt32(position) == 0 {
        used |= 1 << UInt32(position)
        return members[position]
      }
    }
    return nil
  }

  /// The member with a name, which must be there.
  @inline(__always)
  mutating func required(_ key: JSONKey) throws(EventError) -> JSONMember {
    guard let member = try optional(key) else { throw EventError(.missing, field: field(key.description)) }
    return member
  }

  /// Refuses members that no field asked for.
  func finish() throws(EventError) {
    if order == .writers {
      guard cursor.isAtEnd else { throw EventError(.unknown) }
      return
    }
    for position in members.indices where used & 1 << UInt32(position) == 0 {
      let member = members[position]
      let isKnown = members.indices.contains {
        $0 != position && members[$0].key == member.key && member.key != .tooLong
      }
      throw EventError(isKnown ? .repeated : .unknown, field: field(name(of: member)))
    }
  }

  private func name(of member: JSONMember) -> String {
    var end = Int(member.keyStart)
    while end < bytes.count, bytes[end] != UInt8(ascii: "\""), end - Int(member.keyStart) < 40 { end += 1 }
    return String(decoding: bytes[Int(member.keyStart)..<end], as: UTF8.self)
  }

  /// The error for a member whose value has another form.
  func illFormed(_ key: JSONKey, _ member: JSONMember, _ expected: EventError.Expected) -> EventError {
    let range = member.range
    let cut = range.lowerBound..<min(range.upperBound, range.lowerBound + 40)
    return EventError(
      .illFormed(expected: expected), field: field(key.description), found: String(decoding: bytes[cut], as: UTF8.self))
  }

  /// A field's name in errors, with those of the objects around it: `work.since`.
  private func field(_ name: String) -> String { (path.map(\.description) + [name]).joined(separator: ".") }

  /// The bytes of a plain string: no escapes, as every value with a form of its own is written.
  @inline(__always)
  func isPlain(_ member: JSONMember) -> Bool { member.kind == .string && !member.hasEscapes }

  /// The value of a field that must be there.
  @inline(__always)
  mutating func value<Value>(_ key: JSONKey, _ form: Form<Value>) throws(EventError) -> Value {
    let member = try required(key)
    return try form.read(self, key, member)
  }

  /// The value of a field that may be missing.
  @inline(__always)
  mutating func optional<Value>(_ key: JSONKey, _ form: Form<Value>) throws(EventError) -> Value? {
    guard let member = try optional(key) else { return nil }
    return try form.read(self, key, member)
  }

  /// The member with a name, even if it was read; nil if there is none, or if members are read as they come.
  func member(_ key: JSONKey) -> JSONMember? { members.first { $0.key == key } }

  func identifier(_ member: JSONMember) -> Identifier? {
    guard isPlain(member) else { return nil }
    return Identifier(bytes: bytes, at: Int(member.start), count: Int(member.count))
  }

  /// A sender's own id of an entry.
  func entryID(_ member: JSONMember) -> Identifier? {
    guard isPlain(member) else { return nil }
    return Identifier(entryID: bytes, at: Int(member.start), count: Int(member.count))
  }

  func text(_ key: JSONKey, _ member: JSONMember) throws(EventError) -> String {
    guard member.kind == .string, member.count > 0 else { throw illFormed(key, member, .text) }
    guard member.hasEscapes else { return String(decoding: bytes[member.range], as: UTF8.self) }
    let quoted = member.range.lowerBound - 1..<member.range.upperBound + 1
    do { return try JSONValue(bytes, quoted).text ?? "" } catch { throw .json(error, lineStart: lineStart) }
  }

  /// The tree of a nested value.
  func tree(_ member: JSONMember) throws(EventError) -> JSONValue {
    do { return try JSONValue(bytes, member.range) } catch { throw .json(error, lineStart: lineStart) }
  }

  /// A reader of the fields of a nested object.
  func nested(_ key: JSONKey, _ member: JSONMember, _ expected: EventError.Expected) throws(EventError) -> FieldReader {
    guard member.kind == .object else { throw illFormed(key, member, expected) }
    return try FieldReader(
      bytes, member.range, lineStart: lineStart, source: source, order: .any, path: path + [key])
  }

  /// The elements of an array.
  func elements(
    _ key: JSONKey, _ member: JSONMember, _ expected: EventError.Expected
  ) throws(EventError) -> [JSONValue] {
    guard member.kind == .array, let elements = try tree(member).elements
    else { throw illFormed(key, member, expected) }
    return elements
  }
}

extension JSONValue {
  /// Refuses the first member of an element of a list that is not one of its fields.
  func refuseMembers(of path: String, but known: [String]) throws(EventError) {
    for member in members ?? [] where !known.contains(member.key) {
      throw EventError(.unknown, field: "\(path).\(member.key)")
    }
  }
}
