import Foundation
import JSONText
import Subsidy
import Testing

/// The lines of every type of event, byte for byte, and the errors for lines that are wrong: neither ever changes.
///
/// `SUBSIDY_WRITE_EVENTS=1` writes the files again, for a new type of event.
@Suite struct PinnedLineTests {
  private static func compare(_ lines: [String], with name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/events/\(name)")
    let text = lines.map { $0 + "\n" }.joined()
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_EVENTS"] != nil { try Data(text.utf8).write(to: file) }
    let kept = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where number >= kept.count || kept[number] != line {
      Issue.record("\(name), line \(number + 1): now \(line)")
    }
    #expect(kept.count == lines.count + 1)
  }

  @Test("the line of every type with all of its fields, and with those alone that it must have")
  func lines() throws {
    let lines = try Self.samples.flatMap { sample in
      let bare = try Line.members(sample.event).filter { !sample.isOptional($0.key) }
      return [Line.bytes(sample.event), Line.bytes(try Line.event(bare))].map { String(decoding: $0, as: UTF8.self) }
    }
    try Self.compare(lines, with: "lines.jsonl")
  }

  @Test("the number of every type, who records it, whether it can be annulled and what it names")
  func types() throws {
    let types = EventType.allCases.map { type in
      let body = Sample.all.first { $0.type == type }?.body
      let facts = [
        type.isRecordable ? "record" : type.isHistorical ? "history" : "ledger",
        type.canBeAnnulled ? "annullable" : nil,
        type.canBeReversed ? "reversible" : nil, body?.person.map { _ in "person" }, body?.scheme.map { _ in "scheme" },
      ]
      return "\(type.ordinal) \(type.rawValue): \(facts.compactMap { $0 }.joined(separator: ", "))"
    }
    try Self.compare(types, with: "types.txt")
  }

  @Test("what is said of a field that is unknown, missing, there twice or of another form, in the log and in a file")
  func refusals() throws {
    let lines = try Self.samples.flatMap { sample in
      try Self.faults(of: Line.members(sample.event), isFirst: sample.type == .ledgerOpened).map { name, line in
        let found = [LineSource.log, .entry, .history].map { source in
          let bytes = Array(Line.text(.object(Self.members(line, for: source))).utf8)
          let error = eventError { () throws(EventError) in
            if source == .log { return try EventLine.readEvent(bytes, 0..<bytes.count).body }
            return try EventLine.readEntry(bytes, 0..<bytes.count, source: source).body
          }
          return error.map(Self.words) ?? "taken"
        }
        let isSame = Set(found).count == 1
        return "\(sample.type.rawValue) \(name): \(isSame ? found[0] : found.joined(separator: " | "))"
      }
    }
    try Self.compare(lines, with: "refusals.txt")
  }

  /// Every sample, with a small pack: the contents of the shipped ones may change.
  private static let samples = Sample.all.map { sample in
    guard case .policyAdopted(var body) = sample.body else { return sample }
    body.document = .object([.init("id", .string("beijing-2019-1"))])
    return Sample(body: .policyAdopted(body), forms: sample.forms, optional: sample.optional)
  }

  private static func members(_ members: [JSONValue.Member], for source: LineSource) -> [JSONValue.Member] {
    switch source {
    case .log: members
    case .entry: members.without("seq", "recorded", "by", "vault")
    case .history: members.without("seq")
    }
  }

  /// Lines that are wrong in one place, each with the name of the wrong part; the parts that every event has are wrong only in
  /// the first of the types.
  private static func faults(
    of members: [JSONValue.Member], isFirst: Bool
  ) throws -> [(String, [JSONValue.Member])] {
    var faults: [(String, [JSONValue.Member])] = [("as written", members)]
    faults.append(("with colour", members + [.init("colour", .null)]))
    for member in isFirst ? members : Array(members.dropFirst(6)) {
      let key = member.key
      faults.append(("without \(key)", members.without(key)))
      faults.append(("twice \(key)", members + [member]))
      for value in [JSONValue.null, .bool(true), .number(7), .string(""), .string("？"), .array([]), .object([])] {
        faults.append(("\(key) \(Line.text(value))", members.replacing(key, value)))
      }
      for (place, value) in nested(in: member.value) {
        faults.append(("\(key)\(place)", members.replacing(key, value)))
      }
    }
    return faults
  }

  /// A value with something wrong inside of it.
  private static func nested(in value: JSONValue) -> [(String, JSONValue)] {
    switch value {
    case .object(let members):
      var found = [(" with colour", JSONValue.object(members + [.init("colour", .null)]))]
      for member in members {
        found.append((".\(member.key) missing", .object(members.without(member.key))))
        found.append((".\(member.key) null", .object(members.replacing(member.key, .null))))
        found.append((".\(member.key) ？", .object(members.replacing(member.key, .string("？")))))
      }
      return found
    case .array(let elements):
      var found = [(" with null", JSONValue.array(elements + [.null]))]
      found.append((" with \"\"", .array(elements + [.string("")])))
      if let first = elements.first {
        found += nested(in: first).map { ("[0]\($0.0)", .array([$0.1] + elements.dropFirst())) }
      }
      return found
    default: return []
    }
  }

  private static func words(_ error: EventError) -> String {
    let kind =
      switch error.kind {
      case .json(let kind, let offset): "json \(kind) at \(offset)"
      case .missing: "missing"
      case .unknown: "unknown"
      case .repeated: "repeated"
      case .illFormed(let expected): "not \(expected.rawValue)"
      case .notForEntries: "not for entries"
      case .unknownType: "unknown type"
      case .outOfSequence(let expected): "not \(expected)"
      }
    return [kind, error.field, error.found].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
