package import Values

extension EventBody {
  /// The money that the event orders, moves or demands; nil for one that speaks of none, or of that of a batch.
  fileprivate var amount: Fen? {
    switch self {
    case .paymentOrdered(let body): body.amount
    case .paid(let body): body.amount
    case .paymentReturned(let body): body.amount
    case .fundsRequested(let body): body.amount
    case .fundsReceived(let body): body.amount
    case .clawedBack(let body): body.months.map(\.amount).reduce(.zero, +)
    case .repaid(let body): body.amount
    case .writtenOff(let body): body.amount
    case .putBack(let body): body.amount
    case .repaymentRefunded(let body): body.amount
    case .debtOffset(let body): body.amount
    default: nil
    }
  }

  /// The batch whose items the event decides on as a whole; nil if it decides on none.
  fileprivate var batchDecided: Identifier? {
    switch self {
    case .listChecked(let body): body.batch
    case .batchApproved(let body): body.batch
    case .batchExported(let body): body.batch
    case .batchCancelled(let body): body.batch
    case .batchRecalled(let body): body.batch
    default: nil
    }
  }
}

extension LedgerState {
  /// How many items some events speak of, and how much money in all: of a request those of its act, of a batch those in it.
  ///
  /// - Returns: nil if they speak of no money.
  package func money(of events: [EventBody]) -> (items: Int, amount: Fen)? {
    var (items, amount) = (0, Fen.zero)
    func add(_ event: EventBody) {
      if let batch = event.batchDecided {
        for item in self.items(ofBatch: batch) { (items, amount) = (items + 1, amount + item.amount) }
      } else if let sum = event.amount {
        (items, amount) = (items + 1, amount + sum)
      }
    }
    for event in events {
      if case .requested(let asked) = event { asked.acts.forEach(add) } else { add(event) }
    }
    return items == 0 ? nil : (items, amount)
  }
}
