public import Values

/// The sums of the items of a batch for one month, for some persons; those of other persons may be added.
public struct BatchMonth: Hashable, Sendable {
  /// The batch.
  public let batch: Identifier
  /// The scheme that is paid.
  public let scheme: Identifier
  /// The month that is paid.
  public let month: Month
  /// The bank's answers about the items, those withheld left out.
  public internal(set) var answers = BatchAnswers()
  /// The items that were taken out after the approval.
  public internal(set) var withheld = BatchAnswers.Part()
  /// The amount that arrived, ordered or not, less the amount returned.
  public internal(set) var arrived = Fen.zero

  fileprivate struct Place: Hashable {
    let batch: UInt32
    let scheme: UInt32
    let month: Month
  }
}

extension LedgerState {
  /// The sums of the items of some persons, by batch, scheme and month.
  ///
  /// - Parameter numbers: the persons' numbers, each once.
  /// - Returns: the sums, in the order of the names' bytes and of the months.
  public func batchMonths(ofPersonsAt numbers: some Sequence<Int>) -> [BatchMonth] {
    var found: [BatchMonth.Place: BatchMonth] = [:]
    for claim in numbers.lazy.flatMap({ self.people[$0].claims }) {
      for item in claim.items {
        let place = BatchMonth.Place(batch: item.batch, scheme: claim.scheme, month: item.month)
        var sums =
          found[place]
          ?? BatchMonth(batch: batchNames[item.batch], scheme: schemes[claim.scheme], month: item.month)
        if item.isWithheld {
          sums.withheld.add(item.ordered)
        } else if item.isOrdered {
          sums.answers[item.outcome].add(item.ordered)
        }
        sums.arrived += item.paid
        found[place] = sums
      }
    }
    return found.values.sorted { ($0.batch, $0.scheme, $0.month) < ($1.batch, $1.scheme, $1.month) }
  }
}
