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
    let own = try desk.ledger.today(for: nil, at: desk.point).value.filter { concerns($0, desk, office) }
    var parts: [Page.Part] = []
    if let first = own.first {
      parts.append(.next(words(of: first, desk), why: nil, link: place(of: first).map { (.open, $0) }))
    } else {
      parts.append(.note(.nothingToDo, .ok))
    }
    parts.append(
      .table(
        try TableView("todo", .todoCaption, TodayReports.items, own, desk, without: ["next"], links: links)))
    if Place.deadlines.admits(desk.operator) {
      let sums = try desk.ledger.deadlines(for: office, at: desk.point).value.sums
      parts.append(
        .table(
          try TableView(
            "deadlines", .deadlinesCaption, TodayReports.sums, sums, desk, sorted: "earliest")))
    }
    return Page(title: .todayTitle(desk.day), question: .todayQuestion, place: .today, parts: parts)
  }

  /// Whether something is for an operator to do.
  private static func concerns(_ item: TodayItem, _ desk: Desk, _ office: String?) -> Bool {
    switch item {
    case .deadline(let sum):
      (office == nil || sum.office == office) && Place.deadlines.admits(desk.operator)
    case .consent: true
    case .check: desk.has(.check)
    case .approve(let batch):
      desk.has(.approve) && !(batch.drafter?.isSameOperator(as: desk.seat.by) ?? false)
    case .fund: desk.has(.draft, .settle)
    case .export: desk.has(.export)
    case .settle, .close: desk.has(.settle)
    case .returned: desk.has(.draft)
    case .demand: desk.has(.recover)
    }
  }

  /// Where it is looked at.
  private static func place(of item: TodayItem) -> LocalPath? {
    switch item {
    case .deadline: Paths.deadlines()
    case .check(let batch), .approve(let batch), .fund(let batch), .export(let batch), .settle(let batch):
      Paths.batch(batch.batch)
    case .returned: Paths.batches()
    case .demand: Paths.recovery()
    case .close(let month): Paths.month(month)
    case .consent: nil
    }
  }

  /// In words: the table's own.
  private static func words(of item: TodayItem, _ desk: Desk) -> Text {
    let cells = TodayReports.items.figures(item, without: ["next"]).rows.map { $0[1] }
    return .joined(
      cells.map { cell in
        if case .word(let words, _) = cell { return words }
        return Text(same: cell.shown(in: desk.language))
      }, by: .comma)
  }

  /// What a cell about a batch leads to.
  private static var links: [String: @Sendable (Table.Cell) -> LocalPath?] {
    [
      "about": { cell in
        if let month = Month(cell.code) { return Paths.month(month) }
        return Identifier(cell.code).map { Paths.batch($0) }
      }
    ]
  }
}
