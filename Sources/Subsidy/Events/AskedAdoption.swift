public import JSONText
public import Values

/// A function that hashes bytes to 64 hexadecimal digits (SHA-256); callers in the rows above supply it for decisions and
/// audits.
public typealias ByteHash = @Sendable ([UInt8]) -> String

/// The content of a request for an adoption: its values in clear, the pack by its hash, and the months that were shown.
///
/// > Source: contract 3, sections 1 and 5.
public struct AskedAdoption: Hashable, Sendable {
  /// The scheme.
  public let scheme: Identifier
  /// The pack's id.
  public let policy: Identifier
  /// The first day it would govern.
  public let effectiveFrom: CivilDate
  /// SHA-256 of document and parameters, as ``PolicyAdopted/digest(_:)`` makes it.
  public let sha256: String
  /// The values that the adoption would supply, by name.
  public let parameters: [PolicyAdopted.Parameter]
  /// The months held or in flight that would change, as they were shown.
  public let effect: AdoptionEffect
}

/// The months held or in flight that an adoption changes, in sums and by a hash that no other list of them has.
///
/// > Source: contract 3, section 5.
public struct AdoptionEffect: Hashable, Sendable {
  /// How many persons have such a month.
  public let persons: Int
  /// How many months.
  public let months: Int
  /// The sum by which the rising months rise.
  public let up: Fen
  /// The sum by which the falling months fall, above zero.
  public let down: Fen
  /// SHA-256 of a line for each month: person, month, old and new amount in fen, blanks between.
  public let changes: String

  /// Makes the sums.
  public init(persons: Int, months: Int, up: Fen, down: Fen, changes: String) {
    (self.persons, self.months, self.up, self.down, self.changes) = (persons, months, up, down, changes)
  }

  /// Sums up the months that a comparison lists.
  public init(_ comparison: PolicyComparison, hash: ByteHash) {
    let lines = comparison.changes.map { "\($0.person) \($0.month) \($0.old.value) \($0.new.value)\n" }
    self.init(
      persons: comparison.personsChanged, months: comparison.changes.count, up: comparison.up.sum,
      down: Fen.zero - comparison.down.sum, changes: hash(Array(lines.joined().utf8)))
  }
}

extension AskedAdoption {
  private static let fields = Fields(
    { scheme, policy, effectiveFrom, sha256, parameters, persons, months, up, down, changes throws(EventError) in
      AskedAdoption(
        scheme: scheme, policy: policy, effectiveFrom: effectiveFrom, sha256: sha256, parameters: parameters,
        effect: AdoptionEffect(persons: persons, months: months, up: up, down: down, changes: changes))
    },
    Field<AskedAdoption, Identifier>("scheme", .identifier, \.scheme), Field("policy", .identifier, \.policy),
    Field("effectiveFrom", .date, \.effectiveFrom), Field("sha256", .sha256, \.sha256),
    Field("parameters", .parameters, \.parameters), Field("persons", .count, \.effect.persons),
    Field("months", .count, \.effect.months), Field("upFen", .fen, \.effect.up),
    Field("downFen", .fen, \.effect.down), Field("changes", .sha256, \.effect.changes))

  /// Reads the content of a request.
  ///
  /// - Throws: ``EventError`` for content of another act.
  init(_ content: ActContent) throws(EventError) {
    guard content.lines.count == 1 else { throw EventError(.illFormed(expected: .actContent), field: "content") }
    var writer = JSONWriter()
    writer.value(content.lines[0])
    var reader = try FieldReader(writer.bytes, writer.bytes.indices, lineStart: 0, source: .log, order: .any)
    self = try AskedAdoption.fields.read(&reader)
    try reader.finish()
  }

  /// The content of a request.
  var content: ActContent {
    var writer = JSONWriter()
    writer.beginObject()
    AskedAdoption.fields.write(self, to: &writer)
    writer.endObject()
    guard let line = try? JSONValue(writer.bytes), let content = ActContent(lines: [line]) else {
      preconditionFailure("a writer writes objects")
    }
    return content
  }

  /// The adoption with its document.
  ///
  /// - Parameters:
  ///   - document: the pack.
  ///   - request: the request's id.
  /// - Returns: the event that the consenting operator appends.
  public func adoption(of document: JSONValue, _ request: Identifier) -> PolicyAdopted {
    PolicyAdopted(
      scheme: scheme, policy: policy, effectiveFrom: effectiveFrom, document: document, parameters: parameters,
      request: request)
  }

  /// Whether an adoption is the one that is asked for.
  func asks(for body: PolicyAdopted, hash: ByteHash) -> Bool {
    body.scheme == scheme && body.policy == policy && body.effectiveFrom == effectiveFrom
      && body.parameters == parameters && body.digest(hash) == sha256
  }
}

extension PolicyAdopted {
  /// SHA-256 of `{"document":…,"parameters":…}` as the event's line has the two.
  public func digest(_ hash: ByteHash) -> String {
    let members = ActContent(of: [.policyAdopted(self)]).lines[0].members ?? []
    var writer = JSONWriter()
    writer.value(.object(members.filter { ["document", "parameters"].contains($0.key) }))
    return hash(writer.bytes)
  }
}
