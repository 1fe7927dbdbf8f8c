import Notes
import Subsidy
public import System
import Values

/// What signs an operator's commits: private keys from files, and a program for keys that never leave a token (钥匙盘, UKey).
///
/// > Source: contract 3, section 6.
public struct CommitSigner: Sendable {
  /// The keys from files.
  private let keys: [PrivateKey]
  /// The program; nil if there is none.
  private let program: String?

  /// Makes a signer.
  ///
  /// - Parameters:
  ///   - keys: private keys; which of them is whose the log says.
  ///   - program: is started for a key that is not among them, with the operator and the key's ID as its arguments. It is
  ///     given the text on standard input and gives the signature on standard output: 64 bytes of Ed25519, or SM2's in DER.
  public init(keys: [PrivateKey] = [], program: String? = nil) {
    self.keys = keys
    self.program = program
  }

  /// Signs a commit's text, once for each algorithm of which the operator has a key.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - ring: the operator's keys in force.
  /// - Returns: the signatures, as the commit line has them; each was verified.
  /// - Throws: ``LedgerFailure/signatureNeeded(_:keys:)``, ``LedgerFailure/notSignedByKey(program:key:)`` and
  ///   `HelperProgram.Failure`.
  func signatures(of text: [UInt8], by ring: KeyRing) throws -> String {
    var signatures: [NoteSignature] = []
    for type in ring.types {
      let candidates = ring.keys.filter { $0.type == type }
      guard let signature = try fromFile(text, candidates) ?? fromProgram(text, candidates, of: ring.operator) else {
        throw LedgerFailure.signatureNeeded(ring.operator, keys: candidates.map(\.hexID))
      }
      signatures.append(signature)
    }
    return CommitNote.line(signatures)
  }

  /// Refuses a ring of which a key is missing, before anybody is told that something is signed.
  ///
  /// - Throws: ``LedgerFailure/signatureNeeded(_:keys:)``.
  func demand(_ ring: KeyRing) throws {
    if program != nil { return }
    for type in ring.types {
      let candidates = ring.keys.filter { $0.type == type }
      guard try fromFile([], candidates) == nil else { continue }
      throw LedgerFailure.signatureNeeded(ring.operator, keys: candidates.map(\.hexID))
    }
  }

  private func fromFile(_ text: [UInt8], _ candidates: [VerifierKey]) throws -> NoteSignature? {
    for key in keys {
      for candidate in candidates {
        let signing = try key.signingKey(named: candidate.name)
        if signing.verifier == candidate { return signing.sign(text, by: NoteFiles.cryptography) }
      }
    }
    return nil
  }

  private func fromProgram(_ text: [UInt8], _ candidates: [VerifierKey], of name: Identifier) throws -> NoteSignature? {
    guard let program else { return nil }
    var failure: (any Error)?
    for key in candidates {
      do {
        let bytes = try HelperProgram.run(program, [name.description, key.hexID], input: text, atMost: 4_096)
        if key.isValid(bytes, of: text, by: NoteFiles.cryptography) {
          return NoteSignature(name: key.name, id: key.id, bytes: bytes)
        }
        failure = LedgerFailure.notSignedByKey(program: program, key: key.hexID)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return nil
  }
}

extension PrivateKey {
  /// The key as one that signs notes under a name.
  ///
  /// - Throws: `NoteError`.
  func signingKey(named name: String) throws(NoteError) -> SigningKey {
    switch self {
    case .ed25519(let seed): try SigningKey(name: name, type: .ed25519, secret: seed, by: NoteFiles.cryptography)
    case .sm2(let number): try SigningKey(name: name, type: .sm2, secret: number, by: NoteFiles.cryptography)
    }
  }
}

/// The keys that an operator has in force, read.
struct KeyRing: Sendable {
  /// The operator, as the registration spells the name.
  let `operator`: Identifier
  /// The keys; one that cannot be read signs nothing and is not among them.
  let keys: [VerifierKey]

  /// Of an operator.
  init(_ state: OperatorState) {
    `operator` = state.details.name
    keys = state.keysInForce.compactMap { try? VerifierKey($0.text, by: NoteFiles.cryptography) }
      .filter { $0.type != .cosignature && !$0.isWeak }
  }

  /// The algorithms of which there is a key, each of which signs.
  var types: [NoteKeyType] { NoteKeyType.allCases.filter { type in keys.contains { $0.type == type } } }
}

extension VerifierKey {
  /// Whether anybody can make signatures of it.
  var isWeak: Bool { type != .sm2 && Ed25519.isWeak(bytes) }
}

extension NoteKeyType {
  /// The algorithm as people write it.
  package var algorithm: String {
    switch self {
    case .ed25519, .cosignature: "Ed25519"
    case .sm2: "SM2"
    }
  }
}
