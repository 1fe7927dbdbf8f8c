import EventLog
public import Merkle
import Policy
public import Subsidy
import System
public import Values

/// The part of a log that a worker was given: lines of events in any order, of some persons and of everything about no person.
///
/// Lines are kept as they came, a few numbers beside each, so that memory grows with the part and not with the log.
public struct PartitionLines: Sendable {
  /// A line, by its number in the log and its place among the blocks.
  private struct Place {
    let sequence: UInt64
    let block: Int32
    let line: Int32
  }

  /// The name of the source in messages.
  private let name: String
  private var blocks: [InputBlock] = []
  private var places: [Place] = []

  /// Reads an input to its end.
  ///
  /// - Parameter input: its path, or `-`.
  /// - Throws: ``LedgerFailure/lines(_:)`` with the first line that is no event's, and for two lines with one number; the
  ///   failures of the system.
  public init(reading input: String) throws {
    name = input
    var file = try InputFile(input, atMost: InputLimit.partition)
    while let block = try file.next() { try take(block) }
    try sort()
  }

  /// Takes lines that are in memory.
  ///
  /// - Throws: ``LedgerFailure/lines(_:)``, as the reading of an input.
  package init(_ lines: [[UInt8]], named name: String) throws {
    self.name = name
    for (number, line) in lines.enumerated() {
      try take(InputBlock(line: line, number: number + 1))
    }
    try sort()
  }

  private mutating func take(_ block: InputBlock) throws(LedgerFailure) {
    for (number, line) in block.lines.enumerated() {
      if line.isEmpty { throw refused(block, number, .empty) }
      if line.count > LogLine.longest { throw refused(block, number, .tooLong) }
      if CommitLine.begins(block.bytes, line) { throw refused(block, number, .commitAsEvent) }
      places.append(
        Place(sequence: try sequence(of: block, number), block: Int32(blocks.count), line: Int32(number)))
    }
    blocks.append(block)
  }

  private func sequence(of block: InputBlock, _ number: Int) throws(LedgerFailure) -> UInt64 {
    let line = block.lines[number]
    if let sequence = EventFront.read(block.bytes, line)?.0 { return sequence }
    do throws(EventError) { return try EventLine.readEvent(block.bytes, line).sequence } catch {
      throw refused(block, number, .form(error))
    }
  }

  private mutating func sort() throws(LedgerFailure) {
    places.sort { ($0.sequence, $0.block, $0.line) < ($1.sequence, $1.block, $1.line) }
    for (place, next) in zip(places, places.dropFirst()) where place.sequence == next.sequence {
      let first = blocks[Int(place.block)].first + Int(place.line)
      throw refused(blocks[Int(next.block)], Int(next.line), .repeatedEvent(next.sequence, line: first))
    }
  }

  private func refused(_ block: InputBlock, _ line: Int, _ problem: LineProblem.Problem) -> LedgerFailure {
    .lines([LineProblem(file: name, line: block.first + line, problem: problem)])
  }

  /// How many lines there are.
  package var count: Int { places.count }

  /// The number behind the last event.
  fileprivate var end: UInt64 { places.last.map { $0.sequence + 1 } ?? 0 }

  /// Gives the lines in the order of the log.
  fileprivate func forEach(_ body: (_ bytes: [UInt8], _ line: Range<Int>) throws -> Void) rethrows {
    for place in places {
      let block = blocks[Int(place.block)]
      try body(block.bytes, block.lines[Int(place.line)])
    }
  }

  /// The event of a line.
  fileprivate func event(at place: Int) throws -> Event {
    let (block, line) = (blocks[Int(places[place].block)], Int(places[place].line))
    do throws(EventError) {
      return try EventLine.readEvent(block.bytes, block.lines[line])
    } catch {
      if error.isOfNewerProgram { throw LogError.newer(.event(sequence: places[place].sequence)) }
      throw refused(block, line, .form(error))
    }
  }

  /// The hash of a line as a leaf of the tree.
  fileprivate func leaf(at place: Int) -> Digest {
    let block = blocks[Int(places[place].block)]
    return SHA256TreeHasher().leaf(block.bytes, block.lines[Int(places[place].line)])
  }
}

