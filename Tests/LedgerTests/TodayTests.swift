import Dispatch
import Ledger
import Subsidy
import Synchronization
import System
import Testing
import Values

/// The work of a day.
@Suite struct TodayTests {
  /// A clock that lets another writer write when it is asked.
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
    // Another process drafts a batch, after which the month is no longer payable.
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

  /// Adds to a ledger for as long as it is let: a batch is drafted and cancelled, a person registered, over and over.
  private final class Rival: @unchecked Sendable {
    private let over = DispatchSemaphore(value: 0)
    // The rounds begun, and whether it may go on, under the lock.
    private let state = Mutex((rounds: 0, goesOn: true))

    var rounds: Int { state.withLock { $0.rounds } }

    init(_ test: TestLedger) throws {
      let ledger = test.ledger
      try Threads.start { [self] in
        while state.withLock({ $0.goesOn }) {
          let batch = Identifier("r\(rounds)")!
          #expect(throws: Never.self) {
            _ = try ledger.draft(batch, scheme: "jingdezhen", through: Month("2025-03")!, by: "drafter")
            try test.record(Entry.registered("s\(rounds)"), by: "op-1")
            _ = try ledger.cancel(batch, by: "drafter")
          }
          state.withLock { $0.rounds += 1 }
        }
        over.signal()
      }
    }

    func end() {
      state.withLock { $0.goesOn = false }
      over.wait()
    }
  }

  @Test("what is told while another writer goes on is what was so at its size")
  func besideWriter() throws {
    let test = try TestLedger()
    for person in ["p1", "p2"] {
      try test.approve(person)
      try test.record(Entry.contributed("2025-01", 60_000, person))
    }
    let reader = test.ledger
    let rival = try Rival(test)
    defer { rival.end() }
    var sizes: Set<UInt64> = []
    while rival.rounds < 12 {
      let today = try reader.today()
      #expect(try today.value == reader.today(at: ReplayPoint(size: today.size)).value)
      let eligible = try reader.eligible(in: "jingdezhen", from: Month("2025-05")!, now: test.clock.now)
      #expect(
        try eligible.value
          == reader.eligible(
            in: "jingdezhen", from: Month("2025-05")!, at: ReplayPoint(size: eligible.size), now: test.clock.now
          ).value)
      sizes.formUnion([today.size, eligible.size])
    }
    #expect(sizes.count > 2, "the run has lost its subject: nobody has written meanwhile")
  }
}
