import Merkle
import System

extension LogWriter {
  /// Makes HEAD anew from the log, on a person's explicit demand only: what HEAD had acknowledged nobody knows then.
  ///
  /// The last valid commit becomes the head. What follows it the next opening puts into quarantine.
  ///
  /// - Returns: the new head.
  /// - Throws: `LogError.headPresent` where HEAD is whole, `LogError.corrupt` where a whole commit line stands at or
  ///   behind the first fault: then it is no torn tail.
  /// > Source: durability rule 24.
  public static func rebuildHead(ledger: String) throws(LogError) -> Head {
    let lock = try takeLock(ledger)
    defer { _ = lock }
    if let head = try presentHead(ledger) { throw .headPresent(head) }
    let segments = try Segments.list(ledger)
    var scan = LogScan(ledger: ledger, segments: segments, until: nil, hashing: true)
    do {
      try scan.finish()
    } catch {
      guard case .corrupt(let fault) = error else { throw error }
      if try hasCommit(ledger, segments, from: fault) { throw error }
    }
    let head = scan.head.size == 0 ? .empty : scan.head
    try HeadFile.create(ledger: ledger, head)
    return head
  }

  private static func presentHead(_ ledger: String) throws(LogError) -> Head? {
    do {
      return try HeadFile.read(ledger: ledger).head
    } catch {
      guard case .headMissing = error else { throw error }
      return nil
    }
  }

  /// Whether a line that begins like a commit line and ends stands at a fault or behind it.
  private static func hasCommit(_ ledger: String, _ segments: [UInt64], from fault: LogFault) throws(LogError) -> Bool {
    let pattern = Array(#"{"commit":"#.utf8)
    for segment in segments where segment >= fault.segment {
      let bytes = try LogError.wrap { () throws(SystemError) in try Files.read(Segments.path(ledger, segment)) }
      var start = segment == fault.segment ? Int(fault.offset) : 0
      while start < bytes.count, let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        if bytes[start..<end].starts(with: pattern) { return true }
        start = end + 1
      }
    }
    return false
  }
}
