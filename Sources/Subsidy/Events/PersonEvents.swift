public import Policy
public import Values

/// A person's own data; a later one replaces it whole.
public struct Registered: Hashable, Sendable {
  /// Months enjoyed elsewhere, counted in every scheme.
  public struct Prior: Hashable, Sendable {
    /// The date of the first approval elsewhere.
    public var firstApproved: CivilDate
    /// How many months were enjoyed.
    public var months: Int

    /// Makes the record of earlier months.
    public init(firstApproved: CivilDate, months: Int) {
      self.firstApproved = firstApproved
      self.months = months
    }
  }

  /// The person.
  public var person: Identifier
  /// The date of birth.
  public var birth: CivilDate
  /// Whether the person is a man, by the identity number.
  public var isMale: Bool
  /// The district in which the household is registered (户籍所在地).
  public var household: Region
  /// Months already enjoyed elsewhere.
  public var prior: Prior?
  /// The keyed digest of the private data in the vault.
  public var vault: String?
  /// A woman's own statutory age in years, 50 or 55.
  ///
  /// > Source: contract 2, section 2.
  public var womenAge: Int?
  /// The day from which the household holds, of a move (户籍迁移); nil if the household is set right.
  public var since: CivilDate?

  /// Makes the event's body.
  public init(
    person: Identifier, birth: CivilDate, isMale: Bool, household: Region, prior: Prior? = nil, vault: String? = nil,
    womenAge: Int? = nil, since: CivilDate? = nil
  ) {
    self.person = person
    self.birth = birth
    self.isMale = isMale
    self.household = household
    self.prior = prior
    self.vault = vault
    self.womenAge = womenAge
    self.since = since
  }
}

extension Registered: EventContent {
  static let kind = EventKind(
    .registered, EventBody.registered, by: .intake, canBeAnnulled: true, comesFirst: true,
    { person, birth, isMale, household, prior, vault, womenAge, since throws(EventError) in
      if womenAge != nil, isMale { throw EventError(.illFormed(expected: .womenAgeOfWoman), field: "womenAge") }
      if let since, since < birth { throw EventError(.illFormed(expected: .dateFromBirth), field: "since") }
      return Registered(
        person: person, birth: birth, isMale: isMale, household: household, prior: prior, vault: vault,
        womenAge: womenAge, since: since)
    },
    Field.person(\.person), Field("birth", .date, \.birth), Field("sex", .sex, \.isMale),
    Field("household", .region, \.household), Field(optional: "prior", .prior, \.prior),
    Field(optional: "vault", .digest, \.vault, notIn: .entry), Field(optional: "womenAge", .womenAge, \.womenAge),
    Field(optional: "since", .date, \.since))
}

/// The account alone is another one (变更收款账户): the registration stays as it is.
public struct AccountChanged: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The keyed digest of all the person's private data with the new account; empty in an entry that is not sealed yet.
  public var vault: String

  /// Makes the event's body.
  public init(person: Identifier, vault: String) {
    self.person = person
    self.vault = vault
  }
}

extension AccountChanged: EventContent {
  static let kind = EventKind(
    .accountChanged, EventBody.accountChanged, by: .record, AccountChanged.init,
    Field.person(\.person),
    Field("vault", .sha256, \.vault) { fields throws(EventError) in
      // The digest of an entry is made when it is sealed.
      if fields.source == .log { throw EventError(.missing, field: "vault") }
      return ""
    })
}

extension EventType {
  /// Whether entries of this type have private data, and events their digest.
  public var isSealed: Bool { self == .registered || self == .accountChanged || self == .applied }
}

extension EventBody {
  /// The keyed digest of private data that the event names; nil if it names none.
  public var vault: String? {
    if case .registered(let body) = self { return body.vault }
    if case .applied(let body) = self { return body.vault }
    if case .accountChanged(let body) = self, !body.vault.isEmpty { return body.vault }
    if case .operatorRegistered(let body) = self { return body.details.vault }
    if case .operatorChanged(let body) = self { return body.details.vault }
    return nil
  }

  /// Sets the digest of its private data, or removes it.
  public mutating func seal(with digest: String?) {
    if case .registered(var body) = self {
      body.vault = digest
      self = .registered(body)
    } else if case .applied(var body) = self {
      body.vault = digest
      self = .applied(body)
    } else if case .accountChanged(var body) = self {
      body.vault = digest ?? ""
      self = .accountChanged(body)
    }
  }
}

