/// The fields of a query or of a form: names with values, in the order in which they came.
///
/// Browsers send what a page asks them to send; other clients send anything. The reader of a field says how often it may be
/// there.
public struct Fields: Hashable, Sendable {
  /// A field.
  public struct Item: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The value: text without NUL, maybe empty, maybe of several lines.
    public let value: String

    /// Makes a field.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All of them.
  public let items: [Item]

  /// Makes a list of fields.
  public init(_ items: [Item] = []) { self.items = items }

  /// The values of every field of a name, in their order; none if there is no such field.
  public func all(_ name: String) -> [String] { items.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value) }

  /// The value of a field that may be there once; nil if it is not.
  ///
  /// - Throws: ``Fault/malformed(_:)`` with `repeatedField` if it occurs twice.
  public func optional(_ name: String) throws(Fault) -> String? {
    let values = all(name)
    if values.count > 1 { throw .malformed(.repeatedField(name)) }
    return values.first
  }

  /// The value of a field that must be there once.
  ///
  /// - Throws: ``Fault/malformed(_:)`` with `missingField` or `repeatedField`.
  public func one(_ name: String) throws(Fault) -> String {
    guard let value = try optional(name) else { throw .malformed(.missingField(name)) }
    return value
  }
}

/// The content of a form.
public struct Form: Sendable {
  /// Its texts.
  public let fields: Fields
  /// The files that the user chose; an input without a file has none.
  public let uploads: [Upload]

  /// Makes a form.
  public init(fields: Fields = Fields(), uploads: [Upload] = []) {
    self.fields = fields
    self.uploads = uploads
  }
}
