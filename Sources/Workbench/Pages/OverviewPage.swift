import Catalogue
import Papers
import ReadModel
import Reports
import Subsidy
import Values
import Web

/// The manager's overview: the money of a year, limits about to be reached, money to come back, and reviews against their deadlines.
enum OverviewPage {
  /// The number of months that are shown.
  private static let months = 12
  /// Persons with at most so many months left are listed.
  private static let ending = 3

  static func page(_ desk: Desk) throws -> Page {
    let last = try desk.batches().compactMap(\.through).max() ?? desk.day.month
    let first = last.adding(1 - months)
    let books = try desk.kept("months to \(last)") { try desk.answer(.books(ofEach: first...last)) }
    let total = books.reduce(Fen.zero) { $0 + $1.total.net }
    let bars = books.map { books in
      BarChart.Bar(
        label: books.month.number == 1 || books.month == first ? "\(books.month)" : "",
        value: max(0, books.total.net.value), part: max(0, books.total.repaid.value))
    }
    let year = try desk.kept("year \(last)") { try desk.answer(.books(of: last, from: first)) }
    let ending = try desk.kept("ending") { try desk.answer(.claims(endingWithin: OverviewPage.ending)) }
    let ages = AgeSum.sums(of: OpenDemand.all(of: try desk.openDemands(), on: desk.day))
    let reviews = try desk.deadlineGroups().sums.filter { $0.kind == .review }
    return Page(
      title: Place.overview.name, question: .overviewQuestion, place: .overview,
      parts: [
        .chart(.paidByMonth(months, total), bars),
        try desk.table("months", .monthsCaption, FinanceReports.months, books, sorted: "-month"),
        try desk.table("places", .placesCaption(first, last), FinanceReports.rows, year.rows),
        try desk.table(
          "ending", .endingCaption(OverviewPage.ending), EntitlementReports.claims, ending, sorted: "remainingMonths",
          without: ["entitledFen", "payableFen", "overpaidFen", "outstandingFen", "term"], isOfLog: true),
        try desk.table("ages", .ageingCaption, AuditPageReports.recoveries, ages),
        try desk.table("reviews", .reviewTimes, TodayReports.sums, reviews, sorted: "earliest"),
      ])
  }
}
