import Policy
public import Values

/// The parts of people's cases that no month's worth depends on: forms, reviews, decisions, notifications.
///
/// Papers need it and decisions do not, so it is a fold of its own beside ``LedgerState``, made only when a paper is.
/// Annulled events must be left out before they come here, as for the state.
public struct CaseRecords: Sendable {
  /// The cases by person.
  public private(set) var cases: [Identifier: PersonCase] = [:]

  /// The keys that may belong to one person, and their events that cases are made of.
  private let keys: PersonKeys
  private var kept: [Identifier: [Event]] = [:]

  /// No cases.
  ///
  /// - Parameter keys: the keys that may belong to one person.
  public init(joining keys: PersonKeys = PersonKeys()) { self.keys = keys }

  /// The case of a person; an empty one if no event is about them.
  public subscript(person: Identifier) -> PersonCase { cases[person] ?? PersonCase() }

  /// The persons who have an application with this id, in the order of their keys.
  ///
  /// An application's id is unique only among one person's own.
  public func persons(withApplication application: Identifier) -> [Identifier] {
    cases.filter { $0.value.application(application) != nil }.map(\.key).sorted()
  }

  /// Puts together the cases that belong to one person by the end.
  ///
  /// - Parameter state: the fold of the same events.
  public mutating func join(by state: LedgerState) {
    for key in kept.keys where state.personKey(key) != key { cases[key] = nil }
    for person in Set(kept.keys.map { state.personKey($0) }) where state.keys(of: person).count > 1 {
      cases[person] = nil
      let events = state.keys(of: person).flatMap { kept[$0] ?? [] }.sorted { $0.sequence < $1.sequence }
      for event in events { take(event, of: person) }
    }
    kept = [:]
  }

  /// Takes in an event.
  public mutating func note(_ event: Event) {
    guard let person = event.body.person else { return }
    if !keys.isEmpty, keys.contains(person) { kept[person, default: []].append(event) }
    take(event, of: person)
  }

  private mutating func take(_ event: Event, of person: Identifier) {
    if PersonCase.isMade(of: event.body.type) { cases[person, default: PersonCase()].take(event) }
  }
}

/// One person's case.
public struct PersonCase: Sendable {
  /// The applications in the order in which events first named them.
  public private(set) var applications: [ApplicationCase] = []
  /// The facts, whole, in the order in which they were recorded.
  public internal(set) var facts: [FactRecorded] = []
  /// The notifications that reached the person, in their order.
  public internal(set) var notifications: [Notified] = []

  /// An empty case.
  public init() {}

  /// The application with this id.
  public func application(_ application: Identifier) -> ApplicationCase? {
    applications.first { $0.id == application }
  }

  /// Whether events of a type are about cases.
  static func isMade(of type: EventType) -> Bool {
    type == .factRecorded || type == .notified || ofApplications.contains(type)
  }

  /// The types of the events that are about an application.
  public static let ofApplications: Set<EventType> = [
    .applied, .verified, .approved, .rejected, .withdrawn, .startConfirmed,
  ]

  /// Takes in an event of the person, whichever of the person's keys it names.
  public mutating func take(_ event: Event) {
    switch event.body {
    case .factRecorded(let body): facts.append(body)
    case .notified(let body): notifications.append(body)
    case .applied(let body):
      with(body.application, body.scheme) { application in
        application.applied = body
        application.appliedAt = event.recorded
      }
    case .verified(let body):
      with(body.application) { application in
        application.stages.append(.init(verified: body, recorded: event.recorded, by: event.by))
      }
    case .approved(let body):
      with(body.application, body.scheme) { application in
        application.approved = body
        application.approvedAt = event.recorded
      }
    case .rejected(let body):
      with(body.application) { application in
        application.rejected = body
        application.rejectedAt = event.recorded
      }
    case .withdrawn(let body): with(body.application) { $0.isWithdrawn = true }
    case .startConfirmed(let body): with(body.application) { $0.confirmed = body }
    default: break
    }
  }

  private mutating func with(
    _ id: Identifier, _ scheme: Identifier? = nil, _ body: (inout ApplicationCase) -> Void
  ) {
    let index = applications.firstIndex { $0.id == id } ?? applications.count
    if index == applications.count { applications.append(ApplicationCase(id: id)) }
    applications[index].scheme = applications[index].scheme ?? scheme
    body(&applications[index])
  }
}

/// One application with everything that was decided on it.
public struct ApplicationCase: Sendable {
  /// A review stage as it was decided.
  public struct Stage: Sendable {
    /// The decision.
    public let verified: Verified
    /// When.
    public let recorded: Instant
    /// By whom.
    public let by: Identifier
  }

  /// The application's id.
  public let id: Identifier
  /// The scheme; nil if only decisions without one name the application, in an imported past.
  public internal(set) var scheme: Identifier?
  /// The form; nil if the past brought only the decisions.
  public internal(set) var applied: Applied?
  /// When it came.
  public internal(set) var appliedAt: Instant?
  /// The stages decided, passed and failed.
  public internal(set) var stages: [Stage] = []
  /// The last approval.
  public internal(set) var approved: Approved?
  /// When it was approved.
  public internal(set) var approvedAt: Instant?
  /// The rejection.
  public internal(set) var rejected: Rejected?
  /// When it was rejected.
  public internal(set) var rejectedAt: Instant?
  /// Whether the applicant took it back.
  public internal(set) var isWithdrawn = false
  /// The last confirmation of the first month.
  public internal(set) var confirmed: StartConfirmed?

  /// The outcome of an application.
  public enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// It waits for a decision.
    case pending
    /// It was approved.
    case approved
    /// It was rejected.
    case rejected
    /// The applicant took it back.
    case withdrawn
  }

  /// Its outcome, and when it was decided; an approval that came after a rejection counts, and the other way round.
  public var decision: (outcome: Outcome, at: Instant?) {
    if isWithdrawn { return (.withdrawn, nil) }
    switch (approvedAt, rejectedAt) {
    case (let approved?, let rejected?): return approved >= rejected ? (.approved, approved) : (.rejected, rejected)
    case (let approved?, nil): return (.approved, approved)
    case (nil, let rejected?): return (.rejected, rejected)
    case (nil, nil): return (.pending, nil)
    }
  }

  /// The first month: as confirmed, else as approved, else as applied for.
  public var firstMonth: Month? { confirmed?.from ?? approved?.from ?? applied?.from }
}
