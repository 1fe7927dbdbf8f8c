public import Merkle
public import Notes
import System

/// libcrypto behind what notes need.
public struct LibcryptoNotes: NoteCryptography {
  /// Makes it; it holds nothing.
  public init() {}

  /// SHA-256.
  public func sha256(_ bytes: [UInt8]) -> Digest { SHA256.hash(bytes) }

  /// The public key of a private one.
  public func ed25519PublicKey(seed: [UInt8]) -> [UInt8] { Ed25519.publicKey(seed: seed) }

  /// Signs a message.
  public func ed25519Sign(_ message: [UInt8], seed: [UInt8]) -> [UInt8] { Ed25519.sign(message, seed: seed) }

  /// Checks a signature.
  public func ed25519Verify(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool {
    Ed25519.verify(signature, of: message, by: key)
  }

  /// SM3.
  public func sm3(_ bytes: [UInt8]) -> Digest { SM3.hash(bytes) }

  /// The public key of a private one of SM2.
  public func sm2PublicKey(of key: [UInt8]) -> [UInt8]? { SM2.publicKey(of: key) }

  /// Signs a message with SM2.
  public func sm2Sign(_ message: [UInt8], by key: [UInt8]) -> [UInt8]? { SM2.sign(message, by: key) }

  /// Checks a signature of SM2.
  public func sm2Verify(_ signature: [UInt8], of message: [UInt8], by key: [UInt8]) -> Bool {
    SM2.verify(signature, of: message, by: key)
  }
}

/// The files of keys, checkpoints and proofs; a fault is reported with the file's name.
public enum NoteFiles {
  static var cryptography: LibcryptoNotes { LibcryptoNotes() }

  /// Makes a private key and keeps it in a new file that only its owner can read.
  ///
  /// - Parameters:
  ///   - name: under which name it signs.
  ///   - type: the algorithm that it signs with.
  ///   - file: the file, which must not exist.
  /// - Returns: the public key, for the people who check signatures.
  /// - Throws: ``LedgerFailure/note(file:_:)`` for a name that is none, and as ``OutputFile/write(_:mode:)``.
  public static func createKey(name: String, type: NoteKeyType = .ed25519, in file: OutputFile) throws -> VerifierKey {
    // A witness's key differs from a log's only in what it signs.
    let secret = try type == .sm2 ? SM2.makePrivateKey() : Ed25519.makeSeed()
    let key: SigningKey
    do throws(NoteError) {
      key = try SigningKey(name: name, type: type, secret: secret, by: cryptography)
    } catch {
      throw LedgerFailure.note(file: "--name", error)
    }
    try file.write(Array("\(key.text)\n".utf8), mode: 0o600)
    return key.verifier
  }

  /// Reads private keys; none may be given twice, since each signs once.
  ///
  /// - Throws: ``LedgerFailure/note(file:_:)``, ``LedgerFailure/repeatedKey(_:)`` or `SystemError`.
  public static func signingKeys(_ paths: [String]) throws -> [SigningKey] {
    var keys: [SigningKey] = []
    for path in paths {
      let key = try signingKey(path)
      if key.verifier.type == .cosignature { throw LedgerFailure.note(file: path, NoteError(.cosignerKey)) }
      if keys.contains(where: { $0.verifier == key.verifier }) { throw LedgerFailure.repeatedKey(path) }
      keys.append(key)
    }
    return keys
  }

  /// Reads a witness's private key.
  ///
  /// - Throws: ``LedgerFailure/note(file:_:)`` or `SystemError`.
  public static func cosigningKey(_ path: String) throws -> SigningKey {
    let key = try signingKey(path)
    guard key.verifier.type == .cosignature else { throw LedgerFailure.note(file: path, NoteError(.notCosignerKey)) }
    return key
  }

  private static func signingKey(_ path: String) throws -> SigningKey {
    let bytes = try read(path, limit: 4_096)
    return try named(path) { () throws(NoteError) in try SigningKey(bytes, by: cryptography) }
  }

  /// Reads a public key as given on a command line.
  ///
  /// A text that is no public key is not repeated: it may be the private one.
  ///
  /// - Throws: ``LedgerFailure/note(file:_:)``.
  public static func verifierKey(_ text: String, as name: String = "--vkey") throws -> VerifierKey {
    try named(name) { () throws(NoteError) in try VerifierKey(text, by: cryptography) }
  }

  /// Reads a checkpoint; its signatures are not checked.
  ///
  /// - Throws: ``LedgerFailure/note(file:_:)`` or `SystemError`.
  public static func checkpoint(_ path: String) throws -> PublishedCheckpoint {
    try checkpoint(path, .readOnly)
  }

