import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Registration as flexibly employed: on the person's word, with comparisons of data, until an exit.
@Suite struct RegistrationTests {
  static let linyi = ("linyi-2021-63" as Identifier, "linyi" as Identifier)
  static let lianyungang = ("lianyungang-2021-50" as Identifier, "lianyungang" as Identifier)

  /// A person who meets the pack's requirements but is not registered yet.
  static func unregistered(_ pack: Identifier) -> Story {
    var story = Story(on: "2024-12-10")
    story.adopt(pack, ["rate": "1/2"])
    story.register(household: "371300")
    story.fact(.difficultyRecognised)
    return story
  }

  static func registered(_ pack: Identifier = "linyi-2021-63", from: CivilDate = "2024-01-12") -> Story {
    var story = unregistered(pack)
    story.fact(.flexibleRegistered, from: from)
    return story
  }

  static func record(_ story: Story, _ scheme: Identifier = "linyi") throws -> RegistrationRecord {
    let state = try story.state()
    let pack = try #require(state.timeline(of: scheme)?.policies.last?.pack)
    return try #require(state.registration(of: "p1", in: scheme, under: pack))
  }

  static func outcome(_ story: Story, _ check: String) throws -> RegistrationRecord.Outcome? {
    try record(story).checks.first { $0.rule.code == check }?.outcome
  }

  // MARK: Commitment and places

  @Test(
    "LY11, LY13, LG07 registration rests on the person's own word, by the clause; no proof is asked for",
    arguments: [(linyi, "三"), (lianyungang, "（十五）")])
  func commitment(_ scheme: (Identifier, Identifier), _ clause: String) throws {
    var story = RegistrationTests.registered(scheme.0)
    #expect(try RegistrationTests.record(story, scheme.1).commitmentClause == clause)
    // An application that names no papers is taken.
    #expect(try story.when(Entries.applied(scheme.1)).types == [.applied])
  }

  @Test("LY12 the household, the residence, the place of work and that of insurance will all do")
  func placesInLinyi() throws {
    let places = try RegistrationTests.record(RegistrationTests.registered()).places.map(\.code)
    #expect(places == ["household", "residence", "employment", "insurance"])
    #expect(places.allSatisfy { Applied.Place(rawValue: $0) != nil })
  }

  @Test("LG07 in Lianyungang the household, the residence or the place of work")
  func placesInLianyungang() throws {
    let story = RegistrationTests.registered("lianyungang-2021-50")
    let places = try RegistrationTests.record(story, "lianyungang").places.map(\.code)
    #expect(places == ["household", "residence", "employment"])
  }

  @Test("LG07 registrations are told by their days, the last one first to be ended")
  func periods() throws {
    var story = RegistrationTests.unregistered("linyi-2021-63")
    #expect(try RegistrationTests.record(story).since == nil)
    story.fact(.flexibleRegistered, from: "2024-05-01")
    story.fact(.flexibleRegistered, from: "2022-01-01", to: "2022-12-31")
    story.fact(.flexibleRegistered, from: "2025-01-01", to: "2024-12-31")
    let record = try RegistrationTests.record(story)
    #expect(record.periods.map(\.from) == ["2022-01-01", "2024-05-01"])
    #expect(record.periods.map(\.to) == ["2022-12-31", nil])
    #expect(record.since == "2024-05-01")
  }

  // MARK: Checks

