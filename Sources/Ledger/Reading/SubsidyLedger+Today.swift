import ReadModel
public import Subsidy
public import Values

/// Something that an office, finance or a second person can do today.
public enum TodayItem: Hashable, Sendable {
  /// Work of a kind that is due or overdue at an office.
  case deadline(DeadlineSum)
  /// A request that a second person can consent to.
  case consent(ConsentRequest)
  /// A batch whose list is to be checked, because its document asks for it and nobody has.
  case check(BatchSummary)
  /// A batch that a second person can approve.
  case approve(BatchSummary)
  /// A batch whose document has the treasury send its money, which has not come.
  case fund(BatchSummary)
  /// A batch that was approved and whose file is to be written.
  case export(BatchSummary)
  /// A batch that was sent and for whose items the bank has not answered.
  case settle(BatchSummary)
  /// Payments that the bank returned and that no batch has again.
  case returned(BatchAnswers.Part)
  /// What was paid too much and is not demanded back.
  case demand(BatchAnswers.Part)
  /// The month before this one, whose books are open.
  case close(Month)
}

extension SubsidyLedger {
  /// What there is to do on a day: what is due at the offices, what waits for a second person, batches by their next step,
  /// returned payments, what is to be demanded back, and the month to be closed.
  ///
  /// - Parameters:
  ///   - day: the day; nil for that of the point, else today.
  ///   - office: the one office that is asked about, as the document names it; nil for all, and for finance.
  ///   - point: up to where events count.
  /// - Returns: the items, and the size that they speak of.
  /// - Throws: as ``deadlines(on:for:scheme:at:progress:)``.
  public func today(
    on day: CivilDate? = nil, for office: String? = nil, at point: ReplayPoint = ReplayPoint()
  ) throws -> Answered<[TodayItem]> {
    let deadlines = try deadlineGroups(on: day, for: office, at: point)
    let (day, point) = asked(on: day, at: point)
    var items = deadlines.value.sums.filter { $0.open > 0 }.map { TodayItem.deadline($0) }
    if office == nil {
      items += try openRequests(on: day, at: point).map { .consent($0) }
      let policies = try stateOfPolicies(at: ReplayPoint(knownAt: point.knownAt, size: deadlines.size))
      items += try answer(.batches, at: point).value.compactMap { batch in
        switch BatchProgress(batch, in: policies).next {
        case .check: .check(batch)
        case .approve: .approve(batch)
        case .request, .fund: .fund(batch)
        case .export: .export(batch)
        case .settle: .settle(batch)
        case .draft, .reconcile, nil: nil
        }
      }
      let returned = try answer(.returnedAndPayable, at: point).value
      if returned.items > 0 { items.append(.returned(returned)) }
      let undemanded = try answer(.undemanded, at: point).value
      if undemanded.items > 0 { items.append(.demand(undemanded)) }
      let last = day.month.adding(-1)
      let books = try answer(.books(of: last), at: point).value
      if books.closing == nil, !books.rows.isEmpty { items.append(.close(last)) }
    }
    return Answered(value: items, size: deadlines.size, isFromTables: deadlines.isFromTables)
  }
}
