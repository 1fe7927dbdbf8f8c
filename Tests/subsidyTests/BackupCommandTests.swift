import Catalogue
import Foundation
import JSONText
import Ledger
import Notes
import Papers
import Testing
import Vault

@testable import subsidy

/// The refusals of `backup`, `restore` and `audit verify`, and their messages about missing parts.
@Suite struct BackupCommandTests {
  /// The ledger of two pasts with a backup of its first part, and the checkpoint of each.
  private struct Made {
    let box: Box

    init() throws {
      let two = try TwoPasts()
      box = two.box
      try #require(two.run("backup \(box.path("backup"))", onEarlier: true).code == .done)
      try box.write("first", two.run("audit checkpoint", onEarlier: true).output)
      try box.write("second", box.run("audit checkpoint").output)
    }

    func restore(_ options: String = "") -> Ran { box.run("restore @backup --ledger @restored \(options)") }
    var isRestored: Bool { FileManager.default.fileExists(atPath: box.path("restored")) }
  }

  private static func json(_ ran: Ran) throws -> JSONValue { try JSONValue(Array(ran.output.utf8)) }

  @Test("a backup holds log, HEAD, vault and checkpoint, private as in the ledger, and is restored to the byte")
  func roundTrip() throws {
    let made = try Made()
    let box = made.box
    let names = try FileManager.default.contentsOfDirectory(atPath: box.path("backup")).sorted()
    #expect(names == ["HEAD", "checkpoint", "log", "vault.sqlite"])
    #expect(try box.read("backup/checkpoint") == box.read("first"))
    // A medium may have forgotten the mode.
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: box.path("backup/vault.sqlite"))
    let ran = made.restore("--format json")
    #expect(ran.code == .done && ran.messages.isEmpty, "\(ran.messages)")
    let mode = try FileManager.default.attributesOfItem(atPath: box.path("restored/vault.sqlite"))[.posixPermissions]
    #expect(mode as? Int == 0o600)
    for name in ["HEAD", "log/00000000000000000000.jsonl"] {
      #expect(try box.read("restored/\(name)") == box.read("backup/\(name)"))
    }
    let earlier = "--ledger @earlier --lang zh"
    for line in ["person --all", "paper ledger p1", "audit replay"] {
      #expect(box.run("\(line) --ledger @restored --lang zh").output == box.run("\(line) \(earlier)").output)
    }
    #expect(box.run("projections check --ledger @restored").code == .done)
    #expect(made.restore().code == .refused, "a ledger that exists is left as it is")
  }

  @Test("what cannot be in a sound backup is refused, and no ledger is made", arguments: damages)
  func refuses(damage: Damage) throws {
    let made = try Made()
    try damage.make(made.box)
    let ran = made.restore()
    #expect(ran.code == damage.code, "\(ran.code) \(ran.messages)")
    #expect(ran.messages.contains(damage.said) && ran.output.isEmpty, "\(ran.messages)")
    #expect(!made.isRestored)
    let left = try FileManager.default.contentsOfDirectory(atPath: made.box.folder).filter { $0.hasPrefix(".") }
    #expect(left.isEmpty)
  }

  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let code: ExitCode
    let said: String
    let make: @Sendable (Box) throws -> Void

    init(_ name: String, _ code: ExitCode, _ said: String, _ make: @escaping @Sendable (Box) throws -> Void) {
      (testDescription, self.code, self.said, self.make) = (name, code, said, make)
    }
  }

  private static let damages = [
    Damage("a bit of the log", .found, "corrupt") { try $0.flip("backup/log/00000000000000000000.jsonl", at: 300) },
    Damage("the log's end is missing", .found, "corrupt") { box in
      try box.write(
        "backup/log/00000000000000000000.jsonl", box.read("backup/log/00000000000000000000.jsonl").dropLast(10))
    },
    Damage("no HEAD", .refused, "HEAD") { try FileManager.default.removeItem(atPath: $0.path("backup/HEAD")) },
    Damage("no checkpoint", .noFile, "No such file") {
      try FileManager.default.removeItem(atPath: $0.path("backup/checkpoint"))
    },
    Damage("the checkpoint is a link", .refused, "expected a regular file") { box in
      try FileManager.default.removeItem(atPath: box.path("backup/checkpoint"))
      try FileManager.default.createSymbolicLink(atPath: box.path("backup/checkpoint"), withDestinationPath: "../first")
    },
    Damage("a longer log's checkpoint", .found, "not what was kept") { box in
      try box.write("backup/checkpoint", box.read("second"))
    },
    Damage("another log's checkpoint", .found, "not what was kept") { box in
      let text = String(decoding: try box.read("first"), as: UTF8.self).split(separator: "\n")
      try box.write("backup/checkpoint", "\(text[0])\n\(text[1])\n\(String(repeating: "A", count: 43))=\n")
    },
    Damage("somebody has recorded in it", .refused, "recorded in it") { box in
      try box.write("more", BadInputTests.registered)
      try #require(box.run("record @more --by op-1 --ledger @backup").code == .done)
    },
    Damage("no vault", .noFile, "vault.sqlite") {
      try FileManager.default.removeItem(atPath: $0.path("backup/vault.sqlite"))
    },
    Damage("a person is gone from the vault", .found, "missing 1, changed 0") { box in
      try BackupCommandTests.sql("DELETE FROM version WHERE person = 'p2'", box.path("backup"))
    },
    Damage("somebody's data stand in another's place", .found, "missing 0, changed 1") { box in
      try BackupCommandTests.sql(
        "UPDATE version SET data = (SELECT data FROM version WHERE person = 'p1') WHERE person = 'p2'",
        box.path("backup"))
    },
    Damage("the vault has another key", .found, "missing 0, changed 3") { box in
      try BackupCommandTests.sql("UPDATE secret SET key = zeroblob(32)", box.path("backup"))
    },
    Damage("the vault of another ledger", .found, "missing 3, changed 0") { box in
      let other = try Box(adopting: "liuzhou-2022-9")
      try FileManager.default.removeItem(atPath: box.path("backup/vault.sqlite"))
      try FileManager.default.copyItem(
        atPath: other.path("ledger/vault.sqlite"), toPath: box.path("backup/vault.sqlite"))
    },
    Damage("no vault but some bytes", .io, "vault.sqlite") { try $0.write("backup/vault.sqlite", "no database") },
  ]

  private static func sql(_ statement: String, _ ledger: String) throws {
    let script = "import sqlite3, sys; b = sqlite3.connect(sys.argv[1]); b.execute(sys.argv[2]); b.commit()"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, "\(ledger)/vault.sqlite", statement]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  @Test("an index of the vault that is not what its table holds is noticed, though every digest is right")
  func indexes() throws {
    let made = try Made()
    let path = made.box.path("backup/vault.sqlite")
    var bytes = try made.box.read("backup/vault.sqlite")
    // The key of the index over persons is the only place, besides the table, that has a person.
    let places = bytes.indices.filter { bytes[$0...].starts(with: "p3".utf8) }
    try #require(places.count == 2, "\(places)")
    var codes: Set<ExitCode> = []
    for place in places {
      bytes[place + 1] ^= 1
      try Data(bytes).write(to: URL(filePath: path))
      let ran = made.restore()
      codes.insert(ran.code)
      #expect(ran.messages.contains("vault.sqlite") && !made.isRestored, "\(ran.code) \(ran.messages)")
      bytes[place + 1] ^= 1
    }
    #expect(codes == [.refused])
  }

  @Test("a kept checkpoint says what the backup lacks, and a log that is another one is refused")
  func kept() throws {
    let made = try Made()
    let agrees = made.restore("--against @first")
    #expect(agrees.code == .done && agrees.output.contains("the log begins with the checkpoint"), "\(agrees.messages)")
    try FileManager.default.removeItem(atPath: made.box.path("restored"))
    let size = try #require(try BackupCommandTests.json(made.box.run("audit verify --format json"))["size"]?.number)
    let had = try #require(
      try BackupCommandTests.json(made.box.run("audit verify --format json --ledger @backup"))["size"]?.number)
    let shorter = made.restore("--against @second --format json")
    #expect(shorter.code == .found && made.isRestored)
    let lost = try #require(try BackupCommandTests.json(shorter)["lost"])
    #expect(lost["firstSeq"]?.number == had && lost["lastSeq"]?.number == size - 1)
    #expect(lost["events"]?.number == size - had)
    for text in ["\(size - had) events", "seq \(had) to \(size - 1)", "2022-05-31T02:00:00Z or later"] {
      #expect(shorter.messages.contains(text), "\(shorter.messages)")
    }
    try FileManager.default.removeItem(atPath: made.box.path("restored"))
    let fork = String(decoding: try made.box.read("first"), as: UTF8.self).split(separator: "\n")
    try made.box.write("fork", "\(fork[0])\n\(had - 1)\n\(fork[2])\n")
    let other = made.restore("--against @fork")
    #expect(other.code == .found && other.messages.contains("not what was kept") && !made.isRestored)
  }

  @Test("a ledger whose vault lacks something is not backed up, and audit verify says what")
  func damagedVault() throws {
    let two = try TwoPasts()
    let box = two.box
    func verify() throws -> (Ran, JSONValue) {
      let ran = box.run("audit verify --format json")
      return (ran, try #require(try BackupCommandTests.json(ran)["vault"]))
    }
    let whole = try verify()
    #expect(whole.0.code == .done && whole.1["outcome"]?.text == "whole" && whole.1["digests"]?.number == 7)
    try BackupCommandTests.sql("DELETE FROM version WHERE person = 'p5'", box.ledger)
    let damaged = try verify()
    #expect(damaged.0.code == .found && damaged.1["outcome"]?.text == "damaged")
    #expect(damaged.1["missing"]?.number == 1 && damaged.1["damaged"]?.number == 0)
    let line = try #require(damaged.1["firstSeq"]?.number)
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self).split(separator: "\n")
    #expect(log.contains { $0.hasPrefix(#"{"seq":\#(line),"type":"registered""#) && $0.contains(#""p5""#) })
    #expect(damaged.0.messages.contains("missing 1, changed 0, the first one of event \(line)"))
    let text = box.run("audit verify --lang zh")
    #expect(text.code == .found && text.messages.contains("缺失 1 个"), "\(text.messages)")
    let backup = box.run("backup @backup")
    #expect(backup.code == .found && backup.messages.contains("missing 1"), "\(backup.messages)")
    #expect(!FileManager.default.fileExists(atPath: box.path("backup")))
    try box.write("ledger/vault.sqlite", "no database")
    let unreadable = try verify()
    #expect(unreadable.0.code == .unreadable && unreadable.1["outcome"]?.text == "unreadable")
    try FileManager.default.removeItem(atPath: box.path("ledger/vault.sqlite"))
    let absent = try verify()
    #expect(absent.0.code == .done && absent.1["outcome"]?.text == "absent" && absent.1["digests"] == .null)
    #expect(box.run("audit verify").output.contains("no vault.sqlite here"))
    try box.flip(Box.segment, at: 300)
    let corrupt = try verify()
    #expect(corrupt.0.code == .found && corrupt.1["outcome"]?.text == "not-compared")
  }

  @Test("a change of the vault that was cut short is named, left as it is by audit verify, and set right by backup")
  func unfinished() throws {
    let box = try TwoPasts().box
    let script = """
      import sqlite3, sys, shutil
      b = sqlite3.connect(sys.argv[1], isolation_level=None)
      b.execute("PRAGMA cache_size = 1"); b.execute("BEGIN IMMEDIATE")
      b.execute("UPDATE version SET data = zeroblob(4000)")
      for end in ["", "-journal"]: shutil.copyfile(sys.argv[1] + end, sys.argv[1] + ".crashed" + end)
      b.execute("ROLLBACK"); b.close()
      for end in ["", "-journal"]: shutil.move(sys.argv[1] + ".crashed" + end, sys.argv[1] + end)
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, box.path("ledger/vault.sqlite")]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let before = try (box.read("ledger/vault.sqlite"), box.read("ledger/vault.sqlite-journal"))
    let ran = box.run("audit verify --format json")
    #expect(ran.code == .unreadable && ran.messages.contains("cut short"), "\(ran.code) \(ran.messages)")
    #expect(try box.read("ledger/vault.sqlite") == before.0 && box.read("ledger/vault.sqlite-journal") == before.1)
    #expect(box.run("backup @backup").code == .done)
    #expect(box.run("audit verify").code == .done)
  }

  @Test("a backup signed by the office is one whose signature can be demanded")
  func signed() throws {
    let box = try TwoPasts().box
    let key = box.run("key create --name office.example/log --to @key").output.trimmingCharacters(in: .newlines)
    #expect(box.run("backup @backup --key @key").code == .done)
    let demanded = box.run("audit verify --ledger @backup --against @backup/checkpoint --vkey \(key)")
    #expect(demanded.code == .done, "\(demanded.messages)")
    #expect(box.run("restore @backup --ledger @restored").code == .done)
  }
}
