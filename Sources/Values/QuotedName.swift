/// A range of bytes, up to a quotation mark, that may be a name, with the hash of the identifier that they would be.
///
/// Most names of a line are known from lines before: ``IdentifierTable/number(of:in:)`` finds a known one by its bytes, without
/// making an ``Identifier`` of them and without a look at its characters. One that is not known may be no name.
public struct QuotedName: Sendable, BitwiseCopyable {
  /// The offset of the first byte.
  public let start: Int
  /// How many bytes there are, 1 to 64.
  public let count: Int
  /// The ``Identifier/stableHash`` of the identifier that they would be.
  public let hash: UInt64
  /// The first words of that identifier, in which nearly all names end.
  @usableFromInline let words: (UInt64, UInt64)

  /// The offset of the quotation mark.
  @inlinable public var end: Int { start + count }

  /// Finds the end of a name.
  ///
  /// Nil if there is no byte or more than 64, and near the block's end.
  ///
  /// - Parameters:
  ///   - bytes: the block that holds it.
  ///   - start: the offset of its first byte.
  @inlinable @inline(__always)
  public init?(_ bytes: [UInt8], at start: Int) {
    var hash = NameHash()
    var words: (UInt64, UInt64) = (0, 0)
    var count = 0
    while count <= Identifier.maximumLength {
      guard start >= 0, start + count + 8 <= bytes.count else { return nil }
      var word = Identifier.word(bytes, start + count, 8)
      let more = Lanes.first(UInt8(ascii: "\""), in: word.byteSwapped).trailingZeroBitCount / 8
      if more < 8 { word &= ~(.max >> UInt64(8 * more)) }
      if more > 0 { hash.combine(word) }
      if count == 0 { words.0 = word } else if count == 8 { words.1 = word }
      count += more
      if more < 8 {
        guard count > 0, count <= Identifier.maximumLength else { return nil }
        (self.start, self.count, self.hash, self.words) = (start, count, hash.value, words)
        return
      }
    }
    return nil
  }
}

/// A well-mixed hash of the words of a name, the same in every run and on every machine.
@usableFromInline
struct NameHash {
  @usableFromInline var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inlinable init() {}

  @inlinable @inline(__always)
  mutating func combine(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    state = product.high ^ product.low
  }

  @inlinable var value: UInt64 { state ^ state >> 32 }
}
