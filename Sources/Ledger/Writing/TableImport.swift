import JSONText
import Papers
import Policy
public import Sheets
import Subsidy
import System
public import Values
import Vault

/// The subject of a row of a table.
public struct RowSubject: Sendable {
  /// The person.
  public let person: Identifier
  /// The columns with private values that differ from the vault's, or that the vault lacks.
  public let changedColumns: [String]
}

/// The outcome of an import of a table of entries, or what it would be.
public struct TableOutcome: Sendable {
  /// The import's id, with which those of its entries begin; nil if it recorded nothing.
  public internal(set) var id: Identifier?
  /// Rows of the table.
  public internal(set) var rows = 0
  /// Rows with nothing new for the ledger.
  public internal(set) var unchanged = 0
  /// Persons who were not registered before, with the key that the program made.
  public internal(set) var newPersons: [(row: Int, person: Identifier)] = []
  /// The subject of the first row; nil for a table without a row that can be taken.
  public internal(set) var first: RowSubject?
  /// The outcome of recording, as for a file of entries.
  public internal(set) var record = RecordOutcome()
  /// Rows of persons who are not registered, which were left out.
  public internal(set) var strangers: [LineProblem] = []
  /// Headings of columns that were not taken in, because none of the form's columns is known by them.
  public internal(set) var unreadColumns: [String] = []
}

/// How rows of persons who are not registered are treated.
public enum StrangerRows: Hashable, Sendable {
  /// They are faults of the table, which then is not taken.
  case refused
  /// They are left out; they are handed back to a caller that wants them.
  case leftOut
  /// They are left out, and written beside the file, perhaps in the place of an earlier one.
  case writtenBeside(replacing: Bool)
}

/// The terms that an office sets for an import of a table.
public struct TableTerms: Hashable, Sendable {
  /// How rows of persons who are not registered are treated.
  public var strangers: StrangerRows
  /// Whether nothing is recorded and nothing written.
  public var isDryRun: Bool

  /// Makes terms, by default none of it.
  public init(strangers: StrangerRows = .refused, isDryRun: Bool = false) {
    self.strangers = strangers
    self.isDryRun = isDryRun
  }
}

extension SubsidyLedger {
  /// Takes in a table whose rows become the entries that ``record(_:by:key:skipsRefused:replacing:aboveDebt:isDryRun:)`` takes,
  /// decided in the same way: all of it as one commit, or nothing.
  ///
  /// - Parameters:
  ///   - file: a table with the columns of the kind.
  ///   - kind: the kind of its rows.
  ///   - scheme: the scheme whose pack gives the choices.
  ///   - terms: the office's terms.
  ///   - by: the operator.
  ///   - key: the operator's signing key.
  ///   - count: how many rows there are by a person's count; nil if no one counted.
  ///   - profile: the office's names for its columns; nil for the usual headings.
  ///   - returning: takes the rows that cannot be taken or were left out; nil if the caller does not want them.
  /// - Returns: the entries taken, and their effects.
  /// - Throws: ``LedgerFailure`` with every row that cannot be taken; nothing is appended then.
  public func importTable(
    _ file: String, as kind: EntryTable, scheme: Identifier, terms: TableTerms = TableTerms(), by: Identifier,
    key: Identifier? = nil, rows count: UInt64? = nil, profile: SheetProfile? = nil,
    returning: ((ReturnedRows) throws -> Void)? = nil
  ) throws -> TableOutcome {
    try importTable(
      Input.read(file, atMost: InputLimit.table), named: file, as: kind, scheme: scheme, terms: terms, by: by, key: key,
      rows: count, profile: profile, returning: returning)
  }

