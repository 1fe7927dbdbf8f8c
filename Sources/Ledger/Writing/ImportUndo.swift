import EventLog
public import Subsidy
import System
public import Values

/// The id of an entry of an imported list: the import's own, and the entry's number in it.
struct ImportedEntry {
  let id: Identifier?

  init(_ name: Identifier, _ number: Int) {
    let text = Array("\(name)/\(number)".utf8)
    id = Identifier(entryID: text, at: 0, count: text.count)
  }

  /// Whether an id is of an entry of an import.
  static func belongs(_ id: Identifier?, to name: Identifier) -> Bool {
    id?.description.hasPrefix("\(name)/") ?? false
  }
}

/// What undoing an import did.
public struct ImportUndoOutcome: Sendable {
  /// How many contributions count as never having been recorded.
  public internal(set) var undone = 0
  /// How many counted so before.
  public internal(set) var before = 0
  /// Those on which an order rests, which stay.
  public internal(set) var kept: [RestingContribution] = []
}

extension SubsidyLedger {
  /// Takes back a whole import of contributions, or all of it on which nothing rests.
  ///
  /// The contributions are annulled: what had been recorded for the months before counts again.
  ///
  /// - Parameters:
  ///   - name: the import's id.
  ///   - keepsResting: whether contributions on which an order rests stay; else nothing is undone if there are any.
  ///   - isDryRun: whether nothing is recorded.
  ///   - by: the operator.
  /// - Returns: what was undone, and what stays.
  /// - Throws: ``Refusal/unknownImport(_:)``, ``Refusal/restsOnImport(_:_:)``; the log's failures.
  public func undoImport(
    _ name: Identifier, keepsResting: Bool = false, isDryRun: Bool = false, by: Identifier
  ) throws -> ImportUndoOutcome {
    var session = try WriteSession.open(self, by: by) { ImportedEntry.belongs($0.id, to: name) }
    let imported = session.probed.filter { ImportedEntry.belongs($0.id, to: name) }
    let decided = try session.state.decideUndo(
      of: name, imported, annulled: session.annulments, keepsResting: keepsResting)
    var outcome = ImportUndoOutcome(kept: decided.kept)
    outcome.undone = decided.annulments.count
    outcome.before = imported.count - decided.annulments.count - decided.kept.count
    if isDryRun { return outcome }
    let persons = Set(decided.persons)
    let pasts = try PersonEvents(of: persons, in: LogReader(ledger: path))
    for body in decided.annulments { try session.add(.annulled(body), by: by) }
    for person in persons { try session.refold(person, from: pasts.history(of: person)) }
    try session.commit(by: by)
    follow(session.change, to: session.state)
    return outcome
  }
}
