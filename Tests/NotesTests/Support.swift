import Merkle
import Notes
import System

/// libcrypto behind what notes need.
struct Libcrypto: NoteCryptography {
  func sha256(_ bytes: [UInt8]) -> Digest { SHA256.hash(bytes) }
  func ed25519PublicKey(seed: [UInt8]) -> [UInt8] { Ed25519.publicKey(seed: seed) }
  func ed25519Sign(_ message: [UInt8], seed: [UInt8]) -> [UInt8] { Ed25519.sign(message, seed: seed) }
  func ed25519Verify(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool {
    Ed25519.verify(signature, of: message, by: key)
  }
  func sm3(_ bytes: [UInt8]) -> Digest { SM3.hash(bytes) }
  func sm2PublicKey(of key: [UInt8]) -> [UInt8]? { SM2.publicKey(of: key) }
  func sm2Sign(_ message: [UInt8], by key: [UInt8]) -> [UInt8]? { SM2.sign(message, by: key) }
  func sm2Verify(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool {
    SM2.verify(signature, of: message, by: key)
  }
}

/// The checkpoint of the test vectors, over eight leaves, signed by a log and a witness.
enum Vector {
  static let crypto = Libcrypto()
  static let note = """
    ledger.example/subsidy
    8
    XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

    \u{2014} ledger.example/subsidy Jhs5njtNJcaROUx+WDhhA7NNIpykCWrAbXESbgKf5HzmmyExgvDVv5AhW4DVZKHwoBriFL+pgpkMMvgVVWaoeMqwswI=
    \u{2014} witness.example/audit 2lJvJAAAAABlU/EAa12jecVrAPjOe1VS51nqWI1zeG5qK2EGLBw85BcYCVJBSsDVEX8tdk9rDybPSiNbuTD4sYftXjH1DSzM8ZlsCw==

    """
  static let body = "ledger.example/subsidy\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
  static let rootOfEight = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
  static let vkey = "ledger.example/subsidy+261b399e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
  static let publicKey = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
  static let seed: [UInt8] = Array(0x00...0x1F)
  static let witnessSeed: [UInt8] = Array(0x20...0x3F)

  static func log() throws -> SigningKey { try SigningKey(name: "ledger.example/subsidy", secret: seed, by: crypto) }

  static func witness() -> VerifierKey {
    VerifierKey(
      name: "witness.example/audit", type: .cosignature, bytes: Ed25519.publicKey(seed: witnessSeed), by: crypto)!
  }

  static func keys() throws -> [VerifierKey] { [try log().verifier, witness()] }

  /// The eight leaves of the reference.
  static let leaves: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], Array(0x40...0x43), Array(0x50...0x57), Array(0x60...0x6F),
  ]

  static func root(_ size: Int) -> Digest {
    var range = CompactRange(hasher: SHA256TreeHasher())
    for leaf in leaves[..<size] { range.append(leaf, 0..<leaf.count) }
    return range.root
  }

  static func published(_ size: Int, signed: Bool = true) throws -> PublishedCheckpoint {
    let checkpoint = Checkpoint(origin: "ledger.example/subsidy", size: UInt64(size), root: root(size))!
    return PublishedCheckpoint(checkpoint, signedBy: signed ? [try log()] : [], by: crypto)
  }

  static func inclusion(_ index: Int, _ size: Int, signed: Bool = true) throws -> InclusionFile {
    var builder = ProofBuilder(inclusionOf: UInt64(index), size: UInt64(size), hasher: SHA256TreeHasher())
    for leaf in leaves[..<size] { builder.append(leaf: SHA256TreeHasher().leaf(leaf, 0..<leaf.count)) }
    let proof = InclusionProof(index: UInt64(index), size: UInt64(size), path: builder.finished!)
    return InclusionFile(extra: leaves[index], proof: proof, published: try published(size, signed: signed))
  }

  static func consistency(_ old: Int, _ new: Int, signed: Bool = true) throws -> ConsistencyFile {
    var builder = ProofBuilder(consistencyFrom: UInt64(old), to: UInt64(new), hasher: SHA256TreeHasher())
    for leaf in leaves[..<new] { builder.append(leaf: SHA256TreeHasher().leaf(leaf, 0..<leaf.count)) }
    let proof = ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(new), path: builder.finished!)
    return ConsistencyFile(proof: proof, published: try published(new, signed: signed))
  }
}

/// A change to bytes on their way.
enum Mutation {
  /// Every bit turned, every byte left out and doubled, and cut off at every place.
  static func bytes(_ bytes: [UInt8]) -> [(String, [UInt8])] {
    var all: [(String, [UInt8])] = []
    for offset in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[offset] ^= 1 << UInt8(bit)
        all.append(("bit \(bit) of byte \(offset)", changed))
      }
      var dropped = bytes
      dropped.remove(at: offset)
      var doubled = bytes
      doubled.insert(bytes[offset], at: offset)
      all += [("without byte \(offset)", dropped), ("byte \(offset) twice", doubled)]
      all.append(("cut at \(offset)", Array(bytes[..<offset])))
    }
    return all.filter { $0.1 != bytes }
  }

  /// Every line left out, doubled, emptied, ended by CRLF, followed by an empty one, and swapped with the next.
  static func lines(_ bytes: [UInt8]) -> [(String, [UInt8])] {
    let lines = bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    var all: [(String, [[UInt8]])] = []
    for number in lines.indices {
      func with(_ name: String, _ change: (inout [[UInt8]]) -> Void) {
        var changed = lines
        change(&changed)
        if changed != lines { all.append(("\(name) \(number + 1)", changed)) }
      }
      with("without line") { $0.remove(at: number) }
      with("twice line") { $0.insert(lines[number], at: number) }
      with("empty line") { $0[number] = [] }
      with("CR at line") { $0[number].append(13) }
      with("empty line behind") { $0.insert([], at: number + 1) }
      with("blank behind line") { $0[number].append(32) }
      if number > 0 { with("swapped line") { $0.swapAt(number - 1, number) } }
    }
    return all.map { ($0.0, Array($0.1.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]) }
  }
}
