import Catalogue
import Foundation
import Ledger
import Merkle
import Notes
import Testing

@testable import subsidy

/// The evidence that an auditor gets when the log is not the one that was kept.
@Suite struct KeptCheckpointTests {
  /// Two ledgers with the same opening and other later events, and a checkpoint of the first.
  private struct Fork {
    let honest: SmallLedger
    let forked: SmallLedger
    var kept: String { honest.file("kept") }

    init(kept: Int, forked size: Int, hash: String) throws {
      honest = try SmallLedger(events: 3)
      forked = try SmallLedger(events: 1)
      try FileManager.default.removeItem(atPath: forked.path)
      try FileManager.default.copyItem(atPath: honest.path, toPath: forked.path)
      try honest.grow(to: kept)
      try forked.grow(to: size, as: "q")
      #expect(honest.call("audit checkpoint --hash \(hash) --to \(self.kept)").code == .done)
      #expect(honest.call("audit verify --against \(self.kept)").code == .done)
    }

    func proofs() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: honest.folder).filter { $0.hasSuffix(".proof") }
    }
  }

  @Test(
    "a forked, a rewritten and a shortened log leave their failing proof in a file",
    arguments: [(5, 8), (5, 5), (7, 5)], ["sha256", "sm3"])
  func writesTheFailingProof(sizes: (kept: Int, forked: Int), hash: String) throws {
    let fork = try Fork(kept: sizes.kept, forked: sizes.forked, hash: hash)
    let ran = fork.forked.call("audit verify --against \(fork.kept)")
    #expect(ran.code == .found)
    let kept = try NoteFiles.checkpoint(fork.kept).checkpoint
    #expect(ran.messages.contains(kept.root.description))
    let names = try fork.proofs()
    #expect(names.count == 1 && names[0].hasPrefix("kept.\(sizes.forked)-"), "\(names)")
    let file = fork.honest.file(names[0])
    #expect(ran.messages.contains(file))
    // Both heads are in the two files, and the message has both.
    guard
      case .consistency(let proof) = try ProofFile(
        Array(try fork.honest.text(names[0]).utf8), by: LibcryptoNotes())
    else {
      Issue.record("not a proof of growth")
      return
    }
    #expect(proof.published.checkpoint.size == UInt64(sizes.forked))
    #expect(ran.messages.contains(proof.published.checkpoint.root.description))

    // Anyone can see it fail, in both languages; with a checkpoint of the forked log itself it would hold.
    for language in ["en", "zh"] {
      let checked = run("audit check-proof \(file) --old \(fork.kept) --lang \(language)")
      #expect(checked.code == .found && checked.output.isEmpty)
      #expect(checked.messages.contains(language == "en" ? "the proof fails" : "证明不成立"), "\(checked.messages)")
    }
    let honest = fork.honest.call("audit verify --against \(fork.kept) --proof-to \(fork.honest.file("none"))")
    #expect(honest.code == .done && !FileManager.default.fileExists(atPath: fork.honest.file("none")))

    // The same check again finds its own file and leaves it.
    let again = fork.forked.call("audit verify --against \(fork.kept) --format json")
    #expect(again.code == .found && again.output.contains(#""failingProof":"\#(file)""#))
    #expect(try fork.proofs() == names)
    // A later finding is another one.
    try fork.forked.grow(to: 9, as: "r")
    #expect(fork.forked.call("audit verify --against \(fork.kept)").code == .found)
    #expect(try fork.proofs().count == 2)
  }

  @Test func aKeptCheckpointMustBeSignedByTheKeysThatAreNamed() throws {
    let ledger = try SmallLedger(events: 4)
    let key = try ledger.makeKey()
    let other = try ledger.makeKey("witness.example", file: "other.key")
    let kept = ledger.file("kept")
    #expect(ledger.call("audit checkpoint --key \(ledger.file("ledger.key")) --to \(kept)").code == .done)
    func verify(_ options: String) -> Ran { ledger.call("audit verify --against \(kept) \(options)") }
    #expect(verify("--vkey \(key)").code == .done)
    let missing = verify("--vkey \(key) --vkey \(other)")
    #expect(missing.code == .signatureMissing && missing.messages.contains("witness.example+"))
    #expect(missing.output.contains("begins with the checkpoint"))
    #expect(ledger.call("audit verify --vkey \(key)").code == .usage)
    // The head of another size under the signature of this one.
    try ledger.grow(to: 5)
    let grown = ledger.call("audit checkpoint --origin ledger.example/subsidy").output
    let note = try ledger.text("kept")
    try ledger.write(grown + note[note.range(of: "\n\n")!.lowerBound...].dropFirst(), to: "kept")
    let forged = verify("--vkey \(key)")
    #expect(forged.code == .found && forged.messages.contains("trust nothing in the file"), "\(forged.messages)")
    #expect(verify("").code == .done, "without the key nobody can tell")
  }

  @Test func noFileIsOverwrittenAndNoneHidesTheFinding() throws {
    let fork = try Fork(kept: 5, forked: 6, hash: "sha256")
    try fork.honest.write("a letter\n", to: "letter")
    for place in [fork.honest.file("letter"), "\(fork.honest.folder)/missing/proof", fork.honest.folder] {
      let ran = fork.forked.call("audit verify --against \(fork.kept) --proof-to \(place) --format json")
      #expect(ran.code == .found)
      #expect(ran.messages.contains("the log is not what was kept") && ran.messages.contains(place.prefix(57)))
      #expect(ran.output.contains(#""isPrefix":false,"failingProof":null"#))
    }
    #expect(try fork.honest.text("letter") == "a letter\n")
    #expect(try fork.proofs().isEmpty)
    #expect(fork.forked.call("audit verify --proof-to \(fork.honest.file("x"))").code == .usage)
  }
}
