public import EventLog
public import Subsidy
public import System
public import Values

/// Finds the places of ids, and of the events that take an event back, in the tables of an index.
public struct EntryLookup: ~Copyable {
  private let ids: SQLiteStatement
  private let annulments: SQLiteStatement
  private let bits: Int
  private let segments: [UInt64]

  fileprivate init(
    ids: consuming SQLiteStatement, annulments: consuming SQLiteStatement, bits: Int, segments: [UInt64]
  ) {
    self.ids = ids
    self.annulments = annulments
    self.bits = bits
    self.segments = segments
  }

  /// The places at which events with an id may be: candidates, because ids may share a hash.
  public func places(of id: Identifier) throws(SQLiteError) -> [LinePlace] {
    try places(EntryIDs.hash(of: id), ids)
  }

  /// The places at which annulments and reversals of an event may be: again candidates.
  public func places(takingBack event: Event) throws(SQLiteError) -> [LinePlace] {
    guard event.body.type.canBeAnnulled || event.body.type.canBeReversed else { return [] }
    var found = try places(EntryIDs.hash(of: Annulled.Target.sequence(event.sequence)), annulments)
    if let id = event.id { found += try places(EntryIDs.hash(of: id), annulments) }
    return found
  }

  private func places(_ hash: UInt64, _ statement: borrowing SQLiteStatement) throws(SQLiteError) -> [LinePlace] {
    try statement.bind(Int64(hash >> UInt64(64 - bits)), at: 1)
    defer { statement.reset() }
    guard try statement.step() else { return [] }
    return EntryIDs.Slot.all(in: statement.blob(at: 0) ?? [], of: hash).compactMap { $0.place(segments) }
  }
}

extension IndexFile {
  /// A value that finds ids and annulments.
  ///
  /// - Parameter segments: the segments of the log, in order.
  /// - Returns: it holds statements of the index, which must stay open.
  /// - Throws: `SQLiteError`.
  public func lookup(segments: [UInt64]) throws(SQLiteError) -> EntryLookup {
    try EntryLookup(
      ids: database.prepare(IndexTables.bucket(of: IndexTables.ids.layout)),
      annulments: database.prepare(IndexTables.bucket(of: IndexTables.annulments.layout)), bits: bucketBits(),
      segments: segments)
  }
}
