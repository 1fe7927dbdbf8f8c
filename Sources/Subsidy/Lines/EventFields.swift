import JSONText
import Policy
import Values

/// The fields of one event type, read and written side by side.
///
/// The order of the calls is the writer's order; a reader takes any.
protocol EventFields {
  init(reading fields: inout FieldReader) throws(EventError)
  func write(to writer: inout JSONWriter)
}

extension Registered: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let person = try fields.person()
    let birth = try fields.date("birth")
    let isMale = try fields.choice("sex", "male", "female", .sex)
    let household = try fields.region("household")
    var prior: Prior?
    if let member = try fields.optional("prior") {
      var nested = try fields.nested("prior", member, .object)
      prior = Prior(firstApproved: try nested.date("firstApproved"), months: try nested.months("months"))
      try nested.finish()
    }
    self.init(
      person: person, birth: birth, isMale: isMale, household: household, prior: prior,
      vault: fields.source == .entry ? nil : try fields.optionalText("vault"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("birth", birth)
    writer.field("sex", isMale ? "male" : "female")
    writer.field("household", household.description)
    if let prior {
      writer.key("prior")
      writer.beginObject()
      writer.field("firstApproved", prior.firstApproved)
      writer.field("months", prior.months)
      writer.endObject()
    }
    writer.field("vault", ifAny: vault)
  }
}

extension FactRecorded: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let person = try fields.person()
    let fact = try fields.fact("fact")
    let from = try fields.date("from")
    let to = try fields.optionalDate("to")
    let source = try fields.text("source")
    let detail = try fields.optionalText("detail")
    var employment: Employment?
    if let member = try fields.optional("employment") {
      guard fact == .flexibleRegistered else {
        throw EventError(.illFormed(expected: .noEmployment), field: "employment")
      }
      var nested = try fields.nested("employment", member, .object)
      employment = try Employment(reading: &nested)
      try nested.finish()
    }
    self.init(
      person: person, fact: fact, from: from, to: to, source: source, detail: detail, employment: employment)
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("fact", fact.rawValue)
    writer.field("from", from)
    if let to { writer.field("to", to) }
    writer.field("source", source)
    writer.field("detail", ifAny: detail)
    if let employment {
      writer.key("employment")
      writer.beginObject()
      employment.write(to: &writer)
      writer.endObject()
    }
  }
}

extension FactRecorded.Employment {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      entry: try fields.word("entry", .entry), isUrban: try fields.bool("urban"),
      place: try fields.optionalRegion("place"), kind: try fields.optionalText("kind"),
      hours: try fields.optionalWeekHours("hours"), income: try fields.optionalFen("incomeFen"),
      platform: try fields.optionalText("platform"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("entry", entry.rawValue)
    writer.field("urban", isUrban)
    writer.field("place", ifAny: place?.description)
    writer.field("kind", ifAny: kind)
    if let hours { writer.field("hours", hours) }
    if let income { writer.field("incomeFen", income) }
    writer.field("platform", ifAny: platform)
  }
}

extension Contributed: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), month: try fields.month("month"), amount: try fields.fen("amountFen"),
      paidOn: try fields.date("paidOn"), source: try fields.text("source"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("month", month)
    writer.field("amountFen", amount)
    writer.field("paidOn", paidOn)
    writer.field("source", source)
  }
}

extension DebitFailed: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(person: try fields.person(), month: try fields.month("month"), source: try fields.text("source"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("month", month)
    writer.field("source", source)
  }
}

extension Reported: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let person = try fields.person()
    let on = try fields.date("on")
    let channel = try fields.text("channel")
    var work: Work?
    if let member = try fields.optional("work") {
      var nested = try fields.nested("work", member, .object)
      work = Work(
        kind: try nested.text("kind"), place: try nested.text("place"), hours: try nested.weekHours("hours"),
        incomeBand: try nested.text("incomeBand"))
      try nested.finish()
    }
    self.init(person: person, on: on, channel: channel, work: work)
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("on", on)
    writer.field("channel", channel)
    if let work {
      writer.key("work")
      writer.beginObject()
      writer.field("kind", work.kind)
      writer.field("place", work.place)
      writer.field("hours", work.hours)
      writer.field("incomeBand", work.incomeBand)
      writer.endObject()
    }
  }
}
