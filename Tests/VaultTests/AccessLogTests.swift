import Foundation
import Merkle
import Synchronization
import System
import Testing
import Values
import Vault

/// The log of who looked: durable lines, each of which names the one before it.
@Suite struct AccessLogTests {
  private let ledger: TemporaryLedger

  init() throws { ledger = try TemporaryLedger() }

  private var file: String { "\(ledger.path)/\(AccessLog.name)" }

  private func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: file))) }

  private func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: file)) }

  private static func look(_ number: Int, persons: Int = 2) -> Look {
    Look(
      at: Instant("2026-12-02T01:00:00Z")!, by: number % 2 == 0 ? "op-021" : nil, account: "tester",
      purpose: "find --full-names", about: number % 3 == 0 ? "b-\(number)" : nil,
      reason: number % 2 == 0 ? "接待\u{0A}\"本人\"" : nil,
      persons: Set((0..<persons).map { Identifier("p\(number)-\($0)")! }))
  }

  @discardableResult
  private func append(_ number: Int, persons: Int = 2) throws -> AccessHead {
    try AccessLog.append(AccessLogTests.look(number, persons: persons), inLedger: ledger.path, waiting: .none)
  }

  /// A log of some looks, and the head of each.
  private func heads(_ count: Int) throws -> [AccessHead] { try (0..<count).map { try append($0) } }

  private func history() throws -> AccessHistory { try #require(try AccessLog.history(inLedger: ledger.path)) }

  @Test("what was appended is read again in its order, by whoever opens the file next, and is its owner's alone")
  func reopens() throws {
    #expect(try AccessLog.history(inLedger: ledger.path) == nil)
    #expect(try AccessLog.head(inLedger: ledger.path) == nil)
    let heads = try heads(7)
    let history = try history()
    #expect(history.looks == (0..<7).map { AccessLogTests.look($0) })
    #expect(history.fault(against: heads) == nil)
    #expect(history.head == heads.last)
    #expect(try AccessLog.head(inLedger: ledger.path) == heads.last)
    #expect(try ledger.modes() == [AccessLog.name: 0o600])
  }

  @Test("the first line names no line, each other one the SHA-256 of the one before, without its end")
  func chains() throws {
    _ = try heads(3)
    let lines = try bytes().split(separator: UInt8(ascii: "\n")).map { Array($0) }
    let previous = lines.map { String(decoding: $0.suffix(66), as: UTF8.self).prefix(64) }
    #expect(previous[0] == String(repeating: "0", count: 64)[...])
    #expect(previous[1] == SHA256.hash(lines[0]).description[...])
    #expect(previous[2] == SHA256.hash(lines[1]).description[...])
    #expect(
      String(decoding: lines[1].dropLast(79), as: UTF8.self)
        == #"{"look":1,"at":"2026-12-02T01:00:00Z","account":"tester","purpose":"find --full-names","count":2,"#
        + #""persons":["p1-0","p1-1"]"#)
  }

  @Test("a last line that was cut anywhere was never seen: it is passed over, and the next look takes its place")
  func tornLine() throws {
    let heads = try heads(2)
    let whole = try bytes()
    let third = try append(2)
    let all = try bytes()
    for length in whole.count..<all.count {
      try write(Array(all.prefix(length)))
      #expect(try history().head == heads[1], "\(length)")
      #expect(try AccessLog.head(inLedger: ledger.path) == heads[1], "\(length)")
      #expect(try append(2) == third, "\(length)")
      #expect(try bytes() == all, "\(length)")
    }
  }

  @Test("a file that has nothing but a line that was cut begins anew")
  func tornFirstLine() throws {
    try write(Array(#"{"look":0,"at":"2026"#.utf8))
    #expect(try AccessLog.head(inLedger: ledger.path) == nil)
    #expect(try append(0).looks == 1)
    #expect(try history().looks.count == 1)
  }

  @Test("a line longer than what is read at once is found whole by the next look", arguments: [4_000, 40_000])
  func longLine(persons: Int) throws {
    let first = try append(0, persons: persons)
    #expect(try AccessLog.head(inLedger: ledger.path) == first)
    let second = try append(1, persons: persons)
    #expect(try history().fault(against: [first, second]) == nil)
    #expect(try history().looks.map(\.persons.count) == [persons, persons])
  }

  @Test("whichever byte is another one, the chain or the head that a close keeps tells")
  func everyByte() throws {
    let heads = try heads(3)
    let sound = try bytes()
    for place in sound.indices {
      for change: UInt8 in [0x01, 0x20, 0x80] {
        var changed = sound
        changed[place] ^= change
        try write(changed)
        #expect(try history().fault(against: [heads[2]]) != nil, "byte \(place)")
      }
    }
  }

  /// A change made from outside to the lines.
  enum Surgery: CaseIterable {
    case firstGone, middleGone, lastGone, lastTwoGone, swapped, repeated, inserted, emptied

    func lines(of lines: [[UInt8]]) -> [[UInt8]] {
      var changed = lines
      switch self {
      case .firstGone: changed.removeFirst()
      case .middleGone: changed.remove(at: 2)
      case .lastGone: changed.removeLast()
      case .lastTwoGone: changed.removeLast(2)
      case .swapped: changed.swapAt(1, 2)
      case .repeated: changed.insert(lines[1], at: 2)
      case .inserted: changed.insert([], at: 1)
      case .emptied: changed = []
      }
      return changed
    }

    /// The line at which it is found.
    var line: UInt64 {
      switch self {
      case .firstGone: 1
      case .middleGone, .repeated: 3
      case .swapped, .inserted: 2
      case .lastGone, .lastTwoGone, .emptied: 5
      }
    }
  }

  @Test("a line that was taken out, moved or put in is found at its place", arguments: Surgery.allCases)
  func surgery(_ surgery: Surgery) throws {
    let heads = try heads(5)
    let lines = try bytes().split(separator: UInt8(ascii: "\n")).map { Array($0) }
    try write(surgery.lines(of: lines).flatMap { $0 + [UInt8(ascii: "\n")] })
    #expect(try history().fault(against: [heads[4]])?.line == surgery.line)
  }

  @Test("a log that was written anew from some line on is sound in itself, and not what a close keeps")
  func rewritten() throws {
    let heads = try heads(4)
    try FileManager.default.removeItem(atPath: file)
    for number in [0, 1, 3, 2] { try append(number) }
    let history = try history()
    #expect(history.fault == nil)
    #expect(history.fault(against: [heads[1]]) == nil)
    let fault = try #require(history.fault(against: [heads[3], heads[1]]))
    #expect(fault.line == 4)
    guard case .head(_, heads[3].digest) = fault.reason else {
      Issue.record("\(fault)")
      return
    }
  }

  @Test("nothing is added behind a line that is no look")
  func refusesToGoOn() throws {
    _ = try heads(2)
    var changed = try bytes()
    changed[changed.count - 3] = UInt8(ascii: "g")
    try write(changed)
    #expect(throws: AccessLogFault(line: 2, .form)) { try append(2) }
    #expect(throws: AccessLogFault(line: 2, .form)) { try AccessLog.head(inLedger: ledger.path) }
    #expect(try bytes() == changed)
  }

  @Test("looks of several threads at once are all there, in one chain")
  func atOnce() throws {
    let path = ledger.path
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for number in 0..<25 {
        do {
          try AccessLog.append(
            AccessLogTests.look(thread * 25 + number), inLedger: path, waiting: LockWait(milliseconds: 60_000) {})
        } catch { failures.withLock { $0.append("\(error)") } }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let history = try history()
    #expect(history.fault == nil)
    #expect(Set(history.looks.flatMap(\.persons)).count == 400)
  }

  @Test("a file that others may read is taken from them by the next look")
  func takesModeAway() throws {
    _ = try heads(1)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    try append(1)
    #expect(try ledger.modes() == [AccessLog.name: 0o600])
  }

  @Test("what is no file in its place is left alone", arguments: [true, false])
  func isNoFile(isLink: Bool) throws {
    let elsewhere = "\(ledger.path)/elsewhere"
    try Data().write(to: URL(filePath: elsewhere))
    if isLink {
      try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: elsewhere)
    } else {
      try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    }
    #expect(throws: SystemError.self) { try append(0) }
    #expect(try Data(contentsOf: URL(filePath: elsewhere)).isEmpty)
  }

  @Test("a copy has the whole lines and is its owner's alone")
  func copies() throws {
    let heads = try heads(3)
    let sound = try bytes()
    try write(sound + Array(#"{"look":3"#.utf8))
    let copy = try TemporaryLedger()
    try AccessLog.copy(ofLedger: ledger.path, to: copy.path)
    #expect(Array(try Data(contentsOf: URL(filePath: "\(copy.path)/\(AccessLog.name)"))) == sound)
    #expect(try AccessLog.head(inLedger: copy.path) == heads.last)
    #expect(try copy.modes() == [AccessLog.name: 0o600])
  }
}
