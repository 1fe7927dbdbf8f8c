import Merkle
import Notes
import System
import Testing

@Suite struct ProofFileTests {
  private let hasher = SHA256TreeHasher()

  private func checked(
    _ bytes: [UInt8], old: PublishedCheckpoint? = nil, keys: [VerifierKey] = []
  ) throws -> CheckedProof {
    try ProofFile(bytes, by: Vector.crypto).checked(old: old, keys: keys, by: Vector.crypto, hasher: hasher)
  }

  private func kind(_ bytes: [UInt8]) -> NoteError? {
    do throws(NoteError) { _ = try ProofFile(bytes, by: Vector.crypto) } catch { return error }
    return nil
  }

  @Test("every event of every size can be proven by its file alone", arguments: 2...8)
  func inclusionRoundTrip(size: Int) throws {
    // The reference's first leaf is empty, which no line of a ledger is.
    for index in 1..<size {
      for signed in [true, false] {
        let file = try Vector.inclusion(index, size, signed: signed)
        #expect(try ProofFile(file.bytes, by: Vector.crypto) == .inclusion(file))
        let proof = try checked(file.bytes, keys: signed ? [try Vector.log().verifier] : [])
        #expect(proof.claim == .inclusion(index: UInt64(index), line: Vector.leaves[index]))
        #expect(proof.checkpoint.root == Vector.root(size))
        #expect(proof.signatures == (signed ? 1 : 0))
      }
    }
  }

  @Test("every growth can be proven with the old checkpoint", arguments: 0...8)
  func consistencyRoundTrip(new: Int) throws {
    for old in 0...new {
      let file = try Vector.consistency(old, new)
      #expect(try ProofFile(file.bytes, by: Vector.crypto) == .consistency(file))
      let proof = try checked(file.bytes, old: try Vector.published(old), keys: [try Vector.log().verifier])
      #expect(proof.claim == .consistency(oldSize: UInt64(old), oldRoot: Vector.root(old)))
      if old == 0 { _ = try checked(file.bytes) }
    }
  }

