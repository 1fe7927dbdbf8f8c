import Values

/// A language in which the programs speak to people.
///
/// Data for other programs (JSON, CSV) is the same in every language.
package enum Language: String, CaseIterable, Sendable {
  /// English, unless another is asked for.
  case en
  /// Chinese in the wording of the offices.
  case zh

  /// The language of a locale, `zh_CN.UTF-8` or `zh`; nil for one that the programs do not speak.
  package init?(ofLocale name: String) {
    self.init(rawValue: String(name.prefix { $0.isASCII && $0.isLetter }).lowercased())
  }
}

/// Something a person reads, in every language at once.
///
/// There is one initialiser and it takes both languages, so that neither can be forgotten; it is called only where words
/// are kept (a test holds the rest of the programs to that).
package struct Text: Sendable, Hashable {
  /// The English wording.
  package let en: String
  /// The Chinese wording.
  package let zh: String

  /// Makes a text from both of its wordings.
  package init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// What is the same in every language: a number, an identifier, a clause.
  package init(same text: String) { self.init(en: text, zh: text) }

  /// The wording in a language.
  package func callAsFunction(in language: Language) -> String {
    switch language {
    case .en: en
    case .zh: zh
    }
  }

  /// Two texts, one behind the other.
  package static func + (left: Text, right: Text) -> Text { Text(en: left.en + right.en, zh: left.zh + right.zh) }
}

extension [Text] {
  /// The texts as one list.
  package var joined: Text { Text(en: map(\.en).joined(separator: "; "), zh: map(\.zh).joined(separator: "；")) }
}

extension Text {
  /// The text as an error may show it: a key or a word of a file may be somebody's number.
  package var withoutNumbersOfPersons: Text {
    Text(en: en.withoutNumbersOfPersons, zh: zh.withoutNumbersOfPersons)
  }
}
