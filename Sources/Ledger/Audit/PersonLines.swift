import EventLog
import Subsidy
import System
import Values

/// The events that bear on some persons, gathered in one pass over the log and kept as its lines: an event takes more than
/// twice the room of its line, and an audit looks at one person after the other.
struct PersonLines: Sendable {
  /// The persons, numbered from 0.
  private let persons: IdentifierTable
  private let clock: ClockCorrections
  private var blocks: [PersonBlock] = []
  /// The places of each person's own lines, by number.
  private var own: [[Place]]
  private var shared = SharedEvents()

  private struct Place {
    let block: UInt32
    let line: UInt32
  }

  /// Gathers the lines below a size of the log, as they count by the corrections of the clock.
  init(
    of persons: some Sequence<Identifier>, in reader: borrowing LogReader, at clock: ClockCorrections,
    below size: UInt64, threads: Int
  ) throws {
    var table = IdentifierTable()
    for person in persons { _ = table.intern(person) }
    let wanted = table
    self.persons = wanted
    self.clock = clock
    own = Array(repeating: [], count: wanted.count)
    if wanted.count == 0 { return }
    try reader.read(
      verifying: false, threads: threads, preparing: { try PersonBlock($0, below: size, of: wanted) }
    ) { block in
      take(block)
      return !block.isLast
    }
  }

  private mutating func take(_ block: PersonBlock) {
    for event in block.shared { shared.note(clock.corrected(event)) }
    if block.lines.isEmpty { return }
    for (index, line) in block.lines.enumerated() {
      own[Int(line.owner)].append(Place(block: UInt32(blocks.count), line: UInt32(index)))
    }
    var kept = block
    kept.shared = []
    blocks.append(kept)
  }

  /// The events of all keys of a person with the events of their batches and what takes their events back, in the order of
  /// the log.
  ///
  /// - Throws: ``LedgerFailure`` for a line that is no event, as the fold before found it.
  func events(of keys: [Identifier]) throws -> [Event] {
    let found = try keys.compactMap { persons.number(of: $0) }.flatMap { number in
      try own[Int(number)].map { place in clock.corrected(try blocks[Int(place.block)].event(Int(place.line))) }
    }
    return shared.events(keys.count == 1 ? found : found.sorted { $0.sequence < $1.sequence })
  }
}

/// The lines of a block that are about some persons: the work of one thread.
private struct PersonBlock: Sendable {
  /// A line that is kept.
  struct Line: Sendable {
    let sequence: UInt64
    let end: Int
    let owner: UInt32
  }

  private var bytes: [UInt8] = []
  private(set) var lines: [Line] = []
  /// The events that are no person's own.
  var shared: [Event] = []
  /// Whether nothing behind the block is wanted.
  private(set) var isLast = false

  init(_ run: EventRun, below size: UInt64, of persons: IdentifierTable) throws {
    var wanted = WantedPersons(persons, run.bytes)
    var kept: [Range<Int>] = []
    var end = 0
    func keep(_ line: Range<Int>, _ sequence: UInt64, _ owner: UInt32) {
      kept.append(line)
      end += line.count
      lines.append(Line(sequence: sequence, end: end, owner: owner))
    }
    for (index, line) in run.lines.enumerated() {
      let sequence = run.firstSequence + UInt64(index)
      if sequence >= size {
        isLast = true
        break
      }
      if wanted.isAboutAnother(line) { continue }
      if let owner = wanted.ownerOfFrequent(line) {
        keep(line, sequence, owner)
        continue
      }
      let event = try Replay.event(run, index)
      if let person = event.body.person {
        if let owner = persons.number(of: person) { keep(line, sequence, owner) }
      } else {
        shared.append(event)
      }
    }
    // No spare capacity: they are kept for as long as the audit takes.
    bytes.reserveCapacity(end)
    for line in kept { bytes += run.bytes[line] }
  }

  /// The event of a line.
  func event(_ index: Int) throws(LedgerFailure) -> Event {
    let line = lines[index]
    do {
      return try EventLine.readEvent(
        bytes, (index == 0 ? 0 : lines[index - 1].end)..<line.end, expecting: line.sequence)
    } catch {
      throw LedgerFailure.unreadableEvent(sequence: line.sequence, error)
    }
  }
}
