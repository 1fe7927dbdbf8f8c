import Foundation
import Ledger
import Subsidy
import Testing
import Values

/// Within one file, facts about persons come before decisions about them: the order of typing rejects no one.
@Suite struct AppendOrderTests {
  private static let applied =
    #"{"type":"applied","id":"x1","person":"p1","application":"a1","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c"}"#

  private static func verified(_ stage: String) -> String {
    #"{"type":"verified","person":"p1","application":"a1","stage":"\#(stage)","outcome":"passed"}"#
  }

  @Test("an application and its reviews typed before all that they need are approved")
  func typedBackwards() throws {
    let test = try TestLedger()
    let outcome = try test.record(
      Self.applied, Entry.registered(), Self.verified("acceptance"), Self.verified("review"),
      Entry.contributed("2025-01"), Entry.fact("flexible-registered"), Entry.fact("difficulty-recognised"))
    #expect(outcome.rejections.isEmpty && outcome.approvals == 1)
    #expect(
      try test.events().dropFirst(2).map(\.body.type) == [
        .registered, .contributed, .factRecorded, .factRecorded, .applied, .verified, .verified, .approved,
      ])
    try test.check()
  }

  @Test("an annulled fact does not count for a decision that was typed before its annulment")
  func annulmentsFirst() throws {
    let test = try TestLedger()
    try test.record(
      Entry.registered(), Entry.fact("flexible-registered"), Entry.fact("difficulty-recognised"),
      Entry.fact("employed", from: "2024-12-01", id: "f1"))
    let outcome = try test.record(
      Self.applied, Entry.annulled(#""f1""#), Entry.fact("employed", from: "2024-12-01", id: "f2"),
      Entry.annulled(#""f2""#))
    #expect(outcome.rejections.isEmpty)
    #expect(
      try test.events().suffix(4).map(\.body.type) == [.annulled, .factRecorded, .annulled, .applied])
  }

  @Test("errors and rejections keep the line of the file")
  func lines() throws {
    let test = try TestLedger()
    let found = try problems {
      try test.record(Self.verified("review"), Entry.contributed("2025-01", 1, "p9"), Entry.registered())
    }
    #expect(found == [1: .refused(.unknownApplication("a1")), 2: .refused(.unknownPerson("p9"))])
    #expect(try test.record(Self.applied, Entry.registered()).rejections.map(\.line) == [1])
  }

  @Test("registrations, facts, contributions, checks and claims come first, and nothing else does")
  func types() {
    #expect(
      EventType.allCases.filter(\.comesFirst) == [.registered, .factRecorded, .contributed, .checked, .claimed])
  }
}
