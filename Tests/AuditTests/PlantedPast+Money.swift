import Policy
import Subsidy
import TestSupport
import Values

// How money left, and what was known at the decision. Each fault has its clean twin, which differs in one event.
extension PlantedPast {
  /// The steps of a batch of one person, in days after its draft.
  private struct Life {
    var scheme: Identifier = "liuzhou"
    var month: Month = "2025-03"
    var drafted: CivilDate = "2025-04-20"
    var checked: Int?
    var approved: Int? = 1
    var exported: Int?
    var cancelled: Int?
    var paid: Int? = 3
    var ordered: Int64?
    /// The amount that the bank pays; the order's amount if nil.
    var paidAmount: Int64?
    /// The sum that the draft gives for its items.
    var total: Int64?
  }

  /// A batch of one person; its name.
  @discardableResult
  private mutating func live(_ person: Identifier, _ change: (inout Life) -> Void = { _ in }) -> Identifier {
    var life = Life()
    change(&life)
    let batch = Identifier("l-\(person)-\(life.month)")!
    let ordered = life.ordered ?? PlantedPast.worth(life.scheme)
    let day = life.drafted
    on(
      day,
      .paymentOrdered(
        PaymentOrdered(person: person, scheme: life.scheme, month: life.month, amount: Fen(ordered), batch: batch)),
      by: "drafter")
    on(
      day,
      .batchDrafted(
        BatchDrafted(
          batch: batch, scheme: life.scheme, through: life.month, persons: 1, items: 1,
          total: Fen(life.total ?? ordered))), by: "drafter")
    func at(_ days: Int?, _ body: EventBody, by: Identifier) {
      if let days { on(day.adding(days: days), body, by: by) }
    }
    at(life.checked, .listChecked(ListChecked(batch: batch)), by: "street")
    at(life.approved, .batchApproved(BatchApproved(batch: batch)), by: "second")
    at(life.cancelled, .batchCancelled(BatchCancelled(batch: batch)), by: "second")
    at(
      life.exported,
      .batchExported(BatchExported(batch: batch, format: "csv", sha256: String(repeating: "0", count: 64))),
      by: "drafter")
    at(
      life.paid,
      .paid(
        Paid(
          person: person, scheme: life.scheme, month: life.month, amount: Fen(life.paidAmount ?? ordered),
          batch: batch)), by: "drafter")
    return batch
  }

  /// A person of a scheme who is due a month.
  private mutating func due(_ scheme: Identifier = "liuzhou", _ month: Month = "2025-03") -> Identifier {
    let person = enrol { $0.scheme = scheme }
    contribute(person, month)
    return person
  }

  private mutating func expect(
    _ fault: BatchFault, _ batch: Identifier, _ scheme: Identifier = "liuzhou", _ month: Month = "2025-03"
  ) {
    expect(.batch(fault), nil, scheme, month.description, batch.description)
  }

  mutating func plant(_ fault: BatchFault, _ isSecond: Bool) {
    switch fault {
    case .approvedByDrafter:
      let person = due()
      let batch = Identifier("own-\(person)")!
      pay(person, batch: batch, approver: isSecond ? "DRAFTER" : "drafter")
      expect(fault, batch)
    case .fromHistory: plantBatchOfHistory(isSecond)
    case .registeredByOther: preconditionFailure("operators would take every other fault's roles: OperatorTests has it")
    case .paidUnapproved:
      live(due())
      let batch = live(due()) { $0.approved = nil }
      expect(fault, batch)
    case .approvedAfterPayment:
      live(due()) { $0.approved = 2 }
      let batch = live(due()) { $0.approved = isSecond ? 4 : 30 }
      expect(fault, batch)
    case .paidCancelled:
      let spared = due()
      live(spared) {
        $0.cancelled = 2
        $0.paid = nil
      }
      pay(spared, on: "2025-05-02")
      let batch = live(due()) { $0.cancelled = 2 }
      expect(fault, batch)
    case .itemsAdded:
      let (first, second) = (due(), due())
      let batch = live(first)
      on(
        "2025-04-22",
        .paymentOrdered(
          PaymentOrdered(person: second, scheme: "liuzhou", month: "2025-03", amount: Fen(27_000), batch: batch)),
        by: "drafter")
      on(
        "2025-04-24",
        .paid(Paid(person: second, scheme: "liuzhou", month: "2025-03", amount: Fen(27_000), batch: batch)),
        by: "drafter")
      expect(fault, batch)
    case .sumsDiffer:
      live(due())
      let batch = live(due()) { $0.total = isSecond ? 26_999 : 27_001 }
      expect(fault, batch)
    case .paidUnexported: plantUnexported(isSecond)
    case .listUnchecked, .fundsMissing: plantUnready(fault, isSecond)
    case .accountChanged: plantAccount(isSecond)
    }
  }

