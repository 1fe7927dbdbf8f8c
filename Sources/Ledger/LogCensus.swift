import EventLog
import Subsidy
import Values

/// What the form of new entries is checked against: who is registered, which schemes are known, which ids are taken.
struct LogCensus {
  private(set) var size: UInt64 = 0
  private(set) var lastRecorded: Instant?
  private(set) var lastBy: Identifier?
  /// Whether the log opens a ledger.
  private(set) var isOpened = false
  private var imports = Imports()
  /// The number of the first live event; nil if the ledger has not gone live.
  var firstLive: UInt64? { imports.firstLive < size ? imports.firstLive : nil }
  private var registered = IdentifierTable()
  private var schemes: Set<Identifier> = []
  private var ids = EntryIndex()
  private var segments: [UInt64] = []

  /// Reads the log once.
  init(_ reader: borrowing LogReader) throws {
    var census = LogCensus()
    try reader.read(verifying: false) { run in
      if census.segments.last != run.segment { census.segments.append(run.segment) }
      for line in run.lines.indices {
        let event = try Replay.event(run, line)
        census.note(event)
        if let id = event.id { census.note(id, run, line) }
      }
      return true
    }
    self = census
  }

  private init() {}

  private mutating func note(_ id: Identifier, _ run: EventRun, _ line: Int) {
    let range = run.lines[line]
    ids.insert(
      id, LinePlace(segment: segments.count - 1, offset: run.offset + UInt64(range.lowerBound), count: range.count))
  }

  /// Takes a new event in.
  mutating func note(_ event: Event) {
    size = event.sequence + 1
    lastRecorded = event.recorded
    lastBy = event.by
    imports.note(event)
    switch event.body {
    case .ledgerOpened: isOpened = true
    case .registered(let body): _ = registered.intern(body.person)
    case .policyAdopted(let body): schemes.insert(body.scheme)
    default: break
    }
  }

  func isRegistered(_ person: Identifier) -> Bool { registered.number(of: person) != nil }

  func knows(scheme: Identifier) -> Bool { schemes.contains(scheme) }

  /// The event of the log that has an id; nil where none has.
  func event(withID id: Identifier, in reader: borrowing LogReader) throws -> Event? {
    var found: Event?
    _ = try ids.place(of: id) { place in
      let bytes = try reader.line(segment: segments[Int(place.segment)], offset: place.offset, count: place.count)
      let event = try EventLine.readEvent(bytes, 0..<bytes.count)
      if event.id == id { found = event }
      return found != nil
    }
    return found
  }
}
