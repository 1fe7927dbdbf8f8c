import Merkle
import System
import Testing

/// Many paths in one pass are those that are built one by one.
@Suite struct ProofCollectorTests {
  /// A leaf for each number; each third one is marked from an offset on, so that neighbours and ends take their turns.
  @Test(arguments: [0, 1, 2, 3, 7, 8, 9, 31, 33, 64, 100], 1...3)
  func `proofs collected in one pass equal those built one at a time`(size: Int, step: Int) throws {
    let hashes = ProofTests.leafHashes((0..<size).map { [UInt8($0)] })
    for offset in 0..<step {
      var collector = ProofCollector(hasher: ProofTests.hasher)
      for (place, hash) in hashes.enumerated() { collector.append(leaf: hash, isMarked: place % step == offset) }
      let (root, proofs) = collector.finish()
      #expect(root == ReferenceTree.head((0..<size).map { [UInt8($0)] }[...]))
      #expect(proofs == (0..<size).filter { $0 % step == offset }.map { ProofTests.inclusion($0, hashes) })
      for proof in proofs { try proof.verify(leaf: hashes[Int(proof.index)], root: root, hasher: ProofTests.hasher) }
    }
  }

  @Test func `without a mark there is a root and no proof`() {
    var collector = ProofCollector(hasher: ProofTests.hasher)
    for hash in ProofTests.leafHashes([[1], [2], [3]]) { collector.append(leaf: hash, isMarked: false) }
    let (root, proofs) = collector.finish()
    #expect(root == ReferenceTree.head([[1], [2], [3]]) && proofs.isEmpty)
  }
}
