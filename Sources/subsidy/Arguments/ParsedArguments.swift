/// A command line that its command's spec has accepted.
struct ParsedArguments: Sendable {
  /// The texts by the name of their positional or option; a flag that was given has an empty list.
  var texts: [String: [String]] = [:]

  /// Whether an option or a positional was given.
  func has(_ name: String) -> Bool { texts[name] != nil }

  /// The last text given for a name.
  func last(_ name: String) -> String? { texts[name]?.last }
}

/// The request of a command line.
enum Invocation: Sendable {
  /// The overview of all commands.
  case overview
  /// The page of one command.
  case page(CommandSpec)
  /// The commands that begin with this word.
  case group(String)
  /// A page of the handbook.
  case topic(Handbook.Page)
  /// The program's version.
  case version
  /// A command to be run.
  case run(Command, ParsedArguments)

  /// The command that is to be run.
  var command: Command? { if case .run(let command, _) = self { command } else { nil } }
}
