import Merkle
public import System
public import Values

/// The one writer of a ledger's log.
///
/// An append is ``beginAppend()``, any number of ``add(_:_:)`` and one ``commit(_:isOfClock:)``: either all of it counts or
/// nothing. After an error from any of them ``rollback()`` leads back to the log as it was; if writing itself failed, that has
/// been done already. After `LogError.outcomeUnknown` the writer appends no more.
///
/// > Source: contract section 2; durability rules 6 to 26.
public struct LogAppender<Handle: FileHandle & ~Copyable>: ~Copyable {
  /// An append that begins at this length opens a new segment.
  ///
  /// > Units: bytes.
  /// > Source: contract section 2.
  public static var defaultSegmentLimit: UInt64 { 256 << 20 }
  static var bufferSize: Int { 1 << 20 }
  /// How much space there must be behind an append, so that what recovery has to write always fits.
  ///
  /// > Units: bytes.
  /// > Source: durability rule 19.
  static var spaceKept: UInt64 { 64 << 10 }
  /// How far ahead space is set aside.
  ///
  /// > Units: bytes.
  static var spaceAhead: UInt64 { 256 << 10 }

  let folder: LogFolder<Handle>
  let segmentLimit: UInt64
  /// `log/`, opened before anything in it is made, so that a failure to bring a name to the disk is noticed.
  let directory: Handle
  let lock: FileLock<Handle>
  var headFile: HeadFile<Handle>
  var committed: CompactRange<SHA256TreeHasher>
  var recorded: Instant?
  /// The bytes that opening found behind the last valid commit and put into quarantine; the caller records them as an event.
  public let recoveredTail: TornTail?
  /// Everything in quarantine: a crash may have come between moving a tail there and recording it.
  public let quarantined: [TornTail]

  var open: OpenSegment<Handle>
  /// The segment that the lines of the append go to; between appends the one with the last commit.
  public internal(set) var segment: UInt64
  var isNewSegment = false
  var isPoisoned = false
  /// Whether commits were taken that HEAD does not have yet.
  var isUnsettled = false
  /// The segments that are full by such commits.
  var fullSegments: [UInt64] = []
  /// The last event of another log that was taken.
  var lastTaken: (bytes: [UInt8], line: Range<Int>)?

  var isAppending = false
  var tree: CompactRange<SHA256TreeHasher>
  /// The same tree once more, by other code from the bytes that are written.
  var second: SecondReading
  var buffer: [UInt8] = []
  /// How far the segment has been written.
  var written: UInt64

  /// The head that is acknowledged.
  public var head: Head { headFile.head }

  /// When the last commit was made; nil for an empty log.
  public var lastRecorded: Instant? { recorded }

  /// Makes a ledger's log in a directory that holds none.
  ///
  /// - Parameters:
  ///   - ledger: the directory; it and the directories above it are made if they are missing.
  ///   - files: the file system.
  ///   - segmentLimit: the length from which on an append opens a new segment.
  /// - Returns: the writer of the new log, which holds no event: no other writer opens it before this one has appended.
  /// - Throws: `LogError.exists` if the directory holds `log/` or HEAD.
  public static func create(
    ledger: String, on files: FileAccess<Handle>, segmentLimit: UInt64 = LogAppender.defaultSegmentLimit
  ) throws(LogError) -> LogAppender {
    try LogError.wrap { () throws(SystemError) in try files.makeDirectories(ledger) }
    let folder = LogFolder(files: files, ledger: ledger)
    try refuseExisting(folder)
    try makeEmpty(folder)
    return try LogAppender(
      opening: ledger, on: files, waiting: .none, segmentLimit: segmentLimit, allowingEmpty: true)
  }

  private static func refuseExisting(_ folder: LogFolder<Handle>) throws(LogError) {
    let exists = try LogError.wrap { () throws(SystemError) in
      if try folder.files.exists(folder.log) { return true }
      return try folder.files.exists(folder.head)
    }
    if exists { throw .exists(ledger: folder.ledger) }
  }

  private static func makeEmpty(_ folder: LogFolder<Handle>) throws(LogError) {
    let lock = try takeLock(folder)
    try refuseExisting(folder)
    // `log/` is durable before there is a HEAD: a HEAD without it would be a log that lost everything.
    try LogError.wrap { () throws(SystemError) in try folder.files.makeDirectories(folder.log) }
    try HeadFile.create(folder, .empty)
    _ = consume lock
  }

  /// Opens a ledger's log for appending and repairs what a crash has left.
  ///
  /// - Parameters:
  ///   - ledger: the directory.
  ///   - files: the file system.
  ///   - wait: how long another writer is waited for.
  ///   - segmentLimit: the length from which on an append opens a new segment.
  /// - Throws: `LogError.inUse`, `LogError.headMissing`, and `LogError.corrupt` if the log is not what HEAD says or holds no
  ///   event.
  public init(
    opening ledger: String, on files: FileAccess<Handle>, waiting wait: LockWait = .none,
    segmentLimit: UInt64 = LogAppender.defaultSegmentLimit
  ) throws(LogError) {
    try self.init(opening: ledger, on: files, waiting: wait, segmentLimit: segmentLimit, allowingEmpty: false)
  }

