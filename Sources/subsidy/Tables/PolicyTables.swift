import JSONText
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