  /// From the first export of a scheme on every batch has one; the others were paid before.
  private mutating func plantUnexported(_ isSecond: Bool) {
    let month: Month = "2025-11"
    func paid(_ exported: Int?) -> Identifier {
      live(due("linyi", month)) {
        ($0.scheme, $0.month, $0.drafted) = ("linyi", month, "2025-12-20")
        $0.exported = exported
      }
    }
    _ = paid(2)
    let batch = paid(isSecond ? 9 : nil)
    expect(.paidUnexported, batch, "linyi", month)
  }

  /// Batches of a scheme whose document asks for a checked list and the treasury's money, long after all others.
  private mutating func plantUnready(
    _ fault: BatchFault, _ isSecond: Bool
  ) {
    let month: Month = "2025-11"
    func batch(checked: Int?, funds: Int64?) -> Identifier {
      let batch = live(due("jingdezhen", month)) {
        ($0.scheme, $0.month, $0.drafted) = ("jingdezhen", month, "2025-12-20")
        ($0.checked, $0.approved, $0.exported, $0.paid) = (checked, 2, 4, 5)
      }
      if let funds {
        on(
          "2025-12-23", .fundsReceived(FundsReceived(batch: batch, amount: Fen(funds), reference: "V-\(batch)")),
          by: "cashier")
      }
      return batch
    }
    _ = batch(checked: 1, funds: 50_000)
    let found =
      fault == .listUnchecked
      ? batch(checked: nil, funds: 50_000) : batch(checked: 1, funds: isSecond ? 49_999 : nil)
    expect(fault, found, "jingdezhen", month)
  }

  /// The account of a person in a batch changes between draft and export: by its drafter, or by another operator.
  private mutating func plantAccount(_ isSecond: Bool) {
    let month: Month = "2025-11"
    for by in ["clerk", isSecond ? "drafter" : "DRAFTER"] as [Identifier] {
      let person = due("linyi", month)
      let batch = live(person) {
        ($0.scheme, $0.month, $0.drafted, $0.exported) = ("linyi", month, "2025-12-20", 2)
      }
      let digest = String(repeating: "a", count: 64)
      on("2025-12-21", .accountChanged(AccountChanged(person: person, vault: digest)), by: by)
      if by != "clerk" { expect(.batch(.accountChanged), person, "linyi", month.description, batch.description) }
    }
  }