  /// Takes in a table that is in memory, as ``importTable(_:as:scheme:terms:by:key:rows:profile:returning:)`` takes a file.
  ///
  /// - Parameters:
  ///   - bytes: the table.
  ///   - file: its name in problems.
  ///   - kind: the kind of its rows.
  ///   - scheme: the scheme whose pack gives the choices.
  ///   - terms: the office's terms.
  ///   - by: the operator.
  ///   - key: the operator's signing key.
  ///   - count: how many rows there are by a person's count; nil if no one counted.
  ///   - profile: the office's names for its columns; nil for the usual headings.
  ///   - returning: takes the rows that cannot be taken or were left out; nil if the caller does not want them.
  /// - Returns: the entries taken, and their effects.
  /// - Throws: as there.
  public func importTable(
    _ bytes: [UInt8], named file: String, as kind: EntryTable, scheme: Identifier, terms: TableTerms = TableTerms(),
    by: Identifier, key: Identifier? = nil, rows count: UInt64? = nil, profile: SheetProfile? = nil,
    returning: ((ReturnedRows) throws -> Void)? = nil
  ) throws -> TableOutcome {
    let recording = try Recording(self, lines: [], by, key, false, isDryRun: terms.isDryRun, onWholeLog: true)
    let pack = try recording.state.pack(of: scheme, on: recording.today)
    let table = try SheetFile(bytes, named: file, kind.form(pack), profile: profile, rows: count, telling: onNews)
    return try take(table, kind, scheme, pack, terms, recording, returning)
  }

  private func take(
    _ table: SheetFile, _ kind: EntryTable, _ scheme: Identifier, _ pack: PolicyPack, _ terms: TableTerms,
    _ recording: consuming Recording, _ returning: ((ReturnedRows) throws -> Void)?
  ) throws -> TableOutcome {
    let name = recording.importName
    var outcome = TableOutcome()
    outcome.unreadColumns = table.table.unread
    try table.handingBack(to: returning) {
      let lines = try read(table, kind, scheme, pack, terms, recording, &outcome)
      recording.expect(lines)
      try take(lines, &recording, ImportedEntries(name), table.name)
      return outcome.strangers
    }
    outcome.record = recording.result
    if terms.isDryRun { return outcome }
    try table.write(outcome.strangers, as: terms.strangers)
    try recording.finish()
    if outcome.record.events > 0 { outcome.id = name }
    follow(recording.change, to: recording.state)
    return outcome
  }

  /// The entries that the rows of a table say.
  private func read(
    _ table: SheetFile, _ kind: EntryTable, _ scheme: Identifier, _ pack: PolicyPack, _ terms: TableTerms,
    _ recording: borrowing Recording, _ outcome: inout TableOutcome
  ) throws -> [EntryLines.Line] {
    var reader = EntryRows(table, kind, scheme, pack, recording.importName, in: recording.state)
    var strangers: [LineProblem] = []
    let rows = try table.read { row -> [EntryLines.Line] in
      do {
        return try reader.entries(row, recording)
      } catch let reason as LineProblem.Reason where terms.strangers != .refused && reason.problem.namesStranger {
        strangers.append(LineProblem(file: table.name, line: row.number, problem: reason.problem))
        return []
      }
    }
    outcome.rows = rows.count
    outcome.strangers = strangers
    outcome.newPersons = reader.newPersons
    outcome.first = reader.first
    outcome.unchanged = rows.count { $0.isEmpty } - strangers.count
    return rows.flatMap(\.self)
  }

  /// Takes in entries, each with an id of the import's own.
  private func take(
    _ lines: [EntryLines.Line], _ recording: inout Recording, _ ids: ImportedEntries, _ file: String
  ) throws {
    var named = recording.inOrderOfDecision(lines)
    for place in named.indices { named[place].entry.id = ids.id(place + 1) }
    let problems = try recording.take(named, of: file).problems
    if !problems.isEmpty { throw LedgerFailure.lines(problems.sorted { $0.line < $1.line }) }
  }

  /// The form of a kind of table, and a fixed time for it, so that every caller gets the same file.
  ///
  /// - Throws: `Refusal.unknownScheme`; the log's failures.
  package func form(_ kind: EntryTable?, of scheme: Identifier) throws -> (form: SheetForm, made: Instant) {
    let pack = try state().pack(of: scheme, on: clock().civilDate)
    let made = Instant(seconds: Int64(pack.effectiveFrom.days) * 86_400)
    return (kind?.form(pack) ?? .contributions, made)
  }
}

extension LedgerState {
  /// The pack of a scheme that is in force on a day, or will be the first.
  fileprivate func pack(of scheme: Identifier, on day: CivilDate) throws(Refusal) -> PolicyPack {
    guard let timeline = timeline(of: scheme)?.timeline,
      let pack = (timeline.inForce(on: day) ?? timeline.policies.first)?.pack
    else { throw .unknownScheme(scheme) }
    return pack
  }
}

