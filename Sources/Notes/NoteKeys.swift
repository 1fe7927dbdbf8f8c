public import Merkle

/// The cryptography that notes need, which comes from outside so that this module stays pure.
public protocol NoteCryptography: Sendable {
  /// SHA-256.
  func sha256(_ bytes: [UInt8]) -> Digest
  /// SM3.
  func sm3(_ bytes: [UInt8]) -> Digest
  /// The public key that belongs to the 32 bytes of a private one.
  func ed25519PublicKey(seed: [UInt8]) -> [UInt8]
  /// Signs a message with Ed25519.
  func ed25519Sign(_ message: [UInt8], seed: [UInt8]) -> [UInt8]
  /// Whether a signature of a message was made by the private key of a public one.
  func ed25519Verify(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool
  /// The public key, as DER, that belongs to the 32 bytes of a private one; nil for bytes that are no private key.
  func sm2PublicKey(of key: [UInt8]) -> [UInt8]?
  /// Signs a message with SM2 over SM3; nil for bytes that are no private key.
  func sm2Sign(_ message: [UInt8], by key: [UInt8]) -> [UInt8]?
  /// Whether a signature of a message was made by the private key of a public one.
  func sm2Verify(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool
}

/// The type of a key: the texts that it signs, and its algorithm.
///
/// > Source: C2SP signed-note, the signature types.
public enum NoteKeyType: CaseIterable, Hashable, Sendable {
  /// Ed25519 over the note's text.
  case ed25519
  /// A witness's Ed25519 over the time and the note's text.
  ///
  /// > Source: C2SP tlog-cosignature.
  case cosignature
  /// SM2 with SM3 over the note's text, which only readers of this program's formats support; others pass it over.
  ///
  /// > Source: C2SP signed-note, type 0xff with an identifier of one's own; durability rule 40.
  case sm2

  /// The bytes in front of the key when its type matters: in its ID and in its text.
  var prefix: [UInt8] {
    switch self {
    case .ed25519: [0x01]
    case .cosignature: [0x04]
    case .sm2: [0xFF] + "sm2-with-sm3/ledger.example".utf8
    }
  }

  /// > Units: bytes.
  var publicKeyLength: Int {
    switch self {
    case .ed25519, .cosignature: 32
    // A SubjectPublicKeyInfo in DER.
    case .sm2: 91
    }
  }

  /// The kind by what a key's bytes begin with; nil if it is not known here.
  init?(of bytes: [UInt8]) {
    guard let type = NoteKeyType.allCases.first(where: { bytes.starts(with: $0.prefix) }) else { return nil }
    self = type
  }
}

/// The rules for names of keys, which are those for origins as well.
public enum NoteName {
  /// Whether a text is a valid name: not empty, without blanks, control characters and plus signs.
  public static func isValid(_ name: String) -> Bool {
    !name.isEmpty && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace }
  }

  /// A name made of any text: the scheme of a URL goes, and characters that a name may not have become a hyphen.
  public static func made(from text: String) -> String {
    let scheme = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
    var name = String.UnicodeScalarView()
    for scalar in scheme.unicodeScalars {
      if NoteName.isValid(String(scalar)) {
        name.append(scalar)
      } else if name.last != "-", !name.isEmpty {
        name.append("-")
      }
    }
    while name.last == "-" { name.removeLast() }
    return name.isEmpty ? "ledger" : String(name)
  }
}

/// A public key with the name under which it signs, as it is given to verifiers.
///
/// > Source: C2SP signed-note; the text form is that of golang.org/x/mod/sumdb/note.
public struct VerifierKey: Hashable, Sendable {
  /// The name under which it signs.
  public let name: String
  /// The first four bytes of the hash of name, type and key: it distinguishes keys and proves nothing.
  public let id: UInt32
  /// Its type.
  public let type: NoteKeyType
  /// The key: 32 bytes, or the DER of one of SM2.
  public let bytes: [UInt8]

  /// Makes a key; nil for an ill-formed name or another number of bytes.
  public init?(name: String, type: NoteKeyType = .ed25519, bytes: [UInt8], by cryptography: some NoteCryptography) {
    guard NoteName.isValid(name), bytes.count == type.publicKeyLength else { return nil }
    self.name = name
    self.type = type
    self.bytes = bytes
    id = VerifierKey.id(name, type.prefix + bytes, cryptography)
  }

  /// Reads `name+hex ID+base64(type || key)`.
  ///
  /// - Throws: ``NoteError``, of kind `key`, `name`, `keyID` or `keyType`.
  public init(_ text: String, by cryptography: some NoteCryptography) throws(NoteError) {
    let (name, id, bytes) = try VerifierKey.parts(text)
    guard VerifierKey.id(name, bytes, cryptography) == id || bytes[0] == 0x02 else { throw NoteError(.keyID) }
    guard let type = NoteKeyType(of: bytes) else { throw NoteError(.keyType) }
    let key = Array(bytes.dropFirst(type.prefix.count))
    guard key.count == type.publicKeyLength else { throw NoteError(.key) }
    self.name = name
    self.id = id
    self.type = type
    self.bytes = key
  }

  /// The key as it is given to verifiers.
  public var text: String { "\(name)+\(hexID)+\(Base64.encode(type.prefix + bytes))" }

  /// The ID as eight hexadecimal digits.
  public var hexID: String { hex(id) }

