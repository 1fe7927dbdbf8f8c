import COpenSSL
import Synchronization
import System
import Values

/// How the key of a sealed vault is kept, which is never in the ledger's folder.
public enum VaultKeyKind: String, CaseIterable, Hashable, Sendable {
  /// In a file of its own.
  case file
  /// In a person's memory: it is made from a passphrase.
  case passphrase
  /// Wherever a program has it, as in a device.
  case program
}

/// Gives the key of a sealed vault, and keeps it as long as a program runs, so that the user is not asked twice.
public final class VaultKeyring: Sendable {
  /// Gives the 32 bytes of a key of some kind; the salt is the vault's own, 16 bytes.
  public typealias Source = @Sendable (VaultKeyKind, _ salt: [UInt8]) throws -> [UInt8]

  private let source: Source?
  private let known = Mutex<(salt: [UInt8], key: [UInt8])?>(nil)

  /// Makes a keyring.
  ///
  /// - Parameter source: gives the key; nil for one that has none.
  public init(_ source: Source? = nil) { self.source = source }

  /// The key.
  ///
  /// - Throws: ``VaultError/sealed(_:)`` if there is none, ``VaultError/keySource(_:)`` with what its source has thrown.
  func key(_ kind: VaultKeyKind, salt: [UInt8]) throws(VaultError) -> [UInt8] {
    if let known = known.withLock({ $0 }), known.salt == salt { return known.key }
    guard let source else { throw .sealed(kind) }
    let key: [UInt8]
    do { key = try source(kind, salt) } catch { throw error as? VaultError ?? .keySource(VaultKeyFailure(error)) }
    guard key.count == VaultSeal.keyLength else { throw .keyLength(key.count) }
    known.withLock { $0 = (salt, key) }
    return key
  }

  /// Keeps a key that was made just now.
  func keep(_ key: [UInt8], salt: [UInt8]) { known.withLock { $0 = (salt, key) } }
}

/// Why a key could not be had.
public struct VaultKeyFailure: Hashable, Sendable {
  /// The error.
  public let error: any Error
  private let description: String

  /// Keeps the error.
  public init(_ error: any Error) {
    self.error = error
    description = "\(error)"
  }

  /// Whether the same was thrown.
  public static func == (left: VaultKeyFailure, right: VaultKeyFailure) -> Bool {
    left.description == right.description
  }

  /// Hashes what was thrown.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// The key under which a vault is sealed from now on.
public struct NewVaultKey: Sendable {
  /// How it is kept.
  public let kind: VaultKeyKind
  /// The vault's salt.
  public let salt: [UInt8]
  /// The 32 bytes.
  let key: [UInt8]

  /// Makes a key.
  ///
  /// - Parameters:
  ///   - kind: how it is kept.
  ///   - make: gives the 32 bytes for the salt.
  /// - Throws: ``VaultError/cryptography``, ``VaultError/keyLength(_:)``, and what `make` throws.
  public init(_ kind: VaultKeyKind, _ make: (_ salt: [UInt8]) throws -> [UInt8]) throws {
    salt = Array(try VaultKey.randomBytes().prefix(VaultSeal.saltLength))
    key = try make(salt)
    guard key.count == VaultSeal.keyLength else { throw VaultError.keyLength(key.count) }
    self.kind = kind
  }

  /// 32 random bytes, for a file.
  ///
  /// - Throws: ``VaultError/cryptography``.
  public static func random() throws(VaultError) -> [UInt8] { try VaultKey.randomBytes() }

  /// The key of a passphrase.
  ///
  /// > Source: RFC 7914, N 2^15, r 8, p 1: 32 MiB.
  public static func derived(from passphrase: [UInt8], salt: [UInt8]) throws(VaultError) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: VaultSeal.keyLength)
    let done = unsafe passphrase.withUnsafeBytes { words in
      unsafe EVP_PBE_scrypt(
        words.baseAddress?.assumingMemoryBound(to: CChar.self), words.count, salt, salt.count, 1 << 15, 8, 1, 64 << 20,
        &key,
        key.count)
    }
    guard done == 1 else { throw .cryptography }
    return key
  }
}

