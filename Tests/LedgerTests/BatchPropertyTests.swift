import Foundation
import Ledger
import Subsidy
import Testing
import Values

/// Random lives of batches through the use cases, crashes included: whatever happens, the money adds up.
@Suite struct BatchPropertyTests {
  /// What has been drafted of a month, with what the month was worth then.
  struct Ordered: Hashable {
    let batch: Identifier
    let person: Identifier
    let month: Month
  }

  @Test(
    "ordered = paid + returned + in flight, no month is paid above what it was worth, nothing is paid twice",
    arguments: 1...6 as ClosedRange<UInt64>)
  func adds(seed: UInt64) throws {
    var world = try World(seed: seed)
    var steps = 0
    // At least so many, and until the run has a subject.
    while steps < 70 || (world.drafted <= 2 || world.answered <= 6) && steps < 400 {
      steps += 1
      try world.step()
      try world.check()
    }
    #expect(world.drafted > 2 && world.answered > 6, "the run has lost its subject")
    // The next change moves away what the last crash left.
    try world.test.record(Entry.fact("employed", from: "2024-01-01", to: "2024-01-02"))
    try world.test.check()
  }

  /// A ledger and what a bank and an office do to it.
  struct World {
    let test: TestLedger
    var random: Random
    var batches: [Identifier] = []
    var worth: [Ordered: Fen] = [:]
    var drafted = 0
    var answered = 0
    var crashes = 0
    var facts: [String] = []

    init(seed: UInt64) throws {
      random = Random(state: seed)
      test = try TestLedger(adopting: ["liuzhou-2022-9"])
      for person in 1...4 { try enrol("p\(person)") }
    }

    private func enrol(_ person: String) throws {
      let facts = ["difficulty-recognised", "flexible-registered", "annual-verified"].map { Entry.fact($0, person) }
      let application =
        #"{"type":"applied","person":"\#(person)","application":"a-\#(person)","scheme":"liuzhou","from":"2024-12","undertaking":true,"channel":"c"}"#
      let stages = ["community", "street", "district", "city"].map {
        #"{"type":"verified","person":"\#(person)","application":"a-\#(person)","stage":"\#($0)","outcome":"passed"}"#
      }
      _ = try test.ledger.record(
        test.file(
          [Entry.registered(person).replacing("360200", with: "450200")] + facts + [application] + stages), by: "op-1",
        key: nil, skipsRefused: false)
    }

    /// Does one thing; what the rules refuse is no step.
    mutating func step() throws {
      do {
        switch random.next(12) {
        case 0, 1, 10: try contribute()
        case 2, 3: try draft()
        case 4: try advance()
        case 5:
          if let batch = pick() { _ = try test.ledger.export(batch, to: "\(test.directory)/\(batch).csv", by: "x") }
        case 6, 7: try answer()
        case 8: try fact()
        case 9:
          if random.next(3) == 0, let batch = pick() { try test.ledger.cancel(batch, by: "x") } else { try advance() }
        default: try crash()
        }
      } catch is Refusal {
      } catch LedgerFailure.lines {
      }
    }

    private mutating func pick() -> Identifier? { batches.isEmpty ? nil : batches[random.next(batches.count)] }

    private mutating func advance() throws {
      // A batch is far more often approved and exported than given up.
      for batch in batches.suffix(2) {
        _ = try? test.ledger.approve(batch, by: "second")
        _ = try? test.ledger.export(batch, to: "\(test.directory)/\(batch).csv", by: "x")
      }
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
      drafted += 1
      let state = try test.ledger.state()
      for item in state.items(ofBatch: batch) {
        let month = try test.month(item.month.description, person: item.person, scheme: "liuzhou")
        worth[Ordered(batch: batch, person: item.person, month: item.month)] = month.entitled
        #expect(month.held + month.inFlight <= month.entitled)
      }
    }

