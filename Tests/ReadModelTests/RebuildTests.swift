import EventLog
import Foundation
import Policy
import ReadModel
import Subsidy
import System
import TestSupport
import Testing
import Values

/// Tables made from nothing, beside the live ones.
@Suite struct RebuildTests {
  /// Twelve persons, and the number of the fact of one of them.
  private func story() -> (events: [Event], fact: UInt64) {
    var story = Story("jingdezhen-2024-139")
    for person in 10...20 { story.register("p\(person)".identifier) }
    let fact = story.sequence
    story.given(
      .factRecorded(FactRecorded(person: "p15", fact: .pension, from: "2024-01-01", source: "s")))
    return (story.events, fact)
  }

  @Test("a rebuild that was cut short goes on behind the persons that it had finished, and ends the same")
  func resumes() throws {
    let (events, fact) = story()
    try inFolder { path in
      #expect(throws: Stopped.self) {
        try ReadModel.rebuild(path, Projections.standard, from: .made(of: events, failingAt: fact), chunk: 2)
      }
      #expect(!FileManager.default.fileExists(atPath: path), "nothing is put in place before it is complete")
      let taken = try ReadModel.rebuild(path, Projections.standard, from: .made(of: events), chunk: 2)
      #expect(taken == 6)
      let model = try ReadModel(opening: path, Projections.standard)
      for check in try model.check(against: .made(of: events)) { #expect(check.isEqual, "\(check)") }
    }
  }

  @Test("what a rebuild of another log or another version has left is not taken over", arguments: [true, false])
  func doesNotMix(_ isOtherLog: Bool) throws {
    let (events, fact) = story()
    try inFolder { path in
      let first: [any Projection] = isOtherLog ? Projections.standard : [Counting(version: 1)] + Projections.standard
      let second: [any Projection] = isOtherLog ? Projections.standard : [Counting(version: 2)] + Projections.standard
      #expect(throws: Stopped.self) {
        try ReadModel.rebuild(path, first, from: .made(of: events, root: "a", failingAt: fact), chunk: 2)
      }
      let root = isOtherLog ? "b" : "a"
      #expect(try ReadModel.rebuild(path, second, from: .made(of: events, root: root), chunk: 2) == 0)
      let model = try ReadModel(opening: path, second)
      #expect(try model.isOurs())
      for check in try model.check(against: .made(of: events)) { #expect(check.isEqual, "\(check)") }
    }
  }

  @Test("a survey says the rows and digests that a rebuild writes, and writes nothing")
  func surveys() throws {
    let (events, _) = story()
    let survey = try ReadModel.survey(.made(of: events), Projections.standard)
    try inFolder { path in
      try ReadModel.rebuild(path, Projections.standard, from: .made(of: events))
      let model = try ReadModel(opening: path, Projections.standard)
      let checks = try model.check(against: .made(of: events))
      #expect(survey.map(\.name) == checks.map(\.name))
      #expect(survey.map(\.foldedDigest) == checks.map(\.storedDigest))
      #expect(survey.map(\.rows) == checks.map(\.rows))
      #expect(survey.allSatisfy { $0.storedDigest == nil })
    }
  }

  @Test("tables are STRICT, their keys hold, and the file is in WAL mode")
  func schema() throws {
    let (events, _) = story()
    try inFolder { path in
      try ReadModel.rebuild(path, Projections.standard, from: .made(of: events))
      let database = try SQLiteDatabase(path: path, access: .readOnly)
      #expect(try database.pragma("journal_mode") == "wal")
      #expect(try database.pragma("foreign_key_check") == nil)
      let loose = try database.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict")
      while try loose.step() { #expect(loose.text(at: 0)?.hasPrefix("sqlite_") == true) }
    }
  }

  @Test("an event that a projection cannot take halts it with the first such event and leaves the others whole")
  func halts() throws {
    var (events, fact) = story()
    events.append(
      Event(
        sequence: UInt64(events.count), recorded: events[0].recorded, by: "op",
        body: .factRecorded(FactRecorded(person: "p11", fact: .pension, from: "2024-02-01", source: "s"))))
    try inFolder { path in
      let projections: [any Projection] = [Counting(version: 1, refuses: true)] + Projections.standard
      try ReadModel.rebuild(path, projections, from: .made(of: events))
      let model = try ReadModel(opening: path, projections)
      let tables = try model.tableStatuses()
      // p11 comes before p15, but p15's event before p11's.
      #expect(tables[0].halt?.sequence == fact && tables[0].halt?.reason == "pension")
      #expect(tables[0].size == 0)
      #expect(tables.dropFirst().allSatisfy { $0.halt == nil && $0.size == UInt64(events.count) })
      let checks = try model.check(against: .made(of: events))
      #expect(checks.filter { !$0.isEqual }.map(\.name) == ["counting"])
      #expect(checks[0].halt?.sequence == fact)
    }
  }
}

/// Counts a person's facts; may refuse a pension.
struct Counting: Projection {
  struct Refused: Error, CustomStringConvertible { let description: String }

  let version: Int
  var refuses = false

  var table: TableDeclaration<(person: Identifier, facts: Int)> {
    TableDeclaration(
      "counting", version: version, key: [Column("person") { $0.person }], columns: [Column("facts") { $0.facts }])
  }
  let eventTypes: Set<EventType> = [.factRecorded]
  var initial: Int { 0 }

  func evolve(_ state: inout Int, _ event: Event) throws {
    if case .factRecorded(let fact) = event.body, fact.fact == .pension, refuses {
      throw Refused(description: fact.fact.rawValue)
    }
    state += 1
  }

  func rows(of person: PersonView, _ state: Int, in ledger: LedgerState) -> [(person: Identifier, facts: Int)] {
    [(person.person, state)]
  }
}
