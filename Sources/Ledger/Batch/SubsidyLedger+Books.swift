import EventLog
public import Merkle
public import Papers
import ReadModel
import Policy
public import Subsidy
import System
public import Values
import Vault

/// A payment that the books of a month count.
struct MonthPayment {
  /// The number of the event.
  let sequence: UInt64
  /// The body of the event.
  let payment: Paid
}

extension SubsidyLedger {
  /// The books of a month, or of several that end with it, for paper, with the log that they were made from at its foot.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - first: the first month that is added up; nil for the month alone, with the year to its end beside it.
  ///   - point: the point up to which events count.
  /// - Returns: the books, the paper, and the log.
  /// - Throws: ``LedgerFailure/sizeAhead(_:size:)``, ``LedgerFailure/notOffice(file:member:)`` and the log's own failures.
  public func printedBooks(
    of month: Month, from first: Month? = nil, at point: ReplayPoint = ReplayPoint()
  ) throws -> (books: MonthBooks, paper: PaperSheet, log: PrintedHead) {
    let state = try state(at: point)
    let books = state.books(of: month, from: first)
    let year = first == nil ? state.books(of: month, from: month.firstOfYear) : nil
    let words = LocalWords(state)
    let paper = MonthBooksPaper.sheet(
      books, yearToDate: year, isSigned: state.operators.demandsKeys, inFlight: state.inFlight, by: try officeDetails()
    ) { words.scheme($0).zh }
    return (books, paper, try printedHead(at: state.size))
  }

  /// The books of a month with the payments that they count, in the order of the log.
  func booksAndPayments(of month: Month) throws -> (books: MonthBooks, payments: [MonthPayment]) {
    let state = try state(verifying: false)
    let counted = state.events(ofBooks: month)
    var payments: [MonthPayment] = []
    let replay = try Replay(self, at: ReplayPoint(size: min(counted.upperBound, state.size)))
    _ = try replay.state(verifying: false, with: replay.hindsight()) { event in
      guard counted.contains(event.sequence), case .paid(let body) = event.body else { return }
      payments.append(MonthPayment(sequence: event.sequence, payment: body))
    }
    return (state.books(of: month), payments)
  }

  /// Closes the books of a month (月结): records its movements and the head of the log.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - beforeEnd: whether it may be closed before it is over.
  ///   - by: the operator who closes them.
  /// - Returns: the close.
  /// - Throws: ``Refusal``, `AccessLogFault` for a log of looks that ends with no look, and the log's failures.
  public func close(_ month: Month, beforeEnd: Bool = false, by: Identifier) throws -> MonthClosed {
    var session = try WriteSession.open(self, by: by)
    let head = session.change.after
    let looks = try AccessLog.head(inLedger: path)
    let close = MonthClosed(
      month: month, size: head.size, root: head.root.description, sums: session.state.books(of: month).total,
      looks: looks.map { LookHead(count: $0.looks, sha256: $0.digest.description) })
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    try session.append(session.state.decideClose(close, context, beforeEnd: beforeEnd), by: by)
    follow(session.change, to: session.state)
    return close
  }

  /// The letters of some demands.
  func letters(
    of demands: [RecoveryDemand], _ state: LedgerState, _ reader: VaultReader, reasons: (String) -> String
  ) throws -> [PaperSheet] {
    let office = try officeDetails()
    return try demands.map { found in
      let name = PersonalDetails(try reader.holding(of: state.person(found.person)))[.name]
      return DemandLetter(
        demand: found, months: state.months(of: found), name: name.isEmpty ? found.person.description : name,
        pack: state.timeline(of: found.scheme)?.timeline.inForce(on: found.since)?.pack, reasons: reasons(found.reason),
        office: office
      ).sheet
    }
  }

  /// The letters of a demand (追回通知书), one letter, unless an imported past gave its name to several persons and the caller names
  /// none of them.
  ///
  /// - Parameters:
  ///   - demand: the demand.
  ///   - person: the person whose demand it is; nil for all demands of that name.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - reasons: a demand's reason in words.
  /// - Returns: the letters, the person's name from the vault in them, the demands that they are of, and the log.
  /// - Throws: ``Refusal/unknownNotice(_:)``, the vault's and the log's failures.
  public func demandLetters(
    _ demand: Identifier, of person: Identifier? = nil, knownAt: Instant? = nil, reasons: (String) -> String
  ) throws -> (letters: [PaperSheet], demands: [RecoveryDemand], log: PrintedHead) {
    let state = try state(knownAt: knownAt)
    let demands = state.recoveryDemands.filter { $0.id == demand && $0.person == person ?? $0.person }
    if demands.isEmpty { throw Refusal.unknownNotice(demand) }
    let sheets = try privateData(for: .people(about: demand.description)) { reader in
      try letters(of: demands, state, reader, reasons: reasons)
    }
    return (sheets, demands, try printedHead(at: state.size))
  }
}
