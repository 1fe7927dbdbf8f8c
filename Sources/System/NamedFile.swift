import CLinux
import Glibc

/// The file that a name in a directory names.
public struct NamedFile: Hashable, Sendable {
  /// The kinds of files that a name can name.
  public enum Kind: Hashable, Sendable {
    /// A file of bytes.
    case regular
    /// A directory.
    case directory
    /// A symbolic link.
    case link
    /// A pipe with a name (FIFO).
    case pipe
    /// A device that takes bytes one after the other: `/dev/null`, a terminal.
    case characterDevice
    /// A block device or a socket.
    case other
  }

  /// The kind.
  public let kind: Kind
  /// The length.
  ///
  /// > Units: bytes.
  public let size: UInt64
  /// How many names (hard links) the file has.
  public let names: UInt64
  /// The file's number on its device.
  public let inode: UInt64
  /// The device.
  public let device: UInt64

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      case S_IFCHR: .characterDevice
      default: .other
      }
    size = UInt64(clamping: status.st_size)
    names = UInt64(status.st_nlink)
    inode = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
  }

  /// Whether both are one file, whatever their names.
  public func isSame(as other: NamedFile) -> Bool { inode == other.inode && device == other.device }
}

extension Files {
  /// The file that a path names; nil if it names nothing.
  ///
  /// - Parameters:
  ///   - path: the path.
  ///   - followingLink: whether a symbolic link at its end is followed; those on the way always are.
  /// - Returns: its kind and identity.
  /// - Throws: ``SystemError`` if it cannot be asked.
  public static func look(at path: String, followingLink: Bool = true) throws(SystemError) -> NamedFile? {
    var status = stat()
    do {
      _ = try call(.stat, path) { unsafe followingLink ? stat(path, &status) : lstat(path, &status) }
    } catch {
      if error.errno == .noSuchFile || error.errno == .notDirectory { return nil }
      throw error
    }
    return NamedFile(status)
  }

  /// The file of standard output; nil if it is closed.
  public static func standardOutput() -> NamedFile? {
    var status = stat()
    return unsafe fstat(STDOUT_FILENO, &status) == 0 ? NamedFile(status) : nil
  }

  /// The path of a file or directory from the root on, without links, `.` and `..`.
  ///
  /// - Throws: ``SystemError``, also if it does not exist.
  public static func resolved(_ path: String) throws(SystemError) -> String {
    while true {
      if let found = unsafe realpath(path, nil) {
        defer { unsafe free(found) }
        return unsafe String(cString: found)
      }
      let reason = Errno.current
      if reason != .interrupted { throw .failed(.realpath, path: path, reason) }
    }
  }

  /// Renames a file or a directory to a name that is free.
  ///
  /// - Throws: ``SystemError``, with ``Errno/fileExists`` if the name was taken meanwhile.
  public static func rename(_ old: String, toFree new: String) throws(SystemError) {
    do {
      _ = try call(.renameToFree, new) { unsafe subsidy_rename_to_free(old, new) }
    } catch {
      // On a file system without this call, there is only the check followed by the call.
      guard [EINVAL, ENOSYS].contains(error.errno?.code) else { throw error }
      if try look(at: new, followingLink: false) != nil { throw .failed(.renameToFree, path: new, .fileExists) }
      try rename(old, to: new)
    }
  }
}
