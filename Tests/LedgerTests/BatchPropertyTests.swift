import Foundation
import Ledger
import SeededRandom
import Subsidy
import Testing
import Values

/// Random lives of batches through the use cases, crashes included: whatever happens, the money adds up.
///
/// `SUBSIDY_BATCH_SEEDS` sets how many lives there are; `SUBSIDY_BATCH_SEED` tells one of them again, alone, or
/// where they begin.
@Suite struct BatchPropertyTests {
  static let seeds = Array(Seeds.chosen("SUBSIDY_BATCH", few: 40))

  @Test(
    "ordered = paid + returned + in flight, no month is paid above what it was worth, nothing is paid twice",
    arguments: seeds)
  func adds(seed: UInt64) throws {
    var world = try World(seed: seed)
    var steps = 0
    // At least so many, and until the run has a subject.
    while steps < 40 || !world.hasSubject && steps < 600 {
      steps += 1
      try world.step()
      // The events are read after every step; to fold them takes the time of a step itself.
      try world.check(withState: steps.isMultiple(of: 5))
    }
    try world.check(withState: true)
    #expect(world.hasSubject, "the run of seed \(seed) has lost its subject")
    // The next change moves away what the last crash left.
    try world.test.record(Entry.fact("employed", from: "2024-01-01", to: "2024-01-02"))
    try world.test.check()
  }

  @Test("the lives have batches of every end, bounces, answers told again and crashes of both kinds")
  func isLively() throws {
    var seen: [String: Int] = [:]
    for seed in 1001...1004 as ClosedRange<UInt64> {
      var world = try World(seed: seed)
      for _ in 0..<80 {
        try world.step()
        try world.check(withState: false)
      }
      seen.merge(world.seen, uniquingKeysWith: +)
    }
    let kinds = [
      "drafted", "cancelled", "paid", "returned", "bounced", "paid again", "told again", "torn", "behind", "refused",
    ]
    for kind in kinds { #expect(seen[kind, default: 0] > 0, "\(kind): \(seen)") }
  }
}

/// What stands in the log of a person and a month in a batch.
private struct Ordered: Hashable {
  let batch: Identifier
  let person: Identifier
  let month: Month
}

/// A ledger and what a bank and an office do to it.
private struct World {
  let test: TestLedger
  private var random: SeededRandom
  private var batches: [Identifier] = []
  private var approved: Set<Identifier> = []
  private var exported: Set<Identifier> = []
  private var facts: [String] = []
  private var answers: [(batch: Identifier, file: String)] = []
  private var headBefore: [UInt8] = []
  private var books = Books()
  /// What has happened, by kind, so that nobody believes a run in which nothing did.
  private(set) var seen: [String: Int] = [:]

  /// Four persons with an approval and two months to be paid each, made once; every life begins with a copy.
  private static let beginning = Result {
    let test = try TestLedger(adopting: ["liuzhou-2022-9"])
    var lines: [String] = []
    for person in (1...4).map({ "p\($0)" }) {
      lines.append(Entry.registered(person).replacing("360200", with: "450200"))
      lines += ["difficulty-recognised", "flexible-registered", "annual-verified"].map { Entry.fact($0, person) }
      lines.append(
        #"{"type":"applied","person":"\#(person)","application":"a-\#(person)","scheme":"liuzhou","from":"2024-12","undertaking":true,"channel":"c"}"#
      )
      lines += ["community", "street", "district", "city"].map {
        #"{"type":"verified","person":"\#(person)","application":"a-\#(person)","stage":"\#($0)","outcome":"passed"}"#
      }
      lines += ["2024-12", "2025-01"].map { Entry.contributed($0, 40_500, person) }
    }
    _ = try test.ledger.record(test.file(lines), by: "op-1", key: nil, skipsRefused: false)
    return test
  }

  init(seed: UInt64) throws {
    random = SeededRandom(seed)
    test = try TestLedger(copying: World.beginning.get())
  }

  var hasSubject: Bool { seen["drafted", default: 0] > 2 && seen["answered", default: 0] > 6 }

  /// Does one thing; what the rules refuse is no step.
  mutating func step() throws {
    let head = try test.disk()[1]
    do {
      switch random.next(14) {
      case 0, 1, 2: try contribute()
      case 3, 4: try draft()
      case 5, 6: try advance()
      case 7, 8, 9: try answer()
      case 10: try fact()
      case 11: if random.next(3) == 0 { try cancel() } else { try advance() }
      case 12: try tellAgain()
      default: return try crash()
      }
    } catch is Refusal {
      seen["refused", default: 0] += 1
    } catch LedgerFailure.lines {
      seen["refused", default: 0] += 1
    }
    headBefore = head
  }

