public import Values

extension Event {
  /// The first value, of all that the event holds, that no entry could have; nil if every value is within its bounds.
  public var outOfBounds: OutOfBounds? {
    var check = BoundsCheck()
    check.instant("recorded", recorded)
    // The form of an id has no control characters of ASCII.
    if let id, !id.isASCII { check.characters("id", id.description) }
    check.body(body)
    return check.problem
  }
}

extension EventBody {
  /// The first value that is beyond its bounds; nil if there is none.
  public var outOfBounds: OutOfBounds? {
    var check = BoundsCheck()
    check.body(self)
    return check.problem
  }

  /// The texts with a warning.
  public var textWarnings: [(field: String, warning: TextWarning)] {
    var check = BoundsCheck()
    check.body(self)
    return check.textWarnings
  }

  /// Whether a number, day or month that something is drawn or counted from is beyond its bounds.
  var hasValueOutOfBounds: Bool {
    var check = BoundsCheck(readsTexts: false)
    check.body(self)
    return check.problem != nil
  }
}

/// One pass over all fields of an event: each is checked against its bound, and the first one beyond it is kept.
///
/// Identifiers, codes, amounts, hashes and numbers of events are bounded by their form; they are here only if their meaning is
/// narrower.
private struct BoundsCheck {
  /// Whether the lengths of texts and lists and the characters of texts are checked, too.
  var readsTexts = true
  private(set) var problem: OutOfBounds?
  /// The texts with a warning; a warning is not a violation of bounds.
  private(set) var textWarnings: [(field: String, warning: TextWarning)] = []

  private mutating func check(_ field: @autoclosure () -> String, _ number: Int, _ bound: Bound, _ found: () -> String)
  {
    if problem == nil, !bound.allows(number) {
      problem = OutOfBounds(field: field(), found: found(), bound: bound)
    }
  }

  mutating func instant(_ field: StaticString, _ value: Instant) {
    check("\(field)", Int(value.seconds), .instant) { value.description }
  }

  private mutating func day(_ field: StaticString, _ value: CivilDate?) {
    if let value { check("\(field)", Int(value.days), .day) { value.description } }
  }

  private mutating func month(_ field: @autoclosure () -> String, _ value: Month?) {
    if let value { check(field(), Int(value.index), .month) { value.description } }
  }

  private mutating func number(_ field: StaticString, _ value: Int?, _ bound: Bound) {
    if let value { check("\(field)", value, bound) { "\(value)" } }
  }

  mutating func characters(_ field: @autoclosure () -> String, _ value: String?) {
    if problem == nil, let control = value?.firstControl {
      problem = OutOfBounds(field: field(), found: control.codePoint, bound: .character)
    }
  }

  private mutating func text(_ field: @autoclosure () -> String, _ value: String?, _ bound: Bound) {
    guard readsTexts, let value else { return }
    if let warning = value.warning { textWarnings.append((field(), warning)) }
    check(field(), value.utf8.count, bound) { "\(value.utf8.count)" }
    characters(field(), value)
  }

  private mutating func list(_ field: StaticString, _ count: Int, _ bound: Bound = .list) {
    if readsTexts { check("\(field)", count, bound) { "\(count)" } }
  }

  private mutating func reasons(_ reasons: [RejectionReason]) {
    list("reasons", reasons.count)
    for (index, reason) in reasons.enumerated() where readsTexts {
      text("reasons[\(index)].code", reason.code, .name)
      text("reasons[\(index)].clause", reason.clause, .name)
    }
  }

  /// Checks an event that is within another one.
  private mutating func within(_ field: StaticString, _ body: EventBody) {
    var inner = BoundsCheck(readsTexts: readsTexts)
    inner.body(body)
    problem =
      problem
      ?? inner.problem.map { OutOfBounds(field: "\(field).\($0.field)", found: $0.found, bound: $0.bound) }
    textWarnings += inner.textWarnings.map { ("\(field).\($0.field)", $0.warning) }
  }

