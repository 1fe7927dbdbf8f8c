import JSONText
import Testing

/// A text that is refused, with the reason and the place; both readers must say the same.
struct Refused: Sendable, CustomTestStringConvertible {
  let bytes: [UInt8]
  let kind: JSONError.Kind
  let offset: Int
  var testDescription: String { String(decoding: bytes.prefix(40), as: UTF8.self) }

  init(_ text: String, _ kind: JSONError.Kind, at offset: Int) { self.init(Array(text.utf8), kind, at: offset) }

  init(_ bytes: [UInt8], _ kind: JSONError.Kind, at offset: Int) {
    self.bytes = bytes
    self.kind = kind
    self.offset = offset
  }
}

@Suite struct StrictnessTests {
  static let numbers = [
    Refused("1e4", .numberOutOfForm, at: 0), Refused("1E4", .numberOutOfForm, at: 0),
    Refused("12.0", .numberOutOfForm, at: 0), Refused("12.", .numberOutOfForm, at: 0),
    Refused("-1", .numberOutOfForm, at: 0), Refused("-0", .numberOutOfForm, at: 0),
    Refused("01", .numberOutOfForm, at: 0),
    Refused("00", .numberOutOfForm, at: 0), Refused("1-", .numberOutOfForm, at: 0),
    Refused("1000000000001", .numberOutOfForm, at: 0), Refused("9999999999999", .numberOutOfForm, at: 0),
    Refused("10000000000000", .numberOutOfForm, at: 0), Refused("18446744073709551617", .numberOutOfForm, at: 0),
    Refused("0000000000000", .numberOutOfForm, at: 0), Refused(".5", .unexpectedByte, at: 0),
    Refused("+1", .unexpectedByte, at: 0), Refused("NaN", .unexpectedByte, at: 0),
    Refused("Infinity", .unexpectedByte, at: 0),
  ]

  static let words = [
    Refused("True", .unexpectedByte, at: 0), Refused("nul", .unexpectedByte, at: 0),
    Refused("'a'", .unexpectedByte, at: 0),
    Refused("[1,]", .unexpectedByte, at: 3), Refused("[,1]", .unexpectedByte, at: 1),
    Refused("[1 2]", .unexpectedByte, at: 3), Refused("[1}", .unexpectedByte, at: 2),
    Refused("{\"a\":1,}", .unexpectedByte, at: 7), Refused("{\"a\" 1}", .unexpectedByte, at: 5),
    Refused("{a:1}", .unexpectedByte, at: 1), Refused("{1:1}", .unexpectedByte, at: 1),
    Refused("{\"a\":}", .unexpectedByte, at: 5), Refused("/**/1", .unexpectedByte, at: 0),
    Refused("\u{A0}1", .unexpectedByte, at: 0), Refused("\u{0B}1", .unexpectedByte, at: 0),
  ]

  static let endings = [
    "[", "[1", "[1,", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"", "\"a", "\"\\", "\"\\u12",
  ]
  .map { Refused($0, .endsEarly, at: $0.utf8.count) }

  static let strings = [
    Refused("\"a\u{01}\"", .malformedString, at: 2), Refused("\"a\nb\"", .malformedString, at: 2),
    Refused("\"\t\"", .malformedString, at: 1), Refused("\"\u{0}\"", .malformedString, at: 1),
    Refused("\"\u{1F}\"", .malformedString, at: 1), Refused("\"\\x41\"", .malformedString, at: 1),
    Refused("\"\\'\"", .malformedString, at: 1), Refused("\"\\U0041\"", .malformedString, at: 1),
    Refused("\"\\u00g0\"", .malformedString, at: 5), Refused("\"\\u 041\"", .malformedString, at: 3),
    Refused("\"\\ud800\"", .malformedString, at: 1), Refused("\"\\udc00\"", .malformedString, at: 1),
    Refused("\"\\ud800\\ud800\"", .malformedString, at: 1), Refused("\"\\ud800\\u0041\"", .malformedString, at: 1),
    Refused("\"\\udbffabcdefgh\"", .malformedString, at: 1), Refused("\"\\udc00\\ud800\"", .malformedString, at: 1),
  ]

  /// One of each class of RFC 3629 and Unicode table 3-7, each followed by enough bytes not to end early.
  static let encodings: [Refused] = [
    [0x80], [0xBF],  // a continuation alone
    [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0x80],
    [0xF0, 0x8F, 0xBF, 0xBF],
    // surrogates
    [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
    // above U+10FFFF, and bytes that never occur
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    // cut short by another character
    [0xC3], [0xE4, 0xBD], [0xE4], [0xF0, 0x9F, 0x98], [0xF0, 0x9F], [0xF0],
    // the wrong byte in each place
    [0xC3, 0xC3], [0xE4, 0x41, 0xA0], [0xE4, 0xBD, 0xC0], [0xF0, 0x9F, 0x7F, 0x80], [0xF0, 0x9F, 0x98, 0xFF],
  ].map { Refused([0x22, 0x61] + $0 + Array("bcdef\"".utf8), .malformedString, at: 2) }

  @Test("What is not strict JSON is refused with its place", arguments: numbers + words + endings + strings + encodings)
  func refuses(_ text: Refused) {
    #expect(throws: JSONError(text.kind, at: text.offset)) { try JSONValue(text.bytes) }
    // As the value of a member, and inside a nested one that is measured and not read.
    for (before, after) in [("{\"k\":", "}"), ("{\"k\":[", "]}")] {
      let line = Array(before.utf8) + text.bytes + (text.kind == .endsEarly ? [] : Array(after.utf8))
      #expect(throws: JSONError(text.kind, at: text.offset + before.utf8.count)) {
        try JSONMembers(line, 0..<line.count)
      }
      #expect(throws: JSONError(text.kind, at: text.offset + before.utf8.count)) { try JSONValue(line) }
    }
  }

