import Values

extension ClaimState.Demand {
  /// The objection on which nothing is decided yet; nil if there is none, or the demand is cancelled.
  public var openObjection: ClaimState.Objection? {
    isCancelled ? nil : objections.last.flatMap { $0.decidedOn == nil ? $0 : nil }
  }

  /// For how many days, in all, objections awaited a decision: on these days the demand is not overdue.
  var daysUnderObjection: Int {
    objections.reduce(0) { sum, objection in
      sum + (objection.decidedOn.map { max(0, Int($0.days - objection.on.days)) } ?? 0)
    }
  }

  /// Takes in a decision: the last objection is decided, if it was open.
  mutating func decideObjection(_ body: ObjectionDecided) {
    if let last = objections.indices.last, objections[last].decidedOn == nil { objections[last].decidedOn = body.on }
    switch body.outcome {
    case .upheld: break
    case .cancelled: (isCancelled, isDecidedAgainst) = (true, true)
    }
  }
}

extension RecoveryDemand {
  /// For how many days the demand has been due on a day: the time stops while an objection awaits a decision.
  func daysDue(on day: CivilDate) -> Int {
    let until = objection.map { min($0.on, day) } ?? day
    return max(0, Int(until.days - since.days) - daysUnderObjection)
  }
}
