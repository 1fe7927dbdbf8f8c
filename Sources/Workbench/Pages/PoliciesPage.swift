import Catalogue
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values
import Web

/// The policies, clause by clause.
enum PoliciesPage {
  /// The policies that the ledger has adopted, and the packs that it has not.
  static func page(_ desk: Desk) throws -> Page {
    Page(
      title: Place.policies.name, question: .policiesQuestion, place: .policies,
      parts: [
        try desk.table(
          "policies", .policiesCaption, PolicyReports.list, PolicyReports.rows(desk.state),
          links: ["policy": { cell, _ in Identifier(cell.code).map { Paths.policy($0) } }])
      ])
  }

  /// The rules of a pack, clause by clause.
  static func page(of policy: Identifier, _ desk: Desk) throws -> Page {
    guard let row = row(policy, desk) else { return ErrorPages.notFound(.lookedFor(policy), .policies) }
    let others = PolicyReports.rows(desk.state).map(\.pack).filter { $0.scheme == row.pack.scheme && $0.id != policy }
    return Page(
      title: Text(same: policy.description), question: Text(same: row.pack.document.number.printable), place: .policies,
      above: [],
      parts: [
        Page.facts(.policyFacts, PolicyReports.list, row, desk),
        .actions(
          .whatCanBeDone, others.map { (.againstPolicy($0.id), Paths.policyAgainst($0.id, policy)) }),
        try desk.table("rules", .rulesCaption, PolicyReports.sheet, row.clauses),
      ])
  }

  /// The differences of another pack of the scheme, and the months whose worth they change.
  static func page(of policy: Identifier, against other: Identifier, _ desk: Desk) throws -> Page {
    guard let old = row(policy, desk), let new = row(other, desk) else {
      return ErrorPages.notFound(.lookedFor(row(policy, desk) == nil ? policy : other), .policies)
    }
    var page = Page(
      title: Text(same: "\(policy) → \(other)"), question: .againstQuestion, place: .policies,
      above: [(Text(same: other.description), Paths.policy(other))], parts: [])
    guard old.pack.scheme == new.pack.scheme else {
      page.parts = [.note(.packsOfTwoSchemes(old.pack.scheme, new.pack.scheme), .bad)]
      page.status = .unprocessable
      return page
    }
    let clauses = PolicyReports.clauseChanges(from: old.clauses, to: new.clauses)
    page.parts.append(
      clauses.isEmpty
        ? .note(.sameRules, .ok)
        : try desk.table("clauses", .clausesCaption, PolicyReports.clauses, clauses))
    do {
      let (before, after) = (try compared(old), try compared(new))
      let effect = desk.kept("policies \(policy) \(other)") {
        desk.state.comparison(of: before, with: after, in: old.pack.scheme)
      }
      page.parts.append(.note(.policiesCompared(effect), .note))
      page.parts.append(
        try desk.table("effect", .effectCaption, PolicyReports.changes, effect.changes, isOfLog: true))
    } catch let error as PolicyError {
      // The values that the document leaves open are not settled for a pack that is not adopted.
      page.parts.append(.note(CommandFailure(mapping: error).text, .warn))
    }
    return page
  }

  /// A pack as the ledger adopted it last, or as it is shipped.
  private static func row(_ policy: Identifier, _ desk: Desk) -> PolicyReports.Row? {
    PolicyReports.rows(desk.state).last { $0.pack.id == policy }
  }

  private static func compared(_ row: PolicyReports.Row) throws(PolicyError) -> ComparedPolicy {
    row.adopted == nil ? .assumed(try Policy(pack: row.pack, parameters: [:])) : .adopted(row.pack.id)
  }
}
