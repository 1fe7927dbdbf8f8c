/// A name that stands in the log: a person's pseudonymous key, an operator, a batch, an application, a pack.
///
/// It has 1 to 64 bytes of `[A-Za-z0-9._-]` and is held inline: copying it copies bytes, never counts references, and
/// two are equal exactly if their bytes are. The bytes after its end are zero, which no identifier contains.
///
/// > Source: contract section 1.
public struct Identifier: Sendable, BitwiseCopyable {
  // Eight words in big-endian byte order, so that comparing words compares bytes.
  var words: InlineArray<8, UInt64>

  /// The longest identifier, in bytes.
  public static var maximumLength: Int { 64 }

  /// Reads an identifier; nil where the text is empty, longer than 64 bytes or holds another character.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(bytes: bytes, at: 0, count: bytes.count)
  }

  /// Reads an identifier that stands in a line of the log.
  ///
  /// - Parameters:
  ///   - bytes: the line or block that holds it.
  ///   - start: the offset of its first byte.
  ///   - count: how many bytes it has.
  public init?(bytes: [UInt8], at start: Int, count: Int) {
    self.init(bytes: bytes, at: start, count: count, allowing: Identifier.isAllowed)
  }

  @inline(__always)
  private init?(bytes: [UInt8], at start: Int, count: Int, allowing isAllowed: (UInt8) -> Bool) {
    guard count >= 1, count <= Identifier.maximumLength else { return nil }
    words = InlineArray(repeating: 0)
    var position = start
    let end = start + count
    var slot = 0
    while position < end {
      var word: UInt64 = 0
      let stop = min(position + 8, end)
      let missing = 8 - (stop - position)
      while position < stop {
        let byte = bytes[position]
        guard isAllowed(byte) else { return nil }
        word = word << 8 | UInt64(byte)
        position += 1
      }
      words[slot] = word << UInt64(missing * 8)
      slot += 1
    }
  }

  /// Whether a byte may stand in an identifier.
  static func isAllowed(_ byte: UInt8) -> Bool {
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    let digit = byte &- UInt8(ascii: "0")
    return letter < 26 || digit < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".")
  }

  /// How many bytes the identifier has, 1 to 64.
  public var count: Int {
    var slot = 7
    while slot > 0, words[slot] == 0 { slot -= 1 }
    return slot * 8 + 8 - words[slot].trailingZeroBitCount / 8
  }

  /// Appends the identifier's bytes to a buffer.
  public func append(to bytes: inout [UInt8]) {
    for slot in 0..<8 {
      var word = words[slot]
      while word != 0 {
        bytes.append(UInt8(truncatingIfNeeded: word >> 56))
        word <<= 8
      }
    }
  }

  /// Whether the identifier may key a person: the same characters without the full stop.
  ///
  /// > Source: contract section 1.
  public var isPersonKey: Bool { !description.utf8.contains(UInt8(ascii: ".")) }

  /// A well-mixed hash of the bytes, the same in every run and on every machine.
  public var stableHash: UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    var slot = 0
    while slot < 8, words[slot] != 0 {
      let product = (hash ^ words[slot]).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low
      slot += 1
    }
    hash ^= hash >> 32
    return hash
  }
}

extension Identifier: Hashable {
  /// Whether two identifiers have the same bytes.
  public static func == (left: Identifier, right: Identifier) -> Bool {
    for slot in 0..<8 where left.words[slot] != right.words[slot] { return false }
    return true
  }

  /// Feeds the identifier's bytes into a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(stableHash) }
}

extension Identifier: Comparable {
  /// Whether the first identifier comes before the second in the order of their bytes.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    for slot in 0..<8 where left.words[slot] != right.words[slot] { return left.words[slot] < right.words[slot] }
    return false
  }
}

extension Identifier: CustomStringConvertible {
  /// The identifier as text.
  public var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Identifier: ExpressibleByStringLiteral {
  /// Makes an identifier from a literal of the program's own; a malformed one is a bug and stops the program.
  public init(stringLiteral text: String) {
    guard let identifier = Identifier(text) else { preconditionFailure("no identifier: \(text)") }
    self = identifier
  }
}

extension Identifier {
  /// Reads a sender's own id for an entry: 1 to 64 printable ASCII characters without quotes and backslashes.
  ///
  /// The contract gives other names a narrow form and leaves this one to the sender, whose systems write `si/2024:11`.
  ///
  /// - Parameters:
  ///   - bytes: the line or block that holds it.
  ///   - start: the offset of its first byte.
  ///   - count: how many bytes it has.
  public init?(entryID bytes: [UInt8], at start: Int, count: Int) {
    self.init(bytes: bytes, at: start, count: count) { byte in
      byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
  }
}
