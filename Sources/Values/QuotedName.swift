/// Where bytes stand, up to a quotation mark, that may be a name, with the hash of the identifier that they would be.
///
/// Most names of a line are known from lines before: ``IdentifierTable/number(of:in:)`` finds a known one by its bytes, without
/// making an ``Identifier`` of them and without a look at its characters. One that is not known may be no name.
public struct QuotedName: Sendable, BitwiseCopyable {
  /// Where the first byte stands.
  public let start: Int
  /// How many bytes there are, 1 to 64.
  public let count: Int
  let hash: UInt64

  /// Where the quotation mark stands.
  public var end: Int { start + count }

  /// Finds the end of a name.
  ///
  /// Nil where there is no byte or more than 64, and near the block's end.
  ///
  /// - Parameters:
  ///   - bytes: the block that holds it.
  ///   - start: the offset of its first byte.
  public init?(_ bytes: [UInt8], at start: Int) {
    var hash = NameHash()
    var count = 0
    while count <= Identifier.maximumLength {
      guard start >= 0, start + count + 8 <= bytes.count else { return nil }
      let word = Identifier.word(bytes, start + count, 8)
      let quotes = Lanes.within(word, UInt8(ascii: "\""), UInt8(ascii: "\"")) & ~word
      if quotes != 0 {
        let more = quotes.leadingZeroBitCount / 8
        if more > 0 { hash.combine(Identifier.word(bytes, start + count, more)) }
        count += more
        guard count > 0, count <= Identifier.maximumLength else { return nil }
        (self.start, self.count, self.hash) = (start, count, hash.value)
        return
      }
      hash.combine(word)
      count += 8
    }
    return nil
  }
}

/// A well-mixed hash of the words of a name, the same in every run and on every machine.
struct NameHash {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always)
  mutating func combine(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    state = product.high ^ product.low
  }

  var value: UInt64 { state ^ state >> 32 }
}
