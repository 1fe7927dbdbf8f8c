import Catalogue
import Ledger
import Papers
import System

/// With what the operator of a command signs: by its options, else by the environment.
struct SignerOptions {
  private let files: [String]
  private let program: String?
  private let passphrase: Passphrase

  /// Reads them.
  ///
  /// - Returns: nil for a command that appends nothing, and if nothing is named.
  init?(
    _ spec: CommandSpec, _ arguments: ParsedArguments, _ variable: (String) -> String?, _ language: Language
  ) {
    guard spec.appends else { return nil }
    files = arguments.texts[Option.signWith.name] ?? variable("SUBSIDY_SIGN_WITH").map { [$0] } ?? []
    program = arguments.last(Option.signerProgram.name) ?? variable("SUBSIDY_SIGNER")
    passphrase = Passphrase(arguments, variable, language)
    if files.isEmpty, program == nil { return nil }
  }

  /// Opens the keys, asking for their passphrases, before anybody else has to wait for the ledger.
  ///
  /// - Throws: `LedgerFailure` and `SystemError`.
  func signer() throws -> CommitSigner {
    // A descriptor can be read once, and opens all files.
    let given = try files.isEmpty ? nil : passphrase.given()
    return CommitSigner(
      keys: try files.map { file in
        try OperatorKeyFiles.privateKey(file) { try given ?? passphrase.ask(for: file) }
      }, program: program)
  }
}

/// A passphrase: read from a file or a descriptor, else asked for at the terminal, and never an argument, which other users see.
struct Passphrase {
  private let file: String?
  private let language: Language

  /// Of a file; nil for the terminal.
  init(file: String?, _ language: Language) { (self.file, self.language) = (file, language) }

  /// By the options and the environment of a command.
  init(_ arguments: ParsedArguments, _ variable: (String) -> String?, _ language: Language) {
    file = arguments.last(Option.passphraseFile.name) ?? variable("SUBSIDY_PASSPHRASE_FILE")
    self.language = language
  }

  /// What the file of the passphrase holds, without a line's end; nil if none is named.
  ///
  /// - Throws: `LedgerFailure/keyFile(_:_:)` for a file that others may read, and `SystemError`.
  func given() throws -> [UInt8]? { try file.map { try SecretFile.line($0, atMost: KeyFile.passphraseLimit) } }

  /// The passphrase of a file.
  ///
  /// - Parameters:
  ///   - key: the file that it opens.
  ///   - isNew: whether it is made up now, so that it is typed twice.
  /// - Returns: its bytes.
  /// - Throws: `LedgerFailure/passphraseMissing(_:)`, `LedgerFailure/badPassphrase` and `SystemError`.
  func ask(for key: String, isNew: Bool = false) throws -> [UInt8] {
    if let given = try given() { return given }
    let prompt = Text.passphrase(for: key)(in: language)
    guard let typed = try Terminal.passphrase(prompt: prompt, atMost: KeyFile.passphraseLimit) else {
      throw LedgerFailure.passphraseMissing(key)
    }
    if isNew {
      let again = try Terminal.passphrase(
        prompt: Text.passphraseAgain(in: language), atMost: KeyFile.passphraseLimit)
      if again != typed { throw LedgerFailure.badPassphrase }
    }
    return typed
  }
}
