public import JSONText
public import Values

/// An application with the facts of its form.
public struct Applied: Hashable, Sendable {
  /// The work that the applicant declares.
  public struct Work: Hashable, Sendable {
    /// The kind of work.
    public var kind: String
    /// Since when.
    public var since: CivilDate
    /// The band of the monthly income.
    public var incomeBand: String

    /// Makes the declaration.
    public init(kind: String, since: CivilDate, incomeBand: String) {
      self.kind = kind
      self.since = since
      self.incomeBand = incomeBand
    }
  }

  /// A place where an applicant may apply or register: one of those that tie a person to the city.
  ///
  /// > Source: 临人社字〔2021〕63号 三 (户籍地、常住地、就业地、参保地); 连政办发〔2021〕50号（十五）.
  public enum Place: String, CaseIterable, Hashable, Sendable {
    /// The place of the registered household (户籍地).
    case household
    /// The place where the person lives (常住地).
    case residence
    /// The place where the person works (就业地).
    case employment
    /// The place where the person is insured (参保地).
    case insurance
  }

  /// The person.
  public var person: Identifier
  /// The application's own id.
  public var application: Identifier
  /// The scheme applied for.
  public var scheme: Identifier
  /// The first month applied for.
  public var from: Month
  /// Whether the undertaking (承诺书) was signed.
  public var undertaking: Bool
  /// How the application came.
  public var channel: String
  /// The work declared.
  public var work: Work?
  /// Who applies for the person (受委托人).
  public var delegate: String?
  /// The district in which the application is made (受理地区).
  public var district: Region?
  /// The place that ties the person to that district.
  public var place: Place?
  /// The target group (对象类别) that the applicant names.
  public var category: Identifier?
  /// The papers that were handed in (材料); empty if the entry does not name them.
  public var materials: [Identifier]
  /// The keyed digest of the delegate's data in the vault.
  public var vault: String?

  /// Makes the event's body.
  public init(
    person: Identifier, application: Identifier, scheme: Identifier, from: Month, undertaking: Bool, channel: String,
    work: Work? = nil, delegate: String? = nil, district: Region? = nil, place: Place? = nil,
    category: Identifier? = nil, materials: [Identifier] = [], vault: String? = nil
  ) {
    self.person = person
    self.application = application
    self.scheme = scheme
    self.from = from
    self.undertaking = undertaking
    self.channel = channel
    self.work = work
    self.delegate = delegate
    self.district = district
    self.place = place
    self.category = category
    self.materials = materials
    self.vault = vault
  }
}

extension Applied: EventContent {
  static let kind = EventKind(
    .applied, EventBody.applied, by: .intake, Applied.init,
    Field.person(\.person), Field("application", .identifier, \.application), Field.scheme(\.scheme),
    Field("from", .month, \.from), Field("undertaking", .bool, \.undertaking),
    Field("channel", .designation, \.channel),
    Field(optional: "work", .work, \.work), Field(optional: "delegate", .designation, \.delegate),
    Field(optional: "district", .region, \.district), Field(optional: "place", .word(.place), \.place),
    Field(optional: "category", .identifier, \.category), Field(ifAny: "materials", .identifiers, \.materials),
    Field(optional: "vault", .sha256, \.vault, notIn: .entry))
}

extension Form<Applied.Work> {
  static var work: Form {
    object(
      Applied.Work.init, Field("kind", .freeText, \.kind), Field("since", .date, \.since),
      Field("incomeBand", .designation, \.incomeBand))
  }
}

/// Why an application failed: a code and the clause that decides.
public struct RejectionReason: Hashable, Sendable {
  /// The code, one of ``ReasonCode`` or a reviewer's own.
  public var code: String
  /// The clause; nil if the documents have none.
  public var clause: String?

  /// Makes a reason.
  public init(code: String, clause: String?) {
    self.code = code
    self.clause = clause
  }
}

/// One review stage, decided by an operator with a key.
public struct Verified: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// The stage.
  public var stage: Identifier
  /// Whether it passed.
  public var hasPassed: Bool
  /// Why it failed.
  public var reasons: [RejectionReason]

  /// Makes the event's body.
  public init(
    person: Identifier, application: Identifier, stage: Identifier, hasPassed: Bool, reasons: [RejectionReason] = []
  ) {
    self.person = person
    self.application = application
    self.stage = stage
    self.hasPassed = hasPassed
    self.reasons = reasons
  }
}

extension Verified: EventContent {
  static let kind = EventKind(
    .verified, EventBody.verified, by: .record, canBeReversed: true, Verified.init,
    Field.person(\.person), Field("application", .identifier, \.application), Field("stage", .identifier, \.stage),
    Field("outcome", .outcome, \.hasPassed), Field(ifAny: "reasons", .reasons, \.reasons))
}

extension Form<[RejectionReason]> {
  /// An array of `{"code", "clause"}`; a bare text is a code without a clause.
  static var reasons: Form {
    Form(
      .reasons, of: .designation,
      reading: { reader, key, member throws(EventError) in
        var reasons: [RejectionReason] = []
        for (index, element) in try reader.elements(key, member, .reasons).enumerated() {
          try element.refuseMembers(of: "\(key)[\(index)]", but: ["code", "clause"])
          guard let code = element.text ?? element["code"]?.text, !code.isEmpty else {
            throw reader.illFormed(key, member, .reasons)
          }
          switch element["clause"] {
          case .string(let clause)?: reasons.append(RejectionReason(code: code, clause: clause))
          case .null?, nil: reasons.append(RejectionReason(code: code, clause: nil))
          default: throw reader.illFormed(key, member, .reasons)
          }
        }
        return reasons
      },
      { writer, reasons in
        writer.array(reasons) { writer, reason in
          writer.beginObject()
          writer.field("code", reason.code)
          writer.key("clause")
          if let clause = reason.clause { writer.value(clause) } else { writer.null() }
          writer.endObject()
        }
      })
  }
}

