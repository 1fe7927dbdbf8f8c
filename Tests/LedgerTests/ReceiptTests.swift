import Foundation
import HistorySupport
import Ledger
import Subsidy
import Testing
import Values

extension Receipt {
  /// The number of what an event books; nil for an event that books no receipt.
  fileprivate static func number(of event: Event) -> String? {
    if case .repaid(let body) = event.body { body.receipt } else { nil }
  }
}

/// A receipt is booked once, whoever sends it again, however often and in whichever file.
///
/// > Source: contract 3 section 3, "A receipt".
@Suite struct ReceiptTests {
  /// A ledger in which p1 and p2 owe 1,000 yuan each, and their demands.
  private func owing() throws -> (test: TestLedger, demands: [Identifier]) {
    let test = try BankStory.ledger()
    try test.pay("b1")
    try test.record(Entry.fact("employed", from: "2025-01-10"), Entry.fact("employed", "p2", from: "2025-01-10"))
    let demands = try test.ledger.demandRecovery(by: "op-1").sorted { $0.person < $1.person }.map(\.demand)
    try #require(demands.count == 2)
    return (test, demands)
  }

  private func repaid(
    _ demand: Identifier, _ amount: Int = 20_000, _ receipt: String = "R-17", person: String = "p1", id: String? = nil
  ) -> String {
    #"{"type":"repaid","person":"\#(person)","scheme":"jingdezhen","notice":"\#(demand)","amountFen":\#(amount),"#
      + #""receipt":"\#(receipt)"\#(id.map { #","id":"\#($0)""# } ?? "")}"#
  }

  private func putBack(
    _ demand: Identifier, _ amount: Int = 20_000, _ receipt: String = "R-17", unit: String = "street-07"
  ) -> String {
    #"{"type":"put-back","person":"p1","scheme":"jingdezhen","notice":"\#(demand)","amountFen":\#(amount),"#
      + #""unit":"\#(unit)","receipt":"\#(receipt)"}"#
  }

  @Test("the same receipt again changes nothing: in another file, in the same one, by another operator, with an id")
  func again() throws {
    let (test, demands) = try owing()
    let file = try test.file([repaid(demands[0])])
    #expect(try test.ledger.record(file, by: "op-1", key: nil, skipsRefused: false).events == 1)
    let before = try test.disk()
    let outcome = try test.ledger.record(file, by: "op-1", key: nil, skipsRefused: false)
    #expect(outcome.accepted == 0 && outcome.events == 0 && outcome.repeated == 1)
    #expect(try test.record(repaid(demands[0], id: "r1"), by: "op-2").repeated == 1)
    #expect(try test.disk() == before)
    let twice = try test.record(
      putBack(demands[0], 1, "G"), repaid(demands[0], 1, "R-18"), repaid(demands[0], 1, "R-18"))
    #expect(twice.accepted == 2 && twice.events == 2 && twice.repeated == 1)
    #expect(try test.record(putBack(demands[0], 1, "G")).repeated == 1)
    // The demand that it was booked for may be closed by now.
    try test.record(
      #"{"type":"clawback-cancelled","person":"p1","scheme":"jingdezhen","notice":"\#(demands[0])","authority":"x"}"#)
    #expect(try test.record(repaid(demands[0])).repeated == 1)
    #expect(try test.month("2025-01").repaid == Fen(20_001))
    try test.check()
  }

  @Test("a number that stands for something else is refused and names the event; its parts are receipts of their own")
  func taken() throws {
    let (test, demands) = try owing()
    try test.record(repaid(demands[0]))
    let event = try #require(try test.events().last)
    let refusal = LineProblem.Problem.refused(
      .receiptTaken("R-17", sequence: event.sequence, demand: demands[0], amount: Fen(20_000)))
    let before = try test.disk()
    for line in [
      repaid(demands[0], 20_001), repaid(demands[1], person: "p2"), repaid("N-none", person: "p3"),
      putBack(demands[0]), repaid(demands[0], 0),
    ] {
      #expect(try problems { try test.record(line) } == [1: refusal], "\(line)")
    }
    #expect(try test.disk() == before)
    try test.record(repaid(demands[0], 100, "R-20/1"), repaid(demands[1], 200, "R-20/2", person: "p2"))
    try test.record(putBack(demands[0], 300, "G-1"))
    for line in [putBack(demands[0], 300, "G-1", unit: "street-08"), repaid(demands[0], 300, "G-1")] {
      #expect(try problems { try test.record(line) } != nil, "\(line)")
    }
    // With a problem on another line nothing of the file counts.
    #expect(
      try problems { try test.record(repaid(demands[0], 5, "R-30"), repaid(demands[0], 6, "R-30")) }
        == [
          2: .refused(
            .receiptTaken("R-30", sequence: event.sequence + 4, demand: demands[0], amount: Fen(5)))
        ])
    try test.check()
  }

