import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import Values
import Web

/// Who owes, and for how long.
enum RecoveryPage {
  static func page(_ desk: Desk) throws -> Page {
    let demands = try desk.demands()
    let links: [String: TableView.Link] = [
      "notice": { cell, row in
        Identifier(cell.code).flatMap { demand in row.person.map { Paths.demand($0, demand) } }
      }
    ]
    let open = OpenDemand.all(of: demands, on: desk.day)
    let claims = try RowGroups.recovered(desk)
    let outstanding = open.reduce(Fen.zero) { $0 + $1.demand.outstanding }
    let undemanded = claims.rows.reduce(Fen.zero) { $0 + $1.recovery.undemanded }
    return Page(
      title: Place.recovery.name, question: .recoveryQuestion, place: .recovery,
      parts: [
        .figures([
          Page.Figure(
            label: Heading.outstanding.text, value: outstanding.yuan, note: .demandsOpen(open.count),
            isHot: outstanding > .zero),
          Page.Figure(
            label: Heading.undemanded.text, value: undemanded.yuan, note: nil, isHot: undemanded > .zero),
        ]),
        try desk.table(
          "ageing", .ageingCaption, FinanceReports.ageing, open, sorted: "-days", isOfLog: true, links: links),
        try desk.table("claims", .recoveryCaption, EntitlementReports.recoveries, claims, isOfLog: true),
        try desk.table(
          "demands", .demandsCaption, DemandReports.all, demands, sorted: "-since", isOfLog: true, links: links),
      ])
  }
}
