import Merkle
import System
import Testing

/// The tree over SM3: the same shape, another hash.
@Suite struct SM3Tests {
  @Test("hashes as GB/T 32905 says")
  func hashes() {
    #expect(
      SM3.hash(Array("abc".utf8)).description == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
    // The standard's second example: sixteen times abcd.
    let long = Array(String(repeating: "abcd", count: 16).utf8)
    #expect(SM3.hash(long).description == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")
  }

  @Test(
    "has the vectors' roots",
    arguments: [
      (0, "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
      (1, "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf"),
      (3, "209ec96a210d662a964772680e8544d18cab7b88ffec3e00962220349b56ea56"),
      (8, "bc48ba7a709184b5f2a631e1adeb8dc2a0d4c018c1d6cc89b5664fe154c93b38"),
    ])
  func roots(size: Int, root: String) {
    let leaves = Array(CompactRangeTests.referenceInputs[..<size])
    #expect(CompactRangeTests.root(leaves, SM3TreeHasher()).description == root)
  }

  @Test("hashes many lines of a block as it hashes each")
  func blocks() {
    let block = (0..<2_000).map { UInt8(truncatingIfNeeded: $0) }
    let lines = [0..<0, 0..<1, 1..<65, 65..<129, 129..<1_153, 1_153..<2_000]
    for hasher in [SM3TreeHasher(), SHA256TreeHasher(), PlainSHA256TreeHasher()] as [any TreeHasher] {
      var digests = [Digest()]
      hasher.leaves(block, lines, into: &digests)
      #expect(digests == lines.map { hasher.leaf(block, $0) })
    }
  }

  @Test("proves as the other tree does, and is not taken for it", arguments: [1, 2, 3, 5, 8, 13])
  func proofs(size: Int) throws {
    let leaves = (0..<size).map { [UInt8($0), 7] }
    let hasher = SM3TreeHasher()
    let hashes = leaves.map { hasher.leaf($0, 0..<2) }
    let root = CompactRangeTests.root(leaves, hasher)
    for index in 0..<size {
      var builder = ProofBuilder(inclusionOf: UInt64(index), size: UInt64(size), hasher: hasher)
      var growth = ProofBuilder(consistencyFrom: UInt64(index), to: UInt64(size), hasher: hasher)
      for hash in hashes {
        builder.append(leaf: hash)
        growth.append(leaf: hash)
      }
      let proof = InclusionProof(index: UInt64(index), size: UInt64(size), path: try #require(builder.finished))
      try proof.verify(leaf: hashes[index], root: root, hasher: hasher)
      let isOther = ProofTests.refuses { () throws(ProofError) in
        try proof.verify(leaf: hashes[index], root: root, hasher: SHA256TreeHasher())
      }
      // A tree of one leaf has no node, and so no hash in its proof.
      #expect(isOther == (size > 1))
      let old = CompactRangeTests.root(Array(leaves[..<index]), hasher)
      try ConsistencyProof(oldSize: UInt64(index), newSize: UInt64(size), path: try #require(growth.finished))
        .verify(oldRoot: old, newRoot: root, hasher: hasher)
    }
  }
}
