import Catalogue
import Papers

/// Reads a command line by the specs of the commands.
///
/// `--option value` and `--option=value` are the same; `--` ends the options; the options of every command may also come before
/// the command's name.
struct ArgumentParser: Sendable {
  /// The commands, in the order of the overview.
  let commands: [Command]

  /// The language that a command line asks for, found first, so that errors can be reported in it; nil if it names none.
  static func language(of arguments: [String]) -> Language? {
    var language: Language?
    for (position, argument) in arguments.enumerated() {
      if argument == "--" { break }
      if argument == "--lang", position + 1 < arguments.count {
        language = Language(rawValue: arguments[position + 1]) ?? language
      } else if argument.hasPrefix("--lang=") {
        language = Language(rawValue: String(argument.dropFirst(7))) ?? language
      }
    }
    return language
  }

  /// Reads a command line, the program's own name left out.
  func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
    var reader = ArgumentReader(arguments)
    var leading: [String: [String]] = [:]
    var path: [String] = []
    var wantsHelp = false
    naming: while let token = reader.next() {
      switch token {
      case .option("--help", nil): wantsHelp = true
      case .option("--version", nil) where path.isEmpty: return .version
      case .option(let name, let value):
        guard let option = Option.global.first(where: { $0.name == name && $0.kind != nil }) else {
          reader.unread()
          break naming
        }
        try ArgumentParser.take(option, value, from: &reader, into: &leading, command: path.joined(separator: " "))
      case .word("help") where path.isEmpty && !wantsHelp: wantsHelp = true
      case .word(let word):
        guard hasCommand(path + [word]) else {
          reader.unread()
          break naming
        }
        path.append(word)
      }
    }
    return try invocation(path, wantsHelp, leading, &reader)
  }

  private func hasCommand(_ path: [String]) -> Bool { commands.contains { $0.spec.path.starts(with: path) } }

  private func invocation(
    _ path: [String], _ wantsHelp: Bool, _ leading: [String: [String]], _ reader: inout ArgumentReader
  ) throws(UsageError) -> Invocation {
    guard let command = commands.first(where: { $0.spec.path == path }) else {
      let found = reader.next()
      if case .word(let word)? = found {
        if path.isEmpty, wantsHelp, let page = Handbook.page(word) { return .topic(page) }
        throw unknownCommand(path + [word])
      }
      if case .option(let name, _)? = found, name != "--help", !(wantsHelp || reader.asksForHelp) {
        throw UsageError.unknownOption(
          found: name, nearest: nearest(to: name, in: Option.global.map(\.name) + ["--version"]),
          command: path.joined(separator: " "))
      }
      if path.isEmpty { return .overview }
      if wantsHelp || reader.asksForHelp { return .group(path[0]) }
      throw UsageError.missingSubcommand(group: path[0], known: subcommands(of: path[0]))
    }
    // Help is given even if the rest of the line is wrong: a user who asks for it does not know better yet.
    if wantsHelp || reader.asksForHelp { return .page(command.spec) }
    // A word after a command that takes none, but has commands below it, was meant for one of those.
    if command.spec.positionals.isEmpty, !subcommands(of: path[0]).isEmpty, path.count == 1,
      let word = reader.peekWord
    {
      throw unknownCommand(path + [word])
    }
    return .run(command, try ArgumentParser.arguments(of: command.spec, leading, &reader))
  }

  private func unknownCommand(_ path: [String]) -> UsageError {
    let found = path.joined(separator: " ")
    let known = commands.map(\.spec.name) + commands.map { $0.spec.path[0] }
    return .unknownCommand(found: found, nearest: nearest(to: found, in: known))
  }

  private func subcommands(of group: String) -> [String] {
    commands.filter { $0.spec.path[0] == group && $0.spec.path.count > 1 }.map { $0.spec.path[1] }
  }
}

