import JSONText
import Merkle
public import System

extension LogAppender where Handle: ~Copyable {
  /// Rebuilds HEAD from the log, only on a person's explicit demand, since no one then knows what HEAD had acknowledged.
  ///
  /// The last valid commit becomes the head. The next opening puts the bytes behind it into quarantine. Before that, an empty
  /// file is left there, named by the head's place, so that the next opening can report it.
  ///
  /// - Parameters:
  ///   - ledger: the directory.
  ///   - files: the file system.
  ///   - size: how many events the person knows the log to have; nil for any number.
  ///   - wait: how long another writer is waited for.
  /// - Returns: the new head.
  /// - Throws: `LogError.headPresent` if HEAD is whole, `LogError.headNotConfirmed` if the log has another size,
  ///   `LogError.corrupt` if a commit line follows the last valid one, whole or damaged: then it is no torn tail; also if the
  ///   log holds no event.
  /// > Source: durability rule 24.
  public static func rebuildHead(
    ledger: String, on files: FileAccess<Handle>, confirming size: UInt64? = nil, waiting wait: LockWait = .none
  ) throws(LogError) -> Head {
    let folder = LogFolder(files: files, ledger: ledger)
    if try presentHead(folder) == nil, try !hasLog(folder) { throw .notLedger(ledger) }
    let lock = try takeLock(folder, waiting: wait)
    defer { _ = lock }
    let saved = try savedHeadToRebuild(folder).saved
    let head = saved.head
    if let size, size != head.size { throw .headNotConfirmed(size: size, found: head) }
    // Everything that HEAD acknowledges must be on the disk before it, and it is not known how these segments came here.
    try LogRecovery.synchronize(folder, folder.segments())
    try LogError.wrap { () throws(SystemError) in try LogRecovery.noteNewHead(folder, head) }
    try HeadFile.create(folder, saved)
    return head
  }

  /// The head that ``rebuildHead(ledger:on:confirming:waiting:)`` would make, and how many bytes would then be a torn tail;
  /// changes nothing.
  ///
  /// - Throws: as ``rebuildHead(ledger:on:confirming:waiting:)``.
  public static func headToRebuild(
    ledger: String, on files: FileAccess<Handle>
  ) throws(LogError) -> (head: Head, tail: UInt64) {
    let (saved, tail) = try savedHeadToRebuild(LogFolder(files: files, ledger: ledger))
    return (saved.head, tail)
  }

  private static func savedHeadToRebuild(
    _ folder: LogFolder<Handle>
  ) throws(LogError) -> (saved: SavedHead, tail: UInt64) {
    if let head = try presentHead(folder) { throw .headPresent(head) }
    let segments = try folder.segments()
    var scan = LogScan(folder, segments: segments, until: nil, hashing: true)
    do {
      try scan.finish()
    } catch {
      guard case .corrupt = error else { throw error }
      try folder.checkTail(segments, behind: scan.head)
      // Behind the last good commit rather than behind the fault: a damaged newline merges lines into a sound one.
      for segment in segments where segment >= scan.head.segment {
        let start = segment == scan.head.segment ? scan.head.offset : 0
        let isFound = try LogError.wrap { () throws(SystemError) in
          try CommitSearch.find(in: folder.open(segment, .readOnly), from: start)
        }
        if isFound { throw error }
      }
    }
    let head = scan.head
    if head.size == 0 { throw .noEvents }
    var tail: UInt64 = 0
    for segment in segments where segment >= head.segment {
      tail += (try folder.size(segment) ?? 0) - (segment == head.segment ? head.offset : 0)
    }
    return (scan.saved, tail)
  }

  private static func hasLog(_ folder: LogFolder<Handle>) throws(LogError) -> Bool {
    try LogError.wrap { () throws(SystemError) in try folder.files.exists(folder.log) }
  }

  private static func presentHead(_ folder: LogFolder<Handle>) throws(LogError) -> Head? {
    do {
      return try HeadFile.read(folder).head
    } catch {
      guard case .headMissing = error else { throw error }
      return nil
    }
  }
}

/// Looks for commits among bytes that are no sound lines.
///
/// A crash tears off the end of the bytes to be written: a commit line that is followed by anything, even if only by its
/// newline, was whole once and may have been acknowledged. It need not begin a line, for the newline before it may be the
/// damaged byte, and its first bytes may be, too: so the search also looks for the root, which no event has.
enum CommitSearch {
  /// Whether a commit that was once whole lies behind a place in a segment.
  static func find<Handle: FileHandle & ~Copyable>(
    in file: borrowing Handle, from start: UInt64
  ) throws(SystemError) -> Bool {
    let end = try file.status().size
    var bytes = [UInt8](repeating: 0, count: Int(min(end - min(start, end), UInt64(BlockLines.blockSize))))
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
      // The text sought may lie across the border of two blocks.
      offset += UInt64(offset + UInt64(count) < end ? max(count - 9, 1) : count)
    }
    return false
  }

  private static func beginning(_ bytes: [UInt8], _ count: Int) -> Int? {
    let places = [
      ByteSearch.first(LineHead.commit, in: bytes, 0..<count), ByteSearch.first(#","root":""#, in: bytes, 0..<count),
    ]
    return places.compactMap { $0 }.min()
  }
}
