import Merkle
import System

extension LogReader {
  /// Whether an append ended at a place, with this size and root.
  ///
  /// It tells whether a place noted elsewhere is one of this log, by reading the commit line that ends there; it verifies
  /// nothing.
  ///
  /// - Parameters:
  ///   - position: the end of the append, as noted.
  ///   - root: the root of the tree that it is said to have, 64 hexadecimal digits.
  /// - Returns: whether a commit line with both ends there.
  /// - Throws: `LogError` if the segment is missing or too short.
  public func hasCommit(at position: LogPosition, root: String) throws(LogError) -> Bool {
    let count = CommitLine.bytesToRead(before: position.offset)
    let bytes = try line(
      at: LinePlace(segment: position.segment, offset: position.offset - UInt64(count), count: count))
    guard let commit = CommitLine.last(in: bytes)?.commit else { return false }
    return commit.size == position.sequence && commit.root.description == root
  }
}

extension CommitLine {
  /// How many bytes in front of a place hold the commit line that ends there, and the end of the line before it.
  static func bytesToRead(before offset: UInt64) -> Int {
    // Longer than any commit line: 64 digits of root, 20 of size, an instant, an operator of 64 bytes, 209 bytes of
    // signatures, and the keys.
    Int(min(offset, 1_024))
  }

  /// The commit line that some bytes end with, and its range in them, without its newline; nil if they end otherwise.
  static func last(in bytes: [UInt8]) -> (commit: CommitLine, line: Range<Int>)? {
    guard bytes.last == UInt8(ascii: "\n") else { return nil }
    let start = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return CommitLine(bytes, start..<bytes.count - 1).map { ($0, start..<bytes.count - 1) }
  }
}

extension LogFolder where Handle: ~Copyable {
  /// The commit that ends a segment, judged by its form alone.
  ///
  /// - Throws: `LogError.corrupt` if the segment ends otherwise.
  func lastCommit(of segment: UInt64) throws(LogError) -> CommitLine {
    try commit(in: segment, endingAt: nil) { _, _ in nil }
  }

  /// The commit that ends at a head's position.
  ///
  /// - Parameters:
  ///   - head: the head.
  ///   - before: the link of the chain over commit lines in front of it.
  /// - Returns: the commit.
  /// - Throws: `LogError.corrupt` if no commit ends there, or another one than the head names.
  func commit(endingAt head: Head, before: Digest) throws(LogError) -> CommitLine {
    try commit(in: head.segment, endingAt: head.offset) { commit, link in
      if commit.size != head.size { return .commitSize(expected: head.size, actual: commit.size) }
      if commit.root != head.root { return .commitRoot(expected: head.root, actual: commit.root) }
      let found = link(before)
      return found == head.commits ? nil : .headCommits(expected: head.commits, actual: found)
    }
  }

  private func commit(
    in segment: UInt64, endingAt place: UInt64?,
    _ fault: (CommitLine, _ link: (Digest) -> Digest) -> LogFault.Kind?
  ) throws(LogError) -> CommitLine {
    let (bytes, end, size) = try LogError.wrap { () throws(SystemError) in
      let file = try open(segment, .readOnly)
      let size = try file.status().size
      let end = place ?? size
      let count = CommitLine.bytesToRead(before: end)
      return (try file.read(count: count, offset: end - UInt64(count)), end, size)
    }
    let kind: LogFault.Kind
    if size < end {
      kind = .tooShort(expected: end, actual: size)
    } else if let (commit, line) = CommitLine.last(in: bytes) {
      guard let found = fault(commit, { Head.link($0, bytes, line) }) else { return commit }
      kind = found
    } else {
      kind = .malformedCommit
    }
    throw .corrupt(LogFault(segment: segment, line: 0, offset: end, kind: kind))
  }
}
