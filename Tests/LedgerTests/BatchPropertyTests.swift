import Foundation
import HistorySupport
import Ledger
import Policy
import ReadModel
import SeededRandom
import Subsidy
import Testing
import Values

/// Random lives of batches of two schemes for the same persons through the use cases, with all that two people take back,
/// with wrong answers of the bank and with crashes: whatever happens, the money adds up and everything has a way back.
///
/// ``MoneyModel`` says what must hold; it reads the lines of the log and shares no code with the program. `SUBSIDY_BATCH_SEEDS`
/// sets how many lives there are; `SUBSIDY_BATCH_SEED` repeats one of them, alone, or names the first.
@Suite struct BatchPropertyTests {
  static let seeds = Array(Seeds.chosen("SUBSIDY_BATCH", few: 12))

  @Test(
    "every sum agrees with the lines of the log, no month is in flight twice, and what can be taken back is what the rules say",
    arguments: seeds)
  func adds(seed: UInt64) throws {
    var world = try World(seed: seed)
    var steps = 0
    // At least so many, and until the run has a subject.
    while steps < 60 || !world.hasSubject && steps < 600 {
      steps += 1
      try world.step()
      try world.check()
      // The books and the audit read the whole log.
      if steps.isMultiple(of: 10) { try world.checkReports() }
      if steps.isMultiple(of: 5) { try world.test.checkAnswers() }
    }
    try world.checkReports()
    #expect(world.hasSubject, "the run of seed \(seed) has lost its subject")
    // The next change moves away what the last crash left.
    try world.test.record(Entry.fact("training", from: "2010-01-01", to: "2010-01-02"))
    try world.test.check()
  }

  @Test(
    "after every step of a life a ledger that is held open is what a fresh replay makes of the log, whoever appends",
    arguments: seeds, [true, false])
  func isHeld(seed: UInt64, isWriter: Bool) throws {
    var world = try World(seed: seed)
    let live = try isWriter ? world.test.goLive() : LiveLedger(world.test.ledger)
    for step in 1...60 {
      try world.step()
      // The steps are no changes that the held ledger queues: it sees their end like that of an empty one.
      try live.append { _ in }
      try live.checkState(world.test, "step \(step) of \(seed)")
      let (told, size) = try live.read { ($0.state.batchSummaries, $0.size) }
      let found = try live.answer(.batches)
      #expect(found.value == told && found.size == size && found.isFromTables)
    }
    try world.check()
  }

  @Test("the lives have all that two people do, batches of every end, wrong answers, and crashes of both kinds")
  func isLively() throws {
    var seen: [String: Int] = [:]
    for seed in 1001...1008 as ClosedRange<UInt64> {
      var world = try World(seed: seed)
      for _ in 0..<150 { try world.step() }
      seen.merge(try world.seen, uniquingKeysWith: +)
    }
    let kinds =
      World.happenings + ["told again", "torn", "behind", "refused", "wrong answer", "lapsed or stale"]
      + ["paid", "payment-returned", "repaid", "put-back", "written-off", "funds-received", "verified"].map {
        "\($0) reversed"
      }
    for kind in kinds { #expect(seen[kind, default: 0] > 0, "\(kind): \(seen)") }
  }
}

/// A ledger and what a bank, an office and two people do to it.
private struct World {
  /// The types of events that a life has.
  static let happenings = [
    "batch-drafted", "batch-approved", "batch-exported", "batch-cancelled", "batch-recalled", "payment-withheld",
    "paid",
    "payment-returned", "clawed-back", "repaid", "put-back", "written-off", "repayment-refunded",
    "clawback-cancelled", "funds-requested", "funds-received", "month-closed", "month-reopened", "requested",
    "reversed",
    "annulled", "verified",
  ]

  let test: TestLedger
  private var random: SeededRandom
  private var jobs: [String] = []
  private var answers: [(batch: Identifier, file: String)] = []
  private var numbers = 0
  private var headBefore: [UInt8] = []
  private var log: [UInt8] = []
  private var lines: [MoneyModel.Line] = []
  private var events: [Event] = []
  private var steps: [String: Int] = [:]

