import HistorySupport
import JSONText
import Ledger
import Merkle
import SeededRandom
import Subsidy
import System
import TestSupport
import Testing
import Values

/// A log folded in parts says what its fold as a whole says.
@Suite struct PartitionFoldTests {
  @Test("parts of a random past with every event type, in any order, add up to the fold of the whole")
  func parts() throws {
    for seed in Seeds.chosen("SUBSIDY_FOLD", few: 30) {
      let past = Past(seed)
      #expect(Set(past.events.map(\.body.type)) == Set(EventType.allCases), "seed \(seed)")
      var random = SeededRandom(seed &+ 1_000)
      let points = [nil, past.events.randomElement(using: &random)!.recorded]
      for knownAt in points {
        let whole = try past.state(knownAt: knownAt)
        let one = try PartitionFold(past.lines.shuffled(using: &random), knownAt: knownAt)
        #expect(one.claims == whole.statements, "seed \(seed), one part at \(knownAt?.description ?? "the end")")
        let count = Int.random(in: 2...9, using: &random)
        let folds = try past.parts(count, &random).map { try PartitionFold($0, knownAt: knownAt) }
        let claims = folds.flatMap(\.claims).sorted { ($0.person, $0.scheme) < ($1.person, $1.scheme) }
        #expect(claims == whole.statements, "seed \(seed), \(count) parts at \(knownAt?.description ?? "the end")")
        #expect(PartitionFoldTests.sums(folds) == PartitionFoldTests.sums([one]), "seed \(seed)")
        #expect(folds.reduce(0) { $0 + $1.keys } == one.keys, "seed \(seed)")
        #expect(Set(folds.map(\.shared)).count == 1, "seed \(seed)")
        #expect(folds.reduce(into: folds[0].shared) { $0 += $1.own } == past.leaves, "seed \(seed)")
        let together = folds.flatMap(\.together)
        #expect(Set(together).count == together.count, "seed \(seed)")
      }
    }
  }

  /// The sums of all parts, added up: items and fen by what they are of.
  private static func sums(_ folds: [PartitionFold]) -> [String: [Int64]] {
    var sums: [String: [Int64]] = [:]
    for row in folds.flatMap(\.batchMonths) {
      let parts = BatchItem.Outcome.allCases.map { row.answers[$0] } + [row.withheld]
      let figures = parts.flatMap { [Int64($0.items), $0.total.value] } + [row.arrived.value]
      let place = "\(row.batch) \(row.scheme) \(row.month)"
      sums[place] = zip(sums[place] ?? Array(repeating: 0, count: figures.count), figures).map { $0 + $1 }
    }
    return sums
  }

