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
      .init("outcome", .state), .init("returnedFrom", .returnedFrom),
    ])
    for item in items {
      table.row([
        .text(item.person.description), .text(item.scheme.description), .text(item.month.description),
        .money(item.amount), .word(Word.text(for: item.outcome.rawValue), code: item.outcome.rawValue),
        .text(item.returnedFrom?.description ?? ""),
      ])
    }
    table.total = [.none, .none, .none, .money(items.reduce(.zero) { $0 + $1.amount }), .none, .none]
    return table
  }

  /// Writes a batch as an object, with its items where they are given.
  static func write(
    _ batch: Identifier, _ found: BatchState, _ items: [BatchItem]?, _ state: LedgerState, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.field("batch", batch)
    writer.key("scheme")
    if let scheme = found.scheme { writer.value(state.schemes[scheme]) } else { writer.null() }
    writer.key("through")
    if let through = found.through { writer.value(through) } else { writer.null() }
    writer.field("state", found.stage.rawValue)
    writer.field("persons", found.persons)
    writer.field("items", found.items)
    writer.field("totalFen", found.total)
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
      writer.field("person", item.person)
      writer.field("month", item.month)
      writer.field("amountFen", item.amount)
      writer.field("outcome", item.outcome.rawValue)
      writer.field("returnedFrom", ifAny: item.returnedFrom?.description)
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
    writer.field("paid", outcome.paid)
    writer.field("paidFen", outcome.paidTotal)
    writer.field("returned", outcome.returned)
    writer.field("returnedFen", outcome.returnedTotal)
    writer.field("known", outcome.known)
    writer.field("open", outcome.open)
    writer.endObject()
  }
}
