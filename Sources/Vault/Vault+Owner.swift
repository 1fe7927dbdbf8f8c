import System
public import Values

extension Vault {
  /// Whose data a digest of the log stands for, as the vault says; nil if it knows no such digest.
  ///
  /// - Throws: ``VaultError/database(_:)``.
  public func owner(digest: String) throws(VaultError) -> Identifier? {
    do throws(SQLiteError) {
      defer { selectData.reset() }
      try selectData.bind(digest, at: 1)
      return try selectData.step() ? selectData.text(at: 0).flatMap { Identifier($0) } : nil
    } catch { throw .database(error) }
  }
}
