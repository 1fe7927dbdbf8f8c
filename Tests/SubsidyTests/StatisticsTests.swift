import Policy
import Subsidy
import Testing
import TestSupport
import Values

/// Who counts as newly employed in a town, rule by rule.
@Suite struct StatisticsTests {
  /// The year 2024.
  static let year = StatisticPeriod(from: "2024-01", to: "2024-12")!

  /// A registration as flexibly employed.
  static func registration(
    _ from: CivilDate = "2024-03-05", _ entry: FactRecorded.Employment.Entry = .first, urban: Bool = true,
    income: Int64? = nil, platform: String? = nil, to: CivilDate? = nil
  ) -> FactRecorded {
    FactRecorded(
      person: "p1", fact: .flexibleRegistered, from: from, to: to, source: "s",
      employment: .init(entry: entry, isUrban: urban, income: income.map { Fen($0) }, platform: platform))
  }

  static func fact(_ code: FactCode, _ from: CivilDate, to: CivilDate? = nil) -> FactRecorded {
    FactRecorded(person: "p1", fact: code, from: from, to: to, source: "s")
  }

  static func own(_ facts: [FactRecorded], _ insured: Month...) -> StatisticCase {
    StatisticCase(person: "p1", facts: facts, insured: insured)
  }

  @Test("LY06 first employment counts from the minimum living standard on, and not without a standard or an income")
  func firstIncome() {
    func counts(_ fact: FactRecorded, _ threshold: Int64? = 80_000) -> Bool {
      Self.own([fact]).counts(under: .firstIncome, Self.year) { _ in threshold.map { Fen($0) } }
    }
    #expect(counts(Self.registration(income: 80_000)))
    #expect(!counts(Self.registration(income: 79_999)))
    #expect(!counts(Self.registration(income: 80_000), nil))
    #expect(!counts(Self.registration()))
    #expect(!counts(Self.registration("2024-03-05", .again, income: 80_000)))
    #expect(counts(Self.registration("2024-12-31", income: 80_000)))
    #expect(!counts(Self.registration("2025-01-01", income: 80_000)))
    #expect(!counts(Self.registration("2023-12-31", income: 80_000)))
  }

  @Test("LY06 P46 the standard is that of the month in which the work began")
  func thresholdOfTheMonth() {
    let own = Self.own([Self.registration("2024-07-01", income: 85_000)])
    #expect(own.counts(under: .firstIncome, Self.year) { $0 < "2024-08" ? Fen(85_000) : Fen(90_000) })
    #expect(!own.counts(under: .firstIncome, Self.year) { $0 < "2024-07" ? Fen(85_000) : Fen(90_000) })
  }

  @Test("LY07 first insured counts where the first contribution ever lies in the period and the work is the first")
  func firstInsured() {
    func counts(_ own: StatisticCase) -> Bool { own.counts(under: .firstInsured, Self.year) { _ in nil } }
    #expect(counts(Self.own([Self.registration()], "2024-04", "2024-05")))
    #expect(!counts(Self.own([Self.registration()], "2023-12", "2024-04")))
    #expect(!counts(Self.own([Self.registration()], "2025-01")))
    #expect(!counts(Self.own([Self.registration()])))
    #expect(!counts(Self.own([Self.registration("2024-03-05", .again)], "2024-04")))
  }

