package import JSONText
import Values

extension JSONValue {
  /// A step on the way to a value in a tree.
  package enum Step: Hashable, Sendable {
    case member(Int)
    case element(Int)
  }

  /// The ways to all values below this one, arrays and objects included, each with its name: `basis.months`, `items[0]`.
  package var places: [(path: [Step], name: String, value: JSONValue)] {
    var places: [(path: [Step], name: String, value: JSONValue)] = []
    func walk(_ value: JSONValue, _ path: [Step], _ name: String) {
      if !path.isEmpty { places.append((path, name, value)) }
      for (index, member) in (value.members ?? []).enumerated() {
        walk(member.value, path + [.member(index)], name.isEmpty ? member.key : "\(name).\(member.key)")
      }
      for (index, element) in (value.elements ?? []).enumerated() {
        walk(element, path + [.element(index)], "\(name)[\(index)]")
      }
    }
    walk(self, [], "")
    return places
  }

  /// This tree with another value at the end of a way.
  package func replacing(_ path: some Collection<Step>, with value: JSONValue) -> JSONValue {
    guard let step = path.first else { return value }
    let rest = path.dropFirst()
    switch (self, step) {
    case (.object(var members), .member(let index)):
      members[index] = Member(members[index].key, members[index].value.replacing(rest, with: value))
      return .object(members)
    case (.array(var elements), .element(let index)):
      elements[index] = elements[index].replacing(rest, with: value)
      return .array(elements)
    default: return self
    }
  }

  /// The value's line, as the log would write it.
  package var line: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }

  /// Values of the same kind that are at the edges of what its form allows, and beyond.
  package var extremes: [JSONValue] {
    switch self {
    case .number: return [0, 1, 1_200, 1_201, 1_000_000_001, 1_000_000_000_000].map { .number($0) }
    case .string(let text):
      let texts =
        if CivilDate(text) != nil {
          ["0001-01-01", "1899-12-31", "1900-01-01", "2200-12-31", "2201-01-01", "9999-12-31"]
        } else if Month(text) != nil {
          ["0001-01", "1899-12", "1900-01", "2200-12", "2201-01", "9999-12"]
        } else if Instant(text) != nil {
          ["0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "2201-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
        } else {
          [
            "", "x", String(repeating: "x", count: 64), String(repeating: "y", count: 257),
            String(repeating: "长", count: 2_000), "=1+1", "\u{202E}z", "a\tb",
          ]
        }
      return texts.map { .string($0) }
    case .array(let elements):
      guard let first = elements.first else { return [] }
      return [.array([]), .array(Array(repeating: first, count: 300))]
    case .bool, .null, .object: return []
    }
  }
}
