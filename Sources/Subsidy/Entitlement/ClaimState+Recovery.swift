public import Values

extension ClaimState {
  /// The sums of recovery for the months as evaluated.
  ///
  /// > Source: contract section 6.7.
  func recovery(of months: [MonthEntitlement]) -> RecoverySums {
    var sums = RecoverySums()
    for notice in notices where notice.demandedAt != nil {
      sums.repaid += notice.repaid
      sums.writtenOff += notice.writtenOff
      if !notice.isCancelled { sums.demanded += notice.demanded }
      sums.outstanding += notice.outstanding
    }
    for month in months where month.overpaid > .zero {
      sums.overpaid += month.overpaid
      sums.undemanded += undemanded(month)
    }
    return sums
  }

  /// What was paid too much for a month and no open demand covers.
  public func undemanded(_ month: MonthEntitlement) -> Fen {
    (month.overpaid - openDemand(for: month.month)).orZero
  }

  /// What notices that are not cancelled demand for a month, less what was received for it.
  private func openDemand(for month: Month) -> Fen {
    var open = Fen.zero
    for notice in notices where notice.demandedAt != nil && !notice.isCancelled {
      for (demanded, part) in zip(notice.demandsByMonth, notice.allotments) where demanded.month == month {
        open += demanded.amount - part.amount
      }
    }
    return open
  }
}
