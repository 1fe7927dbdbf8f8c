/// An element of an XML text with its content; comments and processing instructions are left out.
public struct XMLElement: Hashable, Sendable {
  /// The namespace of its prefix, or the default one; empty if there is none.
  public let namespace: String
  /// The name without its prefix.
  public let name: String
  /// The values of its attributes that have no namespace.
  public let attributes: [String: String]
  /// The text directly in it, references resolved and blanks included.
  public var text = ""
  /// The elements directly in it, in their order.
  public var children: [XMLElement] = []

  /// Makes an element with nothing in it.
  public init(namespace: String, name: String, attributes: [String: String] = [:]) {
    self.namespace = namespace
    self.name = name
    self.attributes = attributes
  }

  /// An element appears twice although it may appear only once.
  public struct Repeated: Error, Hashable, Sendable {
    /// Its name.
    public let name: String
  }

  /// Its text without the blanks around it.
  public var value: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    guard let start = text.utf8.firstIndex(where: { !isBlank($0) }),
      let end = text.utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text[start...end])
  }

  /// The elements of this name and of its own namespace that are directly in it.
  public func children(_ name: String) -> [XMLElement] {
    children.filter { $0.name == name && $0.namespace == namespace }
  }

  /// The one element of this name and of its own namespace; nil if there is none.
  ///
  /// - Throws: ``Repeated`` if there are several.
  public func child(_ name: String) throws(Repeated) -> XMLElement? {
    let found = children(name)
    if found.count > 1 { throw Repeated(name: name) }
    return found.first
  }
}
