import Catalogue
import Foundation
import System
import Testing
import Values

@testable import subsidy

/// The drill of docs/en/keys.md, as typed by an office that has lost both administrators' keys.
@Suite struct KeysPageTests {
  private static func page() throws -> String {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/en/keys.md")
    return try String(contentsOf: page.standardized, encoding: .utf8)
  }

  private final class Office {
    let box: Box
    var now: Instant
    var vkey = ""

    init() throws {
      box = try Box(adopting: "jingdezhen-2024-139")
      // Not before the ledger was made.
      now = SystemClock.now()
      try box.write(secret: "passphrase", "correct horse\n")
    }

    func run(_ line: String) throws -> Ran {
      let words = line.split(separator: " ").map(String.init).map { word in
        word.hasSuffix(".pem") || word.hasSuffix(".key") || word.contains(".co") || word == "kept"
          || word.hasSuffix(".checkpoint") ? box.path(word) : word
      }
      let now = now
      return subsidyTests.run(
        words.joined(separator: " "),
        environment: ["SUBSIDY_LEDGER": box.ledger, "SUBSIDY_PASSPHRASE_FILE": box.path("passphrase")],
        clock: { now })
    }

    @discardableResult
    func done(_ line: String) throws -> Ran {
      let ran = try run(line)
      try #require(ran.code == .done, "\(line): \(ran.output)\(ran.messages)")
      return ran
    }

    /// An operator with a key, whom the two administrators let in once there are two.
    func register(_ name: String, _ roles: String, alone: Bool = false) throws {
      let key = try done("key create --operator \(name) --to \(name).pem").output.split(separator: "\n")[0]
      let signing = name == "chief" ? "" : " --sign-with chief.pem"
      try done("operator register \(name) --roles \(roles) --vkey \(key) --reason new --by chief\(signing)")
      if !alone { try done(box.expanded("consent REQUEST --by deputy --sign-with deputy.pem")) }
    }
  }

