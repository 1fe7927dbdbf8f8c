import Ledger
import Subsidy
import System
import Values

/// What opens operators' keys for a session: the folder with private keys under passphrases, `op-001.pem`, and `op-001.sm2.pem`
/// if an operator signs with both algorithms; and the program for tokens.
struct KeyFolder: Sendable {
  /// The folder.
  let path: String
  /// Signs for the keys that are on tokens; nil for an office without.
  let tokenProgram: String?

  /// How long somebody has for pressing the button of a token.
  ///
  /// > Units: seconds.
  private static let longest = 30

  /// The files that are there of an operator.
  ///
  /// - Throws: `SystemError`.
  private func files(of name: Identifier) throws -> [String] {
    try ["\(path)/\(name).pem", "\(path)/\(name).sm2.pem"].filter { try Files.exists($0) }
  }

  /// Whether an operator's login asks a token, and with it whoever has it.
  ///
  /// - Throws: `SystemError`.
  func asksToken(of name: Identifier) throws -> Bool { try tokenProgram != nil && files(of: name).isEmpty }

  /// Does for a name that opens nothing what is done for an operator's and a wrong passphrase, which takes its time: that of a
  /// login is not to say whether there is such an operator.
  ///
  /// A token is asked for nobody: whoever tries names could lock it.
  func tryInVain(_ passphrase: String) {
    guard let file = try? Files.names(in: path).filter({ $0.hasSuffix(".pem") }).min() else { return }
    _ = try? OperatorKeyFiles.privateKey("\(path)/\(file)") { Array(passphrase.utf8) }
  }

  /// What signs for an operator.
  ///
  /// - Parameters:
  ///   - operator: the operator.
  ///   - ledger: the name of the ledger.
  ///   - passphrase: the one of all of the operator's files, or the PIN of the token.
  ///   - now: what time it is.
  /// - Returns: the signer; it can sign with each algorithm that the operator has a key of.
  /// - Throws: as `OperatorKeyFiles.signer(of:in:files:under:token:at:)`.
  func signer(
    of operator: OperatorState, in ledger: String, under passphrase: String, at now: Instant
  ) throws -> CommitSigner {
    let files = try files(of: `operator`.details.name)
    if files.isEmpty, tokenProgram == nil { tryInVain(passphrase) }
    return try OperatorKeyFiles.signer(
      of: `operator`, in: ledger, files: files, under: Array(passphrase.utf8),
      token: tokenProgram.map { TokenProgram($0, pin: passphrase, within: KeyFolder.longest) }, at: now)
  }
}