  mutating func plantPayment(_ code: Finding.Code, _ isSecond: Bool) {
    let month: Month = "2025-03"
    switch code {
    case .paidAboveOrder:
      let person = due()
      let batch = live(person) {
        $0.ordered = isSecond ? 27_000 : 26_000
        $0.paidAmount = isSecond ? 27_001 : 27_000
      }
      if isSecond {
        demand(person, "liuzhou", month, 1)
        expect(.paidAboveEntitlement, person, "liuzhou", "2025-03", known: true)
      }
      expect(code, person, "liuzhou", "2025-03", batch.description, known: true)
    case .paidAfterReturn:
      for isPaidAgain in [false, true] {
        let person = due()
        let batch = live(person) { $0.paid = isSecond ? 3 : nil }
        on(
          "2025-04-25",
          .paymentReturned(
            PaymentReturned(
              person: person, scheme: "liuzhou", month: month, amount: Fen(27_000), batch: batch, code: "AC04")))
        if isPaidAgain {
          on(
            "2025-04-27",
            .paid(Paid(person: person, scheme: "liuzhou", month: month, amount: Fen(27_000), batch: batch)))
          expect(code, person, "liuzhou", "2025-03", batch.description, known: true)
        } else {
          pay(person, on: "2025-05-20")
        }
      }
    case .paidBeforeContribution:
      for isEarly in [false, true] {
        let person = enrol()
        contribute(person, "2025-02", on: "2025-03-01")
        pay(person, "liuzhou", "2025-02", on: "2025-03-20")
        contribute(person, month, on: isEarly ? (isSecond ? "2025-05-10" : "2025-04-24") : "2025-04-02")
        let batch = live(person)
        if isEarly { expect(code, person, "liuzhou", "2025-03", batch.description, known: true) }
      }
    case .paidUnconfirmed: plantUnconfirmed(isSecond)
    case .paidAfterExit:
      for isEnded in [true, false] {
        let person = enrol { $0.scheme = "linyi" }
        record(
          .employed, of: person, from: "2025-02-10", to: "2025-02-20",
          on: isSecond && !isEnded ? "2025-05-01" : "2025-03-01")
        contribute(person)
        if isEnded {
          on("2025-03-02", .ended(Ended(person: person, scheme: "linyi", from: "2025-02", reason: "registration-exit")))
        } else {
          pay(person, "linyi")
          expect(code, person, "linyi", "2025-02", known: !isSecond)
        }
      }
    case .paidAboveContribution:
      for fen in [50_000, isSecond ? 49_999 : 1] as [Int64] {
        let person = enrol { $0.scheme = "jingdezhen" }
        contribute(person, "2025-03", fen)
        pay(person, "jingdezhen")
        if fen < 50_000 { expect(code, person, "jingdezhen", "2025-03") }
      }
    case .demandWithoutGround:
      let person = due()
      live(person)
      demand(person, "liuzhou", month, isSecond ? 1 : 27_000)
      expect(code, person, "liuzhou")
    case .receiptWithoutDemand:
      let person = due()
      live(person)
      let id = Identifier("never-\(person)")!
      if isSecond {
        on(
          "2025-12-10",
          .putBack(
            PutBack(
              person: person, scheme: "liuzhou", demand: id, amount: Fen(200), unit: "street",
              receipt: "N-\(person)")))
      } else {
        on(
          "2025-12-10",
          .repaid(Repaid(person: person, scheme: "liuzhou", demand: id, amount: Fen(200), receipt: "N-\(person)")))
      }
      expect(code, person, "liuzhou")
    default: preconditionFailure("planted elsewhere")
    }
  }

  /// After the first confirmation of a scheme every approval needs one before it is paid.
  private mutating func plantUnconfirmed(_ isSecond: Bool) {
    let month: Month = "2025-12"
    for isConfirmed in [true, false] {
      let person = enrol {
        ($0.scheme, $0.leaves, $0.applied, $0.from) = (
          "beijing", false, isConfirmed ? "2025-11-14" : "2025-12-01", month
        )
      }
      if isConfirmed {
        on("2025-11-28", .startConfirmed(StartConfirmed(person: person, application: "a1", from: month)), by: "street")
      }
      contribute(person, month, on: "2026-01-02")
      live(person) {
        ($0.scheme, $0.month, $0.drafted) = ("beijing", month, isSecond ? "2026-01-05" : "2026-01-06")
      }
      if !isConfirmed { expect(.paidUnconfirmed, person, "beijing", "a1", known: true) }
    }
  }

  /// Debits that failed in two months running, and payment went on.
  mutating func plantDebits(_ isSecond: Bool) {
    // For a person who has left, there is nothing to stop.
    let gone = enrol { $0.scheme = "beijing" }
    for month in ["2025-04", "2025-05"] as [Month] {
      on(month.adding(1).firstDay, .debitFailed(DebitFailed(person: gone, month: month, source: "bank")))
    }
    for isStopped in [true, false] {
      let person = enrol { $0.scheme = "beijing" }
      for month in ["2025-01", "2025-02"] as [Month] {
        on(month.adding(1).firstDay, .debitFailed(DebitFailed(person: person, month: month, source: "bank")))
      }
      if isStopped {
        on(
          "2025-03-02",
          .suspended(Suspended(person: person, scheme: "beijing", from: "2025-02", reason: "debits-failed")))
      } else {
        if isSecond {
          contribute(person)
          pay(person, "beijing")
        }
        expect(.debitsFailedNotStopped, person, "beijing", "2025-02", known: isSecond ? true : nil)
      }
    }
  }

