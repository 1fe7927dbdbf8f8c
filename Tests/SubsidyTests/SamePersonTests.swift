import JSONText
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// One human under two keys: the effect of a join on the fold.
///
/// > Source: contract 3, section 4, `same-person`.
@Suite struct SamePersonTests {
  static let seeds: [UInt64] = Array(1...24)
  static let join = SamePerson(person: "p1", other: "p2", request: "q1")

  /// A random past in which the two keys share no batch and no demand, with the join at a place of it.
  struct Past {
    /// The events with the join.
    var events: [Event] = []
    /// The number of the join.
    let joined: UInt64

    init(_ seed: UInt64) {
      let past = RandomHistory.events(seed)
      joined = UInt64(past.count) * (seed % 5 + 1) / 6
      for var event in past {
        let number = event.sequence
        if number == joined { add(.samePerson(SamePersonTests.join), like: event) }
        if event.body.person == "p2" {
          event.body = SamePersonTests.renamed(event.body, [("batch", "b", "o"), ("notice", "n", "o")])
        }
        event.sequence = UInt64(events.count)
        if case .annulled(let body) = event.body, case .sequence(let of) = body.of, of >= joined {
          event.body = .annulled(Annulled(of: .sequence(of + 1), reason: body.reason))
        }
        events.append(event)
      }
    }

    private mutating func add(_ body: EventBody, like event: Event) {
      events.append(
        Event(sequence: UInt64(events.count), recorded: event.recorded, by: "op-9", body: body))
    }

    /// The meaning of the join: the events with the other key written as the person's, and its registrations left out.
    var model: [Event] {
      events.compactMap { event in
        var event = event
        if case .samePerson = event.body { return nil }
        if event.body.person == "p2" {
          if event.body.type == .registered { return nil }
          event.body = SamePersonTests.renamed(event.body, [("person", "p2", "p1")])
        }
        return event
      }
    }
  }

  /// An event with some values written in another way.
  static func renamed(_ body: EventBody, _ changes: [(field: String, from: String, to: String)]) -> EventBody {
    let event = Event(sequence: 0, recorded: Instant("2024-12-10T00:00:00Z")!, by: "x", body: body)
    var writer = JSONWriter()
    EventLine.write(event, to: &writer)
    var text = String(decoding: writer.bytes, as: UTF8.self)
    for change in changes {
      text.replace("\"\(change.field)\":\"\(change.from)", with: "\"\(change.field)\":\"\(change.to)")
    }
    let bytes = Array(text.utf8)
    do { return try EventLine.readEvent(bytes, 0..<bytes.count).body } catch { preconditionFailure("\(error)") }
  }

  static func fold(_ events: some Collection<Event>) throws -> LedgerState {
    var state = LedgerState()
    try state.evolve(events, leavingOut: Annulments(in: events))
    return state
  }

  /// The same by blocks, as a replay folds.
  static func foldBlocks(_ events: [Event]) throws -> LedgerState {
    let annulments = Annulments(in: events)
    var state = LedgerState(keeping: annulments.reversible, joining: annulments.keys)
    for start in stride(from: 0, to: events.count, by: 37) {
      let part = events[start..<min(start + 37, events.count)]
      var block = EventBlock(first: UInt64(start), capacity: part.count)
      for event in part { block.append(event, annulments) }
      try state.evolve(block)
    }
    return state
  }

  @Test("two joined keys are worth what one key with the events of both is worth", arguments: seeds)
  func model(_ seed: UInt64) throws {
    let past = Past(seed)
    let (joined, model) = (try SamePersonTests.fold(past.events), try SamePersonTests.fold(past.model))
    let blocks = try SamePersonTests.foldBlocks(past.events)
    for person: Identifier in ["p1", "p3", "p4"] {
      #expect(Story.json(joined, person) == Story.json(model, person), "seed \(seed), \(person)")
      #expect(Story.service(joined, person).sorted() == Story.service(model, person).sorted(), "seed \(seed)")
      #expect(Story.json(blocks, person) == Story.json(joined, person), "seed \(seed), \(person)")
    }
    #expect(joined.personKey("p2") == "p1" && joined.keys(of: "p2") == ["p1", "p2"])
    #expect(joined.person("p2")?.contributions.count == joined.person("p1")?.contributions.count)
    #expect(joined.size == UInt64(past.events.count) && joined.lastRecorded == past.events.last?.recorded)
    #expect(joined.personsInOrder.map { joined.persons.identifiers[$0] } == ["p1", "p3", "p4"])
  }

  @Test("before the join two persons are known, and after its reversal again", arguments: seeds)
  func before(_ seed: UInt64) throws {
    let past = Past(seed)
    let without = past.events.filter { $0.body.type != .samePerson }
    let cut = past.events.prefix(Int(past.joined))
    let known = try SamePersonTests.fold(Array(cut))
    #expect(known.personKey("p2") == "p2")
    let reversal = Event(
      sequence: UInt64(past.events.count), recorded: past.events.last!.recorded, by: "op-8",
      body: .reversed(Reversed(of: past.joined, request: "q2")))
    let separated = try SamePersonTests.fold(past.events + [reversal])
    let apart = try SamePersonTests.fold(without)
    for person: Identifier in ["p1", "p2"] {
      #expect(
        Story.json(known, person)
          == Story.json(try SamePersonTests.fold(without.filter { $0.sequence < past.joined }), person))
      #expect(Story.json(separated, person) == Story.json(apart, person), "seed \(seed), \(person)")
    }
    #expect(separated.keys(of: "p1") == ["p1"])
  }

  @Test("folding a joined person again after an annulment is folding everything again", arguments: seeds)
  func refolds(_ seed: UInt64) throws {
    let past = Past(seed)
    var annulments = Annulments(in: past.events)
    var state = try SamePersonTests.fold(past.events)
    guard
      let target = past.events.last(where: {
        $0.body.person == "p2" && $0.body.type == .contributed && !annulments.contains($0)
      })
    else { return }
    let annulled = Event(
      sequence: state.size, recorded: past.events.last!.recorded, by: "op-8",
      body: .annulled(Annulled(of: .sequence(target.sequence), reason: "x")))
    try state.evolve(annulled)
    annulments.insert(annulled)
    try state.refold("p2", from: past.events.history(of: "p2"), leavingOut: annulments)
    let fresh = try SamePersonTests.fold(past.events + [annulled])
    #expect(Story.json(state, "p1") == Story.json(fresh, "p1"), "seed \(seed)")
    #expect(Story.service(state, "p1") == Story.service(fresh, "p1"), "seed \(seed)")
  }

  @Test("a key is joined once, nobody's other has others, and a join that cannot be says nothing")
  func chains() throws {
    let past = Past(1)
    func joined(_ joins: [(Identifier, Identifier)]) throws -> LedgerState {
      let last = past.events.last!
      let more = joins.enumerated().map { place, join in
        Event(
          sequence: UInt64(past.events.count + place), recorded: last.recorded, by: "x",
          body: .samePerson(SamePerson(person: join.0, other: join.1, request: "q9")))
      }
      return try SamePersonTests.fold(past.events + more)
    }
    #expect(try joined([("p3", "p2")]).keys(of: "p2") == ["p1", "p2"])
    #expect(try joined([("p2", "p3")]).keys(of: "p3") == ["p3"])
    #expect(try joined([("p3", "p1")]).keys(of: "p1") == ["p1", "p2"])
    #expect(try joined([("p3", "p3")]).keys(of: "p3") == ["p3"])
    #expect(try joined([("p1", "p3"), ("p1", "p4")]).keys(of: "p4") == ["p1", "p2", "p3", "p4"])
  }
}
