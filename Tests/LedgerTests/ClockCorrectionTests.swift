import Foundation
import HistorySupport
import Ledger
import ReadModel
import Subsidy
import Testing
import Values

/// A clock that was wrong is corrected by two people: events recorded under it count as recorded at the time of the correction.
///
/// > Source: contract 3, section 5, `clock-corrected`.
@Suite struct ClockCorrectionTests {
  static let right = Instant("2026-03-01T01:00:00Z")!
  static let wrong = Instant("2035-03-01T01:00:00Z")!
  static let why = AskedReason("battery")

  private static func ask(
    _ test: TestLedger, from first: UInt64, by: Identifier = "asker"
  ) throws -> (requested: Requested, changes: [ClockSurvey.Change]) {
    try test.ledger.requestClockCorrection(from: first, why, by: by)
  }

  static func at(_ base: Instant, _ seconds: Int64) -> Instant { Instant(seconds: base.seconds + seconds) }

  /// A ledger in which a clock in 2035 recorded ten events, and whose clock is right again an hour after the last right one.
  ///
  /// - Returns: the ledger, and the number of the first event with the wrong clock.
  static func accident() throws -> (test: TestLedger, first: UInt64) {
    let test = try TestLedger()
    test.clock.now = right
    try test.approve()
    let first = UInt64(try test.events().count)
    for number in 0..<10 {
      test.clock.now = at(wrong, Int64(60 * number))
      let month = number % 9 + 1
      try test.record(
        number == 9 ? Entry.fact("employed", from: "2025-12-01") : Entry.contributed("2025-0\(month)", 60_000 + number))
    }
    test.clock.now = at(right, 3_600)
    return (test, first)
  }

  private func corrected() throws -> (test: TestLedger, first: UInt64, name: Identifier) {
    let (test, first) = try ClockCorrectionTests.accident()
    let asked = try ClockCorrectionTests.ask(test, from: first)
    test.clock.now = ClockCorrectionTests.at(ClockCorrectionTests.right, 7_200)
    _ = try test.ledger.consent(to: asked.requested.request, by: "other")
    return (test, first, asked.requested.request)
  }

  private func instants(_ test: TestLedger) throws -> [Instant] {
    try test.ledger.timeline(of: "p1").content.map(\.event.recorded)
  }

  @Test("every event of the wrong clock counts as recorded when it was corrected, and no other")
  func instants() throws {
    let (test, first) = try ClockCorrectionTests.accident()
    let before = try instants(test)
    #expect(before.suffix(10) == (0..<10).map { ClockCorrectionTests.at(ClockCorrectionTests.wrong, 60 * $0) }[...])
    let asked = try ClockCorrectionTests.ask(test, from: first)
    #expect(asked.changes.map(\.sequence) == Array(first..<first + 10))
    #expect(asked.changes.map(\.recorded)[...] == before.suffix(10))
    #expect(asked.changes.allSatisfy { $0.corrected == test.clock.now })
    // A request alone changes nothing, and the log with it is whole.
    #expect(try instants(test) == before)
    try test.check()
    let now = ClockCorrectionTests.at(ClockCorrectionTests.right, 7_200)
    test.clock.now = now
    _ = try test.ledger.consent(to: asked.requested.request, by: "other")
    #expect(try instants(test) == before.dropLast(10) + Array(repeating: now, count: 10))
    try test.check()
    #expect(try test.ledger.state().lastRecorded == now)
    let report = try test.ledger.auditReplay()
    #expect(report.clocks.map { $0.changes.count } == [10] && report.clocks.first?.sequence == first + 11)
    #expect(!report.findings.contains { $0.code == .withoutConsent })
    // The ledger goes on.
    test.clock.now = ClockCorrectionTests.at(now, 60)
    try test.record(Entry.contributed("2025-10"))
    try test.check()
  }

  @Test("a rebuild, an index read on its own and a whole fold say the same of every instant")
  func rebuilt() throws {
    let (test, _, _) = try corrected()
    let folded = try instants(test)
    for name in ["index.sqlite", "read-model.sqlite"] {
      try FileManager.default.removeItem(atPath: "\(test.ledger.path)/\(name)")
    }
    #expect(try instants(test) == folded)
    _ = try test.ledger.rebuildProjections()
    #expect(try instants(test) == folded)
    try test.check()
  }

  @Test("a point in time between cuts by the corrected instants")
  func knownAt() throws {
    let (test, first, _) = try corrected()
    let between = ClockCorrectionTests.at(ClockCorrectionTests.right, 1_800)
    #expect(try test.ledger.state(knownAt: between).size == first)
    #expect(try test.ledger.timeline(of: "p1", knownAt: between).content.map(\.event.sequence).max() == first - 1)
    let then = ClockCorrectionTests.at(ClockCorrectionTests.right, 7_200)
    #expect(try test.ledger.state(knownAt: then).size == first + 12)
    #expect(try test.ledger.state(of: "p1", knownAt: then).person("p1") != nil)
    #expect(try test.ledger.auditReplay(knownAt: between).size == first)
    #expect(try test.ledger.timeline(of: "p1", knownAt: then).content.last?.event.recorded == then)
  }