/// How long a person's months run: a number of them, or until a last month near retirement.
///
/// > Source: contract section 6.1.
public enum Basis: Hashable, Sendable {
  /// A limit in months, an extension included.
  case months(Int)
  /// Every valid month up to this one.
  case until(Month)
}

/// The approval of an application from a month on.
public struct Approved: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// The scheme.
  public var scheme: Identifier
  /// The pack that decided.
  public var policy: Identifier
  /// The first month.
  public var from: Month
  /// The basis as it was computed then.
  public var basis: Basis
  /// Whether it is the person's first approval in the scheme.
  public var first: Bool

  /// Makes the event's body.
  public init(
    person: Identifier, application: Identifier, scheme: Identifier, policy: Identifier, from: Month, basis: Basis,
    first: Bool
  ) {
    self.person = person
    self.application = application
    self.scheme = scheme
    self.policy = policy
    self.from = from
    self.basis = basis
    self.first = first
  }
}

extension Approved: EventContent {
  static let kind = EventKind(
    .approved, EventBody.approved, by: .command, canBeAnnulled: true, Approved.init,
    Field.person(\.person), Field("application", .identifier, \.application), Field.scheme(\.scheme),
    Field("policy", .identifier, \.policy), Field("from", .month, \.from), Field("basis", .basis, \.basis),
    Field("first", .bool, \.first))
}

extension Form<Basis> {
  static var basis: Form {
    Form(
      .basis,
      reading: { reader, key, member throws(EventError) in
        var nested = try reader.nested(key, member, .basis)
        let basis: Basis =
          switch try nested.value("kind", .designation) {
          case "months": .months(try nested.value("months", .months))
          case "until": .until(try nested.value("month", .month))
          default: throw reader.illFormed(key, member, .basis)
          }
        try nested.finish()
        return basis
      }, { $0.value($1) })
  }
}

extension JSONWriter {
  /// Writes a basis, as in `approved` and in `person --format json`.
  ///
  /// > Source: contract section 7.
  public mutating func value(_ basis: Basis) {
    beginObject()
    switch basis {
    case .months(let months):
      field("kind", "months")
      field("months", months)
    case .until(let month):
      field("kind", "until")
      field("month", month)
    }
    endObject()
  }
}

/// Everything that an application still lacks; the applicant is informed of all of it at once (一次性告知).
///
/// > Source: 景人社字〔2024〕139号 五（三）.
public struct CorrectionRequested: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// The missing or wrong items, one or more.
  public var items: [String]
  /// Why the items were not all named at once; a second request for an application has to state it.
  public var reason: String?

  /// Makes the event's body.
  public init(person: Identifier, application: Identifier, items: [String], reason: String? = nil) {
    self.person = person
    self.application = application
    self.items = items
    self.reason = reason
  }
}

extension CorrectionRequested: EventContent {
  static let kind = EventKind(
    .correctionRequested, EventBody.correctionRequested, by: .record, CorrectionRequested.init,
    Field.person(\.person), Field("application", .identifier, \.application), Field("items", .freeTexts, \.items),
    Field(optional: "reason", .freeText, \.reason))
}

/// The application fails.
public struct Rejected: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// Why.
  public var reasons: [RejectionReason]

  /// Makes the event's body.
  public init(person: Identifier, application: Identifier, reasons: [RejectionReason]) {
    self.person = person
    self.application = application
    self.reasons = reasons
  }
}

extension Rejected: EventContent {
  static let kind = EventKind(
    .rejected, EventBody.rejected, by: .command, Rejected.init,
    Field.person(\.person), Field("application", .identifier, \.application), Field("reasons", .reasons, \.reasons))
}

/// The applicant takes the application back.
public struct Withdrawn: Hashable, Sendable {
  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier

  /// Makes the event's body.
  public init(person: Identifier, application: Identifier) {
    self.person = person
    self.application = application
  }
}

extension Withdrawn: EventContent {
  static let kind = EventKind(
    .withdrawn, EventBody.withdrawn, by: .intake, Withdrawn.init,
    Field.person(\.person), Field("application", .identifier, \.application))
}

/// The first month of an application is confirmed.
public struct StartConfirmed: Hashable, Sendable {
  /// The outcome for the contributions that the person had paid alone when the first month was settled.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.4 (顺延或退费).
  public enum Mode: String, CaseIterable, Hashable, Sendable {
    /// The first month is the one applied for.
    case asApplied = "as-applied"
    /// The first month was put off (顺延).
    case postponed
    /// The person's own payments were paid back (退费).
    case refunded
  }

  /// The person.
  public var person: Identifier
  /// The application.
  public var application: Identifier
  /// The first month.
  public var from: Month
  /// The outcome for contributions paid alone; nil if the entry does not say.
  public var mode: Mode?

  /// Makes the event's body.
  public init(person: Identifier, application: Identifier, from: Month, mode: Mode? = nil) {
    self.person = person
    self.application = application
    self.from = from
    self.mode = mode
  }
}

extension StartConfirmed: EventContent {
  static let kind = EventKind(
    .startConfirmed, EventBody.startConfirmed, by: .record, canBeAnnulled: true, movesMoney: true, StartConfirmed.init,
    Field.person(\.person), Field("application", .identifier, \.application), Field("from", .month, \.from),
    Field(optional: "mode", .word(.startMode), \.mode))
}
