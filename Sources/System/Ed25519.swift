import COpenSSL
import Values

/// Signatures with Ed25519, by libcrypto.
///
/// > Source: RFC 8032 section 5.1; EVP_PKEY-ED25519(7) and EVP_SIGNATURE-ED25519(7) of OpenSSL.
public enum Ed25519 {
  /// The length of a private key's seed and of a public key.
  ///
  /// > Units: bytes.
  public static var keyLength: Int { 32 }
  /// The length of a signature.
  ///
  /// > Units: bytes.
  public static var signatureLength: Int { 64 }

  /// A new private key from the system's random numbers.
  ///
  /// - Throws: ``SystemError``.
  public static func makeSeed() throws(SystemError) -> [UInt8] { try randomBytes(keyLength) }

  /// The public key of a private one.
  public static func publicKey(seed: [UInt8]) -> [UInt8] {
    let key = Key(privateKey: seed)
    var bytes = [UInt8](repeating: 0, count: keyLength)
    var count = keyLength
    let done = unsafe EVP_PKEY_get_raw_public_key(key.pointer, &bytes, &count)
    precondition(done == 1 && count == keyLength, "a private key has its public one")
    return bytes
  }

  /// Signs a message; the same key and message always give the same signature.
  public static func sign(_ message: [UInt8], seed: [UInt8]) -> [UInt8] {
    let key = Key(privateKey: seed)
    let context = Context()
    var signature = [UInt8](repeating: 0, count: signatureLength)
    var count = signatureLength
    let done =
      unsafe EVP_DigestSignInit(context.pointer, nil, nil, nil, key.pointer) == 1
      && EVP_DigestSign(context.pointer, &signature, &count, message, message.count) == 1
    precondition(done && count == signatureLength, "Ed25519 signs any bytes in memory")
    return signature
  }

  /// Whether a signature of a message was made by the private key of a public one.
  ///
  /// A signature of another length, or a public key that is no point of the curve, gives false.
  public static func verify(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
    guard signature.count == signatureLength, publicKey.count == keyLength else { return false }
    // libcrypto leaves its reasons in a queue of the thread; they are not read.
    defer { ERR_clear_error() }
    guard let key = Key(publicKey: publicKey) else { return false }
    let context = Context()
    guard unsafe EVP_DigestVerifyInit(context.pointer, nil, nil, nil, key.pointer) == 1 else { return false }
    return unsafe EVP_DigestVerify(context.pointer, signature, signature.count, message, message.count) == 1
  }

  /// Whether a public key is a point of small order, for which anyone can make signatures.
  ///
  /// > Source: RFC 8032, section 8.9 (cofactors), and the encodings of the points of order 1, 2, 4 and 8 that follow from section
  ///   5.1.3, the unreduced ones included.
  public static func isWeak(_ publicKey: [UInt8]) -> Bool {
    guard publicKey.count == keyLength else { return true }
    // The sign of x does not matter.
    var point = publicKey
    point[keyLength - 1] &= 0x7F
    return weakPoints.contains(point.hexadecimal)
  }

  private static let weakPoints: Set<String> = [
    String(repeating: "00", count: 32), "01" + String(repeating: "00", count: 31),
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ec" + String(repeating: "ff", count: 30) + "7f", "ed" + String(repeating: "ff", count: 30) + "7f",
    "ee" + String(repeating: "ff", count: 30) + "7f",
  ]

  /// libcrypto's key of a seed, which the caller frees.
  static func pointer(seed: [UInt8]) -> OpaquePointer {
    precondition(seed.count == keyLength, "the seed of Ed25519 has 32 bytes")
    guard let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
      preconditionFailure("any 32 bytes are a private key of Ed25519")
    }
    return unsafe key
  }

  /// The one owner of a libcrypto key, which wipes it when it is freed.
  @safe
  private struct Key: ~Copyable {
    let pointer: OpaquePointer

    init(privateKey seed: [UInt8]) { unsafe pointer = Ed25519.pointer(seed: seed) }

    init?(publicKey: [UInt8]) {
      guard let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count) else {
        return nil
      }
      unsafe pointer = key
    }

    deinit { unsafe EVP_PKEY_free(pointer) }
  }

  /// The one owner of a libcrypto digest context.
  @safe
  private struct Context: ~Copyable {
    let pointer: OpaquePointer

    init() {
      guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
      unsafe pointer = context
    }

    deinit { unsafe EVP_MD_CTX_free(pointer) }
  }
}
