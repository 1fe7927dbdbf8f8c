package import Policy
package import Values

extension Policy {
  /// The amount of a month by the first tier that asks for nothing but its contribution; zero without such a tier.
  package func amount(for month: Month, of contribution: Fen) -> Fen {
    let tier = rules.tiers.first { tier in
      tier.when.allSatisfy { if case .contribution(let range) = $0 { range.contains(contribution) } else { false } }
    }
    return tier?.amount(for: month, of: contribution).amount ?? .zero
  }
}
