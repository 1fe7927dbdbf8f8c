import EventLog
import JSONText
import Subsidy
import System
import Values

/// The wanted events of a block, read whole, with their places: the work of one thread.
struct GatheredBlock: Sendable {
  private(set) var events: [Event] = []
  private(set) var places: [LinePlace] = []
  /// The person of each event, by the number among the wanted persons; nil for an event about no person, and if the events of
  /// all persons are wanted.
  private(set) var owners: [UInt32?] = []
  /// How many events the log has with each commit of the block.
  let commits: [UInt64]
  /// Whether nothing behind the block is wanted.
  fileprivate private(set) var isLast = false

  fileprivate init(_ run: EventRun, below size: UInt64, about persons: IdentifierTable?) throws {
    commits = run.commits.map { run.firstSequence + UInt64($0.eventsBefore) }
    var wanted = persons.map { WantedPersons($0, run.bytes) }
    for (index, line) in run.lines.enumerated() {
      if run.firstSequence + UInt64(index) >= size {
        isLast = true
        return
      }
      if wanted?.isAboutAnother(line) ?? false { continue }
      let event = try Replay.event(run, index)
      var owner: UInt32?
      if wanted != nil, let person = event.body.person {
        owner = wanted?.table.number(of: person)
        if owner == nil { continue }
      }
      owners.append(owner)
      places.append(run.place(of: index))
      events.append(event)
    }
  }
}

extension LogReader {
  /// Gives acknowledged events in order, block by block: the one loop for all code that gathers events without folding state.
  ///
  /// - Parameters:
  ///   - position: the end of an earlier reading; nil for the start.
  ///   - size: the number of the first event that is not wanted.
  ///   - persons: the persons whose events are wanted, with those about no person; nil for all events. If persons are given,
  ///     most lines are about others, and those are passed over without being read as JSON.
  ///   - threads: how many threads read lines; the blocks do not depend on it.
  ///   - body: takes the events of a block and says whether it wants more.
  /// - Throws: ``LedgerFailure``, the log's failures, or what the body throws.
  func forEachBlock(
    from position: LogPosition? = nil, below size: UInt64 = .max, about persons: IdentifierTable? = nil,
    threads: Int = 1, _ body: (GatheredBlock) throws -> Bool
  ) throws {
    try read(
      from: position, verifying: false, threads: threads,
      preparing: { try GatheredBlock($0, below: size, about: persons) }
    ) { try body($0) && !$0.isLast }
  }
}

/// The persons whose events are wanted, and the names of persons in the lines of a block.
struct WantedPersons {
  let table: IdentifierTable
  private var names: PersonNames

  init(_ table: IdentifierTable, _ bytes: [UInt8]) {
    self.table = table
    names = PersonNames(bytes)
  }

  /// Whether a line is certainly about another person.
  mutating func isAboutAnother(_ line: Range<Int>) -> Bool {
    names.name(in: line).map { table.number(of: $0, in: names.bytes) == nil } ?? false
  }

  /// Which of the persons a line of a type that comes every month is certainly about; nil for any other line.
  ///
  /// Such an event holds no other event, so the name in its line is its person's.
  mutating func ownerOfFrequent(_ line: Range<Int>) -> UInt32? {
    let bytes = names.bytes
    let start = line.lowerBound + LineHead.sequence.utf8CodeUnitCount
    guard line.count > LineHead.sequence.utf8CodeUnitCount, LineHead.sequence.stands(in: bytes, at: line.lowerBound),
      let number = bytes.wholeNumber(at: start, upTo: line.upperBound), LineHead.type.stands(in: bytes, at: number.end)
    else { return nil }
    let type = number.end + LineHead.type.utf8CodeUnitCount
    guard WantedPersons.frequent.contains(where: { $0.stands(in: bytes, at: type) }) else { return nil }
    return names.name(in: line).flatMap { table.number(of: $0, in: bytes) }
  }

  private static let frequent: [StaticString] = [
    "contributed\"", "payment-ordered\"", "paid\"", "payment-returned\"", "fact-recorded\"",
  ]
}

/// Finds the persons that the lines of a block name, without reading them as JSON.
private struct PersonNames {
  let bytes: [UInt8]
  private let hasEscapes: Bool
  /// The offsets of the names found so far within their lines: most lines are laid out like an earlier one.
  private var offsets: [Int] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    hasEscapes = ByteSearch.first(UInt8(ascii: "\\"), in: bytes, bytes.indices) != nil
  }

  /// The person that a line names, to be compared with known ones only; nil if that cannot be told.
  ///
  /// A name inside of a text would have its quotation marks escaped; a line with an escape is left open.
  mutating func name(in line: Range<Int>) -> QuotedName? {
    if hasEscapes, ByteSearch.first(UInt8(ascii: "\\"), in: bytes, line) != nil { return nil }
    return place(in: line).flatMap { QuotedName(bytes, at: $0) }
  }

  private mutating func place(in line: Range<Int>) -> Int? {
    let length = LineHead.person.utf8CodeUnitCount
    for offset in offsets where offset + length <= line.count {
      let place = line.lowerBound + offset
      if LineHead.person.stands(in: bytes, at: place) { return place + length }
    }
    guard let place = ByteSearch.first(LineHead.person, in: bytes, line) else { return nil }
    if offsets.count < 8 { offsets.append(place - line.lowerBound) }
    return place + length
  }
}
