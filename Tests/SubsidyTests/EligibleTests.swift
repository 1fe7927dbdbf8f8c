import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Who could be subsidised and has not applied.
@Suite struct EligibleTests {
  @Test("LG06 those are listed who would be taken now and have not applied, and nobody else")
  func listed() throws {
    var story = Story(on: "2024-12-10")
    story.adopt("lianyungang-2021-50", ["rate": "1/2"])
    for person in ["free", "paid-in", "applied", "approved", "employed", "not-recognised", "ended"] as [Identifier] {
      story.register(person, household: "320706")
      if person != "not-recognised" { story.fact(.difficultyRecognised, person) }
    }
    story.register("elsewhere", household: "110108")
    story.fact(.difficultyRecognised, "elsewhere")
    story.contribute("2024-12", amount: 60_001, person: "paid-in")
    story.contribute("2024-12", amount: 0, person: "free")
    story.fact(.employed, "employed", from: "2024-12-31")
    story.given(Entries.applied("lianyungang", from: "2024-12", application: "a1", person: "applied"))
    story.approve("lianyungang", from: "2024-01", application: "a2", person: "approved")
    story.approve("lianyungang", from: "2024-01", application: "a3", person: "ended")
    story.given(.ended(Ended(person: "ended", scheme: "lianyungang", from: "2024-06", reason: "stopped-work")))
    let found = try story.state().eligible(in: "lianyungang", from: "2024-12", story.context())
    #expect(found.map(\.person) == ["ended", "free", "paid-in"])
    #expect(found.map(\.contribution) == [nil, nil, Fen(60_001)])
    #expect(found.map(\.worth) == [nil, nil, Fen(30_001)])
    #expect(try story.state().eligible(in: "lianyungang", from: "2021-10", story.context()).isEmpty)
  }
}
