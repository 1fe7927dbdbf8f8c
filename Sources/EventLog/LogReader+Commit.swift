import Merkle

extension LogReader {
  /// Whether an append ended at a place, with this size and root.
  ///
  /// It says whether a place that somebody noted is one of this log, by reading the commit line that ends there; it
  /// verifies nothing.
  ///
  /// - Parameters:
  ///   - position: where the append is said to end.
  ///   - root: the root of the tree that it is said to have, 64 hexadecimal digits.
  /// - Returns: whether a commit line with both ends there.
  /// - Throws: `LogError` where the segment is missing or too short.
  public func hasCommit(at position: LogPosition, root: String) throws(LogError) -> Bool {
    // Longer than any commit line: 64 digits of root, 20 of size, an instant, an operator of 64 bytes, and the keys.
    let count = Int(min(position.offset, 512))
    let bytes = try line(
      at: LinePlace(segment: position.segment, offset: position.offset - UInt64(count), count: count))
    guard bytes.last == UInt8(ascii: "\n") else { return false }
    let start = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard let commit = CommitLine(bytes, start..<count - 1) else { return false }
    return commit.size == position.sequence && commit.root.description == root
  }
}
