import Foundation
import Ledger
import Subsidy
import Testing
import Values

/// A clock in a year that no instant of the log can have stops what records, with a line of its own.
@Suite struct ClockTests {
  @Test("before 1900 and after 9999 nothing is recorded", arguments: [-2_208_988_801, 253_402_300_800, .min, .max])
  func years(_ seconds: Int64) throws {
    let test = try TestLedger()
    let before = try test.disk()
    let ledger = SubsidyLedger(test.ledger.path) { Instant(seconds: seconds) }
    let wrong = LedgerFailure.clockOutOfRange(seconds: seconds)
    let answer = try test.file(Array("person,month,status\np1,2024-11,paid\n".utf8))
    #expect(throws: wrong) { try ledger.settle("b1", results: answer, by: "x") }
    let new = SubsidyLedger("\(test.directory)/new") { Instant(seconds: seconds) }
    #expect(throws: wrong) { try new.create(name: "n", openedAt: nil, by: "x") }
    #expect(!FileManager.default.fileExists(atPath: "\(test.directory)/new"))
    #expect(try test.disk() == before)
  }

  /// A ledger opened at a time by a clock that no one vouches for.
  private func untried(at opened: Instant) throws -> TestLedger {
    let test = try TestLedger(vouchingForClock: false)
    test.clock.now = opened
    try test.ledger.create(name: "office", openedAt: nil, by: "op-0")
    return test
  }

  private static let march = Instant("2026-03-01T01:00:00Z")!
  private static let days31: Int64 = 31 * 86_400

  @Test("a clock more than 31 days ahead of the last event is refused with both times, and nothing is appended")
  func ahead() throws {
    let test = try untried(at: Self.march)
    let before = try test.disk()
    let late = Instant(seconds: Self.march.seconds + Self.days31 + 1)
    test.clock.now = late
    #expect(throws: LedgerFailure.clockAhead(last: Self.march, now: late)) { try test.record(Entry.registered()) }
    #expect(try test.disk() == before)
    test.clock.now = Instant(seconds: late.seconds - 1)
    try test.record(Entry.registered())
    #expect(try test.events().count == 2)
  }

  @Test("whoever says that the clock is right is taken at their word for this change only")
  func vouched() throws {
    let test = try untried(at: Self.march)
    test.clock.now = Instant(seconds: Self.march.seconds + Self.days31 * 2)
    let file = try test.file([Entry.registered()])
    let sure = SubsidyLedger(test.ledger.path, clock: { [now = test.clock.now] in now }, clockIsRight: true)
    _ = try sure.record(file, by: "op-1", key: nil, skipsRefused: false)
    let last = test.clock.now
    test.clock.now = Instant(seconds: last.seconds + Self.days31 * 2)
    #expect(throws: LedgerFailure.clockAhead(last: last, now: test.clock.now)) {
      try test.record(Entry.contributed("2026-01"))
    }
  }

  @Test("a trial ledger keeps for ever that its clock may leap")
  func trial() throws {
    let test = try TestLedger(vouchingForClock: false)
    test.clock.now = Self.march
    let trial = SubsidyLedger(test.ledger.path, clock: { Self.march }, clockIsRight: true)
    try trial.create(name: "trial", openedAt: nil, by: "op-0")
    #expect(try test.log.contains(#""clockIsRight":true"#))
    test.clock.now = Instant("2031-03-01T01:00:00Z")!
    try test.record(Entry.registered())
    #expect(try test.events().count == 2)
  }

  @Test("the years of a history count from its import, and its own entries are not asked")
  func imported() throws {
    let test = try TestLedger(vouchingForClock: false)
    test.clock.now = Self.march
    try test.ledger.create(name: "office", openedAt: Instant("2019-01-01T00:00:00Z")!, by: "op-0")
    #expect(throws: LedgerFailure.clockAhead(last: Instant("2019-01-01T00:00:00Z")!, now: Self.march)) {
      try test.record(Entry.registered())
    }
    try test.history(Entry.past(Entry.registered(), "2020-01-01T00:00:00Z"))
    test.clock.now = Instant(seconds: Self.march.seconds + Self.days31)
    try test.record(Entry.contributed("2026-01"))
    #expect(try test.events().last?.body.type == .contributed)
  }
}
