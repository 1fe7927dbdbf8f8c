import JSONText
import Policy
import Subsidy
import Values

/// The sheet of a registration: one row for each registration, the commitment, each place, check and exit.
enum RegistrationTables {
  /// The rows of some sheets of one person.
  ///
  /// - Parameters:
  ///   - sheets: the sheets.
  ///   - person: the person.
  ///   - isNamed: whether person, scheme and pack have columns; a single sheet has them in its heading.
  /// - Returns: the table.
  static func sheet(_ sheets: [RegistrationSheet], _ person: Identifier, isNamed: Bool) -> Table {
    let named: [Table.Column] =
      isNamed ? [.init("person", .person), .init("scheme", .scheme), .init("policy", .policy)] : []
    var table = Table(
      named + [
        .init("kind", .kind), .init("code", .item), .init("outcome", .result), .init("from", .since),
        .init("to", .until), .init("source", .source), .init("clause", .clause),
      ])
    for sheet in sheets {
      let names = [person, sheet.scheme, sheet.policy].map { Table.Cell.text($0.description) }
      for row in rows(sheet.record) { table.row((isNamed ? names : []) + row) }
    }
    return table
  }

  private static func rows(_ record: RegistrationRecord) -> [[Table.Cell]] {
    var rows = record.periods.map { period in
      row(.registration, flexible, .registered, from: "\(period.from)", to: period.to?.description)
    }
    if rows.isEmpty { rows.append(row(.registration, flexible, .notRegistered)) }
    if let clause = record.commitmentClause { rows.append(row(.commitment, .none, .given, clause: clause)) }
    rows += record.places.map { row(.place, cell($0), .given, clause: $0.clause) }
    rows += record.checks.map { check in
      let (outcome, day, source) = outcome(check.outcome)
      return row(.check, cell(check.rule), outcome, from: day?.description, source: source, clause: check.rule.clause)
    }
    rows += record.exits.map { exit in
      row(.exit, cell(exit.rule), .left, from: day(exit.sign), clause: exit.rule.clause)
    }
    return rows
  }

  private static var flexible: Table.Cell {
    .word(Word.flexibleRegistered.text, code: FactCode.flexibleRegistered.rawValue)
  }

  private static func cell(_ rule: ListedRule) -> Table.Cell { .word(rule.text, code: rule.code) }

  private static func row(
    _ kind: Word, _ item: Table.Cell, _ outcome: Word, from: String? = nil, to: String? = nil, source: String? = nil,
    clause: String? = nil
  ) -> [Table.Cell] {
    [.word(kind.text, code: kind.rawValue), item, .word(outcome.text, code: outcome.rawValue)]
      + [from, to, source, clause].map { $0.map { .text($0) } ?? .none }
  }

  private static func outcome(
    _ outcome: RegistrationRecord.Outcome
  ) -> (word: Word, on: CivilDate?, source: String?) {
    switch outcome {
    case .notChecked: (.notChecked, nil, nil)
    case .passed(let on, let source): (.passed, on, source)
    case .failed(let on, let source): (.failed, on, source)
    }
  }

  /// The day of a fact, or the month of an end.
  private static func day(_ sign: RegistrationRecord.Sign) -> String {
    switch sign {
    case .fact(let day): day.description
    case .ended(let month): month.description
    }
  }

  /// Writes the object of one sheet.
  static func write(_ sheet: RegistrationSheet, _ person: Identifier, to writer: inout JSONWriter) {
    let record = sheet.record
    writer.beginObject()
    writer.field("person", person)
    writer.field("scheme", sheet.scheme)
    writer.field("policy", sheet.policy)
    writer.key("registered")
    writer.beginArray()
    for period in record.periods {
      writer.beginObject()
      writer.field("from", period.from)
      writer.field("to", orNull: period.to?.description)
      writer.endObject()
    }
    writer.endArray()
    writer.field("commitmentClause", orNull: record.commitmentClause)
    write("places", record.places, to: &writer) {
      $0
    } fields: { _, _ in
    }
    write("checks", record.checks, to: &writer) {
      $0.rule
    } fields: { check, writer in
      let (outcome, day, source) = outcome(check.outcome)
      writer.field("outcome", outcome.rawValue)
      writer.field("on", orNull: day?.description)
      writer.field("source", orNull: source)
    }
    write("exits", record.exits, to: &writer) {
      $0.rule
    } fields: { exit, writer in
      writer.field("from", day(exit.sign))
    }
    writer.endObject()
  }

  /// Writes an array of entries of the document, each with its code, some fields and its clause.
  private static func write<Element>(
    _ key: StaticString, _ elements: [Element], to writer: inout JSONWriter, rule: (Element) -> ListedRule,
    fields: (Element, inout JSONWriter) -> Void
  ) {
    writer.key(key)
    writer.beginArray()
    for element in elements {
      writer.beginObject()
      writer.field("code", rule(element).code)
      fields(element, &writer)
      writer.field("clause", orNull: rule(element).clause)
      writer.endObject()
    }
    writer.endArray()
  }
}
