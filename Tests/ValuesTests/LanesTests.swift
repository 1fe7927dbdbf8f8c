import SeededRandom
import Testing
import Values

/// The functions that take eight bytes at a time are compared with ones that take them one by one.
@Suite struct LanesTests {
  static let seeds: [UInt64] = [1, 2, 3, 4]

  /// Words in which the bytes that matter come often, the first byte lowest.
  private static func words(_ seed: UInt64) -> [(bytes: [UInt8], word: UInt64)] {
    var random = SeededRandom(seed)
    let common = Array("0123456789\",\\/:".utf8) + [0x1F, 0x20, 0x7F, 0x80, 0xFF, 0]
    return (0..<5_000).map { round in
      let bytes = (0..<8).map { _ in
        round % 3 == 0 ? UInt8.random(in: 0...255, using: &random) : common.randomElement(using: &random) ?? 0
      }
      return (bytes, bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
  }

  @Test("the first byte of a kind", arguments: seeds)
  func findsFirst(_ seed: UInt64) {
    for (bytes, word) in Self.words(seed) {
      for wanted in Array("\"\\0".utf8) + [0x7F] {
        let found = Lanes.first(wanted, in: word).trailingZeroBitCount / 8
        #expect(found == bytes.firstIndex(of: wanted) ?? 8, "seed \(seed), \(bytes), \(wanted)")
      }
      for limit: UInt8 in [0x20, 0x7F, 0x80] {
        let found = Lanes.first(below: limit, in: word).trailingZeroBitCount / 8
        #expect(found == bytes.firstIndex { $0 < limit } ?? 8, "seed \(seed), \(bytes), below \(limit)")
      }
    }
  }

  @Test("the number that a word begins with", arguments: seeds)
  func readsNumbers(_ seed: UInt64) {
    for (bytes, word) in Self.words(seed) {
      let digits = bytes.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      let value = digits.reduce(0) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
      #expect(Lanes.number(word) == (value, digits.count), "seed \(seed), \(bytes)")
    }
  }
}

@Suite struct QuotedNameTests {
  @Test("a name by its bytes is the identifier, of every length", arguments: 1...64)
  func isTheIdentifier(_ count: Int) throws {
    var random = SeededRandom(UInt64(count))
    let characters = Array("abcXYZ019-._".utf8)
    var table = IdentifierTable()
    for round in 0..<50 {
      let text = (0..<count).compactMap { _ in characters.randomElement(using: &random) }
      let bytes = Array("\"".utf8) + text + Array("\",\"next\":1".utf8)
      let identifier = try #require(Identifier(bytes: text, at: 0, count: count))
      let name = try #require(QuotedName(bytes, at: 1))
      #expect(name.end == count + 1)
      #expect(name.hash == identifier.stableHash, "length \(count), round \(round)")
      #expect(Identifier(name, in: bytes) == identifier, "length \(count), round \(round)")
      let known = table.number(of: identifier)
      #expect(table.number(of: name, in: bytes) == known)
      let interned = table.intern(name, in: bytes)
      let number = try #require(interned)
      #expect(table[number] == identifier && known ?? number == number)
      #expect(table.number(of: name, in: bytes) == number && table.number(of: identifier) == number)
    }
  }

  @Test("names that differ in one byte are told apart", arguments: [1, 8, 9, 16, 17, 63, 64])
  func tellsApart(_ count: Int) throws {
    for place in 0..<count {
      var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: count) + Array("\"        ".utf8)
      var table = IdentifierTable()
      let first = table.intern(try #require(QuotedName(bytes, at: 0)), in: bytes)
      #expect(first == 0)
      bytes[place] = UInt8(ascii: "b")
      #expect(try table.number(of: #require(QuotedName(bytes, at: 0)), in: bytes) == nil)
      bytes[place] = UInt8(ascii: " ")
      let blank = table.intern(try #require(QuotedName(bytes, at: 0)), in: bytes)
      #expect(blank == nil, "a blank at \(place)")
    }
    #expect(QuotedName(Array(repeating: UInt8(ascii: "a"), count: 65) + Array("\"        ".utf8), at: 0) == nil)
    #expect(QuotedName(Array("\"        ".utf8), at: 0) == nil)
  }

  @Test func `A new name that is not wanted gets no number`() throws {
    let bytes = Array("a.b\"        ".utf8)
    var table = IdentifierTable()
    let name = try #require(QuotedName(bytes, at: 0))
    let number = table.intern(name, in: bytes, where: \.isPersonKey)
    #expect(number == nil && table.count == 0)
  }

  @Test func `The numbers of another table's names`() {
    var (mine, other) = (IdentifierTable(), IdentifierTable())
    for name: Identifier in ["p1", "p2", "p3"] { _ = mine.intern(name) }
    for name: Identifier in ["p3", "q", "p1"] { _ = other.intern(name) }
    #expect(mine.numbers(of: other) == [2, nil, 0])
  }
}
