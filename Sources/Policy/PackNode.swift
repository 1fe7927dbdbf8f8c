import JSONText
import Values

/// The path to a value in a pack's JSON, made into text only if it is asked for.
indirect enum PackPath: CustomStringConvertible {
  case pack
  case member(PackPath, String)
  case element(PackPath, Int)

  var description: String {
    switch self {
    case .pack: ""
    case .member(.pack, let key): key
    case .member(let object, let key): "\(object).\(key)"
    case .element(let array, let index): "\(array)[\(index)]"
    }
  }
}

/// A value in a pack's JSON with the path that leads to it, so that every refusal can name its place.
struct PackNode {
  let value: JSONValue
  let path: PackPath

  /// The value, short enough for one line.
  var found: String {
    switch value {
    case .string(let text): "\"\(text.prefix(80))\""
    case .number(let number): "\(number)"
    case .bool(let bool): "\(bool)"
    case .null: "null"
    case .array(let elements): "array(\(elements.count))"
    case .object(let members): "object(\(members.count))"
    }
  }

  var isNull: Bool { value == .null }

  func error(_ kind: PolicyError.Kind, expected: String) -> PolicyError {
    PolicyError(kind, path: path.description, found: found, expected: expected)
  }

  func members(_ required: [String], optional: [String] = []) throws(PolicyError) -> PackMembers {
    guard let members = value.members else { throw error(.wrongType, expected: "object") }
    for (index, member) in members.enumerated() {
      let node = PackNode(value: member.value, path: .member(path, member.key))
      guard required.contains(member.key) || optional.contains(member.key) else {
        throw node.error(.unknownKey, expected: (required + optional).joined(separator: ", "))
      }
      if members[..<index].contains(where: { $0.key == member.key }) { throw node.error(.repeated, expected: "one") }
    }
    let found = PackMembers(path: path, members: members)
    for key in required where found.optional(key) == nil { throw found.missing(key) }
    return found
  }

  func elements(orNone: Bool = false) throws(PolicyError) -> [PackNode] {
    guard let elements = value.elements else { throw error(.wrongType, expected: "array") }
    guard orNone || !elements.isEmpty else { throw error(.empty, expected: "one or more") }
    return elements.enumerated().map { PackNode(value: $0.element, path: .element(path, $0.offset)) }
  }

  func text() throws(PolicyError) -> String {
    guard let text = value.text else { throw error(.wrongType, expected: "string") }
    guard !text.utf8.isEmpty else { throw error(.empty, expected: "text") }
    return text
  }

  func texts(orNone: Bool = false) throws(PolicyError) -> [String] {
    var texts: [String] = []
    for node in try elements(orNone: orNone) {
      let text = try node.text()
      if texts.contains(text) { throw node.error(.repeated, expected: "one") }
      texts.append(text)
    }
    return texts
  }

  func bool() throws(PolicyError) -> Bool {
    guard let bool = value.bool else { throw error(.wrongType, expected: "true or false") }
    return bool
  }

  func number(_ range: ClosedRange<Int64>) throws(PolicyError) -> Int64 {
    guard let number = value.number else { throw error(.wrongType, expected: "number") }
    guard range.contains(number) else {
      throw error(.outOfRange, expected: "\(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The number of a pack's version.
  func revision() throws(PolicyError) -> Int { Int(try number(1...9_999)) }

  func date() throws(PolicyError) -> CivilDate {
    guard let date = CivilDate(try text()) else { throw error(.malformed, expected: "YYYY-MM-DD") }
    return date
  }

  func identifier() throws(PolicyError) -> Identifier {
    guard let identifier = Identifier(try text()) else {
      throw error(.malformed, expected: "1 to 64 of A-Z a-z 0-9 . _ -")
    }
    return identifier
  }

  /// A fraction that lies between 0 and 1.
  func ratio(aboveZero: Bool) throws(PolicyError) -> Ratio {
    guard let ratio = Ratio(try text()) else { throw error(.malformed, expected: "n/d") }
    guard ratio.numerator <= ratio.denominator, !aboveZero || ratio.numerator > 0 else {
      throw error(.outOfRange, expected: aboveZero ? "above 0 to 1" : "0 to 1")
    }
    return ratio
  }

  func fact() throws(PolicyError) -> FactCode {
    guard let fact = FactCode(rawValue: try text()) else { throw error(.unknownFact, expected: "a fact code") }
    return fact
  }
}

/// The members of an object in a pack, known to be complete.
struct PackMembers {
  let path: PackPath
  let members: [JSONValue.Member]

  /// The node of a required key.
  subscript(key: String) -> PackNode {
    guard let node = optional(key) else { preconditionFailure("\(key) is not among the required keys of \(path)") }
    return node
  }

  /// The node of an optional key.
  func optional(_ key: String) -> PackNode? {
    members.first { $0.key == key }.map { PackNode(value: $0.value, path: .member(path, key)) }
  }

  func missing(_ key: String) -> PolicyError {
    PolicyError(.missingKey, path: PackPath.member(path, key).description, found: "nothing", expected: key)
  }

  func error(_ kind: PolicyError.Kind, found: String, expected: String) -> PolicyError {
    PolicyError(kind, path: path.description, found: found, expected: expected)
  }
}
