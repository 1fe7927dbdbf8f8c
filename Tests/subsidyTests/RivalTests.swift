import Catalogue
import Dispatch
import FaultSupport
import Foundation
import Glibc
import Merkle
import SeededRandom
import Synchronization
import System
import Testing

@testable import subsidy

/// Six clerks at one ledger, each killed again and again in the middle of a command: nothing acknowledged is lost.
///
/// `SUBSIDY_RIVAL_STARTS` sets how many commands they start in all; `SUBSIDY_RIVAL_SEED` sets what they do, but not when
/// the system lets them, so that a failing run is looked for by running its seed again, several times.
///
/// > Source: durability section 2: F1, F20, F26.
@Suite struct RivalTests {
  private static let clerks = 6
  private static let persons = 12

  /// A ledger with persons who have two payable months each.
  private static func box() throws -> Box {
    let box = try Box(adopting: "jingdezhen-2024-139")
    let entries = (1...persons).flatMap { number in
      FinanceCommandTests.entries.map { $0.replacing(#""p1""#, with: "\"p\(number)\"") }
    }
    try box.write("entries", entries.joined(separator: "\n"))
    try FinanceCommandTests.ok(box, "record @entries --by op-1")
    return box
  }

  @Test("F1, F20 of what competing clerks were told nothing is lost, doubled or half, however often they are killed")
  func compete() throws {
    let seed = UInt64(RealProgram.rounds("SUBSIDY_RIVAL_SEED", 1))
    let starts = RealProgram.rounds("SUBSIDY_RIVAL_STARTS", 60)
    let box = try RivalTests.box()
    let told = Mutex(Told())
    DispatchQueue.concurrentPerform(iterations: RivalTests.clerks) { number in
      var clerk = Clerk(number: number, random: SeededRandom(seed &* 100 &+ UInt64(number)), box: box)
      do {
        for _ in 0..<starts / RivalTests.clerks {
          let heard = try clerk.act()
          told.withLock { $0.add(heard) }
        }
      } catch {
        Issue.record("seed \(seed): clerk \(number): \(error)")
      }
    }
    let all = told.withLock { $0 }
    let comment: Comment = "SUBSIDY_RIVAL_SEED=\(seed)"
    #expect(all.failures.isEmpty, "\(comment) \(all.failures)")
    try expectWhole(box, all, comment)
    RealProgram.tell(
      [
        "starts": all.starts, "kills": all.kills, "acknowledged": all.entries.count, "batches": all.batches.count,
        "busy": all.busy, "refused": all.refused,
      ], of: "rivals")
  }

  private func expectWhole(_ box: Box, _ told: Told, _ comment: Comment) throws {
    let report = box.run("audit verify")
    #expect([ExitCode.done, .tornTail].contains(report.code), "\(comment) \(report.output) \(report.messages)")
    _ = try WritingTrial.recordLast(box, comment)
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self).split(separator: "\n")
    var times: [String: Int] = [:]
    for line in log {
      for match in line.matches(of: /"id":"([^"]+)"/) { times[String(match.1), default: 0] += 1 }
    }
    #expect(times.values.allSatisfy { $0 == 1 }, "\(comment) an entry stands there twice")
    for id in told.entries { #expect(times[id] == 1, "\(comment) \(id) is lost") }
    for (batch, step) in told.batches {
      let isThere = log.contains { $0.contains(#""type":"\#(step)""#) && $0.contains(#""batch":"\#(batch)""#) }
      #expect(isThere, "\(comment) \(batch) is not \(step)")
    }
    // No month is paid twice.
    var paid: Set<Substring> = []
    for line in log where line.contains(#""type":"paid""#) {
      let month = try #require(line.firstMatch(of: /"person":"[^"]+","scheme":"[^"]+","month":"[^"]+"/)).output
      #expect(paid.insert(month).inserted, "\(comment) \(month) is paid twice")
    }
    for file in box.names(in: ".") where file.hasSuffix(".csv") && file.hasPrefix("b-") {
      let bytes = try box.read(file)
      #expect(log.contains { $0.contains(SHA256.hash(bytes).description) }, "\(comment) the log does not know \(file)")
    }
  }
}

/// The answers that all clerks got.
private struct Told {
  var starts = 0
  var kills = 0
  var busy = 0
  var refused = 0
  /// The ids of entries that were acknowledged.
  var entries: [String] = []
  /// The batches, with the event that was acknowledged last.
  var batches: [String: String] = [:]
  var failures: [String] = []

  mutating func add(_ heard: Clerk.Heard) {
    starts += 1
    switch heard.code {
    case nil: kills += 1
    case 0:
      entries += heard.entries
      if let (batch, event) = heard.batch { batches[batch] = event }
    case 65: refused += 1
    case 69: busy += 1
    default: failures.append("\(heard.line): \(heard.code ?? -1)")
    }
  }
}

/// One who enters and pays, and is killed in every second command.
private struct Clerk {
  /// The outcome of a command.
  struct Heard {
    let line: String
    let code: Int32?
    var entries: [String] = []
    var batch: (String, String)?
  }

  let number: Int
  var random: SeededRandom
  let box: Box
  private var acts = 0
  private var batch: (name: String, next: Int)?

  init(number: Int, random: SeededRandom, box: Box) {
    self.number = number
    self.random = random
    self.box = box
  }

  mutating func act() throws -> Heard {
    acts += 1
    return Int.random(in: 0..<3, using: &random) == 0 ? try pay() : try enter()
  }

  /// A few entries: new persons, or contributions of a person whom all clerks share.
  private mutating func enter() throws -> Heard {
    let ids = (0..<Int.random(in: 1...3, using: &random)).map { "e-\(number)-\(acts)-\($0)" }
    let lines = ids.map { id in
      if Bool.random(using: &random) {
        return #"{"type":"registered","id":"\#(id)","person":"\#(id)","birth":"1980-01-02","sex":"male","#
          + #""household":"360200","private":{"name":"\#(id)"}}"#
      }
      let (person, month) = (Int.random(in: 1...12, using: &random), Int.random(in: 3...9, using: &random))
      return #"{"type":"contributed","id":"\#(id)","person":"p\#(person)","month":"2025-0\#(month)","#
        + #""amountFen":60000,"paidOn":"2025-0\#(month)-20","source":"si"}"#
    }
    let file = "entry-\(number)"
    try box.write(file, lines.joined(separator: "\n"))
    var heard = try start("record @\(file) --by op-\(number)")
    heard.entries = ids
    return heard
  }

  /// The next step of a batch of this clerk's own; one that is refused gives it up.
  private mutating func pay() throws -> Heard {
    let name = batch?.name ?? "b-\(number)-\(acts)"
    let next = batch?.next ?? 0
    let answers = log(of: name).map { "\($0),paid" }
    try box.write("answers-\(number)", (["person,month,status"] + answers).joined(separator: "\n") + "\n")
    let steps = [
      ("batch-drafted", "batch draft \(name) --scheme jingdezhen --through 2025-09 --by op-\(number)"),
      ("batch-approved", "batch approve \(name) --by second"),
      ("batch-exported", "batch export \(name) --to @\(name).csv --as csv --by op-\(number)"),
      ("paid", "batch settle @answers-\(number) --batch \(name) --by op-\(number)"),
    ]
    var heard = try start(steps[next].1)
    switch heard.code {
    case 0:
      // Payments are in events of the items.
      heard.batch = (name, steps[min(next, 2)].0)
      batch = next == 3 ? nil : (name, next + 1)
    case 65:
      // A step that was taken although its clerk did not learn of it is refused, too: the next one shows it.
      batch = next == 3 ? nil : batch.map { ($0.name, $0.next + 1) }
    default: if batch == nil, heard.code == nil { batch = (name, 0) }
    }
    return heard
  }

  /// The items of a batch, as the log has them.
  private func log(of batch: String) -> [String] {
    let log = String(decoding: (try? box.read(Box.segment)) ?? [], as: UTF8.self)
    return log.split(separator: "\n").filter { $0.contains("payment-ordered") && $0.contains("\"\(batch)\"") }
      .compactMap { $0.firstMatch(of: /"person":"([^"]+)".*"month":"([^"]+)"/).map { "\($0.1),\($0.2)" } }
  }

  private mutating func start(_ line: String) throws -> Heard {
    let process = try RealProgram.start(box.words(line))
    if Bool.random(using: &random) {
      usleep(UInt32.random(in: 500...80_000, using: &random))
      kill(process.processID, SIGKILL)
    }
    return Heard(line: line, code: try process.wait())
  }
}