  @Test("only the largest step is corrected, by a clock that is right, and nothing comes between")
  func refusals() throws {
    let (test, first) = try ClockCorrectionTests.accident()
    func ask(_ first: UInt64) throws -> Refusal? {
      try refusal { _ = try ClockCorrectionTests.ask(test, from: first) }
    }
    let step = ClockSteps.Step(
      sequence: first, before: ClockCorrectionTests.right, after: ClockCorrectionTests.wrong)
    let before = try test.disk()
    #expect(try ask(first + 1) == .notLargestStep(first + 1, largest: step))
    #expect(try ask(1_000) == .notLargestStep(1_000, largest: step))
    let now = test.clock.now
    test.clock.now = ClockCorrectionTests.at(ClockCorrectionTests.right, -1)
    #expect(try ask(first) == .beforeClockStep(step, now: test.clock.now))
    test.clock.now = ClockCorrectionTests.wrong
    #expect(try ask(first) == .clockRight(step, now: test.clock.now))
    #expect(try test.disk() == before)
    test.clock.now = now
    let old = try ClockCorrectionTests.ask(test, from: first).requested.request
    let waiting = try test.disk()
    test.clock.now = ClockCorrectionTests.at(now, 60)
    #expect(try refusal { try test.record(Entry.contributed("2025-10")) } == .clockRequested(old))
    let past = Entry.past(Entry.contributed("2025-10"), "2026-03-01T02:30:00Z")
    #expect(try refusal { try test.history(past) } == .clockRequested(old))
    #expect(try refusal { _ = try test.ledger.consent(to: old, by: "ASKER") } == .consentByRequester("ASKER"))
    #expect(try test.disk() == waiting)
    // A new request takes the place of the first one.
    let new = try ClockCorrectionTests.ask(test, from: first, by: "third").requested.request
    #expect(try refusal { _ = try test.ledger.consent(to: old, by: "other") } == .clockRequested(new))
    test.clock.now = ClockCorrectionTests.at(ClockCorrectionTests.right, -1)
    let early = test.clock.now
    #expect(try refusal { _ = try test.ledger.consent(to: new, by: "other") } == .beforeClockStep(step, now: early))
    // A clock that is a little behind the request is no matter.
    test.clock.now = ClockCorrectionTests.at(ClockCorrectionTests.right, 30)
    _ = try test.ledger.consent(to: new, by: "asker")
    #expect(try instants(test).suffix(10) == Array(repeating: test.clock.now, count: 10)[...])
    try test.check()
  }

  @Test("after a correction a point in time is folded, though the last event was recorded before it")
  func pointsAreFolded() throws {
    let (test, _, _) = try corrected()
    let day = test.clock.now.civilDate
    let found = try test.ledger.answer(.unpaid(on: day), at: ReplayPoint(knownAt: test.clock.now))
    let state = try test.ledger.state(knownAt: test.clock.now)
    #expect(!found.isFromTables && found.size == state.size && found.value == state.unpaidClaims(on: day))
  }

  @Test("a second accident is corrected by itself")
  func twice() throws {
    let (test, first, _) = try corrected()
    let once = try instants(test)
    test.clock.now = Instant("2031-01-01T00:00:00Z")!
    try test.record(Entry.contributed("2025-10"))
    let second = UInt64(try test.events().count) - 1
    test.clock.now = ClockCorrectionTests.at(ClockCorrectionTests.right, 10_000)
    #expect(
      try refusal { _ = try ClockCorrectionTests.ask(test, from: first) }
        == .notLargestStep(
          first,
          largest: .init(
            sequence: second, before: ClockCorrectionTests.at(ClockCorrectionTests.right, 7_200),
            after: Instant("2031-01-01T00:00:00Z")!)))
    let asked = try ClockCorrectionTests.ask(test, from: second)
    _ = try test.ledger.consent(to: asked.requested.request, by: "other")
    #expect(try instants(test) == once + [test.clock.now])
    let changed = try test.ledger.correctedClocks().map { $0.changes.map(\.sequence) }
    #expect(changed == [Array(first..<first + 10), [second]])
    try test.check()
  }

  @Test("the months' books and the last import follow the corrected instants")
  func months() throws {
    let test = try TestLedger()
    test.clock.now = ClockCorrectionTests.right
    try test.approve()
    try test.record(Entry.contributed("2025-01"))
    let first = UInt64(try test.events().count)
    test.clock.now = ClockCorrectionTests.wrong
    try test.pay(through: Month("2025-01")!)
    let visit = #"{"type":"visited","person":"p1","on":"2025-02-01"}"#
    let late = Entry.past(visit, ClockCorrectionTests.wrong.description)
    _ = try test.ledger.importHistory(test.file([late]), isLate: true)
    let (march, later) = (Month("2026-03")!, Month("2035-03")!)
    #expect(try test.ledger.state().books(of: later).total.paid > .zero)
    test.clock.now = ClockCorrectionTests.at(ClockCorrectionTests.right, 3_600)
    let asked = try ClockCorrectionTests.ask(test, from: first)
    _ = try test.ledger.consent(to: asked.requested.request, by: "other")
    #expect(try test.ledger.state().books(of: later).total.paid == .zero)
    #expect(try test.ledger.state().books(of: march).total.paid > .zero)
    #expect(try test.ledger.state().lastImported == test.clock.now)
    try test.check()
  }

  @Test("a ledger whose clock nobody vouches for goes on at once after the correction")
  func goesOn() throws {
    let test = try TestLedger(vouchingForClock: false)
    test.clock.now = ClockCorrectionTests.right
    try test.ledger.create(name: "office", openedAt: nil, by: "op-0")
    try test.record(Entry.registered())
    let sure = SubsidyLedger(test.ledger.path, clock: { ClockCorrectionTests.wrong }, clockIsRight: true)
    _ = try sure.record(test.file([Entry.contributed("2026-01")]), by: "op-1", key: nil, skipsRefused: false)
    test.clock.now = ClockCorrectionTests.at(ClockCorrectionTests.right, 60)
    #expect(throws: LedgerFailure.self) { try test.record(Entry.contributed("2026-02")) }
    let asked = try ClockCorrectionTests.ask(test, from: 2)
    _ = try test.ledger.consent(to: asked.requested.request, by: "other")
    try test.record(Entry.contributed("2026-02"))
    try test.check()
  }
}
