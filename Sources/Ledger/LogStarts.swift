import EventLog
import Merkle
import ReadModel
import System
import Values

extension SubsidyLedger {
  /// Where the last segment begins, as the read model knows it from an earlier writer.
  var segmentStart: SegmentStart? {
    guard let model = try? ReadModel(opening: readModelPath, projections, access: .readOnly),
      let start = try? model.logStart()
    else { return nil }
    return SegmentStart(start)
  }

  /// Opens the log for a change, without hashing what an earlier writer's start spares.
  func openLog() throws(LogError) -> LogWriter { try LogWriter(opening: path, trusting: segmentStart) }
}

extension SegmentStart {
  /// Reads a stored start; nil where it has not the form of one.
  init?(_ stored: LogStart) {
    guard let root = Digest(hex: stored.root), let commits = Digest(hex: stored.commits) else { return nil }
    let roots = stored.roots.compactMap { Digest(hex: $0) }
    guard roots.count == stored.roots.count else { return nil }
    self.init(
      head: Head(size: stored.size, root: root, segment: stored.segment, offset: stored.offset, commits: commits),
      roots: roots)
  }

  /// As the read model keeps it.
  var stored: LogStart {
    LogStart(
      size: head.size, root: head.root.description, segment: head.segment, offset: head.offset,
      commits: head.commits.description, roots: roots.map(\.description))
  }
}
