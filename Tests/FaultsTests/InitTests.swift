import Foundation
import Testing

/// `init` of the real program, killed and failed at every call by which it changes the disk, and run against itself.
///
/// Between two such calls the disk holds the same, so that these are all the states that a death can leave.
///
/// > Source: durability section 2, layer B: F1, F10, F13, F20.
@Suite(.enabled(if: Program.tracingProblem == nil), .serialized)
struct InitTests {
  private static let changing = [
    "mkdir", "openat", "write", "pwrite64", "fallocate", "ftruncate", "fchmod", "fsync", "fdatasync", "rename",
    "renameat2", "unlink", "rmdir",
  ]
  private static let reading = ["statx", "pread64", "getdents64", "flock", "fstatfs"]

  /// A folder in which a ledger is to be made.
  private struct Place {
    let folder: String
    var ledger: String { folder + "/ledger" }
    var initialize: [String] { [Program.path, "init", "--by", "op-001", "--ledger", ledger] }
    var exists: Bool { FileManager.default.fileExists(atPath: ledger) }
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }
  }

  private func withPlace<Result>(_ body: (Place) throws -> Result) throws -> Result {
    let base = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    let place = Place(folder: base + "/birth-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place.folder) }
    return try body(place)
  }

  /// The calls of an `init` that concern its folder: the name and, as strace counts them, the number.
  private func calls(_ names: [String]) throws -> [(name: String, number: Int)] {
    try withPlace { place in
      let trace = place.folder + ".trace"
      defer { try? FileManager.default.removeItem(atPath: trace) }
      let strace = ["strace", "-f", "-y", "-o", trace, "-e", "trace=\(names.joined(separator: ","))"]
      let ran = try Program.run(strace + place.initialize)
      #expect(ran.code == 0, "\(ran.messages)")
      var counts: [Substring: Int] = [:]
      var found: [(name: String, number: Int)] = []
      for line in try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n") {
        guard let call = line.firstMatch(of: #/^([0-9]+) +([a-z0-9]+)\(/#) else { continue }
        counts["\(call.1) \(call.2)"[...], default: 0] += 1
        let number = counts["\(call.1) \(call.2)"[...]] ?? 0
        guard line.contains(place.folder) else { continue }
        found.append((String(call.2), number))
      }
      // The pages of the databases are many and all in a folder without the ledger's name: at a desk some will do.
      let step = Program.rounds("SUBSIDY_KILLS", 25) > 25 ? 1 : 9
      return found.filter { $0.name != "pwrite64" && $0.name != "pread64" || $0.number.isMultiple(of: step) }
    }
  }

  /// There must be a whole ledger or nothing of its name, and afterwards one that works.
  private func expectWholeOrNothing(_ place: Place, _ ran: Ran, _ comment: Comment) throws {
    #expect(ran.code != 0 || place.exists, comment)
    if !place.exists {
      let again = try Program.run(place.initialize)
      #expect(again.code == 0, "\(comment) \(again.messages)")
    }
    let entry = place.folder + "/entry.jsonl"
    try Template.registrations(1..<2).write(toFile: entry, atomically: true, encoding: .utf8)
    let recorded = try Program.run([Program.path, "record", entry, "--by", "op-001", "--ledger", place.ledger])
    #expect(recorded.code == 0, "\(comment) \(recorded.messages)")
    let report = try Program.run([Program.path, "audit", "verify", "--format", "json", "--ledger", place.ledger])
    #expect(report.code == 0 && Copy.size(report) == 2, "\(comment) \(report.output)")
  }

  private func run(_ place: Place, _ call: String, _ inject: String) throws -> Ran {
    try Program.run(
      ["strace", "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(inject)"] + place.initialize)
  }

  @Test("F1 killed at every call that changes the disk, init leaves a whole ledger or none of its name")
  func killed() throws {
    let calls = try calls(InitTests.changing)
    #expect(Set(calls.map(\.name)).isSuperset(of: ["mkdir", "openat", "fsync", "rename", "renameat2"]))
    var whole = 0
    for (call, number) in calls {
      try withPlace { place in
        let ran = try run(place, call, "\(call):signal=KILL:when=\(number)")
        #expect(ran.code == nil, "\(call) \(number): not killed")
        whole += place.exists ? 1 : 0
        try expectWholeOrNothing(place, ran, "\(call) \(number)")
      }
    }
    // Only between getting its name and bringing that to the disk.
    #expect(whole == 1, "\(whole) of \(calls.count)")
  }

  @Test(
    "F10, F13 a call that fails leaves a whole ledger or none of its name, and nothing beside it",
    arguments: ["EIO", "ENOSPC"])
  func failing(error: String) throws {
    for (call, number) in try calls(InitTests.changing + (error == "EIO" ? InitTests.reading : [])) {
      try withPlace { place in
        let ran = try run(place, call, "\(call):error=\(error):when=\(number)")
        let comment: Comment = "\(call) \(number) \(error) \(ran.messages)"
        // SQLite tries another way to open a file and tells why that one failed, 66, and takes some failed reads for a
        // damaged file, 65.
        #expect([0, 65, 66, 74].contains(ran.code), comment)
        if call != "unlink", call != "rmdir" { #expect(try place.names == (place.exists ? ["ledger"] : []), comment) }
        try expectWholeOrNothing(place, ran, comment)
      }
    }
  }

  @Test("a file system that knows no rename to a free name takes a plain one")
  func plainRename() throws {
    try withPlace { place in
      let ran = try run(place, "renameat2", "renameat2:error=EINVAL")
      #expect(ran.code == 0, "\(ran.messages)")
      #expect(try place.names == ["ledger"])
      try expectWholeOrNothing(place, ran, "plain rename")
    }
  }

  @Test("F20 of several at once for one name exactly one makes the ledger, and the others leave nothing")
  func together() throws {
    for _ in 0..<5 {
      try withPlace { place in
        let started = try (0..<6).map { _ in try Program.start(place.initialize) }
        let codes = try started.map { try $0.wait() }
        #expect(codes.count { $0 == 0 } == 1 && codes.allSatisfy { $0 == 0 || $0 == 65 }, "\(codes)")
        #expect(try place.names == ["ledger"])
        try expectWholeOrNothing(place, Ran(code: 0, output: "", messages: ""), "together")
      }
    }
  }
}
