import Catalogue
import FaultSupport
import Foundation
import SeededRandom
import Synchronization
import Testing

@testable import subsidy

/// Every command that writes, killed and failed at every call by which it changes the disk.
///
/// `SUBSIDY_DEATHS` sets how many of a command's moments are tried, `all` tries every one; `SUBSIDY_DEATH_SEED` draws
/// others; `SUBSIDY_DEATH_LINE` narrows them to the command lines that begin with it.
///
/// > Source: durability section 2, layer B: F1, F10, F13.
@Suite(.enabled(if: RealProgram.tracingProblem == nil)) struct DeathTests {
  private static let faults: [CallFault] = [.death, .error("EIO"), .error("ENOSPC")]
  private static let samples = WritingSample.all
  private static let chosen = samples.indices.filter {
    samples[$0].line.hasPrefix(RealProgram.environment["SUBSIDY_DEATH_LINE"] ?? "")
  }

  @Test("every command is among those that write, with a sample, or among those that only read")
  func isComplete() {
    let writing = Set(WritingSample.all.map(\.command)).union(WritingSample.ownTests)
    let reading = Set(WritingSample.reading.keys)
    // A report is read on the screen and written if a file is named; anything else does one of the two.
    let reports = Set(Program.commands.map(\.spec).filter(\.isReport).map(\.name))
    #expect(writing.intersection(reading) == reports)
    let names = Program.commands.map(\.spec.name)
    for name in names { #expect(writing.contains(name) || reading.contains(name), "\(name) has no sample") }
    #expect(writing.union(reading).isSubset(of: names))
    for spec in Program.commands.map(\.spec) where spec.options.contains(where: { $0.name == "--by" }) {
      #expect(writing.contains(spec.name), "\(spec.name) appends")
    }
  }

  @Test("a command that only reads changes nothing, SQLite's own files beside the tables apart")
  func readsOnly() throws {
    let box = try WritingSample.readingBox()
    for line in WritingSample.reading.values.sorted() {
      let (ran, calls) = try RealProgram.changes(of: box.words(line), in: box.mark)
      #expect(ran.code == 0 || ran.code == 1, "\(line): \(ran.messages)")
      let others = calls.map(\.line).filter { !$0.contains("-wal") && !$0.contains("-shm") }
      #expect(others.isEmpty, "\(line): \(others)")
    }
  }

  @Test(
    "F1, F10, F13 at whatever call a command dies or fails, it is done whole or not at all, and can be called again",
    arguments: chosen)
  func atEveryCall(number: Int) throws {
    let trial = try WritingTrial(DeathTests.samples[number])
    #expect(!trial.calls.isEmpty, "\(trial.line) changes nothing")
    var moments = trial.calls.flatMap { call in DeathTests.faults.map { (call: call, fault: $0) } }
    let wanted = RealProgram.environment["SUBSIDY_DEATHS"] ?? "2"
    if wanted != "all" {
      var random = SeededRandom(UInt64(RealProgram.rounds("SUBSIDY_DEATH_SEED", 1)) &* 1_000 &+ UInt64(number))
      moments = Array(moments.shuffled(using: &random).prefix(Int(wanted) ?? 2))
    }
    var struck: [CallFault: Int] = [:]
    for (call, fault) in moments where try trial.holds(fault, at: call) { struck[fault, default: 0] += 1 }
    let total = struck.values.reduce(0, +)
    // A call whose number depends on chance is at times not reached.
    #expect(total * 10 >= moments.count * 8, "only \(total) of \(moments.count) faults struck")
    RealProgram.tell(
      [
        "moments": moments.count, "kills": struck[.death, default: 0],
        "errors": total - struck[.death, default: 0], "of": trial.calls.count * DeathTests.faults.count,
      ], of: "deaths")
  }

  @Test("a demonstration that dies leaves ledgers that verify, or none, and says so when it is called again")
  func demo() throws {
    let base = try Box()
    let (whole, calls) = try RealProgram.changes(of: base.words("demo @out"), in: base.mark)
    #expect(whole.code == 0, "\(whole.messages)")
    var random = SeededRandom(UInt64(RealProgram.rounds("SUBSIDY_DEATH_SEED", 1)))
    let many = RealProgram.environment["SUBSIDY_DEATHS"].map { $0 == "all" ? 30 : 3 } ?? 1
    for (call, _) in calls.shuffled(using: &random).prefix(many) {
      let box = try Box()
      _ = try RealProgram.run(box.words("demo @out"), with: .death, at: call)
      let verified = box.run("audit verify --ledger @out")
      let isThere = FileManager.default.fileExists(atPath: box.path("out"))
      #expect(!isThere || [.done, .tornTail].contains(verified.code), "\(call): \(verified.messages)")
      let again = box.run("demo @out")
      #expect([ExitCode.done, .refused].contains(again.code), "\(call): \(again.messages)")
      #expect(box.run("demo @other").code == .done, "\(call)")
    }
  }
}
