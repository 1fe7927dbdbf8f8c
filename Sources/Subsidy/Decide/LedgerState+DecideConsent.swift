public import Values

extension LedgerState {
  /// The id that the next request of a day will have, which no other ever has.
  public func requestName(_ context: DecisionContext) -> Identifier { name(lettered: "Q", context.today, size) }

  /// Decides a request for an act that needs two people: the act must be possible in the present state.
  ///
  /// - Parameters:
  ///   - acts: the events of the act, all of one type, each naming the request.
  ///   - request: the id, from ``requestName(_:)``.
  ///   - reason: why.
  ///   - authority: the authority that decided it; nil if none had to.
  ///   - context: who asks, and when.
  /// - Returns: the request.
  /// - Throws: ``Refusal``, if something is against the act itself.
  ///
  /// > Source: contract 3, section 1.
  public func decideRequest(
    _ acts: [EventBody], _ request: Identifier, reason: String, authority: String?, _ context: DecisionContext
  ) throws(Refusal) -> [EventBody] {
    guard let type = acts.first?.type else { preconditionFailure("an act has an event") }
    try refuse(acts, context)
    return [
      .requested(
        Requested(
          request: request, act: type, content: ActContent(of: acts), reason: reason, authority: authority))
    ]
  }

  /// Decides the consent of a second person: the act of an open request, if nothing is against it in the present state.
  ///
  /// - Parameters:
  ///   - request: the request's id.
  ///   - context: who consents, and when.
  /// - Returns: the events of the act.
  /// - Throws: ``Refusal``, if something is against it.
  ///
  /// > Source: contract 3, section 1.
  public func decideConsent(to request: Identifier, _ context: DecisionContext) throws(Refusal) -> [EventBody] {
    let asked = try openRequest(request, context)
    if asked.body.act == .policyAdopted { return [try consented(asked.body, context.adoption)] }
    let acts = asked.body.acts
    if acts.isEmpty { throw .actDiffers(request) }
    try refuse(acts, context)
    for act in acts {
      if let own = authors(undoneBy: act).first(where: { $0.by.isSameOperator(as: context.by) }) {
        throw .consentByAuthor(context.by, sequence: own.sequence)
      }
      try refuseStale(act, asked)
    }
    return acts
  }

  /// Whether two people are responsible for an act of the log; one of a type that an older program wrote without a request
  /// needs none.
  func hasConsent(_ act: Event, hash: ByteHash) -> Bool {
    // Older programs wrote off, booked and adopted without a request; the first two operators are registered without one.
    if act.body.request == nil {
      return !act.body.type.changesOperators || !operators.takesTwo && !imports.contains(act.sequence)
    }
    guard case .policyAdopted(let body) = act.body else { return consentedLine(act) != nil }
    return consented(act)?.asked.body.adoption?.asks(for: body, hash: hash) ?? false
  }

  /// The request whose content has an act of the log, if two people are responsible for it; nil if they do not, or for an
  /// adoption, whose content is hashes.
  func consentedLine(_ act: Event) -> ConsentRequest? {
    guard let (asked, line) = consented(act), asked.body.content.lines[line] == ActContent(of: [act.body]).lines[0]
    else { return nil }
    return asked
  }

  /// Whether the operator who asked may still ask for an act: neither of the two who are responsible for it may have left.
  private func hasRole(_ asked: ConsentRequest, for act: EventBody) -> Bool {
    (try? refuseWithoutRole(act, by: asked.by, byHousehold: false)) != nil
  }

  /// The request that an act of the log names, and the place of the act in it; nil if it cannot be the act's.
  private func consented(_ act: Event) -> (asked: ConsentRequest, line: Int)? {
    guard let named = act.body.request, let asked = requests[named], !imports.contains(asked.sequence),
      !imports.contains(act.sequence),
      asked.body.act == act.body.type, !asked.by.isSameOperator(as: act.by),
      act.recorded.civilDate <= asked.lastDay, asked.earliest.map({ act.recorded >= $0 }) ?? true,
      hasRole(asked, for: act.body),
      !authors(undoneBy: act.body).contains(where: { $0.by.isSameOperator(as: act.by) })
    else { return nil }
    // One request, one append.
    let begin = asked.usedAt ?? act.sequence
    guard act.sequence >= begin, act.sequence - begin < asked.body.content.lines.count else { return nil }
    return (asked, Int(act.sequence - begin))
  }