  /// Name, ID, and the bytes of type and key, with at least the type.
  static func parts(_ text: String) throws(NoteError) -> (name: String, id: UInt32, bytes: [UInt8]) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw NoteError(.key) }
    guard NoteName.isValid(String(parts[0])) else { throw NoteError(.name) }
    guard let id = UInt32(parts[1], radix: 16), hex(id) == parts[1], let bytes = Base64.decode(parts[2].utf8),
      !bytes.isEmpty
    else { throw NoteError(.key) }
    return (String(parts[0]), id, bytes)
  }

  /// > Source: C2SP signed-note: SHA-256(name || 0x0A || type || public key), cut to four bytes.
  static func id(_ name: String, _ key: [UInt8], _ cryptography: some NoteCryptography) -> UInt32 {
    UInt32(truncatingIfNeeded: cryptography.sha256(name.utf8 + [0x0A] + key).words[0] >> 32)
  }

  /// Whether a signature of a note's text was made by this key; one of another length was not.
  public func isValid(_ signature: [UInt8], of text: [UInt8], by cryptography: some NoteCryptography) -> Bool {
    switch type {
    case .ed25519:
      return signature.count == 64 && cryptography.ed25519Verify(signature, of: text, by: bytes)
    case .cosignature:
      guard signature.count == 72 else { return false }
      let time = signature[..<8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
      return cryptography.ed25519Verify(
        Array(signature[8...]), of: VerifierKey.cosigned(text, at: time), by: bytes)
    case .sm2: return cryptography.sm2Verify(signature, of: text, by: bytes)
    }
  }
}

extension VerifierKey {
  /// The text that a witness signs for a checkpoint's text at a time, in seconds since 1970.
  ///
  /// > Source: C2SP tlog-cosignature.
  static func cosigned(_ text: [UInt8], at time: UInt64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n".utf8) + text
  }
}

/// A private key with the name under which it signs.
///
/// > Source: the text form is that of golang.org/x/mod/sumdb/note.
public struct SigningKey: Sendable {
  /// The public key, for verifiers.
  public let verifier: VerifierKey
  private let secret: [UInt8]

  /// Makes a key of 32 random bytes.
  ///
  /// - Throws: ``NoteError`` of kind `name`, or `key` for bytes that are no private key.
  public init(
    name: String, type: NoteKeyType = .ed25519, secret: [UInt8], by cryptography: some NoteCryptography
  ) throws(NoteError) {
    guard NoteName.isValid(name) else { throw NoteError(.name) }
    guard secret.count == 32 else { throw NoteError(.key) }
    let publicKey: [UInt8]?
    switch type {
    case .ed25519, .cosignature: publicKey = cryptography.ed25519PublicKey(seed: secret)
    case .sm2: publicKey = cryptography.sm2PublicKey(of: secret)
    }
    guard let publicKey, let verifier = VerifierKey(name: name, type: type, bytes: publicKey, by: cryptography) else {
      throw NoteError(.key)
    }
    self.verifier = verifier
    self.secret = secret
  }

  /// Reads `PRIVATE+KEY+name+hex ID+base64(type || secret)`, with or without a line feed at its end.
  ///
  /// - Throws: ``NoteError``, of kind `key`, `name`, `keyID` or `keyType`.
  public init(_ text: [UInt8], by cryptography: some NoteCryptography) throws(NoteError) {
    let line = text.last == UInt8(ascii: "\n") ? text.dropLast() : text[...]
    guard line.starts(with: SigningKey.prefix.utf8),
      let rest = String(validating: line.dropFirst(SigningKey.prefix.utf8.count), as: UTF8.self)
    else { throw NoteError(.key) }
    let (name, id, bytes) = try VerifierKey.parts(rest)
    guard let type = NoteKeyType(of: bytes) else { throw NoteError(.keyType) }
    try self.init(name: name, type: type, secret: Array(bytes.dropFirst(type.prefix.count)), by: cryptography)
    guard verifier.id == id else { throw NoteError(.keyID) }
  }

  private static var prefix: String { "PRIVATE+KEY+" }

  /// The key as it is kept, without a line feed: anyone who has it can sign.
  public var text: String {
    "\(SigningKey.prefix)\(verifier.name)+\(verifier.hexID)+\(Base64.encode(verifier.type.prefix + secret))"
  }

  /// Signs a note's text; with SM2 other bytes each time.
  public func sign(_ text: [UInt8], by cryptography: some NoteCryptography) -> NoteSignature {
    let signature: [UInt8]?
    switch verifier.type {
    case .ed25519: signature = cryptography.ed25519Sign(text, seed: secret)
    case .sm2: signature = cryptography.sm2Sign(text, by: secret)
    case .cosignature: preconditionFailure("a witness signs with the time")
    }
    guard let signature else { preconditionFailure("a key is made only of what can sign") }
    return NoteSignature(name: verifier.name, id: verifier.id, bytes: signature)
  }

  /// Cosigns a checkpoint's text as a witness, at a time in seconds since 1970.
  ///
  /// > Source: C2SP tlog-cosignature.
  func cosign(_ text: [UInt8], at time: UInt64, by cryptography: some NoteCryptography) -> NoteSignature {
    precondition(verifier.type == .cosignature, "a key for cosignatures")
    let stamp = (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) }
    let signature = cryptography.ed25519Sign(VerifierKey.cosigned(text, at: time), seed: secret)
    return NoteSignature(name: verifier.name, id: verifier.id, bytes: stamp + signature)
  }
}

/// Eight lowercase hexadecimal digits.
func hex(_ id: UInt32) -> String {
  let digits = String(id, radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}
