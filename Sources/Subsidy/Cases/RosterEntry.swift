import Policy
public import Values

/// The ledger's part of one line of the roster (花名册); the vault adds name, number and telephone.
public struct RosterEntry: Sendable {
  /// The person.
  public let person: Identifier
  /// The application that was approved.
  public let application: ApplicationCase
  /// Whether the person is a man; nil if the person was never registered.
  public let isMale: Bool?
  /// The age in full years on the last day of the roster's month.
  public let age: Int?
  /// Whether the household is within the document's area; nil if either is unknown.
  public let isLocal: Bool?
  /// The district: of the application, else of the household.
  public let district: Region?
  /// The months granted.
  public let granted: GrantedMonths
  /// The category by which the person is eligible, as the application or the recognition words it.
  public let category: String?
}

extension LedgerState {
  /// The persons of a roster, by district and key.
  ///
  /// - Parameters:
  ///   - scheme: the scheme.
  ///   - month: the month in which the last review passed.
  ///   - district: only this district; nil for all.
  ///   - includesAllCurrent: whether to list every person in receipt in the month, whenever they were approved.
  ///   - records: the cases.
  /// - Returns: the entries.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件5.
  public func roster(
    of scheme: Identifier, _ month: Month, district: Region?, includesAllCurrent: Bool, _ records: CaseRecords
  ) -> [RosterEntry] {
    var entries: [RosterEntry] = []
    for person in ownKeys {
      let applications =
        includesAllCurrent
        ? [currentApproval(of: person, in: scheme, for: month, records)].compactMap { $0 }
        : records[person].applications.filter { $0.scheme == scheme && $0.approvedAt?.civilDate.month == month }
      for application in applications {
        guard let entry = rosterEntry(person, application, scheme, month, records[person]) else { continue }
        if entry.district.isWithin(district) { entries.append(entry) }
      }
    }
    return entries.sorted { ($0.district.sortKey, $0.person) < ($1.district.sortKey, $1.person) }
  }

  /// The persons whose first month is a month, for the insurance centre's list of new members (增员名单).
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 四.4.
  public func starters(
    of scheme: Identifier, _ month: Month, district: Region?, _ records: CaseRecords
  ) -> [RosterEntry] {
    roster(of: scheme, month, district: district, includesAllCurrent: true, records)
      .filter { $0.application.firstMonth == month }
  }

  private func rosterEntry(
    _ person: Identifier, _ application: ApplicationCase, _ scheme: Identifier, _ month: Month, _ record: PersonCase
  ) -> RosterEntry? {
    guard let approved = application.approved, let first = application.firstMonth else { return nil }
    let registered = self.person(person)?.registered
    let area = timeline(of: scheme)?.timeline.inForce(for: month)?.pack.scope?.jurisdiction
    return RosterEntry(
      person: person, application: application, isMale: registered?.isMale,
      age: registered.map { $0.birth.fullYears(on: month.lastDay) },
      isLocal: area.flatMap { area in registered.map { area.covers($0.household) } },
      district: district(of: application, person),
      granted: granted(approved.basis, from: first, to: person, in: scheme),
      category: record.category(of: application, on: application.appliedAt?.civilDate ?? month.lastDay))
  }
}

extension PersonCase {
  /// The category of an application: the one it names, else the one for which the person was last recognised by that day, else
  /// that of a graduate.
  func category(of application: ApplicationCase, on day: CivilDate) -> String? {
    if let category = application.applied?.category { return category.description }
    let known = facts.filter { $0.from <= day }
    if let recognised = known.last(where: { $0.fact == .difficultyRecognised }) {
      return recognised.detail ?? FactCode.difficultyRecognised.rawValue
    }
    return known.contains { $0.fact == .graduated } ? FactCode.graduated.rawValue : nil
  }
}

extension CivilDate {
  /// How many full years have passed from this date of birth to a day.
  func fullYears(on day: CivilDate) -> Int {
    let (birth, today) = (parts, day.parts)
    let isBefore = (today.month, today.day) < (birth.month, birth.day)
    return max(0, today.year - birth.year - (isBefore ? 1 : 0))
  }
}

extension Region? {
  /// Orders districts by code, the unknown one last.
  var sortKey: Int32 { self?.code ?? .max }
}
