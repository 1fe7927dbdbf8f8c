import EventLog
import Foundation
import HistorySupport
import Ledger
import Subsidy
import System
import Testing
import Values

/// Evidence, and decisions that grant or move money, rest on the log alone: an edit of a table beside it changes nothing.
///
/// > Source: contract 3, section 8.
@Suite struct EditedTablesTests {
  /// A ledger in which p1 was paid, and p2 waits for the last review after a fact that speaks against an approval.
  ///
  /// - Returns: the ledger, and a copy of its index from before that fact.
  private func life() throws -> (ledger: TestLedger, oldIndex: String) {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"), Entry.contributed("2025-02"))
    try test.pay()
    try test.record(
      Entry.registered("p2"), Entry.fact("difficulty-recognised", "p2"), Entry.fact("flexible-registered", "p2"),
      #"{"type":"applied","person":"p2","application":"a-p2","scheme":"jingdezhen","from":"2025-04","undertaking":true,"channel":"c"}"#,
      #"{"type":"verified","person":"p2","application":"a-p2","stage":"acceptance","outcome":"passed"}"#)
    try test.record(
      Entry.contributed("2025-03"),
      #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2025-02-03","to":"2025-02-20","source":"s"}"#)
    let oldIndex = "\(test.directory)/old-index.sqlite"
    try test.settle("index.sqlite")
    try FileManager.default.copyItem(atPath: "\(test.ledger.path)/index.sqlite", toPath: oldIndex)
    try test.record(Entry.fact("employed", "p2"))
    return (test, oldIndex)
  }

  /// The ledger's evidence for an auditor.
  private func evidence(_ test: TestLedger) throws -> [String] {
    var said: [String] = []
    for person: Identifier in ["p1", "p2"] {
      for month in ["2025-01", "2025-03", "2025-04"] {
        let found = try test.ledger.explain(Month(month)!, of: person)
        // A pack's parameters have no order of their own.
        said += found.content.map { explanation in
          let checks = explanation.checks.map { "\($0.reason) \($0.outcome) \($0.evidence)" }
          return "\(found.log) \(explanation.entitlement) \(checks) \(explanation.movements)"
        }
      }
      said.append("\(try test.ledger.timeline(of: person).content)")
    }
    let replay = try test.ledger.auditReplay()
    said.append("\(replay.findings) \(replay.totals)")
    let diff = try test.ledger.difference(from: Instant("2020-01-01T00:00:00Z")!)
    return said + ["\(diff.diff.changes)"]
  }

  private static let refused = "refused: "

  /// The outcomes of acts that grant or move money: the events that they append, or the refusal.
  private func acts(_ test: TestLedger) throws -> [String] {
    func outcome(_ act: () throws -> Void) throws -> String {
      let before = try test.events().count
      do { try act() } catch { return "\(Self.refused)\(error)" }
      return "\(try test.events().dropFirst(before).map(\.body))"
    }
    return [
      try outcome {
        try test.record(
          #"{"type":"verified","person":"p2","application":"a-p2","stage":"review","outcome":"passed"}"#)
      },
      try outcome { _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: Month("2025-03")!, by: "drafter") },
      try outcome { try test.ledger.approve("b2", by: "second") },
      try outcome { _ = try test.ledger.demandRecovery(by: "op-1") },
    ]
  }

  /// An edit of one of the files beside the log.
  struct Edit: Sendable, CustomTestStringConvertible {
    let file: String
    /// The statement for a table; nil for a table that it is not meant for.
    let statement: @Sendable (String) -> String?
    let testDescription: String
  }

  static let edits =
    ["index.sqlite", "read-model.sqlite", "vault.sqlite"].map { file in
      Edit(file: file, statement: { "DELETE FROM \($0)" }, testDescription: "every row removed, \(file)")
    } + [
      Edit(
        file: "index.sqlite", statement: { $0 == "events" ? "UPDATE events SET person = person || 'x'" : nil },
        testDescription: "events of nobody"),
      Edit(
        file: "index.sqlite",
        statement: {
          $0 == "events" ? "UPDATE events SET places = (SELECT places FROM events WHERE person = 'p1')" : nil
        },
        testDescription: "everybody has the events of p1"),
      Edit(
        file: "index.sqlite",
        statement: { $0 == "position" ? "UPDATE position SET size = size - 1" : nil },
        testDescription: "an index of another size"),
      Edit(
        file: "read-model.sqlite",
        statement: { $0 == "months" ? "UPDATE months SET entitled_fen = 0, payable_fen = 99900, reasons = ''" : nil },
        testDescription: "other months"),
      Edit(
        file: "read-model.sqlite",
        statement: { $0 == "applications" ? "UPDATE applications SET outcome = 'approved'" : nil },
        testDescription: "everybody approved"),
      Edit(
        file: "vault.sqlite",
        statement: { $0 == "version" ? "UPDATE version SET data = CAST('{\"account\":\"62220200\"}' AS BLOB)" : nil },
        testDescription: "one account for all"),
    ]

  @Test("an edited index, read model or vault changes no evidence and no act", arguments: edits)
  func edited(_ edit: Edit) throws {
    let (made, _) = try life()
    let untouched = try TestLedger(copying: made)
    let (shown, done) = (try evidence(untouched), try acts(untouched))
    #expect(done[0].contains("rejected") && done[1].contains("payment"), "\(done)")
    let path = "\(made.ledger.path)/\(edit.file)"
    for table in try Self.tables(of: path) {
      guard let statement = edit.statement(table) else { continue }
      let changed = try TestLedger(copying: made)
      try Self.run(["PRAGMA foreign_keys = OFF", statement], on: "\(changed.ledger.path)/\(edit.file)")
      #expect(try evidence(changed) == shown, "\(statement)")
      for (act, expected) in zip(try acts(changed), done) {
        // Without its vault no person is registered, approved or paid, and later acts are about another log.
        if edit.file == "vault.sqlite", act.hasPrefix(Self.refused) { break }
        #expect(act == expected, "\(statement)")
      }
      #expect(changed.ledger.verify().outcome == .whole)
    }
  }

  @Test("an index that hides an event lets nobody be approved and explains nothing away")
  func hiddenEvent() throws {
    let (made, oldIndex) = try life()
    let untouched = try TestLedger(copying: made)
    let old = try SQLiteDatabase(path: oldIndex, access: .readOnly)
    let select = try old.prepare("SELECT places, count FROM events WHERE person = 'p2'")
    let isThere = try select.step()
    #expect(isThere)
    let (places, count) = (select.blob(at: 0) ?? [], select.int(at: 1))
    do {
      let database = try SQLiteDatabase(path: "\(made.ledger.path)/index.sqlite", access: .readWrite)
      let update = try database.prepare("UPDATE events SET places = ?1, count = ?2 WHERE person = 'p2'")
      try update.bind(places, at: 1)
      try update.bind(count, at: 2)
      try update.run()
      #expect(!places.isEmpty && count > 0)
    }
    #expect(try evidence(made) == evidence(untouched))
    #expect(try acts(made) == acts(untouched))
  }

  private static func tables(of path: String) throws -> [String] {
    let database = try SQLiteDatabase(path: path, access: .readOnly)
    let select = try database.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    var names: [String] = []
    while try select.step() { names.append(select.text(at: 0) ?? "") }
    #expect(!names.isEmpty)
    return names
  }

  private static func run(_ statements: [String], on path: String) throws {
    let database = try SQLiteDatabase(path: path, access: .readWrite)
    for statement in statements { try database.execute(statement) }
  }
}
