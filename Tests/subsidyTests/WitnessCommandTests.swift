import Catalogue
import FaultSupport
import Foundation
import Ledger
import Notes
import Testing

@testable import subsidy

/// A witness outside the office keeps the heads of a log and cosigns what continues all of them.
@Suite struct WitnessCommandTests {
  private let ledger: SmallLedger
  private let key: String
  private let witness: String

  init() throws {
    ledger = try SmallLedger(events: 4)
    key = try ledger.makeKey()
    let made = run("key create --witness --name witness.example/audit --to \(ledger.file("witness.key"))")
    #expect(made.code == .done)
    witness = made.output.trimmingCharacters(in: .newlines)
  }

  /// Hands a file to the witness.
  private func add(_ file: String, _ options: String = "") -> Ran {
    run("audit witness \(ledger.file("kept")) --add \(ledger.file(file)) \(options)")
  }

  private func publish(_ name: String, from size: Int? = nil) {
    let what = size.map { "consistency \($0)" } ?? "checkpoint"
    let ran = ledger.call("audit \(what) --key \(ledger.file("ledger.key")) --to \(ledger.file(name))")
    #expect(ran.code == .done, "\(ran.messages)")
  }

  private var cosigning: String { "--key \(ledger.file("witness.key")) --to \(ledger.file("cosigned")) --replace" }

  @Test("the first head is taken as it is, later ones with the proof that they continue it, and each is cosigned")
  func grows() throws {
    publish("first")
    #expect(add("first", cosigning).code == .refused, "nobody said whose signature it must have")
    let first = add("first", "--vkey \(key) \(cosigning)")
    #expect(first.code == .done && first.messages.contains("the first of its log"), "\(first.messages)")
    let before = try ledger.text("cosigned")
    #expect(before.hasPrefix(try ledger.text("first")))
    // A reader who knows the witness finds its signature; other readers pass over it.
    #expect(
      ledger.call("audit verify --against \(ledger.file("cosigned")) --vkey \(key) --vkey \(witness)").code == .done)
    #expect(ledger.call("audit verify --against \(ledger.file("first")) --vkey \(witness)").code == .signatureMissing)

    try ledger.grow(to: 7)
    publish("second")
    let bare = add("second")
    #expect(bare.code == .refused && bare.messages.contains("audit consistency 4"), "\(bare.messages)")
    publish("late.proof", from: 3)
    let late = add("late.proof")
    #expect(late.code == .found && late.messages.contains("ask for one from 4"), "\(late.messages)")
    publish("growth.proof", from: 4)
    let second = add("growth.proof", cosigning)
    #expect(second.code == .done && second.messages.contains("continues the one of 4 events"), "\(second.messages)")
    #expect(ledger.call("audit verify --against \(ledger.file("cosigned")) --vkey \(witness)").code == .done)
    let again = add("second", "--lang zh")
    #expect(again.code == .done && again.messages.contains("此前已留存"))
    #expect(add("first").code == .done, "an older one that is kept says nothing new")

