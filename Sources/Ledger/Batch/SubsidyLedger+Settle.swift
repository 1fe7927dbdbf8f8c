import Papers
public import Subsidy
public import Values

/// What a settlement did, or would do.
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
  /// What a returned line names otherwise than it was exported, which contradicts nothing.
  public internal(set) var differences: [AnswerDifference] = []
  /// What a paid line names otherwise than the ledger knows of a payee of whom nobody can tell any more what was sent.
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

/// What somebody counted by hand who hands a file in (控制总数).
public struct ControlTotals: Hashable, Sendable {
  /// How many lines it has; nil if nobody counted.
  public var count: Int?
  /// What they come to; nil if nobody added up.
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
  ///   - file: CSV with a header: `person` and `month` or `endToEnd`, `status` (`paid`, `returned`), and where there are
  ///     any `batch`, `scheme`, `amount`, `currency`, `account`, `name`, `code` and `reference`; other columns are passed
  ///     over, so that the exported file can come back with a status. Or a pain.002 message in XML.
  ///   - name: what problems call the file; nil for its path.
  ///   - sent: the file that was exported, to compare with; nil to go by what the ledger knows.
  ///   - controls: how many answers the file must have, and what their items come to.
  ///   - isDryRun: whether nothing is recorded.
  ///   - by: the operator.
  /// - Returns: what the answers were.
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

  /// Asks to take payments that the bank tells of and the ledger did not expect.
  ///
  /// - Parameters:
  ///   - payments: which.
  ///   - batch: the batch.
  ///   - file: the bank's answers, as in ``settle(_:results:named:sent:controls:isDryRun:by:)``.
  ///   - sent: the file that was exported, to compare with; nil to go by what the ledger knows.
  ///   - controls: how many answers the file must have, and what their items come to.
  ///   - reason: why.
  ///   - by: who asks.
  /// - Returns: the request, how many lines change nothing, and what cannot be told any more, as in
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

  /// What the answers name otherwise than it was exported: refused on a paid line, listed on a returned one, and listed by
  /// itself where nobody can tell any more what was sent.
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
