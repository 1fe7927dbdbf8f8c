import Values

/// The checks of an account number by its digits alone.
public enum AccountNumber {
  /// A fault of an account number.
  public enum Fault: Hashable, Sendable {
    /// There is none.
    case missing
    /// It does not have 8 to 30 digits.
    case length
    /// It is as long as a card's number and its check digit is wrong.
    case checkDigit
  }

  /// The fault of an account number; nil if there is none.
  ///
  /// Only numbers as long as those of cards have a check digit. Accounts of passbooks have other lengths and no check digit.
  public static func fault(_ account: String?) -> Fault? {
    guard let account, !account.isEmpty else { return .missing }
    let digits = Array(account.utf8)
    guard (8...30).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return .length }
    return account.accountWarning == nil ? nil : .checkDigit
  }

  /// The hash total (散列总数) of accounts: the sum of the last ten digits of each, its last sixteen digits.
  ///
  /// It reveals nothing in itself; two lists with the same accounts have the same one.
  public static func hashTotal(_ accounts: [String]) -> String {
    var sum: UInt64 = 0
    for account in accounts {
      sum = (sum + (UInt64(account.suffix(10)) ?? 0)) % 10_000_000_000_000_000
    }
    let text = String(sum)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
