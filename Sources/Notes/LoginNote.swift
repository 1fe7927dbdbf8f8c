/// The text that an operator's token signs to prove who begins a session: no commit, and nothing that is kept.
public enum LoginNote {
  /// The text that is signed.
  ///
  /// Its first line and its third, which is no root, distinguish it from a ``CommitNote`` and a checkpoint.
  ///
  /// - Parameters:
  ///   - origin: the origin of the log.
  ///   - by: the operator.
  ///   - time: the present time.
  ///   - challenge: random bytes that were never used before.
  /// - Returns: four lines, each with its line feed.
  public static func text(origin: String, by: String, time: String, challenge: [UInt8]) -> [UInt8] {
    Array("\(origin)/login\n\(by)\n\(time)\n\(Base64.encode(challenge))\n".utf8)
  }
}
