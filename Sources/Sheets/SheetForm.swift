/// One of the values of a closed choice, with the words for it.
package struct SheetChoice: Hashable, Sendable {
  package let value: String
  /// The words, the first one that of forms.
  package let words: [String]

  package init(value: String, words: [String]) {
    self.value = value
    self.words = words
  }
}

/// The columns of a table of one kind: declared once, for the reader, the forms given to people and the pages.
package struct SheetForm: Hashable, Sendable {
  /// A column.
  package struct Column: Hashable, Sendable {
    /// The kind of content of its cells.
    package enum Kind: Hashable, Sendable {
      /// Words.
      case text
      /// A number that counts nothing: an identity number, an account, a telephone.
      case number
      /// Yuan.
      case amount
      case date
      case month
      /// One of some values.
      case choice([SheetChoice])
    }

    /// Its name for programs.
    package let key: String
    package let kind: Kind
    /// Whether it must be there.
    package let isRequired: Bool
    /// The headings under which it is known in addition to its key, the first one that of forms.
    package let headings: [String]

    /// Declares a column.
    ///
    /// - Parameters:
    ///   - key: its key.
    ///   - kind: the kind of content of its cells.
    ///   - isRequired: whether it must be there.
    ///   - headings: its headings, if they are not those of `Words/headings.tsv`.
    package init(_ key: String, _ kind: Kind, required isRequired: Bool = false, headings: [String]? = nil) {
      self.key = key
      self.kind = kind
      self.isRequired = isRequired
      self.headings = headings ?? SheetWords.names(of: key)
    }
  }

  /// Its name, as the command has it.
  package let name: String
  package let columns: [Column]
  /// Columns of which at least one must be there; if none is, the error names the first.
  package let anyOf: [String]

  package init(name: String, columns: [Column], anyOf: [String]) {
    self.name = name
    self.columns = columns
    self.anyOf = anyOf
  }

  /// The bureau's list of contributions.
  package static let contributions = SheetForm(
    name: "contributions",
    columns: [
      Column("person", .number), Column("idNumber", .number), Column("amount", .amount, required: true),
      Column("paidOn", .date, required: true), Column("month", .month),
      Column("kind", .choice(SheetWords.choice("insurance"))),
      Column("paid", .choice(SheetWords.choice("paid"))),
    ],
    anyOf: ["person", "idNumber"])

  /// The bank's answer to a batch.
  package static let answers = SheetForm(
    name: "answers",
    columns: [
      Column("batch", .text), Column("scheme", .text), Column("endToEnd", .number), Column("person", .number),
      Column("month", .month), Column("amount", .amount), Column("currency", .text), Column("account", .number),
      Column("name", .text, headings: SheetWords.names(of: "payee")),
      Column("status", .choice(SheetWords.choice("answer")), required: true), Column("code", .text),
      Column("reference", .number),
    ],
    anyOf: ["endToEnd", "person"])
}
