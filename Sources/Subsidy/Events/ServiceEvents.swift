public import Values

/// One cross-check by comparison of data (数据比对): the question, and the answer of the office that holds the data.
///
/// A check that was never made has no such event, and must never be shown as passed.
///
/// > Source: 柳人社规〔2022〕9号 二（一）; 临人社字〔2021〕63号 三; 京劳服失发〔2019〕1号 附件1 三.2.
public struct Checked: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The comparison: `labour-record`.
  public var check: Identifier
  /// Whether nothing was found against the person.
  public var hasPassed: Bool
  /// The day of the comparison.
  public var on: CivilDate
  /// The source of the data.
  public var source: String
  /// More about it.
  public var detail: String?

  /// Makes the event's body.
  public init(
    person: Identifier, check: Identifier, hasPassed: Bool, on: CivilDate, source: String, detail: String? = nil
  ) {
    self.person = person
    self.check = check
    self.hasPassed = hasPassed
    self.on = on
    self.source = source
    self.detail = detail
  }
}

extension Checked: EventContent {
  static let kind = EventKind(
    .checked, EventBody.checked, by: .intake, comesFirst: true, Checked.init,
    Field.person(\.person), Field("check", .identifier, \.check), Field("outcome", .outcome, \.hasPassed),
    Field("on", .date, \.on), Field("source", .freeText, \.source), Field(optional: "detail", .freeText, \.detail))
}

/// A notification (通知) reached the person, or the gateway that sends it on.
///
/// > Source: 京劳服失发〔2019〕1号 附件4; 景人社字〔2024〕139号 五（三）.
public struct Notified: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The kind of notification: `approved`, `rejected`, `report-due`, `debit-failed`, `new-standard`, `deposit`.
  public var notification: Identifier
  /// The day.
  public var on: CivilDate
  /// How: a text message, a call, in person.
  public var channel: String
  /// The application it is about.
  public var application: Identifier?

  /// Makes the event's body.
  public init(
    person: Identifier, scheme: Identifier, notification: Identifier, on: CivilDate, channel: String,
    application: Identifier? = nil
  ) {
    self.person = person
    self.scheme = scheme
    self.notification = notification
    self.on = on
    self.channel = channel
    self.application = application
  }
}

extension Notified: EventContent {
  static let kind = EventKind(
    .notified, EventBody.notified, by: .intake, Notified.init,
    Field.person(\.person), Field.scheme(\.scheme), Field("notice", .identifier, \.notification),
    Field("on", .date, \.on),
    Field("channel", .designation, \.channel), Field(optional: "application", .identifier, \.application))
}

/// The community visited the person (日常走访).
///
/// > Source: 柳人社规〔2022〕9号 三（三）2.
public struct Visited: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The day.
  public var on: CivilDate
  /// The finding of the visit.
  public var finding: String?

  /// Makes the event's body.
  public init(person: Identifier, on: CivilDate, finding: String? = nil) {
    self.person = person
    self.on = on
    self.finding = finding
  }
}

extension Visited: EventContent {
  static let kind = EventKind(
    .visited, EventBody.visited, by: .intake, Visited.init,
    Field.person(\.person), Field("on", .date, \.on), Field(optional: "finding", .freeText, \.finding))
}

/// A sample (抽查) was drawn: everything that is needed to draw it again and find the same persons.
///
/// > Source: 柳人社规〔2022〕9号 四（一）.
public struct SampleDrawn: Hashable, Sendable {
  /// The scheme whose persons were drawn from.
  public var scheme: Identifier
  /// The sample's own id.
  public var sample: Identifier
  /// The seed of the draw.
  public var seed: Identifier
  /// How many persons there were to draw from.
  public var population: Int
  /// SHA-256 of the list that was drawn from, 64 hexadecimal digits.
  public var populationSHA256: String
  /// The persons drawn.
  public var persons: [Identifier]

  /// Makes the event's body.
  public init(
    scheme: Identifier, sample: Identifier, seed: Identifier, population: Int, populationSHA256: String,
    persons: [Identifier]
  ) {
    self.scheme = scheme
    self.sample = sample
    self.seed = seed
    self.population = population
    self.populationSHA256 = populationSHA256
    self.persons = persons
  }
}

extension SampleDrawn: EventContent {
  static let kind = EventKind(
    .sampleDrawn, EventBody.sampleDrawn, by: .command, SampleDrawn.init,
    Field.scheme(\.scheme), Field("sample", .identifier, \.sample), Field("seed", .identifier, \.seed),
    Field("population", .count, \.population), Field("populationSha256", .sha256, \.populationSHA256),
    Field("persons", .persons, \.persons))
}

/// A paper with a number of its own was issued; the hash fixes its bytes (编号、打印备份留存).
///
/// > Source: 京劳服失发〔2019〕1号 附件5.
public struct PaperIssued: Hashable, Sendable {
  /// The scheme.
  public var scheme: Identifier
  /// The kind of paper: `roster`, `funding-plan`.
  public var paper: Identifier
  /// The paper's number.
  public var number: Identifier
  /// The month it is about.
  public var month: Month
  /// SHA-256 of the paper, 64 hexadecimal digits.
  public var sha256: String
  /// How many rows it has.
  public var rows: Int

  /// Makes the event's body.
  public init(
    scheme: Identifier, paper: Identifier, number: Identifier, month: Month, sha256: String, rows: Int
  ) {
    self.scheme = scheme
    self.paper = paper
    self.number = number
    self.month = month
    self.sha256 = sha256
    self.rows = rows
  }
}

extension PaperIssued: EventContent {
  static let kind = EventKind(
    .paperIssued, EventBody.paperIssued, by: .command, PaperIssued.init,
    Field.scheme(\.scheme), Field("paper", .identifier, \.paper), Field("number", .identifier, \.number),
    Field("month", .month, \.month), Field("sha256", .sha256, \.sha256), Field("rows", .count, \.rows))
}
