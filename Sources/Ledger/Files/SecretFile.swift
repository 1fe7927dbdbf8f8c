import System

/// Files that only their owner may read: keys, and passphrases.
public enum SecretFile {
  /// Refuses a file that others may read.
  ///
  /// - Throws: ``LedgerFailure/keyFile(_:_:)``, and `SystemError` for a file that is not there.
  static func demandPrivate(_ path: String) throws {
    if try path != Input.standard && !Files.isPrivate(path) { throw LedgerFailure.keyFile(path, .readByOthers) }
  }

  /// Reads a file of one line.
  ///
  /// - Parameters:
  ///   - path: the file, or a descriptor.
  ///   - limit: how many bytes the line may have.
  /// - Returns: the line without its end.
  /// - Throws: ``LedgerFailure/keyFile(_:_:)`` and `SystemError`.
  public static func line(_ path: String, atMost limit: Int) throws -> [UInt8] {
    try demandPrivate(path)
    let bytes = try Input.read(path, atMost: limit + 1)
    return bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()) : bytes
  }
}
