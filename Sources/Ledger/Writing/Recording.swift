import EventLog
import JSONText
import Merkle
import Policy
import Sheets
import Subsidy
import System
public import Values
import Vault

extension SubsidyLedger {
  /// The ending of a file's name for the file with the lines left out of it.
  public static var refusedEnding: String { ".refused.jsonl" }

  /// Takes in a file of entries, each decided on the state after the one before: all of it as one commit, or nothing.
  ///
  /// Entries about persons' circumstances come before entries that are decided on them, each in the file's order
  /// (``EventType/comesFirst``). So the order of typing causes no rejection.
  ///
  /// - Parameters:
  ///   - file: JSON Lines, the contract's fields without `seq`, `recorded` and `by`.
  ///   - by: the operator.
  ///   - key: the operator's signing key, for entries that name none.
  ///   - skipsRefused: whether lines that cannot be taken are left out and written beside the file.
  ///   - replaces: whether an earlier file of lines left out is replaced.
  ///   - aboveDebt: whether receipts may be above what is owed.
  ///   - isDryRun: whether nothing is recorded and nothing written.
  /// - Returns: the entries taken, and their effects.
  /// - Throws: ``LedgerFailure/lines(_:)`` with every line that cannot be taken, `SystemError.stopped`; the log's and the
  ///   vault's failures.
  public func record(
    _ file: String, by: Identifier, key: Identifier?, skipsRefused: Bool, replacing replaces: Bool = false,
    aboveDebt: Bool = false, isDryRun: Bool = false
  ) throws -> RecordOutcome {
    try record(
      EntryLines(reading: file), by: by, key: key, skipsRefused: skipsRefused, replacing: replaces,
      aboveDebt: aboveDebt, isDryRun: isDryRun)
  }

  /// Takes in entries that are in memory, as ``record(_:by:key:skipsRefused:replacing:aboveDebt:isDryRun:)`` takes a file.
  ///
  /// - Parameters:
  ///   - entries: JSON Lines.
  ///   - name: their name in problems, in place of a file's.
  ///   - by: the operator.
  ///   - key: the operator's signing key, for entries that name none.
  ///   - aboveDebt: whether receipts may be above what is owed.
  ///   - isDryRun: whether nothing is recorded.
  /// - Returns: the entries taken, and their effects.
  /// - Throws: as there.
  public func record(
    entries: [UInt8], named name: String, by: Identifier, key: Identifier? = nil, aboveDebt: Bool = false,
    isDryRun: Bool = false
  ) throws -> RecordOutcome {
    try record(
      EntryLines(entries, named: name), by: by, key: key, skipsRefused: false, replacing: false, aboveDebt: aboveDebt,
      isDryRun: isDryRun)
  }

  private func record(
    _ lines: EntryLines, by: Identifier, key: Identifier?, skipsRefused: Bool, replacing replaces: Bool,
    aboveDebt: Bool, isDryRun: Bool
  ) throws -> RecordOutcome {
    func take(onWholeLog: Bool) throws -> RecordOutcome {
      try self.take(
        lines, Recording(self, lines: lines.entries, by, key, aboveDebt, isDryRun: isDryRun, onWholeLog: onWholeLog),
        skipsRefused: skipsRefused, replacing: replaces, isDryRun: isDryRun)
    }
    let movesMoney = lines.entries.contains { $0.entry.body.type.isDecidedOnWholeLog }
    do {
      return try take(onWholeLog: movesMoney)
    } catch is Recording.NeedsWholeLog {
      return try take(onWholeLog: true)
    }
  }

  private func take(
    _ lines: EntryLines, _ recording: consuming Recording, skipsRefused: Bool, replacing replaces: Bool, isDryRun: Bool
  ) throws -> RecordOutcome {
    let found = try recording.take(recording.inOrderOfDecision(lines.entries), of: lines.file)
    let problems = (lines.problems + found.problems).sorted { $0.line < $1.line }
    if found.areFinal || !problems.isEmpty && !skipsRefused { throw LedgerFailure.lines(problems) }
    var outcome = recording.result
    outcome.refused = problems
    if isDryRun { return outcome }
    // Before the append, so that a file that cannot be written leaves the ledger as it was.
    if !problems.isEmpty { try lines.writeRefused(problems, replacing: replaces) }
    try recording.finish()
    follow(recording.change, to: recording.state)
    return outcome
  }
}

