import Foundation
import JSONText
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The expressions of packs with tests, terms, claims and dated households, and the entries refused live.
@Suite struct RuleLanguageTests {
  private static func lushan(on day: CivilDate) throws -> Story {
    var story = Story(on: day)
    try story.adopt(city: "lushan-guide", ["minimumPension": "2023-01:50000"])
    story.register(household: "360483")
    story.fact(.unemployedRegistered)
    story.fact(.difficultyRecognised)
    story.fact(.flexibleRegistered)
    story.approve("lushan", from: "2024-01")
    return story
  }

  private static func claimed(_ from: Month, _ through: Month, on day: CivilDate) -> EventBody {
    .claimed(Claimed(person: "p1", scheme: "lushan", from: from, through: through, on: day))
  }

  @Test("a year's months are claimed in its window, each after its contribution; the reasons say so")
  func claims() throws {
    var story = try RuleLanguageTests.lushan(on: "2025-02-10")
    story.contribute("2024-03", "2024-04", amount: 60_000)
    #expect(try story.reasons("2024-03", "lushan") == ["not-claimed@申报条件"])
    try story.when(RuleLanguageTests.claimed("2024-03", "2024-04", on: "2025-02-10"))
    #expect(try story.reasons("2024-03", "lushan") == [])
    // The least of 2/3 of the contribution and 2/3 of the year's least pension contribution.
    #expect(try story.month("2024-03", "lushan").entitled == Fen(33_333))
  }

