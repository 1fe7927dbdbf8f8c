import CLinux
import Glibc

extension FileDescriptor {
  /// The most bytes of a stream that are kept in memory; a longer stream is kept entirely in a file without a name.
  ///
  /// > Units: bytes.
  public static var mostInMemory: Int { 64 << 20 }

  /// Opens an input that a user names, so that it can be read at any offset and more than once.
  ///
  /// A regular file is read as it is. Bytes from a pipe, a terminal, a device or standard input, which `-` names, are taken in
  /// whole before this returns. None of them is left when the program ends, however it ends. Up to ``mostInMemory`` they never
  /// reach a disk, for they may be a key or a person's data.
  ///
  /// - Parameters:
  ///   - path: the path, or `-`.
  ///   - limit: how many bytes a stream may have: one may be without end.
  /// - Returns: the file, or the bytes taken in.
  /// - Throws: ``SystemError``, `tooLarge` for a stream of more bytes, `stopped` while it is waited for.
  public static func input(_ path: String, atMost limit: Int) throws(SystemError) -> FileDescriptor {
    let source = try path == "-" ? standardInput() : FileDescriptor(path, [.readOnly, .withoutWaiting])
    // A folder is left for its reader to report.
    if try !source.isStream() { return source }
    let kept = try limit <= mostInMemory ? inMemory(for: path) : withoutName()
    try source.pour(into: kept, atMost: limit)
    if path == "-" { try kept.becomeStandardInput() }
    return kept
  }

  /// Puts the bytes taken in in place of standard input, so that a change that is decided again reads the same once more.
  private func becomeStandardInput() throws(SystemError) {
    _ = try call(.open, path) { dup2(number, STDIN_FILENO) }
    _ = try call(.open, path) { lseek(STDIN_FILENO, 0, SEEK_SET) }
  }

  /// The same open file once more.
  ///
  /// - Throws: ``SystemError``.
  public func duplicate() throws(SystemError) -> FileDescriptor {
    FileDescriptor(number: try call(.open, path) { fcntl(number, F_DUPFD_CLOEXEC, 3) }, path: path)
  }

  /// A path that opens the same file once more, even if it has no name, for as long as this handle lives.
  public var pathOfHandle: String { "/proc/self/fd/\(number)" }

  private static func standardInput() throws(SystemError) -> FileDescriptor {
    FileDescriptor(number: try call(.open, "-") { fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) }, path: "-")
  }

  /// Whether it must be taken in: it cannot be read at any offset, or its position is behind its beginning.
  private func isStream() throws(SystemError) -> Bool {
    switch try kind() {
    case .regular: lseek(number, 0, SEEK_CUR) != 0
    case .directory, .link: false
    case .pipe, .characterDevice, .other: true
    }
  }

  private func kind() throws(SystemError) -> NamedFile.Kind {
    var status = stat()
    _ = try call(.stat, path) { unsafe fstat(number, &status) }
    return NamedFile(status).kind
  }

  static func inMemory(for path: String) throws(SystemError) -> FileDescriptor {
    FileDescriptor(number: try call(.memory, path) { unsafe subsidy_memory_file("subsidy") }, path: path)
  }

  /// A new file for reading and writing that only its owner may open, mode 0600, and that no name leads to: nothing is left of
  /// it when it is closed, however the program ends.
  ///
  /// - Parameter folder: the folder on whose file system the file is; nil for the one of temporary files, `TMPDIR` or `/tmp`.
  /// - Returns: the file.
  /// - Throws: ``SystemError``.
  public static func withoutName(in folder: String? = nil) throws(SystemError) -> FileDescriptor {
    let temporary = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    let path = try Files.temporaryName(in: folder ?? temporary)
    let file = try FileDescriptor(path, [.readWrite, .create, .exclusive], mode: 0o600)
    try Files.remove(path)
    return file
  }

  /// Reads a stream from its position to its end.
  private func pour(into kept: borrowing FileDescriptor, atMost limit: Int) throws(SystemError) {
    var bytes = [UInt8](repeating: 0, count: 256 << 10)
    var total = 0
    while true {
      try waitForBytes()
      let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress!, $0.count) }
      if count < 0 {
        let reason = Errno.current
        if reason == .interrupted || reason == .wouldBlock { continue }
        throw .failed(.read, path: path, reason)
      }
      if count == 0 { return }
      total += count
      if total > limit { throw .tooLarge(path: path, limit: limit) }
      try kept.write(bytes, 0..<count)
    }
  }

  private func waitForBytes() throws(SystemError) {
    var wanted = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    repeat { try StopRequest.check() } while unsafe poll(&wanted, 1, -1) < 0 && Errno.current == .interrupted
  }
}
