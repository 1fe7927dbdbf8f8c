import Policy
import SeededRandom
import Subsidy
import TestSupport
import Testing
import Values

/// Events that are no one's consent because a history brought them, and names of one and the same operator.
@Suite struct HistoryConsentTests {
  // MARK: Imports

  @Test("imports are known by what closes them, and the first event outside of them is live", arguments: UInt64(1)...40)
  func agreesWithTheCommits(seed: UInt64) {
    var random = SeededRandom(seed)
    var events: [Event] = []
    var imported: Set<UInt64> = []
    var firstLive: UInt64?
    func add(_ body: EventBody) {
      events.append(Event(sequence: UInt64(events.count), recorded: Instant(seconds: 0), by: "op", body: body))
    }
    add(.ledgerOpened(LedgerOpened(ledger: "x")))
    let visit = EventBody.visited(Visited(person: "p1", on: "2025-01-01"))
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let count = Int.random(in: 1...4, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        if firstLive == nil { firstLive = UInt64(events.count) }
        for _ in 0..<count { add(visit) }
      case 1: add(.recovered(Recovered(segment: 0, offset: 1, bytes: 2, sha256: "x")))
      default:
        let start = UInt64(events.count)
        for _ in 0..<count { add(visit) }
        add(
          .historyImported(
            HistoryImported(file: "h", sha256: "x", entries: count, importedAt: Instant(seconds: 0))))
        imported.formUnion(start...start + UInt64(count))
      }
    }
    var imports = Imports()
    // Known before the fold or learnt in it, or both: the same.
    for _ in 0..<2 {
      for event in events { imports.note(event) }
      for event in events { #expect(imports.contains(event.sequence) == imported.contains(event.sequence)) }
      #expect(imports.firstLive == firstLive ?? UInt64(events.count))
    }
  }

  @Test("a close that claims more than there is reaches back to the import before it, and never to the opening")
  func claimsTooMuch() {
    var imports = Imports()
    for sequence in [3, 7] as [UInt64] {
      imports.note(
        Event(
          sequence: sequence, recorded: Instant(seconds: 0), by: "op",
          body: .historyImported(
            HistoryImported(file: "h", sha256: "x", entries: .max, importedAt: Instant(seconds: 0)))))
    }
    #expect((0..<9).filter { imports.contains($0) } == [1, 2, 3, 4, 5, 6, 7])
  }

  // MARK: Stages

  /// A case of Beijing in which a history brought the stages up to the first of the two districts' persons.
  private func imported() -> Story {
    var story = Story(on: "2024-12-02")
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.register(household: "110105")
    story.requirements()
    let start = story.sequence
    story.given(Entries.applied("beijing", from: "2024-12"))
    story.given(Entries.verified("street"), by: "rev-1")
    story.given(Entries.verified("district-1"), by: "rev-2", key: "key-1")
    story.given(
      .historyImported(
        HistoryImported(
          file: "h", sha256: "x", entries: Int(story.sequence - start), importedAt: story.now)))
    story.day = "2024-12-20"
    return story
  }

  @Test("a stage that takes another person needs the earlier one decided in the ledger itself")
  func secondPerson() throws {
    var story = imported()
    let second = Entries.verified("district-2")
    #expect(
      try story.refusal(second, by: "rev-3", key: "key-2") == .wrongStage(found: "district-2", expected: "district-1"))
    try story.when(Entries.verified("district-1"), by: "rev-4", key: "key-3")
    // Whom the history names stays excluded, too.
    #expect(
      try story.refusal(second, by: "rev-2", key: "key-2") == .sameOperator(stage: "district-1", clause: "三.3"))
    #expect(
      try story.refusal(second, by: "REV-4", key: "key-2") == .sameOperator(stage: "district-1", clause: "三.3"))
    #expect(try story.refusal(second, by: "rev-3", key: "KEY-3") == .sameKey(stage: "district-1", clause: "三.3"))
    #expect(try story.when(second, by: "rev-3", key: "key-2").types == [.verified, .approved])
  }

  @Test("a stage that a history brought and nobody second follows counts as passed")
  func passedBefore() throws {
    var story = Story("jingdezhen-2024-139")
    let start = story.sequence
    story.given(Entries.applied("jingdezhen", from: "2024-12"))
    story.given(Entries.verified("acceptance"), by: "rev-1")
    story.given(
      .historyImported(
        HistoryImported(
          file: "h", sha256: "x", entries: Int(story.sequence - start), importedAt: story.now)))
    #expect(try story.when(Entries.verified("review"), by: "rev-1").types == [.verified, .approved])
  }

  // MARK: Operators

  @Test("small and capital letters are the same operator", arguments: ["op-021", "OP-021", "Op-021", "oP-021"])
  func oneOperator(name: String) throws {
    let by = name.identifier
    #expect(by.isSameOperator(as: "OP-021") && !by.isSameOperator(as: "op-022"))
    var story = BatchTests.payable()
    try story.command(by: "Op-021") { try $0.decideDraft("b1", scheme: "jingdezhen", through: "2025-01", $1).events }
    #expect(
      try story.refusal(by: by) { state, context throws(Refusal) in
        try state.decideListCheck(of: "b1", context)
      } == .checkedByDrafter(by))
    #expect(
      try story.refusal(by: by) { state, context throws(Refusal) in
        try state.decideApproval(of: "b1", context)
      } == .approvedByDrafter(by))
    // An act that an older program allowed is found.
    story.given(.batchApproved(BatchApproved(batch: "b1")), by: by)
    let found = try story.state().batchFaults().filter { $0.code == .batch(.approvedByDrafter) }
    #expect(found.map(\.batch) == ["b1"] && found.map(\.responsible) == [["Op-021"]])
  }

  @Test("operators are listed once, as somebody typed them")
  func listed() {
    let typed: [Identifier] = ["op-2", "OP-1", "op-1", "Op-2", "op-3"]
    #expect(typed.distinctOperators == ["OP-1", "Op-2", "op-3"])
  }
}