  @Test(
    "a receipt is one however its number is spelled, and the log keeps what was typed",
    arguments: ["r-17", "Ｒ-１７", "R－17", " R - 17", "№R-17", "R\u{200B}-17", "No. R-17"])
  func spellings(_ spelling: String) throws {
    let (test, demands) = try owing()
    try test.record(repaid(demands[0], 20_000, spelling))
    let before = try test.disk()
    let event = try #require(try test.events().last)
    #expect(Receipt.number(of: event) == spelling)
    for other in ["R-17", "r-17", spelling] {
      #expect(try test.record(repaid(demands[0], 20_000, other)).repeated == 1)
    }
    for line in [repaid(demands[0], 1, "R-17"), putBack(demands[0], 20_000, "ｒ-17"), repaid(demands[1], person: "p2")] {
      #expect(
        try problems { try test.record(line) } == [
          1: .refused(
            .receiptTaken(spelling, sequence: event.sequence, demand: demands[0], amount: Fen(20_000)))
        ], "\(line)")
    }
    #expect(try test.disk() == before)
    // The number is free again once its booking is reversed.
    let requested = try test.ledger.request(.reversal(of: event.sequence), AskedReason("x"), by: "op-1")
    _ = try test.ledger.consent(to: requested.request, by: "op-9")
    #expect(try test.record(repaid(demands[0], 300, "R-17")).events == 1)
    try test.check()
  }

  @Test("what an older program booked under two spellings stays as it is, and only what comes is refused")
  func oldSpellings() throws {
    let (test, demands) = try owing()
    func booking(_ fen: Int64, _ receipt: String) -> (EventBody, by: Identifier) {
      (
        .repaid(Repaid(person: "p1", scheme: "jingdezhen", demand: demands[0], amount: Fen(fen), receipt: receipt)),
        "op-7"
      )
    }
    try OldProgram.append(
      [booking(1_000, "R-1"), booking(1_000, "r-1"), booking(2_000, "Ｒ-１")], to: test.ledger.path, at: test.clock.now,
      isHistory: false)
    #expect(try test.month("2025-01").repaid == Fen(4_000))
    #expect(try test.ledger.auditReplay().findings.allSatisfy { $0.code != .receiptBookedTwice })
    for known in [repaid(demands[0], 1_000, "R-1"), repaid(demands[0], 2_000, "№ r-1")] {
      #expect(try test.record(known).repeated == 1)
    }
    #expect(try problems { try test.record(repaid(demands[0], 3_000, "R-1")) } != nil)
    #expect(try test.month("2025-01").repaid == Fen(4_000))
  }

  @Test("an annulment that folds the person again leaves the person's receipts known, and finds none booked twice")
  func refolded() throws {
    let (test, demands) = try owing()
    try test.record(Entry.fact("training", from: "2024-01-10", to: "2024-01-12", id: "f1"), repaid(demands[0]))
    try test.record(Entry.annulled(#""f1""#), repaid(demands[0]))
    #expect(try test.record(repaid(demands[0])).repeated == 1)
    let report = try test.ledger.auditReplay()
    #expect(report.findings.allSatisfy { $0.code != .receiptBookedTwice })
    #expect(try test.month("2025-01").repaid == Fen(20_000))
  }

  @Test("a history takes a receipt twice, even for two persons, and the audit finds it")
  func histories() throws {
    let (test, demands) = try owing()
    func booking(
      _ demand: Identifier, _ fen: Int64, _ person: Identifier, _ by: Identifier
    ) -> (EventBody, by: Identifier) {
      let repaid = Repaid(person: person, scheme: "jingdezhen", demand: demand, amount: Fen(fen), receipt: "R-17")
      return (.repaid(repaid), by: by)
    }
    // Once the ledger is live only an older program has taken such a history.
    try OldProgram.append(
      [
        booking(demands[0], 20_000, "p1", "op-7"), booking(demands[1], 300, "p2", "op-8"),
        booking(demands[1], 400, "p2", "op-9"),
      ], to: test.ledger.path, at: test.clock.now, isHistory: true)
    let events = try test.events().filter { $0.body.type == .repaid }.map(\.sequence)
    let found = try test.ledger.auditReplay().findings.filter { $0.code == .receiptBookedTwice }
    #expect(found.count == 1)
    let finding = try #require(found.first)
    #expect(finding.person == "p2" && finding.scheme == "jingdezhen" && finding.amount == Fen(700))
    #expect(finding.sequences == events && finding.responsible == ["op-8", "op-9"] && finding.severity == .medium)
    // Both count, as everything in the log does.
    #expect(try test.month("2025-01", person: "p2").repaid == Fen(700))
    #expect(try test.record(repaid(demands[0])).repeated == 1)
  }
}
