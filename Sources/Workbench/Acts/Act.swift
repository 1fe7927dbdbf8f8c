import Catalogue
import Ledger
import Merkle
import Papers
import Subsidy
import System
import Values
import Web

/// An act that is recorded through a form: declared once; ``ActPages`` draws, reads, tries and performs it.
struct Act {
  /// The subject of an act: a form is refused if an event about its subject was recorded since the form was made.
  enum Subject: Sendable {
    case persons(Set<Identifier>)
    /// The person whose key is typed into a field; none if it is empty.
    case typedPerson(in: String)
    case batch(Identifier)
    case month(Month)
    case request(Identifier)
    case `operator`(Identifier)
    /// A finding, by the text of its key.
    case finding(String)
    /// No subject: the rules alone decide.
    case nothing

    /// The subject with the person who was typed, and with every key of the same persons.
    func resolved(_ values: ActValues, in state: LedgerState) -> Subject {
      switch self {
      case .persons(let persons): .persons(Set(persons.flatMap { [$0] + state.keys(of: $0) }))
      case .typedPerson(let field):
        (try? values.identifier(field)).map { Subject.persons([$0]).resolved(values, in: state) }
          ?? .nothing
      case .batch, .month, .request, .operator, .finding, .nothing: self
      }
    }

    /// Whether an event, or the act that an event asks for, is about it.
    func isSubject(of body: EventBody) -> Bool {
      if case .requested(let asked) = body { return asked.acts.contains { isSubject(of: $0) } }
      // An order comes with its batch's draft, and an auditor's opinion of a finding changes nothing else.
      let isNews = ![.paymentOrdered, .findingDisposed].contains(body.type)
      return switch self {
      case .persons(let persons): isNews && body.person.map { persons.contains($0) } ?? false
      case .batch(let batch): isNews && body.batch == batch
      case .month(let month): body.closes == month
      case .request(let request): body.request == request
      case .operator(let name): body.operatorNamed?.isSameOperator(as: name) ?? false
      case .finding(let finding): body.disposes == finding
      case .typedPerson, .nothing: false
      }
    }
  }

  /// The result of a trial, which records nothing.
  struct Preview: Sendable {
    /// The number of events in the ledger at the trial.
    var size: UInt64 = 0
    /// The subject of the rows, if the form did not name it.
    var subject: Subject?
    var figures: [Page.Figure] = []
    /// The events to be recorded, and notes about them.
    var sentences: [Text] = []
    /// The reasons against recording it, each with its place in the file.
    var problems: [(place: Text, text: Text)] = []
    /// The refused rows, with the reasons.
    var refused: File?

    /// Whether a page shows the same of both previews.
    func shows(what other: Preview) -> Bool {
      figures == other.figures && sentences == other.sentences && problems.elementsEqual(other.problems, by: ==)
    }
  }

  /// A file that an act makes.
  struct File: Sendable {
    let name: String
    let type: String
    let bytes: [UInt8]
  }

  /// A digest of the events that an act would record.
  struct Basis: Sendable {
    /// The digest for the ledger that the page shows.
    let shown: Digest
    /// The digest for a state.
    let of: @Sendable (LedgerState) throws -> Digest
  }

  /// The result of an act beside its events.
  struct Outcome: Sendable {
    var notes: [Text] = []
    /// Files for the operator, such as the bank's file.
    var files: [File] = []
    /// The title for an act that has appended nothing; nil for an act that was to append.
    var title: Text?
  }

  /// The address of its page.
  let path: LocalPath
  let place: Place
  let title: Text
  let question: Text
  /// The pages between it and its place's own.
  var above: [(Text, LocalPath)] = []
  let button: Text
  /// The types of events that it records; their roles allow it.
  let events: [EventType]
  /// Further types of events that it may begin with.
  var begins: Set<EventType> = []
  let subject: Subject
  /// The parts above the form.
  var parts: [Page.Part] = []
  var fields: [FormField] = []
  /// The reason against it, whatever is typed.
  var against: Text?
  /// Whether an operator may look at its page who may not do it.
  var isReadable = false
  /// The parts below the form.
  var below: [Page.Part] = []
  /// Finds problems of several fields together.
  var check: (ActValues) -> [FormProblem] = { _ in [] }
  /// The address and the code of its trial; nil for an act that is recorded at once.
  var trial: (path: LocalPath, run: @Sendable (SubsidyLedger, ActValues) throws -> Preview)?
  /// The state that its page shows beside the subject: the form is refused if that has changed since the form was made.
  var basis: Basis?
  /// Whether it goes on beside the request, while the operator waits.
  var isLong = false
  /// Whether it appends events; an act that only makes a file waits for no other act.
  var appends = true
  /// Whether its result shows private data as they are, which an operator may see only so often in an hour.
  var revealsData = false
  /// Records it in the ledger, which has the operator's signer and the form's token.
  let perform: @Sendable (SubsidyLedger, ActValues) throws -> Outcome

  /// The roles of which one allows it.
  var roles: Set<OperatorRole> { events.reduce(into: []) { $0.formUnion($1.roles) } }

  /// The types that its first event can have, or the event that it asks for.
  var beginnings: Set<EventType> { begins.union(events) }

  /// A page of it.
  func page(_ parts: [Page.Part]) -> Page {
    Page(title: title, question: question, place: place, above: above, parts: parts)
  }

  /// Problems of the typed values, before any rule is asked.
  func problems(in values: ActValues) -> [FormProblem] {
    let problems = fields.compactMap { field in
      field.problem(in: values).map { FormProblem(field: field.controlID, text: $0) }
    }
    return problems.isEmpty ? check(values) : problems
  }

  /// The reason for which the rules refuse something, in the words of the catalogue; nil if they do not.
  static func against(_ rules: () throws(Refusal) -> Void) -> Text? {
    do throws(Refusal) {
      try rules()
      return nil
    } catch {
      return CommandFailure(mapping: error).text
    }
  }

  /// A digest of events and of the day on which they were decided.
  static func digest(of events: [EventBody], on day: CivilDate) -> Digest {
    SHA256.hash(Array("\(day)\n".utf8) + events.flatMap { EventLine.entry($0) + [0x0A] })
  }
}

extension EventBody {
  /// Whether it has one of some types, or asks for an act that has.
  func begins(with types: Set<EventType>) -> Bool {
    if case .requested(let asked) = self { return types.contains(asked.act) }
    return types.contains(type)
  }

  /// The finding that an event disposes of, by the text of its key; nil for every other event.
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
