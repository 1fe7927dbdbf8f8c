extension Text {
  /// The words in the place of private data that were erased.
  package static let erased = Text(en: "(erased)", zh: "已删除")
}

/// The name beside a person's key in a list.
public enum PersonName: Hashable, Sendable {
  /// The name, as much of it as is shown.
  case known(String)
  /// It was erased.
  case erased

  /// The words of a list.
  package func text(in language: Language) -> String {
    switch self {
    case .known(let name): name
    case .erased: Text.erased(in: language)
    }
  }
}

/// How much of a person's data a list for people shows.
public enum NameForm: Sendable {
  /// The first character of a name and the last four of a number: `张*`, `*0119`.
  case masked
  /// All of it.
  case whole

  /// A name.
  package func name(_ name: String?) -> String? {
    guard let name, let first = name.first else { return nil }
    return self == .whole ? name : "\(first)*"
  }

  /// An identity number, an account or a telephone number.
  package func number(_ number: String?) -> String? {
    number.map { self == .whole ? $0 : "*\($0.suffix(4))" }
  }

  /// A person's name with the digits that distinguish namesakes: `张* 0119`.
  package func person(name: String?, idNumber: String?) -> String? {
    let parts = [self.name(name), self == .whole ? nil : idNumber.map { String($0.suffix(4)) }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}
