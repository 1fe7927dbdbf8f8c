import Catalogue
import Foundation
import Glibc
import Testing

@testable import subsidy

/// The places to which the program writes files for a user, and those to which it never does.
@Suite struct OutputPlaceTests {
  @Test("every argument that names an output has a sample here, and --replace is offered by every command that has one")
  func isComplete() {
    let declared = OutputSample.declared
    #expect(Set(declared.map(\.name)) == Set(OutputSample.past.keys).union(OutputSample.live.keys))
    #expect(declared.count == OutputSample.all.count)
    for (name, spec, _, _) in declared {
      let isOffered = spec.ownOptions.contains { $0.name == "--replace" }
      let isReplaceable = declared.contains { $0.spec.name == spec.name && $0.kind == .output }
      #expect(isOffered == isReplaceable, "\(name)")
    }
  }

  // All code that writes a user's file goes through one type; the rest is the ledger's own, in the modules below.
  @Test("no other code of the use cases and commands makes, replaces or renames a file")
  func oneWay() throws {
    let allowed = [
      "Ledger/Writing/LedgerSite.swift", "Ledger/Files/OutputFile.swift", "Ledger/Proofs/SubsidyLedger+Package.swift",
      "Ledger/Proofs/Witness.swift",
      "Ledger/Stores/SubsidyLedger+Store.swift", "Ledger/Backup/SubsidyLedger+Backup.swift",
      "subsidy/Commands/DemoCommand.swift",
    ]
    for module in ["Ledger", "subsidy"] {
      let folder = MessageTests.root.appendingPathComponent("Sources/\(module)")
      let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
      #expect(!files.isEmpty)
      for file in files where !allowed.contains("\(module)/\(file)") {
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        for call in ["atomicallyWrite", "Files.rename", "Files.makeDirector", ".writeOnly", ".readWrite", ".create,"] {
          #expect(!text.contains(call), "\(module)/\(file) has \(call)")
        }
      }
    }
  }

