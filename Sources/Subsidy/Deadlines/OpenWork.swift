import Policy
public import Values

/// Something that waits for an office, whatever the day: what a list of deadlines is counted from.
///
/// Which of it is overdue depends on the day and on the calendar of working days (``LedgerState/deadlines(on:scheme:calendar:)``).
/// A report that is missing depends on the day alone and is not here.
public struct OpenWork: Hashable, Sendable {
  /// What has to be done.
  public let kind: Deadline.Kind
  /// The office, as the document names it.
  public let office: String
  /// The application, for a review and a confirmation.
  public var application: Identifier?
  /// The stage that is next, for a review.
  public var stage: Identifier?
  /// The month to be paid.
  public var month: Month?
  /// The day on which it began to wait; for a stage behind a publicity the day on which that begins.
  public let since: CivilDate
  /// How many working days the document gives from the day on which the clock begins; nil where it counts otherwise.
  public var workingDays: Int?
  /// The last day in time, where no calendar is needed to know it.
  public var due: CivilDate?
  /// The clause that sets the day.
  public let clause: String?
}

extension LedgerState {
  /// What of a person's claim waits for an office.
  ///
  /// - Parameters:
  ///   - number: the person's number.
  ///   - entitlement: the claim as it was evaluated.
  /// - Returns: reviews, then the confirmation of the first month, then the months that are payable.
  public func openWork(ofPersonAt number: Int, _ entitlement: ClaimEntitlement) -> [OpenWork] {
    guard let position = people[number].claims.firstIndex(where: { $0.scheme == entitlement.scheme }) else { return [] }
    // On the last day there is, every month has begun, and only what never ends is running.
    let deadlines = ClaimDeadlines(self, number, position, on: .last, .ofNoYear)
    return deadlines.openReviews()
      + (deadlines.startConfirmations() + deadlines.payments(of: entitlement)).map(OpenWork.init)
  }
}

extension OpenWork {
  fileprivate init(_ deadline: Deadline) {
    self.init(
      kind: deadline.kind, office: deadline.office, application: deadline.application, month: deadline.month,
      since: deadline.since, due: deadline.due, clause: deadline.clause)
  }
}

extension ClaimDeadlines {
  fileprivate func openReviews() -> [OpenWork] {
    claim.applications.compactMap { application in
      guard application.outcome == .pending, let process = policies.process(of: application)?.pack.process else {
        return nil
      }
      let next = application.nextStage(of: process, ledger.imports)
      let stage = process.stages[next]
      let before = next > 0 ? application.passing(of: process.stages[next - 1].name)?.recorded.civilDate : nil
      let accepted = application.recorded.civilDate
      var workingDays: Int?
      if case .workingDays(let count)? = stage.deadline?.length { workingDays = count }
      return OpenWork(
        kind: .review, office: stage.office, application: ledger.names[application.application], stage: stage.name,
        since: stage.deadline?.start == .acceptance ? accepted : before ?? accepted, workingDays: workingDays,
        clause: stage.deadline?.clause ?? stage.clause)
    }
  }
}
