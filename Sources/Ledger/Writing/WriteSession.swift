import EventLog
import JSONText
import Merkle
import Policy
import Subsidy
import System
import Values
import Vault

/// One change of the ledger: the lock is held, the state is that of the whole log, and the events decided on it are appended as
/// one commit or not at all.
struct WriteSession: ~Copyable {
  /// Nil for a change that is only tried out.
  private var log: LogWriter?
  private(set) var state: LedgerState
  private(set) var annulments: Annulments
  /// The events decided so far, not yet in the log.
  private(set) var pending: [Event] = []
  private var lines: [[UInt8]] = []
  /// Events of the log that the caller asked to see.
  let probed: [Event]
  /// The events of the persons for whom the session was opened; nil if it covers all persons.
  let loaded: [Event]?
  /// When the events decided count as recorded.
  private(set) var now: Instant
  private let onNews: @Sendable (LedgerNews) -> Void
  /// The events appended since the session began, and the heads before and after.
  private(set) var change: LogChange
  private var writer = JSONWriter()
  private let clockUse: ClockUse
  private var signing: CommitSigning
  /// The holder of the state, if the state was not made for the session or for a trial.
  private let held: HeldFold?
  /// Names the change; nil for one that may be made again.
  private let token: ChangeToken?
  /// The id of the next event, unless it has one of its own.
  private var nextID: Identifier?
  /// The store of the log that the folder follows; nil if the folder has the log itself.
  private let store: (any LogStore)?
  private let path: String
  /// The persons and ids that decisions are limited to; nil for a session that covers all persons.
  private var names: (persons: Set<Identifier>, ids: Set<Identifier>)?
  /// The state in front of the pending events, for a log to which other processes append meanwhile.
  private var decidedOn: LedgerState?

  /// How a change involves the clock.
  enum ClockUse: Equatable {
    /// It records by it.
    case records
    /// It asks for a correction of it.
    case asks
    /// It consents to a request, which may ask for a correction of it.
    case consents(Identifier)

    /// Whether a change corrects the clock, given the request for that in front of it.
    func corrects(_ request: ConsentRequest?) -> Bool {
      switch self {
      case .records: false
      case .asks: true
      case .consents(let name): request?.body.request == name
      }
    }
  }

