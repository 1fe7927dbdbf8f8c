import JSONText
package import Ledger
package import Papers
package import ReadModel
import Values

/// The reports about the read model and the index: their progress, the result of a rebuild, the comparison with a fresh fold.
package enum ProjectionReports {
  /// The state of a table.
  fileprivate enum State: String, Worded {
    case current, behind, missing, halted, equal, differs

    var words: Text {
      switch self {
      case .current: Text(en: "current", zh: "最新")
      case .behind: Text(en: "behind", zh: "未更新")
      case .missing: Text(en: "missing", zh: "不存在")
      case .halted: Text(en: "halted", zh: "已停止")
      case .equal: Text(en: "equal", zh: "一致")
      case .differs: Text(en: "differs", zh: "不一致")
      }
    }
  }

  /// The reason that a table has no row although a history was imported.
  fileprivate enum Emptiness: String {
    /// The import is not in it yet.
    case importWaits = "import-waits"
    /// Neither the import nor any later event has the data that it lists.
    case importBroughtNone = "none-imported"

    func words(_ state: Text) -> Text {
      switch self {
      case .importWaits:
        state + Text(en: "; empty: the imported history is not in it yet", zh: "；空：导入的历史尚未入表")
      case .importBroughtNone:
        state + Text(en: "; empty: neither the imported history nor anything since is for it", zh: "；空：导入的历史及其后均无此类记录")
      }
    }
  }

  /// A table, the whole read model if there is none, or the index.
  package struct Row: Sendable {
    let name: String
    let version: Int
    let upTo: UInt64?
    let events: UInt64
    let halt: ProjectionHalt?
    fileprivate let state: State
    fileprivate var emptiness: Emptiness?

    fileprivate var result: Table.Cell {
      .word(emptiness?.words(state.words) ?? state.words, code: state.code)
    }
  }

  /// A row for each table.
  package static let tables = Report<Row>(
    "projections",
    [
      .column("projection", .projection) { $0.name },
      .member("version") { $0.version },
      .member("position") { $0.upTo },
      .column("upTo", .upTo) { $0.upTo }.inTablesOnly(),
      .column("events", .events) { $0.events }.inTablesOnly(),
      .column("result", .result, .code) { $0.result }.inTablesOnly(),
      .json { row, writer in if let emptiness = row.emptiness { writer.field("empty", emptiness.rawValue) } },
      .json { write($0.halt, to: &$1) },
    ])

  /// The tables of a read model.
  package static func rows(_ status: ProjectionStatus) -> [Row] {
    let isCurrent = status.isCurrent(status.position)
    return status.tables.map { table in
      Row(
        name: table.name, version: table.version, upTo: table.size, events: status.size, halt: table.halt,
        state: table.halt != nil ? .halted : isCurrent ? .current : .behind, emptiness: emptiness(table, status))
    }
  }

  private static func emptiness(_ table: TableStatus, _ status: ProjectionStatus) -> Emptiness? {
    guard table.halt == nil, let last = status.lastImport, status.empty.contains(table.name) else { return nil }
    return table.size <= last ? .importWaits : .importBroughtNone
  }

  /// The table that `projections status` shows: if there is no read model, a row that reports this; the index is the last row.
  package static func table(_ status: ProjectionStatus) -> Table {
    var rows = rows(status)
    if status.position == nil {
      rows.insert(
        Row(
          name: "read-model.sqlite", version: ReadModel.version, upTo: nil, events: status.size, halt: nil,
          state: .missing), at: 0)
    }
    rows.append(
      Row(
        name: "index.sqlite", version: IndexFile.version, upTo: status.index?.size, events: status.size, halt: nil,
        state: status.index == nil ? .missing : status.isIndexCurrent ? .current : .behind))
    return tables.table(rows)
  }

  private static let index = Report<ProjectionStatus>(
    "index",
    [
      .member("version") { _ in IndexFile.version },
      .member("position") { $0.index?.size },
      .member("current") { $0.isIndexCurrent },
    ])

  /// The progress of the read model and the index.
  package static let status = Report<ProjectionStatus>(
    "projections status",
    [
      .member("size") { $0.size },
      .member("root") { $0.root },
      .member("version") { _ in ReadModel.version },
      .member("position") { $0.position?.size },
      .member("current") { $0.isCurrent },
      .rows("projections", tables) { rows($0) },
      .json { status, writer in
        writer.key("index")
        index.write(status, to: &writer)
      },
    ])

  /// A row for each table that a rebuild would write.
  package static let survey = Report<ProjectionCheck>(
    "projections rebuild",
    [
      .column("projection", .projection) { $0.name },
      .column("rows", .rows) { $0.rows },
      .column("digest", .digest) { $0.foldedDigest },
    ])

  /// A row for each table that was compared with a fresh fold.
  package static let checks = Report<ProjectionCheck>(
    "projections check",
    [
      .column("projection", .projection) { $0.name },
      .column("rows", .rows) { $0.rows },
      .column("result", .result) { check -> Table.Cell in
        let state: State = check.halt != nil ? .halted : check.isEqual ? .equal : .differs
        return state.cell
      }.inTablesOnly(),
      .json { check, writer in
        guard let stored = check.storedDigest else { return }
        writer.field("equal", check.isEqual)
        writer.field("storedDigest", stored)
      },
      .member("foldedDigest") { $0.foldedDigest },
      .json { check, writer in
        write(check.halt, to: &writer)
        guard !check.differences.isEmpty else { return }
        writer.key("differences")
        difference.write(check.differences, to: &writer)
      },
    ])

  private static let difference = Report<ProjectionCheck.Difference>(
    "difference",
    [
      .json { write("stored", $0.stored, to: &$1) },
      .json { write("folded", $0.folded, to: &$1) },
      .member("since") { $0.since },
    ])

  private static func write(_ key: StaticString, _ row: [Cell]?, to writer: inout JSONWriter) {
    writer.key(key)
    guard let row else { return writer.null() }
    writer.beginArray()
    for cell in row {
      switch cell {
      case .text(let text): writer.value(text)
      case .integer(let number): writer.value(number)
      case .blob(let bytes): writer.value(bytes.hexadecimal)
      case .null: writer.null()
      }
    }
    writer.endArray()
  }

  private static func write(_ halt: ProjectionHalt?, to writer: inout JSONWriter) {
    guard let halt else { return }
    writer.field("haltedAt", Int64(clamping: halt.sequence))
    writer.field("reason", halt.reason)
  }
}
