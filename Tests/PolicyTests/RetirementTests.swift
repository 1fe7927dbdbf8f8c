import Policy
import Testing
import Values

private func day(_ text: String) -> CivilDate { CivilDate(text)! }
private func month(_ text: String) -> Month { Month(text)! }

private func retirement(birth: CivilDate, _ kind: Retirement.Kind) -> Month {
  Retirement.statutoryDate(birth: birth, ageYears: kind.years, isMale: kind == .men60, withDelay: true).month
}

private let birthMonths = (month("1960-01").index...month("1990-12").index).map { Month(index: $0) }

@Test(
  arguments: [
    ("1964-12", .men60, 0, "2024-12"), ("1965-01", .men60, 1, "2025-02"), ("1967-05", .men60, 8, "2028-01"),
    ("1976-08", .men60, 35, "2039-07"), ("1976-09", .men60, 36, "2039-09"), ("1971-04", .women55, 4, "2026-08"),
    ("1981-08", .women55, 35, "2039-07"), ("1975-02", .women50, 1, "2025-03"), ("1975-03", .women50, 2, "2025-05"),
    ("1984-11", .women50, 60, "2039-11"), ("1969-12", .women55, 0, "2024-12"), ("1970-01", .women55, 1, "2025-02"),
    ("1974-12", .women50, 0, "2024-12"), ("1975-01", .women50, 1, "2025-02"),
  ] as [(String, Retirement.Kind, Int, String)])
func `The gradual delay follows the table of the decision`(
  birth: String, kind: Retirement.Kind, delay: Int, retires: String
) {
  #expect(Retirement.delay(birth: month(birth), kind: kind) == delay)
  for birthday in [month(birth).firstDay, month(birth).lastDay] {
    #expect(
      retirement(birth: birthday, kind) == month(retires))
  }
}

@Test(arguments: Retirement.Kind.allCases)
func `Nobody retires before the original age, nor before an older person, and steps are of one month`(
  kind: Retirement.Kind
) {
  var earlier = 0
  var earlierMonth = Month.first
  for birth in birthMonths {
    let delay = Retirement.delay(birth: birth, kind: kind)
    let retires = retirement(birth: birth.firstDay, kind)
    #expect(delay >= 0)
    #expect(retires == birth.adding(kind.years * 12 + delay))
    #expect((0...1).contains(delay - earlier), "\(birth)")
    #expect(retires > earlierMonth, "\(birth)")
    (earlier, earlierMonth) = (delay, retires)
  }
}

@Test(arguments: [(.men60, 63), (.women55, 58), (.women50, 55)] as [(Retirement.Kind, Int)])
func `The delay ends exactly at 63, 58 and 55`(kind: Retirement.Kind, years: Int) {
  let delays = birthMonths.map { Retirement.delay(birth: $0, kind: kind) }
  #expect(delays.max() == (years - kind.years) * 12)
  #expect(delays.last == delays.max())
  #expect(delays.contains((years - kind.years) * 12 - 1))
}

@Test func `Men of 60 and women of 55 have every delay for four months of birth, women of 50 for two`() {
  for (kind, step) in [(Retirement.Kind.men60, 4), (.women55, 4), (.women50, 2)] {
    for months in 1..<(kind == .women50 ? 60 : 36) {
      #expect(birthMonths.count { Retirement.delay(birth: $0, kind: kind) == months } == step)
    }
  }
}

@Test(
  arguments: [("1965-01", .men60, 4, 36), ("1970-01", .women55, 4, 36), ("1975-01", .women50, 2, 60)]
    as [(String, Retirement.Kind, Int, Int)])
func `The delay of every birth month is one month for each step begun, up to the most`(
  start: String, kind: Retirement.Kind, step: Int, most: Int
) {
  #expect(birthMonths.count == 372)
  for birth in birthMonths {
    let months = Int(birth.index - month(start).index) + 1
    let expected = months <= 0 ? 0 : min(most, (months + step - 1) / step)
    #expect(Retirement.delay(birth: birth, kind: kind) == expected, "\(birth)")
    let first = retirement(birth: birth.firstDay, kind)
    let last = retirement(birth: birth.lastDay, kind)
    #expect(first == birth.adding(kind.years * 12 + expected), "\(birth)")
    #expect(last == first, "\(birth)")
  }
}

@Test func `Years and delay are one number of months, the day cut once`() {
  // 55 years after 29 February 1976 there is no such day: adding the years first would cut it to the 28th, and the
  // 19 months of delay would then end on 28 September.
  #expect(
    Retirement.statutoryDate(birth: day("1976-08-31"), ageYears: 60, isMale: true, withDelay: true)
      == day("2039-07-31"))
  #expect(
    Retirement.statutoryDate(birth: day("1976-02-29"), ageYears: 55, isMale: false, withDelay: true)
      == day("2032-09-29"))
  #expect(
    Retirement.statutoryDate(birth: day("1976-02-29"), ageYears: 55, isMale: false, withDelay: false)
      == day("2031-02-28"))
}

@Test func `G6: the delay is in force from 2025 on`() { #expect(Retirement.inForceFrom == day("2025-01-01")) }

@Test(arguments: ShippedPacks.all.map(\.id))
func `Women's age has no part in a man's retirement`(id: Identifier) throws {
  let parameters: [Identifier: [String: String]] = [
    "beijing-2019-1": ["amountFen": "77733"], "linyi-2021-63": ["rate": "1/2"],
    "lianyungang-2021-50": ["rate": "1/2"],
  ]
  let policy = try adopt(id, parameters[id] ?? [:])
  for own in [nil, 50, 55] { #expect(policy.statutoryAge(isMale: true, own: own) == 60) }
}
