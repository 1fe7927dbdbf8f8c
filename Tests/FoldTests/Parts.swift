import HistorySupport
import JSONText
import Ledger
import Merkle
import SeededRandom
import Subsidy
import System
import TestSupport
import Values

/// A past with an event of every type, and the lines of it.
struct Past {
  let events: [Event]
  let lines: [[UInt8]]

  /// A past in which anything may happen to anyone: keys are joined and parted, the clock is set back, events are annulled and
  /// reversed, and there is an event of every type.
  init(_ seed: UInt64) {
    var random = SeededRandom(seed)
    var story = Story(on: "2024-12-10")
    story.adopt("jingdezhen-2024-139")
    story.adopt("beijing-2019-1", ["amountFen": "77733"])
    story.adopt("lianyungang-2021-50", ["rate": "2/3"])
    var samples = EventType.allCases.compactMap {
      Past.sample($0, of: RandomHistory.people.randomElement(using: &random)!)
    }
    samples.shuffle(using: &random)
    for index in 0..<200 {
      if Int.random(in: 0..<6, using: &random) == 0 { story.day = story.day.adding(days: 3) }
      if index % 2 == 0, let sample = samples.popLast() { story.given(sample) }
      if index == 120 { Past.correctClock(&story) }
      if [60, 150].contains(index) {
        let keys = RandomHistory.people.shuffled(using: &random)
        story.given(.samePerson(SamePerson(person: keys[0], other: keys[1], request: "q")))
        if Bool.random(using: &random) { story.given(.reversed(Reversed(of: story.sequence - 1, request: "q"))) }
      }
      let id = Int.random(in: 0..<3, using: &random) == 0 ? Identifier("e\(index)") : nil
      story.given(RandomHistory.body(story, index, &random), by: "op-\(index % 3)".identifier, id: id)
    }
    for sample in samples { story.given(sample) }
    events = story.events
    lines = events.map { event in
      var writer = JSONWriter()
      EventLine.write(event, to: &writer)
      return writer.bytes
    }
  }

  private static let key = OperatorKey("op-9+1e5b9a23+AXkSe2Jfmz40lmAj4pA5r8DLpgatbHpujzP8OwGA9E42")!

  /// An event of a type; nil for the one that opens a ledger, which is there.
  private static func sample(_ type: EventType, of person: Identifier) -> EventBody? {
    let hash = String(repeating: "0", count: 64)
    let details = OperatorDetails("op-9", roles: [.audit])
    return switch type {
    // A correction without a request in front of it is no log's.
    case .ledgerOpened, .clockCorrected: nil
    case .historyImported:
      .historyImported(
        HistoryImported(file: "f", sha256: hash, entries: 3, importedAt: Instant("2024-12-12T02:00:00Z")!))
    case .recovered: .recovered(Recovered(segment: 0, offset: 1, bytes: 1, sha256: hash))
    case .operatorRegistered: .operatorRegistered(OperatorRegistered(details))
    case .operatorChanged: .operatorChanged(OperatorChanged(details))
    case .operatorRetired: .operatorRetired(OperatorRetired("op-9"))
    case .operatorRecovered: .operatorRecovered(OperatorRecovered("op-9", keys: [key], request: "q", reason: "r"))
    case .erased: .erased(Erased(person: person, request: "q"))
    default: TypeSamples.body(type, person: person)
    }
  }

  /// The clock was two days ahead, and is corrected.
  private static func correctClock(_ story: inout Story) {
    let body = EventBody.clockCorrected(ClockCorrected(of: story.sequence - 1, request: "q-c", reason: "battery"))
    story.day = story.day.adding(days: -2)
    story.given(
      .requested(Requested(request: "q-c", act: .clockCorrected, content: ActContent(of: [body]), reason: "battery")))
    story.given(body)
  }

  /// The fold of everything, event by event, as the log has them.
  func state(knownAt: Instant? = nil) throws -> LedgerState {
    var clock = ClockCorrections()
    for event in events { clock.note(event) }
    let corrected = events.map { clock.corrected($0) }
    let known = Array(corrected.prefix { event in knownAt.map { event.recorded <= $0 } ?? true })
    var imports = Imports()
    for event in corrected { imports.note(event) }
    let annulments = Annulments(in: known)
    var state = LedgerState(imports: imports, keeping: annulments.reversible, joining: annulments.keys)
    try state.evolve(known, leavingOut: annulments)
    return state
  }

  /// The lines of parts, each shuffled, those about no person in every one, as a driver makes them.
  func parts(_ count: Int, _ random: inout SeededRandom) -> [[[UInt8]]] {
    var keys = PersonKeys()
    for case .samePerson(let join) in events.map(\.body) { keys.join(join) }
    var places: [Identifier: Int] = [:]
    var parts = Array(repeating: [[UInt8]](), count: count)
    for (event, line) in zip(events, lines) {
      guard let person = event.body.listedPerson else {
        for part in parts.indices { parts[part].append(line) }
        continue
      }
      if places[person] == nil {
        let part = Int.random(in: 0..<count, using: &random)
        for key in keys.together(with: person) { places[key] = part }
      }
      parts[places[person]!].append(line)
    }
    return parts.map { $0.shuffled(using: &random) }
  }

  /// The sum of all lines.
  var leaves: LeafSum {
    lines.reduce(into: LeafSum()) { $0.add(SHA256TreeHasher().leaf($1, $1.indices)) }
  }
}

extension PartitionFold {
  init(_ lines: [[UInt8]], knownAt: Instant? = nil) throws {
    try self.init(PartitionLines(lines, named: "part"), knownAt: knownAt)
  }

  var claims: [ClaimStatement] {
    var claims: [ClaimStatement] = []
    forEachClaim { claims.append($0) }
    return claims
  }
}
