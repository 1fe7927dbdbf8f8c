import EventLog
import Merkle
public import System
import Values

/// The most that is taken in of a file that is read whole; what is longer is refused before it takes memory.
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
  /// What may follow of a line that is too long to be one, before the file is taken for one without lines.
  ///
  /// > Units: bytes.
  static var lostLine: UInt64 { 64 << 20 }
}

/// What somebody names for the program to read: a file, a pipe, or `-` for standard input.
///
/// Every input is opened here, so that all of them may be any of these.
public enum Input {
  /// The name of standard input.
  public static var standard: String { "-" }

  /// Whether there is something of this name.
  ///
  /// - Throws: `SystemError` where that cannot be asked.
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

/// Reads a file of lines block by block, so that a history of millions of lines does not sit in memory.
package struct InputFile: ~Copyable {
  let name: String
  private let descriptor: FileDescriptor
  private var hash = SHA256Stream()

  /// The number of bytes of a block, before it is cut at a newline.
  static let blockSize = 1 << 20

  /// Opens the input.
  ///
  /// - Throws: `SystemError`, `tooLarge` for a stream of more bytes than the limit.
  package init(_ path: String, atMost limit: Int) throws(SystemError) {
    name = path
    descriptor = try FileDescriptor.input(path, atMost: limit)
  }

  /// Hands over every line with its number, counted from 1, and the offset of its first byte.
  ///
  /// Of a line that is longer than any entry only a beginning, itself too long, is handed over, so that memory stays
  /// bounded. A last line without a newline counts; a carriage return before the newline is left to the reader of the line.
  package mutating func forEachLine(
    _ body: (_ bytes: [UInt8], _ line: Range<Int>, _ number: Int, _ offset: UInt64) throws -> Void
  ) throws {
    var block: [UInt8] = []
    var start: UInt64 = 0
    var number = 0
    var isAtEnd = false
    // Within a line that is too long to be one: told once, its rest is passed over.
    var isPassingOver = false
    var lineEnd: UInt64 = 0
    while !isAtEnd {
      if start - lineEnd > InputLimit.lostLine {
        throw SystemError.tooLarge(path: name, limit: Int(InputLimit.lostLine))
      }
      let kept = block.count
      block += [UInt8](repeating: 0, count: InputFile.blockSize)
      let count = try descriptor.read(
        into: &block, at: kept, count: InputFile.blockSize, offset: start + UInt64(kept))
      block.removeLast(InputFile.blockSize - count)
      isAtEnd = count < InputFile.blockSize
      hash.update(block, kept..<block.count)
      var lineStart = 0
      while let newline = ByteSearch.first(UInt8(ascii: "\n"), in: block, lineStart..<block.count) {
        if !isPassingOver {
          number += 1
          try body(block, lineStart..<newline, number, start + UInt64(lineStart))
        }
        isPassingOver = false
        lineStart = newline + 1
        lineEnd = start + UInt64(lineStart)
      }
      let isTooLong = block.count - lineStart > LogLine.longest
      if isTooLong || isAtEnd, lineStart < block.count {
        if !isPassingOver {
          number += 1
          try body(block, lineStart..<block.count, number, start + UInt64(lineStart))
        }
        isPassingOver = true
        lineStart = block.count
      }
      start += UInt64(lineStart)
      block.removeSubrange(0..<lineStart)
    }
  }

  fileprivate func duplicate() throws(SystemError) -> FileDescriptor { try descriptor.duplicate() }

  /// SHA-256 of all that was read.
  consuming func finishHash() -> String { hash.finish().description }
}

/// Reads single lines of a file again, by the place they had.
struct InputLines: ~Copyable {
  private let descriptor: FileDescriptor

  /// Of the very file that is read, whatever its name names by now.
  init(of input: borrowing InputFile) throws(SystemError) { descriptor = try input.duplicate() }

  func line(_ place: LinePlace) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: place.count)
    let read = try descriptor.read(into: &bytes, count: place.count, offset: place.offset)
    return Array(bytes[0..<read])
  }
}
