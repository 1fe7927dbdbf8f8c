import Merkle

/// The hash that the tree of a log is made of.
///
/// A tree over SM3 is another log over the same events, with another origin: ``suffix`` stands at its end, so that whoever
/// reads a checkpoint or a proof knows by what to check it, and nobody can pass the one off as the other.
///
/// > Source: durability rule 39.
public enum TreeHash: String, CaseIterable, Hashable, Sendable {
  /// The ledger's own tree, which every reader of C2SP's formats knows.
  case sha256
  /// The second tree, for those who must have SM3.
  case sm3

  /// What the origin of a tree over SM3 ends with.
  public static var suffix: String { "/sm3" }

  /// The hash that an origin tells.
  public init(origin: String) {
    self = origin.utf8.reversed().starts(with: TreeHash.suffix.utf8.reversed()) ? .sm3 : .sha256
  }

  /// The origin under which the log that has a name is published with this tree.
  public func origin(of log: String) -> String {
    switch self {
    case .sha256: log
    case .sm3: TreeHash(origin: log) == .sm3 ? log : log + TreeHash.suffix
    }
  }

  /// The root of the tree without leaves.
  func emptyRoot(by cryptography: some NoteCryptography) -> Digest {
    switch self {
    case .sha256: cryptography.sha256([])
    case .sm3: cryptography.sm3([])
    }
  }
}