/// Makes entries of rows.
struct EntryRows {
  private let table: SheetFile
  private let kind: EntryTable
  private let scheme: Identifier
  private let pack: PolicyPack
  private let name: Identifier
  private let state: LedgerState
  private(set) var newPersons: [(row: Int, person: Identifier)] = []
  /// The subject of the first row.
  private(set) var first: RowSubject?
  /// The statements of the rows so far: a person, and the fact or stage if the row is about one.
  private var seen: Set<String> = []
  private var numbers: Set<ResidentIDNumber> = []

  init(
    _ table: SheetFile, _ kind: EntryTable, _ scheme: Identifier, _ pack: PolicyPack, _ name: Identifier,
    in state: LedgerState
  ) {
    self.table = table
    self.kind = kind
    self.scheme = scheme
    self.pack = pack
    self.name = name
    self.state = state
  }

  /// The entries of a row; none if the ledger holds all of it.
  mutating func entries(_ row: SheetTable.Row, _ recording: borrowing Recording) throws -> [EntryLines.Line] {
    let number = try table.isFilled("idNumber", row) ? table.idNumber("idNumber", row) : nil
    let isKeyed = try table.isFilled("person", row)
    var person = isKeyed ? try table.personKey("person", row) : nil
    if person == nil {
      guard let number else { throw table.problem("idNumber", "", .idNumber) }
      person = try recording.person(withIDNumber: number).map { state.personKey($0) }
    }
    let entries: [Entry]
    switch kind {
    case .registrations: entries = try registration(row, person, number, recording).entries
    case .applications:
      let registered = try registration(row, person, number, recording)
      entries = try registered.entries + facts(row, registered.person) + [application(row, registered.person)]
    case .facts: entries = try fact(row, told(known(person)))
    case .reviews: entries = [try review(row, told(known(person)))]
    }
    return entries.map { EntryLines.Line(number: row.number, entry: $0) }
  }

  private mutating func told(_ person: Identifier) -> Identifier {
    if first == nil { first = RowSubject(person: person, changedColumns: []) }
    return person
  }

  private func known(_ person: Identifier?) throws -> Identifier {
    guard let person else { throw LineProblem.Reason(.unknownIdentity) }
    if state.person(person)?.registered == nil { throw LineProblem.Reason(.refused(.unknownPerson(person))) }
    return person
  }

  private mutating func note(_ what: String, _ person: Identifier) throws {
    if !seen.insert("\(person) \(what)").inserted { throw LineProblem.Reason(.repeatedRow) }
  }

  /// The registration of a row's person, and no entries if the same registration counts already.
  private mutating func registration(
    _ row: SheetTable.Row, _ key: Identifier?, _ number: ResidentIDNumber?, _ recording: borrowing Recording
  ) throws -> (person: Identifier, entries: [Entry]) {
    let person: Identifier
    if let key { person = key } else { person = try newKey(row) }
    try note("", person)
    if let number, !numbers.insert(number).inserted { throw LineProblem.Reason(.repeatedRow) }
    let known = state.person(person)
    let current = known?.registered
    guard let birth = number?.birth ?? current?.birth, let isMale = number?.isMale ?? current?.isMale else {
      throw table.problem("idNumber", "", .idNumber)
    }
    let household = try region("household", row) ?? current?.household
    guard let household else { throw table.problem("household", "", .region) }
    var fields: [JSONValue.Member] = number.map { [JSONValue.Member("idNumber", .string($0.text))] } ?? []
    for field in EntryTable.privateFields {
      let isNumber = field == "phone" || field == "account"
      if let text = try isNumber ? table.number(field, row) : table.text(field, row) {
        fields.append(JSONValue.Member(field, .string(text)))
      }
    }
    let changed = try recording.changes(of: fields, known?.currentData)
    if first == nil { first = RowSubject(person: person, changedColumns: changed) }
    let since = try table.isFilled("since", row) ? table.date("since", row) : nil
    // For a move, the household from its day on is compared with the known one.
    let isAtHome =
      since.map { day in known?.households.inForce(on: day).map { $0 == (household, day) } ?? false }
      ?? (current?.household == household)
    if let current, current.birth == birth, current.isMale == isMale, isAtHome, changed.isEmpty { return (person, []) }
    if current == nil { newPersons.append((row.number, person)) }
    let body = Registered(
      person: person, birth: birth, isMale: isMale, household: household, prior: current?.prior,
      womenAge: current?.womenAge, since: since)
    return (person, [Entry(body: .registered(body), privateData: fields.isEmpty ? nil : .object(fields))])
  }

