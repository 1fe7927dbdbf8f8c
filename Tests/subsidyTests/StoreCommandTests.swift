import Catalogue
import Foundation
import Testing

@testable import subsidy

/// `push` and `pull` between folders, and what a program without libpq says of databases.
@Suite struct StoreCommandTests {
  @Test(
    "a log goes to another folder byte for byte, follows it, and stands there for audit verify",
    arguments: ["push", "pull"])
  func brings(command: String) throws {
    let box = try TwoPasts().box
    let copied = box.run("\(command) --from @ledger --to @copy")
    #expect(copied.code == .done && copied.output.contains("events brought and verified"), "\(copied.messages)")
    #expect(try box.read("copy/log/00000000000000000000.jsonl") == box.read(Box.segment))
    #expect(box.run("audit verify --ledger @copy").code == .done)
    try box.write("visit", #"{"type":"visited","person":"p1","on":"2025-02-01"}"#)
    try FinanceCommandTests.ok(box, "record \(box.path("visit")) --by op-1")
    let again = box.run("\(command) --from @ledger --to @copy")
    #expect(again.code == .done && again.output.contains(": 1 events brought"), "\(again.output)")
    #expect(try box.read("copy/log/00000000000000000000.jsonl") == box.read(Box.segment))
    // The copy goes on by itself, and is another log from there on.
    let back = box.run("\(command) --from @copy --to @ledger")
    #expect(back.code == .done)
  }

  @Test("two ledgers are not mixed, and of a damaged one nothing is taken behind the damage")
  func refusesOthers() throws {
    let (box, other) = (try TwoPasts().box, try Box(adopting: "jingdezhen-2024-139"))
    let mixed = box.run("push --from @ledger --to \(other.ledger)")
    #expect(mixed.code == .found && mixed.messages.contains("different logs"), "\(mixed.messages)")
    #expect(box.run("pull --from @none --to @copy").code == .noFile)
    var bytes = try box.read(Box.segment)
    bytes[bytes.count / 2] ^= 1
    try box.write(Box.segment, bytes)
    #expect(box.run("push --from @ledger --to @copy").code == .found)
    #expect(
      !FileManager.default.fileExists(atPath: box.path("copy")) || box.run("audit verify --ledger @copy").code != .done)
  }

  /// Command lines with an address, and how they end in a program that was built without libpq.
  static let addressed: [(line: String, code: ExitCode, says: String)] = [
    ("store create postgresql://h/d", .refused, "--traits Postgres"),
    ("store create --plain postgresql://h/d", .refused, "--traits Postgres"),
    ("push --from @ledger --to postgresql://h/d?ledger=l", .refused, "--traits Postgres"),
    ("pull --from postgresql://h/d --to @copy", .refused, "--traits Postgres"),
    ("today --ledger postgresql://h/d?ledger=l", .refused, "--traits Postgres"),
    ("record @none --by op-1 --ledger postgres://h/d", .refused, "--traits Postgres"),
    ("store create @ledger", .usage, "names no log"),
    ("push --from @ledger --to postgresql://h/d?ledger=l&ledger=m", .usage, "names no log"),
    ("push --from @ledger --to postgresql://h/d?ledger=a/b", .usage, "names no log"),
    ("push --vault --from @ledger --to @copy", .usage, "--vault"),
    ("init --by op-1 --ledger postgresql://h/d", .refused, "subsidy push"),
  ]

  @Test("without libpq a database is refused with what to do, and nothing connects", arguments: addressed.indices)
  func addresses(number: Int) throws {
    let (line, code, says) = StoreCommandTests.addressed[number]
    let box = try TwoPasts().box
    let words = line.split(separator: " ").map { $0.hasPrefix("@") ? box.path(String($0.dropFirst())) : String($0) }
    let ran = subsidyTests.run(
      words.joined(separator: " "),
      environment: ["SUBSIDY_LEDGER": box.ledger, "SUBSIDY_MIRRORS": box.path("mirrors")])
    #expect(ran.code == code && ran.messages.contains(says), "\(ran.code) \(ran.messages)")
  }

  @Test("a folder that follows a log in a database is read and not written to")
  func followers() throws {
    let box = try TwoPasts().box
    try box.write("ledger/FOLLOWS", "postgresql://h/d?ledger=l\n")
    try box.write("visit", #"{"type":"visited","person":"p1","on":"2025-02-01"}"#)
    #expect(box.run("person p1").code == .done)
    let ran = box.run("record @visit --by op-1")
    #expect(ran.code == .refused && ran.messages.contains("FOLLOWS"), "\(ran.messages)")
  }
}
