import Notes
public import Subsidy
public import System
public import Values

/// The files with operators' private keys, each under a passphrase.
///
/// They belong to no ledger: each operator keeps theirs where no one else can read it.
///
/// > Source: contract 3, section 6.
public enum OperatorKeyFiles {
  /// Makes a private key in a new file that only its owner can read.
  ///
  /// - Parameters:
  ///   - name: the operator.
  ///   - isSM2: whether it is an SM2 key; otherwise it is an Ed25519 key.
  ///   - file: the file.
  ///   - passphrase: is asked once the file has a place.
  /// - Returns: the public key, to be registered.
  /// - Throws: ``LedgerFailure/badPassphrase``, as ``OutputFile/write(_:mode:)``, and what the passphrase throws.
  public static func create(
    of name: Identifier, isSM2: Bool, in file: OutputFile, under passphrase: () throws -> [UInt8]
  ) throws -> OperatorKey {
    try file.check()
    let key = isSM2 ? PrivateKey.sm2(try SM2.makePrivateKey()) : .ed25519(try Ed25519.makeSeed())
    let words = try passphrase()
    guard (1...KeyFile.passphraseLimit).contains(words.count) else { throw LedgerFailure.badPassphrase }
    try file.write(KeyFile.bytes(of: key, under: words), mode: 0o600)
    return try publicKey(of: key, named: name)
  }

  /// Reads a private key.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - passphrase: is asked once the file was read.
  /// - Returns: the key.
  /// - Throws: ``LedgerFailure/keyFile(_:_:)``, `SystemError`, and what the passphrase throws.
  public static func privateKey(_ path: String, under passphrase: () throws -> [UInt8]) throws -> PrivateKey {
    try privateKey(Input.read(path, atMost: KeyFile.sizeLimit), of: path, under: passphrase)
  }

  /// Opens an operator's private keys for a session, and makes a signer from them.
  ///
  /// - Parameters:
  ///   - operator: the operator as the ledger has them.
  ///   - ledger: the name of the ledger.
  ///   - files: the files.
  ///   - passphrase: the one of all the files.
  ///   - token: the program for the keys that are in no file; nil if there is none.
  ///   - now: the present time.
  /// - Returns: the signer; it can sign with each algorithm that the operator has a key of.
  /// - Throws: ``LedgerFailure/signatureNeeded(_:keys:)`` if a key is missing with which the operator signs,
  ///   ``LedgerFailure/signsWithoutPIN(program:)``, ``LedgerFailure/notSignedByKey(program:key:)``, `HelperProgram.Failure`, and as
  ///   ``privateKey(_:under:)``.
  public static func signer(
    of operator: OperatorState, in ledger: String, files: [String], under passphrase: [UInt8], token: TokenProgram?,
    at now: Instant
  ) throws -> CommitSigner {
    let signer = CommitSigner(keys: try files.map { try privateKey($0) { passphrase } }, program: token)
    let ring = KeyRing(`operator`)
    if ring.keys.isEmpty { throw LedgerFailure.signatureNeeded(ring.operator, keys: []) }
    try signer.demand(ring)
    try signer.proveToken(ring, of: NoteName.made(from: ledger), at: now)
    return signer
  }

  private static func privateKey(
    _ bytes: [UInt8], of path: String, under passphrase: () throws -> [UInt8]
  ) throws -> PrivateKey {
    try SecretFile.demandPrivate(path)
    let words = try passphrase()
    do throws(KeyFileError) {
      return try KeyFile.key(bytes, under: words)
    } catch {
      throw LedgerFailure.keyFile(path, error)
    }
  }

  /// The public key of an operator, from a private key's file or from one that a token or openssl has given.
  ///
  /// - Throws: ``LedgerFailure/notPublicKey(_:)``, and as ``privateKey(_:under:)``.
  public static func publicKey(
    of name: Identifier, in path: String, under passphrase: () throws -> [UInt8]
  ) throws -> OperatorKey {
    let bytes = try Input.read(path, atMost: KeyFile.sizeLimit)
    if String(decoding: bytes, as: UTF8.self).contains("PRIVATE KEY-----") {
      return try publicKey(of: privateKey(bytes, of: path, under: passphrase), named: name)
    }
    guard let found = KeyFile.publicKey(bytes) else { throw LedgerFailure.notPublicKey(path) }
    let verifier =
      switch found {
      case .ed25519(let raw): VerifierKey(name: name.description, bytes: raw, by: NoteFiles.cryptography)
      case .sm2(let der): VerifierKey(name: name.description, type: .sm2, bytes: der, by: NoteFiles.cryptography)
      }
    guard let key = verifier.flatMap({ OperatorKey($0.text) }) else { throw LedgerFailure.notPublicKey(path) }
    return key
  }

  /// Reads a public key as given on a command line, and recomputes its ID.
  ///
  /// - Throws: ``LedgerFailure/note(file:_:)``, of kind `keyType` for a witness's key.
  public static func publicKey(typed text: String, as name: String = "--vkey") throws -> OperatorKey {
    let verifier = try NoteFiles.verifierKey(text, as: name)
    if verifier.isWeak { throw LedgerFailure.note(file: name, NoteError(.key)) }
    guard verifier.type != .cosignature else { throw LedgerFailure.note(file: name, NoteError(.keyType)) }
    guard let key = OperatorKey(verifier.text) else { throw LedgerFailure.note(file: name, NoteError(.name)) }
    return key
  }

  /// The public key of an operator's private one.
  package static func publicKey(of key: PrivateKey, named name: Identifier) throws -> OperatorKey {
    guard let found = OperatorKey(try key.signingKey(named: name.description).verifier.text) else {
      preconditionFailure("an identifier is a name of a key")
    }
    return found
  }
}
