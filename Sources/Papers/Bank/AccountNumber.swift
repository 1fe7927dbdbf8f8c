/// What can be told of an account number by looking at it.
public enum AccountNumber {
  /// What is wrong with it.
  public enum Fault: Hashable, Sendable {
    /// There is none.
    case missing
    /// It has not 8 to 30 digits.
    case length
    /// It is as long as a card's number and its check digit is wrong.
    case checkDigit
  }

  /// What is wrong with an account; nil where nothing is.
  ///
  /// Only numbers as long as those of cards have a check digit: 16 to 19 digits. Accounts of passbooks have other
  /// lengths and none.
  ///
  /// > Source: ISO/IEC 7812-1, annex B (Luhn).
  public static func fault(_ account: String?) -> Fault? {
    guard let account, !account.isEmpty else { return .missing }
    let digits = account.utf8.map { Int($0) - 48 }
    guard (8...30).contains(digits.count), digits.allSatisfy((0...9).contains) else { return .length }
    return (16...19).contains(digits.count) && !hasCheckDigit(digits) ? .checkDigit : nil
  }

  private static func hasCheckDigit(_ digits: [Int]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let weighted = place.isMultiple(of: 2) ? digit : digit * 2
      sum += weighted > 9 ? weighted - 9 : weighted
    }
    return sum.isMultiple(of: 10)
  }

  /// The hash total (散列总数) of accounts: the sum of the last ten digits of each, its last sixteen digits.
  ///
  /// It says nothing in itself; two lists with the same accounts have the same one.
  public static func hashTotal(_ accounts: [String]) -> String {
    var sum: UInt64 = 0
    for account in accounts {
      sum = (sum + (UInt64(account.suffix(10)) ?? 0)) % 10_000_000_000_000_000
    }
    let text = String(sum)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
