public import Values

/// A pack as adopted: its rules with the parameters' values filled in.
///
/// > Source: contract section 5.
public struct Policy: Sendable {
  @usableFromInline let contents: Contents

  /// What the copies of a policy share: every month that is evaluated takes one.
  @usableFromInline
  final class Contents: Sendable {
    @usableFromInline let pack: PolicyPack
    let parameters: [String: String]
    let effectiveFrom: CivilDate
    let tiers: [Tier]
    let limitMonths: Int
    let womenAge: Int

    init(
      _ pack: PolicyPack, _ parameters: [String: String], _ effectiveFrom: CivilDate, _ tiers: [Tier],
      _ limitMonths: Int, _ womenAge: Int
    ) {
      self.pack = pack
      self.parameters = parameters
      self.effectiveFrom = effectiveFrom
      self.tiers = tiers
      self.limitMonths = limitMonths
      self.womenAge = womenAge
    }
  }

  init(
    pack: PolicyPack, parameters: [String: String], effectiveFrom: CivilDate, tiers: [Tier], limitMonths: Int,
    womenAge: Int
  ) {
    contents = Contents(pack, parameters, effectiveFrom, tiers, limitMonths, womenAge)
  }

  /// The rules.
  @inlinable public var pack: PolicyPack { contents.pack }
  /// The values that the adoption named, by name; standards are filled in.
  public var parameters: [String: String] { contents.parameters }
  /// The first day it governs.
  public var effectiveFrom: CivilDate { contents.effectiveFrom }
  /// What a month is worth: steps from the highest threshold down.
  public var tiers: [Tier] { contents.tiers }
  /// The limit in months, before graduates and extensions.
  public var limitMonths: Int { contents.limitMonths }
  /// The statutory age of women in years, 50 or 55.
  public var womenAge: Int { contents.womenAge }

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
  public func amount(for contribution: Fen) -> (amount: Fen, tier: Tier)? {
    guard let tier = tiers.first(where: { contribution >= $0.atLeast }) else { return nil }
    return (tier.flat ?? tier.rate.map { $0.roundedHalfUp(of: contribution) } ?? .zero, tier)
  }
}

extension Policy: Hashable {
  /// Whether two policies have the same rules, values and first day; all else follows from these.
  public static func == (left: Policy, right: Policy) -> Bool {
    left.contents === right.contents
      || left.effectiveFrom == right.effectiveFrom && left.parameters == right.parameters && left.pack == right.pack
  }

  /// Feeds what decides equality into a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(effectiveFrom)
    hasher.combine(parameters)
    hasher.combine(pack)
  }
}