/// The fold of one part of a log's persons, by the same ``LedgerState/evolve(_:)``, with everything that later events say of
/// earlier ones.
///
/// For its persons it equals the fold of the whole log: no person's events change another's state. So a log may be folded in
/// any number of parts, side by side and on any number of machines, if keys that were joined are in one part.
public struct PartitionFold: Sendable {
  /// The fold.
  public let state: LedgerState
  /// The persons' own keys whose claims it gives, in the order of their bytes.
  public let persons: [Identifier]
  /// How many keys have lines of their own in the part.
  public let keys: Int
  /// The lines that are about a person.
  public let own: LeafSum
  /// The lines that are about no person, which every part has.
  public let shared: LeafSum
  /// The groups of keys that were joined, now or earlier, and of which the part has lines, each whole and in order: no other
  /// part may have lines of any of them.
  public let together: [[Identifier]]

  /// Folds a part.
  ///
  /// - Parameters:
  ///   - lines: its lines.
  ///   - knownAt: the point in time up to which events count; nil for all of them. Which events count is decided on all lines.
  /// - Throws: ``LedgerFailure/partitionWithoutOpening`` if the lines about no person are missing, ``LedgerFailure/lines(_:)``
  ///   with the first line that is no event, and as a replay.
  public init(_ lines: PartitionLines, knownAt: Instant? = nil) throws {
    let point = ReplayPoint(knownAt: knownAt)
    var speaking: [Event] = []
    lines.forEach { bytes, line in
      if EventLine.maySpeakOfEarlier(bytes, line), let event = try? EventLine.readEvent(bytes, line) {
        speaking.append(event)
      }
    }
    let hindsight = Hindsight(speaking, upTo: point)
    let annulments = hindsight.annulments
    var state = LedgerState(imports: hindsight.imports, keeping: annulments.reversible, joining: annulments.keys)
    var (own, shared) = (LeafSum(), LeafSum())
    var keys: Set<Identifier> = []
    var (last, isWithinPoint) = (Instant?.none, true)
    for place in 0..<lines.count {
      let event = annulments.clock.corrected(try lines.event(at: place))
      if place == 0, event.body.type != .ledgerOpened || event.sequence != 0 {
        throw LedgerFailure.partitionWithoutOpening
      }
      if let person = event.body.listedPerson {
        own.add(lines.leaf(at: place))
        keys.insert(person)
      } else {
        shared.add(lines.leaf(at: place))
      }
      if let last, event.recorded < last, !annulments.clock.isAskedFor(by: event.sequence, upTo: lines.end) {
        throw LedgerFailure.recordedBackwards(sequence: event.sequence, previous: last, found: event.recorded)
      }
      last = event.recorded
      isWithinPoint = isWithinPoint && !point.isBefore(event.sequence, event.recorded)
      if !isWithinPoint { continue }
      do throws(PolicyError) {
        try state.evolve(event, leavingOut: annulments)
      } catch {
        throw LedgerFailure.unreadablePolicy(sequence: event.sequence, error)
      }
    }
    if lines.count == 0 { throw LedgerFailure.partitionWithoutOpening }
    self.state = state
    (self.own, self.shared) = (own, shared)
    self.keys = keys.count
    persons = Set(keys.map { state.personKey($0) }).sorted()
    var joins = PersonKeys()
    for case .samePerson(let join) in speaking.map(\.body) { joins.join(join) }
    together = Set(keys.map { joins.together(with: $0) }.filter { $0.count > 1 }).map { $0.sorted() }
      .sorted { $0[0] < $1[0] }
  }

  /// Gives the claims of its persons, by person and scheme, as `person --all` shows them.
  public func forEachClaim(_ body: (ClaimStatement) -> Void) {
    for number in numbers { state.statements(ofPersonAt: number).forEach(body) }
  }

  /// The sums of the items of its persons, by batch, scheme and month.
  public var batchMonths: [BatchMonth] { state.batchMonths(ofPersonsAt: numbers) }

  /// The numbers of its persons, those of whom something was recorded by the point.
  private var numbers: [Int] { persons.compactMap { state.number(ofPerson: $0).map { Int($0) } } }
}
