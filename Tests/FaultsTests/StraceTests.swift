import FaultSupport
import Foundation
import Testing

/// Faults at the system calls of the real program.
///
/// > Source: durability section 2, layer B: F1, F10, F13, F16, F19, F26.
@Suite(.enabled(if: Program.tracingProblem == nil), .serialized)
struct StraceTests {
  private let template: Template

  init() throws { template = try Template.shared.get() }

  /// Runs a command under strace; the trace shows the calls on the log and HEAD only.
  private func trace(_ words: [String], of copy: Copy, _ calls: String, inject: String? = nil) throws -> (
    Ran, [Substring]
  ) {
    let trace = copy.path + ".trace"
    defer { try? FileManager.default.removeItem(atPath: trace) }
    var strace = ["strace", "-f", "-y", "-o", trace]
    for path in [copy.segment, copy.head, copy.path + "/log", copy.path + "/quarantine"] { strace += ["-P", path] }
    strace += ["-e", "trace=\(calls)"]
    if let inject { strace += ["-e", "inject=\(inject)"] }
    let ran = try Program.run(strace + words)
    let text = try String(contentsOfFile: trace, encoding: .utf8)
    return (ran, text.split(separator: "\n").filter { $0.contains("(") })
  }

  /// How often a call is made on the log and HEAD when nothing goes wrong.
  private func count(_ call: String, _ words: (Copy) -> [String]) throws -> Int {
    try template.withCopy { copy in
      let (ran, lines) = try trace(words(copy), of: copy, call)
      #expect(ran.code == 0, "\(ran.messages)")
      return lines.count { $0.contains("\(call)(") }
    }
  }

  @Test(
    "F1 killed at every call on the log and HEAD, the log has all that was acknowledged and no half append",
    arguments: ["write", "pwrite64", "fdatasync", "fallocate"])
  func killed(call: String) throws {
    let count = try count(call, \.record)
    #expect(count > 0)
    for number in 1...count {
      try template.withCopy { copy in
        let (ran, lines) = try trace(copy.record, of: copy, call, inject: "\(call):signal=KILL:when=\(number)")
        #expect(ran.code == nil, "\(call) \(number): not killed: \(lines)")
        try copy.expectSound(acknowledged: false, "\(call) \(number)")
      }
    }
  }

