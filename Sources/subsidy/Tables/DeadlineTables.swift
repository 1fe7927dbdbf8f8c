import JSONText
import Policy
import Subsidy
import Values

/// The tables about time: what is due, and what has run out.
enum DeadlineTables {
  /// A row for each thing to do.
  static func deadlines(_ rows: [Deadline]) -> Table {
    var table = Table([
      .init("office", .office), .init("due", .due), .init("state", .state),
      .init("workingDays", .workingDays, .number), .init("kind", .task), .init("person", .person),
      .init("scheme", .scheme), .init("application", .application), .init("stage", .stage), .init("month", .month),
      .init("since", .since), .init("publicityFrom", .publicityFrom), .init("publicityTo", .publicityTo),
      .init("dueFromPrevious", .dueFromPrevious), .init("clause", .clause),
    ])
    for row in rows {
      table.row([
        .text(row.office), text(row.due), .word(Word.text(for: row.state.rawValue), code: row.state.rawValue),
        row.workingDays.map { .number(Int64($0)) } ?? .none,
        .word(Word.text(for: row.kind.rawValue), code: row.kind.rawValue), .text(row.person.description),
        .text(row.scheme.description), text(row.application), text(row.stage), text(row.month),
        .text(row.since.description), text(row.publicity?.first), text(row.publicity?.last),
        text(row.dueFromPrevious), text(row.clause),
      ])
    }
    return table
  }

  /// Writes a thing to do; what it does not have is null.
  static func write(_ row: Deadline, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("office", row.office)
    writer.field("kind", row.kind.rawValue)
    writer.field("person", row.person)
    writer.field("scheme", row.scheme)
    write("application", row.application?.description, to: &writer)
    write("stage", row.stage?.description, to: &writer)
    write("month", row.month?.description, to: &writer)
    writer.field("since", row.since)
    write("due", row.due?.description, to: &writer)
    writer.field("state", row.state.rawValue)
    writer.key("workingDays")
    if let days = row.workingDays { writer.value(days) } else { writer.null() }
    write("clause", row.clause, to: &writer)
    write("publicityFrom", row.publicity?.first.description, to: &writer)
    write("publicityTo", row.publicity?.last.description, to: &writer)
    write("dueFromPrevious", row.dueFromPrevious?.description, to: &writer)
    writer.endObject()
  }

  /// A row for each suspension and end.
  static func sweep(_ items: [SweepItem]) -> Table {
    var table = Table([
      .init("person", .person), .init("scheme", .scheme), .init("type", .effect), .init("from", .from),
      .init("reason", .reasons), .init("clause", .clause), .init("why", .why),
    ])
    for item in items {
      table.row([
        .text(item.person.description), .text(item.scheme.description),
        .word(Word.text(for: item.effect.rawValue), code: item.effect.rawValue), .text(item.from.description),
        .word(Word.text(for: item.cause.rawValue), code: item.cause.rawValue), text(item.clause),
        .word(.ground(item.ground), code: item.ground.members.map { "\($0.key)=\($0.value)" }.joined(separator: " ")),
      ])
    }
    return table
  }

  /// Writes a suspension or an end, with the event's fields and what the rule looked at.
  static func write(_ item: SweepItem, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("person", item.person)
    writer.field("scheme", item.scheme)
    writer.field("type", item.effect.rawValue)
    writer.field("from", item.from)
    writer.field("reason", item.cause.rawValue)
    write("clause", item.clause, to: &writer)
    writer.key("why")
    writer.beginObject()
    for (key, value) in item.ground.members {
      writer.key(text: key)
      if let number = Int64(value) { writer.value(number) } else { writer.value(value) }
    }
    writer.endObject()
    writer.endObject()
  }

  private static func write(_ key: StaticString, _ text: String?, to writer: inout JSONWriter) {
    writer.key(key)
    if let text { writer.value(text) } else { writer.null() }
  }

  private static func text(_ value: (some CustomStringConvertible)?) -> Table.Cell {
    value.map { .text($0.description) } ?? .none
  }
}

extension SweepItem.Ground {
  /// What was looked at by name, for programs.
  fileprivate var members: [(key: String, value: String)] {
    switch self {
    case .noReport(let first, let last), .failedDebits(let first, let last):
      [("firstMonth", first.description), ("lastMonth", last.description)]
    case .notVerified(let year, let closed): [("year", String(year)), ("closed", closed.description)]
    case .lastMonth(let month): [("lastMonth", month.description)]
    case .monthsUsed(let months, let last):
      [("months", String(months))] + (last.map { [("lastMonth", $0.description)] } ?? [])
    case .fact(let fact, let day): [("fact", fact.rawValue), ("day", day.description)]
    }
  }
}
