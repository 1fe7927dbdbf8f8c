public import JSONText
import Values

extension FieldReader {
  /// Reads an array of `{"code", "clause"}`; a bare text stands for a code without a clause.
  func reasons(_ member: JSONMember) throws(EventError) -> [RejectionReason] {
    var reasons: [RejectionReason] = []
    for (index, element) in try elements("reasons", member, .reasons).enumerated() {
      try refuseUnknown(in: element, of: "reasons[\(index)].", but: ["code", "clause"])
      if let code = element.text, !code.isEmpty {
        reasons.append(RejectionReason(code: code, clause: nil))
        continue
      }
      guard let code = element["code"]?.text, !code.isEmpty else { throw illFormed("reasons", member, .reasons) }
      switch element["clause"] {
      case .string(let clause)?: reasons.append(RejectionReason(code: code, clause: clause))
      case .null?, nil: reasons.append(RejectionReason(code: code, clause: nil))
      default: throw illFormed("reasons", member, .reasons)
      }
    }
    return reasons
  }

  /// Refuses the first member of an element that is not one of its fields.
  private func refuseUnknown(in element: JSONValue, of path: String, but known: [String]) throws(EventError) {
    for member in element.members ?? [] where !known.contains(member.key) {
      throw EventError(.unknown, field: path + member.key)
    }
  }

  /// Reads the reasons, if there are any.
  mutating func optionalReasons(_ key: JSONKey) throws(EventError) -> [RejectionReason] {
    guard let member = try optional(key) else { return [] }
    return try reasons(member)
  }

  /// Reads an array of `{"month", "amountFen"}` with at least one element.
  mutating func demands(_ key: JSONKey) throws(EventError) -> [ClawedBack.Demand] {
    let member = try required(key)
    var demands: [ClawedBack.Demand] = []
    for (index, element) in try elements(key, member, .demands).enumerated() {
      try refuseUnknown(in: element, of: "\(key)[\(index)].", but: ["month", "amountFen"])
      guard let text = element["month"]?.text, let month = Month(text),
        let amount = element["amountFen"]?.number
      else { throw illFormed(key, member, .demands) }
      demands.append(ClawedBack.Demand(month: month, amount: Fen(amount)))
    }
    guard !demands.isEmpty else { throw illFormed(key, member, .demands) }
    return demands
  }
}

extension FieldReader {
  /// Reads an array of identifiers with at least one element, if it is there; empty where it is not.
  mutating func optionalIdentifiers(_ key: JSONKey) throws(EventError) -> [Identifier] {
    guard let member = try optional(key) else { return [] }
    return try list(key, member, .identifiers) { $0.text.flatMap { Identifier($0) } }
  }

  /// Reads an array of persons' keys with at least one element.
  mutating func persons(_ key: JSONKey) throws(EventError) -> [Identifier] {
    try list(key, required(key), .persons) { element in
      element.text.flatMap { Identifier($0) }.flatMap { $0.isPersonKey ? $0 : nil }
    }
  }

  /// Reads an array of texts, none of them empty, with at least one element.
  mutating func texts(_ key: JSONKey) throws(EventError) -> [String] {
    try list(key, required(key), .texts) { element in element.text.flatMap { $0.isEmpty ? nil : $0 } }
  }

  private func list<Element>(
    _ key: JSONKey, _ member: JSONMember, _ expected: EventError.Expected, _ read: (JSONValue) -> Element?
  ) throws(EventError) -> [Element] {
    var list: [Element] = []
    for element in try elements(key, member, expected) {
      guard let value = read(element) else { throw illFormed(key, member, expected) }
      list.append(value)
    }
    guard !list.isEmpty else { throw illFormed(key, member, expected) }
    return list
  }
}

extension FieldReader {
  /// A person's key, if it is there.
  mutating func optionalPerson() throws(EventError) -> Identifier? {
    guard let member = try optional("person") else { return nil }
    guard isPlain(member), let value = Identifier(bytes: bytes, at: Int(member.start), count: Int(member.count)),
      value.isPersonKey
    else { throw illFormed("person", member, .personKey) }
    return value
  }

  /// A month, if it is there.
  mutating func optionalMonth(_ key: JSONKey) throws(EventError) -> Month? {
    guard let member = try optional(key) else { return nil }
    guard isPlain(member), let value = Month(bytes: bytes, at: Int(member.start), count: Int(member.count))
    else { throw illFormed(key, member, .month) }
    return value
  }

  /// A value that is one of a few words.
  mutating func word<Word: RawRepresentable<String>>(
    _ key: JSONKey, _ expected: EventError.Expected
  ) throws(EventError) -> Word {
    let member = try required(key)
    guard let word = Word(rawValue: try text(key, member)) else { throw illFormed(key, member, expected) }
    return word
  }

  /// A value that is one of a few words, if it is there.
  mutating func optionalWord<Word: RawRepresentable<String>>(
    _ key: JSONKey, _ expected: EventError.Expected
  ) throws(EventError) -> Word? {
    guard let member = try optional(key) else { return nil }
    guard let word = Word(rawValue: try text(key, member)) else { throw illFormed(key, member, expected) }
    return word
  }
}

extension JSONWriter {
  mutating func field(_ key: StaticString, ifAny value: Identifier?) {
    if let value { field(key, value) }
  }

  mutating func field(_ key: StaticString, _ values: [Identifier]) {
    self.key(key)
    beginArray()
    for value in values { self.value(value) }
    endArray()
  }

  mutating func field(_ key: StaticString, _ values: [String]) {
    self.key(key)
    beginArray()
    for value in values { self.value(value) }
    endArray()
  }

  mutating func reasons(_ reasons: [RejectionReason]) {
    key("reasons")
    beginArray()
    for reason in reasons {
      beginObject()
      field("code", reason.code)
      key("clause")
      if let clause = reason.clause { value(clause) } else { null() }
      endObject()
    }
    endArray()
  }

  /// Writes a basis, as in `approved` and in `person --format json`.
  ///
  /// > Source: contract section 7.
  public mutating func value(_ basis: Basis) {
    beginObject()
    switch basis {
    case .months(let months):
      field("kind", "months")
      field("months", months)
    case .until(let month):
      field("kind", "until")
      field("month", month)
    }
    endObject()
  }
}
