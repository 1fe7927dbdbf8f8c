import Merkle
import System
import Testing

/// Paths and proofs as the RFC writes them down, slow and recursive: the reference for the streaming ones.
///
/// > Source: RFC 9162 sections 2.1.3.1 and 2.1.4.1.
extension ReferenceTree {
  static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [Digest] {
    if leaves.count == 1 { return [] }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return index < split
      ? path(index, leaves[..<middle]) + [head(leaves[middle...])]
      : path(index - split, leaves[middle...]) + [head(leaves[..<middle])]
  }

  static func proof(_ old: Int, _ leaves: ArraySlice<[UInt8]>, _ isOldRoot: Bool = true) -> [Digest] {
    if old == leaves.count { return isOldRoot ? [] : [head(leaves)] }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return old <= split
      ? proof(old, leaves[..<middle], isOldRoot) + [head(leaves[middle...])]
      : proof(old - split, leaves[middle...], false) + [head(leaves[..<middle])]
  }
}

@Suite struct ProofTests {
  static let hasher = SHA256TreeHasher()

  static func leafHashes(_ leaves: some Sequence<[UInt8]>) -> [Digest] {
    leaves.map { hasher.leaf($0, 0..<$0.count) }
  }

  static func inclusion(_ index: Int, _ hashes: some Collection<Digest>) -> InclusionProof {
    var builder = ProofBuilder(inclusionOf: UInt64(index), size: UInt64(hashes.count), hasher: hasher)
    for hash in hashes {
      #expect(builder.finished == nil)
      builder.append(leaf: hash)
    }
    return InclusionProof(index: UInt64(index), size: UInt64(hashes.count), path: builder.finished ?? [])
  }

  static func consistency(_ old: Int, _ hashes: some Collection<Digest>) -> ConsistencyProof {
    var builder = ProofBuilder(consistencyFrom: UInt64(old), to: UInt64(hashes.count), hasher: hasher)
    for hash in hashes { builder.append(leaf: hash) }
    return ConsistencyProof(oldSize: UInt64(old), newSize: UInt64(hashes.count), path: builder.finished ?? [])
  }

  static func accepts(_ body: () throws(ProofError) -> Void) -> Bool {
    do throws(ProofError) { try body() } catch { return false }
    return true
  }

  static func refuses(_ body: () throws(ProofError) -> Void) -> Bool { !accepts(body) }

  static func digests(_ text: String) -> [Digest] { text.split(separator: " ").compactMap { Digest(hex: $0) } }

  /// One bit of one byte turned, for every hash and a few bits of each.
  static func flips(_ path: [Digest]) -> [[Digest]] {
    path.indices.flatMap { place in
      [0, 63, 64, 200, 255].map { bit in
        var path = path
        path[place].words[bit / 64] ^= 1 << UInt64(bit % 64)
        return path
      }
    }
  }

  /// Hashes dropped, doubled, appended, put in front and swapped.
  static func rearrangements(_ path: [Digest], with other: Digest) -> [[Digest]] {
    var changed = [path + [other], [other] + path, path + [Digest()], Array(repeating: other, count: 64)]
    changed.append(path + Array(repeating: other, count: 64))
    for place in path.indices {
      var dropped = path
      dropped.remove(at: place)
      var doubled = path
      doubled.insert(path[place], at: place)
      changed += [dropped, doubled]
      if place > 0 {
        var swapped = path
        swapped.swapAt(place - 1, place)
        changed.append(swapped)
      }
    }
    return changed.filter { $0 != path }
  }

