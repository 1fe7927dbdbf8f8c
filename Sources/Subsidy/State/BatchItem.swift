public import Values

/// One line of a payment batch.
public struct BatchItem: Hashable, Sendable {
  /// The person, by the key with which the line was booked.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The month that is paid.
  public let month: Month
  /// How much was ordered.
  public let amount: Fen
  /// Its outcome.
  public let outcome: Outcome
  /// The earlier batch whose payment of the same month came back, if this one pays it again.
  public let returnedFrom: Identifier?
  /// The references and codes of the bank's answers.
  let answer: BankAnswer

  /// Makes a line.
  public init(
    person: Identifier, scheme: Identifier, month: Month, amount: Fen, outcome: Outcome,
    returnedFrom: Identifier? = nil
  ) {
    self.init(
      person: person, scheme: scheme, month: month, amount: amount, outcome: outcome, returnedFrom: returnedFrom,
      answer: BankAnswer())
  }

  init(
    person: Identifier, scheme: Identifier, month: Month, amount: Fen, outcome: Outcome, returnedFrom: Identifier?,
    answer: BankAnswer
  ) {
    self.person = person
    self.scheme = scheme
    self.month = month
    self.amount = amount
    self.outcome = outcome
    self.returnedFrom = returnedFrom
    self.answer = answer
  }

  /// The outcome of an item, by the bank's answers.
  public enum Outcome: String, CaseIterable, Hashable, Sendable {
    /// No answer yet.
    case open
    /// The money arrived.
    case paid
    /// It came back.
    case returned
  }
}

/// The bank's answer about one item.
public struct SettlementLine: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The month.
  public let month: Month
  /// The amount, if the bank repeats it.
  public let amount: Fen?
  /// The bank's answer.
  public let answer: Answer

  /// The bank's answer.
  public enum Answer: Hashable, Sendable {
    /// The money arrived, with the bank's reference.
    case paid(reference: String?)
    /// It came back, with the bank's code.
    case returned(code: String)
  }

  /// Makes a line.
  public init(person: Identifier, month: Month, amount: Fen?, answer: Answer) {
    self.person = person
    self.month = month
    self.amount = amount
    self.answer = answer
  }
}

extension LedgerState {
  /// The items of a batch, by person and month.
  ///
  /// - Complexity: linear in the people of the ledger.
  public func items(ofBatch batch: Identifier) -> [BatchItem] {
    guard let number = batchNames.number(of: batch) else { return [] }
    var items: [BatchItem] = []
    for (position, person) in people.enumerated() {
      for claim in person.claims {
        for item in claim.items where item.batch == number && item.isOrdered && !item.isWithheld {
          items.append(
            BatchItem(
              person: key(of: item, ofPersonAt: position), scheme: schemes[claim.scheme], month: item.month,
              amount: item.ordered,
              outcome: item.outcome,
              returnedFrom: claim.returned(before: item, batches).map { batchNames[$0] }, answer: item.answer))
        }
      }
    }
    return items.sorted { ($0.person, $0.month) < ($1.person, $1.month) }
  }
}

extension ClaimState.PaymentItem {
  /// The outcome by the bank's last answer.
  public var outcome: BatchItem.Outcome { !isSettled ? .open : lastWasReturn ? .returned : .paid }
}

extension ClaimState {
  /// The number of the last batch, drafted before that of an item, from which the month's payment came back; nil if there is
  /// none.
  public func returned(before item: PaymentItem, _ batches: [BatchState]) -> UInt32? {
    guard items.count > 1, let drafted = batches[Int(item.batch)].draftSequence else { return nil }
    let earlier = items.compactMap { other -> (batch: UInt32, drafted: UInt64)? in
      guard other.month == item.month, other.isReturned, other.lastWasReturn,
        let sequence = batches[Int(other.batch)].draftSequence, sequence < drafted
      else { return nil }
      return (other.batch, sequence)
    }
    return earlier.max { $0.drafted < $1.drafted }?.batch
  }
}