  /// Reads a head that was kept elsewhere: the text at the foot of a paper, or the file of a checkpoint, whose signatures are
  /// not checked.
  ///
  /// - Returns: the head, and the checkpoint, if it is one.
  /// - Throws: ``LedgerFailure/printedHead(_:)``, ``LedgerFailure/note(file:_:)`` or `SystemError`.
  public static func kept(_ text: String) throws -> (head: KeptHead, published: PublishedCheckpoint?) {
    do throws(PrintedHead.Fault) {
      if let printed = try PrintedHead(printed: text) { return (.printed(printed), nil) }
    } catch {
      throw LedgerFailure.printedHead(error)
    }
    let published = try checkpoint(text)
    return (.checkpoint(published.checkpoint), published)
  }

  /// Reads the checkpoint of a folder that another party may have packed: no link is followed, no pipe waited for.
  ///
  /// - Throws: ``LedgerFailure/note(file:_:)`` or `SystemError`.
  static func checkpoint(inFolder folder: String) throws -> PublishedCheckpoint {
    try checkpoint("\(folder)/checkpoint", [.readOnly, .regular])
  }

  /// Reads the file that a witness is given: a checkpoint, or a proof of growth with the checkpoint that it leads to.
  static func witnessed(_ path: String) throws -> (
    published: PublishedCheckpoint, growth: ConsistencyFile?, bytes: [UInt8]
  ) {
    let bytes = try read(path, limit: ProofFile.sizeLimit)
    return try named(path) { () throws(NoteError) in
      guard bytes.starts(with: "old ".utf8) else {
        return (try PublishedCheckpoint(bytes, by: cryptography), nil, bytes)
      }
      guard case .consistency(let file) = try ProofFile(bytes, by: cryptography) else { throw NoteError(.notProof) }
      return (file.published, file, bytes)
    }
  }

  /// Reads a checkpoint that a witness has kept, as ``checkpoint(inFolder:)``.
  static func checkpoint(keptIn path: String) throws -> PublishedCheckpoint {
    try checkpoint(path, [.readOnly, .regular])
  }

  /// Reads the public keys that a witness has kept, a line each.
  static func verifierKeys(keptIn path: String) throws -> [VerifierKey] {
    let bytes = try read(path, [.readOnly, .regular], limit: 65_536)
    return try named(path) { () throws(NoteError) in
      var keys: [VerifierKey] = []
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        keys.append(try VerifierKey(String(line), by: cryptography))
      }
      return keys
    }
  }

  private static func checkpoint(_ path: String, _ flags: OpenFlags) throws -> PublishedCheckpoint {
    let bytes = try read(path, flags, limit: SignedNote.sizeLimit)
    return try named(path) { () throws(NoteError) in try PublishedCheckpoint(bytes, by: cryptography) }
  }

  /// Reads a proof and checks it, without any ledger.
  ///
  /// - Parameters:
  ///   - path: the file with the proof.
  ///   - old: the head that the checker kept, for a proof of growth.
  ///   - keys: the keys that must have signed.
  /// - Returns: the checked proof.
  /// - Throws: ``LedgerFailure/note(file:_:)``, `ProofRefusal` or `SystemError`.
  public static func checkProof(
    _ path: String, old: PublishedCheckpoint?, keys: [VerifierKey]
  ) throws -> CheckedProof {
    let bytes = try read(path, limit: ProofFile.sizeLimit)
    let file = try named(path) { () throws(NoteError) in try ProofFile(bytes, by: cryptography) }
    let hasher = ChosenTreeHasher(file.published.checkpoint.tree)
    return try file.checked(old: old, keys: keys, by: cryptography, hasher: hasher)
  }

  private static func read(_ path: String, _ flags: OpenFlags = .readOnly, limit: Int) throws -> [UInt8] {
    // A file that a user names may be a pipe; in a folder there may only be regular files.
    guard flags.contains(.regular) else {
      do throws(SystemError) {
        return try Input.read(path, atMost: limit)
      } catch {
        if case .tooLarge = error { throw LedgerFailure.note(file: path, NoteError(.tooLong)) }
        throw error
      }
    }
    let file = try FileDescriptor(path, flags)
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    let count = try file.read(into: &bytes, count: limit + 1, offset: 0)
    guard count <= limit else { throw LedgerFailure.note(file: path, NoteError(.tooLong)) }
    return Array(bytes[..<count])
  }

  private static func named<Value>(_ file: String, _ body: () throws(NoteError) -> Value) throws -> Value {
    do throws(NoteError) { return try body() } catch { throw LedgerFailure.note(file: file, error) }
  }
}
