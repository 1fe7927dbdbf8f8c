import ReadModel
import Subsidy
import System
import TestSupport
import Testing
import Values

/// The sums of the rows of tables, kept beside them.
@Suite struct SumsTests {
  private static let sums = Projections.standard.flatMap(\.layout.sums)

  /// A change made from outside to a table of sums.
  enum Fault: CaseIterable {
    case changed, missing, extra, doubled

    func statements(_ sums: SumsLayout) -> [String] {
      let first = "rowid = (SELECT min(rowid) FROM \(sums.name))"
      switch self {
      case .changed: return ["UPDATE \(sums.name) SET rows = rows + 1 WHERE \(first)"]
      case .missing: return ["DELETE FROM \(sums.name) WHERE \(first)"]
      case .extra:
        let others = sums.columns.dropFirst().map(\.name).joined(separator: ", ")
        return ["INSERT INTO \(sums.name) SELECT '7', \(others) FROM \(sums.name) WHERE \(first)"]
      // As pages might have it that no program has written: the key forbids it.
      case .doubled:
        return [
          "DROP INDEX \(sums.name)_key", "INSERT INTO \(sums.name) SELECT * FROM \(sums.name) WHERE \(first)",
        ]
      }
    }

    /// Whether a row is reported as it is stored, and as the fold gives it.
    var isTold: (stored: Bool, folded: Bool) {
      switch self {
      case .changed: (true, true)
      case .missing: (false, true)
      case .extra, .doubled: (true, false)
      }
    }
  }

  /// Gives tables in which each table of sums has rows, and what they were made from.
  private func inTables(_ body: (String, ReadModelSource) throws -> Void) throws {
    let source = try ReadModelSource.made(of: RandomHistory.events(7))
    try inFolder { path in
      try ReadModel.rebuild(path, Projections.standard, from: source)
      try body(path, source)
    }
  }

  @Test(
    "a check finds a row of sums that is not what the rows of the fold come to, and names its table and no other",
    arguments: sums.map(\.name), Fault.allCases)
  func finds(_ name: String, _ fault: Fault) throws {
    let sums = try #require(SumsTests.sums.first { $0.name == name })
    try inTables { path, source in
      do {
        let database = try SQLiteDatabase(path: path, access: .readWrite)
        for statement in fault.statements(sums) { try database.execute(statement) }
      }
      let wrong = try ReadModel(opening: path, Projections.standard).check(against: source).filter { !$0.isEqual }
      #expect(wrong.map(\.name) == [name])
      let difference = try #require(wrong.first?.differences.first)
      #expect(wrong.first?.differences.count == 1)
      #expect((difference.stored != nil, difference.folded != nil) == fault.isTold)
    }
  }

  @Test("a table of sums takes no second row for the same values, NULL among them", arguments: sums.map(\.name))
  func hasKey(_ name: String) throws {
    try inTables { path, source in
      do {
        let database = try SQLiteDatabase(path: path, access: .readWrite)
        let rows = try database.prepare("SELECT rowid FROM \(name)")
        var number = 0
        while try rows.step() {
          number += 1
          #expect(throws: SQLiteError.self) {
            try database.execute("INSERT INTO \(name) SELECT * FROM \(name) WHERE rowid = \(rows.int(at: 0))")
          }
        }
        #expect(number > 0, "the run has lost its subject")
      }
      let model = try ReadModel(opening: path, Projections.standard)
      for check in try model.check(against: source) { #expect(check.isEqual, "\(check)") }
    }
  }

