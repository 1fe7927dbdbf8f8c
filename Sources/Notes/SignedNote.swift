/// One key's signature under a note.
public struct NoteSignature: Hashable, Sendable {
  /// The name of the key.
  public let name: String
  /// The ID of the key.
  public let id: UInt32
  /// The signature itself.
  public let bytes: [UInt8]

  /// Makes a signature, which need not be right.
  public init(name: String, id: UInt32, bytes: [UInt8]) {
    self.name = name
    self.id = id
    self.bytes = bytes
  }

  /// The ID as eight hexadecimal digits.
  public var hexID: String { hex(id) }

  /// Reads ID and signature as a note has them.
  ///
  /// - Returns: nil for what ``base64`` does not write.
  init?(name: String, base64: some Collection<UInt8>) {
    guard let bytes = Base64.decode(base64), bytes.count > 4 else { return nil }
    self.init(name: name, id: bytes[..<4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }, bytes: Array(bytes[4...]))
  }

  /// The ID, big-endian, and the signature, as a note has them behind the name.
  var base64: String {
    Base64.encode((0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) } + bytes)
  }

  /// Whether a key claims to have made it, or another signature is by the same key.
  func isBy(name: String, id: UInt32) -> Bool { self.id == id && self.name.utf8.elementsEqual(name.utf8) }
}

/// A text with signatures under it.
///
/// > Source: C2SP signed-note.
public struct SignedNote: Hashable, Sendable {
  /// How many signatures are taken: as many as every reader of notes must take, and no more.
  public static var signatureLimit: Int { 16 }
  /// How many bytes are taken.
  ///
  /// > Units: bytes; sixteen signatures of the longest kind known have 105,000.
  public static var sizeLimit: Int { 131_072 }

  /// The text that was signed, with its last line feed.
  public let text: [UInt8]
  /// The signatures in their order, each of another key.
  public let signatures: [NoteSignature]

  /// Signs a text that ends in a line feed with each of the keys, which must be different ones.
  public init(text: [UInt8], signedBy keys: [SigningKey], by cryptography: some NoteCryptography) {
    precondition(text.last == UInt8(ascii: "\n"), "a note's text ends in a line feed")
    precondition(!keys.isEmpty && keys.count <= SignedNote.signatureLimit, "a note has signatures, and not too many")
    self.text = text
    signatures = keys.map { $0.sign(text, by: cryptography) }
  }

  /// The same note with a witness's cosignature, in the place of an older one by the same key.
  ///
  /// - Throws: ``NoteError`` of kind `tooManySignatures` if there is no room for it.
  public func cosigned(
    by key: SigningKey, at time: UInt64, by cryptography: some NoteCryptography
  ) throws(NoteError) -> SignedNote {
    let cosignature = key.cosign(text, at: time, by: cryptography)
    let others = signatures.filter { !$0.isBy(name: cosignature.name, id: cosignature.id) }
    guard others.count < SignedNote.signatureLimit else { throw NoteError(.tooManySignatures) }
    return SignedNote(text: text, signatures: others + [cosignature])
  }

  /// The same note with those signatures of another copy of it that it lacks, as far as some keys have made them.
  ///
  /// - Parameters:
  ///   - other: a note with the same text.
  ///   - keys: the keys whose signatures are taken over, which were checked.
  /// - Returns: the note; as it was if the other has nothing new.
  /// - Throws: ``NoteError`` of kind `tooManySignatures` if there is no room.
  public func taking(_ other: SignedNote, by keys: [VerifierKey]) throws(NoteError) -> SignedNote {
    precondition(text == other.text, "two copies of one note")
    let new = other.signatures.filter { signature in
      keys.contains { signature.isBy(name: $0.name, id: $0.id) }
        && !signatures.contains { $0.isBy(name: signature.name, id: signature.id) }
    }
    guard signatures.count + new.count <= SignedNote.signatureLimit else { throw NoteError(.tooManySignatures) }
    return SignedNote(text: text, signatures: signatures + new)
  }

  private init(text: [UInt8], signatures: [NoteSignature]) {
    self.text = text
    self.signatures = signatures
  }

  /// Reads a note; its signatures are not checked.
  ///
  /// Signatures come after the last empty line. Two by one key are refused: no signer makes them.
  ///
  /// - Throws: ``NoteError``.
  public init(_ bytes: [UInt8]) throws(NoteError) {
    let lines = try NoteText(bytes, limit: SignedNote.sizeLimit).lines
    guard let blank = lines.lastIndex(where: \.isEmpty), blank > 0 else { throw NoteError(.noBlankLine) }
    let signed = lines[(blank + 1)...]
    guard !signed.isEmpty else { throw NoteError(.endsEarly, line: lines.count) }
    guard signed.count <= SignedNote.signatureLimit else { throw NoteError(.tooManySignatures, line: blank + 2) }
    var signatures: [NoteSignature] = []
    for (number, line) in zip(signed.indices, signed) {
      guard let signature = SignedNote.signature(line) else { throw NoteError(.signature, line: number + 1) }
      if signatures.contains(where: { $0.isBy(name: signature.name, id: signature.id) }) {
        throw NoteError(.repeatedSignature, line: number + 1)
      }
      signatures.append(signature)
    }
    text = Array(bytes[..<lines[blank].startIndex])
    self.signatures = signatures
  }

  /// How every line of a signature begins: an em dash and a blank.
  static var mark: [UInt8] { Array("\u{2014} ".utf8) }

  private static func signature(_ line: ArraySlice<UInt8>) -> NoteSignature? {
    guard line.starts(with: mark) else { return nil }
    let parts = line.dropFirst(mark.count).split(
      separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let name = String(decoding: parts[0], as: UTF8.self)
    guard NoteName.isValid(name) else { return nil }
    return NoteSignature(name: name, base64: parts[1])
  }

  /// The note as it is written.
  public var bytes: [UInt8] {
    var bytes = text + [UInt8(ascii: "\n")]
    for signature in signatures { bytes += SignedNote.mark + "\(signature.name) \(signature.base64)\n".utf8 }
    return bytes
  }

  /// Checks every signature by a known key; those of unknown keys say nothing, and pass.
  ///
  /// - Parameters:
  ///   - keys: the known keys.
  ///   - cryptography: checks signatures.
  /// - Returns: the keys that have signed.
  /// - Throws: ``SignatureFailure/invalid(name:id:)`` if a known key's signature is not its own, which discredits the whole
  ///   note.
  public func signers(
    among keys: [VerifierKey], by cryptography: some NoteCryptography
  ) throws(SignatureFailure) -> [VerifierKey] {
    var found: [VerifierKey] = []
    for signature in signatures {
      for key in keys where signature.isBy(name: key.name, id: key.id) {
        guard key.isValid(signature.bytes, of: text, by: cryptography) else {
          throw .invalid(name: key.name, id: key.hexID)
        }
        found.append(key)
      }
    }
    return found
  }
}
