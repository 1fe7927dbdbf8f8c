import EventLog
import Merkle
import System
import Testing
import Values

/// The writer's root is trusted only if the bytes that it writes give the same.
@Suite struct SecondReadingTests {
  /// An append of lines in parts, the last of which ends with the commit.
  private func reading(
    _ lines: [String], parts: Int, _ change: (inout [UInt8], Int) -> Void = { _, _ in },
    commit: (CommitLine) -> CommitLine = { $0 }
  ) -> (found: Digest?, root: Digest) {
    var tree = CompactRange(hasher: SHA256TreeHasher())
    tree.append(Array("before".utf8), 0..<6)
    var second = SecondReading(behind: tree)
    for part in 0..<parts {
      var bytes: [UInt8] = []
      for line in lines {
        tree.append(Array(line.utf8), 0..<line.utf8.count)
        bytes += Array("\(line)\n".utf8)
      }
      let line = commit(
        CommitLine(size: tree.size, root: tree.root, recorded: Instant(seconds: 1_733_448_600), by: "op-1"))
      if part == parts - 1 { line.write(to: &bytes) }
      change(&bytes, part)
      if part == parts - 1 { return (second.end(bytes, upTo: tree.size, line), tree.root) }
      second.take(bytes, upTo: tree.size)
    }
    preconditionFailure("an append has a last part")
  }

  @Test("agrees with the writer, however many parts there are", arguments: [1, 2, 3, 20])
  func agrees(parts: Int) {
    #expect(reading([#"{"seq":1}"#, #"{"seq":2}"#, #"{"seq":3}"#], parts: parts).found == nil)
  }

  @Test("notices a byte that the writer did not hash, whichever part it is in", arguments: [1, 2, 20])
  func noticesBytes(parts: Int) {
    for changed in 0..<parts {
      let (found, root) = reading([#"{"seq":1}"#, #"{"seq":2}"#], parts: parts) { bytes, part in
        if part == changed { bytes[7] = UInt8(ascii: "9") }
      }
      #expect(found != nil && found != root, "part \(changed)")
    }
  }

  @Test(
    "notices lines that are no lines, a missing one, and one too many", arguments: ["\n\n", "\u{1}\n", "{}\n"], [1, 3])
  func noticesLines(added: String, parts: Int) {
    #expect(
      reading([#"{"seq":1}"#], parts: parts) { bytes, part in
        if part == 0 { bytes.insert(contentsOf: added.utf8, at: 0) }
      }.found != nil)
    #expect(
      reading([#"{"seq":1}"#, #"{"seq":2}"#], parts: parts) { bytes, part in
        if part == 0 { bytes.removeFirst(10) }
      }.found != nil)
  }

  @Test("notices a commit that says another root or size, that is missing or comes twice", arguments: [1, 3])
  func noticesCommits(parts: Int) {
    func other(_ line: CommitLine, size: UInt64, root: Digest) -> CommitLine {
      CommitLine(size: size, root: root, recorded: line.recorded, by: line.by)
    }
    let lines = [#"{"seq":1}"#]
    #expect(reading(lines, parts: parts, commit: { other($0, size: $0.size, root: Digest()) }).found != nil)
    #expect(
      reading(lines, parts: parts) { bytes, part in if part == parts - 1 { bytes.removeLast(bytes.count - 10) } }.found
        != nil)
    #expect(
      reading(lines, parts: parts) { bytes, part in if part == parts - 1 { bytes += bytes[10...] } }.found != nil)
  }
}
