import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Batches from draft to settlement: money moves once, with two people's consent, for payable months.
@Suite struct BatchTests {
  /// Two payable months in Jingdezhen.
  static func payable() -> Story {
    var story = Story("jingdezhen-2024-139", on: "2025-02-10")
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2024-12", "2025-01")
    return story
  }

  @discardableResult
  static func draft(
    _ story: inout Story, _ batch: Identifier = "b1", through: Month = "2025-01", _ terms: DraftTerms = DraftTerms()
  ) throws -> [EventBody] {
    try story.command(by: "drafter") { state, context in
      try state.decideDraft(batch, scheme: "jingdezhen", through: through, context, terms).events
    }
  }

  static func exported() throws -> Story {
    var story = payable()
    try draft(&story)
    try story.command(by: "second") { state, context in try state.decideApproval(of: "b1", context) }
    try story.command { state, context in try state.decideExport(of: "b1", format: "csv", sha256: "aa", context) }
    return story
  }

  static func line(
    _ month: Month, _ answer: SettlementLine.Answer = .paid(reference: nil), amount: Int64? = nil,
    person: Identifier = "p1"
  ) -> SettlementLine {
    SettlementLine(person: person, month: month, amount: amount.map { Fen($0) }, answer: answer)
  }

  static func settle(_ story: inout Story, _ lines: SettlementLine..., batch: Identifier = "b1") throws -> [EventBody] {
    try story.command { state, _ in try state.decideSettlement(of: batch, lines) }
  }

  static func refusal(_ story: Story, _ lines: SettlementLine..., batch: Identifier = "b1") throws -> Refusal? {
    try story.refusal { state, _ throws(Refusal) in try state.decideSettlement(of: batch, lines) }
  }

