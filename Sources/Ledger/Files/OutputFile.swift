import EventLog
import System

/// A file that a user names for the program to write.
///
/// Every file but a ledger's own is written in this way.
///
/// A regular file is written beside its name, synchronised and renamed, so that a crash leaves the old file or the new one,
/// whole. Pipes, character devices and standard output are written through. Refused is a write that would do harm: to a place
/// in the folder of a ledger, to a link, to a file that has other names, and to a file that exists, unless its bytes are equal
/// or it may be replaced.
public struct OutputFile: ExpressibleByStringInterpolation {
  /// How an existing regular file with other bytes is treated.
  public enum Present: Hashable, Sendable {
    /// It stays in every case: a key, a piece of evidence.
    case kept
    /// It stays unless the caller asks for its replacement.
    case refused
    /// It is replaced.
    case replaced
  }

  /// The path as it was given.
  public let path: String
  private let present: Present
  private let print: (([UInt8]) -> Void)?

  /// Names a file.
  ///
  /// - Parameters:
  ///   - path: the path.
  ///   - present: how an existing file is treated.
  ///   - print: writes to standard output, which `-` names then; nil if `-` is a name like any other.
  public init(_ path: String, ifPresent present: Present = .refused, print: (([UInt8]) -> Void)? = nil) {
    self.path = path
    self.present = present
    self.print = print
  }

  /// Names a new file.
  public init(stringLiteral path: String) { self.init(path) }

  /// The kind of place that the path names.
  private enum Target {
    case standardOutput(([UInt8]) -> Void)
    case stream
    case free
    case file(NamedFile)
  }

  /// Refuses a place that may not be written to, whatever the bytes.
  ///
  /// - Throws: ``LedgerFailure`` and the system's failures.
  public func check() throws { _ = try target() }

  /// Refuses only a place where writing would do harm; a missing place is left for the write to report.
  ///
  /// - Throws: ``LedgerFailure``.
  public func checkForHarm() throws {
    do {
      try check()
    } catch LedgerFailure.outputIsFolder {
    } catch is SystemError {
    }
  }

  /// Whether the bytes go to standard output, so that nothing else may be printed among them.
  ///
  /// - Throws: as ``check()``.
  public var isStandardOutput: Bool {
    get throws { if case .standardOutput = try target() { true } else { false } }
  }

  /// Whether a regular file is there, which can be read before it is replaced.
  ///
  /// - Throws: as ``check()``.
  public var isRegularFile: Bool {
    get throws { if case .file = try target() { true } else { false } }
  }

  private func target() throws -> Target {
    if path == "-", let print { return .standardOutput(print) }
    try OutputFile.refuseLedger(Files.directory(of: path), for: path)
    if path.hasSuffix("/") { throw LedgerFailure.outputIsFolder(path) }
    guard let named = try Files.look(at: path, followingLink: false) else { return .free }
    guard let found = try Files.look(at: path) else { throw LedgerFailure.outputIsLink(path) }
    // `/dev/stdout` leads to standard output, which may be a file that the shell opened.
    if let print, found.kind != .directory, let output = Files.standardOutput(), found.isSame(as: output) {
      return .standardOutput(print)
    }
    switch found.kind {
    case .pipe, .characterDevice: return .stream
    case .directory where named.kind != .link: throw LedgerFailure.outputIsFolder(path)
    case .regular where named.kind != .link:
      // The other name may be in the folder of a ledger, and the system cannot list the names of a file.
      if found.names > 1 { throw LedgerFailure.outputHasOtherNames(path) }
      return .file(found)
    case .regular, .directory, .link, .other: throw LedgerFailure.outputIsLink(path)
    }
  }

  /// Writes the bytes.
  ///
  /// - Parameters:
  ///   - bytes: the bytes.
  ///   - mode: the permissions of a new file; 0600 for what may hold private data.
  /// - Returns: whether anything was written; false for a file with these very bytes.
  /// - Throws: as ``check()``; ``LedgerFailure/outputExists(_:)`` or ``LedgerFailure/fileExists(_:)`` for a file that
  ///   stays.
  @discardableResult
  public func write(_ bytes: [UInt8], mode: UInt16) throws -> Bool {
    let staged = try stage(bytes, mode: mode)
    try staged.publish()
    return !staged.isPresent
  }

  /// Puts the bytes on the disk under another name; they get their own with ``StagedOutput/publish()``.
  ///
  /// - Throws: as ``write(_:mode:)``; `SystemError.stopped`, for from here on the file is finished.
  func stage(_ bytes: [UInt8], mode: UInt16) throws -> StagedOutput {
    try StopRequest.check()
    switch try target() {
    case .standardOutput(let print): return StagedOutput { print(bytes) }
    case .stream:
      return StagedOutput {
        let stream = try FileDescriptor(path, .writeOnly)
        try stream.write(bytes)
        try stream.close()
      }
    case .free: return try stageBeside(bytes, mode: mode, isFree: true)
    case .file(let found):
      // One byte more than the bytes have: a file that grows meanwhile is seen to differ.
      if found.size == UInt64(bytes.count),
        try FileDescriptor(path, [.readOnly, .regular]).read(count: bytes.count + 1, offset: 0) == bytes
      {
        return StagedOutput(isPresent: true) {}
      }
      switch present {
      case .kept: throw LedgerFailure.fileExists(path)
      case .refused: throw LedgerFailure.outputExists(path)
      case .replaced: break
      }
      return try stageBeside(bytes, mode: mode, isFree: false)
    }
  }

