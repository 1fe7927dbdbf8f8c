import EventLog
import Merkle
import System
import Testing
import Values

@Suite struct CommitLineTests {
  static let hex = "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"
  static let good = #"{"commit":{"size":42,"root":"\#(hex)","recorded":"2024-12-06T01:30:00Z","by":"op-017"}}"#

  static func parse(_ text: String) -> CommitLine? {
    let bytes = Array(text.utf8)
    return CommitLine(bytes, 0..<bytes.count)
  }

  @Test("is written as it is read", arguments: [false, true])
  func roundTrip(isHistory: Bool) throws {
    let text = isHistory ? Self.good.replacing(#""op-017"}}"#, with: #""op-017","history":true}}"#) : Self.good
    let line = try #require(Self.parse(text))
    #expect(line.size == 42 && line.root == Digest(hex: Self.hex) && line.by == "op-017")
    #expect(line.recorded == Instant("2024-12-06T01:30:00Z") && line.isHistory == isHistory)
    var bytes: [UInt8] = []
    line.write(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text + "\n")
  }

  @Test(
    "refuses every other form",
    arguments: [
      ("", ""), (good, ""), ("}}", "}"), ("}}", "}}}"), ("}}", "}} "), ("{\"commit", " {\"commit"), (":42", ": 42"),
      (":42", ":042"), (":42", ":+42"), (":42", ":-42"), (":42", ":4.2"), (":42", ":4e1"), (":42", ":"),
      (":42", ":\"42\""), (":42", ":1000000000001"), (":42", ":18446744073709551658"), ("4e3b", "4E3B"),
      ("4e3b", "4e3"), ("4e3b", "4e3b0"), ("4e3b", "4e3g"), ("Z\"", "\""), ("Z\"", "+00:00\""), ("12-06", "13-06"),
      ("op-017", ""), ("op-017", "op 017"), ("op-017", "op\\u0030"), ("op-017", String(repeating: "a", count: 65)),
      ("\"size\"", "\"SIZE\""), ("\"size\":42,", ""), (",\"by\":\"op-017\"", ""), ("\"by\"", "\"By\""),
      ("\"op-017\"", "\"op-017\",\"by\":\"op-017\""), ("\"op-017\"", "\"op-017\",\"history\":false"),
      ("\"op-017\"", "\"op-017\",\"history\":true,\"history\":true"), ("\"op-017\"", "\"op-017\",\"note\":1"),
      ("\"op-017\"}}", "\"op-017\"},\"history\":true}"),
    ])
  func refuses(_ change: (from: String, to: String)) {
    let text = change.from.isEmpty ? "" : Self.good.replacing(change.from, with: change.to)
    #expect(text != Self.good)
    #expect(Self.parse(text) == nil)
  }

  @Test("no byte can be cut off or changed without notice")
  func everyByteCounts() throws {
    let bytes = Array(Self.good.utf8)
    let line = try #require(Self.parse(Self.good))
    for position in bytes.indices {
      #expect(CommitLine(bytes, 0..<position) == nil)
      for bit in 0..<8 {
        var changed = bytes
        changed[position] ^= 1 << UInt8(bit)
        #expect(CommitLine(changed, 0..<changed.count) != line)
      }
    }
  }

  @Test(
    "a line is told from an event by how it begins",
    arguments: [
      (#"{"commit":"#, true), (good, true), (#"{"commit":3}"#, true), (#"{"commit""#, false),
      (#"{"commits":1}"#, false),
      (#"{"seq":1}"#, false), ("", false), (#" {"commit":"#, false),
    ])
  func begins(_ text: String, _ expected: Bool) {
    let bytes = Array(text.utf8)
    #expect(CommitLine.begins(bytes, 0..<bytes.count) == expected)
  }
}
