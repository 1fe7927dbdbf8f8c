import Subsidy
import Testing
import Values

/// Sums over a whole log, whatever it holds.
@Suite struct AuditTotalsTests {
  @Test("sums beyond the largest number are capped, and an audit says so")
  func capped() {
    var totals = AuditTotals()
    totals.paid = Fen(.max - 1)
    #expect(totals.findings().isEmpty)
    var other = AuditTotals()
    other.paid = Fen.largestInEvent
    totals += other
    #expect(totals.paid == Fen(.max))
    #expect(totals.findings().map(\.code) == [.beyondBounds])
    var recovery = AuditTotals()
    recovery.recovery.outstanding = Fen(.min)
    #expect(recovery.findings().map(\.key.description) == ["beyond-bounds"])
  }
}
