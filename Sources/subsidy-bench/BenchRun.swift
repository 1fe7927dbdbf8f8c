import Demo
import Glibc
import JSONText
import Ledger
import Papers
import PostgresStore
import ReadModel
import Subsidy
import System
import Values

/// One run of the benchmark: its sizes, and its steps in order.
struct BenchRun {
  private var entries = 1_000_000
  private var people = 20_000
  private var seed: UInt64 = 1
  private var keep: String?
  private var items = 0
  private var signatures = 0
  private var readers = 4
  private var isLive = false
  private var isEveryday = false
  private var isOffice = false
  private var existing: String?
  private var store: String?
  private var clients = 16

  /// The folder for the files of the run.
  private var folder: String { keep ?? "/tmp/subsidy-bench-\(getpid())" }

  /// The options for the user.
  private static var usage: String {
    """
    usage: subsidy-bench [--entries N] [--people N] [--seed N] [--keep DIR | --ledger DIR]
           subsidy-bench --batch ITEMS
           subsidy-bench --signatures COMMITS [--keep DIR]
           subsidy-bench --live EVENTS [--readers N] [--people N] [--seed N]
           subsidy-bench --everyday EVENTS [--people N] [--seed N] [--keep DIR]
           subsidy-bench --office EVENTS --keep DIR [--people N] [--seed N]
           subsidy-bench --store ADDRESS [--clients N] [--keep DIR]
    N entries for each person are ten or more; --ledger measures a ledger that is there; --batch measures a batch of so many
    items; --signatures checks who signed so many commits; --live holds a ledger of so many events open and measures it while --readers threads read; --everyday asks the
    program beside this one the questions of an office, of a ledger of so many events and of a hundredth of it; --office makes a
    ledger of so many events, DIR/ledger, with the operators of the sample ledger and their keys in DIR/keys, and measures nothing; --store has
    so many clients append to a log in a database for ten seconds, and once more with signatures.
    """
  }

  /// Reads the options; for `--help`, and for others than there are, it says which there are and ends the program.
  init(_ arguments: some Sequence<String>) {
    var rest = arguments.makeIterator()
    while let option = rest.next() {
      if option == "--help" || option == "-h" { BenchRun.end(BenchRun.usage, code: 0) }
      guard let value = rest.next() else { BenchRun.end("\(option) needs a value\n\(BenchRun.usage)", code: 64) }
      switch (option, UInt64(value)) {
      case ("--entries", let number?): entries = Int(clamping: number)
      case ("--people", let number?): people = Int(clamping: number)
      case ("--seed", let number?): seed = number
      case ("--batch", let number?): items = Int(clamping: number)
      case ("--signatures", let number?): signatures = Int(clamping: number)
      case ("--live", let number?): (entries, isLive) = (Int(clamping: number), true)
      case ("--everyday", let number?): (entries, isEveryday) = (Int(clamping: number), true)
      case ("--office", let number?): (entries, isOffice) = (Int(clamping: number), true)
      case ("--readers", let number?): readers = Int(clamping: number)
      case ("--clients", let number?): clients = Int(clamping: number)
      case ("--store", _): store = value
      case ("--keep", _): keep = value
      case ("--ledger", _): existing = value
      default: BenchRun.end("\(option) \(value) is no option\n\(BenchRun.usage)", code: 64)
      }
    }
    if isOffice, keep == nil { BenchRun.end("--office needs --keep\n\(BenchRun.usage)", code: 64) }
    // Five adoptions, then five events to enrol each person; a month of theirs has two or three more.
    guard people > 0, entries / 10 >= people else {
      BenchRun.end("expected ten entries for each person, or more\n\(BenchRun.usage)", code: 64)
    }
  }

  private static func end(_ message: String, code: Int32) -> Never {
    let text = Array("\(message)\n".utf8)
    try? FileDescriptor(code == 0 ? "/dev/stdout" : "/dev/stderr", [.writeOnly, .append]).write(text)
    exit(code)
  }

  /// Makes the ledger and measures each step.
  func run() throws {
    if let existing { return try measureReads(of: SubsidyLedger(existing)) }
    try Files.makeDirectories(folder)
    if let store {
      guard let address = StoreAddress(store) else {
        BenchRun.end("\(store) names no log\n\(BenchRun.usage)", code: 64)
      }
      return try StoreBench(address: address, clients: clients, seconds: 10, folder: folder).run()
    }
    if signatures > 0 { return try SignatureBench(commits: signatures, folder: folder).run() }
    if items > 0 { return try BatchBench(items: items, folder: folder).run() }
    if isEveryday { return try everyday() }
    if isOffice { return try office() }
    if !isLive { try AppendBench(folder: folder).run() }
    let ledger = try makeLedger("ledger")
    if isLive {
      try LiveBench(ledger: SubsidyLedger(ledger.path, clockIsRight: true), readers: readers).run()
    } else {
      try measureReads(of: ledger)
      try measureRecords(into: ledger)
    }
    if keep == nil {
      for name in try Files.names(in: "\(folder)/ledger/log") { try Files.remove("\(folder)/ledger/log/\(name)") }
      try Files.remove(history)
    }
    print("\(people) people; files in \(folder)")
  }