  /// Takes the lock, repairs a torn tail, and folds the log, unless its fold is held in memory.
  ///
  /// A fold of the whole log is a verified one: no money moves on a line that another program has changed.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - by: the operator, who also signs for the repair of a torn tail.
  ///   - names: the persons and ids that decisions are limited to; nil for no limit.
  ///   - ids: the ids that the probe looks for; nil if it looks for anything else.
  ///   - reversible: the events that may be undone, for which the fold keeps what that takes.
  ///   - join: the keys that may be joined, for which the fold keeps what that takes.
  ///   - clockUse: how the change involves the clock.
  ///   - mayBeUnsigned: whether it may be the one act that an operator without their keys can do, which is known only with the
  ///     append.
  ///   - isDryRun: whether the change is only tried out: then no lock is taken and nothing repaired, and nothing can be
  ///     appended.
  ///   - probe: which events of the log to keep in ``probed``.
  /// - Returns: the session.
  /// - Throws: the log's failures, also for a log that was never opened as a ledger, ``Refusal/clockRequested(_:)``,
  ///   ``LedgerFailure/clockBehind(last:now:)`` and ``LedgerFailure/clockAhead(last:now:)``; ``ChangeMadeBefore`` for a change
  ///   with a token that the log has.
  ///
  /// > Source: contract 3, section 8.
  static func open(
    _ ledger: SubsidyLedger, by: Identifier, naming names: (persons: Set<Identifier>, ids: Set<Identifier>)? = nil,
    probing ids: Set<Identifier>? = nil, keeping reversible: Set<UInt64> = [], joining join: SamePerson? = nil,
    clockUse: ClockUse = .records, mayBeUnsigned: Bool = false,
    isDryRun: Bool = false,
    probe: ((Event) -> Bool)? = nil
  ) throws -> WriteSession {
    let hasProbe = probe != nil
    let own = ledger.token?.ids ?? []
    let probe = own.isEmpty ? probe : { event in probe?(event) ?? false || event.id.map { own.contains($0) } ?? false }
    let ids = own.isEmpty || ids == nil && hasProbe ? ids : (ids ?? []).union(own)
    let log: LogWriter?
    let head: Head
    var quarantined: [TornTail] = []
    if isDryRun {
      log = nil
      head = try LogReader(ledger: ledger.path).head
    } else {
      let opened = try ledger.openLog()
      (head, quarantined) = (opened.head, opened.quarantined)
      log = .some(consume opened)
    }
    // Only now: while this waited for the lock, the other writer has recorded something.
    let now = try ledger.timeToRecord()
    var session: WriteSession
    if reversible.isEmpty, join == nil, probe == nil || ids != nil,
      let taken = try ledger.held?.take(at: isDryRun ? nil : head, knowing: ids ?? [])
        ?? (isDryRun ? ledger.kept?.trial(knowing: ids ?? []) : nil)
    {
      session = WriteSession(
        log: log, at: taken.head, state: taken.state, annulments: taken.annulments, probed: taken.known, loaded: nil,
        now: now, clockUse: clockUse, of: ledger,
        held: isDryRun ? nil : ledger.held)
    } else if let names, let partial = PartialReplay.load(ledger, persons: names.persons, ids: names.ids.union(own)) {
      session = WriteSession(
        log: log, at: head, state: partial.state, annulments: partial.annulments, probed: partial.named,
        loaded: partial.events, now: now,
        clockUse: clockUse, of: ledger)
      session.names = (partial.persons, names.ids.union(own))
    } else {
      let fold = try VerifiedFold(
        Replay(ledger), keeping: reversible, joining: join, showing: probe == nil ? .rare : .all, probe: probe)
      session = WriteSession(
        log: log, at: head, state: fold.state, annulments: fold.annulments, probed: fold.shown, loaded: nil, now: now,
        clockUse: clockUse, of: ledger)
    }
    // Only a `ledger-opened` names a ledger, and it is about no person, so every partial replay has it.
    if session.state.name.isEmpty { throw LogError.corrupt(.opensNoLedger) }
    try session.checkClock(isRight: ledger.clockIsRight)
    if !isDryRun, !mayBeUnsigned { try session.signing.demand(of: by) }
    // Nothing comes between a request to correct the clock and the correction, so the next change records the tail. An operator
    // who cannot sign also leaves the tail for the next change to record.
    if !session.correctsClock, !mayBeUnsigned || session.signing.canSign(by) {
      try session.tellRecovery(of: quarantined, in: ledger.path, by: by)
    }
    if let first = session.probed.first(where: { $0.id.map { own.contains($0) } ?? false }) {
      throw ChangeMadeBefore(first: first)
    }
    session.nextID = session.token?.id
    return session
  }

  /// How far the clock may be ahead of the ledger before an operator must confirm that it is right.
  ///
  /// > Units: seconds.
  private static let longestLeap: Int64 = 31 * 86_400

  /// The name of an import that is the change.
  func importName(_ context: DecisionContext) -> Identifier { token?.importName ?? state.importName(context) }

  /// Refuses a clock that is behind the log, and one far ahead of it that no one vouches for: `recorded` never goes back, so a
  /// leap is for good.
  ///
  /// A correction of the clock is exempt: it is decided although the clock leapt.
  ///
  /// > Source: contract 3, section 5.
  private func checkClock(isRight: Bool) throws {
    if correctsClock { return }
    if let request = state.clockRequest { throw Refusal.clockRequested(request.body.request) }
    guard let last = state.lastRecorded else { return }
    if now < last { throw LedgerFailure.clockBehind(last: last, now: now) }
    if isRight || state.isTrial { return }
    let latest = max(last, state.lastImported ?? last)
    if now.seconds - latest.seconds > WriteSession.longestLeap {
      throw LedgerFailure.clockAhead(last: latest, now: now)
    }
  }

  /// Whether the change corrects the clock, or asks for that.
  private var correctsClock: Bool { clockUse.corrects(state.clockRequest) }

  private init(
    log: consuming LogWriter?, at head: Head, state: LedgerState, annulments: Annulments,
    probed: [Event], loaded: [Event]?,
    now: Instant, clockUse: ClockUse, of ledger: SubsidyLedger, held: HeldFold? = nil
  ) {
    (store, path) = (log == nil ? nil : ledger.store, ledger.path)
    change = LogChange(head, isWhole: loaded == nil)
    self.log = log
    self.state = state
    self.annulments = annulments
    self.probed = probed
    self.loaded = loaded
    self.now = now
    self.clockUse = clockUse
    signing = CommitSigning(state, ledger.signer)
    onNews = ledger.onNews
    self.held = held
    token = ledger.token
  }

