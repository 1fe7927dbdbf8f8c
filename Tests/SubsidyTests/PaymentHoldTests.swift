import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The holds on a month's money, checked again at every step of a batch.
@Suite struct PaymentHoldTests {
  /// One month that two schemes would pay.
  static func twoSchemes() -> Story {
    var story = Story("linyi-2021-63", ["rate": "2/3"], on: "2025-02-10")
    story.adopt("lianyungang-2021-50", ["rate": "1/2"])
    story.register(household: "371302")
    for scheme in ["linyi", "lianyungang"] {
      story.approve(scheme.identifier, from: "2025-01", application: "a-\(scheme)".identifier)
    }
    story.contribute("2025-01", amount: 60_750)
    return story
  }

  @discardableResult
  static func draft(
    _ story: inout Story, _ batch: Identifier, _ scheme: Identifier, _ terms: DraftTerms = DraftTerms(),
    through: Month = "2025-01"
  ) throws -> [EventBody] {
    try story.command(by: "drafter") { try $0.decideDraft(batch, scheme: scheme, through: through, $1, terms).events }
  }

  /// Why nothing of a scheme may be drafted.
  static func holds(_ story: Story, _ scheme: Identifier, through: Month = "2025-01") throws -> [PaymentHold] {
    let refusal = try story.refusal { state, context throws(Refusal) in
      try state.decideDraft("other", scheme: scheme, through: through, context).events
    }
    guard case .allHeld(_, _, let held)? = refusal else { return [] }
    return held.map(\.hold)
  }

  static func export(_ story: inout Story, _ batch: Identifier) throws {
    try story.command(by: "second") { try $0.decideApproval(of: batch, $1) }
    try story.command { try $0.decideExport(of: batch, format: "csv", sha256: "aa", $1) }
  }

  /// Why each of the steps that are left refuses a batch.
  static func refusals(_ story: Story, _ batch: Identifier) throws -> [Refusal?] {
    [
      try story.refusal(by: "street") { state, context throws(Refusal) in
        try state.decideListCheck(of: batch, context)
      },
      try story.refusal(by: "second") { state, context throws(Refusal) in
        try state.decideApproval(of: batch, context)
      },
    ]
  }

  // MARK: Two schemes

  @Test("C3 a month of an open batch of another scheme waits for that bank's answer, and leaves when it is free")
  func twoSchemesOneMonth() throws {
    var story = PaymentHoldTests.twoSchemes()
    try PaymentHoldTests.draft(&story, "L1", "linyi")
    story.day = "2025-02-20"
    func holds(isExported: Bool) throws {
      let open = PaymentHold.OpenBatch("L1", drafted: "2025-02-10", age: 10, isExported: isExported)
      #expect(try PaymentHoldTests.holds(story, "lianyungang") == [.otherScheme("linyi", open)])
    }
    try holds(isExported: false)
    var cancelled = story
    try cancelled.command { state, _ in try state.decideCancellation(of: "L1") }
    #expect(try PaymentHoldTests.draft(&cancelled, "Y1", "lianyungang").count == 2)
    try PaymentHoldTests.export(&story, "L1")
    try holds(isExported: true)
    var bounced = story
    story.pay("linyi", "2025-01", 40_500, batch: "L1")
    #expect(try PaymentHoldTests.holds(story, "lianyungang").isEmpty)
    #expect(try story.reasons("2025-01", "lianyungang").map { $0.prefix { $0 != "@" } } == ["other-scheme"])
    bounced.giveBack("linyi", "2025-01", 40_500, batch: "L1")
    #expect(try PaymentHoldTests.draft(&bounced, "Y1", "lianyungang").count == 2)
  }

