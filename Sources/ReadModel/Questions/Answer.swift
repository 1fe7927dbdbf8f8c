import System
import Values

/// A value in a table that none of our projections writes: the file was changed by other means.
public struct UnreadableCell: Error, Hashable, Sendable {
  /// The question that found it.
  public let question: String
  /// Its column in the answer, from 0.
  public let column: Int
}

/// The rows that answer a question, one after the other, each read from left to right.
struct Answer: ~Copyable {
  private let statement: SQLiteStatement
  private let question: String
  private var column = 0
  private var cells: [SQLiteCell] = []
  private var bytes: [UInt8] = []

  init(_ statement: consuming SQLiteStatement, to question: String) {
    self.statement = statement
    self.question = question
  }

  /// Moves to the next row.
  mutating func next() throws(SQLiteError) -> Bool {
    column = 0
    return try statement.step()
  }

  /// The next value of the row.
  ///
  /// - Throws: ``UnreadableCell``.
  mutating func read<Value: ColumnValue>(_: Value.Type = Value.self) throws(UnreadableCell) -> Value {
    cells.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    statement.append(column: column, to: &cells, bytes: &bytes)
    guard let value = Value(cells[0], bytes) else { throw UnreadableCell(question: question, column: column) }
    column += 1
    return value
  }
}

extension ReadModel {
  /// Asks a question and reads the rows of its answer.
  ///
  /// - Parameters:
  ///   - question: SQL over our tables.
  ///   - values: the values of its parameters, in their order.
  ///   - read: makes of a row what is wanted.
  /// - Returns: the values made of the rows, in the order of the answer.
  /// - Throws: ``UnreadableCell``, `SQLiteError`, and what `read` throws.
  func ask<Row>(
    _ question: String, _ values: [String] = [], _ read: (inout Answer) throws -> Row
  ) throws -> [Row] {
    var rows: [Row] = []
    try forEach(question, values) { rows.append(try read(&$0)) }
    return rows
  }

  /// Asks a question and gives the rows of its answer one by one.
  func forEach(_ question: String, _ values: [String] = [], _ body: (inout Answer) throws -> Void) throws {
    var answer = try answer(question, values)
    while try answer.next() { try body(&answer) }
  }

  /// Asks a question whose answer is read row by row.
  func answer(_ question: String, _ values: [String] = []) throws(SQLiteError) -> Answer {
    let statement = try database.prepare(question)
    for (position, value) in values.enumerated() { try statement.bind(value, at: position + 1) }
    return Answer(statement, to: question)
  }

  /// Asks a question whose parameters are the cells of some rows, in their order.
  func answer(_ question: String, _ values: Rows) throws(SQLiteError) -> Answer {
    let statement = try database.prepare(question)
    for (position, cell) in values.cells.enumerated() {
      switch cell.kind {
      case .null: try statement.bindNull(at: position + 1)
      case .integer: try statement.bind(cell.number, at: position + 1)
      case .text:
        let start = Int(cell.number)
        try statement.bind(text: values.digits.bytes, start..<start + Int(cell.count), at: position + 1)
      case .blob: try statement.bind(Array(values.bytes(cell)), at: position + 1)
      }
    }
    return Answer(statement, to: question)
  }
}
