import JSONText
import Merkle
public import Values

/// A look at private data of persons as they are: who looked, when, for what purpose and at whom, without any of the data.
///
/// > Source: 中华人民共和国个人信息保护法 第五十一条.
public struct Look: Hashable, Sendable {
  /// When.
  public let at: Instant
  /// The operator; nil if none was named.
  public let by: Identifier?
  /// The system's user who ran the program: a name, or a number if there is none.
  public let account: String
  /// The means by which the data were shown: a command's name, with `--full-names` if that showed them.
  public let purpose: String
  /// The batch, demand, application, person or paper that it was about; nil if the purpose names none.
  public let about: String?
  /// The reason that the viewer gave; nil if none was given.
  public let reason: String?
  /// The persons whose data were seen, by key, each once.
  public let persons: [Identifier]

  /// Makes a look.
  public init(
    at: Instant, by: Identifier?, account: String, purpose: String, about: String? = nil, reason: String? = nil,
    persons: Set<Identifier>
  ) {
    self.at = at
    self.by = by
    self.account = account
    self.purpose = purpose
    self.about = about
    self.reason = reason
    self.persons = persons.sorted()
  }
}

extension Look {
  /// Its line in the log, without the end of the line: one form only, as the hash is of these bytes.
  func line(number: UInt64, previous: Digest) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("look", Int64(clamping: number))
    writer.field("at", at)
    if let by { writer.field("by", by) }
    writer.field("account", account)
    writer.field("purpose", purpose)
    writer.field("about", ifAny: about)
    writer.field("reason", ifAny: reason)
    writer.field("count", persons.count)
    writer.key("persons")
    writer.beginArray()
    for person in persons { writer.value(person) }
    writer.endArray()
    writer.field("previous", previous.description)
    writer.endObject()
    return writer.bytes
  }

  /// Reads a line: the look, its number, and the hash of the line before; nil for bytes that no look has as its line.
  static func read(_ line: [UInt8]) -> (look: Look, number: UInt64, previous: Digest)? {
    guard let object = try? JSONValue(line),
      let number = object["look"]?.number.flatMap({ UInt64(exactly: $0) }),
      let at = object["at"]?.text.flatMap({ Instant($0) }), let account = object["account"]?.text,
      let purpose = object["purpose"]?.text,
      let keys = object["persons"]?.elements?.map({ $0.text.flatMap { Identifier($0) } }),
      let previous = object["previous"]?.text.flatMap({ Digest(hex: $0) })
    else { return nil }
    let look = Look(
      at: at, by: object["by"]?.text.flatMap { Identifier($0) }, account: account, purpose: purpose,
      about: object["about"]?.text, reason: object["reason"]?.text, persons: Set(keys.compactMap(\.self)))
    // A line with unknown members, in another order or written in another way gives other bytes.
    return look.line(number: number, previous: previous) == line ? (look, number, previous) : nil
  }
}
