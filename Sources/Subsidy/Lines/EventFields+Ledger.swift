import JSONText
import Policy
import Values

extension LedgerOpened: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let ledger = try fields.text("ledger")
    let format = try fields.required("format")
    guard format.kind == .number, format.number == 1 else { throw fields.illFormed("format", format, .formatOne) }
    let hash = try fields.required("hash")
    guard try fields.text("hash", hash) == "sha256" else { throw fields.illFormed("hash", hash, .treeHash) }
    self.init(ledger: ledger)
  }

  func write(to writer: inout JSONWriter) {
    writer.field("ledger", ledger)
    writer.field("format", format)
    writer.field("hash", hash)
  }
}

extension PolicyAdopted: EventFields {
  /// A history may leave out the document of a shipped pack and the day it begins; both are then the shipped pack's.
  ///
  /// > Source: contract section 7, `record --history`.
  init(reading fields: inout FieldReader) throws(EventError) {
    let scheme = try fields.identifier("scheme")
    let policy = try fields.identifier("policy")
    let shipped = fields.source == .history ? ShippedPacks.pack(policy) : nil
    var effectiveFrom = try fields.optionalDate("effectiveFrom")
    var document: JSONValue?
    if let member = try fields.optional("document") {
      guard member.kind == .object else { throw fields.illFormed("document", member, .object) }
      document = try fields.tree("document", member, .object)
    } else if shipped != nil, let text = ShippedPacks.text(policy) {
      document = try? JSONValue(text)
    }
    guard let document else { throw EventError(.missing, field: "document") }
    if effectiveFrom == nil { effectiveFrom = shipped?.effectiveFrom }
    guard let effectiveFrom else { throw EventError(.missing, field: "effectiveFrom") }
    let member = try fields.required("parameters")
    guard member.kind == .object, let members = try fields.tree("parameters", member, .parameters).members
    else { throw fields.illFormed("parameters", member, .parameters) }
    var parameters: [Parameter] = []
    for pair in members {
      guard let value = pair.value.text else { throw fields.illFormed("parameters", member, .parameters) }
      parameters.append(Parameter(name: pair.key, value: value))
    }
    self.init(
      scheme: scheme, policy: policy, effectiveFrom: effectiveFrom, document: document, parameters: parameters)
  }

  func write(to writer: inout JSONWriter) {
    writer.field("scheme", scheme)
    writer.field("policy", policy)
    writer.field("effectiveFrom", effectiveFrom)
    writer.key("document")
    writer.value(document)
    writer.key("parameters")
    writer.beginObject()
    for parameter in parameters {
      writer.key(text: parameter.name)
      writer.value(parameter.value)
    }
    writer.endObject()
  }
}

extension Annulled: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let member = try fields.required("of")
    let target: Target
    if member.kind == .number {
      target = .sequence(UInt64(member.number))
    } else if member.kind == .string, !member.hasEscapes,
      let id = Identifier(entryID: fields.bytes, at: Int(member.start), count: Int(member.count))
    {
      target = .id(id)
    } else {
      throw fields.illFormed("of", member, .annulmentTarget)
    }
    self.init(of: target, reason: try fields.text("reason"))
  }

  func write(to writer: inout JSONWriter) {
    switch of {
    case .sequence(let sequence): writer.field("of", Int(sequence))
    case .id(let id): writer.field("of", id)
    }
    writer.field("reason", reason)
  }
}

extension HistoryImported: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      file: try fields.text("file"), sha256: try fields.sha256("sha256"), entries: Int(try fields.number("entries")),
      importedAt: try fields.instant("importedAt"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("file", file)
    writer.field("sha256", sha256)
    writer.field("entries", entries)
    writer.field("importedAt", importedAt)
  }
}

extension Recovered: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      segment: try fields.number("segment"), offset: try fields.number("offset"), bytes: try fields.number("bytes"),
      sha256: try fields.sha256("sha256"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("segment", Int(segment))
    writer.field("offset", Int(offset))
    writer.field("bytes", Int(bytes))
    writer.field("sha256", sha256)
  }
}
