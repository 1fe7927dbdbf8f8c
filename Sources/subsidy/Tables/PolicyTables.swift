import JSONText
import Papers
import Policy
import Subsidy
import Values

/// The tables about packs.
enum PolicyTables {
  /// The adopted policies of a ledger, then the shipped packs that it has not adopted.
  private static func rows(_ state: LedgerState?) -> [(pack: PolicyPack, adopted: Policy?)] {
    var rows: [(PolicyPack, Policy?)] = []
    let schemes = (state?.schemes.identifiers ?? []).sorted()
    for scheme in schemes {
      for policy in state?.timeline(of: scheme)?.policies ?? [] { rows.append((policy.pack, policy)) }
    }
    for pack in ShippedPacks.all where !rows.contains(where: { $0.0.id == pack.id }) { rows.append((pack, nil)) }
    return rows
  }

  /// A row for each policy and pack.
  static func list(_ state: LedgerState?) -> Table {
    var table = Table([
      .init("policy", .policy), .init("scheme", .scheme), .init("effectiveFrom", .effectiveFrom),
      .init("document", .document), .init("adopted", .state), .init("parameters", .parameter),
    ])
    for (pack, policy) in rows(state) {
      table.row([
        .text(pack.id.description), .text(pack.scheme.description),
        .text((policy?.effectiveFrom ?? pack.effectiveFrom).description), .text(pack.document.number),
        policy == nil ? .word(Word.shipped.text, code: "shipped") : .word(Word.adopted.text, code: "adopted"),
        parameters(pack, policy),
      ])
    }
    return table
  }

  private static func parameters(_ pack: PolicyPack, _ policy: Policy?) -> Table.Cell {
    guard let policy else {
      let open = pack.parameters.filter { $0.standard == nil }.map { "\($0.name)=?" }
      return .text(open.joined(separator: " "))
    }
    return .text(policy.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
  }

  /// Writes an object for each policy and pack.
  static func writeList(_ state: LedgerState?, to writer: inout JSONWriter) {
    writer.beginArray()
    for (pack, policy) in rows(state) {
      writer.beginObject()
      writer.field("policy", pack.id)
      writer.field("scheme", pack.scheme)
      writer.field("effectiveFrom", policy?.effectiveFrom ?? pack.effectiveFrom)
      writer.field("document", pack.document.number)
      writer.field("adopted", policy != nil)
      writer.key("parameters")
      writer.beginObject()
      for (name, value) in (policy?.parameters ?? [:]).sorted(by: { $0.key < $1.key }) {
        writer.key(text: name)
        writer.value(value)
      }
      writer.endObject()
      writer.endObject()
    }
    writer.endArray()
  }

  /// The clause sheet for programs.
  static func sheet(_ rows: [ClauseRow]) -> Table {
    var table = Table([
      .init("clause", .clause), .init("topic", .parameter), .init("rule", .value), .init("interpretation", .code),
    ])
    for row in rows {
      table.row([
        .text(row.clause ?? ""), .word(.clauseTopic(row), code: row.topicEnglish),
        .word(.clauseRule(row), code: row.english), .text(row.interpretation ?? ""),
      ])
    }
    return table
  }
}

extension PolicyTables {
  /// A row for each month that is worth something else.
  static func changes(_ comparison: PolicyComparison) -> Table {
    var table = Table([
      .init("person", .person), .init("month", .month), .init("oldPolicy", .oldPolicy), .init("newPolicy", .newPolicy),
      .init("oldFen", .oldAmount, .money), .init("newFen", .newAmount, .money), .init("changeFen", .change, .money),
      .init("heldFen", .held, .money), .init("reasons", .reasons),
    ])
    for change in comparison.changes {
      table.row([
        .text(change.person.description), .text(change.month.description),
        .text(change.oldPolicy?.description ?? ""), .text(change.newPolicy?.description ?? ""), .money(change.old),
        .money(change.new), .money(change.difference), .money(change.held), PersonTables.reasons(change.reasons),
      ])
    }
    return table
  }

  /// Writes a comparison for programs.
  static func write(_ comparison: PolicyComparison, old: Identifier, new: Identifier, to writer: inout JSONWriter) {
    func total(_ key: StaticString, _ total: (months: Int, sum: Fen)) {
      writer.key(key)
      writer.beginObject()
      writer.field("months", total.months)
      writer.field("changeFen", total.sum)
      writer.endObject()
    }
    writer.beginObject()
    writer.field("scheme", comparison.scheme)
    writer.field("old", old)
    writer.field("new", new)
    writer.field("persons", comparison.persons)
    total("up", comparison.up)
    total("down", comparison.down)
    writer.key("months")
    writer.beginArray()
    for change in comparison.changes {
      writer.beginObject()
      writer.field("person", change.person)
      writer.field("month", change.month)
      writer.key("oldPolicy")
      if let policy = change.oldPolicy { writer.value(policy) } else { writer.null() }
      writer.key("newPolicy")
      if let policy = change.newPolicy { writer.value(policy) } else { writer.null() }
      writer.field("oldFen", change.old)
      writer.field("newFen", change.new)
      writer.field("changeFen", change.difference)
      writer.field("heldFen", change.held)
      EntitlementJSON.write(change.reasons, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
