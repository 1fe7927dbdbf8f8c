import Ledger
import Subsidy
import System
import Values

/// The folder with operators' private keys that a passphrase opens for a session: `op-001.pem`, and `op-001.sm2.pem` where an
/// operator signs with both algorithms.
struct KeyFolder: Sendable {
  /// The folder.
  let path: String

  /// The files that are there of an operator.
  ///
  /// - Throws: `SystemError`.
  private func files(of name: Identifier) throws -> [String] {
    try ["\(path)/\(name).pem", "\(path)/\(name).sm2.pem"].filter { try Files.exists($0) }
  }

  /// What signs for an operator.
  ///
  /// - Parameters:
  ///   - operator: the operator.
  ///   - passphrase: the one of all of the operator's files.
  /// - Returns: the signer; it can sign with each algorithm that the operator has a key of.
  /// - Throws: `LedgerFailure`: a passphrase that opens nothing, no file, keys that are not in force; and `SystemError`.
  func signer(of operator: OperatorState, under passphrase: [UInt8]) throws -> CommitSigner {
    try OperatorKeyFiles.signer(of: `operator`, in: files(of: `operator`.details.name)) { passphrase }
  }
}
