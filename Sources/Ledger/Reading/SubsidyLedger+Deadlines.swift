import Policy
public import Subsidy
public import Values

extension SubsidyLedger {
  /// What is due and overdue, per office.
  ///
  /// - Parameters:
  ///   - day: the day that is asked about; nil for that of `knownAt`, else today. For one that is over, only what was
  ///     recorded by its end counts.
  ///   - scheme: the one scheme that is asked about; nil for all.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: hears how many events have been taken in, of how many.
  /// - Returns: by office, then day, then person.
  /// - Throws: ``Refusal/unknownScheme(_:)``, ``Refusal/calendarMissing(year:)``, and the log's failures.
  public func deadlines(
    on day: CivilDate? = nil, scheme: Identifier? = nil, knownAt: Instant? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> DeadlineList {
    let today = (knownAt ?? now).civilDate
    let day = day ?? today
    let state = try state(knownAt: day < today ? Instant(endOf: day) : knownAt, progress: progress)
    return try state.deadlines(on: day, scheme: scheme, calendar: calendar)
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
