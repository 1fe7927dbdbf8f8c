import EventLog
public import Merkle
import Papers
import ReadModel
import Policy
public import Subsidy
import System
public import Values
import Vault

extension SubsidyLedger {
  /// The books of a month (月报), closed or open.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - knownAt: the point up to which events count; nil for all.
  /// - Returns: what moved in the month, and what was owed at its end.
  /// - Throws: ``LedgerFailure`` and the log's own failures.
  public func books(of month: Month, knownAt: Instant? = nil) throws -> MonthBooks {
    try booksAndPayments(of: month, knownAt: knownAt).books
  }

  /// The same for paper, which has the log that they were made from at its foot.
  public func printedBooks(of month: Month, knownAt: Instant? = nil) throws -> (books: MonthBooks, log: PrintedHead) {
    let found = try booksAndPayments(of: month, knownAt: knownAt)
    return (found.books, try printedHead(at: found.size))
  }

  /// The books of a month with the payments that they count, in the order of the log, and how many events that has.
  func booksAndPayments(
    of month: Month, knownAt: Instant? = nil
  ) throws -> (books: MonthBooks, payments: [MonthPayment], size: UInt64) {
    let replay = try Replay(self, knownAt: knownAt)
    var collector = MonthCollector(month)
    let now = try replay.state(verifying: false, leavingOut: replay.annulments()) { collector.take($0) }
    guard let end = collector.end else { return (collector.books(now), collector.payments, now.size) }
    // What was owed at the end of the month is what the events until then say.
    let then = try Replay(self, size: end)
    let books = collector.books(try then.state(verifying: false, leavingOut: then.annulments()))
    return (books, collector.payments, now.size)
  }

  /// Closes the books of a month (月结): records what moved in it and the head of the log.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - beforeEnd: whether it may be closed before it is over.
  ///   - by: who closes.
  /// - Returns: the close.
  /// - Throws: ``Refusal`` and the log's failures.
  public func close(_ month: Month, beforeEnd: Bool = false, by: Identifier) throws -> MonthClosed {
    var session = try WriteSession.open(self, by: by)
    let head = session.change.after
    let close = MonthClosed(
      month: month, size: head.size, root: head.root.description, sums: try books(of: month).total)
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    try session.append(session.state.decideClose(close, context, beforeEnd: beforeEnd), by: by)
    follow(session.change, to: session.state)
    return close
  }

  /// The letters of a demand (追回通知书), one unless an imported past gave its name to several persons.
  ///
  /// - Parameters:
  ///   - demand: the demand.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - reasons: a demand's reason in words.
  /// - Returns: the letters, the person's name from the vault in them, and the demands that they are of.
  /// - Throws: ``Refusal/unknownNotice(_:)``, the vault's and the log's failures.
  public func demandLetters(
    _ demand: Identifier, knownAt: Instant? = nil, reasons: (String) -> String
  ) throws -> (letters: [[UInt8]], demands: [RecoveryDemand]) {
    let state = try state(knownAt: knownAt)
    let demands = state.recoveryDemands.filter { $0.id == demand }
    if demands.isEmpty { throw Refusal.unknownNotice(demand) }
    let vault = try Vault.open(ledger: path)
    let log = try printedHead(at: state.size)
    let letters = try demands.map { found in
      let digest = state.person(found.person)?.registered?.vault
      let data = try digest.flatMap { try vault.data(digest: $0) }
      return DemandLetter(
        demand: found, months: state.months(of: found), name: data?.name ?? found.person.description,
        pack: state.timeline(of: found.scheme)?.timeline.inForce(on: found.since)?.pack, reasons: reasons(found.reason),
        log: log
      ).text
    }
    return (letters, demands)
  }
}