  // A state on which nothing was decided is unchanged.
  deinit {
    if let held, pending.isEmpty, change.before == change.after { held.giveBack(state, at: change.after) }
  }

  /// A torn tail that was moved away is recorded in an event of its own: now, or later if a crash came before that.
  ///
  /// > Source: durability rules 23 and 25.
  private mutating func tellRecovery(of quarantined: [TornTail], in ledger: String, by: Identifier) throws {
    if quarantined.isEmpty { return }
    let told = Set((loaded ?? probed).compactMap { if case .recovered(let body) = $0.body { body.tail } else { nil } })
    for tail in quarantined where !told.contains(Recovered(tail)) {
      try add(.recovered(Recovered(tail, in: ledger)), by: by)
    }
    try append(by: by)
  }

  /// Takes an event into the state and into the pending append.
  ///
  /// - Parameters:
  ///   - body: the event's body.
  ///   - by: the operator.
  ///   - key: the operator's signing key.
  ///   - id: the sender's own id.
  ///   - names: the names that no free text of it may hold.
  ///   - target: the event that it undoes; nil if it undoes none.
  /// - Throws: ``Refusal/beyondBounds(_:)`` for a value that no event may have in the log, whoever made it;
  ///   ``Refusal/privateText(_:)``; the refusals of an operator who may not; `SystemError.stopped`, for the append itself is
  ///   not stopped.
  mutating func add(
    _ body: EventBody, by: Identifier, key: Identifier? = nil, id: Identifier? = nil, naming names: [String] = [],
    undoing target: EventBody? = nil
  ) throws {
    try StopRequest.check()
    if store != nil, pending.isEmpty { decidedOn = state }
    try state.refuseWithoutRole(body, by: by, undoing: target)
    let event = Event(sequence: state.size, recorded: now, by: by, key: key, id: id ?? nextID, body: body)
    nextID = nil
    try event.checkBounds()
    writer.removeAll()
    EventLine.write(event, to: &writer)
    try Event.checkLength(ofLine: writer.bytes)
    // Nearly every line has too few digits in a row.
    if !names.isEmpty || writer.bytes.mayHoldNumberOfPerson,
      let found = state.privateText(of: event, line: writer.bytes, naming: names)
    {
      throw Refusal.privateText(found)
    }
    try state.evolve(event)
    pending.append(event)
    lines.append(writer.bytes)
    annulments.append(event)
  }

  /// Folds one person again from all of their events, after an annulment has changed their past.
  mutating func refold(_ person: Identifier, from events: [Event]) throws { try refold([person]) { _ in events } }

  /// Folds persons again, each from all of their events of the log.
  mutating func refold(_ persons: some Sequence<Identifier>, from events: (Identifier) -> [Event]) throws {
    let added = Dictionary(grouping: pending.filter { $0.body.person != nil }) { $0.body.person }
    for person in persons {
      try state.refold(person, from: events(person) + (added[person] ?? []), leavingOut: annulments)
    }
  }

  /// Appends what was added, durably, as one commit, and reports it as news.
  mutating func commit(by: Identifier) throws {
    let events = pending.count
    try append(by: by)
    if events > 0 { onNews(.committed(RecordedCommit(events: events, size: change.after.size))) }
  }

  private mutating func append(by: Identifier) throws {
    if pending.isEmpty { return }
    let (turn, size) = (try store?.begin(), change.after.size)
    if let turn { try goOn(behind: turn) }
    try log!.beginAppend()
    let segment = log?.segment ?? 0
    var places: [LinePlace] = []
    do {
      for line in lines {
        places.append(LinePlace(segment: segment, offset: try log!.add(line, 0..<line.count), count: line.count))
      }
    } catch {
      try log!.rollback()
      throw error
    }
    let isOfClock = pending.contains { $0.asksForClock || $0.body.type == .clockCorrected }
    let before = change.after
    let line = log!.commitLine(recorded: now, by: by)
    let signed: CommitLine
    do {
      let events = pending.map(\.body)
      signed = line.signed(
        try signing.signature(of: line, events, money: state.money(of: events), telling: onNews))
      if let turn, let events = log?.unended {
        try turn.take(events, signed)
        try keepPrivateData(in: turn)
        _ = try turn.end(LogExpectation(size: size, persons: names?.persons))
      }
    } catch {
      try log!.rollback()
      throw error
    }
    change.add(pending, at: places, try log!.commit(signed, isOfClock: isOfClock), annulments)
    signing.follow(state)
    if let held, let verified = log?.verified { held.publish(pending, state, behind: before, verified) }
    pending.removeAll()
    lines.removeAll()
    decidedOn = nil
  }

