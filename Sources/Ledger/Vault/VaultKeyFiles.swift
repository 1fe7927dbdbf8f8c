import Merkle
import System
import Values
import Vault

/// The files with the keys of sealed vaults: 64 hexadecimal digits each.
public enum VaultKeyFiles {
  /// Makes a key in a new file that only its owner can read.
  ///
  /// - Returns: the 32 bytes.
  /// - Throws: as ``OutputFile/write(_:mode:)``, and `VaultError.cryptography`.
  public static func create(in file: OutputFile) throws -> [UInt8] {
    try file.check()
    let key = try NewVaultKey.random()
    try file.write(Array("\(key.hexadecimal)\n".utf8), mode: 0o600)
    return key
  }

  /// Reads a key.
  ///
  /// - Throws: ``LedgerFailure/keyFile(_:_:)`` for a file that others may read, `VaultError.wrongKey` for what is no key, and
  ///   `SystemError`.
  public static func key(_ path: String) throws -> [UInt8] {
    let line = try SecretFile.line(path, atMost: 128)
    guard let key = Digest(hex: String(decoding: line, as: UTF8.self)) else { throw VaultError.wrongKey }
    return key.bytes
  }
}
