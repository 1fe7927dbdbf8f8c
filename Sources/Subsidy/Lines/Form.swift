import JSONText
import Policy
import Values

/// The form of a value: its reader, its writer, and its name in the error about a value of another form.
struct Form<Value>: Sendable {
  let expected: EventError.Expected
  /// The kind of its texts; nil if it has none but those of a closed form.
  let text: TextKind?
  /// The fields of an object.
  let fields: [EventField]
  let read: @Sendable (borrowing FieldReader, JSONKey, JSONMember) throws(EventError) -> Value
  let write: @Sendable (inout JSONWriter, Value) -> Void

  /// A form whose reader names the error itself.
  init(
    _ expected: EventError.Expected, of text: TextKind? = nil, fields: [EventField] = [],
    reading read: @escaping @Sendable (borrowing FieldReader, JSONKey, JSONMember) throws(EventError) -> Value,
    _ write: @escaping @Sendable (inout JSONWriter, Value) -> Void
  ) {
    self.expected = expected
    self.text = text
    self.fields = fields
    self.read = read
    self.write = write
  }

  /// A form that a member either has or does not have.
  init(
    _ expected: EventError.Expected, of text: TextKind? = nil,
    _ parse: @escaping @Sendable (borrowing FieldReader, JSONMember) -> Value?,
    _ write: @escaping @Sendable (inout JSONWriter, Value) -> Void
  ) {
    self.init(
      expected, of: text,
      reading: { reader, key, member throws(EventError) in
        guard let value = parse(reader, member) else { throw reader.illFormed(key, member, expected) }
        return value
      }, write)
  }

  /// A form of texts.
  init(
    text expected: EventError.Expected, _ parse: @escaping @Sendable (String) -> Value?,
    _ text: @escaping @Sendable (Value) -> String
  ) {
    self.init(
      expected,
      reading: { reader, key, member throws(EventError) in
        guard let value = parse(try reader.text(key, member)) else { throw reader.illFormed(key, member, expected) }
        return value
      }, { $0.value(text($1)) })
  }

  /// An array of values, not empty.
  init<Element>(
    list expected: EventError.Expected, of text: TextKind, _ parse: @escaping @Sendable (JSONValue) -> Element?,
    _ write: @escaping @Sendable (inout JSONWriter, Element) -> Void
  ) where Value == [Element] {
    self.init(
      expected, of: text,
      reading: { reader, key, member throws(EventError) in
        var list: [Element] = []
        for element in try reader.elements(key, member, expected) {
          guard let value = parse(element) else { throw reader.illFormed(key, member, expected) }
          list.append(value)
        }
        guard !list.isEmpty else { throw reader.illFormed(key, member, expected) }
        return list
      }, { $0.array($1, write) })
  }

  /// An object with fields of its own.
  static func object<each Part>(
    _ make: @escaping @Sendable (repeat each Part) throws(EventError) -> Value,
    _ fields: repeat Field<Value, each Part>
  ) -> Form {
    let list = Fields(make, repeat each fields)
    return Form(
      .object, fields: list.described,
      reading: { reader, key, member throws(EventError) in
        var nested = try reader.nested(key, member, .object)
        let value = try list.read(&nested)
        try nested.finish()
        return value
      },
      { writer, value in
        writer.beginObject()
        list.write(value, to: &writer)
        writer.endObject()
      })
  }
}

extension Form<Identifier> {
  static var identifier: Form { Form(.identifier, of: .designation, { $0.identifier($1) }, { $0.value($1) }) }

  static var person: Form {
    Form(
      .personKey, of: .personKey, { reader, member in reader.identifier(member).flatMap { isPersonKey($0) } },
      { $0.value($1) })
  }

  /// The sender's own id of an entry.
  static var entryID: Form {
    Form(.entryID, of: .designation, { $0.entryID($1) }, { $0.value($1) })
  }

  fileprivate static func isPersonKey(_ identifier: Identifier) -> Identifier? {
    identifier.isPersonKey ? identifier : nil
  }
}

extension Form<[Identifier]> {
  static var identifiers: Form {
    Form(list: .identifiers, of: .designation, { $0.text.flatMap { Identifier($0) } }, { $0.value($1) })
  }

  static var persons: Form {
    Form(
      list: .persons, of: .personKey,
      { $0.text.flatMap { Identifier($0) }.flatMap { Form<Identifier>.isPersonKey($0) } },
      { $0.value($1) })
  }
}

extension Form<Month> {
  static var month: Form {
    Form(
      .month,
      { reader, member in
        guard reader.isPlain(member) else { return nil }
        return Month(bytes: reader.bytes, at: Int(member.start), count: Int(member.count))
      }, { $0.value($1) })
  }
}

extension Form<CivilDate> {
  static var date: Form {
    Form(
      .date,
      { reader, member in
        guard reader.isPlain(member) else { return nil }
        return CivilDate(bytes: reader.bytes, at: Int(member.start), count: Int(member.count))
      }, { $0.value($1) })
  }
}

extension Form<Instant> {
  static var instant: Form {
    Form(
      .instant,
      { reader, member in
        guard reader.isPlain(member) else { return nil }
        return Instant(bytes: reader.bytes, at: Int(member.start), count: Int(member.count))
      }, { $0.value($1) })
  }
}

