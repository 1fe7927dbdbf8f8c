import Catalogue
import Papers

extension Option {
  /// The options of every command, which may also come before its name.
  static var global: [Option] { [.ledger, .lang, .help] }

  /// The place of the ledger.
  static var ledger: Option { Option(name: "--ledger", valueName: "DIR", kind: .path) }

  /// The language for people.
  static var lang: Option {
    Option(name: "--lang", valueName: "en|zh", kind: .choice(Language.allCases.map(\.rawValue)))
  }

  /// The command's own page.
  static var help: Option { Option(name: "--help") }

  /// The form of the data.
  static var format: Option {
    Option(
      name: "--format", valueName: "text|json|csv", kind: .choice(OutputFormat.allCases.map(\.rawValue)))
  }

  /// Whether existing files are replaced, for every command with an output that may be.
  static var replace: Option { Option(name: "--replace") }

  /// The form of a report's file.
  static var reportAs: Option {
    Option(name: "--as", valueName: "xlsx|html", kind: .choice(["xlsx", "html"]), needs: .init(option: "--to"))
  }

  /// The file for a report.
  static var reportTo: Option {
    Option(name: "--to", valueName: "FILE", kind: .output, needs: .init(option: "--as"), idleWith: ["--format"])
  }

  /// That a list has names beside keys, masked.
  static var names: Option { Option(name: "--names") }

  /// That names are whole.
  static var fullNames: Option { Option(name: "--full-names") }

  /// The operator in whose name events are appended.
  static var by: Option {
    Option(name: "--by", valueName: "OP", kind: .identifier, presence: .required)
  }

  /// The operator who looks at private data, for a command that appends nothing.
  static func viewer(with need: Need?) -> Option {
    Option(name: by.name, valueName: by.valueName, kind: by.kind, needs: need)
  }

  /// The reason for a look at private data, in words.
  static func purpose(with need: Need?) -> Option {
    Option(name: "--purpose", valueName: "TEXT", kind: .text, needs: need)
  }

  /// The file of the operator's private key.
  static var signWith: Option { Option(name: "--sign-with", valueName: "FILE", kind: .path, repeats: true) }

  /// A program that signs with a key which never leaves its token.
  static var signerProgram: Option { Option(name: "--signer", valueName: "PROGRAM", kind: .text) }

  /// The file from which a passphrase is read instead of the terminal.
  static var passphraseFile: Option { Option(name: "--passphrase-file", valueName: "FILE", kind: .path) }

  /// The options of every command that appends, for the operator's signature.
  static var signing: [Option] { [.signWith, .signerProgram, .passphraseFile] }

  /// How long a command that appends waits for another writer.
  static var wait: Option { Option(name: "--wait", valueName: "SECONDS", kind: .number) }

  /// Declares the clock right, though it is far ahead of the ledger's last event.
  static var clockIsRight: Option { Option(name: "--clock-is-right", idleWith: ["--history"]) }

  /// How many seconds a command waits without the option.
  static var standardPatience: Int { 10 }

  /// The seconds of ``wait``, at most a day, if it is given, else ``standardPatience``.
  static func patience(_ arguments: ParsedArguments) -> Int {
    arguments.last(wait.name).flatMap { ValueKind.number($0) }.map { Int(min($0, 86_400)) } ?? standardPatience
  }

  /// How many rows an input has, by a person's count.
  static var count: Option { Option(name: "--count", valueName: "N", kind: .number) }

  /// The point of knowledge at which the ledger is read.
  static var knownAt: Option { Option(name: "--known-at", valueName: "T", kind: .instant) }

  /// The number of events after which the ledger is read.
  static var size: Option { Option(name: "--size", valueName: "N", kind: .number) }

  /// A scheme that must be named.
  static var scheme: Option {
    Option(name: "--scheme", valueName: "S", kind: .identifier, presence: .required)
  }

  /// A scheme to which a command can be narrowed.
  static var onlyScheme: Option {
    Option(name: "--scheme", valueName: "S", kind: .identifier)
  }

  /// Working days beyond the shipped ones.
  static var calendar: Option { Option(name: "--calendar", valueName: "FILE", kind: .path) }

  /// A batch named by an option rather than by its place.
  static var batch: Option { Option(name: "--batch", valueName: "ID", kind: .identifier) }
}

extension Positional {
  /// A person by a key, or by what `find` takes.
  static var someone: Positional { Positional(name: "P", kind: .someone) }

  /// A batch named by its place rather than by `--batch`.
  static var batch: Positional {
    Positional(name: "ID", kind: .identifier, presence: .requiredUnless("--batch"))
  }
}

/// The forms in which data is printed.
enum OutputFormat: String, CaseIterable, Sendable {
  /// Aligned tables, for people.
  case text
  /// The shapes that the contract fixes, for programs.
  case json
  /// One header and rows, for spreadsheets and databases.
  case csv
}
