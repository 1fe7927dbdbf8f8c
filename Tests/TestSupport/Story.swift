import JSONText
import Papers
package import Policy
package import Subsidy
public import Values

extension Month: ExpressibleByStringLiteral {
  /// A value that a test writes down; an ill-formed one ends the test.
  public init(stringLiteral text: String) { self = Month(String(text))! }
}
extension CivilDate: ExpressibleByStringLiteral {
  /// A value that a test writes down; an ill-formed one ends the test.
  public init(stringLiteral text: String) { self = CivilDate(String(text))! }
}

/// A value that a test asked for and a story does not have.
package struct Missing: Error {
  package let what: String

  package init(what: String) { self.what = what }
}

/// A ledger in the making: given events have happened, and the events decided on them happen too.
package struct Story {
  package private(set) var events: [Event] = []
  /// The day of what comes next, at 10:00 in China.
  package var day: CivilDate
  package var calendar = WorkingDayCalendar.shipped()

  package init(on day: CivilDate) {
    self.day = day
    given(.ledgerOpened(LedgerOpened(ledger: "test")), by: "op-0")
  }

  /// A ledger with a pack adopted and a person who meets every requirement of it.
  package init(_ pack: Identifier, _ parameters: [String: String] = [:], on day: CivilDate = "2024-12-10") {
    self.init(on: day)
    adopt(pack, parameters)
    register()
    requirements()
  }

  package var now: Instant { Instant(seconds: Int64(day.days) * 86_400 + 7_200) }

  /// Lets something happen, whether a rule is against it or not.
  package mutating func given(
    _ body: EventBody, by: Identifier = "op-1", key: Identifier? = nil, id: Identifier? = nil
  ) {
    events.append(
      Event(sequence: UInt64(events.count), recorded: now, by: by, key: key, id: id, body: body))
  }

  package var sequence: UInt64 { UInt64(events.count) }

  package mutating func adopt(_ pack: Identifier, _ parameters: [String: String] = [:], from: CivilDate? = nil) {
    guard let shipped = ShippedPacks.pack(pack), let text = ShippedPacks.text(pack), let document = try? JSONValue(text)
    else { preconditionFailure("no pack \(pack)") }
    adopt(shipped, document, parameters, from: from)
  }

  /// Adopts one of the cities' packs under Fixtures.
  package mutating func adopt(city: String, _ parameters: [String: String]) throws {
    let document = try JSONValue(Fixtures.bytes("packs/cities/\(city).json"))
    adopt(try PolicyPack(json: document), document, parameters)
  }

  private mutating func adopt(
    _ pack: PolicyPack, _ document: JSONValue, _ parameters: [String: String], from: CivilDate? = nil
  ) {
    given(
      .policyAdopted(
        PolicyAdopted(
          scheme: pack.scheme, policy: pack.id, effectiveFrom: from ?? pack.effectiveFrom, document: document,
          parameters: parameters.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })))
  }

  package mutating func register(
    _ person: Identifier = "p1", birth: CivilDate = "1980-05-05", male: Bool = true, household: String = "360200",
    prior: Registered.Prior? = nil
  ) {
    given(
      .registered(
        Registered(person: person, birth: birth, isMale: male, household: Region(household)!, prior: prior)))
  }

  /// The facts that all five schemes together ask for.
  package mutating func requirements(_ person: Identifier = "p1") {
    for code in [FactCode.difficultyRecognised, .flexibleRegistered, .annualVerified] { fact(code, person) }
  }

  package mutating func fact(
    _ code: FactCode, _ person: Identifier = "p1", from: CivilDate = "2015-01-01", to: CivilDate? = nil,
    id: Identifier? = nil
  ) {
    given(.factRecorded(FactRecorded(person: person, fact: code, from: from, to: to, source: "s")), id: id)
  }

  package mutating func contribute(_ months: Month..., amount: Int64 = 60_000, person: Identifier = "p1") {
    for month in months {
      given(
        .contributed(
          Contributed(person: person, month: month, amount: Fen(amount), paidOn: month.lastDay, source: "si")))
    }
  }

  package mutating func contribute(_ first: Month, count: Int, person: Identifier = "p1") {
    for offset in 0..<count { contribute(first.adding(offset), person: person) }
  }

  /// An approval without a review, as in an imported past.
  package mutating func approve(
    _ scheme: Identifier, from: Month, application: Identifier = "a1", person: Identifier = "p1", id: Identifier? = nil
  ) {
    given(
      .approved(
        Approved(
          person: person, application: application, scheme: scheme, policy: "x", from: from, basis: .months(1),
          first: true)),
      id: id)
  }

  package mutating func pay(
    _ scheme: Identifier, _ month: Month, _ amount: Int64, batch: Identifier = "past", person: Identifier = "p1"
  ) {
    given(.paid(Paid(person: person, scheme: scheme, month: month, amount: Fen(amount), batch: batch)))
  }

  package mutating func order(
    _ scheme: Identifier, _ month: Month, _ amount: Int64, batch: Identifier = "past", person: Identifier = "p1"
  ) {
    given(
      .paymentOrdered(PaymentOrdered(person: person, scheme: scheme, month: month, amount: Fen(amount), batch: batch)))
  }

  package mutating func giveBack(_ scheme: Identifier, _ month: Month, _ amount: Int64, batch: Identifier = "past") {
    given(
      .paymentReturned(
        PaymentReturned(
          person: "p1", scheme: scheme, month: month, amount: Fen(amount), batch: batch, code: "AC04")))
  }

  package mutating func change(_ body: EventBody, id: Identifier? = nil) { given(body, id: id) }

  package mutating func annul(_ target: Annulled.Target) { given(.annulled(Annulled(of: target, reason: "wrong"))) }

  /// The state that all events amount to.
  package func state() throws -> LedgerState { try Fixtures.fold(events) }

  package func context(_ by: Identifier = "op-1", _ key: Identifier? = nil) -> DecisionContext {
    DecisionContext(now: now, by: by, key: key, calendar: calendar)
  }

  /// Decides an entry and lets what follows happen.
  @discardableResult
  package mutating func when(
    _ body: EventBody, by: Identifier = "op-1", key: Identifier? = nil, annulling target: AnnulmentTarget? = nil
  ) throws -> [EventBody] {
    let decided = try state().decide(body, context(by, key), annulling: target)
    for body in decided { given(body, by: by, key: key) }
    return decided
  }

  /// Decides a command on the state as it is and lets what follows happen.
  @discardableResult
  package mutating func command(
    by: Identifier = "op-1", _ decide: (LedgerState, DecisionContext) throws -> [EventBody]
  ) throws -> [EventBody] {
    let decided = try decide(state(), context(by))
    for body in decided { given(body, by: by) }
    return decided
  }

  /// Why an entry is refused; nil if it is not.
  package func refusal(
    _ body: EventBody, by: Identifier = "op-1", key: Identifier? = nil, annulling target: AnnulmentTarget? = nil
  ) throws -> Refusal? {
    let state = try state()
    do throws(Refusal) {
      _ = try state.decide(body, context(by, key), annulling: target)
      return nil
    } catch {
      return error
    }
  }

  /// Why a command is refused; nil if it is not.
  package func refusal(
    by: Identifier = "op-1", _ decide: (LedgerState, DecisionContext) throws(Refusal) -> [EventBody]
  ) throws -> Refusal? {
    let state = try state()
    do throws(Refusal) {
      _ = try decide(state, context(by))
      return nil
    } catch {
      return error
    }
  }

  package func claim(_ scheme: Identifier, _ person: Identifier = "p1") throws -> ClaimEntitlement {
    guard let claim = try state().entitlement(of: person, in: scheme) else { throw Missing(what: "\(scheme)") }
    return claim
  }

  package func month(_ month: Month, _ scheme: Identifier, _ person: Identifier = "p1") throws -> MonthEntitlement {
    guard let found = try claim(scheme, person).months.first(where: { $0.month == month }) else {
      throw Missing(what: "\(month)")
    }
    return found
  }

  /// The reasons against a month, as `code@clause`.
  package func reasons(_ month: Month, _ scheme: Identifier) throws -> [String] {
    let state = try state()
    let found = try self.month(month, scheme)
    guard let policies = state.timeline(of: scheme) else { throw Missing(what: "\(scheme)") }
    return try found.reasons(in: policies, term: claim(scheme).term).map { "\($0.code.code)@\($0.clause ?? "-")" }
  }

  /// Entitlements as the program prints them.
  package static func json(_ state: LedgerState, _ person: Identifier) -> [String] {
    guard let number = state.number(ofPerson: person) else { return [] }
    return state.statements(ofPersonAt: Int(number)).map { claim in
      var writer = JSONWriter()
      EntitlementReports.claims.write(claim, to: &writer)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }
}

