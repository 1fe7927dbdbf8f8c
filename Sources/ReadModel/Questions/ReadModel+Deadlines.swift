public import Subsidy
public import Values

/// The work that waits for the offices, by person and scheme; values shared by many items are in memory once.
public struct OpenWorkList: RandomAccessCollection, Hashable, Sendable {
  private var owners = OwnerList()
  /// For each the position of what waits among ``tasks``.
  private var places: [Int32] = []
  private var tasks: [OpenTask] = []
  private var numbers: [OpenTask: Int32] = [:]

  /// A list of some work.
  public init(_ work: some Sequence<OpenWork> = []) {
    for work in work { append(work.person, work.application, work.task) }
  }

  /// An empty list with room for as much.
  init(capacity: Int) {
    owners.reserveCapacity(capacity)
    places.reserveCapacity(capacity)
  }

  mutating func append(_ person: Identifier, _ application: Identifier?, _ task: OpenTask) {
    let place = numbers[task] ?? Int32(tasks.count)
    if place == tasks.count {
      tasks.append(task)
      numbers[task] = place
    }
    places.append(place)
    owners.append(person, application)
  }

  /// The first position.
  public var startIndex: Int { 0 }
  /// The position behind the last.
  public var endIndex: Int { places.count }

  /// A piece of work.
  public subscript(position: Int) -> OpenWork {
    OpenWork(
      person: owners.person(at: position), application: owners.application(at: position),
      task: tasks[Int(places[position])])
  }
}

/// The work that waits for the offices, added up.
public struct OpenWorkSums: Hashable, Sendable {
  /// How many claims wait for each task, but for those to claim months (申报).
  public let tasks: [TaskCount]
  /// The work to claim months, by person and scheme: months with one window are one row of a list, so that they are not counted by task.
  public let claims: OpenWorkList

  /// Puts them together.
  public init(tasks: [TaskCount], claims: OpenWorkList) {
    self.tasks = tasks
    self.claims = claims
  }
}

extension Question where Answer == OpenWorkList {
  /// The work that waits for the offices, by person and scheme.
  ///
  /// - Parameters:
  ///   - office: the one office that is asked about, as the document names it; nil for all.
  ///   - scheme: the one scheme that is asked about; nil for all.
  /// - Returns: the question.
  public static func openWork(for office: String?, in scheme: Identifier?) -> Question {
    Question(DeadlinesProjection()) { try $0.openWork(WorkChoice(office: office, scheme: scheme)) }
  }
}

extension Question where Answer == [OpenWorkList] {
  /// The work that waits for some tasks, none of which is to claim months, by person, scheme, kind and month.
  ///
  /// - Parameters:
  ///   - tasks: the tasks.
  ///   - rows: which of the work is wanted, by its position in that order.
  /// - Returns: the question. Its one list has the rows that are wanted, or each of several those up to the last of them that
  ///   its tasks have.
  public static func openWork(on tasks: [OpenTask], _ rows: Range<Int>) -> Question {
    Question(DeadlinesProjection()) { tables in
      if tasks.count <= mostTasks { return [try tables.openWork(on: tasks[...], rows)] }
      return try stride(from: 0, to: tasks.count, by: mostTasks).map {
        try tables.openWork(on: tasks[$0..<min($0 + mostTasks, tasks.count)], 0..<rows.upperBound)
      }
    }
  }

  /// How many tasks a statement may name.
  private static var mostTasks: Int { 500 }
}

extension Question where Answer == OpenWorkSums {
  /// How many wait for the same, by task.
  ///
  /// - Parameters:
  ///   - office: the one office that is asked about, as the document names it; nil for all.
  ///   - scheme: the one scheme that is asked about; nil for all.
  /// - Returns: the question.
  public static func openWorkSums(for office: String?, in scheme: Identifier?) -> Question {
    Question(DeadlinesProjection()) { tables in
      let claim = Deadline.Kind.claim.rawValue
      let choice = WorkChoice(office: office, scheme: scheme)
      let others = choice.with("kind <> '\(claim)'")
      let tasks = try tables.ask(
        "SELECT \(WorkChoice.task), rows FROM task_sums \(others) ORDER BY \(WorkChoice.task)", choice.values
      ) { TaskCount(task: try OpenTask(&$0), count: try $0.read()) }
      return OpenWorkSums(tasks: tasks, claims: try tables.openWork(choice, "kind = '\(claim)'"))
    }
  }
}

