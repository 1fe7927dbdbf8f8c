import Policy
import SeededRandom
import Subsidy
import TestSupport
import Testing
import Values

/// Properties that hold of every sweep, whatever has happened to anyone.
@Suite struct SweepPropertyTests {
  static let schemes: [Identifier] = ["beijing", "jingdezhen", "liuzhou", "lianyungang", "linyi"]
  static let people: [Identifier] = ["p3", "p1", "p5", "p2", "p4"]

  /// A ledger in which what sweeps look at happens to anyone in any order, whether a rule is against it or not.
  static func ledger(_ seed: UInt64) -> Story {
    var random = SeededRandom(seed)
    func any<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
    func month() -> Month { Month("2023-01").adding(Int.random(in: 0..<36, using: &random)) }
    var story = Story(on: "2023-01-05")
    story.adopt(
      "beijing-2019-1",
      ["amountFen": "77733", "failedDebits": any(["1", "2"]), "missedReport": any(["ended", "suspended"])])
    story.adopt("jingdezhen-2024-139", [:])
    story.adopt("liuzhou-2022-9", ["verificationWindow": any(["01-01/12-31", "03-01/06-30"])])
    story.adopt("lianyungang-2021-50", ["rate": "2/3"])
    story.adopt("linyi-2021-63", ["rate": "1/2"])
    for person in people {
      let prior = Registered.Prior(firstApproved: "2021-01-01", months: Int.random(in: 34...36, using: &random))
      story.register(
        person, birth: any(["1964-03-03", "1969-09-09", "1985-05-05"]), male: any([true, false]),
        prior: any([nil, prior]))
      for code in [FactCode.difficultyRecognised, .flexibleRegistered] { story.fact(code, person) }
      for (number, scheme) in schemes.enumerated() where any([true, true, false]) {
        story.approve(
          scheme, from: month(), application: any(["a\(number)", "b\(number)"].map { Identifier($0)! }), person: person)
      }
    }
    for _ in 0..<160 {
      if any([true, false, false]) { story.day = story.day.adding(days: 7) }
      let (person, scheme) = (any(people), any(schemes))
      switch Int.random(in: 0..<13, using: &random) {
      case 0, 1:
        story.given(.reported(Reported(person: person, on: month().firstDay, channel: "c")))
      case 2, 3:
        let first = month()
        for offset in 0..<Int.random(in: 1...3, using: &random) {
          story.given(.debitFailed(DebitFailed(person: person, month: first.adding(offset), source: "s")))
        }
      case 4: story.contribute(month(), person: person)
      case 5: story.fact(any(FactCode.allCases), person, from: month().firstDay, to: any([nil, month().lastDay]))
      case 6, 7, 8:
        let month = month()
        story.contribute(month, person: person)
        story.pay(scheme, month, 50_000, person: person)
      case 9: story.given(.resumed(Resumed(person: person, scheme: scheme, from: month())))
      case 10: story.given(.suspended(Suspended(person: person, scheme: scheme, from: month(), reason: "x")))
      case 11:
        story.given(.extended(Extended(person: person, scheme: "lianyungang", months: any([1, 2]), reason: "x")))
      default: story.annul(.sequence(UInt64.random(in: 1..<story.sequence, using: &random)))
      }
    }
    return story
  }

  static let days: [CivilDate] = ["2023-07-01", "2024-01-01", "2024-09-15", "2026-02-01"]

  @Test("a second sweep finds nothing, and a later one nothing with the same cause and month", arguments: 1...40)
  func idempotent(seed: UInt64) throws {
    var story = SweepPropertyTests.ledger(seed)
    var state = try story.state()
    var recorded: Set<String> = []
    for day in SweepPropertyTests.days {
      let items = try state.sweep(on: day)
      for item in items {
        let key = "\(item.person) \(item.scheme) \(item.effect) \(item.cause) \(item.from)"
        #expect(recorded.insert(key).inserted, "seed \(seed), \(day): \(key)")
        story.given(item.body)
        try state.evolve(#require(story.events.last))
      }
      #expect(try state.sweep(on: day).isEmpty, "seed \(seed), \(day)")
    }
  }

  @Test("every rule is met by some of the random ledgers")
  func reachesEveryRule() throws {
    var causes: Set<SweepCause> = []
    for seed in 1...40 as ClosedRange<UInt64> {
      let state = try SweepPropertyTests.ledger(seed).state()
      for day in SweepPropertyTests.days { causes.formUnion(try state.sweep(on: day).map(\.cause)) }
    }
    #expect(causes == Set(SweepCause.allCases))
  }

  @Test("the items stand by person, then scheme, then month, and one scheme alone gives its own", arguments: 1...10)
  func ordered(seed: UInt64) throws {
    let state = try SweepPropertyTests.ledger(seed).state()
    let items = try state.sweep(on: "2026-02-01")
    let keys = items.map { "\($0.person) \($0.scheme) \($0.from)" }
    #expect(keys == keys.sorted() && !keys.isEmpty, "seed \(seed)")
    for scheme in SweepPropertyTests.schemes {
      #expect(try state.sweep(on: "2026-02-01", scheme: scheme) == items.filter { $0.scheme == scheme })
    }
  }

  @Test(
    "what a sweep records changes no month that was worth nothing into one that is worth something", arguments: 1...10)
  func onlyTakesAway(seed: UInt64) throws {
    var story = SweepPropertyTests.ledger(seed)
    let before = try story.state()
    for item in try before.sweep(on: "2026-02-01") { story.given(item.body) }
    let after = try story.state()
    for person in before.people.indices {
      for (old, new) in zip(before.entitlements(ofPersonAt: person), after.entitlements(ofPersonAt: person)) {
        #expect(old.months.count == new.months.count)
        let valid = zip(old.months, new.months).filter { !$0.reasons.isEmpty && $1.reasons.isEmpty }
        // A month may take the slot that another has lost; it was over the limit before, and had no other reason.
        for (month, _) in valid {
          let reasons = month.reasons.reasons(under: nil, term: nil).map(\.code.code)
          #expect(reasons == ["over-limit"], "seed \(seed): \(month.month) \(reasons)")
        }
      }
    }
  }
}
