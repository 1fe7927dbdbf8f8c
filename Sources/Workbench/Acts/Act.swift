import Catalogue
import Ledger
import Papers
import Subsidy
import Values
import Web

/// Something that is recorded through a form: declared once, drawn, read, tried and carried out by ``ActPages``.
struct Act {
  /// What it is about: a form is refused if something was recorded of that since it was made.
  enum Subject {
    case persons(Set<Identifier>)
    case batch(Identifier)
    case month(Month)
    case request(Identifier)
    case `operator`(Identifier)
    /// A finding, as its key reads.
    case finding(String)
    /// What the rules alone say.
    case nothing

    func isSubject(of body: EventBody) -> Bool {
      switch self {
      case .persons(let persons): body.person.map { persons.contains($0) } ?? false
      // An answer of the bank says nothing against what comes next.
      case .batch(let batch): body.batch == batch && body.type != .paymentOrdered
      case .month(let month): body.closes == month
      case .request(let request): body.request == request
      case .operator(let name): body.operatorNamed?.isSameOperator(as: name) ?? false
      case .finding(let finding): body.disposes == finding
      case .nothing: false
      }
    }
  }

  /// What an act was like when it was tried and nothing was recorded.
  struct Preview: Sendable {
    var figures: [Page.Figure] = []
    /// What would be recorded, and what somebody should know of it.
    var sentences: [Text] = []
    /// Why it cannot be recorded, each with where that stands.
    var problems: [(place: Text, text: Text)] = []
    /// The rows that cannot be taken, with the reasons.
    var refused: File?
  }

  /// A file that came of an act.
  struct File: Sendable {
    let name: String
    let type: String
    let bytes: [UInt8]
  }

  /// What came of an act beside its events.
  struct Outcome: Sendable {
    /// What somebody should know.
    var notes: [Text] = []
    /// What is taken away: the bank's file.
    var files: [File] = []
  }

  /// Its page.
  let path: LocalPath
  let place: Place
  let title: Text
  let question: Text
  var crumbs: [(Text, LocalPath)] = []
  /// What is on the button.
  let button: Text
  /// The types of events that it is about; their roles allow it.
  let events: [EventType]
  /// The types of events besides that it may begin with.
  var begins: Set<EventType> = []
  let subject: Subject
  /// What stands above the form.
  var parts: [Page.Part] = []
  let fields: [ActField]
  /// What stands against it whatever somebody types.
  var against: Text?
  /// Whether somebody may look at its page who may not do it.
  var isReadable = false
  /// What stands below the form.
  var below: [Page.Part] = []
  /// What more is wrong with what was typed, of several fields together.
  var check: (ActValues) -> [FormProblem] = { _ in [] }
  /// Whether what was typed asks for what a first event says; by its type alone if nobody says more.
  var isSame: ((EventBody, ActValues) -> Bool)?
  /// Where it is tried first, and how; nil for an act that is recorded at once.
  var trial: (path: LocalPath, run: @Sendable (SubsidyLedger, ActValues) throws -> Preview)?
  /// Whether it goes on by itself while somebody waits.
  var isLong = false
  /// Records it.
  ///
  /// It is given the ledger with the operator's signer and the form's token.
  let perform: @Sendable (SubsidyLedger, ActValues) throws -> Outcome

  /// The roles of which one allows it.
  var roles: Set<OperatorRole> { events.reduce(into: []) { $0.formUnion($1.roles) } }

  /// Whether an event may be the first that it has recorded: one of its types, or a request for one.
  func mayBegin(with body: EventBody) -> Bool {
    if case .requested(let asked) = body { return events.contains(asked.act) }
    return events.contains(body.type) || begins.contains(body.type)
  }

  /// What is wrong with what was typed, before any rule is asked.
  func problems(in values: ActValues) -> [FormProblem] {
    let problems = fields.compactMap { field in
      field.problem(in: values).map { FormProblem(field: field.controlID, text: $0) }
    }
    return problems.isEmpty ? check(values) : problems
  }

  /// The field at which a browser and whoever is read to begin if no other is meant.
  var firstField: String { fields.first?.controlID ?? "act" }
}

extension Act {
  /// Why the rules are against something, in the words of the catalogue; nil where they are not.
  static func against(_ rules: () throws(Refusal) -> Void) -> Text? {
    do throws(Refusal) {
      try rules()
      return nil
    } catch {
      return CommandFailure(mapping: error).text
    }
  }
}

extension EventBody {
  /// The finding that an event says something of, as its key reads; nil for every other event.
  fileprivate var disposes: String? {
    if case .findingDisposed(let body) = self { body.finding.description } else { nil }
  }

  /// The month that an event closes or opens again; nil for every other event.
  fileprivate var closes: Month? {
    if case .monthClosed(let body) = self { return body.month }
    if case .monthReopened(let body) = self { return body.month }
    return nil
  }
}
