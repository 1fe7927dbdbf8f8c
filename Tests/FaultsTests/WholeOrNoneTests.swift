import FaultSupport
import Foundation
import Testing

/// The ways in which a folder comes into being: a ledger of nothing, a backup of a ledger, a ledger of a backup.
enum Birth: String, CaseIterable, Sendable {
  case initialize = "init"
  case backup, restore
}

/// The real program, killed and failed at every call by which it changes the disk while it makes a folder, and run against
/// itself.
///
/// Between two such calls the disk holds the same, so that these are all the states that a death can leave.
///
/// > Source: durability section 2, layer B: F1, F10, F13, F20.
@Suite(.enabled(if: Program.tracingProblem == nil))
struct WholeOrNoneTests {
  private static let changing = [
    "mkdir", "openat", "write", "pwrite64", "fallocate", "ftruncate", "fchmod", "fsync", "fdatasync", "rename",
    "renameat2", "unlink", "rmdir",
  ]
  private static let reading = ["statx", "pread64", "getdents64", "flock", "fstatfs"]

  /// A folder in which another one is to be made.
  private struct Place {
    let birth: Birth
    let folder: String
    var made: String { folder + "/made" }
    /// The ledger that is copied, or its backup.
    var source: String { folder + "/source" }
    var exists: Bool { FileManager.default.fileExists(atPath: made) }
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }

    var command: [String] {
      switch birth {
      case .initialize: [Program.path, "init", "--by", "op-001", "--ledger", made]
      case .backup: [Program.path, "backup", made, "--ledger", source]
      case .restore: [Program.path, "restore", source, "--ledger", made]
      }
    }