    let list = run("audit witness \(ledger.file("kept")) --format csv")
    #expect(list.output.split(separator: "\n").count == 3, "\(list.output)")
    let folder = ledger.file("kept/ledger.example%2Fsubsidy")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == ["00000000000000000004.checkpoint", "00000000000000000007.checkpoint", "keys"])
    #expect(try ledger.text("kept/ledger.example%2Fsubsidy/\(names[0])") == before)
    #expect(add("growth.proof", cosigning).code == .done)
    #expect(try ledger.text("cosigned") == ledger.text("kept/ledger.example%2Fsubsidy/\(names[1])"))
  }

  @Test(
    "a log that was rewritten is refused, nothing is cosigned, and what was given is kept as evidence",
    arguments: [4, 6])
  func fork(size: Int) throws {
    publish("first")
    #expect(add("first", "--vkey \(key)").code == .done)
    let forked = try SmallLedger(events: 2)
    try forked.grow(to: size, as: "q")
    let signed = "--key \(ledger.file("ledger.key")) --to \(ledger.file("other"))"
    let what = size == 4 ? "checkpoint" : "consistency 4"
    #expect(forked.call("audit \(what) \(signed)").code == .done)
    let ran = add("other", cosigning)
    #expect(ran.code == .found && ran.messages.contains("does not continue"), "\(ran.messages)")
    #expect(!FileManager.default.fileExists(atPath: ledger.file("cosigned")))
    let refused = ledger.file("kept/ledger.example%2Fsubsidy/refused")
    let names = try FileManager.default.contentsOfDirectory(atPath: refused)
    #expect(names.count == 1 && ran.messages.contains(names[0]))
    #expect(try Data(contentsOf: URL(filePath: "\(refused)/\(names[0])")) == Data(ledger.text("other").utf8))
    #expect(run("audit witness \(ledger.file("kept")) --format csv").output.split(separator: "\n").count == 2)
    #expect(add("other", "--lang zh").messages.contains("不衔接"))
  }

  @Test("what is kept of a head loses no signature, and takes over those that it lacked")
  func gathersSignatures() throws {
    #expect(
      ledger.call("audit checkpoint --origin ledger.example/subsidy --to \(ledger.file("plain"))").code == .done)
    #expect(add("plain").code == .done)
    publish("signed")
    #expect(add("signed", "--vkey \(key)").code == .done)
    let kept = "kept/ledger.example%2Fsubsidy/00000000000000000004.checkpoint"
    #expect(try ledger.text(kept) == ledger.text("signed"))
    #expect(add("signed", cosigning).code == .done)
    let once = try ledger.text(kept)
    let other = run("key create --witness --name witness.example/bank --to \(ledger.file("bank.key"))")
    #expect(other.code == .done)
    let second = "--key \(ledger.file("bank.key")) --to \(ledger.file("cosigned")) --replace"
    #expect(add("signed", second).code == .done)
    #expect(try ledger.text(kept).hasPrefix(once) && ledger.text(kept) != once)
    #expect(add("plain").code == .found, "the log's signature is demanded by now")
    #expect(try ledger.text(kept).hasPrefix(once))
  }

  @Test("whose signature it must have is remembered, and an older head than the last one is no news")
  func remembers() throws {
    publish("old")
    try ledger.grow(to: 6)
    publish("new")
    #expect(add("new", "--vkey \(key)").code == .done)
    let older = add("old")
    #expect(older.code == .refused && older.messages.contains("expected more than the 6"), "\(older.messages)")
    try ledger.grow(to: 8)
    #expect(
      ledger.call("audit consistency 6 --origin ledger.example/subsidy --to \(ledger.file("unsigned"))").code == .done)
    let unsigned = add("unsigned")
    #expect(unsigned.code == .found && unsigned.messages.contains("no signature by"), "\(unsigned.messages)")
  }

  @Test("keys of logs and keys of witnesses do not stand in for each other, and options without --add are refused")
  func keysAndOptions() throws {
    publish("first")
    #expect(add("first", "--vkey \(key) --key \(ledger.file("ledger.key"))").messages.contains("--witness"))
    let signing = ledger.call("audit checkpoint --key \(ledger.file("witness.key"))")
    #expect(signing.code == .refused && signing.messages.contains("witness's key"), "\(signing.messages)")
    for option in ["--key x", "--vkey \(key)", "--to x"] {
      #expect(run("audit witness \(ledger.file("kept")) \(option)").code == .usage)
    }
    #expect(add("first", "--to x").code == .usage)
    #expect(run("key create --sm2 --witness --name a --to \(ledger.file("x"))").code == .usage)
    #expect(run("audit witness \(ledger.file("none"))").output.contains("keeps no checkpoint"))
    #expect(!FileManager.default.fileExists(atPath: ledger.file("none")))
    let inside = run("audit witness \(ledger.path) --add \(ledger.file("first"))")
    #expect(inside.code == .refused, "\(inside.messages)")
  }

  @Test(
    "at whatever call a witness dies or fails, nothing half made counts, and the same again keeps and cosigns it",
    .enabled(if: RealProgram.tracingProblem == nil))
  func dies() throws {
    let base = try TwoPasts().box
    try OutputSample.prepareWitness(base)
    try base.write("entry", #"{"type":"visited","person":"p1","on":"2022-02-10","finding":"at home"}"#)
    let size = Box.size(of: base)
    try FinanceCommandTests.ok(base, "record @entry --by op-1")
    try FinanceCommandTests.ok(base, "audit consistency \(size) --key @office.key --to @growth")
    let line = "audit witness @w --add @growth --key @cosigner --to @out"
    let peace = try base.copy()
    let (whole, calls) = try RealProgram.changes(of: peace.words(line), in: peace.mark)
    #expect(whole.code == 0 && !calls.isEmpty, "\(whole.messages)")
    for (call, _) in calls {
      for fault in [CallFault.death, .error("EIO")] {
        let box = try base.copy()
        _ = try RealProgram.run(box.words(line), with: fault, at: call)
        let listed = box.run("audit witness @w --format csv")
        #expect(listed.code == .done, "\(call): \(listed.messages)")
        // A head that has left is kept.
        if let out = try? box.read("out") {
          #expect(try box.read("w/office/\(WitnessCommandTests.name(size + 1))") == out, "\(call)")
        }
        let again = box.run("\(line) --replace")
        #expect(again.code == .done, "\(call): \(again.messages)")
        #expect(box.run("audit witness @w --format csv").output.split(separator: "\n").count == 3, "\(call)")
      }
    }
  }

  private static func name(_ size: Int) -> String {
    String(repeating: "0", count: 20 - String(size).count) + "\(size).checkpoint"
  }
}
