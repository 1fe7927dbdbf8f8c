import JSONText
import Values

/// A field of a type of event, as pages and tests use it.
public struct EventField: Hashable, Sendable {
  /// Its name.
  public let name: String
  /// The form of its value.
  public let form: EventError.Expected
  /// Whether it may be missing.
  public let isOptional: Bool
  /// The kind of its texts; nil if it has none but those of a closed form.
  public let text: TextKind?
  /// The fields of its value, if that is an object with fields of its own.
  public var fields: [EventField] = []
}

extension Form {
  /// A field with a value of this form.
  func field(_ name: StaticString, isOptional: Bool) -> EventField {
    EventField(name: name.description, form: expected, isOptional: isOptional, text: text, fields: fields)
  }
}

/// The role of a field, such as naming the person that an event is about.
enum EventRole: Sendable {
  /// About a person.
  case person
  /// Of a scheme.
  case scheme
  /// The act of two people whom a request names.
  case request
  /// Of a batch.
  case batch
}

/// One field of an object: its name, the form of its value and the path to it, declared once for reader and writer.
struct Field<Body, Value>: Sendable {
  let described: EventField
  let read: @Sendable (inout FieldReader) throws(EventError) -> Value
  let member: MemberWriter<Body>
  private(set) var role: (role: EventRole, getter: @Sendable (Body) -> Identifier?)?

  private init(
    _ described: EventField,
    read: @escaping @Sendable (inout FieldReader) throws(EventError) -> Value,
    write: @escaping @Sendable (inout Body, inout JSONWriter) -> Void
  ) {
    self.described = described
    self.read = read
    member = MemberWriter(write)
  }

  /// A field that must be there.
  @inline(__always)
  init(_ name: StaticString, _ form: Form<Value>, _ get: @escaping @Sendable (Body) -> Value) {
    let (key, written) = (JSONKey(stringLiteral: name), JSONWriter.key(name))
    self.init(
      form.field(name, isOptional: false),
      read: { reader throws(EventError) in try form.read(reader, key, reader.required(key)) },
      write: { body, writer in
        writer.key(written)
        form.write(&writer, get(body))
      })
  }

  /// A field that must be there, but whose value may follow without it.
  @inline(__always)
  init(
    _ name: StaticString, _ form: Form<Value>, _ get: @escaping @Sendable (Body) -> Value,
    orElse known: @escaping @Sendable (borrowing FieldReader) throws(EventError) -> Value
  ) {
    let key = JSONKey(stringLiteral: name)
    self.init(
      form.field(name, isOptional: false),
      read: { reader throws(EventError) in
        guard let member = try reader.optional(key) else { return try known(reader) }
        return try form.read(reader, key, member)
      },
      write: Field(name, form, get).member.write)
  }

  /// A field that may be missing; lines of one source may have to omit it.
  @inline(__always)
  init<Wrapped>(
    optional name: StaticString, _ form: Form<Wrapped>, _ get: @escaping @Sendable (Body) -> Wrapped?,
    notIn source: LineSource? = nil
  ) where Value == Wrapped? {
    let (key, written) = (JSONKey(stringLiteral: name), JSONWriter.key(name))
    self.init(
      form.field(name, isOptional: true),
      read: { reader throws(EventError) in
        guard reader.source != source, let member = try reader.optional(key) else { return nil }
        return try form.read(reader, key, member)
      },
      write: { body, writer in
        guard let value = get(body) else { return }
        writer.key(written)
        form.write(&writer, value)
      })
  }

  /// A list that is omitted if it is empty.
  @inline(__always)
  init<Element>(
    ifAny name: StaticString, _ form: Form<[Element]>, _ get: @escaping @Sendable (Body) -> [Element]
  ) where Value == [Element] {
    let field = Field<Body, [Element]?>(optional: name, form) { body in
      let list = get(body)
      return list.isEmpty ? nil : list
    }
    self.init(
      form.field(name, isOptional: true), read: { reader throws(EventError) in try field.read(&reader) ?? [] },
      write: field.member.write)
  }
}

