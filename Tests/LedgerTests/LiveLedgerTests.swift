import EventLog
import Foundation
import HistorySupport
import Ledger
import Merkle
import Policy
import ReadModel
import Subsidy
import Synchronization
import System
import Testing
import Values

/// A ledger that is held open: it shows the result of a fresh replay of the log, at every size, for every thread.
@Suite struct LiveLedgerTests {
  private static func bytes(_ lines: String...) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }

  @Test("every snapshot that many threads read while one appends is that of one commit of the log")
  func threads() throws {
    let (appends, readers, persons) = (400, 3, 8)
    let test = try TestLedger()
    try test.record(entries: (0..<persons).map { Entry.registered("p\($0)") })
    let live = try LiveLedger(test.ledger)
    let base = try live.read { $0.size }
    let isDone = Atomic(false)
    struct Seen: Sendable {
      var roots: [UInt64: Digest] = [:]
      var faults: [String] = []
    }
    @Sendable func write() throws -> Seen {
      defer { isDone.store(true, ordering: .releasing) }
      for number in 0..<appends {
        let month = Month("2010-01")!.adding(number / persons)
        let line = Entry.contributed(month.description, 100, "p\(number % persons)")
        let size = try live.append { ledger in
          try ledger.record(entries: LiveLedgerTests.bytes(line), named: "n", by: "op-1").events
        }
        #expect(size == 1)
        // The thread that appended sees it.
        #expect(try live.read { $0.size } == base + UInt64(number) + 1)
      }
      return Seen()
    }
    @Sendable func read() throws -> Seen {
      var seen = Seen()
      var last = base
      while !isDone.load(ordering: .acquiring) {
        try live.read { snapshot in
          if snapshot.size < last { seen.faults.append("\(snapshot.size) after \(last)") }
          last = snapshot.size
          seen.roots[snapshot.size] = snapshot.root
          let count = Int(snapshot.size - base)
          var sum: Int64 = 0
          for person in 0..<persons {
            guard let state = snapshot.state.person(Identifier("p\(person)")!) else { continue }
            for month in 0...count / persons {
              sum += state.contributed(for: Month("2010-01")!.adding(month))?.value ?? 0
            }
          }
          if sum != 100 * Int64(count) || snapshot.state.size != snapshot.size {
            seen.faults.append("\(sum) fen and size \(snapshot.state.size) at \(snapshot.size)")
          }
        }
        if last % 16 == 0 {
          let found = try live.answer(.unpaid(on: test.clock.now.civilDate))
          if found.size > (try live.read { $0.size }) { seen.faults.append("an answer ahead of the state") }
        }
      }
      return seen
    }
    let outcomes = try Threads.results(ofParts: readers + 1, each: 1, threads: readers + 1) { part in
      Result { part.lowerBound == 0 ? try write() : try read() }
    }
    let commits = try test.commitLines()
    for outcome in outcomes {
      let seen = try outcome.get()
      #expect(seen.faults.isEmpty)
      for (size, root) in seen.roots { #expect(commits[size] == root, "\(size)") }
    }
    #expect(try live.read { $0.size } == base + UInt64(appends))
    try live.checkState(test)
    try test.check()
  }

  @Test("what another process has appended is seen after it was followed, and before a change that is decided on it")
  func foreign() throws {
    let test = try TestLedger()
    let live = try LiveLedger(test.ledger)
    let before = try live.read { $0.size }
    try test.record(Entry.registered("p1"))
    #expect(try live.read { $0.size == before && $0.state.person("p1") == nil })
    try live.follow()
    #expect(try live.read { $0.size == before + 1 && $0.state.person("p1") != nil })
    try live.checkState(test)
    try test.record(Entry.registered("p2"))
    // No caller has followed: the change does.
    let outcome = try live.append { ledger in
      try ledger.record(entries: LiveLedgerTests.bytes(Entry.contributed("2025-01", 1, "p2")), named: "n", by: "op-1")
    }
    #expect(outcome.accepted == 1)
    try live.checkState(test)
    #expect(try live.answer(.unpaid(on: test.clock.now.civilDate)).size == before + 3)
  }

  /// A change that another process makes to the past.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (TestLedger) throws -> Void
  }

  static let changes = [
    Change(testDescription: "an annulment by id") { try $0.record(Entry.annulled(#""f1""#)) },
    Change(testDescription: "an annulment by number, among other entries") { test in
      let fact = try #require(test.events().first { $0.id == "f1" })
      try test.record(Entry.contributed("2025-03"), Entry.annulled("\(fact.sequence)"), Entry.contributed("2025-04"))
    },
    Change(testDescription: "a reversal that was asked for") { test in
      let asked = try test.ledger.request(.reversal(of: LiveLedgerTests.paid(test)), AskedReason("slip"), by: "asker")
      _ = try test.ledger.consent(to: asked.request, by: "third")
    },
    Change(testDescription: "a join") { test in
      try test.record(Entry.registered("p2"), Entry.contributed("2025-04", 5, "p2"))
      let asked = try test.ledger.requestJoin(of: "p1", with: "p2", AskedReason("one human"), by: "asker").requested
      _ = try test.ledger.consent(to: asked.request, by: "third")
    },
    Change(testDescription: "another policy") { test in
      _ = try test.ledger.adopt(
        #require(ShippedPacks.text("beijing-2019-1")), parameters: ["amountFen": "77733"], effectiveFrom: nil, by: "x")
    },
    Change(testDescription: "a late history") { test in
      let line = Entry.past(Entry.contributed("2024-11", 7), "2025-04-10T02:00:00Z")
      _ = try test.ledger.importHistory(test.file([line]), isLate: true)
    },
    Change(testDescription: "a torn tail, moved away") { test in
      try Data(test.bytes(test.logPath) + Array("{\"seq\":".utf8)).write(to: URL(filePath: test.logPath))
      try test.record(Entry.contributed("2025-05"))
    },
  ]

  private static func paid(_ test: TestLedger) throws -> UInt64 {
    try #require(test.events().last { if case .paid = $0.body { true } else { false } }).sequence
  }

  /// A ledger with a person who was paid, and a fact that can be annulled.
  private static func life() throws -> TestLedger {
    let test = try TestLedger()
    try test.approve()
    try test.record(
      Entry.contributed("2025-01"), Entry.contributed("2025-02"),
      Entry.fact("training", from: "2025-02-03", to: "2025-02-09", id: "f1"))
    try test.pay()
    test.clock.now = Instant("2025-12-10T02:00:00Z")!
    return test
  }

  @Test(
    "a change of the past is shown as a fresh replay shows it, whoever makes it", arguments: changes, [true, false])
  func past(change: Change, isOwn: Bool) throws {
    let test = try LiveLedgerTests.life()
    let live = try isOwn ? test.goLive() : LiveLedger(test.ledger)
    try change.run(test)
    try live.follow()
    try live.checkState(test)
    // And a change on top of it.
    _ = try live.append { ledger in
      try ledger.record(entries: LiveLedgerTests.bytes(Entry.contributed("2025-06")), named: "n", by: "op-1")
    }
    try live.checkState(test)
    try test.check()
  }

  @Test("a correction of the clock, and its request, are shown as a fresh replay shows them", arguments: [true, false])
  func clock(isOwn: Bool) throws {
    let (test, first) = try ClockCorrectionTests.accident()
    let live = try isOwn ? test.goLive() : LiveLedger(test.ledger)
    let asked = try test.ledger.requestClockCorrection(from: first, ClockCorrectionTests.why, by: "asker").requested
    try live.follow()
    try live.checkState(test)
    test.clock.now = ClockCorrectionTests.at(ClockCorrectionTests.right, 7_200)
    _ = try test.ledger.consent(to: asked.request, by: "other")
    try live.follow()
    try live.checkState(test)
    try test.check()
  }

  @Test("a file that is refused in its middle, and one that is only tried out, leave what is held as it was")
  func refused() throws {
    let test = try LiveLedgerTests.life()
    let live = try LiveLedger(test.ledger)
    let root = try live.read { $0.root }
    let good = Entry.contributed("2025-03", 1)
    let found = try problems {
      _ = try live.append { ledger in
        try ledger.record(
          entries: LiveLedgerTests.bytes(good, Entry.contributed("2025-03", 1, "p9")), named: "counter", by: "op-1")
      }
    }
    #expect(found == [2: .refused(.unknownPerson("p9"))])
    let tried = try live.append { ledger in
      try ledger.record(entries: LiveLedgerTests.bytes(good), named: "counter", by: "op-1", isDryRun: true)
    }
    #expect(tried.accepted == 1)
    #expect(try live.read { $0.root } == root)
    try live.checkState(test)
    let taken = try live.append { ledger in
      try ledger.record(entries: LiveLedgerTests.bytes(good), named: "counter", by: "op-1")
    }
    #expect(taken.accepted == 1)
    try live.checkState(test)
    try test.check()
  }

  @Test("what readers try out is decided on what is held, as far as it was followed, and waits for no change")
  func triedByReaders() throws {
    let test = try LiveLedgerTests.life()
    let live = try LiveLedger(test.ledger)
    let line = LiveLedgerTests.bytes(Entry.contributed("2025-03", 1, "p9"))
    func attempt() throws -> Int {
      try live.reader.record(entries: line, named: "counter", by: "op-1", isDryRun: true).accepted
    }
    let unknown = [1: LineProblem.Problem.refused(.unknownPerson("p9"))]
    #expect(try problems { _ = try attempt() } == unknown)
    try test.record(Entry.registered("p9"))
    #expect(try problems { _ = try attempt() } == unknown)
    try live.follow()
    let root = try live.read { $0.root }
    #expect(try live.append { _ in try attempt() } == 1)
    #expect(try live.read { $0.root } == root)
    #expect(try live.append { try $0.record(entries: line, named: "counter", by: "op-1").accepted } == 1)
    try live.checkState(test)
    try test.check()
  }

  @Test("an entry that comes again says nothing new, whatever the index says of its id", arguments: [true, false])
  func repeated(hasIndex: Bool) throws {
    let test = try LiveLedgerTests.life()
    let index = "\(test.ledger.path)/index.sqlite"
    try test.settle("index.sqlite")
    let old = try test.bytes(index)
    let entry = LiveLedgerTests.bytes(Entry.contributed("2025-03", 1, id: "c1"))
    func send(_ live: LiveLedger) throws -> RecordOutcome {
      try live.append { try $0.record(entries: entry, named: "n", by: "op-1") }
    }
    let live = try LiveLedger(test.ledger)
    #expect(try send(live).accepted == 1)
    try test.record(Entry.contributed("2025-04", 1, id: "c2"))
    if !hasIndex {
      for file in [index, index + "-wal", index + "-shm"] { try? test.remove(file) }
      try test.write(old, to: index)
      try SQLiteDatabase(path: index, access: .readWrite).execute("DELETE FROM ids")
    }
    #expect(try send(live).repeated == 1)
    #expect(try send(LiveLedger(test.ledger)).repeated == 1)
    let other = LiveLedgerTests.bytes(Entry.contributed("2025-03", 2, id: "c2"))
    let found = try problems { _ = try live.append { try $0.record(entries: other, named: "n", by: "op-1") } }
    #expect(found == [1: .refused(.idTaken("c2"))])
    try live.checkState(test)
  }

  /// Damage that a held ledger must not answer over.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (TestLedger, _ before: [[UInt8]]) throws -> Void
  }

  static let damages = [
    Damage(testDescription: "HEAD has gone back") { test, before in
      try test.write(before[1], to: "\(test.ledger.path)/HEAD")
    },
    Damage(testDescription: "the log is that of another day") { test, before in
      try test.write(before[0], to: test.logPath)
      try test.write(before[1], to: "\(test.ledger.path)/HEAD")
      test.clock.now = Instant(seconds: test.clock.now.seconds + 1)
      // Logs of the same length, and longer.
      try test.record(Entry.contributed("2025-07"), Entry.contributed("2025-08"))
    },
    Damage(testDescription: "HEAD is gone") { test, _ in try test.remove("\(test.ledger.path)/HEAD") },
    Damage(testDescription: "a new line was changed") { test, _ in
      try test.record(Entry.contributed("2025-09", 12_345))
      var bytes = try test.bytes(test.logPath)
      let place = try #require(bytes.firstRange(of: Array("12345".utf8)))
      bytes[place.lowerBound] = UInt8(ascii: "9")
      try test.write(bytes, to: test.logPath)
    },
    Damage(testDescription: "an old line was changed, and an annulment has the log folded anew") { test, _ in
      try test.record(Entry.annulled(#""f1""#))
      var bytes = try test.bytes(test.logPath)
      let place = try #require(bytes.firstRange(of: Array(#""amountFen":60000"#.utf8)))
      bytes[place.upperBound - 1] = UInt8(ascii: "1")
      try test.write(bytes, to: test.logPath)
    },
    Damage(testDescription: "the log is cut") { test, _ in
      try test.record(Entry.contributed("2025-09", 12_345))
      try test.write(test.bytes(test.logPath).dropLast(), to: test.logPath)
    },
  ]

  @Test(
    "a log that is no longer the one that was verified is told to whoever follows, and to everybody after",
    arguments: damages)
  func contradiction(damage: Damage) throws {
    let test = try LiveLedgerTests.life()
    let before = try test.disk()
    try test.record(Entry.contributed("2025-06"))
    let live = try LiveLedger(test.ledger)
    let head = try live.read { $0.head }
    try damage.run(test, before)
    let told = try #require(#expect(throws: LedgerContradiction.self) { try live.follow() })
    #expect(told.verified == head)
    #expect(throws: told) { try live.read { $0.size } }
    #expect(throws: told) { try live.answer(.demands).size }
    #expect(throws: told) { try live.follow() }
    let entry = LiveLedgerTests.bytes(Entry.contributed("2025-10"))
    #expect(throws: (any Error).self) {
      try live.append { try $0.record(entries: entry, named: "n", by: "op-1").events }
    }
  }

  @Test("a damaged log is not opened")
  func damaged() throws {
    let test = try LiveLedgerTests.life()
    var bytes = try test.bytes(test.logPath)
    let place = try #require(bytes.firstRange(of: Array(#""amountFen":60000"#.utf8)))
    bytes[place.upperBound - 1] = UInt8(ascii: "1")
    try test.write(bytes, to: test.logPath)
    let error = #expect(throws: LogError.self) { try LiveLedger(test.ledger) }
    if case .corrupt? = error {} else { Issue.record("\(String(describing: error)) is no corrupt log") }
  }

  @Test("the tables answer as the state says, though they are made anew, damaged, or gone")
  func tables() throws {
    let test = try LiveLedgerTests.life()
    let live = try LiveLedger(test.ledger)
    let day = test.clock.now.civilDate
    func check(_ how: Comment, fromTables: Bool = true) throws {
      let found = try live.answer(.batches)
      let (size, told) = try live.read { ($0.size, $0.state.batchSummaries) }
      #expect(found.value == told, how)
      #expect(found.size == size && found.isFromTables == fromTables, how)
      #expect(try live.answer(.unpaid(on: day)).value == live.read { $0.state.unpaidClaims(on: day) }, how)
    }
    try check("as opened")
    try test.record(Entry.contributed("2025-04"))
    try live.follow()
    try check("after another process")
    _ = try live.append { try $0.draft("b2", scheme: "jingdezhen", through: Month("2025-04")!, by: "x") }
    try check("after a change")
    _ = try test.ledger.rebuildProjections()
    try check("made anew")
    try test.record(Entry.contributed("2025-05"))
    try check("not followed")
    let path = "\(test.ledger.path)/read-model.sqlite"
    for file in [path, path + "-wal", path + "-shm"] { try? test.remove(file) }
    _ = try live.append { try $0.record(entries: LiveLedgerTests.bytes(Entry.registered("p5")), named: "n", by: "x") }
    try check("gone")
  }

  @Test("what moves money is decided on what is held, and whole lives of batches go through it")
  func money() throws {
    let test = try TestLedger()
    let live = try test.goLive()
    try test.approve()
    try test.record(Entry.contributed("2025-01"), Entry.contributed("2025-02"))
    try live.checkState(test)
    try test.pay()
    try live.checkState(test)
    #expect(try live.read { $0.state.batchSummaries.map(\.batch) } == ["b1"])
    try test.check()
  }

  @Test("the example of the developers' page answers and records")
  func example() throws {
    let test = try LiveLedgerTests.life()
    let counter = try Counter(test.ledger)
    let (months, size) = try counter.months(of: "p1", in: "jingdezhen")
    #expect(try counter.record(LiveLedgerTests.bytes(Entry.contributed("2025-03")), by: "op-1") == 1)
    let after = try counter.months(of: "p1", in: "jingdezhen")
    #expect(after.size == size + 1 && after.months.count == months.count + 1)
    #expect(try counter.unpaid(on: test.clock.now.civilDate).map(\.person) == ["p1"])
  }
}

extension LiveLedger {
  /// Whether the held fold equals a fresh replay of the log, to the last private field.
  func checkState(_ test: TestLedger, _ comment: @autoclosure () -> Comment = "") throws {
    let fresh = try SubsidyLedger(test.ledger.path).state()
    let head = try LogReader(ledger: test.ledger.path).head
    try read { snapshot in
      #expect(snapshot.head == head && snapshot.state.size == head.size, comment())
      #expect(WholeText.of(snapshot.state) == WholeText.of(fresh), comment())
    }
  }
}

extension TestLedger {
  /// Has everything that the test does from now on begin with a state that is held.
  func goLive() throws -> LiveLedger {
    let live = try LiveLedger(ledger)
    ledger = try live.append { $0 }
    return live
  }

  @discardableResult
  func record(entries: [String]) throws -> RecordOutcome {
    try ledger.record(file(entries), by: "op-1", key: nil, skipsRefused: false)
  }

  /// The roots that the commits of the first segment name, by their sizes.
  fileprivate func commitLines() throws -> [UInt64: Digest] {
    let bytes = try bytes(logPath)
    var roots: [UInt64: Digest] = [:]
    for line in bytes.split(separator: 10) {
      let line = Array(line)
      if let commit = CommitLine(line, line.indices) { roots[commit.size] = commit.root }
    }
    return roots
  }
}
