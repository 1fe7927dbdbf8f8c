public import Values

/// The books of one month: the money that moved in it by scheme and district, and what is owed at its end.
///
/// An event belongs to the month in which it was recorded; if that month was closed before, to the first one that was
/// not. So a closed month never changes: what comes later stands in a later month, as an adjustment where it takes back
/// what the closed one shows as paid.
public struct MonthBooks: Sendable {
  /// The books of a scheme in a district.
  public struct Row: Hashable, Sendable {
    /// The scheme.
    public let scheme: Identifier
    /// The district; nil for persons of whom none is known.
    public let district: Region?
    /// What moved, and what is owed.
    public internal(set) var sums: MonthSums
  }

  /// The month.
  public let month: Month
  /// The rows, by scheme and district.
  public let rows: [Row]
  /// The close, where the month was closed on its own.
  public let close: MonthClosed?

  /// All rows added up.
  public var total: MonthSums { rows.reduce(into: MonthSums()) { $0 += $1.sums } }
  /// Whether the books are what the close said; an open month has nothing to differ from.
  public var isAsClosed: Bool { close.map { $0.sums == total } ?? true }
}

/// A payment that the books of a month count.
public struct MonthPayment: Hashable, Sendable {
  /// The number of the event.
  public let sequence: UInt64
  /// What it says.
  public let payment: Paid
}

/// Collects the movements of a month while the log goes by, in the order of the events.
public struct MonthCollector: Sendable {
  private struct Movement: Sendable {
    let sequence: UInt64
    let body: EventBody
  }

  private let month: Month
  private var closedThrough: Month?
  private var movements: [Movement] = []
  private var close: MonthClosed?
  private var first: UInt64?
  /// This collector just before the last close, at most one, if that ended its month early: it may be undone.
  private var beforeEarlyClose: [MonthCollector] = []
  /// What has come since that close.
  private var sinceEarlyClose: [Event] = []
  /// The number of the first event that belongs to a later month; nil where there is none.
  public private(set) var end: UInt64?

  /// Begins before the first event.
  public init(_ month: Month) { self.month = month }

  /// Takes the next event in.
  public mutating func take(_ event: Event) {
    if case .monthReopened(let body) = event.body { return reopen(body) }
    if case .monthClosed(let body) = event.body {
      let isEarly = event.recorded.civilDate.month <= body.month
      beforeEarlyClose = isEarly ? [self] : []
      sinceEarlyClose = []
    } else if !beforeEarlyClose.isEmpty, isToRemember(event) {
      sinceEarlyClose.append(event)
    }
    count(event)
  }

  /// Whether an event moves money, or is the first of a month: nothing else changes books.
  private func isToRemember(_ event: Event) -> Bool {
    MonthCollector.isMovement(event) || sinceEarlyClose.last?.recorded.civilDate.month != event.recorded.civilDate.month
  }

  private static func isMovement(_ event: Event) -> Bool {
    switch event.body {
    case .paid, .paymentReturned, .repaid, .putBack, .writtenOff, .repaymentRefunded, .reversed: true
    default: false
    }
  }

  /// Forgets the last close if it is the one that is undone, and counts what came since as if it had never been.
  private mutating func reopen(_ body: MonthReopened) {
    guard let before = beforeEarlyClose.first, closedThrough == body.month else { return }
    let events = sinceEarlyClose
    self = before
    for event in events { take(event) }
  }

  private mutating func count(_ event: Event) {
    let belongs = max(event.recorded.civilDate.month, closedThrough?.adding(1) ?? .first)
    if case .monthClosed(let body) = event.body {
      closedThrough = max(closedThrough ?? .first, body.month)
      if body.month == month, close == nil { close = body }
      // Whatever follows the close is of a later month.
      if body.month >= month, end == nil { end = event.sequence }
      return
    }
    if belongs > month {
      if end == nil { end = event.sequence }
    } else if belongs == month, end == nil {
      first = first ?? event.sequence
      if MonthCollector.isMovement(event) {
        movements.append(Movement(sequence: event.sequence, body: event.body))
      }
    }
  }

  /// The payments of the month, in the order of the log.
  public var payments: [MonthPayment] {
    movements.compactMap { movement in
      guard case .paid(let body) = movement.body else { return nil }
      return MonthPayment(sequence: movement.sequence, payment: body)
    }
  }

