import Catalogue
import EventLog
import Foundation
import Testing
import Values

@testable import subsidy

/// Input that cannot be taken gets one clear line and the right exit code, and leaves the ledger as it was, to the byte.
@Suite struct BadInputTests {
  /// A wrong command, or a right one on a wrong file.
  struct Case: Sendable, CustomTestStringConvertible {
    let line: String
    let code: ExitCode
    /// The text of the last message.
    let says: String
    var files: [String: String] = [:]
    /// Lines of input files that are named before the last message.
    var located: [String] = []
    var testDescription: String { line }

    init(_ line: String, _ code: ExitCode, _ says: String, _ files: [String: String] = [:], located: [String] = []) {
      self.line = line
      self.code = code
      self.says = says
      self.files = files
      self.located = located
    }
  }

  static let registered = #"{"type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"450200"}"#

  static func bad(_ entry: String, _ reason: String) -> Case {
    Case("record @e --by op", .refused, "1 line cannot be taken", ["e": entry + "\n"], located: [reason])
  }

  static let entries = [
    bad("{", "1:"),
    bad("[]", "1:"),
    bad("\u{FEFF}\(registered)", "1:"),
    bad("{\"type\":\"registered\"", "1:"),
    bad(#"{"type":"nothing"}"#, "nothing"),
    bad(#"{"type":"paid","person":"p1"}"#, "paid"),
    bad(#"{"person":"p1"}"#, "`type` is missing"),
    bad(registered.replacing("p1", with: "p.1"), "person"),
    bad(registered.replacing("1985-05-16", with: "1985-02-30"), "birth"),
    bad(registered.replacing("male", with: "m"), "sex"),
    bad(registered.replacing("450200", with: "4502"), "household"),
    bad(registered.replacing("}", with: #","houshold":"450200"}"#), "houshold"),
    bad(registered.replacing("}", with: #","recorded":"2024-01-01T00:00:00Z"}"#), "recorded"),
    bad(registered.replacing("}", with: #","sex":"male"}"#), "sex"),
    bad(registered.replacing("}", with: #","private":{"idNumber":"45020019850516123X"}}"#), "private.idNumber"),
    bad(registered.replacing("}", with: #","private":{"shoe":"44"}}"#), "shoe"),
    bad(#"{"type":"reported","person":"p9","on":"2024-01-01","channel":"counter"}"#, "p9"),
    bad(
      #"{"type":"contributed","person":"p1","month":"2024-13","amountFen":1,"paidOn":"2024-01-01","source":"s"}"#,
      "month"),
    bad(
      #"{"type":"contributed","person":"p1","month":"2024-11","amountFen":1e4,"paidOn":"2024-01-01","source":"s"}"#,
      "1:"),
    bad(
      #"{"type":"contributed","person":"p1","month":"2024-11","amountFen":-1,"paidOn":"2024-01-01","source":"s"}"#, "1:"
    ),
    bad(#"{"type":"annulled","of":9999,"reason":"none"}"#, "of"),
    bad(#"{"type":"annulled","of":0,"reason":"opening"}"#, "of"),
    bad(#"{"type":"reported","person":"p1","on":"2999-01-01","channel":"counter"}"#, "on: found `2999-01-01`"),
    bad("\(registered)\u{0}", "1:"),
    bad(String(repeating: "[", count: 60_000), "1:"),
    bad(String(repeating: "x", count: 70_000), "65,535"),
    Case("record @e --by op", .refused, "2 of the lines", ["e": "\n\(registered)\n{\n"], located: ["e:1:", "e:3:"]),
  ]

  static let csv = "person,amount,paidOn\n"

  static let commands = [
    Case("record @nofile --by op", .noFile, "cannot open"),
    Case("record --history @nofile", .noFile, "cannot open"),
    Case("record @ --by op", .io, "Is a directory"),
    Case("record --history --late @h", .refused, "nothing was appended", ["h": "{\n"], located: ["h:1:"]),
    Case(
      "record --history --late @h", .refused, "nothing was appended",
      ["h": registered.replacing("}", with: #","recorded":"1999-01-01T00:00:00Z","by":"op"}"#)], located: ["h:1:"]),
    Case(
      "record --history --late @h", .refused, "nothing was appended",
      ["h": registered.replacing("}", with: #","recorded":"2999-01-01T00:00:00Z","by":"op"}"#)], located: ["h:1:"]),
    Case("init --by op", .refused, "exists already"),
    Case("init --ledger @new --history-from 2999-01-01T00:00:00Z --by op", .refused, "2999-01-01T00:00:00Z"),
    Case("policy show nope", .refused, "no shipped pack and no file `nope`"),
    Case("policy adopt nope --by op", .refused, "no shipped pack and no file `nope`"),
    Case("policy adopt linyi-2021-63 --by op", .refused, "the parameter rate is missing"),
    Case("policy adopt beijing-2019-1 --by op", .refused, "the parameter amountFen is missing"),
    Case("policy adopt lianyungang-2021-50 --set rate=7/10 --by op", .refused, "expected 1/2 to 2/3"),
    Case("policy adopt lianyungang-2021-50 --set rate=0.6 --by op", .refused, "expected 1/2 to 2/3"),
    Case("policy adopt lianyungang-2021-50 --set rate=1/0 --by op", .refused, "expected 1/2 to 2/3"),
    Case("policy adopt linyi-2021-63 --set rate=2/3 --set speed=1 --by op", .refused, "no parameter speed"),
    Case("policy adopt liuzhou-2022-9 --set rate=2/3 --by op", .refused, "no parameter rate"),
    Case("policy adopt liuzhou-2022-9 --effective-from 2021-12-31 --by op", .refused, "expected 2022-01-01 or later"),
    Case("policy adopt @pack.json --by op", .refused, "pack.json: the key `id` is missing", ["pack.json": "{}"]),
    Case("policy validate @pack.json", .refused, "pack.json: the pack is not strict JSON", ["pack.json": "{"]),
    Case("policy validate @nofile", .noFile, "cannot open"),
    Case("import contributions @nofile --month 2024-11 --by op", .noFile, "cannot open"),
    Case("import contributions @c.csv --month 2024-11 --by op", .refused, "no line besides", ["c.csv": csv]),
    Case("import contributions @c.csv --month 2024-11 --by op", .refused, "no line besides", ["c.csv": ""]),
    Case(
      "import contributions @c.csv --month 2024-11 --by op", .refused, "`amount`", ["c.csv": "person,paidOn\np1,x\n"]),
    Case("import contributions @c.csv --month 2024-13 --by op", .usage, "--month: found `2024-13`", ["c.csv": csv]),
    Case(
      "import contributions @c.csv --month 2024-11 --by op", .refused, "nothing was appended",
      ["c.csv": csv + "p1,1.234,2024-11-03\n"], located: ["c.csv:2: the column `amount`"]),
    Case(
      "import contributions @c.csv --month 2024-11 --by op", .refused, "nothing was appended",
      ["c.csv": csv + "p1,1,2024-11-03\np1,1,2024-11-03\np9,1,2024-11-03\np1,1\n\"p1,1,2024-11-03\n"],
      located: ["c.csv:6:"]),
    Case(
      "import contributions @c.csv --month 2024-11 --by op", .refused, "nothing was appended",
      ["c.csv": csv + "p1,1,2024-11-03\np1,1,2024-11-03\np9,1,2024-11-03\np1,1\np1,1,2999-01-01\n"],
      located: ["c.csv:3:", "c.csv:4:", "c.csv:5:", "c.csv:6:"]),
    Case("person p9", .refused, "p9"),
    Case("batch draft b --scheme liuzhou --through 2024-11 --by op", .refused, "nothing is payable"),
    Case("batch draft b --scheme nowhere --through 2024-11 --by op", .refused, "no policy is adopted"),
    Case("batch show b", .refused, "no batch b"),
    Case("batch approve b --by op", .refused, "no batch b"),
    Case("batch cancel b --by op", .refused, "no batch b"),
    Case("batch export b --to @out.csv --as csv --by op", .refused, "no batch b"),
    Case("batch settle @nofile --batch b --by op", .noFile, "cannot open"),
    Case(
      "batch settle @r.csv --batch b --by op", .refused, "no batch b",
      ["r.csv": "person,month,status\np1,2024-11,paid\n"]),
    Case(
      "batch settle @r.csv --batch b --by op", .refused, "nothing was appended",
      ["r.csv": "person,month,status\np1,2024-11,maybe\n"], located: ["r.csv:2: the column `status`"]),
    Case("recovery demand --by op", .refused, "nothing is overpaid"),
    Case("demo @ledger", .refused, "expected a new or empty folder"),
    Case("person p1 --ledger @nowhere", .noFile, "no ledger in"),
    Case("person p1 --ledger @file", .noFile, "no ledger in", ["file": "x"]),
    Case("record @e --by op --ledger @nowhere", .noFile, "no ledger in", ["e": registered]),
    Case("audit replay --ledger @nowhere", .noFile, "no ledger in"),
    Case("audit verify --ledger @nowhere", .unreadable, "no ledger in"),
    Case("projections status --ledger @nowhere", .noFile, "no ledger in"),
  ]

  @Test(arguments: entries + commands) func isRefusedInOneLine(_ wrong: Case) throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    try box.write("known", BadInputTests.registered + "\n")
    #expect(box.run("record @known --by op").code == .done)
    for (name, text) in wrong.files { try box.write(name, text) }
    let before = try box.fingerprint()
    for language in ["", " --lang zh"] {
      let ran = box.run(wrong.line + language)
      #expect(ran.code == wrong.code, "\(ran.messages)")
      #expect(ran.output.isEmpty)
      #expect(ran.lines.count == wrong.located.count + 1, "\(ran.messages)")
      #expect(ran.lines.last?.hasPrefix("subsidy: ") == true)
      #expect(try box.fingerprint() == before)
      if language.isEmpty {
        #expect(ran.lines.last?.contains(wrong.says) == true, "\(ran.messages)")
        for (place, line) in zip(wrong.located, ran.lines) { #expect(line.contains(place), "\(line)") }
      } else {
        for line in ran.lines { #expect(holdsChinese(line), "\(line)") }
      }
    }
  }

  /// Commands that append, each with arguments that would be taken.
  static let changes = [
    "record @known --by op", "record --history --late @known", "policy adopt jingdezhen-2024-139 --by op",
    "import contributions @c.csv --month 2024-11 --by op", "batch draft b --scheme liuzhou --through 2024-11 --by op",
    "batch approve b --by op", "batch cancel b --by op", "batch export b --to @out.csv --as csv --by op",
    "batch settle @r.csv --batch b --by op", "recovery demand --by op",
  ]

  private static func filled() throws -> Box {
    let box = try Box(adopting: "liuzhou-2022-9")
    try box.write("known", registered + "\n")
    try box.write("c.csv", csv + "p1,1,2024-11-03\n")
    try box.write("r.csv", "person,month,status\np1,2024-11,paid\n")
    return box
  }

  @Test func aLedgerInUseIsToldWhileReadersGoOn() throws {
    let box = try BadInputTests.filled()
    let before = try box.fingerprint()
    let writer = try LogWriter(opening: box.ledger)
    for line in BadInputTests.changes {
      let ran = box.run("\(line) --wait 0")
      #expect(ran.code == .busy, "\(line): \(ran.messages)")
      #expect(ran.lines.count == 1 && ran.output.isEmpty)
    }
    #expect(box.run("person --all").code == .done)
    #expect(box.run("audit verify").code == .done)
    #expect(box.run("projections check").code == .done)
    _ = consume writer
    #expect(try box.fingerprint() == before)
  }

  @Test func aBrokenHeadStopsWritersAndReaders() throws {
    for length in [0, 100, 8_192] {
      let box = try BadInputTests.filled()
      try box.write("ledger/HEAD", [UInt8](repeating: 0x5A, count: length))
      let before = try box.fingerprint()
      for line in BadInputTests.changes + ["person --all", "recovery", "audit replay", "batch list", "policy list"] {
        let ran = box.run(line)
        #expect(ran.code == .refused, "\(line): \(ran.messages)")
        #expect(ran.lines.count == 1 && ran.output.isEmpty)
      }
      #expect([ExitCode.found, .unreadable].contains(box.run("audit verify").code))
      #expect(try box.fingerprint() == before)
    }
  }

  @Test func aFlippedByteIsFoundWhereItIs() throws {
    for place in [10, 200, -3] {
      let box = try BadInputTests.filled()
      try box.flip(Box.segment, at: place)
      let before = try box.fingerprint()
      let verified = box.run("audit verify --format json")
      #expect(verified.code == .found && verified.output.contains("\"fault\":{\"segment\":"))
      #expect(verified.lines.count == 1)
      #expect(box.run("audit verify").code == .found)
      for line in ["audit replay", "audit report --to @page.html", "sweep --on 2025-01-31 --by op-1"] {
        let ran = box.run(line)
        #expect(ran.code == .found && ran.lines.count == 1 && ran.output.isEmpty, "\(line): \(ran.messages)")
      }
      // A list asks the tables, which no flipped byte of the log has changed.
      for line in ["person --all", "recovery", "batch list"] { #expect(box.run(line).code == .done) }
      #expect(try box.fingerprint() == before)
    }
  }

  @Test func aTornTailIsToldAndRepairedByTheNextChange() throws {
    let box = try BadInputTests.filled()
    let whole = try box.read(Box.segment)
    try box.append(Box.segment, #"{"seq":2,"type":"regis"#)
    let verified = box.run("audit verify --format json")
    #expect(verified.code == .tornTail && verified.output.hasPrefix(#"{"outcome":"torn-tail","size":2,"#))
    #expect(box.run("person --all").code == .done)
    #expect(box.run("record @known --by op-9").code == .done)
    let bytes = try box.read(Box.segment)
    #expect(bytes.starts(with: whole))
    let added = String(decoding: bytes[whole.count...], as: UTF8.self).split(separator: "\n")
    #expect(added[0].hasPrefix(#"{"seq":2,"type":"recovered","#) && added[0].contains(#""bytes":22"#))
    #expect(added[1].hasPrefix(#"{"commit":{"size":3"#))
    #expect(added[2].hasPrefix(#"{"seq":3,"type":"registered""#))
    #expect(try FileManager.default.contentsOfDirectory(atPath: box.path("ledger/quarantine")).isEmpty == false)
    #expect(box.run("audit verify").code == .done)
    #expect(box.run("projections check").code == .done)
  }

  /// Mode bits do not stop root, so the tests use places in which no one may write.
  @Test(arguments: ["/proc/nowhere", "/proc/self/ledger", "/sys/ledger", "/dev/null", "/dev/null/ledger"])
  func aPlaceThatCannotBeWrittenIsToldInOneLine(path: String) {
    for line in ["init --by op --ledger \(path)", "demo \(path)"] {
      let ran = run(line)
      #expect([ExitCode.io, .noFile, .refused].contains(ran.code), "\(line): \(ran.messages)")
      #expect(ran.lines.count == 1 && ran.output.isEmpty, "\(ran.messages)")
    }
  }

  @Test func aVaultThatIsGoneIsTold() throws {
    let box = try BadInputTests.filled()
    try FileManager.default.removeItem(atPath: box.path("ledger/vault.sqlite"))
    let before = try box.fingerprint()
    let ran = box.run("record @known --by op")
    #expect(ran.code == .noFile && ran.lines.count == 1, "\(ran.messages)")
    #expect(try box.fingerprint() == before)
    #expect(box.run("person --all").code == .done)
  }

  @Test func aReadModelThatIsGoneOrBrokenNeverHindersTheLedger() throws {
    let box = try BadInputTests.filled()
    try box.settle("ledger/read-model.sqlite")
    try box.write("ledger/read-model.sqlite", "junk")
    #expect(box.run("projections check").code == .refused)
    #expect(box.run("projections status --format json").output.contains(#""position":null,"current":false"#))
    #expect(box.run("record @known --by op").code == .done)
    #expect(box.run("projections check").code == .done)
    try FileManager.default.removeItem(atPath: box.path("ledger/read-model.sqlite"))
    #expect(box.run("projections check").code == .noFile)
    #expect(box.run("projections rebuild").code == .done)
    #expect(box.run("projections check").code == .done)
  }
}