  /// The last batch is approved and exported; where something is not payable any more it is given up.
  private mutating func advance() throws {
    guard let batch = batches.last, !exported.contains(batch) else { return }
    if !approved.contains(batch) {
      do {
        try test.ledger.approve(batch, by: "second")
      } catch Refusal.noLongerPayable {
        return try cancel()
      }
      approved.insert(batch)
    }
    _ = try test.ledger.export(batch, to: "\(test.directory)/\(batch).csv", by: "x")
    exported.insert(batch)
  }

  private mutating func cancel() throws {
    guard let batch = batches.last else { return }
    try test.ledger.cancel(batch, by: "x")
    seen["cancelled", default: 0] += 1
  }

  private mutating func contribute() throws {
    let month = Month("2024-12")!.adding(random.next(4))
    let amount = [0, 30_000, 36_000, 40_500, 60_750][random.next(5)]
    try test.record(Entry.contributed(month.description, amount, "p\(1 + random.next(4))"))
  }

  /// A job that excludes some months, or the news that it never was.
  private mutating func fact() throws {
    if let id = facts.last, random.next(2) == 0 {
      facts.removeLast()
      try test.record(Entry.annulled("\"\(id)\""))
    } else {
      let id = "f\(facts.count)-\(random.next(1_000_000))"
      let day = Month("2025-01")!.adding(random.next(3)).firstDay
      try test.record(
        Entry.fact("employed", "p\(1 + random.next(4))", from: "\(day)", to: "\(day.adding(days: 9))", id: id))
      facts.append(id)
    }
  }

  private mutating func draft() throws {
    let batch = Identifier("b\(batches.count)")!
    _ = try test.ledger.draft(batch, scheme: "liuzhou", through: Month("2025-03")!, by: "drafter")
    batches.append(batch)
    seen["drafted", default: 0] += 1
    let state = try test.ledger.state()
    for item in state.items(ofBatch: batch) {
      let month = try #require(
        state.entitlement(of: item.person, in: "liuzhou")?.months.first { $0.month == item.month })
      books.worth[Ordered(batch: batch, person: item.person, month: item.month)] = month.entitled.value
      #expect(month.held + month.inFlight <= month.entitled)
    }
  }

  /// The bank answers some lines, at times one of them wrongly or one that it answered before.
  private mutating func answer() throws {
    let sent = batches.filter(exported.contains)
    guard !sent.isEmpty else { return try advance() }
    // The last batch is the one that the bank most often answers.
    let batch = random.next(2) == 0 ? sent[sent.count - 1] : sent[random.next(sent.count)]
    // Some banks give no references.
    let refers = batch.description.utf8.last!.isMultiple(of: 2)
    var csv = "person,month,status,code,reference\n"
    for (item, outcome) in books.items(of: batch) {
      guard outcome == .open ? random.next(3) > 0 : random.next(8) == 0 else { continue }
      // An item that was returned is most often told so again; at times the bank contradicts itself.
      let returns = outcome == .returned ? random.next(12) > 0 : random.next(3) == 0
      let reference = refers ? "R\(batch)-\(item.person)-\(item.month)" : ""
      csv += "\(item.person),\(item.month),\(returns ? "returned,AC04," : "paid,,\(reference)")\n"
    }
    guard !csv.hasSuffix("reference\n") else { return }
    let file = try test.file(Array(csv.utf8))
    let outcome = try test.ledger.settle(batch, results: file, by: "x")
    seen["answered", default: 0] += outcome.paid + outcome.returned
    answers.append((batch, file))
    // The same file again: nothing happens.
    guard random.next(2) == 0 else { return }
    let before = try test.disk()
    _ = try test.ledger.settle(batch, results: file, by: "x")
    #expect(try test.disk() == before)
  }

  /// A file of long ago comes again: it says nothing new, or contradicts what came since and is refused.
  private mutating func tellAgain() throws {
    guard !answers.isEmpty else { return }
    let old = answers[random.next(answers.count)]
    let outcome = try test.ledger.settle(old.batch, results: old.file, by: "x")
    #expect(outcome.paid == 0 && outcome.returned == 0)
    seen["told again", default: 0] += 1
  }

