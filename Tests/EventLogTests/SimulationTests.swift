import EventLog
import Foundation
import SeededRandom
import System
import Testing

/// Power cuts, failing and lying disks, in every order that a seed can think of.
///
/// A failing seed is named in the message; `SUBSIDY_SIM_SEED=<seed> swift test --disable-xctest --filter SimulationTests`
/// runs it alone. `SUBSIDY_SIM_SEEDS=<number>` runs so many, from 1 or from that seed on.
///
/// > Source: durability section 2, layer A: F2, F14, F15, F17, F18, F21.
@Suite struct SimulationTests {
  static let seeds = Seeds.chosen("SUBSIDY_SIM", few: 400)

  /// A life of several runs, each ended by a power cut, a full or failing disk, or in peace.
  private func live(_ seed: UInt64) throws {
    let comment: Comment = "SUBSIDY_SIM_SEED=\(seed)"
    var random = SeededRandom(seed)
    let disk = SimulatedDisk(seed: seed ^ 0x5EED)
    try disk.files.makeDirectories("/")
    var run = try SimulatedRun(disk, segmentLimit: [1, 900, 1 << 28].randomElement(using: &random)!)
    for _ in 0..<Int.random(in: 2...6, using: &random) {
      var faults = DiskFaults()
      if Bool.random(using: &random) { faults.stopBefore = Int.random(in: 0..<160, using: &random) }
      if random.happens(onceIn: 3) { faults.short = Int.random(in: 2...6, using: &random) }
      if random.happens(onceIn: 4) { faults.failing = Int.random(in: 10...80, using: &random) }
      if random.happens(onceIn: 4) { faults.full = Int.random(in: 2...12, using: &random) }
      if random.happens(onceIn: 4) { faults.failingSync = Int.random(in: 3...20, using: &random) }
      disk.set(faults)
      if var writer = try run.open(comment) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          guard try run.append(&writer, Int.random(in: 1...5, using: &random), comment) else { break }
        }
      }
      // Programs end without the machine, too: then all that is in memory stays.
      if disk.isStopped || Bool.random(using: &random) { disk.crash() }
      disk.set(DiskFaults())
      run.verify(comment)
    }
    guard var writer = try run.open(comment) else {
      Issue.record("not opened on a sound disk: \(comment)")
      return
    }
    #expect(try run.append(&writer, 2, comment), comment)
    _ = consume writer
    run.verify(comment)
  }

  @Test("acknowledged is in recovered, recovered is in submitted, in order, whatever the disk does")
  func everySeed() throws {
    for seed in SimulationTests.seeds { try live(seed) }
  }

  @Test("a length that a failed synchronisation has left on the disk is cut before the next segment begins")
  func settledLength() throws { try live(2_275) }

  @Test("F2 a power cut before every single operation of three appends", arguments: [1, 1 << 28] as [UInt64])
  func powerCutEverywhere(segmentLimit: UInt64) throws {
    var stop = 0
    var isThrough = false
    while !isThrough {
      for seed in 0..<4 as Range<UInt64> {
        let comment: Comment = "stop before \(stop), seed \(seed)"
        let disk = SimulatedDisk(seed: seed << 32 | UInt64(stop))
        var run = try SimulatedRun(disk, segmentLimit: segmentLimit)
        disk.set(DiskFaults(stopBefore: stop))
        if var writer = try run.open(comment) {
          for number in [2, 1, 3] { guard try run.append(&writer, number, comment) else { break } }
        }
        isThrough = !disk.isStopped
        disk.crash()
        run.verify(comment)
        #expect(try run.open(comment) != nil, comment)
      }
      stop += 1
    }
    #expect(stop > 40)
  }

  @Test("F21 a power cut before every operation of a recovery, and a recovery of that")
  func powerCutInRecovery() throws {
    for first in 30..<60 {
      var second = 0
      var isThrough = false
      while !isThrough {
        let comment: Comment = "stop before \(first), then \(second)"
        let disk = SimulatedDisk(seed: UInt64(first))
        var run = try SimulatedRun(disk, segmentLimit: 1 << 28)
        disk.set(DiskFaults(stopBefore: first))
        if var writer = try run.open(comment) {
          while try run.append(&writer, 3, comment), !disk.isStopped {}
        }
        disk.crash()
        disk.set(DiskFaults(stopBefore: second))
        _ = try run.open(comment)
        isThrough = !disk.isStopped
        disk.crash()
        run.verify(comment)
        #expect(try run.open(comment) != nil, comment)
        second += 3
      }
    }
  }

  @Test(
    "F14 every synchronisation fails once, pages count as clean, and then the power is cut", arguments: [false, true])
  func failedSynchronisation(reopensBefore: Bool) throws {
    for number in 0..<14 {
      for seed in 0..<6 as Range<UInt64> {
        let comment: Comment = "synchronisation \(number), seed \(seed)"
        let disk = SimulatedDisk(seed: seed << 8 | UInt64(number))
        var run = try SimulatedRun(disk, segmentLimit: 500)
        disk.set(DiskFaults(failsSync: number))
        if var writer = try run.open(comment) {
          for _ in 0..<4 { guard try run.append(&writer, 2, comment) else { break } }
          // A poisoned writer says so, and tries nothing more.
          if !run.unknown.isEmpty {
            let tried = disk.synchronisations
            #expect(logError { try writer.beginAppend() } == .outcomeUnknown(nil), comment)
            #expect(disk.synchronisations == tried && tried == number + 1, comment)
          }
        }
        disk.set(DiskFaults())
        if reopensBefore { _ = try run.open(comment) }
        disk.crash()
        run.verify(comment)
        #expect(try run.open(comment) != nil, comment)
      }
    }
  }

  @Test("F15 a disk that lies about synchronising cannot be found out, except by a head that was kept outside")
  func lyingDisk() throws {
    let disk = SimulatedDisk(seed: 15)
    var run = try SimulatedRun(disk, segmentLimit: 1 << 28)
    disk.set(DiskFaults(isLying: true))
    guard var writer = try run.open("lying") else {
      Issue.record("not opened")
      return
    }
    #expect(try run.append(&writer, 3, "lying"))
    let kept = writer.head
    _ = consume writer
    var isLost = false
    for _ in 0..<20 where !isLost {
      disk.crash()
      let report = LogVerifier.verify(ledger: SimulatedRun.ledger, on: disk.files)
      isLost = report.size < kept.size
      #expect(!isLost || report.root != kept.root)
    }
    #expect(isLost)
  }

  @Test("F17, F18 a power cut while a log is made leaves none, a whole one, or one that says that it holds nothing")
  func powerCutWhileCreating() throws {
    let empty = LogError.corrupt(LogFault(segment: 0, line: 0, offset: 0, kind: .noEvents))
    var outcomes: Set<String> = []
    for stop in 0..<60 {
      for seed in 0..<6 as Range<UInt64> {
        let disk = SimulatedDisk(seed: seed << 8 | UInt64(stop))
        disk.set(DiskFaults(stopBefore: stop))
        var isDone = false
        do {
          var writer = try LogAppender.create(ledger: "/ledger", on: disk.files)
          _ = try writer.append(SampleLog.lines(1))
          isDone = true
        } catch {}
        disk.crash()
        let error = logError { _ = try LogAppender(opening: "/ledger", on: disk.files) }
        switch error {
        case nil: outcomes.insert("whole")
        case .headMissing:
          outcomes.insert("no HEAD")
          #expect(logError { _ = try LogAppender.rebuildHead(ledger: "/ledger", on: disk.files) } == empty)
        case .notLedger:
          outcomes.insert("none")
          #expect(logError { _ = try LogAppender.create(ledger: "/ledger", on: disk.files) } == nil)
        default:
          outcomes.insert("empty")
          #expect(error == empty, "stop before \(stop), seed \(seed)")
        }
        #expect(!isDone || error == nil, "stop before \(stop), seed \(seed)")
      }
    }
    #expect(outcomes == ["whole", "no HEAD", "none", "empty"])
  }
}
