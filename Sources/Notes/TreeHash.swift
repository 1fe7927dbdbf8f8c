import Merkle

/// The hash that the tree of a log is made of.
///
/// A tree over SM3 is another log over the same events, with another origin: the origin ends with ``suffix``, so a reader of a
/// checkpoint or a proof sees which hash to check it by, and no one can pass the one off as the other.
///
/// > Source: durability rule 39.
public enum TreeHash: String, CaseIterable, Hashable, Sendable {
  /// The ledger's own tree, which every reader of C2SP's formats supports.
  case sha256
  /// The second tree, for users who must have SM3.
  case sm3

  /// The ending of the origin of a tree over SM3.
  public static var suffix: String { "/sm3" }

  /// The hash that an origin names.
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