  @Test("C3 of two batches that an older program drafted for one month the earlier goes on and the later stops")
  func earlierGoesFirst() throws {
    var story = PaymentHoldTests.twoSchemes()
    try PaymentHoldTests.draft(&story, "L1", "linyi")
    // As an older program would have drafted it.
    let amount = try story.month("2025-01", "lianyungang").payable
    story.order("lianyungang", "2025-01", amount.value, batch: "Y1")
    story.given(
      .batchDrafted(
        BatchDrafted(batch: "Y1", scheme: "lianyungang", through: "2025-01", persons: 1, items: 1, total: amount)),
      by: "drafter")
    let open = PaymentHold.OpenBatch("L1", drafted: "2025-02-10", age: 0, isExported: false)
    let held = HeldPayment(person: "p1", month: "2025-01", amount: amount, hold: .otherScheme("linyi", open))
    #expect(
      try PaymentHoldTests.refusals(story, "Y1") == [
        .noLongerPayable([held], batch: "Y1"), .noLongerPayable([held], batch: "Y1"),
      ])
    #expect(try PaymentHoldTests.refusals(story, "L1") == [nil, nil])
    // Approved by the older program too: the export is the last to look.
    story.given(.batchApproved(BatchApproved(batch: "Y1")), by: "second")
    let refusal = try story.refusal { state, context throws(Refusal) in
      try state.decideExport(of: "Y1", format: "csv", sha256: "aa", context)
    }
    #expect(refusal == .noLongerPayable([held], batch: "Y1"))
  }

  // MARK: What became known between two steps

  @Test("a death that becomes known after the approval stops the export, and the batch can be cancelled")
  func factBeforeExport() throws {
    var story = PaymentHoldTests.twoSchemes()
    try PaymentHoldTests.draft(&story, "L1", "linyi")
    try story.command(by: "second") { try $0.decideApproval(of: "L1", $1) }
    story.fact(.deceased, from: "2024-12-15")
    let refusal = try story.refusal { state, context throws(Refusal) in
      try state.decideExport(of: "L1", format: "csv", sha256: "aa", context)
    }
    guard case .noLongerPayable(let held, "L1")? = refusal, case .worthLess(let reasons)? = held.first?.hold else {
      Issue.record("\(String(describing: refusal))")
      return
    }
    #expect(held.count == 1 && reasons.contains(.excluded(.deceased)))
    #expect(try story.command { state, _ in try state.decideCancellation(of: "L1") }.types == [.batchCancelled])
  }

  @Test("what is known after the file has left the house stops no second form of it")
  func afterExport() throws {
    var story = PaymentHoldTests.twoSchemes()
    try PaymentHoldTests.draft(&story, "L1", "linyi")
    try PaymentHoldTests.export(&story, "L1")
    story.fact(.deceased, from: "2024-12-15")
    #expect(try story.state().decideExport(of: "L1", format: "csv", sha256: "aa", story.context()).isEmpty)
    #expect(try story.state().heldPayments(of: "L1", on: story.day).isEmpty)
  }

  // MARK: Months that wait

  @Test("a month that has not begun is drafted only if the office pays in advance")
  func notBegun() throws {
    var story = PaymentHoldTests.twoSchemes()
    story.contribute("2025-02", "2025-03", amount: 60_750)
    var ahead = story
    #expect(try PaymentHoldTests.draft(&story, "L1", "linyi", through: "2025-03").count == 3)
    #expect(try PaymentHoldTests.holds(story, "linyi", through: "2025-03") == [.notBegun])
    let terms = DraftTerms(monthsAhead: true)
    #expect(try PaymentHoldTests.draft(&ahead, "L1", "linyi", terms, through: "2025-03").count == 4)
    // Two people consented to pay in advance: the steps after it do not ask again.
    #expect(try PaymentHoldTests.refusals(ahead, "L1") == [nil, nil])
  }

  @Test("BJ19 三.4 a month waits until its first month is confirmed; what it is worth stays")
  func startUnconfirmed() throws {
    var story = Story("beijing-2019-1", ["amountFen": "100000"], on: "2024-12-10")
    story.register(household: "110101")
    story.approve("beijing", from: "2024-11")
    story.contribute("2024-11")
    #expect(
      try PaymentHoldTests.holds(story, "beijing") == [.startUnconfirmed(application: "a1", clause: "三.4")])
    #expect(try story.month("2024-11", "beijing").payable > .zero)
    story.given(
      .startConfirmed(
        StartConfirmed(person: "p1", application: "a1", from: "2024-11", mode: .asApplied)))
    #expect(try PaymentHoldTests.draft(&story, "B1", "beijing").count == 2)
  }

  @Test("三 a month after an exit waits for the sweep that records it; an office may insist on the sweep")
  func exits() throws {
    var story = PaymentHoldTests.twoSchemes()
    story.contribute("2024-12", "2025-02", amount: 60_750)
    story.approve("linyi", from: "2024-12", application: "a-0")
    story.fact(.employed, from: "2025-01-05", to: "2025-01-20")
    let state = try story.state()
    let items = try state.sweep(on: story.day, scheme: "linyi")
    guard let exit = items.first(where: { $0.cause == .registrationExit }) else {
      Issue.record("no exit: \(items)")
      return
    }
    let draft = try state.decideDraft("L1", scheme: "linyi", through: "2025-02", story.context())
    #expect(exit.from == "2025-01")
    #expect(draft.events.types == [.paymentOrdered, .batchDrafted])
    #expect(draft.held.map(\.month) == ["2025-02"])
    #expect(draft.held.map(\.hold) == [.exitUnrecorded(exit)])
    #expect(draft.unswept == items)
    let refusal = try story.refusal { state, context throws(Refusal) in
      try state.decideDraft("L1", scheme: "linyi", through: "2025-02", context, DraftTerms(afterSweep: true)).events
    }
    #expect(refusal == .sweepFirst(items))
    for item in items { story.given(item.body) }
    #expect(try PaymentHoldTests.draft(&story, "L1", "linyi", DraftTerms(afterSweep: true)).types.last == .batchDrafted)
  }
}
