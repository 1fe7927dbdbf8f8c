import Papers
import Catalogue
import Ledger
import Synchronization
import System
import Values
import Web

/// Audits of the ledger: each replays the whole log beside the requests, which takes a while, and its result is kept.
///
/// One runs at a time. A result says of how many events it is; if the ledger has grown since, an auditor can ask for another one.
final class Audits: Sendable {
  /// The standing of the audit of a point.
  enum Standing: Sendable {
    /// It was not asked for.
    case none
    /// It runs, and has replayed some of all events.
    case running(done: Int, total: Int)
    case done(AuditBrief)
    /// It failed; the reason is in the log of the server.
    case failed

    fileprivate var isRunning: Bool { if case .running = self { true } else { false } }
  }

  /// The number of results that are kept.
  private static let most = 3

  private typealias Kept = [(knownAt: Instant?, standing: Standing)]

  /// The audits, by the point that was asked about, the last at the end.
  private let kept = Mutex(Kept())
  private let ledger: SubsidyLedger
  private let log: @Sendable (String) -> Void

  init(_ ledger: SubsidyLedger, log: @escaping @Sendable (String) -> Void) {
    self.ledger = ledger
    self.log = log
  }

  /// The standing of the audit of a point.
  func standing(at knownAt: Instant?) -> Standing {
    kept.withLock { kept in kept.last { $0.knownAt == knownAt }?.standing ?? .none }
  }

  private func set(_ standing: Standing, at knownAt: Instant?) {
    kept.withLock { Audits.keep(standing, at: knownAt, in: &$0) }
  }

  private static func keep(_ standing: Standing, at knownAt: Instant?, in kept: inout Kept) {
    kept = kept.filter { $0.knownAt != knownAt }.suffix(most - 1) + [(knownAt, standing)]
  }

  /// Begins an audit of the page's point, unless it runs already.
  ///
  /// - Throws: ``Fault/unavailable(retryAfter:)`` while another one runs, `SystemError` without a thread.
  func begin(_ desk: Desk) throws {
    let knownAt = desk.knownAt
    let other = kept.withLock { kept in
      let running = kept.first { $0.standing.isRunning }
      if running == nil {
        let begun = Standing.running(done: 0, total: Int(clamping: desk.log.size))
        Audits.keep(begun, at: knownAt, in: &kept)
      }
      return running
    }
    if let other {
      if other.knownAt == knownAt { return }
      throw Fault.unavailable(retryAfter: 5)
    }
    do {
      try Threads.start { [self] in
        do {
          let brief = try ledger.auditBrief(knownAt: knownAt) { set(.running(done: $0, total: $1), at: knownAt) }
          set(.done(brief), at: knownAt)
        } catch {
          log("an audit failed: \(CommandFailure(mapping: error).text.en)")
          set(.failed, at: knownAt)
        }
      }
    } catch {
      set(.failed, at: knownAt)
      throw error
    }
  }
}
