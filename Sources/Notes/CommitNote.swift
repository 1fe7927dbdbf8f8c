public import Merkle

/// The text that an operator signs for a commit: a note with the origin of the log, and the commit's size, root, time and
/// operator.
///
/// > Source: contract 3, section 6; C2SP signed-note.
public enum CommitNote {
  /// The text that is signed.
  ///
  /// - Parameters:
  ///   - origin: the origin of the log.
  ///   - size: how many events the log has with the commit.
  ///   - root: the root over them.
  ///   - recorded: the commit's time, as its line has it.
  ///   - by: the operator, as its line has it.
  /// - Returns: five lines, each with its line feed.
  public static func text(origin: String, size: UInt64, root: Digest, recorded: String, by: String) -> [UInt8] {
    Array("\(origin)/commit\n\(size)\n\(Base64.encode(root.bytes))\n\(recorded)\n\(by)\n".utf8)
  }

  /// Signatures as a commit line has them: of each, the part behind the name in a signed note, with blanks between.
  public static func line(_ signatures: [NoteSignature]) -> String {
    signatures.map(\.base64).joined(separator: " ")
  }

  /// Reads signatures of a commit line, all of them in one operator's name.
  ///
  /// - Returns: nil for what ``line(_:)`` does not write.
  public static func signatures(_ line: String, by name: String) -> [NoteSignature]? {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    let signatures = parts.compactMap { NoteSignature(name: name, base64: $0.utf8) }
    return signatures.count == parts.count ? signatures : nil
  }
}