/// Which work is asked for.
private struct WorkChoice {
  /// The columns of a task, in SQL.
  static var task: String { DeadlinesProjection.task.map(\.layout.name).joined(separator: ", ") }

  let office: String?
  let scheme: Identifier?

  /// The condition in SQL, with another one that has no parameters; its parameters are ``values``.
  func with(_ condition: String?) -> String {
    let all = [office.map { _ in "office = ?" }, scheme.map { _ in "scheme = ?" }, condition].compactMap { $0 }
    return all.isEmpty ? "" : "WHERE " + all.joined(separator: " AND ")
  }

  var values: [String] { [office, scheme?.description].compactMap { $0 } }
}

extension ReadModel {
  fileprivate func openWork(_ choice: WorkChoice, _ condition: String? = nil) throws -> OpenWorkList {
    let count = try ask(
      "SELECT coalesce(sum(rows), 0) FROM task_sums \(choice.with(condition))", choice.values
    ) { try $0.read(Int.self) }
    var list = OpenWorkList(capacity: count.first ?? 0)
    try forEach(
      """
      SELECT person, application, \(WorkChoice.task) FROM deadlines \(choice.with(condition))
      ORDER BY person, scheme, number
      """, choice.values
    ) { list.append(try $0.read(), try $0.read(), try OpenTask(&$0)) }
    return list
  }

  fileprivate func openWork(on tasks: ArraySlice<OpenTask>, _ rows: Range<Int>) throws -> OpenWorkList {
    if tasks.isEmpty { return OpenWorkList() }
    let columns = DeadlinesProjection.task
    let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
    let same = columns.map { "d.\($0.layout.name) \($0.layout.isNullable ? "IS" : "=") w.\($0.layout.name)" }
    let shown = columns.map { "d.\($0.layout.name)" }.joined(separator: ", ")
    var values = Rows(width: columns.count)
    for var task in tasks { for column in columns { column.cell.write(&task, &values) } }
    var answer = try answer(
      """
      WITH w (\(WorkChoice.task)) AS (VALUES \(tasks.map { _ in row }.joined(separator: ", ")))
      SELECT d.person, d.application, \(shown) FROM w CROSS JOIN deadlines d ON \(same.joined(separator: " AND "))
      ORDER BY d.person, d.scheme, d.kind, d.month, d.number LIMIT \(rows.count) OFFSET \(rows.lowerBound)
      """, values)
    var list = OpenWorkList()
    while try answer.next() { list.append(try answer.read(), try answer.read(), try OpenTask(&answer)) }
    return list
  }
}

extension OpenTask {
  /// Reads the columns of ``DeadlinesProjection/task``, in their order.
  fileprivate init(_ answer: inout Answer) throws(UnreadableCell) {
    let (scheme, kind, month): (Identifier, Deadline.Kind, Month?) = try (answer.read(), answer.read(), answer.read())
    let (office, stage, since): (String, Identifier?, CivilDate) = try (answer.read(), answer.read(), answer.read())
    let (due, clause): (CivilDate?, String?) = try (answer.read(), answer.read())
    self.init(scheme: scheme, kind: kind, office: office, since: since, clause: clause)
    (self.month, self.stage, self.due) = (month, stage, due)
    let (accepted, previous, publicity): (CivilDate?, CivilDate?, CivilDate?) = try (
      answer.read(), answer.read(), answer.read()
    )
    let (process, position): (UInt64?, Int?) = try (answer.read(), answer.read())
    if let accepted, let process, let position {
      review = WaitingReview(
        StageDays(accepted: accepted, previous: previous, publicity: publicity), process: process, position: position)
    }
    (endedFrom, isContributed, repeats) = try (answer.read(), answer.read(), answer.read())
  }
}
