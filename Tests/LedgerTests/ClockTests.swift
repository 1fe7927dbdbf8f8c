import Foundation
import Ledger
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
}
