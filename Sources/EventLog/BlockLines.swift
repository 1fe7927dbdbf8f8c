import JSONText
import System
import Values

/// The lines of one block of a segment.
struct BlockLines {
  /// How much is read at a time.
  ///
  /// > Units: bytes.
  static var blockSize: Int { 1 << 20 }

  /// The event lines, without their newlines.
  var events: [Range<Int>] = []
  /// The commit lines.
  var commits: [EventRun.Commit] = []
  /// The end of the last whole, sound line, its newline included.
  var end = 0
  /// The fault of the line at ``end``; nil if the block simply ends there.
  var fault: LogFault.Kind?

  /// How many lines there are, of both kinds.
  var count: Int { events.count + commits.count }

  /// Finds the lines in the first `count` bytes of a block.
  ///
  /// - Parameters:
  ///   - bytes: the block.
  ///   - count: how many of its bytes to take.
  ///   - isLast: whether nothing follows, so that a line without a newline is a fault.
  init(_ bytes: [UInt8], count: Int, isLast: Bool) {
    precondition(count <= bytes.count)
    events.reserveCapacity(count / 200)
    split(bytes, count)
    let kinds = ByteKinds(block: bytes, count)
    if kinds.hasControl, let bad = bytes.prefix(end).firstIndex(where: { $0 < 0x20 && $0 != 10 }) {
      cut(before: bad, .controlByte(bytes[bad]))
    }
    if kinds.hasHigh, let bad = ByteKinds.firstNotUTF8(bytes, 0..<end) { cut(before: bad, .notUTF8(bytes[bad])) }
    guard fault == nil, end < count else { return }
    if count - end > LogLine.longest {
      fault = .lineTooLong
    } else if isLast {
      fault = .unterminatedLine
    }
  }

  private mutating func split(_ bytes: [UInt8], _ count: Int) {
    while end < count, let stop = ByteSearch.first(10, in: bytes, end..<count) {
      let length = stop - end
      guard length > 0, length <= LogLine.longest else {
        fault = length == 0 ? .emptyLine : .lineTooLong
        return
      }
      if LineHead.commit.stands(in: bytes, at: end) {
        commits.append(EventRun.Commit(line: end..<stop, eventsBefore: events.count))
      } else {
        events.append(end..<stop)
      }
      end = stop + 1
    }
  }

  /// Cuts off the lines from the one with a bad byte on.
  private mutating func cut(before bad: Int, _ kind: LogFault.Kind) {
    fault = kind
    events.removeAll { $0.upperBound > bad }
    commits.removeAll { $0.line.upperBound > bad }
    end = max(events.last?.upperBound ?? -1, commits.last?.line.upperBound ?? -1) + 1
  }
}