  private func stageBeside(_ bytes: [UInt8], mode: UInt16, isFree: Bool) throws -> StagedOutput {
    let folder = Files.directory(of: path)
    let part = try Files.temporaryName(in: folder)
    let staged = StagedOutput(part: part) {
      do throws(SystemError) {
        if isFree { try Files.rename(part, toFree: path) } else { try Files.rename(part, to: path) }
      } catch {
        if error.errno == .fileExists { throw LedgerFailure.outputExists(path) }
        throw error
      }
      try Files.synchronizeDirectory(folder)
    }
    let file = try FileDescriptor(part, [.writeOnly, .create, .exclusive], mode: mode)
    do {
      try file.write(bytes)
      try file.synchronize()
      try file.close()
    } catch {
      staged.abandon()
      throw error
    }
    return staged
  }

  /// One of several files of one output.
  ///
  /// Returns the file with a number before the extension of its name, `a-1.txt` for `a.txt`. An output that is written through
  /// takes all of them, one after the other.
  func numbered(_ number: Int) throws -> OutputFile {
    switch try target() {
    case .standardOutput, .stream: return self
    case .free, .file: break
    }
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path[start...].lastIndex(of: "."), dot > start else {
      return OutputFile("\(path)-\(number)", ifPresent: present, print: print)
    }
    return OutputFile("\(path[..<dot])-\(number)\(path[dot...])", ifPresent: present, print: print)
  }

  /// The file of the same output beside it, with another ending in place of the one of its name.
  ///
  /// - Parameter ending: the ending, with its dots.
  /// - Returns: nil for what is written through, which has no place beside it.
  /// - Throws: as ``check()``.
  public func beside(_ ending: String) throws -> OutputFile? {
    switch try target() {
    case .standardOutput, .stream: return nil
    case .free, .file: break
    }
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path[start...].lastIndex(of: "."), dot > start else {
      return OutputFile(path + ending, ifPresent: present, print: print)
    }
    return OutputFile(path[..<dot] + ending, ifPresent: present, print: print)
  }

  /// Puts files in their places around an append that records them.
  ///
  /// They are written under other names first, so that a place that cannot be written leaves the ledger as it was; they get
  /// their own only once the append counts, so that no file is handed out without a record in the ledger.
  ///
  /// - Returns: for each file, whether anything was written; false for a file with these very bytes.
  @discardableResult
  public static func handOut(
    _ files: some Sequence<(OutputFile, [UInt8])>, mode: UInt16 = 0o600, around append: () throws -> Void = {}
  ) throws -> [Bool] {
    var staged: [StagedOutput] = []
    do {
      for (file, bytes) in files { staged.append(try file.stage(bytes, mode: mode)) }
      try append()
    } catch {
      for output in staged { output.abandon() }
      throw error
    }
    for (position, output) in staged.enumerated() {
      do {
        try output.publish()
      } catch {
        for rest in staged[(position + 1)...] { rest.abandon() }
        throw error
      }
    }
    return staged.map { !$0.isPresent }
  }

  /// Refuses a folder that is to be made in the folder of a ledger.
  ///
  /// - Parameter folder: the folder; it and those above it need not exist.
  /// - Throws: ``LedgerFailure/outputInLedger(_:ledger:)`` and the system's failures.
  public static func checkFolder(_ folder: String) throws {
    var above = folder
    while try Files.look(at: above, followingLink: false) == nil {
      // Nothing lies above a folder that does not exist: making that folder first would lead elsewhere.
      if above.split(separator: "/").last == ".." { throw SystemError.failed(.open, path: folder, .noSuchFile) }
      above = Files.directory(of: above)
    }
    guard let found = try Files.look(at: above) else { throw LedgerFailure.outputIsLink(above) }
    // If the folder exists and is not empty, the caller that would make it refuses it.
    let isEmpty = above == folder && (try? Files.names(in: above).isEmpty) ?? false
    if found.kind != .directory || above == folder && !isEmpty { above = Files.directory(of: above) }
    try refuseLedger(above, for: folder)
  }

  private static func refuseLedger(_ folder: String, for path: String) throws {
    if let ledger = try LedgerFolder.holding(folder) { throw LedgerFailure.outputInLedger(path, ledger: ledger) }
  }
}

/// Bytes that are on the disk under another name, or wait to be written through.
struct StagedOutput {
  /// Whether the file was there with these very bytes.
  let isPresent: Bool
  private let part: String?
  private let finish: () throws -> Void

  init(isPresent: Bool = false, part: String? = nil, _ finish: @escaping () throws -> Void) {
    self.isPresent = isPresent
    self.part = part
    self.finish = finish
  }

  /// Gives the file its name.
  func publish() throws {
    do {
      try finish()
    } catch {
      abandon()
      throw error
    }
  }

  /// Removes the written files: the failure that led here is the one to report.
  func abandon() {
    if let part { try? Files.remove(part) }
  }
}
