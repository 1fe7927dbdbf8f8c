import JSONText
import Papers
import Subsidy
import TestSupport
import Testing
import Values

/// The worked examples were computed by code that shares nothing with this project; every fen and reason must agree.
@Suite struct ExamplesTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let history: String
    let expected: String
    let knownAt: Instant?
    var testDescription: String { expected }
  }

  static let examples = [
    Example(history: "small", expected: "small.expected", knownAt: nil),
    Example(history: "small", expected: "small.midway.expected", knownAt: Instant("2025-09-13T12:53:28Z")),
    Example(history: "wide", expected: "wide.expected", knownAt: nil),
    Example(history: "wide", expected: "wide.midway.expected", knownAt: Instant("2024-12-17T01:00:00Z")),
    Example(history: "small2", expected: "small2.expected", knownAt: nil),
    Example(history: "small2", expected: "small2.midway.expected", knownAt: Instant("2024-11-19T01:00:00Z")),
    Example(history: "wide2", expected: "wide2.expected", knownAt: nil),
    Example(history: "wide2", expected: "wide2.midway.expected", knownAt: Instant("2025-03-16T01:00:00Z")),
  ]

  @Test("entitlements agree with the worked examples", arguments: examples)
  func agreesWithWorkedExample(_ example: Example) throws {
    let state = try Fixtures.fold(Fixtures.history(example.history, knownAt: example.knownAt))
    let expected = try Fixtures.bytes("examples/\(example.expected).jsonl")
    var found: [[UInt8]] = []
    for number in state.personsInOrder {
      for claim in state.statements(ofPersonAt: number) {
        var writer = JSONWriter()
        EntitlementReports.claims.write(claim, to: &writer)
        found.append(writer.bytes)
      }
    }
    let lines = Fixtures.lines(expected)
    #expect(found.count == lines.count)
    for (line, bytes) in zip(lines, found) {
      let wanted = try JSONValue(expected, line)
      let actual = Self.codesOnly(try JSONValue(bytes), withTerm: wanted["term"] != nil)
      let who = "\(wanted["person"]?.text ?? "?") \(wanted["scheme"]?.text ?? "?")"
      #expect(Self.firstDifference(wanted, actual) == nil, "\(who)")
    }
  }

  /// The examples give only the codes of reasons, and the older ones no term.
  static func codesOnly(_ value: JSONValue, withTerm: Bool) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { withTerm || $0.key != "term" }.map { member in
          guard member.key == "reasons" else { return .init(member.key, codesOnly(member.value, withTerm: withTerm)) }
          return .init("reasons", .array((member.value.elements ?? []).compactMap { $0["code"] }))
        })
    case .array(let elements): .array(elements.map { codesOnly($0, withTerm: withTerm) })
    default: value
    }
  }

  /// The first difference of two values, as a path with both values; nil if they say the same.
  static func firstDifference(_ wanted: JSONValue, _ found: JSONValue, at path: String = "") -> String? {
    if wanted.sameMeaning(as: found) { return nil }
    if let members = wanted.members, found.members?.count == members.count {
      for member in members {
        guard let other = found[member.key] else { return "\(path).\(member.key) is missing" }
        let name = member.value.members?.first { $0.key == "month" }?.value.text ?? member.key
        if let difference = firstDifference(member.value, other, at: "\(path).\(name)") { return difference }
      }
    }
    if let elements = wanted.elements, let others = found.elements, elements.count == others.count {
      for (element, other) in zip(elements, others) {
        let name = element["month"]?.text ?? "[]"
        if let difference = firstDifference(element, other, at: "\(path).\(name)") { return difference }
      }
    }
    return "\(path): expected \(wanted), found \(found)"
  }
}
