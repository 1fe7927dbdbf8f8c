import EventLog
import ReadModel
import Subsidy
import Values

/// The facts against which the form of new entries is checked: which persons are registered, which schemes are known, and which
/// ids are taken.
struct LogCensus {
  private(set) var size: UInt64 = 0
  private(set) var lastRecorded: Instant?
  private(set) var lastBy: Identifier?
  /// The request for a correction of the clock that is the last event; nil if the last event is another one.
  private(set) var clockRequest: Identifier?
  /// Whether the log opens a ledger.
  private(set) var isOpened = false
  private var imports = Imports()
  /// The number of the first live event; nil if the ledger has not gone live.
  var firstLive: UInt64? { imports.firstLive < size ? imports.firstLive : nil }
  private var registered = IdentifierTable()
  /// The digests of private data that were named last, by person.
  private var digests: [UInt32: String] = [:]
  /// The persons whose data were erased.
  private(set) var erasures = Erasures()
  private var schemes: Set<Identifier> = []
  /// The places of the events that have ids.
  private var places: [LinePlace] = []
  /// The ids, by the position of their place.
  private var ids = EntryIndex()

  /// Reads the log once.
  init(_ reader: borrowing LogReader) throws {
    var census = LogCensus()
    try reader.forEachBlock { block in
      for (event, place) in zip(block.events, block.places) {
        census.note(event)
        if let id = event.id {
          census.ids.insert(id.stableHash, UInt64(census.places.count))
          census.places.append(place)
        }
      }
      return true
    }
    self = census
  }

  private init() {}

  /// Takes a new event in.
  mutating func note(_ event: Event) {
    size = event.sequence + 1
    lastRecorded = event.recorded
    lastBy = event.by
    clockRequest = nil
    if case .requested(let body) = event.body, event.asksForClock { clockRequest = body.request }
    imports.note(event)
    erasures.note(event)
    switch event.body {
    case .ledgerOpened: isOpened = true
    case .registered(let body): digests[registered.intern(body.person)] = body.vault
    case .accountChanged(let body):
      if let number = registered.number(of: body.person) { digests[number] = body.vault }
    case .erased(let body):
      if let number = registered.number(of: body.person) { digests[number] = nil }
    case .policyAdopted(let body): schemes.insert(body.scheme)
    default: break
    }
  }

  func isRegistered(_ person: Identifier) -> Bool { registered.number(of: person) != nil }

  /// The digest of a person's private data that was named last; nil if none was.
  func digest(of person: Identifier) -> String? { registered.number(of: person).flatMap { digests[$0] } }

  func knows(scheme: Identifier) -> Bool { schemes.contains(scheme) }

  /// The event of the log that has an id; nil if none has.
  func event(withID id: Identifier, in reader: borrowing LogReader) throws -> Event? {
    var found: Event?
    _ = try ids.number(of: id.stableHash) { position in
      let bytes = try reader.line(at: places[Int(position)])
      let event = try EventLine.readEvent(bytes, 0..<bytes.count)
      if event.id == id { found = event }
      return found != nil
    }
    return found
  }
}
