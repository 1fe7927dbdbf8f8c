public import Values

/// A value that is part of a path.
public protocol PathParameter: Sendable {
  /// Reads it from a part of a path, decoded; nil for any other text.
  init?(pathSegment: String)
  /// Its text in the path, before it is encoded: not empty, neither `.` nor `..`, without a slash.
  var pathSegment: String { get }
  /// The only values that there are; nil if there are too many to report.
  static var pathSegments: [String]? { get }
}

extension PathParameter {
  /// Too many to report.
  public static var pathSegments: [String]? { nil }
}

/// A path with places for values, declared once: routes match it, links are made by it.
///
/// ```swift
/// let month = PathPattern("/persons/{person}/months/{month}", PersonKey.self, Month.self)
/// ```
public struct PathPattern<each Parameter: PathParameter>: Sendable {
  /// The path as it was declared.
  public let text: String
  /// The path with each of the words for a place that has few, and a name in braces in every other place.
  package let spelled: [String]
  private let parts: [PathPart]

  /// Declares a path.
  ///
  /// - Parameters:
  ///   - text: the path, with a name in braces for each value.
  ///   - parameters: the types of the values, in their order.
  public init(_ text: StaticString, _ parameters: repeat (each Parameter).Type) {
    self.text = "\(text)"
    let names = self.text.split(separator: "/")
    precondition(self.text == "/" + names.joined(separator: "/"), "a path begins with a slash and has no empty part")
    parts = names.map { $0.hasPrefix("{") && $0.hasSuffix("}") ? .parameter : .literal(String($0)) }
    var expected = 0
    for _ in repeat each parameters { expected += 1 }
    let places = parts.reduce(0) { if case .parameter = $1 { $0 + 1 } else { $0 } }
    precondition(places == expected, "a path has a place for each value")
    var words: [[String]?] = []
    for parameter in repeat (each Parameter).self { words.append(parameter.pathSegments) }
    var rest = words[...]
    let paths = names.reduce([""]) { paths, name in
      let here = name.hasPrefix("{") ? rest.removeFirst() ?? [String(name)] : [String(name)]
      return paths.flatMap { path in here.map { "\(path)/\($0)" } }
    }
    spelled = names.isEmpty ? ["/"] : paths
  }

  /// The path with values in its places.
  public func callAsFunction(_ values: repeat each Parameter) -> LocalPath {
    var written: [String] = []
    for value in repeat each values { written.append(value.pathSegment) }
    var rest = written[...]
    return LocalPath(
      segments: parts.map { part in
        switch part {
        case .literal(let text): text
        case .parameter: rest.removeFirst()
        }
      })
  }

  /// Whether a path has this form, whatever its values.
  func hasForm(_ segments: [String]) -> Bool {
    segments.count == parts.count
      && zip(segments, parts).allSatisfy { segment, part in
        switch part {
        case .literal(let text): segment.utf8.elementsEqual(text.utf8)
        case .parameter: true
        }
      }
  }

  /// How many of its parts are literal: of two forms that a path has, the one with more of them is meant.
  var literals: Int { parts.reduce(0) { if case .literal = $1 { $0 + 1 } else { $0 } } }

  /// The values of a path of this form; nil if one of them is no such value.
  func values(in segments: [String]) -> (repeat each Parameter)? {
    var written = zip(segments, parts).filter { if case .parameter = $0.1 { true } else { false } }.map(\.0)[...]
    func next<Value: PathParameter>(_: Value.Type) throws(NoValue) -> Value {
      guard let value = Value(pathSegment: written.removeFirst()) else { throw NoValue() }
      return value
    }
    return try? (repeat next((each Parameter).self))
  }
}

private enum PathPart: Sendable {
  case literal(String)
  case parameter
}

private struct NoValue: Error {}

extension String: PathParameter {
  /// Any part of a path is a text.
  public init?(pathSegment: String) { self = pathSegment }
  /// The text.
  public var pathSegment: String { self }
}

extension Int: PathParameter {
  /// Reads a number that is not below 0, in its one form: no sign, no zero in front.
  public init?(pathSegment: String) {
    guard let number = Int(pathSegment), number >= 0, "\(number)" == pathSegment else { return nil }
    self = number
  }
  /// The number's digits.
  public var pathSegment: String { "\(self)" }
}

extension Secret: PathParameter {
  /// Reads its digits.
  public init?(pathSegment: String) { self.init(pathSegment) }
  /// Its digits.
  public var pathSegment: String { text }
}

extension Identifier: PathParameter {
  /// Reads an identifier; nil for one that a path cannot hold.
  public init?(pathSegment: String) {
    if pathSegment == "." || pathSegment == ".." { return nil }
    self.init(pathSegment)
  }
  /// The identifier.
  public var pathSegment: String { description }
}

extension Month: PathParameter {
  /// Reads `2024-11`.
  public init?(pathSegment: String) { self.init(pathSegment) }
  /// The month.
  public var pathSegment: String { description }
}
