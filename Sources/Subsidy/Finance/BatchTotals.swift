import Policy
public import Values

/// The sum of the lines of a batch that have one property in common.
public struct BatchTotal: Hashable, Sendable {
  /// The property that the lines have in common.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The scheme.
    case scheme
    /// The district in which the application was made, else that of the household.
    case district
    /// The bank that keeps the account.
    case bank
    /// The month that is paid.
    case month
    /// The fund that the pack in force for the month names (资金来源).
    case fund
  }

  /// The property that the lines have in common.
  public let kind: Kind
  /// Its value; empty if it is not known.
  public let value: String
  /// How many lines.
  public private(set) var items = 0
  /// Their sum.
  public private(set) var total = Fen.zero

  init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value
  }

  mutating func add(_ amount: Fen) {
    items += 1
    total += amount
  }
}

extension LedgerState {
  /// The totals of lines by scheme, district, bank, month and fund; each kind adds up to the whole batch.
  ///
  /// - Parameters:
  ///   - items: the lines.
  ///   - bank: the bank of a person, which only the vault knows.
  /// - Returns: the totals, in the order of their kinds and then of their values' bytes.
  public func totals(of items: [BatchItem], bank: (Identifier) throws -> String?) rethrows -> [BatchTotal] {
    var found: [BatchTotal.Kind: [String: BatchTotal]] = [:]
    for item in items {
      for kind in BatchTotal.Kind.allCases {
        let value: String =
          switch kind {
          case .scheme: item.scheme.description
          case .district: district(of: item.person, in: item.scheme)?.description ?? ""
          case .bank: try bank(item.person) ?? ""
          case .month: item.month.description
          case .fund: fund(of: item.month, in: item.scheme) ?? ""
          }
        found[kind, default: [:]][value, default: BatchTotal(kind, value)].add(item.amount)
      }
    }
    return BatchTotal.Kind.allCases.flatMap { kind in
      (found[kind] ?? [:]).values.sorted { $0.value.utf8.lexicographicallyPrecedes($1.value.utf8) }
    }
  }

  /// The district that a person's claim belongs to: the one in which the last application that was not turned down was made,
  /// else that of the registered household; nil for a person without either.
  ///
  /// > Source: the packs' interpretation P47: the district of the application decides, and stays.
  public func district(of person: Identifier, in scheme: Identifier) -> Region? {
    guard let state = self.person(person) else { return nil }
    return state.district(of: schemes.number(of: scheme).flatMap { state.claim(scheme: $0) })
  }

  /// The fund that pays a month, as the pack in force names it; nil if the document does not say.
  public func fund(of month: Month, in scheme: Identifier) -> String? {
    timeline(of: scheme)?.timeline.inForce(for: month)?.pack.scope?.funding?.source
  }
}

extension PersonState {
  /// The district that a claim of the person belongs to.
  public func district(of claim: ClaimState?) -> Region? {
    let last = claim?.applications.last { $0.outcome == .approved || $0.outcome == .pending }
    return last?.district ?? registered?.household
  }
}
