import HistorySupport
import Ledger
import ReadModel
import Subsidy
import Testing
import Values

/// A reversal that a history brought is no operator's act: it undoes nothing.
@Suite struct ImportedReversalTests {
  @Test("a reversal of a history undoes nothing: not in the state, in tables made anew, or in a ledger held open")
  func undoesNothing() throws {
    let test = try TestLedger(adopting: [])
    let payment = #""person":"p1","scheme":"jingdezhen","month":"2019-12","amountFen":100,"batch":"b1"}"#
    let lines = [
      Entry.registered(),
      #"{"type":"policy-adopted","scheme":"jingdezhen","policy":"jingdezhen-2024-139","parameters":{}}"#,
      #"{"type":"payment-ordered",\#(payment)"#, #"{"type":"paid",\#(payment)"#,
      #"{"type":"reversed","of":4,"request":"r1"}"#,
    ]
    _ = try test.ledger.importHistory(test.file(lines.map { Entry.past($0, "2020-01-01T00:00:00Z") }))
    let content = try #require(try test.ledger.answer(.batch("b1", on: test.clock.now.civilDate)).value)
    #expect(content.lines.map(\.item.outcome) == [.paid])
    try test.checkAnswers()
    let live = try LiveLedger(test.ledger)
    try live.checkState(test)
    #expect(try live.read { $0.state.items(ofBatch: "b1").map(\.outcome) } == [.paid])
  }
}
