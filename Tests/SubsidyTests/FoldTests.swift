import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The fold does not care who else is in the ledger, nor in how many steps it is taken.
@Suite struct FoldTests {
  /// SplitMix64: the same seed gives the same history, on every machine.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  static let seeds: [UInt64] = Array(1...12)
  static let people: [Identifier] = ["p1", "p2", "p3", "p4"]
  static let schemes: [Identifier] = ["jingdezhen", "beijing", "lianyungang"]

  /// A history in which anything may happen to anyone, whether a rule is against it or not.
  static func history(_ seed: UInt64, count: Int = 240) -> [Event] {
    var random = Generator(state: seed)
    var story = Story(on: "2024-12-10")
    story.adopt("jingdezhen-2024-139")
    story.adopt("lianyungang-2021-50", ["rate": "2/3"])
    for index in 0..<count {
      if Int.random(in: 0..<6, using: &random) == 0 { story.day = story.day.adding(days: 3) }
      if index == count / 3 { story.adopt("beijing-2019-1", ["amountFen": "77733"]) }
      if index == count / 2 { story.adopt("beijing-2019-1", ["amountFen": "80000"], from: "2025-02-01") }
      let id = Int.random(in: 0..<3, using: &random) == 0 ? Identifier("e\(index)") : nil
      story.given(body(story, index, &random), by: "op-\(index % 3)".identifier, id: id)
    }
    return story.events
  }

  private static func body(_ story: Story, _ index: Int, _ random: inout Generator) -> EventBody {
    func pick<Element>(_ elements: [Element]) -> Element {
      elements[Int.random(in: 0..<elements.count, using: &random)]
    }
    let person = pick(people)
    let scheme = pick(schemes)
    let month = ("2024-11" as Month).adding(pick(Array(0..<8)))
    let day = month.firstDay.adding(days: pick(Array(0..<28)))
    let amount = Fen(Int64(pick([0, 1, 30_000, 50_000, 77_733])))
    let batch = "b\(pick([1, 2, 3]))".identifier
    let application = "a\(pick([1, 2]))".identifier
    let notice = "n\(pick([1, 2]))".identifier
    switch pick(Array(0..<24)) {
    case 0:
      return .registered(
        Registered(
          person: person, birth: pick(["1966-03-01", "1980-02-29", "2001-01-01"]), isMale: pick([true, false]),
          household: Region(pick(["360200", "110101"]))!,
          prior: pick([nil, nil, .init(firstApproved: "2023-05-05", months: 34)])))
    case 1, 2:
      return .factRecorded(
        FactRecorded(
          person: person, fact: pick(FactCode.allCases), from: day,
          to: pick([nil, day.adding(days: 40), day.adding(days: -1)]),
          source: "s"))
    case 3:
      return .factRecorded(
        FactRecorded(
          person: person, fact: pick([.difficultyRecognised, .flexibleRegistered]), from: "2015-01-01", source: "s"))
    case 4: return Entries.applied(scheme, from: month, application: application, person: person)
    case 5, 6:
      return .approved(
        Approved(
          person: person, application: application, scheme: scheme, policy: "x", from: month, basis: .months(1),
          first: true))
    case 7: return .startConfirmed(StartConfirmed(person: person, application: application, from: month))
    case 8, 9, 10:
      return .contributed(
        Contributed(person: person, month: month, amount: amount, paidOn: day, source: "s"))
    case 11: return .suspended(Suspended(person: person, scheme: scheme, from: month, reason: "r"))
    case 12: return .resumed(Resumed(person: person, scheme: scheme, from: month))
    case 13:
      return .ended(Ended(person: person, scheme: scheme, from: month, reason: pick(["x", "x", "x", Ended.fraud])))
    case 14: return .extended(Extended(person: person, scheme: scheme, months: 5, reason: "r"))
    case 15:
      return .paymentOrdered(
        PaymentOrdered(person: person, scheme: scheme, month: month, amount: amount, batch: batch))
    case 16:
      return .paid(Paid(person: person, scheme: scheme, month: month, amount: amount, batch: batch))
    case 17:
      return .paymentReturned(
        PaymentReturned(person: person, scheme: scheme, month: month, amount: amount, batch: batch, code: "x"))
    case 18:
      return pick([
        .clawedBack(
          ClawedBack(
            person: person, scheme: scheme, notice: notice, months: [.init(month: month, amount: amount)], reason: "r")),
        .repaid(Repaid(person: person, scheme: scheme, notice: notice, amount: amount, receipt: "r")),
        .writtenOff(WrittenOff(person: person, scheme: scheme, notice: notice, amount: amount, authority: "x")),
        .clawbackCancelled(ClawbackCancelled(person: person, scheme: scheme, notice: notice, authority: "x")),
      ])
    case 19: return .batchCancelled(BatchNamed(batch: batch))
    case 20: return .debitFailed(DebitFailed(person: person, month: month, source: "bank"))
    case 21: return .reported(Reported(person: person, on: day, channel: "c"))
    case 22:
      return .checked(
        Checked(
          person: person, check: pick(["labour-record", "shares"]), hasPassed: pick([true, false]), on: day,
          source: "s\(index)"))
    case 23:
      return pick([
        .notified(Notified(person: person, scheme: scheme, notice: "report-due", on: day, channel: "c")),
        .visited(Visited(person: person, on: day)),
        .correctionRequested(CorrectionRequested(person: person, application: application, items: ["x"])),
        .putBack(PutBack(person: person, scheme: scheme, notice: notice, amount: amount, unit: "u", receipt: "r")),
      ])
    default:
      let target = UInt64(pick(Array(0..<Int(story.sequence + 3))))
      return .annulled(
        Annulled(of: pick([.sequence(target), .id("e\(target)".identifier)]), reason: "wrong"))
    }
  }

