import JSONText
import Ledger
import ReadModel
import Values

/// The tables of the read model and the index: how far they are, what they would be, how they compare.
enum ProjectionTables {
  /// How far each projection and the index are.
  static func status(_ status: ProjectionStatus) -> Table {
    var table = Table([
      .init("projection", .projection), .init("upTo", .upTo, .number), .init("events", .events, .number),
      .init("result", .result),
    ])
    func row(_ name: String, _ size: UInt64?, _ word: Word) {
      table.row([
        .text(name), size.map { .number(Int64(clamping: $0)) } ?? .none, .number(Int64(clamping: status.size)),
        .word(word.text, code: word.rawValue),
      ])
    }
    if status.position == nil { row("read-model.sqlite", nil, .missing) }
    let isCurrent = status.isCurrent(status.position)
    for standing in status.standings {
      row(standing.name, standing.size, standing.halt != nil ? .halted : isCurrent ? .current : .behind)
    }
    let index: Word = status.index == nil ? .missing : status.isIndexCurrent ? .current : .behind
    row("index.sqlite", status.index?.size, index)
    return table
  }

  /// The same for a program.
  static func write(_ status: ProjectionStatus, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("size", Int64(clamping: status.size))
    writer.field("root", status.root)
    writer.field("version", ReadModel.version)
    writer.key("position")
    if let position = status.position { writer.value(Int64(clamping: position.size)) } else { writer.null() }
    writer.field("current", status.isCurrent)
    writer.key("projections")
    writer.beginArray()
    for standing in status.standings {
      writer.beginObject()
      writer.field("projection", standing.name)
      writer.field("version", standing.version)
      writer.field("position", Int64(clamping: standing.size))
      write(standing.halt, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.key("index")
    writer.beginObject()
    writer.field("version", IndexFile.version)
    writer.key("position")
    if let stamp = status.index { writer.value(Int64(clamping: stamp.size)) } else { writer.null() }
    writer.field("current", status.isIndexCurrent)
    writer.endObject()
    writer.endObject()
  }

  /// What a rebuild would write.
  static func survey(_ tables: [ProjectionCheck]) -> Table {
    var table = Table([.init("projection", .projection), .init("rows", .rows, .number), .init("digest", .digest)])
    for found in tables {
      table.row([.text(found.name), .number(Int64(found.rows)), .text(found.foldedDigest)])
    }
    return table
  }

  /// How each table compares with a fresh fold.
  static func checks(_ checks: [ProjectionCheck]) -> Table {
    var table = Table([
      .init("projection", .projection), .init("rows", .rows, .number), .init("result", .result),
    ])
    for check in checks {
      let word: Word = check.halt != nil ? .halted : check.isEqual ? .equal : .differs
      table.row([.text(check.name), .number(Int64(check.rows)), .word(word.text, code: word.rawValue)])
    }
    return table
  }

  /// Both for a program.
  static func write(_ checks: [ProjectionCheck], to writer: inout JSONWriter) {
    writer.beginArray()
    for check in checks {
      writer.beginObject()
      writer.field("projection", check.name)
      writer.field("rows", check.rows)
      if let stored = check.storedDigest {
        writer.field("equal", check.isEqual)
        writer.field("storedDigest", stored)
      }
      writer.field("foldedDigest", check.foldedDigest)
      write(check.halt, to: &writer)
      if !check.differences.isEmpty { write(check.differences, to: &writer) }
      writer.endObject()
    }
    writer.endArray()
  }

  private static func write(_ differences: [ProjectionCheck.Difference], to writer: inout JSONWriter) {
    writer.key("differences")
    writer.beginArray()
    for difference in differences {
      writer.beginObject()
      for (key, row) in [("stored", difference.stored), ("folded", difference.folded)] {
        writer.key(text: key)
        write(row, to: &writer)
      }
      writer.key("since")
      if let since = difference.since { writer.value(Int64(clamping: since)) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
  }

  private static func write(_ row: [Cell]?, to writer: inout JSONWriter) {
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

extension Cell {
  /// The value for people.
  var shown: String {
    switch self {
    case .text(let text): text.isEmpty ? "''" : text
    case .integer(let number): String(number)
    case .blob(let bytes): bytes.hexadecimal
    case .null: "NULL"
    }
  }
}

extension [UInt8] {
  /// Two hexadecimal digits for each byte.
  fileprivate var hexadecimal: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
