import Catalogue
import Foundation
import Ledger
import Papers
import SeededRandom
import Testing
import Values

@testable import subsidy

/// Texts that a spreadsheet opens stay what they were: no text becomes a formula, a number or a date, and every text is read
/// back.
@Suite struct SheetCellTests {
  @Test(
    "each text has the one field that keeps it text",
    arguments: [
      ("", ""), ("王强", "王强"), ("x=y", "x=y"), ("x=1", "=\"x=1\""), ("csv", "csv"), ("三（二）1", "三（二）1"),
      ("=1+1", "'=1+1"), ("+86", "'+86"), ("-1", "'-1"), ("@SUM(1)", "'@SUM(1)"), ("＝1", "'＝1"), ("＠a", "'＠a"),
      ("  =1", "'  =1"), ("\u{3000}+1", "'\u{3000}+1"), ("\u{FEFF}=1", "'\u{FEFF}=1"), ("\t1", "'\t1"),
      ("\n=1", "'\n=1"),
      ("'a", "''a"), ("=\"a\"", "'=\"a\""),
      ("6217000000000000017", "=\"6217000000000000017\""), ("007", "=\"007\""), ("2026-01", "=\"2026-01\""),
      ("1e5", "=\"1e5\""), ("a\"1\"", "=\"a\"\"1\"\"\""), ("2024年11月", "=\"2024年11月\""), ("１２", "=\"１２\""),
      ("上午9", "=\"上午9\""), ("社保补贴 2026-01", "社保补贴 2026-01"), ("true", "=\"true\""), ("#N/A", "=\"#N/A\""),
      ("1\t", "'1\t\t"), ("a\t", "a\t\t"), ("1\n2", "'1\n2"),
    ])
  func field(text: String, field: String) {
    #expect(SheetCell.text(text).field == field)
    #expect(SheetCell.text(ofField: field) == text)
  }

  @Test("a text too long for a formula has an apostrophe, one that just fits has none")
  func longTexts() {
    let longest = String(repeating: "7", count: 255)
    #expect(SheetCell.text(longest).field == "=\"\(longest)\"")
    #expect(SheetCell.text(longest + "7").field == "'\(longest)7")
    // Two units of UTF-16 each.
    #expect(SheetCell.text(String(repeating: "𝟕", count: 128)).field.hasPrefix("'"))
  }

  @Test("a number stays one as long as a spreadsheet keeps its digits; what is none is text")
  func numbers() {
    for number in ["0", "12", "-5", "-0.05", "1,234.56", "123456789012.00"] {
      #expect(SheetCell.number(number).field == number)
    }
    #expect(SheetCell.number("1234567890123456").field == "=\"1234567890123456\"")
    #expect(SheetCell.number("--1").field == "'--1")
    #expect(SheetCell.number("-1+1").field == "'-1+1")
    #expect(SheetCell.number("合计").field == "合计")
    #expect(SheetCell.number("").field == "")
  }

  @Test("every text is read back to the byte from CSV, and no field of it begins as a formula")
  func anyText() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("texts of spreadsheets: seed \(seed)")
    var random = SeededRandom(seed)
    let alphabet = Array(
      "=+-@＝＋－＠'\"\"\t\r\n ,;0123456789.eE年月日元王#TRUE\u{301}\u{FEFF}\u{3000}\u{200B}𝟕€".unicodeScalars)
    for round in 0..<4_000 {
      let length =
        round.isMultiple(of: 50) ? Int.random(in: 240...270, using: &random) : Int.random(in: 0...12, using: &random)
      var text = String.UnicodeScalarView()
      for _ in 0..<length { text.append(alphabet.randomElement(using: &random)!) }
      let cells = [SheetCell.text(String(text)), .text("x")]
      var csv = CSVText()
      // A byte order mark at the very beginning is the file's.
      csv.row(["text", "other"])
      csv.row(cells.map(\.field))
      let read = try CSVReader.records(String(decoding: csv.bytes, as: UTF8.self))
      guard read.count == 2, read[1].fields.count == 2, read[1].fields[0].utf8.elementsEqual(String(text).utf8) else {
        Issue.record("seed \(seed), round \(round): \(String(text).debugDescription)")
        continue
      }
      for field in RawCSV.rows(csv.bytes)[1] where !RawCSV.staysText(field) {
        Issue.record("seed \(seed), round \(round): \(field.debugDescription)")
      }
    }
  }

  @Test(
    "a file reads the forms in which spreadsheets and bureaux keep digits, quoted or not",
    arguments: [
      ("a,=\"0123\",b", ["a", "0123", "b"]), ("\"=\"\"a\"\"\"\"b\"\"\"", ["a\"b"]), ("=\"a\"\"b\"", ["a\"b"]),
      ("=\"\"", [""]),
      ("'0123,\t0123,0123\t", ["0123", "0123", "0123"]), ("\"=1+1\",'=1+1", ["=1+1", "=1+1"]),
    ])
  func readingForms(line: String, fields: [String]) throws {
    // A line of one empty field would be no line.
    #expect(try CSVReader.records("h\n\(line),x\n").last?.fields == fields + ["x"])
  }

  @Test(
    "a formula that is more than a text is no CSV without its quotation marks",
    arguments: ["=\"a\"&\"b\"", "=\"a", "=A(\"b\")"])
  func otherFormulas(line: String) {
    #expect(throws: CSVError.self) { try CSVReader.records("h\n\(line)\n") }
  }
}

