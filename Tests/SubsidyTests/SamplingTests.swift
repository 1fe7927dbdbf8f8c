import Policy
import Subsidy
import Testing
import TestSupport
import Values

/// Draws that anyone can repeat.
@Suite struct SamplingTests {
  /// A hash that shows what was hashed.
  static func shown(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  static func story(_ count: Int, pack: Identifier = "liuzhou-2022-9", scheme: Identifier = "liuzhou") -> Story {
    var story = Story(on: "2024-12-10")
    story.adopt(pack, pack == "beijing-2019-1" ? ["amountFen": "60000"] : [:])
    for number in 0..<count {
      let person = Identifier("p\(number)")!
      story.register(person)
      story.approve(scheme, from: "2024-01", person: person)
    }
    return story
  }

  @Test("LZ42 the ranks are those of the hash of seed, colon and key; the list is hashed line by line")
  func ranks() {
    let draw = SampleDraw(2, from: ["b", "a", "c"], seed: "s") { bytes in
      switch Self.shown(bytes) {
      case "s:a": "3"
      case "s:b": "2"
      case "s:c": "1"
      case "a\nb\nc\n": "list"
      default: "other"
      }
    }
    #expect(draw.persons == ["c", "b"])
    #expect(draw.populationHash == "list")
    #expect(draw.population == 3)
  }

  @Test("LZ42 P32 a sample has at least five persons; where there are fewer, all are drawn")
  func atLeastFive() throws {
    let state = try Self.story(4).state()
    let few = try state.decideSample("s1", scheme: "liuzhou", seed: "x", size: 5, on: "2024-12-10", hash: Self.shown)
    #expect(Set(few.sample.persons) == ["p0", "p1", "p2", "p3"])
    #expect(throws: Refusal.sampleTooSmall(least: 5, clause: "四（一）")) {
      _ = try state.decideSample("s1", scheme: "liuzhou", seed: "x", size: 4, on: "2024-12-10", hash: Self.shown)
    }
    let seven = try Self.story(7).state()
    let drawn = try seven.decideSample("s1", scheme: "liuzhou", seed: "x", size: 6, on: "2024-12-10", hash: Self.shown)
    #expect(drawn.sample.persons == ["p0", "p1", "p2", "p3", "p4", "p5"])
  }

  @Test("LZ42 nobody is drawn whose approval ended or was obtained by fraud, and none from nobody")
  func population() throws {
    var story = Self.story(7)
    story.given(.ended(Ended(person: "p1", scheme: "liuzhou", from: "2024-05", reason: "employed")))
    story.given(.ended(Ended(person: "p2", scheme: "liuzhou", from: "2024-05", reason: Ended.fraud)))
    story.given(.suspended(Suspended(person: "p3", scheme: "liuzhou", from: "2024-05", reason: "x")))
    #expect(try story.state().samplingPopulation(of: "liuzhou") == ["p0", "p3", "p4", "p5", "p6"])
    let empty = try Self.story(0).state()
    #expect(throws: Refusal.nobodyToSample("liuzhou")) {
      _ = try empty.decideSample("s1", scheme: "liuzhou", seed: "x", size: 5, on: "2024-12-10", hash: Self.shown)
    }
    #expect(throws: Refusal.unknownScheme("linyi")) {
      _ = try empty.decideSample("s1", scheme: "linyi", seed: "x", size: 5, on: "2024-12-10", hash: Self.shown)
    }
  }

  @Test("LZ42 the same draw again decides nothing; another under the same id is refused")
  func again() throws {
    var story = Self.story(7)
    let first = try story.state().decideSample(
      "s1", scheme: "liuzhou", seed: "x", size: 5, on: "2024-12-10", hash: Self.shown)
    #expect(first.events == [.sampleDrawn(first.sample)])
    for event in first.events { story.given(event) }
    let state = try story.state()
    let second = try state.decideSample(
      "s1", scheme: "liuzhou", seed: "x", size: 5, on: "2024-12-10", hash: Self.shown)
    #expect(second.events.isEmpty && second.sample == first.sample)
    for (seed, size) in [("y", 5), ("x", 6)] as [(Identifier, Int)] {
      #expect(throws: Refusal.sampleTaken("s1")) {
        _ = try state.decideSample("s1", scheme: "liuzhou", seed: seed, size: size, on: "2024-12-10", hash: Self.shown)
      }
    }
  }

  @Test("BJ06 a document without a number takes any size: Beijing's city office samples the district's reviews")
  func otherCities() throws {
    let beijing = try Self.story(6, pack: "beijing-2019-1", scheme: "beijing").state()
    let first = try beijing.decideSample(
      "s1", scheme: "beijing", seed: "x", size: 1, on: "2024-12-10", hash: Self.shown)
    #expect(first.sample.persons.count == 1)
    let jingdezhen = try Self.story(3, pack: "jingdezhen-2024-139", scheme: "jingdezhen").state()
    let one = try jingdezhen.decideSample(
      "s1", scheme: "jingdezhen", seed: "x", size: 1, on: "2024-12-10", hash: Self.shown)
    #expect(one.sample.persons.count == 1)
    #expect(throws: Refusal.sampleTooSmall(least: 1, clause: nil)) {
      _ = try jingdezhen.decideSample(
        "s1", scheme: "jingdezhen", seed: "x", size: 0, on: "2024-12-10", hash: Self.shown)
    }
  }
}