  @Test("is the text that C2SP describes")
  func text() throws {
    let file = try Vector.inclusion(5, 8)
    let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[..<3] == ["c2sp.org/tlog-proof@v1", "extra QEFCQw==", "index 5"])
    #expect(lines[6] == "" && lines[7] == "ledger.example/subsidy")
    #expect(file.bytes.suffix(file.published.bytes.count) == file.published.bytes[...])
    let growth = try Vector.consistency(6, 8)
    #expect(String(decoding: growth.bytes, as: UTF8.self).hasPrefix("old 6\n"))
  }

  @Test("refuses every inclusion file with a changed bit, byte or line")
  func refusesChangedInclusion() throws {
    let keys = [try Vector.log().verifier]
    let bytes = try Vector.inclusion(5, 7).bytes
    _ = try checked(bytes, keys: keys)
    for (name, changed) in Mutation.bytes(bytes) + Mutation.lines(bytes) {
      #expect((try? checked(changed, keys: keys)) == nil, "\(name)")
    }
  }

  @Test("refuses every consistency file with a changed bit, byte or line")
  func refusesChangedConsistency() throws {
    let keys = [try Vector.log().verifier]
    let old = try Vector.published(3)
    let bytes = try Vector.consistency(3, 7).bytes
    _ = try checked(bytes, old: old, keys: keys)
    for (name, changed) in Mutation.bytes(bytes) + Mutation.lines(bytes) {
      #expect((try? checked(changed, old: old, keys: keys)) == nil, "\(name)")
    }
  }

  // Without a key nothing vouches for origin and signatures, but the proof itself still holds or does not.
  @Test("refuses an unsigned file whose hashes, line, index, size or root are changed")
  func refusesChangedUnsigned() throws {
    let text = String(decoding: try Vector.inclusion(5, 7, signed: false).bytes, as: UTF8.self)
    for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      // The origin, the empty line and what follows the last line feed.
      if line.isEmpty || line == "ledger.example/subsidy" { continue }
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.utf8) }
      for place in lines[offset].indices {
        let before = lines[offset][place]
        for bit in 0..<7 {
          lines[offset][place] = before ^ 1 << UInt8(bit)
          let changed = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
          // Seven leaves and eight have the same shape at this index, and the root is that of seven.
          let isOtherSize = offset == 8 && (try? ProofFile(changed, by: Vector.crypto)) != nil
          if !isOtherSize { #expect((try? checked(changed)) == nil, "byte \(place) of line \(offset + 1)") }
        }
        lines[offset][place] = before
      }
    }
  }

  @Test("names what is wrong with a file")
  func namesFaults() throws {
    let text = String(decoding: try Vector.inclusion(5, 7).bytes, as: UTF8.self)
    let growth = String(decoding: try Vector.consistency(3, 7).bytes, as: UTF8.self)
    func kind(_ text: String) -> NoteError? { self.kind(Array(text.utf8)) }
    let hash = Base64.encode(Vector.root(8).bytes)
    #expect(kind(text) == nil)
    #expect(kind(growth) == nil)
    #expect(kind(Vector.note) == NoteError(.notProof, line: 1))
    #expect(kind("old\n\n" + Vector.body) == NoteError(.notProof, line: 1))
    #expect(kind("old 03\n\n" + Vector.body) == NoteError(.oldSize, line: 1))
    #expect(kind("old -1\n\n" + Vector.body) == NoteError(.oldSize, line: 1))
    #expect(kind("old 1\n\(hash)\n" + Vector.body) == NoteError(.noBlankLine))
    #expect(kind(text.replacing("@v1", with: "@v2")) == NoteError(.notProof, line: 1))
    #expect(kind(text.replacing("index 5", with: "index 05")) == NoteError(.index, line: 3))
    #expect(kind(text.replacing("index 5\n", with: "")) == NoteError(.index, line: 3))
    #expect(kind(text.replacing("QEFCQw==", with: "QEFCQx==")) == NoteError(.extra, line: 2))
    #expect(kind(text.replacing("QEFCQw==", with: "")) == NoteError(.extra, line: 2))
    #expect(kind(text.replacing("\n7\n", with: "\n07\n")) == NoteError(.size, line: 9))
    #expect(kind("old 1\n\(hash.dropLast(4))\n\n" + Vector.body) == NoteError(.hash, line: 2), "a short hash")
    #expect(kind("old 1\nAAAA\n\n" + Vector.body) == NoteError(.hash, line: 2))
    #expect(kind("old 1\n\(hash)AAAA\n\n" + Vector.body) == NoteError(.hash, line: 2), "a long hash")
    let many = String(repeating: "\(hash)\n", count: 64)
    #expect(kind("old 1\n\(many)\n" + Vector.body) == NoteError(.tooManyHashes, line: 65))
    #expect(kind("old 1\n\(many.dropLast(45))\n" + Vector.body) == nil)
    #expect(kind("c2sp.org/tlog-proof@v1\nindex 0\n\(many)\n" + Vector.body) == NoteError(.tooManyHashes, line: 66))
    #expect(kind("old 1\n\(hash)\n\n\n" + Vector.body) == NoteError(.origin, line: 4))
    #expect(kind(String(repeating: "a", count: 300_000) + "\n") == NoteError(.tooLong))
  }

  @Test("says why a well-formed proof proves nothing")
  func refusals() throws {
    func refusal(_ file: ProofFile, _ old: PublishedCheckpoint? = nil, _ keys: [VerifierKey] = []) -> ProofRefusal? {
      do throws(ProofRefusal) {
        _ = try file.checked(old: old, keys: keys, by: Vector.crypto, hasher: hasher)
      } catch {
        return error
      }
      return nil
    }
    let inclusion = try Vector.inclusion(5, 8)
    let bare = InclusionFile(extra: nil, proof: inclusion.proof, published: inclusion.published)
    #expect(refusal(.inclusion(bare)) == .eventMissing)
    #expect(refusal(.inclusion(inclusion), try Vector.published(3)) == .oldCheckpointUnused)
    let moved = InclusionFile(
      extra: inclusion.extra, proof: InclusionProof(index: 8, size: 8, path: inclusion.proof.path),
      published: inclusion.published)
    #expect(refusal(.inclusion(moved)) == .proof(.indexOutsideTree(index: 8, size: 8)))
    let growth = try Vector.consistency(3, 8)
    #expect(refusal(.consistency(growth)) == .oldCheckpointMissing)
    #expect(refusal(.consistency(growth), try Vector.published(4)) == .otherOldSize(expected: 4, actual: 3))
    let foreign = Checkpoint(origin: "other", size: 3, root: Vector.root(3))!
    #expect(
      refusal(.consistency(growth), PublishedCheckpoint(foreign, signedBy: [], by: Vector.crypto))
        == .otherOrigin(expected: "other", actual: "ledger.example/subsidy"))
    let forked = Checkpoint(origin: "ledger.example/subsidy", size: 3, root: Vector.root(4))!
    #expect(
      refusal(.consistency(growth), PublishedCheckpoint(forked, signedBy: [], by: Vector.crypto))
        == .proof(.oldRoot(expected: Vector.root(4), actual: Vector.root(3))))
    #expect(
      refusal(.inclusion(inclusion), nil, [Vector.witness()])
        == .signature(.missing(name: "witness.example/audit", id: "da526f24")))
    let unsigned = try Vector.inclusion(5, 8, signed: false)
    #expect(
      refusal(.inclusion(unsigned), nil, [try Vector.log().verifier])
        == .signature(.missing(name: "ledger.example/subsidy", id: "261b399e")))
    #expect(
      refusal(.consistency(try Vector.consistency(8, 3 + 5)), try Vector.published(7))
        == .otherOldSize(expected: 7, actual: 8))
  }
}
