import Catalogue
import EventLog
import Ledger
import Policy
import Synchronization
import Values
import Vault

/// The ledger that a command line names.
///
/// The commits of a command are noted here, for every command in one place, so that they are reported even if the output fails.
struct NamedLedger: Sendable {
  /// The folder; of a ledger in a database the one that follows it.
  let path: String
  /// The store of the log that the folder follows; nil if the folder has the log itself.
  let store: (any LogStore)?
  /// How long a change waits for another writer.
  ///
  /// > Units: seconds.
  let patience: Int
  /// Whether the command line says that the clock is right.
  let clockIsRight: Bool
  /// The file with the office's details; nil for the one in the folder.
  let office: String?
  /// Signs for the operator; nil if the command line names no signer.
  let signer: CommitSigner?
  /// Who looks at private data.
  var viewer: Viewer
  /// Gives the key of a sealed vault.
  let vaultKeys: VaultKeyring
  /// Tells the time.
  let clock: @Sendable () -> Instant
  /// The commits that this command line has made in it.
  let commits: CommitNotes
  /// The output for messages on the way.
  let diagnostics: Diagnostics
}

/// The commits of one command line.
final class CommitNotes: Sendable {
  private let noted = Mutex<RecordedCommit?>(nil)

  /// All of them as one; nil if nothing was recorded.
  var total: RecordedCommit? { noted.withLock { $0 } }

  /// Adds a commit.
  func add(_ commit: RecordedCommit) {
    noted.withLock { $0 = RecordedCommit(events: ($0?.events ?? 0) + commit.events, size: commit.size) }
  }
}

extension SubsidyLedger {
  /// Opens the ledger that a command line names.
  init(_ named: NamedLedger, calendar: WorkingDayCalendar = .shipped()) {
    self.init(
      named.path, calendar: calendar, clock: named.clock, clockIsRight: named.clockIsRight,
      patience: named.patience * 1_000
    ) { news in
      switch news {
      case .committed(let commit): named.commits.add(commit)
      case .leftBehind(let failure): named.diagnostics.note(.leftBehind(failure))
      case .signing(let notice): named.diagnostics.note(.signing(notice))
      case .working(let work): named.diagnostics.working(work)
      case .leavesUnpaid(let unpaid): named.diagnostics.note(.unpaidOnceErased(unpaid))
      case .unrecordedLook: named.diagnostics.note(.lookNotRecorded)
      case .waiting: named.diagnostics.note(.waiting(for: named.path, seconds: named.patience))
      }
    }
    store = named.store
    officeFile = named.office
    signer = named.signer
    viewer = named.viewer
    vaultKeys = named.vaultKeys
  }
}
