import Catalogue
import Foundation
import Testing
import Values

@testable import subsidy

/// A private value in the wrong place is refused without being repeated.
@Suite struct PrivateValueTests {
  static let values = [
    "张三丰", "11010519491231002X", "110105194912310021", "6217000000000000017", "6217 0000 0000 0000 017", "13812345678",
    "柳州市城中区1号", "Zhang San",
  ]

  /// An input with one place after the other held by a private value: the command, the file, its lines.
  struct Input: Sendable, CustomTestStringConvertible {
    let line: String
    let file: String
    let header: String
    let fields: [String]
    var testDescription: String { line }
  }

  static let tables = [
    Input(
      line: "import contributions @c.csv --month 2024-11 --by op", file: "c.csv",
      header: "person,amount,paidOn,account", fields: ["p1", "1", "2024-11-03", ""]),
    Input(
      line: "import contributions @c.csv --month 2024-11 --by op", file: "c.csv", header: "idNumber,amount,paidOn",
      fields: ["11010519491231002X", "1", "2024-11-03"]),
    Input(
      line: "batch settle @r.csv --batch b --by op", file: "r.csv",
      header: "person,month,status,amount,code,reference", fields: ["p1", "2024-11", "paid", "1", "", ""]),
    Input(
      line: "batch settle @r.csv --batch b --by op", file: "r.csv", header: "endToEnd,status", fields: ["x", "paid"]),
    Input(
      line: "deadlines --calendar @d.csv", file: "d.csv", header: "date,kind,holiday",
      fields: ["2026-10-01", "off", "x"]),
  ]

  @Test("in any column of a table", arguments: tables)
  func columns(_ input: Input) throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    try box.write("known", BadInputTests.registered + "\n")
    #expect(box.run("record @known --by op").code == .done)
    for place in input.fields.indices {
      for value in PrivateValueTests.values {
        var fields = input.fields
        fields[place] = value
        try box.write(input.file, "\(input.header)\n\(fields.joined(separator: ","))\n")
        for language in ["en", "zh"] {
          let ran = box.run("\(input.line) --lang \(language)")
          for line in ran.lines { #expect(!line.contains(value), "column \(place): \(line)") }
        }
      }
    }
  }

  static let entries = [
    BadInputTests.registered,
    #"{"type":"fact-recorded","id":"si/1","person":"p1","fact":"employed","from":"2024-12-03","source":"s"}"#,
    #"{"type":"contributed","person":"p1","month":"2024-11","amountFen":1,"paidOn":"2024-11-01","source":"s"}"#,
    #"{"type":"reported","person":"p1","on":"2024-01-01","channel":"counter"}"#,
    #"{"type":"annulled","of":9999,"reason":"none"}"#,
  ]

  @Test("in any field of an entry, and as the file's own form", arguments: entries)
  func fields(_ entry: String) throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    for match in entry.matches(of: #/:("[^"]*"|[0-9]+)/#) {
      // Free texts and ids are the sender's own words, and are not repeated by any refusal.
      for value in PrivateValueTests.values {
        let changed = entry.replacingCharacters(in: match.range, with: ":\"\(value)\"")
        try box.write("e", changed + "\n")
        for command in ["record @e --by op", "record --history @e"] {
          let ran = box.run(command)
          guard ran.code != .done else { continue }
          for line in ran.lines { #expect(!line.contains(value), "\(changed): \(line)") }
        }
      }
    }
  }

  @Test("a word is shown as it is, and a number, name or sentence by its shape")
  func shapes() {
    for word in ["2024-13", "maybe", "op-001", "2024-12-06T01:30:00Z", "607.505", "500,00", ""] {
      #expect(word.shownInErrors == word)
    }
    #expect("13812345678".shownInErrors == "###########")
    #expect("张三".shownInErrors == "xx")
    #expect("11010519491231002X".shownInErrors == "#################x")
    #expect("6217 0000 0000 0000".shownInErrors == "#### #### #### ####")
    #expect("6217-0000-0000-0000".shownInErrors == "####-####-####-####")
    #expect(String(repeating: "a", count: 41).shownInErrors.count == 25)
    #expect(
      "no person 11010519491231002X, (110105194912310021)".withoutNumbersOfPersons
        == "no person ##################, (##################)")
    let kept = "log/00000000000000000007.jsonl 1234567890123 \(String(repeating: "1a", count: 32))"
    #expect(kept.withoutNumbersOfPersons == kept)
  }

  /// Every command that reads a file, with a device that has no end in its place.
  static let endless = [
    "record /dev/zero --by op", "record --history /dev/zero", "import contributions /dev/zero --month 2024-11 --by op",
    "batch settle /dev/zero --batch b --by op", "policy validate /dev/zero", "policy adopt /dev/zero --by op",
    "deadlines --calendar /dev/zero", "audit verify --against /dev/zero", "audit check-proof /dev/zero",
  ]

  @Test("an input without end is told in few lines", arguments: endless)
  func endlessInput(_ line: String) throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    let before = try box.fingerprint()
    let ran = box.run(line)
    #expect([.refused, .usage].contains(ran.code), "\(ran.messages)")
    #expect((1...3).contains(ran.lines.count) && ran.lines.allSatisfy { $0.utf8.count < 400 }, "\(ran.messages)")
    #expect(try box.fingerprint() == before)
  }
}