  @Test("a claim is refused whole for one month outside of its window, not paid for, or without a policy")
  func refusesClaims() throws {
    var story = try RuleLanguageTests.lushan(on: "2025-02-10")
    story.contribute("2024-03", amount: 60_000)
    let window = CivilDate("2024-01-01")...CivilDate("2024-03-31")
    #expect(
      try story.refusal(RuleLanguageTests.claimed("2023-12", "2024-03", on: "2025-02-10"))
        == .claimOutOfWindow("2023-12", days: window, found: "2025-02-10", clause: "申报条件"))
    #expect(
      try story.refusal(RuleLanguageTests.claimed("2024-03", "2024-04", on: "2025-02-10"))
        == .claimBeforeContribution("2024-04", clause: "申报条件"))
    #expect(
      try story.refusal(RuleLanguageTests.claimed("2022-12", "2022-12", on: "2025-02-10"))
        == .claimWithoutPolicy("2022-12"))
    #expect(
      try story.refusal(
        .claimed(Claimed(person: "p1", scheme: "shanghai", from: "2024-03", through: "2024-03", on: "2025-02-10")))
        == .unknownScheme("shanghai"))
  }

  @Test("a contribution after the year is late, and only what is on time counts")
  func lateContribution() throws {
    var story = try RuleLanguageTests.lushan(on: "2025-02-10")
    func paid(_ amount: Int64, _ day: CivilDate, _ kind: InsuranceKind?) -> EventBody {
      .contributed(
        Contributed(person: "p1", month: "2024-03", amount: Fen(amount), paidOn: day, source: "si", insurance: kind))
    }
    story.given(paid(60_000, "2025-01-02", .pension))
    story.given(RuleLanguageTests.claimed("2024-03", "2024-03", on: "2025-02-10"))
    #expect(try story.reasons("2024-03", "lushan") == ["late-contribution@申报条件", "not-claimed@申报条件"])
    // The pack counts pension insurance alone.
    story.given(paid(90_000, "2024-03-20", .medical))
    #expect(try story.month("2024-03", "lushan").contribution == .zero)
    story.given(paid(60_000, "2024-03-20", .pension))
    #expect(try story.reasons("2024-03", "lushan") == [])
    #expect(try story.month("2024-03", "lushan").contribution == Fen(60_000))
    // All insurances together take the place of both.
    story.given(paid(30_000, "2024-03-20", nil))
    #expect(try story.month("2024-03", "lushan").contribution == Fen(30_000))
  }

  @Test("an extension is taken once the limit is used up, and not before")
  func extensionAfterUse() throws {
    var story = Story("lianyungang-2021-50", ["rate": "2/3"])
    story.approve("lianyungang", from: "2021-11")
    story.contribute("2021-12", count: 35)
    #expect(try story.refusal(Entries.extended("lianyungang", 12)) == .limitNotUsedUp(clause: "（十二）"))
    story.given(Entries.extended("lianyungang", 12))
    #expect(try story.claim("lianyungang").basis == .months(36))
    story.contribute("2024-11")
    #expect(try story.claim("lianyungang").remainingMonths == 0)
    try story.when(Entries.extended("lianyungang", 12))
    #expect(try story.claim("lianyungang").basis == .months(48))
    #expect(try story.refusal(Entries.extended("lianyungang", 1)) == .extensionTaken(clause: "（十二）"))
  }

  @Test("a move takes away no month that ended before it, and has to name its day")
  func moves() throws {
    var story = Story("jingdezhen-2024-139", on: "2025-06-10")
    story.approve("jingdezhen", from: "2025-01")
    story.contribute("2025-01", "2025-05")
    func registered(_ household: String, since: CivilDate? = nil) -> EventBody {
      .registered(
        Registered(person: "p1", birth: "1980-05-05", isMale: true, household: Region(household)!, since: since))
    }
    #expect(
      try story.refusal(registered("310101"))
        == .moveWithoutDay(from: Region("360200")!, to: Region("310101")!, birth: "1980-05-05"))
    try story.when(registered("310101", since: "2025-03-31"))
    #expect(try story.month("2025-01", "jingdezhen").entitled == Fen(50_000))
    #expect(try story.reasons("2025-05", "jingdezhen") == ["household@一（二）"])
    // A correction is of the household with the latest day, and holds the move fast.
    let move = story.sequence - 1
    story.given(registered("310102"))
    #expect(story.events.correction(ofHouseholdIn: story.events[Int(move)]) == move + 1)
    #expect(
      try story.refusal(
        .annulled(Annulled(of: .sequence(move), reason: "wrong")),
        annulling: AnnulmentTarget(type: .registered, isAnnulled: false, correction: move + 1))
        == .moveWasCorrected(by: move + 1))
  }

  @Test("a registration that leaves out what the last one has is refused")
  func repeats() throws {
    var story = Story("linyi-2021-63", ["rate": "1/2"])
    func registered(_ womenAge: Int?, _ prior: Registered.Prior?) -> EventBody {
      .registered(
        Registered(
          person: "w1", birth: "1975-05-05", isMale: false, household: Region("371302")!, prior: prior,
          womenAge: womenAge))
    }
    let prior = Registered.Prior(firstApproved: "2020-01-01", months: 3)
    try story.when(registered(55, prior))
    #expect(try story.refusal(registered(nil, prior)) == .notRepeated(field: "womenAge"))
    #expect(try story.refusal(registered(50, nil)) == .notRepeated(field: "prior"))
    #expect(try story.refusal(registered(50, prior)) == nil)
  }

  @Test("a woman's own age counts, unless the document prints one for all", arguments: [(50, true), (55, false)])
  func ownAge(_ age: Int, _ isNear: Bool) throws {
    var story = Story(on: "2024-12-10")
    story.adopt("liuzhou-2022-9")
    story.adopt("jingdezhen-2024-139")
    story.given(
      .registered(
        Registered(person: "p1", birth: "1975-12-01", isMale: false, household: Region("360202")!, womenAge: age)))
    story.approve("liuzhou", from: "2024-01", application: "a1")
    story.approve("jingdezhen", from: "2024-12", application: "a2")
    #expect(try story.claim("liuzhou").term?.name == (isNear ? "until-1" : "limit"))
    // Fifty for all women there: under five years.
    #expect(try story.claim("jingdezhen").term?.name == "until-1")
  }

  @Test("a chosen retirement moves the retirement month; a late one takes an employer", arguments: ["liuzhou"])
  func chosenRetirement(_ scheme: Identifier) throws {
    var story = Story(on: "2026-01-10")
    story.adopt("liuzhou-2022-9")
    // Born in June 1968: 60 years and 11 months in May 2029.
    story.register(birth: "1968-06-15", household: "450200")
    story.requirements()
    story.approve(scheme, from: "2025-01")
    #expect(try story.claim(scheme).basis == .until("2029-05"))
    func chosen(_ day: CivilDate) -> EventBody { .retirementChosen(RetirementChosen(person: "p1", on: day)) }
    #expect(try story.refusal(chosen("2029-06-15")) == .retiresLate(statutory: "2029-05-15"))
    #expect(try story.refusal(chosen("2028-06-14")) == .retiresTooEarly(earliest: "2028-06-15"))
    try story.when(chosen("2028-06-15"))
    #expect(try story.claim(scheme).basis == .until("2028-06"))
  }

  @Test("a detail that no adopted pack lists is refused, where a pack decides by it")
  func details() throws {
    var story = Story(on: "2024-12-10")
    try story.adopt(city: "dalian-2017-46", ["pensionBase": "2019-01:600000", "medicalBase": "2019-01:800000"])
    story.register(household: "210202")
    func recognised(_ detail: String?) -> EventBody {
      .factRecorded(
        FactRecorded(
          person: "p1", fact: .difficultyRecognised, from: "2024-01-05", source: "street", detail: detail))
    }
    let known = ["zero-employment-family", "minimum-living", "disabled", "other", "graduate"]
    #expect(try story.refusal(recognised("4050")) == .detailNotListed("4050", known: known))
    try story.when(recognised("disabled"))
    story.approve("dalian", from: "2024-01")
    story.contribute("2024-01", "2024-02")
    #expect(try story.claim("dalian").term?.name == "named")
    // Recognised in January, it counts from February on (次月起).
    #expect(try story.reasons("2024-01", "dalian") == ["missing-difficulty-recognised@就业困难人员 政策内容"])
    // 3/10 of 12% of 6,000 and 4.8% of 8,000 yuan.
    #expect(try story.month("2024-02", "dalian").entitled == Fen(33_120))
  }

  @Test("what is against applying has its own clause, and what only stops bars no application")
  func applying() throws {
    var story = Story("liuzhou-2022-9", on: "2024-12-10")
    story.register(household: "450200")
    story.fact(.employed, from: "2024-12-01")
    story.fact(.movedOut, from: "2024-12-01")
    let decided = try story.when(Entries.applied("liuzhou"))
    guard case .rejected(let body) = decided.last else { throw Missing(what: "a rejection") }
    #expect(body.reasons.map { "\($0.code)@\($0.clause ?? "-")" } == ["employed@一（三）1"])
    story.approve("liuzhou", from: "2024-12", application: "a2")
    story.contribute("2024-12")
    #expect(try story.reasons("2024-12", "liuzhou") == ["employed@三（二）1", "moved-out@三（二）3"])
  }

  @Test("money is recovered by the clause of its reason, and by none where the document has none")
  func recoveryClauses() throws {
    let pack = try #require(ShippedPacks.pack("jingdezhen-2024-139"))
    #expect(pack.clauses.recovery(of: [.excluded(.employed)])?.clause == "承诺书3")
    #expect(pack.clauses.recovery(of: [.household, .fraud])?.clause == "承诺书2")
    #expect(pack.clauses.recovery(of: []) == nil)
    #expect(ShippedPacks.pack("lianyungang-2021-50")?.clauses.recovery(of: [.fraud]) == nil)
  }

  @Test(
    "LZ10 JD06 G6 under 5 years is counted by day, strictly, by the law of the first approval's day",
    arguments: [
      // A man born on 1964-06-15 reaches 60 on 2024-06-15: exactly 5 years before is not under 5.
      ("1964-06-15", true, "2019-06-15", nil), ("1964-06-15", true, "2019-06-16", "2024-06"),
      ("1964-06-15", true, "2019-06-14", nil),
      // G6: a woman of 50 born in 1979-07: by the old law to 2029-07, by the new one to 2031-11; a person under 5 years by the
      // old one is still paid to the delayed month.
      ("1979-07-10", false, "2024-12-31", "2031-11"), ("1979-07-10", false, "2025-01-01", nil),
      ("1979-07-10", false, "2026-11-10", nil), ("1979-07-10", false, "2026-11-11", "2031-11"),
      // G6 by the day before the change: the old age counts with its own boundary.
      ("1979-12-31", false, "2024-12-31", nil), ("1979-12-30", false, "2024-12-31", "2032-06"),
      // 29 February: five years after it is 28 February.
      ("1969-02-28", true, "2024-02-29", nil), ("1969-02-27", true, "2024-02-29", "2030-03"),
    ] as [(CivilDate, Bool, CivilDate, Month?)])
  func underFiveYears(birth: CivilDate, isMale: Bool, approval: CivilDate, last: Month?) throws {
    var story = Story(on: approval)
    story.adopt("jingdezhen-2024-139")
    story.register(birth: birth, male: isMale)
    let basis = try story.state().basis(of: "p1", in: "jingdezhen", approvedOn: approval)?.basis
    #expect(basis == last.map { .until($0) } ?? .months(36))
  }

  @Test("LZ11 the months of a woman of fifty run past the retirement month, which ends everybody else's")
  func grantedPastRetirement() throws {
    var story = Story("liuzhou-2022-9", ["womenOfFifty": "to-55", "womenAge": "50"])
    // She reached the statutory age half a year before the first approval.
    story.register(birth: "1974-06-20", male: false, household: "450200")
    story.approve("liuzhou", from: "2025-01")
    let state = try story.state()
    let basis = try #require(state.basis(of: "p1", in: "liuzhou", approvedOn: "2024-12-10"))
    #expect(basis.term.name == "women-of-fifty")
    let granted = state.granted(basis.basis, from: "2025-01", to: "p1", in: "liuzhou")
    #expect(granted.last == "2029-06" && granted.count == 54)
    #expect(try story.claim("liuzhou").basis == .until("2029-06"))
    // The same months of another person end with the month of retirement.
    story.register("p2", birth: "1966-01-10", male: true, household: "450200")
    let other = try story.state().granted(.months(36), from: "2025-01", to: "p2", in: "liuzhou")
    #expect(other.last == "2026-05")
  }
}
