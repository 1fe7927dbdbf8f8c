public import Values

/// Writes JSON without blanks into a byte buffer, keys in the order of the calls.
///
/// The caller balances `begin` and `end`; commas come by themselves.
public struct JSONWriter: Sendable {
  /// The bytes written so far, and the means to add digits to them.
  public var digits = Digits()
  private var needsComma = false

  /// Starts with an empty buffer.
  public init() {}

  /// The bytes written so far.
  public var bytes: [UInt8] { digits.bytes }

  /// Forgets what was written and keeps the storage.
  public mutating func removeAll() {
    digits.bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Forgets the text written so far, which the caller has taken, and continues behind it.
  public mutating func forgetTaken() { digits.bytes.removeAll(keepingCapacity: true) }

  /// Opens an object, as a value.
  public mutating func beginObject() { open(UInt8(ascii: "{")) }
  /// Closes an object.
  public mutating func endObject() { close(UInt8(ascii: "}")) }
  /// Opens an array, as a value.
  public mutating func beginArray() { open(UInt8(ascii: "[")) }
  /// Closes an array.
  public mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes a key that needs no escapes; its value must follow.
  public mutating func key(_ key: StaticString) {
    separate()
    digits.bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { unsafe digits.bytes.append(contentsOf: $0) }
    digits.bytes.append(UInt8(ascii: "\""))
    digits.bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A key that needs no escapes, as it is written.
  public static func key(_ key: StaticString) -> [UInt8] {
    var writer = JSONWriter()
    writer.key(key)
    return writer.bytes
  }

  /// Writes a key as ``key(_:)-swift.type.method`` gives it; its value must follow.
  public mutating func key(_ written: [UInt8]) {
    if needsComma { digits.bytes.append(UInt8(ascii: ",")) }
    // As bytes in memory, so that no owner of the key is counted.
    unsafe written.withUnsafeBufferPointer { unsafe digits.bytes.append(contentsOf: $0) }
    needsComma = false
  }

  /// Writes a key that is data; its value must follow.
  public mutating func key(text: String) {
    value(text)
    digits.bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string.
  public mutating func value(_ text: String) {
    separate()
    digits.bytes.append(UInt8(ascii: "\""))
    let start = digits.bytes.count
    digits.bytes.append(contentsOf: text.utf8)
    // Nearly every text is plain, and is written as it is.
    if digits.bytes.firstSpecialByte(from: start, to: digits.bytes.count) < digits.bytes.count {
      digits.bytes.removeSubrange(start...)
      escaped(text)
    }
    digits.bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escaped(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        digits.bytes.append(UInt8(ascii: "\\"))
        digits.bytes.append(byte)
      case 0..<0x20:
        let hex = Array("0123456789abcdef".utf8)
        digits.bytes.append(contentsOf: "\\u00".utf8)
        digits.bytes.append(hex[Int(byte >> 4)])
        digits.bytes.append(hex[Int(byte & 15)])
      default: digits.bytes.append(byte)
      }
    }
  }

  /// Writes an identifier.
  public mutating func value(_ identifier: Identifier) { quoted { identifier.append(to: &$0.bytes) } }
  /// Writes a month.
  public mutating func value(_ month: Month) { quoted { $0.month(month) } }
  /// Writes a date.
  public mutating func value(_ date: CivilDate) { quoted { $0.date(date) } }
  /// Writes an instant.
  public mutating func value(_ instant: Instant) { quoted { $0.instant(instant) } }

  /// Writes a number.
  public mutating func value(_ number: Int64) {
    separate()
    digits.integer(number)
  }

  /// Writes a number.
  public mutating func value(_ number: Int) { value(Int64(number)) }
  /// Writes an amount as its number of fen.
  public mutating func value(_ amount: Fen) { value(amount.value) }

  /// Writes `true` or `false`.
  public mutating func value(_ bool: Bool) {
    separate()
    digits.bytes.append(contentsOf: (bool ? "true" : "false").utf8)
  }

  /// Writes `null`.
  public mutating func null() {
    separate()
    digits.bytes.append(contentsOf: "null".utf8)
  }

  /// Writes a tree.
  public mutating func value(_ value: JSONValue) {
    switch value {
    case .string(let text): self.value(text)
    case .number(let number): self.value(number)
    case .bool(let bool): self.value(bool)
    case .null: null()
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(text: member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  /// Ends a line of JSON Lines.
  public mutating func newline() {
    digits.bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  private mutating func separate() {
    if needsComma { digits.bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func open(_ brace: UInt8) {
    separate()
    digits.bytes.append(brace)
    needsComma = false
  }

  private mutating func close(_ brace: UInt8) {
    digits.bytes.append(brace)
    needsComma = true
  }

  private mutating func quoted(_ write: (inout Digits) -> Void) {
    separate()
    digits.bytes.append(UInt8(ascii: "\""))
    write(&digits)
    digits.bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONWriter {
  /// Writes a member with an identifier.
  public mutating func field(_ key: StaticString, _ value: Identifier) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with a string.
  public mutating func field(_ key: StaticString, _ value: String) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with a month.
  public mutating func field(_ key: StaticString, _ value: Month) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with a date.
  public mutating func field(_ key: StaticString, _ value: CivilDate) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with an instant.
  public mutating func field(_ key: StaticString, _ value: Instant) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with an amount in fen.
  public mutating func field(_ key: StaticString, _ value: Fen) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with a number.
  public mutating func field(_ key: StaticString, _ value: Int) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with a number.
  public mutating func field(_ key: StaticString, _ value: Int64) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with a truth value.
  public mutating func field(_ key: StaticString, _ value: Bool) {
    self.key(key)
    self.value(value)
  }

  /// Writes a member with a string, or with `null` if there is none.
  public mutating func field(_ key: StaticString, orNull value: String?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  /// Writes a member with a string, if there is one.
  public mutating func field(_ key: StaticString, ifAny value: String?) {
    if let value { field(key, value) }
  }
}

/// Writes a member of the object of a value.
public typealias MemberWriter<Value> = PartWriter<Value, JSONWriter>
