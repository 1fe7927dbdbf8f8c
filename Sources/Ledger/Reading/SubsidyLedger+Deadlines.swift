import Policy
import ReadModel
public import Subsidy
public import Values

extension SubsidyLedger {
  /// The work that is due or overdue, per office.
  ///
  /// - Parameters:
  ///   - day: the day asked about; nil for that of `knownAt`, else today. For a day that is over, only what was recorded by its
  ///     end counts.
  ///   - office: the one office that is asked about, as the document names it; nil for all.
  ///   - scheme: the one scheme that is asked about; nil for all.
  ///   - point: the point up to which events count.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: by office, then day, then person.
  /// - Throws: ``Refusal/unknownScheme(_:)``, ``Refusal/calendarMissing(year:)``, and the log's failures.
  public func deadlines(
    on day: CivilDate? = nil, for office: String? = nil, scheme: Identifier? = nil,
    at point: ReplayPoint = ReplayPoint(),
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Answered<DeadlineList> {
    let (day, point) = asked(on: day, at: point)
    let found = try answer(.openWork(for: office, in: scheme), at: point, progress: progress)
    let policies = try policies(of: scheme, at: point.upTo(found.size))
    var list = DeadlineList(on: day, by: calendar, expecting: found.value.count)
    try SubsidyLedger.forEachClaim(of: found.value) { work in
      if let policies = policies.timeline(of: work[work.startIndex].scheme) { try list.add(work, under: policies) }
    }
    list.finish()
    return Answered(value: list, size: found.size, isFromTables: found.isFromTables)
  }

  /// The same as ``deadlines(on:for:scheme:at:progress:)``, but rows that differ only in the person are listed once: it takes
  /// no longer for more persons if they wait for the same work.
  ///
  /// - Throws: as ``deadlines(on:for:scheme:at:progress:)``.
  public func deadlineGroups(
    on day: CivilDate? = nil, for office: String? = nil, scheme: Identifier? = nil,
    at point: ReplayPoint = ReplayPoint(),
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Answered<DeadlineGroups> {
    let (day, point) = asked(on: day, at: point)
    let found = try answer(.openWorkSums(for: office, in: scheme), at: point, progress: progress)
    let policies = try policies(of: scheme, at: point.upTo(found.size))
    return Answered(
      value: try deadlineGroups(on: day, of: found.value, under: policies), size: found.size,
      isFromTables: found.isFromTables)
  }

  /// The due and overdue items of some work.
  func deadlineGroups(
    on day: CivilDate, of work: OpenWorkSums, under policies: LedgerState
  ) throws(Refusal) -> DeadlineGroups {
    var groups = DeadlineGroups(on: day, by: calendar)
    for counted in work.tasks {
      if let policies = policies.timeline(of: counted.task.scheme) { try groups.add(counted, under: policies) }
    }
    SubsidyLedger.forEachClaim(of: work.claims) { work in
      if let policies = policies.timeline(of: work[work.startIndex].scheme) {
        groups.add(claims: work, under: policies)
      }
    }
    groups.finish()
    return groups
  }

  /// Lists some rows of groups of deadlines.
  ///
  /// - Parameters:
  ///   - groups: the groups, each among the others, and one of them of a task.
  ///   - rows: which of their rows are wanted, by their position in the order of a list.
  ///   - point: the point up to which events count.
  /// - Returns: the rows, and the size that they speak of.
  /// - Throws: the failures of the log and of SQLite.
  public func deadlines(
    of groups: [DeadlineGroups.Group], _ rows: Range<Int>, at point: ReplayPoint = ReplayPoint()
  ) throws -> Answered<[Deadline]> {
    let own = groups.filter { $0.task == nil }.map(\.row)
    let tasks = groups.compactMap(\.task)
    let found = try answer(.openWork(on: tasks, own.isEmpty ? rows : 0..<rows.upperBound), at: point)
    var all = own + found.value.flatMap { DeadlineGroups.rows(of: $0, in: groups) }
    // For one list the tables give the wanted rows; for several, the rows that may be among them.
    if !own.isEmpty || found.value.count > 1 {
      all.sort(by: Deadline.isBefore)
      all = Array(all[rows.clamped(to: all.indices)])
    }
    return Answered(value: all, size: found.size, isFromTables: found.isFromTables)
  }

  /// Gives the work of each claim.
  private static func forEachClaim(of work: OpenWorkList, _ body: (Slice<OpenWorkList>) throws -> Void) rethrows {
    var next = work[...]
    while let first = next.first {
      let claim = next.prefix { $0.person == first.person && $0.scheme == first.scheme }
      try body(claim)
      next = next[claim.endIndex...]
    }
  }

  /// The policies at a point.
  ///
  /// - Throws: ``Refusal/unknownScheme(_:)`` if the one scheme that is asked about has none.
  func policies(of scheme: Identifier?, at point: ReplayPoint) throws -> LedgerState {
    let state = try stateOfPolicies(at: point)
    if let scheme, state.timeline(of: scheme)?.policies.isEmpty ?? true { throw Refusal.unknownScheme(scheme) }
    return state
  }

  /// The day that is asked about, and the point up to which events count for it: for a day that is over, only events recorded
  /// by its end count.
  func asked(on day: CivilDate?, at point: ReplayPoint) -> (day: CivilDate, point: ReplayPoint) {
    let today = (point.knownAt ?? now).civilDate
    let day = day ?? today
    return (day, day < today ? ReplayPoint(knownAt: Instant(endOf: day), size: point.size) : point)
  }

  /// Records what time itself has brought about by a day, all of it as one commit.
  ///
  /// - Returns: the items recorded; none if an earlier sweep has left none.
  /// - Throws: ``Refusal/inFuture(field:value:)``, ``Refusal/unknownScheme(_:)``, and the log's failures.
  public func sweep(on day: CivilDate, scheme: Identifier? = nil, by: Identifier) throws -> [SweepItem] {
    if day > now.civilDate { throw Refusal.inFuture(field: "--on", value: day.description) }
    var session = try WriteSession.open(self, by: by)
    let items = try session.state.sweep(on: day, scheme: scheme)
    try session.append(items.map(\.body), by: by)
    follow(session.change, to: session.state)
    return items
  }

  /// The items that ``sweep(on:scheme:by:)`` would record.
  ///
  /// It only reads, and the day may be one that has not come.
  ///
  /// - Parameters:
  ///   - day: the day on which the rules are asked.
  ///   - scheme: the one scheme that is asked about; nil for all.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: by person, then scheme, then month.
  /// - Throws: ``Refusal/unknownScheme(_:)`` and the log's failures.
  public func sweepPreview(
    on day: CivilDate, scheme: Identifier? = nil, knownAt: Instant? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> [SweepItem] {
    try state(knownAt: knownAt, progress: progress).sweep(on: day, scheme: scheme)
  }
}
