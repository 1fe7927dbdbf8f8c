import Subsidy
public import Values

/// Which ids of entries the log may hold, by their hashes alone.
///
/// An id that is not among them is certainly not in the log, whatever an index on the disk says; an id that is among them has
/// to be looked up.
///
/// > Complexity: some 16 bytes an id.
public struct KnownIDs: Sendable {
  private var hashes: Set<UInt64> = []

  /// No ids.
  public init() {}

  /// Takes in the ids of some events.
  public mutating func insert(_ events: PlacedEvents) {
    for (hash, _) in events.ids { hashes.insert(hash) }
  }

  /// Takes in an id.
  public mutating func insert(_ id: Identifier) { hashes.insert(EntryIDs.hash(of: id)) }

  /// Whether the log may hold an id.
  public func mayContain(_ id: Identifier) -> Bool { hashes.contains(EntryIDs.hash(of: id)) }
}
