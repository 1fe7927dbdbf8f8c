/// A name in the log: a person's pseudonymous key, an operator, a batch, an application, a pack.
///
/// It has 1 to 64 bytes of `[A-Za-z0-9._-]` and is held inline: copying it copies bytes, never counts references, and
/// two are equal exactly if their bytes are. The bytes after its end are zero, which no identifier contains.
///
/// > Source: contract section 1.
public struct Identifier: Sendable, BitwiseCopyable {
  // Eight words in big-endian byte order, so that comparing words compares bytes.
  @usableFromInline var words: InlineArray<8, UInt64>

  /// The longest identifier, in bytes.
  @inlinable public static var maximumLength: Int { 64 }

  /// Reads an identifier; nil if the text is empty, longer than 64 bytes or holds another character.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(bytes: bytes, at: 0, count: bytes.count)
  }

  /// Reads an identifier in a line of the log.
  ///
  /// - Parameters:
  ///   - bytes: the line or block that holds it.
  ///   - start: the offset of its first byte.
  ///   - count: how many bytes it has.
  public init?(bytes: [UInt8], at start: Int, count: Int) {
    self.init(bytes: bytes, at: start, count: count, allowing: Identifier.isAllowed)
  }

  @inline(__always)
  private init?(bytes: [UInt8], at start: Int, count: Int, allowing isAllowed: (UInt64) -> Bool) {
    guard count >= 1, count <= Identifier.maximumLength else { return nil }
    words = InlineArray(repeating: 0)
    var slot = 0
    while slot * 8 < count {
      let left = min(8, count - slot * 8)
      let word = Identifier.word(bytes, start + slot * 8, left)
      guard isAllowed(Identifier.filled(word, left)) else { return nil }
      words[slot] = word
      slot += 1
    }
  }

  /// The identifier of a name in a block; nil if the name has a character that no identifier may have.
  public init?(_ name: QuotedName, in bytes: [UInt8]) {
    guard name.count <= 16 else {
      self.init(bytes: bytes, at: name.start, count: name.count)
      return
    }
    guard Identifier.isAllowed(Identifier.filled(name.words.0, min(8, name.count))),
      name.count <= 8 || Identifier.isAllowed(Identifier.filled(name.words.1, name.count - 8))
    else { return nil }
    self.init(words: name.words)
  }

  private init(words first: (UInt64, UInt64)) {
    words = InlineArray(repeating: 0)
    (words[0], words[1]) = first
  }

  /// A word of a number of bytes, with letters in place of the missing ones.
  @inline(__always)
  private static func filled(_ word: UInt64, _ count: Int) -> UInt64 {
    word | .max >> UInt64(8 * count) & Lanes.every(UInt8(ascii: "a"))
  }

  /// Up to eight bytes as a word, the first byte highest, the rest zero.
  @inlinable @inline(__always)
  static func word(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
    precondition(start >= 0 && start + count <= bytes.count)
    guard start + 8 <= bytes.count else {
      var word: UInt64 = 0
      for offset in start..<start + count { word = word << 8 | UInt64(bytes[offset]) }
      return word << UInt64((8 - count) * 8)
    }
    let word = unsafe bytes.withUnsafeBytes {
      unsafe UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
    let unused = UInt64((8 - count) * 8)
    return (word >> unused) << unused
  }

  /// Whether all eight bytes are allowed in an identifier: letters, digits, `-`, `.`, `_`.
  @inline(__always)
  static func isAllowed(_ word: UInt64) -> Bool {
    let letters = Lanes.within(word | Lanes.every(0x20), UInt8(ascii: "a"), UInt8(ascii: "z"))
    let digits = Lanes.within(word, UInt8(ascii: "0"), UInt8(ascii: "9"))
    let stops = Lanes.within(word, UInt8(ascii: "-"), UInt8(ascii: "."))
    let underscores = Lanes.within(word, UInt8(ascii: "_"), UInt8(ascii: "_"))
    return word & Lanes.highs == 0 && letters | digits | stops | underscores == Lanes.highs
  }

  /// Whether a number of bytes at a place, 1 to 64, are the identifier's.
  @inlinable @inline(__always)
  public func stands(in bytes: [UInt8], at start: Int, count: Int) -> Bool {
    guard count <= Identifier.maximumLength else { return false }
    var slot = 0
    while slot * 8 < count {
      if words[slot] != Identifier.word(bytes, start + slot * 8, min(8, count - slot * 8)) { return false }
      slot += 1
    }
    return slot == 8 || words[slot] == 0
  }

  /// Whether a name's bytes are the identifier's.
  @inlinable @inline(__always)
  func stands(in bytes: [UInt8], as name: QuotedName) -> Bool {
    guard words[0] == name.words.0, words[1] == name.words.1 else { return false }
    return name.count <= 16 ? words[2] == 0 : stands(in: bytes, at: name.start, count: name.count)
  }

  /// Whether all of its bytes are ASCII, as they are in every name but some senders' own ids.
  public var isASCII: Bool {
    var bits: UInt64 = 0
    for slot in 0..<8 { bits |= words[slot] }
    return bits & Lanes.highs == 0
  }

  /// How many bytes the identifier has, 1 to 64.
  public var count: Int {
    var slot = 7
    while slot > 0, words[slot] == 0 { slot -= 1 }
    return slot * 8 + 8 - words[slot].trailingZeroBitCount / 8
  }

  /// Appends the identifier's bytes to a buffer.
  public func append(to bytes: inout [UInt8]) {
    let count = self.count
    var text = words
    for slot in 0..<(count + 7) / 8 { text[slot] = words[slot].bigEndian }
    unsafe withUnsafeBytes(of: text) { unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  /// Whether the identifier may key a person: the same characters without the full stop.
  ///
  /// > Source: contract section 1.
  public var isPersonKey: Bool {
    var slot = 0
    while slot < 8, words[slot] != 0 {
      if Lanes.within(words[slot], UInt8(ascii: "."), UInt8(ascii: ".")) != 0 { return false }
      slot += 1
    }
    return true
  }

  /// The identifier with small letters for capital ones.
  public var lowercased: Identifier {
    var copy = self
    for slot in 0..<8 {
      copy.words[slot] |= Lanes.within(words[slot], UInt8(ascii: "A"), UInt8(ascii: "Z")) >> 2
    }
    return copy
  }

  /// A well-mixed hash of the bytes, the same in every run and on every machine.
  public var stableHash: UInt64 {
    var hash = NameHash()
    var slot = 0
    while slot < 8, words[slot] != 0 {
      hash.combine(words[slot])
      slot += 1
    }
    return hash.value
  }
}

extension Identifier: Hashable {
  /// Whether two identifiers have the same bytes.
  public static func == (left: Identifier, right: Identifier) -> Bool {
    var slot = 0
    while slot < 8 {
      if left.words[slot] != right.words[slot] { return false }
      // After a word with an end in it there are only zeros.
      if left.words[slot] & 0xFF == 0 { return true }
      slot += 1
    }
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
  /// Reads a sender's own id for an entry: 1 to 64 bytes of text without quotes, backslashes and control characters.
  ///
  /// The contract gives other names a narrow form and leaves this one to the sender, whose systems write `si/2024:11`.
  ///
  /// - Parameters:
  ///   - bytes: the line or block that holds it.
  ///   - start: the offset of its first byte.
  ///   - count: how many bytes it has.
  public init?(entryID bytes: [UInt8], at start: Int, count: Int) {
    self.init(bytes: bytes, at: start, count: count) { word in
      let text = Lanes.within(word, 0x20, 0x7E) | word
      let quotes = Lanes.within(word, UInt8(ascii: "\""), UInt8(ascii: "\""))
      let slashes = Lanes.within(word, UInt8(ascii: "\\"), UInt8(ascii: "\\"))
      return text & ~(quotes & ~word) & ~(slashes & ~word) & Lanes.highs == Lanes.highs
    }
  }
}
