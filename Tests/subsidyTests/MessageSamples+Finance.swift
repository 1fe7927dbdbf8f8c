import Catalogue
import Ledger
import Policy
import Subsidy
import Values

@testable import subsidy

extension Samples {
  private static let key = OperatorKey("op-1+1e5b9a23+AXkSe2Jfmz40lmAj4pA5r8DLpgatbHpujzP8OwGA9E42")!

  private static func effect(months: Int) -> AdoptionEffect {
    AdoptionEffect(persons: 3, months: months, up: Fen(120_000), down: .zero, changes: "")
  }

  private static func lines(_ count: Int) -> [SettlementLine] {
    (1...count).map { number in
      SettlementLine(
        person: Identifier("p\(number)")!, month: november, amount: nil, answer: .paid(reference: nil))
    }
  }

  /// A batch at another stage, for every stage at which a command can find it: each has another way out.
  static var stages: [Sample] {
    let found: [(BatchState.Stage, needed: BatchState.Stage)] = [
      (.drafted, .approved), (.drafted, .exported), (.approved, .drafted), (.approved, .exported),
      (.exported, .drafted), (.cancelled, .drafted), (.cancelled, .approved), (.cancelled, .exported),
      (.recalled, .drafted), (.recalled, .exported),
    ]
    return found.map { found, needed in
      Sample(
        Refusal.batchStage("b1", found: found, needed: needed), .refused, "b1",
        kind: "batchStage, \(found) for \(needed)")
    }
  }

  /// A payment for each cause that may keep one back, in a batch and in a draft of which nothing is left.
  private static var holds: [Sample] {
    let (open, sent) = (openBatch(isExported: false), openBatch(isExported: true))
    let holds: [(PaymentHold, [String])] = [
      (.worthLess([]), []), (.worthLess([.excluded(.deceased)]), []), (.openBatch(open), ["L1", "2024-11-05", "23"]),
      (.openBatch(sent), ["settle", "L1"]), (.otherScheme("linyi", sent), ["linyi", "L1", "2024-11-05", "23"]),
      (.notBegun, ["--months-ahead"]),
      (.startUnconfirmed(application: "a-1", clause: "三.4"), ["三.4", "start-confirmed"]),
      (.exitUnrecorded(exit), ["三（四）", "subsidy sweep"]), (.erased(812), ["812", "registered"]),
    ]
    return holds.enumerated().map { index, sample in
      let held = HeldPayment(person: "p1", month: november, amount: Fen(27_000), hold: sample.0)
      return Sample(
        Refusal.allHeld("liuzhou", through: november, [held]), .refused,
        parts: ["liuzhou", "p1 2024-11 270.00"] + sample.1, kind: "allHeld, \(sample.0.kind.rawValue) \(index)")
    }
  }

  private static func openBatch(isExported: Bool) -> PaymentHold.OpenBatch {
    .init("L1", drafted: CivilDate("2024-11-05")!, age: 23, isExported: isExported)
  }

  private static var exit: SweepItem {
    SweepItem(
      person: "p1", scheme: "linyi", effect: .ended, from: november, cause: .registrationExit, clause: "三（四）",
      ground: .fact(.employed, CivilDate("2024-11-05")!))
  }

  /// Items of a batch that are worth nothing any more.
  static func held(_ count: Int) -> [HeldPayment] {
    (1...count).map { number in
      HeldPayment(
        person: Identifier("p\(number)")!, month: november, amount: Fen(27_000), hold: .worthLess([.suspended]))
    }
  }

  private static var leap: ClockSteps.Step { .init(sequence: 41, before: early, after: late) }

