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

  /// A person's name with what tells namesakes apart: `张* 0119`.
  package func person(name: String?, idNumber: String?) -> String? {
    let parts = [self.name(name), self == .whole ? nil : idNumber.map { String($0.suffix(4)) }].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}