  @Test(
    "gives the reference's paths",
    arguments: [
      (
        0, 8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
      ),
      (
        5, 8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
      ),
      (2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
      (
        1, 5,
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
      ),
    ])
  func hasReferencePaths(index: Int, size: Int, path: String) throws {
    let hashes = Self.leafHashes(CompactRangeTests.referenceInputs[..<size])
    let proof = Self.inclusion(index, hashes)
    #expect(proof.path == Self.digests(path))
    let root = try #require(Digest(hex: CompactRangeTests.referenceRoots[size - 1]))
    try proof.verify(leaf: hashes[index], root: root, hasher: Self.hasher)
  }

  @Test(
    "gives the reference's consistency proofs",
    arguments: [
      (
        1, 8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
      ),
      (
        6, 8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
      ),
      (
        2, 5,
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
      ),
      (
        6, 7,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
      ),
      (
        3, 7,
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7 07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7 fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125 837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e"
      ),
      (4, 8, "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
    ])
  func hasReferenceConsistency(old: Int, new: Int, path: String) throws {
    let proof = Self.consistency(old, Self.leafHashes(CompactRangeTests.referenceInputs[..<new]))
    #expect(proof.path == Self.digests(path))
    let oldRoot = try #require(Digest(hex: CompactRangeTests.referenceRoots[old - 1]))
    let newRoot = try #require(Digest(hex: CompactRangeTests.referenceRoots[new - 1]))
    try proof.verify(oldRoot: oldRoot, newRoot: newRoot, hasher: Self.hasher)
  }

  @Test("agrees with the recursive paths of the RFC for every index of every size", arguments: 1...65)
  func agreesWithReferencePaths(size: Int) throws {
    let leaves = (0..<size).map { [UInt8($0), 7] }
    let hashes = Self.leafHashes(leaves)
    let root = ReferenceTree.head(leaves[...])
    for index in 0..<size {
      let proof = Self.inclusion(index, hashes)
      #expect(proof.path == ReferenceTree.path(index, leaves[...]), "\(index)/\(size)")
      #expect(proof.path.count == InclusionProof.length(index: UInt64(index), size: UInt64(size)))
      try proof.verify(leaf: hashes[index], root: root, hasher: Self.hasher)
    }
  }

  @Test("agrees with the recursive proofs of the RFC for every two sizes", arguments: 0...65)
  func agreesWithReferenceProofs(new: Int) throws {
    let leaves = (0..<new).map { [UInt8($0), 7] }
    let hashes = Self.leafHashes(leaves)
    for old in 0...new {
      let proof = Self.consistency(old, hashes)
      #expect(proof.path == (old == 0 ? [] : ReferenceTree.proof(old, leaves[...])), "\(old)->\(new)")
      #expect(proof.path.count == ConsistencyProof.length(oldSize: UInt64(old), newSize: UInt64(new)))
      try proof.verify(
        oldRoot: ReferenceTree.head(leaves[..<old]), newRoot: ReferenceTree.head(leaves[...]), hasher: Self.hasher)
    }
  }

  @Test("refuses every changed path, root, leaf, index and size", arguments: [1, 2, 3, 5, 7, 8, 13, 16, 33])
  func refusesChangedPaths(size: Int) {
    let leaves = (0..<size).map { [UInt8($0), 7] }
    let hashes = Self.leafHashes(leaves)
    let root = ReferenceTree.head(leaves[...])
    for index in 0..<size {
      let proof = Self.inclusion(index, hashes)
      for path in Self.flips(proof.path) + Self.rearrangements(proof.path, with: root) {
        let changed = InclusionProof(index: proof.index, size: proof.size, path: path)
        let isRefused = Self.refuses { () throws(ProofError) in
          try changed.verify(leaf: hashes[index], root: root, hasher: Self.hasher)
        }
        #expect(isRefused, "\(index)/\(size)")
      }
      // Some other size has a path of the same shape: only the root, which a checkpoint ties to its size, shows the difference.
      for other in 0...size + 1 where other != index {
        let changed = InclusionProof(index: UInt64(other), size: proof.size, path: proof.path)
        #expect(
          Self.refuses { () throws(ProofError) in
            try changed.verify(leaf: hashes[index], root: root, hasher: Self.hasher)
          })
      }
      #expect(
        Self.refuses { () throws(ProofError) in try proof.verify(leaf: root.flipped, root: root, hasher: Self.hasher) })
      #expect(
        Self.refuses { () throws(ProofError) in
          try proof.verify(leaf: hashes[index], root: root.flipped, hasher: Self.hasher)
        })
    }
  }

  @Test("refuses a path for a size that asks for another number of hashes")
  func refusesOtherShapes() {
    let hashes = Self.leafHashes((0..<13).map { [UInt8($0)] })
    let root = ReferenceTree.head((0..<13).map { [UInt8($0)] }[...])
    let proof = Self.inclusion(12, hashes)
    for size in (0...64).map(UInt64.init) where size != 13 {
      let changed = InclusionProof(index: 12, size: size, path: proof.path)
      // Size 14 to 16 want more hashes, below 13 the index is outside.
      #expect(
        Self.refuses { () throws(ProofError) in try changed.verify(leaf: hashes[12], root: root, hasher: Self.hasher) })
    }
    let huge = InclusionProof(index: .max - 1, size: .max, path: [])
    #expect(Self.refuses { () throws(ProofError) in try huge.verify(leaf: root, root: root, hasher: Self.hasher) })
    let empty = InclusionProof(index: 0, size: 0, path: [])
    #expect(Self.refuses { () throws(ProofError) in try empty.verify(leaf: root, root: root, hasher: Self.hasher) })
  }

  @Test("refuses every changed consistency proof", arguments: [1, 2, 3, 5, 7, 8, 13, 16, 33])
  func refusesChangedConsistency(new: Int) {
    let leaves = (0..<new).map { [UInt8($0), 7] }
    let hashes = Self.leafHashes(leaves)
    let newRoot = ReferenceTree.head(leaves[...])
    for old in 0...new {
      let oldRoot = ReferenceTree.head(leaves[..<old])
      let proof = Self.consistency(old, hashes)
      func refuses(_ proof: ConsistencyProof, _ oldRoot: Digest, _ newRoot: Digest) -> Bool {
        Self.refuses { () throws(ProofError) in
          try proof.verify(oldRoot: oldRoot, newRoot: newRoot, hasher: Self.hasher)
        }
      }
      for path in Self.flips(proof.path) + Self.rearrangements(proof.path, with: newRoot) {
        let changed = ConsistencyProof(oldSize: proof.oldSize, newSize: proof.newSize, path: path)
        #expect(refuses(changed, oldRoot, newRoot), "\(old)->\(new)")
      }
      #expect(refuses(proof, oldRoot.flipped, newRoot))
      // The tree without leaves is the beginning of every tree.
      #expect(refuses(proof, oldRoot, newRoot.flipped) == (old > 0))
      if old != new {
        let reversed = ConsistencyProof(oldSize: proof.newSize, newSize: proof.oldSize, path: proof.path)
        #expect(refuses(reversed, newRoot, oldRoot))
      }
      for other in 0...new where other != old {
        let changed = ConsistencyProof(oldSize: UInt64(other), newSize: proof.newSize, path: proof.path)
        #expect(refuses(changed, oldRoot, newRoot), "\(old) as \(other) ->\(new)")
      }
    }
  }

  @Test("takes no hash that has not 32 bytes")
  func hashesHave32Bytes() {
    for count in [0, 1, 31, 33, 64] { #expect(Digest([UInt8](repeating: 0, count: count)) == nil) }
  }

  @Test("two trees without leaves agree only in the root of no leaves")
  func emptyTrees() throws {
    let proof = ConsistencyProof(oldSize: 0, newSize: 0, path: [])
    let empty = Self.hasher.emptyRoot()
    try proof.verify(oldRoot: empty, newRoot: empty, hasher: Self.hasher)
    #expect(
      Self.refuses { () throws(ProofError) in
        try proof.verify(oldRoot: empty, newRoot: empty.flipped, hasher: Self.hasher)
      })
    #expect(
      Self.refuses { () throws(ProofError) in
        try proof.verify(oldRoot: empty.flipped, newRoot: empty.flipped, hasher: Self.hasher)
      })
  }
}

extension Digest {
  /// The digest with its last bit turned.
  var flipped: Digest {
    var other = self
    other.words[3] ^= 1
    return other
  }
}
