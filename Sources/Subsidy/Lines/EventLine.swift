public import JSONText
public import Values

/// The source of a line, which decides what fields it must have.
public enum LineSource: Hashable, Sendable {
  /// The log: `seq`, `recorded` and `by` are there.
  case log
  /// A file for `record`: none of the three.
  case entry
  /// A file for `record --history`: `recorded` and `by`.
  case history
}

/// An entry as a sender submits it, read but not yet decided.
public struct Entry: Hashable, Sendable {
  /// The content of the entry.
  public var body: EventBody
  /// The sender's own id.
  public var id: Identifier?
  /// The signing key.
  public var key: Identifier?
  /// When it was recorded, in a history only.
  public var recorded: Instant?
  /// Who recorded it, in a history only.
  public var by: Identifier?
  /// The private data of a registration, an account or a delegate, which go to the vault and never to the log.
  public var privateData: JSONValue?

  /// Makes an entry.
  public init(
    body: EventBody, id: Identifier? = nil, key: Identifier? = nil, recorded: Instant? = nil, by: Identifier? = nil,
    privateData: JSONValue? = nil
  ) {
    self.body = body
    self.id = id
    self.key = key
    self.recorded = recorded
    self.by = by
    self.privateData = privateData
  }
}

/// Reads and writes the lines of events and entries.
///
/// > Source: contract sections 2 and 3.
public enum EventLine {
  /// Reads an event of the log.
  ///
  /// - Parameters:
  ///   - bytes: a block of lines.
  ///   - range: the line, without its newline.
  ///   - sequence: the number it must have; nil to accept any.
  /// - Returns: the event.
  /// - Throws: ``EventError`` with the field that is wrong.
  public static func readEvent(
    _ bytes: [UInt8], _ range: Range<Int>, expecting sequence: UInt64? = nil
  ) throws(EventError) -> Event {
    // The lines that the quick reading does not accept are read, or refused by field, by the other one.
    do throws(EventError) {
      let event = try readEvent(bytes, range, order: .writers)
      if sequence ?? event.sequence == event.sequence { return event }
    } catch {}
    let event = try readEvent(bytes, range, order: .any)
    if let sequence, sequence != event.sequence {
      throw EventError(.outOfSequence(expected: sequence), field: "seq", found: "\(event.sequence)")
    }
    return event
  }

  @inline(__always)
  private static func readEvent(
    _ bytes: [UInt8], _ range: Range<Int>, order: FieldReader.Order
  ) throws(EventError) -> Event {
    var fields = try FieldReader(bytes, range, lineStart: range.lowerBound, source: .log, order: order)
    let number = try fields.value("seq", .number)
    let type = try fields.type()
    let recorded = try fields.value("recorded", .instant)
    let by = try fields.value("by", .identifier)
    let key = try fields.optional("key", .identifier)
    let id = try fields.optional("id", .entryID)
    let body = try type.read(&fields)
    try fields.finish()
    return Event(sequence: number, recorded: recorded, by: by, key: key, id: id, body: body)
  }

  /// Whether a line of the log may refer to earlier ones in a way that a fold has to know before it begins, judged by its
  /// beginning: false only if it certainly is not `annulled`, `reversed`, `requested`, `history-imported`, `recovered`,
  /// `clock-corrected`, `month-reopened` or `same-person`.
  ///
  /// - Parameters:
  ///   - bytes: a block of lines.
  ///   - range: the line, without its newline; it may be a commit line.
  /// - Returns: whether it has to be read.
  public static func maySpeakOfEarlier(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    mayBegin(bytes, range) { place in
      ("annulled" as StaticString).stands(in: bytes, at: place)
        || ("history-" as StaticString).stands(in: bytes, at: place)
        || ("recovere" as StaticString).stands(in: bytes, at: place)
        || ("reversed" as StaticString).stands(in: bytes, at: place)
        || ("requeste" as StaticString).stands(in: bytes, at: place)
        || ("clock-co" as StaticString).stands(in: bytes, at: place)
        || ("month-re" as StaticString).stands(in: bytes, at: place)
        || ("same-per" as StaticString).stands(in: bytes, at: place)
        || ("operator" as StaticString).stands(in: bytes, at: place)
    }
  }

