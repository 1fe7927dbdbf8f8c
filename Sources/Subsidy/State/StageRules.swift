import Policy
public import Values

/// The rules of a process for a stage's decision: who decides, with which key, not before and not after which day.
///
/// A decision is refused by these rules, a list of the work due is made by them, and an audit applies them again to the
/// decisions.
struct StageRules {
  let process: ProcessRule
  let application: ClaimState.Application

  init(_ process: ProcessRule, _ application: ClaimState.Application) {
    self.process = process
    self.application = application
  }

  /// A fault in an operator's or a key's deciding a stage.
  enum Fault: Hashable {
    /// The operator decided this earlier stage.
    case sameOperator(as: Identifier)
    /// There is no key.
    case keyMissing
    /// The key was used at this earlier stage.
    case sameKey(as: Identifier)
  }

  /// Whether the application was accepted before the only known process began, so that none of its rules applies.
  var isOfOlderProcess: Bool {
    process.transition.map { application.recorded.civilDate < $0.acceptedFrom } ?? false
  }

  /// The faults if an operator decides a stage with a key.
  ///
  /// - Parameters:
  ///   - stage: the stage.
  ///   - by: the operator.
  ///   - key: the key; nil if there is none.
  ///   - names: the names of the operators and keys of earlier stages.
  /// - Returns: all faults.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.3, 两次审核不能为同一个经办人，且不能使用同一个钥匙盘.
  func faults(
    of stage: ProcessRule.Stage, by: Identifier, key: Identifier?, _ names: IdentifierTable
  ) -> [Fault] {
    var faults: [Fault] = []
    for passed in application.passed where stage.otherOperatorThan.contains(passed.stage) {
      if names[passed.by].isSameOperator(as: by) { faults.append(.sameOperator(as: passed.stage)) }
    }
    // A stage that a later one must differ from in its key needs one too.
    let needsKey = !stage.otherKeyThan.isEmpty || process.stages.contains { $0.otherKeyThan.contains(stage.name) }
    guard needsKey else { return faults }
    guard let key else { return faults + [.keyMissing] }
    for passed in application.passed where stage.otherKeyThan.contains(passed.stage) {
      if let used = passed.key, names[used].isSameOperator(as: key) { faults.append(.sameKey(as: passed.stage)) }
    }
    return faults
  }

  /// The publicity that runs on a day and that the stage has to wait for; nil if there is none.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 三.2 (5个工作日的公示) and 三.3 (第二次复核确认须在公示结束后操作).
  func runningPublicity(
    of stage: ProcessRule.Stage, on day: CivilDate, by calendar: WorkingDayCalendar
  ) throws(WorkingDayCalendar.Failure) -> PublicityPeriod? {
    guard stage.afterPublicity, let rule = process.publicity else { return nil }
    let period = try application.passing(of: rule.after).map { passed throws(WorkingDayCalendar.Failure) in
      try rule.period(from: passed.recorded.civilDate, by: calendar)
    }
    return period.flatMap { day <= $0.last ? $0 : nil }
  }

  /// The days of one stage.
  struct Clock {
    /// The day on which the clock began.
    let since: CivilDate
    /// The last day in time; nil if the document names none.
    let due: CivilDate?
    /// For a clock that the publicity's end begins: the day that the same time, counted from the stage before, gives.
    let dueFromPrevious: CivilDate?
    /// The first day on which the stage can be decided; nil if it can be at once.
    let startable: CivilDate?
    /// The publicity, in any state.
    let publicity: PublicityPeriod?
  }

  /// The days of a stage, by the position that it has in the process.
  func clock(
    ofStageAt position: Int, by calendar: WorkingDayCalendar
  ) throws(WorkingDayCalendar.Failure) -> Clock {
    try process.clock(ofStageAt: position, days(ofStageAt: position), by: calendar)
  }

  /// The days that the clocks of a stage are counted from.
  func days(ofStageAt position: Int) -> StageDays {
    let before = position > 0 ? application.passing(of: process.stages[position - 1].name) : nil
    return StageDays(
      accepted: application.recorded.civilDate, previous: before?.recorded.civilDate,
      publicity: process.publicity.flatMap { application.passing(of: $0.after)?.recorded.civilDate })
  }
}

/// The days that the clocks of a stage are counted from.
public struct StageDays: Hashable, Sendable {
  /// The day of the application.
  public let accepted: CivilDate
  /// The day on which the stage before passed; nil for a first stage, and if it has not.
  public let previous: CivilDate?
  /// The day on which the publicity begins (公示); nil if there is none, or the stage before it has not passed.
  public let publicity: CivilDate?

  /// Names the days.
  public init(accepted: CivilDate, previous: CivilDate?, publicity: CivilDate?) {
    self.accepted = accepted
    self.previous = previous
    self.publicity = publicity
  }
}

extension ProcessRule {
  /// The days of a stage, by the position that it has in the process.
  ///
  /// > Source: 柳人社规〔2022〕9号 二（一）1–3; 京劳服失发〔2019〕1号 附件1 三.2, 三.3.
  func clock(
    ofStageAt position: Int, _ days: StageDays, by calendar: WorkingDayCalendar
  ) throws(WorkingDayCalendar.Failure) -> StageRules.Clock {
    let stage = stages[position]
    var period: PublicityPeriod?
    if let rule = publicity, let start = days.publicity { period = try rule.period(from: start, by: calendar) }
    var since = days.previous ?? days.accepted
    var due: CivilDate?
    var dueFromPrevious: CivilDate?
    if let deadline = stage.deadline {
      switch deadline.start {
      case .acceptance: since = days.accepted
      case .previous: break
      case .publicity:
        if let period {
          since = period.last
          dueFromPrevious = try calendar.due(deadline.length, from: period.first)
        }
      }
      due = try calendar.due(deadline.length, from: since)
    }
    return StageRules.Clock(
      since: since, due: due, dueFromPrevious: dueFromPrevious,
      startable: stage.afterPublicity ? period?.last.adding(days: 1) : nil, publicity: period)
  }
}

extension StageRules.Fault {
  /// Why a decision is refused that has this fault.
  func refusal(_ stage: ProcessRule.Stage) -> Refusal {
    switch self {
    case .sameOperator(let earlier): .sameOperator(stage: earlier, clause: stage.clause)
    case .keyMissing: .keyMissing(stage: stage.name, clause: stage.clause)
    case .sameKey(let earlier): .sameKey(stage: earlier, clause: stage.clause)
    }
  }
}

extension WorkingDayCalendar {
  /// The last day in time for something whose clock began on a day.
  ///
  /// > Source: interpretation P25 of the documents: of working days, the next one is the first.
  fileprivate func due(_ length: StageDeadline.Length, from day: CivilDate) throws(Failure) -> CivilDate {
    switch length {
    case .immediate, .sameDay: day
    case .week: try lastWorkingDay(ofWeekOf: day)
    case .workingDays(let count): try self.day(count, workingDaysAfter: day)
    }
  }
}
