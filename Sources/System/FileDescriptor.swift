import CLinux
import Glibc

/// How a file is opened.
public struct OpenFlags: OptionSet, Sendable {
  /// The flags as `open(2)` takes them.
  public let rawValue: Int32

  /// Makes flags from their bits.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// For reading only.
  public static var readOnly: OpenFlags { OpenFlags(rawValue: O_RDONLY) }
  /// For writing only.
  public static var writeOnly: OpenFlags { OpenFlags(rawValue: O_WRONLY) }
  /// For both.
  public static var readWrite: OpenFlags { OpenFlags(rawValue: O_RDWR) }
  /// Creates the file if there is none.
  public static var create: OpenFlags { OpenFlags(rawValue: O_CREAT) }
  /// Fails if the file exists; used with ``create``.
  public static var exclusive: OpenFlags { OpenFlags(rawValue: O_EXCL) }
  /// Every write goes to the end.
  public static var append: OpenFlags { OpenFlags(rawValue: O_APPEND) }
  /// Only a directory will do.
  public static var directory: OpenFlags { OpenFlags(rawValue: O_DIRECTORY) }
  /// Only a directory will do, and no link to one: as within a ledger, which another party may have packed.
  public static var ownDirectory: OpenFlags { OpenFlags(rawValue: O_DIRECTORY | O_NOFOLLOW) }
  /// Only a file will do: no link is followed, no pipe waited for, no device touched.
  public static var regular: OpenFlags { OpenFlags(rawValue: O_NONBLOCK | O_NOFOLLOW) }
  /// A pipe without a writer is opened all the same; a read of it must then be waited for.
  static var withoutWaiting: OpenFlags { OpenFlags(rawValue: O_NONBLOCK) }
}

/// The identity of a file and its length.
public struct FileStatus: Hashable, Sendable {
  /// The length.
  ///
  /// > Units: bytes.
  public let size: UInt64
  /// The file's number on its device: another one under the same name is another file.
  public let inode: UInt64
  /// The device.
  public let device: UInt64

  /// Makes a status.
  public init(size: UInt64, inode: UInt64, device: UInt64) {
    self.size = size
    self.inode = inode
    self.device = device
  }

  init(_ status: statx) {
    self.init(
      size: status.stx_size, inode: status.stx_ino,
      device: UInt64(status.stx_dev_major) << 32 | UInt64(status.stx_dev_minor))
  }

  /// The status of what a path names; nil if there is nothing.
  ///
  /// - Throws: ``SystemError`` if it cannot be asked.
  public static func of(path: String) throws(SystemError) -> FileStatus? {
    var status = statx()
    do {
      _ = try call(.stat, path) { unsafe subsidy_status(AT_FDCWD, path, &status) }
    } catch {
      if error.errno == .noSuchFile || error.errno == Errno(code: ENOTDIR) { return nil }
      throw error
    }
    return FileStatus(status)
  }
}

/// An open file, closed when its owner releases it.
public struct FileDescriptor: FileHandle, ~Copyable {
  /// The path it was opened by, for errors.
  public let path: String
  private(set) var number: Int32

  /// Takes an open descriptor over.
  init(number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - flags: how; the descriptor never passes to another program.
  ///   - mode: the permissions of a file that this creates.
  /// - Throws: ``SystemError``; `notRegular` and `notFolder` for ``OpenFlags/regular`` and ``OpenFlags/ownDirectory``.
  public init(_ path: String, _ flags: OpenFlags, mode: UInt16 = 0o644) throws(SystemError) {
    number = try FileDescriptor.number(path, flags, mode)
    self.path = path
  }

  private static func number(_ path: String, _ flags: OpenFlags, _ mode: UInt16) throws(SystemError) -> Int32 {
    let number: Int32
    do {
      number = try call(.open, path) { unsafe Glibc.open(path, flags.rawValue | O_CLOEXEC, mode_t(mode)) }
    } catch {
      throw reason(error, flags, path)
    }
    guard flags.contains(.regular) else { return number }
    var status = statx()
    let isAsked = unsafe subsidy_status(number, "", &status) == 0
    if isAsked, UInt32(status.stx_mode) & UInt32(S_IFMT) == UInt32(S_IFREG) { return number }
    let reason = Errno.current
    _ = Glibc.close(number)
    throw isAsked ? .notRegular(path: path) : .failed(.stat, path: path, reason)
  }

  /// The error for a link, a folder, or a pipe without a reader, if only a file will do.
  private static func reason(_ error: SystemError, _ flags: OpenFlags, _ path: String) -> SystemError {
    guard let code = error.errno?.code else { return error }
    if flags.contains(.regular), [ELOOP, EISDIR, ENXIO].contains(code) { return .notRegular(path: path) }
    if flags.contains(.ownDirectory), code == ENOTDIR || code == ELOOP { return .notFolder(path: path) }
    return error
  }

  /// Opens a file.
  ///
  /// - Throws: ``SystemError``.
  public static func open(
    _ path: String, _ flags: OpenFlags, mode: UInt16, on names: LocalNames
  ) throws(SystemError) -> FileDescriptor {
    try FileDescriptor(path, flags, mode: mode)
  }

  deinit {
    if number >= 0 { _ = Glibc.close(number) }
  }

  /// Closes the file and reports a failure: on some file systems the last failure of a write shows here.
  ///
  /// It is not tried again when interrupted, because Linux has given the number back by then.
  ///
  /// - Throws: ``SystemError``.
  public consuming func close() throws(SystemError) {
    let result = Glibc.close(number)
    let reason = Errno.current
    number = -1
    if result != 0, reason != .interrupted { throw .failed(.close, path: path, reason) }
  }

  /// Reads once at an offset: any number of bytes up to `count`, 0 at the end of the file.
  ///
  /// - Throws: ``SystemError``.
  public func readSome(
    into bytes: inout [UInt8], at start: Int, count: Int, offset: UInt64
  ) throws(SystemError) -> Int {
    precondition(start >= 0 && count >= 0 && start + count <= bytes.count)
    return try call(.pread, path) {
      unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(number, $0.baseAddress! + start, count, off_t(offset))
      }
    }
  }

