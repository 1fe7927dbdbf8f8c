package import EventLog
import JSONText
package import Subsidy
package import Values

/// Appends to a ledger what older programs took and this one refuses.
package enum OldProgram {
  /// Appends events as one commit, whatever they are.
  ///
  /// - Parameters:
  ///   - bodies: the events, with the operators named as their authors.
  ///   - ledger: the ledger's folder.
  ///   - recorded: when.
  ///   - last: when the last of them; nil for the same time.
  ///   - isHistory: whether it is an import, which `history-imported` then closes.
  ///   - by: the operator who makes the commit; nil for the one who recorded the last event.
  ///   - sign: gives the signatures of the commit; nil for a commit without signatures.
  /// - Throws: the log's failures.
  package static func append(
    _ bodies: [(body: EventBody, by: Identifier)], to ledger: String, at recorded: Instant, lastAt last: Instant? = nil,
    isHistory: Bool, by: Identifier? = nil, signing sign: ((CommitLine) throws -> String?)? = nil
  ) throws {
    var log = try LogWriter(opening: ledger)
    var sequence = log.head.size
    var bodies = bodies
    let end = last ?? recorded
    let count = bodies.count
    if isHistory, let last = bodies.last {
      let closed = HistoryImported(
        file: "old.jsonl", sha256: String(repeating: "0", count: 64), entries: bodies.count, importedAt: end)
      bodies.append((.historyImported(closed), last.by))
    }
    try log.beginAppend()
    for (index, (body, by)) in bodies.enumerated() {
      var writer = JSONWriter()
      let at = index < count - 1 ? recorded : end
      EventLine.write(Event(sequence: sequence, recorded: at, by: by, body: body), to: &writer)
      _ = try log.add(writer.bytes, 0..<writer.bytes.count)
      sequence += 1
    }
    let line = log.commitLine(recorded: end, by: by ?? bodies[bodies.count - 1].by, isHistory: isHistory)
    _ = try log.commit(line.signed(sign?(line)))
  }
}
