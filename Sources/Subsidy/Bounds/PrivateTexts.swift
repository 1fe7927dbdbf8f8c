import JSONText
public import Values

/// The kind of a text of the log, which decides what a live entry may not have in it.
///
/// > Source: contract 3 section 4, "Free texts".
public enum TextKind: Hashable, Sendable {
  /// A text in the writer's own words: it must hold no number of a person and no name of the entry's own.
  case free
  /// A designation, such as an identifier, a receipt or a code: it must hold no identity number.
  case designation
  /// The key of a person: it must not be an identity number if the person is registered for the first time.
  case personKey
}

/// Something private in a text that would enter the log, without its value.
public struct PrivateText: Hashable, Sendable {
  /// The kind of private data.
  public enum Kind: Hashable, Sendable {
    /// A number of a person.
    case number(NumberOfPerson)
    /// The name of the person whom the entry is about, or of the one who acts for them.
    case name
  }

  /// The field, as `work.kind`.
  public let field: String
  /// The kind of the private data.
  public let kind: Kind

  /// Makes it.
  public init(field: String, _ kind: Kind) {
    self.field = field
    self.kind = kind
  }
}

extension EventType {
  /// Whether an event of this type can have a text in the writer's own words.
  public var hasFreeText: Bool { fields.contains(where: \.isFreeText) }
}

extension EventField {
  fileprivate var isFreeText: Bool { text == .free || fields.contains(where: \.isFreeText) }

  /// The fields that every event has and whose value the sender chose.
  fileprivate static let common = [
    EventField(name: "key", form: .identifier, isOptional: true, text: .designation),
    EventField(name: "id", form: .entryID, isOptional: true, text: .designation),
  ]
}

extension LedgerState {
  /// The first text of a live event that holds private data that only the vault may hold; nil if none does.
  ///
  /// The declaration of a text's field determines the search. An identifier that the ledger has already passes, so that an old
  /// ledger can go on.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - line: its line.
  ///   - names: the names that no free text may hold.
  /// - Returns: the field that holds it, and the kind of the private data.
  public func privateText(of event: Event, line: [UInt8], naming names: [String]) -> PrivateText? {
    let search = PrivateTextSearch(
      state: self, day: event.recorded.civilDate, names: names,
      isNewPerson: event.body.type == .registered && event.body.person.map { person($0)?.registered == nil } ?? false)
    guard case .success(let value) = Result(catching: { try JSONValue(line) }) else {
      preconditionFailure("a line that was written is JSON")
    }
    if let found = search.first(in: value, EventField.common + event.body.type.fields) { return found }
    guard case .requested(let body) = event.body else { return nil }
    // The texts of the act are in the log with the request already.
    for line in body.content.lines {
      if let found = search.first(in: line, body.act.fields, at: "content.") { return found }
    }
    return nil
  }

  fileprivate func knows(_ text: String) -> Bool {
    guard let identifier = Identifier(text) else { return false }
    return [names, batchNames, schemes].contains { $0.number(of: identifier) != nil }
  }
}

/// One pass over the texts of an event.
private struct PrivateTextSearch {
  let state: LedgerState
  let day: CivilDate
  let names: [String]
  let isNewPerson: Bool

  /// The first in an object with some fields.
  func first(in object: JSONValue, _ fields: [EventField], at path: String = "") -> PrivateText? {
    for member in object.members ?? [] {
      guard let field = fields.first(where: { $0.name == member.key }) else { continue }
      let place = path + field.name
      let found =
        if field.fields.isEmpty {
          field.text.flatMap { first(in: member.value, $0, at: place) }
        } else {
          first(in: member.value, field.fields, at: place + ".")
        }
      if let found { return found }
    }
    return nil
  }

  /// The first in a value all of whose texts are of one kind.
  private func first(in value: JSONValue, _ kind: TextKind, at place: String) -> PrivateText? {
    if let text = value.text { return self.kind(of: text, kind).map { PrivateText(field: place, $0) } }
    for (index, element) in (value.elements ?? []).enumerated() {
      if let found = first(in: element, kind, at: "\(place)[\(index)]") { return found }
    }
    for member in value.members ?? [] {
      if let found = first(in: member.value, kind, at: "\(place).\(member.key)") { return found }
    }
    return nil
  }

  private func kind(of text: String, _ kind: TextKind) -> PrivateText.Kind? {
    let numbers = text.numbersOfPersons(on: day)
    switch kind {
    case .free:
      if let number = NumberOfPerson.allCases.first(where: numbers.contains) { return .number(number) }
      return names.contains { text.holds(name: $0) } ? .name : nil
    case .designation: return numbers.contains(.idNumber) && !state.knows(text) ? .number(.idNumber) : nil
    case .personKey: return numbers.contains(.idNumber) && isNewPerson ? .number(.idNumber) : nil
    }
  }
}
