import Papers
import Sheets
package import Subsidy
package import Values

/// The form of an argument's value, checked before a command begins.
package enum ValueKind: Hashable, Sendable {
  /// An operator, a batch, a key, a scheme: `[A-Za-z0-9._-]{1,64}`.
  case identifier
  /// A person's pseudonymous key: an identifier without the full stop.
  case person
  /// A person by a key, or by a text that `find` takes: a name, a number, an application.
  case someone
  /// A month, `2024-11`.
  case month
  /// A date, `2024-12-05`.
  case date
  /// A point in time: a date for its end, a time in China, `2024-12-06 09:30`, or an instant in UTC, `2024-12-06T01:30:00Z`.
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
  /// An amount in yuan with its two decimals or its unit behind it, `266.66`; a bare integer could be fen as well.
  case yuan
  /// One of some words.
  case choice([String])
  /// An operator's roles, with commas between: `enter,review`.
  case roles

  /// Whether a text has this form.
  package func accepts(_ text: String) -> Bool {
    switch self {
    case .identifier: Identifier(text) != nil
    case .person: Identifier(text)?.isPersonKey ?? false
    case .month: Month(text) != nil
    case .date: CivilDate(text) != nil
    case .instant: ValueKind.instant(text) != nil
    case .region: Region(text) != nil
    case .someone, .path, .inputFolder, .output, .newOutput, .outputFolder, .text: !text.isEmpty
    case .setting: Setting(text) != nil
    case .number: ValueKind.number(text) != nil
    case .yuan: Fen(typed: text) != nil
    case .choice(let words): words.contains(text)
    case .roles: ValueKind.roles(text) != nil
    }
  }

  /// A number without sign and leading zeros; nil for anything else.
  package static func number(_ text: String) -> UInt64? { UInt64(text).flatMap { String($0) == text ? $0 : nil } }

  /// An instant in UTC, a date, which means its last second in China, or a time in China to the minute or the second.
  package static func instant(_ text: String) -> Instant? {
    if let instant = Instant(text) { return instant }
    guard let day = CivilDate(String(text.prefix(10))) else { return nil }
    let rest = text.dropFirst(10)
    if rest.isEmpty { return Instant(endOf: day) }
    guard rest.first == " " || rest.first == "T" else { return nil }
    var time = String(rest.dropFirst())
    if time.hasSuffix("+08:00") { time.removeLast(6) }
    if time.utf8.count == 5 { time += ":00" }
    return Instant("\(day)T\(time)Z").map { Instant(seconds: $0.seconds - 8 * 3_600) }
  }

  /// Roles with commas between, each once; nil for anything else.
  package static func roles(_ text: String) -> [OperatorRole]? {
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    let roles = words.compactMap { OperatorRole(rawValue: String($0)) }
    return roles.count == words.count && Set(roles).count == roles.count ? roles : nil
  }

  /// The two amounts that a bare integer could be: yuan, or fen; nil for any other text.
  package static func readings(ofInteger text: String) -> (yuan: Fen, fen: Fen)? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let yuan = Fen(yuan: text) else {
      return nil
    }
    return (yuan, Fen(yuan.value / 100))
  }
}

/// A parameter of a policy pack as given on the command line, `rate=2/3`.
package struct Setting: Hashable, Sendable {
  /// The name before the first equals sign.
  package let name: String
  /// Everything after it, not empty.
  package let value: String

  /// Reads `NAME=VALUE`; nil if one of them is missing.
  package init?(_ text: String) {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    name = String(text[..<sign])
    value = String(text[text.index(after: sign)...])
    guard !name.isEmpty, !value.isEmpty else { return nil }
  }
}
