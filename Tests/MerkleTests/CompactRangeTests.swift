import Merkle
import System
import Testing

/// The tree as the RFC writes it down, slow and recursive: the reference for the fast one.
///
/// > Source: RFC 9162 section 2.1.1.
struct ReferenceTree {
  static func head(_ leaves: ArraySlice<[UInt8]>) -> Digest {
    if leaves.isEmpty { return SHA256.hash([]) }
    if leaves.count == 1 { return SHA256.hash([0] + leaves.first!) }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return SHA256.hash([1] + head(leaves[..<middle]).bytes + head(leaves[middle...]).bytes)
  }
}

@Suite struct CompactRangeTests {
  static let referenceInputs: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], Array(0x40...0x43), Array(0x50...0x57), Array(0x60...0x6F),
  ]
  static let referenceRoots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  static func root(_ leaves: [[UInt8]], _ hasher: some TreeHasher) -> Digest {
    var range = CompactRange(hasher: hasher)
    for leaf in leaves { range.append(leaf, 0..<leaf.count) }
    return range.root
  }

  @Test("hashes the empty tree, an empty leaf, a leaf and a node as the reference does")
  func hashesAsReference() {
    for hasher in [SHA256TreeHasher(), PlainSHA256TreeHasher()] as [any TreeHasher] {
      let leaf = Array("L123456".utf8)
      #expect(hasher.emptyRoot().description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
      #expect(hasher.leaf([], 0..<0).description == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
      #expect(
        hasher.leaf(leaf, 0..<7).description == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
    }
    // The reference's node vector has operands of four bytes, which no digest has.
    #expect(
      SHA256.hash([1] + "N123N456".utf8).description
        == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb")
  }

  @Test("has the reference's roots", arguments: 1...8)
  func hasReferenceRoot(size: Int) {
    let leaves = Array(Self.referenceInputs[..<size])
    #expect(Self.root(leaves, SHA256TreeHasher()).description == Self.referenceRoots[size - 1])
    #expect(Self.root(leaves, PlainSHA256TreeHasher()).description == Self.referenceRoots[size - 1])
  }

  @Test("hashes lines of the log as bytes without the newline")
  func hashesLines() {
    let lines = [
      #"{"id":0,"type":"log.opened","origin":"ledger.example/subsidy"}"#,
      #"{"id":1,"type":"subsidy.paid","name":"社保补贴","cents":120000}"#,
      #"{"id":2,"type":"subsidy.reversed","of":1,"cents":-120000}"#,
    ].map { Array($0.utf8) }
    let roots = [
      "a95eb04bfd85a1a075174e1f5b68c40ae1d42dbcc9e89d0d16ddba8fc6f62fe2",
      "c2c05d2a821d3d50aa1a7859f4b8f13c44ecc373fa4cbd8e9dfcadf16074b571",
      "c9a7d537bd65b2d74b9c9b3b21a553d1d126e5cce239f36ff37f64ce6c699305",
    ]
    let hasher = SHA256TreeHasher()
    #expect(
      hasher.leaf(lines[1], 0..<lines[1].count).description
        == "b4daa0451624c840325f648120219b1101416a0d5cd81eebf5ff9f4efcabe7af")
    for size in 1...3 { #expect(Self.root(Array(lines[..<size]), hasher).description == roots[size - 1]) }
  }

  @Test("agrees with the recursive tree of the RFC, on both paths and taken up anywhere", arguments: 0...130)
  func agreesWithRFC(size: Int) {
    // Lengths around the blocks of SHA-256 and around the fast path's own limit.
    let lengths = [0, 1, 54, 55, 56, 62, 63, 64, 118, 119, 120, 226, 1_022, 1_023, 1_024, 1_087, 1_088, 2_000]
    let leaves = (0..<size).map { [UInt8](repeating: UInt8($0), count: lengths[$0 % lengths.count]) }
    let expected = ReferenceTree.head(leaves[...])
    #expect(Self.root(leaves, SHA256TreeHasher()) == expected)
    #expect(Self.root(leaves, PlainSHA256TreeHasher()) == expected)
    var first = CompactRange(hasher: SHA256TreeHasher())
    for leaf in leaves.prefix(size / 2) { first.append(leaf, 0..<leaf.count) }
    var second = CompactRange(size: first.size, roots: first.roots, hasher: PlainSHA256TreeHasher())
    for leaf in leaves.dropFirst(size / 2) { second?.append(leaf, 0..<leaf.count) }
    #expect(second?.root == expected)
  }

  @Test("takes leaves hashed apart in parts that begin anywhere", arguments: 0...40)
  func takesSubtrees(first: Int) throws {
    let hasher = SHA256TreeHasher()
    let leaves = (0..<80).map { hasher.leaf([UInt8($0)], 0..<1) }
    var before = CompactRange(hasher: hasher)
    for leaf in leaves[..<first] { before.append(leaf: leaf) }
    for last in first...80 {
      for middle in Set([first, (first + last) / 2, last]) {
        var list = SubtreeList(first: UInt64(first))
        let parts = [list.addPart(leaves[first..<middle], hasher), list.addPart(leaves[middle..<last], hasher)]
        var range = before
        var expected = before
        for (part, end) in zip(parts, [middle, last]) {
          range.append(list.subtrees[part])
          for leaf in leaves[Int(expected.size)..<end] { expected.append(leaf: leaf) }
          #expect(range.root == expected.root && range.size == expected.size, "\(first) \(middle) \(last)")
        }
      }
    }
  }

  @Test("is not taken up from another number of roots than the size has ones")
  func refusesWrongRootCount() {
    #expect(CompactRange(size: 5, roots: [Digest()], hasher: SHA256TreeHasher()) == nil)
    #expect(CompactRange(size: 5, roots: [Digest(), Digest()], hasher: SHA256TreeHasher()) != nil)
  }
}