  /// Checks a single act that comes by itself against the request that it names.
  func requireConsent(_ act: EventBody, _ request: Identifier?, _ context: DecisionContext) throws(Refusal) {
    guard let request else { throw .consentMissing(act.type) }
    let asked = try openRequest(request, context)
    guard asked.body.act == act.type, asked.body.content == ActContent(of: [act]) else { throw .actDiffers(request) }
    try refuseStale(act, asked)
  }

  /// Refuses an act that would have another effect than the one that was shown, because the data that it changes have changed
  /// since.
  private func refuseStale(_ act: EventBody, _ asked: ConsentRequest) throws(Refusal) {
    guard let moved = lastMove(before: act), moved > asked.sequence else { return }
    throw .requestStale(asked.body.request, sequence: moved)
  }

  /// The last event that moved the data that an act changes; nil if the ledger refuses the act itself when it would have
  /// another effect.
  private func lastMove(before act: EventBody) -> UInt64? {
    switch act {
    case .repaymentRefunded(let body): (try? demand(body.demand, body.person, body.scheme))?.lastMoved
    case .writtenOff(let body): (try? demand(body.demand, body.person, body.scheme))?.lastMoved
    case .debtOffset(let body): (try? demand(body.demand, body.person, body.scheme))?.lastMoved
    case .batchRecalled(let body): batch(body.batch)?.steps.last { $0.type == .batchExported }?.sequence
    case .monthReopened: closes.last?.sequence
    // Nothing is appended between a request and the correction of the clock.
    case .clockCorrected: size - 1
    case .samePerson(let body): lastMove(before: body)
    case .erased(let body): lastMove(before: body)
    case .operatorRegistered, .operatorChanged, .operatorRetired, .operatorRecovered:
      act.operatorNamed.flatMap { operators[$0]?.lastChanged }
    default: nil
    }
  }

  /// A request that another operator may consent to.
  private func openRequest(_ request: Identifier, _ context: DecisionContext) throws(Refusal) -> ConsentRequest {
    // A history consents to nothing.
    guard let asked = requests[request], !imports.contains(asked.sequence) else { throw .unknownRequest(request) }
    if let sequence = asked.usedAt { throw .requestUsed(request, sequence: sequence) }
    if context.today > asked.lastDay { throw .requestLapsed(request, lastDay: asked.lastDay) }
    if asked.by.isSameOperator(as: context.by) { throw .consentByRequester(context.by) }
    if let earliest = asked.earliest, context.now < earliest { throw .recoveryTooEarly(request, from: earliest) }
    if let act = asked.body.acts.first { try refuseWithoutRole(act, by: asked.by, byHousehold: false) }
    return asked
  }

  /// The last event by which an erasure would destroy other data than those that were meant: it named new ones, destroyed them,
  /// or changed the person to whom they belong; or the person applied again.
  private func lastMove(before act: Erased) -> UInt64? {
    guard let key = number(ofPerson: act.person) else { return nil }
    let own = people[Int(key)]
    let applied = people[home(Int(key))].claims.flatMap(\.applications).map(\.sequence).max()
    return [own.dataNamed, own.lastErased, applied, joinMoves[key]].compactMap(\.self).max()
  }

  /// The amount that a person owes, demanded or not.
  public func owed(by person: Identifier) -> Fen {
    guard let key = number(ofPerson: person) else { return .zero }
    return entitlements(ofPersonAt: home(Int(key)))
      .reduce(.zero) { $0 + $1.recovery.outstanding + $1.recovery.undemanded }
  }

  /// The operators who recorded the events that an act undoes; empty if it undoes none.
  private func authors(undoneBy act: EventBody) -> [(by: Identifier, sequence: UInt64)] {
    switch act {
    case .reversed(let body): return reversals.kept[body.of].map { [($0.by, $0.sequence)] } ?? []
    case .batchRecalled(let body):
      let exports = batch(body.batch)?.steps.filter { $0.type == .batchExported } ?? []
      return exports.map { (names[$0.by], $0.sequence) }
    case .monthReopened: return closes.last.map { [($0.by, $0.sequence)] } ?? []
    default: return []
    }
  }