  @Test("a change looks for the rows of sums by their key", arguments: sums.map(\.name))
  func searches(_ name: String) throws {
    let sums = try #require(SumsTests.sums.first { $0.name == name })
    try inTables { path, _ in
      let database = try SQLiteDatabase(path: path, access: .readOnly)
      for statement in [sums.addition, sums.removal] {
        let plan = try database.prepare("EXPLAIN QUERY PLAN \(statement)")
        while try plan.step() { #expect(plan.text(at: 3)?.hasPrefix("SEARCH") == true, "\(plan.text(at: 3) ?? "")") }
      }
    }
  }

  @Test("the books of a month are found by the key of their sums", arguments: ["book_sums", "movement_sums"])
  func monthsAreSearched(_ name: String) throws {
    let sums = try #require(SumsTests.sums.first { $0.name == name })
    try inTables { path, _ in
      let database = try SQLiteDatabase(path: path, access: .readOnly)
      let plan = try database.prepare("EXPLAIN QUERY PLAN \(sums.question(forMonths: ["paid_fen"]))")
      while try plan.step() { #expect(plan.text(at: 3)?.hasPrefix("SEARCH") == true, "\(plan.text(at: 3) ?? "")") }
    }
  }

  @Test("the books of each of some months are what the fold says of each", arguments: [1, 2, 4, 5, 6] as [UInt64])
  func books(_ seed: UInt64) throws {
    let source = try ReadModelSource.made(of: RandomHistory.events(seed))
    try inFolder { path in
      try ReadModel.rebuild(path, Projections.standard, from: source)
      let model = try ReadModel(opening: path, Projections.standard)
      let months = ("2024-11"...("2025-04" as Month)) as ClosedRange<Month>
      let told = try #require(try model.answer(.books(ofEach: months)))
      let folded = (0..<6).map { source.state.books(of: months.lowerBound.adding($0)) }
      #expect(told == folded, "seed \(seed)")
      #expect(try model.answer(.books(of: months.upperBound)) == folded.last, "seed \(seed)")
      #expect(folded.contains { $0.total.outstanding > .zero }, "the run has lost its subject")
    }
  }

  @Test("claims that end soon are found by how many months are left, in their order")
  func ending() throws {
    try inTables { path, _ in
      let database = try SQLiteDatabase(path: path, access: .readOnly)
      let plan = try database.prepare("EXPLAIN QUERY PLAN \(ReadModel.question(for: .ending(within: 3)))")
      var steps: [String] = []
      while try plan.step() { steps.append(plan.text(at: 3) ?? "") }
      #expect(steps == ["SEARCH claims USING INDEX claims_granted (remaining_months<?)"])
    }
  }

  /// Sums of a table with a column of each kind.
  private static func declare(by columns: [String], adding sums: [TableSums.Sum] = []) {
    _ = TableDeclaration<Void>(
      "own", version: 1, key: [Column("person") { _ in "p" as Identifier }],
      columns: [
        Column("paid") { _ in Fen.zero }, Column("owed") { _ in Fen?.none },
        Column("day") { _ in "2025-01-01" as CivilDate },
        Column("rows") { _ in 1 }, Column("picture") { _ in [UInt8]() },
      ],
      sums: [TableSums("own_sums", by: columns, adding: sums)])
  }

  @Test("sums are declared of what a change and SQLite add up alike")
  func declarations() async {
    SumsTests.declare(by: ["day"], adding: [.of("paid"), .count("some", positive: "paid")])
    await #expect(processExitsWith: .failure, "nothing in common") { SumsTests.declare(by: []) }
    await #expect(processExitsWith: .failure, "bytes in common") { SumsTests.declare(by: ["picture"]) }
    await #expect(processExitsWith: .failure, "a column that is called as the number of rows") {
      SumsTests.declare(by: ["rows"])
    }
    await #expect(processExitsWith: .failure, "a sum that is called as the number of rows") {
      SumsTests.declare(by: ["day"], adding: [.count("rows", positive: "paid")])
    }
    await #expect(processExitsWith: .failure, "two sums with one name") {
      SumsTests.declare(by: ["day"], adding: [.of("paid"), .count("paid", positive: "paid")])
    }
    await #expect(processExitsWith: .failure, "a name that is SQL") {
      SumsTests.declare(by: ["day"], adding: [.count("a, b", positive: "paid")])
    }
    await #expect(processExitsWith: .failure, "a sum of what may be NULL") {
      SumsTests.declare(by: ["day"], adding: [.of("owed")])
    }
    await #expect(processExitsWith: .failure, "a sum of days") {
      SumsTests.declare(by: ["paid"], adding: [.of("day")])
    }
  }
}
