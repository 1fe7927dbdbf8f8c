public import Merkle

/// The log as it stood where its last segment begins.
///
/// Whoever keeps it spares the next opening all segments but the last: that one is hashed from here to HEAD's root, so
/// that a wrong start cannot pass.
///
/// > Source: durability rule 21.
public struct SegmentStart: Hashable, Sendable {
  /// The commit that ends the segment before; ``Head/empty`` where the last segment is the first.
  public let head: Head
  /// The roots of the perfect subtrees there.
  public let roots: [Digest]

  /// Makes a start.
  public init(head: Head, roots: [Digest]) {
    self.head = head
    self.roots = roots
  }
}
