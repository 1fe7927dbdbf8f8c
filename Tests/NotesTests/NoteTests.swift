import Merkle
import Notes
import System
import Testing

@Suite struct NoteTests {
  private func kind(_ text: String) -> NoteError.Kind? { kind(Array(text.utf8)) }

  private func kind(_ bytes: [UInt8]) -> NoteError.Kind? {
    do throws(NoteError) { _ = try PublishedCheckpoint(bytes, by: Vector.crypto) } catch { return error.kind }
    return nil
  }

  private func isAccepted(_ bytes: [UInt8], _ keys: [VerifierKey]) -> Bool {
    guard let published = try? PublishedCheckpoint(bytes, by: Vector.crypto) else { return false }
    return (try? published.signers(among: keys, isRequired: true, by: Vector.crypto)) != nil
  }

  @Test("signs, writes and reads the checkpoint of the vectors")
  func signsTheVector() throws {
    let key = try Vector.log()
    #expect(key.verifier.text == Vector.vkey)
    #expect(Digest(key.verifier.bytes)?.description == Vector.publicKey)
    #expect(try VerifierKey(Vector.vkey, by: Vector.crypto) == key.verifier)
    let checkpoint = try #require(
      Checkpoint(origin: "ledger.example/subsidy", size: 8, root: Vector.root(8)))
    #expect(checkpoint.body == Array(Vector.body.utf8))
    let lines = Vector.note.split(separator: "\n", omittingEmptySubsequences: false)
    let signed = PublishedCheckpoint(checkpoint, signedBy: [key], by: Vector.crypto)
    #expect(signed.bytes == Array((lines[..<5].joined(separator: "\n") + "\n").utf8))
    #expect(try PublishedCheckpoint(signed.bytes, by: Vector.crypto) == signed)
  }

  @Test("finds the log's and the witness's signature right")
  func verifiesTheVector() throws {
    let published = try PublishedCheckpoint(Array(Vector.note.utf8), by: Vector.crypto)
    #expect(published.checkpoint.root.description == Vector.rootOfEight)
    #expect(published.note?.bytes == Array(Vector.note.utf8))
    #expect(Vector.witness().hexID == "da526f24")
    let signers = try published.signers(among: try Vector.keys(), isRequired: true, by: Vector.crypto)
    #expect(signers == (try Vector.keys()))
    #expect(try published.signers(among: [], isRequired: true, by: Vector.crypto).isEmpty)
  }

  // The keys and notes that the Go tools and C2SP's own page publish.
  @Test(
    "knows the IDs of keys in use elsewhere",
    arguments: [
      "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ])
  func foreignKeys(text: String) throws {
    #expect(try VerifierKey(text, by: Vector.crypto).text == text)
  }

  @Test("takes a private key only whole")
  func privateKeys() throws {
    let key = try Vector.log()
    let text = key.text
    #expect(text == "PRIVATE+KEY+ledger.example/subsidy+261b399e+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f")
    for ending in ["", "\n"] {
      #expect(try SigningKey(Array((text + ending).utf8), by: Vector.crypto).verifier == key.verifier)
    }
    for (name, changed) in Mutation.bytes(Array(text.utf8)) {
      let other = try? SigningKey(changed, by: Vector.crypto)
      #expect(other == nil, "\(name)")
    }
    for ending in ["\n\n", " ", "\r\n"] {
      #expect(throws: NoteError.self) { try SigningKey(Array((text + ending).utf8), by: Vector.crypto) }
    }
  }

  @Test("takes a public key only whole, and of a kind it can check")
  func publicKeys() throws {
    for (name, changed) in Mutation.bytes(Array(Vector.vkey.utf8)) {
      guard let text = String(validating: changed, as: UTF8.self) else { continue }
      let key = try? VerifierKey(text, by: Vector.crypto)
      #expect(key == nil, "\(name)")
    }
    func kind(_ text: String) -> NoteError.Kind? {
      do throws(NoteError) { _ = try VerifierKey(text, by: Vector.crypto) } catch { return error.kind }
      return nil
    }
    #expect(kind(Vector.vkey.replacing("261b399e", with: "261B399E")) == .key)
    #expect(kind(Vector.vkey.replacing("261b399e", with: "261b399f")) == .keyID)
    #expect(kind(Vector.vkey.replacing("example", with: "exam ple")) == .name)
    #expect(kind("") == .key)
    let unknown = [0x06] + [UInt8](repeating: 7, count: 32)
    let id = SHA256.hash(Array("a\n".utf8) + unknown).description.prefix(8)
    #expect(kind("a+\(id)+\(Base64.encode(unknown))") == .keyType)
  }

  @Test("cosigns as the vector has it, in the place of its own older cosignature, and with room for no more than 16")
  func cosigns() throws {
    let witness = try SigningKey(
      name: "witness.example/audit", type: .cosignature, secret: Vector.witnessSeed, by: Vector.crypto)
    #expect(witness.verifier == Vector.witness())
    #expect(try SigningKey(Array(witness.text.utf8), by: Vector.crypto).verifier == witness.verifier)
    let note = try #require(try Vector.published(8).note)
    let cosigned = try note.cosigned(by: witness, at: 1_700_000_000, by: Vector.crypto)
    #expect(cosigned.bytes == Array(Vector.note.utf8))
    let later = try cosigned.cosigned(by: witness, at: 1_700_000_001, by: Vector.crypto)
    #expect(later.signatures.count == 2 && later != cosigned)
    #expect(try later.signers(among: Vector.keys(), by: Vector.crypto) == Vector.keys())
    var full = note
    for number in 0..<15 {
      let other = try SigningKey(name: "w\(number)", type: .cosignature, secret: Vector.witnessSeed, by: Vector.crypto)
      full = try full.cosigned(by: other, at: 0, by: Vector.crypto)
    }
    #expect(throws: NoteError(.tooManySignatures)) { try full.cosigned(by: witness, at: 0, by: Vector.crypto) }
  }

  @Test("refuses every note with a changed bit, byte or line")
  func refusesChangedNotes() throws {
    let keys = try Vector.keys()
    let bytes = Array(Vector.note.utf8)
    #expect(isAccepted(bytes, keys))
    for (name, changed) in Mutation.bytes(bytes) + Mutation.lines(bytes) {
      // Signatures may be in any order.
      if name == "swapped line 6" { continue }
      #expect(!isAccepted(changed, keys), "\(name)")
    }
  }

  @Test("names what is wrong with a note")
  func namesFaults() throws {
    let lines = Vector.note.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let (body, log, witness) = (Vector.body, lines[4], lines[5])
    #expect(kind(Vector.note) == nil)
    #expect(kind(body) == nil)
    #expect(kind("") == .unterminated)
    #expect(kind("\n") == .origin)
    #expect(kind("\n\n") == .noBlankLine || kind("\n\n") == .endsEarly)
    #expect(kind(String(Vector.note.dropLast())) == .unterminated)
    #expect(kind(Vector.note.replacing("\n8\n", with: "\n8\r\n")) == .controlCharacter)
    #expect(kind(Vector.note.replacing("\n8\n", with: "\n8\t\n")) == .controlCharacter)
    #expect(kind(Vector.note.replacing("\n8\n", with: "\n08\n")) == .size)
    #expect(kind(Vector.note.replacing("\n8\n", with: "\n+8\n")) == .size)
    #expect(kind(Vector.note.replacing("\n8\n", with: "\n-8\n")) == .size)
    #expect(kind(Vector.note.replacing("\n8\n", with: "\n9223372036854775808\n")) == .size)
    #expect(kind(Vector.note.replacing("\n8\n", with: "\n18446744073709551624\n")) == .size)
    #expect(kind(Vector.note.replacing("\n8\n", with: "\n0\n")) == .emptyRoot)
    #expect(kind(Vector.note.replacing("gQyg=", with: "gQyh=")) == .root)
    #expect(kind(Vector.note.replacing("gQyg=", with: "gQyg")) == .root)
    #expect(kind("a\n1\nAAAA\n") == .root)
    #expect(kind("a\n1\n") == .endsEarly)
    #expect(kind(body + "\n\n\(log)\n") == .extensionLine, "two blank lines")
    #expect(kind(body + "\(log)\n") == .extensionLine, "no blank line")
    #expect(kind(body + "\n") == .endsEarly)
    #expect(kind(body + "\n\(log)\n\(log)\n") == .repeatedSignature)
    #expect(kind(body + "\n\(log)\n\(witness)\n\(log)\n") == .repeatedSignature)
    #expect(kind(body + "\n\(log.replacing("\u{2014}", with: "-"))\n") == .signature)
    #expect(kind(body + "\n\(log) \n") == .signature)
    #expect(kind(body + "\n\(log.replacing("swI=", with: "swJ="))\n") == .signature)
    #expect(kind(body + "\n\u{2014} a JhsB\n") == .signature, "a signature shorter than an ID")
    #expect(kind(body + "\n\u{2014} a+b AAAAAAAA\n") == .signature)
    #expect(kind(body + "\n\u{2014} a\u{A0}b AAAAAAAA\n") == .signature)
    #expect(kind(body + "\n\u{2014}  AAAAAAAA\n") == .signature)
    #expect(kind(body + "one more\n\n\(log)\n") == nil, "further lines are allowed")
    #expect(kind(Array(body.utf8) + [0xC3, 0x28, 0x0A]) == .notUTF8)
    #expect(kind(Array(repeating: UInt8(ascii: "a"), count: 200_000) + [10]) == .tooLong)
  }

  @Test("takes sixteen signatures, and neither 17 nor 1,000", arguments: [1, 16, 17, 1_000])
  func capsSignatures(count: Int) throws {
    let log = Vector.note.split(separator: "\n", omittingEmptySubsequences: false)[4]
    let others = (1..<max(count, 1)).map { "\u{2014} other\($0) AAAAAAAAAAA=\n" }
    let text = Vector.body + "\n" + others.joined() + "\(log)\n"
    #expect(kind(text) == (count > 16 ? .tooManySignatures : nil))
    #expect(isAccepted(Array(text.utf8), [try Vector.log().verifier]) == (count <= 16))
  }

  @Test("passes over unknown keys, and takes nothing from them")
  func unknownKeys() throws {
    let key = try Vector.log().verifier
    let log = Vector.note.split(separator: "\n", omittingEmptySubsequences: false)[4]
    // The right name with another ID, and the right ID with another name.
    let wrongID = "\u{2014} ledger.example/subsidy " + Base64.encode([1, 2, 3, 4] + [UInt8](repeating: 0, count: 64))
    let wrongName = log.replacing("ledger.example/subsidy", with: "ledger.example/other")
    for line in [wrongID, String(wrongName)] {
      #expect(!isAccepted(Array((Vector.body + "\n\(line)\n").utf8), [key]))
      #expect(isAccepted(Array((Vector.body + "\n\(line)\n\(log)\n").utf8), [key]))
    }
  }

  @Test("a wrong signature by a known key discredits the whole note")
  func wrongSignature() throws {
    let lines = Vector.note.split(separator: "\n", omittingEmptySubsequences: false)
    let id = try #require(Base64.decode("Jhs5njtN".utf8)?.prefix(4))
    let forged = "\u{2014} ledger.example/subsidy " + Base64.encode(Array(id) + [UInt8](repeating: 9, count: 64))
    let short = "\u{2014} ledger.example/subsidy " + Base64.encode(Array(id) + [9])
    for line in [forged, short] {
      let published = try PublishedCheckpoint(
        Array((Vector.body + "\n\(line)\n\(lines[5])\n").utf8), by: Vector.crypto)
      #expect(throws: SignatureFailure.invalid(name: "ledger.example/subsidy", id: "261b399e")) {
        try published.signers(among: try Vector.keys(), isRequired: false, by: Vector.crypto)
      }
      #expect(try published.signers(among: [Vector.witness()], isRequired: true, by: Vector.crypto).count == 1)
    }
  }

  @Test("base64 has one form for every bytes")
  func base64() {
    for count in 0...70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
      let text = Base64.encode(bytes)
      #expect(Base64.decode(text.utf8) == bytes)
    }
    #expect(Base64.encode(Array("foobar".utf8)) == "Zm9vYmFy" && Base64.encode(Array("f".utf8)) == "Zg==")
    for text in [
      "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "====", "Z===", "Zg==Zg==", "Zm9v\n", "Zm-v", "Z=9v", "=m9v",
    ] {
      #expect(Base64.decode(text.utf8) == nil, "\(text)")
    }
  }

  @Test(
    "a name is made of any text",
    arguments: [
      ("liuzhou-2024", "liuzhou-2024"), ("https://ledger.example/subsidy", "ledger.example/subsidy"),
      ("our own + new", "our-own-new"), ("柳州 2024", "柳州-2024"), ("", "ledger"), (" + ", "ledger"),
      ("a\nb\u{3000}c", "a-b-c"),
    ])
  func names(text: String, name: String) {
    #expect(NoteName.made(from: text) == name)
    #expect(NoteName.isValid(name))
  }
}
