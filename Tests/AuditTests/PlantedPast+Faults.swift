import HistorySupport
import JSONText
import Policy
import Subsidy
import TestSupport
import Values

// One case for each code: a new code does not compile until it is planted.
extension PlantedPast {
  /// Plants a fault, in one of two ways that differ in what was known, or in which rule was broken.
  mutating func plant(_ code: Finding.Code, isSecond: Bool) {
    switch code {
    case .paidDespite(let reason): plant(reason, isSecond)
    case .paidAboveEntitlement: plantAbove(isSecond)
    case .paidTwice:
      let person = enrol()
      contribute(person)
      if isSecond {
        pay(person, times: 2)
      } else {
        pay(person)
        pay(person, on: "2025-05-20", batch: Identifier("again-\(person)"))
      }
      demand(person)
      expect(.paidTwice, person, "liuzhou", "2025-03", known: true)
    case .paidNotOrdered:
      let person = enrol()
      contribute(person)
      let batch = Identifier("none-\(person)")!
      if isSecond {
        on("2025-04-19", .batchApproved(BatchApproved(batch: batch)), by: "second")
      } else {
        expect(.batch(.paidUnapproved), nil, "liuzhou", batch.description)
      }
      on(
        "2025-04-20",
        .paid(Paid(person: person, scheme: "liuzhou", month: "2025-03", amount: Fen(27_000), batch: batch)),
        by: "cashier")
      expect(.paidNotOrdered, person, "liuzhou", "2025-03", batch.description, known: true)
    case .overpaidNotDemanded:
      let person = enrol()
      contribute(person)
      pay(person, "liuzhou", "2025-03", 27_001)
      // A demand that was given up, or none at all.
      if isSecond {
        demand(person, "liuzhou", "2025-03", 1)
        on(
          "2025-12-02",
          .clawbackCancelled(
            ClawbackCancelled(
              person: person, scheme: "liuzhou", demand: Identifier("n-\(person)")!, authority: "x")))
      }
      expect(.overpaidNotDemanded, person, "liuzhou")
      expect(.paidAboveEntitlement, person, "liuzhou", "2025-03", known: true)
    case .receiptBookedTwice: plantReceipt(isSecond)
    case .fundsBookedTwice: plantFunds(isSecond)
    case .entitledUnpaid: plantUnpaid(isSecond)
    case .reportMissedNotStopped:
      let person = enrol {
        $0.scheme = "beijing"
        $0.leaves = false
      }
      contribute(person)
      pay(person, "beijing")
      if isSecond {
        contribute(person, "2025-06")
        pay(person, "beijing", "2025-06", on: "2025-07-20")
      }
      expect(.reportMissedNotStopped, person, "beijing", "2025-03", known: isSecond ? true : nil)
    case .acceptedDespite(let fault): plant(fault, isSecond)
    case .impossible(let fault): plant(fault, isSecond)
    case .beyondBounds: preconditionFailure("no history brings it: ReadingOldLogsTests writes such a log")
    case .operatorsLookAlike: preconditionFailure("one finding for all of a log: OperatorTests has it")
    case .withoutRole, .keysRecovered:
      preconditionFailure("operators would take every other fault's roles: OperatorTests has it")
    case .approvedWithoutApplication:
      let person = enrol { $0.hasApplication = false }
      if isSecond { payMonth(person) }
      expect(code, person, "liuzhou", "a1")
    case .approvedWrongBasis:
      let person = enrol { $0.basis = isSecond ? .until("2030-01") : .months(48) }
      payMonth(person)
      expect(code, person, "liuzhou", "a1")
    case .approvedWrongPolicy:
      let person = enrol { $0.policy = isSecond ? "linyi-2021-63" : "liuzhou-2019-5" }
      payMonth(person)
      expect(code, person, "liuzhou", "a1")
    case .approvedWrongFirst:
      let person = enrol { $0.isFirst = isSecond }
      if isSecond {
        // The second approval of a person calls itself the first.
        on("2025-02-10", .ended(Ended(person: person, scheme: "liuzhou", from: "2025-02", reason: "stopped")))
        apply(Case(applied: "2025-02-14", from: "2025-03"), person, application: "a2")
      }
      payMonth(person)
      expect(code, person, "liuzhou", isSecond ? "a2" : "a1")
    case .stageSkipped, .stageOutOfOrder, .stageSameOperator, .stageSameKey, .stageWithoutKey,
      .stageBeforePublicityEnd, .stageLate:
      plantStage(code, isSecond)
    case .withoutConsent: plantWithoutConsent(isSecond)
    case .adoptedOverPaid: plantAdoptedOverPaid(isSecond)
    case .paidAfterRecall: plantPaidAfterRecall(isSecond)
    case .joinedInVain: plantJoin(isSecond)
    case .entryUnderJoinedKey: plantEntryUnderJoinedKey(isSecond)
    case .sharedAccount: plantSharedAccount(isSecond)
    case .claimOutOfWindow: plantClaim(isSecond)
    case .imported(let type): plantImported(type, isSecond)
    case .batch(let fault): plant(fault, isSecond)
    case .startConfirmedLate: plantConfirmedLate(isSecond)
    case .paidAboveOrder, .paidAfterReturn, .paidBeforeContribution, .paidUnconfirmed, .paidAfterExit,
      .paidAboveContribution, .demandWithoutGround,
      .receiptWithoutDemand:
      plantPayment(code, isSecond)
    case .debitsFailedNotStopped: plantDebits(isSecond)
    case .approvedAgainstRecord, .approvedUncompared, .rejectedWithoutReason, .stagesOneOperator:
      plantDecision(code, isSecond)
    case .disposedByResponsible: plantDisposed(isSecond)
    }
  }

