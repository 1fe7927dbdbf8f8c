public import Values

extension Policy {
  /// Adopts a pack: fills in the standards and checks the values that the adoption supplies.
  ///
  /// - Parameters:
  ///   - pack: the rules.
  ///   - given: values by name, as `--set` gives them; a rate is `n/d`.
  ///   - start: the first day to govern; nil for the pack's own.
  /// - Throws: ``PolicyError`` for a name that the pack does not have, a value that is missing or outside of its
  ///   range, a start before the pack's own, and a table without an amount for the month of the start.
  ///
  /// > Source: contract section 5; contract 2, section 3.
  public init(
    pack: PolicyPack, parameters given: [String: String] = [:], effectiveFrom start: CivilDate? = nil
  ) throws(PolicyError) {
    for name in given.keys.sorted() where !pack.parameters.contains(where: { $0.name == name }) {
      throw PolicyError(
        .parameterUnknown, path: "parameters.\(name)", found: "\"\(given[name] ?? "")\"",
        expected: pack.parameters.isEmpty ? "no parameter" : pack.parameters.map(\.name).joined(separator: ", "))
    }
    if let start, start < pack.effectiveFrom {
      throw PolicyError(
        .beforePack, path: "effectiveFrom", found: start.description, expected: "\(pack.effectiveFrom) or later")
    }
    let first = (start ?? pack.effectiveFrom).month
    var values: [String: String] = [:]
    for parameter in pack.parameters {
      guard let value = given[parameter.name] ?? parameter.standard else {
        if parameter.isOptional { continue }
        throw PolicyError(
          .parameterMissing, path: "parameters.\(parameter.name)", found: "nothing", expected: parameter.kind.range)
      }
      func refusal(expected: String) -> PolicyError {
        PolicyError(.outOfRange, path: "parameters.\(parameter.name)", found: "\"\(value)\"", expected: expected)
      }
      guard parameter.kind.allows(value) else { throw refusal(expected: parameter.kind.range) }
      if case .table = parameter.kind, AmountTable(value)?.amount(for: first) == nil {
        throw refusal(expected: "an amount for \(first), the first month in force")
      }
      values[parameter.name] = value
    }
    self.init(
      pack: pack, rules: Rules(pack, ParameterReader(values: values)), parameters: values,
      effectiveFrom: start ?? pack.effectiveFrom)
  }

  /// The part of the year in which applications are taken; nil if the document names none.
  public var applicationWindow: YearWindow? {
    pack.application?.window.map { reader.value($0.days) { YearWindow($0) } }
  }

  /// The part of the year in which the certificate is verified; nil if there is no yearly verification.
  public var verificationWindow: YearWindow? {
    pack.supervision?.verification.map { reader.value($0.days) { YearWindow($0) } }
  }

  /// How many failed debits in a row stop the subsidy; nil if the document does not say.
  public var failedDebitsThatStop: Int? { pack.supervision?.debits.map { reader.whole($0.failures) } }

  /// The effect of a missed report; nil if there are no reports.
  public var missedReportEffect: ReportRule.Effect? { pack.supervision?.reports.map { reader.word($0.effect) } }

  /// From which month on the months of reports are counted; nil if there are no reports.
  public var reportsFrom: ReportRule.First? { pack.supervision?.reports.map { reader.word($0.from) } }

  /// The monthly income from which a statistic rule counts a person; nil if it needs none or none was set.
  public func threshold(of rule: StatisticRule) -> Fen? {
    rule.threshold.flatMap { parameters[$0] }.flatMap { ParameterRule.Kind.whole($0) }.map { Fen($0) }
  }

  /// How many months personal data are kept after the end of the year of the last event; nil if no rule sets it.
  public var retentionMonths: Int? {
    switch pack.retention?.months {
    case nil: nil
    case .fixed(let months): months
    case .parameter(let name): parameters[name].flatMap { ParameterRule.Kind.whole($0) }.map { Int($0) }
    }
  }

  /// The statutory age of a person in years, before the gradual delay.
  ///
  /// - Parameters:
  ///   - isMale: whether the person is a man.
  ///   - own: a woman's own age, 50 or 55, if it is registered; it counts unless the document prints one for all.
  /// - Returns: 60, 55 or 50.
  public func statutoryAge(isMale: Bool, own: Int?) -> Int {
    if isMale { return pack.statutoryAge.men }
    return pack.statutoryAge.allowsOwn ? own ?? rules.womenAge : rules.womenAge
  }

  private var reader: ParameterReader { ParameterReader(values: parameters) }
}

/// The values of parameters as adopted, each checked against its rule.
private struct ParameterReader {
  let values: [String: String]