  /// The power fails: in the middle of an append, so that half a line stands behind the last commit, or between log and
  /// HEAD, so that HEAD does not know the last appends.
  private mutating func crash() throws {
    if random.next(2) == 0, !headBefore.isEmpty {
      try Data(headBefore).write(to: URL(filePath: "\(test.ledger.path)/HEAD"))
      seen["behind", default: 0] += 1
      // Nobody was told of them yet; the next change is: it keeps them.
      try test.record(Entry.fact("employed", from: "2024-01-01", to: "2024-01-02"))
    } else {
      let log = try test.bytes(test.logPath)
      let torn = Array(#"{"seq":\#(log.count),"type":"paid","person":"p1","scheme":"liuzhou","mon"#.utf8)
      try Data(log + torn.prefix(1 + random.next(torn.count))).write(to: URL(filePath: test.logPath))
      seen["torn", default: 0] += 1
    }
    headBefore = []
  }

  /// What must hold at every moment, read from the events alone and compared with the state.
  mutating func check(withState: Bool) throws {
    try books.read(test.bytes(test.logPath))
    books.checkOpenBatches()
    for kind in ["paid", "returned", "bounced", "paid again"] { seen[kind] = books.seen[kind] }
    guard withState else { return }
    let state = try test.ledger.state()
    var ordered: Int64 = 0
    var returned: Int64 = 0
    var flight: Int64 = 0
    for batch in batches {
      let found = try state.reconciliation(of: batch)
      #expect(found.isBalanced)
      guard state.batch(batch)?.isCancelled == false else { continue }
      ordered += found.ordered.total.value
      returned += found.returned.total.value
      flight += found.silent.total.value
    }
    let months = state.people.indices.flatMap { state.entitlements(ofPersonAt: $0) }.flatMap(\.months)
    // Three ways to each sum: the events, the batches' items, the months of the persons.
    let paid = months.reduce(Int64(0)) { $0 + $1.paid.value }
    #expect(months.reduce(Int64(0)) { $0 + $1.inFlight.value } == flight)
    #expect(paid == books.paid && returned == books.returned && ordered == books.ordered)
    #expect(ordered == paid + returned + flight)
  }
}

/// The money as the events alone tell it.
private struct Books {
  enum Outcome { case open, paid, returned }

  /// What a month was worth when it was drafted.
  var worth: [Ordered: Int64] = [:]
  private var log: [UInt8] = []
  private var items: [Ordered: (amount: Int64, outcome: Outcome)] = [:]
  private var wasPaid: Set<Ordered> = []
  private var held: [String: Int64] = [:]
  private var cancelled: Set<Identifier> = []
  private(set) var seen: [String: Int] = [:]

  /// Takes in the appends since the last time; what a crash left behind them is none.
  mutating func read(_ bytes: [UInt8]) throws {
    #expect(bytes.starts(with: log), "what was acknowledged has changed")
    let text = String(decoding: bytes[log.count...], as: UTF8.self)
    guard let last = text.range(of: "{\"commit\"", options: .backwards),
      let end = text[last.lowerBound...].firstIndex(of: "\n")
    else { return }
    let whole = text[...end]
    log += whole.utf8
    for event in try TestLedger.events(whole) { take(event) }
  }

  /// The items of a batch with what the bank said last, by person and month.
  func items(of batch: Identifier) -> [(item: Ordered, outcome: Outcome)] {
    items.filter { $0.key.batch == batch }.map { ($0.key, $0.value.outcome) }
      .sorted { ($0.0.person, $0.0.month) < ($1.0.person, $1.0.month) }
  }

  private mutating func take(_ event: Event) {
    switch event.body {
    case .paymentOrdered(let body):
      items[Ordered(batch: body.batch, person: body.person, month: body.month)] = (body.amount.value, .open)
    case .batchCancelled(let body): cancelled.insert(body.batch)
    case .paid(let body):
      let item = Ordered(batch: body.batch, person: body.person, month: body.month)
      let month = "\(body.person) \(body.month)"
      #expect(wasPaid.insert(item).inserted, "\(item) is paid twice")
      // What came back may arrive after all.
      #expect(items[item]?.outcome != .paid && items[item]?.amount == body.amount.value, "\(item) is paid already")
      if held[month] != nil { seen["paid again", default: 0] += 1 }
      held[month, default: 0] += body.amount.value
      #expect(held[month]! <= worth[item]!, "\(item) is paid above its worth")
      items[item]?.outcome = .paid
      seen["paid", default: 0] += 1
    case .paymentReturned(let body):
      let item = Ordered(batch: body.batch, person: body.person, month: body.month)
      #expect(items[item]?.outcome != .returned, "\(item) came back twice")
      if wasPaid.contains(item) {
        held["\(body.person) \(body.month)", default: 0] -= body.amount.value
        seen["bounced", default: 0] += 1
      }
      items[item]?.outcome = .returned
      seen["returned", default: 0] += 1
    default: break
    }
  }

  private func sum(_ outcome: Outcome?) -> Int64 {
    items.reduce(0) { sum, item in
      cancelled.contains(item.key.batch) || outcome.map { $0 != item.value.outcome } ?? false
        ? sum : sum + item.value.amount
    }
  }

  var ordered: Int64 { sum(nil) }
  var paid: Int64 { sum(.paid) }
  var returned: Int64 { sum(.returned) }

  /// A person and month is never in two open batches.
  func checkOpenBatches() {
    var open: Set<String> = []
    for (item, found) in items where found.outcome == .open && !cancelled.contains(item.batch) {
      #expect(open.insert("\(item.person) \(item.month)").inserted, "\(item) is in two open batches")
    }
  }
}

extension SeededRandom {
  fileprivate mutating func next(_ below: Int) -> Int { Int.random(in: 0..<below, using: &self) }
}
