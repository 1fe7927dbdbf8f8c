import Values

/// The operations of a file system on names: with ``FileHandle``, the seam at which tests put in one that fails, tears and
/// forgets.
///
/// The calls are single system calls; loops and orders of calls are built on them once, below, for every file system. Code
/// above is generic over the handle, so that the real one costs no dynamic call if its type is known.
///
/// > Source: durability rules 6 to 23.
public protocol FileNames: Sendable {
  /// The status of what a path names; nil if there is nothing.
  func status(of path: String) throws(SystemError) -> FileStatus?
  /// The names in a directory, without `.` and `..`, in the order of their bytes.
  func names(in path: String) throws(SystemError) -> [String]
  /// Makes a directory; `Errno.fileExists` if the name is taken.
  func makeDirectory(_ path: String, mode: UInt16) throws(SystemError)
  /// Renames a file over another.
  func rename(_ old: String, to new: String) throws(SystemError)
  /// Removes a file's name.
  func remove(_ path: String) throws(SystemError)
}

/// An open file, given back when its owner releases it.
public protocol FileHandle: ~Copyable, Sendable {
  /// The type that does the rest: the names of the file system.
  associatedtype Names: FileNames

  /// Opens a file or directory.
  static func open(_ path: String, _ flags: OpenFlags, mode: UInt16, on names: Names) throws(SystemError) -> Self
  /// The path it was opened by, for errors.
  var path: String { get }

  /// Reads once at an offset: any number of bytes up to `count`, 0 at the end of the file.
  func readSome(into bytes: inout [UInt8], at start: Int, count: Int, offset: UInt64) throws(SystemError) -> Int
  /// Reads once at an offset: any number of bytes up to the room there is, none at the end of the file.
  func readSome(appendingTo output: inout OutputSpan<UInt8>, offset: UInt64) throws(SystemError)
  /// Writes once, at an offset or at the file's position: any number of bytes, at least one.
  func writeSome(_ bytes: [UInt8], _ range: Range<Int>, offset: UInt64?) throws(SystemError) -> Int
  /// Size and identity of the open file, whatever its name leads to by now.
  func status() throws(SystemError) -> FileStatus
  /// The magic number of the file system that the file is on.
  func fileSystemType() throws(SystemError) -> UInt32
  /// Cuts or extends the file to a length.
  func truncate(to size: UInt64) throws(SystemError)
  /// Sets space aside without changing the length; does nothing on file systems that cannot.
  func reserve(_ range: Range<UInt64>) throws(SystemError)
  /// Makes data and metadata durable; one attempt only.
  func synchronize() throws(SystemError)
  /// Makes data and what is needed to read it back durable; one attempt only.
  func synchronizeData() throws(SystemError)
  /// Sets the permissions.
  func setMode(_ mode: UInt16) throws(SystemError)
  /// Locks the file for this handle without waiting.
  func lock(exclusive: Bool) throws(SystemError)
  /// Gives the lock back.
  func unlock() throws(SystemError)
  /// Closes the file and says whether that went well.
  consuming func close() throws(SystemError)
}

extension FileHandle where Self: ~Copyable {
  /// Reads at an offset into a part of an array until `count` bytes are there or the file ends.
  ///
  /// - Parameters:
  ///   - bytes: the array to read into; it must have `start + count` bytes.
  ///   - start: the index in `bytes` at which to begin.
  ///   - count: how many bytes to read.
  ///   - offset: the offset in the file at which to begin.
  /// - Returns: how many bytes were read, less than `count` only at the end of the file.
  /// - Throws: ``SystemError``.
  public func read(
    into bytes: inout [UInt8], at start: Int = 0, count: Int, offset: UInt64
  ) throws(SystemError) -> Int {
    precondition(start >= 0 && count >= 0 && start + count <= bytes.count)
    var done = 0
    while done < count {
      let read = try readSome(into: &bytes, at: start + done, count: count - done, offset: offset + UInt64(done))
      if read == 0 { break }
      done += read
    }
    return done
  }

  /// Reads at an offset until `count` bytes are there or the file ends, into memory that need not be filled before.
  ///
  /// - Returns: the bytes, fewer than `count` only at the end of the file.
  /// - Throws: ``SystemError``.
  public func read(count: Int, offset: UInt64) throws(SystemError) -> [UInt8] {
    try [UInt8](capacity: count) { output throws(SystemError) in
      var done = -1
      while !output.isFull, output.count > done {
        done = output.count
        try readSome(appendingTo: &output, offset: offset + UInt64(done))
      }
    }
  }

