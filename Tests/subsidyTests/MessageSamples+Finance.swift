import Ledger
import Subsidy
import Values

@testable import subsidy

extension Samples {
  private static func lines(_ count: Int) -> [SettlementLine] {
    (1...count).map { number in
      SettlementLine(
        person: Identifier("p\(number)")!, month: november, amount: nil, answer: .paid(reference: nil))
    }
  }

  /// A batch that stands elsewhere, wherever a command can find it so: each has another way out.
  static var stages: [Sample] {
    let found: [(BatchState.Stage, needed: BatchState.Stage)] = [
      (.drafted, .approved), (.drafted, .exported), (.approved, .drafted), (.approved, .exported),
      (.exported, .drafted), (.cancelled, .drafted), (.cancelled, .approved), (.cancelled, .exported),
    ]
    return found.map { found, needed in
      Sample(
        Refusal.batchStage("b1", found: found, needed: needed), .refused, "b1",
        kind: "batchStage, \(found) for \(needed)")
    }
  }

  /// One of each refusal about money on its way.
  static var finance: [Sample] {
    [
      Sample(Refusal.inOpenBatches("liuzhou", months: 3), .refused, "liuzhou", "3"),
      Sample(Refusal.checkedByDrafter("op-017"), .refused, "op-017"),
      Sample(Refusal.listNotChecked("b1", clause: "五（五）"), .refused, "b1", "五（五）"),
      Sample(Refusal.controlCount("b1", found: 7, drafted: 8), .refused, "b1", "7", "8"),
      Sample(
        Refusal.controlTotal("b1", found: Fen(27_001), drafted: Fen(27_000)), .refused, "b1", "270.01", "270.00"),
      Sample(Refusal.fundsNotRequested("b1"), .refused, "b1", "--request"),
      Sample(Refusal.fundsReferenceTaken("CZ-1", batch: "b1", amount: Fen(27_000)), .refused, "CZ-1", "b1", "270.00"),
      Sample(Refusal.fundsAboveRequest(Fen(27_000)), .refused, "270.00"),
      Sample(Refusal.fundsMissing("b1", missing: Fen(27_000), clause: "五（五）"), .refused, "b1", "270.00", "五（五）"),
      Sample(Refusal.accountsMissing("b1", persons: ["p1", "p2"]), .refused, "b1", "p1", "p2"),
      Sample(Refusal.fundsAboveRequest(.zero), kind: "fundsAboveRequest, all came"),
      Sample(Refusal.payerTooWide(field: "payer", width: 140), .refused, "--payer", "140"),
      Sample(Refusal.fieldTooWide(person: "p1", field: "name", width: 60), .refused, "p1", "name", "60"),
      Sample(Refusal.notEncodable(person: "p1", field: "name"), .refused, "p1", "name"),
      Sample(Refusal.notOrderedLines(lines(8), batch: "b1"), .refused, "p1 2024-11", "p5 2024-11", "3", "b1"),
      Sample(Refusal.unknownEndToEnd(["0f1e"], batch: "b1"), .refused, "0f1e", "b1"),
      Sample(Refusal.otherMessage("b2", expected: "b1"), .refused, "b2", "b1"),
      Sample(Refusal.answerDiffers(person: "p1", month: november), .refused, "p1", "2024-11"),
      Sample(Refusal.monthClosed(november, through: november), .refused, "2024-11"),
    ]
  }
}