  /// A close that is undone by a request that does not exist, or by the operator who asked for it.
  private mutating func plantWithoutConsent(_ isSecond: Bool) {
    let (person, batch) = (newPerson(), Identifier("alone-\(newPerson())")!)
    let request = Identifier("q-\(person)")!
    let act = EventBody.batchRecalled(BatchRecalled(batch: batch, request: request, reason: "x"))
    if isSecond {
      after(
        .requested(Requested(request: request, act: .batchRecalled, content: ActContent(of: [act]), reason: "x")),
        by: "asker", isLate: false)
    }
    after(act, by: "ASKER", isLate: false)
    expect(.withoutConsent, nil, nil, batch.description)
  }

  /// A live adoption, in a scheme of its own, that makes a paid month worth more or less: by one person alone, or by a
  /// request for other parameters.
  private mutating func plantAdoptedOverPaid(_ isSecond: Bool) {
    let number = newPerson()
    let (scheme, pack) = (Identifier("city-\(number)")!, Identifier("city-\(number)-1")!)
    func adoption(_ rate: String, _ request: Identifier? = nil) -> PolicyAdopted {
      let shipped = ShippedPacks.text("linyi-2021-63").flatMap { try? JSONValue($0) }
      let members = (shipped?.members ?? []).map { member in
        switch member.key {
        case "id": JSONValue.Member("id", .string(pack.description))
        case "scheme": JSONValue.Member("scheme", .string(scheme.description))
        default: member
        }
      }
      return PolicyAdopted(
        scheme: scheme, policy: pack, effectiveFrom: "2021-07-16", document: .object(members),
        parameters: [.init(name: "rate", value: rate)], request: request)
    }
    on("2024-12-06", .policyAdopted(adoption("1/2")))
    let person = enrol {
      $0.scheme = scheme
      $0.household = "371302"
      $0.policy = pack
    }
    payMonth(person, scheme)
    after(.policyAdopted(adoption(isSecond ? "1/3" : "2/3")), by: "alone", isLate: false)
    expect(code(isSecond), person, scheme, "2025-03", known: isSecond ? false : nil)
    if isSecond { expect(.overpaidNotDemanded, person, scheme) }
    expect(.adoptedOverPaid, nil, scheme)
  }

  /// The code that follows from an adoption for a month that was paid: too much is held, or something is due.
  private func code(_ isLess: Bool) -> Finding.Code { isLess ? .paidAboveEntitlement : .entitledUnpaid }
  /// Joins two keys with the consent that it takes, live, or as an older history.
  private mutating func join(_ person: Identifier, _ other: Identifier) {
    let request = Identifier("q-\(person)-\(other)")!
    let act = EventBody.samePerson(SamePerson(person: person, other: other, request: request))
    after(
      .requested(Requested(request: request, act: .samePerson, content: ActContent(of: [act]), reason: "x")),
      by: "asker", isLate: false)
    after(act, by: "other", isLate: false)
  }

