import EventLog
public import Subsidy
public import System
public import Values

/// Names a change before it is made, so that it is made once, however often it is asked for.
///
/// The first event of the change has the token as its `id`, so that the rule holds for as long as the log: a change whose token
/// the log has is not made again (``ChangeMadeBefore``). An import takes its name, and the ids of its entries, from the token.
///
/// > Source: contract section 2, `id`.
public struct ChangeToken: Hashable, Sendable {
  /// `w-`, random letters, and the size of the ledger for which the change was meant.
  public let id: Identifier
  /// How many events the ledger had then.
  public let size: UInt64

  /// Without vowels, so that they form no word, and without digits, so that they form no number of a person.
  private static let letters = Array("bcdfghjkmnpqrstvwxyz".utf8)
  private static let count = 12

  /// Makes a new token.
  ///
  /// - Parameter size: how many events the ledger has.
  /// - Throws: `SystemError` without random bytes.
  public init(at size: UInt64) throws(SystemError) {
    var name: [UInt8] = []
    while name.count < ChangeToken.count {
      // A byte above the last whole multiple of the letters would make some of them likelier.
      let usable = UInt8(256 / ChangeToken.letters.count * ChangeToken.letters.count)
      name += try randomBytes(ChangeToken.count).filter { $0 < usable }.map {
        ChangeToken.letters[Int($0) % ChangeToken.letters.count]
      }
    }
    let letters = String(decoding: name.prefix(ChangeToken.count), as: UTF8.self)
    guard let token = ChangeToken("w-\(letters)-\(size)") else {
      preconditionFailure("a token is read as it is written")
    }
    self = token
  }

  /// Reads a token as ``id`` spells it; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "w", parts[1].utf8.count == ChangeToken.count,
      parts[1].utf8.allSatisfy({ ChangeToken.letters.contains($0) }), let size = UInt64(parts[2]),
      String(size) == parts[2], let id = Identifier(text)
    else { return nil }
    (self.id, self.size) = (id, size)
  }

  /// The name of an import that is the change.
  var importName: Identifier {
    guard let name = Identifier("I\(id.description.dropFirst())") else { preconditionFailure("as long as the token") }
    return name
  }

  /// The ids of which the first event of the change has one.
  var ids: Set<Identifier> { Set([id, ImportedEntries(importName).id(1)].compactMap(\.self)) }
}

/// A change that the log has was asked for again.
public struct ChangeMadeBefore: Error, Hashable, Sendable {
  /// Its first event.
  public let first: Event
}

/// A change that was recorded.
public struct RecordedChange: Hashable, Sendable {
  /// The events of its commit, from the one that has the token, no more than ``mostEvents``.
  public let events: [Event]
  /// Whether there are more.
  public let isCut: Bool

  /// How many events are read.
  public static let mostEvents = 100
}

extension SubsidyLedger {
  /// The record of a change; nil if the log has none with the token.
  ///
  /// Without an index the log is read from the size at which the token was made.
  ///
  /// - Throws: the failures of the log and the index.
  public func change(_ token: ChangeToken) throws -> RecordedChange? {
    let found =
      if let loaded = PartialReplay.load(self, persons: [], ids: token.ids) {
        loaded.named.first
      } else {
        try lastEvent(since: token.size) { event in event.id.map { token.ids.contains($0) } ?? false }
      }
    guard let first = found else { return nil }
    var events: [Event] = []
    var isCut = false
    try forEachEvent(from: first.sequence) { event, isFirstOfCommit in
      if isFirstOfCommit, !events.isEmpty { return false }
      isCut = events.count == RecordedChange.mostEvents
      if !isCut { events.append(event) }
      return !isCut
    }
    return RecordedChange(events: events, isCut: isCut)
  }

  /// The last event that a predicate accepts, of those recorded since the ledger had a size; nil if there is none.
  ///
  /// - Throws: the failures of the log.
  public func lastEvent(since size: UInt64, where isMeant: (Event) -> Bool) throws -> Event? {
    var found: Event?
    try forEachEvent(from: size) { event, _ in
      if isMeant(event) { found = event }
      return true
    }
    return found
  }

  /// Reads the events from a number on, each with whether it is the first of its commit, until `body` has enough.
  private func forEachEvent(from number: UInt64, _ body: (Event, _ isFirst: Bool) throws -> Bool) throws {
    let reader = try LogReader(ledger: path)
    if number >= reader.head.size { return }
    guard let place = try EventSource(self).place(ofNumber: number, among: segments()) else { return }
    let position = LogPosition(sequence: number, segment: place.segment, offset: place.offset)
    var last: UInt64?
    try reader.forEachBlock(from: position) { block in
      // A block may begin with the event behind the commit with which the one before it ended.
      let commits = Set(block.commits + [last].compactMap(\.self))
      last = block.commits.last ?? last
      return try block.events.allSatisfy { try body($0, commits.contains($0.sequence)) }
    }
  }
}
