public import Merkle
import System
import Values

/// Copies what a ledger has acknowledged, byte for byte, for others to check.
public enum LogCopy {
  private static var blockSize: Int { 1 << 20 }

  /// Copies the segments up to HEAD, and a HEAD for them.
  ///
  /// HEAD is taken once: lines that a writer adds meanwhile are not in the copy. The HEAD of the copy has both slots whole, so
  /// that copies of one head are the same bytes. Nothing is synchronised: a copy can be made again.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - folder: a folder without `log` and `HEAD`.
  ///   - made: receives every file's path in the folder, with its SHA-256.
  /// - Returns: the head.
  /// - Throws: ``LogError``.
  public static func make(
    of ledger: String, in folder: String, _ made: (String, Digest) -> Void
  ) throws(LogError) -> Head {
    let (source, target) = (LocalFolder(ledger), LocalFolder(folder))
    let saved = try HeadFile.read(source)
    let head = saved.head
    let segments = try source.segments().filter { $0 <= head.segment }
    try LogError.wrap { () throws(SystemError) in try Files.makeDirectory(target.log) }
    for segment in segments {
      let digest = try copy(segment, upTo: segment == head.segment ? head.offset : nil, from: source, to: target)
      made("log/\(Segments.name(segment))", digest)
    }
    try HeadFile.create(target, saved)
    made("HEAD", SHA256.hash(HeadSlot.both(saved)))
    return head
  }

  private static func copy(
    _ segment: UInt64, upTo end: UInt64?, from source: LocalFolder, to target: LocalFolder
  ) throws(LogError) -> Digest {
    var offset: UInt64 = 0
    let digest = try LogError.wrap { () throws(SystemError) -> Digest? in
      let input = try source.open(segment, .readOnly)
      let output = try target.open(segment, [.writeOnly, .create, .exclusive])
      var stream = SHA256Stream()
      var block = [UInt8](repeating: 0, count: blockSize)
      while true {
        let wanted = min(UInt64(blockSize), (end ?? .max) - offset)
        let count = try input.read(into: &block, count: Int(wanted), offset: offset)
        if count == 0 { break }
        // Of a file without lines, even a hole of a terabyte, only as much is copied as shows that.
        if count > LogLine.longest, ByteSearch.first(10, in: block, 0..<LogLine.longest + 1) == nil { return nil }
        stream.update(block, 0..<count)
        try output.write(block, 0..<count)
        offset += UInt64(count)
      }
      // As in the ledger: nothing is appended to a full segment.
      if end == nil { try output.setMode(0o444) }
      try output.close()
      return stream.finish()
    }
    guard let digest else {
      throw .corrupt(LogFault(segment: segment, line: 0, offset: offset, kind: .lineTooLong))
    }
    return digest
  }
}
