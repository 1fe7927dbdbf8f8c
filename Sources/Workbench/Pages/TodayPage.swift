import Ledger
import Papers
import Reports
import Subsidy
import Values
import Web

/// What to do first.
enum TodayPage {
  static func page(_ desk: Desk) throws -> Page {
    let own = try desk.today().compactMap { item in place(of: item, desk).map { (item: item, place: $0) } }
    return Page(
      title: .todayTitle(desk.day), question: .todayQuestion, place: .today,
      parts: [
        own.first.map { .next(words(of: $0.item, desk), why: nil, link: (.open, $0.place)) }
          ?? .note(.nothingToDo, .ok),
        try desk.table(
          "waiting", .waitingCaption, TodayReports.items, own.map(\.item), without: ["next"], links: links),
      ])
  }

  /// The page on which the operator performs a task; nil if the task is for others.
  private static func place(of item: TodayItem, _ desk: Desk) -> LocalPath? {
    let by = desk.seat.by
    func batch(_ batch: BatchSummary, _ act: EventType) -> LocalPath? { desk.may(act) ? Paths.batch(batch.batch) : nil }
    switch item {
    case .deadline(let sum):
      // An operator of one office sees its work alone; a stage is decided by its own office.
      let isOwn = desk.operator.details.office.map { sum.office == $0 } ?? true
      guard isOwn, Place.deadlines.admits(desk.operator) else { return nil }
      return sum.kind == .review && Place.reviews.admits(desk.operator) ? Place.reviews.path : Place.deadlines.path
    case .consent(let request):
      return !request.by.isSameOperator(as: by) && desk.may(request.body.act)
        ? Paths.request(request.body.request) : nil
    case .check(let summary): return batch(summary, .listChecked)
    case .approve(let summary):
      return summary.drafter?.isSameOperator(as: by) ?? false ? nil : batch(summary, .batchApproved)
    case .fund(let summary):
      let isRequest = BatchProgress(summary, in: desk.state).next == .request
      return batch(summary, isRequest ? .fundsRequested : .fundsReceived)
    case .export(let summary): return batch(summary, .batchExported)
    case .settle(let summary): return batch(summary, .paid)
    case .close(let month): return desk.may(.monthClosed) ? Paths.month(month) : nil
    case .returned: return desk.may(.batchDrafted) ? Place.batches.path : nil
    case .demand: return desk.may(.clawedBack) ? Place.recovery.path : nil
    }
  }

  /// The words that the table has for it.
  private static func words(of item: TodayItem, _ desk: Desk) -> Text {
    var cells: [String: Table.Cell] = [:]
    for row in TodayReports.items.figures(item, without: ["next"]).rows { cells[row[0].code] = row[1] }
    func said(_ key: String) -> String? { cells[key]?.shown(in: desk.language) }
    let scheme = cells["scheme"].flatMap { Identifier($0.code) }.map { desk.words.scheme($0)(in: desk.language) }
    return .waiting(
      [said("office"), said("task"), said("about") ?? scheme].compactMap { $0 }, count: said("count"),
      amount: said("amountFen"), due: said("due"))
  }

  /// The page of a task's subject.
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
