public import JSONText
import Values

extension PolicyPack {
  /// The longest text of a pack, in bytes of UTF-8.
  public static var longestText: Int { 4_096 }

  /// The most elements of an array of a pack.
  public static var mostElements: Int { 1_000 }

  /// Refuses a pack with a value beyond the bounds of its meaning, before it is adopted or called valid.
  ///
  /// A pack of the log is read without this: an older one keeps its meaning. Numbers are bounded by ``init(json:)``.
  ///
  /// - Throws: ``PolicyError`` of kind ``PolicyError/Kind/outOfRange`` with the path of the first such value.
  ///
  /// > Source: contract 3 section 5, "Bounds".
  public static func checkBounds(of document: JSONValue) throws(PolicyError) {
    try checkBounds(of: PackNode(value: document, path: .pack))
  }

  private static func checkBounds(of node: PackNode) throws(PolicyError) {
    switch node.value {
    case .string(let text):
      if text.utf8.count > longestText {
        throw PolicyError(
          .outOfRange, path: node.path.description, found: "\(text.utf8.count) bytes",
          expected: "at most \(longestText) bytes")
      }
      if let day = CivilDate(text), !CivilDate.entered.contains(day) {
        throw node.error(
          .outOfRange, expected: "\(CivilDate.entered.lowerBound) to \(CivilDate.entered.upperBound)")
      }
    case .array(let elements):
      if elements.count > mostElements {
        throw PolicyError(
          .outOfRange, path: node.path.description, found: "\(elements.count) elements",
          expected: "at most \(mostElements) elements")
      }
      for (index, element) in elements.enumerated() {
        try checkBounds(of: PackNode(value: element, path: .element(node.path, index)))
      }
    case .object(let members):
      for member in members {
        try checkBounds(of: PackNode(value: member.value, path: .member(node.path, member.key)))
      }
    case .number, .bool, .null: break
    }
  }
}