/// A live recording under way.
///
/// It may load only the persons whom its lines name, from the places that the index gives for their events. Grants, refusals
/// and movements of money are not decided on that: an index can be changed, and the log cannot.
///
/// > Source: contract 3, section 8.
struct Recording: ~Copyable {
  /// Something has to be decided on the whole log.
  struct NeedsWholeLog: Error {}

  private let path: String
  private var session: WriteSession
  private let vault: Vault
  private let by: Identifier
  private let key: Identifier?
  private let calendar: WorkingDayCalendar
  private let onNews: @Sendable (LedgerNews) -> Void
  private let aboveDebt: Bool
  private var outcome = RecordOutcome()
  /// Entries of this file that were taken, by id.
  private var taken: [Identifier: Event] = [:]
  /// Earlier events that ids or annulments of the file name, by id and by number.
  private let known: [Identifier: Event]
  private let numbered: [UInt64: Event]
  /// All events of the persons whose past an annulment of the file changes.
  private var pasts: [Identifier: [Event]]
  /// How many registrations with an identity number each person has in lines still to come.
  private var renumberings: [Identifier: Int]
  /// Lines with an identity number of another person, who gets another number in a later line.
  private var waiting: [(line: Int, number: ResidentIDNumber, person: Identifier)] = []
  /// The payments made or on their way and not due before the file, of the persons that the file is about.
  private var undue: [Identifier: UnduePayments] = [:]
  /// The names of persons as the vault has them, of those of the file that were asked for; nil if it has none.
  private var names: [Identifier: String?] = [:]

  init(
    _ ledger: SubsidyLedger, lines: [EntryLines.Line], _ by: Identifier, _ key: Identifier?, _ aboveDebt: Bool,
    isDryRun: Bool, onWholeLog: Bool
  ) throws {
    var ids: Set<Identifier> = []
    var numbers: Set<UInt64> = []
    for line in lines {
      if let id = line.entry.id { ids.insert(id) }
      guard case .annulled(let annulled) = line.entry.body else { continue }
      switch annulled.of {
      case .sequence(let number): numbers.insert(number)
      case .id(let id): ids.insert(id)
      }
    }
    // The event that an annulment takes back is looked for in the whole log; nothing is decided on an id that occurs again.
    let takesBack = lines.contains { if case .annulled = $0.entry.body { true } else { false } }
    let persons = Set(lines.compactMap(\.entry.body.person))
    let probe = { (event: Event) in
      numbers.contains(event.sequence) || event.id.map { ids.contains($0) } ?? false
    }
    let session = try WriteSession.open(
      ledger, by: by, naming: onWholeLog ? nil : (persons, ids), probing: takesBack ? nil : ids,
      isDryRun: isDryRun,
      probe: numbers.isEmpty && ids.isEmpty ? nil : probe)
    let vault = try Vault.begun(ledger: ledger.path, with: ledger.vaultKeys, forTrial: isDryRun)
    pasts = try Recording.pasts(of: Recording.personsAnnulled(by: lines, session), session, in: ledger)
    renumberings = Recording.renumberings(lines)
    self.by = by
    self.key = key
    (calendar, onNews) = (ledger.calendar, ledger.onNews)
    self.aboveDebt = aboveDebt
    known = Dictionary(
      session.probed.compactMap { event in event.id.map { ($0, event) } }, uniquingKeysWith: { first, _ in first })
    numbered = Dictionary(session.probed.map { ($0.sequence, $0) }, uniquingKeysWith: { first, _ in first })
    path = ledger.path
    self.session = session
    self.vault = vault
  }

  private static func renumberings(_ lines: [EntryLines.Line]) -> [Identifier: Int] {
    Dictionary(
      lines.filter { $0.entry.privateData?["idNumber"] != nil }.compactMap { $0.entry.body.person.map { ($0, 1) } },
      uniquingKeysWith: +)
  }

  /// Announces the lines of a recording that began without any: they annul nothing and have no ids of a sender.
  mutating func expect(_ lines: [EntryLines.Line]) { renumberings = Recording.renumberings(lines) }