  /// Four persons with an approval of both schemes and two months to be paid each, made once; every life begins with a copy.
  private static let beginning = Result {
    let test = try TestLedger(adopting: ["liuzhou-2022-9", "jingdezhen-2024-139"])
    var lines: [String] = []
    func approve(_ person: String, _ scheme: String, _ stages: [String]) {
      lines.append(
        #"{"type":"applied","person":"\#(person)","application":"\#(scheme)-\#(person)","scheme":"\#(scheme)","from":"2024-12","undertaking":true,"channel":"c"}"#
      )
      for stage in stages { lines.append(passed(person, "\(scheme)-\(person)", stage)) }
    }
    for person in (1...4).map({ "p\($0)" }) {
      lines.append(Entry.registered(person))
      lines += ["difficulty-recognised", "flexible-registered", "annual-verified"].map { Entry.fact($0, person) }
      lines += ["2024-12", "2025-01"].map { Entry.contributed($0, 40_500, person) }
    }
    _ = try test.ledger.record(test.file(lines), by: "op-1", key: nil, skipsRefused: false)
    lines = []
    for person in (1...4).map({ "p\($0)" }) { approve(person, "liuzhou", ["community", "street", "district", "city"]) }
    _ = try test.ledger.record(test.file(lines), by: "op-1", key: nil, skipsRefused: false)
    // Each scheme wants the household to be its own when a person applies.
    lines = []
    for person in (1...4).map({ "p\($0)" }) { approve(person, "jingdezhen", ["acceptance", "review"]) }
    _ = try test.ledger.record(test.file(lines), by: "op-1", key: nil, skipsRefused: false)
    return test
  }

  private static func passed(_ person: String, _ application: String, _ stage: String) -> String {
    #"{"type":"verified","person":"\#(person)","application":"\#(application)","stage":"\#(stage)","outcome":"passed"}"#
  }

  init(seed: UInt64) throws {
    random = SeededRandom(seed)
    test = try TestLedger(copying: World.beginning.get())
    try read()
  }

  private var model: MoneyModel { MoneyModel(lines) }

  var hasSubject: Bool {
    let types = lines.map { $0.text("type") }
    return types.count { $0 == "batch-drafted" } > 2 && types.count { $0 == "paid" || $0 == "payment-returned" } > 6
  }

