import Catalogue
import JSONText
import Papers
import Policy
import Testing
import Values

@testable import subsidy

/// Tables, CSV and the measuring of text.
@Suite struct TableTests {
  private typealias Row = (month: Month, entitled: Fen, reason: FactCode?, items: Int, clause: String?)

  private func sample(withTotal: Bool = false) -> Table {
    let report = Report<Row>(
      "sample", totalLabel: withTotal ? Heading.total.text : nil,
      [
        .column("month", .month) { $0.month },
        .column("entitledFen", .entitled) { $0.entitled }.summed(),
        .column("reasons", .reasons) { $0.reason },
        .column("items", .items) { $0.items },
        .column("clause", .clause) { $0.clause },
      ])
    let table = report.table([
      (Month("2024-11")!, Fen(123_456), .employed, 7, nil), (Month("2024-12")!, Fen(-5), nil, 12_345, "三（二）1"),
    ])
    return withTotal ? table : Table(table.columns, table.rows)
  }

  @Test func chineseColumnsLineUpInTerminalCells() {
    #expect(
      sample(withTotal: true).text(in: .zh) == """
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
    let table = Report<String>("documents", [.column("document", .document) { $0 }]).table(["a\u{1B}[2Jb\nc"])
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

  private typealias Sides = (name: String, amount: Fen, note: String?, codes: [FactCode])

  private let sides = Report<Sides>(
    "sides", order: ["amountFen"],
    [
      .column("name", .name) { $0.name },
      .column("amountFen", .amount) { $0.amount }.hidden(.ifZero),
      .column("note", .note) { $0.note }.hidden(.ifBlank).ifAny(),
      .column("codes", .reasons) { $0.codes }.inTablesOnly(),
      .member("only") { $0.codes },
    ])

  @Test func jsonHasTheMembersInTheOrderOfTheDeclaration() {
    var writer = JSONWriter()
    sides.write([("a", Fen(1), nil, [.employed, .pension]), ("b", .zero, "x", [])], to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"[{"name":"a","amountFen":1,"only":["employed","pension"]},"#
        + #"{"name":"b","amountFen":0,"note":"x","only":[]}]"#)
  }

  @Test func columnsThatSayNothingAreLeftOutForPeopleOnly() {
    let rows: [Sides] = [("a", .zero, nil, []), ("b", .zero, nil, [.employed])]
    #expect(sides.table(rows).text(in: .en) == "name  reasons\n----  --------\na\nb     employed\n")
    #expect(
      String(decoding: sides.table(rows).csv(), as: UTF8.self) == "amountFen,name,note,codes\n0,a,,\n0,b,,employed\n")
    #expect(sides.table([]).text(in: .zh) == "（无）\n")
  }

  @Test func aRowIsShownAsFigures() {
    let figures = sides.figures(("a", Fen(5), nil, [.employed]), without: ["codes"])
    #expect(String(decoding: figures.csv(), as: UTF8.self) == "check,value\namountFen,5\nname,a\n")
    #expect(figures.text(in: .zh) == "核对项目  值\n--------  ----\n金额      0.05\n名称      a\n")
  }

  @Test func csvQuotesOnlyWhereNeeded() {
    var csv = CSVText()
    csv.row(["a", "b c", "d,e", "f\"g", "h\ni", "", "=1+1"])
    csv.row([""])
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "a,b c,\"d,e\",\"f\"\"g\",\"h\ni\",,=1+1\n\"\"\n")
  }
}

/// A text of any length lengthens its own line only.
@Suite struct WideCellTests {
  @Test func oneLongTextDoesNotWidenEveryLine() {
    let report = Report<(person: String, note: String)>(
      "notes", [.column("person", .person) { $0.person }, .column("note", .finding) { $0.note }])
    let table = report.table([(String(repeating: "x", count: 5_000), "a"), ("p2", "b")])
    let lines = table.text(in: .en).split(separator: "\n").map(\.count)
    #expect(lines[3] == 5_000 && lines.filter { $0 > 260 }.count == 1)
  }
}
