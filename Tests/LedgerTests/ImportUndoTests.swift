import Ledger
import Subsidy
import Testing
import Values

/// A list of contributions that was taken in by mistake, taken back as a whole, or except for ordered months.
@Suite struct ImportUndoTests {
  static let march = Month("2025-03")!
  static let approved = (1...10).map { "p\($0)" }
  static let others = (1...990).map { "q\($0)" }

  /// A thousand persons, ten of them approved.
  private func ledger() throws -> TestLedger {
    let test = try TestLedger()
    for person in ImportUndoTests.approved { try test.approve(person) }
    let lines = ImportUndoTests.others.map { Entry.registered($0) }
    _ = try test.ledger.record(test.file(lines), by: "op-1", key: nil, skipsRefused: false)
    return test
  }

  private func take(_ persons: [String], into test: TestLedger, amount: String = "600.00") throws -> Identifier {
    let csv = "person,amount,paidOn\n" + persons.map { "\($0),\(amount),2025-03-20\n" }.joined()
    let outcome = try test.ledger.importContributions(
      test.file(Array(csv.utf8)), month: ImportUndoTests.march, by: "op-1")
    return try #require(outcome.id)
  }

  /// Every claim and every contribution of all persons.
  private func known(_ test: TestLedger) throws -> [String] {
    let state = try test.ledger.state()
    return state.personsInOrder.map { number in
      let claims = state.entitlementsByScheme(ofPersonAt: number).map { "\($0.months) \($0.usedMonths) \($0.recovery)" }
      return "\(state.persons.identifiers[number]) \(state.people[number].contributions) \(claims)"
    }
  }

  private func contributions(_ test: TestLedger) throws -> [Int] {
    try test.ledger.state().people.map(\.contributions.count)
  }

  @Test("all of an import or nothing is undone, or all but what was ordered; what is left is as if it had never come")
  func undoes() throws {
    let test = try ledger()
    let without = try TestLedger(copying: test)
    let partly = try TestLedger(copying: test)
    let everybody = ImportUndoTests.approved + ImportUndoTests.others
    let name = try take(everybody, into: test)
    _ = try take(ImportUndoTests.approved, into: partly)
    for ledger in [test, partly] {
      _ = try ledger.ledger.draft("b1", scheme: "jingdezhen", through: ImportUndoTests.march, by: "drafter")
    }
    let before = try test.disk()
    let refused = try refusal { _ = try test.ledger.undoImport(name, by: "op-1") }
    guard case .restsOnImport(name, let resting)? = refused else {
      Issue.record("not refused for what rests on it: \(String(describing: refused))")
      return
    }
    #expect(resting.map(\.person.description).sorted() == ImportUndoTests.approved.sorted())
    #expect(try test.ledger.undoImport(name, keepsResting: true, isDryRun: true, by: "op-1").undone == 990)
    #expect(try test.disk() == before)
    let outcome = try test.ledger.undoImport(name, keepsResting: true, by: "op-1")
    #expect(outcome.undone == 990 && outcome.kept.count == 10)
    #expect(try known(test) == known(partly))
    try test.check()
    // Once nothing rests on the others either, they go as well.
    try test.ledger.cancel("b1", by: "x")
    let rest = try test.ledger.undoImport(name, by: "op-1")
    #expect(rest.undone == 10 && rest.before == 990 && rest.kept.isEmpty)
    #expect(try contributions(test) == contributions(without))
    try test.check()
  }

  @Test("what a later list had replaced counts again, and an import that is not there is refused")
  func earlier() throws {
    let test = try ledger()
    _ = try take(["p1"], into: test)
    let second = try take(["p1"], into: test, amount: "700.00")
    #expect(try test.month("2025-03").contribution == Fen(70_000))
    #expect(try test.ledger.undoImport(second, by: "op-1").undone == 1)
    #expect(try test.month("2025-03").contribution == Fen(60_000))
    #expect(try test.ledger.undoImport(second, by: "op-1").undone == 0)
    #expect(try refusal { _ = try test.ledger.undoImport("I20250410-1", by: "op-1") } == .unknownImport("I20250410-1"))
    try test.check()
  }
}
