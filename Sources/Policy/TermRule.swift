/// How long the months of somebody run: the first term that stands at the first approval is the claim's.
///
/// > Source: contract 2, sections 4 and 5.2.
public struct TermRule: Hashable, Sendable {
  /// How long the months run.
  public enum Length: Hashable, Sendable {
    /// A number of months.
    case months(Quantity<Int>)
    /// Until the retirement month.
    case untilRetirement
    /// Until the month of a birthday.
    case untilAge(Int)
  }

  /// The term's name, which no other term of the pack has.
  public let name: String
  /// What holds of whoever the term is for, asked at the first approval's date.
  public let when: [RuleTest]
  /// How long the months run.
  public let length: Length
  /// What must hold of every month besides, asked at its first day.
  public let during: [RuleTest]
  /// A one-time extension; nil if the document has none.
  public let extensionRule: ExtensionRule?
  /// The clause.
  public let clause: String?
  /// Where the pack declares it: `terms[0]`, or, in the older form, `limit`, `until[0]`, `graduates`.
  public let path: String
}

/// A one-time extension of a number of months (一次性延长).
public struct ExtensionRule: Hashable, Sendable {
  /// When an extension has to be recorded to count.
  public enum Time: String, CaseIterable, Hashable, Sendable {
    /// Whenever it is recorded, it adds months behind the limit.
    case anyTime = "any-time"
    /// After the limit was used up (期满).
    case usedUp = "used-up"
  }

  /// The most months it may add.
  public let maximumMonths: Int
  /// When it has to be recorded.
  public let after: Quantity<Time>
  /// What must hold on the last day of the month that used up the limit; only where it has to be used up.
  public let when: [RuleTest]
  /// The clause.
  public let clause: String?
}