  /// Writes the private data that the events name to the shared vault, in the same transaction, and destroys there the data
  /// that they erase.
  private func keepPrivateData(in turn: any LogTurn) throws {
    let bodies = pending.map(\.body)
    let digests = Set(bodies.flatMap { $0.digestsToKeep })
    let erased = bodies.compactMap { if case .erased(let body) = $0 { body.person } else { nil } }
    guard !digests.isEmpty || !erased.isEmpty, let vault = turn as? any SharedVaultTurn else { return }
    if !digests.isEmpty { try vault.keep(Vault.sharedVersions(ofLedger: path, under: digests)) }
    for person in erased { try vault.erase(person) }
  }

  /// Takes in the events that others have appended since the session began, and puts the pending ones behind them with new
  /// numbers, if none of those events touches what the pending ones were decided on.
  ///
  /// - Throws: `LogError.moved` if something does.
  private mutating func goOn(behind turn: any LogTurn) throws {
    let before = change.after
    guard let stored = log?.stored, !turn.head.agrees(with: stored) else { return }
    var events: [Event] = []
    try log!.follow(turn) { lines in
      for (number, line) in lines.lines.enumerated() where !lines.isCommit(number) {
        events.append(try EventLine.readEvent(lines.bytes, line))
      }
    }
    let moved = LogError.moved(decidedAt: before.size, found: turn.head.size)
    guard let head = log?.head, let names, var state = decidedOn, let last = events.map(\.recorded).max() else {
      throw moved
    }
    let namesData = pending.contains { $0.body.vault != nil }
    let touches = events.contains { event in
      event.body.listedPerson.map { names.persons.contains($0) } ?? true
        || event.id.map { names.ids.contains($0) } ?? false || namesData && event.body.vault != nil
    }
    if touches || pending.contains(where: { $0.body.listedPerson == nil }) { throw moved }
    // Another machine's clock may be ahead of this one's, but not by a day, since another day could change the decision.
    guard max(now, last).civilDate == now.civilDate else { throw LedgerFailure.clockBehind(last: last, now: now) }
    now = max(now, last)
    state.passOver(to: head.size, lastRecorded: last)
    lines.removeAll()
    for number in pending.indices {
      pending[number].sequence = state.size
      pending[number].recorded = now
      writer.removeAll()
      EventLine.write(pending[number], to: &writer)
      lines.append(writer.bytes)
      try state.evolve(pending[number])
    }
    self.state = state
    change.passOver(to: head)
  }
}

extension EventBody {
  /// The digests of private data that it names, or asks another person to consent to.
  fileprivate var digestsToKeep: [String] {
    guard case .requested(let body) = self else { return vault.map { [$0] } ?? [] }
    return body.acts.compactMap(\.vault)
  }
}

extension LogTurn {
  /// Takes the events of an append and its commit.
  func take(_ events: LogLines, _ commit: CommitLine) throws {
    try take(events)
    var line: [UInt8] = []
    commit.write(to: &line)
    try take(LogLines(line, [0..<line.count - 1]))
  }
}

extension Recovered {
  /// Describes a tail that was moved away, for the log.
  ///
  /// - Parameters:
  ///   - tail: the tail.
  ///   - ledger: the ledger, in whose quarantine it is.
  /// - Throws: `LogError` if it cannot be read there.
  init(_ tail: TornTail, in ledger: String) throws(LogError) {
    self.init(tail)
    let signed = try tail.signedCommit(in: ledger)
    (signedSize, signedRoot) = (signed?.size, signed?.root.description)
  }

  fileprivate init(_ tail: TornTail) {
    self.init(segment: tail.segment, offset: tail.offset, bytes: tail.bytes, sha256: tail.sha256.description)
  }

  /// The tail alone, by which it is known again.
  fileprivate var tail: Recovered { Recovered(segment: segment, offset: offset, bytes: bytes, sha256: sha256) }
}
