import Catalogue
import Papers

/// The commands' texts about themselves, in every language: data, read only when a page is asked for.
///
/// `Words/help.tsv` has a line for each command, argument, option, exit code and example: a key, the English and the
/// Chinese, apart by tabs. An argument or an option that has no line under its command has the line under every command.
struct HelpWords {
  private let texts: [String: Text]

  /// Reads the words that are compiled in.
  init() {
    texts = Dictionary(HelpWords.lines.map { ($0.key, $0.text) }, uniquingKeysWith: { first, _ in first })
  }

  /// The lines of the file; one that has not three parts has no text, which a test finds.
  static var lines: [(key: String, text: Text)] {
    String(decoding: PackageResources.help_tsv, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { line in
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        return (parts[0], parts.count == 3 ? Text(en: parts[1], zh: parts[2]) : .none)
      }
  }

  /// The keys of all that a command shows, in the order of its page; those of arguments and options without the line of
  /// every command.
  static func keys(of spec: CommandSpec) -> [String] {
    [spec.name] + (spec.positionals.map(\.name) + spec.allOptions.map(\.name)).map { "\(spec.name) \($0)" }
      + (spec.isReport ? ["\(spec.name) title"] : []) + spec.exits.map { "\(spec.name) exit \($0.rawValue)" } + [
        "\(spec.name) example"
      ]
  }

  /// The description of a command, in one line.
  func summary(of spec: CommandSpec) -> Text { text(spec.name) }

  /// The title of a report on paper.
  func title(of spec: CommandSpec) -> Text { text("\(spec.name) title") }

  /// The description of an argument or an option; without a command, the one for all commands.
  func argument(_ name: String, of spec: CommandSpec? = nil) -> Text {
    spec.flatMap { texts["\($0.name) \(name)"] } ?? text(name)
  }

  /// The description of the example.
  func example(of spec: CommandSpec) -> Text { text("\(spec.name) example") }

  /// The meaning of an exit code, if the command gives it one of its own.
  func exit(_ code: ExitCode, of spec: CommandSpec) -> Text { text("\(spec.name) exit \(code.rawValue)") }

  private func text(_ key: String) -> Text { texts[key] ?? Text(same: key) }
}
