public import Policy
public import Values

/// A fault of an application itself, apart from its months.
public enum ApplicationFault: String, CaseIterable, Hashable, Sendable {
  /// The applicant signed no undertaking (承诺书).
  case noUndertaking = "no-undertaking"
  /// It was made, or the household is, outside of the document's area (适用范围).
  case jurisdiction
  /// The person is too young.
  case underAge = "under-age"
  /// It came outside of the year's window (逾期申报).
  case outOfWindow = "out-of-window"
  /// It was made at a place that the document does not name.
  case wrongPlace = "wrong-place"
  /// The registrations before it did not come one after the other (依次).
  case registrationOrder = "registration-order"
  /// The person left the registration, and has not registered again since (视为自动退出).
  case registrationEnded = "registration-ended"
  /// A fact of the day on which it was made is against it.
  case excluded
}

/// The checks of a document on the application itself: when it comes, from where, and after which registrations.
///
/// Each check answers with the reason that it found, its clause with it, or with none. They look at the application's own day
/// and place; the evaluation of the months finds the reasons against these.
struct ApplicationChecks {
  let policy: Policy
  let subject: RuleSubject
  let today: CivilDate
  /// The name of the term that the application would have; nil without a basis.
  let term: String?
  /// The exits from the registration that the person has made by today and not made good.
  let exits: [RegistrationRecord.Exit]

  /// A fault with the clause that decides.
  struct Found {
    let fault: ApplicationFault
    /// The fact that is the fault, if one is.
    var fact: FactCode?
    let clause: String?

    /// The reason that a rejection gives: a fact by its own code.
    var reason: RejectionReason { RejectionReason(code: fact?.rawValue ?? fault.rawValue, clause: clause) }
  }

  private var person: PersonState { subject.person }

  /// Everything that is against the application, in the order of the document's own steps.
  func faults(of body: Applied) -> [Found] {
    [
      undertaking(of: body), jurisdiction(of: body), age(), window(), place(of: body), order(),
    ].compactMap { $0 } + factFaults
  }

  /// The faults that facts give: they may be recorded after the application, and are checked again until it is decided.
  var factFaults: [Found] { [registration()].compactMap { $0 } + excluded() }

  /// > Source: 景人社字〔2024〕139号 承诺书.
  private func undertaking(of body: Applied) -> Found? {
    guard !body.undertaking, let clause = policy.pack.process.undertakingClause else { return nil }
    return Found(fault: .noUndertaking, clause: clause)
  }

  /// > Source: 柳人社规〔2022〕9号 二（一）: 市本级（柳江区除外）.
  private func jurisdiction(of body: Applied) -> Found? {
    guard let rule = policy.pack.scope?.jurisdiction else { return nil }
    let isOutside: Bool
    if let district = body.district {
      isOutside = !rule.covers(district)
    } else if let household = person.households.inForce(on: today)?.region {
      // A household elsewhere does not bar entry (P41); one in a district left to others is theirs (P47).
      isOutside = rule.excludes(household)
    } else {
      isOutside = false
    }
    return isOutside ? Found(fault: .jurisdiction, clause: rule.clause) : nil
  }

  /// > Source: 临人社字〔2021〕63号 一: 年满16周岁.
  private func age() -> Found? {
    guard let rule = policy.pack.registration?.minimumAge, let birth = person.registered?.birth,
      birth.adding(months: rule.years * 12) > today
    else { return nil }
    return Found(fault: .underAge, clause: rule.clause)
  }

  /// > Source: 柳人社规〔2022〕9号 二（三）: 按当年度的申报要求申请，逾期申报的不予受理.
  private func window() -> Found? {
    guard let window = policy.applicationWindow, !window.contains(today) else { return nil }
    return Found(fault: .outOfWindow, clause: policy.pack.application?.window?.clause)
  }

