public import Merkle
import System
import Values

/// Bytes that belonged to no commit when the log was opened, and are now in quarantine.
public struct TornTail: Hashable, Sendable {
  /// The segment in which they were.
  public let segment: UInt64
  /// Their offset in it.
  public let offset: UInt64
  /// How many there were.
  public let bytes: UInt64
  /// Their SHA-256; with segment and offset it names the file in `quarantine/`.
  public let sha256: Digest

  /// Makes a tail.
  public init(segment: UInt64, offset: UInt64, bytes: UInt64, sha256: Digest) {
    self.segment = segment
    self.offset = offset
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// The name of the file in `quarantine/`.
  public var fileName: String { "\(Segments.digits(segment))-\(offset)-\(sha256)" }

  /// Reads a tail off the name of its file; nil if it has another form.
  init?(fileName: String, bytes: UInt64) {
    let parts = fileName.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let segment = UInt64(parts[0]), let offset = UInt64(parts[1]),
      let sha256 = Digest(hex: String(parts[2]))
    else { return nil }
    self.init(segment: segment, offset: offset, bytes: bytes, sha256: sha256)
    if self.fileName != fileName { return nil }
  }
}

extension TornTail {
  /// How much of a tail's end is searched: more than any commit line has, and the lines of a short append.
  ///
  /// > Units: bytes.
  private static var endLookedAt: UInt64 { 64 << 10 }

  /// The last whole commit line of the tail that has a signature; nil if there is none.
  ///
  /// - Throws: `LogError.system` if quarantine cannot be read.
  public func signedCommit(in ledger: String) throws(LogError) -> CommitLine? {
    if bytes == 0 { return nil }
    let folder = LocalFolder(ledger)
    let end = try LogError.wrap { () throws(SystemError) in
      let file = try folder.files.open(folder.quarantine + "/" + fileName, [.readOnly, .regular])
      let count = min(bytes, TornTail.endLookedAt)
      return try file.read(count: Int(count), offset: bytes - count)
    }
    var found: CommitLine?
    var start = 0
    while let stop = ByteSearch.first(10, in: end, start..<end.count) {
      if let commit = CommitLine(end, start..<stop), commit.signature != nil { found = commit }
      start = stop + 1
    }
    return found
  }
}

/// The repair of a log when it is opened, before anything is appended; every step may be repeated after a crash within it.
///
/// > Source: durability rules 18 and 20 to 25.
enum LogRecovery<Handle: FileHandle & ~Copyable> {
  struct Result {
    let tree: CompactRange<SHA256TreeHasher>
    let recorded: Instant?
    let tail: TornTail?
    let quarantined: [TornTail]
  }

  static func run(
    _ folder: LogFolder<Handle>, _ headFile: inout HeadFile<Handle>, allowingEmpty isNew: Bool
  ) throws(LogError) -> Result {
    var segments = try folder.segments()
    try folder.checkTail(segments, behind: headFile.head)
    do { try headFile.synchronize() } catch { throw .system(error) }
    let (saved, last) = (headFile.saved, try lastCommit(folder, segments, headFile.saved))
    if let front = saved.front, let last, try isEnd(folder, segments, saved.head) {
      return Result(tree: front.tree, recorded: last.recorded, tail: nil, quarantined: try quarantined(folder))
    }
    try synchronize(folder, segments.filter { $0 >= saved.head.segment })
    var scan: LogScan<Handle>
    if let front = saved.front, let last {
      scan = LogScan(folder, segments: segments, behind: saved.head, front, recorded: last.recorded)
    } else {
      scan = try readAll(folder, segments, until: saved)
      scan.continueToEnd(segments: segments)
    }
    // Nothing here was acknowledged: whole commits are kept, the rest is a torn tail.
    do {
      try scan.finish()
    } catch {
      guard case .corrupt = error else { throw error }
    }
    let head = scan.head
    try refuseMisplaced(folder, segments, head)
    if head.size == 0, !isNew { throw .noEvents }
    try removeEmptyLast(folder, &segments)
    if head != saved.head { try keep(folder, segments, scan.saved, since: &headFile) }
    let tail = try quarantineTail(folder, segments, head)
    if segments.count > 1 { makeReadOnly(folder, segments[segments.count - 2]) }
    return Result(
      tree: scan.saved.front!.tree, recorded: scan.recorded, tail: tail, quarantined: try quarantined(folder))
  }

