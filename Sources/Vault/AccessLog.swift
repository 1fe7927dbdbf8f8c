public import Merkle
public import System
import Values

/// How far a log of looks went at a moment, as a close of the books records it.
public struct AccessHead: Hashable, Sendable {
  /// How many looks it had.
  public let looks: UInt64
  /// SHA-256 of the last one's line, and through it of all.
  public let digest: Digest

  /// Makes a head.
  public init(looks: UInt64, digest: Digest) {
    self.looks = looks
    self.digest = digest
  }
}

/// A fault in a log of looks.
public struct AccessLogFault: Error, Hashable, Sendable {
  /// The kind of fault.
  public enum Reason: Hashable, Sendable {
    /// A line that is no look as this program writes one.
    case form
    /// A look with another number than that of its place, which is the line's number less one.
    case number(UInt64)
    /// A look that names another preceding line than the one in the file.
    case previous(found: Digest, expected: Digest)
    /// A line that is not the one that a close of the books names.
    case head(found: Digest, expected: Digest)
    /// The line that a close of the books names is missing; with the number of lines.
    case short(UInt64)
  }

  /// The line, counted from 1.
  public let line: UInt64
  /// The kind of the fault.
  public let reason: Reason

  /// Makes a fault.
  public init(line: UInt64, _ reason: Reason) {
    self.line = line
    self.reason = reason
  }
}

/// The looks that a log has, as far as they follow from one another.
public struct AccessHistory: Sendable {
  /// The looks, in their order.
  public private(set) var looks: [Look] = []
  /// The first thing that is wrong; nil if the chain is whole.
  public private(set) var fault: AccessLogFault?
  private var digests: [Digest] = []

  /// Reads the lines of a log and follows the chain; lines behind a fault are not trusted.
  ///
  /// An incomplete last line does not count: it was being written, and no data had been shown for it.
  init(_ bytes: [UInt8]) {
    var start = 0
    while let end = bytes[start...].firstIndex(of: AccessLog.lineEnd) {
      let line = Array(bytes[start..<end])
      let place = UInt64(looks.count) + 1
      guard let (look, number, previous) = Look.read(line) else {
        fault = AccessLogFault(line: place, .form)
        return
      }
      let expected = digests.last ?? Digest()
      if number != place - 1 {
        fault = AccessLogFault(line: place, .number(number))
        return
      }
      if previous != expected {
        fault = AccessLogFault(line: place, .previous(found: previous, expected: expected))
        return
      }
      looks.append(look)
      digests.append(SHA256.hash(line))
      start = end + 1
    }
  }

  /// The head; nil if there is no look.
  public var head: AccessHead? { digests.last.map { AccessHead(looks: UInt64(digests.count), digest: $0) } }

  /// The first fault in the chain or in one of its kept heads; nil if there is none.
  public func fault(against kept: [AccessHead]) -> AccessLogFault? {
    if let fault { return fault }
    for head in kept.sorted(by: { $0.looks < $1.looks }) where head.looks > 0 {
      guard head.looks <= UInt64(digests.count) else {
        return AccessLogFault(line: head.looks, .short(UInt64(digests.count)))
      }
      let found = digests[Int(head.looks) - 1]
      if found != head.digest { return AccessLogFault(line: head.looks, .head(found: found, expected: head.digest)) }
    }
    return nil
  }
}

/// The log of looks at private data as they are: the file `vault-access.jsonl` of a ledger, a line for each look.
///
/// Each line has the hash of the line before it, so none can be changed, taken out or put in without rewriting all that follow,
/// and the heads that closes of the books record reveal that. A look is durable before anything is shown.
public enum AccessLog {
  /// The name of the file.
  public static let name = "vault-access.jsonl"
  static let lineEnd = UInt8(ascii: "\n")
  private static let mode: UInt16 = 0o600

  private static func path(inLedger ledger: String) -> String { "\(ledger)/\(name)" }

  /// Whether a ledger has one.
  ///
  /// - Throws: `SystemError`.
  public static func exists(inLedger ledger: String) throws(SystemError) -> Bool {
    try Files.look(at: path(inLedger: ledger), followingLink: false) != nil
  }