/// The keys that seal a vault: the vault's key, which wraps its secret and each person's key, and those of the persons met so
/// far.
///
/// > Source: NIST SP 800-38D (AES-256-GCM). Every nonce is random; under one key there are far fewer than 2^32.
final class VaultSeal {
  /// > Units: bytes.
  static let keyLength = 32
  static let saltLength = 16
  static let nonceLength = 12
  static let tagLength = 16
  /// How much longer sealed bytes are than plain ones.
  static let overhead = nonceLength + tagLength

  private let key: [UInt8]
  private var persons: [VaultOwner: [UInt8]] = [:]

  init(_ key: [UInt8]) { self.key = key }

  /// The subject of a wrapped key, so that no key passes for another's.
  private static func subject(ofSecret isSecret: Bool, _ owner: VaultOwner?) -> [UInt8] {
    Array((isSecret ? "secret" : "person").utf8) + [0] + Array((owner?.text ?? "").utf8)
  }

  /// The vault's secret, wrapped.
  func wrap(secret: [UInt8]) throws(VaultError) -> [UInt8] {
    try VaultSeal.sealed(secret, under: key, about: VaultSeal.subject(ofSecret: true, nil))
  }

  /// The vault's secret.
  ///
  /// - Throws: ``VaultError/wrongKey``.
  func secret(_ wrapped: [UInt8]) throws(VaultError) -> [UInt8] {
    guard let secret = VaultSeal.opened(wrapped, under: key, about: VaultSeal.subject(ofSecret: true, nil)) else {
      throw .wrongKey
    }
    return secret
  }

  /// A person's key, wrapped.
  func wrap(key personal: [UInt8], of person: VaultOwner) throws(VaultError) -> [UInt8] {
    try VaultSeal.sealed(personal, under: key, about: VaultSeal.subject(ofSecret: false, person))
  }

  /// A person's key that was wrapped; nil for other bytes.
  func key(_ wrapped: [UInt8], of person: VaultOwner) -> [UInt8]? {
    if let known = persons[person] { return known }
    let personal = VaultSeal.opened(wrapped, under: key, about: VaultSeal.subject(ofSecret: false, person))
    if let personal { persons[person] = personal }
    return personal
  }

  /// The key of a person met before.
  func knownKey(of person: VaultOwner) -> [UInt8]? { persons[person] }

  /// Keeps a new person's key.
  func keep(_ personal: [UInt8], of person: VaultOwner) { persons[person] = personal }

  /// Forgets the keys of persons, which the file has as far as they count.
  func forgetKeys() { persons.removeAll() }

  /// Nonce, sealed bytes and tag.
  static func sealed(_ plain: [UInt8], under key: [UInt8], about: [UInt8]) throws(VaultError) -> [UInt8] {
    let nonce = Array(try VaultKey.randomBytes().prefix(nonceLength))
    var (out, tag) = ([UInt8](repeating: 0, count: plain.count), [UInt8](repeating: 0, count: tagLength))
    guard
      unsafe subsidy_gcm_seal(key, nonce, about, Int32(about.count), plain, Int32(plain.count), &out, &tag) == 1
    else { throw .cryptography }
    return nonce + out + tag
  }

  /// The bytes that were sealed; nil for other bytes, another key or another subject.
  static func opened(_ sealed: [UInt8], under key: [UInt8], about: [UInt8]) -> [UInt8]? {
    guard sealed.count >= overhead else { return nil }
    let (nonce, tag) = (Array(sealed.prefix(nonceLength)), Array(sealed.suffix(tagLength)))
    let body = Array(sealed[nonceLength..<sealed.count - tagLength])
    var out = [UInt8](repeating: 0, count: body.count)
    let done = unsafe subsidy_gcm_open(key, nonce, about, Int32(about.count), body, Int32(body.count), tag, &out)
    return done == 1 ? out : nil
  }
}