  /// The payments and answers that are looked up for each item of a batch, made once for all of them.
  private struct BatchLines {
    let items: [ItemKey: BatchItem]
    let held: Set<ItemKey>
  }

  /// Refuses acts that are not possible in the present state, even with a second person's consent.
  private func refuse(_ acts: [EventBody], _ context: DecisionContext) throws(Refusal) {
    var known: [Identifier: BatchLines] = [:]
    func lines(of batch: Identifier) -> BatchLines {
      if let lines = known[batch] { return lines }
      let lines = BatchLines(
        items: itemsByKey(ofBatch: batch),
        held: Set(heldPayments(of: batch, on: context.today).map { ItemKey($0.person, $0.month) }))
      known[batch] = lines
      return lines
    }
    for act in acts {
      switch act {
      case .reversed(let body): try refuseReversal(of: body.of)
      case .paymentWithheld(let body):
        if known[body.batch] == nil { _ = try ownBatch(body.batch, in: .approved) }
        try refuse(body, lines(of: body.batch))
      case .batchRecalled(let body): try refuse(body)
      case .repaymentRefunded(let body): try refuse(body)
      case .monthReopened(let body): try refuseReopening(of: body.month)
      case .clockCorrected(let body): try refuse(body, context)
      case .writtenOff(let body): try refuse(body)
      case .paid(let body): try refuse(body, lines(of: body.batch))
      case .debtOffset(let body): try refuse(body, context)
      case .samePerson(let body): try refuse(body)
      case .erased(let body): try refuse(body, context)
      case .operatorRegistered, .operatorChanged, .operatorRetired, .operatorRecovered:
        try refuse(operators: act, by: context.by)
      default: throw .needsNoConsent(act.type)
      }
    }
  }

  /// > Source: contract 3, section 3, `payment-withheld`.
  private func refuse(_ body: PaymentWithheld, _ lines: BatchLines) throws(Refusal) {
    let key = ItemKey(body.person, body.month)
    if lines.items[key] == nil { throw .notOrdered(person: body.person, month: body.month, batch: body.batch) }
    guard lines.held.contains(key) else {
      throw .stillPayable(person: body.person, month: body.month, batch: body.batch)
    }
  }

  /// > Source: contract 3, section 3, `batch-recalled`.
  private func refuse(_ body: BatchRecalled) throws(Refusal) {
    _ = try ownBatch(body.batch, in: .exported)
    let answered = items(ofBatch: body.batch).filter { $0.outcome != .open }
    if let first = answered.first {
      throw .batchAnswered(body.batch, answers: answered.count, person: first.person, month: first.month)
    }
  }

  /// > Source: contract 3, section 3, `repayment-refunded`.
  private func refuse(_ body: RepaymentRefunded) throws(Refusal) {
    let demand = try demand(body.demand, body.person, body.scheme)
    if body.amount > demand.refundable || body.amount == .zero { throw .aboveRefundable(demand.refundable) }
  }

  /// Refuses to reopen a month that was not closed last, or not early.
  ///
  /// > Source: contract 3, section 3, `month-reopened`.
  package func refuseReopening(of month: Month) throws(Refusal) {
    guard let last = closes.last, last.close.month == month else {
      throw .notLastClose(month, last: closes.last?.close.month)
    }
    if !last.isEarly { throw .closedAfterEnd(month) }
  }

