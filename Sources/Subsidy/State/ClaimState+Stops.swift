public import Values

extension ClaimState {
  /// Whether a month lies in the time that an end after an approval took away.
  ///
  /// > Source: contract section 6.2, `ended`.
  func isEnded(_ month: Month, after approval: Approval) -> Bool {
    changes.contains { $0.ends(month, after: approval) }
  }

  /// Whether the latest approval was ended after it was given, from any month on.
  public var isEnded: Bool { isEnded(by: .last) }

  /// Whether the latest approval has ended in a month.
  func isEnded(by month: Month) -> Bool { approvals.last.map { isEnded(month, after: $0) } ?? false }

  /// Whether the limit alone ended the latest approval.
  var hasRunOut: Bool {
    guard let approval = approvals.last else { return false }
    let ends = changes.filter { $0.ends(.last, after: approval) }
    return !ends.isEmpty && ends.allSatisfy { $0.cause == .limitReached }
  }

  /// Whether an end for fraud voids the scheme for the person.
  public var hasFraud: Bool { changes.contains { $0.kind == .fraud } }

  /// Whether a month is suspended: of the suspensions and resumptions from it or from before, the last recorded decides.
  ///
  /// > Source: contract section 6.2, `suspended`.
  public func isSuspended(_ month: Month) -> Bool { suspension(of: month) != nil }

  /// The suspension that a month lies in; nil if it is not suspended.
  func suspension(of month: Month) -> Change? {
    let last = lastStop(of: month)
    return last?.kind == .suspended ? last : nil
  }

  /// The last suspension or resumption, as recorded, from a month or from before; nil if there is none.
  func lastStop(of month: Month) -> Change? {
    changes.last { ($0.kind == .suspended || $0.kind == .resumed) && $0.from <= month }
  }

  /// The latest approval, if it still runs in a month: an end counts from its own month on.
  func runningApproval(in month: Month) -> Approval? { hasFraud || isEnded(by: month) ? nil : approvals.last }
}

extension ClaimState.Change {
  /// Whether it is an end that takes a month away from an approval.
  func ends(_ month: Month, after approval: ClaimState.Approval) -> Bool {
    (kind == .ended || kind == .fraud) && from <= month && sequence > approval.sequence
  }
}
