import JSONText
import Papers
import Subsidy
import Values

/// What changed between two states of knowledge, as rows and as JSON.
enum DiffTables {
  /// A row for each month that changed.
  static func changes(_ diff: KnowledgeDiff) -> Table {
    var table = Table([
      .init("person", .person), .init("scheme", .scheme), .init("month", .month),
      .init("oldEntitledFen", .oldAmount, .money), .init("newEntitledFen", .newAmount, .money),
      .init("oldPaidFen", .oldPaid, .money), .init("newPaidFen", .newPaid, .money),
      .init("oldOverpaidFen", .oldOverpaid, .money), .init("newOverpaidFen", .newOverpaid, .money),
      .init("oldReasons", .oldReasons), .init("newReasons", .newReasons), .init("seqs", .events),
    ])
    for change in diff.changes {
      let (old, new) = (change.before?.entitlement, change.after?.entitlement)
      table.row([
        .text(change.person.description), .text(change.scheme.description), .text(change.month.description),
        money(old?.entitled), money(new?.entitled), money(old?.paid), money(new?.paid), money(old?.overpaid),
        money(new?.overpaid), reasons(change.before), reasons(change.after),
        .text(change.causes.map(String.init).joined(separator: " ")),
      ])
    }
    return table
  }

  private static func money(_ amount: Fen?) -> Table.Cell { amount.map { .money($0) } ?? .none }

  private static func reasons(_ side: KnowledgeDiff.Side?) -> Table.Cell {
    side.map { PersonTables.reasons($0.reasons) } ?? .none
  }

  /// Writes an array with an object for each month that changed.
  static func write(_ diff: KnowledgeDiff, to writer: inout JSONWriter) {
    writer.beginArray()
    for change in diff.changes {
      writer.beginObject()
      writer.field("person", change.person)
      writer.field("scheme", change.scheme)
      writer.field("month", change.month)
      writer.key("before")
      write(change.before, to: &writer)
      writer.key("after")
      write(change.after, to: &writer)
      writer.key("seqs")
      writer.beginArray()
      for sequence in change.causes { writer.value(Int64(clamping: sequence)) }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
  }

  private static func write(_ side: KnowledgeDiff.Side?, to writer: inout JSONWriter) {
    guard let side else { return writer.null() }
    let month = side.entitlement
    writer.beginObject()
    writer.field("contributionFen", month.contribution)
    EntitlementJSON.writeOutcome(month, side.reasons, to: &writer)
    writer.endObject()
  }
}
