import JSONText
import Policy
package import Subsidy
package import Values

/// An event of each type that a history may hold.
///
/// The scheme is never adopted, application, demand and annulled event are unknown, and the sums are 0: the events change no
/// entitlement.
package enum TypeSamples {
  package static let scheme: Identifier = "lianyungang"

  /// An event of a type; nil for the types of the ledger's own.
  package static func body(_ type: EventType, person: Identifier, batch: Identifier = "b-x") -> EventBody? {
    guard let day = CivilDate("2025-03-10"), let month = Month("2025-03"), let birth = CivilDate("1985-05-16"),
      let household = Region("450200")
    else { return nil }
    switch type {
    case .ledgerOpened, .historyImported, .recovered, .operatorRegistered, .operatorChanged, .operatorRetired,
      .operatorRecovered, .erased:
      return nil
    case .policyAdopted:
      let pack = ShippedPacks.all.first { $0.scheme == "jingdezhen" }!
      guard let document = ShippedPacks.text(pack.id).flatMap({ try? JSONValue($0) }) else { return nil }
      return .policyAdopted(
        PolicyAdopted(
          scheme: pack.scheme, policy: pack.id, effectiveFrom: pack.effectiveFrom,
          document: document, parameters: []))
    case .registered:
      return .registered(Registered(person: person, birth: birth, isMale: true, household: household))
    case .factRecorded:
      return .factRecorded(FactRecorded(person: person, fact: .flexibleRegistered, from: day, source: "s"))
    case .applied:
      return .applied(
        Applied(
          person: person, application: "a-x", scheme: scheme, from: month, undertaking: true, channel: "counter"))
    case .verified:
      return .verified(Verified(person: person, application: "a-y", stage: "review", hasPassed: true))
    case .approved:
      return .approved(
        Approved(
          person: person, application: "a-y", scheme: scheme, policy: "lianyungang-2021-50", from: month,
          basis: .months(36), first: true))
    case .rejected:
      return .rejected(
        Rejected(person: person, application: "a-y", reasons: [RejectionReason(code: "x", clause: nil)]))
    case .withdrawn: return .withdrawn(Withdrawn(person: person, application: "a-y"))
    case .startConfirmed: return .startConfirmed(StartConfirmed(person: person, application: "a-y", from: month))
    case .contributed:
      return .contributed(Contributed(person: person, month: month, amount: .zero, paidOn: day, source: "s"))
    case .debitFailed: return .debitFailed(DebitFailed(person: person, month: month, source: "bank"))
    case .reported: return .reported(Reported(person: person, on: day, channel: "counter"))
    case .suspended: return .suspended(Suspended(person: person, scheme: scheme, from: month, reason: "x"))
    case .resumed: return .resumed(Resumed(person: person, scheme: scheme, from: month))
    case .ended: return .ended(Ended(person: person, scheme: scheme, from: month, reason: "x"))
    case .extended: return .extended(Extended(person: person, scheme: scheme, months: 1, reason: "x"))
    case .batchDrafted:
      return .batchDrafted(
        BatchDrafted(batch: batch, scheme: scheme, through: month, persons: 0, items: 0, total: .zero))
    case .paymentOrdered:
      return .paymentOrdered(
        PaymentOrdered(person: person, scheme: scheme, month: month, amount: .zero, batch: batch))
    case .batchApproved: return .batchApproved(BatchApproved(batch: batch))
    case .batchCancelled: return .batchCancelled(BatchCancelled(batch: batch))
    case .batchExported:
      return .batchExported(BatchExported(batch: batch, format: "csv", sha256: String(repeating: "0", count: 64)))
    case .paid:
      return .paid(Paid(person: person, scheme: scheme, month: month, amount: .zero, batch: batch))
    case .paymentReturned:
      return .paymentReturned(
        PaymentReturned(person: person, scheme: scheme, month: month, amount: .zero, batch: batch, code: "AC04"))
    case .clawedBack:
      return .clawedBack(
        ClawedBack(
          person: person, scheme: scheme, demand: "n-x", months: [.init(month: month, amount: Fen(1))], reason: "x"))
    case .repaid:
      return .repaid(Repaid(person: person, scheme: scheme, demand: "n-y", amount: Fen(1), receipt: "repaid-\(person)"))
    case .putBack:
      return .putBack(
        PutBack(person: person, scheme: scheme, demand: "n-y", amount: Fen(1), unit: "u", receipt: "put-back-\(person)")
      )
    case .writtenOff:
      return .writtenOff(
        WrittenOff(person: person, scheme: scheme, demand: "n-y", amount: Fen(1), authority: "x"))
    case .clawbackCancelled:
      return .clawbackCancelled(ClawbackCancelled(person: person, scheme: scheme, demand: "n-y", authority: "x"))
    case .annulled: return .annulled(Annulled(of: .sequence(1_000_000), reason: "x"))
    case .checked:
      return .checked(Checked(person: person, check: "labour-record", hasPassed: true, on: day, source: "s"))
    case .notified:
      return .notified(
        Notified(person: person, scheme: scheme, notification: "report-due", on: day, channel: "post"))
    case .visited: return .visited(Visited(person: person, on: day))
    case .correctionRequested:
      return .correctionRequested(CorrectionRequested(person: person, application: "a-y", items: ["x"]))
    case .sampleDrawn:
      return .sampleDrawn(
        SampleDrawn(
          scheme: scheme, sample: "s-x", seed: "x", population: 1, populationSHA256: String(repeating: "0", count: 64),
          persons: [person]))
    case .paperIssued:
      return .paperIssued(
        PaperIssued(
          scheme: scheme, paper: "roster", number: "x-1", month: month, sha256: String(repeating: "0", count: 64),
          rows: 1))
    case .listChecked: return .listChecked(ListChecked(batch: batch))
    case .fundsRequested: return .fundsRequested(FundsRequested(batch: batch, amount: Fen(1)))
    case .fundsReceived: return .fundsReceived(FundsReceived(batch: batch, amount: Fen(1), reference: "x-\(batch)"))
    case .monthClosed:
      return .monthClosed(
        MonthClosed(month: month, size: 1, root: String(repeating: "0", count: 64), sums: MonthSums()))
    case .findingDisposed:
      let key = FindingKey(code: "entitled-unpaid", person: person, scheme: scheme, month: month)
      return .findingDisposed(FindingDisposed(finding: key, outcome: .explained, note: "x"))
    case .requested:
      let act = EventBody.monthReopened(MonthReopened(month: month, request: "q-x"))
      return .requested(
        Requested(request: "q-x", act: .monthReopened, content: ActContent(of: [act]), reason: "x"))
    case .reversed: return .reversed(Reversed(of: 1_000_000, request: "q-y"))
    case .paymentWithheld:
      return .paymentWithheld(
        PaymentWithheld(person: person, scheme: scheme, month: month, batch: batch, request: "q-y", reason: "x"))
    case .batchRecalled: return .batchRecalled(BatchRecalled(batch: batch, request: "q-y", reason: "x"))
    case .repaymentRefunded:
      return .repaymentRefunded(
        RepaymentRefunded(
          person: person, scheme: scheme, demand: "n-x", amount: .zero, reference: "x", request: "q-y"))
    case .monthReopened: return .monthReopened(MonthReopened(month: month, request: "q-y"))
    case .claimed:
      return .claimed(Claimed(person: person, scheme: scheme, from: month, through: month, on: day))
    case .retirementChosen:
      return .retirementChosen(RetirementChosen(person: person, on: birth.adding(months: 63 * 12)))
    case .samePerson:
      return .samePerson(SamePerson(person: person, other: Identifier("\(person)-y")!, request: "q-y"))
    case .clockCorrected:
      return .clockCorrected(ClockCorrected(of: 1_000_000, request: "q-y", reason: "x"))
    case .accountChanged:
      return .accountChanged(AccountChanged(person: person, vault: String(repeating: "0", count: 64)))
    case .objected:
      return .objected(
        Objected(person: person, scheme: scheme, demand: "n-x", procedure: .review, on: month.firstDay))
    case .objectionDecided:
      return .objectionDecided(
        ObjectionDecided(
          person: person, scheme: scheme, demand: "n-x", outcome: .upheld, on: month.firstDay, authority: "x"))
    case .debtOffset:
      return .debtOffset(
        DebtOffset(
          person: person, scheme: scheme, month: month, demand: "n-x", amount: .zero, agreement: "x", authority: "x",
          request: "q-y"))
    }
  }
}
