public import Merkle

/// The head of a log at one size.
///
/// > Source: C2SP tlog-checkpoint.
public struct Checkpoint: Hashable, Sendable {
  /// Which log it is.
  public let origin: String
  /// How many leaves the tree has.
  public let size: UInt64
  /// The root of the tree.
  public let root: Digest
  /// Further lines, without their line feeds; this program writes none.
  public let extensions: [String]

  /// Makes a checkpoint; nil for an origin that a line cannot hold.
  public init?(origin: String, size: UInt64, root: Digest) {
    guard !origin.isEmpty, origin.utf8.allSatisfy({ $0 >= 0x20 }) else { return nil }
    self.origin = origin
    self.size = size
    self.root = root
    extensions = []
  }

  /// Reads the three lines and what may follow them.
  ///
  /// - Throws: ``NoteError``.
  public init(_ body: [UInt8], by cryptography: some NoteCryptography) throws(NoteError) {
    let lines = try NoteText(body, limit: SignedNote.sizeLimit).lines
    guard !lines[0].isEmpty else { throw NoteError(.origin, line: 1) }
    guard lines.count >= 3 else { throw NoteError(.endsEarly, line: lines.count) }
    guard let size = NoteText.number(lines[1]) else { throw NoteError(.size, line: 2) }
    guard let root = NoteText.digest(lines[2]) else { throw NoteError(.root, line: 3) }
    let origin = String(decoding: lines[0], as: UTF8.self)
    if size == 0, root != TreeHash(origin: origin).emptyRoot(by: cryptography) {
      throw NoteError(.emptyRoot, line: 3)
    }
    // A signature here has lost the empty line before it: the note would pass as an unsigned one.
    for (number, line) in lines.enumerated().dropFirst(3) where line.isEmpty || line.starts(with: SignedNote.mark) {
      throw NoteError(.extensionLine, line: number + 1)
    }
    self.origin = origin
    self.size = size
    self.root = root
    extensions = lines.dropFirst(3).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The hash of the tree.
  public var tree: TreeHash { TreeHash(origin: origin) }

  /// The lines as they are signed.
  public var body: [UInt8] {
    Array("\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n\(extensions.map { "\($0)\n" }.joined())".utf8)
  }
}

/// A checkpoint as it was handed out: with signatures, or bare.
public struct PublishedCheckpoint: Hashable, Sendable {
  /// The checkpoint.
  public let checkpoint: Checkpoint
  /// The note around it; nil if it is not signed.
  public let note: SignedNote?
  /// The bytes, verbatim.
  public let bytes: [UInt8]

  /// Signs a checkpoint with each of the keys, or leaves it bare if there are none.
  public init(_ checkpoint: Checkpoint, signedBy keys: [SigningKey], by cryptography: some NoteCryptography) {
    self.checkpoint = checkpoint
    note = keys.isEmpty ? nil : SignedNote(text: checkpoint.body, signedBy: keys, by: cryptography)
    bytes = note?.bytes ?? checkpoint.body
  }

  /// Reads a checkpoint; its signatures are not checked.
  ///
  /// - Throws: ``NoteError``.
  public init(_ bytes: [UInt8], by cryptography: some NoteCryptography) throws(NoteError) {
    let isSigned = zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "\n") && $1 == UInt8(ascii: "\n") }
    let note = isSigned ? try SignedNote(bytes) : nil
    checkpoint = try Checkpoint(note?.text ?? bytes, by: cryptography)
    self.note = note
    self.bytes = bytes
  }

  /// Checks the signatures.
  ///
  /// - Parameters:
  ///   - keys: the known keys.
  ///   - isRequired: whether each of them must have signed.
  ///   - cryptography: checks signatures.
  /// - Returns: the known keys that have signed.
  /// - Throws: ``SignatureFailure``.
  public func signers(
    among keys: [VerifierKey], isRequired: Bool, by cryptography: some NoteCryptography
  ) throws(SignatureFailure) -> [VerifierKey] {
    let found = try note?.signers(among: keys, by: cryptography) ?? []
    if isRequired, let missing = keys.first(where: { !found.contains($0) }) {
      throw .missing(name: missing.name, id: missing.hexID)
    }
    return found
  }
}
