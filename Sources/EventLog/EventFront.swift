import JSONText

/// The parts of an event that the log itself reads: its number, and the places of its type and its time.
package enum EventFront {
  /// Reads a line; nil if one of them is missing or the line is no object.
  package static func read(_ bytes: [UInt8], _ line: Range<Int>) -> (UInt64, type: Range<Int>, recorded: Range<Int>)? {
    front(bytes, line) ?? members(bytes, line)
  }

  /// The place of the type alone, found by the line's beginning if the line is in the writer's form.
  static func type(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int>? {
    var cursor = ByteCursor(bytes, line)
    guard cursor.take(LineHead.sequence), cursor.number() != nil, cursor.take(LineHead.type),
      let type = cursor.quoted({ $0 })
    else { return members(bytes, line)?.type }
    return type
  }

  /// The place of the author, found by the line's beginning; nil for another order of keys than the writer's.
  static func author(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int>? {
    var cursor = ByteCursor(bytes, line)
    guard cursor.take(LineHead.sequence), cursor.number() != nil, cursor.take(LineHead.type),
      cursor.quoted({ $0 }) != nil, cursor.take(LineHead.recorded), cursor.quoted({ $0 }) != nil,
      cursor.take(LineHead.by)
    else { return nil }
    return cursor.quoted({ $0 })
  }

  /// The same in the writer's order of keys; nil for any other.
  private static func front(
    _ bytes: [UInt8], _ line: Range<Int>
  ) -> (UInt64, type: Range<Int>, recorded: Range<Int>)? {
    var cursor = ByteCursor(bytes, line)
    guard cursor.take(LineHead.sequence), let sequence = cursor.number(), cursor.take(LineHead.type),
      let type = cursor.quoted({ $0 }), cursor.take(LineHead.recorded), let place = cursor.quoted({ $0 })
    else { return nil }
    return (sequence, type, place)
  }

  /// The same in any order of keys.
  private static func members(
    _ bytes: [UInt8], _ line: Range<Int>
  ) -> (UInt64, type: Range<Int>, recorded: Range<Int>)? {
    var sequence: UInt64?
    var type: Range<Int>?
    var recorded: Range<Int>?
    do throws(JSONError) {
      var cursor = try JSONMemberCursor(bytes, line)
      while !cursor.isAtEnd {
        let member = cursor.member
        if member.key == "seq", member.kind == .number { sequence = UInt64(member.number) }
        if member.key == "type", member.kind == .string { type = member.range }
        if member.key == "recorded", member.kind == .string, !member.hasEscapes { recorded = member.range }
        try cursor.advance()
      }
    } catch {
      return nil
    }
    guard let sequence, let type, let recorded else { return nil }
    return (sequence, type, recorded)
  }
}
