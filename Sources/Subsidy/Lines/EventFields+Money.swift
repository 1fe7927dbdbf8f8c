import JSONText
import Values

extension BatchDrafted: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      batch: try fields.identifier("batch"), scheme: try fields.identifier("scheme"),
      through: try fields.month("through"), persons: Int(try fields.number("persons")),
      items: Int(try fields.number("items")), total: try fields.fen("totalFen"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("batch", batch)
    writer.field("scheme", scheme)
    writer.field("through", through)
    writer.field("persons", persons)
    writer.field("items", items)
    writer.field("totalFen", total)
  }
}

extension PaymentOrdered: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), month: try fields.month("month"),
      amount: try fields.fen("amountFen"), batch: try fields.identifier("batch"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("month", month)
    writer.field("amountFen", amount)
    writer.field("batch", batch)
  }
}

extension BatchNamed: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(batch: try fields.identifier("batch"))
  }

  func write(to writer: inout JSONWriter) { writer.field("batch", batch) }
}

extension BatchExported: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      batch: try fields.identifier("batch"), format: try fields.text("format"), sha256: try fields.sha256("sha256"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("batch", batch)
    writer.field("format", format)
    writer.field("sha256", sha256)
  }
}

extension Paid: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), month: try fields.month("month"),
      amount: try fields.fen("amountFen"), batch: try fields.identifier("batch"),
      reference: try fields.optionalText("reference"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("month", month)
    writer.field("amountFen", amount)
    writer.field("batch", batch)
    writer.field("reference", ifAny: reference)
  }
}

extension PaymentReturned: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), month: try fields.month("month"),
      amount: try fields.fen("amountFen"), batch: try fields.identifier("batch"), code: try fields.text("code"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("month", month)
    writer.field("amountFen", amount)
    writer.field("batch", batch)
    writer.field("code", code)
  }
}

extension ClawedBack: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let person = try fields.person()
    let scheme = try fields.identifier("scheme")
    let notice = try fields.identifier("notice")
    let months = try fields.demands("months")
    self.init(
      person: person, scheme: scheme, notice: notice, months: months, reason: try fields.text("reason"),
      clause: try fields.optionalText("clause"), debtor: try fields.optionalIdentifier("debtor"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("notice", notice)
    writer.key("months")
    writer.beginArray()
    for demand in months {
      writer.beginObject()
      writer.field("month", demand.month)
      writer.field("amountFen", demand.amount)
      writer.endObject()
    }
    writer.endArray()
    writer.field("reason", reason)
    writer.field("clause", ifAny: clause)
    writer.field("debtor", ifAny: debtor)
  }
}

extension Repaid: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), notice: try fields.identifier("notice"),
      amount: try fields.fen("amountFen"), receipt: try fields.text("receipt"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("notice", notice)
    writer.field("amountFen", amount)
    writer.field("receipt", receipt)
  }
}

extension PutBack: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), notice: try fields.identifier("notice"),
      amount: try fields.fen("amountFen"), unit: try fields.identifier("unit"), receipt: try fields.text("receipt"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("notice", notice)
    writer.field("amountFen", amount)
    writer.field("unit", unit)
    writer.field("receipt", receipt)
  }
}

extension WrittenOff: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), notice: try fields.identifier("notice"),
      amount: try fields.fen("amountFen"), authority: try fields.text("authority"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("notice", notice)
    writer.field("amountFen", amount)
    writer.field("authority", authority)
  }
}

extension ClawbackCancelled: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      person: try fields.person(), scheme: try fields.identifier("scheme"), notice: try fields.identifier("notice"),
      authority: try fields.text("authority"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("person", person)
    writer.field("scheme", scheme)
    writer.field("notice", notice)
    writer.field("authority", authority)
  }
}
