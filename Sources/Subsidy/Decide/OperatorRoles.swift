import Policy
public import Values

extension EventType {
  /// The roles, any of which allows an operator to append events of a type; empty for a type that follows from other events,
  /// and for one that has the roles of the act that it asks for or of the event that it undoes.
  public var roles: Set<OperatorRole> {
    switch self {
    case .registered, .factRecorded, .applied, .withdrawn, .contributed, .claimed, .debitFailed, .reported, .notified,
      .visited, .accountChanged, .retirementChosen, .objected, .paperIssued, .historyImported:
      [.enter]
    // The clerk who takes in papers says what is missing, and so does the reviewer of the first stage.
    case .checked, .correctionRequested: [.enter, .review]
    case .verified, .startConfirmed, .suspended, .resumed, .ended, .extended, .samePerson: [.review]
    case .batchDrafted, .paymentOrdered, .batchCancelled, .paymentWithheld, .fundsRequested: [.draft]
    case .listChecked: [.check]
    case .batchApproved: [.approve]
    case .batchExported, .batchRecalled: [.export]
    case .fundsReceived, .paid, .paymentReturned, .monthClosed, .monthReopened: [.settle]
    case .clawedBack, .repaid, .writtenOff, .clawbackCancelled, .putBack, .repaymentRefunded, .objectionDecided,
      .debtOffset:
      [.recover]
    case .sampleDrawn, .findingDisposed: [.audit]
    case .policyAdopted, .clockCorrected, .operatorRegistered, .operatorChanged, .operatorRetired, .erased:
      [.administer]
    case .ledgerOpened, .approved, .rejected, .recovered, .annulled, .requested, .reversed, .operatorRecovered: []
    }
  }

  /// The roles, any of which allows an operator to undo an event of a type; an approval has those of the review that led to it.
  public var rolesToUndo: Set<OperatorRole> { self == .approved ? [.review] : roles }

  /// Whether an event of the type changes the operators' rights.
  public var changesOperators: Bool {
    switch self {
    case .operatorRegistered, .operatorChanged, .operatorRetired, .operatorRecovered: true
    default: false
    }
  }
}

extension LedgerState {
  /// Refuses an event that its operator may not append; a ledger without registered operators refuses none.
  ///
  /// A stage is decided, and its decision taken back, by its own office and for the operator's own district.
  ///
  /// - Parameters:
  ///   - body: the event.
  ///   - by: the operator.
  ///   - target: the event that it undoes; nil if it undoes none or that event is not known.
  ///   - byHousehold: whether the household is looked up if the application names no district; the household known later may be
  ///     another one.
  /// - Throws: ``Refusal``.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（一） (four offices); 京劳服失发〔2019〕1号 三.3; 景人社字〔2024〕139号 七 (谁经办谁签字谁审批谁负责).
  public func refuseWithoutRole(
    _ body: EventBody, by: Identifier, undoing target: EventBody? = nil, byHousehold: Bool = true
  ) throws(Refusal) {
    if operators.isEmpty || body.type == .recovered { return }
    var (act, undone) = (body, target)
    // A request has the roles of its act.
    if case .requested(let asked) = body {
      guard let first = asked.acts.first else { return try requireRole(asked.act.roles, of: by, clause: nil) }
      act = first
    }
    if case .reversed(let reversed) = act { undone = undone ?? reversals.kept[reversed.of]?.body }
    let stage = stage(of: undone ?? act)
    switch act {
    case .annulled, .reversed: try requireRole(undone?.type.rolesToUndo ?? [], of: by, clause: stage?.stage.clause)
    default: try requireRole(act.type.roles, of: by, clause: stage?.stage.clause)
    }
    guard let stage, let details = operators[by]?.details else { return }
    if let office = details.office, office != stage.stage.office {
      throw .stageOfOffice(stage.stage.name, office: stage.stage.office, own: office, clause: stage.stage.clause)
    }
    let district = stage.application.district
    guard let own = details.district, district != nil || byHousehold else { return }
    let place = district ?? person(stage.person)?.registered?.household
    if !place.isWithin(own) { throw .applicationOfDistrict(place, own: own) }
  }

  /// Refuses an operator who is not registered, or who has none of the given roles; if no roles are given, any operator is
  /// accepted.
  public func requireRole(_ roles: Set<OperatorRole>, of by: Identifier, clause: String?) throws(Refusal) {
    guard let found = operators[by], !found.isRetired else { throw .unknownOperator(by) }
    guard let role = OperatorRole.allCases.first(where: roles.contains) else { return }
    if !roles.contains(where: found.has) { throw .roleMissing(by, role, clause: clause) }
  }

  /// The stage that a review decides, or that an approval came from; nil for every other event.
  private func stage(
    of body: EventBody
  ) -> (stage: ProcessRule.Stage, application: ClaimState.Application, person: Identifier)? {
    let (person, name, wanted): (Identifier, Identifier, Identifier?)
    switch body {
    case .verified(let body): (person, name, wanted) = (body.person, body.application, body.stage)
    case .approved(let body): (person, name, wanted) = (body.person, body.application, nil)
    default: return nil
    }
    let number = names.number(of: name)
    for claim in self.person(person)?.claims ?? [] {
      guard let application = claim.applications.last(where: { $0.application == number }),
        let process = timelines[Int(claim.scheme)].process(of: application)?.pack.process,
        let stage = wanted.map({ wanted in process.stages.first { $0.name == wanted } }) ?? process.stages.last
      else { continue }
      return (stage, application, person)
    }
    return nil
  }
}
