import JSONText
import Merkle
import Values

/// The statement about the log in front of it, in the line of an event that closes a month.
///
/// The office prints it and hands it out, so the log itself compares it with its hashes.
///
/// > Source: contract 3, section 7; formats, `month-closed`.
struct ClosingLine: Sendable {
  /// The number of the line in its block.
  let line: Int
  /// How many events the log had.
  let size: UInt64
  /// The root over them.
  let root: Digest

  private static var type: StaticString { "month-closed" }

  /// The closes among the lines of a block.
  static func all(in bytes: [UInt8], _ lines: [Range<Int>]) -> [ClosingLine] {
    lines.indices.compactMap { number in
      guard let type = EventFront.type(bytes, lines[number]), type.count == ClosingLine.type.utf8CodeUnitCount,
        ClosingLine.type.stands(in: bytes, at: type.lowerBound),
        let event = try? JSONValue(Array(bytes[lines[number]])),
        let size = event["size"]?.number.flatMap({ UInt64(exactly: $0) }),
        let root = event["root"]?.text.flatMap({ Digest(hex: $0) })
      else { return nil }
      return ClosingLine(line: number, size: size, root: root)
    }
  }
}
