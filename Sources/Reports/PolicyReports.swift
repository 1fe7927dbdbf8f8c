import JSONText
package import Papers
package import Policy
package import Subsidy
package import Values

/// The reports about packs.
package enum PolicyReports {
  /// A pack, and how it was adopted.
  package struct Row: Sendable {
    package let pack: PolicyPack
    package let adopted: Policy?

    /// The pack clause by clause, with the values that the adoption settles.
    package var clauses: [ClauseRow] { pack.clauseSheet(parameters: adopted?.parameters ?? [:]) }
  }

  /// The adopted policies of a ledger, then the shipped packs that it has not adopted.
  package static func rows(_ state: LedgerState?) -> [Row] {
    var rows: [Row] = []
    for scheme in (state?.schemes.identifiers ?? []).sorted() {
      rows += (state?.timeline(of: scheme)?.policies ?? []).map { Row(pack: $0.pack, adopted: $0) }
    }
    return rows
      + ShippedPacks.all.filter { pack in !rows.contains { $0.pack.id == pack.id } }
      .map { Row(pack: $0, adopted: nil) }
  }

  /// A row for each policy and pack.
  package static let list = Report<Row>(
    "policy list",
    [
      .column("policy", .policy) { $0.pack.id },
      .column("scheme", .scheme) { $0.pack.scheme },
      .column("effectiveFrom", .effectiveFrom) { $0.adopted?.effectiveFrom ?? $0.pack.effectiveFrom },
      .column("document", .document) { $0.pack.document.number },
      .column("adopted", .state) { Adoption(isAdopted: $0.adopted != nil) },
      .column("parameters", .parameter) { Parameters(row: $0) },
      .column("revision", .revision) { $0.pack.revision }.hidden(.ifBlank),
      .column("shippedRevision", .shippedRevision) { ShippedPacks.laterRevision(than: $0.pack) }.hidden(.ifBlank),
    ])

  /// A row for each rule of a pack.
  package static let sheet = Report<ClauseRow>(
    "policy show",
    [
      .column("clause", .clause) { $0.clause },
      .column("topic", .parameter) { Table.Cell.word($0.topic, code: $0.topicEnglish) },
      .column("rule", .value) { Table.Cell.word($0.rule, code: $0.english) },
      .column("interpretation", .code) { $0.interpretation },
    ])

  /// A rule that differs between two packs, or that only one of them has.
  package struct ClauseChange: Sendable {
    let old: ClauseRow?
    let new: ClauseRow?
  }

  /// The rules that differ between two packs: of a topic the first against the first, once those that both have are left out.
  package static func clauseChanges(from old: [ClauseRow], to new: [ClauseRow]) -> [ClauseChange] {
    func byTopic(_ rows: [ClauseRow]) -> [String: [ClauseRow]] { Dictionary(grouping: rows, by: \.topicEnglish) }
    let (was, becomes) = (byTopic(old), byTopic(new))
    var topics: [String] = []
    for row in old + new where !topics.contains(row.topicEnglish) { topics.append(row.topicEnglish) }
    return topics.flatMap { topic in
      let (was, becomes) = (was[topic] ?? [], becomes[topic] ?? [])
      let (gone, come) = (was.filter { !becomes.contains($0) }, becomes.filter { !was.contains($0) })
      return (0..<max(gone.count, come.count)).map { place in
        ClauseChange(
          old: place < gone.count ? gone[place] : nil, new: place < come.count ? come[place] : nil)
      }
    }
  }

  /// A row for each of them.
  package static let clauses = Report<ClauseChange>(
    "clauses",
    [
      .column("topic", .parameter) { ($0.old ?? $0.new).map { Table.Cell.word($0.topic, code: $0.topicEnglish) } },
      .column("oldClause", .oldClause) { $0.old?.clause },
      .column("oldRule", .oldRule) { $0.old.map { Table.Cell.word($0.rule, code: $0.english) } },
      .column("newClause", .newClause) { $0.new?.clause },
      .column("newRule", .newRule) { $0.new.map { Table.Cell.word($0.rule, code: $0.english) } },
    ])

  /// A comparison of two packs.
  package typealias Compared = (comparison: PolicyComparison, old: Identifier, new: Identifier)

  /// A row for each month that is worth something else.
  package static let changes = Report<PolicyComparison.Change>(
    "policy compare",
    [
      .person { $0.person },
      .column("month", .month) { $0.month },
      .column("oldPolicy", .oldPolicy) { $0.oldPolicy },
      .column("newPolicy", .newPolicy) { $0.newPolicy },
      .column("oldFen", .oldAmount) { $0.old },
      .column("newFen", .newAmount) { $0.new },
      .column("changeFen", .change) { $0.difference },
      .column("heldFen", .held) { $0.held },
      .column("reasons", .reasons) { Table.Cell.reasons($0.reasons) },
    ])

  /// The whole comparison.
  package static let comparison = Report<Compared>(
    "comparison",
    [
      .member("scheme") { $0.comparison.scheme },
      .member("old") { $0.old },
      .member("new") { $0.new },
      .member("persons") { $0.comparison.persons },
      .object("up", direction) { $0.comparison.up },
      .object("down", direction) { $0.comparison.down },
      .rows("months", changes) { $0.comparison.changes },
    ])

  private static let direction = Report<(months: Int, sum: Fen)>(
    "direction",
    [
      .member("months") { $0.months },
      .member("changeFen") { $0.sum },
    ])
}

extension ClauseRow {
  /// The topic of a rule.
  fileprivate var topic: Text { Text(en: topicEnglish, zh: topicChinese) }
  /// The content of a rule.
  fileprivate var rule: Text { Text(en: english, zh: chinese) }
}

/// Whether a pack is adopted.
private struct Adoption: CellContent {
  let isAdopted: Bool

  var words: Text { isAdopted ? Text(en: "adopted", zh: "已采用") : Text(en: "not adopted", zh: "未采用") }
  var code: String { isAdopted ? "adopted" : "shipped" }
  func write(to writer: inout JSONWriter) { writer.value(isAdopted) }
}

/// The parameters of an adoption by name; of a pack those that an adoption has to set.
private struct Parameters: CellContent {
  let row: PolicyReports.Row

  var words: Text { Text(same: code.printable) }

  var code: String {
    let pairs =
      row.adopted == nil
      ? row.pack.parameters.filter { $0.standard == nil }.map { "\($0.name)=?" }
      : values.map { "\($0.key)=\($0.value)" }
    return pairs.joined(separator: " ")
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for (name, value) in values {
      writer.key(text: name)
      writer.value(value)
    }
    writer.endObject()
  }

  private var values: [(key: String, value: String)] {
    (row.adopted?.parameters ?? [:]).sorted { $0.key < $1.key }
  }
}
