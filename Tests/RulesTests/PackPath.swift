import JSONText
import Policy
import Values

/// A path in a pack's JSON: `excluded[fact=employed]`, `amount.tiers[0].flatFen`.
struct PackPath {
  /// The steps that lead there, each list element by its place.
  let steps: [Step]
  /// The value there.
  let value: JSONValue
  /// The clause of the rule that it belongs to: its own or that of the nearest rule around it; nil for silence.
  let clause: String?

  /// A step into a JSON value.
  enum Step: Hashable {
    /// To the value of a key.
    case key(String)
    /// To an element of a list, counted from 0.
    case element(Int)
  }

  enum Failure: Error, Equatable { case nothing(at: String) }

  init(_ path: String, in root: JSONValue) throws {
    var value = root
    var clause: String?
    var steps: [Step] = []
    for step in path.replacing("[", with: ".[").split(separator: ".") {
      guard let next = PackPath.step(step, in: value) else { throw Failure.nothing(at: "\(path) (\(step))") }
      steps.append(next.step)
      value = next.value
      if let own = value["clause"] { clause = own.text }
    }
    (self.steps, self.value, self.clause) = (steps, value, clause)
  }

  private static func step(_ step: Substring, in value: JSONValue) -> (step: Step, value: JSONValue)? {
    guard step.hasPrefix("[") else { return value[String(step)].map { (.key(String(step)), $0) } }
    let inner = step.dropFirst().dropLast()
    let elements = value.elements ?? []
    let parts = inner.split(separator: "=", maxSplits: 1).map(String.init)
    let place = parts.count == 2 ? elements.firstIndex { $0[parts[0]]?.text == parts[1] } : Int(inner)
    guard let place, elements.indices.contains(place) else { return nil }
    return (.element(place), elements[place])
  }

  /// The JSON of a shipped pack.
  static func pack(_ id: String) throws -> JSONValue {
    guard let name = Identifier(id), let text = ShippedPacks.text(name) else { throw Failure.nothing(at: id) }
    return try JSONValue(text)
  }
}

extension [PackPath.Step] {
  /// The path as people write it: `amount.tiers[0].flatFen`.
  var text: String { written { "[\($0)]" } }

  /// The path without the places in lists: `amount.tiers[].flatFen`.
  var pattern: String { written { _ in "[]" } }

  private func written(_ element: (Int) -> String) -> String {
    var text = ""
    for step in self {
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .element(let place): text += element(place)
      }
    }
    return text
  }
}
