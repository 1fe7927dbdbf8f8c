import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The fold does not care who else is in the ledger, nor in how many steps it is taken.
@Suite struct FoldTests {
  static let seeds: [UInt64] = Array(1...12)
  static let people = RandomHistory.people
  static func history(_ seed: UInt64) -> [Event] { RandomHistory.events(seed) }

  static func fold(_ events: [Event], annulled: Annulments) throws -> LedgerState {
    var state = LedgerState()
    try state.evolve(events, leavingOut: annulled)
    return state
  }

  static func annulments(_ events: [Event]) -> Annulments {
    Annulments(in: events)
  }

  @Test("a person's own events with the shared ones give what all events give", arguments: seeds)
  func foldsPersonByPerson(_ seed: UInt64) throws {
    let events = FoldTests.history(seed)
    let annulled = FoldTests.annulments(events)
    let whole = try FoldTests.fold(events, annulled: annulled)
    for person in FoldTests.people {
      let own = events.filter { $0.body.person == nil || $0.body.person == person }
      let alone = try FoldTests.fold(own, annulled: annulled)
      #expect(Story.json(alone, person) == Story.json(whole, person), "seed \(seed), \(person)")
      #expect(Story.service(alone, person) == Story.service(whole, person), "seed \(seed), \(person)")
    }
  }

  @Test("what was known at an instant is what the events until then give", arguments: seeds)
  func foldsPrefixes(_ seed: UInt64) throws {
    let events = FoldTests.history(seed)
    let instants = Set(events.map(\.recorded)).sorted()
    for index in stride(from: 0, to: instants.count, by: 4) {
      let instant = instants[index]
      let prefix = events.filter { $0.recorded <= instant }
      let known = try Fixtures.fold(prefix)
      // One step at a time, and the annulments of the prefix only.
      let stepped = try FoldTests.fold(Array(events.prefix(prefix.count)), annulled: FoldTests.annulments(prefix))
      for person in FoldTests.people {
        #expect(Story.json(known, person) == Story.json(stepped, person), "seed \(seed), \(instant)")
      }
      #expect(known.size <= UInt64(prefix.count))
    }
  }

  @Test("folding one person again after an annulment is folding everything again", arguments: seeds)
  func refolds(_ seed: UInt64) throws {
    let events = FoldTests.history(seed)
    var annulled = Annulments()
    annulled.keep(FoldTests.annulments(events).reversible)
    var state = LedgerState(keeping: annulled.reversible)
    for (index, event) in events.enumerated() {
      if !annulled.contains(event) { try state.evolve(event) }
      guard case .annulled(let body) = event.body else { continue }
      annulled.insert(body, at: event.sequence)
      let past = events[...index]
      let target = past.first { annulled.contains($0) && FoldTests.names(body, $0) }
      guard let person = target?.body.person else { continue }
      try state.refold(person, from: past.history(of: person), leavingOut: annulled)
      let fresh = try FoldTests.fold(Array(past), annulled: annulled)
      // One all of whose events are annulled is known by name to the one and not to the other.
      for other in FoldTests.people where fresh.person(other) != nil {
        #expect(Story.json(state, other) == Story.json(fresh, other), "seed \(seed), at \(index)")
        #expect(Story.service(state, other) == Story.service(fresh, other), "seed \(seed), at \(index)")
      }
      #expect(state.size == fresh.size)
      #expect(state.lastRecorded == fresh.lastRecorded)
    }
  }

  private static func names(_ body: Annulled, _ event: Event) -> Bool {
    switch body.of {
    case .sequence(let sequence): event.sequence == sequence
    case .id(let id): event.id == id
    }
  }

  @Test("no month is worth money while a reason is against it, and sums are those of the months", arguments: seeds)
  func keepsItsBooks(_ seed: UInt64) throws {
    let state = try Fixtures.fold(FoldTests.history(seed))
    for number in state.personsInOrder {
      for claim in state.entitlements(ofPersonAt: number) {
        #expect(claim.months.map(\.month) == claim.months.map(\.month).sorted())
        for month in claim.months {
          #expect(month.reasons.isEmpty || month.entitled == .zero, "seed \(seed)")
          #expect(month.payable >= .zero && month.overpaid >= .zero)
          #expect(month.payable == .zero || month.overpaid == .zero)
        }
        #expect(claim.recovery.overpaid == claim.months.reduce(Fen.zero) { $0 + $1.overpaid })
        #expect(claim.recovery.undemanded <= claim.recovery.overpaid)
      }
    }
  }
}
