import Catalogue
import Ledger
import Papers
import System

/// The means by which the operator of a command signs: from its options, else from the environment.
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

  /// Opens the keys, asking for their passphrases, before any other process has to wait for the ledger.
  ///
  /// - Throws: `LedgerFailure` and `SystemError`.
  func signer() throws -> CommitSigner {
    // A descriptor can be read once, and opens all files.
    let given = try files.isEmpty ? nil : passphrase.given()
    return CommitSigner(
      keys: try files.map { file in
        try OperatorKeyFiles.privateKey(file) { try given ?? passphrase.ask(for: file) }
      }, program: program.map { TokenProgram($0) })
  }
}

extension Passphrase {
  /// By the options and the environment of a command.
  init(_ arguments: ParsedArguments, _ variable: (String) -> String?, _ language: Language) {
    self.init(file: arguments.last(Option.passphraseFile.name) ?? variable("SUBSIDY_PASSPHRASE_FILE"), language)
  }
}
