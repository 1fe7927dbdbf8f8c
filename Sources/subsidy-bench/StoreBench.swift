import EventLog
import Notes
import PostgresStore
import Synchronization
import System
import Values

/// Measures the appends of many clients to one log in a database, each with a folder that follows it, one event at a time.
struct StoreBench {
  /// The log.
  let address: StoreAddress
  /// How many clients at once.
  let clients: Int
  /// How long.
  ///
  /// > Units: seconds.
  let seconds: Int
  /// The folder for the clients' folders.
  let folder: String

  /// Appends without signatures and then with them, and prints both rates.
  func run() throws {
    for isSigned in [false, true] {
      let appended = Atomic(0)
      let failed = Atomic(0)
      let begun = ContinuousClock.now
      _ = try Threads.results(ofParts: clients, each: 1, threads: clients) { part in
        var count = 0
        do { try append(as: part.lowerBound, signing: isSigned, until: begun + .seconds(seconds), &count) } catch {
          print("client \(part.lowerBound): \(error)")
          failed.add(1, ordering: .relaxed)
        }
        appended.add(count, ordering: .relaxed)
      }
      let elapsed = ContinuousClock.now - begun
      let total = appended.load(ordering: .relaxed)
      print(
        "\(clients) clients\(isSigned ? ", signing" : "")  \(rate(total, elapsed)) appends/s, \(total) in all, "
          + "\(failed.load(ordering: .relaxed)) failed")
    }
  }

  private func append(
    as client: Int, signing isSigned: Bool, until end: ContinuousClock.Instant, _ count: inout Int
  ) throws {
    let store = PostgresStore(address)
    let path = "\(folder)/client-\(client)"
    _ = try LogTransfer.run(from: store, to: FolderStore(path))
    var log = try LogWriter(following: path, on: LocalFiles())
    let seed = try Ed25519.makeSeed()
    while ContinuousClock.now < end {
      let turn = try store.begin()
      try log.follow(turn)
      let now = max(SystemClock.now(), log.lastRecorded ?? SystemClock.now())
      let line = Array(
        #"{"seq":\#(log.head.size),"type":"visited","recorded":"\#(now)","by":"op-1","person":"p\#(client)","on":"2024-12-01"}"#
          .utf8)
      try log.beginAppend()
      _ = try log.add(line, 0..<line.count)
      var commit = log.commitLine(recorded: now, by: "op-1")
      if isSigned {
        let text = Array("bench/commit\n\(commit.size)\n\(commit.root)\n\(now)\nop-1\n".utf8)
        commit = commit.signed(Base64.encode([0, 0, 0, 0] + Ed25519.sign(text, seed: seed)))
      }
      var end: [UInt8] = []
      commit.write(to: &end)
      try turn.take(LogLines(whole: line + [10] + end))
      _ = try turn.end(LogExpectation(size: log.head.size))
      _ = try log.commit(commit)
      count += 1
    }
  }
}