  /// Every file below a folder with its bytes and mode.
  private static func contents(of folder: String) throws -> [String: String] {
    var found: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
      found[name] = "\(mode) " + (FileManager.default.contents(atPath: path)?.base64EncodedString() ?? "")
    }
    return found
  }

  /// Every way to name a file of a ledger, or a new one in its folders.
  private static func places(in box: Box, ending: String) throws -> [String] {
    let files = FileManager.default
    try files.createDirectory(atPath: box.path("ledger/quarantine/old"), withIntermediateDirectories: true)
    try box.write("ledger/quarantine/tail", "torn")
    for name in ["read-model.sqlite-wal", "read-model.sqlite-shm"] { try box.write("ledger/\(name)", "") }
    try files.createSymbolicLink(atPath: box.path("linked"), withDestinationPath: box.ledger)
    try files.createSymbolicLink(atPath: box.path("linked-log"), withDestinationPath: "ledger/log")
    var places: [String] = []
    for (number, name) in try files.subpathsOfDirectory(atPath: box.ledger).sorted().enumerated() {
      places += [box.path("ledger/\(name)"), box.path("ledger/log/../\(name)"), box.path("linked/\(name)")]
      let link = box.path("link-\(number)\(ending)")
      try files.createSymbolicLink(atPath: link, withDestinationPath: box.path("ledger/\(name)"))
      places.append(link)
      if try files.attributesOfItem(atPath: box.path("ledger/\(name)"))[.type] as? FileAttributeType == .typeRegular {
        let hard = box.path("hard-\(number)\(ending)")
        try files.linkItem(atPath: box.path("ledger/\(name)"), toPath: hard)
        places.append(hard)
      }
    }
    let dangling = box.path("link-to-nothing\(ending)")
    try files.createSymbolicLink(atPath: dangling, withDestinationPath: box.path("ledger/nothing"))
    let folders = ["ledger", "ledger/log", "ledger/quarantine/old", "ledger/log/..", "linked", "linked-log"]
    return places + [dangling] + folders.map { box.path("\($0)/new\(ending)") }
  }

  @Test("no output touches a ledger, whatever leads to it", arguments: OutputSample.all)
  func touchesNoLedger(sample: OutputSample) throws {
    let (box, other) = (try sample.box(), try Box(adopting: "liuzhou-2022-9"))
    // The ledger that the command line names, and one that it does not.
    for target in [box, other] {
      var tried = 0
      let places = try OutputPlaceTests.places(in: target, ending: sample.ending)
      let before = try OutputPlaceTests.contents(of: target.ledger)
      for place in places {
        guard let line = sample.line(to: place, replacing: true) else { continue }
        tried += 1
        let ran = box.run(line)
        #expect(ran.code == .refused, "\(line): \(ran.code) \(ran.messages)")
        #expect(ran.output.isEmpty && ran.lines.count == 1, "\(line): \(ran.messages)")
      }
      #expect(tried > 15)
      #expect(try OutputPlaceTests.contents(of: target.ledger) == before)
    }
  }

  @Test("a ledger is known while it is made, and by its log alone")
  func unfinished() throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    let files = FileManager.default
    for (folder, parts) in [("made", ["LOCK", "log"]), ("carried", ["log"]), ("headless", ["HEAD"])] {
      try files.createDirectory(atPath: box.path(folder), withIntermediateDirectories: true)
      for part in parts {
        try files.copyItem(atPath: box.path("ledger/\(part)"), toPath: box.path("\(folder)/\(part)"))
      }
      if folder == "made" { try files.removeItem(atPath: box.path("made/log/00000000000000000000.jsonl")) }
      let ran = box.run("audit report --to @\(folder)/page.html")
      #expect(ran.code == .refused, "\(folder)")
      #expect(ran.messages.contains("in the folder of the ledger"), "\(folder): \(ran.messages)")
    }
    try files.createDirectory(atPath: box.path("plain/log"), withIntermediateDirectories: true)
    try box.write("plain/HEAD", "ref: refs/heads/main\n")
    #expect(box.run("audit report --to @plain/log/page.html").code == .done)
    #expect(box.run("init --by op-1 --ledger @ledger/log/inner").code == .refused)
    #expect(try files.contentsOfDirectory(atPath: box.path("ledger/log")).count == 1)
  }

  /// The samples whose output is written whenever the command line is run, and does not depend on chance.
  static let written = OutputSample.all.filter { !["audit verify --proof-to", "demo DIR"].contains($0.name) }

  @Test(
    "a file that is there stays unless its replacement is asked for, and equal bytes are not written",
    arguments: written)
  func stays(sample: OutputSample) throws {
    let box = try sample.box()
    let place = box.path("out\(sample.ending)")
    if sample.kind == .outputFolder {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      try box.write("out/mine", "mine")
      #expect(box.run(try #require(sample.line(to: place))).code == .refused)
      #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["mine"])
      try FileManager.default.removeItem(atPath: place)
      #expect(box.run(try #require(sample.line(to: place))).code == .done)
      return
    }
    if let input = OutputSample.leavingOut[sample.name] { try box.write("out", input) }
    // Only a checkpoint gives way to a checkpoint.
    let mine = sample.name == "audit checkpoint --to" ? try box.read("kept") : Array("mine".utf8)
    try box.write("out\(sample.ending)", mine)
    let before = try box.fingerprint()
    let refused = box.run(try #require(sample.line(to: place)))
    #expect(refused.code == .refused, "\(refused.messages)")
    #expect(refused.messages.contains("--replace") == (sample.kind == .output), "\(refused.messages)")
    #expect(try box.read("out\(sample.ending)") == mine)
    #expect(try box.fingerprint() == before)
    guard sample.kind == .output else { return }
    let line = try #require(sample.line(to: place, replacing: true))
    let replaced = box.run(line)
    let leavesOut = !sample.ending.isEmpty || sample.name.hasSuffix("--refused-to")
    #expect([ExitCode.done, .found].contains(replaced.code) || leavesOut, "\(replaced.messages)")
    let bytes = try box.read("out\(sample.ending)")
    #expect(bytes != mine)
    func inode() throws -> UInt64? {
      try FileManager.default.attributesOfItem(atPath: place)[.systemFileNumber] as? UInt64
    }
    let number = try inode()
    let again = box.run(try #require(sample.line(to: place)))
    #expect(again.code == replaced.code)
    // A file that was not written is not reported as written.
    let (said, saidAgain) = (replaced.output + replaced.messages, again.output + again.messages)
    #expect(
      said.contains("wrote") == saidAgain.contains("out is unchanged") && !saidAgain.contains("wrote"), "\(saidAgain)")
    #expect(try inode() == number && box.read("out\(sample.ending)") == bytes)
    let left = try FileManager.default.contentsOfDirectory(atPath: box.folder).filter { $0.hasPrefix(".") }
    #expect(left.isEmpty)
  }

  @Test("standard output, pipes and devices are written through")
  func writtenThrough() throws {
    let box = try TwoPasts().box
    #expect(box.run("audit replay --doubts @doubts.csv").code == .found)
    let doubts = try box.read("doubts.csv")
    let printed = box.run("audit prove 3 --to -")
    #expect(printed.output == box.run("audit prove 3").output && printed.messages.contains("wrote -"))
    #expect(unsafe mkfifo(box.path("pipe"), 0o600) == 0)
    // Linux lets one process open both ends, so neither end waits for the other.
    let reader = unsafe open(box.path("pipe"), O_RDWR)
    defer { close(reader) }
    #expect(box.run("audit replay --doubts @pipe").code == .found)
    var bytes = [UInt8](repeating: 0, count: doubts.count + 1)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(reader, $0.baseAddress, $0.count) }
    #expect(Array(bytes.prefix(count)) == doubts)
    for name in ["/dev/null", "@to-null"] {
      if name != "/dev/null" {
        try FileManager.default.createSymbolicLink(atPath: box.path("to-null"), withDestinationPath: "/dev/null")
      }
      #expect(box.run("audit report --to \(name)").code == .done)
    }
    var status = stat()
    #expect(unsafe lstat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    #expect(unsafe lstat(box.path("pipe"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(box.run("audit report --to /dev/full").code == .io)
  }

  @Test("a link to a file and a file with other names are left alone, whatever is asked for")
  func linksStay() throws {
    let box = try TwoPasts().box
    try box.write("mine", "mine")
    try FileManager.default.createSymbolicLink(atPath: box.path("link"), withDestinationPath: "mine")
    try FileManager.default.linkItem(atPath: box.path("mine"), toPath: box.path("hard"))
    for name in ["link", "hard"] {
      #expect(box.run("audit report --replace --to @\(name)").code == .refused)
      #expect(box.run("audit report --replace --to @").code == .refused)
      #expect(try box.read("mine") == Array("mine".utf8))
    }
  }
}