  @Test(
    "F10 a write that fails is a definite failure: nothing was added, and the next append works",
    arguments: ["ENOSPC", "EIO", "EDQUOT"], ["write", "fallocate"])
  func failingWrite(error: String, call: String) throws {
    for number in 1...(try count(call, \.record)) {
      try template.withCopy { copy in
        let before = try copy.bytes(copy.segment)
        let (ran, lines) = try trace(copy.record, of: copy, call, inject: "\(call):error=\(error):when=\(number)")
        let isRetried = call == "fallocate" && error == "ENOSPC"
        #expect(lines.contains { $0.contains("INJECTED") }, "\(lines)")
        #expect(ran.code == (isRetried ? 0 : 74), "\(ran.messages)")
        if !isRetried { #expect(try copy.bytes(copy.segment) == before) }
        try copy.expectSound(acknowledged: isRetried, "\(call) \(error)")
      }
    }
  }

  @Test("F10 an interrupted call is made again, unseen", arguments: ["write", "pwrite64", "openat", "pread64"])
  func interrupted(call: String) throws {
    try template.withCopy { copy in
      let (ran, lines) = try trace(copy.record, of: copy, call, inject: "\(call):error=EINTR:when=1+2")
      #expect(lines.contains { $0.contains("INJECTED") }, "\(lines)")
      #expect(ran.code == 0, "\(ran.messages)")
      try copy.expectSound(acknowledged: true, "\(call)")
    }
  }

  @Test("F13 a failed synchronisation is tried once and never again: outcome unknown", arguments: ["EIO", "ENOSPC"])
  func failingSynchronisation(error: String) throws {
    for number in 1...(try count("fdatasync", \.record)) {
      try template.withCopy { copy in
        let (ran, lines) = try trace(
          copy.record, of: copy, "write,pwrite64,fsync,fdatasync", inject: "fdatasync:error=\(error):when=\(number)")
        let fault = try #require(lines.firstIndex { $0.contains("INJECTED") }, "\(number): \(lines)")
        #expect(lines[(fault + 1)...].isEmpty, "\(number): \(lines)")
        #expect(ran.code == 74)
        // Before anything was written it is known that nothing was.
        let isWritten = lines[..<fault].contains { $0.contains(" write(") }
        #expect(!isWritten || ran.messages.contains("unknown"), "\(ran.messages)")
        try copy.expectSound(acknowledged: false, "\(number)")
      }
    }
  }

  @Test("a record of one entry without private data synchronises HEAD, the segment and HEAD, and nothing else")
  func synchronisations() throws {
    try template.withCopy { copy in
      let entry = copy.path + ".jsonl"
      defer { try? FileManager.default.removeItem(atPath: entry) }
      try Template.registrations(8_000..<8_001).write(toFile: entry, atomically: true, encoding: .utf8)
      let trace = copy.path + ".trace"
      defer { try? FileManager.default.removeItem(atPath: trace) }
      let calls = "fsync,fdatasync,sync,syncfs,sync_file_range,msync"
      let ran = try Program.run(
        ["strace", "-f", "-y", "-o", trace, "-e", "trace=\(calls)", Program.path, "record", entry, "--by", "op-001"]
          + ["--ledger", copy.path])
      #expect(ran.code == 0, "\(ran.messages)")
      let found = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").filter { $0.contains("(") }
      let files = [copy.head, copy.segment, copy.head]
      #expect(
        found.count == 3 && zip(found, files).allSatisfy { $0.contains("fdatasync") && $0.contains($1) }, "\(found)")
    }
  }

  @Test("F16 a write that is lost is noticed before it is acknowledged")
  func lostWrite() throws {
    let count = try template.withCopy { copy in
      let (_, lines) = try trace(copy.record, of: copy, "write")
      return try #require(lines.first?.firstMatch(of: #/= ([0-9]+)$/#)?.1)
    }
    try template.withCopy { copy in
      let (ran, lines) = try trace(copy.record, of: copy, "write", inject: "write:retval=\(count):when=1")
      #expect(lines.contains { $0.contains("INJECTED") })
      #expect(ran.code == 74 && ran.messages.contains("expected"), "\(ran.messages)")
      try copy.expectSound(acknowledged: false, "lost write")
    }
  }

  @Test("F19 what cannot be read is never called whole, and never cut off")
  func failingRead() throws {
    for (words, code) in [(\Copy.verify, 3), (\Copy.record, 74)] as [(KeyPath<Copy, [String]>, Int32)] {
      for call in ["pread64", "openat", "getdents64"] {
        for number in 1...(try count(call) { $0[keyPath: words] }) {
          try template.withCopy { copy in
            let before = try copy.bytes(copy.segment)
            let inject = "\(call):error=EIO:when=\(number)"
            let (ran, lines) = try trace(copy[keyPath: words], of: copy, call, inject: inject)
            // Files read beside the log, such as the model that follows it, may fail after the append.
            let isAfter = code == 74 && ran.code == 0
            #expect(ran.code == code || isAfter, "\(call) \(number) \(lines) \(ran.messages)")
            #expect(try copy.bytes(copy.segment).starts(with: before))
            try copy.expectSound(acknowledged: isAfter, "\(call) \(number)")
          }
        }
      }
    }
  }

  @Test("F26 verification opens for reading only and changes nothing")
  func verifiesReadOnly() throws {
    try template.withCopy { copy in
      let trace = copy.path + ".trace"
      let changes =
        "openat,creat,write,pwrite64,ftruncate,truncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,"
        + "fsync,fdatasync,fchmod,chmod,utimensat,fallocate,link,symlink"
      let ran = try Program.run(["strace", "-f", "-y", "-o", trace, "-e", "trace=\(changes)"] + copy.verify)
      #expect(ran.code == 0)
      let lines = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").filter {
        $0.contains(copy.path)
      }
      try? FileManager.default.removeItem(atPath: trace)
      let others = lines.filter { !$0.contains("openat(") || !$0.contains("O_RDONLY") || $0.contains("O_CREAT") }
      #expect(lines.count > 2 && others.isEmpty, "\(others)")
    }
  }
}