  /// The person to whom the vault has an identity number; nil if there is none.
  func person(withIDNumber number: ResidentIDNumber) throws -> Identifier? { try vault.person(withIDNumber: number) }

  /// The names of the values that the private data of a digest do not have already.
  func changes(of members: [JSONValue.Member], _ digest: String?) throws -> [String] {
    guard let digest, !members.isEmpty, let data = try vault.data(digest: digest) else { return members.map(\.key) }
    return members.filter { member in
      PrivateData.Field(rawValue: member.key).flatMap { data[$0] } != member.value.text
    }.map(\.key)
  }

  /// The day of the recording.
  var today: CivilDate { context(nil).today }

  /// The name that an import of this recording has.
  var importName: Identifier { session.importName(context(nil)) }

  private func context(_ key: Identifier?) -> DecisionContext {
    DecisionContext(now: session.now, by: by, key: key, calendar: calendar)
  }

  /// The persons whose past an annulment of the file may change: those of events of the log that it names, and those
  /// of lines of the file itself.
  private static func personsAnnulled(
    by lines: [EntryLines.Line], _ session: borrowing WriteSession
  ) -> Set<Identifier> {
    let targets = lines.compactMap { line -> Annulled.Target? in
      if case .annulled(let annulled) = line.entry.body { annulled.of } else { nil }
    }
    if targets.isEmpty { return [] }
    let size = session.state.size
    let namesOwnLines = targets.contains { if case .sequence(let number) = $0 { number >= size } else { false } }
    let own = lines.filter { line in namesOwnLines || line.entry.id.map { targets.contains(.id($0)) } ?? false }
    return Set(session.probed.compactMap(\.body.person) + own.compactMap(\.entry.body.person))
  }

  /// All events of some persons, by person.
  private static func pasts(
    of persons: Set<Identifier>, _ session: borrowing WriteSession, in ledger: SubsidyLedger
  ) throws -> [Identifier: [Event]] {
    if persons.isEmpty { return [:] }
    let pasts = try PersonEvents(of: persons, in: LogReader(ledger: ledger.path), at: session.annulments.clock)
    return Dictionary(uniqueKeysWithValues: persons.map { ($0, pasts.history(of: $0)) })
  }

  /// The lines in the order in which they are decided and appended: entries about persons' circumstances and the annulments of
  /// such events first, then all others, each in the order of the file.
  ///
  /// An annulment by the number that an event of the same file will have comes with the others: numbers follow from the order.
  ///
  /// > Source: contract 3 section 5, "Within one append".
  func inOrderOfDecision(_ lines: [EntryLines.Line]) -> [EntryLines.Line] {
    let own = Dictionary(
      lines.compactMap { line in line.entry.id.map { ($0, line.entry.body.type) } },
      uniquingKeysWith: { first, _ in first })
    func comesFirst(_ line: EntryLines.Line) -> Bool {
      guard case .annulled(let annulled) = line.entry.body else { return line.entry.body.type.comesFirst }
      let type =
        switch annulled.of {
        case .id(let id): known[id]?.body.type ?? own[id]
        case .sequence(let number): numbered[number]?.body.type
        }
      return type?.comesFirst ?? false
    }
    return lines.filter(comesFirst) + lines.filter { !comesFirst($0) }
  }

  /// Takes entries one after the other.
  ///
  /// - Parameters:
  ///   - lines: the entries, in the order in which they are decided.
  ///   - file: the name of their file.
  /// - Returns: the problems, and whether they refuse everything even if lines may be left out.
  /// - Throws: ``NeedsWholeLog``, `SystemError.stopped`, the vault's failures.
  mutating func take(
    _ lines: [EntryLines.Line], of file: String
  ) throws -> (problems: [LineProblem], areFinal: Bool) {
    var problems: [LineProblem] = []
    try RowWork.forEach(lines, .deciding, telling: onNews) { line in
      try StopRequest.check()
      do {
        try take(line)
      } catch let problem as LineProblem.Reason {
        problems.append(LineProblem(file: file, line: line.number, problem: problem.problem))
      }
    }
    // A line that rests on a number has been taken by now. Without it the file would be another one, so nothing of the file is
    // taken.
    let taken = try numbersTaken().map { LineProblem(file: file, line: $0.line, problem: $0.problem) }
    return (problems + taken, !taken.isEmpty)
  }

