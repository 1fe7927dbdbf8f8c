import HistorySupport
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The steps of a batch around the bank: list check, control totals, funds, open batches, second payments.
@Suite struct BatchLifeTests {
  static func refusal(
    _ story: Story, by: Identifier = "op-1", _ decide: (LedgerState, DecisionContext) throws(Refusal) -> [EventBody]
  ) throws -> Refusal? {
    try story.refusal(by: by) { state, context throws(Refusal) in try decide(state, context) }
  }

  @Test("JD21 the list is checked between draft and approval, by another than the drafter, once")
  func checksTheList() throws {
    var story = BatchTests.payable()
    try BatchTests.draft(&story)
    #expect(try story.state().listCheck(of: "b1")?.clause == "五（五）")
    #expect(
      try BatchLifeTests.refusal(story, by: "drafter") { state, context throws(Refusal) in
        try state.decideListCheck(of: "b1", context)
      } == .checkedByDrafter("drafter"))
    let checked = try story.command(by: "street") { state, context in try state.decideListCheck(of: "b1", context) }
    #expect(checked.types == [.listChecked])
    #expect(try story.command(by: "street") { try $0.decideListCheck(of: "b1", $1) }.isEmpty)
    try story.command(by: "second") { state, context in try state.decideApproval(of: "b1", context) }
    #expect(
      try BatchLifeTests.refusal(story, by: "street") { state, context throws(Refusal) in
        try state.decideListCheck(of: "b1", context)
      } == .batchStage("b1", found: .approved, needed: .drafted))
  }

  @Test("JD21 an office that insists on the check gets no approval without it, and one that does not gets it")
  func insistsOnTheCheck() throws {
    var story = BatchTests.payable()
    try BatchTests.draft(&story)
    let strict = ApprovalControls(requiresListCheck: true)
    #expect(
      try BatchLifeTests.refusal(story, by: "second") { state, context throws(Refusal) in
        try state.decideApproval(of: "b1", context, strict)
      } == .listNotChecked("b1", clause: "五（五）"))
    let unchecked = try story.state().decideApproval(of: "b1", story.context("second"))
    #expect(unchecked.types == [.batchApproved])
    try story.command(by: "street") { state, context in try state.decideListCheck(of: "b1", context) }
    #expect(try story.command(by: "second") { try $0.decideApproval(of: "b1", $1, strict) }.types == [.batchApproved])
  }

  @Test("control totals that differ from the batch stop the approval; the right ones do not")
  func controlTotals() throws {
    var story = BatchTests.payable()
    try BatchTests.draft(&story)
    func refused(_ controls: ApprovalControls) throws -> Refusal? {
      try BatchLifeTests.refusal(story, by: "second") { state, context throws(Refusal) in
        try state.decideApproval(of: "b1", context, controls)
      }
    }
    #expect(try refused(ApprovalControls(count: 3)) == .controlsDiffer("b1", count: 3, total: nil))
    #expect(
      try refused(ApprovalControls(count: 2, total: Fen(99_999)))
        == .controlsDiffer("b1", count: nil, total: Fen(99_999)))
    #expect(
      try refused(ApprovalControls(count: 1, total: Fen(99_999)))
        == .controlsDiffer("b1", count: 1, total: Fen(99_999)))
    #expect(try refused(ApprovalControls(count: 2, total: Fen(100_000))) == nil)
  }

  @Test("JD21 P50 funds are requested for the whole batch and come in parts, each reference once in the ledger")
  func funds() throws {
    var story = BatchTests.payable()
    try BatchTests.draft(&story)
    func receipt(_ amount: Int64, _ reference: String) -> FundsReceived {
      FundsReceived(batch: "b1", amount: Fen(amount), reference: reference)
    }
    #expect(
      try BatchLifeTests.refusal(story) { state, _ throws(Refusal) in try state.decideFundsRequest(of: "b1") }
        == .batchStage("b1", found: .drafted, needed: .approved))
    try story.command(by: "second") { state, context in try state.decideApproval(of: "b1", context) }
    func refused(_ receipt: FundsReceived) throws -> Refusal? {
      try BatchLifeTests.refusal(story) { state, _ throws(Refusal) in try state.decideFundsReceipt(receipt) }
    }
    #expect(try refused(receipt(1, "r1")) == .fundsNotRequested("b1"))
    let request = try story.command { state, _ in try state.decideFundsRequest(of: "b1") }
    #expect(request == [.fundsRequested(FundsRequested(batch: "b1", amount: Fen(100_000)))])
    #expect(try story.command { state, _ in try state.decideFundsRequest(of: "b1") }.isEmpty)
    try story.command { state, _ in try state.decideFundsReceipt(receipt(40_000, "r1")) }
    #expect(try story.command { state, _ in try state.decideFundsReceipt(receipt(40_000, "r1")) }.isEmpty)
    for spelling in ["r1", "R1", "Ｒ１", "r 1", "№r1"] {
      #expect(try story.command { state, _ in try state.decideFundsReceipt(receipt(40_000, spelling)) }.isEmpty)
      #expect(try refused(receipt(50_000, spelling)) == .fundsReferenceTaken("r1", batch: "b1", amount: Fen(40_000)))
    }
    let other = FundsReceived(batch: "b2", amount: Fen(40_000), reference: "r1")
    #expect(try refused(other) == .fundsReferenceTaken("r1", batch: "b1", amount: Fen(40_000)))
    #expect(try refused(receipt(60_001, "r2")) == .fundsAboveRequest(Fen(60_000)))
    #expect(try refused(receipt(0, "r2")) == .fundsAboveRequest(Fen(60_000)))
    let file = BatchExported(batch: "b1", format: "csv", sha256: "aa")
    #expect(
      try BatchLifeTests.refusal(story) { state, context throws(Refusal) in
        try state.decideExport([file], of: "b1", context, requiresFunds: true)
      } == .fundsMissing("b1", missing: Fen(60_000), clause: "五（五）"))
    #expect(try story.state().decideExport([file], of: "b1", story.context()).types == [.batchExported])
    try story.command { state, _ in try state.decideFundsReceipt(receipt(60_000, "r2")) }
    #expect(
      try story.state().decideExport([file], of: "b1", story.context(), requiresFunds: true).types == [.batchExported])
  }

  @Test("a month is never in two open batches: the difference goes to the batch after the answer")
  func oneOpenBatch() throws {
    var story = Story("liuzhou-2022-9", on: "2025-02-10")
    story.register(household: "450200")
    story.approve("liuzhou", from: "2024-12")
    story.contribute("2024-12", amount: 30_000)
    func draft(_ batch: Identifier) throws -> [EventBody] {
      try story.command(by: "drafter") {
        try $0.decideDraft(batch, scheme: "liuzhou", through: $1.now.civilDate.month, $1).events
      }
    }
    #expect(try draft("b1").count == 2)
    story.contribute("2024-12", amount: 36_000)
    #expect(try story.month("2024-12", "liuzhou").payable == Fen(4_000))
    let open = PaymentHold.OpenBatch("b1", drafted: "2025-02-10", age: 0, isExported: false)
    let held = HeldPayment(person: "p1", month: "2024-12", amount: Fen(4_000), hold: .openBatch(open))
    #expect(
      try BatchLifeTests.refusal(story) { state, context throws(Refusal) in
        try state.decideDraft("b2", scheme: "liuzhou", through: "2025-02", context).events
      } == .allHeld("liuzhou", through: "2025-02", [held]))
    // Another month is drafted meanwhile, the open one is left out.
    story.contribute("2025-01", amount: 30_000)
    #expect(try draft("b2").count == 2)
    try story.command(by: "second") { state, context in try state.decideApproval(of: "b1", context) }
    try story.command { state, context in try state.decideExport(of: "b1", format: "csv", sha256: "aa", context) }
    _ = try BatchTests.settle(&story, BatchTests.line("2024-12", amount: 20_000))
    let rest = try draft("b3")
    #expect(
      rest.first
        == .paymentOrdered(
          PaymentOrdered(person: "p1", scheme: "liuzhou", month: "2024-12", amount: Fen(4_000), batch: "b3")))
    #expect(rest.count == 2)
  }

  @Test("an order of an imported past that no batch was drafted for does not hold a month up")
  func pastOrders() throws {
    var story = Story("liuzhou-2022-9", on: "2025-02-10")
    story.register(household: "450200")
    story.approve("liuzhou", from: "2024-12")
    story.contribute("2024-12", amount: 36_000)
    story.given(
      .paymentOrdered(
        PaymentOrdered(person: "p1", scheme: "liuzhou", month: "2024-12", amount: Fen(20_000), batch: "old")))
    let drafted = try story.command { try $0.decideDraft("b1", scheme: "liuzhou", through: "2024-12", $1).events }
    #expect(drafted.count == 2)
  }

  @Test("G16 the later payment of a month that came back names the batch that it came back in")
  func pointsToTheFirst() throws {
    var story = try BatchTests.exported()
    _ = try BatchTests.settle(&story, BatchTests.line("2024-12"), BatchTests.line("2025-01", .returned(code: "AC04")))
    try BatchTests.draft(&story, "b2")
    let items = try story.state().items(ofBatch: "b2")
    #expect(items.map(\.month) == ["2025-01"])
    #expect(items.map(\.returnedFrom) == ["b1"])
    #expect(try story.state().items(ofBatch: "b1").allSatisfy { $0.returnedFrom == nil })
  }

  @Test("the same answer again is none; another reference or code for the item is refused")
  func answersOnce() throws {
    var story = try BatchTests.exported()
    let paid = BatchTests.line("2024-12", .paid(reference: "R1"))
    let returned = BatchTests.line("2025-01", .returned(code: "AC04"))
    _ = try BatchTests.settle(&story, paid, returned)
    #expect(try BatchTests.settle(&story, paid, returned).isEmpty)
    #expect(try BatchTests.settle(&story, BatchTests.line("2024-12")).isEmpty)
    #expect(
      try BatchTests.refusal(story, BatchTests.line("2024-12", .paid(reference: "R2")))
        == .answerDiffers(person: "p1", month: "2024-12"))
    #expect(
      try BatchTests.refusal(story, BatchTests.line("2025-01", .returned(code: "AC01")))
        == .answerDiffers(person: "p1", month: "2025-01"))
  }

  @Test("several results that the batch does not have are reported together")
  func reportsUnknownLines() throws {
    let story = try BatchTests.exported()
    let unknown = [BatchTests.line("2025-02"), BatchTests.line("2024-12", person: "p9")]
    #expect(
      try BatchTests.refusal(story, unknown[0], BatchTests.line("2024-12"), unknown[1])
        == .notOrderedLines(unknown, batch: "b1"))
  }

  @Test("several files are exported whole: a bank more or less is another batch")
  func severalFiles() throws {
    var story = BatchTests.payable()
    try BatchTests.draft(&story)
    try story.command(by: "second") { state, context in try state.decideApproval(of: "b1", context) }
    let files = ["fixed/1", "fixed/2"].map { BatchExported(batch: "b1", format: $0, sha256: $0) }
    #expect(try story.command { state, context in try state.decideExport(files, of: "b1", context) }.count == 2)
    #expect(try story.state().decideExport(files, of: "b1", story.context()).isEmpty)
    let third = BatchExported(batch: "b1", format: "fixed/3", sha256: "x")
    for other in [[files[0]], files + [third]] {
      #expect(
        try BatchLifeTests.refusal(story) { state, context throws(Refusal) in
          try state.decideExport(other, of: "b1", context)
        }
          == .exportDiffers(batch: "b1", before: "fixed/1"))
    }
  }

  @Test("a reconciliation adds up: ordered is paid, returned and silent")
  func reconciles() throws {
    var story = try BatchTests.exported()
    _ = try BatchTests.settle(&story, BatchTests.line("2025-01", .returned(code: "AC04")))
    let found = try #require(try story.state().reconciliation(of: "b1"))
    #expect(found.isBalanced)
    #expect(
      [found.answers.all, found.answers[.paid], found.answers[.returned], found.answers[.open]].map(\.items) == [
        2, 0, 1, 1,
      ])
    #expect(found.answers[.open].total == Fen(50_000))
    #expect(try story.state().reconciliation(of: "b9") == nil)
    // A past may say anything of its sums.
    story.given(
      .batchDrafted(
        BatchDrafted(batch: "b1", scheme: "jingdezhen", through: "2025-01", persons: 1, items: 3, total: Fen(1))))
    #expect(try story.state().reconciliation(of: "b1")?.isBalanced == false)
  }

  @Test("the totals of a batch come to the whole of it by scheme, district, bank, month and fund")
  func totals() throws {
    var story = BatchTests.payable()
    story.register("p2", household: "360281")
    story.requirements("p2")
    story.approve("jingdezhen", from: "2024-12", application: "a2", person: "p2")
    story.contribute("2025-01", person: "p2")
    try BatchTests.draft(&story)
    let state = try story.state()
    let totals = state.totals(of: state.items(ofBatch: "b1")) { $0 == "p1" ? "工行" : nil }
    #expect(
      totals.map { "\($0.kind.rawValue) \($0.value) \($0.items) \($0.total)" } == [
        "scheme jingdezhen 3 1500.00", "district 360200 2 1000.00", "district 360281 1 500.00", "bank  1 500.00",
        "bank 工行 2 1000.00", "month 2024-12 1 500.00", "month 2025-01 2 1000.00", "fund  3 1500.00",
      ])
    #expect(Story.fund(of: "liuzhou-2022-9") == "就业补助资金")
  }

  @Test(
    "LZ28a approved and unpaid: the oldest first, its days, and no deadline", arguments: [(19, "0-30"), (60, "31-90")])
  func unpaid(days: Int, age: String) throws {
    let story = BatchTests.payable()
    let since: CivilDate = "2025-02-10"
    let claims = try story.state().unpaidClaims(on: since.adding(days: days))
    let claim = try #require(claims.first)
    #expect(claims.count == 1)
    // Approved after the month had ended, so it could not be paid before.
    #expect(claim.since == since)
    #expect(claim.days == days)
    #expect(claim.age.rawValue == age)
    #expect(claim.oldest == "2024-12")
    #expect(claim.months == 2)
    #expect(claim.payable == Fen(100_000))
  }

  @Test("the classes of age", arguments: [(0, "0-30"), (30, "0-30"), (31, "31-90"), (91, "91-365"), (366, "366+")])
  func ages(days: Int, age: String) { #expect(AgeClass(days: days).rawValue == age) }
}

extension Story {
  fileprivate static func fund(of pack: Identifier) -> String? {
    var story = Story(pack, on: "2025-02-10")
    story.contribute("2025-01")
    return try? story.state().fund(of: "2025-01", in: "liuzhou")
  }
}