  /// A key that is joined with itself, or with a person after it was joined with another one.
  private mutating func plantJoin(_ isSecond: Bool) {
    let (person, other) = (newPerson(), newPerson())
    if isSecond {
      let third = newPerson()
      join(person, other)
      join(third, other)
      expect(.joinedInVain, third, nil)
    } else {
      join(person, person)
      expect(.joinedInVain, person, nil)
    }
  }

  /// An entry that an older program, or a history, recorded under a key that had been joined.
  private mutating func plantEntryUnderJoinedKey(_ isSecond: Bool) {
    let (person, other) = (newPerson(), newPerson())
    join(person, other)
    after(TypeSamples.body(isSecond ? .reported : .visited, person: other)!, isLate: isSecond)
    expect(.entryUnderJoinedKey, other, nil)
  }

  /// A payment of a batch after its file was recalled, with the consent that it takes or by a history.
  private mutating func plantPaidAfterRecall(_ isSecond: Bool) {
    let person = enrol()
    contribute(person)
    let batch = Identifier("back-\(person)")!
    let fen = Fen(PlantedPast.worth("liuzhou"))
    let order = PaymentOrdered(person: person, scheme: "liuzhou", month: "2025-03", amount: fen, batch: batch)
    after(.paymentOrdered(order), by: "drafter", isLate: false)
    after(
      .batchDrafted(
        BatchDrafted(batch: batch, scheme: "liuzhou", through: "2025-03", persons: 1, items: 1, total: fen)),
      by: "drafter", isLate: false)
    after(.batchApproved(BatchApproved(batch: batch)), by: "second", isLate: false)
    after(TypeSamples.body(.batchExported, person: person, batch: batch)!, isLate: false)
    func request(_ act: EventBody, _ name: Identifier) {
      let content = ActContent(of: [act])
      after(
        .requested(Requested(request: name, act: act.type, content: content, reason: "x")), by: "asker", isLate: false)
      after(act, by: "other", isLate: false)
    }
    let (first, second) = (Identifier("q1-\(person)")!, Identifier("q2-\(person)")!)
    request(.batchRecalled(BatchRecalled(batch: batch, request: first, reason: "x")), first)
    request(
      .paid(
        Paid(
          person: person, scheme: "liuzhou", month: "2025-03", amount: fen, batch: batch,
          reference: isSecond ? "BK" : nil, request: second)), second)
    expect(.paidAfterRecall, person, "liuzhou", "2025-03", batch.description)
  }

  /// A batch whose draft came with a history and was approved live, or whose approval came with it, too, and that was exported
  /// live.
  mutating func plantBatchOfHistory(_ isSecond: Bool) {
    let batch = Identifier("old-\(newPerson())")!
    on(
      "2025-04-20",
      .batchDrafted(
        BatchDrafted(batch: batch, scheme: "liuzhou", through: "2025-03", persons: 0, items: 0, total: .zero)),
      by: "drafter")
    if isSecond {
      on("2025-04-21", .batchApproved(BatchApproved(batch: batch)), by: "second")
      after(TypeSamples.body(.batchExported, person: "nobody", batch: batch)!, isLate: false)
    } else {
      after(.batchApproved(BatchApproved(batch: batch)), by: "second", isLate: false)
    }
    expect(.batch(.fromHistory), nil, "liuzhou", "2025-03", batch.description)
  }