  /// Refuses to keep back money for a demand that is under objection, above the amount owed, or of a month that may not be
  /// paid.
  private func refuse(_ body: DebtOffset, _ context: DecisionContext) throws(Refusal) {
    let demand = try openDemand(body.demand, body.person, body.scheme)
    if let open = demand.openObjection { throw .underObjection(body.demand, since: open.on) }
    if body.amount > demand.outstanding { throw .aboveOutstanding(demand.outstanding) }
    guard let person = number(ofPerson: body.person), let scheme = schemes.number(of: body.scheme) else {
      throw .unknownPerson(body.person)
    }
    let payments = ClaimPayments(self, Int(person), scheme: scheme, on: context.today)
    let month = payments.claim?.months.first { $0.month == body.month }
    let due = payments.isToCome(body.month) ? .zero : month?.payable ?? .zero
    // An offset needs no account.
    if let hold = month.flatMap({ payments.hold(on: $0) }), hold.kind != .erased {
      throw .monthHeld(HeldPayment(person: body.person, month: body.month, amount: due, hold: hold))
    }
    if body.amount > due || body.amount == .zero { throw .aboveDue(body.month, due: due) }
  }

  /// Refuses a join unless both keys are registered and neither belongs to another person already.
  ///
  /// > Source: contract 3, section 4, `same-person`.
  private func refuse(_ body: SamePerson) throws(Refusal) {
    for key in [body.person, body.other] where registration(ofKey: key)?.registered == nil {
      throw .unknownPerson(key)
    }
    if let obstacle = obstacle(to: body) { throw .cannotJoin(obstacle) }
  }

  /// Refuses to erase the data of a person whose money is on its way or, unless it is asked for, of one who owes money.
  ///
  /// > Source: contract 3, section 4, `erased`.
  private func refuse(_ body: Erased, _ context: DecisionContext) throws(Refusal) {
    // A person without an effective event has no money, and perhaps the data that an annulled registration brought.
    guard let key = number(ofPerson: body.person) else { return }
    let number = home(Int(key))
    if let item = itemsAwaitingBank(ofPersonAt: number).first {
      throw .erasureInFlight(body.person, month: item.month, batch: batchNames[item.batch])
    }
    let owed = owed(by: body.person)
    // An operator who asked when nothing was owed did not ask for an erasure in spite of a debt.
    let wasOwed = context.owedWhenAsked.map { $0[body.person] ?? .zero > .zero } ?? true
    if owed > .zero, !context.allowsOwed || !wasOwed { throw .erasureOwed(body.person, owed) }
  }

  /// > Source: contract 3, section 5, `clock-corrected`.
  private func refuse(_ body: ClockCorrected, _ context: DecisionContext) throws(Refusal) {
    guard let survey = context.clock else { preconditionFailure("whoever corrects the clock looks where it leapt") }
    guard let step = survey.largest, body.of == step.sequence else {
      throw .notLargestStep(body.of, largest: survey.largest)
    }
    if context.now < step.before { throw .beforeClockStep(step, now: context.now) }
    if context.now >= step.after { throw .clockRight(step, now: context.now) }
  }

  /// Refuses to write off nothing, or more than is owed.
  func refuse(_ body: WrittenOff) throws(Refusal) {
    let demand = try openDemand(body.demand, body.person, body.scheme)
    if body.amount > demand.outstanding || body.amount == .zero { throw .aboveOutstanding(demand.outstanding) }
  }

  /// Checks a payment that the ledger did not expect: of a batch that was recalled, or of a month that was sent again.
  ///
  /// > Source: contract 3, section 3.
  private func refuse(_ body: Paid, _ lines: BatchLines) throws(Refusal) {
    let batch = try batch(body.batch, in: [.recalled, .exported])
    guard let item = lines.items[ItemKey(body.person, body.month)] else {
      throw .notOrdered(person: body.person, month: body.month, batch: body.batch)
    }
    if item.amount != body.amount {
      throw .amountDiffers(person: body.person, month: body.month, ordered: item.amount, found: body.amount)
    }
    if item.cameBack(paidWith: body.reference) { throw .answerDiffers(person: body.person, month: body.month) }
    guard isUnexpected(item, paidWith: body.reference, of: body.batch, batch) else { throw .needsNoConsent(.paid) }
  }
}

/// A close of the books with who closed them, and when.
public struct BookClose: Hashable, Sendable {
  /// The content of the close.
  public let close: MonthClosed
  /// When it was recorded.
  public let recorded: Instant
  /// Who closed.
  public let by: Identifier
  /// Its sequence number.
  public let sequence: UInt64

  /// Whether the month was not over.
  public var isEarly: Bool { recorded.civilDate.month <= close.month }
}
