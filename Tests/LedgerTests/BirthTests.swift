import EventLog
import Foundation
import JSONText
import Ledger
import Subsidy
import System
import Testing
import Values

/// A ledger comes into being whole, at a place at which nothing was, or not at all.
@Suite struct BirthTests {
  /// A folder of a test's own, by its path without links.
  final class Folder {
    let path: String

    init() throws {
      let base = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
      path = "\(base)/birth-\(UUID().uuidString)"
      try Files.makeDirectory(path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func ledger(_ name: String) -> SubsidyLedger {
      SubsidyLedger("\(path)/\(name)") { Instant("2025-04-10T02:00:00Z")! }
    }

    /// All names below the folder.
    func names() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }
  }

  private func create(_ ledger: SubsidyLedger) throws -> [String] {
    try ledger.create(name: "test", openedAt: nil, by: "op-1")
  }

  @Test("missing parents are made; the ledger is whole and nothing stands beside it", arguments: ["l", "a/b/l", "l//"])
  func creates(name: String) throws {
    let folder = try Folder()
    let ledger = folder.ledger(name)
    #expect(try create(ledger) == [])
    #expect(ledger.verify().outcome == .whole && ledger.verify().size == 1)
    #expect(try ledger.projectionStatus().isCurrent)
    #expect(try folder.names().allSatisfy { !$0.contains(".new") })
    let names = ["HEAD", "LOCK", "index.sqlite", "log", "read-model.sqlite", "vault.sqlite"]
    #expect(try Files.names(in: ledger.path) == names)
  }

  @Test("whatever has the name is left as it is", arguments: ["folder", "full", "file", "link"])
  func refusesExisting(kind: String) throws {
    let folder = try Folder()
    let path = "\(folder.path)/\(kind)"
    switch kind {
    case "folder": try Files.makeDirectory(path)
    case "full": try Files.makeDirectories(path + "/inner")
    case "file": try Files.atomicallyWrite(path, [1])
    default: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nowhere")
    }
    let before = try folder.names()
    #expect(throws: LogError.exists(ledger: path)) { try create(folder.ledger(kind)) }
    #expect(try folder.names() == before)
  }

  @Test("a path that SQLite cannot hold is refused before anything is made, and the longest that it can is taken")
  func longPaths() throws {
    let folder = try Folder()
    // The longest path that SQLite can open, less the names of its own files and of the folder that a ledger is built in.
    let most = 512 - 8 - 22 - 22
    let inner = String(repeating: "d", count: 200) + "/"
    let rest = most - folder.path.utf8.count - 1 - inner.utf8.count
    let name = inner + String(repeating: "x", count: rest)
    let tooLong = folder.ledger(name + "x")
    #expect(throws: LedgerFailure.pathTooLong(tooLong.path, bytes: most + 1, most: most)) { try create(tooLong) }
    #expect(try folder.names() == [])
    // The same by way of a short link.
    let link = "\(NSTemporaryDirectory())/birth-link-\(UUID().uuidString)"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path)
    defer { try? FileManager.default.removeItem(atPath: link) }
    let linked = SubsidyLedger("\(link)/\(name)x")
    #expect(throws: LedgerFailure.pathTooLong(linked.path, bytes: most + 1, most: most)) { try create(linked) }
    #expect(try folder.names() == [])
    let longest = folder.ledger(name)
    _ = try create(longest)
    #expect(try longest.rebuildProjections().isCurrent && longest.verify().outcome == .whole)
  }

  @Test("a name that leaves no room for the folder beside it is refused before anything is made")
  func longNames() throws {
    let folder = try Folder()
    // Characters of three bytes each in UTF-8: 234 bytes.
    let name = String(repeating: "账", count: 78)
    let failure = LedgerFailure.pathTooLong(name, bytes: 234, most: 233)
    #expect(throws: failure) { try create(folder.ledger(name)) }
    #expect(throws: LedgerFailure.self) { try create(folder.ledger(String(repeating: "a", count: 256) + "/l")) }
    #expect(throws: SystemError.self) { try create(folder.ledger("a\u{0}b")) }
    #expect(try folder.names() == [])
    _ = try create(folder.ledger(String(repeating: "账", count: 77)))
  }

  @Test("what an earlier attempt has left is named and stays; what only looks like it is not named")
  func leftovers() throws {
    let folder = try Folder()
    let leftover = "\(folder.path)/.l.0123456789abcdef.new"
    for name in [".l.0123456789abcdef.new", ".l.0123456789abcdeg.new", ".m.0123456789abcdef.new", ".l.new"] {
      try Files.makeDirectories("\(folder.path)/\(name)/log")
    }
    let before = try folder.names()
    #expect(try create(folder.ledger("l")) == [leftover])
    #expect(try folder.names().filter { !$0.hasPrefix("l") } == before)
  }

  /// A log of other programs' making, with the vault of a ledger that was opened.
  private func ledger(_ folder: Folder, beginning lines: [String]) throws -> SubsidyLedger {
    _ = try create(folder.ledger("whole"))
    let ledger = folder.ledger("other")
    var log = try LogWriter.create(ledger: ledger.path)
    if !lines.isEmpty {
      try log.beginAppend()
      for line in lines { _ = try log.add(Array(line.utf8), 0..<line.utf8.count) }
      _ = try log.commit(recorded: Instant("2025-04-01T00:00:00Z")!, by: "op-1")
    }
    try FileManager.default.copyItem(atPath: "\(folder.path)/whole/vault.sqlite", toPath: "\(ledger.path)/vault.sqlite")
    return ledger
  }

  @Test("a log that no ledger-opened begins is not whole, and nothing is written to it", arguments: [true, false])
  func refusesUnopened(isEmpty: Bool) throws {
    let folder = try Folder()
    let first = Entry.past(Entry.registered(), "2025-04-01T00:00:00Z").replacing(
      "{", with: #"{"seq":0,"#, maxReplacements: 1)
    let ledger = try ledger(folder, beginning: isEmpty ? [] : [first])
    let fault = isEmpty ? LogFault(segment: 0, line: 0, offset: 0, kind: .noEvents) : .opensNoLedger
    #expect(ledger.verify().outcome == .corrupt(fault))
    let file = "\(folder.path)/in.jsonl"
    let before = try Files.names(in: "\(ledger.path)/log").map { try Files.read("\(ledger.path)/log/\($0)") }
    try Files.atomicallyWrite(file, Array((Entry.registered("p2") + "\n").utf8))
    #expect(throws: LogError.corrupt(fault)) { try ledger.record(file, by: "op-1", key: nil, skipsRefused: false) }
    try Files.atomicallyWrite(file, Array((Entry.past(Entry.registered("p2"), "2025-04-02T00:00:00Z") + "\n").utf8))
    #expect(throws: LogError.corrupt(fault)) { try ledger.importHistory(file) }
    #expect(try Files.names(in: "\(ledger.path)/log").map { try Files.read("\(ledger.path)/log/\($0)") } == before)
  }
}
