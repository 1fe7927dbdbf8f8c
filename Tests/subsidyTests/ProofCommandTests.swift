import Catalogue
import EventLog
import Foundation
import Ledger
import Merkle
import Notes
import Subsidy
import System
import Testing
import Values

@testable import subsidy

@Suite struct ProofCommandTests {
  @Test func theUnsignedCheckpointNamesTheLedgerItsSizeAndItsRoot() throws {
    let ledger = try SmallLedger()
    let ran = ledger.call("audit checkpoint")
    let report = SubsidyLedger(ledger.path).verify()
    #expect(ran.code == .done)
    #expect(ran.output == "ledger.example/our-subsidy\n6\n\(Base64.encode(report.root.bytes))\n")
    #expect(ledger.call("audit checkpoint --origin elsewhere").output.hasPrefix("elsewhere\n6\n"))
    #expect(ledger.call("audit checkpoint --origin a+b").code == .refused)
  }

  @Test func everyEventCanBeProvenAndCheckedWithoutTheLedger() throws {
    let ledger = try SmallLedger()
    let key = try ledger.makeKey()
    let lines = try ledger.lines
    #expect(lines.count == 6)
    for (index, line) in lines.enumerated() {
      let made = ledger.call(
        "audit prove \(index) --key \(ledger.file("ledger.key")) --replace --to \(ledger.file("a.tlog-proof"))")
      #expect(made.code == .done, "\(made.messages)")
      let ran = run("audit check-proof \(ledger.file("a.tlog-proof")) --vkey \(key) --ledger /nowhere")
      #expect(ran.code == .done, "\(ran.messages)")
      #expect(ran.output.contains("\n\(line)\n"))
      #expect(ran.output.contains("this is event \(index) of the 6"))
      #expect(ran.output.contains("signed by ledger.example/subsidy+"))
    }
    #expect(ledger.call("audit prove 6").code == .refused)
    #expect(ledger.call("audit prove 06").code == .usage)
  }

