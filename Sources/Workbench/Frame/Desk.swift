import Catalogue
import Ledger
import Papers
import Policy
import ReadModel
import Reports
import Subsidy
import Values
import Web

/// The source of a page: who asks, in which language, and the ledger at the point that is asked about.
struct Desk: Sendable {
  /// The parameters that every link keeps: the point in the past that a page is asked about, and its language.
  static let (knownAtField, languageField) = ("known-at", "lang")

  let request: Request
  let session: Session<Seat>
  let `operator`: OperatorState
  let language: Language
  /// The point in the past; nil for now.
  let knownAt: Instant?
  /// The ledger to read from; a look at private data as they are is recorded as this operator's.
  let ledger: SubsidyLedger
  /// The fold at the point.
  let state: LedgerState
  /// The log at the point.
  private(set) var shown: ShownLog
  var log: ReplayedLog { shown.log }
  /// The page's own address: that of its form, if something was sent from it.
  let path: LocalPath

  /// The lists that pages share.
  private let memo: Memo
  /// Whether the page is made of the log as it is, though it may move meanwhile.
  private let isLast: Bool

  var seat: Seat { session.value }
  var point: ReplayPoint { ReplayPoint(knownAt: knownAt) }
  /// The day of the point; for now, the day on which the request came.
  let day: CivilDate
  /// The schemes that the ledger has adopted a policy of.
  var schemes: [Identifier] {
    state.timelines.indices.filter { !state.timelines[$0].timeline.policies.isEmpty }.map {
      state.schemes[UInt32($0)]
    }.sorted()
  }
  /// The words of the packs that the ledger has adopted.
  var words: LocalWords { LocalWords(state) }

  /// Looks at the ledger for an operator who is signed in.
  ///
  /// - Throws: ``Fault/malformed(_:)`` for a parameter that cannot be read, `LedgerContradiction` and the failures of the log.
  init(
    _ request: Request, at path: LocalPath? = nil, _ session: Session<Seat>, _ operator: OperatorState,
    _ live: LiveLedger, _ memo: Memo, isLast: Bool
  ) throws {
    self.request = request
    self.path = path ?? request.path
    self.session = session
    self.operator = `operator`
    self.memo = memo
    self.isLast = isLast
    language = try Desk.language(request)
    let typed = try request.query.optional(Desk.knownAtField).flatMap { $0.isEmpty ? nil : $0 }
    knownAt = try typed.map { text in
      guard let instant = ValueKind.instant(text) else { throw Fault.malformed(.target) }
      return instant
    }
    var ledger = live.reader
    ledger.viewer = Viewer(by: session.value.by, purpose: "workbench")
    self.ledger = ledger
    day = (knownAt ?? ledger.now).civilDate
    let known = try ledger.known(at: ReplayPoint(knownAt: knownAt))
    state = known.state
    shown = ShownLog(log: known.log, last: known.state.lastRecorded)
  }

  /// The same for a page of another log: an audit of a while ago.
  func showing(_ other: ShownLog?) -> Desk {
    var desk = self
    if let other { desk.shown = other }
    return desk
  }

  /// The language that a request asks for: Chinese unless its parameter names another.
  static func language(_ request: Request) throws(Fault) -> Language {
    try request.query.optional(languageField).flatMap { Language(rawValue: $0) } ?? .zh
  }

  /// Whether the reader has stopped the page from reloading by itself.
  var isStill: Bool { request.query.items.contains { $0.name == Page.stillField } }

  /// This page's address without some of its parameters, and with others.
  func here(without fields: Set<String>, _ others: [Fields.Item]) -> String {
    path.with(Fields(request.query.items.filter { !fields.contains($0.name) } + others)).text
  }

  /// A text in the language of the page.
  func say(_ text: Text) -> String { text.onPage(in: language) }

  /// The parameters that every link keeps.
  var kept: Fields {
    let asOf = request.query.items.filter { $0.name == Desk.knownAtField && !$0.value.isEmpty }
    let tongue = language == .zh ? [] : [Fields.Item(name: Desk.languageField, value: language.rawValue)]
    return Fields(asOf + tongue)
  }

