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
  /// The log at the point.
  let log: ReplayedLog

  /// The lists that pages share.
  private let memo: Memo

  var seat: Seat { session.value }
  var point: ReplayPoint { ReplayPoint(knownAt: knownAt) }
  /// The day of the point.
  var day: CivilDate { (knownAt ?? ledger.now).civilDate }
  /// The words of the packs that the ledger has adopted.
  var words: LocalWords { LocalWords(state) }

  /// Looks at the ledger for somebody who is signed in.
  ///
  /// - Throws: ``Fault/malformed(_:)`` for a parameter that is none, `LedgerContradiction` and the failures of the log.
  init(_ request: Request, _ session: Session<Seat>, _ operator: OperatorState, _ live: LiveLedger, _ memo: Memo) throws
  {
    self.request = request
    self.session = session
    self.operator = `operator`
    self.memo = memo
    language = try Desk.language(request)
    let typed = try request.query.optional(Desk.knownAtField).flatMap { $0.isEmpty ? nil : $0 }
    knownAt = try typed.map { text in
      guard let instant = ValueKind.instant(text) else { throw Fault.malformed(.target) }
      return instant
    }
    var ledger = live.reader
    ledger.viewer = Viewer(by: session.value.by, purpose: "workbench")
    self.ledger = ledger
    (state, log) = try ledger.known(at: ReplayPoint(knownAt: knownAt))
  }

  /// The language that a request asks for: Chinese unless its parameter names another.
  ///
  /// - Throws: ``Fault/malformed(_:)``.
  static func language(_ request: Request) throws(Fault) -> Language {
    try request.query.optional(languageField).flatMap { Language(rawValue: $0) } ?? .zh
  }

  /// A text in the language of the page.
  func say(_ text: Text) -> String { text(in: language) }

  /// The parameters that every link keeps.
  var kept: Fields { Desk.kept(knownAt: try? request.query.optional(Desk.knownAtField), language) }

  static func kept(knownAt: String?, _ language: Language) -> Fields {
    let asOf = (knownAt ?? nil).flatMap { $0.isEmpty ? nil : Fields.Item(name: knownAtField, value: $0) }
    let tongue = language == .zh ? nil : Fields.Item(name: languageField, value: language.rawValue)
    return Fields([asOf, tongue].compactMap { $0 })
  }

  /// A path as a link of this page has it: with the point and the language that the page has.
  func link(_ path: LocalPath) -> String { path.with(kept).text }

  /// Answers a question at the point.
  ///
  /// - Throws: the failures of the log and of SQLite.
  func answer<Value>(_ question: Question<Value>) throws -> Value { try ledger.answer(question, at: point).value }

  /// What is due and overdue at all offices.
  ///
  /// - Throws: as `SubsidyLedger.deadlines`.
  func deadlines() throws -> DeadlineList { try kept("deadlines") { try ledger.deadlines(at: point).value } }

  /// What there is to do, for everybody.
  ///
  /// - Throws: as `SubsidyLedger.today`.
  func today() throws -> [TodayItem] { try kept("today") { try ledger.today(at: point).value } }

  /// All batches.
  ///
  /// - Throws: as ``answer(_:)``.
  func batches() throws -> [BatchSummary] { try kept("batches") { try answer(.batches) } }

  /// The books of a month.
  ///
  /// - Throws: as ``answer(_:)``.
  func books(of month: Month) throws -> MonthBooks { try kept("books \(month)") { try answer(.books(of: month)) } }

  /// What is computed of the log at the point, once for all pages until the log changes.
  func kept<Value: Sendable, Failure: Error>(
    _ name: String, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try memo.value(name, of: log, on: day, make)
  }

  /// Whether the operator has one of some roles.
  func has(_ roles: OperatorRole...) -> Bool { roles.contains { `operator`.has($0) } }
}