  /// An event that no history brings once a ledger is live, about a person with nothing else to find.
  private mutating func plantImported(_ type: EventType, _ isSecond: Bool) {
    let person = enrol()
    let batch = Identifier("late-\(person)")!
    // A payment that is made or returned was ordered.
    if type == .paid || type == .paymentReturned {
      on("2025-04-20", TypeSamples.body(.paymentOrdered, person: person, batch: batch)!)
    }
    after(TypeSamples.body(type, person: person, batch: batch)!, isLate: true)
    let (code, scheme) = (Finding.Code.imported(type), TypeSamples.scheme)
    if type == .clawedBack { expect(.demandWithoutGround, person, scheme) }
    if type == .repaid || type == .putBack { expect(.receiptWithoutDemand, person, scheme) }
    switch type {
    case .verified: expect(code, person, nil, "a-y", "review")
    case .approved: expect(code, person, scheme, "a-y")
    case .rejected, .startConfirmed, .correctionRequested: expect(code, person, nil, "a-y")
    case .suspended, .resumed, .ended, .extended, .clawedBack, .repaid, .putBack, .writtenOff, .clawbackCancelled,
      .objected, .objectionDecided:
      expect(code, person, scheme)
    case .paymentOrdered, .paid, .paymentReturned: expect(code, person, scheme, "2025-03", batch.description)
    case .batchDrafted: expect(code, nil, scheme, "2025-03", batch.description)
    case .batchApproved, .batchCancelled, .batchExported, .listChecked, .fundsRequested, .fundsReceived:
      expect(code, nil, nil, batch.description)
    case .policyAdopted: expect(code, nil, "jingdezhen")
    case .annulled: expect(code, nil, nil)
    case .accountChanged: expect(code, person, nil)
    case .sampleDrawn, .paperIssued: expect(code, nil, scheme)
    case .monthClosed: expect(code, nil, nil, "2025-03")
    case .requested: expect(code, nil, nil)
    case .claimed, .retirementChosen: expect(code, person, nil)
    case .samePerson:
      expect(code, person, nil)
      expect(.withoutConsent, person, nil)
    case .reversed, .clockCorrected:
      expect(code, nil, nil)
      expect(.withoutConsent, nil, nil)
    case .paymentWithheld:
      expect(code, person, scheme, "2025-03", batch.description)
      expect(.withoutConsent, person, scheme, "2025-03", batch.description)
    case .batchRecalled:
      expect(code, nil, nil, batch.description)
      expect(.withoutConsent, nil, nil, batch.description)
    case .repaymentRefunded:
      expect(code, person, scheme)
      expect(.withoutConsent, person, scheme)
    case .debtOffset:
      expect(code, person, scheme, "2025-03")
      expect(.withoutConsent, person, scheme, "2025-03")
    case .monthReopened:
      expect(code, nil, nil, "2025-03")
      expect(.withoutConsent, nil, nil, "2025-03")
    case .findingDisposed: expect(code, person, scheme, "2025-03")
    case .ledgerOpened, .operatorRegistered, .operatorChanged, .operatorRetired, .operatorRecovered, .erased,
      .historyImported, .recovered,
      .registered, .factRecorded, .applied, .withdrawn, .contributed,
      .debitFailed, .reported, .checked, .notified, .visited:
      break
    }
  }

  private mutating func payMonth(_ person: Identifier, _ scheme: Identifier = "liuzhou", _ month: Month = "2025-03") {
    contribute(person, month)
    pay(person, scheme, month, on: month.adding(1).firstDay.adding(days: 19))
  }

  private mutating func plantSharedAccount(_ isSecond: Bool) {
    let account = isSecond ? "6222020000000002" : "6222020000000001"
    for scheme: Identifier in ["liuzhou", isSecond ? "jingdezhen" : "liuzhou"] {
      let person = enrol { $0.scheme = scheme }
      give(account, to: person)
      payMonth(person, scheme)
      expect(.sharedAccount, person, scheme, known: true)
    }
    // Another account, and one to which nothing was paid.
    let other = enrol()
    give("6222020000000\(isSecond ? 8 : 7)00", to: other)
    payMonth(other)
    give(account, to: enrol())
  }

  private mutating func plantAbove(_ isSecond: Bool) {
    let person = enrol()
    contribute(person)
    if isSecond {
      // Right when it was paid; then the contribution turns out to have been less.
      pay(person)
      contribute(person, "2025-03", 39_999, on: "2025-06-10")
      demand(person, "liuzhou", "2025-03", 27_000 - 26_666)
    } else {
      pay(person, "liuzhou", "2025-03", 28_000)
      demand(person, "liuzhou", "2025-03", 1_000)
    }
    expect(.paidAboveEntitlement, person, "liuzhou", "2025-03", known: !isSecond)
  }

  /// One receipt, booked again just as it was, or as what a unit put back.
  private mutating func plantReceipt(_ isSecond: Bool) {
    let person = enrol()
    contribute(person)
    pay(person, "liuzhou", "2025-03", 28_000)
    demand(person, "liuzhou", "2025-03", 1_000)
    expect(.paidAboveEntitlement, person, "liuzhou", "2025-03", known: true)
    let (id, receipt) = (Identifier("n-\(person)")!, "R-\(person)")
    let repaid = EventBody.repaid(
      Repaid(person: person, scheme: "liuzhou", demand: id, amount: Fen(100), receipt: receipt))
    let putBack = EventBody.putBack(
      PutBack(person: person, scheme: "liuzhou", demand: id, amount: Fen(200), unit: "street", receipt: receipt))
    on("2025-12-10", repaid)
    on("2025-12-11", isSecond ? putBack : repaid)
    expect(.receiptBookedTwice, person, "liuzhou")
  }