  func value<Value>(_ quantity: Quantity<Value>, _ parse: (String) -> Value?) -> Value {
    switch quantity {
    case .fixed(let value): return value
    case .parameter(let name):
      guard let value = values[name].flatMap(parse) else {
        preconditionFailure("the decoded pack declares \(name) and its value was checked")
      }
      return value
    }
  }

  func whole(_ quantity: Quantity<Int>) -> Int { value(quantity) { ParameterRule.Kind.whole($0).map(Int.init) } }

  func word<Value: RawRepresentable>(_ quantity: Quantity<Value>) -> Value where Value.RawValue == String {
    value(quantity) { Value(rawValue: $0) }
  }
}

extension Policy.Rules {
  fileprivate init(_ pack: PolicyPack, _ reader: ParameterReader) {
    let values = reader.values
    tiers = pack.amount.tiers.compactMap { tier in
      tier.when.settled(by: values).map { when in
        Policy.Tier(when: when, pay: tier.pay.map { Policy.Value($0, reader) }, clause: tier.clause)
      }
    }
    terms = pack.terms.compactMap { term in term.when.settled(by: values).map { Policy.Term(term, when: $0, reader) } }
    womenAge = reader.whole(pack.statutoryAge.women)
    func settled(_ rules: [FactRule]) -> [FactRule] {
      rules.compactMap { rule in
        rule.when.settled(by: values).map {
          FactRule(fact: rule.fact, when: $0, outside: rule.outside, clause: rule.clause, applying: rule.applying)
        }
      }
    }
    excluded = settled(pack.excluded)
    excludedApplying = settled(pack.application?.excluded ?? [])
    required = pack.required.compactMap { rule in
      rule.when.settled(by: values).map {
        Policy.Requirement(
          fact: rule.fact, counts: reader.word(rule.counts), when: $0, clause: rule.clause, applying: rule.applying)
      }
    }
    household = pack.household.flatMap { rule in
      rule.when.settled(by: values).map {
        HouseholdRule(
          includes: rule.includes, excludes: rule.excludes, movedOut: rule.movedOut, when: $0, clause: rule.clause,
          applying: rule.applying)
      }
    }
    retired = pack.retired.flatMap { rule in
      rule.when.settled(by: values).map {
        RetiredRule(when: $0, clause: rule.clause, applying: rule.applying, path: rule.path)
      }
    }
    insurances = pack.contributions.map { rule in reader.value(rule.insurances) { InsuranceSet($0) } } ?? .all
    timely = pack.timely.flatMap { rule in
      let deadline = reader.value(rule.by) { ContributionDeadline($0) }
      guard deadline != .off, let when = rule.when.settled(by: values) else { return nil }
      return Policy.Timely(by: deadline, when: when, clause: rule.clause)
    }
    claims = pack.claims.flatMap { rule in
      let window = reader.value(rule.window) { ClaimWindow($0) }
      guard window != .once, let when = rule.when.settled(by: values) else { return nil }
      return Policy.Claims(
        every: rule.every, window: window, isOver: rule.isOver, isContributed: rule.isContributed, when: when,
        clause: rule.clause)
    }
    start = pack.process.start.map { reader.word($0.from) } ?? .any
  }
}

extension Policy.Value {
  fileprivate init(_ value: AmountRule.Value, _ reader: ParameterReader) {
    switch value {
    case .flat(let amount): self = .flat(reader.value(amount) { ParameterRule.Kind.whole($0).map(Fen.init) })
    case .rate(let rate, of: .contribution): self = .rate(reader.value(rate) { Ratio($0) })
    case .rate(let rate, of: .tables(let shares)):
      self = .rateOfTables(
        reader.value(rate) { Ratio($0) },
        shares.map { share in
          Policy.Share(
            name: share.table, table: reader.value(.parameter(share.table)) { AmountTable($0) }, share: share.share)
        })
    }
  }
}

extension Policy.Term {
  fileprivate init(_ term: TermRule, when: [RuleTest], _ reader: ParameterReader) {
    name = term.name
    self.when = when
    switch term.length {
    case .months(let months): length = .months(reader.whole(months))
    case .untilRetirement: length = .untilRetirement
    case .untilAge(let age): length = .untilAge(age)
    }
    // Tests that can never hold are kept as such: they are against every month.
    during = term.during.map { $0.settled(by: reader.values) }.filter { $0 != .certain(true) }
    extensionRule = term.extensionRule.map { rule in
      Policy.Extension(
        maximumMonths: rule.maximumMonths, after: reader.word(rule.after), when: rule.when.settled(by: reader.values),
        clause: rule.clause)
    }
    clause = term.clause
  }
}
