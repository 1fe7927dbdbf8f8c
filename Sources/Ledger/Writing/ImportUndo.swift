import EventLog
public import Subsidy
import System
public import Values

/// The entries of an imported list, by their ids: the import's own, which ends in the number of its first event, and the
/// entry's number in the list.
struct ImportedEntries {
  private let prefix: [UInt8]
  private let first: UInt64

  init(_ name: Identifier) {
    let text = name.description
    prefix = Array("\(text)/".utf8)
    first = text.split(separator: "-").last.flatMap { UInt64($0.prefix { $0.isNumber }) } ?? 0
  }

  /// The id of an entry.
  func id(_ number: Int) -> Identifier? {
    let text = prefix + Array("\(number)".utf8)
    return Identifier(entryID: text, at: 0, count: text.count)
  }

  /// Whether an event is one of them.
  func contains(_ event: Event) -> Bool {
    guard event.sequence >= first, let id = event.id else { return false }
    var bytes: [UInt8] = []
    id.append(to: &bytes)
    return bytes.starts(with: prefix)
  }
}

/// The outcome of undoing an import.
public struct ImportUndoOutcome: Sendable {
  /// How many entries count as never having been recorded, or are withdrawn.
  public internal(set) var undone = 0
  /// How many were so already.
  public internal(set) var before = 0
  /// Those on which something rests, which stay.
  public internal(set) var kept: [RestingEntry] = []
  /// Months paid or on their way that are not due any more.
  public internal(set) var taken: [TakenMonth] = []
}

extension SubsidyLedger {
  /// Takes back a whole import, or all of it on which nothing rests.
  ///
  /// The records before the import count again; applications that wait are withdrawn.
  ///
  /// - Parameters:
  ///   - name: the import's id.
  ///   - keepsResting: whether entries on which something rests stay; else nothing is undone if there are any.
  ///   - isDryRun: whether nothing is recorded.
  ///   - by: the operator.
  /// - Returns: the entries undone, and those that stay.
  /// - Throws: ``Refusal/unknownImport(_:)``, ``Refusal/restsOnImport(_:_:)``; the log's failures.
  public func undoImport(
    _ name: Identifier, keepsResting: Bool = false, isDryRun: Bool = false, by: Identifier
  ) throws -> ImportUndoOutcome {
    let entries = ImportedEntries(name)
    var session = try WriteSession.open(self, by: by, isDryRun: isDryRun) { entries.contains($0) }
    // A repaired tail is shown as well.
    let imported = session.probed.filter { entries.contains($0) }
    let decided = try session.state.decideUndo(
      of: name, imported, annulled: session.annulments, keepsResting: keepsResting)
    var outcome = ImportUndoOutcome(kept: decided.kept)
    outcome.undone = decided.bodies.count
    outcome.before = imported.count - decided.bodies.count - decided.kept.count
    let persons = Set(decided.bodies.compactMap(\.undone.person))
    let pasts = try PersonEvents(of: persons, in: LogReader(ledger: path), at: session.annulments.clock)
    let before = persons.sorted().map { ($0, UnduePayments(of: $0, in: session.state)) }
    for (body, undone) in decided.bodies { try session.add(body, by: by, undoing: undone) }
    try session.refold(persons) { pasts.history(of: $0) }
    outcome.taken = before.flatMap { person, undue in
      UnduePayments(of: person, in: session.state).taken(from: person, since: undue)
    }
    if isDryRun { return outcome }
    try session.commit(by: by)
    follow(session.change, to: session.state)
    return outcome
  }
}
