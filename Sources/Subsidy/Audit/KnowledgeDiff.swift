import Policy
public import Values

/// The changes between two states of knowledge: months, amounts and the events that caused them.
public struct KnowledgeDiff: Sendable {
  /// The knowledge of a month.
  public struct Side: Hashable, Sendable {
    /// The month with its amounts.
    public let entitlement: MonthEntitlement
    /// Everything against it.
    public let reasons: [Reason]
  }

  /// A month whose amounts or reasons changed.
  public struct Change: Hashable, Sendable {
    /// The person.
    public let person: Identifier
    /// The scheme.
    public let scheme: Identifier
    /// The month.
    public let month: Month
    /// The knowledge before; nil if the month was not listed yet.
    public let before: Side?
    /// The knowledge after; nil if the month is no longer listed.
    public let after: Side?
    /// The sequence numbers of the events that caused it, ascending: an annulment in place of the event that it annuls.
    public let causes: [UInt64]
  }

  /// The changes by person, scheme and month.
  public let changes: [Change]
  /// How many persons have one.
  public var persons: Int { Set(changes.map(\.person)).count }
}

/// The events recorded between two points in time that can change amounts, gathered in one pass over the log.
public struct RecordedBetween: Sendable {
  private let start: UInt64
  private let annulments: Annulments
  private var own: [Identifier: [EventBearing]] = [:]
  private var adoptions: [EventBearing] = []
  private var cancelledBatches: [Identifier: UInt64] = [:]
  /// The events that may be reversed, by their numbers.
  private var reversible: [UInt64: EventBody] = [:]

  /// Nothing yet.
  ///
  /// - Parameters:
  ///   - start: how many events the earlier point knows.
  ///   - annulments: those that the later point knows.
  public init(start: UInt64, annulments: Annulments) {
    self.start = start
    self.annulments = annulments
  }

  /// Takes in an event that the later point knows, even if it is annulled.
  public mutating func note(_ event: Event) {
    let annulment = annulments.annulment(of: event)
    if annulments.reversible.contains(event.sequence) { reversible[event.sequence] = event.body }
    if event.sequence >= start {
      // Recorded and annulled in between: it changed nothing.
      if annulment != nil { return }
      take(event.body, event.sequence)
    } else if let annulment, annulment >= start {
      take(event.body, annulment)
    }
  }

  /// Takes in the adoptions that the later point knows; nothing revokes an adoption.
  public mutating func note(adoptionsOf later: LedgerState) {
    for (number, adopted) in later.timelines.enumerated() {
      for (policy, sequence) in zip(adopted.policies, adopted.sequences) where sequence >= start {
        adoptions.append(
          EventBearing(
            adoptionOf: later.schemes[UInt32(number)], from: policy.effectiveFrom.month, sequence: sequence))
      }
    }
  }

  private mutating func take(_ body: EventBody, _ sequence: UInt64) {
    if let person = body.person {
      guard let bearing = EventBearing(body, sequence: sequence) else { return }
      own[person, default: []].append(bearing)
      if case .samePerson(let join) = body { own[join.other, default: []].append(bearing) }
      return
    }
    switch body {
    case .policyAdopted(let body):
      adoptions.append(EventBearing(adoptionOf: body.scheme, from: body.effectiveFrom.month, sequence: sequence))
    // A reversal changes the months that its event had changed.
    case .reversed(let body): if let target = reversible[body.of], target.person != nil { take(target, sequence) }
    default: if let batch = body.batchGivenUp { cancelledBatches[batch] = sequence }
    }
  }

  /// The events that changed a month, ascending: those that bear on it, else all of the person's in the scheme.
  fileprivate func causes(
    of month: Month, _ keys: [Identifier], in scheme: Identifier, batches: [Identifier]
  ) -> [UInt64] {
    let theirs = keys.flatMap { own[$0] ?? [] }
    var found = (theirs + adoptions).filter { $0.covers(month, in: scheme) }.map(\.sequence)
    found += batches.compactMap { cancelledBatches[$0] }
    if found.isEmpty { found = (theirs + adoptions).filter { $0.isOf(scheme) }.map(\.sequence) }
    return Set(found).sorted()
  }
}

extension LedgerState {
  /// Compares the knowledge of an earlier state with that of a later one.
  ///
  /// - Parameters:
  ///   - later: the later state.
  ///   - recorded: the events recorded between the two.
  ///   - only: the scheme to compare; nil for all.
  ///   - whose: the keys whose months are compared; nil for those of all persons.
  /// - Returns: the months whose amounts or reasons differ.
  /// - Complexity: linear in the months of both states that are compared.
  public func difference(
    to later: LedgerState, _ recorded: RecordedBetween, in only: Identifier? = nil, of whose: Set<Identifier>? = nil
  ) -> KnowledgeDiff {
    var changes: [KnowledgeDiff.Change] = []
    let persons = whose ?? Set(persons.identifiers).union(later.persons.identifiers)
    for person in persons.sorted() {
      let (before, after) = (sides(of: person), later.sides(of: person))
      for scheme in Set(before.keys).union(after.keys).sorted() where only == nil || only == scheme {
        let (old, new) = (before[scheme] ?? [:], after[scheme] ?? [:])
        for month in Set(old.keys).union(new.keys).sorted() {
          if let old = old[month], let new = new[month], old.says(theSameAs: new) { continue }
          let batches = later.batches(of: month, person, in: scheme)
          changes.append(
            KnowledgeDiff.Change(
              person: person, scheme: scheme, month: month, before: old[month], after: new[month],
              causes: recorded.causes(
                of: month, later.personKey(person) == person ? later.keys(of: person) : [person], in: scheme,
                batches: batches)))
        }
      }
    }
    return KnowledgeDiff(changes: changes)
  }

  /// Every month of a person by scheme and month.
  private func sides(of person: Identifier) -> [Identifier: [Month: KnowledgeDiff.Side]] {
    // The events of a key that was joined belong to the person.
    guard personKey(person) == person, let number = number(ofPerson: person) else { return [:] }
    var sides: [Identifier: [Month: KnowledgeDiff.Side]] = [:]
    for claim in entitlements(ofPersonAt: Int(number)) {
      for month in claim.months {
        sides[schemes[claim.scheme], default: [:]][month.month] = KnowledgeDiff.Side(
          entitlement: month, reasons: month.reasons(in: timelines[Int(claim.scheme)], term: claim.term))
      }
    }
    return sides
  }

  /// The batches that have an item for a month.
  private func batches(of month: Month, _ person: Identifier, in scheme: Identifier) -> [Identifier] {
    guard let number = number(ofPerson: person), let scheme = schemes.number(of: scheme) else { return [] }
    let items = people[Int(number)].claim(scheme: scheme)?.items ?? []
    return items.filter { $0.month == month }.map { batchNames[$0.batch] }
  }
}

extension KnowledgeDiff.Side {
  /// Whether amounts and reasons are the same: neither the place in the order of slots nor the contribution is asked.
  fileprivate func says(theSameAs other: Self) -> Bool {
    let (old, new) = (entitlement, other.entitlement)
    return old.entitled == new.entitled && old.paid == new.paid && old.repaid == new.repaid
      && old.inFlight == new.inFlight && reasons.map(\.code) == other.reasons.map(\.code)
  }
}
