public import System

/// How the folder of a ledger is known from outside, by whatever path.
public enum LedgerFolder {
  /// The folder of the ledger that a directory is in: the directory itself or one above it; nil if it is in none.
  ///
  /// The directory is resolved first, so that links and `..` on the way hide nothing. A ledger is known by HEAD, by `log/`
  /// with a first segment or beside a lock (as while it is made), and `log/` by its first segment even if it was carried away
  /// or mounted elsewhere.
  ///
  /// - Throws: `SystemError` if the directory does not exist or cannot be looked into.
  public static func holding(_ directory: String) throws(SystemError) -> String? {
    var folder = try Files.resolved(directory)
    while true {
      if try isLedger(folder) { return folder }
      if try holdsFirstSegment(folder) { return folder }
      if folder == "/" { return nil }
      folder = Files.directory(of: folder)
    }
  }

  private static func isLedger(_ path: String) throws(SystemError) -> Bool {
    let folder = LogFolder(files: LocalFiles(), ledger: path)
    if let head = try Files.look(at: folder.head), head.kind == .regular, head.size == UInt64(2 * HeadSlot.size) {
      return true
    }
    guard try Files.look(at: folder.log)?.kind == .directory else { return false }
    if try Files.look(at: folder.lock)?.kind == .regular { return true }
    return try holdsFirstSegment(folder.log)
  }

  private static func holdsFirstSegment(_ directory: String) throws(SystemError) -> Bool {
    try Files.look(at: "\(directory)/\(Segments.name(0))") != nil
  }
}