    /// The names that must be in the folder.
    var expectedNames: [String] { (exists ? ["made"] : []) + (birth == .initialize ? [] : ["source"]) }
    /// How many events the ledger has that is made or copied.
    var size: Int { birth == .initialize ? 1 : 4 }
  }

  /// A ledger with private data, and a backup of it, made once.
  private static let seed = Result {
    let base = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    let folder = base + "/seed-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let entries = folder + "/in.jsonl"
    try Template.privateRegistrations(0..<3).write(toFile: entries, atomically: true, encoding: .utf8)
    for words in [["init", "--by", "op"], ["record", entries, "--by", "op"], ["backup", folder + "/backup"]] {
      let ran = try Program.run([Program.path] + words + ["--ledger", folder + "/ledger"])
      guard ran.code == 0 else { throw Template.Failure(text: ran.messages) }
    }
    return folder
  }

  private func withPlace<Result>(_ birth: Birth, _ body: (Place) throws -> Result) throws -> Result {
    let base = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    let place = Place(birth: birth, folder: base + "/birth-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place.folder) }
    let seed = try WholeOrNoneTests.seed.get()
    switch birth {
    case .initialize: break
    case .backup: try FileManager.default.copyItem(atPath: seed + "/ledger", toPath: place.source)
    case .restore: try FileManager.default.copyItem(atPath: seed + "/backup", toPath: place.source)
    }
    return try body(place)
  }

  /// The calls of a command that concern its folder: the name and, as strace counts them, the number.
  private func calls(_ birth: Birth, _ names: [String]) throws -> [(name: String, number: Int)] {
    try withPlace(birth) { place in
      let trace = place.folder + ".trace"
      defer { try? FileManager.default.removeItem(atPath: trace) }
      let strace = ["strace", "-f", "-y", "-o", trace, "-e", "trace=\(names.joined(separator: ","))"]
      let ran = try Program.run(strace + place.command)
      #expect(ran.code == 0, "\(ran.messages)")
      var counts: [Substring: Int] = [:]
      var found: [(name: String, number: Int)] = []
      for line in try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n") {
        guard let call = line.firstMatch(of: #/^([0-9]+) +([a-z0-9]+)\(/#) else { continue }
        counts["\(call.1) \(call.2)"[...], default: 0] += 1
        let number = counts["\(call.1) \(call.2)"[...]] ?? 0
        guard line.contains(place.folder) else { continue }
        // Tables and index are made by `restore` as by `init`, whose calls are all tried.
        if birth == .restore, line.contains("read-model.sqlite") || line.contains("index.sqlite") { continue }
        found.append((String(call.2), number))
      }
      // The pages of the tables are many and all in a folder without the ledger's name: at a desk some will do.
      let step = birth != .initialize || Program.rounds("SUBSIDY_KILLS", 25) > 25 ? 1 : 9
      return found.filter { $0.name != "pwrite64" && $0.name != "pread64" || $0.number.isMultiple(of: step) }
    }
  }

  /// There must be a whole ledger or backup, or nothing of its name, and afterwards one that works.
  private func expectWholeOrNothing(_ place: Place, _ ran: Ran, _ comment: Comment) throws {
    #expect(ran.code != 0 || place.exists, comment)
    if !place.exists {
      let again = try Program.run(place.command)
      #expect(again.code == 0, "\(comment) \(again.messages)")
    }
    var ledger = place.made
    if place.birth == .backup {
      for words in [
        ["audit", "verify", "--ledger", place.source],
        ["audit", "verify", "--ledger", place.made, "--against", place.made + "/checkpoint"],
        ["restore", place.made, "--ledger", place.folder + "/back"],
      ] {
        let ran = try Program.run([Program.path] + words)
        #expect(ran.code == 0, "\(comment) \(words) \(ran.messages)")
      }
      ledger = place.folder + "/back"
    }
    let entry = place.folder + "/entry.jsonl"
    try Template.privateRegistrations(8..<9).write(toFile: entry, atomically: true, encoding: .utf8)
    let recorded = try Program.run([Program.path, "record", entry, "--by", "op-001", "--ledger", ledger])
    #expect(recorded.code == 0, "\(comment) \(recorded.messages)")
    let report = try Program.run([Program.path, "audit", "verify", "--format", "json", "--ledger", ledger])
    #expect(report.code == 0 && Copy.size(report) == place.size + 1, "\(comment) \(report.output)")
    #expect(report.output.contains(#""vault":{"outcome":"whole","digests":\#(place.size),"#), "\(report.output)")
  }

  private func run(_ place: Place, _ call: String, _ inject: String) throws -> Ran {
    try Program.run(
      ["strace", "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(inject)"] + place.command)
  }

  @Test(
    "F1 killed at every call that changes the disk, what is made is there whole, or nothing of its name",
    arguments: Birth.allCases)
  func killed(birth: Birth) throws {
    let calls = try calls(birth, WholeOrNoneTests.changing)
    #expect(Set(calls.map(\.name)).isSuperset(of: ["mkdir", "openat", "fsync", "rename", "renameat2"]))
    var whole = 0
    for (call, number) in calls {
      try withPlace(birth) { place in
        let ran = try run(place, call, "\(call):signal=KILL:when=\(number)")
        #expect(ran.code == nil, "\(call) \(number): not killed")
        whole += place.exists ? 1 : 0
        try expectWholeOrNothing(place, ran, "\(birth) \(call) \(number)")
      }
    }
    // Only between getting its name and bringing that to the disk.
    #expect(whole == 1, "\(whole) of \(calls.count)")
  }

  @Test(
    "F10, F13 a call that fails leaves what is made whole, or nothing of its name and nothing beside it",
    arguments: Birth.allCases, ["EIO", "ENOSPC"])
  func failing(birth: Birth, error: String) throws {
    let names = WholeOrNoneTests.changing + (error == "EIO" ? WholeOrNoneTests.reading : [])
    for (call, number) in try calls(birth, names) {
      try withPlace(birth) { place in
        let ran = try run(place, call, "\(call):error=\(error):when=\(number)")
        let comment: Comment = "\(birth) \(call) \(number) \(error) \(ran.messages)"
        // SQLite tries another way to open a file and reports why that one failed, 66, and takes some failed reads for a
        // damaged file, 65.
        #expect([0, 65, 66, 74].contains(ran.code), comment)
        if call != "unlink", call != "rmdir" { #expect(try place.names == place.expectedNames, comment) }
        try expectWholeOrNothing(place, ran, comment)
      }
    }
  }

  @Test("a file system that knows no rename to a free name takes a plain one", arguments: Birth.allCases)
  func plainRename(birth: Birth) throws {
    try withPlace(birth) { place in
      let ran = try run(place, "renameat2", "renameat2:error=EINVAL")
      #expect(ran.code == 0, "\(ran.messages)")
      #expect(try place.exists && place.names == place.expectedNames)
      try expectWholeOrNothing(place, ran, "plain rename")
    }
  }

  @Test(
    "F20 of several at once for one name exactly one makes what has it, and the others leave nothing",
    arguments: Birth.allCases)
  func together(birth: Birth) throws {
    for _ in 0..<3 {
      try withPlace(birth) { place in
        let started = try (0..<6).map { _ in try Program.start(place.command) }
        let codes = try started.map { try $0.wait() }
        #expect(codes.count { $0 == 0 } == 1 && codes.allSatisfy { $0 == 0 || $0 == 65 }, "\(codes)")
        #expect(try place.exists && place.names == place.expectedNames)
        try expectWholeOrNothing(place, Ran(end: 0, output: "", messages: ""), "together")
      }
    }
  }
}