  /// One reference of the treasury, booked again for the batch or for another one.
  private mutating func plantFunds(_ isSecond: Bool) {
    let batches = [enrol(), enrol()].map { person in
      contribute(person)
      let batch = Identifier("f-\(person)")!
      pay(person, batch: batch)
      return batch
    }
    let (first, second) = (batches[0], isSecond ? batches[1] : batches[0])
    for (day, batch) in [("2025-04-22" as CivilDate, first), ("2025-04-23", second)] {
      on(day, .fundsReceived(FundsReceived(batch: batch, amount: Fen(100), reference: "V-\(first)")))
    }
    expect(.fundsBookedTwice, nil, "liuzhou", second.description)
  }

  /// A month of a scheme whose document names a period, and one of a scheme whose document names none and whose batch
  /// never reached the bank.
  private mutating func plantUnpaid(_ isSecond: Bool) {
    let scheme: Identifier = isSecond ? "linyi" : "liuzhou"
    let person = enrol { $0.scheme = scheme }
    contribute(person)
    if isSecond {
      on(
        "2025-04-20",
        .paymentOrdered(
          PaymentOrdered(person: person, scheme: scheme, month: "2025-03", amount: Fen(30_000), batch: "stuck")))
    }
    expect(.entitledUnpaid, person, scheme, "2025-03")
  }
}

// Reasons against a month.
extension PlantedPast {
  /// Pays a month against which there is a reason: first one that was known when the money was paid, then, if possible, one
  /// that came to light later.
  private mutating func plant(_ reason: ReasonCode, _ isSecond: Bool) {
    let late: CivilDate = "2025-06-10"
    let early: CivilDate = "2025-04-10"
    let day = isSecond ? late : early
    switch reason {
    case .noPolicy, .noApproval: return plantEarlyMonth(reason, isSecond)
    case .otherScheme: return plantTwoSchemes(isSecond)
    case .household: return plantHousehold(isSecond)
    case .retired: return plantRetired(isSecond)
    case .overLimit: return plantOverLimit(isSecond)
    case .missing(let fact): return plantMissing(fact, isSecond)
    case .lateContribution, .notClaimed: return plantUnclaimed(reason, isSecond)
    case .outsideTerm: return plantOutsideTerm(isSecond)
    case .fraud, .ended, .suspended, .noContribution, .excluded: break
    }
    let person = enrol()
    switch reason {
    case .fraud:
      on(day, .ended(Ended(person: person, scheme: "liuzhou", from: "2025-04", reason: Ended.fraud)))
    // An end for fraud is an end as well, but only from its month on.
    case .ended: on(day, .ended(Ended(person: person, scheme: "liuzhou", from: "2025-03", reason: "moved")))
    case .suspended:
      on(day, .suspended(Suspended(person: person, scheme: "liuzhou", from: "2025-03", reason: "no-report")))
    case .excluded(let fact): record(fact, of: person, from: "2025-03-15", to: "2025-03-20", on: day)
    default: break
    }
    if reason == .noContribution {
      if isSecond {
        contribute(person)
        contribute(person, "2025-03", 0, on: late)
      }
    } else {
      contribute(person)
    }
    pay(person)
    demand(person)
    expect(.paidDespite(reason), person, "liuzhou", "2025-03", known: !isSecond)
  }

  /// A month before the policy begins, and one before the approval; an approval that is annulled leaves none.
  private mutating func plantEarlyMonth(_ reason: ReasonCode, _ isSecond: Bool) {
    if reason == .noPolicy {
      let month: Month = isSecond ? "2021-11" : "2021-12"
      let person = enrol { $0.from = "2021-10" }
      contribute(person, month, on: "2025-02-01")
      pay(person, "liuzhou", month)
      demand(person, "liuzhou", month)
      expect(.paidDespite(.noPolicy), person, "liuzhou", month.description, known: true)
      return
    }
    let person = enrol { $0.from = isSecond ? "2025-01" : "2025-04" }
    contribute(person)
    pay(person)
    demand(person)
    if isSecond { annul("ok-\(person)-a1") }
    expect(.paidDespite(.noApproval), person, "liuzhou", "2025-03", known: !isSecond)
  }