  /// Reads a whole file, whatever length it claims: a device has no end.
  ///
  /// - Throws: ``SystemError``, `tooLarge` for more bytes than the limit.
  public func readWhole(atMost limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      // The array doubles, so that a file is copied a few times and not once for each part.
      let part = min(max(64 << 10, bytes.count), limit - bytes.count) + 1
      let read = try read(count: part, offset: UInt64(bytes.count))
      bytes += read
      if bytes.count > limit { throw .tooLarge(path: path, limit: limit) }
      if read.count < part { return bytes }
    }
  }

  /// Writes a part of an array at the file's position, which is its end for ``OpenFlags/append``.
  ///
  /// - Throws: ``SystemError``; some of the bytes may then be in the file.
  public func write(_ bytes: [UInt8], _ range: Range<Int>) throws(SystemError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    var done = range.lowerBound
    while done < range.upperBound { done += try writeSome(bytes, done..<range.upperBound, offset: nil) }
  }

  /// Writes an array.
  ///
  /// - Throws: ``SystemError``; some of the bytes may then be in the file.
  public func write(_ bytes: [UInt8]) throws(SystemError) { try write(bytes, 0..<bytes.count) }

  /// Writes an array over the bytes at an offset.
  ///
  /// - Throws: ``SystemError``; some of the bytes may then be in the file.
  public func write(_ bytes: [UInt8], offset: UInt64) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      done += try writeSome(bytes, done..<bytes.count, offset: offset + UInt64(done))
    }
  }
}

/// A file system: its names, and its handles as a type.
public struct FileAccess<Handle: FileHandle & ~Copyable>: Sendable {
  /// The operations on names.
  public let system: Handle.Names

  /// Makes the access.
  public init(_ system: Handle.Names) { self.system = system }

  /// Opens a file or directory; `mode` is that of a file that this creates.
  ///
  /// - Throws: ``SystemError``.
  public func open(_ path: String, _ flags: OpenFlags, mode: UInt16 = 0o644) throws(SystemError) -> Handle {
    try Handle.open(path, flags, mode: mode, on: system)
  }

  /// Whether a path names anything.
  ///
  /// - Throws: ``SystemError`` if that cannot be asked.
  public func exists(_ path: String) throws(SystemError) -> Bool { try system.status(of: path) != nil }

  /// Makes the names in a directory durable: a new or renamed file is only safe after this.
  ///
  /// > Source: durability rules 14 and 15.
  /// - Throws: ``SystemError``.
  public func synchronizeDirectory(_ path: String) throws(SystemError) {
    try open(path, [.readOnly, .directory]).synchronize()
  }

  /// Makes a directory and those above it, if they are missing.
  ///
  /// - Throws: ``SystemError``.
  public func makeDirectories(_ path: String) throws(SystemError) {
    do {
      try system.makeDirectory(path, mode: 0o755)
    } catch {
      if error.errno == .fileExists { return }
      let parent = Files.directory(of: path)
      guard error.errno == .noSuchFile, parent != path else { throw error }
      try makeDirectories(parent)
      try system.makeDirectory(path, mode: 0o755)
    }
    try synchronizeDirectory(Files.directory(of: path))
  }

  /// Replaces a file's content so that a crash leaves the old or the new one, whole.
  ///
  /// A temporary file in the same directory is written and synchronised, then renamed, and the directory, which was
  /// opened before, synchronised. The mode holds from the first byte on, so that a private file is never readable for a
  /// moment.
  ///
  /// > Source: durability rule 15.
  /// - Throws: ``SystemError``.
  public func atomicallyWrite(_ path: String, _ bytes: [UInt8], mode: UInt16 = 0o644) throws(SystemError) {
    let parent = Files.directory(of: path)
    let temporary = parent + "/." + Files.name(of: path) + "." + (try randomBytes(8).hexadecimal) + ".tmp"
    let directory = try open(parent, [.readOnly, .directory])
    do {
      let file = try open(temporary, [.writeOnly, .create, .exclusive], mode: mode)
      try file.write(bytes)
      try file.synchronize()
      try file.close()
      try system.rename(temporary, to: path)
    } catch {
      try? system.remove(temporary)
      throw error
    }
    try directory.synchronize()
  }

  /// Reads a whole file, whatever length it claims: a device has no end.
  ///
  /// - Throws: ``SystemError``, `tooLarge` for more bytes than the limit.
  public func read(_ path: String, atMost limit: Int = Files.mostBytes) throws(SystemError) -> [UInt8] {
    try open(path, .readOnly).readWhole(atMost: limit)
  }
}

/// The file system of the machine.
public typealias LocalFiles = FileAccess<FileDescriptor>

extension FileAccess where Handle == FileDescriptor {
  /// Makes the access to the machine's own files.
  public init() { self.init(LocalNames()) }
}

/// The names of the machine's file systems.
public struct LocalNames: FileNames {
  /// Makes it; it holds nothing.
  public init() {}

  /// The status of what a path names; nil if there is nothing.
  public func status(of path: String) throws(SystemError) -> FileStatus? { try FileStatus.of(path: path) }

  /// The names in a directory, without `.` and `..`, in the order of their bytes.
  public func names(in path: String) throws(SystemError) -> [String] { try Files.names(in: path) }

  /// Makes a directory; `Errno.fileExists` if the name is taken.
  public func makeDirectory(_ path: String, mode: UInt16) throws(SystemError) {
    try Files.makeDirectory(path, mode: mode)
  }

  /// Renames a file over another.
  public func rename(_ old: String, to new: String) throws(SystemError) { try Files.rename(old, to: new) }

  /// Removes a file's name.
  public func remove(_ path: String) throws(SystemError) { try Files.remove(path) }
}
