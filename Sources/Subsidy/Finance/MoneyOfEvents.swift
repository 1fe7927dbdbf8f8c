package import Values

/// The money that an event speaks of.
private enum MoneyNamed {
  /// It orders, moves or demands this much.
  case amount(Fen)
  /// It decides on all items of a batch.
  case items(ofBatch: Identifier)
}

extension EventBody {
  /// Nil for an event that speaks of none; a draft's is that of the items it comes with.
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
  /// What it speaks of, of an item that is withheld what would have been paid; nil for an event that speaks of no money.
  package let amount: Fen?
}

extension LedgerState {
  /// The events that a request asks for.
  package func askedEvents(of request: Requested) -> [AskedEvent] {
    var items: [Identifier: [ItemKey: BatchItem]] = [:]
    return request.acts.enumerated().map { place, body in
      var amount = money(of: [body])?.amount
      if case .paymentWithheld(let withheld) = body {
        let ofBatch = items[withheld.batch] ?? itemsByKey(ofBatch: withheld.batch)
        items[withheld.batch] = ofBatch
        amount = ofBatch[ItemKey(withheld.person, withheld.month)]?.amount
      }
      return AskedEvent(number: place + 1, body: body, amount: amount)
    }
  }

  /// How many items some events speak of, and how much money in all: of a request those of its act, of a batch those in it.
  ///
  /// - Returns: nil if they speak of no money.
  package func money(of events: [EventBody]) -> (items: Int, amount: Fen)? {
    var (items, amount) = (0, Fen.zero)
    func add(_ event: EventBody) {
      switch event.money {
      case .amount(let sum): (items, amount) = (items + 1, amount + sum)
      case .items(let batch):
        for item in self.items(ofBatch: batch) { (items, amount) = (items + 1, amount + item.amount) }
      case nil: break
      }
    }
    for event in events {
      if case .requested(let asked) = event { asked.acts.forEach(add) } else { add(event) }
    }
    return items == 0 ? nil : (items, amount)
  }
}