  mutating func body(_ body: EventBody) {
    switch body {
    case .ledgerOpened(let body): text("ledger", body.ledger, .name)
    // The document is checked against the bounds of packs.
    case .policyAdopted(let body): day("effectiveFrom", body.effectiveFrom)
    case .registered(let body): registered(body)
    case .factRecorded(let body): fact(body)
    case .applied(let body): applied(body)
    case .verified(let body): reasons(body.reasons)
    case .approved(let body):
      month("from", body.from)
      switch body.basis {
      case .months(let months): number("basis.months", months, .months)
      case .until(let last): month("basis.month", last)
      }
    case .rejected(let body): reasons(body.reasons)
    case .startConfirmed(let body): month("from", body.from)
    case .contributed(let body):
      month("month", body.month)
      day("paidOn", body.paidOn)
      text("source", body.source, .name)
    case .debitFailed(let body):
      month("month", body.month)
      text("source", body.source, .name)
    case .reported(let body): reported(body)
    case .suspended(let body): change(body.from, body.reason, body.clause)
    case .resumed(let body): month("from", body.from)
    case .ended(let body): change(body.from, body.reason, body.clause)
    case .extended(let body):
      number("months", body.months, .months)
      text("reason", body.reason, .sentence)
    case .batchDrafted(let body):
      month("through", body.through)
      number("persons", body.persons, .count)
      number("items", body.items, .count)
    case .paymentOrdered(let body): month("month", body.month)
    case .batchExported(let body): text("format", body.format, .name)
    case .paid(let body):
      month("month", body.month)
      text("reference", body.reference, .name)
    case .paymentReturned(let body):
      month("month", body.month)
      text("code", body.code, .name)
    case .clawedBack(let body): demand(body)
    case .repaid(let body): text("receipt", body.receipt, .name)
    case .writtenOff(let body): text("authority", body.authority, .name)
    case .clawbackCancelled(let body): text("authority", body.authority, .name)
    case .annulled(let body): text("reason", body.reason, .sentence)
    case .historyImported(let body):
      text("file", body.file, .name)
      number("entries", body.entries, .count)
      instant("importedAt", body.importedAt)
    case .checked(let body):
      day("on", body.on)
      text("source", body.source, .name)
      text("detail", body.detail, .sentence)
    case .notified(let body):
      day("on", body.on)
      text("channel", body.channel, .name)
    case .visited(let body):
      day("on", body.on)
      text("finding", body.finding, .sentence)
    case .correctionRequested(let body):
      list("items", body.items.count)
      for (index, item) in body.items.enumerated() where readsTexts { text("items[\(index)]", item, .sentence) }
      text("reason", body.reason, .sentence)
    case .sampleDrawn(let body):
      number("population", body.population, .count)
      list("persons", body.persons.count, .drawn)
    case .putBack(let body): text("receipt", body.receipt, .name)
    case .paperIssued(let body):
      month("month", body.month)
      number("rows", body.rows, .count)
    case .fundsReceived(let body): text("reference", body.reference, .name)
    case .monthClosed(let body):
      month("month", body.month)
      number("looks.count", body.looks.map { Int(clamping: $0.count) }, .count)
    case .findingDisposed(let body):
      month("month", body.finding.month)
      text("note", body.note, .sentence)
    case .requested(let body):
      list("content", body.content.lines.count)
      for act in body.acts { within("content", act) }
      if let adoption = body.adoption { day("content.effectiveFrom", adoption.effectiveFrom) }
      text("reason", body.reason, .sentence)
      text("authority", body.authority, .name)
    case .paymentWithheld(let body):
      month("month", body.month)
      text("reason", body.reason, .sentence)
    case .batchRecalled(let body): text("reason", body.reason, .sentence)
    case .repaymentRefunded(let body): text("reference", body.reference, .name)
    case .monthReopened(let body): month("month", body.month)
    case .accountChanged(let body): text("vault", body.vault, .name)
    case .objected(let body):
      day("on", body.on)
      text("reference", body.reference, .name)
    case .objectionDecided(let body):
      day("on", body.on)
      text("authority", body.authority, .name)
    case .debtOffset(let body):
      month("month", body.month)
      text("agreement", body.agreement, .name)
      text("authority", body.authority, .name)
    case .clockCorrected(let body): text("reason", body.reason, .sentence)
    case .claimed(let body):
      month("from", body.from)
      month("through", body.through)
      day("on", body.on)
    case .retirementChosen(let body): day("on", body.on)
    case .operatorRegistered(let body): text("office", body.details.office, .name)
    case .operatorChanged(let body): text("office", body.details.office, .name)
    case .operatorRecovered(let body): text("reason", body.reason, .sentence)
    case .operatorRetired, .reversed, .withdrawn, .batchApproved, .batchCancelled, .listChecked, .fundsRequested,
      .recovered, .samePerson, .erased:
      break
    }
  }

  private mutating func registered(_ body: Registered) {
    day("birth", body.birth)
    day("prior.firstApproved", body.prior?.firstApproved)
    number("prior.months", body.prior?.months, .months)
    text("vault", body.vault, .name)
    day("since", body.since)
  }

  private mutating func fact(_ body: FactRecorded) {
    day("from", body.from)
    day("to", body.to)
    text("source", body.source, .name)
    text("detail", body.detail, .sentence)
    text("employment.kind", body.employment?.kind, .sentence)
    number("employment.incomeFen", body.employment?.income.map { Int($0.value) }, .income)
    text("employment.platform", body.employment?.platform, .name)
  }

  private mutating func applied(_ body: Applied) {
    month("from", body.from)
    text("channel", body.channel, .name)
    text("work.kind", body.work?.kind, .sentence)
    day("work.since", body.work?.since)
    text("work.incomeBand", body.work?.incomeBand, .name)
    text("delegate", body.delegate, .name)
    list("materials", body.materials.count)
    text("vault", body.vault, .name)
  }

  private mutating func reported(_ body: Reported) {
    day("on", body.on)
    text("channel", body.channel, .name)
    text("work.kind", body.work?.kind, .sentence)
    text("work.place", body.work?.place, .sentence)
    text("work.incomeBand", body.work?.incomeBand, .name)
  }

  private mutating func change(_ from: Month, _ reason: String, _ clause: String?) {
    month("from", from)
    text("reason", reason, .sentence)
    text("clause", clause, .name)
  }

  private mutating func demand(_ body: ClawedBack) {
    list("months", body.months.count, .demands)
    for (index, demand) in body.months.enumerated() { month("months[\(index)].month", demand.month) }
    text("reason", body.reason, .sentence)
    text("clause", body.clause, .name)
  }
}
