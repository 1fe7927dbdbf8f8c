import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The changes of another pack, month by month, before it is adopted and after.
@Suite struct PolicyComparisonTests {
  /// Linyi at two thirds from 2021, two months paid.
  static func linyi(_ day: CivilDate = "2024-12-10") -> Story {
    var story = Story(on: day)
    story.adopt("linyi-2021-63", ["rate": "2/3"])
    story.register(household: "371302")
    story.requirements()
    story.approve("linyi", from: "2024-09")
    story.contribute("2024-09", count: 3)
    story.pay("linyi", "2024-09", 40_000)
    return story
  }

  static func rows(_ comparison: PolicyComparison) -> [String] {
    comparison.changes.map { "\($0.person) \($0.month) \($0.old) \($0.new) \($0.difference) held \($0.held)" }
  }

  @Test("LZ01, P36 the months that change are listed with what is held of them, and the ledger stays as it is")
  func assumed() throws {
    let story = PolicyComparisonTests.linyi()
    let half = try Policy(
      pack: try #require(ShippedPacks.pack("linyi-2021-63")), parameters: ["rate": "1/2"], effectiveFrom: "2024-10-15")
    let state = try story.state()
    let comparison = state.comparison(of: .adopted("linyi-2021-63"), with: .assumed(half), in: "linyi")
    #expect(
      PolicyComparisonTests.rows(comparison) == [
        "p1 2024-10 400.00 300.00 -100.00 held 0.00", "p1 2024-11 400.00 300.00 -100.00 held 0.00",
      ])
    #expect(comparison.up == (0, .zero))
    #expect(comparison.down == (2, Fen(-20_000)))
    #expect(comparison.persons == 1)
    #expect(state.timeline(of: "linyi")?.policies.count == 1)
  }

  @Test("LZ01, G4 a pack reads the same before its adoption and after it")
  func beforeAndAfter() throws {
    let pack = try #require(ShippedPacks.pack("linyi-2021-63"))
    let more = try Policy(pack: pack, parameters: ["rate": "5/6"], effectiveFrom: "2024-09-01")
    var story = PolicyComparisonTests.linyi()
    let before = try story.state().comparison(of: .adopted("linyi-2021-63"), with: .assumed(more), in: "linyi")
    story.adopt("linyi-2021-63", ["rate": "5/6"], from: "2024-09-01")
    let after = try story.state().comparison(
      of: .adopted("linyi-2021-63"), with: .adopted("linyi-2021-63"), in: "linyi")
    #expect(before.changes == after.changes)
    #expect(before.up == (3, Fen(30_000)))
    #expect(before.changes.first?.held == Fen(40_000))
  }

  @Test("LZ01, LZ02 a document that came after the months it governs: nothing was due before, now it is")
  func published() throws {
    var story = Story(on: "2022-11-05")
    story.register(household: "450202")
    story.requirements()
    story.approve("liuzhou", from: "2022-01")
    story.contribute("2022-01", count: 2)
    story.contribute("2022-03", amount: 40_499)
    story.adopt("liuzhou-2022-9")
    let adopted = try story.state().comparison(
      of: .adopted("liuzhou-2019-5"), with: .adopted("liuzhou-2022-9"), in: "liuzhou")
    #expect(
      PolicyComparisonTests.rows(adopted) == [
        "p1 2022-01 0.00 270.00 270.00 held 0.00", "p1 2022-02 0.00 270.00 270.00 held 0.00",
        "p1 2022-03 0.00 269.99 269.99 held 0.00",
      ])
    #expect(adopted.changes.allSatisfy { $0.oldPolicy == nil && $0.newPolicy == "liuzhou-2022-9" })
  }
}
