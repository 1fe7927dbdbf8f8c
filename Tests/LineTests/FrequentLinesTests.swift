import JSONText
import Policy
import SeededRandom
import Subsidy
import Testing
import Values

/// The short cut for frequent lines reads what the strict reader reads, or leaves the line to it.
@Suite struct FrequentLinesTests {
  private static let frequent: Set<EventType> = [.contributed, .factRecorded, .paymentOrdered, .paid, .paymentReturned]

  /// A line in a block with more behind it, as the log's reader hands it over.
  private static func block(_ line: [UInt8]) -> [UInt8] {
    line + Array("\n".utf8) + [UInt8](repeating: 0x7B, count: 80)
  }

  /// The state after one event, in words.
  private static func fold(_ block: EventBlock) throws -> String {
    var state = LedgerState()
    try state.evolve(block)
    return describe(state)
  }

  /// The parts of a state made by the events of persons and batches.
  private static func describe(_ state: LedgerState) -> String {
    "\(state.size) \(String(describing: state.lastRecorded)) \(state.persons.identifiers) \(state.schemes.identifiers) "
      + "\(state.batchNames.identifiers) \(state.names.identifiers) \(state.people) \(state.batches)"
  }

  private static func short(_ line: [UInt8]) throws -> (found: FrequentLines.Found, state: String)? {
    var reader = FrequentLines(block(line))
    var events = EventBlock(first: 41, capacity: 1)
    guard let found = reader.read(0..<line.count, expecting: 41, &events.names) else { return nil }
    events.append(found.event, recorded: found.recorded)
    return (found, try fold(events))
  }

  private static func long(_ line: [UInt8]) throws -> (event: Event, state: String)? {
    guard let event = try? EventLine.readEvent(block(line), 0..<line.count, expecting: 41) else { return nil }
    var events = EventBlock(first: 41, capacity: 1)
    events.append(event, Annulments())
    return (event, try fold(events))
  }

  /// Compares both readings if the short one gives one.
  private static func agree(_ line: [UInt8], _ comment: Comment) throws {
    guard let short = try short(line) else { return }
    let long = try #require(try long(line), comment)
    #expect(short.found.recorded == long.event.recorded, comment)
    let id = short.found.id.flatMap { Identifier(entryID: line, at: $0.start, count: $0.count) }
    #expect(id == long.event.id, comment)
    #expect((short.found.id == nil) == (long.event.id == nil), comment)
    #expect(short.state == long.state, comment)
  }

  @Test("takes every line of a frequent type as the writer writes it, and no other", arguments: Sample.all)
  func takesFrequentTypes(_ sample: Sample) throws {
    let members = try Line.members(sample.event).filter { $0.key != "employment" }
    let event = try Line.event(members)
    let line = Line.bytes(event)
    #expect(try (Self.short(line) != nil) == Self.frequent.contains(sample.type))
    try Self.agree(line, "\(sample.type)")
    for member in members where sample.isOptional(member.key) {
      let without = Line.bytes(try Line.event(members.without(member.key)))
      #expect(try (Self.short(without) != nil) == Self.frequent.contains(sample.type), "without \(member.key)")
      try Self.agree(without, "without \(member.key)")
    }
  }