  @Test("the sums by batch and month are those of the items that a batch shows")
  func books() throws {
    for seed in UInt64(1)...20 {
      let past = Past(seed)
      let fold = try PartitionFold(past.lines)
      let state = try past.state()
      for batch in state.batchNames.identifiers {
        let items = BatchAnswers(state.items(ofBatch: batch))
        var found = BatchAnswers()
        let rows = fold.batchMonths.filter { $0.batch == batch }
        for row in rows { for outcome in BatchItem.Outcome.allCases { found[outcome] += row.answers[outcome] } }
        #expect(found == items, "seed \(seed), \(batch)")
        #expect(
          rows.reduce(Fen.zero) { $0 + $1.arrived } == state.summary(of: batch)?.paid, "seed \(seed), \(batch)")
      }
    }
  }

  @Test("whose a line is can be told without knowing its type: by the member person, but of a join")
  func owners() throws {
    for (event, line) in zip(Past(1).events, Past(1).lines) {
      let members = try JSONValue(line)
      let person = event.body.type == .samePerson ? nil : members["person"]?.text
      #expect(person == event.body.listedPerson?.description, "\(event.body.type)")
    }
  }

  @Test("a line that comes twice, one that is lost and one of another log are seen")
  func counted() throws {
    let past = Past(7)
    #expect(throws: LedgerFailure.self) { try PartitionFold(past.lines + [past.lines[9]]) }
    do { _ = try PartitionFold(past.lines + [past.lines[9]]) } catch LedgerFailure.lines(let problems) {
      #expect(
        problems == [
          LineProblem(file: "part", line: past.lines.count + 1, problem: .repeatedEvent(9, line: 10))
        ])
    }
    // Another line under the same number is no second event either.
    var other = past.lines
    other.append(Past(8).lines[9])
    #expect(throws: LedgerFailure.self) { try PartitionFold(other) }
    for place in past.lines.indices.dropFirst() where place % 13 == 0 {
      var lines = past.lines
      let lost = lines.remove(at: place)
      let fold = try PartitionFold(lines)
      var found = fold.own
      found += fold.shared
      #expect(found != past.leaves)
      found.add(SHA256TreeHasher().leaf(lost, lost.indices))
      #expect(found == past.leaves)
    }
    // The number of lines alone does not reveal that one was exchanged for another.
    var changed = past.lines
    changed[changed.count - 1] = changed[changed.count - 1].map { $0 == UInt8(ascii: "4") ? UInt8(ascii: "5") : $0 }
    if let fold = try? PartitionFold(changed) {
      var found = fold.own
      found += fold.shared
      #expect(found.count == past.leaves.count && found != past.leaves)
    }
  }

  @Test(
    "what is no event is refused with its line, and nothing is told",
    arguments: [
      "", "{", "[]", #"{"seq":3}"#, #"{"seq":900,"type":"visited","recorded":"2024-12-10T02:00:00Z","by":"op-1"}"#,
      #"{"commit":{"size":2,"root":"00","recorded":"2024-12-10T02:00:00Z","by":"op-1"}}"#,
    ])
  func alien(line: String) throws {
    var lines = Past(3).lines
    lines.insert(Array(line.utf8), at: 5)
    do {
      _ = try PartitionFold(lines)
      Issue.record("\(line) is taken")
    } catch LedgerFailure.lines(let problems) {
      #expect(problems.map(\.line) == [6])
    }
  }

  @Test("an event of a newer program is told as such")
  func newer() throws {
    var lines = Past(3).lines
    lines.append(
      Array(#"{"seq":900,"type":"new-thing","recorded":"2026-12-10T02:00:00Z","by":"op-1","person":"p1"}"#.utf8))
    #expect(throws: (any Error).self) { try PartitionFold(lines) }
    do { _ = try PartitionFold(lines) } catch { #expect("\(error)".contains("newer"), "\(error)") }
  }

  @Test("without the events about nobody nothing is folded")
  func opening() throws {
    #expect(throws: LedgerFailure.partitionWithoutOpening) { try PartitionFold([]) }
    #expect(throws: LedgerFailure.partitionWithoutOpening) { try PartitionFold(Array(Past(3).lines.dropFirst())) }
  }

  @Test("of a joined person whose lines are in two parts both parts say so")
  func split() throws {
    var story = Story("jingdezhen-2024-139")
    story.register("p2")
    story.requirements("p2")
    story.given(.samePerson(SamePerson(person: "p1", other: "p2", request: "q")))
    let lines = story.events.map { event in
      var writer = JSONWriter()
      EventLine.write(event, to: &writer)
      return (event.body.listedPerson, writer.bytes)
    }
    let parts = try ["p1", "p2"].map { key in
      try PartitionFold(lines.filter { $0.0 == nil || $0.0?.description == key }.map(\.1))
    }
    #expect(parts.map(\.together) == [[["p1", "p2"]], [["p1", "p2"]]])
    #expect(try PartitionFold(lines.map(\.1)).together == [["p1", "p2"]])
  }
}

/// The sum of hashes is arithmetic that anyone can repeat.
@Suite struct LeafSumTests {
  @Test("hashes are added as numbers of 256 bits, and what goes over is dropped")
  func arithmetic() throws {
    let all = String(repeating: "f", count: 64)
    var sum = LeafSum()
    sum.add(try #require(Digest(hex: all)))
    sum.add(try #require(Digest(hex: String(repeating: "0", count: 63) + "2")))
    #expect(sum.sum.description == String(repeating: "0", count: 63) + "1" && sum.count == 2)
    var carry = LeafSum()
    carry.add(try #require(Digest(hex: String(repeating: "0", count: 32) + String(repeating: "f", count: 32))))
    carry.add(try #require(Digest(hex: String(repeating: "0", count: 32) + String(repeating: "f", count: 32))))
    #expect(carry.sum.description == String(repeating: "0", count: 31) + "1" + String(repeating: "f", count: 31) + "e")
    // A carry that meets a word of ones goes on.
    carry.add(try #require(Digest(hex: all)))
    carry.add(try #require(Digest(hex: all)))
    #expect(carry.sum.description == String(repeating: "0", count: 31) + "1" + String(repeating: "f", count: 31) + "c")
    var parts = sum
    parts += carry
    var other = carry
    other += sum
    #expect(parts == other && parts.count == 6)
  }
}
