import EventLog
package import Ledger
import Merkle
import Notes
package import Papers
import Values

/// The reports of backups.
package enum BackupReports {
  /// A copy of a ledger and its folder.
  package struct Made: Sendable {
    let folder: String
    let copy: LedgerCopy

    /// Joins both.
    package init(_ copy: LedgerCopy, in folder: String) {
      self.folder = folder
      self.copy = copy
    }
  }

  /// A ledger that was restored, and its folder.
  package struct Restored: Sendable {
    let made: Made
    let outcome: RestoreOutcome

    /// Joins both.
    package init(_ outcome: RestoreOutcome, in folder: String) {
      made = Made(outcome.copy, in: folder)
      self.outcome = outcome
    }
  }

  /// A backup that was made, a figure each.
  package static let backup = Report<Made>(
    "backup",
    [
      .member("folder") { $0.folder },
      .column("origin", .origin) { $0.copy.published.checkpoint.origin },
      .column("size", .events) { $0.copy.report.size },
      .column("root", .root) { $0.copy.report.root.description },
      .column("recorded", .recorded) { $0.copy.report.recorded },
      .column("segments", .segments) { $0.copy.report.segments },
      .column("bytes", .bytes) { $0.copy.report.bytes },
      .column("digests", .privateRecords) { $0.copy.vault.digests },
      .column("looks", .looks) { $0.copy.looks?.looks.count }.ifAny(),
    ])

  /// A ledger that was restored, one figure each; `lost` names the events of the kept checkpoint that it lacks.
  package static let restore = Report<Restored>(
    "restore",
    [
      .all(of: backup) { $0.made },
      .object("against", kept) { $0.outcome.kept },
      .object("lost", lost) { $0.outcome.lost },
    ])

  private static let kept = Report<KeptComparison>(
    "kept checkpoint",
    [
      .member("origin") { $0.kept.origin },
      .member("size") { $0.kept.size },
      .member("root") { $0.kept.digits },
      .member("found") { $0.root?.description },
    ])

  private static let lost = Report<Range<UInt64>>(
    "lost",
    [
      .member("firstSeq") { $0.lowerBound },
      .member("lastSeq") { $0.upperBound - 1 },
      .member("events") { UInt64($0.count) },
    ])
}