  /// An event of a frequent type with values of every length that their forms have.
  private static func frequentEvent(_ random: inout SeededRandom) throws -> Event {
    func name(_ letters: String, upTo most: Int) throws -> Identifier {
      let count = Int.random(in: 1...most, using: &random)
      return try #require(Identifier(String((0..<count).compactMap { _ in letters.randomElement(using: &random) })))
    }
    func text() -> String {
      let count = Int.random(in: 1...40, using: &random)
      return String((0..<count).compactMap { _ in "aZ 9:/财局、😀".randomElement(using: &random) })
    }
    let letters = "abcXYZ0189_-"
    let person = try name(letters, upTo: 64)
    let (scheme, batch) = (try name(letters + ".", upTo: 64), try name(letters + ".", upTo: 20))
    let number = Int.random(in: 1...9, using: &random)
    let month = try #require(Month("20\(number)\(number)-0\(number)"))
    let day = try #require(CivilDate("\(month)-1\(number)"))
    let amount = Fen(Int64.random(in: 0...Int64(pow10(number + 3)), using: &random))
    let body: EventBody =
      switch Int.random(in: 0..<5, using: &random) {
      case 0: .contributed(Contributed(person: person, month: month, amount: amount, paidOn: day, source: text()))
      case 1:
        .factRecorded(
          FactRecorded(
            person: person, fact: try #require(FactCode.allCases.randomElement(using: &random)), from: day,
            to: Bool.random(using: &random) ? day : nil, source: text(),
            detail: Bool.random(using: &random) ? text() : nil))
      case 2:
        .paymentOrdered(
          PaymentOrdered(person: person, scheme: scheme, month: month, amount: amount, batch: batch))
      case 3:
        .paid(
          Paid(
            person: person, scheme: scheme, month: month, amount: amount, batch: batch,
            reference: Bool.random(using: &random) ? text() : nil))
      default:
        .paymentReturned(
          PaymentReturned(person: person, scheme: scheme, month: month, amount: amount, batch: batch, code: text()))
      }
    return Event(
      sequence: 41, recorded: "2024-12-06T01:30:00Z", by: try name(letters + ".", upTo: 64),
      key: Bool.random(using: &random) ? try name(letters + ".", upTo: 64) : nil,
      id: Bool.random(using: &random) ? Sample.id : nil, body: body)
  }

  private static func pow10(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  @Test("takes every generated line of a frequent type, and reads it as the declared fields do", arguments: 0..<10)
  func agreesOnGeneratedLines(seed: UInt64) throws {
    var random = SeededRandom(seed)
    for round in 0..<300 {
      let event = try Self.frequentEvent(&random)
      let line = Line.bytes(event)
      let comment: Comment = "seed \(seed), round \(round): \(String(decoding: line, as: UTF8.self))"
      #expect(try Self.short(line) != nil, comment)
      #expect(try Self.long(line)?.event == event, comment)
      try Self.agree(line, comment)
    }
  }

  @Test("one event as a block is the event", arguments: Sample.all)
  func foldsAsTheEvent(_ sample: Sample) throws {
    var events = EventBlock(first: 41, capacity: 1)
    events.append(sample.event, Annulments())
    var state = LedgerState()
    try state.evolve(sample.event)
    #expect(try Self.fold(events) == Self.describe(state))
  }

  @Test("what it takes of a damaged line the strict reader takes too, to the same state", arguments: 0..<20)
  func agreesOnDamagedLines(seed: UInt64) throws {
    var random = SeededRandom(seed)
    let lines = Sample.all.filter { Self.frequent.contains($0.type) }.map { Line.bytes($0.event) }
    let bytes = Array("\"\\{}[]:,.-_09azAZ ".utf8) + [0x7F, 0xC3, 0xA9]
    for round in 0..<1_000 {
      guard var line = lines.randomElement(using: &random) else { return }
      for _ in 0...Int.random(in: 0...1, using: &random) {
        let place = Int.random(in: 0..<line.count, using: &random)
        let byte = bytes.randomElement(using: &random) ?? 0x20
        switch Int.random(in: 0..<4, using: &random) {
        case 0: line[place] = byte
        case 1: line.remove(at: place)
        case 2: line.insert(byte, at: place)
        default: line[place] = line[Int.random(in: 0..<line.count, using: &random)]
        }
      }
      // The log's reader lets nothing else through.
      guard String(validating: line, as: UTF8.self) != nil else { continue }
      try Self.agree(line, "seed \(seed), round \(round): \(String(decoding: line, as: UTF8.self))")
    }
  }
}