  /// The steps that happened, by kind, so that a run in which nothing happened is noticed.
  var seen: [String: Int] {
    get throws {
      var seen = steps
      for line in lines {
        seen[line.text("type"), default: 0] += 1
        if line.text("type") == "reversed" {
          seen["\(lines[line.number("of")].text("type")) reversed", default: 0] += 1
        }
      }
      return seen
    }
  }
}

// The steps of one operator.
extension World {
  /// Does one thing; an act that the rules refuse changes nothing and is no step.
  mutating func step() throws {
    let before = try test.disk()
    // Opening a ledger after a crash moves away what the crash left.
    let isTorn = before[0].count > log.count
    do {
      try act()
    } catch {
      guard World.isRefusal(error) else { throw error }
      steps["refused", default: 0] += 1
      if !isTorn { #expect(try test.disk() == before, "a refusal has changed the ledger: \(error)") }
    }
    try read()
    headBefore = try isTorn || test.bytes(test.logPath).count > log.count ? [] : before[1]
  }

  private static func isRefusal(_ error: any Error) -> Bool {
    if case LedgerFailure.lines = error { return true }
    return error is Refusal
  }

  private mutating func act() throws {
    switch next(54) {
    case 0...2: try contribute()
    case 3...4: try job()
    case 5...9: try draft()
    case 10...17: try advance()
    case 18...23: try answer()
    case 24...25: try answerWrongly()
    case 26: try tellAgain()
    case 27...30: try reverse()
    case 31...32: try answerUnexpectedly()
    case 33...35: try withhold()
    case 36: try recall()
    case 37...38: try demand()
    case 39...42: try receive()
    case 43...44: try refund()
    case 45...46: try giveUp()
    case 47: try close()
    case 48: try review()
    case 49: try funds()
    case 50...51: test.clock.now = Instant(seconds: test.clock.now.seconds + Int64(1 + next(20)) * 86_400)
    case 52: try consentLater()
    default: try crash()
    }
  }

  private mutating func contribute() throws {
    let month = Month("2024-12")!.adding(next(4))
    let amount = [0, 30_000, 36_000, 40_500, 60_750][next(5)]
    try test.record(Entry.contributed(month.description, amount, "p\(1 + next(4))"))
  }

  /// A job that excludes some months, or the news that it never was.
  private mutating func job() throws {
    if let id = jobs.last, next(2) == 0 {
      jobs.removeLast()
      try test.record(Entry.annulled("\"\(id)\""))
    } else {
      try job(of: "p\(1 + next(4))", in: Month("2025-01")!.adding(next(3)))
    }
  }

  private mutating func job(of person: String, in month: Month) throws {
    let id = fresh("f")
    try test.record(
      Entry.fact("employed", person, from: "\(month.firstDay)", to: "\(month.firstDay.adding(days: 9))", id: id))
    jobs.append(id)
  }

  private mutating func draft() throws {
    _ = try test.ledger.draft(
      Identifier(fresh("b"))!, scheme: next(2) == 0 ? "liuzhou" : "jingdezhen", through: Month("2025-03")!,
      by: "drafter")
  }

  /// One step of a batch that has not left the house; one in a while gives it up.
  private mutating func advance() throws {
    let waiting = model.batches.filter { !$0.value.isExported && !$0.value.isGivenUp }.sorted { $0.key < $1.key }
    guard let (name, state) = chosen(waiting) else { return try draft() }
    let batch = Identifier(name)!
    if next(12) == 0 {
      try test.ledger.cancel(batch, by: "x")
    } else if !state.isApproved {
      try test.ledger.approve(batch, by: "second")
    } else {
      _ = try test.ledger.export(batch, to: "\(test.directory)/\(batch).csv", by: "x")
    }
  }

  /// The treasury sends money for a batch, or is asked to.
  private mutating func funds() throws {
    guard let (name, _) = chosen(model.batches.filter { $0.value.isApproved }.sorted { $0.key < $1.key }) else {
      return
    }
    let batch = Identifier(name)!
    if try test.ledger.requestFunds(for: batch, by: "x") { return }
    let left = model.sum(name) - model.funds(name)
    _ = try test.ledger.receiveFunds(
      FundsReceived(batch: batch, amount: Fen(Int64(max(1, left / (1 + next(2))))), reference: fresh("CZ-")), by: "x")
  }

  /// Time passes, and at times the books of the month are closed before it has, or such a close is undone.
  private mutating func close() throws {
    let today = test.clock.now.civilDate.month
    if let last = model.closes.last, last.isEarly, next(3) > 0 {
      return try twoPeople(.reopening(Month(last.month)!))
    }
    _ = try test.ledger.close(next(2) == 0 ? today : today.adding(-1), beforeEnd: true, by: "keeper")
  }

  /// The power fails: in the middle of an append, so that half a line is behind the last commit, or between log and HEAD, so
  /// that HEAD does not have the last appends.
  private mutating func crash() throws {
    if next(2) == 0, !headBefore.isEmpty {
      try Data(headBefore).write(to: URL(filePath: "\(test.ledger.path)/HEAD"))
      steps["behind", default: 0] += 1
      // They were not reported yet; the next change keeps and reports them.
      try test.record(Entry.fact("training", from: "2010-01-01", to: "2010-01-02"))
    } else {
      let log = try test.bytes(test.logPath)
      let torn = Array(#"{"seq":\#(log.count),"type":"paid","person":"p1","scheme":"liuzhou","mon"#.utf8)
      try Data(log + torn.prefix(1 + next(torn.count))).write(to: URL(filePath: test.logPath))
      steps["torn", default: 0] += 1
    }
  }

  fileprivate mutating func next(_ below: Int) -> Int { Int.random(in: 0..<below, using: &random) }

  private mutating func chosen<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[next(elements.count)]
  }

  /// A name that nothing had.
  private mutating func fresh(_ letter: String) -> String {
    numbers += 1
    return "\(letter)\(numbers)"
  }
}

// The bank's answers.
extension World {
  private static let header = "person,month,status,code,reference,amount,batch\n"

  private func row(
    _ key: MoneyModel.ItemKey, paid reference: String? = nil, returned code: String? = nil, amount: Int? = nil,
    batch: String = ""
  ) -> String {
    let yuan = amount.map { Fen(Int64($0)).description } ?? ""
    return
      "\(key.person),\(key.month),\(code == nil ? "paid" : "returned"),\(code ?? ""),\(reference ?? ""),\(yuan),\(batch)\n"
  }

