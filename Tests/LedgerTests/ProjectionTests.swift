import Foundation
import Ledger
import Policy
import ReadModel
import Subsidy
import System
import Testing
import Values

/// Projections through the ledger: one of a user's own, versions, halts, and what a check says.
@Suite struct ProjectionTests {
  private func ledger(_ test: TestLedger, _ projections: [any Projection]) -> SubsidyLedger {
    SubsidyLedger(test.ledger.path, projections: projections) { [now = test.clock.now] in now }
  }

  private func rows(_ test: TestLedger, _ sql: String, in file: String = "read-model.sqlite") throws -> [String] {
    let database = try SQLiteDatabase(path: "\(test.ledger.path)/\(file)", access: .readOnly)
    let statement = try database.prepare(sql)
    var rows: [String] = []
    while try statement.step() {
      rows.append((0..<statement.columnCount).map { statement.text(at: $0) ?? "NULL" }.joined(separator: "|"))
    }
    return rows
  }

  private func visited(_ person: String, _ on: String, _ finding: String) -> String {
    #"{"type":"visited","person":"\#(person)","on":"\#(on)","finding":"\#(finding)"}"#
  }

  @Test("a projection of a user's own is made, follows every change, and is checked like ours")
  func ownProjection() throws {
    let test = try TestLedger()
    let ledger = ledger(test, Projections.standard + [VisitsProjection()])
    func record(_ lines: String...) throws {
      _ = try ledger.record(test.file(lines), by: "op-1", key: nil, skipsRefused: false)
    }
    // The tables are another list now, so that the first change makes them again, and the second follows.
    try record(Entry.registered("p1"), Entry.registered("p2"), visited("p1", "2025-01-10", "at home"))
    try record(visited("p1", "2025-02-10", "working"), visited("p2", "2025-02-11", "moved"))
    try record(visited("p1", "2025-01-02", "late entry"))
    #expect(
      try rows(test, "SELECT * FROM visits ORDER BY person")
        == ["p1|3|2025-02-10|working", "p2|1|2025-02-11|moved"])
    let (status, _, checks) = try ledger.checkProjections()
    #expect(status.isCurrent)
    for check in checks { #expect(check.isEqual, "\(check)") }
    #expect(checks.contains { $0.name == "visits" && $0.rows == 2 })
  }

  @Test("tables of another version are not ours, never followed, and made anew by the next change")
  func otherVersion() throws {
    let test = try TestLedger()
    func fold(_ version: Int) -> [any Projection] { Projections.standard + [Versioned(version: version)] }
    let (old, new) = (ledger(test, fold(1)), ledger(test, fold(2)))
    _ = try old.record(test.file([Entry.registered("p1")]), by: "op-1", key: nil, skipsRefused: false)
    #expect(try old.projectionStatus().isCurrent)
    #expect(try new.projectionStatus().position == nil)
    #expect(try rows(test, "SELECT * FROM versioned") == ["p1|1"])
    // Loading does not depend on tables that are not ours.
    #expect(try new.state(of: "p1").person("p1") != nil)
    _ = try new.record(test.file([Entry.registered("p2")]), by: "op-1", key: nil, skipsRefused: false)
    #expect(try new.projectionStatus().isCurrent)
    #expect(try old.projectionStatus().position == nil)
    #expect(try rows(test, "SELECT * FROM versioned ORDER BY person") == ["p1|2", "p2|2"])
  }

