import JSONText
public import Merkle
package import System
public import Values

/// The line that ends an append and makes it count.
///
/// It is read in exactly one form, so that the bytes compared are those written: keys in one order, canonical numbers,
/// lowercase hexadecimal, no spaces.
///
/// > Source: contract section 2; durability rule 5.
public struct CommitLine: Hashable, Sendable {
  /// How many events the log has from its beginning to here.
  public let size: UInt64
  /// The head of the tree over those events.
  public let root: Digest
  /// When the append was made.
  public let recorded: Instant
  /// The operator who made it.
  public let by: Identifier
  /// Whether the append is the import of a history.
  public let isHistory: Bool
  /// The signatures of its operator, at most two, with a blank between; nil if it is not signed.
  ///
  /// Each is the base64 of the key's ID and the signature.
  public private(set) var signature: String?

  /// Makes a commit line.
  public init(
    size: UInt64, root: Digest, recorded: Instant, by: Identifier, isHistory: Bool = false, signature: String? = nil
  ) {
    self.signature = signature
    self.size = size
    self.root = root
    self.recorded = recorded
    self.by = by
    self.isHistory = isHistory
  }

  /// Compares the line with the events of its append.
  ///
  /// - Parameters:
  ///   - tree: the tree over all events up to here.
  ///   - size: how many events the log had before the append.
  ///   - previous: when the commit before it was made; nil for the first.
  ///   - isOfClock: whether the append is one event that corrects the clock or asks for that, so that it may be earlier.
  /// - Returns: the first fault; nil if there is none.
  package func fault(
    of tree: CompactRange<SHA256TreeHasher>, behind size: UInt64, _ previous: Instant?, isOfClock: Bool
  ) -> LogFault.Kind? {
    if tree.size == size { return .commitWithoutEvents }
    if self.size != tree.size { return .commitSize(expected: tree.size, actual: self.size) }
    let root = tree.root
    if self.root != root { return .commitRoot(expected: root, actual: self.root) }
    if let previous, recorded < previous, !isOfClock {
      return .recordedBackwards(previous: previous, found: recorded)
    }
    return nil
  }

  /// Whether a line is a commit line, or claims to be one: it begins with `{"commit":`.
  public static func begins(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    // The third byte excludes most events; only lines that share it are compared in full.
    guard range.count >= 10, bytes[range.lowerBound + 2] == UInt8(ascii: "c") else { return false }
    var cursor = ByteCursor(bytes, range)
    return cursor.take(LineHead.commit)
  }

  /// Reads a commit line without its newline; nil for anything but its one form.
  public init?(_ bytes: [UInt8], _ range: Range<Int>) {
    var cursor = ByteCursor(bytes, range)
    self.init(&cursor)
    guard cursor.take("}}"), cursor.isAtEnd else { return nil }
  }

  /// Reads the known members of a newer program's commit line: whole JSON that has further members behind those.
  init?(newer bytes: [UInt8], _ range: Range<Int>) {
    var cursor = ByteCursor(bytes, range)
    self.init(&cursor)
    guard cursor.take(",\""), let line = try? JSONValue(Array(bytes[range])), line.members?.count == 1 else {
      return nil
    }
  }

  /// Reads the members, up to what ends the line.
  private init?(_ cursor: inout ByteCursor) {
    let bytes = cursor.bytes
    guard cursor.take(#"{"commit":{"size":"#), let size = cursor.number(),
      cursor.take(#","root":""#), let root = cursor.quoted({ Digest(hex: String(decoding: bytes[$0], as: UTF8.self)) }),
      cursor.take(#","recorded":""#),
      let recorded = cursor.quoted({ Instant(bytes: bytes, at: $0.lowerBound, count: $0.count) }),
      cursor.take(#","by":""#),
      let by = cursor.quoted({ Identifier(bytes: bytes, at: $0.lowerBound, count: $0.count) })
    else { return nil }
    let isHistory = cursor.take(#","history":true"#)
    self.init(
      size: size, root: root, recorded: recorded, by: by, isHistory: isHistory,
      signature: CommitLine.signature(&cursor))
  }

  /// Reads the signatures.
  ///
  /// If they have another form, a newer program's, the cursor stays in front of them.
  private static func signature(_ cursor: inout ByteCursor) -> String? {
    var reading = cursor
    guard reading.take(#","signature":""#),
      let text = reading.quoted({ String(decoding: cursor.bytes[$0], as: UTF8.self) })
    else { return nil }
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    let isOwn =
      parts.count <= mostSignatures
      && parts.allSatisfy { part in
        part.utf8.count <= longestSignature && part.utf8.count % 4 == 0 && !part.isEmpty
          && part.utf8.allSatisfy { isBase64($0) }
      }
    guard isOwn else { return nil }
    cursor = reading
    return text
  }

  /// One with Ed25519 and one with SM2.
  private static let mostSignatures = 2
  /// The base64 of 4 bytes of a key's ID and of at most 72 of a signature with SM2.
  private static let longestSignature = 104

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
      true
    default: false
    }
  }

  /// The same line with signatures.
  public func signed(_ signature: String?) -> CommitLine {
    var line = self
    line.signature = signature
    return line
  }

  /// Appends the line with its newline to a buffer.
  public func write(to bytes: inout [UInt8]) {
    var digits = Digits(Array(#"{"commit":{"size":"#.utf8))
    digits.unsigned(size)
    digits.bytes += #","root":"\#(root)","recorded":""#.utf8
    digits.instant(recorded)
    digits.bytes += #"","by":""#.utf8
    by.append(to: &digits.bytes)
    digits.bytes += (isHistory ? #"","history":true"# : #"""#).utf8
    if let signature { digits.bytes += #","signature":"\#(signature)""#.utf8 }
    digits.bytes += "}}".utf8
    digits.bytes.append(UInt8(ascii: "\n"))
    bytes += digits.bytes
  }
}

/// Reads bytes of a fixed form one after the other.
struct ByteCursor {
  let bytes: [UInt8]
  private var position: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { position == end }

  /// Steps over a text if it is next.
  @inline(__always)
  mutating func take(_ text: StaticString) -> Bool {
    guard text.utf8CodeUnitCount <= end - position, text.stands(in: bytes, at: position) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// Reads a number in its one decimal form.
  @inline(__always)
  mutating func number() -> UInt64? {
    guard let (number, next) = bytes.wholeNumber(at: position, upTo: end) else { return nil }
    position = next
    return number
  }

  /// Reads the bytes before the next quotation mark and steps over both.
  @inline(__always)
  mutating func quoted<Value>(_ read: (Range<Int>) -> Value?) -> Value? {
    guard let quote = bytes.nearOffset(of: UInt8(ascii: "\""), in: position..<end) else { return nil }
    defer { position = quote + 1 }
    return read(position..<quote)
  }
}