  /// The batches whose file was written, the one that the bank most often answers at the end.
  private var sent: [String] {
    let model = model
    return model.batches.filter(\.value.isExported).sorted { $0.value.drafted ?? 0 < $1.value.drafted ?? 0 }.map(\.key)
  }

  /// The bank answers some lines, at times one that it answered before.
  private mutating func answer() throws {
    let sent = sent
    guard !sent.isEmpty else { return try advance() }
    let batch = next(2) == 0 ? sent[sent.count - 1] : sent[next(sent.count)]
    let model = model
    // Some banks give no references.
    let refers = batch.utf8.last!.isMultiple(of: 2)
    var csv = World.header
    for key in model.keys(of: batch) {
      let outcome = model.outcome(key)
      guard outcome == "open" ? next(3) > 0 : next(8) == 0 else { continue }
      // An item that was returned is most often reported so again; at times the bank contradicts itself.
      let returns = outcome == "returned" ? next(4) > 0 : next(3) == 0
      let reference = outcome == "returned" ? fresh("N") : "R\(batch)-\(key.person)-\(key.month)"
      csv += row(key, paid: refers || outcome == "returned" ? reference : nil, returned: returns ? "AC04" : nil)
    }
    guard csv != World.header else { return }
    let file = try test.file(Array(csv.utf8))
    _ = try test.ledger.settle(Identifier(batch)!, results: file, by: "x")
    answers.append((Identifier(batch)!, file))
    // The same file again: nothing happens.
    guard next(2) == 0 else { return }
    let before = try test.disk()
    _ = try test.ledger.settle(Identifier(batch)!, results: file, by: "x")
    #expect(try test.disk() == before)
  }

  /// A file that is wrong is refused and changes nothing.
  private mutating func answerWrongly() throws {
    let sent = sent
    guard let batch = chosen(sent) else { return try advance() }
    let (model, kind) = (model, next(7))
    guard let key = chosen(model.keys(of: batch)) else { return }
    let amount = model.items[key]!.amount
    var csv = World.header
    var settled = batch
    switch kind {
    case 0: csv += row(.init(batch: batch, person: "p9", month: key.month), paid: "R")
    case 1: csv = "endToEnd,status,code\n\(String(repeating: "0", count: 32)),paid,\n"
    case 2: csv += row(key, paid: "R", amount: amount + 1)
    case 3: csv += row(key, paid: "R") + row(key, returned: "AC04")
    case 4: csv += row(key, paid: "R", batch: "b999")
    case 5:
      // Another word about what the bank has answered.
      switch model.answers(key).last {
      case let last? where last.isPaid && last.text != nil: csv += row(key, paid: fresh("other-"))
      case let last? where !last.isPaid: csv += row(key, returned: fresh("X"))
      default: return
      }
    default:
      // A batch that has not left the house.
      let waiting = model.batches.filter { !$0.value.isExported }.map(\.key).sorted()
      guard let other = chosen(waiting), let item = model.keys(of: other).first else { return }
      settled = other
      csv += row(item, paid: "R")
    }
    let file = try test.file(Array(csv.utf8))
    steps["wrong answer", default: 0] += 1
    _ = try test.ledger.settle(Identifier(settled)!, results: file, by: "x")
    Issue.record("a wrong answer was taken: \(csv)")
  }

