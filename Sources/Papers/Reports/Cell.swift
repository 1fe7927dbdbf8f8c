package import JSONText
package import Values

/// A value that has a form of its own in each output, JSON included: reasons with their clauses, a basis, an event.
package protocol CellContent: CellValue, Sendable {
  /// The words for people.
  var words: Text { get }
  /// The content of a field of CSV.
  var code: String { get }
}

extension CellContent {
  package static var kind: Table.Kind { .text }
  package var cell: Table.Cell { .other(self) }
}

extension Table.Cell {
  /// The cell for people.
  package func shown(in language: Language) -> String {
    switch self {
    case .none: ""
    case .text(let text): text.printable
    case .word(let words, _): words(in: language)
    case .flag(let isTrue): (isTrue ? Text.yes : .no)(in: language)
    case .count(let number): number.grouped
    case .money(let amount): amount.yuan
    case .list(let cells): cells.map { $0.shown(in: language) }.joined(separator: " ")
    case .other(let content): content.words(in: language)
    case .name, .month, .date, .instant, .number: code
    }
  }

  /// The cell for programs, as a field of CSV.
  package var code: String {
    switch self {
    case .none: ""
    case .text(let text): text
    case .name(let name): name.description
    case .month(let month): month.description
    case .date(let date): date.description
    case .instant(let instant): instant.description
    case .flag(let isTrue): String(isTrue)
    case .count(let number): String(number)
    case .number(let number): String(number)
    case .money(let amount): String(amount.value)
    case .word(_, let code): code
    case .list(let cells): cells.map(\.code).joined(separator: " ")
    case .other(let content): content.code
    }
  }

  /// Writes the cell as a value of JSON.
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .none: writer.null()
    case .text(let text): writer.value(text)
    case .name(let name): writer.value(name)
    case .month(let month): writer.value(month)
    case .date(let date): writer.value(date)
    case .instant(let instant): writer.value(instant)
    case .flag(let isTrue): writer.value(isTrue)
    case .count(let number): writer.value(number)
    case .number(let number): writer.value(Int64(clamping: number))
    case .money(let amount): writer.value(amount)
    case .word(_, let code): writer.value(code)
    case .list(let cells):
      writer.beginArray()
      for cell in cells { cell.write(to: &writer) }
      writer.endArray()
    case .other(let content): content.write(to: &writer)
    }
  }

  /// Whether it shows nothing.
  var isNone: Bool {
    switch self {
    case .none: true
    case .list(let cells): cells.isEmpty
    case .text, .name, .month, .date, .instant, .flag, .count, .number, .money, .word, .other: false
    }
  }

  /// Whether it shows zero.
  var isZero: Bool {
    switch self {
    case .count(let number): number == 0
    case .money(let amount): amount == .zero
    case .none, .text, .name, .month, .date, .instant, .flag, .number, .word, .list, .other: false
    }
  }

  /// The number in the cell; 0 for words.
  package var magnitude: Int64 {
    switch self {
    case .count(let number): number
    case .money(let amount): amount.value
    case .none, .text, .name, .month, .date, .instant, .flag, .number, .word, .list, .other: 0
    }
  }
}

/// A value that a column can hold; its type gives the kind of the column.
package protocol CellValue: SendableMetatype {
  /// The kind of a column of such values.
  static var kind: Table.Kind { get }
  /// The value as a cell.
  var cell: Table.Cell { get }
  /// Writes the value of JSON, as the cell would.
  func write(to writer: inout JSONWriter)
}

extension CellValue {
  package func write(to writer: inout JSONWriter) { cell.write(to: &writer) }
}

/// A code of a closed set: its name for programs, and its words, which are declared here and nowhere else.
package protocol Worded: CellValue {
  /// The name for programs.
  var code: String { get }
  /// The words for people.
  var words: Text { get }
}

extension Worded {
  package static var kind: Table.Kind { .code }
  package var cell: Table.Cell { .word(words, code: code) }
}

extension Worded where Self: RawRepresentable<String> {
  package var code: String { rawValue }
}

extension Table.Cell: CellValue {
  package static var kind: Table.Kind { .text }
  package var cell: Table.Cell { self }
}

extension String: CellValue {
  package static var kind: Table.Kind { .text }
  package var cell: Table.Cell { .text(self) }
}

extension Identifier: CellValue {
  package static var kind: Table.Kind { .text }
  package var cell: Table.Cell { .name(self) }
  package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Region: CellValue {
  package static var kind: Table.Kind { .text }
  package var cell: Table.Cell {
    .word(Text(en: description, zh: inWords), code: description)
  }
}

extension Month: CellValue {
  package static var kind: Table.Kind { .month }
  package var cell: Table.Cell { .month(self) }
  package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension CivilDate: CellValue {
  package static var kind: Table.Kind { .date }
  package var cell: Table.Cell { .date(self) }
  package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Instant: CellValue {
  package static var kind: Table.Kind { .instant }
  package var cell: Table.Cell { .instant(self) }
}

extension Bool: CellValue {
  package static var kind: Table.Kind { .flag }
  package var cell: Table.Cell { .flag(self) }
}

extension Int: CellValue {
  package static var kind: Table.Kind { .count }
  package var cell: Table.Cell { .count(Int64(self)) }
  package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension UInt64: CellValue {
  package static var kind: Table.Kind { .count }
  package var cell: Table.Cell { .count(Int64(clamping: self)) }
}

extension Fen: CellValue {
  package static var kind: Table.Kind { .money }
  package var cell: Table.Cell { .money(self) }
  package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Optional: CellValue where Wrapped: CellValue {
  package static var kind: Table.Kind { Wrapped.kind }
  package var cell: Table.Cell { self?.cell ?? .none }
  package func write(to writer: inout JSONWriter) {
    if let self { self.write(to: &writer) } else { writer.null() }
  }
}

extension Array: CellValue where Element: CellValue {
  package static var kind: Table.Kind { .text }
  package var cell: Table.Cell { .list(map(\.cell)) }
}

extension Fen {
  /// The amount in yuan for people, with separators: `1,234.56`.
  package var yuan: String {
    let (yuan, fen) = value.magnitude.quotientAndRemainder(dividingBy: 100)
    return "\(value < 0 ? "-" : "")\(yuan.grouped).\(fen < 10 ? "0" : "")\(fen)"
  }
}

extension Int64 {
  /// The number for people, with separators: `12,345`.
  package var grouped: String { (self < 0 ? "-" : "") + magnitude.grouped }
}

extension UInt64 {
  fileprivate var grouped: String {
    if self < 1_000 { return String(self) }
    let (thousands, rest) = quotientAndRemainder(dividingBy: 1_000)
    // The digits of 1,000 and the rest are a one and the three of the rest.
    return "\(thousands.grouped),\(String(1_000 + rest).dropFirst())"
  }
}