  /// The outcome, complete for the end.
  var result: RecordOutcome {
    var outcome = outcome
    outcome.textWarnings.sort()
    outcome.taken = takenMonths()
    outcome.firstEvents = session.pending.prefix(100).map(\.body)
    return outcome
  }

  /// Takes one entry: decided, and its events added.
  private mutating func take(_ line: EntryLines.Line) throws {
    var entry = line.entry
    let entryKey = entry.key ?? key
    if let id = entry.id, let before = taken[id] ?? known[id] {
      guard before.key == entryKey, try vault.says(entry, theSameAs: before.body) else {
        throw LineProblem.Reason(.refused(.idTaken(id)))
      }
      outcome.repeated += 1
      return
    }
    let target = target(of: entry.body)
    // Before anything of it is kept.
    do {
      try session.state.refuseWithoutRole(entry.body, by: by, undoing: target?.body)
    } catch {
      if !knowsWholeLog { throw NeedsWholeLog() }
      throw LineProblem.Reason(.refused(error))
    }
    let current = entry.body.person.flatMap { session.state.person($0)?.currentData }
    if entry.privateData?["idNumber"] != nil, let person = entry.body.person { renumberings[person]? -= 1 }
    let sealed = try vault.seal(&entry, onto: current, isLive: true)
    if let sealed, case .registered(let body) = entry.body { try beginAnew(body.person, sealed.data) }
    if let number = sealed?.newNumber { try claim(number, for: entry.body.person, line: line.number) }
    var context = context(entryKey)
    context.allowsAboveDebt = aboveDebt
    // An annulment takes away what its target gave.
    let concerned = target?.body ?? entry.body
    if concerned.mayTakePaidMonths, let person = concerned.person, undue[person] == nil {
      undue[person] = UnduePayments(of: person, in: session.state)
    }
    let bodies: [EventBody]
    do {
      bodies = try session.state.decide(
        entry.body, context,
        annulling: target.map { target in
          AnnulmentTarget(
            type: target.body.type, isAnnulled: session.annulments.contains(target),
            correction: target.body.person.flatMap { pasts[$0] }?.filter { !session.annulments.contains($0) }
              .correction(ofHouseholdIn: target))
        })
    } catch {
      if !knowsWholeLog { throw NeedsWholeLog() }
      throw LineProblem.Reason(.refused(error))
    }
    if bodies.isEmpty {
      outcome.repeated += 1
      return
    }
    if !knowsWholeLog, bodies.contains(where: \.type.isDecidedOnWholeLog) { throw NeedsWholeLog() }
    if let sealed, let person = entry.body.person {
      _ = try vault.store(sealed.data, for: person)
      names[person] = nil
    }
    if case .startConfirmed(let body) = entry.body {
      outcome.confirmedLate += session.state.lateness(of: body, on: context.today).map {
        (line.number, body.person, $0)
      }
    }
    var regrouping: Fen?
    if case .contributed(let body) = entry.body, let person = session.state.person(body.person),
      person.parts(replacedBy: body).contains(where: { $0.kind != body.insurance })
    {
      regrouping = person.contributed(for: body.month)
    }
    try add(
      bodies, entry, key: entryKey, naming: namesKeptOut(of: entry.body, sealed?.data), undoing: target?.body,
      line: line.number)
    if case .applied(let body) = entry.body {
      let papers = session.state.papersMissing(from: body, acceptedOn: context.today)
      if !papers.isEmpty { outcome.withoutPapers.append((line.number, body.person, papers)) }
    }
    if let regrouping, case .contributed(let body) = entry.body {
      outcome.regrouped.append(
        RegroupedContribution(
          person: body.person, month: body.month, before: regrouping,
          after: session.state.person(body.person)?.contributed(for: body.month) ?? .zero))
    }
    outcome.textWarnings.note(entry.body, sealed?.data, line: line.number)
    if case .annulled = entry.body, let person = target?.body.person {
      guard let past = pasts[person] else { preconditionFailure("the pasts of all annulled persons are at hand") }
      try session.refold(person, from: past)
    }
  }