  /// Whether a line may assign keys to operators, judged by its beginning alone; as in ``maySpeakOfEarlier(_:_:)``.
  public static func maySayWhoSigns(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    mayBegin(bytes, range) { place in
      ("operator" as StaticString).stands(in: bytes, at: place)
        || ("requeste" as StaticString).stands(in: bytes, at: place)
        || ("ledger-o" as StaticString).stands(in: bytes, at: place)
        || ("history-" as StaticString).stands(in: bytes, at: place)
    }
  }

  /// Whether a line may name private data, judged by its beginning alone; as in ``maySpeakOfEarlier(_:_:)``.
  public static func mayBeSealed(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    mayBegin(bytes, range) { place in
      ("register" as StaticString).stands(in: bytes, at: place)
        || ("account-" as StaticString).stands(in: bytes, at: place)
        || ("applied\"" as StaticString).stands(in: bytes, at: place)
    }
  }

  /// Whether the first eight letters of an event's type may be the wanted ones, or are not known without reading the line.
  @inline(__always)
  private static func mayBegin(_ bytes: [UInt8], _ range: Range<Int>, _ isWanted: (Int) -> Bool) -> Bool {
    let start = range.lowerBound
    if LineHead.commit.stands(in: bytes, at: start) { return false }
    guard LineHead.sequence.stands(in: bytes, at: start),
      let number = bytes.wholeNumber(at: start + LineHead.sequence.utf8CodeUnitCount, upTo: range.upperBound),
      LineHead.type.stands(in: bytes, at: number.end)
    else { return true }
    let place = number.end + LineHead.type.utf8CodeUnitCount
    guard place + 8 <= range.upperBound else { return true }
    // Letters may be written as escapes.
    return isWanted(place) || bytes[place..<place + 8].contains(UInt8(ascii: "\\"))
  }

  /// Reads an entry of a file.
  ///
  /// - Parameters:
  ///   - bytes: a block of lines.
  ///   - range: the line, without its newline.
  ///   - source: whether the file is a history.
  /// - Returns: the entry.
  /// - Throws: ``EventError`` with the field that is wrong.
  public static func readEntry(
    _ bytes: [UInt8], _ range: Range<Int>, source: LineSource
  ) throws(EventError) -> Entry {
    var fields = try FieldReader(bytes, range, lineStart: range.lowerBound, source: source, order: .any)
    let type = try fields.type()
    guard source == .history ? type.isHistorical : type.isRecordable else {
      throw EventError(.notForEntries, field: "type", found: type.rawValue)
    }
    if try fields.optional("seq") != nil { throw EventError(.notForEntries, field: "seq") }
    var recorded: Instant?
    var by: Identifier?
    if source == .history {
      recorded = try fields.value("recorded", .instant)
      by = try fields.value("by", .identifier)
    } else {
      if try fields.optional("recorded") != nil { throw EventError(.notForEntries, field: "recorded") }
      if try fields.optional("by") != nil { throw EventError(.notForEntries, field: "by") }
    }
    let key = try fields.optional("key", .identifier)
    let id = try fields.optional("id", .entryID)
    let body = try type.read(&fields)
    var privateData: JSONValue?
    if type.isSealed, let member = try fields.optional("private") {
      guard member.kind == .object else { throw EventError(.illFormed(expected: .object), field: "private") }
      privateData = try fields.tree(member)
    }
    if source == .entry, body.vault != nil { throw EventError(.notForEntries, field: "vault") }
    if type == .accountChanged, privateData == nil, body.vault == nil { throw EventError(.missing, field: "private") }
    try fields.finish()
    try checkDays(body)
    return Entry(body: body, id: id, key: key, recorded: recorded, by: by, privateData: privateData)
  }

