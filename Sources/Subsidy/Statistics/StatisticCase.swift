public import Policy
public import Values

/// The months that a statistic covers.
public struct StatisticPeriod: Hashable, Sendable {
  /// The first month.
  public let from: Month
  /// The last month.
  public let to: Month

  /// Makes a period; nil if it ends before it begins.
  public init?(from: Month, to: Month) {
    guard from <= to else { return nil }
    self.from = from
    self.to = to
  }

  /// Whether a month is one of them.
  public func contains(_ month: Month) -> Bool { from <= month && month <= to }
}

/// The data that the rules of the employment statistics use: one person's facts and contributions.
public struct StatisticCase: Sendable {
  /// The person.
  public let person: Identifier
  /// The facts, in the order in which they were recorded.
  public let facts: [FactRecorded]
  /// The months with a contribution above zero, ascending.
  public let insured: [Month]

  /// Makes a case.
  public init(person: Identifier, facts: [FactRecorded], insured: [Month]) {
    self.person = person
    self.facts = facts
    self.insured = insured.sorted()
  }

  /// The registrations as flexibly employed that began by the end of a period and describe the work.
  func registrations(by period: StatisticPeriod) -> [(fact: FactRecorded, work: FactRecorded.Employment)] {
    facts.compactMap { fact in
      guard fact.fact == .flexibleRegistered, fact.from.month <= period.to, let work = fact.employment else {
        return nil
      }
      return (fact, work)
    }
  }
}

/// The income from which a rule counts a person, as adopted for a month; nil if none was set.
public typealias StatisticThreshold = (Month) -> Fen?

/// The persons whom a rule counts in a period.
public struct StatisticCount: Sendable {
  /// The rule.
  public let rule: StatisticRule
  /// Whether the rule needs a threshold that was not set: then it counts no person.
  public let lacksThreshold: Bool
  /// The persons counted, by key.
  public internal(set) var persons: [Identifier] = []
}

extension LedgerState {
  /// Counts the newly employed of a period (城镇新增就业): each person once, under the first rule that holds.
  ///
  /// The rules are those of the policy in force at the end of the period; a threshold is that of the policy in force for the
  /// month that it is compared with.
  ///
  /// > Source: 临人社字〔2021〕63号 二; 连政办发〔2021〕50号（十五）.
  public func statistics(
    of scheme: Identifier, _ period: StatisticPeriod, _ records: CaseRecords
  ) -> [StatisticCount] {
    guard let counter = statisticCounter(of: scheme, period) else { return [] }
    var counts = counter.rules.map { StatisticCount(rule: $0, lacksThreshold: counter.lacksThreshold($0)) }
    for (position, person) in persons.identifiers.enumerated() where !isJoined(position) {
      if let first = counter.rule(counting: people[position], person, records[person].facts) {
        counts[first].persons.append(person)
      }
    }
    for index in counts.indices { counts[index].persons.sort() }
    return counts
  }

  /// The rule that counts a person in a month alone; nil if none does.
  ///
  /// > Source: as ``statistics(of:_:_:)``, with a period of one month.
  public func statisticRule(
    counting person: Int, facts: [FactRecorded], in scheme: Identifier, _ month: Month
  ) -> StatisticRule? {
    guard let period = StatisticPeriod(from: month, to: month), let counter = statisticCounter(of: scheme, period)
    else {
      return nil
    }
    return counter.rule(counting: people[person], persons.identifiers[person], facts).map { counter.rules[$0] }
  }

  private func statisticCounter(of scheme: Identifier, _ period: StatisticPeriod) -> StatisticCounter? {
    guard let policies = timeline(of: scheme)?.timeline, let policy = policies.inForce(for: period.to) else {
      return nil
    }
    return StatisticCounter(policies: policies, policy: policy, period: period)
  }
}

/// The rules that count the newly employed of a period in one scheme.
private struct StatisticCounter {
  let policies: PolicyTimeline
  let policy: Policy
  let period: StatisticPeriod

  var rules: [StatisticRule] { policy.pack.supervision?.statistics ?? [] }

  func lacksThreshold(_ rule: StatisticRule) -> Bool { rule.threshold != nil && policy.threshold(of: rule) == nil }

  /// The position of the first rule that counts a person; nil if none does.
  func rule(counting state: PersonState, _ person: Identifier, _ facts: [FactRecorded]) -> Int? {
    if let area = policy.pack.scope?.jurisdiction, !isCounted(state, facts, in: area) { return nil }
    let own = StatisticCase(
      person: person, facts: facts, insured: state.insuredMonths)
    return rules.firstIndex { rule in
      !lacksThreshold(rule)
        && own.counts(under: rule.test, period) { month in policies.inForce(for: month)?.threshold(of: rule) }
    }
  }

  /// Whether a person belongs to a city's own figures: by the place of the work that was registered last, else by the
  /// household.
  ///
  /// > Source: 连政办发〔2021〕50号（十五）: 凡在本市从事灵活就业的人员; 临人社字〔2021〕63号 六: 列入…年度考核.
  private func isCounted(_ person: PersonState, _ facts: [FactRecorded], in area: JurisdictionRule) -> Bool {
    let place = facts.last { $0.employment?.place != nil }?.employment?.place
    return (place ?? person.registered?.household).map { area.covers($0) } ?? false
  }
}

extension StatisticCase {
  /// Whether a rule counts the person in a period.
  public func counts(
    under test: StatisticRule.Test, _ period: StatisticPeriod, threshold: StatisticThreshold
  ) -> Bool {
    switch test {
    case .firstIncome: hasFirstIncome(period, threshold)
    case .firstInsured: isFirstInsured(period)
    case .returned: hasReturned(period)
    case .afterBenefit: goesOnAfterBenefit(period)
    case .platformIncome: hasPlatformIncome(period, threshold)
    }
  }
}
