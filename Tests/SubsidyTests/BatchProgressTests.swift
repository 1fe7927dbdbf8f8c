import Subsidy
import TestSupport
import Testing
import Values

/// How far a batch is, of one that no document asks anything of.
@Suite struct BatchProgressTests {
  /// A batch of two items of 100 yuan.
  private func progress(_ stage: BatchState.Stage, approver: Identifier?, paid: Int) -> BatchProgress {
    var answers = BatchAnswers()
    answers[.paid] = BatchAnswers.Part(items: paid, total: Fen(Int64(paid) * 10_000))
    return BatchProgress(
      BatchSummary(
        batch: "b1", scheme: "liuzhou", through: "2025-01", district: nil, stage: stage, persons: 2, items: 2,
        total: Fen(20_000), drafter: "op-1", checker: nil, approver: approver, exportSHA256: nil, fundsRequested: .zero,
        fundsReceived: .zero, answers: answers, paid: Fen(Int64(paid) * 10_000)), in: LedgerState())
  }

  @Test func `an approval that nobody recorded cites no clause of another step`() {
    let found = progress(.exported, approver: nil, paid: 2)
    #expect(found[.approve] == .notRecorded(clause: nil))
    #expect(found[.check] == .notAsked && found[.fund] == .notAsked)
  }

  @Test(arguments: [(2, nil), (1, BatchStep.reconcile)])
  func `a batch is reconciled last, if its answers do not come to its draft`(paid: Int, next: BatchStep?) {
    let found = progress(.exported, approver: "op-2", paid: paid)
    #expect(found.next == next)
    #expect(found[.reconcile] == (next == nil ? .done(by: nil) : .now))
    #expect(progress(.named, approver: nil, paid: paid).next == nil)
  }
}