  @Test(
    "Nothing may stand around the one value",
    arguments: [
      Refused("", .endsEarly, at: 0), Refused(" \t\r\n", .endsEarly, at: 4), Refused("{} {}", .trailingBytes, at: 3),
      Refused("{}x", .trailingBytes, at: 2), Refused("{},", .trailingBytes, at: 2),
      Refused("{}\u{0}", .trailingBytes, at: 2),
      Refused([0xEF, 0xBB, 0xBF, 0x7B, 0x7D], .unexpectedByte, at: 0),
      Refused([0xFE, 0xFF, 0x00, 0x7B], .unexpectedByte, at: 0),
    ])
  func refusesAround(_ text: Refused) {
    #expect(throws: JSONError(text.kind, at: text.offset)) { try JSONValue(text.bytes) }
    #expect(throws: JSONError(text.kind, at: text.offset)) { try JSONMembers(text.bytes, 0..<text.bytes.count) }
  }

  @Test(
    "The smallest and the largest number are read",
    arguments: [("0", 0), ("1", 1), ("1000000000000", 1_000_000_000_000), (" 7 ", 7)] as [(String, Int64)])
  func readsNumber(_ text: String, _ number: Int64) throws {
    #expect(try JSONValue(Array(text.utf8)) == .number(number))
    let line = Array("{\"n\":\(text)}".utf8)
    #expect(try JSONMembers(line, 0..<line.count)[0].number == number)
  }

  @Test(
    "Equal keys are refused at the second one, however they are written",
    arguments: [
      (#"{"a":1,"a":1}"#, 7), (#"{"a":1,"b":2,"\u0061":3}"#, 13), (#"[{"x":{"":1,"":2}}]"#, 12),
      (#"{"é":1,"\u00e9":2}"#, 8),
    ])
  func refusesEqualKeys(_ text: String, _ offset: Int) {
    #expect(throws: JSONError(.equalKeys, at: offset)) { try JSONValue(Array(text.utf8)) }
  }

  @Test("Equal keys are refused in objects of any size", arguments: [2, 23, 24, 25, 26, 100])
  func refusesEqualKeysAmongMany(_ count: Int) throws {
    let members = (0..<count).map { "\"k\($0)\":0" }
    #expect(try JSONValue(Array("{\(members.joined(separator: ","))}".utf8)).members?.count == count)
    for first in [0, count / 2, count - 1] {
      let text = "{\((members + [members[first]]).joined(separator: ","))}"
      let offset = text.utf8.count - members[first].utf8.count - 1
      #expect(throws: JSONError(.equalKeys, at: offset), "\(first) of \(count)") { try JSONValue(Array(text.utf8)) }
    }
  }

  /// Swift's String takes the two for equal, the ledger goes by bytes.
  @Test func `Keys and texts that only look alike differ`() throws {
    let value = try JSONValue(Array(#"{"\u00e9":1,"e\u0301":2}"#.utf8))
    #expect(value["\u{E9}"] == .number(1))
    #expect(value["e\u{301}"] == .number(2))
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    #expect(JSONValue.Member("\u{E9}", .null) != JSONValue.Member("e\u{301}", .null))
    #expect(!value.sameMeaning(as: try JSONValue(Array(#"{"e\u0301":1,"\u00e9":2}"#.utf8))))
    #expect(value.sameMeaning(as: try JSONValue(Array(#"{"e\u0301":2,"\u00e9":1}"#.utf8))))
  }

  @Test("Objects and arrays may nest 32 deep", arguments: [("[", "]"), ("{\"a\":", "}")])
  func limitsDepth(_ open: String, _ close: String) throws {
    for inner in ["[]", "{}", "[1]", "{\"a\":\"b\"}"] {
      func nested(_ depth: Int) -> [UInt8] {
        Array((String(repeating: open, count: depth - 1) + inner + String(repeating: close, count: depth - 1)).utf8)
      }
      _ = try JSONValue(nested(32))
      #expect(throws: JSONError(.tooDeep, at: 32 * open.utf8.count)) { try JSONValue(nested(33)) }
      guard open == "{\"a\":" else { continue }
      let (deepest, tooDeep) = (nested(32), nested(33))
      _ = try JSONMembers(deepest, 0..<deepest.count)
      #expect(throws: JSONError(.tooDeep, at: 32 * 5)) { try JSONMembers(tooDeep, 0..<tooDeep.count) }
    }
    // Far deeper than any stack.
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(throws: JSONError(.tooDeep, at: 32)) { try JSONValue(bytes) }
  }
}
