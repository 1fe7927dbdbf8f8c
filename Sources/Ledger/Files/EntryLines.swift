import EventLog
import JSONText
import Policy
import Sheets
import Subsidy
import System
import Values

/// A file of entries, read whole: a live file is a day's work, not a history.
struct EntryLines {
  struct Line {
    let number: Int
    var entry: Entry
  }

  let file: String
  private(set) var entries: [Line] = []
  private(set) var problems: [LineProblem] = []
  private var texts: [Int: [UInt8]] = [:]

  init(reading file: String) throws {
    self.file = file
    var input = try InputFile(file, atMost: InputLimit.entries)
    try input.forEachLine { bytes, range, number in add(bytes, range, number) }
  }

  /// Reads lines that are in memory.
  init(_ bytes: [UInt8], named name: String) {
    file = name
    var (start, number) = (0, 0)
    while start < bytes.count {
      let end = ByteSearch.first(UInt8(ascii: "\n"), in: bytes, start..<bytes.count) ?? bytes.count
      number += 1
      add(bytes, start..<end, number)
      start = end + 1
    }
  }

  private mutating func add(_ bytes: [UInt8], _ range: Range<Int>, _ number: Int) {
    texts[number] = Array(bytes[range])
    do throws(LineProblem.Reason) {
      entries.append(Line(number: number, entry: try EntryLines.read(bytes, range, source: .entry)))
    } catch {
      problems.append(LineProblem(file: file, line: number, problem: error.problem))
    }
  }

  /// Reads a line that must be an entry.
  static func read(
    _ bytes: [UInt8], _ range: Range<Int>, source: LineSource
  ) throws(LineProblem.Reason) -> Entry {
    if range.isEmpty || range.count == 1 && bytes[range.lowerBound] == UInt8(ascii: "\r") {
      throw LineProblem.Reason(.empty)
    }
    guard range.count <= LogLine.longest else { throw LineProblem.Reason(.tooLong) }
    do {
      return try EventLine.readEntry(bytes, range, source: source)
    } catch {
      throw LineProblem.Reason(.form(error))
    }
  }

  /// Writes the lines that were left out beside the file, each with its number and a code of the reason.
  func writeRefused(_ problems: [LineProblem], replacing: Bool) throws {
    var writer = JSONWriter()
    for problem in problems {
      writer.beginObject()
      writer.field("line", problem.line)
      writer.field("reason", problem.problem.code)
      let text = texts[problem.line] ?? []
      writer.key("entry")
      if let value = try? JSONValue(text) {
        writer.value(value)
      } else {
        writer.value(String(decoding: text, as: UTF8.self))
      }
      writer.endObject()
      writer.newline()
    }
    // The lines may hold private data.
    try OutputFile(file + SubsidyLedger.refusedEnding, ifPresent: replacing ? .replaced : .refused)
      .write(writer.bytes, mode: 0o600)
  }
}

extension LineProblem {
  /// A problem on its way to the line it belongs to.
  struct Reason: Error {
    let problem: Problem
    init(_ problem: Problem) { self.problem = problem }
  }
}

extension LineProblem.Problem {
  /// A short, stable code: the kind of the problem, without its particulars.
  public var code: String {
    switch self {
    case .form(let error): "form: \(error.field)"
    case .refused(let refusal): String(describing: refusal).prefix { $0 != "(" }.description
    case .vault: "private"
    case .policy(let error): "policy: \(error.path)"
    case .empty: "empty"
    case .tooLong: "too-long"
    case .commitAsEvent: "commit"
    case .repeatedEvent: "repeated"
    case .recordedBefore, .recordedAfterImport: "recorded"
    case .notInLateHistory: "late"
    case .column(let name, _, _): "column: \(name)"
    case .otherThanAsked(let column, _, _), .notAsExported(let column, _, _): "column: \(column)"
    case .repeatedColumn(let name): "repeated-column: \(name)"
    case .sameMeaning(let column, _): "repeated-column: \(column)"
    case .row(.cell(let column, _, _)): "column: \(column)"
    case .row(.total(let column, _, _)): "total: \(column)"
    case .row(.hidden): "hidden"
    case .repeated, .repeatedDay, .repeatedRow: "repeated"
    case .unknownIdentity: "unknown-identity"
    case .notCSV: "not-csv"
    case .xml: "not-xml"
    case .repeatedElement: "repeated-element"
    case .statusesDiffer: "statuses-differ"
    case .unknownStatus: "unknown-status"
    case .columnCount: "column-count"
    case .endsWithinField: "ends-within-field"
    }
  }
}