  /// A path as a link of this page has it: with the point and the language that the page has.
  func link(_ path: LocalPath) -> String { path.with(kept).text }

  /// Answers a question at the point.
  ///
  /// - Throws: ``LedgerMoved``, the failures of the log and of SQLite. So do the lists below.
  func answer<Value>(_ question: Question<Value>) throws -> Value { try current(ledger.answer(question, at: point)) }

  /// An answer, if it is of the log whose checkpoint the page has at its foot.
  private func current<Value>(_ answered: Answered<Value>) throws(LedgerMoved) -> Value {
    if answered.size != log.size, !isLast { throw LedgerMoved() }
    return answered.value
  }

  /// An answer of the ledger, which follows the log while the page is made, if it is of the log whose checkpoint the page has at its foot.
  ///
  /// - Throws: ``LedgerMoved``, and the errors of the body.
  func read<Value>(_ body: (SubsidyLedger) throws -> Value) throws -> Value {
    let value = try body(ledger)
    if try !isLast && ledger.known(at: point).log != log { throw LedgerMoved() }
    return value
  }

  /// Due and overdue work of all offices, row by row.
  func deadlines() throws -> DeadlineList {
    try kept("deadlines") { try current(ledger.deadlines(on: day, at: point)) }
  }

  /// The same; rows that differ only in the person are one group.
  ///
  /// At a point in the past each row is a group, because its tables are made for each question.
  func deadlineGroups() throws -> DeadlineGroups {
    if knownAt != nil { return DeadlineGroups(try deadlines()) }
    return try kept("deadline groups") { try current(ledger.deadlineGroups(on: day, at: point)) }
  }

  /// Some rows of groups that lie among each other, one of them of a task.
  func deadlines(of groups: [DeadlineGroups.Group], _ rows: Range<Int>) throws -> [Deadline] {
    try current(ledger.deadlines(of: groups, rows, at: point))
  }

  /// The work to do, of all operators.
  func today() throws -> [TodayItem] { try kept("today") { try current(ledger.today(on: day, at: point)) } }

  func batches() throws -> [BatchSummary] { try kept("batches") { try answer(.batches) } }

  /// A batch with its items; nil if there is none.
  func batch(_ name: Identifier) throws -> BatchContent? {
    try kept("batch \(name)") { try answer(.batch(name, on: day)) }
  }

  func recovery() throws -> RecoveryList { try kept("recovery") { try answer(.recovery) } }

  /// The claims of ``recovery()`` without months.
  func recoveredClaims() throws -> [ClaimStatement] { try kept("recovered") { try answer(.recoveredClaims) } }

  /// The demands with money still to come.
  func openDemands() throws -> [RecoveryDemand] { try kept("open demands") { try answer(.openDemands) } }

  func demands() throws -> [RecoveryDemand] { try kept("demands") { try answer(.demands) } }

  func books(of month: Month) throws -> MonthBooks { try kept("books \(month)") { try answer(.books(of: month)) } }

  /// A list that is computed of the log at the point, once for all pages until the log changes.
  func kept<Value: Countable & Sendable, Failure: Error>(
    _ name: String, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    // A list that may be of a longer log is of no use for other pages.
    isLast ? try make() : try memo.value(name, at: Memo.Point(isLive: knownAt == nil, log: log, day: day), make)
  }

  /// Whether one of the operator's roles allows one of some acts.
  func may(_ acts: [EventType]) -> Bool { acts.contains { $0.roles.contains { `operator`.has($0) } } }
  func may(_ act: EventType) -> Bool { may([act]) }

  /// Whether the operator has one of some roles.
  func has(_ roles: OperatorRole...) -> Bool { roles.contains { `operator`.has($0) } }
}

/// The log that a page speaks of.
struct ShownLog: Sendable {
  let log: ReplayedLog
  /// When its last event was recorded; nil for none.
  let last: Instant?
}

/// An answer is of another log than its page: the page is made again.
struct LedgerMoved: Error {}
