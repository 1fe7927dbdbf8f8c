import Policy
public import Values

/// The property by which an auditor's population is divided before the draw.
public enum Stratification: String, CaseIterable, Hashable, Sendable {
  /// Not at all.
  case none
  /// By scheme.
  case scheme
  /// By district.
  case district
  /// By how long the months run: 36 months, until retirement.
  case basis
  /// By how much was paid.
  case amount
}

/// A claim with a payment: an item of the population from which an auditor draws.
public struct PaidClaim: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// How many months were paid.
  public let months: Int
  /// The amount paid, less the amount returned.
  public let paid: Fen
  /// The stratum it is in.
  public let stratum: String

  /// The name of the claim in a draw, `liuzhou:p0012345`.
  ///
  /// Identifiers hold no colon.
  public var key: String { "\(scheme):\(person)" }
  /// The line of the claim in the list that is drawn from: `liuzhou liuzhou:p0012345`.
  public var line: String { "\(stratum) \(key)" }

  /// Makes a claim.
  public init(person: Identifier, scheme: Identifier, months: Int, paid: Fen, stratum: String) {
    self.person = person
    self.scheme = scheme
    self.months = months
    self.paid = paid
    self.stratum = stratum
  }
}

/// An auditor's draw: no log has it, and anybody can repeat it from the list with ordinary tools.
///
/// Within a stratum the claims are ranked as ``SampleDraw`` ranks persons; how many each stratum gives is ``allot(_:to:)``.
public struct AuditSample: Sendable {
  /// A part of the population.
  public struct Stratum: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// How many claims it has.
    public let population: Int
    /// How many of them are drawn.
    public let size: Int
  }

  /// The seed.
  public let seed: Identifier
  /// How many claims there were to draw from.
  public let population: Int
  /// The hash over their lines, in the order of their bytes, each followed by a line feed.
  public let populationHash: String
  /// The strata by name.
  public let strata: [Stratum]
  /// The claims drawn, by stratum and rank.
  public let drawn: [PaidClaim]

  /// Draws.
  ///
  /// - Parameters:
  ///   - size: how many; all if there are fewer.
  ///   - population: the claims to draw from, in any order.
  ///   - seed: the seed.
  ///   - hash: SHA-256 of some bytes as 64 lowercase hexadecimal digits.
  public init(_ size: Int, from population: [PaidClaim], seed: Identifier, hash: ([UInt8]) -> String) {
    let sorted = population.sorted { $0.line.utf8.lexicographicallyPrecedes($1.line.utf8) }
    let parts = AuditSample.parts(sorted)
    let sizes = AuditSample.allot(size, to: parts.map(\.count))
    self.seed = seed
    self.population = sorted.count
    populationHash = DrawRank.hash(ofList: sorted.map(\.line), hash)
    strata = zip(parts, sizes).map { Stratum(name: $0[$0.startIndex].stratum, population: $0.count, size: $1) }
    drawn = zip(parts, sizes).flatMap { part, size in
      DrawRank.ordered(Array(part), seed: seed, hash, key: \.key).prefix(size)
    }
  }

  /// The claims of each stratum, in a list that is sorted by stratum.
  private static func parts(_ sorted: [PaidClaim]) -> [ArraySlice<PaidClaim>] {
    var parts: [ArraySlice<PaidClaim>] = []
    var start = 0
    for end in sorted.indices where end + 1 == sorted.count || sorted[end + 1].stratum != sorted[end].stratum {
      parts.append(sorted[start...end])
      start = end + 1
    }
    return parts
  }

  /// Shares a number out among strata in proportion to their sizes, in whole numbers that add up to it exactly.
  ///
  /// If there is enough for each stratum, one whose share is below 1 gets one and is left out with it, until no share is below
  /// 1. Each of the others gets the whole part of its share, and those with the largest remainders get one more; of equal
  /// remainders the larger stratum comes first, then the one named first.
  ///
  /// - Parameters:
  ///   - number: how many to share out; all there are if there are fewer.
  ///   - sizes: the sizes of the strata by name, each above 0.
  /// - Returns: how many each gets: never more than it has.
  public static func allot(_ number: Int, to sizes: [Int]) -> [Int] {
    var base = sizes.reduce(0, +)
    let number = min(max(0, number), base)
    var rest = number
    var open = Array(sizes.indices)
    // Leaving one out never raises the share of another, so the order of leaving does not matter.
    while number >= sizes.count, let place = open.firstIndex(where: { rest * sizes[$0] < base }) {
      rest -= 1
      base -= sizes[open.remove(at: place)]
    }
    var result = sizes.map { _ in 1 }
    for index in open { result[index] = rest * sizes[index] / base }
    let byRemainder = open.sorted {
      (-(rest * sizes[$0] % base), -sizes[$0], $0) < (-(rest * sizes[$1] % base), -sizes[$1], $1)
    }
    for index in byRemainder.prefix(number - result.reduce(0, +)) { result[index] += 1 }
    return result
  }
}

extension LedgerState {
  /// The claims with a payment, divided into strata, by person and scheme.
  ///
  /// - Parameters:
  ///   - stratification: the property by which they are divided.
  ///   - scheme: the scheme; nil for all.
  /// - Returns: the claims.
  public func paidClaims(by stratification: Stratification, in scheme: Identifier? = nil) -> [PaidClaim] {
    personsInOrder.flatMap { number in
      entitlements(ofPersonAt: number).compactMap { claim in
        let months = claim.months.filter { $0.paid > .zero }
        let name = schemes[claim.scheme]
        guard !months.isEmpty, scheme == nil || scheme == name else { return nil }
        let paid = months.reduce(Fen.zero) { $0 + $1.paid }
        return PaidClaim(
          person: persons.identifiers[number], scheme: name, months: months.count, paid: paid,
          stratum: stratum(of: claim, paid: paid, stratification))
      }
    }
  }

  private func stratum(of claim: ClaimEntitlement, paid: Fen, _ stratification: Stratification) -> String {
    switch stratification {
    case .none: "all"
    case .scheme: schemes[claim.scheme].description
    case .district: district(of: persons[claim.person], in: schemes[claim.scheme])?.description ?? "unknown"
    case .basis:
      switch claim.basis {
      case .months(let months)?: "\(months)-months"
      case .until?: "until-retirement"
      case nil: "no-basis"
      }
    case .amount: AmountClass(paid).rawValue
    }
  }
}

/// How much was paid, in classes for draws.
///
/// > Units: yuan; their names sort as the amounts do.
public enum AmountClass: String, CaseIterable, Hashable, Sendable {
  /// Below 1,000 yuan.
  case below1000 = "00000-00999"
  /// 1,000 yuan or more.
  case below5000 = "01000-04999"
  /// 5,000 yuan or more.
  case below10000 = "05000-09999"
  /// 10,000 yuan or more.
  case more = "10000-or-more"

  /// The class of an amount.
  public init(_ amount: Fen) {
    switch amount.value {
    case ..<100_000: self = .below1000
    case ..<500_000: self = .below5000
    case ..<1_000_000: self = .below10000
    default: self = .more
    }
  }
}
