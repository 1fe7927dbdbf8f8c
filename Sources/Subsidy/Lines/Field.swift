import JSONText
import Values

/// A field of a type of event, as pages and tests ask for it.
public struct EventField: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// The form of its value.
  public let form: EventError.Expected
  /// Whether it may be missing.
  public let isOptional: Bool
}

/// What a field says an event is of.
enum EventRole: Sendable {
  /// About a person.
  case person
  /// Of a scheme.
  case scheme
}

/// One field of an object: its name, the form of its value and where the value is, said once for reader and writer.
struct Field<Body, Value>: Sendable {
  let described: EventField
  let read: @Sendable (inout FieldReader) throws(EventError) -> Value
  let write: @Sendable (Body, inout JSONWriter) -> Void
  private(set) var role: (role: EventRole, getter: @Sendable (Body) -> Identifier?)?

  private init(
    _ name: StaticString, _ form: EventError.Expected, isOptional: Bool,
    read: @escaping @Sendable (inout FieldReader) throws(EventError) -> Value,
    write: @escaping @Sendable (Body, inout JSONWriter) -> Void
  ) {
    described = EventField(name: name.description, form: form, isOptional: isOptional)
    self.read = read
    self.write = write
  }

  /// A field that must be there.
  init(_ name: StaticString, _ form: Form<Value>, _ get: @escaping @Sendable (Body) -> Value) {
    let key = JSONKey(stringLiteral: name)
    self.init(
      name, form.expected, isOptional: false,
      read: { reader throws(EventError) in try form.read(reader, key, reader.required(key)) },
      write: { body, writer in
        writer.key(name)
        form.write(&writer, get(body))
      })
  }

  /// A field that must be there, but whose value may be known without it.
  init(
    _ name: StaticString, _ form: Form<Value>, _ get: @escaping @Sendable (Body) -> Value,
    orElse known: @escaping @Sendable (borrowing FieldReader) throws(EventError) -> Value
  ) {
    let key = JSONKey(stringLiteral: name)
    self.init(
      name, form.expected, isOptional: false,
      read: { reader throws(EventError) in
        guard let member = try reader.optional(key) else { return try known(reader) }
        return try form.read(reader, key, member)
      },
      write: Field(name, form, get).write)
  }

  /// A field that may be missing; lines of one source perhaps must not have it.
  init<Wrapped>(
    optional name: StaticString, _ form: Form<Wrapped>, _ get: @escaping @Sendable (Body) -> Wrapped?,
    notIn source: LineSource? = nil
  ) where Value == Wrapped? {
    let key = JSONKey(stringLiteral: name)
    self.init(
      name, form.expected, isOptional: true,
      read: { reader throws(EventError) in
        guard reader.source != source, let member = try reader.optional(key) else { return nil }
        return try form.read(reader, key, member)
      },
      write: { body, writer in
        guard let value = get(body) else { return }
        writer.key(name)
        form.write(&writer, value)
      })
  }

  /// A list that is missing where it is empty.
  init<Element>(
    ifAny name: StaticString, _ form: Form<[Element]>, _ get: @escaping @Sendable (Body) -> [Element]
  ) where Value == [Element] {
    let field = Field<Body, [Element]?>(optional: name, form) { body in
      let list = get(body)
      return list.isEmpty ? nil : list
    }
    self.init(
      name, form.expected, isOptional: true, read: { reader throws(EventError) in try field.read(&reader) ?? [] },
      write: field.write)
  }
}

extension Field where Value == Identifier {
  /// The person that the event is about.
  static func person(_ get: @escaping @Sendable (Body) -> Identifier) -> Field {
    Field("person", .person, get).giving(.person) { get($0) }
  }

  /// The scheme that the event names.
  static func scheme(_ get: @escaping @Sendable (Body) -> Identifier) -> Field {
    Field("scheme", .identifier, get).giving(.scheme) { get($0) }
  }
}

extension Field where Value == Identifier? {
  /// The person that the event is about, if it is about one.
  static func person(ifAny get: @escaping @Sendable (Body) -> Identifier?) -> Field {
    Field(optional: "person", .person, get).giving(.person, get)
  }

  /// The scheme that the event names, if it names one.
  static func scheme(ifAny get: @escaping @Sendable (Body) -> Identifier?) -> Field {
    Field(optional: "scheme", .identifier, get).giving(.scheme, get)
  }
}

extension Field {
  private func giving(_ role: EventRole, _ getter: @escaping @Sendable (Body) -> Identifier?) -> Field {
    var field = self
    field.role = (role, getter)
    return field
  }
}

/// The fields of an object, in the writer's order, and how its content is made of their values.
struct FieldList<Body, each Value>: Sendable {
  private let make: @Sendable (repeat each Value) throws(EventError) -> Body
  private let fields: (repeat Field<Body, each Value>)

  init(
    _ make: @escaping @Sendable (repeat each Value) throws(EventError) -> Body,
    _ fields: repeat Field<Body, each Value>
  ) {
    self.make = make
    self.fields = (repeat each fields)
  }

  func read(_ reader: inout FieldReader) throws(EventError) -> Body {
    try make(repeat try (each fields).read(&reader))
  }

  func write(_ body: Body, to writer: inout JSONWriter) { repeat (each fields).write(body, &writer) }

  /// The fields, for pages and tests.
  var described: [EventField] {
    var list: [EventField] = []
    for field in repeat each fields { list.append(field.described) }
    return list
  }

  /// What gives the person or the scheme; nil where no field does.
  func getter(of role: EventRole) -> (@Sendable (Body) -> Identifier?)? {
    for field in repeat each fields { if let found = field.role, found.role == role { return found.getter } }
    return nil
  }
}
