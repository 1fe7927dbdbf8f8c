import Papers
import Values

/// The form of an argument's value, checked before a command begins.
enum ValueKind: Hashable, Sendable {
  /// An operator, a batch, a key, a scheme: `[A-Za-z0-9._-]{1,64}`.
  case identifier
  /// A person's pseudonymous key: an identifier without the full stop.
  case person
  /// A month, `2024-11`.
  case month
  /// A date, `2024-12-05`.
  case date
  /// An instant in UTC, `2024-12-06T01:30:00Z`.
  case instant
  /// A region code of six digits, `110105`.
  case region
  /// The path of a file that is read, or of the ledger.
  case path
  /// The path of a folder that is read.
  case inputFolder
  /// The path of a file that is written; `--replace` replaces one that is there.
  case output
  /// The path of a file that is written and never replaced.
  case newOutput
  /// The path of a folder that is made.
  case outputFolder
  /// Any text that is not empty.
  case text
  /// A parameter of a policy pack, `NAME=VALUE`.
  case setting
  /// A count or a number of an event, in decimal: `41`.
  case number
  /// An amount in yuan with at most two decimals, `266.66`.
  case yuan
  /// One of some words.
  case choice([String])

  /// Whether a text has this form.
  func accepts(_ text: String) -> Bool {
    switch self {
    case .identifier: Identifier(text) != nil
    case .person: Identifier(text)?.isPersonKey ?? false
    case .month: Month(text) != nil
    case .date: CivilDate(text) != nil
    case .instant: Instant(text) != nil
    case .region: Region(text) != nil
    case .path, .inputFolder, .output, .newOutput, .outputFolder, .text: !text.isEmpty
    case .setting: Setting(text) != nil
    case .number: ValueKind.number(text) != nil
    case .yuan: Fen(yuan: text) != nil
    case .choice(let words): words.contains(text)
    }
  }

  /// A number without sign and leading zeros; nil for anything else.
  static func number(_ text: String) -> UInt64? { UInt64(text).flatMap { String($0) == text ? $0 : nil } }
}

/// A parameter of a policy pack as given on the command line, `rate=2/3`.
struct Setting: Hashable, Sendable {
  /// The name before the first equals sign.
  let name: String
  /// Everything after it, not empty.
  let value: String

  /// Reads `NAME=VALUE`; nil where one of them is missing.
  init?(_ text: String) {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    name = String(text[..<sign])
    value = String(text[text.index(after: sign)...])
    guard !name.isEmpty, !value.isEmpty else { return nil }
  }
}
