package import Papers
import Policy
package import Subsidy
import Values

/// The sheet of a registration: one row for each registration, the commitment, each place, check and exit.
package enum RegistrationReports {
  /// The subject of a row.
  fileprivate enum Part: String, Worded {
    case registration, commitment, place, check, exit

    var words: Text {
      switch self {
      case .registration: Text(en: "registration", zh: "登记")
      case .commitment: Text(en: "commitment instead of proofs", zh: "书面承诺（无需证明材料）")
      case .place: Text(en: "place", zh: "登记地点")
      case .check: Text(en: "check", zh: "数据比对")
      case .exit: Text(en: "exit", zh: "退出")
      }
    }
  }

  /// The outcome for it.
  fileprivate enum Outcome: String, Worded {
    case registered, passed, failed, given, left
    case notRegistered = "not-registered"
    case notChecked = "not-checked"

    var words: Text {
      switch self {
      case .registered: Text(en: "registered", zh: "已登记")
      case .notRegistered: Text(en: "not registered", zh: "未登记")
      case .notChecked: Text(en: "not checked", zh: "未比对")
      case .passed: Text(en: "passed", zh: "通过")
      case .failed: Text(en: "failed", zh: "不通过")
      case .given: Text(en: "applies", zh: "适用")
      case .left: Text(en: "has happened", zh: "已发生")
      }
    }
  }

  /// A row of a sheet.
  package struct Row: Sendable {
    let sheet: RegistrationSheet
    fileprivate let part: Part
    fileprivate let outcome: Outcome
    var item: Table.Cell = .none
    var from: Table.Cell = .none
    var to: CivilDate?
    var source: String?
    var clause: String?
  }

  /// A row for each entry of some sheets.
  package static let rows = Report<Row>(
    "registration rows",
    [
      .person { $0.sheet.person },
      .scheme { $0.sheet.scheme },
      .column("policy", .policy) { $0.sheet.policy },
      .column("kind", .kind) { $0.part.cell },
      .column("code", .item) { $0.item },
      .column("outcome", .result) { $0.outcome.cell },
      .column("from", .since) { $0.from },
      .column("to", .until) { $0.to },
      .column("source", .source) { $0.source },
      .column("clause", .clause) { $0.clause },
    ])

  /// The rows of a sheet.
  package static func rows(of sheet: RegistrationSheet) -> [Row] {
    let record = sheet.record
    let flexible = FactCode.flexibleRegistered.cell
    var rows = record.periods.map { period in
      Row(
        sheet: sheet, part: .registration, outcome: .registered, item: flexible, from: period.from.cell, to: period.to)
    }
    if rows.isEmpty { rows.append(Row(sheet: sheet, part: .registration, outcome: .notRegistered, item: flexible)) }
    if let clause = record.commitmentClause {
      rows.append(Row(sheet: sheet, part: .commitment, outcome: .given, clause: clause))
    }
    rows += record.places.map {
      Row(sheet: sheet, part: .place, outcome: .given, item: cell($0), clause: $0.clause)
    }
    rows += record.checks.map { check in
      let found = found(check.outcome)
      return Row(
        sheet: sheet, part: .check, outcome: found.outcome, item: cell(check.rule), from: found.on.cell,
        source: found.source, clause: check.rule.clause)
    }
    rows += record.exits.map {
      Row(
        sheet: sheet, part: .exit, outcome: .left, item: cell($0.rule), from: day(of: $0.sign), clause: $0.rule.clause)
    }
    return rows
  }

  /// A sheet as one object.
  package static let sheet = Report<RegistrationSheet>(
    "registration",
    [
      .member("person") { $0.person },
      .member("scheme") { $0.scheme },
      .member("policy") { $0.policy },
      .rows("registered", period) { $0.record.periods },
      .member("commitmentClause") { $0.record.commitmentClause },
      .rows("places", place) { $0.record.places },
      .rows("checks", check) { $0.record.checks },
      .rows("exits", exit) { $0.record.exits },
    ])

  private static let period = Report<RegistrationRecord.Period>(
    "period",
    [
      .member("from") { $0.from },
      .member("to") { $0.to },
    ])

  private static let place = Report<ListedRule>(
    "place",
    [
      .member("code") { $0.code },
      .member("clause") { $0.clause },
    ])

  private static let check = Report<RegistrationRecord.Check>(
    "check",
    [
      .member("code") { $0.rule.code },
      .member("outcome") { found($0.outcome).outcome.rawValue },
      .member("on") { found($0.outcome).on },
      .member("source") { found($0.outcome).source },
      .member("clause") { $0.rule.clause },
    ])

  private static let exit = Report<RegistrationRecord.Exit>(
    "exit",
    [
      .member("code") { $0.rule.code },
      .member("from") { day(of: $0.sign) },
      .member("clause") { $0.rule.clause },
    ])

  private static func cell(_ rule: ListedRule) -> Table.Cell { .word(rule.words, code: rule.code) }

  private static func found(
    _ outcome: RegistrationRecord.Outcome
  ) -> (outcome: Outcome, on: CivilDate?, source: String?) {
    switch outcome {
    case .notChecked: (.notChecked, nil, nil)
    case .passed(let on, let source): (.passed, on, source)
    case .failed(let on, let source): (.failed, on, source)
    }
  }

  /// The day of a fact, or the month of an end.
  private static func day(of sign: RegistrationRecord.Sign) -> Table.Cell {
    switch sign {
    case .fact(let day): day.cell
    case .ended(let month): month.cell
    }
  }
}