extension Form<Region> {
  static var region: Form {
    Form(
      .region,
      { reader, member in
        guard reader.isPlain(member) else { return nil }
        return Region(bytes: reader.bytes, at: Int(member.start), count: Int(member.count))
      }, { $0.value($1.description) })
  }
}

extension Form<Fen> {
  static var fen: Form {
    Form(.fen, { _, member in member.kind == .number ? Fen(member.number) : nil }, { $0.value($1) })
  }
}

extension Form<UInt64> {
  static var number: Form {
    Form(
      .number, { _, member in member.kind == .number ? UInt64(member.number) : nil },
      { $0.value(Int64(clamping: $1)) })
  }
}

extension Form<Int> {
  static var count: Form { whole(.number) }
  static var months: Form { whole(.months) }
  /// Hours in a week.
  static var weekHours: Form { whole(.weekHours, upTo: Reported.Work.mostHours) }

  private static func whole(_ expected: EventError.Expected, upTo most: Int = .max) -> Form {
    Form(
      expected, { _, member in member.kind == .number && member.number <= most ? Int(member.number) : nil },
      { $0.value($1) })
  }

  /// A woman's own statutory age.
  static var womenAge: Form {
    Form(
      .womenAge,
      { _, member in member.kind == .number && [50, 55].contains(member.number) ? Int(member.number) : nil },
      { $0.value($1) })
  }

  /// The one format there is.
  static var formatOne: Form {
    Form(.formatOne, { _, member in member.kind == .number && member.number == 1 ? 1 : nil }, { $0.value($1) })
  }
}

extension Form<Bool> {
  static var bool: Form {
    Form(
      .bool, { _, member in member.kind == .true ? true : member.kind == .false ? false : nil }, { $0.value($1) })
  }

  static var sex: Form { choice("male", "female", .sex) }
  static var outcome: Form { choice("passed", "failed", .outcome) }

  /// One of two words; true for the first.
  private static func choice(_ first: String, _ second: String, _ expected: EventError.Expected) -> Form {
    Form(text: expected, { $0 == first ? true : $0 == second ? false : nil }, { $0 ? first : second })
  }
}

extension Form<String> {
  /// A text in the writer's own words: a reason, a note, a source.
  static var freeText: Form { text(of: .free) }
  /// A designation: a receipt, a reference, a code, a clause.
  static var designation: Form { text(of: .designation) }
  /// The keyed digest of private data, for which older programs took any text.
  static var digest: Form { text(of: nil) }

  private static func text(of kind: TextKind?) -> Form {
    Form(
      .text, of: kind, reading: { reader, key, member throws(EventError) in try reader.text(key, member) },
      { $0.value($1) })
  }

  static var sha256: Form {
    Form(
      text: .sha256,
      { text in
        let isHex = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return text.utf8.count == 64 && isHex ? text : nil
      }, { $0 })
  }

  /// The one hash of the tree there is.
  static var treeHash: Form { Form(text: .treeHash, { $0 == "sha256" ? $0 : nil }, { $0 }) }
}

extension Form<[OperatorRole]> {
  /// Roles, each once.
  static var roles: Form {
    Form(
      .roles,
      reading: { reader, key, member throws(EventError) in
        let texts = try reader.elements(key, member, .roles).map(\.text)
        let roles = texts.compactMap { $0.flatMap { OperatorRole(rawValue: $0) } }
        guard !roles.isEmpty, roles.count == texts.count, Set(roles).count == roles.count else {
          throw reader.illFormed(key, member, .roles)
        }
        return roles
      }, { $0.array($1) { $0.value($1.rawValue) } })
  }
}

extension Form<[OperatorKey]> {
  /// Public keys of an operator, each once.
  static var keys: Form {
    Form(
      .keys,
      reading: { reader, key, member throws(EventError) in
        let texts = try reader.elements(key, member, .keys).map(\.text)
        let keys = texts.compactMap { $0.flatMap { OperatorKey($0) } }
        guard (1...OperatorKey.most).contains(keys.count), keys.count == texts.count,
          Set(keys.map(\.material)).count == keys.count
        else { throw reader.illFormed(key, member, .keys) }
        return keys
      }, { $0.array($1) { $0.value($1.text) } })
  }
}

extension Form<[String]> {
  /// Texts in the writer's own words, none of them empty.
  static var freeTexts: Form {
    Form(list: .texts, of: .free, { element in element.text.flatMap { $0.isEmpty ? nil : $0 } }, { $0.value($1) })
  }
}

extension Form where Value: RawRepresentable<String> & SendableMetatype {
  /// One of a few words.
  static func word(_ expected: EventError.Expected) -> Form {
    Form(text: expected, { Value(rawValue: $0) }, { $0.rawValue })
  }
}

extension Form<JSONValue> {
  /// An object with any content.
  static var tree: Form {
    Form(
      .object,
      reading: { reader, key, member throws(EventError) in
        guard member.kind == .object else { throw reader.illFormed(key, member, .object) }
        return try reader.tree(member)
      }, { $0.value($1) })
  }
}

extension JSONWriter {
  /// Writes an array.
  mutating func array<Element>(_ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }
}
