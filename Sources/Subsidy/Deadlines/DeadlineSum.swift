public import Values

/// How much of one kind an office has to do in a scheme.
public struct DeadlineSum: Hashable, Sendable {
  /// The office, as the document names it.
  public let office: String
  /// The kind of task.
  public let kind: Deadline.Kind
  /// The scheme.
  public let scheme: Identifier
  /// How many are in each state.
  public fileprivate(set) var counts: [Deadline.State: Int] = [:]
  /// The earliest last day in time of those that can be done; nil if the document names none.
  public fileprivate(set) var earliest: CivilDate?

  /// How many can be done, in time or late.
  public var open: Int { (counts[.due] ?? 0) + (counts[.overdue] ?? 0) }
}

extension DeadlineSum {
  /// Rows added up, by office, kind and scheme.
  static func sums(of groups: [DeadlineGroups.Group]) -> [DeadlineSum] {
    struct Place: Hashable {
      let office: String
      let kind: Deadline.Kind
      let scheme: Identifier
    }
    var sums: [Place: DeadlineSum] = [:]
    for group in groups {
      let row = group.row.standing
      let place = Place(office: row.office, kind: row.kind, scheme: row.scheme)
      var sum = sums[place] ?? DeadlineSum(office: row.office, kind: row.kind, scheme: row.scheme)
      sum.counts[row.state, default: 0] += group.count
      if row.state != .waiting, let due = row.due { sum.earliest = min(sum.earliest ?? due, due) }
      sums[place] = sum
    }
    return sums.values.sorted {
      ($0.office, $0.kind.rawValue, $0.scheme) < ($1.office, $1.kind.rawValue, $1.scheme)
    }
  }
}
