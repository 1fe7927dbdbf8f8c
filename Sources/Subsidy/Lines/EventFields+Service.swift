import JSONText
import Values

extension Checked: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), check: try fields.identifier("check"),
      hasPassed: try fields.choice("outcome", "passed", "failed", .outcome), on: try fields.date("on"),
      source: try fields.text("source"), detail: try fields.optionalText("detail"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("check", check)
    writer.field("outcome", hasPassed ? "passed" : "failed")
    writer.field("on", on)
    writer.field("source", source)
    writer.field("detail", ifAny: detail)
  }
}

extension Notified: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), notice: try fields.identifier("notice"),
      on: try fields.date("on"), channel: try fields.text("channel"),
      application: try fields.optionalIdentifier("application"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("notice", notice)
    writer.field("on", on)
    writer.field("channel", channel)
    writer.field("application", ifAny: application)
  }
}

extension Visited: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), on: try fields.date("on"), finding: try fields.optionalText("finding"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("on", on)
    writer.field("finding", ifAny: finding)
  }
}

extension CorrectionRequested: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), application: try fields.identifier("application"),
      items: try fields.texts("items"), reason: try fields.optionalText("reason"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("application", application)
    writer.field("items", items)
    writer.field("reason", ifAny: reason)
  }
}

extension SampleDrawn: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      scheme: try fields.identifier("scheme"), sample: try fields.identifier("sample"),
      seed: try fields.identifier("seed"), population: Int(try fields.number("population")),
      populationSHA256: try fields.sha256("populationSha256"), persons: try fields.persons("persons"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("scheme", scheme)
    writer.field("sample", sample)
    writer.field("seed", seed)
    writer.field("population", population)
    writer.field("populationSha256", populationSHA256)
    writer.field("persons", persons)
  }
}

extension PaperIssued: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      scheme: try fields.identifier("scheme"), paper: try fields.identifier("paper"),
      number: try fields.identifier("number"), month: try fields.month("month"), sha256: try fields.sha256("sha256"),
      rows: Int(try fields.number("rows")))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("scheme", scheme)
    writer.field("paper", paper)
    writer.field("number", number)
    writer.field("month", month)
    writer.field("sha256", sha256)
    writer.field("rows", rows)
  }
}
