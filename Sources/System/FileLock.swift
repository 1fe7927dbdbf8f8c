import Glibc

/// The right to be the one writer of a directory: `flock` on a file, held until its owner lets go of it.
///
/// `fcntl` locks would vanish when any descriptor of the file closes; `flock` belongs to this handle alone and ends
/// with the process, however it ends.
///
/// > Source: durability rule 6.
public struct FileLock<Handle: FileHandle & ~Copyable>: ~Copyable, Sendable {
  private let files: FileAccess<Handle>
  private let file: Handle
  private let status: FileStatus

  /// Takes the lock without waiting; creates the file where there is none.
  ///
  /// - Throws: ``SystemError/lockHeld(path:)`` where another handle holds it.
  public init(path: String, on files: FileAccess<Handle>) throws(SystemError) {
    self.files = files
    let opened = try files.open(path, [.readWrite, .create, .regular])
    try FileLock.take(opened)
    status = try opened.status()
    file = opened
  }

  /// Whoever asks whether a writer lives holds a shared lock for an instant: that must not turn a writer away.
  private static func take(_ file: borrowing Handle) throws(SystemError) {
    var attempts = 500
    while true {
      do {
        return try file.lock(exclusive: true)
      } catch {
        guard case .lockHeld = error, attempts > 0 else { throw error }
      }
      // Where a shared lock is to be had, nobody holds the exclusive one.
      try file.lock(exclusive: false)
      try file.unlock()
      attempts -= 1
      usleep(1_000)
    }
  }

  /// Whether the path still names the file that is locked; if not, someone else may hold "the" lock as well.
  ///
  /// - Throws: ``SystemError``.
  public func isInPlace() throws(SystemError) -> Bool {
    let now = try files.system.status(of: file.path)
    return now?.inode == status.inode && now?.device == status.device
  }

  /// Whether somebody holds the lock; creates nothing, and takes a shared lock only for an instant.
  ///
  /// - Throws: ``SystemError``.
  public static func isHeld(path: String, on files: FileAccess<Handle>) throws(SystemError) -> Bool {
    do {
      let file = try files.open(path, [.readOnly, .regular])
      try file.lock(exclusive: false)
      return false
    } catch {
      if case .lockHeld = error { return true }
      if error.errno == .noSuchFile { return false }
      throw error
    }
  }
}
