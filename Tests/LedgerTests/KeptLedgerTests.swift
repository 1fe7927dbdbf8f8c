import EventLog
import Foundation
import HistorySupport
import Ledger
import Papers
import Policy
import Subsidy
import Testing
import Values
import Vault

/// A ledger with an event of every type, kept as its bytes: whatever comes later reads it as it was meant.
///
/// `SUBSIDY_WRITE_KEPT=1` makes it again, if a type has come; its bytes then differ, for its vault has another key.
@Suite struct KeptLedgerTests {
  private static let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/kept")
  private static let folder = kept.appending(path: "every-type")
  /// Types that came later, in a ledger of their own: operators would be in the way of the others.
  private static let typesOfOperators: Set<EventType> = [.operatorRegistered, .operatorChanged, .operatorRetired]
  private static let typesOfKeys: Set<EventType> = [.operatorRecovered]
  private static let laterTypes = typesOfOperators.union(typesOfKeys).union([.erased])

  /// A life of a few persons, and behind it one event of each type that the life did not bring.
  private static func make() throws -> TestLedger {
    let test = try ConsentTests.paid()
    try test.record(
      Entry.fact("employed", from: "2025-01-10", to: "2025-02-28"), Entry.contributed("2025-03"),
      Entry.contributed("2025-03", 60_000, "p2"))
    let demand = try #require(try test.ledger.demandRecovery(by: "op-1").first { $0.person == "p1" }).demand
    func line(_ type: String, _ rest: String) -> String {
      #"{"type":"\#(type)","person":"p1","scheme":"jingdezhen","notice":"\#(demand)",\#(rest)}"#
    }
    try test.record(
      line("repaid", #""amountFen":10000,"receipt":"R-1""#),
      line("put-back", #""amountFen":500,"unit":"street","receipt":"G-1""#))
    try ConsentTests.act(
      test, .offset(.init(demand), of: Month("2025-03")!, Fen(20_000), agreement: "K-7"))
    try ConsentTests.act(test, .writeOff(.init(demand), Fen(100)))
    try test.record(line("objected", #""procedure":"appeal","on":"2025-04-10""#))
    try test.record(line("objection-decided", #""outcome":"upheld","on":"2025-04-10","authority":"3""#))
    try ConsentTests.act(test, .reversal(of: ConsentTests.last(.repaid, test)))
    // An exported batch that the bank has not answered.
    _ = try test.ledger.draft("b2", scheme: "jingdezhen", through: Month("2025-03")!, by: "drafter")
    try test.ledger.approve("b2", by: "second")
    _ = try test.ledger.export("b2", to: "\(test.directory)/b2.csv", by: "drafter")
    // A close says which log it closes, so that it is made as it is made.
    _ = try test.ledger.close(Month("2024-12")!, by: "closer")
    let there = Set(try test.events().map(\.body.type))
    let missing = EventType.allCases.filter { !there.contains($0) }
      .compactMap { TypeSamples.body($0, person: "p4") }.map { (body: $0, by: Identifier(stringLiteral: "op-9")) }
    try OldProgram.append(missing, to: test.ledger.path, at: test.clock.now, isHistory: false)
    try OldProgram.append(
      [(TypeSamples.body(.visited, person: "p4")!, "op-9")], to: test.ledger.path, at: test.clock.now, isHistory: true)
    // A torn tail, which the next change moves away.
    try Data(try test.bytes(test.logPath) + Array(#"{"seq":"#.utf8)).write(to: URL(filePath: test.logPath))
    try test.record(Entry.contributed("2025-03", 60_000, "p3"))
    return test
  }

  /// A summary of the ledger, a line for each claim.
  private static func summary(_ ledger: SubsidyLedger) throws -> String {
    let report = try ledger.auditReplay()
    var lines = ["\(report.size) events, root \(report.root)"]
    for number in report.state.personsInOrder {
      for claim in report.state.entitlementsByScheme(ofPersonAt: number) {
        let recovery = claim.recovery
        lines.append(
          "\(report.state.persons[UInt32(number)]) \(report.state.schemes[claim.scheme]) \(claim.usedMonths)")
        for month in claim.months {
          lines.append(
            "  \(month.month) entitled \(month.entitled) paid \(month.paid) offset \(month.offset) repaid \(month.repaid)"
              + " in flight \(month.inFlight) payable \(month.payable) overpaid \(month.overpaid)")
        }
        lines.append(
          "  demanded \(recovery.demanded) repaid \(recovery.repaid) written off \(recovery.writtenOff) reversed "
            + "\(recovery.reversed) outstanding \(recovery.outstanding)")
      }
    }
    let batches = try report.state.batchNames.identifiers.map { batch in
      "\(batch) \(try #require(report.state.batch(batch)).stage.rawValue) \(report.state.items(ofBatch: batch).count)"
    }
    return (lines + batches).joined(separator: "\n") + "\n"
  }

  /// A ledger in Fixtures/kept, made again if the environment asks for that, and copied to be opened.
  private static func copy(of name: String, making make: () throws -> TestLedger) throws -> TestLedger {
    let folder = kept.appending(path: "\(name)/ledger")
    let manager = FileManager.default
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_KEPT"] == "1" {
      let test = try make()
      try? manager.removeItem(at: folder)
      for name in ["log/00000000000000000000.jsonl", "HEAD", "vault.sqlite"] {
        let place = folder.appending(path: name)
        try manager.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try manager.copyItem(atPath: "\(test.ledger.path)/\(name)", toPath: place.path)
      }
    }
    let test = try TestLedger(vouchingForClock: true)
    try manager.copyItem(atPath: folder.path, toPath: test.ledger.path)
    return test
  }

  @Test("operators are in one of their own, and they are who they were")
  func operators() throws {
    let test = try KeptLedgerTests.copy(of: "operators") {
      let test = try TestLedger()
      try OperatorTests.some(test)
      return test
    }
    #expect(Set(try test.events().map(\.body.type)).isSuperset(of: KeptLedgerTests.typesOfOperators))
    #expect(test.ledger.verify().outcome == .whole)
    #expect(
      try test.ledger.operators().map { "\($0.details.name) \($0.details.roles) \($0.isRetired)" } == [
        "chief [Subsidy.OperatorRole.administer] false",
        "clerk [Subsidy.OperatorRole.enter, Subsidy.OperatorRole.review] false",
        "deputy [Subsidy.OperatorRole.administer] false", "gone [Subsidy.OperatorRole.audit] true",
      ])
  }

  @Test("signed commits are in one of their own, and their signatures hold")
  func signatures() throws {
    let test = try KeptLedgerTests.copy(of: "signatures") { try SignedOffice.withRecovery().test }
    #expect(Set(try test.events().map(\.body.type)).isSuperset(of: KeptLedgerTests.typesOfKeys))
    let verified = test.ledger.verifyWithDigests()
    #expect(verified.report.outcome == .whole && verified.signatures == SignatureSummary(signed: 11, unsigned: 11))
    #expect(try test.ledger.operators().map(\.keysInForce.count) == [1, 1, 2, 1, 1])
  }

  @Test("what was erased is in one of their own, and it stays erased")
  func erasures() throws {
    let test = try KeptLedgerTests.copy(of: "erasure") { try ErasureTests.erasedAndAgain() }
    #expect(Set(try test.events().map(\.body.type)).contains(.erased))
    let verified = test.ledger.verifyWithDigests()
    let found = try test.ledger.compareVault(with: verified.digests)
    #expect(verified.report.outcome == .whole && found.isWhole && found.erased == 2 && found.toErase == 0)
    #expect(
      try test.ledger.names(of: ["p1", "p2"]) == ["p1": .known("欧* 1234"), "p2": .erased])
    #expect(try test.ledger.vaultStatus().erased == 1)
  }

  @Test(
    "an event of every type is in it, and it amounts to what it amounted to; the bank's answer is booked and the rest paid"
  )
  func opens() throws {
    let manager = FileManager.default
    let (kept, expected) = (
      KeptLedgerTests.folder.appending(path: "ledger"), KeptLedgerTests.folder.appending(path: "expected.txt")
    )
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_KEPT"] == "1" {
      let test = try KeptLedgerTests.make()
      try? manager.removeItem(at: KeptLedgerTests.folder)
      for name in ["log/00000000000000000000.jsonl", "HEAD", "vault.sqlite"] {
        let place = kept.appending(path: name)
        try manager.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try manager.copyItem(atPath: "\(test.ledger.path)/\(name)", toPath: place.path)
      }
      try KeptLedgerTests.summary(test.ledger).write(to: expected, atomically: true, encoding: .utf8)
    }
    let test = try TestLedger(vouchingForClock: true)
    try manager.copyItem(atPath: kept.path, toPath: test.ledger.path)
    #expect(Set(try test.events().map(\.body.type)).union(KeptLedgerTests.laterTypes) == Set(EventType.allCases))
    #expect(test.ledger.verify().outcome == .whole)
    #expect(try KeptLedgerTests.summary(test.ledger) == String(contentsOf: expected, encoding: .utf8))
    // HEAD was kept in version 1, and the next append raises it, slot by slot.
    func versions() throws -> [String] {
      let head = try test.bytes("\(test.ledger.path)/HEAD")
      return [0, 4_096].map { String(decoding: head[$0..<$0 + 7], as: UTF8.self) }
    }
    #expect(try versions() == ["head-v1", "head-v1"])
    try test.record(Entry.contributed("2025-03", 60_000, "p4"))
    #expect(try versions() == ["head-v1", "head-v2"])
    try ConsentTests.settle(test, "p1,2025-03,paid,BK-9", "p2,2025-03,paid,BK-10", batch: "b2")
    try test.pay("b3")
    try test.check()
  }
}
