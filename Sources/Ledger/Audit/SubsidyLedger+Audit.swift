import EventLog
public import Merkle
public import Subsidy
import Policy
import System
public import Values

/// The result of a replay of history.
public struct AuditReport: Sendable {
  /// How many events were replayed.
  public let size: UInt64
  /// The root of the tree at that size.
  public let root: Digest
  /// The state that the events amount to.
  public let state: LedgerState
  /// The sums over all claims.
  public let totals: AuditTotals
  /// The findings: all that is wrong.
  public let findings: [Finding]
  /// The money that was paid wrongly: each month once, however many findings are about it.
  public let wrong: [WrongPayment]
  /// The day on which it was asked what is late.
  public let day: CivilDate
  /// The years that the calendar lacks, so that some stages could not be judged.
  public let yearsMissing: Set<Int>
  /// How many paid persons have an account whose digest is in the log but whose data the vault lacks; nil without a vault, so
  /// that no one can see whether several persons share an account.
  public let accountsUnknown: Int?
  /// The corrections of the clock, and what each changes.
  public let clocks: [CorrectedClock]
  /// The events about the log itself, its time and closed books, in the order of the log.
  public let incidents: [Event]
}

extension AuditReport {
  /// The log that it speaks of.
  public var log: ReplayedLog { ReplayedLog(size: size, root: root) }
}

/// The log that something speaks of: how many of its events count, and the root over them.
public struct ReplayedLog: Hashable, Sendable {
  /// How many events count.
  public let size: UInt64
  /// The root of the tree at that size.
  public let root: Digest

  /// Names a log.
  public init(size: UInt64, root: Digest) {
    self.size = size
    self.root = root
  }
}

