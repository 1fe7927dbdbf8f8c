import Policy
public import Values

extension EventType {
  /// The role that allows to append events of a type; nil for what follows from other events, and for what has the role of
  /// the act that it asks for or of the event that it undoes.
  public var role: OperatorRole? {
    switch self {
    case .registered, .factRecorded, .applied, .withdrawn, .contributed, .claimed, .debitFailed, .reported, .checked,
      .notified, .visited, .correctionRequested, .accountChanged, .retirementChosen, .objected, .paperIssued:
      .enter
    case .verified, .startConfirmed, .suspended, .resumed, .ended, .extended, .samePerson: .review
    case .batchDrafted, .paymentOrdered, .batchCancelled, .paymentWithheld, .fundsRequested: .draft
    case .listChecked: .check
    case .batchApproved: .approve
    case .batchExported, .batchRecalled: .export
    case .fundsReceived, .paid, .paymentReturned, .monthClosed, .monthReopened: .settle
    case .clawedBack, .repaid, .writtenOff, .clawbackCancelled, .putBack, .repaymentRefunded, .objectionDecided,
      .debtOffset:
      .recover
    case .sampleDrawn, .findingDisposed: .audit
    case .policyAdopted, .clockCorrected, .operatorRegistered, .operatorChanged, .operatorRetired:
      .administer
    case .ledgerOpened, .historyImported, .approved, .rejected, .recovered, .annulled, .requested, .reversed: nil
    }
  }

  /// Whether an event of the type changes who may do what.
  var changesOperators: Bool {
    switch self {
    case .operatorRegistered, .operatorChanged, .operatorRetired: true
    default: false
    }
  }
}

extension LedgerState {
  /// The role that allows an event; nil if every operator may append it, or the event that it undoes is not at hand.
  ///
  /// - Parameters:
  ///   - body: the event.
  ///   - target: the event that an `annulled` or `reversed` undoes; nil if it is not at hand.
  /// - Returns: the role.
  func role(for body: EventBody, undoing target: EventType?) -> OperatorRole? {
    switch body {
    case .requested(let body): body.act.role ?? body.acts.first.flatMap { role(for: $0, undoing: undone(by: $0)) }
    case .annulled: target?.role
    case .reversed: (target ?? undone(by: body))?.role
    default: body.type.role
    }
  }

  private func undone(by body: EventBody) -> EventType? {
    if case .reversed(let body) = body { reversals.kept[body.of]?.body.type } else { nil }
  }

  /// Refuses an event that its operator may not append; a ledger without operators refuses none.
  ///
  /// A stage is decided by its own office and for the operator's own district.
  ///
  /// - Parameters:
  ///   - body: the event.
  ///   - by: the operator.
  ///   - target: the type of the event that it undoes; nil if it undoes none or that is not at hand.
  /// - Throws: ``Refusal``.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（一） (four offices); 京劳服失发〔2019〕1号 三.3; 景人社字〔2024〕139号 七 (谁经办谁签字谁审批谁负责).
  public func refuseForeign(_ body: EventBody, by: Identifier, undoing target: EventType? = nil) throws(Refusal) {
    if operators.isEmpty || body.type == .recovered || body.type == .historyImported { return }
    let stage = stage(of: body)
    if let role = role(for: body, undoing: target) {
      try requireRole(role, of: by, clause: stage?.stage.clause)
    } else {
      _ = try known(by)
    }
    guard let stage, let details = operators[by]?.details else { return }
    if let office = details.office, office != stage.stage.office {
      throw .stageOfOffice(stage.stage.name, office: stage.stage.office, own: office, clause: stage.stage.clause)
    }
    if let own = details.district, !stage.district.isWithin(own) {
      throw .applicationOfDistrict(stage.district, own: own)
    }
  }

  func requireRole(_ role: OperatorRole, of by: Identifier, clause: String?) throws(Refusal) {
    if try !known(by).has(role) { throw .roleMissing(by, role, clause: clause) }
  }

  private func known(_ by: Identifier) throws(Refusal) -> OperatorState {
    guard let found = operators[by], !found.isRetired else { throw .unknownOperator(by) }
    return found
  }

  /// The stage that a review decides, and the district of its application; nil for every other event.
  private func stage(of body: EventBody) -> (stage: ProcessRule.Stage, district: Region?)? {
    guard case .verified(let verified) = body,
      let (scheme, application) = try? pendingApplication(verified.application, of: verified.person),
      let process = timeline(of: scheme)?.process(of: application)?.pack.process,
      let stage = process.stages.first(where: { $0.name == verified.stage })
    else { return nil }
    return (stage, application.district ?? person(verified.person)?.registered?.household)
  }
}
