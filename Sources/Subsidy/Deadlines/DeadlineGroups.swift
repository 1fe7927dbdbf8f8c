public import Policy
public import Values

/// How many claims wait for the same task.
public struct TaskCount: Hashable, Sendable {
  /// The task that waits.
  public let task: OpenTask
  /// How many claims wait for it.
  public let count: Int

  /// Puts task and count together.
  public init(task: OpenTask, count: Int) {
    self.task = task
    self.count = count
  }
}

/// The work due and overdue on a day; rows that differ only in the person are listed once.
public struct DeadlineGroups: Sendable {
  /// Rows that differ only in their owner.
  public struct Group: Sendable {
    /// A row of them; if they are the rows of a task, its owner means nothing.
    public let row: Deadline
    /// How many there are.
    public let count: Int
    /// The task that they are all the rows of, one for each claim; nil for a row by itself.
    public let task: OpenTask?

    /// Whether the rows of both are mixed with each other in a ``DeadlineList``, by person.
    public func isAmong(_ other: Group) -> Bool {
      row.standing.office == other.row.standing.office && row.standing.due == other.row.standing.due
    }
  }

  /// By office and day, as a ``DeadlineList``; complete after ``finish()``.
  public private(set) var groups: [Group] = []
  private var counting: DeadlineDay

  /// Begins without groups.
  public init(on day: CivilDate, by calendar: WorkingDayCalendar) { counting = DeadlineDay(day, by: calendar) }

  /// The rows of a list, each by itself.
  public init(_ list: DeadlineList) {
    counting = list.counting
    groups = list.rows.map { Group(row: $0, count: 1, task: nil) }
  }

  /// The day.
  public var on: CivilDate { counting.day }

  /// The years that counting the working days left or gone by would need and the calendar lacks.
  public var yearsMissing: Set<Int> { counting.yearsMissing }

  /// Adds a task that is not to claim months, with all claims that wait for it.
  ///
  /// - Parameters:
  ///   - counted: the task.
  ///   - policies: those of its scheme.
  /// - Throws: ``Refusal/calendarMissing(year:)``.
  public mutating func add(_ counted: TaskCount, under policies: AdoptedPolicies) throws(Refusal) {
    let work = OpenWork(ofAnybody: counted.task)
    groups += try counting.standings(of: counted.task, under: policies)
      .map { Group(row: Deadline(work, $0), count: counted.count, task: counted.task) }
  }

  /// Adds the work to claim months of one claim.
  ///
  /// - Parameters:
  ///   - work: the work.
  ///   - policies: those of its scheme.
  public mutating func add(claims work: some Collection<OpenWork>, under policies: AdoptedPolicies) {
    groups += counting.deadlines(ofClaims: work, under: policies).map { Group(row: $0, count: 1, task: nil) }
  }

  /// Puts the groups in order.
  public mutating func finish() { groups.sort { Deadline.isBefore($0.row, $1.row) } }

  /// The rows added up, by office, kind and scheme.
  public var sums: [DeadlineSum] { DeadlineSum.sums(of: groups) }

  /// How many rows there are by their state.
  public var counts: [Deadline.State: Int] {
    groups.reduce(into: [:]) { $0[$1.row.standing.state, default: 0] += $1.count }
  }

  /// The rows of the works on the tasks of groups that are mixed with each other, in their order.
  ///
  /// - Parameters:
  ///   - work: works, by person, scheme, kind and month.
  ///   - groups: the groups, each of a task of its own.
  /// - Returns: a row for each work.
  public static func rows(of work: some Sequence<OpenWork>, in groups: some Sequence<Group>) -> [Deadline] {
    let standings = Dictionary(
      groups.compactMap { group in group.task.map { ($0, group.row) } }, uniquingKeysWith: { first, _ in first })
    return work.compactMap { work in standings[work.task].map { Deadline(work, like: $0) } }
  }
}

extension OpenWork {
  /// A work on a task; its owner means nothing.
  fileprivate init(ofAnybody task: OpenTask) {
    let isOfApplication = task.kind == .review || task.kind == .startConfirmation
    self.init(person: "anybody", application: isOfApplication ? "any" : nil, task: task)
  }
}