  /// A file of long ago comes again: it says nothing new, or contradicts later answers and is refused; payments reversed since
  /// may be booked by it again.
  private mutating func tellAgain() throws {
    guard let old = chosen(answers) else { return }
    let model = model
    let wasReversed = model.keys(of: old.batch.description).contains { key in
      model.items[key]!.answers.contains { model.reversed[$0.sequence] != nil }
    }
    let outcome = try test.ledger.settle(old.batch, results: old.file, by: "x")
    if !wasReversed { #expect(outcome.paid == 0 && outcome.returned == 0) }
    steps["told again", default: 0] += 1
  }

  /// Payments of a batch that was recalled, or of months that were sent again.
  private mutating func answerUnexpectedly() throws {
    let model = model
    let late = model.items.keys.filter { key in
      let batch = model.batches[key.batch]
      return model.items[key]?.isWithheld == false && (batch?.isRecalled == true || batch?.isExported == true)
        && (batch?.isRecalled == true ? model.outcome(key) != "paid" : model.outcome(key) == "returned")
    }
    let sorted = late.sorted { ($0.batch, $0.person, $0.month) < ($1.batch, $1.person, $1.month) }
    guard let key = chosen(sorted) else { return }
    let csv = World.header + row(key, paid: fresh("L"))
    let kind: UnexpectedPayments = model.batches[key.batch]!.isRecalled ? .ofRecalled : .orderedAgain
    let (requested, _, _) = try test.ledger.requestPayments(
      kind, of: Identifier(key.batch)!, results: test.file(Array(csv.utf8)), controls: ControlTotals(),
      AskedReason("both arrived"), by: "asker")
    if next(4) > 0 { _ = try test.ledger.consent(to: requested.request, by: "other") }
  }
}

// The acts of two people.
extension World {
  /// One asks; another consents, at once or later or never.
  private mutating func twoPeople(_ act: AskedAct) throws {
    let requested = try test.ledger.request(act, AskedReason("a slip", authority: "minutes"), by: "asker")
    guard next(4) > 0 else { return }
    // No operator consents to the reversal of an act of their own.
    let other: Identifier = if case .reversal = act { "third" } else { "other" }
    _ = try test.ledger.consent(to: requested.request, by: other)
  }

  /// An operator consents to an earlier request: it may have lapsed, or have become impossible or another act.
  private mutating func consentLater() throws {
    let used = Set(lines.filter { $0.text("type") != "requested" }.map { $0.text("request") })
    let open = lines.filter { $0.text("type") == "requested" && !used.contains($0.text("request")) }
    guard let line = chosen(open) else { return }
    do { _ = try test.ledger.consent(to: Identifier(line.text("request"))!, by: "other") } catch let refusal as Refusal
    {
      steps["lapsed or stale", default: 0] += 1
      throw refusal
    }
  }

  private mutating func reverse() throws {
    let model = model
    // Each type as often as the others; a review, without which there is no money, only by ``review()``.
    let types = Set(model.reversible.filter { model.mayReverse($0) }.map { lines[$0].text("type") })
      .subtracting(["verified"]).sorted()
    guard let type = chosen(types),
      let event = chosen(model.reversible.filter { model.mayReverse($0) && lines[$0].text("type") == type })
    else { return }
    try twoPeople(.reversal(of: UInt64(event)))
  }

  /// A review that was reversed: its stage is decided again.
  private mutating func review() throws {
    let model = model
    let stages = ["liuzhou": ["community", "street", "district", "city"], "jingdezhen": ["acceptance", "review"]]
    let open = model.applications.filter(\.value.approvals.isEmpty).sorted { $0.key < $1.key }
    if let (name, application) = chosen(open) {
      let stage = stages[application.claim.scheme]![application.decisions.count]
      try test.record(World.passed(application.claim.person, name, stage))
    } else if let event = chosen(
      model.reversible.filter { lines[$0].text("type") == "verified" && model.mayReverse($0) })
    {
      try twoPeople(.reversal(of: UInt64(event)))
    }
  }

  /// Months that fell below their order are taken out of an approved batch; if there are none, a job makes one.
  private mutating func withhold() throws {
    let model = model
    let approved = model.batches.filter { $0.value.isApproved && !$0.value.isExported && !$0.value.isGivenUp }
    guard let (name, _) = chosen(approved.sorted { $0.key < $1.key }), let key = chosen(model.keys(of: name)) else {
      return try advance()
    }
    if model.keys(of: name).contains(where: { model.isWorthLess($0) }) {
      return try twoPeople(.withholding(Identifier(name)!))
    }
    try job(of: key.person, in: Month(key.month)!)
  }

  private mutating func recall() throws {
    let exported = model.batches.filter { $0.value.isExported && !$0.value.isGivenUp }
    guard let (name, _) = chosen(exported.sorted { $0.key < $1.key }) else { return }
    try twoPeople(.recall(Identifier(name)!))
  }

  private mutating func demand() throws { _ = try test.ledger.demandRecovery(by: "x") }

