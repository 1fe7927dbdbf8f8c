package import Values

/// The money that an event names.
private enum MoneyNamed {
  /// It orders, moves or demands this much.
  case amount(Fen)
  /// It decides on an item of a batch.
  case item(LedgerState.ItemKey, ofBatch: Identifier)
  /// It decides on all items of a batch.
  case items(ofBatch: Identifier)
}

extension EventBody {
  /// Nil for an event that names none; a draft's is that of the items it comes with.
  fileprivate var money: MoneyNamed? {
    switch self {
    case .paymentOrdered(let body): .amount(body.amount)
    case .paid(let body): .amount(body.amount)
    case .paymentReturned(let body): .amount(body.amount)
    case .fundsRequested(let body): .amount(body.amount)
    case .fundsReceived(let body): .amount(body.amount)
    case .clawedBack(let body): .amount(body.months.map(\.amount).reduce(.zero, +))
    case .repaid(let body): .amount(body.amount)
    case .writtenOff(let body): .amount(body.amount)
    case .putBack(let body): .amount(body.amount)
    case .repaymentRefunded(let body): .amount(body.amount)
    case .debtOffset(let body): .amount(body.amount)
    case .paymentWithheld(let body): .item(LedgerState.ItemKey(body.person, body.month), ofBatch: body.batch)
    case .listChecked(let body): .items(ofBatch: body.batch)
    case .batchApproved(let body): .items(ofBatch: body.batch)
    case .batchExported(let body): .items(ofBatch: body.batch)
    case .batchCancelled(let body): .items(ofBatch: body.batch)
    case .batchRecalled(let body): .items(ofBatch: body.batch)
    default: nil
    }
  }
}

/// An event that a request asks for.
package struct AskedEvent: Sendable {
  /// Its place in the request, from 1.
  package let number: Int
  package let body: EventBody
  /// The amount it names, or the amount that would have been paid for an item that is withheld; nil for an event that names no
  /// money.
  package let amount: Fen?
}

extension LedgerState {
  /// The events that a request asks for.
  package func askedEvents(of request: Requested) -> [AskedEvent] {
    var books = ItemBook(state: self)
    return request.acts.enumerated().map { place, body in
      AskedEvent(number: place + 1, body: body, amount: books.money(of: [body])?.amount)
    }
  }

  /// How many items some events name, and how much money in all: for a request those of its act, for a batch those in it.
  ///
  /// - Returns: nil if they name no money.
  package func money(of events: [EventBody]) -> (items: Int, amount: Fen)? {
    var books = ItemBook(state: self)
    return books.money(of: events)
  }
}

/// Adds up the money that events name; the items of a batch are looked up once for all events that name one of them.
private struct ItemBook {
  let state: LedgerState
  private var items: [Identifier: [LedgerState.ItemKey: BatchItem]] = [:]

  init(state: LedgerState) { self.state = state }

  private mutating func amount(of item: LedgerState.ItemKey, in batch: Identifier) -> Fen? {
    let ofBatch = items[batch] ?? state.itemsByKey(ofBatch: batch)
    items[batch] = ofBatch
    return ofBatch[item]?.amount
  }

  /// As ``LedgerState/money(of:)``.
  mutating func money(of events: [EventBody]) -> (items: Int, amount: Fen)? {
    var (count, sum) = (0, Fen.zero)
    for event in events.lazy.flatMap(\.acts) {
      switch event.money {
      case .amount(let amount): (count, sum) = (count + 1, sum + amount)
      case .item(let item, let batch):
        if let amount = amount(of: item, in: batch) { (count, sum) = (count + 1, sum + amount) }
      case .items(let batch):
        for item in state.items(ofBatch: batch) { (count, sum) = (count + 1, sum + item.amount) }
      case nil: break
      }
    }
    return count == 0 ? nil : (count, sum)
  }
}

extension EventBody {
  /// The acts of the event itself: those of a request are the acts that it asks for.
  fileprivate var acts: [EventBody] {
    if case .requested(let asked) = self { asked.acts } else { [self] }
  }
}