  private mutating func plantTwoSchemes(_ isSecond: Bool) {
    let (first, second): (Identifier, Identifier) = isSecond ? ("linyi", "liuzhou") : ("liuzhou", "linyi")
    let person = enrol()
    apply(Case(scheme: "linyi"), person, application: "a2")
    contribute(person)
    pay(person, first)
    pay(person, second, on: "2025-05-20")
    demand(person, second)
    expect(.paidDespite(.otherScheme), person, second, "2025-03", known: true)
  }

  private mutating func plantHousehold(_ isSecond: Bool) {
    let person = enrol { $0.scheme = "jingdezhen" }
    contribute(person)
    on(
      isSecond ? "2025-06-10" : "2025-04-10",
      .registered(Registered(person: person, birth: "1985-05-16", isMale: true, household: Region("360100")!)))
    pay(person, "jingdezhen")
    demand(person, "jingdezhen")
    expect(.paidDespite(.household), person, "jingdezhen", "2025-03", known: !isSecond)
  }

  /// A person who reached the age in February, and one whose date of birth is corrected later.
  private mutating func plantRetired(_ isSecond: Bool) {
    let person = enrol {
      if !isSecond {
        $0.birth = "1965-01-10"
        $0.basis = .until("2025-02")
      }
    }
    contribute(person)
    pay(person)
    demand(person)
    if isSecond {
      on(
        "2025-06-10",
        .registered(Registered(person: person, birth: "1964-05-16", isMale: true, household: Region("450200")!)))
    }
    expect(.paidDespite(.retired), person, "liuzhou", "2025-03", known: !isSecond)
  }

  /// A person with one month left who is paid two, and one whose months elsewhere come to light later.
  private mutating func plantOverLimit(_ isSecond: Bool) {
    let before: CivilDate = "2021-01-04"
    let person = enrol { if !isSecond { $0.prior = .init(firstApproved: before, months: 35) } }
    if !isSecond {
      contribute(person, "2025-02")
      pay(person, "liuzhou", "2025-02", on: "2025-03-10")
    }
    contribute(person)
    pay(person)
    demand(person)
    if isSecond {
      on(
        "2025-06-10",
        .registered(
          Registered(
            person: person, birth: "1985-05-16", isMale: true, household: Region("450200")!,
            prior: .init(firstApproved: before, months: 36))))
    }
    expect(.paidDespite(.overLimit), person, "liuzhou", "2025-03", known: !isSecond)
  }

  /// A fact that ends before the month, and one that is annulled later.
  private mutating func plantMissing(_ fact: FactCode, _ isSecond: Bool) {
    let person = enrol { own in
      if !isSecond { own.facts.removeAll { $0.0 == fact } }
    }
    if !isSecond { record(fact, of: person, from: "2024-12-09", to: "2025-02-28") }
    contribute(person)
    pay(person)
    demand(person)
    if isSecond { annul("f-\(person)-\(fact.rawValue)") }
    expect(.paidDespite(.missing(fact)), person, "liuzhou", "2025-03", known: !isSecond)
  }
}

