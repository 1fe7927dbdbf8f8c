import Glibc

/// The number by which the system says why a call failed.
public struct Errno: Error, Hashable, Sendable {
  /// The number as `errno` holds it.
  public let code: Int32

  /// Makes an errno of this number.
  public init(code: Int32) { self.code = code }

  /// The reason of the call that has just failed: the one place that reads `errno`.
  static var current: Errno { Errno(code: errno) }

  /// No such file or directory.
  public static var noSuchFile: Errno { Errno(code: ENOENT) }
  /// Something on the way is no directory.
  public static var notDirectory: Errno { Errno(code: ENOTDIR) }
  /// The file exists already.
  public static var fileExists: Errno { Errno(code: EEXIST) }
  /// A directory that would be replaced holds something.
  public static var notEmpty: Errno { Errno(code: ENOTEMPTY) }
  /// The call does not take this argument.
  public static var invalidArgument: Errno { Errno(code: EINVAL) }
  /// The call would have to wait.
  public static var wouldBlock: Errno { Errno(code: EWOULDBLOCK) }
  /// A signal came before the call began.
  public static var interrupted: Errno { Errno(code: EINTR) }
  /// The device is full.
  public static var noSpace: Errno { Errno(code: ENOSPC) }
  /// The file system does not support the call.
  public static var notSupported: Errno { Errno(code: EOPNOTSUPP) }
  /// The medium cannot be written.
  public static var readOnlyFileSystem: Errno { Errno(code: EROFS) }
  /// The device failed.
  public static var inputOutput: Errno { Errno(code: EIO) }
}

extension Errno: CustomStringConvertible {
  /// The system's own words for it.
  public var description: String { unsafe String(cString: strerror(code)) }
}

/// The system calls that this module makes, to say which one failed.
public enum SystemCall: String, Hashable, Sendable {
  /// Opening or creating a file.
  case open
  /// Reading at an offset.
  case pread
  /// Reading what comes next.
  case read
  /// Making a file that is in memory only.
  case memory = "memfd_create"
  /// Writing at the end.
  case write
  /// Writing at an offset.
  case pwrite
  /// Asking for size and identity.
  case stat
  /// Asking for the kind of file system.
  case statfs
  /// Setting the length.
  case ftruncate
  /// Setting space aside.
  case fallocate
  /// Making data and metadata durable.
  case fsync
  /// Making data durable.
  case fdatasync
  /// Setting the mode.
  case fchmod
  /// Giving a descriptor back.
  case close
  /// Locking a file.
  case flock
  /// Reading a directory.
  case readdir
  /// Making a directory.
  case mkdir
  /// Renaming a file.
  case rename
  /// Renaming to a name that must be free.
  case renameToFree = "renameat2"
  /// Resolving a path and its links.
  case realpath
  /// Removing a name.
  case unlink
  /// Removing a directory.
  case rmdir
  /// Starting a thread.
  case createThread = "pthread_create"
  /// Drawing random bytes.
  case getrandom
  /// Making a socket, and setting what it is to be.
  case socket
  /// Giving a socket its address.
  case bind
  /// Taking connections.
  case listen

  /// Whether the call brings bytes to the disk: after its failure the content of the disk is unknown.
  ///
  /// > Source: durability rule 18.
  public var isSynchronisation: Bool {
    switch self {
    case .fsync, .fdatasync, .close: true
    case .open, .pread, .read, .memory, .write, .pwrite, .stat, .statfs, .ftruncate, .fallocate, .fchmod, .flock,
      .readdir, .mkdir, .rename, .renameToFree, .realpath, .unlink, .rmdir, .createThread, .getrandom, .socket, .bind,
      .listen:
      false
    }
  }
}

/// Why the system did not do what was asked.
public enum SystemError: Error, Hashable, Sendable {
  /// A call failed.
  case failed(SystemCall, path: String, Errno)
  /// Another process or another handle of this one holds the lock.
  case lockHeld(path: String)
  /// There is a link, pipe, device or folder in place of a file.
  case notRegular(path: String)
  /// There is a link or a file in place of a folder.
  case notFolder(path: String)
  /// A file holds more bytes, or a folder more names, than the program ever reads.
  case tooLarge(path: String, limit: Int)
  /// A signal asked the program to stop, and it stopped at a point at which nothing was half done.
  case stopped(signal: Int32)

  /// The errno of a failed call; nil for everything else.
  public var errno: Errno? { if case .failed(_, _, let errno) = self { errno } else { nil } }

  /// Whether bytes were to be brought to the disk and it is not known whether they were.
  public var isFailedSynchronisation: Bool {
    if case .failed(let call, _, _) = self { call.isSynchronisation } else { false }
  }
}

/// Makes a call that returns -1 on failure, and repeats it as long as signals interrupt it.
@inline(__always)
func call<Result: SignedInteger>(
  _ name: SystemCall, _ path: String, _ body: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = body()
    if result != -1 { return result }
    let reason = Errno.current
    if reason != .interrupted { throw .failed(name, path: path, reason) }
  }
}
