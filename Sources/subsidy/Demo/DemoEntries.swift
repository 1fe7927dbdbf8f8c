import JSONText
import Papers
import Policy
import Subsidy
import Values

extension DemoTables.Person {
  /// The event of the registration, as far as it concerns rules.
  var registration: EventBody {
    .registered(
      Registered(
        person: key, birth: idNumber.birth, isMale: idNumber.isMale, household: household,
        prior: prior.map { Registered.Prior(firstApproved: $0.firstApproved, months: $0.months) }))
  }

  /// Writes the entry of the registration, the private data with it.
  func write(to writer: inout JSONWriter, recorded: Instant? = nil, by: Identifier? = nil) {
    writer.beginObject()
    writer.field("type", "registered")
    if let recorded {
      writer.field("recorded", recorded)
    }
    if let by {
      writer.field("by", by)
    }
    writer.field("person", key)
    writer.field("birth", idNumber.birth)
    writer.field("sex", idNumber.isMale ? "male" : "female")
    writer.field("household", household.description)
    if let prior {
      writer.key("prior")
      writer.beginObject()
      writer.field("firstApproved", prior.firstApproved)
      writer.field("months", prior.months)
      writer.endObject()
    }
    writer.key("private")
    writer.beginObject()
    for (field, text) in [
      ("name", name), ("idNumber", idNumber.text), ("phone", phone), ("bank", bank), ("account", account),
    ] {
      writer.key(text: field)
      writer.value(text)
    }
    writer.endObject()
    writer.endObject()
  }
}

extension DemoTables.Fact {
  /// The fact of one person.
  func body(_ person: Identifier) -> EventBody {
    .factRecorded(
      FactRecorded(
        person: person, fact: must(FactCode(rawValue: fact)), from: from, to: to, source: source, detail: detail))
  }

  /// Writes the entry of the fact of one person.
  func write(_ person: Identifier, to writer: inout JSONWriter) {
    writer.beginObject()
    for (key, text) in [
      ("type", "fact-recorded"), ("person", person.description), ("fact", fact), ("from", from.description),
      ("source", source),
    ] {
      writer.key(text: key)
      writer.value(text)
    }
    if let to {
      writer.field("to", to)
    }
    if let detail {
      writer.field("detail", detail)
    }
    writer.endObject()
  }
}

extension DemoTables.Contribution {
  /// The months of the row.
  var everyMonth: [Month] {
    (0...(months.upperBound.index - months.lowerBound.index)).map { months.lowerBound.adding(Int($0)) }
  }
}

extension JSONWriter {
  /// The bytes of one value.
  static func line(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes
  }
}