// Applications and their stages.
extension PlantedPast {
  private mutating func plant(_ fault: ApplicationFault, _ isSecond: Bool) {
    let person: Identifier
    let scheme: Identifier
    switch fault {
    case .noUndertaking:
      scheme = isSecond ? "jingdezhen" : "beijing"
      person = enrol {
        $0.scheme = scheme
        $0.undertaking = false
      }
    case .jurisdiction:
      scheme = isSecond ? "liuzhou" : "beijing"
      person = enrol {
        $0.scheme = scheme
        $0.district = isSecond ? "450206" : "450202"
      }
    case .underAge:
      scheme = "linyi"
      person = enrol {
        $0.scheme = scheme
        $0.birth = isSecond ? "2009-01-04" : "2012-03-01"
      }
    case .outOfWindow:
      scheme = "liuzhou"
      person = enrol {
        $0.applied = isSecond ? "2025-04-01" : "2025-05-06"
        // The second one is still under review at the last stage, for which the document names no day.
        if isSecond {
          $0.stages = PlantedPast.stages(scheme, from: $0.applied).dropLast()
          $0.isApproved = false
        }
      }
    case .wrongPlace:
      scheme = isSecond ? "jingdezhen" : "beijing"
      person = enrol {
        $0.scheme = scheme
        $0.place = isSecond ? .residence : .insurance
      }
    case .registrationOrder:
      scheme = "jingdezhen"
      person = enrol {
        $0.scheme = scheme
        $0.facts = [
          (.unemployedRegistered, isSecond ? "2024-12-01" : "2024-12-05"), (.difficultyRecognised, "2024-12-04"),
          (.flexibleRegistered, isSecond ? "2024-12-03" : "2024-12-09"),
        ]
      }
    case .registrationEnded:
      scheme = "linyi"
      person = enrol { $0.scheme = scheme }
      record(
        isSecond ? .pension : .businessOwner, of: person, from: "2024-12-12", to: "2024-12-20", on: "2024-12-21")
    case .excluded:
      scheme = "jingdezhen"
      person = enrol {
        $0.scheme = scheme
        $0.from = "2025-01"
        $0.applied = "2025-02-11"
        $0.facts.append((.dishonest, isSecond ? "2025-02-11" : "2025-02-01"))
      }
    }
    expect(.acceptedDespite(fault), person, scheme, "a1")
    // The same fault, but nothing came of it.
    let rejected = enrol {
      $0.applied = "2025-05-06"
      $0.stages = []
      $0.isApproved = false
    }
    on("2025-05-07", .withdrawn(Withdrawn(person: rejected, application: "a1")))
  }

  /// A first month that was confirmed on the last day for it, and one that was confirmed later.
  private mutating func plantConfirmedLate(_ isSecond: Bool) {
    for day in ["2025-12-24", isSecond ? "2026-01-02" : "2025-12-25"] as [CivilDate] {
      let person = enrol {
        ($0.scheme, $0.leaves, $0.applied, $0.from) = ("beijing", false, "2025-11-14", "2025-12")
      }
      on(day, .startConfirmed(StartConfirmed(person: person, application: "a1", from: "2025-12")), by: "street")
      if day > "2025-12-24" { expect(.startConfirmedLate, person, "beijing", "a1") }
    }
  }

  private mutating func plantStage(_ code: Finding.Code, _ isSecond: Bool) {
    var own = Case(scheme: "beijing")
    var stages = PlantedPast.stages("beijing", from: own.applied)
    var stage: String
    switch code {
    case .stageSkipped:
      own.scheme = isSecond ? "jingdezhen" : "liuzhou"
      stages = PlantedPast.stages(own.scheme, from: own.applied)
      let left = stages.remove(at: isSecond ? 1 : 2)
      stage = left.name.description
    case .stageOutOfOrder:
      own.scheme = isSecond ? "jingdezhen" : "liuzhou"
      stages = PlantedPast.stages(own.scheme, from: own.applied)
      stages.swapAt(0, 1)
      stage = stages[0].name.description
    case .stageSameOperator:
      stages[2].by = stages[1].by
      stage = "district-2"
      if isSecond { stages[1].by = "rev-9"; stages[2].by = "rev-9" }
    case .stageSameKey:
      stages[2].key = stages[1].key
      stage = "district-2"
      if isSecond { stages[1].key = "key-9"; stages[2].key = "key-9" }
    case .stageWithoutKey:
      stages[isSecond ? 2 : 1].key = nil
      stage = stages[isSecond ? 2 : 1].name.description
    case .stageBeforePublicityEnd:
      stages[2].day = own.applied.adding(days: isSecond ? 7 : 3)
      stage = "district-2"
    default:
      if isSecond {
        // The second stage is undecided to this day.
        own.scheme = "liuzhou"
        stages = Array(PlantedPast.stages("liuzhou", from: own.applied).prefix(1))
        own.isApproved = false
        stage = "street"
      } else {
        stages[2].day = own.applied.adding(days: 17)
        stage = "district-2"
      }
    }
    own.stages = stages
    let person = enrol { $0 = own }
    expect(code, person, own.scheme, "a1", stage)
  }
}

