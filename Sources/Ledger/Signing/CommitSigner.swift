import Notes
public import Subsidy
public import System
import Values

/// A program for keys that never leave a token (钥匙盘, UKey).
///
/// It is started for a key with the operator and the key's ID as its arguments. It is given the text on standard input and gives
/// the signature on standard output: 64 bytes of Ed25519, or SM2's in DER.
public struct TokenProgram: Sendable {
  /// The path.
  public let path: String
  /// The PIN of the token, given as `SUBSIDY_PIN` in the program's environment; nil for a program that asks for it by itself.
  public let pin: String?
  /// How long it may take; nil for no limit.
  ///
  /// > Units: seconds.
  public let longest: Int?

  /// Makes one.
  public init(_ path: String, pin: String? = nil, within longest: Int? = nil) {
    (self.path, self.pin, self.longest) = (path, pin, longest)
  }

  /// The variable in which it finds the PIN.
  private static let pinVariable = "SUBSIDY_PIN"

  /// The program's output for a text and a key, not yet checked.
  ///
  /// - Throws: `HelperProgram.Failure`, `SystemError`.
  func bytes(of text: [UInt8], _ name: Identifier, _ key: VerifierKey) throws -> [UInt8] {
    try HelperProgram.run(
      path, [name.description, key.hexID], input: text, atMost: 4_096,
      environment: pin.map { [TokenProgram.pinVariable: $0] } ?? [:], within: longest)
  }
}

/// The means to sign an operator's commits: private keys from files, and a program for a token.
///
/// > Source: contract 3, section 6.
public struct CommitSigner: Sendable {
  /// The keys from files.
  private let keys: [PrivateKey]
  /// The program; nil if there is none.
  private let program: TokenProgram?

  /// Makes a signer.
  ///
  /// - Parameters:
  ///   - keys: private keys; the log says which belongs to which operator.
  ///   - program: is started for a key that is not among them.
  public init(keys: [PrivateKey] = [], program: TokenProgram? = nil) {
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
    CommitNote.line(try ring.types.map { try signature(of: text, $0, ring) })
  }

  private func signature(of text: [UInt8], _ type: NoteKeyType, _ ring: KeyRing) throws -> NoteSignature {
    switch try source(of: type, in: ring) {
    case .file(let key): key.sign(text, by: NoteFiles.cryptography)
    case .program(let program): try signature(of: text, by: program, ring.keys(of: type), of: ring.operator)
    }
  }

  /// Has a token prove that a person who knows its PIN is present; a key from a file has proved that by being opened.
  ///
  /// The program is first started without the PIN, because a program that signs all the same would let anyone in.
  ///
  /// - Parameters:
  ///   - ring: the operator's keys in force.
  ///   - origin: the origin of the log.
  ///   - time: the present time.
  /// - Throws: ``LedgerFailure/signsWithoutPIN(program:)``, and as ``signatures(of:by:)``.
  func proveToken(_ ring: KeyRing, of origin: String, at time: Instant) throws {
    for type in ring.types {
      guard case .program(let program) = try source(of: type, in: ring) else { continue }
      let text = LoginNote.text(
        origin: origin, by: ring.operator.description, time: time.description, challenge: try randomBytes(32))
      let stranger = CommitSigner(program: TokenProgram(program.path, pin: "", within: program.longest))
      if (try? stranger.signature(of: text, type, ring)) != nil {
        throw LedgerFailure.signsWithoutPIN(program: program.path)
      }
      _ = try signature(of: text, type, ring)
    }
  }

  /// Refuses a ring of which a key is missing, before a message announces a signature.
  ///
  /// - Throws: ``LedgerFailure/signatureNeeded(_:keys:)``.
  func demand(_ ring: KeyRing) throws {
    for type in ring.types { _ = try source(of: type, in: ring) }
  }

  /// Whether it can make every signature that an operator must make now.
  public func signs(for operator: OperatorState) -> Bool {
    let ring = KeyRing(`operator`)
    return !ring.keys.isEmpty && (try? demand(ring)) != nil
  }

  /// The source of signatures with an algorithm.
  private enum Source {
    case file(SigningKey)
    case program(TokenProgram)
  }

  private func source(of type: NoteKeyType, in ring: KeyRing) throws -> Source {
    let candidates = ring.keys(of: type)
    for key in keys {
      for candidate in candidates {
        let signing = try key.signingKey(named: candidate.name)
        if signing.verifier == candidate { return .file(signing) }
      }
    }
    guard let program else {
      throw LedgerFailure.signatureNeeded(ring.operator, keys: candidates.map(\.hexID))
    }
    return .program(program)
  }

  /// A program's signature for the first of some keys for which it gives a valid one.
  private func signature(
    of text: [UInt8], by program: TokenProgram, _ candidates: [VerifierKey], of name: Identifier
  ) throws -> NoteSignature {
    var failure: any Error = LedgerFailure.signatureNeeded(name, keys: candidates.map(\.hexID))
    for key in candidates {
      do {
        let bytes = try program.bytes(of: text, name, key)
        if key.isValid(bytes, of: text, by: NoteFiles.cryptography) {
          return NoteSignature(name: key.name, id: key.id, bytes: bytes)
        }
        failure = LedgerFailure.notSignedByKey(program: program.path, key: key.hexID)
      } catch {
        failure = error
      }
    }
    throw failure
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

  /// Reads the keys of an operator.
  init(_ state: OperatorState) {
    `operator` = state.details.name
    keys = state.keysInForce.compactMap { try? VerifierKey($0.text, by: NoteFiles.cryptography) }
      .filter { $0.type != .cosignature && !$0.isWeak }
  }

  /// The algorithms of the ring's keys, each of which signs.
  var types: [NoteKeyType] { NoteKeyType.allCases.filter { !keys(of: $0).isEmpty } }

  /// The keys of an algorithm.
  func keys(of type: NoteKeyType) -> [VerifierKey] { keys.filter { $0.type == type } }
}

extension VerifierKey {
  /// Whether signatures can be forged for it.
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
