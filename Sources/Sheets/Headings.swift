import JSONText
import Values

/// The headings under which a column is known, and the words of closed choices: data, in `Words`.
package enum SheetWords {
  /// The headings of each column; the first Chinese one is used in forms.
  static let headings: [(key: String, names: [String])] = lines(PackageResources.headings_tsv)

  /// The words of each value of a choice, by `choice=value`.
  static let choices: [(key: String, names: [String])] = lines(PackageResources.choices_tsv)

  /// The notes on columns, by the column's key or, if it has no line, by the kind of its cells.
  private static let notes = lines(PackageResources.notes_tsv)

  /// The notes of a form on a column.
  static func notes(of column: SheetForm.Column) -> String {
    let kind =
      switch column.kind {
      case .text: "kind.text"
      case .number: "kind.number"
      case .amount: "kind.amount"
      case .date: "kind.date"
      case .month: "kind.month"
      case .choice: "kind.choice"
      }
    let key = column.key.hasPrefix("detail.") ? "detail" : column.key
    return [key, kind].lazy.compactMap { key in notes.first { $0.key == key }?.names.first }.first ?? ""
  }

  private static func lines(_ bytes: [UInt8]) -> [(key: String, names: [String])] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return (fields[0], Array(fields.dropFirst()))
    }
  }

  /// The headings of a column, the first one that of forms; none for an unknown column.
  package static func names(of key: String) -> [String] { headings.first { $0.key == key }?.names ?? [] }

  /// The words of a value of a choice, as they are compared.
  private static let meanings: [String: [String: String]] = {
    var found: [String: [String: String]] = [:]
    for (key, names) in choices {
      let parts = key.split(separator: "=").map(String.init)
      for name in names + [parts[1]] { found[parts[0], default: [:]][comparable(name)] = parts[1] }
    }
    return found
  }()

  /// The values of a choice with their words, in the order of the file.
  package static func choice(_ name: String) -> [SheetChoice] {
    choices.filter { $0.key.hasPrefix(name + "=") }.map { key, words in
      SheetChoice(value: String(key.dropFirst(name.count + 1)), words: words)
    }
  }

  /// The value that a word means in a choice; nil for none.
  static func meaning(of word: String, in choice: String) -> String? { meanings[choice]?[comparable(word)] }

  /// Whether a column is for the human reader only: its number, a remark, or the name beside the ID number.
  static func isForTheEye(_ heading: String) -> Bool {
    meaning(of: heading, in: "heading") == "passed-over" || personNames.contains(comparable(heading))
  }

  private static let personNames = Set(names(of: "name").map(comparable))

  /// Whether a text begins as one of a value's words does.
  static func begins(_ text: String, as value: String, of choice: String) -> Bool {
    let text = comparable(text)
    return meanings[choice]?.contains { $0.value == value && text.utf8.starts(with: $0.key.utf8) } ?? false
  }

  /// A heading as it is compared: without blanks, in half width, in small letters, without marks and units behind it.
  package static func comparable(_ heading: String) -> String {
    // Keys of persons, and most words of choices: nothing changes them.
    if heading.utf8.allSatisfy(\.isPlain) { return heading }
    var text = String(String.UnicodeScalarView(heading.halfWidth.unicodeScalars.filter { !$0.isBlank })).lowercased()
    while true {
      while let last = text.last, "*:;".contains(last) { text.removeLast() }
      while text.first == "*" { text.removeFirst() }
      guard let open = text.lastIndex(where: { "([【".contains($0) }), let last = text.last, ")]】".contains(last),
        remarks.contains(String(text[text.index(after: open)...].dropLast()))
      else { return text }
      text = String(text[..<open])
    }
  }

  /// The remarks in brackets behind a heading that do not change its meaning.
  private static let remarks: Set<String> = Set(
    choices.first { $0.key == "bracket=remark" }?.names.map { $0.lowercased() } ?? [])
}

/// An office's names for its columns: a profile of its own for tables that come in.
///
/// A column that it names is known by the profile's headings alone, so that the right one of two amounts can be named.
public struct SheetProfile: Hashable, Sendable {
  /// The reason that a text is not a profile.
  public struct ProfileError: Error, Hashable, Sendable {
    /// The member that is wrong, or missing.
    public let field: String
  }

  /// The sheet of the workbook; nil for the one that has the columns.
  public let sheet: String?
  /// The headings of columns, by the column's key.
  public let columns: [String: [String]]

  /// Reads a profile: `columns` and perhaps `sheet`, and no other member.
  ///
  /// - Throws: ``ProfileError``, for the first member that is wrong.
  public init(json bytes: [UInt8]) throws(ProfileError) {
    guard let value = try? JSONValue(bytes), let members = value.members else { throw ProfileError(field: "{}") }
    var sheet: String?
    var columns: [String: [String]]?
    let known = Set(SheetWords.headings.map(\.key))
    for member in members {
      switch (member.key, member.value) {
      case ("sheet", .string(let text)) where !text.isEmpty: sheet = text
      case ("columns", let object):
        guard let entries = object.members, !entries.isEmpty else { throw ProfileError(field: "columns") }
        var found: [String: [String]] = [:]
        for entry in entries {
          guard known.contains(entry.key), case .array(let elements) = entry.value, !elements.isEmpty else {
            throw ProfileError(field: "columns.\(entry.key)")
          }
          let names = elements.compactMap(\.text)
          guard names.count == elements.count, names.allSatisfy({ !SheetWords.comparable($0).isEmpty }) else {
            throw ProfileError(field: "columns.\(entry.key)")
          }
          found[entry.key] = names
        }
        let all = found.values.joined().map(SheetWords.comparable)
        if Set(all).count != all.count { throw ProfileError(field: "columns") }
        columns = found
      default: throw ProfileError(field: member.key)
      }
    }
    guard let columns else { throw ProfileError(field: "columns") }
    self.sheet = sheet
    self.columns = columns
  }
}

/// The headings that are looked for in one file: those of a form, as the office's profile changes them.
struct HeadingIndex {
  private var keys: [String: String] = [:]

  init(_ form: SheetForm, _ profile: SheetProfile?) {
    let own = Set(profile?.columns.values.joined().map(SheetWords.comparable) ?? [])
    for column in form.columns {
      if let names = profile?.columns[column.key] {
        for name in names { keys[SheetWords.comparable(name)] = column.key }
        continue
      }
      for name in [column.key] + column.headings {
        let name = SheetWords.comparable(name)
        if !own.contains(name) { keys[name] = column.key }
      }
    }
  }

  /// The column that a heading names; nil for one that is passed over.
  subscript(heading: String) -> String? { keys[SheetWords.comparable(heading)] }
}

extension UInt8 {
  /// Whether it is a small letter or a digit.
  fileprivate var isPlain: Bool { (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) }
}
