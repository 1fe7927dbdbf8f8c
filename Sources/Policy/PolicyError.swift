/// The reason that a pack, or the adoption of one, is refused.
///
/// It names the place, the value found and the values allowed, in codes and values only; a sentence for people is made at the
/// edge of the program.
public struct PolicyError: Error, Hashable, Sendable {
  /// The kind of error.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The text is not strict JSON.
    case notJSON
    /// A key that a pack does not have, most often a typing error.
    case unknownKey
    /// A key that has to be there is not; for rules that includes `clause`.
    case missingKey
    /// A value of another kind, such as a text instead of a number.
    case wrongType
    /// A text without the form of its kind, such as `0.7` for a fraction.
    case malformed
    /// A value outside of its range.
    case outOfRange
    /// The same name, fact or rule a second time.
    case repeated
    /// A list that is empty and must not be.
    case empty
    /// Entries in the wrong order, such as steps of an amount that do not descend.
    case outOfOrder
    /// A name that nothing declares: a parameter, an interpretation or an earlier stage.
    case undeclared
    /// A parameter that is declared and decides nothing.
    case unused
    /// A fact that the contract does not define.
    case unknownFact
    /// Two statements that cannot both hold.
    case contradiction
    /// A rule without a clause that names no interpretation either.
    case noAuthority
    /// A parameter that the adoption has to supply.
    case parameterMissing
    /// A parameter that the pack does not have.
    case parameterUnknown
    /// An adoption that begins before the pack itself.
    case beforePack
  }

  /// The kind of error.
  public let kind: Kind
  /// The path, such as `amount.tiers[1].rate`; empty for the pack as a whole.
  public let path: String
  /// The value found.
  public let found: String
  /// The values allowed.
  public let expected: String

  /// Makes an error of this kind.
  public init(_ kind: Kind, path: String, found: String, expected: String) {
    self.kind = kind
    self.path = path
    self.found = found
    self.expected = expected
  }
}

extension PolicyError: CustomStringConvertible {
  /// One line for developers: `amount.tiers[1].rate: malformed: found "0.7", expected n/d`.
  public var description: String {
    "\(path.isEmpty ? "pack" : path): \(kind.rawValue): found \(found), expected \(expected)"
  }
}
