package import EventLog
package import Subsidy
import System

extension LogReader {
  /// How many signatures a thread checks at a time.
  private static var mostAtOnce: Int { 64 }

  /// Reads the log once more and checks every commit against the keys that its operator had.
  ///
  /// - Parameters:
  ///   - size: the commits up to this size are not checked, because they have been checked before.
  ///   - clock: the corrections of the clock of the whole log.
  ///   - threads: how many threads check.
  /// - Returns: how many of the checked commits are signed.
  /// - Throws: `LogError.corrupt` with the first commit that is not signed as it must be.
  ///
  /// > Source: contract 3, section 6.
  package func checkSignatures(
    since size: UInt64 = 0, clock: ClockCorrections, threads: Int = Threads.available
  ) throws -> SignatureSummary {
    var watch = CommitWatch(clock: clock)
    var summary = SignatureSummary()
    let crew = try WorkCrew<ArraySlice<SignatureTask>, LogFault?>(threads: threads) { tasks in
      for task in tasks { if let fault = task.fault { return fault } }
      return nil
    }
    defer { crew.close() }
    func take(while isFull: () -> Bool) throws {
      while isFull(), let result = crew.next() { if let fault = result { throw LogError.corrupt(fault) } }
    }
    var waiting: [SignatureTask] = []
    try read(verifying: true, threads: threads, preparing: { try SigningBlock($0) }) { block in
      for task in try watch.take(block) where task.size > size {
        if task.isNothing { summary.unsigned += 1 } else { waiting.append(task) }
      }
      while waiting.count >= LogReader.mostAtOnce {
        summary.signed += LogReader.mostAtOnce
        crew.submit(waiting.prefix(LogReader.mostAtOnce))
        waiting.removeFirst(LogReader.mostAtOnce)
        try take { crew.pending > 4 * crew.enough }
      }
      return true
    }
    summary.signed += waiting.count
    crew.submit(waiting[...])
    try take { true }
    return summary
  }
}
