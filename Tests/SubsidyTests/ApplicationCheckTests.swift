import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The conditions that a document sets for an application itself: when it comes, from where, after which registrations.
@Suite struct ApplicationCheckTests {
  /// The codes and clauses that an application is rejected with; none if it stays under review.
  static func rejection(_ story: Story, _ body: EventBody) throws -> [RejectionReason] {
    var story = story
    for event in try story.when(body) {
      if case .rejected(let rejected) = event { return rejected.reasons }
    }
    return []
  }

  static func applied(
    _ scheme: Identifier, from: Month, district: String? = nil, place: Applied.Place? = nil,
    category: Identifier? = nil,
    materials: [Identifier] = []
  ) -> EventBody {
    .applied(
      Applied(
        person: "p1", application: "a1", scheme: scheme, from: from, undertaking: true, channel: "counter",
        district: district.flatMap { Region($0) }, place: place, category: category, materials: materials))
  }

  static func inLiuzhou(household: String = "450202", window: String? = nil) -> Story {
    var story = Story(on: "2024-12-10")
    story.adopt("liuzhou-2022-9", window.map { ["applicationWindow": $0] } ?? [:])
    story.register(household: household)
    story.requirements()
    return story
  }

  @Test(
    "LZ04, P47 柳江区 looks after its own: its district, or else its household, is outside of the document's area",
    arguments: [
      ("450206", nil, true), ("450206", "450202", false), ("450202", "450206", true), ("450202", nil, false),
      ("430102", nil, false), ("430102", "430102", true),
    ])
  func area(_ household: String, _ district: String?, _ isOutside: Bool) throws {
    let story = ApplicationCheckTests.inLiuzhou(household: household)
    let reasons = try ApplicationCheckTests.rejection(
      story, ApplicationCheckTests.applied("liuzhou", from: "2024-11", district: district))
    #expect(reasons == (isOutside ? [RejectionReason(code: "jurisdiction", clause: "二（一）")] : []))
  }

  @Test(
    "JD35a every district of the city and its zones are meant, and no other city's",
    arguments: [("360202", false), ("360281", false), ("360222", false), ("360102", true)])
  func districts(_ district: String, _ isOutside: Bool) throws {
    let story = Story("jingdezhen-2024-139")
    let reasons = try ApplicationCheckTests.rejection(
      story, ApplicationCheckTests.applied("jingdezhen", from: "2024-12", district: district))
    #expect(reasons == (isOutside ? [RejectionReason(code: "jurisdiction", clause: "主送")] : []))
  }

  @Test(
    "LZ28 an application outside of the year's window is not accepted; without a window set, none is late",
    arguments: [
      (nil, "2024-01-01", false), (nil, "2024-12-31", false), ("03-01/11-30", "2024-03-01", false),
      ("03-01/11-30", "2024-11-30", false), ("03-01/11-30", "2024-02-29", true), ("03-01/11-30", "2024-12-01", true),
    ])
  func window(_ window: String?, _ day: String, _ isLate: Bool) throws {
    var story = ApplicationCheckTests.inLiuzhou(window: window)
    story.day = try #require(CivilDate(day))
    let reasons = try ApplicationCheckTests.rejection(story, ApplicationCheckTests.applied("liuzhou", from: "2023-12"))
    #expect(reasons == (isLate ? [RejectionReason(code: "out-of-window", clause: "二（三）")] : []))
  }

