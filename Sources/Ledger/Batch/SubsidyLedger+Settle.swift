import Papers
public import Subsidy
public import Values

/// The outcome of a settlement, or what it would be.
public struct SettlementOutcome: Sendable {
  /// Items that the bank confirmed now.
  public internal(set) var paid = 0
  /// Their sum.
  public internal(set) var paidTotal = Fen.zero
  /// Items that came back now.
  public internal(set) var returned = 0
  /// Their sum.
  public internal(set) var returnedTotal = Fen.zero
  /// Lines that the ledger knew already.
  public internal(set) var known = 0
  /// Items of the batch that the bank has not answered.
  public internal(set) var open = 0
  /// The columns in which a returned line differs from the export, which contradicts nothing.
  public internal(set) var differences: [AnswerDifference] = []
  /// The columns in which a paid line differs from the ledger's payee, if no one can tell any more which payee was sent.
  public internal(set) var uncertain: [AnswerDifference] = []
}

/// A column of an answer that is not as it was exported.
public struct AnswerDifference: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The month.
  public let month: Month
  /// The column: `account`, `name`, `amount`, `currency`.
  public let column: String

  /// Names a difference.
  public init(person: Identifier, month: Month, column: String) {
    self.person = person
    self.month = month
    self.column = column
  }
}

/// The totals counted by hand by the person who hands a file in (控制总数).
public struct ControlTotals: Hashable, Sendable {
  /// The number of lines in the file; nil if no one counted.
  public var count: Int?
  /// Their sum; nil if no one added up.
  public var total: Fen?

  /// Makes totals, by default none.
  public init(count: Int? = nil, total: Fen? = nil) {
    self.count = count
    self.total = total
  }
}

extension SubsidyLedger {
  /// Takes in what the bank answered.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - file: CSV with a header: `person` and `month` or `endToEnd`, `status` (`paid`, `returned`), and, if there are any,
  ///     `batch`, `scheme`, `amount`, `currency`, `account`, `name`, `code` and `reference`; other columns are passed over, so
  ///     that the exported file can come back with a status. Or a pain.002 message in XML.
  ///   - name: the file's name in problems; nil for its path.
  ///   - sent: the file that was exported, to compare with; nil to go by the ledger's own data.
  ///   - controls: how many answers the file must have, and the sum of their items.
  ///   - isDryRun: whether nothing is recorded.
  ///   - by: the operator.
  /// - Returns: the outcome, by kind of answer.
  /// - Throws: ``Refusal``, ``LedgerFailure`` with every line that is wrong, the log's failures.
  public func settle(
    _ batch: Identifier, results file: String, named name: String? = nil, sent: String? = nil,
    controls: ControlTotals = ControlTotals(), isDryRun: Bool = false, by: Identifier
  ) throws -> SettlementOutcome {
    let file = try BankAnswerFile(
      file, named: name, answering: batch, rows: controls.count, telling: onNews)
    var session = try WriteSession.open(self, by: by, isDryRun: isDryRun)
    let answers = try file.answers(of: batch, session.state)
    try SubsidyLedger.check(controls, answers, batch, file.file)
    var outcome = SettlementOutcome()
    (outcome.differences, outcome.uncertain) = try differences(
      of: answers, in: file.file, sent, batch, session.state)
    let events = try session.state.decideSettlement(of: batch, answers.map(\.line))
    outcome.known = answers.count - events.count
    for event in events {
      if case .paid(let body) = event {
        outcome.paid += 1
        outcome.paidTotal += body.amount
      } else if case .paymentReturned(let body) = event {
        outcome.returned += 1
        outcome.returnedTotal += body.amount
      }
    }
    for event in events { try session.add(event, by: by) }
    outcome.open = session.state.items(ofBatch: batch).count { $0.outcome == .open }
    if isDryRun { return outcome }
    try session.commit(by: by)
    follow(session.change, to: session.state)
    return outcome
  }

  /// Asks to take payments that the bank reports and the ledger did not expect.
  ///
  /// - Parameters:
  ///   - payments: which.
  ///   - batch: the batch.
  ///   - file: the bank's answers, as in ``settle(_:results:named:sent:controls:isDryRun:by:)``.
  ///   - sent: the file that was exported, to compare with; nil to go by the ledger's own data.
  ///   - controls: how many answers the file must have, and the sum of their items.
  ///   - reason: why.
  ///   - by: the operator who asks.
  /// - Returns: the request, how many lines change nothing, and the columns that cannot be judged any more, as in
  ///   ``SettlementOutcome/uncertain``.
  /// - Throws: ``Refusal``, ``LedgerFailure`` with every line that is wrong, the log's failures.
  ///
  /// > Source: contract 3, section 3.
  public func requestPayments(
    _ payments: UnexpectedPayments, of batch: Identifier, results file: String, sent: String? = nil,
    controls: ControlTotals, _ reason: AskedReason, by: Identifier
  ) throws -> (requested: Requested, passedOver: Int, uncertain: [AnswerDifference]) {
    let file = try BankAnswerFile(file, answering: batch, rows: controls.count, telling: onNews)
    var session = try WriteSession.open(self, by: by)
    let answers = try file.answers(of: batch, session.state)
    try SubsidyLedger.check(controls, answers, batch, file.file)
    let uncertain = try differences(of: answers, in: file.file, sent, batch, session.state).uncertain
    let found = try session.state.unexpectedPayments(of: batch, answers.map(\.line), payments)
    if found.payments.isEmpty { throw Refusal.noUnexpectedPayment(batch) }
    let requested = try request(&session, reason, by: by) { _, request, _ in
      found.payments.map { payment in
        var payment = payment
        payment.request = request
        return .paid(payment)
      }
    }
    return (requested, found.passedOver, uncertain)
  }

  private static func check(_ controls: ControlTotals, _ answers: [ItemAnswer], _ batch: Identifier, _ file: String)
    throws
  {
    if let count = controls.count, count != answers.count {
      throw LedgerFailure.rowCount(file: file, found: answers.count, expected: UInt64(count))
    }
    let total = answers.reduce(Fen.zero) { $0 + $1.item.amount }
    if let control = controls.total, control != total {
      throw Refusal.answerTotal(batch, found: control, answered: total)
    }
  }

  /// The columns in which the answers differ from the export: refused on a paid line, listed on a returned one, and listed
  /// separately if no one can tell any more what was sent.
  ///
  /// > Source: contract 3, section 3: 户名不符 is a reason to return.
  private func differences(
    of answers: [ItemAnswer], in file: String, _ sent: String?, _ batch: Identifier, _ state: LedgerState
  ) throws -> (returned: [AnswerDifference], uncertain: [AnswerDifference]) {
    let payees = try SentPayees(in: sent, for: answers, self, of: batch, state)
    var problems: [LineProblem] = []
    var (returned, uncertain): ([AnswerDifference], [AnswerDifference]) = ([], [])
    for answer in answers {
      let item = answer.item
      for found in payees.differences(from: answer.stated, item) {
        let difference = AnswerDifference(person: item.person, month: item.month, column: found.column)
        switch answer.answer {
        case .paid where found.isCertain:
          problems.append(
            LineProblem(
              file: file, line: answer.number,
              problem: .notAsExported(column: found.column, person: item.person, month: item.month)))
        case .paid: uncertain.append(difference)
        case .returned: returned.append(difference)
        }
      }
      if case .returned = answer.answer, let amount = answer.stated.amount, amount != item.amount {
        returned.append(.init(person: item.person, month: item.month, column: "amount"))
      }
    }
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    return (returned, uncertain)
  }
}
