import JSONText
package import Ledger
package import Papers
import Policy
package import Subsidy
import Values

/// The reports about the grounds of months and about changes.
package enum ExplainReports {
  /// A step of an explanation.
  package struct Step: Sendable {
    let explanation: MonthExplanation
    let step: String
    let code: String
    var outcome = ""
    var amount: Fen?
    var clause: String?
    var events: [UInt64] = []
  }

  /// A row for each step, in the order of the sentences.
  package static let steps = Report<Step>(
    "explanation steps",
    [
      .person { $0.explanation.person },
      .scheme { $0.explanation.scheme },
      .column("month", .month) { $0.explanation.month },
      .column("step", .item) { $0.step },
      .column("code", .code) { $0.code },
      .column("outcome", .result) { $0.outcome },
      .column("amountFen", .amount) { $0.amount },
      .column("clause", .clause) { $0.clause },
      .column("seqs", .events) { $0.events.map { Table.Cell.number($0) } },
    ])

  /// The steps of an explanation.
  package static func steps(of found: MonthExplanation) -> [Step] {
    func step(
      _ step: String, _ code: String = "", outcome: String = "", _ amount: Fen? = nil, clause: String? = nil,
      _ events: [UInt64] = []
    ) -> Step {
      Step(
        explanation: found, step: step, code: code, outcome: outcome, amount: amount, clause: clause, events: events)
    }
    let adoption = found.policy
    let month = found.entitlement
    let slot = if case .taken(let number) = found.slot { String(number) } else { "" }
    return [
      step(
        "policy", adoption?.policy.pack.id.description ?? "", clause: adoption?.policy.pack.effectiveClause,
        adoption.map { [$0.sequence] } ?? []),
      step("contribution", "", month.contribution, found.contribution.map { [$0.sequence] } ?? []),
    ]
      + found.checks.map {
        step(
          "check", $0.reason.code.code, outcome: $0.outcome.rawValue, clause: $0.reason.clause,
          $0.evidence.map(\.sequence))
      }
      + found.comparisons.map {
        step(
          "comparison", "\($0.check)", outcome: $0.outcome, clause: $0.rule?.clause,
          $0.last.map { [$0.sequence] } ?? [])
      } + [
        step("term", found.term?.basis.code ?? "", clause: found.term?.clause),
        step("slot", slot, outcome: found.slot.code),
      ]
      + (found.arithmetic.map { [step("amount", $0.value.rate?.description ?? "", $0.amount, clause: $0.tier.clause)] }
        ?? [])
      + found.movements.map {
        step("money", $0.event.body.type.rawValue, $0.amount, clause: $0.clause, [$0.event.sequence])
      }
      + [
        ("entitled", month.entitled), ("paid", month.paid), ("repaid", month.repaid), ("in-flight", month.inFlight),
        ("payable", month.payable), ("overpaid", month.overpaid),
      ].map { step("result", $0.0, $0.1) }
  }

  /// The grounds of a month.
  package static let explanation = Report<MonthExplanation>(
    "audit explain",
    [
      .member("person") { $0.person },
      .member("scheme") { $0.scheme },
      .member("month") { $0.month },
      .member("listed") { $0.isListed },
      .object("policy", policy) { $0.policy },
      .object("contribution", contribution) { explanation in
        guard let event = explanation.contribution, case .contributed(let body) = event.body else { return nil }
        return (event.sequence, body)
      },
      .rows("checks", check) { $0.checks },
      .rowsIfAny("comparisons", comparison) { $0.comparisons },
      .object("term", term) { explanation in explanation.term.map { ($0, explanation.priorMonths) } },
      .object("slot", slot) { $0.slot },
      .member("slotMonths") { $0.slotMonths },
      .object("amount", arithmetic) { $0.arithmetic },
      .rows("movements", movement) { $0.movements },
      .rows("notices", share) { $0.shares },
      .all(of: EntitlementReports.outcome) { MonthStatement($0.entitlement, policy: nil, reasons: $0.reasons) },
      .member("reasons") { Table.Cell.reasons($0.reasons) },
    ])

  private static let policy = Report<MonthExplanation.Adoption>(
    "policy",
    [
      .member("id") { $0.policy.pack.id },
      .member("document") { $0.policy.pack.document.number },
      .member("effectiveFrom") { $0.policy.effectiveFrom },
      .member("clause") { $0.policy.pack.effectiveClause },
      .member("seq") { $0.sequence },
    ])

  private static let contribution = Report<(sequence: UInt64, body: Contributed)>(
    "contribution",
    [
      .member("amountFen") { $0.body.amount },
      .member("paidOn") { $0.body.paidOn },
      .member("source") { $0.body.source },
      .member("seq") { $0.sequence },
    ])

  private static let check = Report<MonthExplanation.Check>(
    "check",
    [
      .member("code") { $0.reason.code },
      .member("outcome") { $0.outcome.rawValue },
      .member("clause") { $0.reason.clause },
      .member("seqs") { $0.evidence.map(\.sequence) },
    ])

  private static let comparison = Report<MonthExplanation.Comparison>(
    "comparison",
    [
      .member("check") { $0.check },
      .member("outcome") { $0.outcome },
      .member("clause") { $0.rule?.clause },
      .member("seq") { $0.last?.sequence },
    ])

  private static let term = Report<(basis: ClaimBasis, prior: Int)>(
    "term",
    [
      .member("firstApproval") { $0.basis.firstApproval },
      .member("policy") { $0.basis.policy.pack.id },
      .member("name") { $0.basis.term.name },
      .member("basis") { $0.basis.basis },
      .member("priorMonths") { $0.prior },
      .member("clause") { $0.basis.clause },
    ])

  private static let slot = Report<MonthExplanation.Slot>(
    "slot",
    [
      .member("outcome") { $0.code },
      .member("number") { slot -> Int? in if case .taken(let number) = slot { number } else { nil } },
    ])

  private static let arithmetic = Report<MonthExplanation.Arithmetic>(
    "amount",
    [
      .member("contributionFen") { $0.contribution },
      .member("flatFen") { $0.value.flat },
      .member("rate") { $0.value.rate?.description },
      .member("values") { $0.tier.pay.count },
      .member("amountFen") { $0.amount },
      .member("clause") { $0.tier.clause },
    ])

  private static let movement = Report<MonthExplanation.Movement>(
    "movement",
    [
      .member("seq") { $0.event.sequence },
      .member("type") { $0.event.body.type.rawValue },
      .member("amountFen") { $0.amount },
      .member("clause") { $0.clause },
    ])

  private static let share = Report<MonthExplanation.DemandShare>(
    "notice",
    [
      .member("notice") { $0.demand },
      .member("demandedFen") { $0.demanded },
      .member("repaidFen") { $0.repaid },
      .member("cancelled") { $0.isCancelled },
    ])
}

