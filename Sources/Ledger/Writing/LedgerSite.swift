import EventLog
import System
import Values

/// The place of a new ledger, or of a backup of one, and the folder beside it in which it is built before it gets its name.
///
/// Making one takes many files and many steps. If one of them fails or the machine stops, nothing has the ledger's name yet:
/// the attempt leaves a folder `.NAME.<16 hex digits>.new`, which no command takes for a ledger of that name.
struct LedgerSite {
  /// The purpose of the place.
  enum Use {
    /// A ledger, to be written to.
    case ledger
    /// A copy of one, which may also be on a network file system: nothing in it is locked.
    case backup
  }

  /// The directory of the ledger or backup.
  let path: String
  /// The directory above it.
  let parent: String
  /// The folder to build in.
  let draft: String
  private let use: Use

  private static let suffix = ".new"
  private static let digits = 16
  /// How much longer the draft's path is than the ledger's.
  private static let draftLength = 2 + digits + suffix.utf8.count
  /// The longest name that file systems take.
  ///
  /// > Units: bytes.
  /// > Source: limits.h of Linux, `NAME_MAX`.
  private static let longestName = 255
  /// The longest path of a ledger, absolute and with links followed: SQLite opens no longer one of the files in it, nor
  /// in the folder that it is built in.
  ///
  /// > Units: bytes.
  static let longestPath = SQLiteDatabase.longestPath - draftLength - "/read-model.sqlite.new".utf8.count

  /// Checks the place and refuses one that cannot become a ledger; makes nothing.
  ///
  /// - Throws: ``LedgerFailure/pathTooLong(_:bytes:most:)``; `LogError.exists`, or ``LedgerFailure/fileExists(_:)`` for a
  ///   backup; `LogError.networkFileSystem`; `SystemError` if nothing can have such a path.
  init(_ path: String, for use: Use = .ledger) throws {
    self.use = use
    if path.isEmpty || path.utf8.contains(0) { throw SystemError.failed(.mkdir, path: path, .invalidArgument) }
    self.path = path
    parent = Files.directory(of: path)
    let random = try randomBytes(LedgerSite.digits / 2).hexadecimal
    draft = "\(parent)/.\(Files.name(of: path)).\(random)\(LedgerSite.suffix)"
    try LedgerSite.checkNames(path)
    var above = parent
    var names = [Files.name(of: path)]
    while try !Files.exists(above), above != Files.directory(of: above) {
      names.insert(Files.name(of: above), at: 0)
      above = Files.directory(of: above)
    }
    try LedgerSite.checkLength(([Files.resolved(above)] + names).joined(separator: "/"), of: path)
    if try Files.exists(path) { throw taken }
    switch use {
    case .ledger: try LogWriter.checkFileSystem(of: above, on: LocalFiles())
    case .backup: break
    }
  }

  private var taken: any Error {
    switch use {
    case .ledger: LogError.exists(ledger: path)
    case .backup: LedgerFailure.fileExists(path)
    }
  }

  private static func checkNames(_ path: String) throws(LedgerFailure) {
    // The system would not even say whether a longer path exists.
    if path.utf8.count >= 4_096 { try checkLength(path, of: path) }
    let names = path.split(separator: "/").map(String.init)
    for (number, name) in names.enumerated() {
      let most = longestName - (number == names.count - 1 ? draftLength : 0)
      if name.utf8.count > most { throw .pathTooLong(name, bytes: name.utf8.count, most: most) }
    }
  }

  private static func checkLength(_ absolute: String, of path: String) throws(LedgerFailure) {
    let bytes = absolute.utf8.count
    if bytes > longestPath { throw .pathTooLong(path, bytes: bytes, most: longestPath) }
  }

  /// Folders beside it in which a ledger of its name was begun and not finished, or is being built right now.
  func leftovers() -> [String] {
    let prefix = ".\(Files.name(of: path))."
    let length = Files.name(of: draft).utf8.count
    // If the operator may not read the folder, none are listed; the ledger can be made all the same.
    let names = (try? Files.names(in: parent)) ?? []
    return names.filter { name in
      name.utf8.count == length && name.hasPrefix(prefix) && name.hasSuffix(LedgerSite.suffix)
        && name.utf8.dropFirst(prefix.utf8.count).prefix(LedgerSite.digits).allSatisfy {
          UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
        }
    }.map { "\(parent)/\($0)" }
  }

  /// Builds it beside its place and moves it there: afterwards the place has the whole of it, or nothing.
  ///
  /// - Parameter build: makes everything in the folder that it is given.
  /// - Returns: the result of `build`.
  /// - Throws: the errors of `build`; as ``init(_:for:)`` if something has the name by now; `SystemError`;
  ///   `LogError.outcomeUnknown` if it is there but perhaps not on the disk.
  func make<Result>(_ build: (_ draft: String) throws -> Result) throws -> Result {
    try Files.makeDirectories(parent)
    // Opened before, so that a failure to bring the name to the disk is noticed.
    let directory = try FileDescriptor(parent, [.readOnly, .directory])
    try Files.makeDirectory(draft)
    let result: Result
    do {
      result = try build(draft)
      try Files.synchronizeTree(draft)
      try putInPlace()
    } catch {
      // The next attempt lists a draft that cannot be removed.
      try? Files.removeTree(draft)
      throw error
    }
    do { try directory.synchronize() } catch { throw LogError.outcomeUnknown(error) }
    return result
  }

  private func putInPlace() throws {
    do {
      try Files.rename(draft, toFree: path)
    } catch {
      guard let reason = error.errno, [.fileExists, .notEmpty, .notDirectory].contains(reason) else { throw error }
      throw taken
    }
  }
}
