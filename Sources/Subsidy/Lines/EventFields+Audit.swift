import JSONText
import Values

extension FindingDisposed: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let finding = FindingKey(
      code: try fields.identifier("code"), person: try fields.optionalPerson(),
      scheme: try fields.optionalIdentifier("scheme"), month: try fields.optionalMonth("month"),
      application: try fields.optionalIdentifier("application"), stage: try fields.optionalIdentifier("stage"),
      batch: try fields.optionalIdentifier("batch"))
    self.init(finding: finding, outcome: try fields.word("outcome", .disposition), note: try fields.text("note"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("code", finding.code)
    writer.field("person", ifAny: finding.person)
    writer.field("scheme", ifAny: finding.scheme)
    if let month = finding.month { writer.field("month", month) }
    writer.field("application", ifAny: finding.application)
    writer.field("stage", ifAny: finding.stage)
    writer.field("batch", ifAny: finding.batch)
    writer.field("outcome", outcome.rawValue)
    writer.field("note", note)
  }
}
