import Catalogue
import Papers

/// The pages that the program prints about itself, at most 100 terminal cells wide.
struct HelpPage: Sendable {
  /// The commands, in the order of the overview.
  let commands: [Command]
  /// The language of the pages.
  let language: Language
  private let words: HelpWords

  /// Prepares the pages, which reads what they say.
  init(commands: [Command], language: Language) {
    self.commands = commands
    self.language = language
    words = HelpWords()
  }

  /// The widest that a page gets, in terminal cells.
  static var width: Int { 100 }

  /// All commands, grouped by their users.
  func overview() -> String {
    var page = "subsidy - \(Text.tagline(in: language))\n\n"
    page += "\(Text.usage(in: language)) \(Text.anyUsage(in: language))\n"
    let sections =
      Audience.allCases.map { audience in
        (
          audience.text,
          summaries { $0.audience == audience }
        )
      } + [
        (.handbook, Handbook.pages.map { ($0.name, $0.title(in: language)) }),
        (.everyCommand, Option.global.map { ($0.label, words.argument($0.name)(in: language)) }),
        (.options, [("--version", Text.versionOption(in: language))]),
      ]
    let width = sections.flatMap { $0.1 }.map { $0.0.cells }.max() ?? 0
    for (heading, rows) in sections { page += section(heading, rows, width) }
    return page + "\n\(Text.overviewFooter(in: language))\n"
  }

  /// The commands that a page lists, each with what it does.
  private func summaries(where isListed: (CommandSpec) -> Bool) -> [(String, String)] {
    commands.map(\.spec).filter(isListed).map { ($0.name, words.summary(of: $0)(in: language)) }
  }

  /// The commands that begin with a word.
  func group(_ name: String) -> String {
    let rows = summaries { $0.path[0] == name }
    let usage = "\(Text.usage(in: language)) \(name) \(Text.subcommand(in: language))\n\n"
    return usage + aligned(rows, rows.map { $0.0.cells }.max() ?? 0)
  }

  /// All about one command.
  func page(of spec: CommandSpec) -> String {
    var page = "subsidy \(spec.name) - \(words.summary(of: spec)(in: language))\n\n" + usage(of: spec)
    let arguments = spec.positionals.map { argument in
      (
        argument.name,
        described(words.argument(argument.name, of: spec), argument.presence, repeats: argument.repeats)
      )
    }
    let options = spec.ownOptions.map { option in
      (option.label, described(words.argument(option.name, of: spec), option.presence, repeats: option.repeats))
    }
    let global = spec.globalOptions.map { ($0.label, words.argument($0.name)(in: language)) }
    let width = (arguments + options + global).map { $0.0.cells }.max() ?? 0
    page += section(.arguments, arguments, width)
    page += section(.options, options, width)
    page += section(.everyCommand, global, width)
    let below = summaries { $0.path.count > spec.path.count && $0.path.starts(with: spec.path) }
    page += section(.seeAlso, below, width)
    page += section(.exitCodes, spec.exits.map { ("\($0.rawValue)", words.exit($0, of: spec)(in: language)) }, 2)
    page += "\n\(Text.heading(.example)(in: language))\n  subsidy \(spec.example)\n"
    return page + "      \(words.example(of: spec)(in: language))\n"
  }

  /// How the command is typed, broken between its arguments.
  private func usage(of spec: CommandSpec) -> String {
    let options = spec.ownOptions.map { option in
      let label = option.presence == .required ? option.label : "[\(option.label)]"
      return option.repeats ? label + "..." : label
    }
    let positionals = spec.positionals.map { positional in
      let name = positional.presence == .required ? positional.name : "[\(positional.name)]"
      return positional.repeats ? name + "..." : name
    }
    var line = "\(Text.usage(in: language)) \(spec.name)"
    let indent = String(repeating: " ", count: line.cells)
    var text = ""
    for word in positionals + options {
      if line.cells + 1 + word.cells > HelpPage.width {
        text += line + "\n"
        line = indent
      }
      line += " " + word
    }
    return text + line + "\n"
  }

  private func described(_ help: Text, _ presence: Presence, repeats: Bool) -> String {
    var marks: [String] = []
    switch presence {
    case .optional: break
    case .required: marks.append(Text.required(in: language))
    case .requiredUnless(let other): marks.append(Text.requiredUnless(other)(in: language))
    }
    if repeats { marks.append(Text.repeatable(in: language)) }
    return help(in: language) + (marks.isEmpty ? "" : " [\(marks.joined(separator: ", "))]")
  }

  private func section(_ heading: Text, _ rows: [(String, String)], _ width: Int) -> String {
    rows.isEmpty ? "" : "\n\(Text.heading(heading)(in: language))\n" + aligned(rows, width)
  }

  private func aligned(_ rows: [(String, String)], _ width: Int) -> String {
    rows.map { "  \($0.0.padded(to: width))  \($0.1)\n" }.joined()
  }
}
