import JSONText
public import Policy
public import Values

/// A case that travels with a pack (样例): the entries recorded of one person, and the results that the pack has to give.
public struct PolicyCase: Sendable {
  /// Its name.
  public let name: String
  /// The clause or the rule that it shows.
  public let shows: String
  /// The parameters that it is adopted with, by name, in place of those of all cases.
  public let parameters: [String: String]
  /// The expected values, in the order of the file: by month, by `basis`, `used` and `remaining`.
  let expected: [(subject: Subject, value: Value)]
  /// The entries recorded, as the file has them.
  let entries: [JSONValue]

  /// The subject of an expectation.
  public enum Subject: Hashable, Sendable {
    /// The worth of a month.
    case month(Month)
    /// How long the months run.
    case basis
    /// Months used, those enjoyed elsewhere included.
    case used
    /// Months left.
    case remaining
  }

  /// The value of a subject, expected or found.
  public enum Value: Hashable, Sendable {
    /// A month is worth so much.
    case worth(Fen)
    /// A month is worth nothing, for these reasons in the contract's order.
    case reasons([String])
    /// How long the months run.
    case basis(Basis)
    /// A number of months.
    case count(Int)
    /// There is none.
    case nothing
  }

  /// A difference between a case's expectation and the result.
  public struct Difference: Hashable, Sendable {
    /// Its subject.
    public let subject: Subject
    /// The value that the case expects.
    public let expected: Value
    /// The value that the pack gives.
    public let found: Value
  }

  /// The reason that a case cannot be tried.
  public enum Fault: Error, Hashable, Sendable {
    /// The form of the line, or of one of its entries.
    case form(EventError)
    /// A value of an entry that no ledger takes.
    case beyondBounds(OutOfBounds)
    /// The pack cannot be adopted with the parameters.
    case policy(PolicyError)
  }
}

// Reading.
extension PolicyCase {
  private static let keys = ["case", "shows", "set", "entries", "expect"]

  /// Reads a line.
  ///
  /// - Throws: ``Fault/form(_:)`` with the field that is wrong.
  public init(_ line: [UInt8]) throws(Fault) {
    do throws(EventError) { try self.init(reading: line) } catch { throw .form(error) }
  }

  private init(reading line: [UInt8]) throws(EventError) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(line) } catch { throw EventError.json(error, lineStart: 0) }
    _ = try PolicyCase.members(of: value, "", PolicyCase.keys)
    func member(_ key: String) throws(EventError) -> JSONValue {
      guard let found = value[key] else { throw EventError(.missing, field: key) }
      return found
    }
    func text(_ key: String) throws(EventError) -> String {
      guard let text = try member(key).text, !text.isEmpty else {
        throw EventError(.illFormed(expected: .text), field: key)
      }
      return text
    }
    (name, shows) = (try text("case"), try text("shows"))
    var parameters: [String: String] = [:]
    for member in try PolicyCase.members(of: value["set"] ?? .object([]), "set") {
      guard let text = member.value.text else { throw EventError(.illFormed(expected: .parameters), field: "set") }
      parameters[member.key] = text
    }
    self.parameters = parameters
    guard let entries = try member("entries").elements, !entries.isEmpty else {
      throw EventError(.illFormed(expected: .caseEntries), field: "entries")
    }
    self.entries = entries
    expected = try PolicyCase.expectations(try member("expect"))
    if expected.isEmpty { throw EventError(.missing, field: "expect.months") }
  }

  private static func expectations(_ object: JSONValue) throws(EventError) -> [(Subject, Value)] {
    var expected: [(Subject, Value)] = []
    for member in try members(of: object, "expect", ["months", "basis", "used", "remaining"]) {
      let (key, value) = (member.key, member.value)
      switch key {
      case "months":
        for member in try members(of: value, "expect.months") {
          let field = "expect.months.\(member.key)"
          guard let months = months(member.key) else {
            throw EventError(.illFormed(expected: .month), field: field, found: member.key)
          }
          guard let worth = worth(member.value) else {
            throw EventError(.illFormed(expected: .caseWorth), field: field)
          }
          expected += months.map { (.month($0), worth) }
        }
      case "basis":
        if value == .null {
          expected.append((.basis, .nothing))
        } else if let basis = basis(value) {
          expected.append((.basis, .basis(basis)))
        } else {
          throw EventError(.illFormed(expected: .basis), field: "expect.basis")
        }
      case "used", "remaining":
        let subject = key == "used" ? Subject.used : .remaining
        if value == .null {
          expected.append((subject, .nothing))
        } else if let number = value.number {
          expected.append((subject, .count(Int(number))))
        } else {
          throw EventError(.illFormed(expected: .months), field: "expect.\(key)")
        }
      default: preconditionFailure("\(key) is not among the keys")
      }
    }
    return expected
  }

  /// The members of an object in their order, each once and none but the known ones; nil for any key.
  static func members(
    of value: JSONValue, _ field: String, _ known: [String]? = nil
  ) throws(EventError) -> [JSONValue.Member] {
    guard let members = value.members else { throw EventError(.illFormed(expected: .object), field: field) }
    for (place, member) in members.enumerated() {
      let path = field.isEmpty ? member.key : "\(field).\(member.key)"
      if let known, !known.contains(member.key) { throw EventError(.unknown, field: path) }
      if members[..<place].contains(where: { $0.key == member.key }) { throw EventError(.repeated, field: path) }
    }
    return members
  }

  /// `2022-01`, or `2022-01/2022-12` for all of them; nil for another text, and for more months than any entry has.
  static func months(_ text: String) -> [Month]? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Month($0) }
    guard (1...2).contains(parts.count), let first = parts[0], let last = parts[parts.count - 1], first <= last,
      last.index - first.index < Int32(Month.longestSpan)
    else { return nil }
    return (first.index...last.index).map { Month(index: $0) }
  }

  private static func worth(_ value: JSONValue) -> Value? {
    if let number = value.number { return .worth(Fen(number)) }
    guard let elements = value.elements, !elements.isEmpty else { return nil }
    let codes = elements.compactMap(\.text)
    return codes.count == elements.count ? .reasons(codes) : nil
  }

  private static func basis(_ value: JSONValue) -> Basis? {
    switch value["kind"]?.text {
    case "months": value["months"]?.number.map { .months(Int($0)) }
    case "until": value["month"]?.text.flatMap { Month($0) }.map { .until($0) }
    default: nil
    }
  }
}
