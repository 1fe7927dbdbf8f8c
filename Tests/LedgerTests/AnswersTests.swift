import EventLog
import HistorySupport
import Ledger
import Policy
import ReadModel
import SeededRandom
import Subsidy
import Testing
import Values

/// A list says the same whether it is asked of the tables on the disk, of tables made in memory, or of the fold itself.
@Suite struct AnswersTests {
  @Test("after an event of every type the tables answer as the fold does, and so do tables made anew")
  func everyType() throws {
    let test = try TestLedger(adopting: ["jingdezhen-2024-139", "beijing-2019-1"])
    try test.approve()
    try test.approve("p2")
    try test.record(
      Entry.contributed("2025-01"), Entry.contributed("2025-02"), Entry.contributed("2025-01", 70_000, "p2"))
    try test.checkAnswers()
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-02")!, by: "drafter")
    try test.checkAnswers()
    // A month that is worth less keeps its item back.
    try test.record(Entry.fact("employed", "p2", from: "2025-01-10", id: "f1"))
    try test.checkAnswers()
    #expect(
      try test.ledger.answer(.batch("b1", on: test.clock.now.civilDate)).value?.lines.contains { $0.hold != nil }
        ?? false)
    try test.record(Entry.annulled(#""f1""#))
    try test.checkAnswers()
    _ = try test.ledger.rebuildProjections()
    try test.checkAnswers()
  }

  @Test(
    "months to be claimed are one row where they have one window, however they are asked for",
    arguments: ["any-day", "04-01/04-20"])
  func claims(window: String) throws {
    let test = try TestLedger(adopting: ["beijing-2019-1"])
    _ = try test.ledger.adopt(
      #require(ShippedPacks.text("jingdezhen-2024-139")), parameters: ["claimWindow": window], effectiveFrom: nil,
      by: "op-0")
    for person in ["p1", "p2", "p3"] { try test.approve(person) }
    try test.checkAnswers()
    try test.record(
      Entry.contributed("2025-01"), Entry.contributed("2025-02"), Entry.contributed("2025-01", 60_000, "p2"),
      #"{"type":"claimed","person":"p1","scheme":"jingdezhen","from":"2025-01","through":"2025-01","on":"2025-04-02"}"#,
      #"{"type":"applied","person":"p3","application":"b","scheme":"beijing","from":"2025-05","undertaking":true,"channel":"c"}"#,
      skipsRefused: true)
    #expect(try test.ledger.state().openWork.contains { $0.kind == .claim })
    try test.checkAnswers()
    _ = try test.ledger.rebuildProjections()
    try test.checkAnswers()
    try test.check()
  }

  @Test("a point in the past is answered by tables made for it, with the size that they speak of")
  func past() throws {
    let test = try TestLedger()
    try test.approve()
    let before = test.clock.now
    let size = try test.ledger.projectionStatus().size
    test.clock.now = Instant(endOf: test.clock.now.civilDate)
    try test.record(Entry.contributed("2025-01"))
    let day = test.clock.now.civilDate
    #expect(try test.ledger.answer(.unpaid(on: day)).value.count == 1)
    for point in [ReplayPoint(knownAt: before), ReplayPoint(size: size)] {
      let found = try test.ledger.answer(.unpaid(on: day), at: point)
      #expect(found.value.isEmpty && found.size == size && !found.isFromTables)
    }
  }

  @Test("a point in time that leaves out no event is answered by the tables on the disk")
  func presentPoint() throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"))
    let state = try test.ledger.state()
    let (day, last) = (test.clock.now.civilDate, try #require(state.lastRecorded))
    for (knownAt, isPresent) in [
      (last, true), (Instant(endOf: day), true), (Instant(seconds: last.seconds - 1), false),
    ] {
      let found = try test.ledger.answer(.unpaid(on: day), at: ReplayPoint(knownAt: knownAt))
      #expect(found.isFromTables == isPresent && (found.size == state.size) == isPresent)
      #expect(try found.value == test.ledger.state(knownAt: knownAt).unpaidClaims(on: day))
    }
  }

  @Test(
    "tables that are gone, damaged or behind are brought up by the question", arguments: ["gone", "damaged", "behind"])
  func broken(how: String) throws {
    let test = try TestLedger()
    try test.approve()
    let path = "\(test.ledger.path)/read-model.sqlite"
    let before = try test.bytes(path)
    try test.record(Entry.contributed("2025-01"))
    switch how {
    case "gone": try test.remove(path)
    case "damaged": try test.write(before.prefix(5_000).map { ~$0 }, to: path)
    default: try test.write(before, to: path)
    }
    let found = try test.ledger.answer(.unpaid(on: test.clock.now.civilDate))
    #expect(found.value.count == 1)
    #expect(found.isFromTables)
    try test.checkAnswers()
  }
}

extension TestLedger {
  /// Whether rows that are given once, with their number, are those that a walk over the fold gives one by one, added up and
  /// one by one.
  private func checkDeadlines(on day: CivilDate, _ state: LedgerState) throws {
    let told = try state.deadlines(on: day, calendar: .shipped())
    let found = try ledger.deadlineGroups(on: day).value
    #expect(try ledger.deadlines(on: day).value.rows.elementsEqual(told.rows))
    #expect(found.counts == told.counts && found.yearsMissing == told.yearsMissing)
    for sum in found.sums {
      let rows = told.rows.filter { $0.office == sum.office && $0.kind == sum.kind && $0.scheme == sum.scheme }
      #expect(sum.counts == Dictionary(grouping: rows, by: \.state).mapValues(\.count))
      #expect(sum.earliest == rows.filter { $0.state != .waiting }.compactMap(\.due).min())
    }
    #expect(found.sums.reduce(0) { $0 + $1.counts.values.reduce(0, +) } == told.rows.count)
    var (rows, left) = ([Deadline](), found.groups[...])
    while let first = left.first {
      let together = Array(left.prefix { $0.isAmong(first) })
      left = left.dropFirst(together.count)
      let count = together.reduce(0) { $0 + $1.count }
      if together.allSatisfy({ $0.task == nil }) {
        rows += together.map(\.row)
        continue
      }
      for start in stride(from: 0, to: count, by: 2) {
        rows += try ledger.deadlines(of: together, start..<min(start + 2, count)).value
      }
    }
    #expect(rows == Array(told.rows))
  }

