import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values
import Web

/// Who may do what, with which key, and since when.
enum OperatorsPage {
  /// Everybody who was registered.
  static func page(_ desk: Desk) throws -> Page {
    let all = try rows(desk.state.operators.all, desk)
    let register: [(Text, LocalPath)] =
      desk.knownAt == nil && desk.may(.operatorRegistered) ? [(.registerOperator, Paths.registerOperator())] : []
    return Page(
      title: Place.operators.name, question: .operatorsQuestion, place: .operators,
      parts: [
        .actions(.whatCanBeDone, register),
        try desk.table(
          "operators", Place.operators.name, OperatorReports.operators, all, filters: ["roles"],
          links: ["operator": { cell, _ in Identifier(cell.code).map { Paths.operator($0) } }]),
        .note(.operatorsByCommand, .note),
      ])
  }

  /// One of them, and what can be done.
  static func page(of name: Identifier, _ desk: Desk) throws -> Page {
    guard let known = desk.state.operators[name], let row = try rows([known], desk).first else {
      return ErrorPages.notFound(.lookedFor(name), .operators)
    }
    let kinds = desk.knownAt == nil ? OperatorAct.allCases : []
    let acts = kinds.compactMap { OperatorActs.act($0, of: name, desk) }.filter { desk.may($0.events) }
    return Page(
      title: Text(same: known.details.name.description), question: .operatorQuestion, place: .operators,
      above: [],
      parts: [
        Page.facts(Heading.operatorName.text, OperatorReports.operators, row, desk),
        .actions(.whatCanBeDone, acts.map { ($0.title, $0.path) }),
        .links([(.looksOf(known.details.name), Place.looks.path.with(["looks.by": known.details.name.description]))]),
      ])
  }

  /// Operators with their names, as far as the vault has them; those of colleagues are no looks at persons.
  private static func rows(_ operators: [OperatorState], _ desk: Desk) throws -> [OperatorRow] {
    let named = operators.filter { $0.details.vault != nil }
    let names = named.isEmpty ? [:] : try desk.ledger.names(of: named)
    return operators.map { OperatorRow($0, name: names[$0.details.name]) }
  }
}
