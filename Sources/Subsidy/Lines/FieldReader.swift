import JSONText
import Policy
import Values

/// Reads the fields of one object by name and refuses what is left over.
///
/// A line in the writer's order is read as it is scanned: each field is the next member, and a field that may be missing
/// is missing where the next member is another one. Only where that fails does ``EventLine`` read the line again with
/// all members at hand, in any order, and that reading says what is wrong.
struct FieldReader: ~Copyable {
  /// How the fields of a line are looked for.
  enum Order {
    /// Each is the next member: nearly every line, as the writer writes them.
    case writers
    /// Anywhere in the object.
    case any
  }

  let bytes: [UInt8]
  /// Where the line comes from.
  let source: LineSource
  private let order: Order
  private let lineStart: Int
  private let path: String
  private var cursor: JSONMemberCursor
  private let members: [JSONMember]
  private var used: UInt32 = 0

  /// Reads the members of an object.
  ///
  /// - Parameters:
  ///   - bytes: the block of lines.
  ///   - range: the object.
  ///   - lineStart: where the line begins, for offsets in errors.
  ///   - source: where the line comes from.
  ///   - order: how its fields are looked for.
  ///   - path: what stands before a field's name in errors, as `work.`.
  /// - Throws: ``EventError`` where the range is not one object in strict JSON.
  init(
    _ bytes: [UInt8], _ range: Range<Int>, lineStart: Int, source: LineSource, order: Order, path: String = ""
  ) throws(EventError) {
    do throws(JSONError) {
      var cursor = try JSONMemberCursor(bytes, range)
      var members: [JSONMember] = []
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
    _ bytes: [UInt8], _ source: LineSource, _ order: Order, _ lineStart: Int, _ path: String,
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

  /// The member with a name; nil where there is none.
  @inline(__always)
  mutating func optional(_ key: JSONKey) throws(EventError) -> JSONMember? {
    if order == .any { return search(key) }
    guard !cursor.isAtEnd, cursor.member.key == key else { return nil }
    let member = cursor.member
    do { try cursor.advance() } catch { throw .json(error, lineStart: lineStart) }
    return member
  }

  private mutating func search(_ key: JSONKey) -> JSONMember? {
    for position in members.indices where used & 1 << UInt32(position) == 0 && members[position].key == key {
      used |= 1 << UInt32(position)
      return members[position]
    }
    return nil
  }

  /// The member with a name, which must be there.
  @inline(__always)
  mutating func required(_ key: JSONKey) throws(EventError) -> JSONMember {
    guard let member = try optional(key) else { throw EventError(.missing, field: path + key.description) }
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
      throw EventError(isKnown ? .repeated : .unknown, field: path + name(of: member))
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
      .illFormed(expected: expected), field: path + key.description, found: String(decoding: bytes[cut], as: UTF8.self))
  }

  /// The bytes of a plain string: no escapes, as every value with a form of its own is written.
  @inline(__always)
  func isPlain(_ member: JSONMember) -> Bool { member.kind == .string && !member.hasEscapes }

  mutating func identifier(_ key: JSONKey) throws(EventError) -> Identifier {
    try identifier(key, required(key))
  }

  private func identifier(_ key: JSONKey, _ member: JSONMember) throws(EventError) -> Identifier {
    guard isPlain(member), let value = Identifier(bytes: bytes, at: Int(member.start), count: Int(member.count))
    else { throw illFormed(key, member, .identifier) }
    return value
  }

  mutating func optionalIdentifier(_ key: JSONKey) throws(EventError) -> Identifier? {
    guard let member = try optional(key) else { return nil }
    return try identifier(key, member)
  }

  mutating func person() throws(EventError) -> Identifier {
    let member = try required("person")
    guard isPlain(member), let value = Identifier(bytes: bytes, at: Int(member.start), count: Int(member.count)),
      value.isPersonKey
    else { throw illFormed("person", member, .personKey) }
    return value
  }

  mutating func entryID(_ key: JSONKey) throws(EventError) -> Identifier? {
    guard let member = try optional(key) else { return nil }
    guard isPlain(member), let value = Identifier(entryID: bytes, at: Int(member.start), count: Int(member.count))
    else { throw illFormed(key, member, .entryID) }
    return value
  }

  mutating func month(_ key: JSONKey) throws(EventError) -> Month {
    let member = try required(key)
    guard isPlain(member), let value = Month(bytes: bytes, at: Int(member.start), count: Int(member.count))
    else { throw illFormed(key, member, .month) }
    return value
  }

  mutating func date(_ key: JSONKey) throws(EventError) -> CivilDate { try date(key, required(key)) }

  private func date(_ key: JSONKey, _ member: JSONMember) throws(EventError) -> CivilDate {
    guard isPlain(member), let value = CivilDate(bytes: bytes, at: Int(member.start), count: Int(member.count))
    else { throw illFormed(key, member, .date) }
    return value
  }

  mutating func optionalDate(_ key: JSONKey) throws(EventError) -> CivilDate? {
    guard let member = try optional(key) else { return nil }
    return try date(key, member)
  }

  mutating func instant(_ key: JSONKey) throws(EventError) -> Instant {
    let member = try required(key)
    guard isPlain(member), let value = Instant(bytes: bytes, at: Int(member.start), count: Int(member.count))
    else { throw illFormed(key, member, .instant) }
    return value
  }

  mutating func fen(_ key: JSONKey) throws(EventError) -> Fen { try fen(key, required(key)) }

  mutating func optionalFen(_ key: JSONKey) throws(EventError) -> Fen? {
    guard let member = try optional(key) else { return nil }
    return try fen(key, member)
  }

  private func fen(_ key: JSONKey, _ member: JSONMember) throws(EventError) -> Fen {
    guard member.kind == .number else { throw illFormed(key, member, .fen) }
    return Fen(member.number)
  }

  mutating func number(_ key: JSONKey) throws(EventError) -> UInt64 {
    let member = try required(key)
    guard member.kind == .number else { throw illFormed(key, member, .number) }
    return UInt64(member.number)
  }

  /// A number of months.
  mutating func months(_ key: JSONKey) throws(EventError) -> Int {
    let member = try required(key)
    guard member.kind == .number else { throw illFormed(key, member, .months) }
    return Int(member.number)
  }

  /// A number of hours in a week.
  mutating func weekHours(_ key: JSONKey) throws(EventError) -> Int { try weekHours(key, required(key)) }

  mutating func optionalWeekHours(_ key: JSONKey) throws(EventError) -> Int? {
    guard let member = try optional(key) else { return nil }
    return try weekHours(key, member)
  }

  private func weekHours(_ key: JSONKey, _ member: JSONMember) throws(EventError) -> Int {
    guard member.kind == .number, member.number <= Int64(Reported.Work.mostHours)
    else { throw illFormed(key, member, .weekHours) }
    return Int(member.number)
  }

  mutating func bool(_ key: JSONKey) throws(EventError) -> Bool {
    let member = try required(key)
    guard member.kind == .true || member.kind == .false else { throw illFormed(key, member, .bool) }
    return member.kind == .true
  }

  mutating func text(_ key: JSONKey) throws(EventError) -> String { try text(key, required(key)) }

  func text(_ key: JSONKey, _ member: JSONMember) throws(EventError) -> String {
    guard member.kind == .string, member.count > 0 else { throw illFormed(key, member, .text) }
    guard member.hasEscapes else { return String(decoding: bytes[member.range], as: UTF8.self) }
    let quoted = member.range.lowerBound - 1..<member.range.upperBound + 1
    do { return try JSONValue(bytes, quoted).text ?? "" } catch { throw .json(error, lineStart: lineStart) }
  }

  mutating func optionalText(_ key: JSONKey) throws(EventError) -> String? {
    guard let member = try optional(key) else { return nil }
    return try text(key, member)
  }

  mutating func sha256(_ key: JSONKey) throws(EventError) -> String {
    let member = try required(key)
    let value = try text(key, member)
    let isHex = value.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard value.utf8.count == 64, isHex else { throw illFormed(key, member, .sha256) }
    return value
  }

  mutating func region(_ key: JSONKey) throws(EventError) -> Region { try region(key, required(key)) }

  mutating func optionalRegion(_ key: JSONKey) throws(EventError) -> Region? {
    guard let member = try optional(key) else { return nil }
    return try region(key, member)
  }

  private func region(_ key: JSONKey, _ member: JSONMember) throws(EventError) -> Region {
    guard isPlain(member), let value = Region(bytes: bytes, at: Int(member.start), count: Int(member.count))
    else { throw illFormed(key, member, .region) }
    return value
  }

  /// A value that is one of two words; true for the first.
  mutating func choice(
    _ key: JSONKey, _ first: String, _ second: String, _ expected: EventError.Expected
  ) throws(EventError) -> Bool {
    let member = try required(key)
    let value = try text(key, member)
    guard value == first || value == second else { throw illFormed(key, member, expected) }
    return value == first
  }

  mutating func fact(_ key: JSONKey) throws(EventError) -> FactCode {
    let member = try required(key)
    guard let fact = FactCode(rawValue: try text(key, member)) else { throw illFormed(key, member, .factCode) }
    return fact
  }

  /// The tree of a nested value of one kind.
  func tree(_ key: JSONKey, _ member: JSONMember, _ expected: EventError.Expected) throws(EventError) -> JSONValue {
    do { return try JSONValue(bytes, member.range) } catch { throw .json(error, lineStart: lineStart) }
  }

  /// A reader of the fields of a nested object.
  func nested(_ key: JSONKey, _ member: JSONMember, _ expected: EventError.Expected) throws(EventError) -> FieldReader {
    guard member.kind == .object else { throw illFormed(key, member, expected) }
    return try FieldReader(
      bytes, member.range, lineStart: lineStart, source: source, order: .any, path: path + key.description + ".")
  }

  /// Readers of the elements of an array of objects.
  func elements(
    _ key: JSONKey, _ member: JSONMember, _ expected: EventError.Expected
  ) throws(EventError) -> [JSONValue] {
    guard member.kind == .array, let elements = try tree(key, member, expected).elements
    else { throw illFormed(key, member, expected) }
    return elements
  }
}
