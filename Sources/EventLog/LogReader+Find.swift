import Values

extension LogReader {
  /// Looks for an acknowledged line of a segment by bisection: it reads some twenty lines, however many there are.
  ///
  /// - Parameters:
  ///   - segment: the segment.
  ///   - order: tells whether the wanted line is before a line (below 0), is that line (0), or is behind it (above 0); nil for
  ///     a line that does not tell.
  /// - Returns: the place of the line; nil if there is none.
  /// - Throws: `LogError` if the segment is missing or too short.
  public func find(in segment: UInt64, _ order: ([UInt8], Range<Int>) -> Int?) throws(LogError) -> LinePlace? {
    let size = try folder.size(segment) ?? 0
    let end = segment == head.segment ? head.offset : size
    var low: UInt64 = 0
    var high = end
    while low < high {
      let middle = low + (high - low) / 2
      let step = try firstOrder(in: segment, from: middle, isLineStart: middle == low, before: high, end: end, order)
      guard let step, step.order >= 0 else {
        high = middle
        continue
      }
      if step.order == 0 { return step.place }
      low = step.place.offset + UInt64(step.place.count) + 1
    }
    return nil
  }

  /// The first line at or behind an offset that tells where the wanted one is; nil if there is none before another offset.
  private func firstOrder(
    in segment: UInt64, from start: UInt64, isLineStart: Bool, before high: UInt64, end: UInt64,
    _ order: ([UInt8], Range<Int>) -> Int?
  ) throws(LogError) -> (order: Int, place: LinePlace)? {
    // Two lines and more: the rest of one, a commit, and one that tells.
    let offset = isLineStart ? start : start - 1
    let count = Int(min(end - offset, UInt64(3 * (LogLine.longest + 1))))
    let bytes = try bytes(of: segment, at: offset, count: count)
    var next = 0
    func lineEnd() -> Int? { bytes[next...].firstIndex(of: UInt8(ascii: "\n")) }
    if !isLineStart {
      guard let newline = lineEnd() else { return nil }
      next = newline + 1
    }
    while offset + UInt64(next) < high, let newline = lineEnd() {
      if let found = order(bytes, next..<newline) {
        return (found, LinePlace(segment: segment, offset: offset + UInt64(next), count: newline - next))
      }
      next = newline + 1
    }
    return nil
  }
}
