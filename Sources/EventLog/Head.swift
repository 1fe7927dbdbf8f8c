public import Merkle
import System
import Values

/// The state of the log that the ledger has acknowledged: so many events, with this root, up to this place.
public struct Head: Hashable, Sendable {
  /// How many events are acknowledged.
  public let size: UInt64
  /// The head of the tree over them.
  public let root: Digest
  /// The segment that holds the last commit line.
  public let segment: UInt64
  /// The end of that commit line in the segment, its newline included.
  ///
  /// > Units: bytes.
  public let offset: UInt64
  /// The hash chain over all commit lines: the time and author of an append are outside the tree.
  ///
  /// Each link is `H(link before || commit line without its newline)`; the first link before is 32 zero bytes.
  public let commits: Digest

  /// Makes a head.
  public init(size: UInt64, root: Digest, segment: UInt64, offset: UInt64, commits: Digest) {
    self.commits = commits
    self.size = size
    self.root = root
    self.segment = segment
    self.offset = offset
  }

  /// The head of a log without events.
  public static var empty: Head {
    Head(size: 0, root: SHA256.hash([]), segment: 0, offset: 0, commits: Digest())
  }

  /// The next link of the chain over commit lines.
  package static func link(_ before: Digest, _ bytes: [UInt8], _ line: Range<Int>) -> Digest {
    var stream = SHA256Stream()
    stream.update(before.bytes, 0..<32)
    stream.update(bytes, line)
    return stream.finish()
  }

  /// The position after the acknowledged events, from which reading goes on.
  public var position: LogPosition { LogPosition(sequence: size, segment: segment, offset: offset) }
}

/// The part of HEAD beside the head, with which a writer goes on without reading the log in front of it.
///
/// > Source: docs/formats.md, HEAD.
struct HeadFront: Sendable {
  /// The peaks of the tree: the roots of the perfect subtrees that it falls into.
  let tree: CompactRange<SHA256TreeHasher>
  /// The link of the chain over commit lines in front of the last one: with it that line proves ``Head/commits``.
  let before: Digest

  /// In front of the first event.
  static var empty: HeadFront { HeadFront(tree: CompactRange(hasher: SHA256TreeHasher()), before: Digest()) }
}

/// The content of a slot of HEAD.
struct SavedHead: Sendable {
  let head: Head
  /// Nil in version 1, which has none: the log has to be read for it.
  let front: HeadFront?

  /// The content of a HEAD for a log without events.
  static var empty: SavedHead { SavedHead(head: .empty, front: .empty) }
}

/// The file HEAD: two slots of 4,096 bytes that take turns, so that a torn write spoils only the newer one.
///
/// A slot is a line of ASCII text, padded with spaces before its newline; every field but the peaks has a fixed width:
///
/// ```
/// head-v2 generation=<20 digits> size=<20> root=<64 hex> segment=<20> offset=<20> commits=<64 hex> before=<64 hex>
/// peaks=<64 hex>,<64 hex>,… sha256=<64 hex>
/// ```
///
/// Version 1 has neither `before` nor `peaks`. It is read; the next append writes version 2. `sha256` is the SHA-256 of the
/// line's bytes before the space in front of `sha256=`. Generation g is in slot g modulo 2, at byte 4,096 × (g modulo 2); the
/// valid slot with the highest generation counts. The slots are 4,096 bytes long because that is the largest unit that disks
/// commonly tear or rewrite as a whole.
///
/// > Source: durability rule 8; docs/formats.md, HEAD.
struct HeadFile<Handle: FileHandle & ~Copyable>: ~Copyable {
  private let file: Handle
  private(set) var saved: SavedHead
  private var generation: UInt64
  /// Whether the other slot is broken.
  private var isAlone: Bool

  var head: Head { saved.head }

  /// Opens HEAD for writing.
  init(_ folder: LogFolder<Handle>) throws(LogError) {
    let (saved, generation, isAlone) = try HeadFile.readSlots(folder)
    file = try LogError.wrap { () throws(SystemError) in try folder.files.open(folder.head, [.readWrite, .regular]) }
    self.saved = saved
    self.generation = generation
    self.isAlone = isAlone
  }

  /// Creates HEAD with both slots valid, whole or not at all.
  static func create(_ folder: LogFolder<Handle>, _ saved: SavedHead) throws(LogError) {
    try LogError.wrap { () throws(SystemError) in
      try folder.files.atomicallyWrite(folder.head, HeadSlot.both(saved))
    }
  }

  /// Reads HEAD without a lock: while one slot is being written the other one is whole.
  static func read(_ folder: LogFolder<Handle>) throws(LogError) -> SavedHead { try readSlots(folder).saved }

  private static func readSlots(
    _ folder: LogFolder<Handle>
  ) throws(LogError) -> (saved: SavedHead, generation: UInt64, isAlone: Bool) {
    let bytes: [UInt8]
    do {
      // One byte more than a HEAD has: a file of another length is no HEAD.
      bytes = try folder.files.open(folder.head, [.readOnly, .regular]).read(count: 2 * HeadSlot.size + 1, offset: 0)
    } catch {
      guard error.errno == .noSuchFile || error.errno == .notDirectory else { throw .system(error) }
      let hasLog = try LogError.wrap { () throws(SystemError) in try folder.files.exists(folder.log) }
      throw hasLog ? .headMissing(ledger: folder.ledger) : .notLedger(folder.ledger)
    }
    if HeadSlot.isNewer(bytes) { throw .newer(.head) }
    var newest: (saved: SavedHead, generation: UInt64)?
    var slots = 0
    if bytes.count == 2 * HeadSlot.size {
      for number in 0...1 {
        guard let slot = HeadSlot.parse(Array(bytes[number * HeadSlot.size..<(number + 1) * HeadSlot.size])) else {
          continue
        }
        guard slot.generation % 2 == UInt64(number) else { continue }
        slots += 1
        if newest.map({ $0.generation < slot.generation }) ?? true { newest = slot }
      }
    }
    guard let newest else { throw .headMissing(ledger: folder.ledger) }
    return (newest.saved, newest.generation, slots == 1)
  }