  /// Adds a look, durable when the call returns; a line that a crash has left incomplete goes first.
  ///
  /// - Parameters:
  ///   - look: the look to add.
  ///   - ledger: the path of the ledger's directory.
  ///   - wait: how long another writer of the file is waited for.
  /// - Returns: the head with it.
  /// - Throws: ``AccessLogFault`` for a last line that is no look; `SystemError`, as `readOnlyFileSystem` if the medium cannot
  ///   be written.
  @discardableResult
  public static func append(_ look: Look, inLedger ledger: String, waiting wait: LockWait) throws -> AccessHead {
    let path = path(inLedger: ledger)
    let isNew = try !exists(inLedger: ledger)
    let file = try lockedFile(path, wait)
    if try !Files.isPrivate(path) { try file.setMode(mode) }
    let tail = try Tail(of: file)
    if try file.status().size > tail.end { try file.truncate(to: tail.end) }
    let head = try tail.head(inLedger: ledger)
    let line = look.line(number: head?.looks ?? 0, previous: head?.digest ?? Digest())
    try file.write(line + [lineEnd])
    try file.synchronizeData()
    if isNew || head == nil { try Files.synchronizeDirectory(ledger) }
    return AccessHead(looks: (head?.looks ?? 0) + 1, digest: SHA256.hash(line))
  }

  /// Opens and locks the file that the path names then.
  private static func lockedFile(_ path: String, _ wait: LockWait) throws(SystemError) -> FileDescriptor {
    while true {
      let file = try FileDescriptor(path, [.readWrite, .append, .create, .regular], mode: mode)
      try FileLock<FileDescriptor>.take(file, wait)
      let (opened, named) = (try file.status(), try FileStatus.of(path: path))
      if named?.inode == opened.inode, named?.device == opened.device { return file }
    }
  }

  /// The head, for which only the last line is read; nil if there is no look.
  ///
  /// - Throws: ``AccessLogFault`` for a last line that is no look; `SystemError`.
  public static func head(inLedger ledger: String) throws -> AccessHead? {
    guard try exists(inLedger: ledger) else { return nil }
    return try Tail(of: FileDescriptor(path(inLedger: ledger), [.readOnly, .regular])).head(inLedger: ledger)
  }

  /// All looks; nil if the ledger has no such file.
  ///
  /// - Throws: `SystemError`.
  public static func history(inLedger ledger: String) throws(SystemError) -> AccessHistory? {
    guard try exists(inLedger: ledger) else { return nil }
    return AccessHistory(try bytes(inLedger: ledger))
  }

  private static func bytes(inLedger ledger: String) throws(SystemError) -> [UInt8] {
    let file = try FileDescriptor(path(inLedger: ledger), [.readOnly, .regular])
    guard try file.status().size <= UInt64(Files.mostBytes) else {
      throw .tooLarge(path: file.path, limit: Files.mostBytes)
    }
    return try file.readWhole(atMost: Files.mostBytes)
  }

  /// Copies the file of a ledger, as far as its lines are whole, into the folder of a copy of it; nothing if there is none.
  ///
  /// The copy is not durable yet: the caller that makes the folder brings all of it to the disk.
  ///
  /// - Throws: `SystemError`.
  public static func copy(ofLedger ledger: String, to folder: String) throws(SystemError) {
    guard try exists(inLedger: ledger) else { return }
    let bytes = try bytes(inLedger: ledger)
    let whole = bytes.lastIndex(of: lineEnd).map { $0 + 1 } ?? 0
    let file = try FileDescriptor(path(inLedger: folder), [.writeOnly, .create, .exclusive], mode: mode)
    try file.write(bytes, 0..<whole)
    try file.close()
  }

  /// The last whole line of a file.
  private struct Tail {
    /// The offset at which it ends, with its line's end.
    ///
    /// > Units: bytes.
    let end: UInt64
    /// The line; nil if there is none.
    let line: [UInt8]?

    init(of file: borrowing FileDescriptor) throws(SystemError) {
      let size = try file.status().size
      var length = min(size, 64 << 10)
      while true {
        let bytes = try file.read(count: Int(length), offset: size - length)
        let last = bytes.lastIndex(of: lineEnd)
        let before = last.flatMap { bytes[..<$0].lastIndex(of: lineEnd) }
        if let last, before != nil || length == size {
          line = Array(bytes[(before.map { $0 + 1 } ?? 0)..<last])
          end = size - length + UInt64(last) + 1
          return
        }
        if length == size {
          (line, end) = (nil, 0)
          return
        }
        length = min(size, length * 4)
      }
    }

    /// The head that it is; nil if there is no line.
    ///
    /// - Throws: ``AccessLogFault`` for a line that is no look.
    func head(inLedger ledger: String) throws -> AccessHead? {
      guard let line else { return nil }
      guard let found = Look.read(line) else {
        // Only a reading of all lines tells which line it is.
        throw try AccessLog.history(inLedger: ledger)?.fault ?? AccessLogFault(line: 1, .form)
      }
      return AccessHead(looks: found.number + 1, digest: SHA256.hash(line))
    }
  }
}