  @Test(
    "an office that has lost both administrators' keys gets new ones in a fortnight, and a witness ends what verify says"
  )
  func drill() throws {
    let office = try Office()
    try office.register("chief", "administer", alone: true)
    try office.register("deputy", "administer", alone: true)
    for (name, roles) in [("clerk", "enter"), ("drafter", "draft")] { try office.register(name, roles) }
    for name in ["chief", "deputy"] { try FileManager.default.removeItem(atPath: office.box.path("\(name).pem")) }
    let log = try office.done("key create --name ledger.example/x --to ledger.key").output
    let witness = try office.done("key create --witness --name audit.example/w --to witness.key").output
    let block = try #require(
      KeysPageTests.page().components(separatedBy: "```drill\n").last?.components(separatedBy: "\n```").first)
    let lines = block.split(separator: "\n").map(String.init)
    #expect(lines.count == 12)
    var verified: [ExitCode] = []
    for line in lines {
      if line.hasPrefix("WAIT") {
        #expect(
          try office.run(office.box.expanded("consent REQUEST --by drafter --sign-with drafter.pem")).messages.contains(
            "seven days"))
        office.now = Instant(seconds: office.now.seconds + 7 * 86_400)
        continue
      }
      let typed = try office.box.expanded(String(line.dropFirst("subsidy ".count)))
        .replacing("LOGKEY", with: log.split(separator: "\n")[0]).replacing(
          "WITNESSKEY", with: witness.split(separator: "\n")[0]
        )
        .replacing("VKEY", with: office.vkey)
      if typed.hasPrefix("audit verify") {
        let ran = try office.run(typed)
        verified.append(ran.code)
        #expect(ran.output.contains("the log is whole"), "\(ran.output)\(ran.messages)")
        continue
      }
      let ran = try office.done(typed)
      if typed.hasPrefix("key create") { office.vkey = String(ran.output.split(separator: "\n")[0]) }
    }
    #expect(verified == [.signatureMissing, .done])
    #expect(try office.run("audit replay").output.contains("keys-recovered"))
    // The office works again: two administrators sign.
    try office.done("operator change clerk --roles enter,review --reason more --by chief --sign-with chief-new.pem")
    try office.done(office.box.expanded("consent REQUEST --by deputy --sign-with deputy-new.pem"))
    #expect(try office.run("audit verify --since after.cosigned").code == .signatureMissing)
    let operators = try office.done("operators --format json").output
    #expect(operators.contains(#""vkeys":["\#(office.vkey)"]"#), "\(operators)")
  }

  @Test("two administrators erase what the vault has of a person, as the page says, and everything goes on")
  func erasure() throws {
    let office = try Office()
    try office.register("chief", "administer", alone: true)
    try office.register("deputy", "administer", alone: true)
    try office.register("clerk", "enter")
    try office.box.write(
      "person.co",
      #"{"type":"registered","person":"p0012345","birth":"1972-05-16","sex":"female","household":"360200","#
        + #""private":{"name":"欧阳葡萄","idNumber":"110105197205164629"}}"#)
    try office.done("record person.co --by clerk --sign-with clerk.pem")
    let block = try #require(
      KeysPageTests.page().components(separatedBy: "```erasure\n").last?.components(separatedBy: "\n```").first)
    for line in block.split(separator: "\n").map({ String($0.dropFirst("subsidy ".count)) }) {
      if line.hasPrefix("vault erase") {
        #expect(try office.run("\(line) --sign-with clerk.pem".replacing("chief", with: "clerk")).code == .refused)
      }
      try office.done(office.box.expanded(line))
    }
    #expect(try office.done("vault status --format json").output.contains(#""persons":0,"versions":0,"erased":1"#))
    #expect(try office.done("find p0012345").output.contains("(erased)"))
    #expect(try office.run("find 欧阳").output.contains("(none)"))
    #expect(try office.done("audit verify --lang zh").output.contains("其中 1 个的内容已依法删除"))
    #expect(try office.box.read("ledger/vault.sqlite").firstRange(of: Array("欧阳葡萄".utf8)) == nil)
    #expect(try office.done("audit replay --format json").output.contains(#""findings":[]"#))
    // A second request is refused: nothing is left to erase.
    #expect(
      try office.run("vault erase p0012345 --reason again --by chief --sign-with chief.pem").messages.contains(
        "were erased"))
  }

  @Test("what is signed is said before it is, with how many items and how much")
  func shown() throws {
    let office = try Office()
    let entries = FinanceCommandTests.entries.joined(separator: "\n")
    try office.box.write("entries.co", entries)
    try office.done("record entries.co --by op-001")
    try office.register("chief", "administer", alone: true)
    try office.register("deputy", "administer", alone: true)
    try office.register("drafter", "draft")
    try office.register("approver", "approve")
    let drafted = try office.done(
      "batch draft b1 --scheme jingdezhen --through 2025-02 --by drafter --sign-with drafter.pem")
    let money = try #require(drafted.messages.firstMatch(of: /[0-9]+ items, [0-9,.]+ yuan in all/))
    let approved = try office.done("batch approve b1 --by approver --sign-with approver.pem --lang zh")
    let words = String(money.0).split(separator: " ")
    #expect(approved.messages.contains("共 \(words[0]) 项，合计 \(words[2]) 元"), "\(approved.messages)")
    #expect(try office.run("audit verify --format json").output.contains(#""signed":7"#))
    #expect(try office.run("audit verify").output.contains("7 commits signed"))
  }

  @Test(
    "a key that cannot be used is refused before anything is recorded",
    arguments: [
      ("wrong", "the passphrase does not open"), ("open", "mode 0600"), ("read", "passphrase, expected mode 0600"),
      ("plain", "without a passphrase"),
      ("none", "is no private key"), ("empty", "1 to 1024 bytes"),
    ])
  func refused(_ fault: String, _ message: String) throws {
    let office = try Office()
    try office.register("chief", "administer", alone: true)
    let before = try office.box.fingerprint()
    var line = "operator register deputy --roles administer --by chief --sign-with chief.pem"
    switch fault {
    case "wrong": try office.box.write("passphrase", "another\n")
    case "open": unsafe chmod(office.box.path("chief.pem"), 0o644)
    case "read": unsafe chmod(office.box.path("passphrase"), 0o644)
    case "plain", "none":
      let text = fault == "plain" ? "-----BEGIN PRIVATE KEY-----\n" : "x"
      try office.box.write(secret: "chief.pem", text)
    default:
      try office.box.write("passphrase", "\n")
      line = "key create --operator op-9 --to op-9.pem"
    }
    let ran = try office.run(line)
    #expect(ran.code == .refused && ran.messages.contains(message), "\(ran.messages)")
    #expect(try office.box.fingerprint() == before)
    #expect(!FileManager.default.fileExists(atPath: office.box.path("op-9.pem")))
    // And a key has no place in a ledger.
    #expect(
      try office.run("key create --operator op-9 --to \(office.box.ledger)/op-9").messages.contains(
        "folder of the ledger"))
  }
}
