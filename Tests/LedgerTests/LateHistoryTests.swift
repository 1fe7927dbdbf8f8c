import Foundation
import HistorySupport
import JSONText
import Ledger
import Papers
import Policy
import SeededRandom
import Subsidy
import System
import Testing
import Values

/// A history consents to nothing: once a ledger is live, it brings entries taken in on paper, and its events of a batch are no
/// one's consent.
///
/// > Source: contract 3, section 2.
@Suite struct LateHistoryTests {
  static let now = "2025-04-10T02:00:00Z"

  /// A ledger that has gone live, with a person of Jingdezhen who has a payable month.
  static func live() throws -> TestLedger {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"))
    return test
  }

  /// A line of a history.
  static func line(_ event: Event) -> String {
    var writer = JSONWriter()
    EventLine.write(event, to: &writer)
    return "{" + String(decoding: writer.bytes, as: UTF8.self).dropFirst(#"{"seq":0,"#.count)
  }

  // MARK: What goes live, and what a late history may hold

  @Test("after the first live event a history needs --late; before it, histories follow one another")
  func needsLate() throws {
    let test = try TestLedger(adopting: [])
    try test.history(Entry.past(Entry.registered(), "2020-01-01T00:00:00Z"))
    try test.history(Entry.past(Entry.contributed("2020-01"), "2020-02-01T00:00:00Z"))
    // A ledger that is not live takes a late history, of the same types.
    try test.late(Entry.past(Entry.contributed("2020-02"), "2020-03-01T00:00:00Z"))
    let decided = Entry.past(
      #"{"type":"suspended","person":"p1","scheme":"jingdezhen","from":"2025-01","reason":"x"}"#, LateHistoryTests.now)
    #expect(try problems { try test.late(decided) } == [1: .notInLateHistory(.suspended)])
    let size = try test.ledger.state().size
    try test.record(Entry.contributed("2020-03"))
    let before = try test.disk()
    let line = Entry.past(Entry.contributed("2020-04"), LateHistoryTests.now)
    #expect(throws: LedgerFailure.historyAfterLive(first: size)) { try test.history(line) }
    #expect(try test.disk() == before)
    try test.late(line)
    // The late history is an import: it makes no other event the first live one.
    #expect(throws: LedgerFailure.historyAfterLive(first: size)) { try test.history(line) }
    try test.checkRebuilt()
  }

  @Test("an adoption is a live event, a moved tail is none")
  func whatGoesLive() throws {
    let adopted = try TestLedger()
    #expect(throws: LedgerFailure.historyAfterLive(first: 1)) {
      try adopted.history(Entry.past(Entry.registered(), LateHistoryTests.now))
    }
    let torn = try TestLedger(adopting: [])
    try torn.history(Entry.past(Entry.registered(), "2020-01-01T00:00:00Z"))
    try Data(try torn.bytes(torn.logPath) + Array(#"{"seq":3,"#.utf8)).write(to: URL(filePath: torn.logPath))
    try torn.history(Entry.past(Entry.contributed("2020-01"), "2020-02-01T00:00:00Z"))
    #expect(try torn.events().map(\.body.type).contains(.recovered))
    try torn.history(Entry.past(Entry.contributed("2020-02"), "2020-03-01T00:00:00Z"))
  }

  /// Which types an office takes in on paper; a new type has to be put on one side.
  static func isTakenIn(_ type: EventType) -> Bool {
    switch type {
    case .registered, .factRecorded, .applied, .withdrawn, .contributed, .debitFailed, .reported, .checked, .notified,
      .visited, .claimed:
      true
    case .ledgerOpened, .policyAdopted, .verified, .approved, .rejected, .startConfirmed, .suspended, .resumed, .ended,
      .extended, .batchDrafted, .paymentOrdered, .batchApproved, .batchCancelled, .batchExported, .paid,
      .paymentReturned, .clawedBack, .repaid, .writtenOff, .clawbackCancelled, .annulled, .historyImported, .recovered,
      .correctionRequested, .sampleDrawn, .putBack, .paperIssued, .listChecked, .fundsRequested, .fundsReceived,
      .monthClosed, .findingDisposed, .requested, .reversed, .paymentWithheld, .batchRecalled, .repaymentRefunded,
      .monthReopened, .accountChanged, .objected, .objectionDecided, .debtOffset, .clockCorrected,
      .retirementChosen, .samePerson, .operatorRegistered, .operatorChanged, .operatorRetired,
      .operatorRecovered, .erased:
      false
    }
  }

  @Test(
    "a late history brings what was taken in on paper and nothing that is decided, the whole file or nothing",
    arguments: EventType.allCases)
  func types(type: EventType) throws {
    let test = try LateHistoryTests.live()
    let before = try test.disk()
    guard let body = TypeSamples.body(type, person: "p1") else {
      // The ledger's own types have no line in any history.
      #expect(!type.isHistorical)
      return
    }
    func line(_ body: EventBody, by: Identifier = "op-9") -> String {
      LateHistoryTests.line(Event(sequence: 0, recorded: test.clock.now, by: by, body: body))
    }
    let first = line(TypeSamples.body(.visited, person: "p1")!)
    if LateHistoryTests.isTakenIn(type) {
      #expect(try test.late(first, line(body)).entries == 2)
      #expect(try test.events().suffix(3).map(\.body.type) == [.visited, type, .historyImported])
      try test.checkRebuilt()
    } else {
      #expect(try problems { try test.late(first, line(body)) } == [2: .notInLateHistory(type)])
      #expect(try test.disk() == before)
    }
  }

  @Test("a late history is not earlier than the last event, either")
  func notEarlier() throws {
    let test = try LateHistoryTests.live()
    let found = try problems { try test.late(Entry.past(Entry.contributed("2025-02"), "2025-04-09T00:00:00Z")) }
    #expect(found == [1: .recordedBefore(test.clock.now, found: Instant("2025-04-09T00:00:00Z")!)])
  }

  // MARK: Batches

  /// How a history can have a hand in a batch.
  enum Road: String, CaseIterable {
    case wholeBeforeLive, draftBeforeLive, itemsBeforeLive
    case draft, approval, itemAdded, itemRaised, listCheck, fundsRequest, funds, answer, secondDraft, approvedTwice
  }

  static let order = PaymentOrdered(
    person: "p1", scheme: "jingdezhen", month: Month("2025-01")!, amount: Fen(50_000), batch: "b1")
  static let draft = EventBody.batchDrafted(
    BatchDrafted(
      batch: "b1", scheme: "jingdezhen", through: Month("2025-01")!, persons: 1, items: 1, total: Fen(50_000)))

  /// A ledger in which the batch `b1` is a history's in some part, as an older program allowed it.
  static func forged(_ road: Road) throws -> TestLedger {
    let approval = EventBody.batchApproved(BatchApproved(batch: "b1"))
    func old(_ test: TestLedger, _ bodies: [(EventBody, Identifier)]) throws {
      try OldProgram.append(bodies, to: test.ledger.path, at: test.clock.now, isHistory: true)
    }
    let test = try LateHistoryTests.live()
    switch road {
    case .wholeBeforeLive, .draftBeforeLive, .itemsBeforeLive:
      let early = try TestLedger(adopting: [])
      var lines = [
        #"{"type":"policy-adopted","scheme":"jingdezhen","policy":"jingdezhen-2024-139","parameters":{}}"#,
        Entry.registered(), Entry.fact("difficulty-recognised"), Entry.fact("flexible-registered"),
        #"{"type":"approved","person":"p1","application":"a1","scheme":"jingdezhen","policy":"jingdezhen-2024-139","from":"2024-12","basis":{"kind":"months","months":36},"first":true}"#,
        Entry.contributed("2025-01"),
      ].map { Entry.past($0, "2025-02-01T00:00:00Z") }
      var bodies: [EventBody] = [.paymentOrdered(order)]
      if road != .itemsBeforeLive { bodies.append(draft) }
      if road == .wholeBeforeLive { bodies.append(approval) }
      lines += bodies.map {
        LateHistoryTests.line(Event(sequence: 0, recorded: Instant("2025-02-02T00:00:00Z")!, by: "op-a", body: $0))
      }
      _ = try early.ledger.importHistory(early.file(lines))
      try early.record(Entry.contributed("2025-02", 0))
      return early
    case .draft: try old(test, [(.paymentOrdered(order), "op-a"), (draft, "op-a"), (approval, "op-b")])
    case .approval, .itemAdded, .itemRaised, .listCheck, .fundsRequest, .funds, .answer, .secondDraft, .approvedTwice:
      _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-01")!, by: "op-a")
    }
    func named(_ type: EventType) -> EventBody { TypeSamples.body(type, person: "p1", batch: "b1")! }
    switch road {
    case .wholeBeforeLive, .draftBeforeLive, .itemsBeforeLive, .draft: break
    case .approval: try old(test, [(approval, "op-b")])
    case .itemAdded:
      try old(
        test,
        [
          (
            .paymentOrdered(
              PaymentOrdered(
                person: "p1", scheme: "jingdezhen", month: Month("2025-02")!, amount: Fen(50_000), batch: "b1")),
            "op-a"
          )
        ])
    case .itemRaised: try old(test, [(.paymentOrdered(order), "op-a")])
    case .listCheck: try old(test, [(named(.listChecked), "op-b")])
    case .fundsRequest: try old(test, [(named(.fundsRequested), "op-b")])
    case .funds: try old(test, [(named(.fundsReceived), "op-b")])
    case .answer:
      try old(
        test,
        [
          (
            .paymentReturned(
              PaymentReturned(
                person: "p1", scheme: "jingdezhen", month: Month("2025-01")!, amount: Fen(50_000), batch: "b1",
                code: "x")),
            "op-a"
          )
        ])
    // Another drafter is named, so that the one who drafted it seems free to approve it.
    case .secondDraft: try old(test, [(draft, "op-b")])
    case .approvedTwice:
      try test.ledger.approve("b1", by: "op-b")
      try old(test, [(approval, "op-c")])
    }
    return test
  }

  @Test("no live command takes a batch further that a history had a hand in", arguments: Road.allCases)
  func refuses(road: Road) throws {
    let test = try LateHistoryTests.forged(road)
    let before = try test.disk()
    let stage = try #require(try test.ledger.state().batch("b1")).stage
    let refused = Refusal.batchFromHistory("b1", stage)
    for by in ["op-a", "op-b", "op-c"] as [Identifier] {
      #expect(try refusal { try test.ledger.approve("b1", by: by) } == refused)
      #expect(try refusal { _ = try test.ledger.checkList(of: "b1", by: by) } == refused)
      #expect(try refusal { _ = try test.ledger.requestFunds(for: "b1", by: by) } == refused)
      #expect(
        try refusal {
          _ = try test.ledger.receiveFunds(FundsReceived(batch: "b1", amount: Fen(1), reference: "r"), by: by)
        } == refused)
      for form in [.csv, .pain001(Payer(name: "人社局")), .control, .controlPage] as [ExportOrder.Form] {
        let file = "\(test.directory)/out"
        #expect(
          try refusal { _ = try test.ledger.export("b1", to: OutputFile(file), as: ExportOrder(form), by: by) }
            == refused)
        #expect(!FileManager.default.fileExists(atPath: file))
      }
    }
    #expect(try refusal { _ = try test.draft("b1") } == .batchTaken("b1"))
    #expect(try test.disk() == before)
    // The way out: cancelled, its months are payable again and go through two live hands.
    try test.ledger.cancel("b1", by: "op-a")
    #expect(try refusal { try test.ledger.approve("b1", by: "op-b") }.map { "\($0)" }?.hasPrefix("batchStage") == true)
    _ = try test.draft("b2")
    try test.ledger.approve("b2", by: "op-b")
    _ = try test.ledger.export("b2", to: "\(test.directory)/b2.csv", by: "op-a")
    try test.checkRebuilt()
  }

  @Test("an item brought before the draft takes the batch's name")
  func itemBeforeDraft() throws {
    let test = try LateHistoryTests.live()
    try OldProgram.append(
      [(.paymentOrdered(LateHistoryTests.order), "op-a")], to: test.ledger.path, at: test.clock.now, isHistory: true)
    #expect(try refusal { _ = try test.draft("b1") } == .batchTaken("b1"))
    #expect(try refusal { try test.ledger.approve("b1", by: "op-b") } == .batchFromHistory("b1", .named))
    try test.ledger.cancel("b1", by: "op-a")
    _ = try test.draft("b2")
  }

  @Test("a batch that was exported in a history is settled, not exported again nor cancelled")
  func exportedThere() throws {
    let test = try LateHistoryTests.forged(.draft)
    try OldProgram.append(
      [(TypeSamples.body(.batchExported, person: "p1", batch: "b1")!, "op-a")], to: test.ledger.path,
      at: test.clock.now, isHistory: true)
    let refused = Refusal.batchFromHistory("b1", .exported)
    #expect(
      try refusal { _ = try test.ledger.export("b1", to: "\(test.directory)/x.csv", by: "op-a") } == refused)
    #expect(
      try refusal { try test.ledger.cancel("b1", by: "op-a") }
        == .batchStage("b1", found: .exported, needed: .drafted))
    _ = try test.ledger.settle(
      "b1", results: test.file(Array("person,month,status\np1,2025-01,paid\n".utf8)), by: "op-a")
    #expect(try test.month("2025-01").paid == Fen(50_000))
  }

  @Test("a record of one case knows which of its stages a history brought", arguments: [false, true])
  func stages(isIndexed: Bool) throws {
    let test = try TestLedger(adopting: [])
    let at = "2024-12-02T02:00:00Z"
    func verified(_ stage: String) -> String {
      #"{"type":"verified","person":"p1","application":"a1","stage":"\#(stage)","outcome":"passed"}"#
    }
    try test.history(
      Entry.past(
        #"{"type":"policy-adopted","scheme":"beijing","policy":"beijing-2019-1","parameters":{"amountFen":"77733"}}"#,
        at),
      Entry.past(Entry.registered(), at), Entry.past(Entry.fact("flexible-registered"), at),
      Entry.past(
        #"{"type":"applied","person":"p1","application":"a1","scheme":"beijing","from":"2024-12","undertaking":true,"channel":"c"}"#,
        at), Entry.past(verified("street"), at, by: "rev-1"), Entry.past(verified("district-1"), at, by: "rev-2"))
    if isIndexed { _ = try test.ledger.rebuildProjections() }
    let refused = Refusal.wrongStage(found: "district-2", expected: "district-1")
    #expect(
      try problems { try test.record(verified("district-2"), by: "rev-3", key: "key-2") } == [1: .refused(refused)])
    try test.record(verified("district-1"), by: "rev-4", key: "key-1")
    try test.record(verified("district-2"), by: "rev-3", key: "key-2")
    #expect(try test.ledger.state().entitlement(of: "p1", in: "beijing")?.basis != nil)
  }

  @Test("a batch of two live hands is paid as before, whatever history brought the persons")
  func ownBatch() throws {
    let test = try LateHistoryTests.forged(.itemsBeforeLive)
    try test.ledger.cancel("b1", by: "op-a")
    try test.pay("b2", through: Month("2025-01")!)
    #expect(try test.month("2025-01").paid == Fen(50_000))
    #expect(try test.ledger.auditReplay().findings.isEmpty)
  }

  @Test("a random history after going live makes no batch exportable", arguments: UInt64(1)...12)
  func makesNothingExportable(seed: UInt64) throws {
    let test = try LateHistoryTests.live()
    _ = try test.draft("b1")
    var random = SeededRandom(seed)
    // Anything that a history may hold, of the batch that is drafted live and of others.
    var bodies: [EventBody] = []
    for _ in 0..<150 {
      let batch = try #require(["b1", "b2", "b3"].compactMap { Identifier($0) }.randomElement(using: &random))
      let type = try #require(EventType.allCases.filter(\.isHistorical).randomElement(using: &random))
      let body =
        switch type {
        case .paymentOrdered:
          EventBody.paymentOrdered(
            PaymentOrdered(
              person: "p1", scheme: "jingdezhen", month: Month("2025-01")!, amount: Fen(50_000), batch: batch))
        case .batchDrafted:
          EventBody.batchDrafted(
            BatchDrafted(
              batch: batch, scheme: "jingdezhen", through: Month("2025-01")!, persons: 1, items: 1,
              total: Fen(50_000)))
        default: try #require(TypeSamples.body(type, person: "p1", batch: batch))
        }
      bodies.append(body)
    }
    bodies.append(.batchApproved(BatchApproved(batch: "b1")))
    let lines = bodies.map {
      LateHistoryTests.line(Event(sequence: 0, recorded: test.clock.now, by: "op-b", body: $0))
    }
    let before = try test.disk()
    #expect(throws: LedgerFailure.self) { try test.ledger.importHistory(test.file(lines), isLate: true) }
    #expect(throws: LedgerFailure.self) { try test.ledger.importHistory(test.file(lines)) }
    #expect(try test.disk() == before)
    try OldProgram.append(
      bodies.map { ($0, "op-b") }, to: test.ledger.path, at: test.clock.now, isHistory: true)
    let state = try test.ledger.state()
    for batch in state.batchNames.identifiers {
      for by in ["op-a", "op-b", "op-c"] as [Identifier] {
        #expect(try refusal { try test.ledger.approve(batch, by: by) } != nil)
        #expect(try refusal { _ = try test.ledger.export(batch, to: "\(test.directory)/x", by: by) } != nil)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: "\(test.directory)/x"))
    let codes = Set(try test.ledger.auditReplay().findings.map(\.code.code))
    #expect(codes.contains("imported-batch-approved"))
  }
}

extension TestLedger {
  @discardableResult
  fileprivate func late(_ lines: String...) throws -> ImportOutcome {
    try ledger.importHistory(file(lines), isLate: true)
  }

  fileprivate func draft(_ batch: Identifier) throws -> BatchDrafted {
    try ledger.draft(batch, scheme: "jingdezhen", through: Month("2025-01")!, by: "op-a").drafted
  }

  fileprivate func checkRebuilt() throws {
    _ = try ledger.rebuildProjections()
    try check()
  }
}