  @Test(
    "JD14 unemployed, then recognised, then flexibly employed, then the subsidy",
    arguments: [
      (["2024-01-01"], ["2024-02-01"], ["2024-03-01"], true), (["2024-01-01"], ["2024-01-01"], ["2024-01-01"], true),
      (["2024-02-02"], ["2024-02-01"], ["2024-03-01"], false), (["2024-01-01"], ["2024-03-02"], ["2024-03-01"], false),
      // A visit that was not recorded is not held against the person; one that came again counts again.
      ([], ["2024-02-01"], ["2024-03-01"], true), ([], ["2024-04-01"], ["2024-03-01"], false),
      (["2024-01-01"], ["2024-02-01"], ["2023-05-01", "2024-03-01"], true),
      (["2023-01-01", "2024-05-01"], ["2024-02-01"], ["2024-03-01"], true),
    ])
  func order(_ unemployed: [String], _ recognised: [String], _ flexible: [String], _ isOrdered: Bool) throws {
    var story = Story(on: "2024-12-10")
    story.adopt("jingdezhen-2024-139")
    story.register()
    for (code, days) in [
      (FactCode.flexibleRegistered, flexible), (.difficultyRecognised, recognised), (.unemployedRegistered, unemployed),
    ] {
      for day in days { story.fact(code, from: try #require(CivilDate(day))) }
    }
    let reasons = try ApplicationCheckTests.rejection(
      story, ApplicationCheckTests.applied("jingdezhen", from: "2024-12"))
    #expect(reasons == (isOrdered ? [] : [RejectionReason(code: "registration-order", clause: "五（一）")]))
  }

  @Test(
    "LZ22, BJ07, JD13 an application is made where the document says",
    arguments: [
      ("liuzhou-2022-9", .residence, nil), ("liuzhou-2022-9", .insurance, "二（二）"),
      ("beijing-2019-1", .household, nil), ("beijing-2019-1", .residence, nil),
      ("beijing-2019-1", .insurance, "三.1"),
      ("jingdezhen-2024-139", .household, nil), ("jingdezhen-2024-139", .insurance, "五（一）"),
      ("linyi-2021-63", .insurance, nil), ("linyi-2021-63", .employment, nil),
      ("lianyungang-2021-50", .employment, nil), ("lianyungang-2021-50", .insurance, nil),
    ] as [(Identifier, Applied.Place, String?)])
  func place(_ pack: Identifier, _ place: Applied.Place, _ clause: String?) throws {
    let scheme = try #require(ShippedPacks.pack(pack)).scheme
    let values = ["beijing": ["amountFen": "77733"], "linyi": ["rate": "2/3"], "lianyungang": ["rate": "2/3"]]
    let story = Story(pack, values[scheme.description] ?? [:])
    let reasons = try ApplicationCheckTests.rejection(
      story, ApplicationCheckTests.applied(scheme, from: "2024-12", place: place))
    #expect(reasons == (clause.map { [RejectionReason(code: "wrong-place", clause: $0)] } ?? []))
  }

  @Test(
    "JD13, BJ07 where the household's place is meant, the district is the household's, or the one lies in the other",
    arguments: [
      ("jingdezhen-2024-139", "360203", "360203", nil, nil), ("jingdezhen-2024-139", "360203", "360202", nil, "五（一）"),
      ("jingdezhen-2024-139", "360203", "360202", .household, "五（一）"),
      ("jingdezhen-2024-139", "360200", "360202", nil, nil), ("jingdezhen-2024-139", "360203", "360200", nil, nil),
      ("beijing-2019-1", "110101", "110105", .household, "三.1"),
      ("beijing-2019-1", "110101", "110105", .residence, nil),
      ("beijing-2019-1", "110101", "110105", nil, nil),
    ] as [(Identifier, String, String, Applied.Place?, String?)])
  func placeOfHousehold(
    _ pack: Identifier, _ household: String, _ district: String, _ place: Applied.Place?, _ clause: String?
  ) throws {
    var story = Story(on: "2024-12-10")
    story.adopt(pack, pack == "beijing-2019-1" ? ["amountFen": "77733"] : [:])
    story.register(household: household)
    story.requirements()
    let scheme = try #require(ShippedPacks.pack(pack)).scheme
    let reasons = try ApplicationCheckTests.rejection(
      story,
      ApplicationCheckTests.applied(scheme, from: "2024-12", district: district, place: place))
    #expect(reasons == (clause.map { [RejectionReason(code: "wrong-place", clause: $0)] } ?? []))
  }

  @Test(
    "JD28 P44 六.7 has no 同期: who is listed on the day of applying is rejected for whatever months",
    arguments: [
      ("2025-03-10", "2025-03-10", true), ("2025-03-01", nil, true), ("2025-02-01", "2025-03-09", false),
      ("2025-03-11", nil, false),
      // The month that is asked for has the same reason, and gives it once.
      ("2025-01-31", nil, true),
    ] as [(CivilDate, CivilDate?, Bool)])
  func dishonest(_ from: CivilDate, _ to: CivilDate?, _ isListed: Bool) throws {
    var story = Story("jingdezhen-2024-139", on: "2025-03-10")
    story.fact(.dishonest, from: from, to: to)
    let reasons = try ApplicationCheckTests.rejection(
      story, ApplicationCheckTests.applied("jingdezhen", from: "2025-01"))
    #expect(reasons == (isListed ? [RejectionReason(code: "dishonest", clause: "六.7")] : []))
  }

  @Test(
    "LY16 LG02 a graduate who has an employer on the day of applying is not 未就业; one who had is, and others may have",
    arguments: [
      ("2024-12-01", nil, true, true), ("2024-11-30", "2024-12-09", true, false), ("2024-12-10", nil, true, true),
      ("2024-12-11", nil, true, false),
      ("2024-12-01", nil, false, false),
    ] as [(CivilDate, CivilDate?, Bool, Bool)])
  func unemployed(_ from: CivilDate, _ to: CivilDate?, _ isGraduate: Bool, _ isRejected: Bool) throws {
    var story = Story(on: "2024-12-10")
    story.adopt("lianyungang-2021-50", ["rate": "2/3"])
    story.register(household: "320706")
    story.fact(.flexibleRegistered, from: "2024-09-01")
    story.fact(isGraduate ? .graduated : .difficultyRecognised, from: "2024-06-30")
    story.fact(.employed, from: from, to: to)
    let reasons = try ApplicationCheckTests.rejection(
      story, ApplicationCheckTests.applied("lianyungang", from: "2024-10"))
    #expect(reasons == (isRejected ? [RejectionReason(code: "employed", clause: "（十二）")] : []))
  }

  @Test(
    "LY15 an exit ends the registration until a new one, whoever records it",
    arguments: [
      ([], nil, false), ([("2024-03-10", "2024-05-20")], nil, true),
      ([("2024-03-10", "2024-05-20")], "2024-06-01", false),
      ([("2024-03-10", "2024-05-20"), ("2024-07-01", "2024-07-31")], "2024-06-01", true),
      // A job that was over on the day of the registration, and jobs to come, end nothing; nor does it begin anything.
      ([("2022-06-01", "2023-01-01")], nil, false), ([("2025-01-01", "2025-02-01")], nil, false),
      ([("2024-03-10", "2024-05-20")], "2025-01-01", true),
    ] as [([(CivilDate, CivilDate)], CivilDate?, Bool)])
  func registrationEnded(_ jobs: [(CivilDate, CivilDate)], _ again: CivilDate?, _ isEnded: Bool) throws {
    var story = Story(on: "2024-12-10")
    story.adopt("linyi-2021-63", ["rate": "2/3"])
    story.register(household: "371302")
    story.fact(.difficultyRecognised, from: "2023-01-01")
    story.fact(.flexibleRegistered, from: "2023-01-01")
    for (from, to) in jobs { story.fact(.employed, from: from, to: to) }
    if let again { story.fact(.flexibleRegistered, from: again) }
    let reasons = try ApplicationCheckTests.rejection(story, ApplicationCheckTests.applied("linyi", from: "2024-11"))
    #expect(reasons == (isEnded ? [RejectionReason(code: "registration-ended", clause: "三")] : []))
  }

  @Test(
    "LY15 JD28 what becomes known before the last review is asked again there, for the day of the application",
    arguments: [
      ("2024-03-10", "registration-ended"), ("2024-12-11", nil),
    ] as [(CivilDate, String?)])
  func knownLater(_ exit: CivilDate, _ code: String?) throws {
    var story = Story(on: "2024-12-10")
    story.adopt("linyi-2021-63", ["rate": "2/3"])
    story.register(household: "371302")
    story.fact(.difficultyRecognised, from: "2023-01-01")
    story.fact(.flexibleRegistered, from: "2023-01-01")
    story.given(ApplicationCheckTests.applied("linyi", from: "2024-11"))
    story.day = "2024-12-20"
    story.fact(.employed, from: exit, to: exit)
    let decided = try story.when(Entries.verified("review"))
    #expect(decided.rejection == code.map { [RejectionReason(code: $0, clause: "三")] })
  }

  @Test("LY15 an end that names an exit of the document ends the registration as well")
  func endedByOperator() throws {
    var story = Story("linyi-2021-63", ["rate": "2/3"], on: "2024-03-10")
    story.approve("linyi", from: "2024-03")
    story.day = "2024-12-10"
    story.given(.ended(Ended(person: "p1", scheme: "linyi", from: "2024-06", reason: "stopped-work")))
    let body = EventBody.applied(
      Applied(
        person: "p1", application: "a2", scheme: "linyi", from: "2024-12", undertaking: true, channel: "counter"))
    #expect(
      try ApplicationCheckTests.rejection(story, body).contains(
        RejectionReason(code: "registration-ended", clause: "三")))
    story.fact(.flexibleRegistered, from: "2024-11-01")
    #expect(try ApplicationCheckTests.rejection(story, body) == [])
  }

  @Test(
    "LY02 the youngest age is sixteen, on the birthday itself",
    arguments: [("2024-12-09", true), ("2024-12-10", false)])
  func age(_ day: String, _ isTooYoung: Bool) throws {
    var story = Story(on: try #require(CivilDate(day)))
    story.adopt("linyi-2021-63", ["rate": "2/3"])
    story.register(birth: "2008-12-10", household: "371302")
    story.requirements()
    let reasons = try ApplicationCheckTests.rejection(story, ApplicationCheckTests.applied("linyi", from: "2024-12"))
    #expect(reasons == (isTooYoung ? [RejectionReason(code: "under-age", clause: "一")] : []))
  }

  @Test("JD02, LZ25 a category or a paper that the pack does not list is a typing error and refused by name")
  func codes() throws {
    let story = Story("jingdezhen-2024-139")
    #expect(
      try story.refusal(ApplicationCheckTests.applied("jingdezhen", from: "2024-12", category: "4O50"))
        == .unknownCode(
          field: "category", found: "4O50",
          known: [
            "zero-employment-family", "disabled", "minimum-living", "landless", "out-of-poverty", "poverty-watch",
            "retired-fisher", "4050", "other",
          ]))
    #expect(
      try story.refusal(ApplicationCheckTests.applied("jingdezhen", from: "2024-12", materials: ["id-copy", "photo"]))
        == .unknownCode(
          field: "materials", found: "photo",
          known: ["id-copy", "household-book", "employment-proof", "contribution-proof"]))
    #expect(
      try ApplicationCheckTests.rejection(
        story, ApplicationCheckTests.applied("jingdezhen", from: "2024-12", category: "4050", materials: ["id-copy"])
      )
      .isEmpty)
  }

  @Test("BJ24, G10 what was accepted before the process began is not decided by it: its own pack comes first")
  func olderProcess() throws {
    var story = Story(on: "2019-03-31")
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.register()
    story.requirements()
    story.given(Entries.applied("beijing", from: "2019-04"))
    story.day = "2019-04-02"
    #expect(
      try story.refusal(Entries.verified("street"))
        == .olderProcess("a1", acceptedFrom: "2019-04-01", clause: "四.1"))
  }
}