  private var demandKeys: [MoneyModel.DemandKey] {
    model.demands.keys.sorted { ($0.claim.person, $0.notice) < ($1.claim.person, $1.notice) }
  }

  /// Money comes back, at times more than is owed, or a demand is given up as wrong.
  private mutating func receive() throws {
    guard let key = chosen(demandKeys) else { return try demand() }
    let head = #""person":"\#(key.claim.person)","scheme":"\#(key.claim.scheme)","notice":"\#(key.notice)""#
    let (model, kind) = (model, next(12))
    var amount = max(1, model.outstanding(key) / (1 + next(3)))
    let line: String
    switch kind {
    case 0: line = #"{"type":"clawback-cancelled",\#(head),"authority":"a decision"}"#
    case 1, 2:
      amount = max(1, (model.demanded(key) - model.putBack(key)) / 2)
      line = #"{"type":"put-back",\#(head),"amountFen":\#(amount),"unit":"street-7","receipt":"\#(fresh("G-"))"}"#
    default:
      if kind > 7 { amount += 5_000 }
      line = #"{"type":"repaid",\#(head),"amountFen":\#(amount),"receipt":"\#(fresh("R-"))"}"#
    }
    _ = try test.ledger.record(test.file([line]), by: "x", key: nil, skipsRefused: false, aboveDebt: kind > 7)
  }

  private mutating func refund() throws {
    let model = model
    guard let key = chosen(demandKeys.filter { model.refundable($0) > 0 }) else { return try receive() }
    let amount = max(1, model.refundable(key) / (1 + next(2)))
    try twoPeople(
      .refund(.init(Identifier(key.notice)!, of: nil), Fen(Int64(amount)), reference: fresh("T-")))
  }

  private mutating func giveUp() throws {
    let model = model
    guard let key = chosen(demandKeys.filter { model.outstanding($0) > 0 }) else { return try demand() }
    let amount = max(1, model.outstanding(key) / (1 + next(2)))
    try twoPeople(.writeOff(.init(Identifier(key.notice)!, of: nil), Fen(Int64(amount))))
  }
}

// The conditions that must hold.
extension World {
  /// Takes in the appends since the last time; remains of a crash behind them are no append.
  fileprivate mutating func read() throws {
    let bytes = try test.bytes(test.logPath)
    #expect(bytes.starts(with: log), "what was acknowledged has changed")
    let text = String(decoding: bytes[log.count...], as: UTF8.self)
    guard let last = text.range(of: "{\"commit\"", options: .backwards),
      let end = text[last.lowerBound...].firstIndex(of: "\n")
    else { return }
    let whole = text[...end]
    log += whole.utf8
    lines += try MoneyModel.lines(whole)
    events += try TestLedger.events(whole)
  }

  /// Checks what must hold at every moment: the fold of the events against the model of their lines.
  func check() throws {
    let model = model
    var state = LedgerState(keeping: Set(model.reversible.map { UInt64($0) }))
    try state.evolve(events, leavingOut: Annulments(in: events))
    try checkMonths(model, state)
    try checkBatches(model, state)
    try checkDemands(model)
    try checkWaysBack(model, state)
  }

  private func checkMonths(_ model: MoneyModel, _ state: LedgerState) throws {
    var (payable, inFlight) = (0, 0)
    for claim in model.claims {
      let found = state.entitlement(of: Identifier(claim.person)!, in: Identifier(claim.scheme)!)?.months ?? []
      #expect(found.map(\.month.description) == model.months(of: claim), "\(claim)")
      for month in found {
        let name = month.month.description
        let told = [
          model.entitled(claim, name), model.paid(claim, name), model.repaid(claim, name), model.inFlight(claim, name),
          model.payable(claim, name), model.overpaid(claim, name),
        ]
        let shown = [month.entitled, month.paid, month.repaid, month.inFlight, month.payable, month.overpaid]
        #expect(
          shown.map { Int($0.value) } == told, "\(claim) \(name): entitled, paid, repaid, in flight, payable, overpaid")
        payable += told[4]
        inFlight += told[3]
      }
    }
    // Nowhere is a month of a person on its way twice, in whatever schemes.
    let flying = model.items.keys.filter { model.isInFlight($0) }
    #expect(Set(flying.map { "\($0.person) \($0.month)" }).count == flying.count, "in flight twice: \(flying)")
    let unpaid = try test.ledger.answer(.unpaid(on: test.clock.now.civilDate)).value
    #expect(unpaid.reduce(0) { $0 + Int($1.payable.value) } == payable)
    #expect(unpaid.reduce(0) { $0 + Int($1.inFlight.value) } == inFlight)
  }

