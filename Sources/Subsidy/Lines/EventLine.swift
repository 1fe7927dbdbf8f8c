public import JSONText
public import Values

/// Where a line comes from, which decides what fields it must have.
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
  /// What the entry says happened.
  public var body: EventBody
  /// The sender's own id.
  public var id: Identifier?
  /// The signing key.
  public var key: Identifier?
  /// When it was recorded, in a history only.
  public var recorded: Instant?
  /// Who recorded it, in a history only.
  public var by: Identifier?
  /// The private data of a registration, which go to the vault and never to the log.
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
    // What the quick reading cannot make out, the other one reads or names.
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
    let number = try fields.number("seq")
    let type = try fields.type()
    let recorded = try fields.instant("recorded")
    let by = try fields.identifier("by")
    let key = try fields.optionalIdentifier("key")
    let id = try fields.entryID("id")
    let body = try EventBody(type, &fields)
    try fields.finish()
    return Event(sequence: number, recorded: recorded, by: by, key: key, id: id, body: body)
  }

  /// Whether a line of the log may say something of earlier ones that a fold has to know before it begins, told by its
  /// beginning: false only if it certainly is no `annulled`, `history-imported` or `recovered`.
  ///
  /// - Parameters:
  ///   - bytes: a block of lines.
  ///   - range: the line, without its newline; it may be a commit line.
  /// - Returns: whether it has to be read.
  public static func maySpeakOfEarlier(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let end = range.upperBound
    var place = range.lowerBound
    if ("{\"commit\":" as StaticString).stands(in: bytes, at: place) { return false }
    guard ("{\"seq\":" as StaticString).stands(in: bytes, at: place) else { return true }
    place += 7
    while place < end, bytes[place] &- UInt8(ascii: "0") < 10 { place += 1 }
    guard (",\"type\":\"" as StaticString).stands(in: bytes, at: place), place + 17 <= end else { return true }
    place += 9
    if ("annulled" as StaticString).stands(in: bytes, at: place)
      || ("history-" as StaticString).stands(in: bytes, at: place)
      || ("recovere" as StaticString).stands(in: bytes, at: place)
    {
      return true
    }
    // Letters may be written as escapes.
    return bytes[place..<place + 8].contains(UInt8(ascii: "\\"))
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
      recorded = try fields.instant("recorded")
      by = try fields.identifier("by")
    } else {
      if try fields.optional("recorded") != nil { throw EventError(.notForEntries, field: "recorded") }
      if try fields.optional("by") != nil { throw EventError(.notForEntries, field: "by") }
    }
    let key = try fields.optionalIdentifier("key")
    let id = try fields.entryID("id")
    let body = try EventBody(type, &fields)
    var privateData: JSONValue?
    if type == .registered, let member = try fields.optional("private") {
      guard member.kind == .object else { throw EventError(.illFormed(expected: .object), field: "private") }
      privateData = try fields.tree("private", member, .object)
    }
    try fields.finish()
    try checkDays(body)
    return Entry(body: body, id: id, key: key, recorded: recorded, by: by, privateData: privateData)
  }

  /// A fact does not end before it begins.
  ///
  /// > Source: contract section 7, what form includes.
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

  /// The type that a line names, wherever in it, without reading the rest.
  ///
  /// - Throws: ``EventError`` where the line is no object or names no type.
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
    // The types of nearly every line, told apart by length and first letters.
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
  init(_ type: EventType, _ fields: inout FieldReader) throws(EventError) {
    switch type {
    case .ledgerOpened: self = .ledgerOpened(try LedgerOpened(reading: &fields))
    case .policyAdopted: self = .policyAdopted(try PolicyAdopted(reading: &fields))
    case .registered: self = .registered(try Registered(reading: &fields))
    case .factRecorded: self = .factRecorded(try FactRecorded(reading: &fields))
    case .applied: self = .applied(try Applied(reading: &fields))
    case .verified: self = .verified(try Verified(reading: &fields))
    case .approved: self = .approved(try Approved(reading: &fields))
    case .rejected: self = .rejected(try Rejected(reading: &fields))
    case .withdrawn: self = .withdrawn(try Withdrawn(reading: &fields))
    case .startConfirmed: self = .startConfirmed(try StartConfirmed(reading: &fields))
    case .contributed: self = .contributed(try Contributed(reading: &fields))
    case .debitFailed: self = .debitFailed(try DebitFailed(reading: &fields))
    case .reported: self = .reported(try Reported(reading: &fields))
    case .suspended: self = .suspended(try Suspended(reading: &fields))
    case .resumed: self = .resumed(try Resumed(reading: &fields))
    case .ended: self = .ended(try Ended(reading: &fields))
    case .extended: self = .extended(try Extended(reading: &fields))
    case .batchDrafted: self = .batchDrafted(try BatchDrafted(reading: &fields))
    case .paymentOrdered: self = .paymentOrdered(try PaymentOrdered(reading: &fields))
    case .batchApproved: self = .batchApproved(try BatchNamed(reading: &fields))
    case .batchCancelled: self = .batchCancelled(try BatchNamed(reading: &fields))
    case .batchExported: self = .batchExported(try BatchExported(reading: &fields))
    case .paid: self = .paid(try Paid(reading: &fields))
    case .paymentReturned: self = .paymentReturned(try PaymentReturned(reading: &fields))
    case .clawedBack: self = .clawedBack(try ClawedBack(reading: &fields))
    case .repaid: self = .repaid(try Repaid(reading: &fields))
    case .writtenOff: self = .writtenOff(try WrittenOff(reading: &fields))
    case .clawbackCancelled: self = .clawbackCancelled(try ClawbackCancelled(reading: &fields))
    case .annulled: self = .annulled(try Annulled(reading: &fields))
    case .historyImported: self = .historyImported(try HistoryImported(reading: &fields))
    case .recovered: self = .recovered(try Recovered(reading: &fields))
    case .checked: self = .checked(try Checked(reading: &fields))
    case .notified: self = .notified(try Notified(reading: &fields))
    case .visited: self = .visited(try Visited(reading: &fields))
    case .correctionRequested: self = .correctionRequested(try CorrectionRequested(reading: &fields))
    case .sampleDrawn: self = .sampleDrawn(try SampleDrawn(reading: &fields))
    case .putBack: self = .putBack(try PutBack(reading: &fields))
    case .paperIssued: self = .paperIssued(try PaperIssued(reading: &fields))
    case .listChecked: self = .listChecked(try BatchNamed(reading: &fields))
    case .fundsRequested: self = .fundsRequested(try FundsRequested(reading: &fields))
    case .fundsReceived: self = .fundsReceived(try FundsReceived(reading: &fields))
    case .monthClosed: self = .monthClosed(try MonthClosed(reading: &fields))
    case .findingDisposed: self = .findingDisposed(try FindingDisposed(reading: &fields))
    }
  }

  func write(to writer: inout JSONWriter) {
    switch self {
    case .ledgerOpened(let body): body.write(to: &writer)
    case .policyAdopted(let body): body.write(to: &writer)
    case .registered(let body): body.write(to: &writer)
    case .factRecorded(let body): body.write(to: &writer)
    case .applied(let body): body.write(to: &writer)
    case .verified(let body): body.write(to: &writer)
    case .approved(let body): body.write(to: &writer)
    case .rejected(let body): body.write(to: &writer)
    case .withdrawn(let body): body.write(to: &writer)
    case .startConfirmed(let body): body.write(to: &writer)
    case .contributed(let body): body.write(to: &writer)
    case .debitFailed(let body): body.write(to: &writer)
    case .reported(let body): body.write(to: &writer)
    case .suspended(let body): body.write(to: &writer)
    case .resumed(let body): body.write(to: &writer)
    case .ended(let body): body.write(to: &writer)
    case .extended(let body): body.write(to: &writer)
    case .batchDrafted(let body): body.write(to: &writer)
    case .paymentOrdered(let body): body.write(to: &writer)
    case .batchApproved(let body), .batchCancelled(let body): body.write(to: &writer)
    case .batchExported(let body): body.write(to: &writer)
    case .paid(let body): body.write(to: &writer)
    case .paymentReturned(let body): body.write(to: &writer)
    case .clawedBack(let body): body.write(to: &writer)
    case .repaid(let body): body.write(to: &writer)
    case .writtenOff(let body): body.write(to: &writer)
    case .clawbackCancelled(let body): body.write(to: &writer)
    case .annulled(let body): body.write(to: &writer)
    case .historyImported(let body): body.write(to: &writer)
    case .recovered(let body): body.write(to: &writer)
    case .checked(let body): body.write(to: &writer)
    case .notified(let body): body.write(to: &writer)
    case .visited(let body): body.write(to: &writer)
    case .correctionRequested(let body): body.write(to: &writer)
    case .sampleDrawn(let body): body.write(to: &writer)
    case .putBack(let body): body.write(to: &writer)
    case .paperIssued(let body): body.write(to: &writer)
    case .listChecked(let body): body.write(to: &writer)
    case .fundsRequested(let body): body.write(to: &writer)
    case .fundsReceived(let body): body.write(to: &writer)
    case .monthClosed(let body): body.write(to: &writer)
    case .findingDisposed(let body): body.write(to: &writer)
    }
  }
}
