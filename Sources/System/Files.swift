import Glibc

/// What can be done to names in directories.
public enum Files {
  /// The names in a directory, without `.` and `..`, in the order of their bytes.
  ///
  /// - Throws: ``SystemError``.
  public static func names(in path: String) throws(SystemError) -> [String] {
    guard let directory = unsafe opendir(path) else { throw .failed(.open, path: path, .current) }
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
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a path names anything.
  ///
  /// - Throws: ``SystemError`` where that cannot be asked.
  public static func exists(_ path: String) throws(SystemError) -> Bool { try FileStatus.of(path: path) != nil }

  /// Makes a directory.
  ///
  /// - Throws: ``SystemError``, with ``Errno/fileExists`` where the name is taken.
  public static func makeDirectory(_ path: String, mode: UInt16 = 0o755) throws(SystemError) {
    _ = try call(.mkdir, path) { unsafe mkdir(path, mode_t(mode)) }
  }

  /// Makes a directory and those above it where they are missing.
  ///
  /// - Throws: ``SystemError``.
  public static func makeDirectories(_ path: String) throws(SystemError) {
    do {
      try makeDirectory(path)
    } catch {
      if error.errno == .fileExists { return }
      let parent = directory(of: path)
      guard error.errno == .noSuchFile, parent != path else { throw error }
      try makeDirectories(parent)
      try makeDirectory(path)
    }
    try synchronizeDirectory(directory(of: path))
  }

  /// Renames a file over another.
  ///
  /// - Throws: ``SystemError``.
  public static func rename(_ old: String, to new: String) throws(SystemError) {
    _ = try call(.rename, old) { unsafe Glibc.rename(old, new) }
  }

  /// Removes a file's name.
  ///
  /// - Throws: ``SystemError``.
  public static func remove(_ path: String) throws(SystemError) {
    _ = try call(.unlink, path) { unsafe unlink(path) }
  }

  /// Makes the names in a directory durable: a new or renamed file is only safe after this.
  ///
  /// > Source: durability rules 14 and 15.
  /// - Throws: ``SystemError``.
  public static func synchronizeDirectory(_ path: String) throws(SystemError) {
    try FileDescriptor(path, [.readOnly, .directory]).synchronize()
  }

  /// Replaces a file's content so that a crash leaves the old or the new one, whole.
  ///
  /// A temporary file in the same directory is written and synchronised, then renamed, and the directory
  /// synchronised. The mode holds from the first byte on, so that a private file is never readable for a moment.
  ///
  /// > Source: durability rule 15.
  /// - Throws: ``SystemError``.
  public static func atomicallyWrite(_ path: String, _ bytes: [UInt8], mode: UInt16 = 0o644) throws(SystemError) {
    let parent = directory(of: path)
    let suffix = try randomBytes(8).map { String($0, radix: 16) }.joined()
    let temporary = parent + "/." + name(of: path) + "." + suffix + ".tmp"
    do {
      let file = try FileDescriptor(temporary, [.writeOnly, .create, .exclusive], mode: mode)
      try file.write(bytes)
      try file.synchronize()
      try file.close()
      try rename(temporary, to: path)
    } catch {
      _ = unsafe unlink(temporary)
      throw error
    }
    try synchronizeDirectory(parent)
  }

  /// Reads a whole file.
  ///
  /// - Throws: ``SystemError``.
  public static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let file = try FileDescriptor(path, .readOnly)
    var bytes = [UInt8](repeating: 0, count: Int(try file.status().size))
    var done = 0
    while true {
      if done == bytes.count { bytes.append(contentsOf: repeatElement(0, count: max(4_096, done / 4))) }
      let read = try file.read(into: &bytes, at: done, count: bytes.count - done, offset: UInt64(done))
      done += read
      if done < bytes.count { break }
    }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  /// The directory part of a path, `.` where it has none.
  public static func directory(of path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
  }

  static func name(of path: String) -> String {
    let bytes = Array(path.utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(decoding: bytes[(slash + 1)...], as: UTF8.self)
  }
}