  private func checkBatches(_ model: MoneyModel, _ state: LedgerState) throws {
    for (name, batch) in model.batches {
      let found = try test.reconciliation(of: Identifier(name)!)
      let answers = found.answers
      let shown = [found.drafted, answers.all, answers[.paid], answers[.returned], answers[.open]].map {
        Int($0.total.value)
      }
      let whole = model.sum(name)
      #expect(
        shown == [whole, whole] + ["paid", "returned", "open"].map { model.sum(name, $0) }, "\(name)")
      #expect(found.isBalanced && answers.all.items == model.keys(of: name).count)
      let withheld = model.items.filter { $0.key.batch == name && $0.value.isWithheld }
      #expect(batch.total - withheld.values.reduce(0) { $0 + $1.amount } == whole)
      #expect(batch.items - withheld.count == model.keys(of: name).count)
      let kept = try #require(state.batch(Identifier(name)!))
      #expect(Int(kept.fundsReceived.value) == model.funds(name))
      #expect(Int(kept.fundsToReturn.value) == max(0, model.funds(name) - (batch.isGivenUp ? 0 : whole)))
    }
  }

  private func checkDemands(_ model: MoneyModel) throws {
    let demands = try test.ledger.answer(.demands).value
    #expect(demands.count == model.demands.count)
    for demand in demands {
      let claim = MoneyModel.ClaimKey(person: demand.person.description, scheme: demand.scheme.description)
      let key = MoneyModel.DemandKey(claim: claim, notice: demand.id.description)
      let told = [
        model.demanded(key), model.repaid(key), model.demands[key]!.refunded, model.refundable(key),
        model.reversed(key), model.putBack(key), model.writtenOff(key), model.outstanding(key),
      ]
      let shown = [
        demand.demanded, demand.repaid, demand.refunded, demand.refundable, demand.reversed, demand.putBack,
        demand.writtenOff, demand.outstanding,
      ]
      #expect(
        shown.map { Int($0.value) } == told,
        "\(key): demanded, repaid, refunded, refundable, reversed, put back, written off, outstanding")
      // The amount asked back is no more than the amount demanded and owed.
      #expect(demand.withoutGround >= .zero && demand.withoutGround <= demand.outstanding)
    }
    let open = OpenDemand.all(of: demands, on: test.clock.now.civilDate).map(\.demand.outstanding)
    #expect(
      Int(open.reduce(.zero, +).value) == model.demands.keys.reduce(0) { $0 + model.outstanding($1) })
  }

  /// Every event that moved money can be taken back exactly if the rules say so, and so can an act that was left half done.
  private func checkWaysBack(_ model: MoneyModel, _ state: LedgerState) throws {
    let context = DecisionContext(now: test.clock.now, by: "asker", calendar: .shipped())
    let (request, reason) = (state.requestName(context), AskedReason("a slip"))
    func isRefused(_ act: AskedAct) throws -> Refusal? {
      try refusal {
        let acts = try state.events(of: act, request, reason, context)
        _ = try state.decideRequest(acts, request, reason: "a slip", authority: nil, context)
      }
    }
    for event in model.reversible {
      let found = try isRefused(.reversal(of: UInt64(event)))
      #expect((found == nil) == model.mayReverse(event), "\(lines[event]): \(String(describing: found))")
    }
    for (name, batch) in model.batches {
      let stands = batch.isExported && !batch.isGivenUp
      let isUnanswered = model.keys(of: name).allSatisfy { model.outcome($0) == "open" }
      let found = try isRefused(.recall(Identifier(name)!))
      #expect((found == nil) == (stands && isUnanswered), "recall \(name): \(String(describing: found))")
      let left = batch.isExported || batch.isGivenUp
      #expect(
        try (refusal { _ = try state.decideCancellation(of: Identifier(name)!) } == nil) == !left, "cancel \(name)")
      // Months that fell below their order can be taken out, so that the rest may leave.
      let isWorthLess = model.keys(of: name).contains { model.isWorthLess($0) }
      if batch.isApproved, !left, isWorthLess {
        #expect(try isRefused(.withholding(Identifier(name)!)) == nil, "\(name)")
      }
    }
    for key in model.demands.keys {
      let name = AskedAct.DemandName(Identifier(key.notice)!)
      for (above, isTaken) in [(0, true), (1, false)] {
        let refundable = Fen(Int64(model.refundable(key) + above))
        let found = try isRefused(.refund(name, refundable, reference: "T"))
        #expect((found == nil) == (isTaken && refundable > .zero), "\(key): refund \(refundable)")
        let outstanding = Fen(Int64(model.outstanding(key) + above))
        let other = try isRefused(.writeOff(name, outstanding))
        #expect((other == nil) == (isTaken && outstanding > .zero), "\(key): write off \(outstanding)")
      }
    }
    if let last = model.closes.last {
      #expect(try (isRefused(.reopening(Month(last.month)!)) == nil) == last.isEarly)
    }
    // Whatever was paid too much and is not asked back can be demanded, to the fen.
    var asked = 0
    let demands = try refusal {
      for event in try state.decideDemands(context) {
        if case .clawedBack(let body) = event { asked += body.months.reduce(0) { $0 + Int($1.amount.value) } }
      }
    }
    #expect(asked == model.undemanded && (demands == .nothingToDemand) == (asked == 0))
  }

  /// Checks the reports and the audit of the log on the disk.
  func checkReports() throws {
    let model = model
    var month = Month("2025-04")!
    while month <= test.clock.now.civilDate.month {
      let books = try test.ledger.state().books(of: month)
      #expect(MoneyModel.Sums(books.total) == model.books(of: month.description), "books of \(month)")
      #expect(books.isAsClosed, "books of \(month)")
      month = month.adding(1)
    }
    let audit = try test.ledger.auditReplay()
    #expect(!audit.findings.contains { $0.code == .withoutConsent })
    let named = Set(
      audit.findings.filter { $0.amount > .zero }.compactMap { found in
        // A finding about a batch as a whole names no person.
        found.person.flatMap { person in found.month.map { "\(person) \($0)" } }
      })
    for claim in model.claims {
      for month in model.months(of: claim) {
        let isAbove = model.held(claim, month) > model.entitled(claim, month)
        let other = MoneyModel.ClaimKey(
          person: claim.person, scheme: claim.scheme == "liuzhou" ? "jingdezhen" : "liuzhou")
        let isTwice = model.held(claim, month) > 0 && model.held(other, month) > 0
        if isAbove || isTwice { #expect(named.contains("\(claim.person) \(month)"), "\(claim) \(month)") }
      }
    }
    // A payment after a recall is named, whatever its outcome.
    let recalled = lines.filter { line in
      line.text("type") == "paid" && model.batches[line.text("batch")]!.isRecalled
        && model.reversed[line.number("seq")] == nil
        && lines[..<line.number("seq")].contains {
          $0.text("type") == "batch-recalled" && $0.text("batch") == line.text("batch")
        }
    }
    let after = audit.findings.filter { $0.code == .paidAfterRecall }.flatMap(\.sequences)
    for line in recalled { #expect(after.contains(UInt64(line.number("seq"))), "\(line)") }
  }
}

extension MoneyModel.Sums {
  /// The columns as the program shows them.
  fileprivate init(_ sums: MonthSums) {
    let columns = [
      sums.paid, sums.returned, sums.bounced, sums.adjusted, sums.repaid, sums.putBack, sums.writtenOff,
      sums.outstanding, sums.refunded, sums.reversed.paid, sums.reversed.returned, sums.reversed.repaid,
      sums.reversed.putBack, sums.reversed.writtenOff,
    ].map { Int($0.value) }
    self.init(
      paid: columns[0], returned: columns[1], bounced: columns[2], adjusted: columns[3], repaid: columns[4],
      putBack: columns[5], writtenOff: columns[6], outstanding: columns[7], refunded: columns[8],
      reversedPaid: columns[9], reversedReturned: columns[10], reversedRepaid: columns[11],
      reversedPutBack: columns[12], reversedWrittenOff: columns[13])
  }
}
