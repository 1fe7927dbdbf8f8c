import Web
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values

/// Which clause.
enum PoliciesPage {
  /// The policies that the ledger has adopted, and the packs that it has not.
  static func page(_ desk: Desk) throws -> Page {
    Page(
      title: .placePolicies, question: .policiesQuestion, place: .policies,
      parts: [
        .table(
          try TableView(
            "policies", .policiesCaption, PolicyReports.list, PolicyReports.rows(desk.state), desk,
            links: ["policy": { cell, _ in Identifier(cell.code).map { Paths.policy($0) } }]))
      ])
  }

  /// The rules of a pack, clause by clause.
  static func page(of policy: Identifier, _ desk: Desk) throws -> Page {
    guard let row = PolicyReports.rows(desk.state).first(where: { $0.pack.id == policy }) else {
      return ErrorPages.notFound(.lookedFor(policy), .policies)
    }
    return Page(
      title: Text(same: policy.description), question: Text(same: row.pack.document.number.printable), place: .policies,
      crumbs: [(.placePolicies, Paths.policies())],
      parts: [
        Page.facts(.policyFacts, PolicyReports.list, row, desk),
        .table(try TableView("rules", .rulesCaption, PolicyReports.sheet, row.pack.clauseSheet(), desk)),
      ])
  }
}