extension Form<Registered.Prior> {
  static var prior: Form {
    object(Registered.Prior.init, Field("firstApproved", .date, \.firstApproved), Field("months", .months, \.months))
  }
}

/// A fact about a person that another authority knows.
public struct FactRecorded: Hashable, Sendable {
  /// The description of the work in a registration as flexibly employed (就业信息).
  ///
  /// > Source: 临人社字〔2021〕63号 二 (就业地、就业类型、从事工作内容、工作时长、劳动收入); 连政办发〔2021〕50号（十五）.
  public struct Employment: Hashable, Sendable {
    /// Whether the person works for the first time.
    public enum Entry: String, CaseIterable, Hashable, Sendable {
      /// First employment (初次就业).
      case first
      /// Employed again after unemployment (失业再就业).
      case again
    }

    /// First or again.
    public var entry: Entry
    /// Whether the work is within a town (城镇区域内就业).
    public var isUrban: Bool
    /// The place of work (就业地).
    public var place: Region?
    /// The kind of work (从事工作内容).
    public var kind: String?
    /// Hours a week, 0 to 168 (工作时长).
    public var hours: Int?
    /// The monthly income (劳动收入).
    public var income: Fen?
    /// The platform (新业态平台) that the work comes through.
    public var platform: String?

    /// Makes the record.
    public init(
      entry: Entry, isUrban: Bool, place: Region? = nil, kind: String? = nil, hours: Int? = nil, income: Fen? = nil,
      platform: String? = nil
    ) {
      self.entry = entry
      self.isUrban = isUrban
      self.place = place
      self.kind = kind
      self.hours = hours
      self.income = income
      self.platform = platform
    }
  }

  /// The person.
  public var person: Identifier
  /// The fact.
  public var fact: FactCode
  /// The first day on which it holds.
  public var from: CivilDate
  /// The last day on which it holds; nil while it goes on.
  public var to: CivilDate?
  /// The authority that knows it.
  public var source: String
  /// More about it, such as the category of a recognition.
  public var detail: String?
  /// The work; only of a ``FactCode/flexibleRegistered``.
  public var employment: Employment?

  /// Makes the event's body.
  public init(
    person: Identifier, fact: FactCode, from: CivilDate, to: CivilDate? = nil, source: String, detail: String? = nil,
    employment: Employment? = nil
  ) {
    self.person = person
    self.fact = fact
    self.from = from
    self.to = to
    self.source = source
    self.detail = detail
    self.employment = employment
  }

  /// Whether the fact has a day in a month.
  func hasDay(in month: Month) -> Bool {
    let last = to ?? CivilDate(days: .max)
    return from <= month.lastDay && last >= month.firstDay && from <= last
  }
}

extension FactRecorded: EventContent {
  static let kind = EventKind(
    .factRecorded, EventBody.factRecorded, by: .intake, canBeAnnulled: true, comesFirst: true,
    { person, fact, from, to, source, detail, employment throws(EventError) in
      if employment != nil, fact != .flexibleRegistered {
        throw EventError(.illFormed(expected: .noEmployment), field: "employment")
      }
      return FactRecorded(
        person: person, fact: fact, from: from, to: to, source: source, detail: detail, employment: employment)
    },
    Field.person(\.person), Field("fact", .word(.factCode), \.fact), Field("from", .date, \.from),
    Field(optional: "to", .date, \.to), Field("source", .freeText, \.source),
    Field(optional: "detail", .freeText, \.detail),
    Field(optional: "employment", .employment, \.employment))
}

extension Form<FactRecorded.Employment> {
  static var employment: Form {
    object(
      FactRecorded.Employment.init, Field("entry", .word(.entry), \.entry), Field("urban", .bool, \.isUrban),
      Field(optional: "place", .region, \.place), Field(optional: "kind", .freeText, \.kind),
      Field(optional: "hours", .weekHours, \.hours), Field(optional: "incomeFen", .fen, \.income),
      Field(optional: "platform", .freeText, \.platform))
  }
}

