import JSONText
import Ledger
import Subsidy
import Values

/// The tables about payment batches.
enum BatchTables {
  /// A row for each batch.
  static func batches(_ batches: [Identifier], _ state: LedgerState) -> Table {
    var table = Table([
      .init("batch", .batch), .init("scheme", .scheme), .init("through", .through), .init("state", .state),
      .init("persons", .persons, .number), .init("items", .items, .number), .init("totalFen", .total, .money),
    ])
    var items = 0
    var total = Fen.zero
    for batch in batches {
      guard let found = state.batch(batch) else { continue }
      if found.stage != .cancelled {
        items += found.items
        total += found.total
      }
      table.row([
        .text(batch.description), .text(found.scheme.map { state.schemes[$0].description } ?? ""),
        .text(found.through?.description ?? ""),
        .word(Word.text(for: found.stage.rawValue), code: found.stage.rawValue),
        .number(Int64(found.persons)), .number(Int64(found.items)), .money(found.total),
      ])
    }
    // A cancelled batch moves no money.
    table.total = [.none, .none, .none, .none, .none, .number(Int64(items)), .money(total)]
    return table
  }

  /// A row for each item of a batch.
  static func items(_ items: [BatchItem]) -> Table {
    var table = Table([
      .init("person", .person), .init("scheme", .scheme), .init("month", .month), .init("amountFen", .amount, .money),
      .init("outcome", .state),
    ])
    for item in items {
      table.row([
        .text(item.person.description), .text(item.scheme.description), .text(item.month.description),
        .money(item.amount), .word(Word.text(for: item.outcome.rawValue), code: item.outcome.rawValue),
      ])
    }
    table.total = [.none, .none, .none, .money(items.reduce(.zero) { $0 + $1.amount }), .none]
    return table
  }

  /// Writes a batch as an object, with its items where they are given.
  static func write(
    _ batch: Identifier, _ found: BatchState, _ items: [BatchItem]?, _ state: LedgerState, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.key("batch")
    writer.value(batch)
    writer.key("scheme")
    if let scheme = found.scheme { writer.value(state.schemes[scheme]) } else { writer.null() }
    writer.key("through")
    if let through = found.through { writer.value(through) } else { writer.null() }
    writer.key("state")
    writer.value(found.stage.rawValue)
    writer.key("persons")
    writer.value(found.persons)
    writer.key("items")
    writer.value(found.items)
    writer.key("totalFen")
    writer.value(found.total)
    writer.key("draftedBy")
    if let drafter = found.drafter { writer.value(state.names[drafter]) } else { writer.null() }
    writer.key("approvedBy")
    if let approver = found.approver { writer.value(state.names[approver]) } else { writer.null() }
    writer.key("exportSha256")
    if let export = found.export { writer.value(export.sha256) } else { writer.null() }
    if let items { write(items, to: &writer) }
    writer.endObject()
  }

  private static func write(_ items: [BatchItem], to writer: inout JSONWriter) {
    writer.key("lines")
    writer.beginArray()
    for item in items {
      writer.beginObject()
      writer.key("person")
      writer.value(item.person)
      writer.key("month")
      writer.value(item.month)
      writer.key("amountFen")
      writer.value(item.amount)
      writer.key("outcome")
      writer.value(item.outcome.rawValue)
      writer.endObject()
    }
    writer.endArray()
  }

  /// What a settlement did, a row for each answer.
  static func settlement(_ outcome: SettlementOutcome) -> Table {
    var table = Table([
      .init("result", .result), .init("items", .items, .number), .init("amountFen", .amount, .money),
    ])
    table.row([.word(Word.paid.text, code: "paid"), .number(Int64(outcome.paid)), .money(outcome.paidTotal)])
    table.row([
      .word(Word.returned.text, code: "returned"), .number(Int64(outcome.returned)), .money(outcome.returnedTotal),
    ])
    table.row([.word(Word.known.text, code: "known"), .number(Int64(outcome.known)), .none])
    table.row([.word(Word.open.text, code: "open"), .number(Int64(outcome.open)), .none])
    return table
  }

  /// Writes what a settlement did.
  static func write(_ outcome: SettlementOutcome, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("paid")
    writer.value(outcome.paid)
    writer.key("paidFen")
    writer.value(outcome.paidTotal)
    writer.key("returned")
    writer.value(outcome.returned)
    writer.key("returnedFen")
    writer.value(outcome.returnedTotal)
    writer.key("known")
    writer.value(outcome.known)
    writer.key("open")
    writer.value(outcome.open)
    writer.endObject()
  }
}