  @Test("LY14, LZ21 the five comparisons of Linyi begin as not checked, and are never shown as passed before they are")
  func fiveChecks() throws {
    var story = RegistrationTests.registered()
    let before = try RegistrationTests.record(story).checks
    #expect(
      before.map(\.rule.code) == [
        "employment-status", "social-insurance", "labour-record", "business-registry", "shareholder",
        "employment-certificate",
      ])
    #expect(before.allSatisfy { $0.outcome == .notChecked })
    try story.when(Entries.checked("labour-record", on: "2024-12-01", source: "人社"))
    try story.when(Entries.checked("shareholder", passed: false, on: "2024-12-02", source: "市监"))
    try story.when(Entries.checked("something-else", passed: false))
    #expect(try RegistrationTests.outcome(story, "labour-record") == .passed(on: "2024-12-01", source: "人社"))
    #expect(try RegistrationTests.outcome(story, "shareholder") == .failed(on: "2024-12-02", source: "市监"))
    #expect(try RegistrationTests.outcome(story, "employment-status") == .notChecked)
    #expect(try RegistrationTests.record(story).checks.count == 6)
  }

  @Test("LY14 the last outcome that was recorded counts, whatever its day")
  func lastOutcome() throws {
    var story = RegistrationTests.registered()
    try story.when(Entries.checked("shareholder", passed: false, on: "2024-12-05"))
    try story.when(Entries.checked("shareholder", on: "2024-12-01"))
    #expect(try RegistrationTests.outcome(story, "shareholder") == .passed(on: "2024-12-01", source: "人社"))
  }

  @Test("LY14, P48 a failed comparison is against an application, by code and clause; one not made is not")
  func failedCheckRejects() throws {
    var story = RegistrationTests.registered()
    try story.when(Entries.checked("labour-record"))
    #expect(try story.when(Entries.applied("linyi")).types == [.applied])
    try story.when(Entries.checked("business-registry", passed: false))
    try story.when(Entries.checked("something-else", passed: false))
    let reviewed = try story.when(Entries.verified("review"))
    #expect(reviewed.rejection == [.init(code: "check-failed-business-registry", clause: "三")])
    try story.when(Entries.checked("labour-record", passed: false))
    let again = try story.when(Entries.applied("linyi", application: "a2"))
    #expect(
      again.rejection == [
        .init(code: "check-failed-labour-record", clause: "三"),
        .init(code: "check-failed-business-registry", clause: "三"),
      ])
    for check in ["labour-record", "business-registry"] as [Identifier] { try story.when(Entries.checked(check)) }
    #expect(try story.when(Entries.applied("linyi", application: "a3")).types == [.applied])
  }

  @Test("a comparison that failed is no reason where the pack names none")
  func noChecksInJingdezhen() throws {
    var story = Story("jingdezhen-2024-139")
    try story.when(Entries.checked("labour-record", passed: false))
    #expect(try story.when(Entries.applied("jingdezhen")).types == [.applied])
    let pack = try #require(ShippedPacks.pack("jingdezhen-2024-139"))
    #expect(try story.state().registration(of: "p1", in: "jingdezhen", under: pack) == nil)
  }

  // MARK: Exits

  @Test("LY15 a fact with a day since the registration is an exit, from its first day in it, with its clause")
  func exitsByFact() throws {
    var story = RegistrationTests.registered(from: "2024-01-12")
    story.fact(.employed, from: "2023-01-01", to: "2024-01-11")
    #expect(try RegistrationTests.record(story).exits.isEmpty)
    story.fact(.businessOwner, from: "2024-03-05")
    story.fact(.employed, from: "2023-06-01", to: "2024-02-01")
    story.fact(.employed, from: "2024-06-01")
    let exits = try RegistrationTests.record(story).exits
    #expect(exits.map(\.rule.code) == ["employed", "business-owner"])
    #expect(exits.map(\.sign) == [.fact("2024-01-12"), .fact("2024-03-05")])
    #expect(exits.map(\.rule.clause) == ["三", "三"])
  }

  @Test("LY15 an end that names an exit as its reason is one; another reason, or one before the registration, is not")
  func exitsByEnd() throws {
    var story = RegistrationTests.registered(from: "2024-01-12")
    story.approve("linyi", from: "2024-02")
    story.given(Entries.ended("linyi", from: "2023-12", reason: "stable-job"))
    story.given(Entries.ended("linyi", from: "2024-06", reason: "本人不再从事"))
    #expect(try RegistrationTests.record(story).exits.isEmpty)
    story.given(Entries.ended("linyi", from: "2024-09", reason: "stopped-work"))
    story.given(Entries.ended("linyi", from: "2024-08", reason: "stopped-work"))
    let exits = try RegistrationTests.record(story).exits
    #expect(exits.map(\.rule.code) == ["stopped-work"])
    #expect(exits.map(\.sign) == [.ended("2024-08")])
  }

  @Test("LY15 who registers again has not left the new registration; who is not registered cannot leave")
  func registersAgain() throws {
    var story = RegistrationTests.unregistered("linyi-2021-63")
    story.fact(.employed, from: "2023-01-01", to: "2023-12-31")
    #expect(try RegistrationTests.record(story).exits.isEmpty)
    story.fact(.flexibleRegistered, from: "2022-01-01", to: "2022-12-31")
    #expect(try RegistrationTests.record(story).exits.map(\.rule.code) == ["employed"])
    story.fact(.flexibleRegistered, from: "2024-01-01")
    #expect(try RegistrationTests.record(story).exits.isEmpty)
  }
}
