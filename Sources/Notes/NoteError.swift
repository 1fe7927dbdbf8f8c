/// Why some text is not a note, a checkpoint, a proof or a key; nothing of its content is repeated.
public struct NoteError: Error, Hashable, Sendable {
  /// The kind of error.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Too many bytes.
    case tooLong
    /// Not UTF-8.
    case notUTF8
    /// A control character other than the line feed, a carriage return say.
    case controlCharacter
    /// The last line has no line feed.
    case unterminated
    /// A required empty line is missing.
    case noBlankLine
    /// Lines are missing at the end.
    case endsEarly
    /// A line of a signature is not `— name base64`, or it has too few bytes.
    case signature
    /// More signatures than are taken.
    case tooManySignatures
    /// One key has signed twice.
    case repeatedSignature
    /// A name of a key, or an origin, that is empty or has blanks or plus signs.
    case name
    /// The first line of a checkpoint is empty.
    case origin
    /// A tree size that is no decimal number without leading zeros.
    case size
    /// The root is not the base64 of 32 bytes.
    case root
    /// The tree without leaves has another root than that of no leaves.
    case emptyRoot
    /// A further line of a checkpoint is empty or looks like a signature.
    case extensionLine
    /// Neither of the two kinds of proof.
    case notProof
    /// `extra` is not base64.
    case extra
    /// `index` is missing or no decimal number without leading zeros.
    case index
    /// `old` is no decimal number without leading zeros.
    case oldSize
    /// A hash is not the base64 of 32 bytes.
    case hash
    /// More hashes than a proof can have.
    case tooManyHashes
    /// Not the form of a key.
    case key
    /// The key's ID is not that of its name and its bytes.
    case keyID
    /// A kind of key that is not known here.
    case keyType
    /// A witness's key for a log's signature.
    case cosignerKey
    /// A log's key for a witness's cosignature.
    case notCosignerKey
  }

  /// The kind.
  public let kind: Kind
  /// The line, counted from 1; 0 if no line is to blame.
  public let line: Int

  /// Makes an error.
  public init(_ kind: Kind, line: Int = 0) {
    self.kind = kind
    self.line = line
  }

  /// The same error in a file with some lines in front.
  func moved(by lines: Int) -> NoteError { NoteError(kind, line: line == 0 ? 0 : line + lines) }
}

/// Why a well-formed note is not to be believed.
public enum SignatureFailure: Error, Hashable, Sendable {
  /// A signature that names a known key was not made by it.
  case invalid(name: String, id: String)
  /// A key that must have signed has not.
  case missing(name: String, id: String)
}
