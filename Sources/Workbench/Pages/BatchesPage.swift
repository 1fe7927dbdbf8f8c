import Catalogue
import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import Values
import Web

/// The months as boards: the steps of each batch's money, and the next one.
enum MonthsPage {
  /// The current month: the last one that a batch pays, else the one before the day.
  static func page(_ desk: Desk) throws -> Page {
    let batches = try desk.batches()
    return try page(of: batches.compactMap(\.through).max() ?? desk.day.month.adding(-1), batches, desk)
  }

  /// A month.
  static func page(of month: Month, _ desk: Desk) throws -> Page { try page(of: month, desk.batches(), desk) }

  /// Whether the books of a month allow an act: open ones are drafted and closed.
  private static func isThere(_ kind: MonthAct, for books: MonthBooks, _ desk: Desk) -> Bool {
    switch kind {
    case .draft, .close: books.closing == nil
    case .reopen: (try? desk.state.refuseReopening(of: books.month)) != nil
    }
  }

  /// The books of a month, row by row.
  static func table(of books: MonthBooks, _ desk: Desk) throws -> Page.Part {
    try desk.table("books", .booksCaption(books.month), FinanceReports.rows, books.rows)
  }

  private static func page(of month: Month, _ batches: [BatchSummary], _ desk: Desk) throws -> Page {
    let progress = batches.filter { $0.through == month }.map { BatchProgress($0, in: desk.state) }
      .sorted { ($0.next == nil ? 1 : 0, $0.batch.batch) < ($1.next == nil ? 1 : 0, $1.batch.batch) }
    let books = try desk.books(of: month)
    let acts = desk.knownAt == nil ? MonthAct.allCases.filter { isThere($0, for: books, desk) } : []
    let theirs = try acts.map { ($0, try FinanceActs.act($0, of: month, desk)) }.filter { desk.may($0.1.events) }
    var parts: [Page.Part] = [next(progress, theirs)]
    parts.append(.actions(.whatCanBeDone, theirs.map { ($0.1.title, $0.1.path) }))
    let live = progress.map(\.batch).filter { !$0.isGivenUp }
    func sum(_ part: (BatchSummary) -> BatchAnswers.Part) -> BatchAnswers.Part {
      live.map(part).reduce(into: BatchAnswers.Part()) { sum, part in
        sum = BatchAnswers.Part(items: sum.items + part.items, total: sum.total + part.total)
      }
    }
    func figure(_ label: Text, _ part: BatchAnswers.Part, isHot: Bool = false) -> Page.Figure {
      Page.Figure(label: label, value: part.total.yuan, note: .items(part.items), isHot: isHot)
    }
    let returned = sum { $0.answers[.returned] }
    parts.append(
      .figures([
        figure(Heading.stepDraft.text, sum { BatchAnswers.Part(items: $0.items, total: $0.total) }),
        figure(BatchItem.Outcome.paid.words, sum { $0.answers[.paid] }),
        figure(BatchItem.Outcome.returned.words, returned, isHot: returned.items > 0),
        figure(.notAnswered, sum { $0.answers[.open] }),
      ]))
    parts.append(try desk.table("board", .boardCaption, BatchReports.board, progress))
    parts.append(try table(of: books, desk))
    parts.append(.note(.monthState(books), books.closing == nil ? .note : .ok))
    if !books.isAsClosed { parts.append(.note(.booksDiffer(month), .bad)) }
    parts.append(
      .links([
        (.monthBefore, Paths.month(month.adding(-1))), (.monthAfter, Paths.month(month.adding(1))),
        (.compareBooks(month), Paths.monthChanges(month)),
      ]))
    return Page(title: .monthTitle(month), question: .monthQuestion, place: .months, parts: parts)
  }

