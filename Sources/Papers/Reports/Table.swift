package import Values

/// Data in rows and columns, as the writers of text, CSV and HTML take it; a ``Report`` makes it.
package struct Table: Sendable {
  /// The kind of content of a column, which decides how it is aligned and what a spreadsheet makes of it.
  package enum Kind: Hashable, Sendable {
    /// Words and names.
    case text
    /// A code of a closed set, with its words.
    case code
    /// A person's pseudonymous key.
    case person
    /// A scheme, and a review stage of the scheme in the same row.
    case scheme, stage
    case month, date, instant, flag
    /// How many: with separators for people.
    case count
    /// The number of an event or of a row, without separators.
    case number
    /// Yuan for people, whole fen for programs.
    case money

    /// Whether a cell may be broken into lines.
    package var mayWrap: Bool {
      switch self {
      case .text, .code, .scheme, .stage: true
      case .person, .month, .date, .instant, .flag, .count, .number, .money: false
      }
    }

    /// Whether the column is aligned to the right.
    package var isRight: Bool {
      switch self {
      case .text, .code, .person, .scheme, .stage, .month, .date, .instant, .flag: false
      case .count, .number, .money: true
      }
    }
  }

  /// A column.
  package struct Column: Sendable {
    /// Its name for programs, the same in every language: `entitledFen`.
    package let key: String
    /// Its heading for people.
    package let heading: Text
    /// The kind of its content.
    package let kind: Kind
    /// Which rows leave it out for people.
    package let hiding: Hiding
    /// Whether CSV has it.
    package let isInCSV: Bool
  }

  /// When a column has nothing to show to people, and is left out of text; CSV has it all the same.
  package enum Hiding: Sendable {
    case never
    /// No row has a value in it.
    case ifBlank
    /// Every row has zero in it.
    case ifZero
  }

  /// A value in a row.
  package enum Cell: Sendable {
    /// Nothing: blank in text, an empty field in CSV, null in JSON.
    case none
    /// A word that is the same in every language.
    case text(String)
    case name(Identifier)
    case month(Month)
    case date(CivilDate)
    case instant(Instant)
    case flag(Bool)
    case count(Int64)
    case number(UInt64)
    case money(Fen)
    /// A code of a closed set and its words.
    case word(Text, code: String)
    /// Several, separated by a blank; an array in JSON.
    case list([Cell])
    /// A value with a form of its own.
    case other(any CellContent)
  }

  /// The columns from left to right.
  package let columns: [Column]
  /// The rows, each with a cell for each column.
  package let rows: Rows
  /// A last row of sums, for people only.
  package let total: [Cell]?

  package init(_ columns: [Column], _ rows: Rows, total: [Cell]? = nil) {
    self.columns = columns
    self.rows = rows
    self.total = total
  }

  package init(_ columns: [Column], _ rows: [[Cell]], total: [Cell]? = nil) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a cell for each column")
    self.init(columns, Rows(rows, columns: columns.count), total: total)
  }

  /// Rows whose cells are made each time they are read, one by one, so that a list of every person takes no more memory than its
  /// values, and no more time than the columns that are read.
  package struct Rows: RandomAccessCollection, Sendable {
    package let startIndex = 0
    package let endIndex: Int
    private let columns: Int
    private let cell: @Sendable (_ row: Int, _ column: Int) -> Cell

    private init(_ count: Int, columns: Int, _ cell: @escaping @Sendable (Int, Int) -> Cell) {
      (endIndex, self.columns, self.cell) = (count, columns, cell)
    }

    /// The rows of some values, each cell by the function of its column.
    init<Values: RandomAccessCollection & Sendable>(
      of values: Values, _ columns: [@Sendable (Values.Element) -> Cell]
    ) where Values.Index == Int {
      self.init(values.count, columns: columns.count) { columns[$1](values[values.startIndex + $0]) }
    }

    fileprivate init(_ rows: [[Cell]], columns: Int) {
      self.init(rows.count, columns: columns) { rows[$0][$1] }
    }

    package subscript(position: Int) -> [Cell] { (0..<columns).map { cell(position, $0) } }

    /// The cell of a row in a column.
    package subscript(row: Int, column: Int) -> Cell { cell(row, column) }

    /// The rows with other columns, each cell made of the cells of its row.
    ///
    /// - Parameters:
    ///   - columns: how many columns there are.
    ///   - change: makes the cell of a column, and can read the row's cells.
    /// - Returns: the rows.
    func changed(
      columns: Int, _ change: @escaping @Sendable (_ column: Int, _ row: (_ column: Int) -> Cell) -> Cell
    ) -> Rows {
      Rows(endIndex, columns: columns) { [cell] row, column in change(column) { cell(row, $0) } }
    }
  }

  /// The table with its cells made once, for a reader that needs them often.
  package var made: Table { Table(columns, Array(rows), total: total) }

  /// The table without some columns.
  package func without(_ keys: Set<String>) -> Table {
    only(columns.indices.filter { !keys.contains(columns[$0].key) })
  }

  /// The table without the columns that have nothing to show to people; only if there are rows.
  package func forPeople() -> Table {
    if rows.isEmpty { return self }
    return only(
      columns.indices.filter { column in
        switch columns[column].hiding {
        case .never: true
        case .ifBlank: rows.indices.contains { !rows[$0, column].isNone }
        case .ifZero: rows.indices.contains { !rows[$0, column].isZero }
        }
      })
  }

  /// The table with its instants in China Standard Time, as people of an office read them.
  package func inChinaTime() -> Table {
    guard columns.contains(where: { $0.kind == .instant }) else { return self }
    return Table(
      columns, rows.changed(columns: columns.count) { $1($0).inChinaTime }, total: total?.map(\.inChinaTime))
  }

  private func only(_ shown: [Int]) -> Table {
    if shown.count == columns.count { return self }
    return Table(
      shown.map { columns[$0] }, rows.changed(columns: shown.count) { $1(shown[$0]) },
      total: total.map { total in shown.map { total[$0] } })
  }
}