  init(
    opening ledger: String, on files: FileAccess<Handle>, waiting wait: LockWait,
    segmentLimit: UInt64, allowingEmpty isNew: Bool, isFollowing: Bool = false
  ) throws(LogError) {
    let folder = LogFolder(files: files, ledger: ledger)
    // A directory without a ledger is refused before a lock file is made in it.
    _ = try HeadFile.read(folder)
    let lock = try LogAppender.takeLock(folder, waiting: wait)
    var headFile = try HeadFile(folder)
    if isFollowing { try LogRecovery.discardTail(folder, headFile.head) }
    let recovery = try LogRecovery.run(folder, &headFile, allowingEmpty: isNew)
    let head = headFile.head
    let open = try LogAppender.openSegment(folder, head, limit: segmentLimit)
    directory = try LogError.wrap { () throws(SystemError) in
      try folder.files.open(folder.log, [.readOnly, .directory])
    }
    self.open = open
    self.folder = folder
    self.segmentLimit = segmentLimit
    self.lock = lock
    committed = recovery.tree
    tree = recovery.tree
    recorded = recovery.recorded
    second = SecondReading(behind: recovery.tree)
    recoveredTail = recovery.tail
    quarantined = recovery.quarantined
    segment = head.segment
    written = head.offset
    self.headFile = headFile
  }

  /// Refuses a directory on a file system whose locks and fsync promise less: NFS, SMB, CIFS and SMB2.
  ///
  /// - Throws: `LogError.networkFileSystem`.
  public static func checkFileSystem(of directory: String, on files: FileAccess<Handle>) throws(LogError) {
    let type = try LogError.wrap { () throws(SystemError) in
      try files.open(directory, [.readOnly, .directory]).fileSystemType()
    }
    if [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42].contains(type) { throw .networkFileSystem(type: type) }
  }

  static func takeLock(
    _ folder: LogFolder<Handle>, waiting wait: LockWait = .none
  ) throws(LogError) -> FileLock<Handle> {
    try checkFileSystem(of: folder.ledger, on: folder.files)
    do {
      return try FileLock(path: folder.lock, on: folder.files, waiting: wait)
    } catch {
      if case .lockHeld = error { throw .inUse(ledger: folder.ledger) }
      throw .system(error)
    }
  }

  /// Opens the segment that the next append goes to, unless that is a new one.
  private static func openSegment(
    _ folder: LogFolder<Handle>, _ head: Head, limit: UInt64
  ) throws(LogError) -> OpenSegment<Handle> {
    guard head.size > 0, head.offset < limit else { return OpenSegment(file: nil) }
    return try LogError.wrap { () throws(SystemError) in
      let file = try folder.open(head.segment, [.writeOnly, .append])
      let status = try file.status()
      return OpenSegment(file: consume file, status: status)
    }
  }
}

/// A segment that is open for appending.
struct OpenSegment<Handle: FileHandle & ~Copyable>: ~Copyable {
  var file: Handle?
  /// Its identity, and its length at the last commit; nil as long as nothing was committed to it.
  var status: FileStatus?
  /// The offset up to which space has been set aside.
  ///
  /// > Units: bytes.
  var reserved: UInt64 = 0
}

/// The writer on the machine's own files.
public typealias LogWriter = LogAppender<FileDescriptor>

extension LogAppender where Handle == FileDescriptor {
  /// Makes a ledger's log in a directory that holds none.
  ///
  /// - Throws: `LogError.exists` if the directory holds `log/` or HEAD.
  public static func create(
    ledger: String, segmentLimit: UInt64 = LogWriter.defaultSegmentLimit
  ) throws(LogError) -> LogWriter {
    try create(ledger: ledger, on: LocalFiles(), segmentLimit: segmentLimit)
  }

  /// Opens a ledger's log for appending and repairs what a crash has left.
  ///
  /// - Throws: `LogError.inUse`, `LogError.headMissing`, and `LogError.corrupt` if the log is not what HEAD says or holds no
  ///   event.
  public init(
    opening ledger: String, waiting wait: LockWait = .none, segmentLimit: UInt64 = LogWriter.defaultSegmentLimit
  ) throws(LogError) {
    try self.init(opening: ledger, on: LocalFiles(), waiting: wait, segmentLimit: segmentLimit)
  }

  /// Rebuilds HEAD from the log, only on a person's explicit demand.
  ///
  /// - Throws: `LogError.headPresent`, `LogError.headNotConfirmed`, `LogError.corrupt`.
  public static func rebuildHead(
    ledger: String, confirming size: UInt64? = nil, waiting wait: LockWait = .none
  ) throws(LogError) -> Head {
    try rebuildHead(ledger: ledger, on: LocalFiles(), confirming: size, waiting: wait)
  }
}
