import COpenSSL

/// A private key, by its algorithm.
public enum PrivateKey: Sendable {
  /// The 32 bytes of a seed of Ed25519.
  case ed25519([UInt8])
  /// The 32 bytes of a number of SM2, big-endian.
  case sm2([UInt8])
}

/// A public key, by its algorithm.
public enum PublicKey: Hashable, Sendable {
  /// The 32 bytes of a key of Ed25519.
  case ed25519([UInt8])
  /// The SubjectPublicKeyInfo of a key of SM2, in DER.
  case sm2([UInt8])
}

/// Why a file is no private key that can be used.
public enum KeyFileError: Error, Hashable, Sendable {
  /// Not PKCS #8 in PEM, or of another algorithm than Ed25519 and SM2.
  case notKey
  /// A key that no passphrase protects.
  case notSealed
  /// Another passphrase, or a file that was changed.
  case wrongPassphrase
  /// Others than the owner may read the file.
  case readByOthers
}

/// Private keys under a passphrase, as files: PKCS #8 in PEM, which openssl reads as well.
///
/// > Source: RFC 5958 (PKCS #8), RFC 8018 section 6.2 (PBES2), RFC 7914 (scrypt), RFC 7468 (PEM), RFC 8410 (Ed25519).
public enum KeyFile {
  /// The longest file that is read, and the longest passphrase.
  ///
  /// > Units: bytes.
  public static var sizeLimit: Int { 16_384 }
  /// > Units: bytes.
  public static var passphraseLimit: Int { 1_024 }

  /// A key as the bytes of a file.
  ///
  /// > Precondition: the passphrase has 1 to ``passphraseLimit`` bytes.
  public static func bytes(of key: PrivateKey, under passphrase: [UInt8]) -> [UInt8] {
    precondition((1...passphraseLimit).contains(passphrase.count), "a key is kept under a passphrase")
    let owner = Owner(key)
    var bytes = [UInt8](repeating: 0, count: sizeLimit)
    let count = unsafe subsidy_write_private_key(owner.pointer, passphrase, passphrase.count, &bytes, bytes.count)
    precondition(count > 0, "the libcrypto of this machine was built without scrypt")
    return Array(bytes[..<count])
  }

  /// Reads the bytes of a file.
  ///
  /// - Throws: ``KeyFileError``.
  public static func key(_ bytes: [UInt8], under passphrase: [UInt8]) throws(KeyFileError) -> PrivateKey {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") else {
      throw text.contains("PRIVATE KEY-----") ? .notSealed : .notKey
    }
    defer { ERR_clear_error() }
    guard
      let pointer = unsafe subsidy_read_private_key(bytes, bytes.count, passphrase, passphrase.count)
    else { throw .wrongPassphrase }
    let owner = unsafe Owner(pointer)
    var secret = [UInt8](repeating: 0, count: 32)
    if unsafe EVP_PKEY_is_a(owner.pointer, "ED25519") == 1 {
      var count = secret.count
      guard unsafe EVP_PKEY_get_raw_private_key(owner.pointer, &secret, &count) == 1, count == secret.count else {
        throw .notKey
      }
      return .ed25519(secret)
    }
    guard unsafe EVP_PKEY_is_a(owner.pointer, "SM2") == 1,
      unsafe subsidy_private_number(owner.pointer, &secret, Int32(secret.count)) == 1
    else { throw .notKey }
    return .sm2(secret)
  }

  /// Reads a public key, as a token or openssl gives it: a SubjectPublicKeyInfo in DER or PEM.
  ///
  /// - Returns: nil for bytes that are no key, or one of another algorithm.
  public static func publicKey(_ bytes: [UInt8]) -> PublicKey? {
    defer { ERR_clear_error() }
    guard let pointer = unsafe subsidy_read_public_key(bytes, bytes.count) else { return nil }
    let owner = unsafe Owner(pointer)
    if unsafe EVP_PKEY_is_a(owner.pointer, "ED25519") == 1 {
      var (raw, count) = ([UInt8](repeating: 0, count: Ed25519.keyLength), Ed25519.keyLength)
      guard unsafe EVP_PKEY_get_raw_public_key(owner.pointer, &raw, &count) == 1, count == raw.count else { return nil }
      return .ed25519(raw)
    }
    guard unsafe EVP_PKEY_is_a(owner.pointer, "SM2") == 1, let der = unsafe SM2.publicKey(of: owner.pointer) else {
      return nil
    }
    return .sm2(der)
  }

  /// The one owner of a libcrypto key, which wipes it when it is freed.
  @safe
  private struct Owner: ~Copyable {
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    init(_ key: PrivateKey) {
      switch key {
      case .ed25519(let seed): unsafe pointer = Ed25519.pointer(seed: seed)
      case .sm2(let number): unsafe pointer = SM2.pointer(number)
      }
    }

    deinit { unsafe EVP_PKEY_free(pointer) }
  }
}
