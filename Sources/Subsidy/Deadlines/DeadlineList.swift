public import Policy
public import Values

/// The work due and overdue on a day.
///
/// It is counted from the work that waits, claim by claim, as it comes from the state or from a table.
public struct DeadlineList: Sendable {
  /// The rows, each made when it is looked at: until then it is a few bytes for its owner and for the part it shares with
  /// others.
  public struct Rows: RandomAccessCollection, Sendable {
    private struct Entry {
      let owner: Int
      let standing: Shared<Deadline.Standing>
    }

    private var owners = OwnerList()
    private var entries: [Entry] = []

    fileprivate init(expecting count: Int) {
      owners.reserveCapacity(count)
      entries.reserveCapacity(count)
    }

    /// The first position.
    public var startIndex: Int { 0 }
    /// The position behind the last.
    public var endIndex: Int { entries.count }

    /// A row.
    public subscript(position: Int) -> Deadline {
      let entry = entries[position]
      return Deadline(owners.person(at: entry.owner), owners.application(at: entry.owner), entry.standing)
    }

    fileprivate mutating func append(_ row: Deadline) {
      entries.append(Entry(owner: owners.count, standing: row.shared))
      owners.append(row.person, row.application)
    }

    fileprivate mutating func sort() {
      entries.sort { [owners] in
        Deadline.isBefore(
          $0.standing.value, owners.person(at: $0.owner), $1.standing.value, owners.person(at: $1.owner))
      }
    }
  }

  /// By office, then day, then person; complete after ``finish()``.
  public private(set) var rows: Rows
  private(set) var counting: DeadlineDay

  /// Begins a list.
  ///
  /// - Parameters:
  ///   - day: the day.
  ///   - calendar: the working days.
  ///   - count: for how many rows there is to be room from the beginning.
  public init(on day: CivilDate, by calendar: WorkingDayCalendar, expecting count: Int = 0) {
    counting = DeadlineDay(day, by: calendar)
    rows = Rows(expecting: count)
  }

  /// The day.
  public var on: CivilDate { counting.day }

  /// The years that counting the working days left or gone by would need and the calendar lacks.
  public var yearsMissing: Set<Int> { counting.yearsMissing }

  /// Adds the work due of one claim.
  ///
  /// - Parameters:
  ///   - work: the open work of the claim.
  ///   - policies: those of its scheme.
  /// - Throws: ``Refusal/calendarMissing(year:)``.
  public mutating func add(_ work: some Collection<OpenWork>, under policies: AdoptedPolicies) throws(Refusal) {
    var claims: [OpenWork] = []
    for item in work {
      if item.task.kind == .claim {
        claims.append(item)
      } else {
        for standing in try counting.standings(of: item.task, under: policies) { rows.append(Deadline(item, standing)) }
      }
    }
    for row in counting.deadlines(ofClaims: claims, under: policies) { rows.append(row) }
  }

  /// How many rows there are by their state.
  public var counts: [Deadline.State: Int] {
    rows.reduce(into: [:]) { $0[$1.standing.state, default: 0] += 1 }
  }

  /// Puts the rows in order.
  public mutating func finish() { rows.sort() }
}
