import Glibc

/// How long a writer waits for another one to be done.
public struct LockWait: Sendable {
  /// How long, counted by the pauses between attempts.
  ///
  /// > Units: milliseconds.
  public let milliseconds: Int
  /// Is called once, when it has waited for a while.
  let tell: @Sendable () -> Void

  /// The pause between two attempts: shorter than most commands hold the lock.
  ///
  /// > Units: milliseconds.
  static var step: Int { 10 }
  /// How long it waits before that call.
  ///
  /// > Units: milliseconds.
  static var untilTold: Int { 1_000 }

  /// Makes a wait.
  public init(milliseconds: Int, tell: @escaping @Sendable () -> Void) {
    self.milliseconds = milliseconds
    self.tell = tell
  }

  /// No wait at all.
  public static var none: LockWait { LockWait(milliseconds: 0) {} }
}

/// The right to be the one writer of a directory: `flock` on a file, held until its owner releases it.
///
/// `fcntl` locks would vanish when any descriptor of the file closes; `flock` belongs to this handle alone and ends
/// with the process, however it ends.
///
/// > Source: durability rule 6.
public struct FileLock<Handle: FileHandle & ~Copyable>: ~Copyable, Sendable {
  private let files: FileAccess<Handle>
  private let file: Handle
  private let status: FileStatus

  /// Takes the lock; creates the file if there is none.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - files: the file system.
  ///   - wait: how long another writer is waited for.
  /// - Throws: ``SystemError/lockHeld(path:)`` if another handle holds it to the end of the wait.
  public init(
    path: String, on files: FileAccess<Handle>, waiting wait: LockWait = .none
  ) throws(SystemError) {
    self.files = files
    let opened = try files.open(path, [.readWrite, .create, .regular])
    try FileLock.take(opened, wait)
    status = try opened.status()
    file = opened
  }

  /// Releases it.
  ///
  /// Closing alone would leave the lock with a program that another thread starts at this moment, until that has its own
  /// memory.
  deinit { try? file.unlock() }

  package static func take(_ file: borrowing Handle, _ wait: LockWait) throws(SystemError) {
    // A process that asks whether a writer is at work holds a shared lock for an instant, which must not turn a writer away.
    var askers = 500
    var waited = 0
    while try !isTaken(file, exclusive: true) {
      // If a shared lock can be had, no process holds the exclusive one.
      if askers > 0, try isTaken(file, exclusive: false) {
        try file.unlock()
        askers -= 1
        usleep(1_000)
        continue
      }
      guard waited < wait.milliseconds else { throw .lockHeld(path: file.path) }
      try StopRequest.check()
      usleep(UInt32(LockWait.step * 1_000))
      waited += LockWait.step
      if waited == LockWait.untilTold { wait.tell() }
    }
  }

  private static func isTaken(_ file: borrowing Handle, exclusive: Bool) throws(SystemError) -> Bool {
    do {
      try file.lock(exclusive: exclusive)
      return true
    } catch {
      guard case .lockHeld = error else { throw error }
      return false
    }
  }

  /// Whether the path still names the file that is locked; if not, someone else may hold "the" lock as well.
  ///
  /// - Throws: ``SystemError``.
  public func isInPlace() throws(SystemError) -> Bool {
    let now = try files.system.status(of: file.path)
    return now?.inode == status.inode && now?.device == status.device
  }

  /// Whether a process holds the lock; creates nothing, and takes a shared lock only for an instant.
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
