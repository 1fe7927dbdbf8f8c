package import Policy
package import Subsidy
package import Values

// The contents of lists, from a walk over the state and not from any table; the answers of tables are compared with them.
extension LedgerState {
  /// The batches, by name.
  package var batchSummaries: [BatchSummary] { batchNames.identifiers.sorted().compactMap { summary(of: $0) } }

  /// A batch; nil if no event names it.
  package func summary(of name: Identifier) -> BatchSummary? {
    batch(name).map { batch in
      BatchSummary(
        batch: name, scheme: batch.scheme.map { schemes[$0] }, through: batch.through, district: batch.district,
        stage: batch.stage, persons: batch.persons, items: batch.items, total: batch.total,
        drafter: batch.drafter.map { names[$0] }, checker: batch.checker.map { names[$0] },
        approver: batch.approver.map { names[$0] },
        exportSHA256: batch.export?.sha256, fundsRequested: batch.fundsRequested, fundsReceived: batch.fundsReceived,
        answers: BatchAnswers(items(ofBatch: name)),
        paid: people.lazy.flatMap(\.claims).flatMap(\.items).filter {
          self.batchNames.identifiers[Int($0.batch)] == name
        }
        .reduce(.zero) { $0 + $1.paid })
    }
  }

  /// The outcome of a batch; nil if no event names it.
  package func reconciliation(of batch: Identifier) -> BatchReconciliation? {
    summary(of: batch).map { BatchReconciliation($0) }
  }

  /// The claims approved and not arrived on a day, the oldest first.
  package func unpaidClaims(on day: CivilDate) -> [UnpaidClaim] {
    people.indices.flatMap { number in
      entitlements(ofPersonAt: number).compactMap { claim in
        let waiting = claim.months.filter { $0.payable > .zero || $0.inFlight > .zero }
        if waiting.isEmpty { return nil }
        let (person, scheme) = (persons.identifiers[number], schemes[claim.scheme])
        return UnpaidClaim(
          person: person, scheme: scheme, district: district(of: person, in: scheme),
          months: waiting.map { WaitingMonth(month: $0.month, payable: $0.payable, inFlight: $0.inFlight) },
          approved: people[number].claim(scheme: claim.scheme)?.approvals.first?.date, on: day)
      }
    }.sorted { ($0.since, $0.person, $0.scheme) < ($1.since, $1.person, $1.scheme) }
  }

  /// The claims of all persons, by person and scheme.
  package var statements: [ClaimStatement] { personsInOrder.flatMap { statements(ofPersonAt: $0) } }

  /// The work that waits for the offices, by person and scheme.
  package var openWork: [OpenWork] {
    personsInOrder.flatMap { number in
      entitlementsByScheme(ofPersonAt: number).flatMap { openWork(ofPersonAt: number, $0) }
    }
  }

  /// The work due and overdue on a day, per office.
  package func deadlines(
    on day: CivilDate, scheme: Identifier? = nil, calendar: WorkingDayCalendar
  ) throws(Refusal) -> DeadlineList {
    if let scheme, timeline(of: scheme)?.policies.isEmpty ?? true { throw .unknownScheme(scheme) }
    var list = DeadlineList(on: day, by: calendar)
    for number in people.indices {
      for claim in entitlements(ofPersonAt: number) where scheme == nil || schemes[claim.scheme] == scheme {
        try list.add(openWork(ofPersonAt: number, claim), under: timelines[Int(claim.scheme)])
      }
    }
    list.finish()
    return list
  }
}
