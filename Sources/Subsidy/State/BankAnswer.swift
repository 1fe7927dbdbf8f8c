/// The bank's reference or code of an item, kept as a mark: the same text again is the same answer, another is another.
///
/// The texts themselves stand in the log. A reference is different for every payment, so keeping it would make the state
/// grow with payments; eight bytes are enough to see that a second answer says something else.
public enum BankAnswer {
  /// The mark of a text; zero for none.
  ///
  /// > Source: FNV-1a, 64 bits (Fowler, Noll, Vo), which is no defence against anyone, only against mistakes.
  public static func mark(_ text: String?) -> UInt64 {
    guard let text else { return 0 }
    return mark(bytes: text.utf8)
  }

  /// The mark of a text by its bytes.
  @inlinable
  public static func mark(bytes: some Sequence<UInt8>) -> UInt64 {
    var mark: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { mark = (mark ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return max(mark, 1)
  }
}
