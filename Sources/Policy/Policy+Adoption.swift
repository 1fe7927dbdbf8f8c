public import Values

extension Policy {
  /// Adopts a pack: fills in the standards and checks what the adoption supplies.
  ///
  /// - Parameters:
  ///   - pack: the rules.
  ///   - given: values by name, as `--set` gives them; a rate is `n/d`.
  ///   - start: the first day to govern; nil for the pack's own.
  /// - Throws: ``PolicyError`` for a name that the pack does not have, a value that is missing or outside of its
  ///   range, and a start before the pack's own.
  ///
  /// > Source: contract section 5.
  public init(
    pack: PolicyPack, parameters given: [String: String] = [:], effectiveFrom start: CivilDate? = nil
  ) throws(PolicyError) {
    for name in given.keys.sorted() where !pack.parameters.contains(where: { $0.name == name }) {
      throw PolicyError(
        .parameterUnknown, path: "parameters.\(name)", found: "\"\(given[name] ?? "")\"",
        expected: pack.parameters.isEmpty ? "no parameter" : pack.parameters.map(\.name).joined(separator: ", "))
    }
    var values: [String: String] = [:]
    for parameter in pack.parameters {
      guard let value = given[parameter.name] ?? parameter.standard else {
        if parameter.isOptional { continue }
        throw PolicyError(
          .parameterMissing, path: "parameters.\(parameter.name)", found: "nothing", expected: parameter.kind.range)
      }
      guard parameter.kind.allows(value) else {
        throw PolicyError(
          .outOfRange, path: "parameters.\(parameter.name)", found: "\"\(value)\"", expected: parameter.kind.range)
      }
      values[parameter.name] = value
    }
    if let start, start < pack.effectiveFrom {
      throw PolicyError(
        .beforePack, path: "effectiveFrom", found: start.description, expected: "\(pack.effectiveFrom) or later")
    }
    self.init(
      pack: pack, parameters: values, effectiveFrom: start ?? pack.effectiveFrom,
      tiers: pack.amount.tiers.map { Policy.tier($0, values) },
      limitMonths: Policy.value(pack.limit.months, values) { ParameterRule.Kind.whole($0).map(Int.init) },
      womenAge: Policy.value(pack.statutoryAge.women, values) { ParameterRule.Kind.whole($0).map(Int.init) })
  }

  /// The part of the year in which applications are taken; nil where the document names none.
  public var applicationWindow: YearWindow? {
    pack.application?.window.map { Policy.value($0.days, parameters) { YearWindow($0) } }
  }

  /// The part of the year in which the certificate is verified; nil where there is no yearly verification.
  public var verificationWindow: YearWindow? {
    pack.supervision?.verification.map { Policy.value($0.days, parameters) { YearWindow($0) } }
  }

  /// How many failed debits in a row stop the subsidy; nil where the document does not say.
  public var failedDebitsThatStop: Int? {
    pack.supervision?.debits.map {
      Policy.value($0.failures, parameters) { ParameterRule.Kind.whole($0).map(Int.init) }
    }
  }

  /// What a missed report leads to; nil where there are no reports.
  public var missedReportEffect: ReportRule.Effect? {
    pack.supervision?.reports.map { Policy.value($0.effect, parameters) { ReportRule.Effect(rawValue: $0) } }
  }

  /// The monthly income from which a statistic rule counts somebody; nil where it needs none or none was set.
  public func threshold(of rule: StatisticRule) -> Fen? {
    rule.threshold.flatMap { parameters[$0] }.flatMap { ParameterRule.Kind.whole($0) }.map { Fen($0) }
  }

  /// The statutory age of a person in years, before the gradual delay.
  public func statutoryAge(isMale: Bool) -> Int { isMale ? pack.statutoryAge.men : womenAge }

  private static func tier(_ tier: AmountRule.Tier, _ values: [String: String]) -> Tier {
    switch tier.value {
    case .flat(let amount):
      Tier(
        atLeast: tier.atLeast, flat: value(amount, values) { ParameterRule.Kind.whole($0).map(Fen.init) }, rate: nil,
        clause: tier.clause)
    case .rate(let rate):
      Tier(atLeast: tier.atLeast, flat: nil, rate: value(rate, values) { Ratio($0) }, clause: tier.clause)
    }
  }

  private static func value<Value: Hashable & Sendable>(
    _ quantity: Quantity<Value>, _ values: [String: String], _ parse: (String) -> Value?
  ) -> Value {
    switch quantity {
    case .fixed(let value): return value
    case .parameter(let name):
      guard let value = values[name].flatMap(parse) else {
        preconditionFailure("the decoded pack declares \(name) and its value was checked")
      }
      return value
    }
  }
}