  /// Reads and hashes the log from its beginning to a head, and compares both.
  private static func readAll(
    _ folder: LogFolder<Handle>, _ segments: [UInt64], until saved: SavedHead
  ) throws(LogError) -> LogScan<Handle> {
    var scan = LogScan(folder, segments: segments, until: saved.head, hashing: true)
    try scan.finish()
    try scan.check(reached: saved)
    return scan
  }

  /// The commit that HEAD names, checked against it; nil if HEAD holds too little for that.
  ///
  /// - Throws: `LogError.corrupt` if the log does not end with that commit, or if the segments in front of it do not follow one
  ///   another; reading the whole log tells where the fault is.
  private static func lastCommit(
    _ folder: LogFolder<Handle>, _ segments: [UInt64], _ saved: SavedHead
  ) throws(LogError) -> CommitLine? {
    guard let front = saved.front, saved.head.size > 0 else { return nil }
    do {
      try checkNames(folder, segments, saved.head)
      return try folder.commit(endingAt: saved.head, before: front.before)
    } catch {
      guard case .corrupt = error else { throw error }
      _ = try readAll(folder, segments, until: saved)
      throw error
    }
  }

  /// Every segment in front of the last one ends with a commit of as many events as the next one's name says.
  private static func checkNames(
    _ folder: LogFolder<Handle>, _ segments: [UInt64], _ head: Head
  ) throws(LogError) {
    var size: UInt64 = 0
    for segment in segments where segment <= head.segment {
      if segment != size {
        throw .corrupt(
          LogFault(segment: segment, line: 0, offset: 0, kind: .segmentName(expected: size, actual: segment)))
      }
      if segment == head.segment { return }
      size = try folder.lastCommit(of: segment).size
    }
    throw .corrupt(LogFault(segment: head.segment, line: 0, offset: 0, kind: .segmentMissing))
  }

  /// Whether the log ends at the position in HEAD.
  private static func isEnd(
    _ folder: LogFolder<Handle>, _ segments: [UInt64], _ head: Head
  ) throws(LogError) -> Bool {
    guard segments.last == head.segment else { return false }
    return try folder.size(head.segment) == head.offset
  }

  /// Brings segments and their names to the disk before anything is based on them.
  ///
  /// > Source: durability rule 20.
  static func synchronize(_ folder: LogFolder<Handle>, _ segments: [UInt64]) throws(LogError) {
    try LogError.wrap { () throws(SystemError) in
      for segment in segments { try folder.open(segment, .readOnly).synchronize() }
      try folder.files.synchronizeDirectory(folder.log)
    }
  }

  /// A crash between creating a segment and writing to it leaves it empty: it holds nothing, and its name is needed.
  ///
  /// > Precondition: the last segment, if it is not the head's, begins at the end of the head's.
  private static func removeEmptyLast(
    _ folder: LogFolder<Handle>, _ segments: inout [UInt64]
  ) throws(LogError) {
    guard let last = segments.last else { return }
    guard try folder.size(last) == 0 else { return }
    try LogError.wrap { () throws(SystemError) in
      try folder.files.system.remove(folder.path(last))
      try folder.files.synchronizeDirectory(folder.log)
    }
    segments.removeLast()
  }

