public import Values

/// A contribution on which an order of its month rests.
public struct RestingContribution: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The month.
  public let month: Month
  /// The batch that has the month.
  public let batch: Identifier

  /// Names a contribution.
  public init(person: Identifier, month: Month, batch: Identifier) {
    self.person = person
    self.month = month
    self.batch = batch
  }
}

/// What undoing an import annuls, and what it leaves.
public struct ImportUndo: Sendable {
  /// The annulments.
  public internal(set) var annulments: [Annulled] = []
  /// The persons whom they are about, each once or more.
  public internal(set) var persons: [Identifier] = []
  /// The contributions that stay.
  public internal(set) var kept: [RestingContribution] = []
}

extension LedgerState {
  /// The id that the next import of a day will have, which no other ever has.
  public func importName(_ context: DecisionContext) -> Identifier { name(lettered: "I", context.today, size) }

  /// Decides to undo an import of contributions: all of it, or all on which no order rests.
  ///
  /// - Parameters:
  ///   - name: the import's id.
  ///   - events: its events.
  ///   - annulments: those of the ledger.
  ///   - keepsResting: whether what an order rests on may stay.
  /// - Returns: the annulments, and what stays.
  /// - Throws: ``Refusal``, if there is no such import, or something rests on it that may not stay.
  public func decideUndo(
    of name: Identifier, _ events: [Event], annulled annulments: Annulments, keepsResting: Bool
  ) throws(Refusal) -> ImportUndo {
    if events.isEmpty { throw .unknownImport(name) }
    var undo = ImportUndo()
    for event in events where !annulments.contains(event) {
      guard case .contributed(let body) = event.body else { throw .unknownImport(name) }
      if let later = laterOrder(of: body.person, after: event.sequence, { $0 == body.month }) {
        undo.kept.append(RestingContribution(person: body.person, month: body.month, batch: later.batch))
      } else {
        undo.annulments.append(Annulled(of: .sequence(event.sequence), reason: "import undo \(name)"))
        undo.persons.append(body.person)
      }
    }
    if !undo.kept.isEmpty, !keepsResting { throw .restsOnImport(name, undo.kept) }
    return undo
  }
}