  /// Makes the books, from the state at the end of the month.
  public func books(_ state: LedgerState) -> MonthBooks {
    var rows: [Key: MonthSums] = [:]
    for movement in movements {
      // A reversal moves what its event had moved.
      let undone = state.undone(by: movement.body, at: movement.sequence)
      let about = undone?.body ?? movement.body
      guard let person = about.person, let scheme = about.scheme else { continue }
      let key = Key(scheme, state.district(of: person, in: scheme))
      add(movement, undoing: undone, state, to: &rows[key, default: MonthSums()])
    }
    let span = first.map { $0..<max($0, end ?? .max) } ?? 0..<0
    for (person, scheme, offset) in state.offsets {
      let turns = offset.turns(in: span)
      if turns == (0, 0) { continue }
      let key = Key(scheme, state.district(of: person, in: scheme))
      for _ in 0..<turns.begun { rows[key, default: MonthSums()].offset += offset.amount }
      for _ in 0..<turns.ended { rows[key, default: MonthSums()].offsetUndone += offset.amount }
    }
    for demand in state.recoveryDemands where demand.outstanding > .zero {
      let key = Key(demand.scheme, state.district(of: demand.person, in: demand.scheme))
      rows[key, default: MonthSums()].outstanding += demand.outstanding
    }
    let ordered = rows.sorted { ($0.key.scheme, $0.key.district) < ($1.key.scheme, $1.key.district) }
    return MonthBooks(
      month: month,
      rows: ordered.map { MonthBooks.Row(scheme: $0.key.scheme, district: Region($0.key.district), sums: $0.value) },
      close: close)
  }

  private struct Key: Hashable {
    let scheme: Identifier
    let district: String
    init(_ scheme: Identifier, _ district: Region?) {
      self.scheme = scheme
      self.district = district?.description ?? ""
    }
  }

  private func add(
    _ movement: Movement, undoing undone: Event?, _ state: LedgerState, to sums: inout MonthSums
  ) {
    switch movement.body {
    case .paid(let body): sums.paid += body.amount
    case .paymentReturned(let body):
      sums.returned += body.amount
      guard let paid = state.firstPayment(of: body, before: movement.sequence) else { return }
      sums.bounced += body.amount
      if let first, paid < first { sums.adjusted += body.amount }
    case .repaid(let body): sums.repaid += body.amount
    case .putBack(let body): sums.putBack += body.amount
    case .writtenOff(let body): sums.writtenOff += body.amount
    case .repaymentRefunded(let body): sums.refunded += body.amount
    case .reversed: if let undone { reverse(undone, state, &sums.reversed) }
    default: break
    }
  }

  private func reverse(_ event: Event, _ state: LedgerState, _ sums: inout MonthSums.Reversed) {
    switch event.body {
    case .paid(let body): sums.paid += body.amount
    case .paymentReturned(let body):
      // What came back before it was confirmed had never left.
      if state.firstPayment(of: body, before: event.sequence) == nil { return }
      sums.returned += body.amount
    case .repaid(let body): sums.repaid += body.amount
    case .putBack(let body): sums.putBack += body.amount
    case .writtenOff(let body): sums.writtenOff += body.amount
    default: break
    }
  }
}

extension LedgerState {
  /// Everything that was kept back of months for demands.
  fileprivate var offsets: [(person: Identifier, scheme: Identifier, offset: OffsetMonth)] {
    zip(persons.identifiers, people).flatMap { person, known in
      known.claims.lazy.filter { !$0.offsets.isEmpty }
        .flatMap { claim in claim.offsets.map { (person, schemes[claim.scheme], $0) } }
    }
  }

  /// The number of the event that had first confirmed a payment when it came back; nil if none had.
  fileprivate func firstPayment(of body: PaymentReturned, before sequence: UInt64) -> UInt64? {
    guard let key = persons.number(of: body.person), let scheme = schemes.number(of: body.scheme),
      let batch = batchNames.number(of: body.batch)
    else { return nil }
    let payment = NumberedPayment(
      person: key, scheme: scheme, batch: batch, month: body.month, amount: body.amount)
    let item =
      reversals.item(payment, justBefore: sequence)
      ?? person(body.person)?.claim(scheme: scheme)?.items
      .first { $0.month == body.month && $0.batch == batch && $0.key == place(ofKey: key) }
    return item.flatMap { $0.isPaid && $0.firstPaid < sequence ? $0.firstPaid : nil }
  }
}
