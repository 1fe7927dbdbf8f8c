import Catalogue
import Ledger
import Merkle
import Papers
import Subsidy
import System
import Values
import Web

/// Something that is recorded through a form: declared once, drawn, read, tried and carried out by ``ActPages``.
struct Act {
  /// What it is about: a form is refused if something was recorded of that since it was made.
  enum Subject: Sendable {
    case persons(Set<Identifier>)
    /// The person whose key is typed into a field; nobody if it is empty.
    case typedPerson(in: String)
    case batch(Identifier)
    case month(Month)
    case request(Identifier)
    case `operator`(Identifier)
    /// A finding, as its key reads.
    case finding(String)
    /// What the rules alone say.
    case nothing

    /// The subject with the person that was typed, and with every key of the same humans.
    func resolved(_ values: ActValues, in state: LedgerState) -> Subject {
      switch self {
      case .persons(let persons): .persons(Set(persons.flatMap { [$0] + state.keys(of: $0) }))
      case .typedPerson(let field):
        (try? values.identifier(field)).map { Subject.persons([$0]).resolved(values, in: state) }
          ?? .nothing
      case .batch, .month, .request, .operator, .finding, .nothing: self
      }
    }

    /// Whether an event, or what an event asks for, is about it.
    func isSubject(of body: EventBody) -> Bool {
      if case .requested(let asked) = body { return asked.acts.contains { isSubject(of: $0) } }
      // An order comes with its batch's draft, and what an auditor thinks of a finding changes nothing else.
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

  /// What an act was like when it was tried and nothing was recorded.
  struct Preview: Sendable {
    /// How many events the ledger had when it was tried.
    var size: UInt64 = 0
    /// What the rows turned out to be about, if the form did not say it.
    var subject: Subject?
    var figures: [Page.Figure] = []
    /// What would be recorded, and what somebody should know of it.
    var sentences: [Text] = []
    /// Why it cannot be recorded, each with where that stands.
    var problems: [(place: Text, text: Text)] = []
    /// The rows that cannot be taken, with the reasons.
    var refused: File?

    /// Whether somebody who has seen one preview has seen the other.
    func shows(what other: Preview) -> Bool {
      figures == other.figures && sentences == other.sentences && problems.elementsEqual(other.problems, by: ==)
    }
  }

  /// A file that came of an act.
  struct File: Sendable {
    let name: String
    let type: String
    let bytes: [UInt8]
  }

  /// What an act would record, in short.
  struct Basis: Sendable {
    /// Of the ledger that the page shows.
    let shown: Digest
    /// Of any state.
    let of: @Sendable (LedgerState) throws -> Digest

    init(_ shown: LedgerState, _ of: @escaping @Sendable (LedgerState) throws -> Digest) rethrows {
      self.shown = try of(shown)
      self.of = of
    }
  }

  /// What came of an act beside its events.
  struct Outcome: Sendable {
    /// What somebody should know.
    var notes: [Text] = []
    /// What is taken away: the bank's file.
    var files: [File] = []
    /// What an act that appends nothing has done; nil for one that was to append.
    var title: Text?
  }

  /// Its page.
  let path: LocalPath
  let place: Place
  let title: Text
  let question: Text
  /// The pages between it and its place's own.
  var above: [(Text, LocalPath)] = []
  /// What is on the button.
  let button: Text
  /// The types of events that it is about; their roles allow it.
  let events: [EventType]
  /// The types of events besides that it may begin with.
  var begins: Set<EventType> = []
  let subject: Subject
  /// What stands above the form.
  var parts: [Page.Part] = []
  let fields: [FormField]
  /// What stands against it whatever somebody types.
  var against: Text?
  /// Whether somebody may look at its page who may not do it.
  var isReadable = false
  /// What stands below the form.
  var below: [Page.Part] = []
  /// What more is wrong with what was typed, of several fields together.
  var check: (ActValues) -> [FormProblem] = { _ in [] }
  /// Where it is tried first, and how; nil for an act that is recorded at once.
  var trial: (path: LocalPath, run: @Sendable (SubsidyLedger, ActValues) throws -> Preview)?
  /// What its page shows beside the subject: the form is refused if that was otherwise when it was made.
  var basis: Basis?
  /// Whether it goes on by itself while somebody waits.
  var isLong = false
  /// Whether it appends events; one that only makes a file waits for no other act.
  var appends = true
  /// Whether what comes of it shows private data as they are, which an operator may see so often in an hour.
  var revealsData = false
  /// Records it.
  ///
  /// It is given the ledger with the operator's signer and the form's token.
  let perform: @Sendable (SubsidyLedger, ActValues) throws -> Outcome

  /// The roles of which one allows it.
  var roles: Set<OperatorRole> { events.reduce(into: []) { $0.formUnion($1.roles) } }

  /// The types of which the first event is that it records, or that it asks for.
  var beginnings: Set<EventType> { begins.union(events) }

  /// A page of it.
  func page(_ parts: [Page.Part]) -> Page {
    Page(title: title, question: question, place: place, above: above, parts: parts)
  }

  /// What is wrong with what was typed, before any rule is asked.
  func problems(in values: ActValues) -> [FormProblem] {
    let problems = fields.compactMap { field in
      field.problem(in: values).map { FormProblem(field: field.controlID, text: $0) }
    }
    return problems.isEmpty ? check(values) : problems
  }
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

extension Act {
  /// What some events say, and on which day they were decided, in short.
  static func digest(of events: [EventBody], on day: CivilDate) -> Digest {
    SHA256.hash(Array("\(day)\n".utf8) + events.flatMap { EventLine.entry($0) + [0x0A] })
  }
}

extension EventBody {
  /// Whether it is of one of some types, or asks for one that is.
  func begins(with types: Set<EventType>) -> Bool {
    if case .requested(let asked) = self { return types.contains(asked.act) }
    return types.contains(type)
  }

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