/// Social insurance actually paid for a month; a later one for the month and kind replaces it, and zero is a refund.
public struct Contributed: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The month it was paid for.
  public var month: Month
  /// How much was paid.
  public var amount: Fen
  /// The day it was paid on.
  public var paidOn: CivilDate
  /// The source of the data.
  public var source: String
  /// The insurance whose part it is; nil for all insurances of the month together.
  ///
  /// > Source: contract 2, section 2.
  public var insurance: InsuranceKind?

  /// Makes the event's body.
  public init(
    person: Identifier, month: Month, amount: Fen, paidOn: CivilDate, source: String, insurance: InsuranceKind? = nil
  ) {
    self.person = person
    self.month = month
    self.amount = amount
    self.paidOn = paidOn
    self.source = source
    self.insurance = insurance
  }
}

extension Contributed: EventContent {
  static let kind = EventKind(
    .contributed, EventBody.contributed, by: .intake, canBeAnnulled: true, comesFirst: true, Contributed.init,
    Field.person(\.person), Field("month", .month, \.month), Field("amountFen", .fen, \.amount),
    Field("paidOn", .date, \.paidOn), Field("source", .freeText, \.source),
    Field(optional: "kind", .word(.insuranceKind), \.insurance))
}

/// The bank could not collect a month's contribution.
public struct DebitFailed: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The month whose contribution was to be collected.
  public var month: Month
  /// The source of the data.
  public var source: String

  /// Makes the event's body.
  public init(person: Identifier, month: Month, source: String) {
    self.person = person
    self.month = month
    self.source = source
  }
}

extension DebitFailed: EventContent {
  static let kind = EventKind(
    .debitFailed, EventBody.debitFailed, by: .intake, canBeAnnulled: true, DebitFailed.init,
    Field.person(\.person), Field("month", .month, \.month), Field("source", .freeText, \.source))
}

/// The periodic report on employment.
public struct Reported: Hashable, Sendable {
  /// The work that the report describes.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件3 二.3 (内容、地点、时间、收入).
  public struct Work: Hashable, Sendable {
    /// The most hours that a week has.
    public static var mostHours: Int { 168 }

    /// The kind of work.
    public var kind: String
    /// The place of work.
    public var place: String
    /// How many hours a week, 0 to 168.
    public var hours: Int
    /// The band of the monthly income.
    public var incomeBand: String

    /// Makes the description.
    public init(kind: String, place: String, hours: Int, incomeBand: String) {
      self.kind = kind
      self.place = place
      self.hours = hours
      self.incomeBand = incomeBand
    }
  }

  /// The person.
  public var person: Identifier
  /// The day of the report.
  public var on: CivilDate
  /// How it came: in person, by telephone, through a platform.
  public var channel: String
  /// The work, if the report describes it.
  public var work: Work?

  /// Makes the event's body.
  public init(person: Identifier, on: CivilDate, channel: String, work: Work? = nil) {
    self.person = person
    self.on = on
    self.channel = channel
    self.work = work
  }
}

extension Reported: EventContent {
  static let kind = EventKind(
    .reported, EventBody.reported, by: .intake, canBeAnnulled: true, Reported.init,
    Field.person(\.person), Field("on", .date, \.on), Field("channel", .designation, \.channel),
    Field(optional: "work", .work, \.work))
}

extension Form<Reported.Work> {
  static var work: Form {
    object(
      Reported.Work.init, Field("kind", .freeText, \.kind), Field("place", .freeText, \.place),
      Field("hours", .weekHours, \.hours), Field("incomeBand", .designation, \.incomeBand))
  }
}

/// The person retires on another day than the statutory one (弹性提前退休).
///
/// It moves the retirement month, for the months after it and for the last month of a person who is paid until retirement; no
/// test of a rule uses it.
///
/// > Source: contract 3, section 4; 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定 第三条.
public struct RetirementChosen: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The day of retirement.
  public var on: CivilDate

  /// Makes the event's body.
  public init(person: Identifier, on: CivilDate) {
    self.person = person
    self.on = on
  }
}

extension RetirementChosen: EventContent {
  static let kind = EventKind(
    .retirementChosen, EventBody.retirementChosen, by: .record, canBeAnnulled: true,
    RetirementChosen.init, Field.person(\.person), Field("on", .date, \.on))
}