extension SubsidyLedger {
  /// Replays history: verifies it, folds it, re-executes its decisions, and finds what was wrongly paid and decided and
  /// whether it could have been known.
  ///
  /// - Parameters:
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - day: the day against which lateness is judged; nil for that of the point, else of the last event that counts and is
  ///     not an auditor's, so that the same log gives the same findings whenever it is audited.
  ///   - unpaidAfter: the number of days after which a month counts as unpaid; nil for ``AuditTerms/unpaidAfterStandard`` and
  ///     the documents' own periods.
  ///   - threads: how many threads work; the findings do not depend on it.
  ///   - room: how many bytes of the log's lines are held at a time; nil for ``LedgerAudit/roomForLines``. The findings do
  ///     not depend on it either.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: the sums over all claims, and the findings.
  /// - Throws: ``LedgerFailure`` and the log's failures.
  public func auditReplay(
    knownAt: Instant? = nil, on day: CivilDate? = nil, unpaidAfter: Int? = nil, threads: Int? = nil,
    room: Int? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> AuditReport {
    try audit(
      knownAt: knownAt, on: day, unpaidAfter: unpaidAfter, cut: nil, threads: threads ?? Threads.available,
      room: room ?? LedgerAudit.roomForLines, progress: progress
    ).report
  }

  /// A replay, with the rest that a report shows: a survey of a cut and the events about the ledger itself.
  func audit(
    knownAt: Instant?, on day: CivilDate?, unpaidAfter: Int?, cut: AuditCut?, threads: Int = Threads.available,
    room: Int = LedgerAudit.roomForLines, progress: (Int, Int) -> Void
  ) throws -> AuditedLedger {
    let replay = try Replay(self, knownAt: knownAt)
    let hindsight = try replay.hindsight(threads: threads)
    let annulments = hindsight.annulments
    var misplaced = MisplacedHistory()
    var watch = DecisionWatch(hash: SubsidyLedger.sha256)
    var suspects: Set<Identifier> = []
    var months = RecordedMonths()
    var rejected: [Rejected] = []
    var adoptions: [Event] = []
    let state = try replay.state(
      verifying: true, with: hindsight, threads: threads, showing: .rare,
      observe: { event in
        let isAnnulled = !annulments.isEmpty && annulments.contains(event)
        // Something was known of these persons then that is not known now.
        if isAnnulled, let person = event.body.person { suspects.insert(person) }
        if cut == nil || isAnnulled { return }
        if case .rejected(let body) = event.body { rejected.append(body) }
        if case .policyAdopted = event.body { adoptions.append(event) }
      }, watch: { watch.note($0, before: $1) }, writer: { watch.note($0, before: $1) }, odd: { suspects.insert($0) },
      months: { months.append($0) },
      misplaced: { misplaced.note($0) }, progress: progress)
    if let last = annulments.last {
      try watch.judgeAdoptions(before: last) { sequence in
        let earlier = try Replay(self, size: sequence)
        return try earlier.state(verifying: false, with: earlier.hindsight(threads: threads), threads: threads)
      }
    }
    let terms = AuditTerms(
      day: day ?? (knownAt ?? state.lastActed ?? now).civilDate, unpaidAfter: unpaidAfter, calendar: calendar)
    var audit = try LedgerAudit(
      state, watch, terms, suspects: suspects, surveying: cut.map { SurveyPart.Terms($0, state, months) },
      threads: threads)
    let found = try audit.findings(room: room) { persons in
      try PersonLines(of: persons, in: replay.reader, at: annulments.clock, below: state.size, threads: threads)
    }
    let shared = try sharedAccounts(in: state)
    let findings = found + (shared?.findings ?? []) + misplaced.findings() + audit.totals.findings()
    let report = AuditReport(
      size: state.size, root: try root(replay, at: state.size), state: state, totals: audit.totals,
      findings: findings + state.disposedByResponsible(findings), wrong: audit.wrong, day: terms.day,
      yearsMissing: audit.yearsMissing, accountsUnknown: shared?.unknown,
      clocks: try correctedClocks(hindsight, in: replay.reader), incidents: hindsight.incidents)
    return AuditedLedger(
      report: report, annulments: annulments, months: months, survey: audit.survey, rejected: rejected,
      adoptions: adoptions)
  }

  /// Records the outcome of a finding (疑点处理结果), the only thing that an audit ever writes.
  ///
  /// - Parameters:
  ///   - finding: the finding, as its key reads.
  ///   - outcome: its outcome.
  ///   - note: why, in words.
  ///   - day: the day on which it is asked what is late; nil for today.
  ///   - unpaidAfter: as in ``auditReplay(knownAt:on:unpaidAfter:threads:room:progress:)``.
  ///   - by: the auditor.
  /// - Returns: whether it was recorded now, or the same before; and the log that the finding is of.
  /// - Throws: ``Refusal/unknownFinding(_:)`` and the log's failures.
  public func dispose(
    of finding: String, _ outcome: FindingDisposed.Outcome, note: String, on day: CivilDate? = nil,
    unpaidAfter: Int? = nil, by: Identifier
  ) throws -> (isNew: Bool, log: ReplayedLog) {
    var session = try WriteSession.open(self, by: by)
    // The lock is held, so the audit covers exactly what the session has folded.
    let report = try auditReplay(on: day ?? session.now.civilDate, unpaidAfter: unpaidAfter)
    let events = try session.state.decideDisposition(of: finding, outcome, note: note, by: by, among: report.findings)
    try session.append(events, by: by)
    follow(session.change, to: session.state)
    return (!events.isEmpty, report.log)
  }

  /// The root of the tree over the first `size` events.
  func root(_ replay: borrowing Replay, at size: UInt64) throws -> Digest {
    if size == replay.reader.head.size { return replay.reader.head.root }
    var range = CompactRange(hasher: SHA256TreeHasher())
    try replay.reader.read(verifying: false) { run in
      for line in run.lines where range.size < size { range.append(run.bytes, line) }
      return range.size < size
    }
    return range.root
  }
}
