public import Values

/// A pack as adopted: its rules with the parameters' values filled in.
///
/// > Source: contract section 5.
public struct Policy: Hashable, Sendable {
  /// The rules.
  public let pack: PolicyPack
  /// The values that the adoption named, by name; standards are filled in.
  public let parameters: [String: String]
  /// The first day it governs.
  public let effectiveFrom: CivilDate
  /// What a month is worth: steps from the highest threshold down.
  public let tiers: [Tier]
  /// The limit in months, before graduates and extensions.
  public let limitMonths: Int
  /// The statutory age of women in years, 50 or 55.
  public let womenAge: Int

  /// A step of the amount with its values filled in.
  public struct Tier: Hashable, Sendable {
    /// The smallest contribution it applies to.
    public let atLeast: Fen
    /// A flat amount; nil where ``rate`` decides.
    public let flat: Fen?
    /// The fraction of the contribution; nil where ``flat`` decides.
    public let rate: Ratio?
    /// The clause.
    public let clause: String?
  }

  /// What a contribution is worth, with the step that decided.
  ///
  /// - Returns: nil for a contribution below every step.
  public func amount(for contribution: Fen) -> (amount: Fen, tier: Tier)? { tiers.amount(for: contribution) }
}

extension [Policy.Tier] {
  /// What a contribution is worth by these steps, with the step that decided.
  ///
  /// Whoever goes through many months asks the steps: a whole policy is dear to copy.
  ///
  /// - Returns: nil for a contribution below every step.
  public func amount(for contribution: Fen) -> (amount: Fen, tier: Policy.Tier)? {
    guard let tier = first(where: { contribution >= $0.atLeast }) else { return nil }
    return (tier.flat ?? tier.rate.map { $0.roundedHalfUp(of: contribution) } ?? .zero, tier)
  }
}