  /// Reads once at an offset: any number of bytes up to the room there is, none at the end of the file.
  ///
  /// - Throws: ``SystemError``.
  public func readSome(appendingTo output: inout OutputSpan<UInt8>, offset: UInt64) throws(SystemError) {
    try unsafe output.withUnsafeMutableBufferPointer { buffer, count throws(SystemError) in
      guard let base = buffer.baseAddress else { return }
      let (start, room) = unsafe (base + count, buffer.count - count)
      count += try call(.pread, path) { unsafe pread(number, start, room, off_t(offset)) }
    }
  }

  /// Writes once, at an offset or at the file's position: any number of bytes, at least one.
  ///
  /// - Throws: ``SystemError``; a device that takes nothing and says nothing has failed.
  public func writeSome(_ bytes: [UInt8], _ range: Range<Int>, offset: UInt64?) throws(SystemError) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    let name: SystemCall = offset == nil ? .write : .pwrite
    let count = try call(name, path) {
      unsafe bytes.withUnsafeBytes {
        let start = unsafe $0.baseAddress! + range.lowerBound
        guard let offset else { return unsafe Glibc.write(number, start, range.count) }
        return unsafe pwrite(number, start, range.count, off_t(offset))
      }
    }
    if count == 0, !range.isEmpty { throw .failed(name, path: path, .inputOutput) }
    return count
  }

  /// Size and identity of the open file, whatever its name leads to by now.
  ///
  /// - Throws: ``SystemError``.
  public func status() throws(SystemError) -> FileStatus {
    var status = statx()
    _ = try call(.stat, path) { unsafe subsidy_status(number, "", &status) }
    return FileStatus(status)
  }

  /// The magic number of the file system that the file is on.
  ///
  /// - Throws: ``SystemError``.
  public func fileSystemType() throws(SystemError) -> UInt32 {
    var status = statfs()
    _ = try call(.statfs, path) { unsafe fstatfs(number, &status) }
    return UInt32(truncatingIfNeeded: status.f_type)
  }

  /// Cuts or extends the file to a length.
  ///
  /// - Throws: ``SystemError``.
  public func truncate(to size: UInt64) throws(SystemError) {
    _ = try call(.ftruncate, path) { ftruncate(number, off_t(size)) }
  }

  /// Sets space aside without changing the length; does nothing on file systems that cannot.
  ///
  /// > Source: durability rule 19.
  /// - Throws: ``SystemError``, with ``Errno/noSpace`` if there is not so much.
  public func reserve(_ range: Range<UInt64>) throws(SystemError) {
    do {
      _ = try call(.fallocate, path) { subsidy_reserve(number, off_t(range.lowerBound), off_t(range.count)) }
    } catch {
      if error.errno != .notSupported { throw error }
    }
  }

  /// Makes data and metadata durable.
  ///
  /// One attempt only: after a failure the kernel has marked the pages clean, so a second would lie.
  ///
  /// > Source: durability rule 18.
  /// - Throws: ``SystemError``.
  public func synchronize() throws(SystemError) {
    if fsync(number) != 0 { throw .failed(.fsync, path: path, .current) }
  }

  /// Makes everything durable that was written to the file system of the file.
  ///
  /// - Throws: ``SystemError``.
  public func synchronizeAll() throws(SystemError) {
    if subsidy_synchronize_all(number) != 0 { throw .failed(.fsync, path: path, .current) }
  }

  /// Makes data and what is needed to read it back durable; one attempt only, as ``synchronize()``.
  ///
  /// - Throws: ``SystemError``.
  public func synchronizeData() throws(SystemError) {
    if fdatasync(number) != 0 { throw .failed(.fdatasync, path: path, .current) }
  }

  /// Sets the permissions.
  ///
  /// - Throws: ``SystemError``.
  public func setMode(_ mode: UInt16) throws(SystemError) {
    _ = try call(.fchmod, path) { fchmod(number, mode_t(mode)) }
  }

  /// Locks the file for this handle without waiting.
  ///
  /// - Throws: ``SystemError/lockHeld(path:)`` if another handle holds a lock that excludes it.
  public func lock(exclusive: Bool) throws(SystemError) {
    do {
      _ = try call(.flock, path) { flock(number, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) }
    } catch {
      throw error.errno == .wouldBlock ? .lockHeld(path: path) : error
    }
  }

  /// Gives the lock back.
  ///
  /// - Throws: ``SystemError``.
  public func unlock() throws(SystemError) {
    _ = try call(.flock, path) { flock(number, LOCK_UN) }
  }
}
