import EventLog
import Glibc
import Merkle
import System
import Testing
import Values

/// A directory of a test's own, removed with everything in it when the test lets go of it.
final class Scratch {
  let path: String

  init() throws {
    let name = try randomBytes(8).map { String($0, radix: 16) }.joined()
    // In memory if possible: the tests do not depend on the speed of a disk.
    path = (try Files.exists("/dev/shm") ? "/dev/shm" : "/tmp") + "/eventlog-tests-\(name)"
    try Files.makeDirectory(path)
  }

  deinit { Scratch.remove(path) }

  var ledger: String { path + "/ledger" }

  /// The path of a segment.
  func segment(_ number: Int = 0) -> String {
    let digits = String(number)
    return ledger + "/log/" + String(repeating: "0", count: 20 - digits.utf8.count) + digits + ".jsonl"
  }

  static func remove(_ path: String) {
    for name in (try? Files.names(in: path)) ?? [] { remove(path + "/" + name) }
    // A failure leaves rubbish behind, no more.
    _ = unsafe Glibc.remove(path)
  }

  /// Replaces a file's bytes, whatever its permissions.
  static func overwrite(_ path: String, _ bytes: [UInt8]) throws {
    if try Files.exists(path) { try Files.remove(path) }
    try FileDescriptor(path, [.writeOnly, .create, .exclusive]).write(bytes)
  }
}

/// A small log and what it was after each of its appends.
struct SampleLog {
  let appends: [[String]]
  /// The head after each append, the empty one first.
  var heads: [Head] = []
  /// HEAD's bytes after each append.
  var headFiles: [[UInt8]] = []

  static let time = Instant("2024-12-06T01:30:00Z")!

  /// Lines as the ledger writes them, of varying length.
  static func lines(_ count: Int, from first: Int = 0) -> [String] {
    (first..<first + count).map { #"{"seq":\#($0),"type":"noted","text":"\#(String(repeating: "补", count: $0 % 7))"}"# }
  }

  /// Lines that together do not fit into the writer's buffer.
  static func bulk(from first: Int) -> [String] {
    (first..<first + 40).map { #"{"seq":\#($0),"text":"\#(String(repeating: "x", count: 50_000))"}"# }
  }

  init(_ ledger: String, counts: [Int], segmentLimit: UInt64 = LogWriter.defaultSegmentLimit) throws {
    var first = 0
    appends = counts.map { count in
      defer { first += count }
      return SampleLog.lines(count, from: first)
    }
    var writer = try LogWriter.create(ledger: ledger, segmentLimit: segmentLimit)
    heads = [writer.head]
    headFiles = [try Files.read(ledger + "/HEAD")]
    for lines in appends {
      heads.append(try writer.append(lines))
      headFiles.append(try Files.read(ledger + "/HEAD"))
    }
  }

  var lines: [String] { appends.flatMap { $0 } }

  /// The range of the commit line that ends a segment, with the newlines on both sides of it.
  static func lastCommit(of segment: [UInt8]) -> Range<Int> {
    (segment.dropLast().lastIndex(of: 10) ?? 0)..<segment.count
  }

  /// HEAD as an older program would have written it, in both slots or in one of them.
  static func version1(_ head: [UInt8], slots: [Int] = [0, 1]) -> [UInt8] {
    var bytes = head
    for slot in slots {
      let fields = head[slot * 4_096..<slot * 4_096 + 4_096].split(separator: UInt8(ascii: " "))
      var line = Array(
        (["head-v1"] + fields[1...6].map { String(decoding: $0, as: UTF8.self) }).joined(separator: " ").utf8)
      line += " sha256=\(SHA256.hash(line))".utf8
      line += [UInt8](repeating: 32, count: 4_095 - line.count) + [10]
      bytes.replaceSubrange(slot * 4_096..<slot * 4_096 + 4_096, with: line)
    }
    return bytes
  }

  /// HEAD with one field of both slots changed and hashed again.
  static func forged(_ head: [UInt8], _ change: (inout [String]) -> Void) -> [UInt8] {
    (0...1).flatMap { slot -> [UInt8] in
      let text = String(decoding: head[slot * 4_096..<slot * 4_096 + 4_096], as: UTF8.self)
      var fields = text.split(separator: " ").dropLast().map(String.init).filter { !$0.hasPrefix("sha256=") }
      change(&fields)
      var line = Array(fields.joined(separator: " ").utf8)
      line += " sha256=\(SHA256.hash(line))".utf8
      return line + [UInt8](repeating: 32, count: 4_095 - line.count) + [10]
    }
  }
}

extension LogAppender where Handle: ~Copyable {
  /// Appends lines and commits them.
  mutating func append(_ lines: [String], recorded: Instant = SampleLog.time) throws -> Head {
    try beginAppend()
    for line in lines { _ = try add(Array(line.utf8), 0..<line.utf8.count) }
    return try commit(recorded: recorded, by: "op-017")
  }
}

extension LogReader {
  /// Every acknowledged line.
  func lines(verifying: Bool = true) throws -> [String] {
    var lines: [String] = []
    try read(verifying: verifying) { run in
      #expect(run.firstSequence == UInt64(lines.count))
      lines += run.lines.map { String(decoding: run.bytes[$0], as: UTF8.self) }
      return true
    }
    return lines
  }
}

/// The error that something throws; nil if it throws none.
func logError(_ body: () throws -> Void) -> LogError? {
  do {
    try body()
    return nil
  } catch {
    return error as? LogError
  }
}

extension LogError {
  var fault: LogFault? { if case .corrupt(let fault) = self { fault } else { nil } }
}
