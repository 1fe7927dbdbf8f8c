import Foundation
import Merkle
import Notes
import System
import Testing

/// The signature line of those who must have SM2.
@Suite struct SM2Tests {
  private static let secret = [UInt8](repeating: 0x5A, count: 32)
  private static let message = Array(Vector.body.utf8)

  private static func key(_ name: String = "ledger.example/subsidy") throws -> SigningKey {
    try SigningKey(name: name, type: .sm2, secret: secret, by: Vector.crypto)
  }

  @Test("signs other bytes each time, all of them right: a signature identifies nothing")
  func isRandomised() throws {
    let publicKey = try #require(SM2.publicKey(of: Self.secret))
    let signatures = try (0..<40).map { _ in try #require(SM2.sign(Self.message, by: Self.secret)) }
    #expect(Set(signatures).count == 40)
    for signature in signatures {
      #expect((8...72).contains(signature.count))
      #expect(SM2.verify(signature, of: Self.message, by: publicKey))
    }
  }

  @Test("refuses every changed bit of signature, message and key")
  func refusesChanges() throws {
    let publicKey = try #require(SM2.publicKey(of: Self.secret))
    let signature = try #require(SM2.sign(Self.message, by: Self.secret))
    #expect(SM2.verify(signature, of: Self.message, by: publicKey))
    for (name, changed) in Mutation.bytes(signature) {
      #expect(!SM2.verify(changed, of: Self.message, by: publicKey), "signature, \(name)")
    }
    for (name, changed) in Mutation.bytes(publicKey) {
      #expect(!SM2.verify(signature, of: Self.message, by: changed), "key, \(name)")
    }
    for offset in Self.message.indices {
      var changed = Self.message
      changed[offset] ^= 1
      #expect(!SM2.verify(signature, of: changed, by: publicKey))
    }
    #expect(!SM2.verify([], of: Self.message, by: publicKey))
    #expect(!SM2.verify(signature + [0], of: Self.message, by: publicKey), "bytes behind the DER")
  }

  @Test("takes only numbers from 1 to n - 2 for private keys")
  func privateKeys() throws {
    let order: [UInt8] =
      Array(Ed25519Tests.bytes("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"))
    func minus(_ number: UInt8) -> [UInt8] { order.dropLast() + [order[31] - number] }
    #expect(SM2.publicKey(of: [UInt8](repeating: 0, count: 32)) == nil)
    #expect(SM2.publicKey(of: [UInt8](repeating: 0xFF, count: 32)) == nil)
    #expect(SM2.publicKey(of: order) == nil && SM2.publicKey(of: minus(1)) == nil)
    #expect(SM2.publicKey(of: minus(2)) != nil)
    #expect(SM2.publicKey(of: [UInt8](repeating: 0, count: 31) + [1]) != nil)
    #expect(SM2.publicKey(of: Array(Self.secret.dropLast())) == nil)
    #expect(SM2.sign(Self.message, by: order) == nil)
    #expect(try SM2.makePrivateKey() != SM2.makePrivateKey())
  }

  @Test("the ID and the text of a key are those of the formats page")
  func keyText() throws {
    let key = try Self.key()
    let body = [0xFF] + Array("sm2-with-sm3/ledger.example".utf8) + key.verifier.bytes
    let id = SHA256.hash(Array("ledger.example/subsidy\n".utf8) + body).description.prefix(8)
    #expect(key.verifier.hexID == id)
    #expect(key.verifier.text == "ledger.example/subsidy+\(id)+\(Base64.encode(body))")
    #expect(try VerifierKey(key.verifier.text, by: Vector.crypto) == key.verifier)
    #expect(try SigningKey(Array(key.text.utf8), by: Vector.crypto).verifier == key.verifier)
    for (name, changed) in Mutation.bytes(Array(key.text.utf8)) {
      #expect((try? SigningKey(changed, by: Vector.crypto)) == nil, "\(name)")
    }
    // The same bytes under another identifier are a kind that is not known here.
    let other = [0xFF] + Array("sm2-with-sm3/elsewhere".utf8) + key.verifier.bytes
    let otherID = SHA256.hash(Array("a\n".utf8) + other).description.prefix(8)
    #expect(throws: NoteError(.keyType)) {
      try VerifierKey("a+\(otherID)+\(Base64.encode(other))", by: Vector.crypto)
    }
  }

  @Test("stands as a line of its own, which others pass over and who knows it demands right")
  func extraLine() throws {
    let checkpoint = try #require(Checkpoint(origin: "ledger.example/subsidy", size: 8, root: Vector.root(8)))
    let keys = [try Vector.log(), try Self.key()]
    let published = PublishedCheckpoint(checkpoint, signedBy: keys, by: Vector.crypto)
    let read = try PublishedCheckpoint(published.bytes, by: Vector.crypto)
    #expect(read == published && read.note?.signatures.count == 2)
    func signers(_ published: PublishedCheckpoint, _ keys: [VerifierKey]) throws -> [VerifierKey] {
      try published.signers(among: keys, isRequired: true, by: Vector.crypto)
    }
    #expect(try signers(read, keys.map(\.verifier)) == keys.map(\.verifier))
    #expect(try signers(read, [keys[0].verifier]).count == 1, "who knows only Ed25519")
    let bare = PublishedCheckpoint(checkpoint, signedBy: [keys[0]], by: Vector.crypto)
    #expect(throws: SignatureFailure.missing(name: "ledger.example/subsidy", id: keys[1].verifier.hexID)) {
      try signers(bare, keys.map(\.verifier))
    }
    // The same signature under another head.
    let other = try #require(Checkpoint(origin: "ledger.example/subsidy", size: 7, root: Vector.root(7)))
    let moved = Array(other.body) + read.bytes.dropFirst(checkpoint.body.count)
    #expect(throws: SignatureFailure.invalid(name: "ledger.example/subsidy", id: keys[1].verifier.hexID)) {
      try signers(try PublishedCheckpoint(moved, by: Vector.crypto), [keys[1].verifier])
    }
  }

  @Test("the origin tells the tree, and the tree its root of no events")
  func origins() throws {
    #expect(TreeHash(origin: "ledger.example/subsidy") == .sha256)
    #expect(TreeHash(origin: "ledger.example/subsidy/sm3") == .sm3 && TreeHash(origin: "sm3") == .sha256)
    #expect(TreeHash.sm3.origin(of: "a") == "a/sm3" && TreeHash.sm3.origin(of: "a/sm3") == "a/sm3")
    #expect(TreeHash.sha256.origin(of: "a") == "a")
    func body(_ origin: String, _ root: Digest) -> [UInt8] {
      Array("\(origin)\n0\n\(Base64.encode(root.bytes))\n".utf8)
    }
    for (origin, own, other) in [("a", SHA256.hash([]), SM3.hash([])), ("a/sm3", SM3.hash([]), SHA256.hash([]))] {
      #expect(try PublishedCheckpoint(body(origin, own), by: Vector.crypto).checkpoint.size == 0)
      #expect(throws: NoteError(.emptyRoot, line: 3)) {
        try PublishedCheckpoint(body(origin, other), by: Vector.crypto)
      }
    }
  }
}