    /// The bank answers some lines, at times one of them wrongly or one that it answered before.
    private mutating func answer() throws {
      let state = try test.ledger.state()
      let sent = batches.filter { state.batch($0)?.stage == .exported }
      guard !sent.isEmpty else { return try advance() }
      // The last batch is the one that the bank most often answers.
      let batch = random.next(2) == 0 ? sent[sent.count - 1] : sent[random.next(sent.count)]
      var csv = "person,month,status,code\n"
      for item in state.items(ofBatch: batch) {
        guard item.outcome == .open ? random.next(3) > 0 : random.next(6) == 0 else { continue }

        // An item that was returned is most often told so again; at times the bank contradicts itself.
        let returns = item.outcome == .returned ? random.next(8) > 0 : random.next(4) == 0
        csv += "\(item.person),\(item.month),\(returns ? "returned,AC04" : "paid,")\n"
      }
      if !csv.hasSuffix("code\n") { try answer(batch, csv) }
    }

    private mutating func answer(_ batch: Identifier, _ csv: String) throws {
      let file = try test.file(Array(csv.utf8))
      let outcome = try test.ledger.settle(batch, results: file, by: "x")
      answered += outcome.paid + outcome.returned
      let before = try test.disk()
      _ = try test.ledger.settle(batch, results: file, by: "x")
      #expect(try test.disk() == before)
    }

    /// The power fails in the middle of an append: the next change finds half a line behind the last commit.
    private mutating func crash() throws {
      let log = try test.bytes(test.logPath)
      let torn = Array(#"{"seq":\#(log.count),"type":"paid","person":"p1","scheme":"liuzhou","mon"#.utf8)
      try Data(log + torn.prefix(1 + random.next(torn.count))).write(to: URL(filePath: test.logPath))
      crashes += 1
    }

    /// What must hold at every moment, read from the events alone and compared with the state.
    func check() throws {
      let state = try test.ledger.state()
      var paid: [Ordered: Int64] = [:]
      var byMonth: [String: Int64] = [:]
      for event in try loggedEvents() {
        switch event.body {
        case .paid(let body):
          let item = Ordered(batch: body.batch, person: body.person, month: body.month)
          #expect(paid[item] == nil, "\(item) is paid twice")
          paid[item] = body.amount.value
          byMonth["\(body.person) \(body.month)", default: 0] += body.amount.value
          #expect(byMonth["\(body.person) \(body.month)"]! <= worth[item]!.value, "\(item) is paid above its worth")
        case .paymentReturned(let body):
          let item = Ordered(batch: body.batch, person: body.person, month: body.month)
          if paid[item] != nil { byMonth["\(body.person) \(body.month)", default: 0] -= body.amount.value }
        default: break
        }
      }
      var open: Set<String> = []
      for batch in batches {
        let found = try state.reconciliation(of: batch)
        #expect(found.isBalanced)
        #expect(found.ordered.total == found.paid.total + found.returned.total + found.silent.total)
        guard state.batch(batch)?.isCancelled == false else { continue }
        for item in state.items(ofBatch: batch) where item.outcome == .open {
          #expect(open.insert("\(item.person) \(item.month)").inserted, "in two open batches")
        }
      }
      let flight = Fen(
        try batches.filter { state.batch($0)?.isCancelled == false }
          .reduce(0) { $0 + (try state.reconciliation(of: $1).silent.total.value) })
      let months = state.people.indices.flatMap { state.entitlements(ofPersonAt: $0) }.flatMap(\.months)
      #expect(months.reduce(.zero) { $0 + $1.inFlight } == flight)
      #expect(months.reduce(Int64(0)) { $0 + $1.paid.value } == byMonth.values.reduce(0, +))
    }

    /// The events of whole appends; what a crash left behind them is none.
    private func loggedEvents() throws -> [Event] {
      let text = try test.log
      guard let end = text.range(of: "{\"commit\"", options: .backwards) else { return [] }
      return try TestLedger.events(text[..<end.lowerBound])
    }
  }

  /// A small generator whose sequence is fixed by its seed.
  struct Random {
    var state: UInt64

    mutating func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
  }
}