  @Test("a change of most people is followed by index and tables as any other is")
  func wideChange() throws {
    let test = try TestLedger()
    let ledger = test.ledger
    func record(_ lines: [String]) throws {
      _ = try ledger.record(test.file(lines), by: "op-1", key: nil, skipsRefused: false)
    }
    try record([Entry.registered("first")])
    #expect(try ledger.projectionStatus().isCurrent)
    try record((0...1_000).map { Entry.registered("p\($0)") })
    #expect(try ledger.projectionStatus().isCurrent && ledger.projectionStatus().isIndexCurrent)
    _ = try ledger.close(Month("2024-12")!, by: "op-1")
    // Every third of them, so that rows of others are in between.
    try record(stride(from: 0, through: 1_000, by: 3).map { Entry.contributed("2025-01", 60_000, "p\($0)") })
    #expect(try ledger.projectionStatus().isCurrent)
    // 1,002 people, and the events about no person.
    #expect(try rows(test, "SELECT count(*) FROM events", in: "index.sqlite") == ["1003"])
    for check in try ledger.checkProjections().checks { #expect(check.isEqual, "\(check)") }
  }

  @Test("a live event that a projection cannot take halts it there, and it takes no later one")
  func liveHalt() throws {
    let test = try TestLedger()
    let ledger = ledger(test, Projections.standard + [Versioned(version: 1, refuses: .pension)])
    func record(_ line: String) throws {
      _ = try ledger.record(test.file([line]), by: "op-1", key: nil, skipsRefused: false)
    }
    try record(Entry.registered("p1"))
    let size = try ledger.projectionStatus().size
    try record(Entry.fact("pension", "p1"))
    try record(Entry.registered("p2"))
    for _ in 0..<2 {
      let status = try ledger.projectionStatus()
      let own = try #require(status.tables.last)
      #expect(own.halt?.sequence == size)
      #expect(own.halt?.reason.contains("pension") == true)
      #expect(status.position?.size == status.size)
      #expect(!status.isCurrent)
      #expect(status.tables.dropLast().allSatisfy { $0.halt == nil && $0.size == status.size })
      let checks = try ledger.checkProjections().checks
      #expect(checks.filter { !$0.isEqual }.map(\.name) == ["versioned"])
      // A rebuild meets the same event.
      _ = try ledger.rebuildProjections()
    }
  }

  @Test(
    "a check names the row that was changed, and the event from which on no fold gives it", arguments: [true, false])
  func dates(_ wasEverRight: Bool) throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01", 60_000))
    let before = try rows(test, "SELECT entitled_fen FROM months WHERE month = '2025-01'")
    let size = try test.ledger.projectionStatus().size
    // The fact takes the month away; later events do not touch it.
    try test.record(Entry.fact("employed", from: "2025-01-10", to: "2025-01-11"))
    try test.record(Entry.contributed("2025-02"))
    let value = try wasEverRight ? #require(before.first) : "4711"
    do {
      let database = try SQLiteDatabase(path: "\(test.ledger.path)/read-model.sqlite", access: .readWrite)
      try database.execute(
        "UPDATE months SET entitled_fen = \(value), payable_fen = \(value), reasons = '', clauses = '' WHERE month = '2025-01'"
      )
    }
    let checks = try test.ledger.checkProjections().checks
    #expect(checks.filter { !$0.isEqual }.map(\.name) == ["months"])
    let difference = try #require(checks.flatMap(\.differences).first)
    #expect(difference.person == "p1")
    #expect(difference.stored?[5] == .integer(Int64(value)!))
    #expect(difference.folded?[5] == .integer(0))
    // A row that no fold ever gave is wrong since the person's first event.
    #expect(difference.since == (wasEverRight ? size : 2))
  }

  @Test("a row that is missing and one that is too much are named as such")
  func missingRows() throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"), Entry.contributed("2025-02"))
    do {
      let database = try SQLiteDatabase(path: "\(test.ledger.path)/read-model.sqlite", access: .readWrite)
      try database.execute(
        "UPDATE months SET month = '2025-03' WHERE month = '2025-02'")
      let index = try SQLiteDatabase(path: "\(test.ledger.path)/index.sqlite", access: .readWrite)
      try index.execute("DELETE FROM events WHERE person = 'p1'")
    }
    let checks = try test.ledger.checkProjections().checks
    let months = try #require(checks.first { $0.name == "months" })
    #expect(months.differences.map { $0.stored?[2] } == [nil, .text("2025-03")])
    #expect(months.differences.map { $0.folded?[2] } == [.text("2025-02"), nil])
    #expect(checks.filter { !$0.isEqual }.map(\.name) == ["months", "events"])
  }

  @Test("the read model catches up from its position after an import, without being made anew")
  func catchesUp() throws {
    let test = try TestLedger()
    try test.record(Entry.registered("p1"))
    let late = try test.file([
      Entry.past(Entry.registered("p2"), test.clock.now.description),
      Entry.past(Entry.contributed("2025-01", 60_000, "p2", id: "c1"), test.clock.now.description),
    ])
    _ = try test.ledger.importHistory(late, isLate: true, withoutTables: true)
    #expect(try !test.ledger.projectionStatus().isCurrent)
    // The row that a rebuild would take away is still there afterwards.
    do {
      let database = try SQLiteDatabase(path: "\(test.ledger.path)/read-model.sqlite", access: .readWrite)
      try database.execute(
        "INSERT INTO papers VALUES ('x', '1', 1, 's', '2025-01', 1, '', '', ''); PRAGMA user_version = 7")
    }
    try test.record(Entry.contributed("2025-02", 60_000, "p1"))
    #expect(try test.ledger.projectionStatus().isCurrent)
    #expect(try rows(test, "PRAGMA user_version") == ["7"])
    try test.check()
    // The id that came with the import is known by the index.
    #expect(
      try problems { try test.record(Entry.contributed("2025-01", 1, "p2", id: "c1")) } == [1: .refused(.idTaken("c1"))]
    )
  }
}

/// The version that made a person's row; may refuse a fact.
private struct Versioned: Projection {
  let version: Int
  var refuses: FactCode?
  let eventTypes: Set<EventType> = [.factRecorded]

  var table: TableDeclaration<(person: Identifier, version: Int)> {
    TableDeclaration(
      "versioned", version: version, key: [Column("person") { $0.person }], columns: [Column("version") { $0.version }])
  }

  struct Refused: Error { let fact: String }

  func evolve(_ state: inout Void, _ event: Event) throws {
    if case .factRecorded(let body) = event.body, body.fact == refuses { throw Refused(fact: body.fact.rawValue) }
  }

  func rows(of person: PersonView, _ state: Void, in ledger: LedgerState) -> [(person: Identifier, version: Int)] {
    [(person.person, version)]
  }
}
