import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Applications and their review: the results of each, and the refusals.
@Suite struct ApplicationTests {
  static func inBeijing(on day: CivilDate = "2024-12-10") -> Story {
    Story("beijing-2019-1", ["amountFen": "77733"], on: day)
  }

  @Test("an application without anything against it waits for its review")
  func appliesCleanly() throws {
    var story = Story("jingdezhen-2024-139")
    #expect(try story.when(Entries.applied("jingdezhen")).types == [.applied])
  }

  @Test("JD22–JD28, JD03: a failed check records the application with its rejection, codes and clauses in order")
  func rejectsAtOnce() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("jingdezhen-2024-139")
    story.register(birth: "1960-01-01", household: "450200")
    story.fact(.contributionRefunded)
    story.fact(.unemploymentBenefit, from: "2024-12-31")
    story.fact(.employed, from: "2024-11-01", to: "2024-12-01")
    story.fact(.training, to: "2024-11-30")
    let decided = try story.when(Entries.applied("jingdezhen", undertaking: false))
    #expect(decided.types == [.applied, .rejected])
    #expect(
      decided.rejection == [
        .init(code: "employed", clause: "六.5"), .init(code: "unemployment-benefit", clause: "六.1"),
        .init(code: "contribution-refunded", clause: "承诺书3"),
        .init(code: "missing-difficulty-recognised", clause: "一（二）"),
        .init(code: "missing-flexible-registered", clause: "五（一）"), .init(code: "household", clause: "一（二）"),
        .init(code: "retired", clause: "六.4"), .init(code: "no-undertaking", clause: "附件 承诺书"),
      ])
  }

  @Test("an application for a month before any policy has no policy to be checked against")
  func rejectsBeforeThePolicy() throws {
    var story = Story("jingdezhen-2024-139")
    let decided = try story.when(Entries.applied("jingdezhen", from: "2024-11"))
    #expect(decided.rejection == [.init(code: "no-policy", clause: nil)])
  }

  @Test("JD27: whoever used up the months elsewhere is over the limit")
  func rejectsOverLimit() throws {
    var story = Story("jingdezhen-2024-139")
    story.register(prior: .init(firstApproved: "2020-01-01", months: 36))
    #expect(
      try story.when(Entries.applied("jingdezhen")).rejection == [.init(code: "over-limit", clause: "三")])
  }

  @Test("one application per person and scheme is under review at a time; another scheme is another matter")
  func oneActiveApplication() throws {
    var story = Story("jingdezhen-2024-139")
    story.adopt("liuzhou-2022-9")
    try story.when(Entries.applied("jingdezhen"))
    #expect(try story.refusal(Entries.applied("jingdezhen", application: "a2")) == .activeApplication("a1"))
    #expect(try story.refusal(Entries.applied("jingdezhen")) == .applicationTaken("a1"))
    #expect(try story.refusal(Entries.applied("liuzhou")) == .applicationTaken("a1"))
    #expect(try story.when(Entries.applied("liuzhou", application: "a2")).types == [.applied])
  }

  @Test("an approval that has not ended stands in the way of another application")
  func oneApproval() throws {
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2024-12")
    #expect(try story.refusal(Entries.applied("jingdezhen", application: "a2")) == .activeApplication("a1"))
    #expect(try story.refusal(Entries.applied("jingdezhen")) == .applicationTaken("a1"))
  }

  @Test(
    "after a rejection, a withdrawal or an end the person may apply again",
    arguments: ["rejected", "withdrawn", "ended"])
  func appliesAgain(_ after: String) throws {
    var story = Story("jingdezhen-2024-139")
    try story.when(Entries.applied("jingdezhen"))
    switch after {
    case "rejected": try story.when(Entries.verified("acceptance", passed: false))
    case "withdrawn": try story.when(.withdrawn(Withdrawn(person: "p1", application: "a1")))
    default:
      try story.when(Entries.verified("acceptance"))
      #expect(try story.when(Entries.verified("review")).types == [.verified, .approved])
      try story.when(Entries.ended("jingdezhen", from: "2025-01"))
    }
    #expect(try story.when(Entries.applied("jingdezhen", application: "a2")).types == [.applied])
    try story.when(Entries.verified("acceptance", application: "a2"))
    let approved = try story.when(Entries.verified("review", application: "a2")).approval
    #expect(approved?.first == (after != "ended"))
  }

  @Test("LZ43, JD33: after fraud an application is recorded and rejected with the clause")
  func fraudBlocks() throws {
    var story = Story("jingdezhen-2024-139")
    story.approve("jingdezhen", from: "2024-12")
    try story.when(Entries.ended("jingdezhen", from: "2025-06", reason: Ended.fraud))
    let decided = try story.when(Entries.applied("jingdezhen", application: "a2"))
    #expect(decided.types == [.applied, .rejected])
    #expect(decided.rejection == [.init(code: "fraud", clause: "承诺书2")])
  }

  @Test("JD17–JD19: stages come in their order, once each, and the last one approves with the basis")
  func stagesInOrder() throws {
    var story = Story("jingdezhen-2024-139")
    #expect(try story.refusal(Entries.verified("acceptance")) == .unknownApplication("a1"))
    try story.when(Entries.applied("jingdezhen"))
    #expect(try story.refusal(Entries.verified("review")) == .wrongStage(found: "review", expected: "acceptance"))
    #expect(try story.refusal(Entries.verified("street")) == .wrongStage(found: "street", expected: "acceptance"))
    #expect(try story.when(Entries.verified("acceptance")).types == [.verified])
    #expect(try story.refusal(Entries.verified("acceptance")) == .wrongStage(found: "acceptance", expected: "review"))
    let decided = try story.when(Entries.verified("review"))
    #expect(decided.types == [.verified, .approved])
    #expect(
      decided.approval
        == Approved(
          person: "p1", application: "a1", scheme: "jingdezhen", policy: "jingdezhen-2024-139", from: "2024-12",
          basis: .months(36), first: true))
    #expect(try story.refusal(Entries.verified("review")) == .applicationClosed("a1", .approved))
    #expect(
      try story.refusal(.withdrawn(Withdrawn(person: "p1", application: "a1"))) == .applicationClosed("a1", .approved))
  }

  @Test("G6: a woman of 1979-07 first approved in 2024-12 is approved until her retirement month, delay included")
  func approvesUntilRetirement() throws {
    var story = Story("jingdezhen-2024-139", on: "2024-12-10")
    story.register(birth: "1979-07-01", male: false)
    try story.when(Entries.applied("jingdezhen"))
    try story.when(Entries.verified("acceptance"))
    let approved = try story.when(Entries.verified("review")).approval
    // Born 55 months after 1974-12: one month of delay for every two begun.
    #expect(approved?.basis == .until("2031-11"))
  }

  @Test("a failed stage rejects with the reviewer's reasons, or else with the stage's clause")
  func failedStages() throws {
    var story = Story("jingdezhen-2024-139")
    try story.when(Entries.applied("jingdezhen"))
    let plain = try story.when(Entries.verified("acceptance", passed: false))
    #expect(plain.types == [.verified, .rejected])
    #expect(plain.rejection == [.init(code: "failed-at-acceptance", clause: "五（三）")])
    #expect(try story.refusal(Entries.verified("review")) == .applicationClosed("a1", .rejected))
    try story.when(Entries.applied("jingdezhen", application: "a2"))
    let reasons = [RejectionReason(code: "no-work", clause: nil)]
    let given = try story.when(Entries.verified("acceptance", passed: false, application: "a2", reasons: reasons))
    #expect(given.rejection == reasons)
  }

  @Test("the last stage checks again: a fact that arrived meanwhile rejects")
  func checksAgain() throws {
    var story = Story("jingdezhen-2024-139")
    try story.when(Entries.applied("jingdezhen"))
    try story.when(Entries.verified("acceptance"))
    story.fact(.employed, from: "2024-12-15")
    let decided = try story.when(Entries.verified("review"))
    #expect(decided.types == [.verified, .rejected])
    #expect(decided.rejection == [.init(code: "employed", clause: "六.5")])
  }

  @Test("a withdrawn application is closed")
  func withdraws() throws {
    var story = Story("jingdezhen-2024-139")
    let withdrawal = EventBody.withdrawn(Withdrawn(person: "p1", application: "a1"))
    #expect(try story.refusal(withdrawal) == .unknownApplication("a1"))
    try story.when(Entries.applied("jingdezhen"))
    #expect(try story.when(withdrawal).types == [.withdrawn])
    #expect(try story.refusal(withdrawal) == .applicationClosed("a1", .withdrawn))
    #expect(try story.refusal(Entries.verified("acceptance")) == .applicationClosed("a1", .withdrawn))
  }

  // MARK: Beijing

  /// An application in Beijing that the street and the first district reviewer have passed.
  static func secondReview(street: CivilDate, then day: CivilDate) throws -> Story {
    var story = inBeijing(on: street)
    try story.when(Entries.applied("beijing", from: street.month))
    try story.when(Entries.verified("street"), by: "street-1")
    try story.when(Entries.verified("district-1"), by: "op-a", key: "key-a")
    story.day = day
    return story
  }

  struct Reviewer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let by: Identifier
    let key: Identifier?
    let refusal: Refusal?
  }

  static let reviewers = [
    Reviewer(
      testDescription: "BJ16 the same person with another key", by: "op-a", key: "key-b",
      refusal: .sameOperator(stage: "district-1", clause: "三.3")),
    Reviewer(
      testDescription: "BJ17 another person with the same key", by: "op-b", key: "key-a",
      refusal: .sameKey(stage: "district-1", clause: "三.3")),
    Reviewer(
      testDescription: "BJ17 another person without a key", by: "op-b", key: nil,
      refusal: .keyMissing(stage: "district-2", clause: "三.3")),
    Reviewer(testDescription: "another person with another key", by: "op-b", key: "key-b", refusal: nil),
    Reviewer(testDescription: "the street's reviewer", by: "street-1", key: "key-b", refusal: nil),
  ]

  @Test("G9: the second review needs another operator and another key", arguments: reviewers, [true, false])
  func secondReviewer(_ reviewer: Reviewer, passed: Bool) throws {
    var story = try ApplicationTests.secondReview(street: "2024-12-10", then: "2024-12-25")
    let entry = Entries.verified("district-2", passed: passed)
    #expect(try story.refusal(entry, by: reviewer.by, key: reviewer.key) == reviewer.refusal)
    guard reviewer.refusal == nil else { return }
    let decided = try story.when(entry, by: reviewer.by, key: reviewer.key)
    #expect(decided.types == [.verified, passed ? .approved : .rejected])
  }

  @Test(
    "BJ18, G11: the second review waits for the end of 5 working days, holidays and working Sundays counted",
    arguments: [
      // Tuesday; the fifth working day is the next Tuesday.
      ("2024-12-10", "2024-12-17"),
      // Sunday 2019-04-28 is a working day; 1 to 4 May are off, Sunday 5 May is worked.
      ("2019-04-25", "2019-05-05"), ("2019-04-28", "2019-05-07"),
      // The first week of October is off, Saturday the 12th is worked.
      ("2024-09-30", "2024-10-12"),
    ] as [(CivilDate, CivilDate)])
  func publicity(_ street: CivilDate, _ last: CivilDate) throws {
    var story = try ApplicationTests.secondReview(street: street, then: last)
    let entry = Entries.verified("district-2")
    #expect(
      try story.refusal(entry, by: "op-b", key: "key-b") == .publicityRuns(until: last, clause: "三.2"))
    story.day = last.adding(days: 1)
    #expect(try story.when(entry, by: "op-b", key: "key-b").types == [.verified, .approved])
  }

  @Test("a year without its calendar is an error, not a guess")
  func missingCalendar() throws {
    let story = try ApplicationTests.secondReview(street: "2026-12-30", then: "2027-02-01")
    #expect(
      try story.refusal(Entries.verified("district-2"), by: "op-b", key: "key-b") == .calendarMissing(year: 2027))
  }

  @Test("BJ19, BJ42: the first month is confirmed before or after the approval, not before the month applied for")
  func confirmsTheStart() throws {
    var story = try ApplicationTests.secondReview(street: "2024-12-10", then: "2024-12-25")
    #expect(try story.when(Entries.confirmed("2025-02")).types == [.startConfirmed])
    try story.when(Entries.verified("district-2"), by: "op-b", key: "key-b")
    #expect(try story.refusal(Entries.confirmed("2024-11")) == .startBeforeApplication("2024-12"))
    #expect(try story.when(Entries.confirmed("2025-01")).types == [.startConfirmed])
    story.contribute("2024-12", "2025-01")
    #expect(try story.reasons("2024-12", "beijing") == ["no-approval@三.3"])
    #expect(try story.month("2025-01", "beijing").entitled == Fen(77_733))
  }

  @Test("G14, LG04: one extension of at most 12 months, for those with a number of months", arguments: [1, 12])
  func extends(_ months: Int) throws {
    var story = Story("lianyungang-2021-50", ["rate": "2/3", "extension": "any-time"])
    #expect(try story.refusal(Entries.extended("lianyungang", months)) == .nothingApproved("lianyungang"))
    story.approve("lianyungang", from: "2024-12")
    #expect(
      try story.refusal(Entries.extended("lianyungang", 13)) == .extensionTooLong(most: 12, clause: "（十二）"))
    #expect(try story.refusal(Entries.extended("lianyungang", 0)) == .extensionTooLong(most: 12, clause: "（十二）"))
    #expect(try story.when(Entries.extended("lianyungang", months)).types == [.extended])
    #expect(try story.claim("lianyungang").basis == .months(36 + months))
    #expect(try story.refusal(Entries.extended("lianyungang", 1)) == .extensionTaken(clause: "（十二）"))
  }

  @Test("G14: graduates and those paid until retirement have nothing to extend")
  func refusesExtensions() throws {
    var graduate = Story(on: "2024-12-10")
    graduate.adopt("lianyungang-2021-50", ["rate": "2/3"])
    graduate.register(birth: "2000-01-01")
    graduate.fact(.graduated, from: "2024-06-30")
    graduate.approve("lianyungang", from: "2024-12")
    #expect(try graduate.claim("lianyungang").basis == .months(24))
    #expect(try graduate.refusal(Entries.extended("lianyungang", 6)) == .nothingToExtend(clause: "（十二）"))
    var old = Story("lianyungang-2021-50", ["rate": "2/3"])
    old.register(birth: "1966-01-01")
    old.approve("lianyungang", from: "2024-12")
    #expect(try old.claim("lianyungang").basis == .until("2026-05"))
    #expect(try old.refusal(Entries.extended("lianyungang", 6)) == .nothingToExtend(clause: "（十二）"))
    var elsewhere = Story("jingdezhen-2024-139")
    elsewhere.approve("jingdezhen", from: "2024-12")
    #expect(try elsewhere.refusal(Entries.extended("jingdezhen", 6)) == .noExtension("jingdezhen"))
  }

  @Test("suspensions, resumptions and ends need an approval that runs")
  func changesOfWhatIsDue() throws {
    var story = Story("jingdezhen-2024-139")
    for entry in [
      Entries.suspended("jingdezhen", from: "2025-01"), Entries.resumed("jingdezhen", from: "2025-01"),
      Entries.ended("jingdezhen", from: "2025-01"),
    ] {
      #expect(try story.refusal(entry) == .nothingApproved("jingdezhen"))
    }
    story.approve("jingdezhen", from: "2024-12")
    #expect(try story.refusal(Entries.resumed("jingdezhen", from: "2025-01")) == .notSuspended("jingdezhen"))
    try story.when(Entries.suspended("jingdezhen", from: "2025-01"))
    try story.when(Entries.resumed("jingdezhen", from: "2025-02"))
    #expect(try story.refusal(Entries.resumed("jingdezhen", from: "2025-03")) == .notSuspended("jingdezhen"))
    try story.when(Entries.ended("jingdezhen", from: "2025-04"))
    for entry in [
      Entries.suspended("jingdezhen", from: "2025-04"), Entries.resumed("jingdezhen", from: "2025-04"),
      Entries.ended("jingdezhen", from: "2025-04"),
    ] {
      #expect(try story.refusal(entry) == .alreadyEnded("jingdezhen"))
    }
    #expect(try story.refusal(Entries.ended("jingdezhen", from: "2024-12", reason: Ended.fraud)) == nil)
  }

  // MARK: People, schemes, days

  @Test("nothing is taken for a person who was never registered")
  func unknownPerson() throws {
    let story = Story("jingdezhen-2024-139")
    let entries: [EventBody] = [
      Entries.applied("jingdezhen", person: "p2"), Entries.verified("acceptance", person: "p2"),
      .withdrawn(Withdrawn(person: "p2", application: "a1")),
      .factRecorded(FactRecorded(person: "p2", fact: .employed, from: "2024-01-01", source: "s")),
      .contributed(Contributed(person: "p2", month: "2024-11", amount: Fen(1), paidOn: "2024-11-01", source: "s")),
      .debitFailed(DebitFailed(person: "p2", month: "2024-11", source: "s")),
      .reported(Reported(person: "p2", on: "2024-11-01", channel: "c")), Entries.checked("shares", person: "p2"),
      .visited(Visited(person: "p2", on: "2024-11-01")),
      .notified(Notified(person: "p2", scheme: "jingdezhen", notification: "deposit", on: "2024-11-01", channel: "c")),
      .correctionRequested(CorrectionRequested(person: "p2", application: "a1", items: ["x"])),
      .putBack(
        PutBack(person: "p2", scheme: "jingdezhen", demand: "N1", amount: Fen(1), unit: "u", receipt: "r")),
    ]
    for entry in entries { #expect(try story.refusal(entry) == .unknownPerson("p2"), "\(entry.type)") }
  }

  @Test("nothing is taken for a scheme without a policy")
  func unknownScheme() throws {
    let story = Story("jingdezhen-2024-139")
    for entry in [
      Entries.applied("liuzhou"), Entries.suspended("liuzhou", from: "2025-01"), Entries.extended("liuzhou", 1),
      Entries.repaid("liuzhou", 1), Entries.cancelled("liuzhou"), Entries.putBack("liuzhou", 1),
      .notified(Notified(person: "p1", scheme: "liuzhou", notification: "deposit", on: "2024-11-01", channel: "c")),
    ] {
      #expect(try story.refusal(entry) == .unknownScheme("liuzhou"), "\(entry.type)")
    }
  }

  @Test("days that have not come are refused by field; today is not one of them")
  func future() throws {
    let story = Story("jingdezhen-2024-139", on: "2024-12-10")
    func entries(_ day: CivilDate) -> [(String, EventBody)] {
      [
        ("birth", .registered(Registered(person: "p1", birth: day, isMale: true, household: Region("360200")!))),
        ("on", .reported(Reported(person: "p1", on: day, channel: "c"))), ("on", Entries.checked("shares", on: day)),
        ("on", .visited(Visited(person: "p1", on: day))),
        (
          "on",
          .notified(Notified(person: "p1", scheme: "jingdezhen", notification: "deposit", on: day, channel: "c"))
        ),
        (
          "paidOn",
          .contributed(Contributed(person: "p1", month: "2024-11", amount: Fen(1), paidOn: day, source: "s"))
        ),
      ]
    }
    for (field, entry) in entries("2024-12-11") {
      #expect(try story.refusal(entry) == .inFuture(field: field, value: "2024-12-11"))
    }
    for (_, entry) in entries("2024-12-10") { #expect(try story.refusal(entry) == nil) }
  }

  @Test("an annulment names an event that can be annulled, once")
  func annuls() throws {
    let story = Story("jingdezhen-2024-139")
    let entry = EventBody.annulled(Annulled(of: .sequence(2), reason: "wrong"))
    #expect(try story.refusal(entry) == .annulsNothing)
    for type in EventType.allCases {
      let refusal = try story.refusal(entry, annulling: AnnulmentTarget(type: type, isAnnulled: false))
      #expect(refusal == (type.canBeAnnulled ? nil : .cannotBeAnnulled(type)))
    }
    #expect(
      try story.refusal(entry, annulling: AnnulmentTarget(type: .contributed, isAnnulled: true)) == .alreadyAnnulled)
  }

  @Test("contract 3: these types can be annulled and no others")
  func annullable() {
    #expect(
      Set(EventType.allCases.filter(\.canBeAnnulled)) == [
        .registered, .factRecorded, .approved, .startConfirmed, .contributed, .debitFailed, .reported, .suspended,
        .resumed, .ended, .extended, .objected, .objectionDecided, .claimed, .retirementChosen,
      ])
  }
}
