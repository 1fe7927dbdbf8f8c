import JSONText
import Testing
import Values
import Vault

@Suite struct PrivateDataTests {
  @Test func `Every field is read and stands in the canonical form in one order`() throws {
    let forwards = try Sample.person()
    let members = try #require(try JSONValue(forwards.canonicalJSON).members)
    #expect(members.map(\.key) == PrivateData.Field.allCases.map(\.rawValue))
    let backwards = try PrivateData(.object(members.reversed()))
    #expect(backwards == forwards)
    #expect(backwards.canonicalJSON == forwards.canonicalJSON)
    #expect(PrivateData(canonicalJSON: forwards.canonicalJSON) == forwards)
    for (field, text) in Sample.full where field != .idNumber { #expect(forwards[field] == text) }
    #expect(forwards.idNumber?.birth == CivilDate("1960-01-01"))
    #expect(forwards.idNumber?.isMale == true)
  }

  @Test func `The canonical form is these bytes for ever`() throws {
    let data = try Sample.data([(.account, "62220000"), (.name, "张\"三\"")])
    #expect(String(decoding: data.canonicalJSON, as: UTF8.self) == #"{"name":"张\"三\"","account":"62220000"}"#)
    #expect(String(decoding: try PrivateData(.object([])).canonicalJSON, as: UTF8.self) == "{}")
    #expect(try PrivateData(.object([])).isEmpty)
  }

  @Test func `Names that only look alike are different data`() throws {
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    #expect(composed == decomposed)
    #expect(try Sample.data([(.name, composed)]) != Sample.data([(.name, decomposed)]))
  }

  @Test func `A small x in an ID number is stored as a large one`() throws {
    let number = try #require(
      (0..<1_000).lazy.map { Sample.idNumber("99020019600101\($0 + 100)") }.first { $0.last == "X" })
    let small = try Sample.data([(.idNumber, number.lowercased())])
    #expect(small == (try Sample.data([(.idNumber, number)])))
    #expect(small[.idNumber] == number)
  }

  @Test(
    "What is no private data is refused with its field",
    arguments: [
      (#"[]"#, VaultError.notAnObject), (#""name""#, .notAnObject),
      (#"{"nmae":"张三"}"#, .unknownField("nmae")), (#"{"Name":"张三"}"#, .unknownField("Name")),
      (#"{"name":"张三","":"x"}"#, .unknownField("")),
      (#"{"name":1}"#, .notText(.name)), (#"{"phone":null}"#, .notText(.phone)), (#"{"bank":["x"]}"#, .notText(.bank)),
      (#"{"name":""}"#, .empty(.name)), (#"{"account":""}"#, .empty(.account)),
      (#"{"address":"a\nb"}"#, .controlCharacter(.address)), (#"{"name":"a\u0000"}"#, .controlCharacter(.name)),
      (#"{"name":"a\u0085"}"#, .controlCharacter(.name)), (#"{"name":"a\u2028"}"#, .controlCharacter(.name)),
      (#"{"name":"a\u202e"}"#, .controlCharacter(.name)), (#"{"bank":"a\u2066"}"#, .controlCharacter(.bank)),
      (#"{"name":"a\uffff"}"#, .controlCharacter(.name)), (#"{"name":"a\u007f"}"#, .controlCharacter(.name)),
      (#"{"idNumber":"990200196001011230"}"#, .invalidIDNumber),
      (#"{"idNumber":"99020019600101123"}"#, .invalidIDNumber),
      (#"{"idNumber":" 90200196001011231"}"#, .invalidIDNumber), (#"{"idNumber":"990200600101123"}"#, .invalidIDNumber),
      (#"{"account":"1234567"}"#, .invalidAccount), (#"{"account":"6222 0000 1111"}"#, .invalidAccount),
      (#"{"account":"1234567890123456789012345678901"}"#, .invalidAccount),
      (#"{"account":"１２３４５６７８"}"#, .invalidAccount),
    ])
  func refuses(_ text: String, _ error: VaultError) throws {
    let value = try JSONValue(Array(text.utf8))
    #expect(throws: error) { try PrivateData(value) }
  }

  @Test func `A field twice and a field too long are refused`() throws {
    let twice: JSONValue = .object([.init("name", .string("甲")), .init("name", .string("乙"))])
    #expect(throws: VaultError.repeatedField(.name)) { try PrivateData(twice) }
    #expect(throws: VaultError.tooLong(.archive)) {
      try Sample.data([(.archive, String(repeating: "a", count: PrivateData.longestField + 1))])
    }
    #expect(try Sample.data([(.archive, String(repeating: "a", count: PrivateData.longestField))]).archive != nil)
    for count in [8, 30] { #expect(try Sample.data([(.account, String(repeating: "7", count: count))]).account != nil) }
  }

  @Test func `Data and numbers show nothing of themselves`() throws {
    let data = try Sample.person()
    let number = try #require(data.idNumber)
    var dumped = ""
    dump(data, to: &dumped)
    dump(number, to: &dumped)
    dump([data], to: &dumped)
    let shown =
      "\(data) \(number) \([data]) \([number]) \(String(reflecting: data)) \(String(reflecting: number)) " + dumped
    for (field, text) in Sample.full where field != .idNumber { #expect(!shown.contains(text)) }
    #expect(!shown.contains(number.text))
    #expect(!shown.contains("1960"))
  }

  @Test func `No error carries a value`() throws {
    let secrets = ["秘密", "55667788", "990200196001011230", "99887766x"]
    let texts = [
      #"["秘密"]"#, #"{"nmae":"秘密"}"#, #"{"name":["秘密"]}"#, #"{"name":"秘密\n"}"#,
      #"{"idNumber":"990200196001011230"}"#, #"{"account":"99887766x"}"#, #"{"phone":55667788}"#,
      "{\"bank\":\"\(String(repeating: "秘密", count: 1_000))\"}",
    ]
    for text in texts {
      let value = try JSONValue(Array(text.utf8))
      let error = try #require(vaultError { _ = try PrivateData(value) })
      var shown = "\(error) \(String(reflecting: error)) \(error as any Error) "
      dump(error, to: &shown)
      for secret in secrets { #expect(!shown.contains(secret)) }
    }
  }
}
