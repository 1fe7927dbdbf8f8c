import Ledger
package import Papers
import System

/// A passphrase: read from a file or a descriptor, else asked for at the terminal, and never an argument, which other users
/// see.
package struct Passphrase {
  private let file: String?
  private let language: Language

  /// Of a file; nil for the terminal.
  package init(file: String?, _ language: Language) { (self.file, self.language) = (file, language) }

  /// The content of the file of the passphrase, without a line's end; nil if none is named.
  ///
  /// - Throws: `LedgerFailure/keyFile(_:_:)` for a file that others may read, and `SystemError`.
  package func given() throws -> [UInt8]? { try file.map { try SecretFile.line($0, atMost: KeyFile.passphraseLimit) } }

  /// The passphrase of a file.
  ///
  /// - Parameters:
  ///   - key: the file that it opens.
  ///   - isNew: whether it is made up now, so that it is typed twice.
  /// - Returns: its bytes.
  /// - Throws: `LedgerFailure/passphraseMissing(_:)`, `LedgerFailure/badPassphrase` and `SystemError`.
  package func ask(for key: String, isNew: Bool = false) throws -> [UInt8] {
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
