import Merkle
import System
import Values

/// Reads the log in order on one thread and checks what can be checked on the way.
///
/// Without hashing it checks names, lines and the sizes of commits, with hashing every root as well. After an error
/// ``head`` is the last good commit, however the scan ended.
struct LogScan<Handle: FileHandle & ~Copyable>: ~Copyable {
  private var source: LogSource<Handle>
  private var check: LogCheck

  var head: Head { check.head }
  var recorded: Instant? { check.recorded }
  var totals: LogTotals { check.totals }
  var histories: [MarkedHistory] { check.histories }
  /// The compact range at ``head``, where events are hashed.
  var treeAtHead: CompactRange<SHA256TreeHasher>? { check.treeAtHead }
  /// How many lines of the segment stand before the block that was read last.
  var linesBefore: UInt64 { check.linesBefore }

  /// Starts at the beginning.
  init(_ folder: LogFolder<Handle>, segments: [UInt64], until: Head?, hashing: Bool) {
    source = LogSource(folder, segments: segments, from: .start, until: until)
    check = LogCheck(hashing: hashing)
  }

  /// Starts at a position; what is before it is not looked at.
  init(_ folder: LogFolder<Handle>, segments: [UInt64], from position: LogPosition, until: Head?) {
    source = LogSource(folder, segments: segments, from: position, until: until)
    check = LogCheck(from: position)
  }

  /// Goes on hashing from a known tree, which must be that of the head given, where the scan stands.
  mutating func hash(from known: CompactRange<SHA256TreeHasher>, _ head: Head) { check.hash(from: known, head) }

  /// Goes on from the end of a segment to a head in the one behind it.
  mutating func go(on segments: [UInt64], until head: Head) { source.go(on: segments, until: head) }

  /// Goes on from the head that was reached to the physical end.
  mutating func continueToEnd(segments: [UInt64]) { source.continueToEnd(segments: segments) }

  /// The next block of events; nil at the end.
  ///
  /// - Throws: `LogError.corrupt` with the first fault.
  mutating func next() throws(LogError) -> EventRun? {
    while let step = try source.next() {
      guard case .block(let block) = step else {
        try check.take(step, nil)
        continue
      }
      try check.take(step, check.isHashing ? BlockHashes(block) : nil)
      if !block.lines.events.isEmpty { return block.run }
    }
    return nil
  }

  /// Reads to the end without looking at the events.
  mutating func finish() throws(LogError) {
    while try next() != nil {}
  }

  /// Checks that what was read ends as HEAD says.
  func check(reached wanted: Head) throws(LogError) { try check.check(reached: wanted) }
}
