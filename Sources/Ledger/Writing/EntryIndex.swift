/// Finds the number noted for an entry's id: an import of millions of entries must not keep their ids in memory.
///
/// A slot holds a part of the id's hash, so that a hit is a candidate: the caller reads the line that the number means and
/// compares the id itself.
///
/// It grows by one small page at a time. A single table would be copied into a larger one, and both be in memory then.
///
/// > Complexity: O(1) expected; 10 to 20 bytes an id.
/// > Source: Fagin, Nievergelt, Pippenger, Strong: Extendible hashing (1979).
package struct EntryIndex {
  /// The ids whose hashes begin with the same bits.
  private struct Page {
    /// The lower 24 bits of the hash above, the number + 1 below; 0 is an empty slot.
    ///
    /// The count is a power of two.
    var slots: [UInt64]
    var count = 0
    /// With how many bits the hashes begin alike.
    let depth: UInt32

    init(depth: UInt32, slots count: Int = 512) {
      self.depth = depth
      slots = Array(repeating: 0, count: count)
    }

    var isFull: Bool { (count + 1) * 5 > slots.count * 4 }

    /// The first number of a hash that the body confirms.
    func number(of hash: UInt32, where isSame: (UInt64) throws -> Bool) rethrows -> UInt64? {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 {
        let number = slots[slot] & EntryIndex.largest - 1
        if UInt32(slots[slot] >> 40) == hash & 0xFF_FFFF, try isSame(number) { return number }
        slot = (slot + 1) & (slots.count - 1)
      }
      return nil
    }

    mutating func put(_ content: UInt64) {
      var slot = Int(content >> 40) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = content
      count += 1
    }
  }

  /// The largest number + 1.
  private static let largest: UInt64 = 1 << 40 - 1
  /// The least number of bits with which the hashes of a page begin alike: the slots hold the rest.
  private static let leastDepth: UInt32 = 8
  /// Pages for hashes that begin with more bits alike are not divided any more.
  private static let mostDepth: UInt32 = 24

  private var pages = (0..<1 << EntryIndex.leastDepth).map { _ in Page(depth: EntryIndex.leastDepth) }
  /// The position of the page for each of the beginnings that hashes have, so long as the longest of a page.
  private var directory = Array(0..<1 << EntryIndex.leastDepth)
  private var depth = EntryIndex.leastDepth

  /// An index of nothing.
  package init() {}

  private func place(_ hash: UInt32) -> Int { Int(hash >> (32 - depth)) }

  /// The number of an id.
  ///
  /// - Parameters:
  ///   - hash: the id's hash, of which the upper half is used.
  ///   - isSame: says of a number whether it is of this id.
  /// - Returns: the number; nil if `isSame` confirms none.
  /// - Throws: the error of `isSame`.
  package func number(of hash: UInt64, where isSame: (UInt64) throws -> Bool) rethrows -> UInt64? {
    let hash = UInt32(hash >> 32)
    return try pages[directory[place(hash)]].number(of: hash, where: isSame)
  }

  /// Notes the number of an id that is not there yet.
  ///
  /// - Parameters:
  ///   - hash: the id's hash.
  ///   - number: the number, fewer than 2^40 - 1.
  package mutating func insert(_ hash: UInt64, _ number: UInt64) {
    precondition(number < EntryIndex.largest, "a number has fewer than 40 bits")
    let hash = UInt32(hash >> 32)
    while pages[directory[place(hash)]].isFull { makeRoom(for: hash) }
    pages[directory[place(hash)]].put(UInt64(hash & 0xFF_FFFF) << 40 | (number + 1))
  }

  /// Divides the page of a hash into two, by the next bit.
  private mutating func makeRoom(for hash: UInt32) {
    let position = directory[place(hash)]
    let full = pages[position]
    if full.depth == EntryIndex.mostDepth {
      pages[position] = Page(depth: full.depth, slots: full.slots.count * 2)
      for content in full.slots where content != 0 { pages[position].put(content) }
      return
    }
    if full.depth == depth {
      directory = directory.flatMap { [$0, $0] }
      depth += 1
    }
    let other = pages.count
    pages[position] = Page(depth: full.depth + 1)
    pages.append(Page(depth: full.depth + 1))
    // The directory's places for the page's hashes: the second half of them begins with a bit that is set.
    let each = 1 << Int(depth - full.depth)
    let first = place(hash) / each * each
    for place in first + each / 2..<first + each { directory[place] = other }
    for content in full.slots where content != 0 {
      let bit = UInt32(content >> 40) >> (31 - full.depth) & 1
      pages[bit == 0 ? position : other].put(content)
    }
  }
}