  @Test("LY08 who returns counts: not flexible in earlier years, employed and unemployed before, a gap, paying again")
  func returned() {
    func counts(_ own: StatisticCase) -> Bool { own.counts(under: .returned, Self.year) { _ in nil } }
    let (employed, unemployed) = (Self.fact(.employed, "2022-01-01"), Self.fact(.unemployedRegistered, "2023-07-15"))
    let now = Self.registration("2024-03-05", .again)
    #expect(counts(Self.own([employed, unemployed, now], "2023-06", "2024-03")))
    #expect(!counts(Self.own([employed, unemployed, now], "2024-02", "2024-03")), "no gap")
    #expect(!counts(Self.own([employed, unemployed, now], "2023-06")), "not paying again")
    #expect(!counts(Self.own([employed, now], "2023-06", "2024-03")), "no change of status")
    #expect(!counts(Self.own([unemployed, now], "2023-06", "2024-03")), "no change of status")
    #expect(
      !counts(Self.own([employed, Self.fact(.unemployedRegistered, "2024-03-06"), now], "2023-06", "2024-03")),
      "the change came after")
    #expect(
      !counts(
        Self.own([Self.fact(.flexibleRegistered, "2023-12-31"), employed, unemployed, now], "2023-06", "2024-03")),
      "flexible in an earlier year")
    #expect(counts(Self.own([employed, unemployed, now], "2023-05", "2023-06", "2024-03", "2024-04")))
  }

  @Test("LY09 who was insured during the benefit counts in the period of the first contribution after it")
  func afterBenefit() {
    func counts(_ own: StatisticCase, _ period: StatisticPeriod = Self.year) -> Bool {
      own.counts(under: .afterBenefit, period) { _ in nil }
    }
    let benefit = Self.fact(.unemploymentBenefit, "2023-10-01", to: "2024-01-31")
    let now = Self.registration("2024-02-01", .again)
    #expect(counts(Self.own([benefit, now], "2023-12", "2024-02")))
    #expect(counts(Self.own([benefit, now], "2024-01", "2024-05")))
    #expect(!counts(Self.own([benefit, now], "2023-09", "2024-02")), "not during the benefit")
    #expect(!counts(Self.own([benefit, now], "2023-12")), "not after it")
    #expect(!counts(Self.own([Self.fact(.unemploymentBenefit, "2023-10-01"), now], "2023-12", "2024-02")), "no end")
    #expect(!counts(Self.own([benefit], "2023-12", "2024-02")), "not registered")
    #expect(!counts(Self.own([benefit, now], "2023-12", "2024-02", "2025-01"), .init(from: "2025-01", to: "2025-12")!))
  }

  @Test("LY10 only work within a town counts, and each person once, under the first rule that holds")
  func urbanAndOnce() throws {
    for test in [StatisticRule.Test.firstIncome, .firstInsured, .returned, .afterBenefit] {
      let own = Self.own(
        [
          Self.fact(.employed, "2022-01-01"), Self.fact(.unemployedRegistered, "2023-01-01"),
          Self.fact(.unemploymentBenefit, "2023-02-01", to: "2024-01-31"),
          Self.registration("2024-02-01", urban: false, income: 900_000),
        ], "2024-01", "2024-03")
      #expect(!own.counts(under: test, Self.year) { _ in Fen(1) }, "\(test)")
    }
    var story = Story(on: "2024-12-10")
    story.adopt("linyi-2021-63", ["rate": "2/3", "minimumLivingFen": "80000"])
    story.register(household: "371302")
    story.given(.factRecorded(Self.registration(income: 80_000)))
    story.contribute("2024-04")
    var records = CaseRecords()
    for event in story.events { records.note(event) }
    let counts = try story.state().statistics(of: "linyi", Self.year, records)
    #expect(counts.map(\.rule.item.code) == ["first-income", "first-insured", "returned", "after-benefit"])
    #expect(counts.map { $0.persons.count } == [1, 0, 0, 0])
    #expect(counts.allSatisfy { !$0.lacksThreshold })
  }

  @Test("LY06 P46 without an adopted standard the rule says so and counts nobody; the next rule may")
  func thresholdNotSet() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("linyi-2021-63", ["rate": "2/3"])
    story.register(household: "371302")
    story.given(.factRecorded(Self.registration(income: 80_000)))
    story.contribute("2024-04")
    var records = CaseRecords()
    for event in story.events { records.note(event) }
    let counts = try story.state().statistics(of: "linyi", Self.year, records)
    #expect(counts.map(\.lacksThreshold) == [true, false, false, false])
    #expect(counts.map { $0.persons } == [[], ["p1"], [], []])
  }

  @Test("LG09 a platform worker counts who is insured and earns the minimum wage, in town or not")
  func platformIncome() {
    func counts(_ own: StatisticCase) -> Bool { own.counts(under: .platformIncome, Self.year) { _ in Fen(207_000) } }
    func work(_ income: Int64?, _ platform: String?, to: CivilDate? = nil) -> FactRecorded {
      Self.registration("2024-03-05", .again, urban: false, income: income, platform: platform, to: to)
    }
    #expect(counts(Self.own([work(207_000, "x")], "2024-03")))
    #expect(!counts(Self.own([work(206_999, "x")], "2024-03")))
    #expect(!counts(Self.own([work(207_000, nil)], "2024-03")))
    #expect(!counts(Self.own([work(207_000, "x")], "2024-02")), "insured before the work only")
    #expect(!counts(Self.own([work(207_000, "x", to: "2024-04-30")], "2024-05")), "insured after the work only")
    #expect(!counts(Self.own([work(207_000, "x")], "2025-01")), "insured after the period only")
    #expect(!Self.own([work(207_000, "x")], "2024-03").counts(under: .platformIncome, Self.year) { _ in nil })
  }

  @Test("LY19 a period that ends before it begins is none")
  func periods() {
    #expect(StatisticPeriod(from: "2024-02", to: "2024-01") == nil)
    #expect(StatisticPeriod(from: "2024-02", to: "2024-02")?.contains("2024-02") == true)
  }
}
