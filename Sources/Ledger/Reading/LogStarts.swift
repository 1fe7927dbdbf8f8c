import EventLog
import ReadModel
import System

extension SubsidyLedger {
  /// Where the last segment begins, as an earlier writer has left it in the index.
  var segmentStart: SegmentStart? {
    guard let index = try? IndexFile(opening: indexPath, access: .readOnly) else { return nil }
    return try? index.segmentStart()
  }

  /// Opens the log for a change, without hashing what an earlier writer's start spares.
  func openLog() throws(LogError) -> LogWriter {
    try LogWriter(opening: path, trusting: segmentStart, waiting: lockWait)
  }
}
