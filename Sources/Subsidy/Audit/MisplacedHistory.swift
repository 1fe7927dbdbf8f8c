import JSONText
import Values

/// Gathers what histories brought after a ledger had gone live and may not: events of all types that somebody decides.
///
/// What is said of the same person, scheme, month, application, stage and batch is one finding. Nobody is responsible by
/// name: the operator of an imported event is whom the file names, and who imported it the log does not say.
///
/// > Source: contract 3, section 2.
public struct MisplacedHistory {
  private var found: [Subject: (amount: Fen, sequences: [UInt64])] = [:]

  /// Nothing yet.
  public init() {}

  /// What an event is about.
  private struct Subject: Hashable {
    let type: EventType
    let person: Identifier?
    let scheme: Identifier?
    let month: Month?
    let application: Identifier?
    let stage: Identifier?
    let batch: Identifier?

    /// What the declared fields of an event's type say by their names.
    init(_ event: Event, _ fields: JSONValue) {
      func name(_ field: String) -> Identifier? { fields[field]?.text.flatMap { Identifier($0) } }
      (type, person, scheme) = (event.body.type, event.body.person, event.body.scheme)
      (application, stage, batch) = (name("application"), name("stage"), name("batch"))
      // The month of a paper is one of its title: papers that were issued are one finding of their scheme.
      let dated = type == .paperIssued ? nil : fields["month"] ?? fields["through"]
      month = dated?.text.flatMap { Month($0) }
    }
  }

  /// Takes an event in that a history brought and may not; any other is passed over.
  public mutating func note(_ event: Event) {
    guard event.body.type.isMisplacedLate else { return }
    let fields = event.fieldsByName
    let subject = Subject(event, fields)
    let months = fields["months"]?.elements ?? []
    let amount =
      (fields["amountFen"] ?? fields["totalFen"])?.number ?? months.reduce(0) { $0 + ($1["amountFen"]?.number ?? 0) }
    found[subject, default: (.zero, [])].amount += Fen(amount)
    found[subject, default: (.zero, [])].sequences.append(event.sequence)
  }

  /// The findings, in the order of the events.
  public func findings() -> [Finding] {
    found.map { subject, found in
      Finding(
        .imported(subject.type), person: subject.person, scheme: subject.scheme, month: subject.month,
        amount: found.amount, sequences: found.sequences, application: subject.application, stage: subject.stage,
        batch: subject.batch)
    }.sorted { $0.sequences[0] < $1.sequences[0] }
  }
}

extension Event {
  /// What its line says, by the names of the declared fields.
  fileprivate var fieldsByName: JSONValue {
    var writer = JSONWriter()
    EventLine.write(self, to: &writer)
    do { return try JSONValue(writer.bytes) } catch { preconditionFailure("an event is written as JSON") }
  }
}