  /// Whether the tables on the disk, and those made of groups of persons, give the answers that a walk over the fold gives.
  func checkAnswers() throws {
    let state = try ledger.state()
    let day = clock.now.civilDate
    func check<Value: Equatable>(_ name: String, _ question: @autoclosure () -> Question<Value>, _ told: Value) throws {
      let live = try ledger.answer(question())
      let groups = Int(state.size % 3) + 1
      let memory = try ledger.answer(question(), at: ReplayPoint(size: state.size), inGroupsOf: groups)
      #expect(live.isFromTables && !memory.isFromTables)
      #expect(live.size == state.size && memory.size == state.size)
      #expect(live.value == told, "\(name), on the disk")
      #expect(memory.value == told, "\(name), of groups of \(groups)")
    }
    func claims(of scheme: Identifier?, withMonths: Bool, at point: ReplayPoint) throws -> [ClaimStatement] {
      var found: [ClaimStatement] = []
      _ = try ledger.answer(.claims(of: scheme, withMonths: withMonths) { found.append($0) }, at: point)
      return found
    }
    try check("batches", .batches, state.batchSummaries)
    for summary in state.batchSummaries {
      let holds = state.heldPayments(of: summary.batch, on: day)
      let lines = state.items(ofBatch: summary.batch).map { item in
        BatchLine(
          // The bank's words with its answers are for the operator who settles, and in no list.
          item: BatchItem(
            person: item.person, scheme: item.scheme, month: item.month, amount: item.amount, outcome: item.outcome,
            returnedFrom: item.returnedFrom),
          hold: holds.first { $0.person == item.person && $0.month == item.month }?.hold.kind,
          isSent: summary.stage.isSent)
      }
      try check("batch \(summary.batch)", .batch(summary.batch, on: day), BatchContent(batch: summary, lines: lines))
    }
    try check("demands", .demands, state.recoveryDemands)
    try check("open demands", .openDemands, state.recoveryDemands.filter { $0.outstanding > .zero })
    for offset in -2...1 {
      let month = day.month.adding(offset)
      try check("books of \(month)", .books(of: month), state.books(of: month))
    }
    let (first, last) = (day.month.adding(-2), day.month)
    try check("books from \(first)", .books(of: last, from: first), state.books(of: last, from: first))
    try check("in flight", .inFlight, state.inFlight)
    let owing = state.statements.filter { $0.recovery.undemanded > .zero }
    try check(
      "undemanded", .undemanded,
      BatchAnswers.Part(items: owing.count, total: owing.reduce(.zero) { $0 + $1.recovery.undemanded }))
    let returned = state.people.indices.flatMap { number in
      state.entitlements(ofPersonAt: number).flatMap { claim in
        let items = state.people[number].claim(scheme: claim.scheme)?.items ?? []
        return claim.months.filter { month in
          month.payable > .zero
            && items.contains { $0.month == month.month && !$0.isWithheld && $0.outcome == .returned }
        }
      }
    }
    try check(
      "returned and payable", .returnedAndPayable,
      BatchAnswers.Part(items: returned.count, total: returned.reduce(.zero) { $0 + $1.payable }))
    try check("unpaid", .unpaid(on: day), state.unpaidClaims(on: day))
    let statements = state.statements
    let recovery = statements.filter(\.recovery.isAny).map { claim in
      var claim = claim
      claim.months.removeAll { $0.overpaid == .zero && $0.repaid == .zero }
      return claim
    }
    try check(
      "recovery", .recovery,
      RecoveryList(claims: recovery, withoutGround: state.recoveryDemands.filter { $0.withoutGround > .zero }))
    try check("recovered claims", .recoveredClaims, recovery.map(\.withoutMonths))
    let persons = recovery.indices.filter { $0.isMultiple(of: 2) }.map { recovery[$0].person }
    for some in [Set(persons), []] {
      try check("recovery of \(some.count)", .recovery(of: some), recovery.filter { some.contains($0.person) })
    }
    let granted = state.people.indices.flatMap { number in
      state.statements(ofPersonAt: number).filter { statement in
        guard let scheme = state.schemes.number(of: statement.scheme),
          let claim = state.people[number].claim(scheme: scheme)
        else { return false }
        return !claim.approvals.isEmpty && state.activeApplication(of: claim) != nil
      }
    }
    for months in [0, 3, 40] {
      let ending = granted.filter { $0.remainingMonths.map { $0 <= months } ?? false }.map(\.withoutMonths)
      try check(
        "ending within \(months)", .claims(endingWithin: months),
        ending.sorted { ($0.remainingMonths ?? 0, $0.person) < ($1.remainingMonths ?? 0, $1.person) })
    }
    let work = state.openWork
    try check("deadlines", .openWork(for: nil, in: nil), OpenWorkList(work))
    for office in [nil] + Set(work.map(\.office)).sorted().map(Optional.some) {
      let own = work.filter { office == nil || $0.office == office }
      if office != nil { try check("deadlines of \(office ?? "")", .openWork(for: office, in: nil), OpenWorkList(own)) }
      let tasks = Dictionary(grouping: own.filter { $0.kind != .claim }, by: \.task).mapValues(\.count)
      for point in [ReplayPoint()] + (office == nil ? [ReplayPoint(size: state.size)] : []) {
        let sums = try ledger.answer(.openWorkSums(for: office, in: nil), at: point).value
        #expect(Dictionary(uniqueKeysWithValues: sums.tasks.map { ($0.task, $0.count) }) == tasks)
        #expect(sums.claims == OpenWorkList(own.filter { $0.kind == .claim }))
      }
    }
    for days in [0, 40] { try checkDeadlines(on: day.adding(days: days), state) }
    for scheme in [nil] + Set(statements.map(\.scheme)).sorted().map(Optional.some) {
      let told = statements.filter { scheme == nil || $0.scheme == scheme }
      for point in [ReplayPoint(), ReplayPoint(size: state.size)] {
        #expect(try claims(of: scheme, withMonths: true, at: point) == told)
        #expect(try claims(of: scheme, withMonths: false, at: point) == told.map(\.withoutMonths))
      }
    }
  }
}

extension ClaimStatement {
  fileprivate var withoutMonths: ClaimStatement {
    var claim = self
    claim.months = []
    return claim
  }
}