  private var history: String { "\(folder)/history.jsonl" }

  /// Makes a ledger of the sizes of the run, without tables.
  private func makeLedger(_ name: String) throws -> SubsidyLedger {
    let bench = Bench(entries: entries)
    try bench.measure("generate the history file") { try generate(history) }
    let ledger = SubsidyLedger("\(folder)/\(name)")
    guard let opened = Instant("2018-01-01T00:00:00Z") else { preconditionFailure("an instant") }
    try ledger.create(name: "bench", openedAt: opened, by: "bench")
    try bench.measure("record --history") { _ = try ledger.importHistory(history, withoutTables: true) }
    return ledger
  }

  /// The questions of an office; the ledgers of an earlier run with the same folder are taken as they are.
  ///
  /// A process that has made the ledgers begins again as a new one: a child's memory counts from that of its parent on.
  private func everyday() throws {
    var small = self
    (small.entries, small.people) = (entries / 100, max(1, people / 100))
    let missing = try [(small, "small"), (self, "large")].filter { _, name in try !Files.exists("\(folder)/\(name)") }
    for (run, name) in missing {
      let ledger = try run.makeLedger(name)
      try Bench(entries: run.entries).measure("projections rebuild") { _ = try ledger.rebuildProjections() }
      try Files.remove(history)
    }
    if !missing.isEmpty {
      fflush(nil)
      ChildProcess.replaceThis(with: [
        CommandLine.arguments[0], "--everyday", "\(entries)", "--people", "\(people)", "--keep", folder,
      ])
    }
    let own = CommandLine.arguments[0]
    let beside = own.prefix(upTo: own.lastIndex(of: "/").map { own.index(after: $0) } ?? own.startIndex)
    try EverydayBench(ledgers: ["\(folder)/small", "\(folder)/large"], program: "\(beside)subsidy").run()
    print("files in \(folder)")
  }

  /// A ledger that `subsidy-workbench` opens.
  private func office() throws {
    let ledger = SubsidyLedger(try makeLedger("ledger").path, clockIsRight: true)
    try Bench(entries: entries).measure("projections rebuild") { _ = try ledger.rebuildProjections() }
    try Files.makeDirectories("\(folder)/keys")
    try SampleOperators.register(in: ledger, keys: "\(folder)/keys")
    try Files.remove(history)
    print("\(people) people; \(folder)/ledger and \(folder)/keys")
  }

  /// Measures the readings of the same bytes, each beside the time to hash these bytes.
  ///
  /// Each is done three times and the fastest counts: other work of the machine only ever adds time.
  private func measureReads(of ledger: SubsidyLedger) throws {
    let whole = try ledger.state(verifying: false)
    let persons = whole.persons.identifiers
    let bench = Bench(entries: Int(clamping: whole.size), rounds: 3)
    let hash = try bench.measure("openssl's SHA-256 over the same bytes") { try hashLog(ledger) }
    func share(_ time: Int, of other: Int, _ name: String) {
      print("  \(time * 100 / other) % of \(name)")
    }
    share(bench.measure("audit verify, all threads") { _ = ledger.verify() }, of: hash, "the yardstick")
    try share(
      bench.measure("verified replay, one thread") { _ = try ledger.state(threads: 1) }, of: hash, "the yardstick")
    let replay = try bench.measure("verified replay, all threads") { _ = try ledger.state() }
    share(replay, of: hash, "the yardstick")
    var found = 0
    let audit = try bench.measure("audit replay with findings") { found = try ledger.auditReplay().findings.count }
    print("  \(found) findings")
    share(audit, of: replay, "the replay")
    try bench.measure("person --all --format json") { try writeAll(ledger.state()) }
    try share(bench.measure("projections rebuild") { _ = try ledger.rebuildProjections() }, of: replay, "the replay")
    try measureOnePerson(ledger, persons)
  }

  /// Writes every figure of all persons, to nowhere.
  private func writeAll(_ state: LedgerState) throws {
    let json = EntitlementReports.claims
    var writer = JSONWriter()
    let output = try FileDescriptor("/dev/null", .writeOnly)
    for number in state.personsInOrder {
      for claim in state.statements(ofPersonAt: number) { json.write(claim, to: &writer) }
      if writer.bytes.count > 1 << 20 {
        try output.write(writer.bytes)
        writer.removeAll()
      }
    }
  }

