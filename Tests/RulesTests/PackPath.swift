import JSONText
import Policy
import Values

/// A path in a pack's JSON: `excluded[fact=employed]`, `amount.tiers[0].flatFen`.
struct PackPath {
  /// What stands there.
  let value: JSONValue
  /// The clause of the rule that it belongs to: its own or that of the nearest rule around it; nil for silence.
  let clause: String?

  enum Failure: Error, Equatable { case nothing(at: String) }

  init(_ path: String, in root: JSONValue) throws {
    var value = root
    var clause: String?
    for step in path.replacing("[", with: ".[").split(separator: ".") {
      guard let next = PackPath.step(step, in: value) else { throw Failure.nothing(at: "\(path) (\(step))") }
      value = next
      if let own = value["clause"] { clause = own.text }
    }
    (self.value, self.clause) = (value, clause)
  }

  private static func step(_ step: Substring, in value: JSONValue) -> JSONValue? {
    guard step.hasPrefix("[") else { return value[String(step)] }
    let inner = step.dropFirst().dropLast()
    let elements = value.elements ?? []
    if let index = Int(inner) { return elements.indices.contains(index) ? elements[index] : nil }
    let parts = inner.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    return elements.first { $0[parts[0]]?.text == parts[1] }
  }

  /// The JSON of a shipped pack.
  static func pack(_ id: String) throws -> JSONValue {
    guard let name = Identifier(id), let text = ShippedPacks.text(name) else { throw Failure.nothing(at: id) }
    return try JSONValue(text)
  }
}
