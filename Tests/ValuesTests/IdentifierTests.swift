import Testing
import Values

@Suite struct IdentifierTests {
  static let allowed = Array("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".utf8)

  @Test func `Of all bytes exactly the allowed ones may stand in an identifier`() {
    for byte in UInt8.min...UInt8.max {
      let identifier = Identifier(bytes: [byte], at: 0, count: 1)
      #expect((identifier != nil) == Self.allowed.contains(byte), "\(byte)")
      #expect(Identifier(bytes: Array("abcdefgh".utf8) + [byte], at: 0, count: 9) != nil || identifier == nil)
    }
  }

  @Test func `Every length from 1 to 64 is read back, counted and found inside a line`() throws {
    for length in 1...64 {
      let bytes = (0..<length).map { Self.allowed[($0 * 7 + length) % Self.allowed.count] }
      let text = String(decoding: bytes, as: UTF8.self)
      let identifier = try #require(Identifier(text))
      #expect(identifier.count == length)
      #expect(identifier.description == text)
      var appended = Array(">".utf8)
      identifier.append(to: &appended)
      #expect(appended == Array(">".utf8) + bytes)
      #expect(Identifier(bytes: Array("\"\"".utf8) + bytes + Array("\"".utf8), at: 2, count: length) == identifier)
    }
    #expect(Identifier(String(repeating: "a", count: 65)) == nil)
    // Not as literals, which are the program's own and stop it if they are wrong.
    for text in ["", "张三", "a b", " a", "a\n", "a/b"] { #expect(Identifier(text) == nil) }
  }

  @Test func `Small letters stand for capital ones, and every other byte stays`() throws {
    for length in 1...64 {
      let bytes = (0..<length).map { Self.allowed[($0 * 11 + length) % Self.allowed.count] }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(try #require(Identifier(text)).lowercased == Identifier(text.lowercased()))
    }
  }

  @Test func `Identifiers are ordered and equal as their bytes are`() throws {
    var texts: [String] = []
    for length in [1, 2, 7, 8, 9, 15, 16, 17, 63, 64] {
      for fill in ["-", "0", "Z", "a", "z"] {
        let stem = String(repeating: fill, count: length - 1)
        texts += [stem + "-", stem + "A", stem + "_", stem + "p", stem + "z"]
      }
    }
    for left in texts {
      for right in texts {
        let (one, other) = (try #require(Identifier(left)), try #require(Identifier(right)))
        let (bytes, otherBytes) = (Array(left.utf8), Array(right.utf8))
        if (one == other) != (bytes == otherBytes) || (one < other) != bytes.lexicographicallyPrecedes(otherBytes) {
          Issue.record("\(left) against \(right)")
        }
        if one == other, one.stableHash != other.stableHash { Issue.record("\(left) has two hashes") }
      }
    }
  }

  @Test func `A full stop makes a name that is no person's key`() {
    #expect(("p0012345" as Identifier).isPersonKey)
    #expect(!("liuzhou-2022.9" as Identifier).isPersonKey)
  }

  @Test func `A sender's own id may hold any text but quotes, backslashes and control characters`() {
    for byte in UInt8.min...UInt8.max {
      let isAllowed = byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      #expect((Identifier(entryID: [byte], at: 0, count: 1) != nil) == isAllowed, "\(byte)")
    }
    let bytes = Array("si/2024:11#7".utf8)
    #expect(Identifier(entryID: bytes, at: 0, count: bytes.count)?.description == "si/2024:11#7")
    #expect(Identifier(entryID: bytes, at: 0, count: 0) == nil)
    #expect(Identifier(entryID: [UInt8](repeating: 0x7E, count: 64), at: 0, count: 64)?.count == 64)
    #expect(Identifier(entryID: [UInt8](repeating: 0x7E, count: 65), at: 0, count: 65) == nil)
  }

  @Test func `The hash tells ten thousand keys apart`() {
    let hashes = Set((0..<10_000).compactMap { Identifier("p\($0)")?.stableHash })
    #expect(hashes.count == 10_000)
  }
}

@Suite struct IdentifierTableTests {
  @Test func `Numbers are given in the order of first sight and never change`() throws {
    var table = IdentifierTable()
    #expect(table.number(of: "p0") == nil)
    for round in 0..<2 {
      for number in 0..<5_000 {
        let identifier = try #require(Identifier("p\(number)"))
        if round == 0, table.number(of: identifier) != nil { Issue.record("\(identifier) was never seen") }
        if table.intern(identifier) != UInt32(number) { Issue.record("\(identifier) has another number") }
      }
      #expect(table.count == 5_000)
    }
    for number in 0..<UInt32(5_000) {
      let identifier = table[number]
      if identifier.description != "p\(number)" || table.number(of: identifier) != number {
        Issue.record("\(number) is wrong")
      }
    }
    #expect(table.number(of: "q0") == nil)
    #expect(table.identifiers.first == "p0")
  }
}

@Suite struct RegionTests {
  @Test("A region is six digits", arguments: ["450200", "000000", "999999", "001234"])
  func reads(_ text: String) { #expect(Region(text)?.description == text) }

  @Test(
    "What is not six digits is no region", arguments: ["", "45020", "4502000", "45020a", " 50200", "-50200", "４５０２００"])
  func refuses(_ text: String) { #expect(Region(text) == nil) }
}
