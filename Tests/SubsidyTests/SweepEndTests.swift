import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The ends of an approval when its months or its ground are gone.
@Suite struct SweepEndTests {
  @Test("LZ37 JD25 P8: the month after the retirement month ends the approval")
  func retirement() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("jingdezhen-2024-139")
    story.adopt("liuzhou-2022-9")
    story.register(birth: "1965-01-20")
    story.requirements()
    story.approve("jingdezhen", from: "2024-12")
    story.approve("liuzhou", from: "2024-12", application: "a2")
    #expect(try story.swept(on: "2025-02-28").isEmpty)
    #expect(
      try story.swept(on: "2025-03-01") == ["p1 ended 2025-03 retired 六.4", "p1 ended 2025-03 retired 三（二）4"])
    #expect(try story.swept(on: "2025-03-01", scheme: "liuzhou") == ["p1 ended 2025-03 retired 三（二）4"])
    #expect(try story.state().sweep(on: "2025-04-01").first?.ground == .lastMonth("2025-02"))
  }

  @Test("LZ11 a woman's months run out with her 55th birthday, before she retires")
  func womenOf55() throws {
    var story = Story(on: "2025-03-10")
    story.adopt("liuzhou-2022-9")
    story.register(birth: "1974-12-20", male: false)
    story.requirements()
    story.approve("liuzhou", from: "2025-03")
    #expect(try story.swept(on: "2029-12-31").isEmpty)
    #expect(try story.swept(on: "2030-01-01") == ["p1 ended 2030-01 limit-reached 一（二）"])
  }

  static func nearLimit(_ pack: Identifier, _ parameters: [String: String] = [:], prior: Int) -> Story {
    var story = Story(on: "2024-12-10")
    story.adopt(pack, parameters)
    story.register(prior: Registered.Prior(firstApproved: "2021-01-01", months: prior))
    story.requirements()
    return story
  }

  @Test("LZ09 JD27 P9: the approval ends after the last month of the limit, when all of them are paid")
  func limit() throws {
    var story = SweepEndTests.nearLimit("jingdezhen-2024-139", prior: 34)
    story.approve("jingdezhen", from: "2024-12")
    story.contribute("2024-12", count: 4)
    story.pay("jingdezhen", "2024-12", 50_000)
    #expect(try story.swept(on: "2025-04-01").isEmpty)
    var inFlight = story
    inFlight.order("jingdezhen", "2025-02", 50_000)
    #expect(try inFlight.swept(on: "2025-04-01").isEmpty)
    story.pay("jingdezhen", "2025-02", 50_000)
    #expect(try story.swept(on: "2025-01-31").isEmpty)
    #expect(try story.swept(on: "2025-04-01") == ["p1 ended 2025-03 limit-reached 三"])
    #expect(try story.state().sweep(on: "2025-04-01").first?.ground == .monthsUsed(36, last: "2025-02"))
    var returned = story
    returned.giveBack("jingdezhen", "2025-02", 50_000)
    #expect(try returned.swept(on: "2025-04-01").isEmpty)
    var elsewhere = SweepEndTests.nearLimit("jingdezhen-2024-139", prior: 36)
    elsewhere.approve("jingdezhen", from: "2024-12")
    #expect(try elsewhere.swept(on: "2024-12-11") == ["p1 ended 2024-12 limit-reached 三"])
  }

  @Test("LG04 P19: an extension that is used up ends it too; one that follows the end comes with a new application")
  func extensionUsed() throws {
    var story = SweepEndTests.nearLimit("lianyungang-2021-50", ["rate": "2/3"], prior: 35)
    story.approve("lianyungang", from: "2024-12", application: "a0")
    story.contribute("2024-12", "2025-01")
    story.pay("lianyungang", "2024-12", 40_000)
    #expect(try story.swept(on: "2025-01-01") == ["p1 ended 2025-01 limit-reached -"])
    try story.sweep(on: "2025-01-01")
    story.day = "2025-01-05"
    try story.when(Entries.extended("lianyungang", 1))
    #expect(try story.refusal(Entries.extended("lianyungang", 1)) == .extensionTaken(clause: "（十二）"))
    #expect(try story.month("2025-01", "lianyungang").entitled == .zero)
    try story.when(Entries.applied("lianyungang", from: "2025-01"))
    #expect(try story.when(Entries.verified("review")).types == [.verified, .approved])
    #expect(try story.month("2025-01", "lianyungang").entitled == Fen(40_000))
    #expect(try story.swept(on: "2025-02-01").isEmpty)
    story.pay("lianyungang", "2025-01", 40_000)
    #expect(try story.swept(on: "2025-02-01") == ["p1 ended 2025-02 extension-run-out （十二）"])
  }

  @Test("LG04 an approval that ended for another reason is not extended")
  func noExtension() throws {
    var story = SweepEndTests.nearLimit("lianyungang-2021-50", ["rate": "2/3"], prior: 35)
    story.approve("lianyungang", from: "2024-12")
    story.given(Entries.ended("lianyungang", from: "2025-01"))
    #expect(try story.refusal(Entries.extended("lianyungang", 1)) == .alreadyEnded("lianyungang"))
  }

  @Test(
    "LY15 being employed, in business or drawing a pension leaves the registration by itself, from that month on",
    arguments: [FactCode.employed, .businessOwner, .pension])
  func exits(_ code: FactCode) throws {
    var story = Story("linyi-2021-63", ["rate": "2/3"], on: "2024-03-10")
    story.approve("linyi", from: "2024-03")
    story.fact(code, from: "2023-01-01", to: "2024-02-29")
    #expect(try story.swept(on: "2024-06-01").isEmpty)
    story.fact(code, from: "2024-05-20")
    #expect(try story.swept(on: "2024-05-19").isEmpty)
    #expect(try story.swept(on: "2024-05-20") == ["p1 ended 2024-05 registration-exit 三"])
    #expect(try story.state().sweep(on: "2024-05-20").first?.ground == .fact(code, "2024-05-20"))
    story.fact(code, from: "2024-01-01", to: "2024-04-02")
    #expect(try story.state().sweep(on: "2024-05-20").first?.ground == .fact(code, "2024-03-01"))
    #expect(try story.swept(on: "2024-05-20") == ["p1 ended 2024-03 registration-exit 三"])
  }

  @Test(
    "LY15 who registered again before the approval has made the exit good; after it only a new application does",
    arguments: [("2024-04-01", false), ("2024-06-11", true)] as [(CivilDate, Bool)])
  func exitsMadeGood(_ again: CivilDate, _ isEnded: Bool) throws {
    var story = Story("linyi-2021-63", ["rate": "2/3"], on: "2024-06-10")
    story.fact(.employed, from: "2024-03-10", to: "2024-03-20")
    story.fact(.flexibleRegistered, from: again)
    story.approve("linyi", from: "2024-01")
    let swept = try story.swept(on: "2024-12-01")
    #expect(swept == (isEnded ? ["p1 ended 2024-03 registration-exit 三"] : []))
  }

  @Test("LY15 an end from a later month than the exit leaves nothing between them")
  func exitBeforeEnd() throws {
    var story = Story("linyi-2021-63", ["rate": "2/3"], on: "2024-01-10")
    story.approve("linyi", from: "2024-01")
    story.fact(.employed, from: "2024-03-10", to: "2024-03-20")
    story.day = "2024-07-01"
    story.given(.ended(Ended(person: "p1", scheme: "linyi", from: "2024-07", reason: "other")))
    #expect(try story.swept(on: "2024-12-01") == ["p1 ended 2024-03 registration-exit 三"])
    story.given(.ended(Ended(person: "p1", scheme: "linyi", from: "2024-03", reason: "registration-exit")))
    #expect(try story.swept(on: "2024-12-01") == [])
  }

  @Test("JD26 LZ34: where the document names no automatic exit, a fact alone ends nothing")
  func notAutomatic() throws {
    var story = Story("jingdezhen-2024-139", on: "2024-12-10")
    story.approve("jingdezhen", from: "2024-12")
    story.fact(.employed, from: "2024-12-20")
    #expect(try story.swept(on: "2025-06-01").isEmpty)
  }
}
