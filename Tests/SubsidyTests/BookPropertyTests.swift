import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The books of a month against a walk over the events that knows nothing of what the fold keeps for books.
@Suite struct BookPropertyTests {
  static let seeds: [UInt64] = Array(1...40)

  @Test("the books of every month are what the events say that count in it", arguments: seeds)
  func agrees(_ seed: UInt64) throws {
    let events = RandomHistory.events(seed, count: 400)
    let state = try Fixtures.fold(events)
    let told = ToldBooks(events)
    for offset in -1...8 {
      let month = ("2024-11" as Month).adding(offset)
      let books = state.books(of: month)
      let rows = try told.rows(of: month).filter { $0.sums != MonthSums() }
      #expect(books.rows.filter { $0.sums != MonthSums() } == rows, "seed \(seed), \(month)")
    }
  }
}

/// The books as the events give them, one after the other.
private struct ToldBooks {
  let events: [Event]
  /// The month in which each event counts.
  private var months: [Month] = []
  private let annulments: Annulments

  init(_ events: [Event]) {
    self.events = events
    annulments = Annulments(in: events)
    var closes: [(sequence: UInt64, month: Month)] = []
    for event in events {
      if case .monthClosed(let body) = event.body { closes.append((event.sequence, body.month)) }
      if case .monthReopened(let body) = event.body, closes.last?.month == body.month { closes.removeLast() }
    }
    var last = Month.first
    for event in events {
      let closed = closes.filter { $0.sequence < event.sequence }.map { $0.month.adding(1) }.max() ?? .first
      last = max(last, event.recorded.civilDate.month, closed)
      months.append(last)
    }
  }

  func rows(of month: Month) throws -> [MonthBooks.Row] {
    let until = events.prefix(months.count { $0 <= month })
    // Districts by what is known now, and debts by what was known then.
    var districts = LedgerState()
    try districts.evolve(until, leavingOut: annulments)
    let then = try Fixtures.fold(Array(until))
    var sums = BookSums()
    func add(_ body: EventBody, _ change: (inout MonthSums) -> Void) {
      guard let person = body.person, let scheme = body.scheme else { return }
      change(&sums[scheme, districts.district(of: person, in: scheme)])
    }
    for event in until where months[Int(event.sequence)] == month {
      let undone = target(of: event)
      add(undone?.body ?? event.body) { sums in
        if let undone { reverse(undone, &sums.reversed) } else { move(event, &sums) }
      }
    }
    for demand in then.recoveryDemands {
      sums[demand.scheme, districts.district(of: demand.person, in: demand.scheme)].outstanding += demand.outstanding
    }
    return MonthBooks(month, sums, closing: nil).rows
  }

  /// The event that another one undid; nil if it undid none.
  private func target(of event: Event) -> Event? {
    guard case .reversed(let body) = event.body, body.of < event.sequence else { return nil }
    let target = events[Int(body.of)]
    let earlier = events[..<Int(event.sequence)].contains { other in
      if case .reversed(let other) = other.body { other.of == body.of } else { false }
    }
    return target.body.type.canBeReversed && !earlier ? target : nil
  }

  /// The first payment that an event gives back, and that counted just before it; nil if there was none.
  private func payment(givenBackBy event: Event) -> Event? {
    guard case .paymentReturned(let body) = event.body else { return nil }
    let reversed = events[..<Int(event.sequence)].compactMap { target(of: $0)?.sequence }
    return events[..<Int(event.sequence)].first { other in
      guard case .paid(let paid) = other.body, !reversed.contains(other.sequence) else { return false }
      return paid.person == body.person && paid.scheme == body.scheme && paid.month == body.month
        && paid.batch == body.batch
    }
  }

  private func move(_ event: Event, _ sums: inout MonthSums) {
    switch event.body {
    case .paid(let body): sums.paid += body.amount
    case .paymentReturned(let body):
      sums.returned += body.amount
      guard let paid = payment(givenBackBy: event) else { return }
      sums.bounced += body.amount
      if months[Int(paid.sequence)] < months[Int(event.sequence)] { sums.adjusted += body.amount }
    case .repaid(let body): sums.repaid += body.amount
    case .putBack(let body): sums.putBack += body.amount
    case .writtenOff(let body): sums.writtenOff += body.amount
    case .repaymentRefunded(let body): sums.refunded += body.amount
    default: break
    }
  }

  private func reverse(_ event: Event, _ sums: inout MonthSums.Reversed) {
    switch event.body {
    case .paid(let body): sums.paid += body.amount
    case .paymentReturned(let body): if payment(givenBackBy: event) != nil { sums.returned += body.amount }
    case .repaid(let body): sums.repaid += body.amount
    case .putBack(let body): sums.putBack += body.amount
    case .writtenOff(let body): sums.writtenOff += body.amount
    default: break
    }
  }
}
