import FaultSupport
import Foundation
import SeededRandom
import Testing

/// A folder from a stranger: whatever it holds, every command ends soon, in little memory, with a line that names the fault,
/// and nothing outside of the folder is touched.
@Suite struct HostileFolderTests {
  private let template: Template

  init() throws { template = try Template.shared.get() }

  /// A change that a stranger makes to a ledger, `$1`; `$2` is a file of ours outside of it that must stay as it is.
  struct Prank: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let script: String

    init(_ name: String, _ script: String) { (testDescription, self.script) = (name, script) }
  }

  static let table = log + ["read-model", "index"].flatMap(files) + readModel + index

  private static let log = [
    Prank("HEAD is a pipe", #"rm "$1/HEAD"; mkfifo "$1/HEAD""#),
    Prank("HEAD is a link to our file", #"rm "$1/HEAD"; ln -s "$2" "$1/HEAD""#),
    Prank("HEAD is a link to a device", #"rm "$1/HEAD"; ln -s /dev/zero "$1/HEAD""#),
    Prank("HEAD is a folder", #"rm "$1/HEAD"; mkdir "$1/HEAD""#),
    Prank("HEAD has a terabyte", #"truncate -s 1T "$1/HEAD""#),
    Prank("HEAD has a byte more", #"printf x >> "$1/HEAD""#),
    Prank("HEAD is empty", #": > "$1/HEAD""#),
    Prank("the segment is a pipe", #"rm "$1"/log/*; mkfifo "$1/log/00000000000000000000.jsonl""#),
    Prank("the segment is a link to our file", #"rm "$1"/log/*; ln -s "$2" "$1/log/00000000000000000000.jsonl""#),
    Prank("the segment is a link to a device", #"rm "$1"/log/*; ln -s /dev/zero "$1/log/00000000000000000000.jsonl""#),
    Prank("the segment is a folder", #"rm "$1"/log/*; mkdir "$1/log/00000000000000000000.jsonl""#),
    Prank("the segment has a terabyte", #"truncate -s 1T "$1/log/00000000000000000000.jsonl""#),
    Prank("the segment is a hole of a terabyte", #"rm "$1"/log/*; truncate -s 1T "$1/log/00000000000000000000.jsonl""#),
    Prank(
      "a full segment is a hole of a terabyte",
      #"""
      mv "$1"/log/*0.jsonl "$1/log/00000000000000000061.jsonl"
      truncate -s 1T "$1/log/00000000000000000000.jsonl"
      python3 - "$1/HEAD" <<'END'
      import hashlib, re, sys
      line = re.search(rb"head-v2 .*?(?= sha256=)", open(sys.argv[1], "rb").read())[0]
      line = re.sub(rb" segment=[0-9]{20}", b" segment=%020d" % 61, line)
      def slot(n):
          text = re.sub(rb" generation=[0-9]{20}", b" generation=%020d" % n, line)
          return (text + b" sha256=" + hashlib.sha256(text).hexdigest().encode()).ljust(4095) + b"\n"
      open(sys.argv[1], "wb").write(slot(0) + slot(1))
      END
      """#),
    Prank("a full segment is a link to our file", #"ln -s "$2" "$1/log/00000000000000000007.jsonl""#),
    Prank("a segment has the largest name", #": > "$1/log/18446744073709551615.jsonl""#),
    Prank("a segment's name overflows", #": > "$1/log/99999999999999999999.jsonl""#),
    Prank("a name in log/ is no text", #": > "$1/log/$(printf '\xff\xfe')""#),
    Prank("log is a link to a folder of ours", #"mv "$1/log" "$2.log"; ln -s "$2.log" "$1/log""#),
    Prank("log is a file", #"rm -r "$1/log"; : > "$1/log""#),
    Prank("LOCK is a pipe", #"rm "$1/LOCK"; mkfifo "$1/LOCK""#),
    Prank("LOCK is a link to our file", #"rm "$1/LOCK"; ln -s "$2" "$1/LOCK""#),
    Prank("LOCK is a link to nothing", #"rm "$1/LOCK"; ln -s "$2.new" "$1/LOCK""#),
    Prank("quarantine is a file", #": > "$1/quarantine"; printf x >> "$1/log/00000000000000000000.jsonl""#),
    Prank(
      "quarantine is a link",
      #"mkdir "$2.q"; ln -s "$2.q" "$1/quarantine"; printf x >> "$1/log/00000000000000000000.jsonl""#),
    Prank("the vault is a link to our file", #"rm "$1/vault.sqlite"; ln -s "$2" "$1/vault.sqlite""#),
    Prank("the vault is a pipe", #"rm "$1/vault.sqlite"; mkfifo "$1/vault.sqlite""#),
    Prank("the vault has a terabyte", #"truncate -s 1T "$1/vault.sqlite""#),
    Prank("the vault is a hole", #"rm "$1/vault.sqlite"; truncate -s 1T "$1/vault.sqlite""#),
    Prank("the vault's journal is a pipe", #"mkfifo "$1/vault.sqlite-journal""#),
    Prank("the vault's journal is a link to our file", #"ln -s "$2" "$1/vault.sqlite-journal""#),
    Prank("the log of looks is a pipe", #"mkfifo "$1/vault-access.jsonl""#),
    Prank("the log of looks is a link to our file", #"ln -s "$2" "$1/vault-access.jsonl""#),
    Prank("the log of looks has a terabyte", #"truncate -s 1T "$1/vault-access.jsonl""#),
  ]

  private static let readModel = [
    Prank("a table of the read model is a view without end", view("read-model", "months", "person, 1 AS month")),
    Prank(
      "a trigger of the read model works without end",
      sql(
        "read-model",
        "CREATE TRIGGER t AFTER UPDATE ON position BEGIN "
          + "INSERT INTO projections SELECT randomblob(9), 1, 1, 1, 1; END")),
    Prank(
      "a text of the read model is as long as memory",
      sql(
        "read-model", "UPDATE projections SET reason = CAST(zeroblob(400000000) AS TEXT) WHERE name = 'months'")),
  ]

  private static let index = [
    Prank("the index's events are a view without end", view("index", "events", "person, 1 AS count, x'' AS places")),
    Prank("the index's ids are a view without end", view("index", "ids", "n AS bucket, x'' AS entries")),
    Prank(
      "a trigger of the index works without end",
      sql("index", "CREATE TRIGGER t AFTER UPDATE ON position BEGIN INSERT INTO ids SELECT random(), x''; END")),
    Prank(
      "a blob of the index is as long as memory",
      sql("index", "UPDATE events SET places = zeroblob(400000000) WHERE person = ''")),
    Prank("a number of bits is below its range", sql("index", "UPDATE buckets SET bits = -1")),
    Prank("a number of bits is above its range", sql("index", "UPDATE buckets SET bits = 9223372036854775807")),
    Prank("there is no number of bits", sql("index", "DELETE FROM buckets")),
    Prank(
      "the index is out of the log's order",
      sql("index", "UPDATE events SET places = x'ffffffffffffffff7fffffffffffffff7f41'")),
    Prank(
      "the index names places behind its stamp", sql("index", "UPDATE events SET places = x'80808080808040c001'")),
    Prank(
      "ids lead to no place of the log",
      sql("index", "UPDATE ids SET entries = CAST(substr(entries, 1, 8) || x'ffffffffffffffff' AS BLOB)")),
  ]

  /// The changes made to each cache.
  private static func files(_ name: String) -> [Prank] {
    let file = "$1/\(name).sqlite"
    return [
      Prank("\(name) is a pipe", #"rm -f "$1"/\#(name)*; mkfifo "\#(file)""#),
      Prank("\(name) is a link to our file", #"rm -f "$1"/\#(name)*; ln -s "$2" "\#(file)""#),
      Prank("\(name) is a folder", #"rm -f "$1"/\#(name)*; mkdir "\#(file)""#),
      Prank("\(name) is empty", #"rm -f "$1"/\#(name)*; : > "\#(file)""#),
      Prank("\(name) has a terabyte", #"truncate -s 1T "\#(file)""#),
      Prank("\(name)'s wal is a pipe", #"rm -f "\#(file)-wal"; mkfifo "\#(file)-wal""#),
      Prank("\(name) that is being made is a link", #"ln -sf "$2" "\#(file).new""#),
      Prank("\(name)'s position is a view without end", view(name, "position", "n AS version")),
      Prank(
        "\(name)'s position lies beyond every number",
        sql(name, "UPDATE position SET offset = 9223372036854775807, segment = 9223372036854775807")),
      Prank("\(name)'s position is below every number", sql(name, "UPDATE position SET offset = -1, segment = -1")),
    ]
  }

  /// Runs a statement in a cache.
  static func sql(_ name: String, _ statement: String) -> String {
    """
    python3 - "$1" <<'END'
    import sqlite3, sys
    base = sqlite3.connect(sys.argv[1] + "/\(name).sqlite", isolation_level=None)
    base.execute("PRAGMA journal_mode=DELETE")
    base.execute(\"\"\"\(statement)\"\"\")
    END
    """
  }

  /// Puts a view in the place of a table of a cache.
  static func view(_ name: String, _ table: String, _ columns: String) -> String {
    """
    python3 - "$1" <<'END'
    import sqlite3, sys
    base = sqlite3.connect(sys.argv[1] + "/\(name).sqlite", isolation_level=None)
    base.execute("PRAGMA journal_mode=DELETE")
    base.execute("DROP TABLE \(table)")
    base.execute(\"\"\"CREATE VIEW \(table) AS WITH RECURSIVE c(n, person) AS
      (SELECT 1, 'p0' UNION ALL SELECT n + 1, 'p0' FROM c) SELECT \(columns) FROM c\"\"\")
    END
    """
  }

  /// The commands that look at a stranger's folder, and those that work on it.
  static let commands = [
    ["audit", "verify"], ["audit", "replay"], ["audit", "explain", "p1", "2024-11"], ["person", "p1"],
    ["projections", "status"], ["vault", "access"],
    ["projections", "check"], ["repair", "head", "--by", "op-001"],
    ["record", "new.jsonl", "--by", "op-001"], ["projections", "rebuild"], ["backup", "MADE"],
    ["restore", "FOLDER", "--ledger", "MADE"],
  ]

  /// Runs a command in 4 GB of address space and at most 30 seconds.
  private func run(_ words: [String], _ copy: Copy) throws -> Ran {
    let made = copy.path + ".made"
    defer { try? FileManager.default.removeItem(atPath: made) }
    let words = words.map { ["new.jsonl": template.entries, "MADE": made, "FOLDER": copy.path][$0] ?? $0 }
    let ledger = words.contains("--ledger") ? [] : ["--ledger", copy.path]
    let limits = "ulimit -v 4000000; exec timeout -s KILL 30 \"$@\""
    return try Program.run(["bash", "-c", limits, "bash", Program.path] + words + ledger)
  }

  /// Makes the folder look like a backup as well.
  private func addCheckpoint(_ copy: Copy) throws {
    let ran = try run(["audit", "checkpoint"], copy)
    try #require(ran.code == 0, "\(ran.messages)")
    try ran.output.write(toFile: copy.path + "/checkpoint", atomically: true, encoding: .utf8)
  }

  private func expectEnds(_ words: [String], _ copy: Copy, _ comment: String) throws {
    let ran = try run(words, copy)
    let known: Set<Int32> = [0, 1, 2, 3, 65, 66, 74]
    let text =
      "\(comment): \(words.joined(separator: " ")): \(ran.code.map { "\($0)" } ?? "killed") \(ran.messages.prefix(600))"
    #expect(ran.code.map(known.contains) == true, "\(text)")
    #expect(!ran.messages.contains("internal error") && !ran.messages.contains("Fatal error"), "\(text)")
    // A check that finds something lists each difference.
    #expect(ran.code == 1 || ran.messages.split(separator: "\n").count <= 3, "\(text)")
  }

  @Test("every command ends soon and touches nothing outside", arguments: HostileFolderTests.table)
  func pranks(_ prank: Prank) throws {
    try template.withCopy { copy in
      let ours = copy.path + ".ours"
      try "ours\n".write(toFile: ours, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: ours)
      defer {
        for end in ["", ".log", ".q", ".new"] { try? FileManager.default.removeItem(atPath: ours + end) }
      }
      try addCheckpoint(copy)
      let done = try Program.run(["bash", "-euc", prank.script, "bash", copy.path, ours])
      try #require(done.code == 0, "\(done.messages)")
      for words in HostileFolderTests.commands { try expectEnds(words, copy, prank.testDescription) }
      #expect(try String(contentsOfFile: ours, encoding: .utf8) == "ours\n")
      let mode = try FileManager.default.attributesOfItem(atPath: ours)[.posixPermissions] as? Int
      #expect(mode == 0o640)
      #expect(!FileManager.default.fileExists(atPath: ours + ".new"))
      #expect(((try? FileManager.default.contentsOfDirectory(atPath: ours + ".q")) ?? []).isEmpty)
    }
  }

  @Test("a trap says one line, prints no memory and leaves no core file")
  func trap() throws {
    let script = """
      cd "$(mktemp -d)"; mkfifo in; ulimit -c unlimited
      SWIFT_BACKTRACE=enable=yes "$1" record in --by op --ledger "$2" & program=$!
      sleep 0.5; kill -ILL $program; wait $program; code=$?
      ls; rm -r "$PWD"; exit $code
      """
    let ran = try Program.run(["bash", "-c", script, "bash", Program.path, template.folder + "/ledger"])
    #expect(ran.code == 70 && ran.output == "in\n")
    #expect(
      ran.messages.split(separator: "\n").count == 1 && ran.messages.contains("internal error"), "\(ran.messages)")
  }

  @Test("random bytes anywhere in the folder end every command soon")
  func fuzz() throws {
    let rounds = Program.rounds("SUBSIDY_FOLDERS", 12)
    let first = UInt64(Program.rounds("SUBSIDY_FOLDER_SEED", 1))
    let files = ["HEAD", "LOCK", "log/00000000000000000000.jsonl", "vault.sqlite", "read-model.sqlite", "index.sqlite"]
    for seed in first..<first + UInt64(rounds) {
      var random = SeededRandom(seed)
      try template.withCopy { copy in
        try addCheckpoint(copy)
        for name in files where Bool.random(using: &random) {
          let path = "\(copy.path)/\(name)"
          guard var bytes = try? copy.bytes(path), !bytes.isEmpty else { continue }
          switch Int.random(in: 0..<4, using: &random) {
          case 0:
            bytes = Data(
              (0..<Int.random(in: 0..<20_000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
          case 1: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
          default:
            for _ in 0..<Int.random(in: 1...64, using: &random) {
              bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
          }
          try bytes.write(to: URL(filePath: path))
        }
        for words in HostileFolderTests.commands { try expectEnds(words, copy, "seed \(seed)") }
      }
    }
  }
}
