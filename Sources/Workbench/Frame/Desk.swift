import Catalogue
import Ledger
import Papers
import Policy
import ReadModel
import Reports
import Subsidy
import Values
import Web

/// What a page is made from: who asks, in which language, and the ledger at the point that is asked about.
struct Desk: Sendable {
  /// The parameter that every link keeps, with which a page is asked about a point in the past.
  static let knownAtField = "known-at"
  /// The parameter that every link keeps, with which a page is asked for in English.
  static let languageField = "lang"

  let request: Request
  let session: Session<Seat>
  let `operator`: OperatorState
  let language: Language
  /// The point in the past; nil for now.
  let knownAt: Instant?
  /// The ledger to read from; whoever looks at private data as they are is this operator.
  let ledger: SubsidyLedger
  /// The fold at the point.
  let state: LedgerState
  /// The log at the point, and when its last event was recorded.
  private(set) var shown: ShownLog
  var log: ReplayedLog { shown.log }
  /// The page's own address: that of its form, if something was sent from it.
  let path: LocalPath

  /// The lists that pages share.
  private let memo: Memo
  /// Whether the page is made of what there is, though the log may move meanwhile.
  private let isLast: Bool

  var seat: Seat { session.value }
  var point: ReplayPoint { ReplayPoint(knownAt: knownAt) }
  /// The day of the point; that of now stays the one on which the request came.
  let day: CivilDate
  /// The schemes that the ledger has adopted a policy of.
  var schemes: [Identifier] {
    state.timelines.indices.filter { !state.timelines[$0].timeline.policies.isEmpty }.map {
      state.schemes[UInt32($0)]
    }.sorted()
  }
  /// The words of the packs that the ledger has adopted.
  var words: LocalWords { LocalWords(state) }

  /// Looks at the ledger for somebody who is signed in.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - path: the page's own address; nil for the request's.
  ///   - session: who asks.
  ///   - operator: the same as the ledger has them now.
  ///   - live: the ledger.
  ///   - memo: the lists that pages share.
  ///   - isLast: whether the page is made of what there is, though the log may move meanwhile.
  /// - Throws: ``Fault/malformed(_:)`` for a parameter that is none, `LedgerContradiction` and the failures of the log.
  init(
    _ request: Request, at path: LocalPath? = nil, _ session: Session<Seat>, _ operator: OperatorState,
    _ live: LiveLedger, _ memo: Memo,
    isLast: Bool
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

  /// The same for a page that is made of another log: an audit of a while ago.
  func showing(_ other: ShownLog?) -> Desk {
    var desk = self
    if let other { desk.shown = other }
    return desk
  }

  /// The language that a request asks for: Chinese unless its parameter names another.
  ///
  /// - Throws: ``Fault/malformed(_:)``.
  static func language(_ request: Request) throws(Fault) -> Language {
    try request.query.optional(languageField).flatMap { Language(rawValue: $0) } ?? .zh
  }

  /// Whether somebody has stopped a page from being asked for again by itself.
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
  /// - Throws: ``LedgerMoved``, the failures of the log and of SQLite.
  func answer<Value>(_ question: Question<Value>) throws -> Value { try current(ledger.answer(question, at: point)) }

  /// An answer of the log whose checkpoint the page has at its foot.
  private func current<Value>(_ answered: Answered<Value>) throws(LedgerMoved) -> Value {
    if answered.size != log.size, !isLast { throw LedgerMoved() }
    return answered.value
  }

  /// What the ledger says of the log whose checkpoint the page has at its foot.
  ///
  /// - Parameter body: asks the ledger, which follows the log while the page is made.
  /// - Returns: what the body returns.
  /// - Throws: ``LedgerMoved``, and what the body throws.
  func read<Value>(_ body: (SubsidyLedger) throws -> Value) throws -> Value {
    let value = try body(ledger)
    if try !isLast && ledger.known(at: point).log != log { throw LedgerMoved() }
    return value
  }

  /// What is due and overdue at all offices, row by row.
  ///
  /// - Throws: as `SubsidyLedger.deadlines`.
  func deadlines() throws -> DeadlineList {
    try kept("deadlines") { try current(ledger.deadlines(on: day, at: point)) }
  }

  /// The same, rows that are alike but for whose they are told once.
  ///
  /// Of a point in the past they come one by one, because its tables are made for each question.
  ///
  /// - Throws: as ``deadlines()``.
  func deadlineGroups() throws -> DeadlineGroups {
    if knownAt != nil { return DeadlineGroups(try deadlines()) }
    return try kept("deadline groups") { try current(ledger.deadlineGroups(on: day, at: point)) }
  }

  /// Some rows of groups that stand among each other, one of them of a task.
  ///
  /// - Throws: as `SubsidyLedger.deadlines`.
  func deadlines(of groups: [DeadlineGroups.Group], _ rows: Range<Int>) throws -> [Deadline] {
    try current(ledger.deadlines(of: groups, rows, at: point))
  }

  /// What there is to do, for everybody.
  ///
  /// - Throws: as `SubsidyLedger.today`.
  func today() throws -> [TodayItem] { try kept("today") { try current(ledger.today(on: day, at: point)) } }

  /// All batches.
  ///
  /// - Throws: as ``answer(_:)``.
  func batches() throws -> [BatchSummary] { try kept("batches") { try answer(.batches) } }

  /// A batch with its items; nil if there is none.
  ///
  /// - Throws: as ``answer(_:)``.
  func batch(_ name: Identifier) throws -> BatchContent? {
    try kept("batch \(name)") { try answer(.batch(name, on: day)) }
  }

  /// Who has money to bring back, or had.
  ///
  /// - Throws: as ``answer(_:)``.
  func recovery() throws -> RecoveryList { try kept("recovery") { try answer(.recovery) } }

  /// The demands of which something is outstanding.
  ///
  /// - Throws: as ``answer(_:)``.
  func openDemands() throws -> [RecoveryDemand] { try kept("open demands") { try answer(.openDemands) } }

  /// All demands.
  ///
  /// - Throws: as ``answer(_:)``.
  func demands() throws -> [RecoveryDemand] { try kept("demands") { try answer(.demands) } }

  /// The books of a month.
  ///
  /// - Throws: as ``answer(_:)``.
  func books(of month: Month) throws -> MonthBooks { try kept("books \(month)") { try answer(.books(of: month)) } }

  /// What is computed of the log at the point, once for all pages until the log changes.
  func kept<Value: Countable & Sendable, Failure: Error>(
    _ name: String, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    // What may be of a longer log is of no use for others.
    isLast ? try make() : try memo.value(name, at: Memo.Point(isLive: knownAt == nil, log: log, day: day), make)
  }

  /// Whether one of the operator's roles allows one of some acts.
  func may(_ acts: EventType...) -> Bool { may(acts) }

  /// Whether one of the operator's roles allows one of some acts.
  func may(_ acts: [EventType]) -> Bool { acts.contains { $0.roles.contains { `operator`.has($0) } } }

  /// Whether the operator has one of some roles.
  func has(_ roles: OperatorRole...) -> Bool { roles.contains { `operator`.has($0) } }
}

/// The log that a page speaks of.
struct ShownLog: Sendable {
  let log: ReplayedLog
  /// When its last event was recorded; nil for none.
  let last: Instant?
}

/// An answer is of another log than its page: the page is begun anew.
struct LedgerMoved: Error {}