extension ArgumentParser {
  /// Reads what follows the name of a command.
  static func arguments(
    of spec: CommandSpec, _ leading: [String: [String]], _ reader: inout ArgumentReader
  ) throws(UsageError) -> ParsedArguments {
    var texts = leading
    var words: [String] = []
    if let unused = leading.keys.sorted().first(where: { name in !spec.allOptions.contains { $0.name == name } }) {
      throw UsageError.unknownOption(found: unused, nearest: nil, command: spec.name)
    }
    while let token = reader.next() {
      switch token {
      case .word(let word): words.append(word)
      case .option(let name, let value):
        guard let option = spec.allOptions.first(where: { $0.name == name }) else {
          throw UsageError.unknownOption(
            found: name, nearest: nearest(to: name, in: spec.allOptions.map(\.name)), command: spec.name)
        }
        try take(option, value, from: &reader, into: &texts, command: spec.name)
      }
    }
    try place(words, by: spec, into: &texts)
    for option in spec.options where texts[option.name] == nil {
      let isMissing =
        switch option.presence {
        case .optional: false
        case .required: true
        case .requiredUnless(let other): texts[other] == nil
        }
      if isMissing { throw UsageError.missingOption(label: option.label, command: spec.name) }
    }
    for option in spec.allOptions where texts[option.name] != nil {
      if let other = option.idleWith.first(where: { texts[$0] != nil }) {
        throw UsageError.idleOption(option: option.name, with: other, command: spec.name)
      }
      guard let need = option.needs, !isMet(need, by: texts) else { continue }
      let label = spec.allOptions.first { $0.name == need.option }?.label ?? need.option
      throw UsageError.missingOption(label: need.value.map { "\(need.option) \($0)" } ?? label, command: spec.name)
    }
    return ParsedArguments(texts: texts)
  }

  private static func isMet(_ need: Option.Need, by texts: [String: [String]]) -> Bool {
    guard let given = texts[need.option] else { return false }
    return need.value.map { given.last == $0 } ?? true
  }

  /// Takes an option and, if it has one, its value.
  fileprivate static func take(
    _ option: Option, _ attached: String?, from reader: inout ArgumentReader, into texts: inout [String: [String]],
    command: String
  ) throws(UsageError) {
    if texts[option.name] != nil, !option.repeats {
      throw UsageError.repeatedOption(option: option.name, command: command)
    }
    guard let kind = option.kind else {
      if let attached { throw UsageError.flagWithValue(option: option.name, found: attached, command: command) }
      texts[option.name] = []
      return
    }
    guard let value = attached ?? reader.value() else {
      throw UsageError.missingValue(option: option.name, kind: kind, command: command)
    }
    guard kind.accepts(value) else {
      throw UsageError.badValue(name: option.name, kind: kind, found: value, command: command)
    }
    texts[option.name, default: []].append(value)
  }

  /// Gives the words to the positionals in their order, leaving out the positionals whose option was given.
  private static func place(
    _ words: [String], by spec: CommandSpec, into texts: inout [String: [String]]
  ) throws(UsageError) {
    let wanted = spec.positionals.filter { positional in
      if case .requiredUnless(let option) = positional.presence { texts[option] == nil } else { true }
    }
    let least = wanted.filter { $0.presence != .optional }
    if words.count < least.count {
      // If one word is missing, it is more likely the argument that an option can replace.
      let replaceable = least.first { if case .requiredUnless = $0.presence { true } else { false } }
      let missing = words.count == least.count - 1 ? replaceable ?? least[words.count] : least[words.count]
      var other: String?
      if case .requiredUnless(let name) = missing.presence {
        other = spec.options.first { $0.name == name }?.label ?? name
      }
      throw UsageError.missingArgument(name: missing.name, orOption: other, command: spec.name)
    }
    var rest = words[...]
    for positional in wanted {
      let taken = positional.repeats ? rest : rest.prefix(1)
      for word in taken where !positional.kind.accepts(word) {
        throw UsageError.badValue(name: positional.name, kind: positional.kind, found: word, command: spec.name)
      }
      if !taken.isEmpty { texts[positional.name] = Array(taken) }
      rest = rest.dropFirst(taken.count)
    }
    if let extra = rest.first {
      throw UsageError.unexpectedArgument(found: extra, expected: wanted.map(\.name), command: spec.name)
    }
  }
}