extension Field where Value == Identifier {
  /// The person that the event is about.
  @inline(__always)
  static func person(_ get: @escaping @Sendable (Body) -> Identifier) -> Field {
    Field("person", .person, get).giving(.person) { get($0) }
  }

  /// The scheme that the event names.
  @inline(__always)
  static func scheme(_ get: @escaping @Sendable (Body) -> Identifier) -> Field {
    Field("scheme", .identifier, get).giving(.scheme) { get($0) }
  }

  /// The request by which two people consent to the event.
  @inline(__always)
  static func request(_ get: @escaping @Sendable (Body) -> Identifier) -> Field {
    Field("request", .identifier, get).giving(.request) { get($0) }
  }

  /// The batch that the event is about.
  @inline(__always)
  static func batch(_ get: @escaping @Sendable (Body) -> Identifier) -> Field {
    Field("batch", .identifier, get).giving(.batch) { get($0) }
  }
}

extension Field where Value == Identifier? {
  /// The person that the event is about, if it is about one.
  @inline(__always)
  static func person(ifAny get: @escaping @Sendable (Body) -> Identifier?) -> Field {
    Field(optional: "person", .person, get).giving(.person, get)
  }

  /// The scheme that the event names, if it names one.
  @inline(__always)
  static func scheme(ifAny get: @escaping @Sendable (Body) -> Identifier?) -> Field {
    Field(optional: "scheme", .identifier, get).giving(.scheme, get)
  }

  /// The request by which two people consent to the event, if it takes them.
  @inline(__always)
  static func request(ifAny get: @escaping @Sendable (Body) -> Identifier?) -> Field {
    Field(optional: "request", .identifier, get).giving(.request, get)
  }

  /// The batch that the event is about, if it is about one.
  @inline(__always)
  static func batch(ifAny get: @escaping @Sendable (Body) -> Identifier?) -> Field {
    Field(optional: "batch", .identifier, get).giving(.batch, get)
  }
}

extension Field {
  private func giving(_ role: EventRole, _ getter: @escaping @Sendable (Body) -> Identifier?) -> Field {
    var field = self
    field.role = (role, getter)
    return field
  }
}

/// The fields of an object, in the writer's order, and the way to make its content from their values.
struct Fields<Body>: Sendable {
  /// The fields, for pages and tests.
  let described: [EventField]
  private let reading: @Sendable (inout FieldReader) throws(EventError) -> Body
  private let writing: MemberWriter<Body>
  private let roles: [EventRole: @Sendable (Body) -> Identifier?]

  /// Makes the list.
  ///
  /// It is inlined, so that the types are known at the place of declaration: elsewhere each reading would look them up.
  @inline(__always)
  init<each Value>(
    _ make: @escaping @Sendable (repeat each Value) throws(EventError) -> Body,
    _ fields: repeat Field<Body, each Value>
  ) {
    let read = (repeat (each fields).read)
    reading = { reader throws(EventError) in try make(repeat try (each read)(&reader)) }
    var described: [EventField] = []
    var writing: [MemberWriter<Body>] = []
    var roles: [EventRole: @Sendable (Body) -> Identifier?] = [:]
    for field in repeat each fields {
      described.append(field.described)
      writing.append(field.member)
      if let (role, getter) = field.role { roles[role] = getter }
    }
    (self.described, self.writing, self.roles) = (described, MemberWriter(all: writing), roles)
  }

  @inline(__always)
  func read(_ reader: inout FieldReader) throws(EventError) -> Body { try reading(&reader) }

  @inline(__always)
  func write(_ body: Body, to writer: inout JSONWriter) {
    var body = body
    writing.write(&body, &writer)
  }

  /// The getter of the person or the scheme; nil if no field gives it.
  func getter(of role: EventRole) -> (@Sendable (Body) -> Identifier?)? { roles[role] }
}