  /// The refusals of acts of two people.
  static var consent: [Sample] {
    [
      Sample(Refusal.unknownRequest("Q1"), .refused, "Q1", "subsidy requests"),
      Sample(Refusal.requestUsed("Q1", sequence: 41), .refused, "Q1", "41"),
      Sample(Refusal.requestLapsed("Q1", lastDay: december), .refused, "Q1", "2024-12-13"),
      Sample(Refusal.requestStale("Q1", sequence: 41), .refused, "Q1", "41"),
      Sample(Refusal.actDiffers("Q1"), .refused, "Q1"),
      Sample(Refusal.packMissing("Q1", "our-1"), .refused, "Q1", "our-1", "--pack"),
      Sample(Refusal.packDiffers("Q1", "our-1"), .refused, "Q1", "our-1"),
      Sample(Refusal.packNotAsked("Q1"), .refused, "Q1", "--pack"),
      Sample(
        Refusal.adoptionStale("Q1", shown: effect(months: 12), now: effect(months: 13)), .refused, "Q1", "12", "13"),
      Sample(Refusal.unknownOperator("op-1"), .refused, "op-1", "subsidy operators"),
      Sample(Refusal.operatorKnown("op-1"), .refused, "op-1", "operator change"),
      Sample(Refusal.roleMissing("op-1", .draft, clause: nil), .refused, "op-1"),
      Sample(
        Refusal.stageOfOffice("street", office: "街道", own: "社区", clause: "二（一）"), .refused, "street", "街道", "社区",
        "二（一）"),
      Sample(Refusal.applicationOfDistrict(Region("450202"), own: Region("450203")!), .refused, "450203"),
      Sample(Refusal.unknownOffice("社区", known: ["街道", "区局"]), .refused, "社区", "街道", "区局"),
      Sample(Refusal.importerMissing, .refused, "--by"),
      Sample(Refusal.roleExcluded(.draft), .refused),
      Sample(Refusal.firstAreAdministrators("op-1"), .refused, "op-1", "administer"),
      Sample(Refusal.firstIsAnother("op-1", "op-2"), .refused, "op-1", "op-2"),
      Sample(Refusal.reasonMissing, .refused, "--reason"),
      Sample(Refusal.lastAdministrators, .refused), Sample(Refusal.lastSigners, .refused),
      Sample(Refusal.notAdministrator("op-1"), .refused, "op-1", "operator change"),
      Sample(Refusal.keyOfAnother(key, "op-2"), .refused, "1e5b9a23", "op-1", "op-2"),
      Sample(Refusal.keyTaken(key, by: "op-2"), .refused, "1e5b9a23", "op-2"),
      Sample(Refusal.operatorWithoutKey("op-1"), .refused, "op-1", "operator change"),
      Sample(
        Refusal.recoveryTooEarly("Q1", from: Instant("2024-12-20T01:30:00Z")!), .refused, "Q1", "2024-12-20 09:30"),
      Sample(Refusal.consentByRequester("op-1"), .refused, "op-1"),
      Sample(Refusal.consentByAuthor("op-1", sequence: 41), .refused, "op-1", "41"),
      Sample(Refusal.consentMissing(.writtenOff), .refused, "written-off", "write-off"),
      Sample(Refusal.needsNoConsent(.paid), .refused, "paid"),
      Sample(Refusal.nothingToReverse(41), .refused, "41"),
      Sample(Refusal.cannotBeReversed(.contributed), .refused, "contributed", "verified"),
      Sample(Refusal.alreadyReversed(41, by: 52), .refused, "41", "52"),
      Sample(Refusal.reverseFirst(52, of: 41), .refused, "41", "52"),
      Sample(Refusal.restsOnIt("b2", month: november, of: 41), .refused, "b2", "2024-11", "41"),
      Sample(Refusal.refundRestsOnIt("N1", refunded: Fen(500)), .refused, "N1", "5.00"),
      Sample(Refusal.notLastDecision("a1"), .refused, "a1"),
      Sample(Refusal.severalNotices("N1", persons: ["p1", "p2"]), .refused, "N1", "p1", "p2", "--person"),
      Sample(Refusal.nothingToWithhold("b1"), .refused, "b1"),
      Sample(Refusal.stillPayable(person: "p1", month: november, batch: "b1"), .refused, "p1", "2024-11", "b1"),
      Sample(Refusal.nothingLeft("b1"), .refused, "batch cancel b1"),
      Sample(
        Refusal.batchAnswered("b1", answers: 3, person: "p1", month: november), .refused, "b1", "3", "p1", "2024-11"),
      Sample(Refusal.noUnexpectedPayment("b1"), .refused, "b1"),
      Sample(
        Refusal.recalledBatchAnswered("b1", person: "p1", month: november), .refused, "b1", "p1", "2024-11",
        "--although-recalled"),
      Sample(
        Refusal.underObjection("N1", since: CivilDate("2024-12-20")!), .refused, "N1", "2024-12-20", "objection-decided"
      ),
      Sample(Refusal.notUnderObjection("N1"), .refused, "N1", "objected"),
      Sample(
        Refusal.tooEarly(field: "on", found: CivilDate("2024-12-01")!, earliest: CivilDate("2024-12-06")!), .refused,
        "on", "2024-12-01",
        "2024-12-06"),
      Sample(Refusal.aboveDue(Month("2024-12")!, due: .zero), .refused, "2024-12"),
      Sample(Refusal.aboveDue(Month("2024-12")!, due: Fen(27_000)), .refused, "2024-12", "270.00"),
      Sample(
        Refusal.monthHeld(
          HeldPayment(person: "p1", month: november, amount: Fen(27_000), hold: .openBatch(openBatch(isExported: true)))
        ),
        .refused, "p1", "2024-11", "L1"),
      Sample(Refusal.aboveRefundable(Fen(500)), .refused, "5.00"),
      Sample(Refusal.aboveDebt(Fen(500)), .refused, "5.00", "--above-debt"),
      Sample(Refusal.notLastClose(november, last: nil), .refused, "2024-11"),
      Sample(Refusal.notLastClose(november, last: november.adding(1)), .refused, "2024-11", "2024-12"),
      Sample(Refusal.joinedKey("p2", of: "p1"), .refused, "p2", "p1"),
      Sample(Refusal.erasedPerson("p2", sequence: 812), .refused, "p2", "812", "registered"),
      Sample(Refusal.nothingKept("p2"), .refused, "p2"),
      Sample(Refusal.erasureInFlight("p2", month: november, batch: "b1"), .refused, "p2", "2024-11", "b1"),
      Sample(Refusal.erasureOwed("p2", Fen(27_000)), .refused, "p2", "270.00", "--although-owed"),
      Sample(Refusal.erasedNumberDiffers("p2"), .refused, "p2"),
      Sample(Refusal.cannotJoin(.sameKey("p1")), .refused, "p1"),
      Sample(Refusal.cannotJoin(.isOther("p2", of: "p1")), .refused, "p2", "p1"),
      Sample(Refusal.cannotJoin(.hasOthers("p1", ["p2", "p3"])), .refused, "p1", "p2", "p3"),
      Sample(Refusal.demandRestsOnIt("N1", of: 41), .refused, "N1", "41", "clawback-cancelled"),
      Sample(Refusal.closedAfterEnd(november), .refused, "2024-11"),
      Sample(Refusal.monthRuns(november), .refused, "2024-11", "--before-end"),
      Sample(Refusal.notLargestStep(52, largest: leap), .refused, "52", "41", early.description, late.description),
      Sample(Refusal.notLargestStep(52, largest: nil), .refused, "52"),
      Sample(Refusal.beforeClockStep(leap, now: early), .refused, "41", early.description),
      Sample(Refusal.clockRight(leap, now: late), .refused, "41", late.description),
      Sample(Refusal.clockRequested("Q1"), .refused, "subsidy consent Q1", "clock correct"),
      Sample(Refusal.unknownImport("I1"), .refused, "I1"),
      Sample(
        Refusal.restsOnImport("I1", [RestingEntry(person: "p1", ground: .ordered(november, batch: "b1"))]), .refused,
        "I1",
        "p1 2024-11", "b1", "--rest"),
    ]
  }

