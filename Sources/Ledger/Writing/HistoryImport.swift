import EventLog
import JSONText
import Merkle
import Policy
import Subsidy
import System
public import Values
import Vault

/// The outcome of an import of a history.
public struct ImportOutcome: Sendable {
  /// Entries that were taken.
  public internal(set) var entries = 0
  /// Entries that an earlier one with the same id and content made needless.
  public internal(set) var repeated = 0
  /// Texts of the entries taken that have a warning.
  public internal(set) var textWarnings = TextWarnings()
}

extension SubsidyLedger {
  /// Brings in a past: entries with their own `recorded` and `by`, only their form checked, all of the file as one commit or
  /// nothing.
  ///
  /// Once the ledger has a live event, a history is late: it brings entries taken in on paper and decides nothing
  /// (``EventType/isLateHistorical``).
  ///
  /// The read model and the index follow at its end, unless the caller brings in several pasts first. The file is read and
  /// appended as a stream; the memory used grows with the persons, and by some bytes with the entries that have ids.
  ///
  /// - Parameters:
  ///   - file: JSON Lines, ordered by `recorded`.
  ///   - by: the operator who brings it in, required in a ledger with operators; nil for the operator of its last entry.
  ///   - isLate: whether it holds only what a late history may; a ledger that has not gone live takes such a file, too.
  ///   - isDryRun: whether nothing is recorded.
  ///   - withoutTables: whether read model and index are left behind, for the next change or question to bring them up.
  ///   - progress: receives how many entries have been taken, every 1,024 of them.
  /// - Returns: how many entries were taken.
  /// - Throws: `SystemError.stopped`; ``LedgerFailure/historyAfterLive(first:)`` if the ledger is live and the history is not
  ///   late; ``LedgerFailure/lines(_:)`` with the first hundred lines that cannot be taken; the log's failures.
  ///
  /// > Source: contract section 7, `record --history`; contract 3, section 2.
  public func importHistory(
    _ file: String, by: Identifier? = nil, isLate: Bool = false, isDryRun: Bool = false, withoutTables: Bool = false,
    progress: (Int) -> Void = { _ in }
  ) throws -> ImportOutcome {
    let outcome = try takeHistory(file, by: by, isLate: isLate, isDryRun: isDryRun, progress)
    if !isDryRun, !withoutTables, let failure = follow() { onNews(.leftBehind(failure)) }
    return outcome
  }

  private func takeHistory(
    _ file: String, by: Identifier?, isLate: Bool, isDryRun: Bool, _ progress: (Int) -> Void
  ) throws -> ImportOutcome {
    var input = try InputFile(file, atMost: InputLimit.history)
    var history = try HistoryImport.open(
      self, file, by: by, lines: InputLines(of: input), isLate: isLate, isDryRun: isDryRun)
    // All threads read lines; this one does the work that depends on earlier lines, in their order.
    let crew = try WorkCrew<InputBlock, [HistoryLine]>(threads: Threads.available) { HistoryLine.all(of: $0) }
    defer { crew.close() }
    do {
      var isAtEnd = false
      while true {
        while !isAtEnd, crew.pending < crew.enough {
          if let block = try input.next() { crew.submit(block) } else { isAtEnd = true }
        }
        guard let lines = crew.next() else { break }
        for line in lines {
          try history.take(line)
          if history.outcome.entries & 0x3FF == 0 { progress(history.outcome.entries) }
          try StopRequest.check()
        }
      }
      try history.close(sha256: input.finishHash())
    } catch {
      try history.rollback()
      throw error
    }
    return history.outcome
  }
}

/// A line of a history, read.
private struct HistoryLine: Sendable {
  let number: Int
  /// Its offset in the file.
  let offset: UInt64
  /// Its entry, or what is wrong with it.
  let entry: Result<Entry, LineProblem.Reason>

  static func all(of block: InputBlock) -> [HistoryLine] {
    block.lines.enumerated().map { position, line in
      HistoryLine(
        number: block.first + position, offset: block.offset(of: position),
        entry: Result { () throws(LineProblem.Reason) in
          try EntryLines.read(block.bytes, line, source: .history)
        })
    }
  }
}

/// An import under way.
private struct HistoryImport: ~Copyable {
  /// More problems than these are of no further use to a reader.
  private static let mostProblems = 100

  private(set) var outcome = ImportOutcome()
  /// Nil for an import that is only tried out.
  private var log: LogWriter?
  private let store: (any LogStore)?
  private let path: String
  /// The digests that its events name, if others share the vault.
  private var digests: Set<String> = []
  private let onNews: @Sendable (LedgerNews) -> Void
  private let reader: LogReader
  private let now: Instant
  private let file: String
  /// The operator who brings it in; nil for the operator of its last entry.
  private let by: Identifier?
  private let signing: CommitSigning
  private let isLate: Bool
  private let isDryRun: Bool
  /// The file again, to look at earlier lines whose id occurs again.
  private let lines: InputLines
  private let vault: Vault
  private var census: LogCensus
  /// The offsets of the lines whose entries have ids.
  private var ids = EntryIndex()
  private var writer = JSONWriter()
  private var problems: [LineProblem] = []
  private var isAppending = false