  /// The next step of a batch; if there is none, the draft of the month, and then its close.
  private static func next(_ progress: [BatchProgress], _ acts: [(kind: MonthAct, act: Act)]) -> Page.Part {
    if let first = progress.first,
      let next = BatchesPage.next(first, link: (.open, Paths.batch(first.batch.batch)))
    {
      return next
    }
    let kind: MonthAct = progress.isEmpty ? .draft : .close
    guard let act = acts.first(where: { $0.kind == kind })?.act else { return .note(.noStepLeft, .ok) }
    return .next(act.title, why: nil, link: (act.button, act.path))
  }
}

/// Batches, and whether each may be paid.
enum BatchesPage {
  /// All of them.
  static func page(_ desk: Desk) throws -> Page {
    let rows = try desk.batches().map { BatchReports.Row($0) }
    return Page(
      title: Place.batches.name, question: .batchesQuestion, place: .batches,
      parts: [
        try desk.table("batches", .batchesCaption, BatchReports.list, rows, sorted: "-through", isOfLog: true)
      ])
  }

  /// The next step of a batch; nil if there is none.
  static func next(_ progress: BatchProgress, link: (Text, LocalPath)?) -> Page.Part? {
    guard let step = progress.next else { return nil }
    let batch = progress.batch
    return .next(
      .step(step, of: batch.batch, batch.items, batch.total),
      why: step == .approve ? .stepNeedsAnother(batch.drafter) : nil, link: link)
  }

  /// The facts of a batch.
  static func facts(of batch: BatchSummary, _ desk: Desk) -> Page.Part {
    Page.facts(.batchFacts, BatchReports.list, BatchReports.Row(batch), desk)
  }

  /// The acts that the operator may take on a batch at its stage.
  private static func acts(of progress: BatchProgress, _ desk: Desk) throws -> [(kind: BatchAct, act: Act)] {
    let batch = progress.batch
    let kinds: [BatchAct] =
      switch batch.stage {
      case .drafted: [.check, .approve, .cancel]
      case .approved: [.request, .fund, .export, .cancel, .withhold]
      case .exported: [.export, .settle, .recall]
      case .named, .cancelled, .recalled: []
      }
    return try kinds.compactMap { kind in
      guard let act = try FinanceActs.act(kind, of: batch.batch, desk), desk.may(act.events) else { return nil }
      return (kind, act)
    }
  }

  /// One of them, with its items.
  static func page(of name: Identifier, _ desk: Desk) throws -> Page {
    guard let content = try desk.batch(name) else {
      return ErrorPages.notFound(.lookedFor(name), .batches)
    }
    let batch = content.batch
    let progress = BatchProgress(batch, in: desk.state)
    var parts: [Page.Part] = []
    let acts = try desk.knownAt != nil ? [] : acts(of: progress, desk)
    let due = progress.next?.act.flatMap { kind in acts.first { $0.kind == kind } }
    let isTheirs = due.map { $0.act.against == nil } ?? false
    if let next = next(progress, link: isTheirs ? due.map { ($0.act.button, $0.act.path) } : nil) { parts.append(next) }
    parts.append(
      .actions(
        .whatCanBeDone,
        acts.filter { $0.act.against == nil && $0.kind != due?.kind }.map { ($0.act.title, $0.act.path) }))
    let held = content.lines.count { $0.hold != nil }
    if held > 0 { parts.append(.note(.itemsHeld(held), .warn)) }
    let reconciled = BatchReconciliation(batch)
    if !reconciled.isBalanced { parts.append(.note(.batchUnbalanced(name), .bad)) }
    parts.append(facts(of: batch, desk))
    parts.append(
      try desk.table("steps", .boardCaption, BatchReports.board, [progress], without: ["batch", "items", "totalFen"]))
    parts.append(
      try desk.table("parts", .partsCaption, BatchReports.parts, BatchReports.parts(of: reconciled)))
    parts.append(
      try desk.table("items", .batchItemsCaption, BatchReports.items, content.lines, without: ["scheme"], isOfLog: true)
    )
    return Page(
      title: Text(same: name.description), question: .batchQuestion, place: .batches,
      above: [], parts: parts)
  }
}
