import JSONText
import Values

/// The subject of an event, as the declared fields of its type name it.
struct EventSubject: Hashable {
  let type: EventType
  let person: Identifier?
  let scheme: Identifier?
  let month: Month?
  let application: Identifier?
  let stage: Identifier?
  let batch: Identifier?
  /// The money it names, in fen.
  let amount: Fen

  init(_ event: Event) {
    let fields = event.fieldsByName
    func name(_ field: String) -> Identifier? { fields[field]?.text.flatMap { Identifier($0) } }
    (type, person, scheme) = (event.body.type, event.body.person, event.body.scheme)
    (application, stage, batch) = (name("application"), name("stage"), event.body.batch)
    // The month of a paper is one of its title: papers that were issued are one finding of their scheme.
    let dated = type == .paperIssued ? nil : fields["month"] ?? fields["through"]
    month = dated?.text.flatMap { Month($0) }
    let months = fields["months"]?.elements ?? []
    amount = Fen(
      (fields["amountFen"] ?? fields["totalFen"])?.number ?? months.reduce(0) { $0 + ($1["amountFen"]?.number ?? 0) })
  }
}

extension Finding {
  /// A finding about the subject of some events.
  init(_ code: Code, _ subject: EventSubject, responsible: [Identifier] = [], sequences: [UInt64]) {
    self.init(
      code, person: subject.person, scheme: subject.scheme, month: subject.month, amount: subject.amount,
      responsible: responsible, sequences: sequences, application: subject.application, stage: subject.stage,
      batch: subject.batch)
  }
}

extension Event {
  /// The content of its line, by the names of the declared fields.
  fileprivate var fieldsByName: JSONValue {
    var writer = JSONWriter()
    EventLine.write(self, to: &writer)
    do { return try JSONValue(writer.bytes) } catch { preconditionFailure("an event is written as JSON") }
  }
}