  /// A fact does not end before it begins.
  ///
  /// > Source: contract section 7, on the checks that form includes.
  private static func checkDays(_ body: EventBody) throws(EventError) {
    if case .factRecorded(let fact) = body, let to = fact.to, to < fact.from {
      throw EventError(.illFormed(expected: .notBeforeFrom), field: "to", found: to.description)
    }
  }

  /// Appends an event's line, without a newline, to a writer.
  public static func write(_ event: Event, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("seq", Int64(event.sequence))
    writer.field("type", event.body.type.rawValue)
    writer.field("recorded", event.recorded)
    writer.field("by", event.by)
    if let key = event.key { writer.field("key", key) }
    if let id = event.id { writer.field("id", id) }
    event.body.write(to: &writer)
    writer.endObject()
  }

  /// The line of an entry that asks for an event, with its newline, as ``Entry`` is read.
  ///
  /// - Parameters:
  ///   - body: the content of the event.
  ///   - id: the entry's id.
  /// - Returns: UTF-8.
  public static func entry(_ body: EventBody, id: Identifier? = nil) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("type", body.type.rawValue)
    if let id { writer.field("id", id) }
    body.write(to: &writer)
    writer.endObject()
    writer.newline()
    return writer.bytes
  }

  /// The type that a line names, wherever in it, without reading the rest.
  ///
  /// - Throws: ``EventError`` if the line is not an object or names no type.
  public static func type(_ bytes: [UInt8], _ range: Range<Int>) throws(EventError) -> EventType {
    var fields = try FieldReader(bytes, range, lineStart: range.lowerBound, source: .log, order: .any)
    return try fields.type()
  }
}

extension FieldReader {
  /// The type by name, its key anywhere in the object.
  mutating func type() throws(EventError) -> EventType {
    let member = try required("type")
    guard member.kind == .string else { throw illFormed("type", member, .text) }
    if !member.hasEscapes, let type = EventTypeTable.type(bytes, member.range) { return type }
    let name = try text("type", member)
    guard let type = EventType(rawValue: name) else { throw EventError(.unknownType, field: "type", found: name) }
    return type
  }
}

/// Finds a type by the bytes of its name, without making a text.
enum EventTypeTable {
  private static let types: [(name: [UInt8], type: EventType)] = EventType.allCases.map {
    (Array($0.rawValue.utf8), $0)
  }

  static func type(_ bytes: [UInt8], _ range: Range<Int>) -> EventType? {
    // The types of nearly every line, distinguished by length and first letters.
    switch (range.count, bytes[range.lowerBound]) {
    case (11, UInt8(ascii: "c")) where matches("contributed", bytes, range): return .contributed
    case (4, UInt8(ascii: "p")) where matches("paid", bytes, range): return .paid
    case (15, UInt8(ascii: "p")) where matches("payment-ordered", bytes, range): return .paymentOrdered
    case (13, UInt8(ascii: "f")) where matches("fact-recorded", bytes, range): return .factRecorded
    default: return types.first { $0.name.elementsEqual(bytes[range]) }?.type
    }
  }

  @inline(__always)
  private static func matches(_ name: StaticString, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    name.withUTF8Buffer { letters in
      for offset in 0..<range.count where unsafe letters[offset] != bytes[range.lowerBound + offset] { return false }
      return true
    }
  }
}

extension EventBody {
  private struct Writing: ContentVisitor {
    var writer = JSONWriter()

    mutating func visit<Content: EventContent>(_ content: Content) { Content.kind.fields.write(content, to: &writer) }
  }

  /// Writes the type's own fields.
  func write(to writer: inout JSONWriter) {
    // The bytes written so far have one owner at a time, so that they are not copied.
    var writing = Writing()
    swap(&writing.writer, &writer)
    open(&writing)
    swap(&writing.writer, &writer)
  }
}