// Days that no live entry could have had.
extension PlantedPast {
  private mutating func plant(_ fault: ImpossibleDay, _ isSecond: Bool) {
    let person = enrol()
    let code = Finding.Code.impossible(fault)
    func contributed(_ month: Month, _ paidOn: CivilDate) -> EventBody {
      .contributed(Contributed(person: person, month: month, amount: .zero, paidOn: paidOn, source: "si"))
    }
    switch fault {
    case .paidAfterRecording:
      // Twice of one month is one finding.
      let month: Month = isSecond ? "2024-12" : "2025-03"
      for _ in 0...(isSecond ? 1 : 0) { on("2025-03-20", contributed(month, isSecond ? "2025-12-01" : "2025-03-21")) }
      expect(code, person, nil, month.description)
    case .tooFarAhead:
      // Twenty-four months ahead are still in time.
      on("2025-03-20", contributed("2027-03", "2025-03-20"))
      on("2025-03-20", contributed(isSecond ? "2040-01" : "2027-04", "2025-03-20"))
      expect(code, person, nil, isSecond ? "2040-01" : "2027-04")
    case .beforeBirth:
      record(.employed, of: person, from: isSecond ? "1900-01-01" : "1985-05-15", to: "1985-05-15")
      record(.training, of: person, from: "1985-05-16", to: "1985-05-16")
      expect(code, person, nil)
    }
  }
}

extension Finding.Code {
  /// The codes that a history can bring: values beyond their bounds are refused in histories, too, and occur only in logs of
  /// older programs.
  static var ofHistories: [Finding.Code] {
    allCases.filter {
      ![.beyondBounds, .withoutRole, .keysRecovered, .operatorsLookAlike, .batch(.registeredByOther)].contains($0)
    }
  }
}

// Faults that only the packs of the test cities can have.
extension PlantedPast {
  /// A person in Lushan, whose months of 2024 are claimed from January to March 2025.
  private mutating func enrolInLushan(claimedOn day: CivilDate?) -> Identifier {
    let person = enrol {
      $0.scheme = "lushan"
      $0.from = "2024-12"
    }
    if let day {
      on(
        day, .claimed(Claimed(person: person, scheme: "lushan", from: "2024-12", through: "2024-12", on: day)),
        by: "clerk")
    }
    return person
  }

  private mutating func contributeLate(_ person: Identifier, on day: CivilDate) {
    on(
      day,
      .contributed(
        Contributed(person: person, month: "2024-12", amount: Fen(60_000), paidOn: "2025-01-02", source: "si")))
  }

  /// A month that was not claimed in time, and one whose contribution was late; the second time that came to light later.
  private mutating func plantUnclaimed(_ reason: ReasonCode, _ isSecond: Bool) {
    let person: Identifier
    if reason == .notClaimed {
      person = enrolInLushan(claimedOn: isSecond ? "2025-04-01" : nil)
      contribute(person, "2024-12")
      if isSecond { expect(.claimOutOfWindow, person, "lushan", "2024-12") }
    } else {
      person = enrolInLushan(claimedOn: "2025-02-10")
      if isSecond {
        contribute(person, "2024-12")
        contributeLate(person, on: "2025-06-10")
      } else {
        contributeLate(person, on: "2025-02-01")
      }
      expect(.claimOutOfWindow, person, "lushan", "2024-12")
      expect(.paidDespite(.notClaimed), person, "lushan", "2024-12", known: !isSecond)
    }
    pay(person, "lushan", "2024-12")
    demand(person, "lushan", "2024-12")
    let isKnown = reason == .notClaimed || !isSecond
    expect(.paidDespite(reason), person, "lushan", "2024-12", known: isKnown)
  }

  /// A claim after its window, and one for a month without a contribution.
  private mutating func plantClaim(_ isSecond: Bool) {
    let person = enrolInLushan(claimedOn: isSecond ? "2025-02-10" : "2025-04-01")
    if !isSecond { contribute(person, "2024-12") }
    expect(.claimOutOfWindow, person, "lushan", "2024-12")
  }

  /// A month long before the last year in which Dalian pays; the second time a birth was corrected later.
  private mutating func plantOutsideTerm(_ isSecond: Bool) {
    let person = enrol {
      $0.scheme = "dalian"
      $0.basis = .months(12)
      if isSecond { $0.birth = "1965-06-01" }
    }
    contribute(person)
    pay(person, "dalian")
    demand(person, "dalian")
    if isSecond {
      on(
        "2025-06-10",
        .registered(
          Registered(person: person, birth: "1985-06-01", isMale: true, household: Region("210202")!)))
    } else {
      expect(.approvedAgainstRecord, person, "dalian", "a1")
    }
    expect(.paidDespite(.outsideTerm), person, "dalian", "2025-03", known: !isSecond)
  }
}
