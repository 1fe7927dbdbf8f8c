public import Policy
public import Values

/// The days of a publicity (公示).
public struct PublicityPeriod: Hashable, Sendable, BitwiseCopyable {
  /// The day on which the stage before it passed: it begins automatically.
  public let first: CivilDate
  /// The last of its working days.
  public let last: CivilDate
}

extension ClaimState.Application {
  /// The position of the stage that is next.
  ///
  /// With every stage passed and no decision, the approval was annulled: the last stage decides again. A stage that takes
  /// another person than an earlier one needs that one decided in this ledger: a history's statement is not a consent, so that
  /// the earlier stage comes up again.
  ///
  /// > Source: contract 3, section 2.
  public func nextStage(of process: ProcessRule, _ imports: Imports) -> Int {
    let own = passed.filter { !imports.contains($0.sequence) }.map(\.stage)
    // A stage that was decided again counts once.
    let count = passed.count { !imports.contains($0.sequence) || !own.contains($0.stage) }
    let next = min(count, process.stages.count - 1)
    let stage = process.stages[next]
    let unanswered = process.stages[..<next].firstIndex { earlier in
      (stage.otherOperatorThan.contains(earlier.name) || stage.otherKeyThan.contains(earlier.name))
        && !own.contains(earlier.name) && passed.contains { $0.stage == earlier.name }
    }
    return unanswered ?? next
  }

  /// When a stage passed; nil if it has not.
  public func passing(of stage: Identifier) -> PassedStage? { passed.first { $0.stage == stage } }
}

extension Publicity {
  /// The days of the publicity that begins on the day on which the stage before it passed.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.2 (5个工作日的公示); interpretation P25: the next working day is the first.
  func period(
    from start: CivilDate, by calendar: WorkingDayCalendar
  ) throws(WorkingDayCalendar.Failure) -> PublicityPeriod {
    PublicityPeriod(first: start, last: try calendar.day(workingDays, workingDaysAfter: start))
  }
}
