import Glibc

/// A database that is a cache: it can be removed, and replaced by one that was made beside it.
public enum SQLiteFile {
  /// How long a write-ahead log may be that the last connection leaves beside its database.
  ///
  /// Taking it in costs synchronisations, which a writer of a few rows should not wait for. Every opening reads it through, so
  /// it must stay short.
  ///
  /// > Units: bytes.
  public static var longestLog: Int { 1 << 20 }

  /// Whether the last connection leaves the write-ahead log of a database as it is.
  static func leavesLog(_ path: String?) -> Bool {
    guard let path, !path.isEmpty else { return false }
    var status = stat()
    return unsafe lstat(path + "-wal", &status) == 0 && status.st_size > 0 && status.st_size <= longestLog
  }

  /// The files that SQLite puts beside a database.
  private static func sideFiles(of path: String) -> [String] { ["-wal", "-shm", "-journal"].map { path + $0 } }

  /// Removes a database and the files that SQLite put beside it, as far as they exist.
  public static func remove(_ path: String) throws(SystemError) {
    for file in [path] + sideFiles(of: path) where try Files.exists(file) { try Files.remove(file) }
  }

  /// Puts a complete database in the place of one that may be in use.
  ///
  /// The old one's write-ahead log belongs to its name, so it is folded in first, which requires that no process reads it.
  ///
  /// - Throws: ``SQLiteError`` if a process reads the old one; ``SystemError``.
  public static func replace(_ path: String, by complete: String) throws {
    if try Files.exists(path), let old = try? SQLiteDatabase(path: path, access: .readWrite) {
      do {
        _ = try old.setPragma("journal_mode", "DELETE")
        _ = consume old
      } catch let error where error.code == .busy { throw error } catch {
        // It is no database: nothing is lost with it.
      }
    }
    for file in sideFiles(of: path) where try Files.exists(file) { try Files.remove(file) }
    try Files.rename(complete, to: path)
    try Files.synchronizeDirectory(Files.directory(of: path))
  }
}
