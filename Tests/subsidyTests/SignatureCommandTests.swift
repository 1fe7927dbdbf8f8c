import Catalogue
import Foundation
import Ledger
import Merkle
import Notes
import System
import Testing

@testable import subsidy

/// Signatures and trees as the commands make them, checked by other programs if there are any.
@Suite struct SignatureCommandTests {
  static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// The exit code of `openssl` for a signature; 0 if it holds.
  private func ask(_ arguments: String, in folder: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.openssl))
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.arguments = arguments.split(separator: " ").map(String.init)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(.enabled(if: openssl != nil, "there is no openssl program on this machine to ask"))
  func theSignatureSatisfiesTheOpenSSLProgram() throws {
    let ledger = try SmallLedger()
    let key = try NoteFiles.verifierKey(try ledger.makeKey())
    let note = Array(ledger.call("audit checkpoint --key \(ledger.file("ledger.key"))").output.utf8)
    let signed = try SignedNote(note)
    // SubjectPublicKeyInfo of Ed25519, RFC 8410 section 4.
    let info: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00] + key.bytes
    try ledger.write(info, to: "key.der")
    try ledger.write(signed.signatures[0].bytes, to: "signature")
    func verify(_ body: [UInt8]) throws -> Int32 {
      try ledger.write(body, to: "body")
      return try ask(
        "pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in body -sigfile signature", in: ledger.folder)
    }
    #expect(try verify(signed.text) == 0)
    #expect(try verify(signed.text + [10]) != 0)
  }

  @Test(.enabled(if: openssl != nil, "there is no openssl program on this machine to ask"))
  func theLineOfSM2SatisfiesTheOpenSSLProgram() throws {
    let ledger = try SmallLedger()
    _ = try ledger.makeKey()
    let made = ledger.call("key create --sm2 --name ledger.example/subsidy --to \(ledger.file("sm2.key"))")
    #expect(made.code == .done, "\(made.messages)")
    let mode = try FileManager.default.attributesOfItem(atPath: ledger.file("sm2.key"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let key = try NoteFiles.verifierKey(made.output.trimmingCharacters(in: .newlines))
    let keys = "--key \(ledger.file("ledger.key")) --key \(ledger.file("sm2.key"))"
    for command in ["audit checkpoint", "audit checkpoint --hash sm3"] {
      let note = try SignedNote(Array(ledger.call("\(command) \(keys)").output.utf8))
      #expect(note.signatures.map(\.id).last == key.id && note.signatures.count == 2)
      let pem = Data(key.bytes).base64EncodedString(options: .lineLength64Characters)
      try ledger.write("-----BEGIN PUBLIC KEY-----\n\(pem)\n-----END PUBLIC KEY-----\n", to: "sm2.pub")
      let signature = note.signatures[1].bytes
      func verify(_ body: [UInt8], _ signature: [UInt8]) throws -> Int32 {
        try ledger.write(body, to: "body")
        try ledger.write(signature, to: "s")
        // The command of durability rule 41, word for word.
        return try ask(
          "pkeyutl -verify -pubin -inkey sm2.pub -rawin -in body -digest sm3 -pkeyopt distid:1234567812345678 -sigfile s",
          in: ledger.folder)
      }
      #expect(try verify(note.text, signature) == 0)
      #expect(try verify(note.text + [10], signature) != 0)
      var flipped = signature
      flipped[20] ^= 1
      #expect(try verify(note.text, flipped) != 0)
    }
  }

  @Test func theTreeOverSM3IsALogOfItsOwn() throws {
    let ledger = try SmallLedger()
    let key = try ledger.makeKey()
    let sign = "--key \(ledger.file("ledger.key"))"
    func root(_ hasher: some TreeHasher) throws -> Digest {
      var tree = CompactRange(hasher: hasher)
      for line in try ledger.lines.map({ Array($0.utf8) }) { tree.append(line, 0..<line.count) }
      return tree.root
    }
    let kept = ledger.file("kept.sm3")
    #expect(ledger.call("audit checkpoint --hash sm3 \(sign) --to \(kept)").code == .done)
    let checkpoint = try NoteFiles.checkpoint(kept).checkpoint
    #expect(checkpoint.origin == "ledger.example/subsidy/sm3" && checkpoint.size == 6)
    #expect(try checkpoint.root == root(SM3TreeHasher()))
    #expect(ledger.call("audit checkpoint").output.hasPrefix("ledger.example/our-subsidy\n6\n"))
    #expect(
      ledger.call("audit checkpoint --hash sm3").output.hasPrefix("ledger.example/our-subsidy/sm3\n6\n"))

    // Neither tree passes for the other.
    #expect(ledger.call("audit checkpoint --hash sm3 --origin a/sm3").output.hasPrefix("a/sm3\n"))
    #expect(ledger.call("audit checkpoint --origin a/sm3").code == .refused)
    #expect(ledger.call("audit checkpoint \(sign) --to \(kept)").code == .refused)
    #expect(try ledger.text("kept.sm3").hasPrefix("ledger.example/subsidy/sm3\n6\n"))

    try ledger.grow(to: 9)
    #expect(ledger.call("audit verify --against \(kept)").code == .done)
    #expect(ledger.call("audit checkpoint --hash sm3 \(sign) --to \(ledger.file("new.sm3"))").code == .done)
    let growth = ledger.file("growth")
    #expect(ledger.call("audit consistency 6 --hash sm3 \(sign) --to \(growth)").code == .done)
    let grown = run("audit check-proof \(growth) --old \(kept) --vkey \(key)")
    #expect(grown.code == .done, "\(grown.messages)")
    let event = ledger.file("event")
    for (index, line) in try ledger.lines.enumerated() {
      #expect(ledger.call("audit prove \(index) --hash sm3 \(sign) --replace --to \(event)").code == .done)
      let ran = run("audit check-proof \(event) --vkey \(key)")
      #expect(ran.code == .done && ran.output.contains(line), "\(ran.messages)")
    }
    // Called by the other log's name it fails: the origin says how it is hashed.
    let renamed = try ledger.text("event").replacing("/sm3\n", with: "\n")
    try ledger.write(renamed, to: "renamed")
    #expect(run("audit check-proof \(ledger.file("renamed"))").code == .found)
    #expect(ledger.call("audit checkpoint --hash sm4").code == .usage)
  }

  @Test func aKeyThatIsGivenTwiceIsRefused() throws {
    let ledger = try SmallLedger()
    _ = try ledger.makeKey()
    let key = "--key \(ledger.file("ledger.key"))"
    let ran = ledger.call("audit checkpoint \(key) \(key)")
    #expect(ran.code == .refused && ran.output.isEmpty)
  }
}
