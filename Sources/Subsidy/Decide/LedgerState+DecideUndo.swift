public import Values

/// An entry of an import that stays, because a later event or decision rests on it.
public struct RestingEntry: Hashable, Sendable {
  /// The reason that an entry stays.
  public enum Ground: Hashable, Sendable {
    /// A batch that has ordered a month of the person since.
    case ordered(Month, batch: Identifier)
    /// An application, approved or handed in since, or one that offices have begun to decide.
    case application(Identifier)
    /// An event about the person since: an end, a demand, a second key of theirs.
    case event(UInt64)
    /// The entry is a review, which only two people together take back.
    case review(Identifier)
  }

  /// The person.
  public let person: Identifier
  /// The reason that it stays.
  public let ground: Ground

  /// Names an entry.
  public init(person: Identifier, ground: Ground) {
    self.person = person
    self.ground = ground
  }
}

/// The result of undoing an import: the events to record, and the entries that stay.
public struct ImportUndo: Sendable {
  /// Annulments, and withdrawals of applications that wait, each with the event that it undoes.
  public internal(set) var bodies: [(body: EventBody, undone: EventBody)] = []
  /// The entries that stay.
  public internal(set) var kept: [RestingEntry] = []
}

extension LedgerState {
  /// The id that the next import of a day will have, which no other ever has.
  public func importName(_ context: DecisionContext) -> Identifier { name(lettered: "I", context.today, size) }

  /// Decides to undo an import: all of it, or the entries on which nothing rests.
  ///
  /// Contributions, facts and registrations are annulled; applications that wait are withdrawn. A review is taken back by two
  /// people and never in this way.
  ///
  /// - Parameters:
  ///   - name: the import's id.
  ///   - events: its events.
  ///   - annulments: those of the ledger.
  ///   - keepsResting: whether entries on which something rests may stay.
  /// - Returns: the events to record, and the entries that stay.
  /// - Throws: ``Refusal``, if there is no such import, or something rests on it that may not stay.
  public func decideUndo(
    of name: Identifier, _ events: [Event], annulled annulments: Annulments, keepsResting: Bool
  ) throws(Refusal) -> ImportUndo {
    if events.isEmpty { throw .unknownImport(name) }
    var undo = ImportUndo()
    let applications = Set(events.compactMap { if case .applied(let body) = $0.body { body.application } else { nil } })
    for event in events where !annulments.contains(event) {
      guard let person = event.body.person else { throw .unknownImport(name) }
      // An application that was rejected has nothing left to take back.
      if case .applied(let body) = event.body, [.withdrawn, .rejected].contains(application(of: body)?.outcome) {
        continue
      }
      if let ground = ground(for: event, of: person, besides: applications) {
        undo.kept.append(RestingEntry(person: person, ground: ground))
        continue
      }
      if case .applied(let body) = event.body {
        undo.bodies.append((.withdrawn(Withdrawn(person: person, application: body.application)), event.body))
      } else if event.body.type.canBeAnnulled {
        let annulled = Annulled(of: .sequence(event.sequence), reason: "import undo \(name)")
        undo.bodies.append((.annulled(annulled), event.body))
      } else {
        throw .unknownImport(name)
      }
    }
    if !undo.kept.isEmpty, !keepsResting { throw .restsOnImport(name, undo.kept) }
    return undo
  }

  private func application(of applied: Applied) -> ClaimState.Application? {
    let number = names.number(of: applied.application)
    return (person(applied.person)?.claims ?? []).flatMap(\.applications).last { $0.application == number }
  }

  /// The reason that an entry stays; nil if it can be taken back.
  private func ground(
    for event: Event, of person: Identifier, besides own: Set<Identifier>
  ) -> RestingEntry.Ground? {
    func order(_ isOf: (Month) -> Bool) -> RestingEntry.Ground? {
      laterOrder(of: person, after: event.sequence, isOf).map { .ordered($0.month, batch: $0.batch) }
    }
    if case .contributed(let body) = event.body { return order { $0 == body.month } }
    if case .applied(let body) = event.body {
      let application = application(of: body)
      let waits = application?.outcome == .pending && application?.passed.isEmpty ?? true
      return waits ? join(of: person, since: event) : .application(body.application)
    }
    if case .verified(let body) = event.body { return .review(body.application) }
    // A fact can decide on months before and after it.
    return order { _ in true } ?? later(of: person, than: event, besides: own) ?? join(of: person, since: event)
  }

  /// A decision about a person since, made with the entry known.
  private func later(
    of person: Identifier, than event: Event, besides own: Set<Identifier>
  ) -> RestingEntry.Ground? {
    for claim in self.person(person)?.claims ?? [] {
      if let approval = claim.approvals.first(where: { $0.sequence > event.sequence }) {
        return .application(names[approval.application])
      }
      let waiting = claim.applications.first {
        $0.outcome == .pending && $0.sequence > event.sequence && !own.contains(names[$0.application])
      }
      if let waiting { return .application(names[waiting.application]) }
      if let change = claim.changes.first(where: { $0.sequence > event.sequence }) { return .event(change.sequence) }
      if let demand = claim.demands.first(where: { $0.demandedBy > event.sequence && !$0.isCancelled }) {
        return .event(demand.demandedBy)
      }
    }
    return nil
  }

  private func join(of person: Identifier, since event: Event) -> RestingEntry.Ground? {
    if personKey(person) == person { return nil }
    return persons.number(of: person).flatMap { joinSequences[$0] }.map { .event($0) }
  }
}
