public import Policy

/// The private data of a person that papers print; a value that the vault does not have is nil.
public struct PersonalDetails: Sendable {
  /// The values by the form's names for them.
  private let values: [FormValue: String]
  /// Whether the vault has no data at all, so that the paper has blanks.
  public let isMissing: Bool

  /// Makes details of the known values; a value that is not the vault's has no place here.
  public init(_ values: [FormValue: String]) {
    self.values = values
    isMissing = values.isEmpty
  }

  /// The details that papers print of a person whose data were erased: 已删除 in the place of the name.
  public static let erased = PersonalDetails([.name: Text.erased.zh])

  /// The text to print; empty if it is not known.
  public subscript(value: FormValue) -> String { values[value] ?? "" }

  /// The last four characters of the identity number, all that a notification may show.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件4 一 (身份证尾号xxxx).
  public var idTail: String { String(self[.idNumber].suffix(4)) }
}

extension PersonalDetails: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder, so that no message shows a person's data by accident.
  public var description: String { "PersonalDetails(…)" }
  /// The same placeholder.
  public var debugDescription: String { description }
  /// Nothing, so that a dump shows no person's data.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
