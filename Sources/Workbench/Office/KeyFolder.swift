import Ledger
import Subsidy
import System
import Values

/// The operators' keys for sessions: the folder with private keys under passphrases, `op-001.pem`, and `op-001.sm2.pem`
/// if an operator signs with both algorithms; and the program for tokens.
struct KeyFolder: Sendable {
  /// The folder.
  let path: String
  /// Signs for the keys that are on tokens; nil for an office without.
  let tokenProgram: String?

  /// The time for pressing the button of a token.
  ///
  /// > Units: seconds.
  private static let longest = 30

  /// An operator's files.
  ///
  /// - Throws: `SystemError`.
  private func files(of name: Identifier) throws -> [String] {
    try ["\(path)/\(name).pem", "\(path)/\(name).sm2.pem"].filter { try Files.exists($0) }
  }

  /// Whether an operator's login asks a token and waits for its holder.
  ///
  /// - Throws: `SystemError`.
  func asksToken(of name: Identifier) throws -> Bool { try tokenProgram != nil && files(of: name).isEmpty }

  /// Takes the time of an operator's login with a wrong passphrase, for a name without a key: the time of an answer must not tell whether
  /// there is such an operator.
  ///
  /// No token is asked: a visitor who tries names could lock it.
  func tryInVain(_ passphrase: String) {
    guard let file = try? Files.names(in: path).filter({ $0.hasSuffix(".pem") }).min() else { return }
    _ = try? OperatorKeyFiles.privateKey("\(path)/\(file)") { Array(passphrase.utf8) }
  }

  /// The signer of an operator.
  ///
  /// - Parameters:
  ///   - operator: the operator.
  ///   - ledger: the name of the ledger.
  ///   - passphrase: the one of all of the operator's files, or the PIN of the token.
  ///   - now: the time.
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