  static func open(
    _ ledger: SubsidyLedger, _ file: String, by: Identifier?, lines: consuming InputLines, isLate: Bool, isDryRun: Bool
  ) throws -> HistoryImport {
    let log: LogWriter?
    var tail: TornTail?
    if isDryRun {
      log = nil
    } else {
      let opened = try ledger.openLog()
      tail = opened.recoveredTail
      log = .some(consume opened)
    }
    // Only now: while this waited for the lock, the other writer has recorded something.
    let now = try ledger.timeToRecord()
    let reader = try LogReader(ledger: ledger.path)
    let census = try LogCensus(reader)
    if !census.isOpened { throw LogError.corrupt(.opensNoLedger) }
    if let request = census.clockRequest { throw Refusal.clockRequested(request) }
    var state = LedgerState()
    if let first = census.firstLive {
      if !isLate { throw LedgerFailure.historyAfterLive(first: first) }
      state = try ledger.stateOfPolicies()
    }
    let signing = CommitSigning(state, ledger.signer)
    if !state.operators.isEmpty {
      guard let by else { throw Refusal.importerMissing }
      try state.requireRole(EventType.historyImported.roles, of: by, clause: nil)
      if !isDryRun { try signing.demand(of: by) }
    }
    let vault = try Vault.begun(ledger: ledger.path, with: ledger.vaultKeys, forTrial: isDryRun)
    var history = HistoryImport(
      log: log, reader: reader, lines: lines, vault: vault, census: census, file: file, by: by, isLate: isLate,
      isDryRun: isDryRun, now: now, signing: signing, store: isDryRun ? nil : ledger.store, path: ledger.path,
      onNews: ledger.onNews)
    try history.tellRecovery(of: tail, in: ledger.path)
    return history
  }

  private init(
    log: consuming LogWriter?, reader: consuming LogReader, lines: consuming InputLines, vault: consuming Vault,
    census: LogCensus, file: String, by: Identifier?, isLate: Bool, isDryRun: Bool, now: Instant,
    signing: CommitSigning, store: (any LogStore)?, path: String, onNews: @escaping @Sendable (LedgerNews) -> Void
  ) {
    self.onNews = onNews
    (self.store, self.path) = (store, path)
    self.log = log
    self.reader = reader
    self.lines = lines
    self.vault = vault
    self.census = census
    self.file = file
    self.by = by
    self.isLate = isLate
    self.isDryRun = isDryRun
    self.now = now
    self.signing = signing
  }

  /// A torn tail that opening moved away is recorded before the history begins.
  private mutating func tellRecovery(of tail: TornTail?, in ledger: String) throws {
    guard let tail, let last = census.lastRecorded, let by = by ?? census.lastBy else { return }
    let body = EventBody.recovered(try Recovered(tail, in: ledger))
    try append(Event(sequence: census.size, recorded: last, by: by, body: body))
    _ = try commit(body, recorded: last, by: by, isHistory: false)
  }

  /// Ends the append, signed if its operator has a key.
  private mutating func commit(
    _ body: EventBody, recorded: Instant, by: Identifier, isHistory: Bool
  ) throws -> Head {
    let line = log!.commitLine(recorded: recorded, by: by, isHistory: isHistory)
    let signed = line.signed(try signing.signature(of: line, [body], money: nil, telling: onNews))
    if let turn = try store?.begin(), let before = log?.stored {
      // It was checked against the whole log, and is too long to be written again.
      guard turn.head.agrees(with: before) else {
        throw LogError.moved(decidedAt: before.size, found: turn.head.size)
      }
      try log!.readBack { try turn.take($0) }
      try turn.take(LogLines([], []), signed)
      if !digests.isEmpty, let vault = turn as? any SharedVaultTurn {
        try vault.keep(Vault.sharedVersions(ofLedger: path, under: digests))
      }
      _ = try turn.end(LogExpectation(size: before.size))
    }
    let head = try log!.commit(signed)
    isAppending = false
    return head
  }

  /// Takes the entry of a line; a problem is kept for the end.
  mutating func take(_ line: HistoryLine) throws {
    do {
      var entry = try line.entry.get()
      try take(&entry, at: line.offset, line: line.number)
    } catch let reason as LineProblem.Reason {
      problems.append(LineProblem(file: file, line: line.number, problem: reason.problem))
      if problems.count == HistoryImport.mostProblems { throw LedgerFailure.lines(problems) }
    }
  }

