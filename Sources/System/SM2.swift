import COpenSSL

/// Signatures with SM2 (椭圆曲线公钥密码算法) over SM3, by libcrypto.
///
/// They are randomised: the same key and message give other bytes each time, so nothing can be recognised by a signature's
/// bytes.
///
/// > Source: GB/T 32918.2-2016 and GB/T 32918.5-2017; SM2(7) of OpenSSL; durability rules 40 to 42.
public enum SM2 {
  /// The length of a private key, a number in big-endian order.
  ///
  /// > Units: bytes.
  public static var privateKeyLength: Int { 32 }
  /// The length of a public key, a SubjectPublicKeyInfo in DER with the point uncompressed.
  ///
  /// > Units: bytes.
  public static var publicKeyLength: Int { subjectPublicKeyInfo.count + 64 }
  /// The signer's distinguishing identifier, which enters every signature through `Z_A`.
  ///
  /// > Source: GB/T 35276-2017 section 10, the identifier to use if none was agreed; durability rule 40.
  public static var userID: String { "1234567812345678" }

  /// A new private key from the system's random numbers.
  ///
  /// - Throws: ``SystemError``.
  public static func makePrivateKey() throws(SystemError) -> [UInt8] {
    while true {
      let key = try randomBytes(privateKeyLength)
      if isPrivateKey(key) { return key }
    }
  }

  /// The public key of a private one; nil for bytes that are no private key.
  public static func publicKey(of privateKey: [UInt8]) -> [UInt8]? {
    guard let key = Key(privateKey: privateKey) else { return nil }
    return unsafe publicKey(of: key.pointer)
  }

  /// The public key of libcrypto's key; nil if that is on another curve.
  static func publicKey(of key: OpaquePointer) -> [UInt8]? {
    defer { ERR_clear_error() }
    var der: UnsafeMutablePointer<UInt8>?
    let count = unsafe Int(i2d_PUBKEY(key, &der))
    guard count > 0, let found = unsafe der else { return nil }
    defer { unsafe CRYPTO_free(found, #file, #line) }
    let bytes = unsafe Array(UnsafeBufferPointer(start: found, count: count))
    return isPublicKey(bytes) ? bytes : nil
  }

  /// Signs a message.
  ///
  /// - Returns: the signature, `SEQUENCE { r INTEGER, s INTEGER }` in DER; nil for bytes that are no private key.
  public static func sign(_ message: [UInt8], by privateKey: [UInt8]) -> [UInt8]? {
    guard let key = Key(privateKey: privateKey) else { return nil }
    let context = Context(key)
    // r and s have at most 33 bytes each, and DER adds six.
    var signature = [UInt8](repeating: 0, count: 72)
    var count = signature.count
    let done =
      unsafe EVP_DigestSignInit(context.digest, nil, EVP_sm3(), nil, key.pointer) == 1
      && EVP_DigestSign(context.digest, &signature, &count, message, message.count) == 1
    precondition(done && count <= signature.count, "SM2 signs any bytes in memory")
    return Array(signature[..<count])
  }

  /// Whether a signature of a message was made by the private key of a public one.
  ///
  /// A signature that is not the one DER form of its two numbers, or a public key that is no point of the curve, gives false.
  public static func verify(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
    // libcrypto leaves its reasons in a queue of the thread; they are not read.
    defer { ERR_clear_error() }
    guard let key = Key(publicKey: publicKey) else { return false }
    let context = Context(key)
    guard unsafe EVP_DigestVerifyInit(context.digest, nil, EVP_sm3(), nil, key.pointer) == 1 else { return false }
    return unsafe EVP_DigestVerify(context.digest, signature, signature.count, message, message.count) == 1
  }

  /// The bytes in front of the 64 bytes of the point: the algorithm, the curve, and that the point is uncompressed.
  ///
  /// > Source: RFC 5480 section 2 for the form; GB/T 33560-2017 for the curve's 1.2.156.10197.1.301.
  private static var subjectPublicKeyInfo: [UInt8] {
    [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A]
      + [0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D, 0x03, 0x42, 0x00, 0x04]
  }

  /// The bytes in front of a private key's 32 bytes in PKCS #8 without a public one.
  ///
  /// > Source: RFC 5208 section 5; RFC 5915 section 3.
  private static var privateKeyInfo: [UInt8] {
    [0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08]
      + [0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20]
  }

  /// The order of the curve less two, the largest private key.
  ///
  /// > Source: GB/T 32918.5-2017 section 4 for the order; GB/T 32918.1-2016 section 6.1 for the bound.
  private static var largestPrivateKey: [UInt8] {
    [0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
      + [0x72, 0x03, 0xDF, 0x6B, 0x21, 0xC6, 0x05, 0x2B, 0x53, 0xBB, 0xF4, 0x09, 0x39, 0xD5, 0x41, 0x21]
  }

  private static func isPrivateKey(_ bytes: [UInt8]) -> Bool {
    bytes.count == privateKeyLength && bytes.contains { $0 != 0 }
      && !largestPrivateKey.lexicographicallyPrecedes(bytes)
  }

  private static func isPublicKey(_ bytes: [UInt8]) -> Bool {
    bytes.count == publicKeyLength && bytes.starts(with: subjectPublicKeyInfo)
  }

  /// libcrypto's key of a number, which the caller frees.
  static func pointer(_ privateKey: [UInt8]) -> OpaquePointer {
    let der = privateKeyInfo + privateKey
    guard
      let key = unsafe der.withUnsafeBufferPointer({ der in
        var start = der.baseAddress
        return unsafe d2i_AutoPrivateKey(nil, &start, der.count)
      })
    else { preconditionFailure("the libcrypto of this machine was built without SM2") }
    return unsafe key
  }

  /// The one owner of a libcrypto key, which wipes it when it is freed.
  @safe
  private struct Key: ~Copyable {
    let pointer: OpaquePointer

    init?(privateKey: [UInt8]) {
      guard isPrivateKey(privateKey) else { return nil }
      unsafe pointer = SM2.pointer(privateKey)
    }

    init?(publicKey: [UInt8]) {
      guard isPublicKey(publicKey) else { return nil }
      guard
        let key = unsafe publicKey.withUnsafeBufferPointer({ der in
          var start = der.baseAddress
          return unsafe d2i_PUBKEY(nil, &start, der.count)
        })
      else { return nil }
      unsafe pointer = key
    }

    deinit { unsafe EVP_PKEY_free(pointer) }
  }

  /// The one owner of a libcrypto digest context that has the signer's identifier.
  @safe
  private struct Context: ~Copyable {
    let digest: OpaquePointer
    private let key: OpaquePointer

    init(_ key: borrowing Key) {
      guard let digest = unsafe EVP_MD_CTX_new(), let context = unsafe EVP_PKEY_CTX_new(key.pointer, nil) else {
        preconditionFailure("out of memory")
      }
      let userID = Array(SM2.userID.utf8)
      let done = unsafe EVP_PKEY_CTX_set1_id(context, userID, Int32(userID.count))
      precondition(done == 1, "a key of SM2 takes an identifier")
      // The digest context takes no part in owning it.
      unsafe EVP_MD_CTX_set_pkey_ctx(digest, context)
      unsafe self.digest = digest
      unsafe self.key = context
    }

    deinit {
      unsafe EVP_MD_CTX_free(digest)
      unsafe EVP_PKEY_CTX_free(key)
    }
  }
}
