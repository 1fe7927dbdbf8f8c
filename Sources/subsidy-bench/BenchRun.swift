import Glibc
import JSONText
import Ledger
import Papers
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

  /// Reads the options; an unknown one stops the program.
  init(_ arguments: some Sequence<String>) {
    var rest = arguments.makeIterator()
    while let option = rest.next() {
      guard let value = rest.next() else { fatalError("\(option) needs a value") }
      switch (option, UInt64(value)) {
      case ("--entries", let number?): entries = Int(clamping: number)
      case ("--people", let number?): people = Int(clamping: number)
      case ("--seed", let number?): seed = number
      case ("--batch", let number?): items = Int(clamping: number)
      case ("--keep", _): keep = value
      default: fatalError("\(option) \(value): expected --entries N, --people N, --seed N, --batch N or --keep DIR")
      }
    }
  }

  /// Makes the ledger and measures each step.
  func run() throws {
    let folder = keep ?? "/tmp/subsidy-bench-\(getpid())"
    try Files.makeDirectories(folder)
    if items > 0 { return try BatchBench(items: items, folder: folder).run() }
    try AppendBench(folder: folder).run()
    let file = "\(folder)/history.jsonl"
    let bench = Bench(entries: entries)
    try bench.measure("generate the history file") { try generate(file) }
    let ledger = SubsidyLedger("\(folder)/ledger")
    guard let opened = Instant("2018-01-01T00:00:00Z") else { preconditionFailure("an instant") }
    try ledger.create(name: "bench", openedAt: opened, by: "bench")
    try bench.measure("record --history") { _ = try ledger.importHistory(file) }
    try bench.measure("openssl's SHA-256 over the same bytes") {
      var hash = SHA256Stream()
      var block = [UInt8](repeating: 0, count: 1 << 20)
      for name in try Files.names(in: "\(folder)/ledger/log") {
        let segment = try FileDescriptor("\(folder)/ledger/log/\(name)", .readOnly)
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
    bench.measure("audit verify") { _ = ledger.verify() }
    let replay = try bench.measure("verified replay") { _ = try ledger.state() }
    var found = 0
    let audit = try bench.measure("audit replay with findings") { found = try ledger.auditReplay().findings.count }
    print("  \(found) findings; \(audit * 100 / max(1, replay)) % of the verified replay")
    try bench.measure("person --all --format json") {
      let state = try ledger.state()
      let json = EntitlementJSON(state)
      var writer = JSONWriter()
      let output = try FileDescriptor("/dev/null", .writeOnly)
      for number in state.personsInOrder {
        for claim in state.entitlements(ofPersonAt: number) { json.write(claim, to: &writer) }
        if writer.bytes.count > 1 << 20 {
          try output.write(writer.bytes)
          writer.removeAll()
        }
      }
    }
    try bench.measure("projections rebuild") { _ = try ledger.rebuildProjections() }
    if keep == nil {
      for name in try Files.names(in: "\(folder)/ledger/log") { try Files.remove("\(folder)/ledger/log/\(name)") }
      try Files.remove(file)
    }
    print("peak memory \(bench.peakMegabytes) MB; \(people) people; files in \(folder)")
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

  /// The largest resident size of this process so far.
  ///
  /// > Units: megabytes.
  var peakMegabytes: Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1_024
  }

  /// Runs a step, and prints its time and rate.
  ///
  /// - Returns: the time.
  ///
  /// > Units: milliseconds.
  @discardableResult
  func measure(_ name: String, _ step: () throws -> Void) rethrows -> Int {
    let start = ContinuousClock.now
    try step()
    let elapsed = ContinuousClock.now - start
    let milliseconds = max(
      1, Int(elapsed.components.seconds) * 1_000 + Int(elapsed.components.attoseconds / 1_000_000_000_000_000))
    let padded = name + String(repeating: " ", count: max(1, 40 - name.count))
    print("\(padded) \(milliseconds) ms  \(entries * 1_000 / milliseconds) entries/s  peak \(peakMegabytes) MB")
    return milliseconds
  }
}
