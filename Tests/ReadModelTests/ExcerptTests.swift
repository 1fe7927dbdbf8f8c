import Foundation
import Ledger
import ReadModel
import SeededRandom
import Subsidy
import System
import TestSupport
import Testing
import Values

/// One person's own events, with those about no person, say and decide the same as the whole log.
@Suite struct ExcerptTests {
  /// A ledger with a random past of four persons, brought in as history.
  private func ledger(_ seed: UInt64) throws -> Box {
    let box = try Box()
    let registrations = RandomHistory.people.map { person in
      #"{"type":"registered","recorded":"2024-12-01T00:00:00Z","by":"op-0","person":"\#(person)","#
        + #""birth":"1980-05-05","sex":"male","household":"360200"}"#
    }
    // Not everything that may happen in a fold has the form of a line.
    let lines = RandomHistory.events(seed).dropFirst().map { RandomHistory.line($0) }.filter { line in
      (try? EventLine.readEntry(Array(line.utf8), 0..<line.utf8.count, source: .history)) != nil
    }
    _ = try box.ledger.importHistory(box.file(registrations + lines))
    return box
  }

  private func compare(_ ledger: SubsidyLedger, _ hint: Comment, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let whole = try ledger.state()
    for person in RandomHistory.people {
      let alone = try ledger.state(of: person)
      #expect(alone.people.count == 1, "it is folded from everything", sourceLocation: sourceLocation)
      #expect(Story.json(alone, person) == Story.json(whole, person), hint, sourceLocation: sourceLocation)
      #expect(Story.service(alone, person) == Story.service(whole, person), hint, sourceLocation: sourceLocation)
      // The fold of everything does not count annulled events at its end.
      #expect(alone.size >= whole.size)
      for instant in [Box.instant("2024-12-31T00:00:00Z"), Box.instant("2025-02-20T00:00:00Z")] {
        let then = try ledger.state(knownAt: instant)
        let theirs = try ledger.state(of: person, knownAt: instant)
        #expect(Story.json(theirs, person) == Story.json(then, person), hint, sourceLocation: sourceLocation)
      }
    }
    #expect(throws: LedgerFailure.unknownPerson("stranger")) { try ledger.timeline(of: "stranger") }
  }

  @Test(
    "person, from the index and from behind it, is what the whole log gives", arguments: 1...6 as ClosedRange<UInt64>)
  func samePerson(_ seed: UInt64) throws {
    let test = try ledger(seed)
    // The import has left the read model behind: everything comes from the log behind its position.
    try compare(test.ledger, "seed \(seed), behind")
    _ = try test.ledger.rebuildProjections()
    try compare(test.ledger, "seed \(seed), indexed")
    let line =
      #"{"type":"contributed","person":"p2","month":"2025-07","amountFen":50000,"paidOn":"2025-07-20","source":"s"}"#
    _ = try test.ledger.record(test.file([line]), by: "op-1", key: nil, skipsRefused: false)
    try compare(test.ledger, "seed \(seed), followed")
  }

  @Test("record decides the same with the index as without it", arguments: 1...4 as ClosedRange<UInt64>)
  func sameDecisions(_ seed: UInt64) throws {
    let test = try ledger(seed)
    _ = try test.ledger.rebuildProjections()
    let copy = "\(test.directory)/copy"
    try FileManager.default.copyItem(atPath: test.ledger.path, toPath: copy)
    let other = SubsidyLedger(copy, clock: { Box.now })
    var random = SeededRandom(seed &* 31)
    var story = Story(on: "2025-03-01")
    var taken = 0
    for number in 0..<60 {
      let body = RandomHistory.body(story, number, &random)
      guard body.type.isRecordable else { continue }
      story.given(body, id: Int.random(in: 0..<2, using: &random) == 0 ? "e\(number * 3)".identifier : nil)
      let file = try test.file([RandomHistory.line(story.events.last!, isHistory: false)])
      try? FileManager.default.removeItem(atPath: "\(copy)/index.sqlite")
      let (left, right) = (outcome(test.ledger, file), outcome(other, file))
      #expect(left == right, "seed \(seed), entry \(number)")
      if left.hasPrefix("taken") { taken += 1 }
    }
    #expect(taken > 5, "the run has lost its subject")
    #expect(
      try Files.read("\(copy)/log/00000000000000000000.jsonl")
        == Files.read("\(test.ledger.path)/log/00000000000000000000.jsonl"))
    let (status, _, checks) = try test.ledger.checkProjections()
    #expect(status.isCurrent)
    for check in checks { #expect(check.isEqual, "\(check.name): \(check.differences)") }
  }