  private func hashLog(_ ledger: SubsidyLedger) throws {
    var hash = SHA256Stream()
    var block = [UInt8](repeating: 0, count: 1 << 20)
    for name in try Files.names(in: "\(ledger.path)/log") {
      let segment = try FileDescriptor("\(ledger.path)/log/\(name)", .readOnly)
      var offset: UInt64 = 0
      while true {
        let count = try segment.read(into: &block, count: block.count, offset: offset)
        hash.update(block, 0..<count)
        offset += UInt64(count)
        if count < block.count { break }
      }
    }
    _ = hash.finish()
  }

  /// Loads and decides some persons, each from nothing but their own events.
  private func measureOnePerson(_ ledger: SubsidyLedger, _ persons: [Identifier]) throws {
    let rounds = 200
    let time = try ContinuousClock().measure {
      for round in 0..<rounds {
        let person = persons[round * persons.count / rounds]
        let state = try ledger.state(of: person)
        guard let number = state.number(ofPerson: person) else { preconditionFailure("\(person) has events") }
        _ = state.entitlements(ofPersonAt: Int(number))
      }
    }
    print("load and decide one person, from the index  \(time / rounds)")
  }

  /// Records one contribution at a time, each for another person, with everything that such a command does.
  private func measureRecords(into ledger: SubsidyLedger) throws {
    let ledger = SubsidyLedger(ledger.path, clockIsRight: true)
    let persons = try ledger.state(verifying: false).persons.identifiers
    let rounds = 50
    let file = "\(folder)/one.jsonl"
    var times: [Duration] = []
    for round in 0..<rounds {
      let person = persons[round * persons.count / rounds]
      let line =
        #"{"type":"contributed","id":"one-\#(round)","person":"\#(person)","month":"2017-12","amountFen":60750,"#
        + #""paidOn":"2018-01-02","source":"bench"}"#
      if try Files.exists(file) { try Files.remove(file) }
      try FileDescriptor(file, [.writeOnly, .create]).write(Array("\(line)\n".utf8))
      times.append(
        try ContinuousClock().measure {
          _ = try ledger.record(file, by: "bench", key: nil, skipsRefused: false)
        })
    }
    print("record of one entry, in the middle of \(rounds)   \(times.sorted()[rounds / 2])")
  }

  private func generate(_ file: String) throws {
    let output = HistoryFile(try FileDescriptor(file, [.writeOnly, .create, .append]))
    var workload = Workload(people: people, entries: entries, seed: seed)
    try workload.write { try output.descriptor.write($0) }
  }
}

/// A file that an escaping closure may write to.
private final class HistoryFile {
  let descriptor: FileDescriptor
  init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
}

/// Times steps and prints each as it ends.
struct Bench {
  let entries: Int
  /// How often a step is done.
  var rounds = 1

  /// Runs a step, and prints its time, the fastest of its rounds, its rate, and the largest resident size meanwhile.
  ///
  /// - Returns: the time.
  ///
  /// > Units: milliseconds.
  @discardableResult
  func measure(_ name: String, _ step: () throws -> Void) rethrows -> Int {
    Memory.resetPeak()
    var elapsed = Duration.seconds(Int64.max)
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      try step()
      elapsed = min(elapsed, ContinuousClock.now - start)
    }
    let milliseconds = max(
      1, Int(elapsed.components.seconds) * 1_000 + Int(elapsed.components.attoseconds / 1_000_000_000_000_000))
    print(
      "\(name.padded(40)) \(milliseconds) ms  \(entries * 1_000 / milliseconds) entries/s  \(Memory.peakMegabytes) MB")
    return milliseconds
  }
}

/// The resident size of this process.
///
/// > Source: proc(5): `clear_refs` and `VmHWM`.
private enum Memory {
  /// Forgets the largest size so far; if the system does not allow that, the largest of the whole run still counts.
  static func resetPeak() {
    guard let file = try? FileDescriptor("/proc/self/clear_refs", .writeOnly) else { return }
    try? file.write(Array("5".utf8))
  }

  /// The largest size since it was forgotten.
  ///
  /// > Units: megabytes.
  static var peakMegabytes: Int {
    guard let bytes = try? Files.read("/proc/self/status", atMost: 1 << 20) else { return 0 }
    let line = bytes.split(separator: 10).first { $0.starts(with: "VmHWM:".utf8) }
    let kilobytes = Int(String(decoding: (line ?? []).filter { (48...57).contains($0) }, as: UTF8.self))
    return (kilobytes ?? 0) / 1_024
  }
}
