import Policy
import ReadModel
public import Subsidy
public import Values

extension SubsidyLedger {
  /// What is due and overdue, per office.
  ///
  /// - Parameters:
  ///   - day: the day that is asked about; nil for that of `knownAt`, else today. For one that is over, only what was
  ///     recorded by its end counts.
  ///   - office: the one office that is asked about, as the document names it; nil for all.
  ///   - scheme: the one scheme that is asked about; nil for all.
  ///   - point: up to where events count.
  ///   - progress: hears how many events have been taken in, of how many.
  /// - Returns: by office, then day, then person.
  /// - Throws: ``Refusal/unknownScheme(_:)``, ``Refusal/calendarMissing(year:)``, and the log's failures.
  public func deadlines(
    on day: CivilDate? = nil, for office: String? = nil, scheme: Identifier? = nil,
    at point: ReplayPoint = ReplayPoint(),
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Answered<DeadlineList> {
    let (day, point) = asked(on: day, at: point)
    let found = try answer(.openWork(for: office, in: scheme), at: point, progress: progress)
    let state = try stateOfPolicies(at: ReplayPoint(knownAt: point.knownAt, size: found.size))
    if let scheme, state.timeline(of: scheme)?.policies.isEmpty ?? true { throw Refusal.unknownScheme(scheme) }
    var list = DeadlineList(on: day, by: calendar)
    var next = found.value[...]
    while let first = next.first {
      let work = next.prefix { $0.person == first.person && $0.scheme == first.scheme }
      if let policies = state.timeline(of: first.scheme) { try list.add(Array(work), under: policies) }
      next = next[work.endIndex...]
    }
    list.finish()
    return Answered(value: list, size: found.size, isFromTables: found.isFromTables)
  }

  /// The day that is asked about, and the point up to which events count for it: of a day that is over only what was
  /// recorded by its end.
  func asked(on day: CivilDate?, at point: ReplayPoint) -> (day: CivilDate, point: ReplayPoint) {
    let today = (point.knownAt ?? now).civilDate
    let day = day ?? today
    return (day, day < today ? ReplayPoint(knownAt: Instant(endOf: day), size: point.size) : point)
  }

  /// Records what time itself has brought about by a day, all of it as one commit.
  ///
  /// - Returns: what was recorded; nothing where a sweep before has left nothing.
  /// - Throws: ``Refusal/inFuture(field:value:)``, ``Refusal/unknownScheme(_:)``, and the log's failures.
  public func sweep(on day: CivilDate, scheme: Identifier? = nil, by: Identifier) throws -> [SweepItem] {
    if day > now.civilDate { throw Refusal.inFuture(field: "--on", value: day.description) }
    var session = try WriteSession.open(self, by: by)
    let items = try session.state.sweep(on: day, scheme: scheme)
    try session.append(items.map(\.body), by: by)
    follow(session.change, to: session.state)
    return items
  }

  /// What ``sweep(on:scheme:by:)`` would record; it reads only, and the day may be one that has not come.
  ///
  /// - Parameters:
  ///   - day: the day on which the rules are asked.
  ///   - scheme: the one scheme that is asked about; nil for all.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: hears how many events have been taken in, of how many.
  /// - Returns: by person, then scheme, then month.
  /// - Throws: ``Refusal/unknownScheme(_:)`` and the log's failures.
  public func sweepPreview(
    on day: CivilDate, scheme: Identifier? = nil, knownAt: Instant? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> [SweepItem] {
    try state(knownAt: knownAt, progress: progress).sweep(on: day, scheme: scheme)
  }
}