extension Table.Cell {
  /// The cell with its instant in China Standard Time.
  package var inChinaTime: Table.Cell {
    if case .instant(let instant) = self { .text(instant.chinaTime) } else { self }
  }
}

extension Table {
  /// The table for people: headings, rows and the total, without the columns that have nothing to show.
  ///
  /// A table wider than the terminal is folded: words wrap first, and if that is not enough, the last columns go on in a second
  /// line of each row.
  ///
  /// - Parameters:
  ///   - language: the language.
  ///   - width: the widest that a line may be, in terminal cells.
  ///   - lines: takes the lines of the headings, a row or the total, each with its end.
  package func write(
    in language: Language, width: Int = AlignedText.standardWidth, to lines: (String) -> Void
  ) {
    if rows.isEmpty { return lines(Text.noRows(in: language) + "\n") }
    let table = forPeople()
    func shown(_ row: [Cell]) -> [String] { row.map { $0.shown(in: language) } }
    AlignedText(
      head: table.columns.map { $0.heading(in: language) }, rows: table.rows.lazy.map(shown),
      total: table.total.map(shown),
      isRight: table.columns.map(\.kind.isRight), mayWrap: table.columns.map(\.kind.mayWrap), width: width
    ).write(to: lines)
  }

  /// The lines of ``write(in:width:to:)``.
  package func text(in language: Language, width: Int = AlignedText.standardWidth) -> String {
    var text = ""
    write(in: language, width: width) { text += $0 }
    return text
  }

  /// The table as CSV: the keys of the columns and a line for each row, amounts in fen, without the total.
  ///
  /// It is for programs: the form that people open in a spreadsheet is a ``PaperTable``.
  ///
  /// - Parameter part: takes UTF-8, some whole lines at a time.
  package func writeCSV(to part: ([UInt8]) -> Void) {
    var csv = CSVText()
    let shown = columns.indices.filter { columns[$0].isInCSV }
    csv.row(shown.map { columns[$0].key })
    for row in rows.indices {
      csv.row(shown.map { rows[row, $0].code })
      if csv.bytes.count >= 1 << 16 {
        part(csv.bytes)
        csv.removeAll()
      }
    }
    part(csv.bytes)
  }

  /// The bytes of ``writeCSV(to:)``.
  package func csv() -> [UInt8] {
    var bytes: [UInt8] = []
    writeCSV { bytes += $0 }
    return bytes
  }
}
