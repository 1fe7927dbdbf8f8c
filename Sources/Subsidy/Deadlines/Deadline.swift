public import Values

/// A task that an office has to do, and by when.
@dynamicMemberLookup
public struct Deadline: Hashable, Sendable {
  /// The kind of task.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The next review stage of an application is decided (审核).
    case review
    /// The first month is confirmed (确认开始享受月份).
    case startConfirmation = "start-confirmation"
    /// The person reports on the employment (报告就业情况).
    case report
    /// A month that is payable is paid (发放).
    case payment
    /// Months are claimed in their window (申报).
    case claim
  }

  /// The state of a task on the day of the list.
  public enum State: String, CaseIterable, Hashable, Sendable {
    /// It can be done, and is in time; or there is no day by which it has to be done.
    case due
    /// The day by which it had to be done is over.
    case overdue
    /// It cannot be done yet, because the publicity runs or the window has not opened.
    case waiting
  }

  /// The standing of a task on a day: all of a row except the person and the application, so that rows that are otherwise alike
  /// share it.
  public struct Standing: Hashable, Sendable {
    /// The office, as the document names it.
    public let office: String
    /// The kind of task.
    public let kind: Kind
    /// The scheme.
    public let scheme: Identifier
    /// The stage that is next, for a review.
    public var stage: Identifier?
    /// The month to be paid, or the last month that a report or a claim is about.
    public var month: Month?
    /// The day on which the clock began.
    public let since: CivilDate
    /// The last day in time; nil if the document names none.
    public let due: CivilDate?
    /// The state of the task.
    public let state: State
    /// Working days left until ``due``, or gone by since for an overdue one; nil without a due day, and if the calendar lacks a
    /// year that it would need.
    public internal(set) var workingDays: Int?
    /// The clause that sets the day.
    public let clause: String?
    /// The publicity that precedes the stage, in any state.
    public var publicity: PublicityPeriod?
    /// For a clock that the publicity's end begins: the day that the same time, counted from the stage before, would give.
    ///
    /// > Source: interpretation P25 of the documents: both clocks are shown, ``due`` binds.
    public var dueFromPrevious: CivilDate?
  }

  /// The person.
  public let person: Identifier
  /// The application, for a review and a confirmation.
  public let application: Identifier?
  let shared: Shared<Standing>

  init(_ person: Identifier, _ application: Identifier?, _ standing: Shared<Standing>) {
    self.person = person
    self.application = application
    shared = standing
  }

  init(_ work: OpenWork, _ standing: Shared<Standing>) { self.init(work.person, work.application, standing) }

  init(_ work: OpenWork, like other: Deadline) { self.init(work, other.shared) }

  /// The standing of the task.
  public var standing: Standing { shared.value }

  /// A property of the standing.
  public subscript<Value>(dynamicMember member: KeyPath<Standing, Value>) -> Value { shared.value[keyPath: member] }

  /// Orders by office, then day (none last), then person and the remaining properties.
  public static func isBefore(_ one: Deadline, _ other: Deadline) -> Bool {
    isBefore(one.shared.value, one.person, other.shared.value, other.person)
  }

  /// Orders rows that are not made yet: their persons are compared only if office and day are equal.
  static func isBefore(
    _ left: Standing, _ leftPerson: @autoclosure () -> Identifier, _ right: Standing,
    _ rightPerson: @autoclosure () -> Identifier
  ) -> Bool {
    if left.office != right.office { return left.office < right.office }
    let (leftDue, rightDue) = (left.due ?? .last, right.due ?? .last)
    if leftDue != rightDue { return leftDue < rightDue }
    let (one, other) = (leftPerson(), rightPerson())
    if one != other { return one < other }
    if left.scheme != right.scheme { return left.scheme < right.scheme }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    return (left.month ?? .first) < (right.month ?? .first)
  }
}

/// A value that is in memory once, although many others hold it.
final class Shared<Value: Hashable & Sendable>: Hashable, Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }

  static func == (left: Shared, right: Shared) -> Bool { left === right || left.value == right.value }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
