import Values

/// The whole of a value as text, with all that is private in it: two values with the same text are the same.
enum WholeText {
  static func of(_ value: Any) -> String {
    if let identifier = value as? Identifier { return identifier.description }
    let mirror = Mirror(reflecting: value)
    guard let style = mirror.displayStyle else { return "\(value)" }
    let parts = mirror.children.map { child in
      let text = of(child.value)
      return if let label = child.label { "\(label): \(text)" } else { text }
    }
    // Neither of them has an order.
    let isUnordered = style == .dictionary || style == .set
    if parts.isEmpty { return "\(value)" }
    return "(\((isUnordered ? parts.sorted() : parts).joined(separator: ", ")))"
  }
}
