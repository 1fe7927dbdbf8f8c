import Papers
import Testing
import Values

@testable import subsidy

/// Tables, CSV and the measuring of text.
@Suite struct TableTests {
  private func sample() -> Table {
    var table = Table([
      .init("month", .month), .init("entitledFen", .entitled, .money), .init("reasons", .reasons),
      .init("items", .items, .number), .init("clause", .clause),
    ])
    table.row([.text("2024-11"), .money(Fen(123_456)), .word(Word.employed.text, code: "employed"), .number(7), .none])
    table.row([.text("2024-12"), .money(Fen(-5)), .none, .number(12_345), .text("三（二）1")])
    return table
  }

  @Test func chineseColumnsLineUpInTerminalCells() {
    var table = sample()
    table.total = [.text("合计"), .money(Fen(123_451)), .none, .none, .none]
    #expect(
      table.text(in: .zh) == """
        月份         应发  原因            笔数  依据条款
        -------  --------  ------------  ------  ---------
        2024-11  1,234.56  已在单位就业       7
        2024-12     -0.05                12,345  三（二）1
        -------  --------  ------------  ------  ---------
        合计     1,234.51

        """)
  }

  @Test func englishTableHasNoTrailingBlanks() {
    #expect(
      sample().text(in: .en) == """
        month    entitled  reasons    items  clause
        -------  --------  --------  ------  ---------
        2024-11  1,234.56  employed       7
        2024-12     -0.05            12,345  三（二）1

        """)
  }

  @Test func csvKeepsCodesAndFen() {
    #expect(
      String(decoding: sample().csv(), as: UTF8.self) == """
        month,entitledFen,reasons,items,clause
        2024-11,123456,employed,7,
        2024-12,-5,,12345,三（二）1

        """)
  }

  @Test func aCellCannotSteerTheTerminal() {
    var table = Table([.init("document", .document)])
    table.row([.text("a\u{1B}[2Jb\nc")])
    #expect(table.text(in: .en).hasSuffix("\na\\u{1b}[2Jb\\u{a}c\n"))
  }

  @Test(
    arguments: [
      ("", 0), ("abc", 3), ("月份", 4), ("e\u{301}", 1), ("（一）", 6), ("ﾊ", 1), ("한", 2), ("𠮷", 2), ("\u{200B}", 0),
    ])
  func textIsMeasuredInCells(text: String, cells: Int) { #expect(text.cells == cells) }

  @Test(
    arguments: [
      (Int64(0), "0.00"), (5, "0.05"), (99_999, "999.99"), (100_000, "1,000.00"), (-100_000, "-1,000.00"),
      (1_000_000_000_000, "10,000,000,000.00"), (-99_900, "-999.00"),
    ])
  func yuanAreGrouped(fen: Int64, yuan: String) { #expect(Fen(fen).yuan == yuan) }

  @Test func csvQuotesOnlyWhereNeeded() {
    var csv = CSVText()
    csv.row(["a", "b c", "d,e", "f\"g", "h\ni", "", "=1+1"])
    csv.row([""])
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "a,b c,\"d,e\",\"f\"\"g\",\"h\ni\",,=1+1\n\"\"\n")
  }

  @Test func csvDisarmsFormulasForPeopleOnly() {
    var csv = CSVText(guardingFormulas: true)
    csv.row(["=1+1", "+a", "@b", "-5", "-0.05", "-1+1", "-a", "x=1", "=a,b"])
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "'=1+1,'+a,'@b,-5,-0.05,'-1+1,'-a,x=1,\"'=a,b\"\n")
  }
}

/// A text of any length lengthens its own line only.
@Suite struct WideCellTests {
  @Test func oneLongTextDoesNotWidenEveryLine() {
    var table = Table([.init("person", .person), .init("note", .finding)])
    table.row([.text(String(repeating: "x", count: 5_000)), .text("a")])
    table.row([.text("p2"), .text("b")])
    let lines = table.text(in: .en).split(separator: "\n").map(\.count)
    #expect(lines[2] == 5_003 && lines.filter { $0 > Table.widestColumn + 20 }.count == 1)
  }
}
