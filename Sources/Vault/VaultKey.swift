import COpenSSL

/// The vault's secret key, ready to authenticate: the one owner of a libcrypto context that wipes it when it is freed.
///
/// Without the key, no one can find out by guessing which ID number is behind a digest in the log; without a key, 18 digits
/// would be guessed in an hour.
@safe
package struct VaultKey: ~Copyable {
  static var length: Int { 32 }

  private let context: OpaquePointer

  package init(_ bytes: [UInt8]) throws(VaultError) {
    guard bytes.count == VaultKey.length, let made = unsafe HMAC_CTX_new() else { throw .cryptography }
    guard unsafe HMAC_Init_ex(made, bytes, Int32(bytes.count), EVP_sha256(), nil) == 1 else {
      unsafe HMAC_CTX_free(made)
      throw .cryptography
    }
    unsafe context = made
  }

  deinit { unsafe HMAC_CTX_free(context) }

  /// New bytes for a key, from the system's random number generator by way of libcrypto.
  static func randomBytes() throws(VaultError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: length)
    guard unsafe RAND_bytes(&bytes, Int32(length)) == 1 else { throw .cryptography }
    return bytes
  }

  /// HMAC-SHA256 over a message.
  ///
  /// > Source: RFC 2104 and FIPS 180-4.
  package func authenticate(_ message: [UInt8]) throws(VaultError) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 32
    // Without a key and a hash the context starts again with those it has.
    guard unsafe HMAC_Init_ex(context, nil, 0, nil, nil) == 1, unsafe HMAC_Update(context, message, message.count) == 1,
      unsafe HMAC_Final(context, &code, &length) == 1, length == 32
    else { throw .cryptography }
    return code
  }
}
