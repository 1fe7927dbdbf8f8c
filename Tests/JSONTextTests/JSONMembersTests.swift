import JSONText
import Testing

@Suite struct JSONMembersTests {
  @Test func `Members are found at their offsets in the middle of a block`() throws {
    let before = Array("{\"other\":1}\n".utf8)
    let line = Array(
      #" { "seq" : 41 , "name":"柳\n州","open":true,"none":null,"list":[1, {"a":"]"}],"empty":"","o":{} } "#.utf8)
    let block = before + line + Array("\n}".utf8)
    let members = try JSONMembers(block, before.count..<before.count + line.count)
    let expected: [(JSONKey, JSONKind, String, Bool)] = [
      ("seq", .number, "41", false), ("name", .string, #"柳\n州"#, true), ("open", .true, "true", false),
      ("none", .null, "null", false), ("list", .array, #"[1, {"a":"]"}]"#, false), ("empty", .string, "", false),
      ("o", .object, "{}", false),
    ]
    #expect(members.count == expected.count)
    for (position, (key, kind, text, hasEscapes)) in expected.enumerated() {
      let member = members[position]
      #expect(member.key == key)
      #expect(member.kind == kind)
      #expect(member.hasEscapes == hasEscapes)
      #expect(String(decoding: block[member.range], as: UTF8.self) == text)
      let name = Array("\(key)\"".utf8)
      #expect(Array(block[Int(member.keyStart)..<Int(member.keyStart) + name.count]) == name)
    }
    #expect(members[0].number == 41)
  }

  @Test func `Errors count from the start of the block and nothing after the line is read`() throws {
    let block = Array("{}\n{\"a\":1e4}\n{\"a\":".utf8) + Array("1}".utf8)
    #expect(throws: JSONError(.numberOutOfForm, at: 8)) { try JSONMembers(block, 3..<12) }
    #expect(throws: JSONError(.endsEarly, at: 18)) { try JSONMembers(block, 13..<18) }
    #expect(throws: JSONError(.endsEarly, at: 7)) { try JSONMembers(block, 3..<7) }
    #expect(try JSONMembers(block, 0..<2).count == 0)
  }

  @Test("A line has one object", arguments: ["[]", "1", "\"a\"", "null", "true"])
  func refuses(_ text: String) {
    #expect(throws: JSONError(.unexpectedByte, at: 0)) { try JSONMembers(Array(text.utf8), 0..<text.utf8.count) }
  }

  @Test func `An object of a line has at most 24 members`() throws {
    func line(_ count: Int) -> [UInt8] {
      Array("{\((0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ","))}".utf8)
    }
    let most = line(JSONMembers.capacity)
    let members = try JSONMembers(most, 0..<most.count)
    #expect(members.count == 24)
    #expect(members[23].number == 23)
    let more = line(25)
    #expect(throws: JSONError(.tooManyMembers, at: most.count)) { try JSONMembers(more, 0..<more.count) }
    // Only the line itself is limited: a pack has longer objects.
    #expect(try JSONValue(more).members?.count == 25)
    let nested = Array("{\"document\":".utf8) + more + Array("}".utf8)
    #expect(try JSONMembers(nested, 0..<nested.count).count == 1)
  }

  @Test func `Keys are compared by their bytes, up to sixteen`() throws {
    func key(_ text: String) throws -> JSONKey {
      let line = Array("{\"\(text)\":1}".utf8)
      return try JSONMembers(line, 0..<line.count)[0].key
    }
    #expect(try key("") == "")
    #expect(try key("by") == "by")
    #expect(try key("\\u0062y") == "by")
    #expect(try key("emergencyContact") == "emergencyContact")
    #expect(try key("emergencyContact").description == "emergencyContact")
    #expect(try key("emergencyContacts") == .tooLong)
    #expect(try key("\\u0065mergencyContacts") == .tooLong)
    #expect(try key("yb") != "by")
    #expect(try key("effectiv") != key("effectivX"))
    // A zero byte does not show in the packed words, so such a key must be none of ours.
    for text in ["\\u0000by", "by\\u0000", "b\\u0000y", "\\u0000"] {
      #expect(try key(text) == .tooLong)
    }
  }
}
