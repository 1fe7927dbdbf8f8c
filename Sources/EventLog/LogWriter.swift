public import Merkle
import System
public import Values

/// The one writer of a ledger's log.
///
/// An append is ``beginAppend()``, any number of ``add(_:_:)`` and one ``commit(recorded:by:isHistory:)``: either all of
/// it counts or nothing. After an error from any of them ``rollback()`` leads back to the log as it was; where writing
/// itself failed that has been done already. After `LogError.outcomeUnknown` the writer appends no more.
///
/// > Source: contract section 2; durability rules 6 to 26.
public struct LogWriter: ~Copyable {
  /// An append that begins at this length opens a new segment.
  ///
  /// > Units: bytes.
  /// > Source: contract section 2.
  public static var defaultSegmentLimit: UInt64 { 256 << 20 }
  static var bufferSize: Int { 1 << 20 }

  let ledger: String
  let segmentLimit: UInt64
  let lock: FileLock
  var headFile: HeadFile
  var committed: CompactRange<SHA256TreeHasher>
  var recorded: Instant?
  /// What opening found behind the last valid commit and put into quarantine; the caller records it as an event.
  public let recoveredTail: TornTail?

  var open: OpenSegment
  /// The segment that the lines of the append go to; between appends the one with the last commit.
  public internal(set) var segment: UInt64
  var isNewSegment = false
  var isPoisoned = false

  var isAppending = false
  var tree: CompactRange<SHA256TreeHasher>
  var buffer: [UInt8] = []
  /// How far the segment has been written.
  var written: UInt64

  /// What is acknowledged.
  public var head: Head { headFile.head }

  /// The roots of the perfect subtrees at ``head``: kept by the caller they spare the next opening the hashing.
  public var subtreeRoots: [Digest] { committed.roots }

  /// When the last commit was made; nil for an empty log.
  public var lastRecorded: Instant? { recorded }

  /// Makes a ledger's log in a directory that holds none.
  ///
  /// - Parameters:
  ///   - ledger: the directory; it and those above it are made where they are missing.
  ///   - segmentLimit: the length from which on an append opens a new segment.
  /// - Returns: the writer of the new log.
  /// - Throws: `LogError.exists` where the directory holds `log/` or HEAD.
  public static func create(
    ledger: String, segmentLimit: UInt64 = LogWriter.defaultSegmentLimit
  ) throws(LogError) -> LogWriter {
    try LogError.wrap { () throws(SystemError) in try Files.makeDirectories(ledger) }
    try refuseExisting(ledger)
    try makeEmpty(ledger)
    return try LogWriter(opening: ledger, segmentLimit: segmentLimit)
  }

  private static func refuseExisting(_ ledger: String) throws(LogError) {
    let exists = try LogError.wrap { () throws(SystemError) in
      if try Files.exists(Segments.directory(ledger)) { return true }
      return try Files.exists(HeadFile.path(ledger))
    }
    if exists { throw .exists(ledger: ledger) }
  }

  private static func makeEmpty(_ ledger: String) throws(LogError) {
    let lock = try takeLock(ledger)
    try refuseExisting(ledger)
    try LogError.wrap { () throws(SystemError) in try Files.makeDirectory(Segments.directory(ledger)) }
    try HeadFile.create(ledger: ledger, .empty)
    _ = consume lock
  }

  /// Opens a ledger's log for appending and sets right what a crash has left.
  ///
  /// - Parameters:
  ///   - ledger: the directory.
  ///   - roots: the subtree roots that a writer had at this very head; where they lead to HEAD's root the acknowledged
  ///     log is not hashed again, and only the lines of its last segment are looked at.
  ///   - segmentLimit: the length from which on an append opens a new segment.
  /// - Throws: `LogError.inUse`, `LogError.headMissing`, and `LogError.corrupt` where the log is not what HEAD says.
  public init(
    opening ledger: String, trusting roots: (size: UInt64, roots: [Digest])? = nil,
    segmentLimit: UInt64 = LogWriter.defaultSegmentLimit
  ) throws(LogError) {
    // A directory without a ledger is refused before a lock file is made in it.
    _ = try HeadFile.read(ledger: ledger)
    let lock = try LogWriter.takeLock(ledger)
    var headFile = try HeadFile(ledger: ledger)
    let known = roots.flatMap { CompactRange(size: $0.size, roots: $0.roots, hasher: SHA256TreeHasher()) }
    let recovery = try LogRecovery.run(ledger, &headFile, trusting: known)
    let head = headFile.head
    let open = try LogWriter.openSegment(ledger, head, limit: segmentLimit)
    self.open = open
    self.ledger = ledger
    self.segmentLimit = segmentLimit
    self.lock = lock
    committed = recovery.tree
    tree = recovery.tree
    recorded = recovery.recorded
    recoveredTail = recovery.tail
    segment = head.segment
    written = head.offset
    self.headFile = headFile
  }

  static func takeLock(_ ledger: String) throws(LogError) -> FileLock {
    let type = try LogError.wrap { () throws(SystemError) in
      try FileDescriptor(ledger, [.readOnly, .directory]).fileSystemType()
    }
    // NFS, SMB, CIFS and SMB2: their locks and their fsync promise less.
    if [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42].contains(type) { throw .networkFileSystem(type: type) }
    do {
      return try FileLock(path: ledger + "/LOCK")
    } catch {
      if case .lockHeld = error { throw .inUse(ledger: ledger) }
      throw .system(error)
    }
  }

  /// Opens the segment that the next append goes to, where that is not a new one.
  private static func openSegment(_ ledger: String, _ head: Head, limit: UInt64) throws(LogError) -> OpenSegment {
    guard head.size > 0, head.offset < limit else { return OpenSegment(file: nil, status: nil) }
    return try LogError.wrap { () throws(SystemError) in
      let file = try FileDescriptor(Segments.path(ledger, head.segment), [.writeOnly, .append])
      let status = try file.status()
      return OpenSegment(file: consume file, status: status)
    }
  }
}

/// A segment that is open for appending.
struct OpenSegment: ~Copyable {
  var file: FileDescriptor?
  /// What identifies it, and its length at the last commit; nil as long as nothing was committed to it.
  var status: FileStatus?
}
