import Catalogue
import Papers

/// The users of a command: the groups of the overview.
enum Audience: CaseIterable, Sendable {
  /// The counter: clerks who enter and look up cases.
  case everyday
  /// Finance: operators who pay and recover.
  case finance
  /// Auditors.
  case auditor
  /// Those who run and build the program.
  case developer
}

/// Whether an argument must be given.
enum Presence: Hashable, Sendable {
  /// It may be left out.
  case optional
  /// It must be given.
  case required
  /// It must be given unless the named option is: a batch as `ID` or as `--batch ID`.
  case requiredUnless(String)
}

/// An argument that is known by its place.
struct Positional: Sendable {
  /// Its name in capital letters, `FILE`.
  let name: String
  /// The form of its value.
  let kind: ValueKind
  /// Whether it must be given; with ``Presence/requiredUnless(_:)`` the option takes its place.
  var presence: Presence = .required
  /// Whether it takes all that follows.
  var repeats = false
}

/// An argument that is known by its name.
struct Option: Sendable {
  /// Its name with the dashes, `--through`.
  let name: String
  /// The name of its value in the help, `M`; empty for a flag.
  var valueName = ""
  /// The form of its value; nil for a flag, which takes none.
  var kind: ValueKind?
  /// Whether it must be given.
  var presence: Presence = .optional
  /// Whether it may be given more than once.
  var repeats = false
  /// Without what it says nothing, so that it is refused.
  var needs: Need?
  /// The options with which it has no effect, so that it is refused.
  var idleWith: [String] = []

  /// Another option that gives an option its meaning.
  struct Need: Sendable {
    /// Its name.
    let option: String
    /// The value that it must have; nil for any.
    var value: String?
  }

  /// The option as the help writes it: `--through M`.
  var label: String { valueName.isEmpty ? name : "\(name) \(valueName)" }
}

/// A file that a command writes beside one that it reads, without an argument of its own.
struct OutputBeside: Sendable {
  /// The argument that names the file that is read.
  let argument: String
  /// The ending put behind its path.
  let ending: String
  /// The flag with which it is written.
  let flag: String
}

/// The specification of a command, which parser, help and tests all read.
///
/// Its texts for people are in ``HelpWords``.
struct CommandSpec: Sendable {
  /// The words that name it, `["batch", "draft"]`.
  let path: [String]
  /// Its users.
  let audience: Audience
  /// Its arguments by place.
  var positionals: [Positional] = []
  /// Its arguments by name, without those that every command takes.
  var options: [Option] = []
  /// The file that it writes beside one that it reads.
  var outputBeside: OutputBeside?
  /// Whether it has to do with a ledger and so takes `--ledger`.
  var usesLedger = true
  /// Whether it prints data and so takes `--format`.
  var printsData = false
  /// Whether its data are one report, which can be handed out as a file of its own.
  var isReport = false
  /// Whether its data name persons, so that it can show names beside their keys.
  var namesPersons = false
  /// Whether it shows private data as they are, though it is not asked for whole names.
  var unmasks = false
  /// Whether it makes the ledger, so there is no other writer to wait for.
  var makesLedger = false
  /// One real use of it: the words after `subsidy`, separated by single blanks.
  let example: String
  /// Its exit codes that mean something of its own.
  var exits: [ExitCode] = []

  /// The command as it is typed, `batch draft`.
  var name: String { path.joined(separator: " ") }

  /// The kinds of values of all its arguments, by name; flags have none.
  var kinds: [(name: String, kind: ValueKind)] {
    positionals.map { ($0.name, $0.kind) }
      + (options + (isReport ? [.reportTo] : [])).compactMap { option in option.kind.map { (option.name, $0) } }
  }

  /// Whether an argument names a file that can be made again by the same command.
  var hasOutput: Bool { kinds.contains { $0.kind == .output } }

  /// Whether the same command makes its output again after it has recorded something: a file of a dry run is made of what was
  /// there before, and one for rows that cannot be taken only if nothing is recorded.
  var isMadeAgain: Bool {
    kinds.contains { $0.kind == .output && $0.name != Option.refusedTo.name }
      && !options.contains { $0.kind == .output && $0.needs?.option == "--dry-run" }
  }

  /// Whether it appends events, in the name of an operator.
  private var isSigned: Bool { options.contains { $0.name == Option.by.name } }

  /// Whether it appends to an existing ledger.
  var appends: Bool { !makesLedger && isSigned }

  /// The options that name the viewer and the purpose, for a command that shows private data; without the viewer if the command
  /// names an operator already.
  private var viewing: [Option] {
    let takesFullNames = namesPersons || options.contains { $0.name == Option.fullNames.name }
    guard unmasks || takesFullNames else { return [] }
    let need = unmasks ? nil : Option.Need(option: Option.fullNames.name)
    return (isSigned ? [] : [.viewer(with: need)]) + [.purpose(with: need)]
  }

  /// Whether a command line of it shows private data as they are.
  func unmasks(_ arguments: ParsedArguments) -> Bool { unmasks || arguments.has(Option.fullNames.name) }

  /// The options of its own, with those that follow from what it writes and prints.
  var ownOptions: [Option] {
    options + (isSigned ? [.clockIsRight] : []) + (appends ? [.wait] + Option.signing : [])
      + (hasOutput || outputBeside != nil ? [.replace] : [])
      + (namesPersons ? [.names, .fullNames] : []) + viewing + (isReport ? [.reportAs, .reportTo] : [])
      + (printsData ? [.format] : [])
  }

  /// Those of the options of every command that it takes: one that it has no use for is refused, not passed over.
  var globalOptions: [Option] { Option.global.filter { usesLedger || $0.name != Option.ledger.name } }

  /// The options of its own and those that every command takes, in the order of the help.
  var allOptions: [Option] { ownOptions + globalOptions }
}

/// A command: its specification and its code.
struct Command: Sendable {
  /// Its specification.
  let spec: CommandSpec
  /// Runs it; returns the result of a check, and throws the error that stopped it.
  let run: @Sendable (CommandContext) throws -> ExitCode
}
