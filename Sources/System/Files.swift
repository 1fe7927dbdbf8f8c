import CLinux
import Glibc
import Values

/// The operations on names in directories.
public enum Files {
  /// The names in a directory, without `.` and `..`, in the order of their bytes.
  ///
  /// - Throws: ``SystemError``, `tooLarge` for more than ``mostNames``.
  public static func names(in path: String) throws(SystemError) -> [String] {
    var opened = unsafe opendir(path)
    while unsafe opened == nil, Errno.current == .interrupted { unsafe opened = opendir(path) }
    guard let directory = unsafe opened else { throw .failed(.open, path: path, .current) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(directory) else {
        let reason = Errno.current
        if reason.code != 0 { throw .failed(.readdir, path: path, reason) }
        break
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
      if names.count > mostNames { throw .tooLarge(path: path, limit: mostNames) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a path names anything.
  ///
  /// - Throws: ``SystemError`` if that cannot be asked.
  public static func exists(_ path: String) throws(SystemError) -> Bool { try LocalFiles().exists(path) }

  /// Whether a file is its owner's alone.
  ///
  /// - Throws: ``SystemError``.
  public static func isPrivate(_ path: String) throws(SystemError) -> Bool {
    var status = stat()
    _ = try call(.stat, path) { unsafe stat(path, &status) }
    // Piped input has no readers to guard against.
    return status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0
  }

  /// Makes a directory.
  ///
  /// - Throws: ``SystemError``, with ``Errno/fileExists`` if the name is taken.
  public static func makeDirectory(_ path: String, mode: UInt16 = 0o755) throws(SystemError) {
    _ = try call(.mkdir, path) { unsafe mkdir(path, mode_t(mode)) }
  }

  /// Makes a directory of its own among temporary files, in `TMPDIR` or `/tmp`, for this user alone.
  ///
  /// - Parameter name: the beginning of its name.
  /// - Returns: its path.
  /// - Throws: ``SystemError``.
  public static func makeTemporaryDirectory(_ name: String) throws(SystemError) -> String {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    let path = "\(parent.isEmpty ? "/tmp" : parent)/\(name)-\(try randomBytes(8).hexadecimal)"
    try makeDirectory(path, mode: 0o700)
    return path
  }

  /// Makes a directory and those above it, if they are missing.
  ///
  /// - Throws: ``SystemError``.
  public static func makeDirectories(_ path: String) throws(SystemError) { try LocalFiles().makeDirectories(path) }

  /// Renames a file over another.
  ///
  /// - Throws: ``SystemError``, also if ``checkReplaceable(_:)`` refuses the new name.
  public static func rename(_ old: String, to new: String) throws(SystemError) {
    try checkReplaceable(new)
    _ = try call(.rename, old) { unsafe Glibc.rename(old, new) }
  }

  /// Refuses a name that is a device, a pipe or a directory: a file renamed over `/dev/null` would take its place for the
  /// whole machine.
  ///
  /// - Throws: ``SystemError`` with ``Errno/notSupported``; a name that is free, or cannot be asked about, passes.
  public static func checkReplaceable(_ path: String) throws(SystemError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    let kind = status.st_mode & S_IFMT
    if kind != S_IFREG && kind != S_IFLNK { throw .failed(.rename, path: path, .notSupported) }
  }

  /// Removes a file's name.
  ///
  /// - Throws: ``SystemError``.
  public static func remove(_ path: String) throws(SystemError) {
    _ = try call(.unlink, path) { unsafe unlink(path) }
  }

  /// Removes a directory that holds nothing.
  ///
  /// - Throws: ``SystemError``, with ``Errno/notEmpty`` if it holds anything.
  public static func removeDirectory(_ path: String) throws(SystemError) {
    _ = try call(.rmdir, path) { unsafe rmdir(path) }
  }

  /// Removes a directory with the files and directories in it.
  ///
  /// - Throws: ``SystemError``; some of it may then be gone.
  public static func removeTree(_ path: String) throws(SystemError) {
    for name in try names(in: path) {
      let inner = "\(path)/\(name)"
      var status = stat()
      _ = try call(.stat, inner) { unsafe lstat(inner, &status) }
      if status.st_mode & S_IFMT == S_IFDIR { try removeTree(inner) } else { try remove(inner) }
    }
    try removeDirectory(path)
  }

  /// Makes a directory durable with the files and directories in it.
  ///
  /// - Throws: ``SystemError``.
  public static func synchronizeTree(_ path: String) throws(SystemError) {
    for name in try names(in: path) {
      let inner = "\(path)/\(name)"
      var status = stat()
      _ = try call(.stat, inner) { unsafe lstat(inner, &status) }
      if status.st_mode & S_IFMT == S_IFDIR {
        try synchronizeTree(inner)
      } else {
        try FileDescriptor(inner, .readOnly).synchronize()
      }
    }
    try synchronizeDirectory(path)
  }

  /// Makes the names in a directory durable: a new or renamed file is only safe after this.
  ///
  /// > Source: durability rules 14 and 15.
  /// - Throws: ``SystemError``.
  public static func synchronizeDirectory(_ path: String) throws(SystemError) {
    try LocalFiles().synchronizeDirectory(path)
  }

  /// Replaces a file's content so that a crash leaves the old or the new one, whole.
  ///
  /// - Throws: ``SystemError``.
  public static func atomicallyWrite(_ path: String, _ bytes: [UInt8], mode: UInt16 = 0o644) throws(SystemError) {
    try LocalFiles().atomicallyWrite(path, bytes, mode: mode)
  }

  /// Reads a whole file.
  ///
  /// - Throws: ``SystemError``, `tooLarge` for more bytes than the limit.
  public static func read(_ path: String, atMost limit: Int = mostBytes) throws(SystemError) -> [UInt8] {
    try LocalFiles().read(path, atMost: limit)
  }

  /// The most bytes that are read of a file as a whole.
  public static var mostBytes: Int { 1 << 30 }

  /// The most names that are read of a folder.
  public static var mostNames: Int { 1_000_000 }

  /// The directory part of a path, `.` if it has none.
  public static func directory(of path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
  }

  /// An unused path in a folder, for a file that gets its own name when it is whole, or never gets one.
  ///
  /// A file that a crash leaves under such a name is in no one's way.
  ///
  /// - Throws: ``SystemError``.
  public static func temporaryName(in folder: String) throws(SystemError) -> String {
    "\(folder)/.subsidy-\(try randomBytes(8).hexadecimal).tmp"
  }

  /// The last part of a path, without slashes behind it.
  public static func name(of path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), bytes.count > 1 else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(decoding: bytes[(slash + 1)...], as: UTF8.self)
  }
}
