import Papers
import Catalogue
import Ledger
import Synchronization
import System
import Values
import Web

/// Audits of the ledger: each replays the whole log off to the side, which takes its time, and its result is kept.
///
/// One runs at a time. What is shown says of how many events it speaks; when the ledger has grown, somebody asks for it again.
final class Audits: Sendable {
  /// Where the audit of a point stands.
  enum Standing: Sendable {
    /// Nobody has asked for it.
    case none
    /// It is under way: so many events of so many.
    case running(done: Int, total: Int)
    /// What it shows.
    case done(AuditBrief)
    /// It could not be done; the reason is in the log of the server.
    case failed
  }

  /// How many results are kept.
  private static let most = 3

  private struct Table {
    /// By the point that was asked about, the last at the end.
    var kept: [(knownAt: Instant?, standing: Standing)] = []
    var isRunning = false

    mutating func set(_ knownAt: Instant?, _ standing: Standing) {
      kept.removeAll { $0.knownAt == knownAt }
      kept = kept.suffix(Audits.most - 1) + [(knownAt, standing)]
    }
  }

  private let ledger: SubsidyLedger
  private let table = Mutex(Table())
  private let log: @Sendable (String) -> Void

  init(_ ledger: SubsidyLedger, log: @escaping @Sendable (String) -> Void) {
    self.ledger = ledger
    self.log = log
  }

  /// Where the audit of a point stands.
  func standing(at knownAt: Instant?) -> Standing {
    table.withLock { table in table.kept.last { $0.knownAt == knownAt }?.standing ?? .none }
  }

  /// Begins an audit of the page's point, unless one is under way.
  ///
  /// - Throws: ``Fault/unavailable(retryAfter:)`` while another one is, `SystemError` without a thread.
  func begin(_ desk: Desk) throws {
    let knownAt = desk.knownAt
    let isFree = table.withLock { table in
      if table.isRunning { return false }
      table.isRunning = true
      table.set(knownAt, .running(done: 0, total: Int(clamping: desk.log.size)))
      return true
    }
    if !isFree {
      if case .running = standing(at: knownAt) { return }
      throw Fault.unavailable(retryAfter: 5)
    }
    do {
      try Threads.start { [self] in
        let standing: Standing
        do {
          standing = .done(
            try ledger.auditBrief(knownAt: knownAt) { done, total in
              table.withLock { $0.set(knownAt, .running(done: done, total: total)) }
            })
        } catch {
          log("an audit failed: \(CommandFailure(mapping: error).text.en)")
          standing = .failed
        }
        table.withLock { table in
          table.set(knownAt, standing)
          table.isRunning = false
        }
      }
    } catch {
      table.withLock { table in
        table.set(knownAt, .failed)
        table.isRunning = false
      }
      throw error
    }
  }
}