  /// Makes the head that was read durable before it is built on.
  ///
  /// After a failed synchronisation the system shows bytes that the disk may not hold. So the slot that counts is written over
  /// itself; if it is the only good one, the same head is written to the other slot instead. Either way one slot that is
  /// certainly on the disk is left alone.
  ///
  /// > Source: durability rules 18 and 20.
  mutating func synchronize() throws(SystemError) {
    if isAlone { return try write(saved) }
    try file.write(
      HeadSlot.bytes(saved, generation: generation), offset: (generation % 2) * UInt64(HeadSlot.size))
    try file.synchronizeData()
  }

  /// Keeps a new head in memory, for ``writeHeld()`` to make it durable.
  mutating func hold(_ new: SavedHead) { saved = new }

  /// Makes the head durable that was held last; after a failure the outcome is unknown.
  mutating func writeHeld() throws(SystemError) { try write(saved) }

  /// Makes a new head durable; after a failure the outcome is unknown.
  mutating func write(_ new: SavedHead) throws(SystemError) {
    let next = generation + 1
    try file.write(HeadSlot.bytes(new, generation: next), offset: (next % 2) * UInt64(HeadSlot.size))
    try file.synchronizeData()
    saved = new
    generation = next
    isAlone = false
  }
}

/// The bytes of one slot of HEAD.
enum HeadSlot {
  static var size: Int { 4_096 }

  /// The version that is written; the one before it is read.
  private static var version: Int { 2 }

  /// A whole HEAD, rebuilt.
  static func both(_ saved: SavedHead) -> [UInt8] { bytes(saved, generation: 0) + bytes(saved, generation: 1) }

  static func bytes(_ saved: SavedHead, generation: UInt64) -> [UInt8] {
    let head = saved.head
    var bytes = Array((saved.front == nil ? "head-v1" : "head-v\(version)").utf8)
    field("generation", Segments.digits(generation), &bytes)
    field("size", Segments.digits(head.size), &bytes)
    field("root", head.root.description, &bytes)
    field("segment", Segments.digits(head.segment), &bytes)
    field("offset", Segments.digits(head.offset), &bytes)
    field("commits", head.commits.description, &bytes)
    if let front = saved.front {
      field("before", front.before.description, &bytes)
      field("peaks", front.tree.roots.map(\.description).joined(separator: ","), &bytes)
    }
    field("sha256", SHA256.hash(bytes).description, &bytes)
    bytes += [UInt8](repeating: UInt8(ascii: " "), count: size - 1 - bytes.count)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// Whether a slot begins like one of a later version.
  static func isNewer(_ bytes: [UInt8]) -> Bool {
    [0, size].contains { start in
      guard bytes.dropFirst(start).starts(with: "head-v".utf8) else { return false }
      let digits = bytes.dropFirst(start + 6).prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      guard digits.count <= 9, let found = Int(String(decoding: digits, as: UTF8.self)) else { return false }
      return found > version && bytes.dropFirst(start + 6 + digits.count).first == UInt8(ascii: " ")
    }
  }

  private static func field(_ name: String, _ value: String, _ bytes: inout [UInt8]) {
    bytes += " \(name)=\(value)".utf8
  }

  /// Reads a slot.
  ///
  /// Anything that is not exactly what ``bytes(_:generation:)`` writes is no slot, and neither is one whose peaks do not have
  /// its root.
  static func parse(_ bytes: [UInt8]) -> (saved: SavedHead, generation: UInt64)? {
    guard bytes.count == HeadSlot.size else { return nil }
    let fields = bytes.split(separator: UInt8(ascii: " "), maxSplits: 9, omittingEmptySubsequences: false)
    guard fields.count == 10 else { return nil }
    let values = fields[1...8].map { field in
      String(decoding: field.drop { $0 != UInt8(ascii: "=") }.dropFirst(), as: UTF8.self)
    }
    guard let generation = UInt64(values[0]), let size = UInt64(values[1]), let root = Digest(hex: values[2]),
      let segment = UInt64(values[3]), let offset = UInt64(values[4]), let commits = Digest(hex: values[5]),
      LogPosition(sequence: size, segment: segment, offset: offset).isPossible
    else { return nil }
    let head = Head(size: size, root: root, segment: segment, offset: offset, commits: commits)
    var front: HeadFront?
    if !fields[0].elementsEqual("head-v1".utf8) {
      let peaks = values[7].split(separator: ",").map { Digest(hex: String($0)) }
      guard let before = Digest(hex: values[6]),
        let tree = CompactRange(size: size, roots: peaks.compactMap { $0 }, hasher: SHA256TreeHasher()),
        tree.root == root
      else { return nil }
      front = HeadFront(tree: tree, before: before)
    }
    let saved = SavedHead(head: head, front: front)
    return HeadSlot.bytes(saved, generation: generation) == bytes ? (saved, generation) : nil
  }
}
