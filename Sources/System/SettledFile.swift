import CLinux
import CSQLite
import Glibc
import Values

/// A database on a medium that cannot be written: this process cannot change it, and it holds everything committed to it.
///
/// SQLite reads a database in WAL mode with the help of files beside it, which cannot be made there. Such a database is opened
/// without them, as one that never changes. A process with more rights may write it all the same, so a reader checks afterwards
/// whether it is still the same file.
///
/// > Source: SQLite, "Write-Ahead Logging", section 4.1 (read-only databases), and "URI Filenames", `immutable`.
struct SettledFile: Hashable {
  private let path: String
  private let marks: [Int]

  /// Refuses a database with changes in its `-wal` that cannot be taken in; SQLite would only report a missing file.
  ///
  /// - Throws: ``SQLiteError``.
  static func checkPending(_ path: String) throws(SQLiteError) {
    guard isUnwritable(path), size(path + "-wal") > 0, size(path + "-shm") == 0 else { return }
    throw SQLiteError(
      extendedCode: SQLITE_CANTOPEN,
      message: "its -wal holds changes that were not taken in; copy both to a place that can be written", path: path)
  }

  private static func isUnwritable(_ path: String) -> Bool {
    unsafe subsidy_may_write(Files.directory(of: path)) != 0
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_size : 0
  }

  /// Examines a database; nil if its folder may be written, or if a journal beside it holds changes that it lacks.
  init?(_ path: String) {
    guard SettledFile.isUnwritable(path) else { return nil }
    for suffix in ["-wal", "-journal"] where SettledFile.size(path + suffix) > 0 { return nil }
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    self.path = path
    marks = [
      Int(status.st_ino), Int(status.st_dev), status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
      status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
  }

  /// Whether it is still what it was.
  var isUnchanged: Bool { SettledFile(path) == self }

  /// The name by which SQLite opens a file as one that never changes, every byte escaped that could mean something in a URI.
  static func uri(of path: String) -> String {
    let bytes = path.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
        String(UnicodeScalar(byte))
      default: "%" + CollectionOfOne(byte).hexadecimal
      }
    }
    return "file:\(bytes.joined())?immutable=1"
  }
}
