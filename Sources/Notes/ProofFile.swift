public import Merkle

/// The proof that an event is in a log, as a file that needs nothing else to be checked.
///
/// > Source: C2SP tlog-proof.
public struct InclusionFile: Hashable, Sendable {
  /// The first line.
  public static var header: String { "c2sp.org/tlog-proof@v1" }

  /// The event's line, which only the proof itself vouches for; nil if it was left out.
  public let extra: [UInt8]?
  /// The path from the leaf to the root of the checkpoint.
  public let proof: InclusionProof
  /// The head that it leads to.
  public let published: PublishedCheckpoint

  /// Makes a file; the proof must be for the checkpoint's size.
  public init(extra: [UInt8]?, proof: InclusionProof, published: PublishedCheckpoint) {
    precondition(proof.size == published.checkpoint.size, "a proof leads to its checkpoint")
    self.extra = extra
    self.proof = proof
    self.published = published
  }

  /// The file as it is written.
  public var bytes: [UInt8] {
    let extra = extra.map { "extra \(Base64.encode($0))\n" } ?? ""
    return Array("\(InclusionFile.header)\n\(extra)index \(proof.index)\n".utf8) + ProofFile.lines(proof.path)
      + published.bytes
  }

  fileprivate init(_ parts: ProofFile.Parts, _ published: PublishedCheckpoint) throws(NoteError) {
    var lines = parts.head[...]
    lines.removeFirst()
    if let line = lines.first, let text = NoteText.value(line, of: "extra") {
      guard !text.isEmpty, let bytes = Base64.decode(text) else { throw NoteError(.extra, line: 2) }
      extra = bytes
      lines.removeFirst()
    } else {
      extra = nil
    }
    guard let line = lines.first, let text = NoteText.value(line, of: "index"), let index = NoteText.number(text) else {
      throw NoteError(.index, line: lines.startIndex + 1)
    }
    let path = try ProofFile.hashes(lines.dropFirst())
    proof = InclusionProof(index: index, size: published.checkpoint.size, path: path)
    self.published = published
  }
}

/// The proof that a log has only grown since an old size, as a file; the checker brings the old root.
///
/// > Source: C2SP tlog-witness, the body of add-checkpoint.
public struct ConsistencyFile: Hashable, Sendable {
  /// The proof from the old size to the checkpoint's.
  public let proof: ConsistencyProof
  /// The new head.
  public let published: PublishedCheckpoint

  /// Makes a file; the proof must be for the checkpoint's size.
  public init(proof: ConsistencyProof, published: PublishedCheckpoint) {
    precondition(proof.newSize == published.checkpoint.size, "a proof leads to its checkpoint")
    self.proof = proof
    self.published = published
  }

  /// The file as it is written.
  public var bytes: [UInt8] {
    Array("old \(proof.oldSize)\n".utf8) + ProofFile.lines(proof.path) + published.bytes
  }

  fileprivate init(_ parts: ProofFile.Parts, _ published: PublishedCheckpoint) throws(NoteError) {
    guard let text = NoteText.value(parts.head[0], of: "old"), let old = NoteText.number(text) else {
      throw NoteError(.oldSize, line: 1)
    }
    let path = try ProofFile.hashes(parts.head.dropFirst())
    proof = ConsistencyProof(oldSize: old, newSize: published.checkpoint.size, path: path)
    self.published = published
  }
}

/// A file with either of the two proofs.
public enum ProofFile: Hashable, Sendable {
  /// An event is in the log.
  case inclusion(InclusionFile)
  /// The log has only grown.
  case consistency(ConsistencyFile)

  /// How many bytes are taken.
  ///
  /// > Units: bytes; an event's line has at most 65,535, in base64 a third more.
  public static var sizeLimit: Int { 262_144 }
  /// How many hashes are taken: a tree of 2^63 leaves has no longer path.
  ///
  /// > Source: C2SP tlog-witness.
  public static var hashLimit: Int { 63 }

  /// The lines before the first empty one, and the bytes behind it.
  fileprivate struct Parts {
    let head: [ArraySlice<UInt8>]
    let tail: [UInt8]
  }

  /// Reads a file; the proof and the signatures are not checked.
  ///
  /// - Throws: ``NoteError``.
  public init(_ bytes: [UInt8], by cryptography: some NoteCryptography) throws(NoteError) {
    let lines = try NoteText(bytes, limit: ProofFile.sizeLimit).lines
    let isInclusion = lines[0].elementsEqual(InclusionFile.header.utf8)
    guard isInclusion || NoteText.value(lines[0], of: "old") != nil else { throw NoteError(.notProof, line: 1) }
    guard let blank = lines.firstIndex(where: \.isEmpty) else { throw NoteError(.noBlankLine) }
    let parts = Parts(head: Array(lines[..<blank]), tail: Array(bytes[lines[blank].endIndex...].dropFirst()))
    let published: PublishedCheckpoint
    do {
      published = try PublishedCheckpoint(parts.tail, by: cryptography)
    } catch {
      throw error.moved(by: blank + 1)
    }
    self =
      isInclusion
      ? .inclusion(try InclusionFile(parts, published)) : .consistency(try ConsistencyFile(parts, published))
  }

  /// The head that the proof leads to.
  public var published: PublishedCheckpoint {
    switch self {
    case .inclusion(let file): file.published
    case .consistency(let file): file.published
    }
  }

  fileprivate static func hashes(_ lines: ArraySlice<ArraySlice<UInt8>>) throws(NoteError) -> [Digest] {
    guard lines.count <= hashLimit else { throw NoteError(.tooManyHashes, line: lines.startIndex + hashLimit + 1) }
    var hashes: [Digest] = []
    for (number, line) in zip(lines.indices, lines) {
      guard let hash = NoteText.digest(line) else { throw NoteError(.hash, line: number + 1) }
      hashes.append(hash)
    }
    return hashes
  }

  /// A hash a line, and the empty line that ends them.
  fileprivate static func lines(_ path: [Digest]) -> [UInt8] {
    Array(path.map { "\(Base64.encode($0.bytes))\n" }.joined().utf8) + [UInt8(ascii: "\n")]
  }
}
