import JSONText
import Ledger
import Subsidy
import Values

/// A person's history as a table and as JSON: in words for people, and for programs as the event stands in the log, which
/// is the same in every language.
enum TimelineTables {
  /// A row for each event, in the order of the log.
  static func events(_ events: [HistoryEvent]) -> Table {
    var table = Table([
      .init("seq", .sequence, .number), .init("recorded", .recorded), .init("by", .by), .init("type", .item),
      .init("event", .content), .init("clause", .clause), .init("annulledBy", .annulledBy),
    ])
    for entry in events {
      let words = EventWords(entry.event.body)
      table.row([
        .text(String(entry.event.sequence)), .text(entry.event.recorded.description),
        .text(entry.event.by.description), .word(words.matter, code: entry.event.body.type.rawValue),
        .word(words.content, code: line(entry.event)), words.clause.map { .text($0) } ?? .none,
        entry.annulledBy.map { .text(String($0)) } ?? .none,
      ])
    }
    return table
  }

  /// Writes an array with an object for each event.
  static func write(_ events: [HistoryEvent], to writer: inout JSONWriter) {
    writer.beginArray()
    for entry in events {
      let words = EventWords(entry.event.body)
      writer.beginObject()
      writer.field("seq", Int64(clamping: entry.event.sequence))
      writer.field("recorded", entry.event.recorded)
      writer.field("by", entry.event.by)
      writer.field("type", entry.event.body.type.rawValue)
      writer.field("clause", orNull: words.clause)
      writer.key("annulledBy")
      if let sequence = entry.annulledBy { writer.value(Int64(clamping: sequence)) } else { writer.null() }
      writer.key("event")
      EventLine.write(entry.event, to: &writer)
      writer.endObject()
    }
    writer.endArray()
  }

  private static func line(_ event: Event) -> String {
    var writer = JSONWriter()
    EventLine.write(event, to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