  /// Acknowledges whole commits that HEAD does not have yet.
  ///
  /// Their segments are copied into new files first: had a synchronisation failed before, the system would take their bytes for
  /// durable. They are not written over in place, for HEAD may have lost a slot that acknowledged them.
  ///
  /// > Source: durability rules 18 and 22.
  private static func keep(
    _ folder: LogFolder<Handle>, _ segments: [UInt64], _ saved: SavedHead, since headFile: inout HeadFile<Handle>
  ) throws(LogError) {
    let old = headFile.head
    do {
      for segment in segments where segment >= old.segment && segment <= saved.head.segment {
        try renew(folder, segment)
      }
      try headFile.write(saved)
    } catch {
      throw .outcomeUnknown(error)
    }
  }

  /// Puts a copy with the same bytes in a segment's place.
  private static func renew(_ folder: LogFolder<Handle>, _ segment: UInt64) throws(SystemError) {
    let files = folder.files
    // Beside `log/`, which may hold nothing but segments.
    let temporary = folder.ledger + "/." + Segments.name(segment) + ".part"
    if try files.exists(temporary) { try files.system.remove(temporary) }
    let directory = try files.open(folder.log, [.readOnly, .directory])
    let size = try folder.open(segment, .readOnly).status().size
    let file = try files.open(temporary, [.writeOnly, .create, .exclusive])
    let whole = TornTail(segment: segment, offset: 0, bytes: size, sha256: Digest())
    try copy(folder, whole) { bytes, count throws(SystemError) in try file.write(bytes, 0..<count) }
    try file.synchronize()
    try file.close()
    try files.system.rename(temporary, to: folder.path(segment))
    try directory.synchronize()
    try files.synchronizeDirectory(folder.ledger)
  }

  /// Puts the bytes behind the last commit into quarantine.
  ///
  /// > Source: durability rule 23.
  private static func quarantineTail(
    _ folder: LogFolder<Handle>, _ segments: [UInt64], _ head: Head
  ) throws(LogError) -> TornTail? {
    guard let last = segments.last else { return nil }
    let isHeads = head.size > 0 && last == head.segment
    let start = isHeads ? head.offset : 0
    guard let size = try folder.size(last), size > start else { return nil }
    let tail = try save(folder, TornTail(segment: last, offset: start, bytes: size - start, sha256: Digest()))
    try LogError.wrap { () throws(SystemError) in
      let file = try folder.open(last, .readWrite)
      try file.truncate(to: start)
      try file.synchronize()
      guard start == 0 else { return }
      try folder.files.system.remove(folder.path(last))
      try folder.files.synchronizeDirectory(folder.log)
    }
    return tail
  }

  /// Cuts off the lines behind the head of a log that follows another one, from which they come again.
  static func discardTail(_ folder: LogFolder<Handle>, _ head: Head) throws(LogError) {
    let segments = try folder.segments()
    try LogError.wrap { () throws(SystemError) in
      // The last first: a crash in between leaves no gap.
      for segment in segments.reversed() where head.size == 0 || segment > head.segment {
        try folder.files.system.remove(folder.path(segment))
        try folder.files.synchronizeDirectory(folder.log)
      }
      guard head.size > 0, let size = try folder.files.system.status(of: folder.path(head.segment))?.size,
        size > head.offset
      else { return }
      let file = try folder.open(head.segment, .readWrite)
      try file.truncate(to: head.offset)
      try file.synchronize()
    }
  }

  /// Behind the head there may be the rest of its segment or else one later segment, which begins at its end.
  ///
  /// - Throws: `LogError.corrupt` for anything else, whether it holds bytes or not: no crash leaves it behind.
  static func refuseMisplaced(_ folder: LogFolder<Handle>, _ segments: [UInt64], _ head: Head) throws(LogError) {
    let later = segments.filter { head.size == 0 || $0 > head.segment }
    guard let first = later.first else { return }
    if head.size > 0 {
      if try folder.size(head.segment) != head.offset {
        throw .corrupt(
          LogFault(segment: head.segment, line: 0, offset: head.offset, kind: .tailBeforeSegment(next: first)))
      }
    }
    if first != head.size {
      throw .corrupt(
        LogFault(segment: first, line: 0, offset: 0, kind: .segmentName(expected: head.size, actual: first)))
    }
    if later.count > 1 {
      throw .corrupt(LogFault(segment: first, line: 0, offset: 0, kind: .tailBeforeSegment(next: later[1])))
    }
  }

