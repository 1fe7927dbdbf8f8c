import JSONText
import SeededRandom
import Testing
import Values

extension SeededRandom {
  mutating func text() -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &self) {
      let bound: UInt32 = [0x20, 0x80, 0x800, 0x1_0000, 0x11_0000].randomElement(using: &self) ?? 0x80
      // A number that is no scalar, a surrogate, is left out.
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &self)) { scalars.append(scalar) }
    }
    return String(scalars)
  }

  mutating func value(depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0...(depth < 6 ? 7 : 4), using: &self) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &self))
    case 2: return .number(Int64.random(in: 0...JSONScanner.largestNumber, using: &self))
    case 3: return .number([0, 1, 9, 10, 99, 100, JSONScanner.largestNumber].randomElement(using: &self) ?? 0)
    case 4: return .string(text())
    case 5: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth + 1) })
    default:
      var keys: Set<[UInt8]> = []
      var members: [JSONValue.Member] = []
      for _ in 0..<Int.random(in: 0...4, using: &self) {
        let key = text()
        if keys.insert(Array(key.utf8)).inserted { members.append(.init(key, value(depth: depth + 1))) }
      }
      return .object(members)
    }
  }
}

@Suite struct RoundTripTests {
  @Test func `Whatever is written is read back the same`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("JSON round trip: seed \(seed)")
    var random = SeededRandom(seed)
    for round in 0..<3_000 {
      let value = random.value()
      var writer = JSONWriter()
      writer.value(value)
      let found = try? JSONValue(writer.bytes)
      if found != value {
        Issue.record("seed \(seed), round \(round): \(String(decoding: writer.bytes, as: UTF8.self))")
      }
      var again = JSONWriter()
      if let found { again.value(found) }
      if again.bytes != writer.bytes { Issue.record("seed \(seed), round \(round): other bytes the second time") }
      guard case .object(let members) = value else { continue }
      let line = try? JSONMembers(writer.bytes, 0..<writer.bytes.count)
      if line?.count != members.count { Issue.record("seed \(seed), round \(round): members differ") }
    }
  }

  @Test func `No text whatever stops the reader, and what it takes it writes`() {
    let seed = UInt64.random(in: 0 ... .max)
    print("JSON noise: seed \(seed)")
    var random = SeededRandom(seed)
    for round in 0..<20_000 {
      var writer = JSONWriter()
      writer.value(.object([.init("a", random.value(depth: 4))]))
      var bytes = writer.bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1 where bytes.count > 1: bytes.remove(at: place)
        default: bytes.insert(Array("{}[],:\"\\u0e.- ".utf8).randomElement(using: &random) ?? 0, at: place)
        }
      }
      let members = try? JSONMembers(bytes, 0..<bytes.count)
      guard let value = try? JSONValue(bytes) else { continue }
      if value.members != nil, members == nil { Issue.record("seed \(seed), round \(round): only one reader takes it") }
      var again = JSONWriter()
      again.value(value)
      if (try? JSONValue(again.bytes)) != value { Issue.record("seed \(seed), round \(round): not the same again") }
    }
  }

  @Test(
    "Escapes are resolved",
    arguments: [
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0000""#, "\u{0}"), (#""\u0041\u00e9\u4f60""#, "Aé你"),
      (#""\ud842\udfb7""#, "𠮷"), (#""\uD83D\uDE00x""#, "😀x"),
      (#""\uffff\ud800\udc00\udbff\udfff""#, "\u{FFFF}\u{10000}\u{10FFFF}"),
      (#""e\u0301""#, "e\u{301}"), (#""柳\u5dde""#, "柳州"), (#""\\u0041""#, "\\u0041"),
      ("\"\u{7F}\u{2028}/\"", "\u{7F}\u{2028}/"),
    ])
  func resolves(_ text: String, _ meaning: String) throws {
    let found = try #require(try JSONValue(Array(text.utf8)).text)
    #expect(Array(found.utf8) == Array(meaning.utf8))
  }

  @Test func `The writer's bytes are these`() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("text")
    writer.value("a\"\\/\n\u{1F}\u{7F}柳𠮷")
    writer.key("list")
    writer.beginArray()
    writer.value(1)
    writer.value(true)
    writer.null()
    writer.beginObject()
    writer.endObject()
    writer.beginArray()
    writer.endArray()
    writer.endArray()
    writer.key(text: "k\"")
    writer.value(Fen(40_500))
    writer.key("month")
    writer.value(Month.first)
    writer.key("date")
    writer.value(CivilDate(days: 0))
    writer.key("instant")
    writer.value(Instant(seconds: 0))
    writer.key("id")
    writer.value("p-1" as Identifier)
    writer.endObject()
    writer.newline()
    writer.value(false)
    let text =
      #"{"text":"a\"\\/\u000a\u001f"# + "\u{7F}柳𠮷" + #"","list":[1,true,null,{},[]],"k\"":40500,"month":"0001-01","#
      + #""date":"1970-01-01","instant":"1970-01-01T00:00:00Z","id":"p-1"}"# + "\nfalse"
    #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    writer.removeAll()
    writer.value(JSONScanner.largestNumber)
    #expect(writer.bytes == Array("1000000000000".utf8))
  }
}
