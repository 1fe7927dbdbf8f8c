import Foundation

/// A system call of a program: its name and its number among the calls of that name, as strace counts them in each thread.
package struct SystemCall: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  package let number: Int

  package init(name: String, number: Int) {
    self.name = name
    self.number = number
  }

  package var description: String { "\(name) \(number)" }

  /// The calls that change a disk.
  ///
  /// One more by which a program does so belongs here. Between two of them the disk holds the same, so that these are all the states that a death can leave. A call that a
  /// machine does not have is passed over.
  package static let changing = [
    "open", "openat", "openat2", "creat", "write", "writev", "pwrite64", "pwritev", "pwritev2", "fallocate",
    "ftruncate", "truncate", "copy_file_range", "sendfile", "fchmod", "chmod", "fchmodat", "fchmodat2", "utimensat",
    "fsync", "fdatasync", "sync", "syncfs", "sync_file_range", "msync", "mkdir", "mkdirat", "rename", "renameat",
    "renameat2", "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "unlink", "unlinkat", "rmdir",
  ]
}

/// The fault of a program at a call.
package enum CallFault: Hashable, Sendable, CustomStringConvertible {
  /// It is killed before the call is made.
  case death
  /// The call is not made and returns an error: `EIO`.
  case error(String)

  package var description: String {
    switch self {
    case .death: "SIGKILL"
    case .error(let name): name
    }
  }

  fileprivate var injection: String {
    switch self {
    case .death: "signal=KILL"
    case .error(let name): "error=\(name)"
    }
  }
}

extension RealProgram {
  /// Strace for all threads.
  private static func strace(_ calls: [String], to trace: String, kills: Bool = false) -> [String] {
    let names = calls.map { "?\($0)" }.joined(separator: ",")
    // Stopped at no other calls a program is twice as fast, but then strace sends no signals.
    return ["strace", "-f", "-y"] + (kills ? [] : ["--seccomp-bpf"]) + ["-o", trace, "-e", "trace=\(names)"]
  }

  private static func withTrace(_ body: (String) throws -> RealRun) throws -> (ran: RealRun, lines: [Substring]) {
    let trace = NSTemporaryDirectory() + "trace-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: trace) }
    let ran = try body(trace)
    let text = String(decoding: try Data(contentsOf: URL(filePath: trace)), as: UTF8.self)
    return (ran, text.split(separator: "\n"))
  }

  /// Runs a program to its end and lists its calls that concern a folder, with the lines of the trace.
  ///
  /// - Parameters:
  ///   - names: which calls.
  ///   - words: the program and its arguments.
  ///   - folder: the folder, or a part of its path that no other has.
  /// - Returns: the run, and the calls.
  /// - Throws: the errors of starting it or of reading the trace.
  package static func calls(
    _ names: [String], of words: [String], in folder: String
  ) throws -> (ran: RealRun, calls: [(call: SystemCall, line: Substring)]) {
    let (ran, lines) = try withTrace { try run(strace(names, to: $0) + words) }
    var counts: [Substring: Int] = [:]
    var found: [(SystemCall, Substring)] = []
    for line in lines {
      guard let call = line.firstMatch(of: #/^([0-9]+) +([a-z0-9_]+)\(/#) else { continue }
      let key = "\(call.1) \(call.2)"[...]
      counts[key, default: 0] += 1
      if line.contains(folder) { found.append((SystemCall(name: String(call.2), number: counts[key] ?? 0), line)) }
    }
    return (ran, found)
  }

  /// Runs a program to its end and lists the calls by which it changes what is in a folder.
  ///
  /// - Returns: as ``calls(_:of:in:)``.
  /// - Throws: as ``calls(_:of:in:)``.
  package static func changes(
    of words: [String], in folder: String
  ) throws -> (ran: RealRun, calls: [(call: SystemCall, line: Substring)]) {
    let (ran, calls) = try calls(SystemCall.changing, of: words, in: folder)
    // To open a file that is there changes nothing.
    return (ran, calls.filter { !$0.call.name.hasPrefix("open") || $0.line.contains(/O_CREAT|O_TRUNC|O_TMPFILE/) })
  }

  /// Runs a program with a fault at one of its calls.
  ///
  /// - Returns: the run, and whether the fault struck: a call that is not made has none.
  /// - Throws: as ``calls(_:of:in:)``.
  package static func run(
    _ words: [String], with fault: CallFault, at call: SystemCall
  ) throws -> (ran: RealRun, isStruck: Bool) {
    let inject = "inject=\(call.name):\(fault.injection):when=\(call.number)"
    let (ran, lines) = try withTrace { trace in
      try run(strace([call.name], to: trace, kills: fault == .death) + ["-e", inject] + words)
    }
    return (ran, ran.code == nil || lines.contains { $0.contains("(INJECTED)") })
  }
}
