import JSONText
import Values

extension Applied: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let person = try fields.person()
    let application = try fields.identifier("application")
    let scheme = try fields.identifier("scheme")
    let from = try fields.month("from")
    let undertaking = try fields.bool("undertaking")
    let channel = try fields.text("channel")
    var work: Work?
    if let member = try fields.optional("work") {
      var nested = try fields.nested("work", member, .object)
      work = Work(
        kind: try nested.text("kind"), since: try nested.date("since"), incomeBand: try nested.text("incomeBand"))
      try nested.finish()
    }
    self.init(
      person: person, application: application, scheme: scheme, from: from, undertaking: undertaking,
      channel: channel, work: work, delegate: try fields.optionalText("delegate"),
      district: try fields.optionalRegion("district"), place: try fields.optionalWord("place", .place),
      category: try fields.optionalIdentifier("category"), materials: try fields.optionalIdentifiers("materials"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("application", application)
    writer.field("scheme", scheme)
    writer.field("from", from)
    writer.field("undertaking", undertaking)
    writer.field("channel", channel)
    if let work {
      writer.key("work")
      writer.beginObject()
      writer.field("kind", work.kind)
      writer.field("since", work.since)
      writer.field("incomeBand", work.incomeBand)
      writer.endObject()
    }
    writer.field("delegate", ifAny: delegate)
    writer.field("district", ifAny: district?.description)
    writer.field("place", ifAny: place?.rawValue)
    writer.field("category", ifAny: category)
    if !materials.isEmpty { writer.field("materials", materials) }
  }
}

extension Verified: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let person = try fields.person()
    let application = try fields.identifier("application")
    let stage = try fields.identifier("stage")
    let hasPassed = try fields.choice("outcome", "passed", "failed", .outcome)
    self.init(
      person: person, application: application, stage: stage, hasPassed: hasPassed,
      reasons: try fields.optionalReasons("reasons"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("application", application)
    writer.field("stage", stage)
    writer.field("outcome", hasPassed ? "passed" : "failed")
    if !reasons.isEmpty { writer.reasons(reasons) }
  }
}

extension Approved: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let person = try fields.person()
    let application = try fields.identifier("application")
    let scheme = try fields.identifier("scheme")
    let policy = try fields.identifier("policy")
    let from = try fields.month("from")
    let member = try fields.required("basis")
    var nested = try fields.nested("basis", member, .basis)
    let basis: Basis =
      switch try nested.text("kind") {
      case "months": .months(try nested.months("months"))
      case "until": .until(try nested.month("month"))
      default: throw fields.illFormed("basis", member, .basis)
      }
    try nested.finish()
    self.init(
      person: person, application: application, scheme: scheme, policy: policy, from: from, basis: basis,
      first: try fields.bool("first"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("application", application)
    writer.field("scheme", scheme)
    writer.field("policy", policy)
    writer.field("from", from)
    writer.key("basis")
    writer.value(basis)
    writer.field("first", first)
  }
}

extension Rejected: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), application: try fields.identifier("application"),
      reasons: try fields.reasons(fields.required("reasons")))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("application", application)
    writer.reasons(reasons)
  }
}

extension Withdrawn: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(person: try fields.person(), application: try fields.identifier("application"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("application", application)
  }
}

extension StartConfirmed: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), application: try fields.identifier("application"), from: try fields.month("from"),
      mode: try fields.optionalWord("mode", .startMode))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("application", application)
    writer.field("from", from)
    writer.field("mode", ifAny: mode?.rawValue)
  }
}

extension Suspended: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), from: try fields.month("from"),
      reason: try fields.text("reason"), clause: try fields.optionalText("clause"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("from", from)
    writer.field("reason", reason)
    writer.field("clause", ifAny: clause)
  }
}

extension Resumed: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), from: try fields.month("from"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("from", from)
  }
}

extension Ended: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), from: try fields.month("from"),
      reason: try fields.text("reason"), clause: try fields.optionalText("clause"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("from", from)
    writer.field("reason", reason)
    writer.field("clause", ifAny: clause)
  }
}

extension Extended: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), months: try fields.months("months"),
      reason: try fields.text("reason"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("months", months)
    writer.field("reason", reason)
  }
}
