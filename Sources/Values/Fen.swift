/// An amount of money in whole fen (分), 1/100 yuan; negative for a balance that may fall below zero.
///
/// The only multiplication is by an exact ``Ratio`` with a named rounding, so that a rate can never pass through floating point
/// on its way to a person's account.
///
/// > Units: fen.
public struct Fen: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The amount as an integer number of fen.
  public var value: Int64

  /// Makes an amount of `value` fen.
  public init(_ value: Int64) { self.value = value }

  /// No money.
  public static var zero: Fen { Fen(0) }

  /// The largest amount one event may carry: 10^12 fen.
  ///
  /// > Source: contract section 2, the range of numbers in the log.
  public static var largestInEvent: Fen { Fen(1_000_000_000_000) }

  /// Whether it is a sum that was capped: only more than nine million of the largest events have such a sum.
  public var isCapped: Bool { value == .max || value == .min }

  /// The sum of two amounts, capped at the largest that there is: no log stops the program.
  public static func + (left: Fen, right: Fen) -> Fen { Fen(left.value.addingCapped(right.value)) }

  /// The difference of two amounts, which may be negative, capped as a sum is.
  public static func - (left: Fen, right: Fen) -> Fen { Fen(left.value.subtractingCapped(right.value)) }

  /// The amount multiplied by a count, capped as a sum is.
  public func times(_ count: Int) -> Fen {
    let (product, overflows) = value.multipliedReportingOverflow(by: Int64(count))
    return Fen(overflows ? ((value < 0) != (count < 0) ? .min : .max) : product)
  }

  /// Adds an amount in place.
  public static func += (left: inout Fen, right: Fen) { left.value = left.value.addingCapped(right.value) }

  /// Subtracts an amount in place.
  public static func -= (left: inout Fen, right: Fen) { left.value = left.value.subtractingCapped(right.value) }

  /// Whether the first amount is less than the second.
  public static func < (left: Fen, right: Fen) -> Bool { left.value < right.value }

  /// The amount, or zero if it is negative, as the rest of an overpaid debt is.
  public var orZero: Fen { Fen(max(0, value)) }
}

extension Int64 {
  // Called and not inlined: with a branch at each of some thousand sums, the compiler needs minutes for the fold.

  /// The sum, or the number nearest to it that there is.
  @inline(never)
  public func addingCapped(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (self < 0 ? .min : .max) : sum
  }

  /// The difference, or the number nearest to it that there is.
  @inline(never)
  func subtractingCapped(_ other: Int64) -> Int64 {
    let (difference, overflows) = subtractingReportingOverflow(other)
    return overflows ? (self < 0 ? .min : .max) : difference
  }
}

extension Fen: CustomStringConvertible {
  /// The amount in yuan with two decimals, as people read it: `266.66`, `-0.05`.
  public var description: String {
    let magnitude = value.magnitude
    let cents = magnitude % 100
    return "\(value < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  /// Reads an amount in yuan with at most two decimals, `405`, `405.5`, `405.00`; nil for anything else.
  ///
  /// Signs, separators, exponents and a third decimal are refused, because each of them has been a mistake in a real file; so
  /// is an amount above ``largestInEvent``.
  ///
  /// - Parameter yuan: the text of the amount, without surrounding blanks.
  public init?(yuan: some StringProtocol) {
    var fen: Int64 = 0
    var wholeDigits = 0
    var decimals = -1
    for byte in yuan.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard decimals < 2, fen <= Fen.largestInEvent.value else { return nil }
        fen = fen * 10 + Int64(byte &- UInt8(ascii: "0"))
        if decimals >= 0 { decimals += 1 } else { wholeDigits += 1 }
      case UInt8(ascii: ".") where decimals < 0 && wholeDigits > 0:
        decimals = 0
      default:
        return nil
      }
    }
    guard wholeDigits > 0, decimals != 0 else { return nil }
    if decimals < 0 { fen *= 100 } else if decimals == 1 { fen *= 10 }
    guard fen <= Fen.largestInEvent.value else { return nil }
    self.init(fen)
  }
}
