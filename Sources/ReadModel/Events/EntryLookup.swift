public import Subsidy
public import System
public import Values

/// Finds where ids stand, and what annuls an event, in the table of a read model.
public struct EntryLookup: ~Copyable {
  private let statement: SQLiteStatement
  private let bits: Int
  private let segments: [UInt64]

  init(_ statement: consuming SQLiteStatement, bits: Int, segments: [UInt64]) {
    self.statement = statement
    self.bits = bits
    self.segments = segments
  }

  /// Where events with an id may stand, and annulments of it: candidates, because ids may share a hash.
  public func places(of id: Identifier) throws(SQLiteError) -> [EventPlace] { try places(EntryIDs.hash(of: id)) }

  /// Where annulments of an event may stand, and others with its id.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - place: where it stands itself.
  /// - Returns: places other than its own.
  /// - Throws: `SQLiteError`.
  public func places(annulling event: Event, at place: EventPlace) throws(SQLiteError) -> [EventPlace] {
    guard event.body.type.canBeAnnulled else { return [] }
    var found = try places(EntryIDs.hash(of: Annulled.Target.sequence(event.sequence)))
    if let id = event.id { found += try places(of: id) }
    return found.filter { $0 != place }
  }

  private func places(_ hash: UInt64) throws(SQLiteError) -> [EventPlace] {
    try statement.bind(Int64(hash >> UInt64(64 - bits)), at: 1)
    defer { statement.reset() }
    guard try statement.step() else { return [] }
    return EntryIDs.Slot.all(in: statement.blob(at: 0) ?? [], of: hash).compactMap { $0.place(segments) }
  }
}

extension ReadModel {
  /// What finds ids and annulments.
  ///
  /// - Parameter segments: the segments of the log, in order.
  /// - Returns: it holds a statement of the read model, which must stay open.
  /// - Throws: `SQLiteError`.
  public func lookup(segments: [UInt64]) throws(SQLiteError) -> EntryLookup {
    try EntryLookup(
      database.prepare("SELECT entries FROM ids WHERE bucket = ?"), bits: idBits(), segments: segments)
  }
}