  private mutating func take(_ entry: inout Entry, at offset: UInt64, line: Int) throws {
    guard let recorded = entry.recorded, let by = entry.by else {
      preconditionFailure("the form of a history's entry includes recorded and by")
    }
    if isLate, entry.body.type.isMisplacedLate { throw LineProblem.Reason(.notInLateHistory(entry.body.type)) }
    try checkForm(entry.body)
    if let id = entry.id, try isRepeated(id, entry) {
      outcome.repeated += 1
      return
    }
    let current = entry.body.type.isSealed ? entry.body.person.flatMap { census.digest(of: $0) } : nil
    let named = entry.privateData == nil ? entry.body.vault : nil
    let sealed = try vault.seal(&entry, onto: current, isLive: false)
    // A digest alone brings no data back.
    if let named, let person = entry.body.person, let erased = census.erasures.sequence(of: person),
      census.erasures.covers(VaultClaim(sequence: 0, person: person, digest: named))
    {
      throw LineProblem.Reason(.refused(.erasedPerson(person, sequence: erased)))
    }
    if let last = census.lastRecorded, recorded < last {
      throw LineProblem.Reason(.recordedBefore(last, found: recorded))
    }
    if recorded > now { throw LineProblem.Reason(.recordedAfterImport(now: now, found: recorded)) }
    if let id = entry.id { ids.insert(id.stableHash, offset) }
    let event = Event(
      sequence: census.size, recorded: recorded, by: by, key: entry.key, id: entry.id, body: entry.body)
    if let error = event.dayAfterRecording { throw LineProblem.Reason(.form(error)) }
    do throws(Refusal) {
      try event.checkBounds()
    } catch {
      throw LineProblem.Reason(.refused(error))
    }
    // Before the event names the digest of the new data.
    let erasure = current == nil && sealed != nil ? event.body.person.flatMap { census.erasures.erasure(of: $0) } : nil
    // With a problem nothing will be kept; the lines after it are read only to find further problems.
    if problems.isEmpty { try append(event) } else { census.note(event) }
    if store != nil, let digest = event.body.vault { digests.insert(digest) }
    if let sealed, let person = event.body.person {
      if let erasure { try vault.finish(erasure) }
      _ = try vault.store(sealed.data, for: person)
    }
    outcome.textWarnings.note(event.body, sealed?.data, line: line)
    outcome.entries += 1
  }

  /// Checks what the form includes beyond a line's own fields.
  ///
  /// > Source: contract section 7, `record --history`.
  private func checkForm(_ body: EventBody) throws {
    if let person = body.person, body.type != .registered, !census.isRegistered(person) {
      throw LineProblem.Reason(.refused(.unknownPerson(person)))
    }
    if case .samePerson(let join) = body, !census.isRegistered(join.other) {
      throw LineProblem.Reason(.refused(.unknownPerson(join.other)))
    }
    if case .sampleDrawn(let drawn) = body, let stranger = drawn.persons.first(where: { !census.isRegistered($0) }) {
      throw LineProblem.Reason(.refused(.unknownPerson(stranger)))
    }
    if case .policyAdopted(let adopted) = body {
      do {
        try PolicyPack.checkBounds(of: adopted.document)
        var state = LedgerState()
        try state.evolve(Event(sequence: 0, recorded: now, by: "-", body: .policyAdopted(adopted)))
      } catch {
        throw LineProblem.Reason(.policy(error))
      }
    } else if let scheme = body.scheme, !census.knows(scheme: scheme),
      !ShippedPacks.all.contains(where: { $0.scheme == scheme })
    {
      throw LineProblem.Reason(.refused(.unknownScheme(scheme)))
    }
  }

  /// Whether an entry with the same id and content was taken before.
  private func isRepeated(_ id: Identifier, _ entry: Entry) throws -> Bool {
    var isSame: Bool?
    if let event = try census.event(withID: id, in: reader) {
      isSame = try event.key == entry.key && vault.says(entry, theSameAs: event.body)
    } else {
      _ = try ids.number(of: id.stableHash) { offset in
        let bytes = try lines.line(at: offset)
        let earlier = try EntryLines.read(bytes, 0..<bytes.count, source: .history)
        guard earlier.id == id else { return false }
        isSame =
          earlier.key == entry.key && earlier.body == entry.body && earlier.privateData == entry.privateData
        return true
      }
    }
    if isSame == false { throw LineProblem.Reason(.refused(.idTaken(id))) }
    return isSame ?? false
  }

  private mutating func append(_ event: Event) throws {
    writer.removeAll()
    EventLine.write(event, to: &writer)
    do { try Event.checkLength(ofLine: writer.bytes) } catch { throw LineProblem.Reason(.refused(error)) }
    if isDryRun { return census.note(event) }
    if !isAppending {
      try log!.beginAppend()
      isAppending = true
    }
    _ = try log!.add(writer.bytes, 0..<writer.bytes.count)
    census.note(event)
  }

  /// Closes the append with `history-imported` and makes everything durable, the vault first.
  mutating func close(sha256: String) throws {
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    guard !isDryRun, outcome.entries > 0, let recorded = census.lastRecorded, let by = by ?? census.lastBy else {
      return
    }
    let body = EventBody.historyImported(
      HistoryImported(
        file: file.split(separator: "/").last.map(String.init) ?? file, sha256: sha256, entries: outcome.entries,
        importedAt: now))
    try append(Event(sequence: census.size, recorded: recorded, by: by, body: body))
    try vault.commit()
    let head = try commit(body, recorded: recorded, by: by, isHistory: true)
    onNews(.committed(RecordedCommit(events: outcome.entries + 1, size: head.size)))
  }

  mutating func rollback() throws {
    if isAppending { try log!.rollback() }
    isAppending = false
  }
}
