import Policy
import Testing
import Values

private func day(_ text: String) -> CivilDate { CivilDate(text)! }
private func month(_ text: String) -> Month { Month(text)! }

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
      Retirement.retirementMonth(birth: birthday, isMale: kind == .men60, womenAge: kind.years) == month(retires))
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
    let retires = Retirement.retirementMonth(
      birth: birth.firstDay, isMale: kind == .men60, womenAge: kind == .men60 ? 50 : kind.years)
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
    let first = Retirement.retirementMonth(
      birth: birth.firstDay, isMale: kind == .men60, womenAge: kind == .men60 ? 50 : kind.years)
    let last = Retirement.retirementMonth(
      birth: birth.lastDay, isMale: kind == .men60, womenAge: kind == .men60 ? 50 : kind.years)
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

@Test(
  arguments: [
    // A man born on 1964-06-15 reaches 60 on 2024-06-15: exactly 5 years before is not under 5.
    ("1964-06-15", true, 60, "2019-06-15", false), ("1964-06-15", true, 60, "2019-06-16", true),
    ("1964-06-15", true, 60, "2019-06-14", false),
    // G6: a woman of 50 born in 1979-07: by the old law to 2029-07, by the new one to 2031-11.
    ("1979-07-10", false, 50, "2024-12-31", true), ("1979-07-10", false, 50, "2025-01-01", false),
    ("1979-07-10", false, 50, "2026-11-10", false), ("1979-07-10", false, 50, "2026-11-11", true),
    // G6 by the day before the change: the old age counts with its own boundary.
    ("1979-12-31", false, 50, "2024-12-31", false), ("1979-12-30", false, 50, "2024-12-31", true),
    // 29 February: five years after it is 28 February.
    ("1969-02-28", true, 60, "2024-02-29", false), ("1969-02-27", true, 60, "2024-02-29", true),
  ] as [(String, Bool, Int, String, Bool)])
func `LZ10 JD06 G6: under 5 years is counted by day, strictly, by the law of the first approval's day`(
  birth: String, isMale: Bool, ageYears: Int, approval: String, under: Bool
) {
  #expect(
    Retirement.isUnderYears(
      5, firstApproval: day(approval), birth: day(birth), ageYears: ageYears, isMale: isMale) == under)
}

@Test func `G6: who is under 5 years by the old law is still paid to the delayed month`() {
  #expect(Retirement.retirementMonth(birth: day("1979-07-10"), isMale: false, womenAge: 50) == month("2031-11"))
  #expect(Retirement.inForceFrom == day("2025-01-01"))
}

@Test func `Women's age has no part in a man's retirement`() {
  for birth in birthMonths {
    #expect(
      Retirement.retirementMonth(birth: birth.lastDay, isMale: true, womenAge: 50)
        == Retirement.retirementMonth(birth: birth.lastDay, isMale: true, womenAge: 55))
  }
}
