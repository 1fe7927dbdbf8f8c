import EventLog
import Merkle
public import System
import Values

/// The most that is taken in of a file that is read whole; a longer file is refused before it takes memory.
///
/// Entries and histories in a regular file are read block by block and have no such limit; through a pipe they have one, for
/// it may be without end.
public enum InputLimit {
  /// CSV and pain.002.
  ///
  /// > Units: bytes.
  public static var table: Int { 64 << 20 }
  /// Packs, profiles and texts.
  ///
  /// > Units: bytes.
  public static var document: Int { 4 << 20 }
  /// Entries through a pipe: a day's work.
  ///
  /// > Units: bytes.
  static var entries: Int { table }
  /// A history through a pipe: more than a million entries.
  ///
  /// > Units: bytes.
  static var history: Int { 256 << 20 }
  /// A part of a log's lines through a pipe: some twenty million.
  ///
  /// > Units: bytes.
  static var partition: Int { 4 << 30 }
  /// How much may follow a line that is too long to be one, before the file is taken for one without lines.
  ///
  /// > Units: bytes.
  static var lostLine: UInt64 { 64 << 20 }
}

/// A source that a user names for the program to read: a file, a pipe, or `-` for standard input.
///
/// Every input is opened here, so that all of them may be any of these.
public enum Input {
  /// The name of standard input.
  public static var standard: String { "-" }

  /// Whether there is something of this name.
  ///
  /// - Throws: `SystemError` if that cannot be asked.
  public static func exists(_ name: String) throws(SystemError) -> Bool {
    if name == standard { return true }
    return try Files.exists(name)
  }

  /// Reads a whole input.
  ///
  /// - Throws: `SystemError`, `tooLarge` for more bytes than the limit.
  public static func read(_ name: String, atMost limit: Int) throws(SystemError) -> [UInt8] {
    try FileDescriptor.input(name, atMost: limit).readWhole(atMost: limit)
  }

  /// Whether an input has no place beside which something could be written.
  public static func isStream(_ name: String) throws(SystemError) -> Bool {
    if name == standard { return true }
    return switch try Files.look(at: name)?.kind {
    case .pipe, .characterDevice, .other: true
    case .regular, .directory, .link, nil: false
    }
  }
}

/// Consecutive lines of a file.
package struct InputBlock: Sendable {
  /// The bytes that hold the lines.
  package let bytes: [UInt8]
  /// The range of each line in the bytes, without its newline.
  package fileprivate(set) var lines: [Range<Int>] = []
  /// The number of the first, counted from 1.
  package let first: Int
  /// The offset of the first byte in the file.
  let offset: UInt64

  fileprivate init(bytes: [UInt8], first: Int, offset: UInt64) {
    (self.bytes, self.first, self.offset) = (bytes, first, offset)
  }

  /// A line by itself.
  init(line: [UInt8], number: Int) {
    self.init(bytes: line, first: number, offset: 0)
    lines = [line.indices]
  }

  /// The offset of a line in the file.
  func offset(of line: Int) -> UInt64 { offset + UInt64(lines[line].lowerBound) }
}

/// Reads a file of lines block by block, so that a history of millions of lines does not fill memory.
package struct InputFile: ~Copyable {
  let name: String
  private let descriptor: FileDescriptor
  private var hash = SHA256Stream()
  /// The bytes read and not yet handed over: the beginning of a line.
  private var rest: [UInt8] = []
  /// The offset of the rest.
  private var start: UInt64 = 0
  private var isAtEnd = false
  /// How many lines were handed over.
  private var count = 0
  /// Whether the rest is within a line that is too long to be one: it is reported once and passed over.
  private var isPassingOver = false
  private var lineEnd: UInt64 = 0

  /// The number of bytes of a block, before it is cut at a newline.
  static let blockSize = 1 << 20

  /// Opens the input.
  ///
  /// - Throws: `SystemError`, `tooLarge` for a stream of more bytes than the limit.
  package init(_ path: String, atMost limit: Int) throws(SystemError) {
    name = path
    descriptor = try FileDescriptor.input(path, atMost: limit)
  }

  /// Reads the next lines; nil if there are none.
  ///
  /// If a line is longer than any entry, only a beginning, itself too long, is handed over, so that memory stays bounded. A
  /// last line without a newline counts; a carriage return before the newline is left to the reader of the line.
  package mutating func next() throws(SystemError) -> InputBlock? {
    while !isAtEnd {
      let block = try readBlock()
      if !block.lines.isEmpty { return block }
    }
    return nil
  }

  private mutating func readBlock() throws(SystemError) -> InputBlock {
    if start - lineEnd > InputLimit.lostLine {
      throw SystemError.tooLarge(path: name, limit: Int(InputLimit.lostLine))
    }
    let kept = rest.count
    var bytes = rest
    bytes += [UInt8](repeating: 0, count: InputFile.blockSize)
    let read = try descriptor.read(
      into: &bytes, at: kept, count: InputFile.blockSize, offset: start + UInt64(kept))
    bytes.removeLast(InputFile.blockSize - read)
    isAtEnd = read < InputFile.blockSize
    hash.update(bytes, kept..<bytes.count)
    var block = InputBlock(bytes: bytes, first: count + 1, offset: start)
    var lineStart = 0
    while let newline = ByteSearch.first(UInt8(ascii: "\n"), in: bytes, lineStart..<bytes.count) {
      if !isPassingOver { block.lines.append(lineStart..<newline) }
      isPassingOver = false
      lineStart = newline + 1
      lineEnd = start + UInt64(lineStart)
    }
    let isTooLong = bytes.count - lineStart > LogLine.longest
    if isTooLong || isAtEnd, lineStart < bytes.count {
      if !isPassingOver { block.lines.append(lineStart..<bytes.count) }
      isPassingOver = true
      lineStart = bytes.count
    }
    start += UInt64(lineStart)
    rest = Array(bytes[lineStart...])
    count += block.lines.count
    return block
  }

  /// Hands over every line with its number, counted from 1.
  package mutating func forEachLine(
    _ body: (_ bytes: [UInt8], _ line: Range<Int>, _ number: Int) throws -> Void
  ) throws {
    while let block = try next() {
      for (position, line) in block.lines.enumerated() { try body(block.bytes, line, block.first + position) }
    }
  }

  fileprivate func duplicate() throws(SystemError) -> FileDescriptor { try descriptor.duplicate() }

  /// SHA-256 of all that was read.
  consuming func finishHash() -> String { hash.finish().description }
}

/// Reads single lines of a file again, by the offsets at which they began.
struct InputLines: ~Copyable {
  private let descriptor: FileDescriptor

  /// Opens the very file that is read, whatever its name leads to by now.
  init(of input: borrowing InputFile) throws(SystemError) { descriptor = try input.duplicate() }

  /// The line that begins at an offset, without its newline; the beginning of a line that is too long.
  func line(at offset: UInt64) throws(SystemError) -> [UInt8] {
    for length in [InputLines.usual, LogLine.longest + 1] {
      var bytes = [UInt8](repeating: 0, count: length)
      let read = try descriptor.read(into: &bytes, count: length, offset: offset)
      if let end = ByteSearch.first(UInt8(ascii: "\n"), in: bytes, 0..<read) { return Array(bytes[..<end]) }
      if read < length { return Array(bytes[..<read]) }
    }
    return []
  }

  /// Nearly every line is shorter.
  private static let usual = 4_096
}
