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

/// A text for people, in every language at once.
///
/// There is one initialiser and it takes both languages, so that neither can be forgotten; only the modules and folders that
/// keep words call it (a test checks this for the rest of the programs).
package struct Text: Sendable, Hashable {
  /// The wording on a page of the workbench, if it is another one.
  private indirect enum PageText: Sendable, Hashable {
    case same
    case other(Text)
  }

  /// The English wording.
  package let en: String
  /// The Chinese wording.
  package let zh: String
  private var page = PageText.same
  /// The names of the fields that it is about, the likeliest first.
  ///
  /// An entry, a column and a command have names of their own for one field of a form.
  package private(set) var fields: [String] = []

  /// Makes a text from both of its wordings.
  package init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// A text that is the same in every language: a number, an identifier, a clause.
  package init(same text: String) { self.init(en: text, zh: text) }

  /// The wording in a language.
  package func callAsFunction(in language: Language) -> String {
    switch language {
    case .en: en
    case .zh: zh
    }
  }

  /// Two texts, one behind the other.
  package static func + (left: Text, right: Text) -> Text {
    let text = Text(en: left.en + right.en, zh: left.zh + right.zh).about(left.fields + right.fields)
    return left.isSameOnPage && right.isSameOnPage ? text : text.orOnPage(left.onPage + right.onPage)
  }
}

// MARK: - At a terminal and on a page

extension Text {
  /// The wording on a page of the workbench: a page has fields and links, while a terminal has options and commands.
  package var onPage: Text {
    switch page {
    case .same: self
    case .other(let text): text
    }
  }

  fileprivate var isSameOnPage: Bool { page == .same }

  /// The text with another wording on a page.
  package func orOnPage(_ other: Text) -> Text {
    var text = self
    text.page = .other(other)
    return text
  }

  /// The text, followed by the next step, which differs between a page and a terminal; nil if there is none on a page.
  package func then(_ next: Text, onPage other: Text?) -> Text {
    [self, next].joined.orOnPage(other.map { [onPage, $0].joined } ?? onPage)
  }

  /// A text that is made of others, at a terminal from their wordings there, on a page from their wordings on a page.
  package static func made(of texts: [Text], en: ([Text]) -> String, zh: ([Text]) -> String) -> Text {
    let text = Text(en: en(texts), zh: zh(texts)).about(texts.flatMap(\.fields))
    if texts.allSatisfy(\.isSameOnPage) { return text }
    let onPages = texts.map(\.onPage)
    return text.orOnPage(Text(en: en(onPages), zh: zh(onPages)))
  }

  /// A text that is made of another, as ``made(of:en:zh:)`` makes it of several.
  package func changed(en: (String) -> String, zh: (String) -> String) -> Text {
    .made(of: [self]) {
      en($0[0].en)
    } zh: {
      zh($0[0].zh)
    }
  }

  /// The text as an error may show it: a key or a word of a file may be a person's number.
  package var withoutNumbersOfPersons: Text { changed(en: \.withoutNumbersOfPersons, zh: \.withoutNumbersOfPersons) }
}

// MARK: - About fields

extension Text {
  /// The text as one about some fields.
  package func about(_ fields: String...) -> Text { about(fields) }

  /// The text as one about a field of an entry, which may be a member of another one: `private.phone`.
  package func about(entry field: String) -> Text {
    let last = field.split(separator: ".").last.map(String.init) ?? field
    return about(
      (field == last ? [] : [field]) + [last]
        + (["amountFen": ["amount"], "from": ["factFrom"], "to": ["factTo"]][last] ?? []))
  }

  fileprivate func about(_ fields: [String]) -> Text {
    var text = self
    text.fields = fields
    return text
  }
}

extension [Text] {
  /// The texts as one list.
  package var joined: Text { .joined(self, by: .semicolon) }
}
