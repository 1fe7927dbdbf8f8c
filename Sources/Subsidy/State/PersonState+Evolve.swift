public import Policy
public import Values

extension PersonState {
  /// Reads the memory that the next event of the person will change, so that it is in the cache then.
  @inline(__always)
  func touch() -> Int {
    var sum = Int(contributions.last?.month.index ?? 0)
    for claim in claims { sum &+= Int(claim.items.last?.month.index ?? 0) }
    return sum
  }

  /// Takes in a registration: the last one counts, and of earlier ones the data with which a batch may have been approved.
  mutating func register(_ body: Registered, sequence: UInt64) {
    if body.vault != nil { dataNamed = sequence }
    let since = keepPayee(before: body.vault, sequence: sequence)
    registered = Registration(
      birth: body.birth, isMale: body.isMale, household: body.household, prior: body.prior, womenAge: body.womenAge,
      vault: body.vault, sequence: since)
    households.register(body.household, since: body.since)
  }

  /// Takes in another account: the rest of the registration stays.
  ///
  /// Without a registration it has no effect.
  mutating func changeAccount(sealedBy vault: String, sequence: UInt64) {
    guard let known = registered else { return }
    dataNamed = sequence
    let since = keepPayee(before: vault, sequence: sequence)
    registered = Registration(
      birth: known.birth, isMale: known.isMale, household: known.household, prior: known.prior,
      womenAge: known.womenAge, vault: vault, sequence: since)
  }

  /// Takes in an erasure: the digest stays, so that a reader who asks for the data learns of their erasure.
  ///
  mutating func erase(at sequence: UInt64) { lastErased = sequence }

  /// Keeps the data that count until now, if others come, and returns since when the others count.
  private mutating func keepPayee(before vault: String?, sequence: UInt64) -> UInt64 {
    guard let registered else { return sequence }
    if registered.vault == vault { return registered.sequence }
    earlierPayees.append((registered.vault, registered.sequence))
    return sequence
  }

  /// Takes in a contribution: one with a kind replaces the earlier one of that kind and the one without a kind; one without a
  /// kind replaces all of its month.
  ///
  /// > Source: contract 2, section 5.1.
  mutating func contribute(_ new: Contribution) {
    var index = contributions.count
    while index > 0, contributions[index - 1].month > new.month { index -= 1 }
    guard index > 0, contributions[index - 1].month == new.month else {
      contributions.growByHalfAYear()
      contributions.insert(new, at: index)
      return
    }
    var new = new
    var first = index
    var isKept = false
    while first > 0, contributions[first - 1].month == new.month {
      first -= 1
      let old = contributions[first]
      if old.kind == new.kind {
        if old.amount > .zero { new.firstPaidOn = min(old.firstPaidOn, new.paidOn) }
      } else if old.kind != nil, new.kind != nil {
        isKept = true
      }
    }
    if index - first == 1, !isKept {
      contributions[first] = new
    } else {
      let others = new.kind == nil ? [] : contributions[first..<index].filter { $0.kind != nil && $0.kind != new.kind }
      contributions.replaceSubrange(first..<index, with: others + [new])
    }
  }

  /// Takes in a report; a second one of the same day adds nothing.
  mutating func report(on day: CivilDate) {
    var index = reports.count
    while index > 0, reports[index - 1].on > day { index -= 1 }
    if index == 0 || reports[index - 1].on < day { reports.insert(Report(on: day), at: index) }
  }

  /// Takes in a failed debit; a second one for the month adds nothing.
  mutating func failDebit(of month: Month) {
    var index = failedDebits.count
    while index > 0, failedDebits[index - 1] > month { index -= 1 }
    if index == 0 || failedDebits[index - 1] < month { failedDebits.insert(month, at: index) }
  }

  /// Takes in the outcome of a check: the last one recorded counts, whatever its day.
  mutating func check(_ check: UInt32, _ body: Checked) {
    let new = Check(check: check, hasPassed: body.hasPassed, on: body.on, source: body.source)
    if let index = checks.firstIndex(where: { $0.check == check }) {
      checks[index] = new
    } else {
      checks.append(new)
    }
  }

  /// Takes in a confirmed first month.
  ///
  /// A confirmation counts at any place in the log, before the approval or after it, and the last one decides; so it is kept
  /// with the person, apart from the approvals.
  ///
  /// > Source: contract section 6.2, `no-approval`.
  mutating func confirm(application: UInt32, from: Month) {
    if let index = confirmations.firstIndex(where: { $0.application == application }) {
      confirmations[index].from = from
    } else {
      confirmations.append(Confirmation(application: application, from: from))
    }
  }
}

extension PersonState {
  /// The district of each claim.
  var districts: [Region?] { claims.map { district(of: $0) } }

  /// Keeps the districts that claims with money had until an event, if they have others now.
  mutating func keep(_ districts: [Region?], until event: UInt64) {
    for position in districts.indices {
      let claim = claims[position]
      if !claim.hasMoney || district(of: claim) == districts[position] { continue }
      let former = ClaimState.FormerDistrict(until: event, district: districts[position])
      claims[position].formerDistricts.append(former)
    }
  }

  /// Changes the last application with a number, if there is one.
  mutating func withApplication(_ number: UInt32, _ body: (inout ClaimState.Application) -> Void) {
    for claim in claims.indices {
      if let index = claims[claim].applications.lastIndex(where: { $0.application == number }) {
        return body(&claims[claim].applications[index])
      }
    }
  }
}

extension PersonState.Fact {
  /// Makes a fact; without `to` it is open, and `detail` is the number of its detail, if that is a code.
  public init(_ code: FactCode, from: CivilDate, to: CivilDate?, detail: UInt32? = nil) {
    self.init(ordinal: UInt8(code.ordinal), from: from, to: to ?? CivilDate(days: .max), detail: detail)
  }
}

extension PersonState.Contribution {
  init(_ body: Contributed) {
    self.init(month: body.month, paidOn: body.paidOn, amount: body.amount, kind: body.insurance)
  }
}

extension ClaimState {
  /// Takes in an approval.
  mutating func approve(event: Event, by: UInt32, application: UInt32, from: Month) {
    approvals.append(
      Approval(
        sequence: event.sequence, date: event.recorded.civilDate, application: application, by: by, from: from))
    if let index = applications.lastIndex(where: { $0.application == application }) {
      applications[index].outcome = .approved
    }
  }

  /// The position of the item of a month and batch that was booked with a key of the person; if there is none, a new one is
  /// inserted in the order of the months.
  ///
  /// > Complexity: O(1) for the latest month, to which nearly every payment belongs.
  mutating func itemIndex(_ month: Month, _ batch: UInt32, key: UInt16) -> Int {
    var index = items.count
    while index > 0, items[index - 1].month >= month {
      if items[index - 1].month == month, items[index - 1].batch == batch, items[index - 1].key == key {
        return index - 1
      }
      index -= 1
    }
    while index < items.count, items[index].month <= month { index += 1 }
    items.growByHalfAYear()
    items.insert(PaymentItem(month: month, batch: batch, key: key), at: index)
    return index
  }
}

extension Array {
  /// Makes room for six more elements, one a month, if there is none left for the next.
  ///
  /// An array would double its room on its own, and up to half of that would stay empty.
  fileprivate mutating func growByHalfAYear() {
    if count == capacity { reserveCapacity(count + 6) }
  }
}
