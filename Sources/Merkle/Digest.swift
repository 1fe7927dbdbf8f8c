/// A hash of 32 bytes: a leaf, a node or the head of the tree.
public struct Digest: Hashable, Sendable, BitwiseCopyable {
  /// The bytes as four words in big-endian order.
  public var words: InlineArray<4, UInt64>

  /// Makes a digest of zeros, to be written into.
  @inlinable
  public init() { words = InlineArray(repeating: 0) }

  /// Makes a digest from 32 bytes; nil for any other count.
  @inlinable
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    words = InlineArray(repeating: 0)
    for (offset, byte) in bytes.enumerated() { words[offset / 8] = words[offset / 8] << 8 | UInt64(byte) }
  }

  /// Reads 64 lowercase hexadecimal digits; nil for anything else.
  ///
  /// > Source: contract section 2, the form of a commit's root.
  public init?(hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    self.init(hex: digits, 0..<digits.count)
  }

  /// Reads 64 lowercase hexadecimal digits in a line of the log; nil for anything else.
  public init?(hex digits: [UInt8], _ range: Range<Int>) {
    guard range.count == 64 else { return nil }
    words = InlineArray(repeating: 0)
    for offset in 0..<64 {
      let byte = digits[range.lowerBound + offset]
      let value: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      words[offset / 16] = words[offset / 16] << 4 | UInt64(value)
    }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
  }

  /// Whether two digests have the same bytes.
  @inlinable
  public static func == (left: Digest, right: Digest) -> Bool {
    left.words[0] == right.words[0] && left.words[1] == right.words[1] && left.words[2] == right.words[2]
      && left.words[3] == right.words[3]
  }

  /// Feeds the digest into a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}

extension Digest: CustomStringConvertible {
  /// 64 lowercase hexadecimal digits.
  public var description: String { firstDigits(64) }

  /// The first of the 64 hexadecimal digits.
  public func firstDigits(_ count: Int) -> String {
    var digits = [UInt8](repeating: 0, count: count)
    for offset in 0..<count {
      let digit = UInt8(truncatingIfNeeded: words[offset / 16] >> UInt64(60 - offset % 16 * 4)) & 15
      digits[offset] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