extension MonthExplanation.Comparison {
  fileprivate var outcome: String { last == nil ? "not-compared" : hasPassed ? "passed" : "failed" }
}

extension MonthExplanation.Slot {
  fileprivate var code: String {
    switch self {
    case .taken: "taken"
    case .overLimit: "over-limit"
    case .notAsked: "not-asked"
    }
  }
}

extension ExplainReports {
  /// A row for each month that changed between two states of knowledge.
  package static let diff = Report<KnowledgeDiff.Change>(
    "audit diff",
    [
      .person { $0.person },
      .scheme { $0.scheme },
      .column("month", .month) { $0.month },
      .object("before", side) { $0.before },
      .object("after", side) { $0.after },
      .column("oldEntitledFen", .oldAmount) { $0.before?.entitlement.entitled }.inTablesOnly(),
      .column("newEntitledFen", .newAmount) { $0.after?.entitlement.entitled }.inTablesOnly(),
      .column("oldPaidFen", .oldPaid) { $0.before?.entitlement.paid }.inTablesOnly().hidden(.ifZero),
      .column("newPaidFen", .newPaid) { $0.after?.entitlement.paid }.inTablesOnly().hidden(.ifZero),
      .column("oldOverpaidFen", .oldOverpaid) { $0.before?.entitlement.overpaid }.inTablesOnly().hidden(.ifZero),
      .column("newOverpaidFen", .newOverpaid) { $0.after?.entitlement.overpaid }.inTablesOnly().hidden(.ifZero),
      .column("oldReasons", .oldReasons) { $0.before.map { Table.Cell.reasons($0.reasons) } }.inTablesOnly(),
      .column("newReasons", .newReasons) { $0.after.map { Table.Cell.reasons($0.reasons) } }.inTablesOnly(),
      .column("seqs", .events) { $0.causes.map { Table.Cell.number($0) } },
    ])

  private static let side = Report<KnowledgeDiff.Side>(
    "side",
    [
      .member("contributionFen") { $0.entitlement.contribution },
      .all(of: EntitlementReports.outcome) { MonthStatement($0.entitlement, policy: nil, reasons: $0.reasons) },
      .member("reasons") { Table.Cell.reasons($0.reasons) },
    ])

  /// A row for each event of a person, in words for people, and as the log has it for programs.
  package static func timeline(_ local: LocalWords) -> Report<HistoryEvent> {
    Report(
      "audit timeline", order: ["seq", "recorded", "by", "type", "event"],
      [
        .column("seq", .sequence, .number) { Table.Cell.number($0.event.sequence) },
        .column("recorded", .recorded) {
          Table.Cell.word(Text(same: $0.event.recorded.chinaMinute), code: "\($0.event.recorded)")
        },
        .column("by", .by) { $0.event.by },
        .column("type", .item) {
          Table.Cell.word(EventWords($0.event.body).matter, code: $0.event.body.type.rawValue)
        },
        .column("clause", .clause) { EventWords($0.event.body).clause },
        .column("annulledBy", .annulledBy) { $0.annulledBy.map { Table.Cell.number($0) } },
        .column("event", .content) { EventContent(event: $0.event, local: local) },
      ])
  }
}

/// An event: its particulars in words, or its line.
struct EventContent: CellContent {
  let event: Event
  let local: LocalWords

  var words: Text { EventWords(event.body, local).content }

  var code: String {
    var writer = JSONWriter()
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  func write(to writer: inout JSONWriter) { EventLine.write(event, to: &writer) }
}
