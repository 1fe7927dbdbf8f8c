/// How long a person's months run: the first term that applies at the first approval is the claim's.
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
  /// The tests that must hold for a person to have the term, at the first approval's date.
  public let when: [RuleTest]
  /// How long the months run.
  public let length: Length
  /// The tests that must also hold for every month, at its first day.
  public let during: [RuleTest]
  /// A one-time extension; nil if the document has none.
  public let extensionRule: ExtensionRule?
  /// The clause.
  public let clause: String?
  /// The path at which the pack declares it: `terms[0]`, or, in the older form, `limit`, `until[0]`, `graduates`.
  public let path: String
}

/// A one-time extension of a number of months (一次性延长).
public struct ExtensionRule: Hashable, Sendable {
  /// When an extension has to be recorded to count.
  public enum Time: String, CaseIterable, Hashable, Sendable {
    /// Recorded at any time, it adds months behind the limit.
    case anyTime = "any-time"
    /// After the limit was used up (期满).
    case usedUp = "used-up"
  }

  /// The most months it may add.
  public let maximumMonths: Int
  /// When it has to be recorded.
  public let after: Quantity<Time>
  /// The tests that must hold on the last day of the month that used up the limit; only for an extension after it is used up.
  public let when: [RuleTest]
  /// The clause.
  public let clause: String?
}
