public import Values

/// An act that needs two people, as the first of them asks for it.
public enum AskedAct: Sendable {
  /// An event has no effect from here on (红字冲销).
  case reversal(of: UInt64)
  /// All items of an approved batch that are no longer payable are taken out, as many at once as a list may have.
  case withholding(Identifier)
  /// The file of a batch was written and not sent.
  case recall(Identifier)
  /// The amount that a person repaid beyond the debt is paid back (退还).
  case refund(DemandName, Fen, reference: String)
  /// A part of a demand is written off (核销).
  case writeOff(DemandName, Fen)
  /// The amount due for a month is kept back for a demand, by the person's written agreement (抵扣).
  case offset(DemandName, of: Month, Fen, agreement: String)
  /// The last close of the books is undone.
  case reopening(Month)
  /// The clock was wrong from an event on.
  case clockCorrection(from: UInt64)
  /// Two keys belong to one person.
  case join(person: Identifier, other: Identifier)
  /// An administrator's keys are lost.
  case recovery(Identifier, [OperatorKey])

  /// Whether an operator who has lost their keys can ask for it.
  public var isRecovery: Bool { if case .recovery = self { true } else { false } }

  /// A demand by its id and, if several persons have one of the id, the person.
  public struct DemandName: Hashable, Sendable {
    /// The demand's id.
    public var id: Identifier
    /// The person; nil if only one has such a demand.
    public var person: Identifier?

    /// Names a demand.
    public init(_ id: Identifier, of person: Identifier? = nil) {
      self.id = id
      self.person = person
    }
  }
}

/// A change of the operators.
public enum OperatorChange: Hashable, Sendable {
  /// An operator works with the ledger from now on.
  case registered(OperatorDetails)
  /// An operator has other roles, or another office.
  case changed(OperatorDetails)
  /// An operator appends no more events.
  case retired(Identifier)

  /// The event, with the request for which two administrators are responsible; without one for the first two operators.
  public func event(_ request: Identifier?) -> EventBody {
    switch self {
    case .registered(let details): .operatorRegistered(OperatorRegistered(details, request: request))
    case .changed(let details): .operatorChanged(OperatorChanged(details, request: request))
    case .retired(let name): .operatorRetired(OperatorRetired(name, request: request))
    }
  }

  /// Sets the digest of the operator's private data; does nothing for an operator who leaves.
  public mutating func keep(vault digest: String) {
    switch self {
    case .registered(var details):
      details.vault = digest
      self = .registered(details)
    case .changed(var details):
      details.vault = digest
      self = .changed(details)
    case .retired: break
    }
  }
}

/// The reason for which an act is asked for.
public struct AskedReason: Hashable, Sendable {
  /// The reason in words.
  public var reason: String
  /// The authority that decided it (批准文号); nil if none had to.
  public var authority: String?

  /// Gives a reason.
  public init(_ reason: String, authority: String? = nil) {
    self.reason = reason
    self.authority = authority
  }
}

extension LedgerState {
  /// The events of a requested act, each naming the request.
  ///
  /// - Parameters:
  ///   - act: the act.
  ///   - request: the request's id, from ``requestName(_:)``.
  ///   - reason: why the act is asked for.
  ///   - context: who asks, and when.
  /// - Returns: at least one event.
  /// - Throws: ``Refusal`` for a batch or demand that is not there, or with nothing to withhold.
  public func events(
    of act: AskedAct, _ request: Identifier, _ reason: AskedReason, _ context: DecisionContext
  ) throws(Refusal) -> [EventBody] {
    switch act {
    case .reversal(let sequence): return [.reversed(Reversed(of: sequence, request: request))]
    case .withholding(let batch):
      let held = heldPayments(of: batch, on: context.today)
      guard let scheme = self.batch(batch)?.scheme.map({ schemes[$0] }) else { throw .unknownBatch(batch) }
      guard !held.isEmpty else { throw .nothingToWithhold(batch) }
      // Payments beyond the limit of one request wait for the next one.
      return held.prefix(ActContent.mostLines).map { payment in
        .paymentWithheld(
          PaymentWithheld(
            person: payment.person, scheme: scheme, month: payment.month, batch: batch, request: request,
            reason: payment.hold.codes))
      }
    case .recall(let batch):
      return [.batchRecalled(BatchRecalled(batch: batch, request: request, reason: reason.reason))]
    case .refund(let name, let amount, let reference):
      let demand = try demand(name)
      return [
        .repaymentRefunded(
          RepaymentRefunded(
            person: demand.person, scheme: demand.scheme, demand: name.id, amount: amount, reference: reference,
            request: request))
      ]
    case .writeOff(let name, let amount):
      let demand = try demand(name)
      return [
        .writtenOff(
          WrittenOff(
            person: demand.person, scheme: demand.scheme, demand: name.id, amount: amount,
            authority: reason.authority ?? reason.reason, request: request))
      ]
    case .offset(let name, let month, let amount, let agreement):
      let demand = try demand(name)
      return [
        .debtOffset(
          DebtOffset(
            person: demand.person, scheme: demand.scheme, month: month, demand: name.id, amount: amount,
            agreement: agreement, authority: reason.authority ?? reason.reason, request: request))
      ]
    case .reopening(let month): return [.monthReopened(MonthReopened(month: month, request: request))]
    case .clockCorrection(let first):
      return [.clockCorrected(ClockCorrected(of: first, request: request, reason: reason.reason))]
    case .recovery(let name, let keys):
      return [
        .operatorRecovered(OperatorRecovered(name, keys: keys, request: request, reason: reason.reason))
      ]
    case .join(let person, let other):
      return [.samePerson(SamePerson(person: person, other: other, request: request))]
    }
  }

  private func demand(_ name: AskedAct.DemandName) throws(Refusal) -> RecoveryDemand {
    let found = recoveryDemands.filter { $0.id == name.id && name.person ?? $0.person == $0.person }
    guard let first = found.first else { throw .unknownNotice(name.id) }
    if found.count > 1 { throw .severalNotices(name.id, persons: found.map(\.person)) }
    return first
  }
}
