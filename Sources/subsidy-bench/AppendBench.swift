import EventLog
import Glibc
import System
import Values

/// How fast the log takes events: one at a time against what the disk itself can do, and many at once.
struct AppendBench {
  /// The folder, on the disk that is to be measured.
  let folder: String

  private static let by: Identifier = "bench"
  private static let time = Instant(seconds: 1_733_448_600)

  /// A line as long as events are on average.
  private static func line(_ number: Int) -> [UInt8] {
    Array(
      (#"{"seq":\#(number),"type":"contributed","recorded":"2024-12-06T01:30:00Z","by":"bench","person":"p0012345","#
        + #""month":"2024-11","amountFen":60750,"paidOn":"2024-11-20","source":"si-bureau"}"#).utf8)
  }

  /// Measures and prints.
  func run() throws {
    try single(rounds: 2_000)
    try batch(events: 100_000)
  }

  /// Both in turn, in blocks, so that what else the machine does falls on both.
  private func single(rounds: Int) throws {
    var log = try LogWriter.create(ledger: "\(folder)/appends")
    let segment = try FileDescriptor("\(folder)/bare", [.writeOnly, .create, .append])
    let head = try FileDescriptor("\(folder)/bare-head", [.readWrite, .create])
    let (line, slot) = (AppendBench.line(0) + AppendBench.line(1), [UInt8](repeating: 32, count: 4_096))
    try head.write(slot + slot, offset: 0)
    try head.synchronize()
    var (bare, whole) = (Duration.zero, Duration.zero)
    for block in 0..<rounds / 50 {
      bare += try ContinuousClock().measure {
        for number in 0..<50 {
          try segment.write(line)
          try segment.synchronizeData()
          try head.write(slot, offset: UInt64(number % 2) * 4_096)
          try head.synchronizeData()
        }
      }
      whole += try ContinuousClock().measure {
        for number in 0..<50 { try append(AppendBench.line(block * 50 + number), to: &log) }
      }
    }
    print("append of one event, durable             \(rate(rounds, whole)) appends/s")
    print(
      "bare write and fdatasync, twice          \(rate(rounds, bare)) rounds/s; the log has \(percent(bare, whole)) % of it"
    )
  }

  private func append(_ line: [UInt8], to log: inout LogWriter) throws {
    try log.beginAppend()
    _ = try log.add(line, 0..<line.count)
    _ = try log.commit(recorded: AppendBench.time, by: AppendBench.by)
  }

  private func batch(events: Int) throws {
    var log = try LogWriter.create(ledger: "\(folder)/batch")
    let lines = (0..<events).map { AppendBench.line($0) }
    let busy = AppendBench.processorTime
    let elapsed = try ContinuousClock().measure {
      try log.beginAppend()
      for line in lines { _ = try log.add(line, 0..<line.count) }
      _ = try log.commit(recorded: AppendBench.time, by: AppendBench.by)
    }
    // On a machine that does other things, too, the second rate is the one to compare.
    let worked = rate(events, AppendBench.processorTime - busy)
    print("append of 100,000 events, durable        \(rate(events, elapsed)) events/s; \(worked) by processor time")
  }

  /// How long this process has kept processors busy.
  private static var processorTime: Duration {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    return .seconds(seconds) + .microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
  }
}

/// How often something is done in a second, if so many times took a while.
func rate(_ count: Int, _ duration: Duration) -> Int { count * 1_000_000_000 / nanoseconds(duration) }

/// How much of another duration one is.
func percent(_ part: Duration, _ whole: Duration) -> Int { nanoseconds(part) * 100 / nanoseconds(whole) }

private func nanoseconds(_ duration: Duration) -> Int {
  max(1, Int(duration.components.seconds) * 1_000_000_000 + Int(duration.components.attoseconds / 1_000_000_000))
}
