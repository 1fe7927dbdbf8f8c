import Foundation
import Ledger
import ReadModel
import Subsidy
import System
import Testing
import Values

/// Tables as they are declared: their columns, and the bytes of their rows.
@Suite struct TableTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  /// Compares a text with the one that was kept; with SUBSIDY_WRITE_TABLES it is kept again.
  private func expect(_ text: String, isKeptIn name: String) throws {
    let file = TableTests.folder.appending(path: "tables/\(name)")
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_TABLES"] != nil { try Data(text.utf8).write(to: file) }
    #expect(try text == String(contentsOf: file, encoding: .utf8), "\(name) is not what was kept")
  }

  /// A ledger with one of the pasts that are kept, and a paper that was issued and books that were closed at its end.
  private func ledger(_ history: String) throws -> Box {
    let box = try Box()
    _ = try box.ledger.importHistory(TableTests.folder.appending(path: history).path)
    let paper =
      #"{"type":"paper-issued","recorded":"2026-12-01T00:00:00Z","by":"op-1","scheme":"linyi","paper":"roster","#
      + #""number":"7","month":"2026-11","sha256":"\#(String(repeating: "0", count: 64))","rows":3}"#
    let sums = ["paid", "returned", "bounced", "adjusted", "repaid", "putBack", "writtenOff", "outstanding"]
    let close =
      #"{"type":"month-closed","recorded":"2026-12-01T00:00:00Z","by":"op-1","month":"2026-11","size":9,"#
      + #""root":"\#(String(repeating: "0", count: 64))""# + sums.map { #","\#($0)Fen":7"# }.joined() + "}"
    _ = try box.ledger.importHistory(box.file([paper, close]))
    return box
  }

  @Test("the columns, keys and indexes of the tables are those that were kept")
  func schema() throws {
    let creations = Projections.standard.map(\.layout).flatMap { layout in
      [layout.creation] + layout.indexCreations + layout.sums.flatMap { [$0.creation, $0.keyCreation] }
    }
    let lines = creations.map { creation in
      // A line for each column, key and parent.
      creation.replacing(#/, (?=[a-z0-9_]+ [A-Z]|PRIMARY|FOREIGN)/#, with: ",\n  ") + ";\n"
    }
    try expect(lines.joined(), isKeptIn: "schema.sql")
    let box = try ledger("papers/story.jsonl")
    _ = try box.ledger.rebuildProjections()
    let database = try SQLiteDatabase(path: "\(box.ledger.path)/index.sqlite", access: .readOnly)
    let statement = try database.prepare("SELECT sql || ';\n' FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    var index = ""
    while try statement.step() { index += statement.text(at: 0) ?? "" }
    try expect(index, isKeptIn: "index.sql")
  }

  @Test("the rows of two pasts, in which every table has some, are those that were kept, byte for byte")
  func digests() throws {
    var (lines, filled) = ("", Set<String>())
    for history in ["examples/wide.history.jsonl", "papers/story.jsonl"] {
      lines += "\(history)\n"
      let box = try ledger(history)
      for table in try withExtendedLifetime(box, { try box.ledger.surveyProjections() }) {
        lines += "\(table.name) \(table.rows) \(table.foldedDigest)\n"
        if table.rows > 0 { filled.insert(table.name) }
      }
    }
    try expect(lines, isKeptIn: "digests.txt")
    #expect(filled.isSuperset(of: Projections.standard.map(\.layout.name)))
  }

  @Test("every row of a table that has a parent has its parent's row")
  func parents() throws {
    let box = try ledger("papers/story.jsonl")
    _ = try box.ledger.rebuildProjections()
    let database = try SQLiteDatabase(path: "\(box.ledger.path)/read-model.sqlite", access: .readOnly)
    #expect(try database.pragma("foreign_key_check") == nil)
    let children = try database.prepare(
      "SELECT count(*) FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS f WHERE f.seq = 0")
    #expect(try children.step() && children.int(at: 0) == 8)
  }

  @Test("a value's type says what a column holds, and an optional one may be NULL")
  func kinds() {
    let table = TableDeclaration<(person: Identifier, amount: Fen?, on: CivilDate, isDone: Bool)>(
      "own", version: 1, key: [Column("person") { $0.person }],
      columns: [Column("amount_fen") { $0.amount }, Column("on_date") { $0.on }, Column("done") { $0.isDone }])
    #expect(
      Own(table: table).layout.creation
        == "CREATE TABLE own (person TEXT NOT NULL, amount_fen INTEGER, on_date TEXT NOT NULL, done INTEGER NOT NULL, "
        + "PRIMARY KEY (person)) STRICT, WITHOUT ROWID")
    #expect(Own(table: table).layout.columns.map(\.kind) == [.identifier, .money, .date, .flag])
  }
}

private struct Own: Projection {
  let table: TableDeclaration<(person: Identifier, amount: Fen?, on: CivilDate, isDone: Bool)>
}
