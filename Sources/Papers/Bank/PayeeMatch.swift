import Values

/// The comparison of a payee in a bank's answer with the payee that was sent.
///
/// Banks repeat names and accounts in forms of their own: masked, cut off, in full-width characters.
///
/// > Source: contract 3, section 3, the bank's answer.
public enum PayeeMatch {
  /// Whether two names are one: blanks, dots and the width of characters make no difference, a `*` represents any character,
  /// and the first characters are enough, two or more of which one is not `*`.
  public static func names(sent: String, answered: String) -> Bool {
    let sent = folded(sent).filter { !isDot($0) }
    let answered = folded(answered).filter { !isDot($0) }
    guard answered.count <= sent.count, answered.count == sent.count || isEnough(answered) else { return false }
    return zip(sent, answered).allSatisfy { $0 == $1 || $1 == "*" } && answered.contains { $0 != "*" }
  }

  /// Whether two accounts are one: blanks, hyphens and width make no difference, and a `*` represents any digit.
  public static func accounts(sent: String, answered: String) -> Bool {
    let sent = folded(sent).filter { $0 != "-" }
    let answered = folded(answered).filter { $0 != "-" }
    return sent.count == answered.count && zip(sent, answered).allSatisfy { $0 == $1 || $1 == "*" }
      && answered.contains { $0 != "*" }
  }

  /// Whether a name of a currency is that of the yuan: every payment file is in yuan.
  ///
  /// > Source: ISO 4217, CNY and 156; the banks' own RMB and 人民币.
  public static func isYuan(_ currency: String) -> Bool {
    ["CNY", "156", "RMB", "人民币"].contains(String(String.UnicodeScalarView(folded(currency))).uppercased())
  }

  private static func isEnough(_ prefix: [Unicode.Scalar]) -> Bool {
    prefix.count >= 2 && prefix.contains { $0 != "*" }
  }

  /// The characters without blanks, full-width ones in the width of ASCII.
  private static func folded(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.compactMap { $0.properties.isWhitespace ? nil : $0.halfWidth }
  }

  /// Whether a character is one of the dots between the parts of a name.
  private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
    [".", "·", "•", "‧", "∙", "⋅", "・", "･", "。", "｡"].contains(scalar)
  }
}