  private func outcome(_ ledger: SubsidyLedger, _ file: String) -> String {
    do {
      let outcome = try ledger.record(file, by: "op-7", key: "k1", skipsRefused: false)
      return "taken \(outcome.accepted) \(outcome.events) \(outcome.repeated) \(outcome.approvals)"
        + " \(outcome.rejections.map { "\($0.person) \($0.reasons)" })"
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "an index that is not the log's is not believed",
    arguments: ["foreign", "damaged", "other root", "other version", "ahead", "no index"])
  func fallsBack(_ how: String) throws {
    let test = try ledger(1)
    _ = try test.ledger.rebuildProjections()
    let path = "\(test.ledger.path)/index.sqlite"
    let expected = Story.json(try test.ledger.state(), "p1")
    switch how {
    case "foreign":
      let another = try ledger(2)
      _ = try another.ledger.rebuildProjections()
      try Data(Files.read("\(another.ledger.path)/index.sqlite")).write(to: URL(filePath: path))
    case "damaged": try Data(Files.read(path).map { ~$0 }).write(to: URL(filePath: path))
    case "other version": try sql(path, "UPDATE position SET version = version - 1")
    case "ahead": try sql(path, "UPDATE position SET size = size + 1")
    case "no index": try FileManager.default.removeItem(atPath: path)
    default: try sql(path, "UPDATE position SET root = '\(String(repeating: "0", count: 64))'")
    }
    let state = try test.ledger.state(of: "p1")
    #expect(state.people.count == 4)
    #expect(Story.json(state, "p1") == expected)
  }

  @Test("places that lead to other events are not believed")
  func misplaced() throws {
    let test = try ledger(1)
    _ = try test.ledger.rebuildProjections()
    try sql(
      "\(test.ledger.path)/index.sqlite",
      "UPDATE events SET places = (SELECT places FROM events WHERE person = 'p2') WHERE person = 'p1'")
    let state = try test.ledger.state(of: "p1")
    #expect(state.people.count == 4)
    #expect(Story.json(state, "p1") == Story.json(try test.ledger.state(), "p1"))
  }

  @Test("what annuls a person's events is read, by id and by number, and what annuls another's is not")
  func readsOwnAnnulments() throws {
    let test = try Box()
    func line(_ body: String) -> String {
      #"{"type":"\#(body),"recorded":"2024-12-01T00:00:00Z","by":"op-0"}"#
    }
    func contributed(_ person: String, _ month: Int, id: String = "") -> String {
      line(
        #"contributed","person":"\#(person)","month":"2024-0\#(month)","amountFen":50000,"#
          + #""paidOn":"2024-11-20","source":"s"\#(id)"#)
    }
    func registered(_ person: String) -> String {
      line(#"registered","person":"\#(person)","birth":"1980-05-05","sex":"male","household":"360200""#)
    }
    // The ledger's opening is event 0, so that p1's contribution for May is event 4.
    _ = try test.ledger.importHistory(
      test.file([
        registered("p1"), registered("p2"), contributed("p1", 4, id: #","id":"one""#), contributed("p1", 5),
        contributed("p1", 6), contributed("p2", 4, id: #","id":"two""#),
        line(#"annulled","of":"one","reason":"r""#), line(#"annulled","of":4,"reason":"r""#),
        line(#"annulled","of":"two","reason":"r""#),
      ]))
    _ = try test.ledger.rebuildProjections()
    let path = "\(test.ledger.path)/log/00000000000000000000.jsonl"
    var bytes = try Files.read(path)
    let other = try #require(String(decoding: bytes, as: UTF8.self).range(of: #""of":"two""#))
    let place = String(decoding: bytes, as: UTF8.self)[..<other.lowerBound].utf8.count
    bytes[place] = UInt8(ascii: "!")
    try Data(bytes).write(to: URL(filePath: path))
    let state = try test.ledger.state(of: "p1")
    #expect(state.people.count == 1 && state.people[0].contributions.map(\.month.description) == ["2024-06"])
    #expect(throws: (any Error).self) { try test.ledger.state(of: "p2") }
  }

  private func sql(_ path: String, _ text: String) throws {
    let database = try SQLiteDatabase(path: path, access: .readWrite)
    try database.execute(text)
  }
}

/// A ledger in a folder of a test's own, removed when the test lets go of it.
final class Box {
  static let now = instant("2027-01-01T00:00:00Z")
  static let months: [Month] = ["2024-12", "2025-02", "2025-04"]

  let directory: String
  let ledger: SubsidyLedger
  private var files = 0

  static func instant(_ text: String) -> Instant {
    guard let instant = Instant(text) else { preconditionFailure("no instant: \(text)") }
    return instant
  }

  init() throws {
    // In memory if there is such a place: every change is synchronised.
    let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    directory = "\(base)/excerpt-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    ledger = SubsidyLedger("\(directory)/ledger", clock: { Box.now }, clockIsRight: true)
    try ledger.create(name: "test", openedAt: Box.instant("2019-01-01T00:00:00Z"), by: "op-0")
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func file(_ lines: [String]) throws -> String {
    files += 1
    let path = "\(directory)/in-\(files).jsonl"
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))
    return path
  }
}