  @Test("a draft orders every payable month through its last one and closes with its sums")
  func drafts() throws {
    var story = BatchTests.payable()
    story.contribute("2025-02")
    let decided = try BatchTests.draft(&story)
    #expect(decided.types == [.paymentOrdered, .paymentOrdered, .batchDrafted])
    #expect(
      decided.last
        == .batchDrafted(
          BatchDrafted(
            batch: "b1", scheme: "jingdezhen", through: "2025-01", persons: 1, items: 2, total: Fen(100_000))))
    let month = try story.month("2025-01", "jingdezhen")
    #expect(month.inFlight == Fen(50_000))
    #expect(month.payable == .zero)
    #expect(try story.month("2025-02", "jingdezhen").payable == Fen(50_000))
  }

  @Test("a draft is refused for a used id, an unknown scheme, and where nothing is payable")
  func refusesDrafts() throws {
    var story = BatchTests.payable()
    try BatchTests.draft(&story)
    func refusal(_ batch: Identifier, _ scheme: Identifier) throws -> Refusal? {
      try story.refusal { state, context throws(Refusal) in
        try state.decideDraft(batch, scheme: scheme, through: "2025-01", context).events
      }
    }
    #expect(try refusal("b1", "jingdezhen") == .batchTaken("b1"))
    #expect(try refusal("b2", "liuzhou") == .unknownScheme("liuzhou"))
    #expect(try refusal("b2", "jingdezhen") == .nothingPayable("jingdezhen", through: "2025-01"))
  }

  @Test(
    "JD21 a draft of one district pays the claims of that district and of what lies in it",
    arguments: [
      ("360203", "360203", nil, true), ("360203", "360200", nil, true), ("360203", "360202", nil, false),
      // The district of the application decides, if it names one.
      ("360203", "360202", "360202", true), ("360203", "360203", "360202", false),
    ] as [(String, String, String?, Bool)])
  func draftsByDistrict(_ household: String, _ district: String, _ applied: String?, _ isPaid: Bool) throws {
    let district = try #require(Region(district))
    var story = Story("jingdezhen-2024-139", on: "2025-02-10")
    story.register(household: household)
    if let applied {
      story.given(
        .applied(
          Applied(
            person: "p1", application: "a1", scheme: "jingdezhen", from: "2025-01", undertaking: true,
            channel: "counter", district: Region(applied))))
    }
    story.approve("jingdezhen", from: "2025-01")
    story.contribute("2025-01")
    let terms = DraftTerms(district: district)
    if isPaid {
      guard case .batchDrafted(let drafted)? = try BatchTests.draft(&story, "b1", through: "2025-01", terms).last else {
        Issue.record("a draft ends with its batch-drafted")
        return
      }
      #expect(drafted.district == district && drafted.persons == 1)
      #expect(try story.state().batch("b1")?.district == district)
    } else {
      let refusal = try story.refusal { state, context throws(Refusal) in
        try state.decideDraft("b1", scheme: "jingdezhen", through: "2025-01", context, terms).events
      }
      #expect(refusal == .nothingPayable("jingdezhen", through: "2025-01", district: district))
    }
  }

  @Test("the drafter does not approve, a second person does, once")
  func approves() throws {
    var story = BatchTests.payable()
    func refusal(_ by: Identifier) throws -> Refusal? {
      try story.refusal(by: by) { state, context throws(Refusal) in try state.decideApproval(of: "b1", context) }
    }
    #expect(try refusal("second") == .unknownBatch("b1"))
    try BatchTests.draft(&story)
    #expect(try refusal("drafter") == .approvedByDrafter("drafter"))
    try story.command(by: "second") { state, context in try state.decideApproval(of: "b1", context) }
    #expect(try refusal("third") == .batchStage("b1", found: .approved, needed: .drafted))
  }

  @Test("items that a fact made worthless meanwhile stop the approval, and are named")
  func staleItems() throws {
    var story = BatchTests.payable()
    try BatchTests.draft(&story)
    story.fact(.employed, from: "2025-01-20")
    let refusal = try story.refusal(by: "second") { state, context throws(Refusal) in
      try state.decideApproval(of: "b1", context)
    }
    let items = try story.state().items(ofBatch: "b1")
    #expect(items.map(\.month) == ["2024-12", "2025-01"])
    let held = HeldPayment(
      person: "p1", month: "2025-01", amount: items[1].amount, hold: .worthLess([.excluded(.employed)]))
    #expect(refusal == .noLongerPayable([held], batch: "b1"))
  }

  @Test("cancelling frees the items, before the file went to the bank and not after")
  func cancels() throws {
    var story = BatchTests.payable()
    func refusal(_ story: Story) throws -> Refusal? {
      try story.refusal { state, _ throws(Refusal) in try state.decideCancellation(of: "b1") }
    }
    #expect(try refusal(story) == .unknownBatch("b1"))
    try BatchTests.draft(&story)
    try story.command { state, _ in try state.decideCancellation(of: "b1") }
    #expect(try story.month("2025-01", "jingdezhen").payable == Fen(50_000))
    #expect(try refusal(story) == .batchStage("b1", found: .cancelled, needed: .drafted))
    #expect(try BatchTests.draft(&story, "b2").count == 3)
    #expect(
      try refusal(BatchTests.exported()) == .batchStage("b1", found: .exported, needed: .drafted))
  }

  @Test("G15: an export needs consent; the same file again is no event, another one is refused")
  func exports() throws {
    var story = BatchTests.payable()
    try BatchTests.draft(&story)
    func refusal(_ story: Story, _ sha256: String) throws -> Refusal? {
      try story.refusal { state, context throws(Refusal) in
        try state.decideExport(of: "b1", format: "csv", sha256: sha256, context)
      }
    }
    #expect(try refusal(story, "aa") == .batchStage("b1", found: .drafted, needed: .approved))
    let exported = try BatchTests.exported()
    let again = try exported.state().decideExport(of: "b1", format: "csv", sha256: "aa", exported.context())
    #expect(again.isEmpty)
    #expect(try refusal(exported, "bb") == .exportDiffers(batch: "b1", before: "aa"))
  }

  @Test("each format keeps its own bytes: exporting another one in between does not open the first again")
  func exportsInTwoFormats() throws {
    var story = try BatchTests.exported()
    try story.command { state, context in try state.decideExport(of: "b1", format: "pain.001", sha256: "cc", context) }
    let state = try story.state()
    #expect(try state.decideExport(of: "b1", format: "csv", sha256: "aa", story.context()).isEmpty)
    #expect(try state.decideExport(of: "b1", format: "pain.001", sha256: "cc", story.context()).isEmpty)
    let refusal = try story.refusal { state, context throws(Refusal) in
      try state.decideExport(of: "b1", format: "csv", sha256: "bb", context)
    }
    #expect(refusal == .exportDiffers(batch: "b1", before: "aa"))
  }

  @Test("a settlement needs an export")
  func settlesAfterExport() throws {
    var story = BatchTests.payable()
    #expect(try BatchTests.refusal(story, BatchTests.line("2025-01")) == .unknownBatch("b1"))
    try BatchTests.draft(&story)
    #expect(
      try BatchTests.refusal(story, BatchTests.line("2025-01"))
        == .batchStage("b1", found: .drafted, needed: .exported))
  }

  @Test("a result for what was not ordered, or with another amount, refuses all of it")
  func refusesResults() throws {
    let story = try BatchTests.exported()
    let good = BatchTests.line("2024-12")
    #expect(
      try BatchTests.refusal(story, good, BatchTests.line("2025-02"))
        == .notOrdered(person: "p1", month: "2025-02", batch: "b1"))
    #expect(
      try BatchTests.refusal(story, good, BatchTests.line("2025-01", person: "p9"))
        == .notOrdered(person: "p9", month: "2025-01", batch: "b1"))
    #expect(
      try BatchTests.refusal(story, good, BatchTests.line("2025-01", amount: 49_999))
        == .amountDiffers(person: "p1", month: "2025-01", ordered: Fen(50_000), found: Fen(49_999)))
  }

  @Test("the bank's answer counts once; a payment may bounce later; what came back is not paid in the same batch")
  func settles() throws {
    var story = try BatchTests.exported()
    let first = try BatchTests.settle(
      &story, BatchTests.line("2024-12", amount: 50_000), BatchTests.line("2025-01", .returned(code: "AC04")))
    #expect(first.types == [.paid, .paymentReturned])
    #expect(try BatchTests.settle(&story, BatchTests.line("2024-12")).isEmpty)
    #expect(try BatchTests.settle(&story, BatchTests.line("2025-01", .returned(code: "AC04"))).isEmpty)
    #expect(
      try BatchTests.refusal(story, BatchTests.line("2025-01")) == .settledOtherwise(person: "p1", month: "2025-01"))
    #expect(
      try BatchTests.settle(&story, BatchTests.line("2024-12", .returned(code: "RC01"))).types == [.paymentReturned])
    #expect(try story.month("2024-12", "jingdezhen").paid == .zero)
    #expect(try BatchTests.settle(&story, BatchTests.line("2024-12", .returned(code: "RC01"))).isEmpty)
    #expect(
      try BatchTests.refusal(story, BatchTests.line("2024-12")) == .settledOtherwise(person: "p1", month: "2024-12"))
  }

  @Test("the same item twice in one file counts once")
  func settlesOnce() throws {
    var story = try BatchTests.exported()
    #expect(try BatchTests.settle(&story, BatchTests.line("2024-12"), BatchTests.line("2024-12")).types == [.paid])
  }

  @Test("G16: a returned line goes into the next batch, and its month counts once")
  func paysTheReturnedLineNext() throws {
    var story = try BatchTests.exported()
    _ = try BatchTests.settle(&story, BatchTests.line("2024-12"), BatchTests.line("2025-01", .returned(code: "AC04")))
    let next = try BatchTests.draft(&story, "b2")
    #expect(
      next.first
        == .paymentOrdered(
          PaymentOrdered(
            person: "p1", scheme: "jingdezhen", month: "2025-01", amount: Fen(50_000), batch: "b2")))
    #expect(next.count == 2)
    try story.command(by: "second") { state, context in try state.decideApproval(of: "b2", context) }
    try story.command { state, context in try state.decideExport(of: "b2", format: "csv", sha256: "bb", context) }
    _ = try BatchTests.settle(&story, BatchTests.line("2025-01"), batch: "b2")
    let claim = try story.claim("jingdezhen")
    #expect(claim.usedMonths == 2)
    #expect(claim.months.map(\.paid) == [Fen(50_000), Fen(50_000)])
    #expect(claim.months.allSatisfy { $0.payable == .zero && $0.overpaid == .zero })
  }

  @Test("G8: a break does not use up months; the limit stops the 37th paid one")
  func countsPaidMonths() throws {
    var story = Story("jingdezhen-2024-139", on: "2029-01-10")
    story.given(
      .approved(
        Approved(
          person: "p1", application: "a1", scheme: "jingdezhen", policy: "x", from: "2025-01", basis: .months(36),
          first: true)))
    story.contribute("2025-01", count: 12)
    story.contribute("2026-06", count: 30)
    let decided = try BatchTests.draft(&story, through: "2029-01", DraftTerms(monthsAhead: true))
    #expect(decided.count == 37)
    let claim = try story.claim("jingdezhen")
    let entitled = claim.months.filter { $0.entitled > .zero }.map(\.month)
    #expect(entitled.first == "2025-01")
    #expect(entitled.last == "2028-05")
    #expect(entitled.count == 36)
    #expect(claim.remainingMonths == 0)
    #expect(try story.reasons("2028-06", "jingdezhen") == ["over-limit@三"])
  }
}
