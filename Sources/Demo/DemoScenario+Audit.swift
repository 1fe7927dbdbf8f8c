import EventLog
import JSONText
import Ledger
import Papers
import Policy
import Subsidy
import Values

extension DemoScenario {
  /// Late facts arrive: the payments that they make wrong are found, demanded and mostly repaid.
  package mutating func recover() throws {
    try record("late-facts")
    report.findings = try ledger.auditReplay().findings
    move("2025-12-24T01:00:00Z")
    report.demands = try ledger.demandRecovery(by: "op-112")
    move("2025-12-29T02:00:00Z")
    // The careless payment stays open, for a user who looks around in the ledger afterwards.
    var writer = JSONWriter()
    for demand in report.demands where demand.person != "lz-004" {
      let amount = demand.months.reduce(Fen.zero) { $0 + $1.amount }
      report.repaid += amount
      writer.repayment(of: demand, amount)
    }
    _ = try ledger.record(write("repaid.jsonl", writer.bytes), by: "op-113", key: nil, skipsRefused: false)
  }

  /// Replays everything and recomputes every hash.
  package mutating func audit() throws {
    move("2025-12-30T01:00:00Z")
    let replay = try ledger.auditReplay()
    report.totals = replay.totals
    report.outstanding = replay.totals.recovery.outstanding
    report.openFindings = replay.findings.count
    report.state = replay.state
    report.verification = ledger.verify()
  }
}

extension JSONWriter {
  /// Writes the entry of a demand's repayment.
  fileprivate mutating func repayment(of demand: ClawedBack, _ amount: Fen) {
    beginObject()
    key("type")
    value("repaid")
    key("person")
    value(demand.person)
    key("scheme")
    value(demand.scheme)
    key("notice")
    value(demand.demand)
    key("amountFen")
    value(amount)
    key("receipt")
    value("R-\(demand.demand)")
    endObject()
    newline()
  }
}