  /// One of each refusal about money on its way.
  static var finance: [Sample] {
    [
      Sample(
        Refusal.noLongerPayable(held(8), batch: "b1"), .refused, "b1", "p1 2024-11 270.00", "p5 2024-11 270.00", "3"),
      Sample(
        Refusal.sweepFirst([exit]), .refused, "--after-sweep", "p1", "2024-11", kind: "sweepFirst"),
    ] + holds + [
      Sample(Refusal.checkedByDrafter("op-017"), .refused, "op-017"),
      Sample(Refusal.listNotChecked("b1", clause: "五（五）"), .refused, "b1", "五（五）"),
      Sample(
        Refusal.controlsDiffer("b1", count: 7, total: nil), .refused, "b1", "7", kind: "controlsDiffer, count"),
      Sample(
        Refusal.controlsDiffer("b1", count: nil, total: Fen(27_001)), .refused, "b1", "270.01",
        kind: "controlsDiffer, total"),
      Sample(
        Refusal.controlsDiffer("b1", count: 7, total: Fen(27_001)), .refused, "b1", "7", "270.01",
        kind: "controlsDiffer, both"),
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
      Sample(
        Refusal.orderedAgain(person: "p1", month: november, batch: "b2"), .refused, "p1", "2024-11", "b2"),
      Sample(
        Refusal.returnedBefore(person: "p1", month: november, code: "AC04"), .refused, "p1", "2024-11", "AC04/2"),
      Sample(
        Refusal.answerTotal("b1", found: Fen(27_001), answered: Fen(27_000)), .refused, "b1", "270.01", "270.00"),
      Sample(Refusal.answerDiffers(person: "p1", month: november), .refused, "p1", "2024-11"),
      Sample(Refusal.monthClosed(november, through: november), .refused, "2024-11"),
    ]
  }
}
