import ReadModel
public import Subsidy
public import Values

/// Something that an office, finance or a second person can do today.
public enum TodayItem: Hashable, Sendable {
  /// Work of a kind that is due or overdue at an office.
  case deadline(DeadlineSum)
  /// A request that a second person can consent to.
  case consent(ConsentRequest)
  /// A batch whose list is to be checked, because its document asks for it and no one has done it.
  case check(BatchSummary)
  /// A batch that a second person can approve.
  case approve(BatchSummary)
  /// A batch whose treasury money has not come, under a document by which the treasury sends it.
  case fund(BatchSummary)
  /// An approved batch whose file is to be written.
  case export(BatchSummary)
  /// A batch that was sent and has items that the bank has not answered.
  case settle(BatchSummary)
  /// Payments that the bank returned and that no batch has again.
  case returned(BatchAnswers.Part)
  /// Money paid in excess and not yet demanded back.
  case demand(BatchAnswers.Part)
  /// The previous month, whose books are open.
  case close(Month)
}

extension SubsidyLedger {
  /// The work of a day: deadlines at the offices, requests that await a second person, batches by their next step, returned
  /// payments, money to be demanded back, and the month to be closed.
  ///
  /// - Parameters:
  ///   - day: the day; nil for that of the point, else today.
  ///   - office: the one office that is asked about, as the document names it; nil for all, and for finance.
  ///   - point: the point up to which events count.
  /// - Returns: the items, and the size that they speak of.
  /// - Throws: as ``deadlines(on:for:scheme:at:progress:)``.
  public func today(
    on day: CivilDate? = nil, for office: String? = nil, at point: ReplayPoint = ReplayPoint()
  ) throws -> Answered<[TodayItem]> {
    if office != nil {
      let found = try deadlineGroups(on: day, for: office, at: point)
      return Answered(value: TodayItem.items(of: found.value), size: found.size, isFromTables: found.isFromTables)
    }
    let (day, point) = asked(on: day, at: point)
    let last = day.month.adding(-1)
    let found = try answer(.openMatters(books: last), at: point)
    // A writer that adds to the log meanwhile does not change the answer.
    let then = point.upTo(found.size)
    let (matters, policies) = (found.value, try stateOfPolicies(at: then))
    var items = TodayItem.items(of: try deadlineGroups(on: day, of: matters.work, under: policies))
    items += try openRequests(on: day, at: then).map { .consent($0) }
    items += matters.batches.compactMap { batch in
      switch BatchProgress(batch, in: policies).next {
      case .check: .check(batch)
      case .approve: .approve(batch)
      case .request, .fund: .fund(batch)
      case .export: .export(batch)
      case .settle: .settle(batch)
      case .draft, .reconcile, nil: nil
      }
    }
    if matters.returned.items > 0 { items.append(.returned(matters.returned)) }
    if matters.undemanded.items > 0 { items.append(.demand(matters.undemanded)) }
    if matters.books.closing == nil, !matters.books.rows.isEmpty { items.append(.close(last)) }
    return Answered(value: items, size: found.size, isFromTables: found.isFromTables)
  }
}

extension TodayItem {
  /// The items due or overdue at the offices.
  fileprivate static func items(of deadlines: DeadlineGroups) -> [TodayItem] {
    deadlines.sums.filter { $0.open > 0 }.map { .deadline($0) }
  }
}
