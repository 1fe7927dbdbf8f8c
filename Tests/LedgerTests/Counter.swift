import Ledger
import ReadModel
import Subsidy
import Values

/// A ledger as a server uses it: any number of threads ask, and changes queue.
struct Counter: Sendable {
  let ledger: LiveLedger

  /// Verifies the ledger and holds it open.
  init(_ ledger: SubsidyLedger) throws { self.ledger = try LiveLedger(ledger) }

  /// A person's months in a scheme, and of how many events they speak.
  func months(of person: Identifier, in scheme: Identifier) throws -> (months: [MonthEntitlement], size: UInt64) {
    // Another process may have recorded something.
    try ledger.follow(waiting: false)
    return try ledger.read { ($0.state.entitlement(of: person, in: scheme)?.months ?? [], $0.size) }
  }

  /// The claims that can be paid on a day, from the tables.
  func unpaid(on day: CivilDate) throws -> [UnpaidClaim] { try ledger.answer(.unpaid(on: day)).value }

  /// Records entries; when it returns they are durable, and all threads see them.
  func record(_ entries: [UInt8], by operator: Identifier) throws -> Int {
    try ledger.append { try $0.record(entries: entries, named: "counter", by: `operator`).accepted }
  }
}