  mutating func plantDecision(_ code: Finding.Code, _ isSecond: Bool) {
    switch code {
    case .approvedAgainstRecord:
      // A fact of the first month, recorded before the approval or after it.
      for isKnown in [false, true] {
        let person = enrol()
        record(
          isSecond ? .pension : .employed, of: person, from: "2025-01-10", to: "2025-01-20",
          on: isKnown ? "2025-01-02" : "2025-06-10")
        if isKnown { expect(code, person, "liuzhou", "a1") }
      }
    case .approvedUncompared: plantUncompared(isSecond)
    case .rejectedWithoutReason: plantRejected(isSecond)
    case .stagesOneOperator:
      let one: Identifier = "lone"
      for isAlone in [false, true] {
        let person = enrol { own in
          own.stages = PlantedPast.stages("liuzhou", from: own.applied).enumerated().map { index, stage in
            (stage.name, stage.day, isAlone || index > 0 ? (isSecond && index == 1 ? "LONE" : one) : "rev-0", stage.key)
          }
        }
        if isAlone { expect(code, person, "liuzhou", "a1") }
      }
    default: preconditionFailure("planted elsewhere")
    }
  }

  /// One comparison shows that the office compares.
  private mutating func plantUncompared(_ isSecond: Bool) {
    for isCompared in [true, false] {
      let person = newPerson()
      on(
        "2025-12-10",
        .registered(
          Registered(person: person, birth: "1985-05-16", isMale: true, household: Region("371302")!)))
      for (fact, from) in Case().facts where fact != .graduated {
        record(fact, of: person, from: from, on: "2025-12-10")
      }
      for check in PlantedPast.linyiChecks where isCompared || isSecond && check != PlantedPast.linyiChecks[0] {
        on(
          "2025-12-11",
          .checked(Checked(person: person, check: check, hasPassed: true, on: "2025-12-11", source: "bureau")))
      }
      apply(Case(scheme: "linyi", applied: isCompared ? "2025-12-15" : "2025-12-16", from: "2025-12"), person)
      if !isCompared { expect(.approvedUncompared, person, "linyi", "a1") }
    }
  }

  /// The comparisons that the document of Linyi asks for.
  private static var linyiChecks: [Identifier] {
    let pack = ShippedPacks.all.first { $0.scheme == "linyi" }!
    return (pack.registration?.checks ?? []).compactMap { Identifier($0.code) }
  }

  /// A reason that holds when a person is rejected for it, and one that does not.
  private mutating func plantRejected(_ isSecond: Bool) {
    for holds in [true, false] {
      let person = enrol {
        $0.hasApplication = false
        $0.isApproved = false
      }
      record(.employed, of: person, from: "2025-01-02", to: "2025-01-31", on: holds ? "2025-01-02" : "2025-06-10")
      var own = Case()
      own.isApproved = false
      if isSecond {
        apply(own, person)
      } else {
        own.stages = []
        apply(own, person)
      }
      on(
        own.applied,
        .rejected(
          Rejected(
            person: person, application: "a1", reasons: [RejectionReason(code: "employed", clause: "三（二）")])),
        by: "chief")
      if !holds { expect(.rejectedWithoutReason, person, "liuzhou", "a1") }
    }
  }

  /// An auditor who is responsible for a finding says what became of it, and one who is not.
  mutating func plantDisposed(_ isSecond: Bool) {
    for by in ["auditor", isSecond ? "second" : "DRAFTER"] as [Identifier] {
      let person = due()
      pay(person, "liuzhou", "2025-03", 27_001)
      demand(person, "liuzhou", "2025-03", 1)
      let key = FindingKey(
        code: "paid-above-entitlement", person: person, scheme: "liuzhou", month: "2025-03")
      on(
        "2025-12-20", .findingDisposed(FindingDisposed(finding: key, outcome: .explained, note: "x")), by: by)
      expect(.paidAboveEntitlement, person, "liuzhou", "2025-03", known: true)
      if by != "auditor" { expect(.disposedByResponsible, person, "liuzhou", "2025-03") }
    }
  }
}
