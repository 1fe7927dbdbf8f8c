/// An administrative region, a six-digit code of GB/T 2260: `450200` is 柳州市.
public struct Region: Hashable, Sendable, BitwiseCopyable {
  /// The six digits as a number, 0 to 999999.
  public let code: Int32

  /// Reads a region code; nil if the text is not six digits.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(bytes: bytes, at: 0, count: bytes.count)
  }

  /// Reads a region code in a line of the log.
  ///
  /// - Parameters:
  ///   - bytes: the line or block that holds it.
  ///   - start: the offset of its first byte.
  ///   - count: how many bytes the value has; with any number but six it is not a region.
  public init?(bytes: [UInt8], at start: Int, count: Int) {
    guard count == 6, let code = Digits.read(bytes, start, 6) else { return nil }
    self.code = Int32(code)
  }
}

extension Region {
  /// Whether it lies in another region, by the codes: `360203` in `360200` and in `360000`, and each in itself.
  ///
  /// > Source: GB/T 2260: two digits each for province, city and county.
  public func isWithin(_ other: Region) -> Bool {
    let size: Int32 = other.code % 10_000 == 0 ? 10_000 : other.code % 100 == 0 ? 100 : 1
    return code / size == other.code / size
  }
}

extension Region: CustomStringConvertible {
  /// The six digits.
  public var description: String {
    let digits = String(code)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}

extension Optional where Wrapped == Region {
  /// Whether a place, if one is known, lies in a district; every place does if no district is named.
  public func isWithin(_ district: Region?) -> Bool {
    guard let district else { return true }
    return self?.isWithin(district) ?? false
  }
}