  private static func save(_ folder: LogFolder<Handle>, _ tail: TornTail) throws(LogError) -> TornTail {
    let sha256 = try LogError.wrap { () throws(SystemError) in
      var stream = SHA256Stream()
      try copy(folder, tail) { bytes, count throws(SystemError) in stream.update(bytes, 0..<count) }
      return stream.finish()
    }
    let named = TornTail(segment: tail.segment, offset: tail.offset, bytes: tail.bytes, sha256: sha256)
    try LogError.wrap { () throws(SystemError) in
      let (files, target) = (folder.files, folder.quarantine + "/" + named.fileName)
      try files.makeDirectories(folder.quarantine)
      _ = try files.open(folder.quarantine, [.readOnly, .ownDirectory])
      let temporary = target + ".part"
      if try files.exists(temporary) { try files.system.remove(temporary) }
      let file = try files.open(temporary, [.writeOnly, .create, .exclusive], mode: 0o600)
      try copy(folder, tail) { bytes, count throws(SystemError) in try file.write(bytes, 0..<count) }
      try file.synchronize()
      try file.close()
      try files.system.rename(temporary, to: target)
      try files.synchronizeDirectory(folder.quarantine)
    }
    return named
  }

  /// The tails in quarantine, by the names of the files there; other names are passed over.
  private static func quarantined(_ folder: LogFolder<Handle>) throws(LogError) -> [TornTail] {
    try LogError.wrap { () throws(SystemError) in
      guard try folder.files.exists(folder.quarantine) else { return [] }
      _ = try folder.files.open(folder.quarantine, [.readOnly, .ownDirectory])
      var tails: [TornTail] = []
      for name in try folder.files.system.names(in: folder.quarantine) {
        guard let status = try folder.files.system.status(of: folder.quarantine + "/" + name),
          let tail = TornTail(fileName: name, bytes: status.size)
        else { continue }
        tails.append(tail)
      }
      return tails
    }
  }

  /// Leaves an empty file in quarantine for a HEAD that is rebuilt, so that a crash after that does not hide it.
  ///
  /// > Source: durability rule 24.
  static func noteNewHead(_ folder: LogFolder<Handle>, _ head: Head) throws(SystemError) {
    let note = TornTail(segment: head.segment, offset: head.offset, bytes: 0, sha256: SHA256.hash([]))
    try folder.files.makeDirectories(folder.quarantine)
    try folder.files.atomicallyWrite(folder.quarantine + "/" + note.fileName, [], mode: 0o600)
  }

  private static func block(for bytes: UInt64) -> [UInt8] {
    [UInt8](repeating: 0, count: Int(min(bytes, UInt64(BlockLines.blockSize))))
  }

  private static func copy(
    _ folder: LogFolder<Handle>, _ tail: TornTail, _ take: ([UInt8], Int) throws(SystemError) -> Void
  ) throws(SystemError) {
    let file = try folder.open(tail.segment, .readOnly)
    var bytes = block(for: tail.bytes)
    var offset = tail.offset
    let end = tail.offset + tail.bytes
    while offset < end {
      let count = try file.read(into: &bytes, count: Int(min(end - offset, UInt64(bytes.count))), offset: offset)
      if count == 0 { break }
      try take(bytes, count)
      offset += UInt64(count)
    }
  }

  /// Removes the permission to write a full segment: a guard against accidents, so a failure does not matter.
  ///
  /// > Source: durability rule 16.
  static func makeReadOnly(_ folder: LogFolder<Handle>, _ segment: UInt64) {
    do {
      try folder.open(segment, .readOnly).setMode(0o444)
    } catch {
      // The file may have another owner, as after a restore.
    }
  }
}
