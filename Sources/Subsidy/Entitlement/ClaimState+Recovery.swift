public import Values

extension ClaimState {
  /// The sums of recovery for the months as evaluated.
  ///
  /// > Source: contract section 6.7.
  func recovery(of months: [MonthEntitlement]) -> RecoverySums {
    var sums = RecoverySums()
    for demand in demands where demand.demandedAt != nil {
      sums.repaid += (demand.repaid - demand.refunded).orZero
      sums.offset += demand.offset
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

  /// The part of a month's overpayment that no open demand covers, nor a decision that it is not to be demanded.
  public func undemanded(_ month: MonthEntitlement) -> Fen {
    (month.overpaid - openDemand(for: month.month) - decidedAgainst(month.month)).orZero
  }

  /// The amount that was demanded for a month and had not been received when a decision on an objection cancelled the demand.
  private func decidedAgainst(_ month: Month) -> Fen {
    demands.filter(\.isDecidedAgainst).reduce(.zero) { $0 + $1.open(for: month) }
  }

  /// The open part of a demand for months whose overpayment is below the sum of all demands.
  func withoutGround(_ demand: Demand, _ months: [MonthEntitlement]) -> Fen {
    if demand.isCancelled { return .zero }
    var missing = Fen.zero
    for (asked, part) in zip(demand.sumsByMonth, demand.allotments) where asked.amount > part.amount {
      let overpaid = months.first { $0.month == asked.month }?.overpaid ?? .zero
      missing += min(asked.amount - part.amount, (openDemand(for: asked.month) - overpaid).orZero)
    }
    return min(missing, demand.outstanding)
  }

  /// Whether a demand asks for money that is not overpaid, or money came for a demand that was never made.
  func hasDemandAtFault(_ months: [MonthEntitlement]) -> Bool {
    demands.contains { $0.demandedAt == nil ? $0.isReceived : withoutGround($0, months) > .zero }
  }

  /// The amount demanded for a month and not cancelled, less the amount received for it.
  private func openDemand(for month: Month) -> Fen {
    demands.filter { $0.demandedAt != nil && !$0.isCancelled }.reduce(.zero) { $0 + $1.open(for: month) }
  }
}

extension ClaimState.Demand {
  /// Whether money came for it.
  var isReceived: Bool { repaid > .zero || putBack > .zero }

  /// The amount that it asks for a month, less the amount received for it.
  fileprivate func open(for month: Month) -> Fen {
    zip(sumsByMonth, allotments).filter { $0.0.month == month }.reduce(.zero) { $0 + $1.0.amount - $1.1.amount }
  }
}