  /// Compares the identity number of a person registered again after an erasure with the earlier one, and makes sure that no
  /// older data are left.
  ///
  /// > Source: contract 3, section 4, `erased`.
  private func beginAnew(_ person: Identifier, _ data: PrivateData) throws {
    guard session.state.registration(ofKey: person)?.erased != nil else { return }
    guard try vault.agrees(data.idNumber, withLastOf: person) else {
      throw LineProblem.Reason(.refused(.erasedNumberDiffers(person)))
    }
    let past = try PersonEvents(of: [person], in: LogReader(ledger: path), at: session.annulments.clock)
    var erasures = Erasures()
    for asked in session.state.requests.values { erasures.note(asked.body, by: asked.by) }
    past.history(of: person).forEach { erasures.note($0) }
    if let erasure = erasures.erasure(of: person) { try vault.finish(erasure) }
  }

  private var knowsWholeLog: Bool { session.loaded == nil }

  /// Refuses an identity number that another person has, unless a later line gives that person another: the file is taken
  /// as a whole, so that two numbers can be exchanged.
  private mutating func claim(_ number: ResidentIDNumber, for person: Identifier?, line: Int) throws {
    guard let person, let other = try vault.person(withIDNumber: number, otherThan: person) else { return }
    // The number of one human, registered with both keys.
    if session.state.personKey(other) == session.state.personKey(person) { return }
    guard renumberings[other] ?? 0 > 0 else { throw LineProblem.Reason(.refused(.identityTaken(by: other))) }
    waiting.append((line, number, person))
  }

  /// The lines whose identity number another person has at the end of the file.
  private func numbersTaken() throws -> [(line: Int, problem: LineProblem.Problem)] {
    try waiting.compactMap { line, number, person in
      try vault.person(withIDNumber: number, otherThan: person).map { (line, .refused(.identityTaken(by: $0))) }
    }
  }

  private mutating func add(
    _ bodies: [EventBody], _ entry: Entry, key: Identifier?, naming names: [String], undoing target: EventBody?,
    line: Int
  ) throws {
    let sequence = session.state.size
    for (position, body) in bodies.enumerated() {
      // Only the entry's own event carries its id; the events that follow from it have none.
      do {
        try session.add(
          body, by: by, key: key, id: position == 0 ? entry.id : nil,
          naming: position == 0 ? names : [], undoing: target)
      } catch let refusal as Refusal {
        throw LineProblem.Reason(.refused(refusal))
      }
      if case .rejected(let rejected) = body { outcome.rejections.append((line, rejected.person, rejected.reasons)) }
      if case .approved = body { outcome.approvals += 1 }
    }
    outcome.accepted += 1
    outcome.events += bodies.count
    if let id = entry.id {
      taken[id] = Event(sequence: sequence, recorded: session.now, by: by, key: key, id: id, body: entry.body)
    }
  }

  /// The names that no text of an entry may hold: those of its person and of the person who acts for them.
  ///
  /// Names that a damaged vault cannot give are not looked for.
  private mutating func namesKeptOut(of body: EventBody, _ sealed: PrivateData?) -> [String] {
    guard body.type.hasFreeText else { return [] }
    var found = sealed?[.delegate].map { [$0] } ?? []
    guard let person = body.person else { return found }
    if names[person] == nil {
      let digest = session.state.person(person)?.currentData
      names[person] = .some(digest.flatMap { try? vault.data(digest: $0) }?.name)
    }
    if let name = names[person] ?? nil { found.append(name) }
    return found
  }

  /// The event that an annulment names, in the log or among those just decided.
  private func target(of body: EventBody) -> Event? {
    guard case .annulled(let annulled) = body else { return nil }
    switch annulled.of {
    case .id(let id): return taken[id] ?? known[id]
    case .sequence(let number): return numbered[number] ?? session.pending.first { $0.sequence == number }
    }
  }

  /// The months paid or on their way that the entries have taken away so far, by person.
  private func takenMonths() -> [TakenMonth] {
    undue.keys.sorted().flatMap { person in
      undue[person].map { UnduePayments(of: person, in: session.state).taken(from: person, since: $0) } ?? []
    }
  }

  /// Makes the vault durable, then appends: a digest in the log always has its data.
  mutating func finish() throws {
    try vault.commit()
    try session.commit(by: by)
  }

  var change: LogChange { session.change }
  var state: LedgerState { session.state }
}
