import Ledger
import Papers
import Reports
import Subsidy
import Values
import Web

/// What to do first.
enum TodayPage {
  static func page(_ desk: Desk) throws -> Page {
    // Whoever works for one office sees that office's work; a stage is decided by its own office alone.
    let office = desk.operator.details.office
    let own = try desk.today().filter { concerns($0, desk, office) }
    var parts: [Page.Part] = []
    if let first = own.first {
      parts.append(.next(words(of: first, desk), why: nil, link: place(of: first, desk).map { (.open, $0) }))
    } else {
      parts.append(.note(.nothingToDo, .ok))
    }
    parts.append(
      try desk.table("waiting", .waitingCaption, TodayReports.items, own, without: ["next"], links: links))
    return Page(title: .todayTitle(desk.day), question: .todayQuestion, place: .today, parts: parts)
  }

  /// Whether something is for an operator to do.
  private static func concerns(_ item: TodayItem, _ desk: Desk, _ office: String?) -> Bool {
    switch item {
    case .deadline(let sum):
      (office == nil || sum.office == office) && Place.deadlines.admits(desk.operator)
    case .consent(let request): !request.by.isSameOperator(as: desk.seat.by) && desk.may([request.body.act])
    case .check: desk.may(.listChecked)
    case .approve(let batch):
      desk.may(.batchApproved) && !(batch.drafter?.isSameOperator(as: desk.seat.by) ?? false)
    case .fund(let batch):
      BatchProgress(batch, in: desk.state).next == .request ? desk.may(.fundsRequested) : desk.may(.fundsReceived)
    case .export: desk.may(.batchExported)
    case .settle: desk.may(.paid)
    case .close: desk.may(.monthClosed)
    case .returned: desk.may(.batchDrafted)
    case .demand: desk.may(.clawedBack)
    }
  }

  /// Where it is looked at.
  private static func place(of item: TodayItem, _ desk: Desk) -> LocalPath? {
    switch item {
    case .deadline(let sum):
      sum.kind == .review && Place.reviews.admits(desk.operator) ? Place.reviews.path : Place.deadlines.path
    case .check(let batch), .approve(let batch), .fund(let batch), .export(let batch), .settle(let batch):
      Paths.batch(batch.batch)
    case .returned: Place.batches.path
    case .demand: Place.recovery.path
    case .close(let month): Paths.month(month)
    case .consent(let request): Paths.request(request.body.request)
    }
  }

  /// In words: what the table says of it.
  private static func words(of item: TodayItem, _ desk: Desk) -> Text {
    var cells: [String: Table.Cell] = [:]
    for row in TodayReports.items.figures(item, without: ["next"]).rows { cells[row[0].code] = row[1] }
    func said(_ key: String) -> String? { cells[key]?.shown(in: desk.language) }
    let scheme = cells["scheme"].flatMap { Identifier($0.code) }.map { desk.words.scheme($0)(in: desk.language) }
    return .waiting(
      [said("office"), said("task"), said("about") ?? scheme].compactMap { $0 }, count: said("count"),
      amount: said("amountFen"), due: said("due"))
  }

  /// What a cell about a batch leads to.
  private static var links: [String: TableView.Link] {
    [
      "about": { cell, row in
        switch row["task"] {
        case "close": Month(cell.code).map { Paths.month($0) }
        case "consent": Identifier(cell.code).map { Paths.request($0) }
        case let task: task.isEmpty ? nil : Identifier(cell.code).map { Paths.batch($0) }
        }
      }
    ]
  }
}
