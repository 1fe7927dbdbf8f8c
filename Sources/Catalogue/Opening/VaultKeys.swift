import Ledger
package import Papers
import System
package import Vault

/// The place of the key of a sealed vault, as the environment gives it: in no ledger, and in no argument.
package struct VaultKeys {
  /// The file of the key.
  package static let file = "SUBSIDY_VAULT_KEY"
  /// The program that gives it.
  package static let program = "SUBSIDY_VAULT_PROGRAM"
  /// The file of the passphrase that it is made of.
  package static let passphraseFile = "SUBSIDY_VAULT_PASSPHRASE_FILE"

  /// How much a program may give: a key, and a line's end.
  private static let mostBytes = 64

  /// The keyring of a command.
  ///
  /// - Parameters:
  ///   - variable: gives the value of a variable of the environment.
  ///   - language: of the question for a passphrase.
  ///   - asks: whether the user is asked for a passphrase; an auditor need not have it.
  /// - Returns: the keyring, which looks for the key once a vault is found sealed.
  package static func keyring(_ variable: (String) -> String?, _ language: Language, asks: Bool) -> VaultKeyring {
    let (file, program) = (variable(VaultKeys.file), variable(VaultKeys.program))
    let passphraseFile = variable(VaultKeys.passphraseFile)
    let words = Passphrase(file: passphraseFile, language)
    return VaultKeyring { kind, salt in
      switch kind {
      case .file:
        guard let file else { throw VaultError.sealed(kind) }
        return try VaultKeyFiles.key(file)
      case .passphrase:
        if !asks, passphraseFile == nil { throw VaultError.sealed(kind) }
        do {
          return try NewVaultKey.derived(from: words.ask(for: "vault.sqlite"), salt: salt)
        } catch LedgerFailure.passphraseMissing {
          throw VaultError.sealed(kind)
        }
      case .program:
        guard let program else { throw VaultError.sealed(kind) }
        return try VaultKeys.key(of: program, salt)
      }
    }
  }

  /// The key that a program gives for a vault's salt, which it finds on standard input: 32 bytes.
  package static func key(of program: String, _ salt: [UInt8]) throws -> [UInt8] {
    try HelperProgram.run(program, [], input: salt, atMost: mostBytes)
  }
}
