/// An exact fraction, such as the 2/3 of a contribution that a document pays.
///
/// Numerator and denominator stay below 2^20, so that a product with the largest amount of an event stays within
/// 64 bits.
public struct Ratio: Hashable, Sendable, BitwiseCopyable {
  /// The number above the line, not negative.
  public let numerator: Int64
  /// The number below the line, positive.
  public let denominator: Int64

  /// The bound that both numbers stay below.
  public static var bound: Int64 { 1 << 20 }

  /// Makes a fraction; nil if a number is out of range.
  public init?(_ numerator: Int64, _ denominator: Int64) {
    guard numerator >= 0, denominator > 0, numerator < Ratio.bound, denominator < Ratio.bound else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Reads `n/d`, the form of a rate in a pack and on a command line; nil for anything else, `0.5` included.
  public init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, let above = Ratio.digits(parts[0]), let below = Ratio.digits(parts[1]) else { return nil }
    self.init(above, below)
  }

  private static func digits(_ bytes: some Collection<UInt8>) -> Int64? {
    guard (1...7).contains(bytes.count) else { return nil }
    var number: Int64 = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int64(byte &- UInt8(ascii: "0"))
    }
    return number
  }

  /// This fraction of an amount, rounded half up to a fen.
  ///
  /// - Parameter amount: not negative and at most ``Fen/largestInEvent``.
  /// - Returns: the rounded part: 2/3 of 404.99 yuan is 269.99.
  ///
  /// > Source: contract section 5, "a fraction of c is rounded half up to a fen" (interpretation P1 of the documents).
  public func roundedHalfUp(of amount: Fen) -> Fen {
    let (high, low) = (amount.value * numerator).quotientAndRemainder(dividingBy: denominator)
    return Fen(low * 2 >= denominator ? high + 1 : high)
  }
}

extension Ratio {
  /// The most shares of one sum, so that no product exceeds 128 bits for any denominators.
  public static var mostShares: Int { 5 }

  /// A fraction of shares of amounts, added up exactly and rounded half up to a fen once.
  ///
  /// - Parameters:
  ///   - rate: the fraction of the sum.
  ///   - shares: at most ``mostShares`` shares, each with the amount that it is taken of, at most
  ///     ``Fen/largestInEvent``.
  /// - Returns: the rounded sum, at most ``Fen/largestInEvent``.
  ///
  /// > Source: contract 2, section 5.8.
  public static func roundedHalfUp(_ rate: Ratio, of shares: [(share: Ratio, amount: Fen)]) -> Fen {
    precondition(shares.count <= mostShares, "a sum has a few shares")
    // Whole fen and the remainder, a fraction below 1.
    var whole: UInt128 = 0
    var (above, below): (UInt128, UInt128) = (0, 1)
    for (share, amount) in shares {
      let denominator = UInt128(share.denominator)
      let (fen, left) = (UInt128(amount.value) * UInt128(share.numerator)).quotientAndRemainder(dividingBy: denominator)
      (above, below) = (above * denominator + left * below, below * denominator)
      whole += fen + above / below
      above %= below
    }
    let (fen, left) = (whole * UInt128(rate.numerator)).quotientAndRemainder(dividingBy: UInt128(rate.denominator))
    let denominator = below * UInt128(rate.denominator)
    let (more, rest) = (left * below + above * UInt128(rate.numerator)).quotientAndRemainder(dividingBy: denominator)
    let rounded = fen + more + (rest >= denominator - rest ? 1 : 0)
    return Fen(Int64(min(rounded, UInt128(Fen.largestInEvent.value))))
  }
}

extension Ratio: Comparable {
  /// Whether the first fraction is the smaller one in value: 1/2 < 2/3.
  public static func < (left: Ratio, right: Ratio) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }
}

extension Ratio: CustomStringConvertible {
  /// The fraction as it was written: `2/3`.
  public var description: String { "\(numerator)/\(denominator)" }
}
