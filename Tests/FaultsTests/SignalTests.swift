import FaultSupport
import Foundation
import Testing

/// A signal ends a command at a point at which nothing is half done.
@Suite(.serialized) struct SignalTests {
  private let template: Template

  init() throws { template = try Template.shared.get() }

  /// Runs a command and sends it a signal at one of its calls on some files.
  private func run(_ words: [String], _ paths: [String], _ call: String, _ signal: String, at when: String) throws
    -> Ran
  {
    let strace = ["strace", "-f", "-o", "/dev/null"] + paths.flatMap { ["-P", $0] }
    return try Program.run(
      strace + ["-e", "trace=\(call)", "-e", "inject=\(call):signal=\(signal):when=\(when)"] + words)
  }

  /// The names in the folder of a ledger and beside it, temporary files among them, but for the files that SQLite keeps beside
  /// a database whose log is left for later.
  private func names(_ copy: Copy) throws -> [String] {
    let name = String(copy.path.split(separator: "/").last ?? "")
    return try FileManager.default.subpathsOfDirectory(atPath: copy.path).sorted()
      .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
      + FileManager.default.contentsOfDirectory(atPath: template.folder)
      // Other cases have theirs there.
      .filter { $0.hasPrefix(".") && $0.contains(name) }
  }

  @Test(
    "at whichever call on the log the signal comes, the entries are recorded or not, and it is said which",
    .enabled(if: Program.tracingProblem == nil),
    arguments: [("pread64", [143]), ("write", [0]), ("fdatasync", [0, 143])])
  func append(call: String, expected: [Int32]) throws {
    var ends: Set<Int32> = []
    for number in 1...8 {
      try template.withCopy { copy in
        let before = try names(copy)
        let ran = try run(copy.record, [copy.segment, copy.head], call, "TERM", at: "\(number)")
        ends.insert(ran.end)
        let size = try Copy.size(Program.run(copy.verify))
        switch ran.end {
        case 0:
          #expect(size == template.size + 2, "\(call) \(number)")
          // The tables are what may be left behind.
          let isTold = ran.messages.hasPrefix("subsidy: recorded, but") && ran.messages.contains("stopped by SIGTERM")
          #expect(ran.messages.isEmpty || isTold, "\(call) \(number): \(ran.messages)")
        case 143:
          #expect(ran.messages == "subsidy: stopped by SIGTERM; nothing was recorded\n", "\(call) \(number)")
          #expect(size == template.size, "\(call) \(number)")
        default: Issue.record("\(call) \(number): \(ran.end) \(ran.messages)")
        }
        #expect(try names(copy) == before, "\(call) \(number)")
        try copy.expectSound(acknowledged: ran.end == 0, "\(call) \(number)")
      }
    }
    // Opening synchronises before it reads; once bytes are written, the append goes on.
    #expect(ends == Set(expected))
  }

  @Test(
    "a long command stops, says how far it was, and leaves nothing", .enabled(if: Program.tracingProblem == nil),
    arguments: [
      ["audit", "verify"], ["audit", "replay"], ["audit", "report", "--to", "OUT"], ["projections", "rebuild"],
      ["audit", "package", "OUT", "--month", "2024-01"],
    ])
  func reading(words: [String]) throws {
    try template.withCopy { copy in
      let out = copy.path + "-out"
      let before = try names(copy)
      let line = words.map { $0 == "OUT" ? out : $0 } + ["--ledger", copy.path]
      let ran = try run([Program.path] + line, [copy.head], "pread64", "TERM", at: "1")
      #expect(ran.end == 143 && ran.output.isEmpty, "\(ran.end) \(ran.messages)")
      #expect(
        ran.messages.hasPrefix("subsidy: stopped by SIGTERM") && ran.messages.hasSuffix("; nothing was recorded\n"))
      for path in [out, out + ".part"] { #expect(!FileManager.default.fileExists(atPath: path)) }
      #expect(try names(copy) == before)
      #expect(try Program.run(copy.verify).code == 0)
    }
  }

  @Test("a second signal ends the program at once", .enabled(if: Program.tracingProblem == nil))
  func second() throws {
    try template.withCopy { copy in
      // Between the two halves of HEAD, the program does not check for a stop request.
      let ran = try run(
        [Program.path, "audit", "verify", "--ledger", copy.path], [copy.head], "openat,pread64", "TERM", at: "1+1")
      #expect(ran.end == 143 && ran.output.isEmpty && ran.messages.isEmpty, "\(ran.end) \(ran.messages)")
    }
  }

  @Test(
    "a command that waits for a pipe is stopped by each of the signals; whoever ignores one is not",
    arguments: [("HUP", 129), ("INT", 130), ("TERM", 143)])
  func waiting(signal: String, code: Int) throws {
    try template.withCopy { copy in
      let ran = try Program.run([
        "python3", "-c",
        """
        import os, signal, subprocess, sys
        program, ledger, pipe, name = sys.argv[1:]
        number = getattr(signal, "SIG" + name)
        def start(disposition):
            os.mkfifo(pipe)
            child = subprocess.Popen([program, "record", pipe, "--by", "op-001", "--ledger", ledger],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=lambda: signal.signal(number, disposition))
            # It is open when the program reads it.
            writer = open(pipe, "w")
            os.remove(pipe)
            child.send_signal(number)
            return child, writer
        child, writer = start(signal.SIG_DFL)
        print(child.communicate(timeout=300)[0].decode(), child.returncode)
        writer.close()
        child, writer = start(signal.SIG_IGN)
        writer.close()
        print(child.communicate(timeout=300)[0].decode(), child.returncode)
        """, Program.path, copy.path, copy.path + ".pipe", signal,
      ])
      let lines = ran.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(lines.first == "subsidy: stopped by SIG\(signal); nothing was recorded", "\(ran)")
      #expect(lines.dropFirst().first == "\(code)" && lines.last == "0", "\(ran)")
      #expect(try Copy.size(Program.run(copy.verify)) == template.size)
    }
  }
}
