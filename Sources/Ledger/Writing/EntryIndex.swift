import EventLog
import Values

/// Finds the place of the earlier line with an entry's id: an import of millions of entries must not keep their ids in memory.
///
/// A slot holds half of the id's hash, so that a hit is a candidate: the caller reads the line at its place again and compares
/// the id itself.
///
/// > Complexity: O(1) expected; 11 to 21 bytes an id beside its place.
struct EntryIndex<Place> {
  // The hash's upper half above, the number of the place + 1 below; 0 is an empty slot. The count is a power of two.
  private var slots: [UInt64] = Array(repeating: 0, count: 1 << 12)
  private var places: [Place] = []

  /// The place of a line whose id has this hash and that `isSame` confirms.
  func place(of id: Identifier, where isSame: (Place) throws -> Bool) rethrows -> Place? {
    let tag = id.stableHash >> 32
    let mask = slots.count - 1
    var slot = Int(tag) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == tag {
        let place = places[Int(slots[slot] & 0xFFFF_FFFF) - 1]
        if try isSame(place) { return place }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Notes the place of an id that is not there yet.
  mutating func insert(_ id: Identifier, _ place: Place) {
    precondition(places.count < 0xFFFF_FFFE, "fewer than 2^32 ids")
    if (places.count + 1) * 4 > slots.count * 3 { grow() }
    places.append(place)
    put((id.stableHash >> 32) << 32 | UInt64(places.count))
  }

  private mutating func put(_ content: UInt64) {
    let mask = slots.count - 1
    var slot = Int(content >> 32) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = content
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    for content in old where content != 0 { put(content) }
  }
}