  static func fold(_ events: [Event], annulled: Annulments) throws -> LedgerState {
    var state = LedgerState()
    for event in events where !annulled.contains(event) { try state.evolve(event) }
    return state
  }

  static func annulments(_ events: [Event]) -> Annulments {
    var annulments = Annulments()
    for event in events { if case .annulled(let body) = event.body { annulments.insert(body, at: event.sequence) } }
    return annulments
  }

  @Test("a person's own events with the shared ones give what all events give", arguments: seeds)
  func foldsPersonByPerson(_ seed: UInt64) throws {
    let events = FoldTests.history(seed)
    let annulled = FoldTests.annulments(events)
    let whole = try FoldTests.fold(events, annulled: annulled)
    for person in FoldTests.people {
      let own = events.filter { $0.body.person == nil || $0.body.person == person }
      let alone = try FoldTests.fold(own, annulled: annulled)
      #expect(Story.json(alone, person) == Story.json(whole, person), "seed \(seed), \(person)")
      #expect(Story.service(alone, person) == Story.service(whole, person), "seed \(seed), \(person)")
    }
  }

  @Test("what was known at an instant is what the events until then give", arguments: seeds)
  func foldsPrefixes(_ seed: UInt64) throws {
    let events = FoldTests.history(seed)
    let instants = Set(events.map(\.recorded)).sorted()
    for index in stride(from: 0, to: instants.count, by: 4) {
      let instant = instants[index]
      let prefix = events.filter { $0.recorded <= instant }
      let known = try Fixtures.fold(prefix)
      // One step at a time, and the annulments of the prefix only.
      let stepped = try FoldTests.fold(Array(events.prefix(prefix.count)), annulled: FoldTests.annulments(prefix))
      for person in FoldTests.people {
        #expect(Story.json(known, person) == Story.json(stepped, person), "seed \(seed), \(instant)")
      }
      #expect(known.size <= UInt64(prefix.count))
    }
  }

  @Test("folding one person again after an annulment is folding everything again", arguments: seeds)
  func refolds(_ seed: UInt64) throws {
    let events = FoldTests.history(seed)
    var annulled = Annulments()
    var state = LedgerState()
    for (index, event) in events.enumerated() {
      if !annulled.contains(event) { try state.evolve(event) }
      guard case .annulled(let body) = event.body else { continue }
      annulled.insert(body, at: event.sequence)
      let past = events[...index]
      let target = past.first { annulled.contains($0) && FoldTests.names(body, $0) }
      guard let person = target?.body.person else { continue }
      try state.refold(person, from: past.filter { $0.body.person == person && !annulled.contains($0) })
      let fresh = try FoldTests.fold(Array(past), annulled: annulled)
      for other in FoldTests.people {
        #expect(Story.json(state, other) == Story.json(fresh, other), "seed \(seed), at \(index)")
        #expect(Story.service(state, other) == Story.service(fresh, other), "seed \(seed), at \(index)")
      }
      #expect(state.size == fresh.size)
      #expect(state.lastRecorded == fresh.lastRecorded)
    }
  }

  private static func names(_ body: Annulled, _ event: Event) -> Bool {
    switch body.of {
    case .sequence(let sequence): event.sequence == sequence
    case .id(let id): event.id == id
    }
  }

  @Test("no month is worth money while a reason is against it, and sums are those of the months", arguments: seeds)
  func keepsItsBooks(_ seed: UInt64) throws {
    let state = try Fixtures.fold(FoldTests.history(seed))
    for number in state.personsInOrder {
      for claim in state.entitlements(ofPersonAt: number) {
        #expect(claim.months.map(\.month) == claim.months.map(\.month).sorted())
        for month in claim.months {
          #expect(month.reasons.isEmpty || month.entitled == .zero, "seed \(seed)")
          #expect(month.payable >= .zero && month.overpaid >= .zero)
          #expect(month.payable == .zero || month.overpaid == .zero)
        }
        #expect(claim.recovery.overpaid == claim.months.reduce(Fen.zero) { $0 + $1.overpaid })
        #expect(claim.recovery.undemanded <= claim.recovery.overpaid)
      }
    }
  }
}

extension String {
  var identifier: Identifier { Identifier(self)! }
}