  @Test func theJSONOfACheckedProofHasWhatItProves() throws {
    let ledger = try SmallLedger()
    try ledger.write(ledger.call("audit prove 3").output, to: "p")
    let ran = run("audit check-proof \(ledger.file("p")) --format json")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [String: Any])
    #expect(json["kind"] as? String == "inclusion" && json["index"] as? Int == 3 && json["size"] as? Int == 6)
    #expect(json["event"] as? String == (try ledger.lines[3]))
    #expect(json["signatures"] as? Int == 0)
    #expect(run("audit check-proof \(ledger.file("p")) --format csv").output.contains("\nindex,3\n"))
    #expect(run("audit check-proof \(ledger.file("p")) --lang zh").output.contains("检查点未经签名"))
  }

  @Test func growthIsProvenFromEveryKeptSize() throws {
    let ledger = try SmallLedger(events: 1)
    let key = try ledger.makeKey()
    for size in 1...5 {
      try ledger.grow(to: size)
      let ran = ledger.call("audit checkpoint --key \(ledger.file("ledger.key")) --to \(ledger.file("kept\(size)"))")
      #expect(ran.code == .done, "\(ran.messages)")
    }
    for size in 0...5 {
      let proof = ledger.file("growth")
      let made = ledger.call("audit consistency \(size) --key \(ledger.file("ledger.key")) --to \(proof) --replace")
      #expect(made.code == .done)
      let old = size == 0 ? "" : " --old \(ledger.file("kept\(size)"))"
      let ran = run("audit check-proof \(proof) --vkey \(key)\(old)")
      #expect(ran.code == .done, "\(ran.messages)")
      #expect(ran.output.contains("the first \(size) of the 5 events"))
      // The right proof with the wrong checkpoint.
      let other = run("audit check-proof \(proof) --old \(ledger.file("kept\(size % 5 + 1)"))")
      #expect(other.code == .found, "\(other.output)")
    }
    #expect(run("audit check-proof \(ledger.file("growth"))").code == .usage)
    #expect(ledger.call("audit consistency 6").code == .refused)
  }

  @Test func aProofThatFailsAndAFileThatIsNoneAreToldApart() throws {
    let ledger = try SmallLedger()
    let key = try ledger.makeKey()
    let other = try ledger.makeKey("witness.example", file: "other.key")
    let proof = ledger.call("audit prove 3 --key \(ledger.file("ledger.key"))").output
    func check(_ text: String, _ options: String = "") throws -> ExitCode {
      try ledger.write(text, to: "changed")
      return run("audit check-proof \(ledger.file("changed")) \(options)").code
    }
    #expect(try check(proof, "--vkey \(key)") == .done)
    #expect(try check(proof.replacing("index 3", with: "index 2")) == .found)
    // Six and seven events have paths of the same shape here: the signature is what ties the root to its size.
    #expect(try check(proof.replacing("\n6\n", with: "\n7\n"), "--vkey \(key)") == .found)
    #expect(try check(proof.replacing("\n6\n", with: "\n9\n")) == .found)
    let forged = Base64.encode(Array(#"{"seq":3,"type":"paid"}"#.utf8))
    #expect(try check(proof.replacing(/extra .*/, with: "extra \(forged)")) == .found)
    #expect(try check(proof, "--vkey \(key) --vkey \(other)") == .found)
    let unsigned = proof.components(separatedBy: "\n\n").dropLast().joined(separator: "\n\n") + "\n"
    #expect(try check(unsigned) == .done)
    #expect(try check(unsigned, "--vkey \(key)") == .found)
    #expect(try check(proof.replacing(/extra .*\n/, with: "")) == .refused)
    #expect(try check(proof.replacing("\n", with: "\r\n")) == .refused)
    #expect(try check(String(proof.dropLast())) == .refused)
    #expect(try check("") == .refused)
    #expect(try check(String(repeating: "a", count: 1_000_000)) == .refused)
    #expect(try check(proof, "--vkey nonsense") == .refused)
    #expect(run("audit check-proof \(ledger.file("missing"))").code == .noFile)
  }

  @Test func verifyAgainstAKeptCheckpointSeesWhatTheLogAloneCannotShow() throws {
    let ledger = try SmallLedger(events: 4)
    #expect(ledger.call("audit checkpoint --to \(ledger.file("kept"))").code == .done)
    try FileManager.default.copyItem(atPath: ledger.path, toPath: ledger.file("backup"))
    try ledger.grow(to: 7)
    let kept = ledger.file("kept")
    let grown = ledger.call("audit verify --against \(kept)")
    #expect(grown.code == .done && grown.output.contains("begins with the checkpoint of 4 events"))
    let json = ledger.call("audit verify --against \(kept) --format json").output
    #expect(json.contains(#""against":{"origin":"ledger.example/our-subsidy","size":4,"#))
    #expect(json.contains(#""isPrefix":true,"failingProof":null"#))

    // An older copy is put back: whole by itself, but shorter than the kept log.
    #expect(ledger.call("audit checkpoint --to \(kept)").code == .refused)
    #expect(ledger.call("audit checkpoint --to \(kept) --replace").code == .done)
    try FileManager.default.removeItem(atPath: ledger.path)
    try FileManager.default.moveItem(atPath: ledger.file("backup"), toPath: ledger.path)
    #expect(ledger.call("audit verify").code == .done)
    let restored = ledger.call("audit verify --against \(kept)")
    #expect(restored.code == .found)
    #expect(restored.messages.contains("has 7 events") && restored.messages.contains("only 4"))

    // And it goes on from there with other events: as long as before, but another log.
    try ledger.grow(to: 8, as: "q")
    let forked = ledger.call("audit verify --against \(kept)")
    let report = SubsidyLedger(ledger.path).verify()
    let old = try NoteFiles.checkpoint(kept).checkpoint
    #expect(report.outcome == .whole)
    #expect(forked.code == .found)
    #expect(forked.messages.contains(old.root.description) && forked.messages.contains(report.root.description))
    #expect(ledger.call("audit verify --against \(kept) --lang zh").messages.contains("与保存的检查点不符"))
    #expect(ledger.call("audit verify --against \(kept) --format json").output.contains(#""isPrefix":false,"#))

    // Nor is a checkpoint signed over it.
    let before = try ledger.text("kept")
    #expect(ledger.call("audit checkpoint --to \(kept) --replace").code == .found)
    #expect(try ledger.text("kept") == before)
    try ledger.write("a letter\n", to: "letter")
    #expect(ledger.call("audit checkpoint --to \(ledger.file("letter")) --replace").code == .refused)
    #expect(try ledger.text("letter") == "a letter\n")
    #expect(ledger.call("audit verify --against \(ledger.file("letter"))").code == .refused)
    #expect(ledger.call("audit verify --against \(ledger.file("missing"))").code == .noFile)
  }

  @Test func aChangedLogIsNeitherSignedNorProven() throws {
    let ledger = try SmallLedger()
    let segment = "\(ledger.path)/log/00000000000000000000.jsonl"
    let text = try String(contentsOfFile: segment, encoding: .utf8)
    try text.replacing("\"p3\"", with: "\"p9\"").write(toFile: segment, atomically: false, encoding: .utf8)
    for command in ["checkpoint", "prove 5", "consistency 2"] {
      let ran = ledger.call("audit \(command)")
      #expect(ran.code == .found && ran.output.isEmpty, "\(command)")
    }
  }

  @Test func aKeyIsPrivateAndNeverOverwritten() throws {
    let ledger = try SmallLedger()
    let key = try ledger.makeKey()
    let file = ledger.file("ledger.key")
    let text = try ledger.text("ledger.key")
    #expect(text.hasPrefix("PRIVATE+KEY+ledger.example/subsidy+") && text.hasSuffix("\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try NoteFiles.signingKeys([file]).map(\.verifier.text) == [key])
    #expect(ledger.call("key create --name other --to \(file)").code == .refused)
    #expect(try ledger.text("ledger.key") == text)
    #expect(ledger.call("key create --name a+b --to \(ledger.file("new"))").code == .refused)
    #expect(!FileManager.default.fileExists(atPath: ledger.file("new")))
    #expect(try ledger.makeKey(file: "second.key") != key)
    // A user who mistakes the one for the other must not find the secret on the terminal and in its log.
    let mistaken = run("audit check-proof \(file) --vkey \(text.dropLast())")
    #expect(mistaken.code == .refused && !mistaken.messages.contains("PRIVATE+KEY+ledger"))
    try ledger.write("PRIVATE+KEY+x", to: "broken.key")
    let ran = ledger.call("audit checkpoint --key \(ledger.file("broken.key"))")
    #expect(ran.code == .refused && !ran.messages.contains("PRIVATE+KEY+x"))
  }
}
