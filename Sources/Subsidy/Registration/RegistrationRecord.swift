public import Policy
public import Values

/// A person's registration as flexibly employed (灵活就业登记) under a pack: since when, on whose word, with which comparisons, and
/// with which exits.
///
/// > Source: 临人社字〔2021〕63号 三; 连政办发〔2021〕50号（十五）.
public struct RegistrationRecord: Hashable, Sendable {
  /// The days of one registration.
  public struct Period: Hashable, Sendable {
    /// The first day.
    public let from: CivilDate
    /// The last day; nil while it goes on.
    public let to: CivilDate?
  }

  /// The outcome of a comparison of data (数据比对).
  public enum Outcome: Hashable, Sendable {
    /// It was not made: it speaks neither for the person nor against.
    case notChecked
    /// Nothing was found against the person.
    case passed(on: CivilDate, source: String)
    /// A fault was found.
    case failed(on: CivilDate, source: String)
  }

  /// One comparison that the document names.
  public struct Check: Hashable, Sendable {
    /// The comparison.
    public let rule: ListedRule
    /// The last outcome that was recorded.
    public let outcome: Outcome
  }

  /// The sign that a person left.
  public enum Sign: Hashable, Sendable {
    /// A fact with a day in the registration, from this day on.
    case fact(CivilDate)
    /// An `ended` with the exit's code as its reason, from this month on.
    case ended(Month)
  }

  /// An exit (退出) that has happened.
  public struct Exit: Hashable, Sendable {
    /// The exit.
    public let rule: ListedRule
    /// The event that shows it.
    public let sign: Sign
  }

  /// The registrations, by their first days; empty if there is none.
  ///
  /// An exit ends the last one.
  public let periods: [Period]
  /// The clause by which the person's word takes the place of proofs (承诺制); nil if the document has none.
  public let commitmentClause: String?
  /// The places at which a person may register.
  public let places: [ListedRule]
  /// The comparisons of the document, each with its outcome, in the document's order.
  public let checks: [Check]
  /// The exits that happened since the last registration, in the document's order.
  public let exits: [Exit]

  /// Since when the person is registered; nil if they are not.
  public var since: CivilDate? { periods.last?.from }
}

extension LedgerState {
  /// The registration of a person in a scheme, by the rules of a pack.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - scheme: the scheme, whose `ended` events may be exits.
  ///   - pack: the rules.
  /// - Returns: nil if the pack has no rule of registration, and for a person without an event.
  public func registration(
    of person: Identifier, in scheme: Identifier, under pack: PolicyPack
  ) -> RegistrationRecord? {
    guard let rule = pack.registration, let state = self.person(person) else { return nil }
    let periods = state.registrationPeriods
    return RegistrationRecord(
      periods: periods, commitmentClause: rule.commitmentClause, places: rule.places,
      checks: rule.checks.map { .init(rule: $0, outcome: outcome(of: $0, state)) },
      exits: exits(of: state, in: scheme, since: periods.last?.from, under: pack))
  }

  /// The exits since a registration, in the document's order; none without one.
  private func exits(
    of person: PersonState, in scheme: Identifier, since first: CivilDate?, under pack: PolicyPack
  ) -> [RegistrationRecord.Exit] {
    guard let first else { return [] }
    let claim = schemes.number(of: scheme).flatMap { person.claim(scheme: $0) }
    return (pack.supervision?.exits ?? []).compactMap { exit in
      sign(of: exit, first, person, claim).map { RegistrationRecord.Exit(rule: exit.item, sign: $0) }
    }
  }

  /// The exits since a person's last registration that had happened by a day; a new registration makes them good.
  ///
  /// > Source: 临人社字〔2021〕63号 三.
  func exits(
    of person: Identifier, in scheme: Identifier, by day: CivilDate, under pack: PolicyPack
  ) -> [RegistrationRecord.Exit] {
    guard pack.registration != nil, let state = self.person(person) else { return [] }
    let registration = state.registrationPeriods.last { $0.from <= day }
    return exits(of: state, in: scheme, since: registration?.from, under: pack).filter { exit in
      switch exit.sign {
      case .fact(let first): first <= day
      case .ended(let month): month.firstDay <= day
      }
    }
  }

  /// The checks of a pack whose last outcome is against a person, in the pack's order.
  ///
  /// A check that was not made is not among them.
  ///
  /// > Source: 临人社字〔2021〕63号 三, 比对无误的即时办理.
  func failedChecks(of person: PersonState, under pack: PolicyPack) -> [ListedRule] {
    (pack.registration?.checks ?? []).filter { rule in
      switch outcome(of: rule, person) {
      case .failed: true
      case .passed, .notChecked: false
      }
    }
  }

  /// The checks of a scheme's document that were not made for a person, for months from one on.
  func uncompared(_ person: Identifier, under scheme: Identifier, for month: Month) -> [ListedRule] {
    guard let known = self.person(person), let pack = timeline(of: scheme)?.timeline.inForce(for: month)?.pack else {
      return []
    }
    return (pack.registration?.checks ?? []).filter { rule in
      if case .notChecked = outcome(of: rule, known) { true } else { false }
    }
  }

  private func outcome(of rule: ListedRule, _ person: PersonState) -> RegistrationRecord.Outcome {
    guard let number = Identifier(rule.code).flatMap({ names.number(of: $0) }),
      let check = person.checks.first(where: { $0.check == number })
    else { return .notChecked }
    return check.hasPassed
      ? .passed(on: check.on, source: check.source) : .failed(on: check.on, source: check.source)
  }

  /// The sign that an exit happened since a registration began: the first day of its fact, else an end that names it.
  ///
  /// A fact that was over when the registration began is not a sign; nor is an end from a month in which the person registered.
  private func sign(
    of exit: ExitRule, _ since: CivilDate, _ person: PersonState, _ claim: ClaimState?
  ) -> RegistrationRecord.Sign? {
    let days = person.facts.filter { $0.code == exit.fact && $0.to > since && $0.from <= $0.to }
      .map { max($0.from, since) }
    if let first = days.min() { return .fact(first) }
    guard let code = Identifier(exit.item.code).flatMap({ names.number(of: $0) }) else { return nil }
    let ends = (claim?.changes ?? []).filter {
      ($0.kind == .ended || $0.kind == .fraud) && $0.reason == code && $0.from > since.month
    }
    return ends.map(\.from).min().map { .ended($0) }
  }
}

extension PersonState {
  /// The registrations as flexibly employed, by their first days; those without a day are left out.
  fileprivate var registrationPeriods: [RegistrationRecord.Period] {
    facts.filter { $0.code == .flexibleRegistered && $0.from <= $0.to }
      .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
      .map { RegistrationRecord.Period(from: $0.from, to: $0.to == CivilDate(days: .max) ? nil : $0.to) }
  }
}