  /// A key that reveals nothing about the person: the import's own, and the row.
  private func newKey(_ row: SheetTable.Row) throws -> Identifier {
    guard let key = ownName("p", row), key.isPersonKey, state.person(key) == nil
    else { throw LineProblem.Reason(.unknownIdentity) }
    return key
  }

  /// A name of the import's own: another letter in place of the import's, and the row.
  private func ownName(_ letter: String, _ row: SheetTable.Row) -> Identifier? {
    Identifier("\(letter)\(name.description.dropFirst())-\(row.number)")
  }

  private func region(_ column: String, _ row: SheetTable.Row) throws -> Region? {
    guard try table.isFilled(column, row) else { return nil }
    return try table.value(column, row, .region) { text in
      Region(text) ?? RegionNames.code(of: text).flatMap { Region($0) }
    }
  }

  private func application(_ row: SheetTable.Row, _ person: Identifier) throws -> Entry {
    let isFilled = try table.isFilled("application", row)
    let id =
      isFilled
      ? try table.value("application", row, .identifier) { Identifier($0) }
      : ownName("a", row)
    guard let id else { throw table.problem("application", "", .identifier) }
    return Entry(
      body: .applied(
        Applied(
          person: person, application: id, scheme: scheme, from: try table.month("from", row),
          undertaking: try table.choice("undertaking", row, .yesNo) == "yes",
          channel: try table.text("channel", row) ?? "table", district: try region("district", row))))
  }

  private func facts(_ row: SheetTable.Row, _ person: Identifier) throws -> [Entry] {
    try EntryTable.facts(askedBy: pack).compactMap { fact in
      let key = EntryTable.factKey(fact)
      guard try table.isFilled(key, row) else { return nil }
      let from = try table.date(key, row)
      if state.hasFact(fact, of: person, from: from, to: nil) { return nil }
      return Entry(
        body: .factRecorded(
          FactRecorded(
            person: person, fact: fact, from: from, source: try table.text("source", row) ?? "table",
            detail: try table.text(EntryTable.detailKey(fact), row))))
    }
  }

  private mutating func fact(_ row: SheetTable.Row, _ person: Identifier) throws -> [Entry] {
    let code = try table.choice("fact", row, .fact)
    guard let fact = FactCode(rawValue: code) else { throw table.problem("fact", code, .fact) }
    let from = try table.date("factFrom", row)
    let to = try table.isFilled("factTo", row) ? table.date("factTo", row) : nil
    try note("\(code) \(from)", person)
    if state.hasFact(fact, of: person, from: from, to: to) { return [] }
    return [
      Entry(
        body: .factRecorded(
          FactRecorded(
            person: person, fact: fact, from: from, to: to, source: try table.text("source", row) ?? "table",
            detail: try table.text("detail", row))))
    ]
  }

  private mutating func review(_ row: SheetTable.Row, _ person: Identifier) throws -> Entry {
    let pending = state.pendingApplications(of: person, in: scheme)
    let application: Identifier
    if try table.isFilled("application", row) {
      application = try table.value("application", row, .identifier) { Identifier($0) }
    } else {
      guard pending.count == 1 else { throw table.problem("application", "", .identifier) }
      application = pending[0].id
    }
    let stage: Identifier
    if try table.isFilled("stage", row) {
      let code = try table.choice("stage", row, .stage)
      guard let named = Identifier(code) else { throw table.problem("stage", code, .stage) }
      stage = named
    } else {
      let passed = pending.first { $0.id == application }?.passed ?? []
      guard let next = pack.process.stages.first(where: { !passed.contains($0.name) }) else {
        throw table.problem("stage", "", .stage)
      }
      stage = next.name
    }
    try note("\(application) \(stage)", person)
    let hasPassed = try table.choice("outcome", row, .outcome) == "passed"
    let reason = try table.text("reason", row)
    if !hasPassed, reason == nil { throw table.problem("reason", "", .reason) }
    return Entry(
      body: .verified(
        Verified(
          person: person, application: application, stage: stage, hasPassed: hasPassed,
          reasons: hasPassed ? [] : reason.map { [RejectionReason(code: $0, clause: nil)] } ?? [])))
  }
}