extension Story {
  /// The data kept of a person beyond those that entitlements need, by name: no number of a state's own tables.
  package static func service(_ state: LedgerState, _ person: Identifier) -> [String] {
    guard let found = state.person(person) else { return [] }
    var lines = ["\(found.reports.map(\.on)) \(found.failedDebits)"]
    lines += found.checks.map { "\(state.names[$0.check]) \($0.hasPassed) \($0.on) \($0.source)" }
    for claim in found.claims {
      lines += claim.applications.map {
        "\(state.names[$0.application]) \($0.sequence) \(String(describing: $0.district)) \($0.corrections)"
      }
      lines += claim.changes.map { "\($0.sequence) \($0.kind) \(String(describing: $0.cause))" }
      lines += claim.demands.map { demand in
        let debtor = demand.debtor.map { state.names[$0].description } ?? "-"
        return "\(state.names[demand.name]) \(demand.putBack) \(debtor) \(demand.reason) \(demand.clause ?? "-")"
      }
    }
    return lines
  }
}

/// Entries by name.
package enum Entries {
  package static func applied(
    _ scheme: Identifier, from: Month = "2024-12", application: Identifier = "a1", person: Identifier = "p1",
    undertaking: Bool = true
  ) -> EventBody {
    .applied(
      Applied(
        person: person, application: application, scheme: scheme, from: from, undertaking: undertaking,
        channel: "street"))
  }

  package static func verified(
    _ stage: Identifier, passed: Bool = true, application: Identifier = "a1", person: Identifier = "p1",
    reasons: [RejectionReason] = []
  ) -> EventBody {
    .verified(
      Verified(person: person, application: application, stage: stage, hasPassed: passed, reasons: reasons))
  }

  package static func ended(_ scheme: Identifier, from: Month, reason: String = "employed") -> EventBody {
    .ended(Ended(person: "p1", scheme: scheme, from: from, reason: reason))
  }

  package static func suspended(_ scheme: Identifier, from: Month) -> EventBody {
    .suspended(Suspended(person: "p1", scheme: scheme, from: from, reason: "no-report"))
  }

  package static func resumed(_ scheme: Identifier, from: Month) -> EventBody {
    .resumed(Resumed(person: "p1", scheme: scheme, from: from))
  }

  package static func extended(_ scheme: Identifier, _ months: Int) -> EventBody {
    .extended(Extended(person: "p1", scheme: scheme, months: months, reason: "期满未就业"))
  }

  package static func confirmed(_ from: Month, application: Identifier = "a1") -> EventBody {
    .startConfirmed(StartConfirmed(person: "p1", application: application, from: from))
  }

  package static func demand(_ scheme: Identifier, _ months: [(Month, Int64)], demand: Identifier = "N1") -> EventBody {
    .clawedBack(
      ClawedBack(
        person: "p1", scheme: scheme, demand: demand,
        months: months.map { .init(month: $0.0, amount: Fen($0.1)) }, reason: "employed"))
  }

  package static func repaid(_ scheme: Identifier, _ amount: Int64, demand: Identifier = "N1") -> EventBody {
    .repaid(Repaid(person: "p1", scheme: scheme, demand: demand, amount: Fen(amount), receipt: "R\(amount)"))
  }

  package static func putBack(_ scheme: Identifier, _ amount: Int64, demand: Identifier = "N1") -> EventBody {
    .putBack(
      PutBack(
        person: "p1", scheme: scheme, demand: demand, amount: Fen(amount), unit: "street-07", receipt: "G\(amount)"))
  }

  package static func checked(
    _ check: Identifier, passed: Bool = true, on day: CivilDate = "2024-12-01", source: String = "人社",
    person: Identifier = "p1"
  ) -> EventBody {
    .checked(Checked(person: person, check: check, hasPassed: passed, on: day, source: source))
  }

  package static func writtenOff(_ scheme: Identifier, _ amount: Int64, demand: Identifier = "N1") -> EventBody {
    .writtenOff(WrittenOff(person: "p1", scheme: scheme, demand: demand, amount: Fen(amount), authority: "x"))
  }

  package static func cancelled(_ scheme: Identifier, demand: Identifier = "N1") -> EventBody {
    .clawbackCancelled(ClawbackCancelled(person: "p1", scheme: scheme, demand: demand, authority: "x"))
  }
}

extension [EventBody] {
  package var types: [EventType] { map(\.type) }

  package var rejection: [RejectionReason]? {
    for case .rejected(let body) in self { return body.reasons }
    return nil
  }

  package var approval: Approved? {
    for case .approved(let body) in self { return body }
    return nil
  }
}
