import Glibc
import Ledger
import ReadModel
import Subsidy
import Synchronization
import System
import Values

/// A ledger held open: how long it takes to open, to follow another process, to read one person, and to append one
/// contribution while others read.
struct LiveBench {
  let ledger: SubsidyLedger
  /// How many threads read.
  let readers: Int

  private static let appends = 500
  private static let follows = 20

  /// Measures and prints.
  func run() throws {
    var opened: LiveLedger?
    try Bench(entries: Int(clamping: ledger.projectionStatus().size)).measure("open a ledger and hold it") {
      opened = try LiveLedger(ledger)
    }
    guard let live = opened else { preconditionFailure("it was opened") }
    let persons = try live.read { $0.state.persons.identifiers }
    try follow(live, persons)
    let alone = try besideReaders(live, persons) {
      Latencies(of: 1) { _ in _ = sleep(2) }
    }
    print("\(readers) threads read one person each, alone    \(alone.reads)")
    let both = try besideReaders(live, persons) {
      try Latencies(of: LiveBench.appends) { round in
        let entry = LiveBench.entry(persons[(round * 7_919 + 1) % persons.count], "append-\(round)")
        _ = try live.append { try $0.record(entries: entry, named: "bench", by: "bench") }
      }
    }
    print("\(readers) threads read while one appends         \(both.reads)")
    print("append of one contribution meanwhile     \(both.writes)")
  }

  private static func entry(_ person: Identifier, _ id: String) -> [UInt8] {
    Array(
      (#"{"type":"contributed","id":"\#(id)","person":"\#(person)","month":"2017-12","amountFen":60750,"#
        + #""paidOn":"2018-01-02","source":"bench"}"#).utf8)
  }

  private func follow(_ live: LiveLedger, _ persons: [Identifier]) throws {
    var followed = Latencies()
    for round in 0..<LiveBench.follows {
      let entry = LiveBench.entry(persons[round * persons.count / LiveBench.follows], "follow-\(round)")
      _ = try ledger.record(entries: entry, named: "bench", by: "bench")
      try followed.add { try live.follow() }
    }
    print("follow one append of another process     \(followed)")
    let looked = try Latencies(of: 1_000) { _ in try live.follow() }
    print("follow where nothing has come            \(looked)")
    let answered = try Latencies(of: 200) { _ in _ = try live.answer(.batches) }
    print("answer from the tables                   \(answered)")
  }

  /// Has all readers read persons, one after the other, as long as the other work lasts.
  private func besideReaders(
    _ live: LiveLedger, _ persons: [Identifier], _ work: @escaping @Sendable () throws -> Latencies
  ) throws -> (reads: Latencies, writes: Latencies) {
    let isDone = Atomic(false)
    let outcomes = try Threads.results(ofParts: readers + 1, each: 1, threads: readers + 1) { part in
      Result {
        if part.lowerBound == 0 {
          defer { isDone.store(true, ordering: .relaxed) }
          return try work()
        }
        var (latencies, number) = (Latencies(), part.lowerBound)
        while !isDone.load(ordering: .relaxed) {
          number = (number * 31 + 17) % persons.count
          let person = persons[number]
          try latencies.add {
            try live.read { snapshot in
              guard let number = snapshot.state.number(ofPerson: person) else { return }
              _ = snapshot.state.entitlements(ofPersonAt: Int(number))
            }
          }
        }
        return latencies
      }
    }.map { try $0.get() }
    return (outcomes.dropFirst().reduce(into: Latencies()) { $0.join($1) }, outcomes[0])
  }
}

/// How long each of many rounds took.
struct Latencies: Sendable, CustomStringConvertible {
  private var times: [Duration] = []

  /// Latencies of no rounds.
  init() {}

  /// Times some rounds.
  init(of rounds: Int, _ round: (Int) throws -> Void) rethrows {
    for number in 0..<rounds { try add { try round(number) } }
  }

  /// Times a round.
  mutating func add(_ round: () throws -> Void) rethrows { times.append(try ContinuousClock().measure(round)) }

  /// Takes in other rounds.
  mutating func join(_ others: Latencies) { times += others.times }

  /// The median, the time that one round in a hundred exceeds, and the longest.
  var description: String {
    let sorted = times.sorted()
    guard let longest = sorted.last else { return "none" }
    func share(_ percent: Int) -> Duration { sorted[(sorted.count - 1) * percent / 100] }
    return "p50 \(share(50))  p99 \(share(99))  longest \(longest)  of \(sorted.count)"
  }
}