  /// A place that the document does not name; or the place of the household, if the household is elsewhere.
  ///
  /// An application without a place has the one place that the document names.
  ///
  /// > Source: 京劳服失发〔2019〕1号 三.1 (户口所在地或常住地); 景人社字〔2024〕139号 五（一）(户籍所在地原则).
  private func place(of body: Applied) -> Found? {
    guard let places = policy.pack.application?.places, let first = places.first,
      let place = body.place?.rawValue ?? (places.count == 1 ? first.code : nil)
    else { return nil }
    guard let named = places.first(where: { $0.code == place }) else {
      return Found(fault: .wrongPlace, clause: first.clause)
    }
    // An application from outside of the area has that fault already.
    guard place == Applied.Place.household.rawValue, jurisdiction(of: body) == nil, let district = body.district,
      let household = person.households.inForce(on: today)?.region,
      !household.isWithin(district), !district.isWithin(household)
    else { return nil }
    return Found(fault: .wrongPlace, clause: named.clause)
  }

  /// Whether the registrations can have come one after the other: a fact may be recorded more than once, and a missing one is
  /// not held against the person.
  ///
  /// > Source: 景人社字〔2024〕139号 五（一）: 失业登记—就业困难人员认定—灵活就业登记—申请社会保险补贴.
  private func order() -> Found? {
    guard let rule = policy.pack.application?.order else { return nil }
    var latest: CivilDate?
    for code in rule.facts {
      let days = person.facts.filter { $0.code == code && $0.from <= $0.to }.map(\.from)
      if days.isEmpty { continue }
      guard let next = days.filter({ $0 >= latest ?? $0 }).min() else {
        return Found(fault: .registrationOrder, clause: rule.clause)
      }
      latest = next
    }
    return nil
  }

  /// > Source: 临人社字〔2021〕63号 三: 视为自动退出.
  private func registration() -> Found? {
    exits.first.map { Found(fault: .registrationEnded, clause: $0.rule.clause) }
  }

  /// > Source: 景人社字〔2024〕139号 六.7; 临人社字〔2021〕63号 四, 连政办发〔2021〕50号（十二）: 离校2年内未就业.
  private func excluded() -> [Found] {
    let point = RuleSubject.Point(policy, on: today, of: today.month, term: term)
    return policy.rules.excludedApplying.filter { rule in
      person.facts.contains { $0.code == rule.fact && $0.hasDay(from: today, to: today) }
        && subject.stands(rule.when, point)
    }.map { Found(fault: .excluded, fact: $0.fact, clause: $0.clause) }
  }
}

extension LedgerState {
  /// The papers of a delegation that an application by another person does not list; none if the person applies.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（二）1 to 3.
  public func papersMissing(from body: Applied, acceptedOn day: CivilDate) -> [MaterialRule] {
    guard body.delegate != nil || body.vault != nil,
      let application = timeline(of: body.scheme)?.process(acceptedOn: day)?.pack.application
    else { return [] }
    return application.materials.filter { rule in
      rule.condition == .delegated && !body.materials.contains { $0.description == rule.item.code }
    }
  }

  /// The faults of an application on the day on which it is accepted; empty if no policy of its scheme or no person is known.
  func faults(of body: Applied, acceptedOn day: CivilDate) -> [ApplicationChecks.Found] {
    applicationChecks(of: body.person, in: body.scheme, acceptedOn: day)?.faults(of: body) ?? []
  }

  /// The faults that the facts known now give an application that was accepted on a day.
  func factFaults(
    of person: Identifier, in scheme: Identifier, acceptedOn day: CivilDate
  ) -> [ApplicationChecks.Found] {
    applicationChecks(of: person, in: scheme, acceptedOn: day)?.factFaults ?? []
  }

  private func applicationChecks(
    of identifier: Identifier, in scheme: Identifier, acceptedOn day: CivilDate
  ) -> ApplicationChecks? {
    guard let process = timeline(of: scheme)?.process(acceptedOn: day), let person = person(identifier) else {
      return nil
    }
    return ApplicationChecks(
      policy: process, subject: RuleSubject(person, self), today: day,
      term: basis(of: identifier, in: scheme, approvedOn: day)?.term.name,
      exits: exits(of: identifier, in: scheme, by: day, under: process.pack))
  }
}
