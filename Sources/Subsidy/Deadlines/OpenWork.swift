import Policy
public import Values

/// A piece of work of one claim that waits for an office, independent of the day: the source of every list of deadlines.
///
/// Which of it is due or overdue depends on the day and on the calendar of working days (``DeadlineDay``).
@dynamicMemberLookup
public struct OpenWork: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The application, for a review and a confirmation.
  public let application: Identifier?
  /// The task that waits, the same for all claims that are as far.
  public let task: OpenTask

  /// Puts owner and task together.
  public init(person: Identifier, application: Identifier? = nil, task: OpenTask) {
    self.person = person
    self.application = application
    self.task = task
  }

  /// A property of the task.
  public subscript<Value>(dynamicMember member: KeyPath<OpenTask, Value>) -> Value { task[keyPath: member] }
}

/// The task that waits of a claim, without its owner: many claims wait for the same one.
public struct OpenTask: Hashable, Sendable {
  /// The scheme.
  public let scheme: Identifier
  /// The kind of task.
  public let kind: Deadline.Kind
  /// The office, as the document names it.
  public let office: String
  /// The stage that is next, for a review; nil if the only known process is not the application's own.
  public var stage: Identifier?
  /// The month to be paid or claimed, the last month of a report; of work that repeats, the first month of those that follow.
  public var month: Month?
  /// The day on which it begins: to wait, or to be asked for.
  public let since: CivilDate
  /// The last day in time; nil if there is none, or if only a calendar or a repetition gives it.
  public var due: CivilDate?
  /// The clause that sets the day.
  public let clause: String?
  /// The review whose days the clocks are counted from; nil of other work, and if the only known process is not its own.
  public var review: WaitingReview?
  /// The month from which on no task of the kind is asked, because the approval has ended by then; nil if it runs.
  public var endedFrom: Month?
  /// Whether a contribution was paid for a month that is to be claimed.
  public var isContributed = false
  /// Whether the task comes again from its month on, as often as the policy in force then requires.
  public var repeats = false

  /// Makes a task.
  public init(scheme: Identifier, kind: Deadline.Kind, office: String, since: CivilDate, clause: String?) {
    self.scheme = scheme
    self.kind = kind
    self.office = office
    self.since = since
    self.clause = clause
  }
}

/// The stage of a process that a review waits at, and the days that its clocks are counted from.
public struct WaitingReview: Hashable, Sendable {
  /// The days.
  public let days: StageDays
  /// The number of the `policy-adopted` whose process the application follows.
  public let process: UInt64
  /// The position of the stage in that process.
  public let position: Int

  /// Names a stage.
  public init(_ days: StageDays, process: UInt64, position: Int) {
    self.days = days
    self.process = process
    self.position = position
  }
}

extension LedgerState {
  /// The work of a person's claim that waits for an office.
  ///
  /// - Parameters:
  ///   - number: the person's number.
  ///   - entitlement: the claim as it was evaluated.
  /// - Returns: reviews, then the confirmation of the first month, reports, claims, and the months that are payable.
  public func openWork(ofPersonAt number: Int, _ entitlement: ClaimEntitlement) -> [OpenWork] {
    guard let position = people[number].claims.firstIndex(where: { $0.scheme == entitlement.scheme }) else { return [] }
    let work = ClaimWork(self, number, position)
    return work.reviews() + work.startConfirmations() + work.reports() + work.claims() + work.payments(of: entitlement)
  }
}

/// One claim of one person, searched for open work.
struct ClaimWork {
  let ledger: LedgerState
  let number: Int
  let person: PersonState
  let claim: ClaimState
  let policies: AdoptedPolicies
  /// The latest approval; nil if there is none, or fraud has voided it.
  let approval: ClaimState.Approval?
  /// The month from which on the latest approval has ended; nil if it runs.
  let endedFrom: Month?

  init(_ ledger: LedgerState, _ number: Int, _ position: Int) {
    self.ledger = ledger
    self.number = number
    person = ledger.people[number]
    let claim = person.claims[position]
    self.claim = claim
    policies = ledger.timelines[Int(claim.scheme)]
    approval = claim.hasFraud ? nil : claim.approvals.last
    endedFrom = approval.flatMap { approval in
      claim.changes.filter { $0.ends(.last, after: approval) }.map(\.from).min()
    }
  }

  /// The first office of the process that led to the approval; nil without one.
  var firstOffice: String? {
    approval.flatMap { policies.process(of: $0, in: claim)?.pack.process.stages.first?.office }
  }

  /// A task of this claim.
  func task(_ kind: Deadline.Kind, office: String, since: CivilDate, clause: String?) -> OpenTask {
    OpenTask(scheme: ledger.schemes[claim.scheme], kind: kind, office: office, since: since, clause: clause)
  }

  /// A piece of work of this claim.
  func work(_ task: OpenTask, on application: Identifier? = nil) -> OpenWork {
    OpenWork(person: ledger.persons.identifiers[number], application: application, task: task)
  }

  /// The first month of the approval.
  func start(of approval: ClaimState.Approval) -> Month { person.start(of: approval, in: claim, under: policies) }
}
