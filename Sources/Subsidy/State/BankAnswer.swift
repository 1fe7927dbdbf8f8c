public import Values

/// The bank's reference and code of an item, kept as fingerprints: the same number again is the same answer, another is
/// another.
///
/// The texts themselves are in the log. A reference is different for every payment, so keeping it would make the state grow
/// with payments; four bytes are enough to see that a second answer differs. The reference outlives a return: the file that
/// reported the payment may come again after the money has bounced, and then adds nothing.
public struct BankAnswer: Hashable, Sendable, BitwiseCopyable {
  /// The fingerprint of the last payment's reference; zero if it had none.
  var reference: UInt32 = 0
  /// The fingerprint of the last return's code; zero if there was none.
  var code: UInt32 = 0

  /// The fingerprint of a number, however it is spelled; zero for none.
  ///
  /// > Source: FNV-1a, 32 bits (Fowler, Noll, Vo), which is no defence against anyone, only against mistakes.
  public static func fingerprint(_ text: String?) -> UInt32 {
    guard let text else { return 0 }
    return fingerprint(bytes: text.utf8)
  }

  /// The fingerprint of a number by the bytes of its text, in any spelling of ``Swift/String/comparedNumber``.
  @inlinable
  public static func fingerprint(bytes: some Collection<UInt8>) -> UInt32 {
    if bytes.isComparedNumber { return hash(of: bytes) }
    return hash(of: String(decoding: bytes, as: UTF8.self).comparedNumber.utf8)
  }

  @inlinable
  static func hash(of bytes: some Collection<UInt8>) -> UInt32 {
    var fingerprint: UInt32 = 0x811C_9DC5
    for byte in bytes { fingerprint = (fingerprint ^ UInt32(byte)) &* 0x0100_0193 }
    return max(fingerprint, 1)
  }
}
