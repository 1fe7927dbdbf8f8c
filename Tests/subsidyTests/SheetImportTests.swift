import Catalogue
import Foundation
import JSONText
import Testing

@testable import subsidy

/// Tables as people's programs have saved them: each gives exactly the expected entries, or is refused for the expected reason.
@Suite struct SheetImportTests {
  static let folder = MessageTests.root.appending(path: "Fixtures/sheets")

  /// The expected outcome of one file.
  struct Expectation: Sendable, CustomTestStringConvertible {
    let file: String
    let options: String
    let contributions: [String]
    /// The messages that refuse it; empty for a file that is taken.
    let refused: [String]
    let says: [String]

    var testDescription: String { "\(file) \(options)" }
  }

  static let expectations: [Expectation] = {
    guard let json = try? JSONValue(Array(Data(contentsOf: folder.appending(path: "expected.json")))),
      case .array(let elements) = json
    else { return [] }
    return elements.map { element in
      func texts(_ key: String) -> [String]? {
        guard case .array(let texts)? = element[key] else { return nil }
        return texts.compactMap(\.text)
      }
      return Expectation(
        file: element["file"]?.text ?? "", options: element["options"]?.text ?? "",
        contributions: texts("contributions") ?? [
          "p1 60750 2025-01-20", "p2 118360 2025-01-21", "p3 40500 2025-01-22",
        ],
        refused: texts("refused") ?? [], says: texts("says") ?? [])
    }
  }()

  /// The identity numbers of the three persons of all files, as make.py makes them.
  static let numbers = ["990200198005051234", "99020019760812002X", "990200196901011012"]

  static func box() throws -> Box {
    let box = try Box(adopting: "jingdezhen-2024-139")
    let births = [("1980-05-05", "male"), ("1976-08-12", "female"), ("1969-01-01", "male")]
    let lines = zip(numbers, births).enumerated().map { place, person in
      #"{"type":"registered","person":"p\#(place + 1)","birth":"\#(person.1.0)","sex":"\#(person.1.1)","#
        + #""household":"360200","private":{"idNumber":"\#(person.0)"}}"#
    }
    try box.write("persons", lines.joined(separator: "\n"))
    try FinanceCommandTests.ok(box, "record @persons --by op-1")
    return box
  }

  @Test("a file comes to its entries, or is refused for its reason", arguments: expectations)
  func files(_ expected: Expectation) throws {
    let box = try SheetImportTests.box()
    for name in [expected.file, "profile.json"] {
      try box.write(name, Array(try Data(contentsOf: SheetImportTests.folder.appending(path: name))))
    }
    let before = try box.fingerprint()
    let ran = box.run(
      "import contributions @\(expected.file) --month 2025-01 --by op-1 --lang zh \(expected.options)")
    for text in expected.refused + expected.says {
      #expect(ran.messages.contains(text), "\(text)\n\(ran.messages)")
    }
    for number in SheetImportTests.numbers { #expect(!ran.messages.contains(number)) }
    guard expected.refused.isEmpty else {
      #expect(ran.code == .refused)
      #expect(try box.fingerprint() == before)
      return
    }
    #expect(ran.code == .done, "\(ran.messages)")
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
    let pattern =
      /"type":"contributed",.*"person":"([^"]+)","month":"2025-01","amountFen":([0-9]+),"paidOn":"([^"]+)","source":"si-bureau"(?:,"kind":"([a-z]+)")?\}/
    let found = log.matches(of: pattern.dotMatchesNewlines(false)).map { match in
      "\(match.1) \(match.2) \(match.3)" + (match.4.map { " \($0)" } ?? "")
    }
    #expect(found == expected.contributions)
    // Sent once more, it changes nothing.
    let again = box.run(
      "import contributions @\(expected.file) --month 2025-01 --by op-1 --lang zh \(expected.options)")
    #expect(again.code == .done && again.output.contains("登记缴费 0 笔"), "\(again.output)\(again.messages)")
  }

  @Test("every file of the folder is expected to come to something")
  func everyFileIsExpected() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: SheetImportTests.folder.path)
    let tables = Set(names).subtracting(["make.py", "expected.json", "profile.json", "bank-answer.xlsx"])
    #expect(Set(SheetImportTests.expectations.map(\.file)) == tables)
  }

  @Test(
    "whatever byte of a workbook is changed, it is taken whole or refused", arguments: ["openpyxl.xlsx", "strict.xlsx"])
  func changedBytes(_ name: String) throws {
    let box = try SheetImportTests.box()
    let whole = Array(try Data(contentsOf: SheetImportTests.folder.appending(path: name)))
    for place in stride(from: 0, to: whole.count, by: 61) {
      var bytes = whole
      bytes[place] ^= 0x55
      try box.write("changed.xlsx", bytes)
      let ran = box.run("import contributions @changed.xlsx --month 2025-01 --by op-1 --dry-run")
      #expect(ran.code == .done || ran.code == .refused, "byte \(place): \(ran.messages)")
      if ran.code == .done {
        #expect(ran.output.contains(name == "strict.xlsx" ? "2 contributions" : "3 contributions"))
      }
    }
  }

  @Test("strangers of a workbook are left out into a file that keeps their numbers, and can be taken from there")
  func strangers() throws {
    let box = try Box(adopting: "jingdezhen-2024-139")
    let source = SheetImportTests.folder.appending(path: "titles.xlsx")
    try box.write("list.xlsx", Array(try Data(contentsOf: source)))
    let ran = box.run("import contributions @list.xlsx --month 2025-01 --by op-1 --skip-unknown")
    #expect(ran.code == .refused, "\(ran.messages)")
    let left = String(decoding: try box.read("list.xlsx.unknown.csv"), as: UTF8.self)
    #expect(left.contains(#""=""990200198005051234""""#) && left.split(separator: "\n").count == 4, "\(left)")
    let other = try SheetImportTests.box()
    try other.write("left.csv", left)
    try FinanceCommandTests.ok(other, "import contributions @left.csv --month 2025-01 --by op-1")
  }

  @Test(
    "what is no profile is refused by its member",
    arguments: [
      (#"{"columns":{"wage":["工资"]}}"#, "columns.wage"), (#"{"columns":{}}"#, "columns"), ("{}", "columns"),
      (#"{"columns":{"amount":["甲"],"paidOn":["甲"]}}"#, "columns"), (#"{"sheets":"x"}"#, "sheets"), ("x", "{}"),
    ])
  func profiles(_ profile: String, _ field: String) throws {
    let box = try SheetImportTests.box()
    try box.write("profile", profile)
    try box.write("list.csv", "person,amount,paidOn\np1,1,2025-01-20\n")
    let ran = box.run("import contributions @list.csv --month 2025-01 --by op-1 --profile @profile")
    #expect(ran.code == .refused && ran.messages.contains("`\(field)`"), "\(ran.messages)")
  }

  @Test("a bank's answer comes as a workbook, too, in the bank's own words")
  func answers() throws {
    let box = try FinanceCommandTests.box()
    for line in ["batch approve b1 --by op-2", "batch export b1 --as csv --to @out --by op-1"] {
      try FinanceCommandTests.ok(box, line)
    }
    try box.write(
      "answer.xlsx", Array(try Data(contentsOf: SheetImportTests.folder.appending(path: "bank-answer.xlsx"))))
    let ran = box.run("batch settle @answer.xlsx --batch b1 --by op-1")
    #expect(ran.code == .done, "\(ran.messages)")
  }
}