/// Names, banks, addresses and all that people write, as an attacker writes them to make a spreadsheet run them.
@Suite struct SpreadsheetTests {
  /// The commands whose paper is a table, each with a use; a new one must have one, too.
  private static let papers = [
    "paper roster": "--scheme beijing --month 2024-11 --all-current",
    "paper funding-plan": "--scheme beijing --month 2024-11",
    "paper new-starters": "--scheme beijing --month 2024-10",
    "paper statistics": "--scheme linyi --from 2024-01 --through 2024-12 --list",
    "paper ledger": "p01", "paper payout-list": "b-10",
    // For a program: it begins with the columns, and has no place here.
    "paper notices": "--scheme beijing --month 2024-09",
  ]

  private static let hostile = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "＝1＋1", "=\"a\"", " =1", "6217000000000000017",
  ]

  /// The people of Fixtures/papers with names and everything else that is free of form made hostile.
  private func box(_ hostile: String = "=1+1") throws -> Box {
    let box = try Box()
    let story = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/papers/story.jsonl")
    let fields =
      /"(name|address|householdAddress|bank|emergencyContact|kind|source|reason|finding|delegate|channel)":"[^"]*"/
    let written = hostile.replacing("\"", with: "\\\"")
    let past = try String(contentsOf: story, encoding: .utf8).split(separator: "\n").map { line -> String in
      // The document of a pack and the basis of an approval have fields of the same names.
      if line.contains(#""type":"policy-adopted""#) || line.contains(#""type":"approved""#) { return String(line) }
      return String(line).replacing(fields) { "\"\($0.1)\":\"\(written)\"" }
    }
    try box.write("past", past.joined(separator: "\n"))
    #expect(box.run("init --name papers --history-from 2019-01-01T00:00:00Z --by op-001").code == .done)
    let taken = box.run("record --history @past")
    #expect(taken.code == .done, "\(taken.messages)")
    #expect(taken.messages.contains("private.name: recorded as it is") == (hostile.formulaSign != nil))
    return box
  }

  @Test("no cell of any table for people begins as a formula or loses digits", arguments: hostile)
  func papers(_ hostile: String) throws {
    let tables = Program.commands.map(\.spec).filter { spec in
      spec.options.contains { $0.name == "--as" && $0.kind == Option.tableAs.kind }
    }
    #expect(Set(tables.map(\.name)) == Set(SpreadsheetTests.papers.keys))
    let box = try box(hostile)
    for (name, rest) in SpreadsheetTests.papers where name != "paper notices" {
      let ran = box.run("\(name) \(rest)")
      #expect(ran.code == .done, "\(name): \(ran.messages)")
      check(Array(ran.output.utf8), name)
      let read = try CSVReader.records(ran.output).flatMap(\.fields)
      let isNamed = name == "paper roster" || name == "paper new-starters"
      #expect(read.contains { $0 == hostile } || !isNamed, "\(name)")
    }
    #expect(box.run("audit replay --doubts @doubts.csv").code == .found)
    check(try box.read("doubts.csv"), "doubts")
  }

  private func check(_ bytes: [UInt8], _ name: String) {
    let rows = RawCSV.rows(bytes)
    #expect(rows.count > 2, "\(name)")
    for field in rows.joined() where !RawCSV.staysText(field) { Issue.record("\(name): \(field)") }
  }

  /// A ledger with an approved batch of one person whose name and bank are formulas.
  private func approved() throws -> Box {
    let box = try Box(adopting: "jingdezhen-2024-139")
    let entries = FinanceCommandTests.entries.map {
      $0.replacing("王㛃", with: "=1+1").replacing("工行", with: "@SUM(1)")
    }
    try box.write("entries", entries.joined(separator: "\n"))
    let taken = try FinanceCommandTests.ok(box, "record @entries --by op-1")
    for (field, sign) in [("private.name", "="), ("private.bank", "@")] {
      #expect(taken.messages.contains("entries:1: \(field): recorded as it is, but it begins with \(sign)"))
    }
    #expect(!taken.messages.contains("account"))
    try FinanceCommandTests.ok(box, "batch draft b1 --scheme jingdezhen --through 2025-02 --by op-1")
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    return box
  }

  @Test("the bank's file for spreadsheets is text in every cell but the amounts, and comes back with a status")
  func bankFile() throws {
    let box = try approved()
    try FinanceCommandTests.ok(box, "batch export b1 --to @b1.csv --as csv-bom --by op-1")
    let bytes = Array(try box.read("b1.csv").dropFirst(3))
    let rows = RawCSV.rows(bytes)
    #expect(
      rows[1][3...] == ["'=1+1", "'@SUM(1)", "=\"6222020000000000018\"", "=\"2025-01\"", "500.00", "社保补贴 2025-01"])
    for field in rows.joined() { #expect(RawCSV.staysText(field), "\(field)") }
    #expect(String(decoding: bytes, as: UTF8.self).contains(#""=""6222020000000000018""""#))
    let answers = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").enumerated().map { number, line in
      // The reference, too, as a bureau's program keeps its digits.
      line + (number == 0 ? ",status,reference" : ",paid,=\"2025000000000000\(number)\"")
    }
    try box.write("answer", "\u{FEFF}" + answers.joined(separator: "\r\n"))
    let settled = try FinanceCommandTests.ok(box, "batch settle @answer --batch b1 --by op-1")
    #expect(settled.output.contains("1,000.00"))
    #expect(box.run("audit timeline p1 --format json").output.contains(#""reference":"20250000000000001""#))
  }

  @Test("programs and the bank get the texts as they are")
  func formsForPrograms() throws {
    let box = try approved()
    try FinanceCommandTests.ok(box, "batch export b1 --to @b1.csv --as csv --by op-1")
    #expect(
      String(decoding: try box.read("b1.csv"), as: UTF8.self).contains(
        ",=1+1,@SUM(1),6222020000000000018,jingdezhen,2025-01,"))
    try FinanceCommandTests.ok(box, "batch export b1 --to @bank.csv --as csv-by-bank --by op-1")
    #expect(String(decoding: try box.read("bank.csv"), as: UTF8.self).contains(",=1+1,@SUM(1),6222020000000000018,"))
  }

  @Test("what an earlier version handed out for spreadsheets comes again as it was, and holds up no other form")
  func earlierExport() throws {
    let box = try approved()
    let plain = try #require(ExportProfile.shipped("csv-bom")).withPlainTexts
    let first = try SubsidyLedger(box.ledger).export(
      "b1", to: OutputFile(box.path("first.csv")), as: ExportOrder(.profile(plain)), by: "op-1")
    let again = try FinanceCommandTests.ok(box, "batch export b1 --to @again.csv --as csv-bom --by op-1")
    #expect(again.output.contains("the same export as before") && again.output.contains(first.sha256))
    #expect(try box.read("again.csv") == box.read("first.csv"))
    try FinanceCommandTests.ok(box, "batch export b1 --to @b1.csv --as csv --by op-1")
  }

  @Test("a roster that an earlier version issued is printed as it was")
  func earlierRoster() throws {
    let box = try box()
    let request = RosterRequest(scheme: "beijing", month: Month("2024-09")!)
    let issued = try SubsidyLedger(box.ledger).issueRoster(
      request, as: { $0.paper.earlierCSVs[1] }, to: nil, by: "op-041"
    ).issued
    let draft = box.run("paper roster --scheme beijing --month 2024-09")
    #expect(Array(draft.output.utf8) != issued.bytes)
    let line = "paper roster --scheme beijing --month 2024-09 --number \(issued.number)"
    #expect(Array(box.run(line).output.utf8) == issued.bytes)
    let again = box.run("\(line) --by op-041")
    #expect(again.code == .done && Array(again.output.utf8) == issued.bytes)
  }

  @Test("a profile of the office's own has its texts as they are unless it says that it is for spreadsheets")
  func profiles() throws {
    let box = try approved()
    func profile(_ more: String, layout: String = "csv") -> String {
      let width = layout == "csv" ? "" : #","width":40"#
      return
        #"{"name":"own","encoding":"utf-8-bom","layout":"\#(layout)","header":false,"lineEnd":"lf","byBank":false,"#
        + #"\#(more)"columns":[{"field":"name"\#(width)},{"field":"account"\#(width)}]}"#
    }
    try box.write("plain.json", profile(""))
    try box.write("sheet.json", profile(#""forSpreadsheets":true,"#).replacing(#""own""#, with: #""sheet""#))
    try box.write("fixed.json", profile(#""forSpreadsheets":true,"#, layout: "fixed"))
    try FinanceCommandTests.ok(box, "batch export b1 --to @plain --as profile --profile @plain.json --by op-1")
    try FinanceCommandTests.ok(box, "batch export b1 --to @sheet --as profile --profile @sheet.json --by op-1")
    #expect(String(decoding: try box.read("plain"), as: UTF8.self).contains("=1+1,6222020000000000018\n"))
    #expect(String(decoding: try box.read("sheet"), as: UTF8.self).contains("'=1+1,\"=\"\"6222020000000000018\"\"\"\n"))
    FinanceCommandTests.refused(
      box, "batch export b1 --to @fixed --as profile --profile @fixed.json --by op-1", "forSpreadsheets")
  }

  @Test("a page of HTML tells spreadsheets that its cells are text, and its numbers numbers")
  func pages() throws {
    let page = String(
      decoding: try {
        let box = try approved()
        try FinanceCommandTests.ok(box, "batch export b1 --to @b1.html --as control-html --by op-1")
        return try box.read("b1.html")
      }(), as: UTF8.self)
    #expect(page.contains(#"td, th { mso-number-format: "\@"; }"#) && page.contains("<td>@SUM(1)</td>"))
    #expect(page.contains("td.n { mso-number-format: General; }") && page.contains(#"<td class="n">1,000.00</td>"#))
  }

  @Test("a telephone number may begin with its country; a delegate's name is told as a payee's is")
  func entries() throws {
    let box = try Box(adopting: "jingdezhen-2024-139")
    try box.write(
      "in",
      #"{"type":"registered","person":"p1","birth":"1980-05-05","sex":"male","household":"360200","private":{"name":"王","phone":"+8613800000002"}}"#
        + "\n"
        + #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2025-01-10","source":"-si"}"#)
    let taken = try FinanceCommandTests.ok(box, "record @in --by op-1 --lang zh")
    #expect(taken.messages.split(separator: "\n").count == 1 && taken.messages.contains("in:2: source：已照原样登记，但以 - 开头"))
  }

  @Test(
    "a control character is refused in an entry, in a history and in private data",
    arguments: ["\\u0007", "\\t", "\\n", "\\u007f", "\\u0085", "\\u2028", "\\u202e", "\\u2066"])
  func controls(_ character: String) throws {
    let box = try Box(adopting: "jingdezhen-2024-139")
    let before = try box.fingerprint()
    let registered = #""type":"registered","person":"p1","birth":"1980-05-05","sex":"male","household":"360200""#
    try box.write("in", "{\(registered),\"private\":{\"name\":\"a\(character)b\"}}")
    #expect(box.run("record @in --by op-1").code == .refused)
    let fact =
      #"{\#(registered)}"# + "\n"
      + #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2025-01-10","source":"a\#(character)"}"#
    try box.write("in", fact)
    FinanceCommandTests.refused(box, "record @in --by op-1", "in:2: source: found the control character U+")
    let dated = #""recorded":"2025-02-01T00:00:00Z","by":"op","#
    try box.write("past", fact.replacing("{\"type\"", with: "{\(dated)\"type\""))
    #expect(box.run("record --history --late @past").code == .refused)
    #expect(try box.fingerprint() == before)
  }
}

/// CSV as a spreadsheet sees it, read by rules of its own.
private enum RawCSV {
  /// The fields of all lines.
  static func rows(_ bytes: [UInt8]) -> [[String]] {
    var (rows, row, field, isQuoted) = ([[String]](), [String](), [UInt8](), false)
    var index = 0
    func end() { row.append(String(decoding: field, as: UTF8.self)); field = [] }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && index < bytes.count && bytes[index] == UInt8(ascii: "\""):
        field.append(byte)
        index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: end()
      case UInt8(ascii: "\r") where !isQuoted: break
      case UInt8(ascii: "\n") where !isQuoted:
        end()
        rows.append(row)
        row = []
      default: field.append(byte)
      }
    }
    if !field.isEmpty || !row.isEmpty {
      end()
      rows.append(row)
    }
    return rows
  }

  /// Whether a spreadsheet runs nothing and keeps every digit: a number of at most fifteen digits, a formula that is
  /// nothing but a text, or a text that does not begin as a formula and is no longer number.
  static func staysText(_ field: String) -> Bool {
    if field.wholeMatch(of: /-?[0-9][0-9,]*(\.[0-9]+)?/) != nil { return field.count(where: \.isNumber) <= 15 }
    if field.unicodeScalars.first == "=" {
      return field.wholeMatch(of: /="([^"]|"")*"/.matchingSemantics(.unicodeScalar)) != nil
    }
    let first = field.unicodeScalars.first { !$0.properties.isWhitespace || $0 == "\t" || $0 == "\r" }
    return first.map { !"=+-@＝＋－＠\t\r".unicodeScalars.contains($0) } ?? true
  }
}
