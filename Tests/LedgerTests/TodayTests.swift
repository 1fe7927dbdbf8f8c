import Ledger
import Subsidy
import Testing
import Values

/// What there is to do on a day.
@Suite struct TodayTests {
  /// A clock that lets somebody write when it is asked.
  private final class Interruption: @unchecked Sendable {
    // It is asked from one thread.
    var left: Int
    let act: () throws -> Void
    init(at look: Int, _ act: @escaping () throws -> Void) { (left, self.act) = (look, act) }

    func come() {
      left -= 1
      if left == 0 { #expect(throws: Never.self) { try act() } }
    }
  }

  @Test("all that is told is of one log, whenever another writer adds to it", arguments: 1...6)
  func isOfOneLog(_ look: Int) throws {
    let test = try TestLedger()
    try test.approve()
    try test.record(Entry.contributed("2025-01"), Entry.contributed("2025-02"))
    try test.pay()
    try test.approve("p2")
    try test.record(Entry.contributed("2025-01", 60_000, "p2"))
    let before = try test.ledger.today()
    // Another process drafts a batch, which takes the month out of what is payable.
    let (other, clock) = (test.ledger, test.clock)
    let interruption = Interruption(at: look) {
      _ = try other.draft("b2", scheme: "jingdezhen", through: Month("2025-03")!, by: "drafter")
    }
    let ledger = SubsidyLedger(
      test.ledger.path,
      clock: {
        interruption.come()
        return clock.now
      }, clockIsRight: true, patience: 10_000)
    let told = try ledger.today()
    #expect(try told.value == other.today(at: ReplayPoint(size: told.size)).value)
    if interruption.left <= 0 { #expect(try other.today().value != before.value, "the run has lost its subject") }
  }
}
