import JSONText
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The stages of an application are those that were known when it was accepted.
@Suite struct FrozenProcessTests {
  /// Beijing's pack under another id, whose first stage is `hall` instead of `street`.
  static func other(_ id: String, from day: String) throws -> EventBody {
    let text = String(decoding: try #require(ShippedPacks.text("beijing-2019-1")), as: UTF8.self)
      .replacing(#""id": "beijing-2019-1""#, with: #""id": "\#(id)""#)
      .replacing(#"{"from": "2019-04-01""#, with: #"{"from": "\#(day)""#)
      .replacing(#""acceptedFrom": "2019-04-01""#, with: #""acceptedFrom": "\#(day)""#)
      .replacing(#""street""#, with: #""hall""#)
    return .policyAdopted(
      PolicyAdopted(
        scheme: "beijing", policy: try #require(Identifier(id)), effectiveFrom: try #require(CivilDate(day)),
        document: try JSONValue(Array(text.utf8)), parameters: [.init(name: "amountFen", value: "77733")]))
  }

  static func adopted(_ day: CivilDate) throws -> Story {
    var story = Story(on: day)
    story.given(try other("beijing-old", from: "2018-01-01"))
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.register()
    story.requirements()
    return story
  }

  /// The stage that is next for the application `a1`.
  static func next(_ story: Story) throws -> Identifier? {
    if case .wrongStage(_, let expected)? = try story.refusal(Entries.verified("none")) { expected } else { nil }
  }

  @Test("BJ24 what was accepted before 1 April runs through the old stages, what came later through the new ones")
  func acceptedBeforeOrAfter() throws {
    for (day, stage) in [("2019-03-31", "hall"), ("2019-04-01", "street"), ("2019-04-02", "street")] {
      var story = try FrozenProcessTests.adopted(try #require(CivilDate(day)))
      story.given(Entries.applied("beijing", from: "2019-05"))
      #expect(try FrozenProcessTests.next(story) == Identifier(stage), "\(day)")
      story.day = "2019-06-01"
      #expect(try FrozenProcessTests.next(story) == Identifier(stage), "\(day), in June")
    }
  }

  @Test("BJ24, P51 midnight of 1 April in China is after", arguments: [("15:59:59", "hall"), ("16:00:00", "street")])
  func midnight(_ time: String, _ stage: String) throws {
    let story = try FrozenProcessTests.adopted("2019-03-30")
    let applied = Event(
      sequence: story.sequence, recorded: try #require(Instant("2019-03-31T\(time)Z")), by: "op-1",
      body: Entries.applied("beijing", from: "2019-05"))
    let state = try Fixtures.fold(story.events + [applied])
    let application = try #require(state.person("p1")?.claims.first?.applications.first)
    let policy = try #require(state.timeline(of: "beijing")?.process(of: application))
    #expect(policy.pack.process.stages.first?.name == Identifier(stage))
  }

  @Test("BJ24 a pack adopted later, even with effect for the past, leaves the stages of a running case as they were")
  func adoptedLater() throws {
    var story = ApplicationTests.inBeijing()
    story.day = "2025-01-10"
    try story.when(Entries.applied("beijing", from: "2025-01"))
    story.day = "2025-01-20"
    story.given(try FrozenProcessTests.other("beijing-new", from: "2025-01-01"))
    #expect(try FrozenProcessTests.next(story) == "street")
    try story.when(Entries.verified("street"))
    #expect(try FrozenProcessTests.next(story) == "district-1")
    try story.when(.withdrawn(Withdrawn(person: "p1", application: "a1")))
    try story.when(Entries.applied("beijing", from: "2025-02", application: "a2"))
    let refusal = try story.refusal(Entries.verified("none", application: "a2"))
    #expect(refusal == .wrongStage(found: "none", expected: "hall"))
  }

  @Test("BJ24 a pack that was adopted in advance decides from its first day")
  func adoptedInAdvance() throws {
    for (day, stage) in [("2025-01-31", "street"), ("2025-02-01", "hall")] {
      var story = ApplicationTests.inBeijing()
      story.given(try FrozenProcessTests.other("beijing-new", from: "2025-02-01"))
      story.day = try #require(CivilDate(day))
      story.given(Entries.applied("beijing", from: "2025-02"))
      #expect(try FrozenProcessTests.next(story) == Identifier(stage), "\(day)")
    }
  }

  @Test("of two packs with the same first day the one adopted later decides, if it was adopted before the application")
  func sameDay() throws {
    var story = ApplicationTests.inBeijing()
    story.given(try FrozenProcessTests.other("beijing-new", from: "2019-04-01"))
    story.given(Entries.applied("beijing", from: "2024-12"))
    story.adopt("beijing-2019-1", ["amountFen": "80000"])
    #expect(try FrozenProcessTests.next(story) == "hall")
  }

  @Test("where nothing was adopted before the application, what was adopted since decides")
  func adoptedOnlyLater() throws {
    var story = Story(on: "2024-12-10")
    story.register()
    story.requirements()
    story.given(Entries.applied("beijing", from: "2024-12"))
    story.given(try FrozenProcessTests.other("beijing-new", from: "2024-12-01"))
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    #expect(try FrozenProcessTests.next(story) == "hall")
  }

  @Test("BJ24 a case accepted before any known process is decided by the pack of its time, once that is adopted")
  func beginsLater() throws {
    var story = Story(on: "2019-03-10")
    story.register()
    story.requirements()
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.given(Entries.applied("beijing", from: "2019-04"))
    #expect(
      try story.refusal(Entries.verified("street")) == .olderProcess("a1", acceptedFrom: "2019-04-01", clause: "四.1"))
    story.given(try FrozenProcessTests.other("beijing-old", from: "2018-01-01"))
    #expect(try FrozenProcessTests.next(story) == "hall")
  }

  @Test("P37 a pack without a word on cases in hand decides those that came before it, where it is the only one")
  func silentPack() throws {
    var story = Story("jingdezhen-2024-139", on: "2024-11-10")
    story.given(Entries.applied("jingdezhen", from: "2024-12"))
    #expect(try FrozenProcessTests.next(story) == "acceptance")
  }
}
