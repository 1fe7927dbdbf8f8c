/// A language in which the program speaks to people.
///
/// Data for other programs (JSON, CSV) is the same in every language.
enum Language: String, CaseIterable, Sendable {
  /// English, unless another is asked for.
  case en
  /// Chinese in the wording of the offices.
  case zh
}

/// Something a person reads, in every language at once.
///
/// There is one initialiser and it takes both languages, so that neither can be forgotten; it is called only in the
/// catalogue (a test holds the rest of the program to that).
struct Text: Sendable, Hashable {
  /// The English wording.
  let en: String
  /// The Chinese wording.
  let zh: String

  /// Makes a text from both of its wordings.
  init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// The wording in a language.
  func callAsFunction(in language: Language) -> String {
    switch language {
    case .en: en
    case .zh: zh
    }
  }
}
