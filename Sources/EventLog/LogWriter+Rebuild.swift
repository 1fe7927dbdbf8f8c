import Merkle
import System

extension LogWriter {
  /// Makes HEAD anew from the log, on a person's explicit demand only: what HEAD had acknowledged nobody knows then.
  ///
  /// The last valid commit becomes the head. What follows it the next opening puts into quarantine.
  ///
  /// - Returns: the new head.
  /// - Throws: `LogError.headPresent` where HEAD is whole, `LogError.corrupt` where a commit line stands behind the
  ///   last valid one, whole or damaged: then it is no torn tail.
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
      guard case .corrupt = error else { throw error }
      // Behind the last good commit rather than behind the fault: a damaged newline merges lines into a sound one.
      for segment in segments where segment >= scan.head.segment {
        let start = segment == scan.head.segment ? scan.head.offset : 0
        let isFound = try LogError.wrap { () throws(SystemError) in
          try CommitSearch.find(Segments.path(ledger, segment), from: start)
        }
        if isFound { throw error }
      }
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
}

/// Looks for commits among bytes that are no sound lines.
///
/// A crash tears off the end of what was to be written: a commit line that is followed by anything, be it only its
/// newline, was whole once and may have been acknowledged. It need not begin a line, for the newline before it may be
/// what is damaged, and its first bytes may be, too: so its root is looked for as well, which no event has.
enum CommitSearch {
  /// Whether a commit that was whole once stands behind a place in a segment.
  static func find(_ path: String, from start: UInt64) throws(SystemError) -> Bool {
    let file = try FileDescriptor(path, .readOnly)
    let end = try file.status().size
    var bytes = [UInt8](repeating: 0, count: Int(min(end - min(start, end), UInt64(LogScan.blockSize))))
    var isInside = false
    var offset = start
    while offset < end {
      let count = try file.read(into: &bytes, count: Int(min(end - offset, UInt64(bytes.count))), offset: offset)
      if count == 0 { break }
      if let begin = isInside ? 0 : beginning(bytes, count) {
        isInside = true
        if ByteSearch.first(0x0A, in: bytes, begin..<count) != nil { return true }
        if let close = ByteSearch.first("}}", in: bytes, begin..<count), offset + UInt64(close) + 2 < end {
          return true
        }
      }
      // What is looked for may lie across the blocks' border.
      offset += UInt64(offset + UInt64(count) < end ? max(count - 9, 1) : count)
    }
    return false
  }

  private static func beginning(_ bytes: [UInt8], _ count: Int) -> Int? {
    let places = [
      ByteSearch.first(#"{"commit":"#, in: bytes, 0..<count), ByteSearch.first(#","root":""#, in: bytes, 0..<count),
    ]
    return places.compactMap { $0 }.min()
  }
}
