import EventLog
import Merkle
import System
import Testing
import Values

/// A writer's life on a simulated disk, compared with the answers that it got.
///
/// Acknowledged lines must be there, in order and unchanged, whatever happens; lines that were certainly refused must not be
/// there; for an append with an unknown outcome, all lines or none.
struct SimulatedRun {
  typealias Writer = LogAppender<SimulatedFile>

  static let ledger = "/ledger"

  let disk: SimulatedDisk
  let segmentLimit: UInt64
  /// The lines that must be in the log.
  private(set) var acknowledged: [String] = []
  /// The root at every size that was acknowledged.
  private(set) var roots: [UInt64: Digest] = [:]
  /// The lines of an append of which it is not known yet whether it counts.
  private(set) var unknown: [String] = []
  private var count = 0

  init(_ disk: SimulatedDisk, segmentLimit: UInt64) throws {
    self.disk = disk
    self.segmentLimit = segmentLimit
    var writer = try Writer.create(ledger: SimulatedRun.ledger, on: disk.files, segmentLimit: segmentLimit)
    // A log without events is not opened again.
    acknowledged = makeLines(1)
    try check(writer.append(acknowledged), "the first append")
  }

  /// Lines that no other append has.
  mutating func makeLines(_ number: Int) -> [String] {
    count += number
    return SampleLog.lines(number, from: count - number)
  }

  /// Opens a writer and checks what it found; nil if the disk did not let it.
  mutating func open(_ comment: Comment) throws -> Writer? {
    let writer: Writer
    do {
      writer = try Writer(opening: SimulatedRun.ledger, on: disk.files, segmentLimit: segmentLimit)
    } catch {
      switch error {
      case .system, .outcomeUnknown: return nil
      default:
        Issue.record("the log is refused: \(error) \(comment)")
        return nil
      }
    }
    let lines = lines(upTo: writer.head)
    let whole = acknowledged + unknown
    #expect(lines == acknowledged || lines == whole, comment)
    if lines == whole { acknowledged = whole }
    unknown = []
    try check(writer.head, comment)
    return writer
  }

  /// Appends, and notes the writer's answer; false if it must be opened again.
  mutating func append(_ writer: inout Writer, _ number: Int, _ comment: Comment) throws -> Bool {
    let lines = makeLines(number)
    do {
      let head = try writer.append(lines)
      acknowledged += lines
      try check(head, comment)
      return true
    } catch {
      guard let error = error as? LogError else { throw error }
      switch error {
      case .system where !disk.isStopped: return true
      case .system, .outcomeUnknown:
        unknown = lines
        return false
      default:
        Issue.record("an append fails: \(error) \(comment)")
        return false
      }
    }
  }

  /// Verification without a writer finds nothing that is missing.
  func verify(_ comment: Comment) {
    let report = LogVerifier.verify(ledger: SimulatedRun.ledger, on: disk.files)
    switch report.outcome {
    case .whole, .tornTail:
      #expect(
        report.size == UInt64(acknowledged.count) || report.size == UInt64((acknowledged + unknown).count), comment)
      for (size, root) in roots where size == report.size { #expect(report.root == root, comment) }
    case .corrupt, .unreadable: Issue.record("\(report.outcome) \(comment)")
    }
  }

  private mutating func check(_ head: Head, _ comment: Comment) throws {
    var tree = CompactRange(hasher: PlainSHA256TreeHasher())
    for line in acknowledged {
      tree.append(Array(line.utf8), 0..<line.utf8.count)
      if let root = roots[tree.size] { #expect(root == tree.root, comment) }
    }
    #expect(head.size == tree.size && head.root == tree.root, comment)
    roots[head.size] = head.root
  }

  /// The event lines of the log's files up to a head.
  private func lines(upTo head: Head) -> [String] {
    var lines: [String] = []
    var segment: UInt64 = 0
    while lines.count < head.size {
      let digits = String(segment)
      let name = String(repeating: "0", count: 20 - digits.utf8.count) + digits
      var bytes = disk.bytes("\(SimulatedRun.ledger)/log/\(name).jsonl") ?? []
      if segment == head.segment { bytes = Array(bytes.prefix(Int(head.offset))) }
      let found = bytes.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
        .filter { !$0.hasPrefix(#"{"commit":"#) }
      if found.isEmpty { break }
      lines += found
      segment += UInt64(found.count)
    }
    return lines
  }
}
