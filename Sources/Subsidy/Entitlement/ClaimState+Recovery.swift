public import Values

extension ClaimState {
  /// The sums of recovery for the months as evaluated.
  ///
  /// > Source: contract section 6.7.
  func recovery(of months: [MonthEntitlement]) -> RecoverySums {
    var sums = RecoverySums()
    for demand in demands where demand.demandedAt != nil {
      sums.repaid += demand.kept
      sums.refunded += demand.refunded
      sums.refundable += demand.refundable
      sums.reversed += demand.reversed
      sums.writtenOff += demand.writtenOff
      if !demand.isCancelled { sums.demanded += demand.demanded }
      sums.outstanding += demand.outstanding
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

  /// What of a demand is open for months of which less is paid too much than all demands ask for.
  func withoutGround(_ demand: Demand, _ months: [MonthEntitlement]) -> Fen {
    if demand.isCancelled { return .zero }
    var missing = Fen.zero
    for (asked, part) in zip(demand.sumsByMonth, demand.allotments) where asked.amount > part.amount {
      let overpaid = months.first { $0.month == asked.month }?.overpaid ?? .zero
      missing += min(asked.amount - part.amount, (openDemand(for: asked.month) - overpaid).orZero)
    }
    return min(missing, demand.outstanding)
  }

  /// What is demanded for a month and not cancelled, less what was received for it.
  private func openDemand(for month: Month) -> Fen {
    var open = Fen.zero
    for demand in demands where demand.demandedAt != nil && !demand.isCancelled {
      for (demanded, part) in zip(demand.sumsByMonth, demand.allotments) where demanded.month == month {
        open += demanded.amount - part.amount
      }
    }
    return open
  }
}
