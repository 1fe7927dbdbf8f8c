import JSONText
import Papers
import Policy
import Subsidy
import Values

/// An explanation as rows and as JSON.
enum ExplainTables {
  /// A row for each step of each explanation, in the order of the sentences.
  static func steps(_ explanations: [MonthExplanation]) -> Table {
    var table = Table([
      .init("person", .person), .init("scheme", .scheme), .init("month", .month), .init("step", .item),
      .init("code", .code), .init("outcome", .result), .init("amountFen", .amount, .money), .init("clause", .clause),
      .init("seqs", .events),
    ])
    for explanation in explanations {
      func row(
        _ step: String, _ code: String, _ outcome: String, _ amount: Fen?, _ clause: String?, _ events: [UInt64]
      ) {
        table.row([
          .text(explanation.person.description), .text(explanation.scheme.description),
          .text(explanation.month.description), .text(step), .text(code), .text(outcome),
          amount.map { .money($0) } ?? .none, .text(clause ?? ""),
          .text(events.map(String.init).joined(separator: " ")),
        ])
      }
      let adoption = explanation.policy
      row(
        "policy", adoption?.policy.pack.id.description ?? "", "", nil, adoption?.policy.pack.effectiveClause,
        adoption.map { [$0.sequence] } ?? [])
      row(
        "contribution", "", "", explanation.entitlement.contribution, nil,
        explanation.contribution.map { [$0.sequence] } ?? [])
      for check in explanation.checks {
        row(
          "check", check.reason.code.code, check.outcome.rawValue, nil, check.reason.clause,
          check.evidence.map(\.sequence))
      }
      row("term", basis(explanation.term?.basis), "", nil, explanation.term?.clause, [])
      row("slot", number(explanation.slot), outcome(explanation.slot), nil, nil, [])
      if let arithmetic = explanation.arithmetic {
        row("amount", arithmetic.tier.rate?.description ?? "", "", arithmetic.amount, arithmetic.tier.clause, [])
      }
      for movement in explanation.movements {
        row(
          "money", movement.event.body.type.rawValue, "", movement.amount, movement.clause, [movement.event.sequence])
      }
      let month = explanation.entitlement
      for (code, amount) in [
        ("entitled", month.entitled), ("paid", month.paid), ("repaid", month.repaid), ("in-flight", month.inFlight),
        ("payable", month.payable), ("overpaid", month.overpaid),
      ] {
        row("result", code, "", amount, nil, [])
      }
    }
    return table
  }

  private static func basis(_ basis: Basis?) -> String {
    switch basis {
    case .months(let months)?: String(months)
    case .until(let month)?: month.description
    case nil: ""
    }
  }

  private static func outcome(_ slot: MonthExplanation.Slot) -> String {
    switch slot {
    case .taken: "taken"
    case .overLimit: "over-limit"
    case .notAsked: "not-asked"
    }
  }

  private static func number(_ slot: MonthExplanation.Slot) -> String {
    if case .taken(let number) = slot { String(number) } else { "" }
  }
}

extension ExplainTables {
  /// Writes the object of one explanation.
  static func write(_ explanation: MonthExplanation, to writer: inout JSONWriter) {
    let month = explanation.entitlement
    writer.beginObject()
    writer.field("person", explanation.person)
    writer.field("scheme", explanation.scheme)
    writer.field("month", explanation.month)
    writer.field("listed", explanation.isListed)
    write(explanation.policy, to: &writer)
    writer.key("contribution")
    if let event = explanation.contribution, case .contributed(let body) = event.body {
      writer.beginObject()
      writer.field("amountFen", body.amount)
      writer.field("paidOn", body.paidOn)
      writer.field("source", body.source)
      writer.field("seq", Int64(clamping: event.sequence))
      writer.endObject()
    } else {
      writer.null()
    }
    writer.key("checks")
    writer.beginArray()
    for check in explanation.checks { write(check, to: &writer) }
    writer.endArray()
    writeTerm(explanation, to: &writer)
    write(explanation.arithmetic, to: &writer)
    writer.key("movements")
    writer.beginArray()
    for movement in explanation.movements { write(movement, to: &writer) }
    writer.endArray()
    writer.key("notices")
    writer.beginArray()
    for share in explanation.shares { write(share, to: &writer) }
    writer.endArray()
    EntitlementJSON.writeOutcome(month, explanation.reasons, to: &writer)
    writer.endObject()
  }

  private static func write(_ adoption: MonthExplanation.Adoption?, to writer: inout JSONWriter) {
    writer.key("policy")
    guard let adoption else { return writer.null() }
    writer.beginObject()
    writer.field("id", adoption.policy.pack.id)
    writer.field("document", adoption.policy.pack.document.number)
    writer.field("effectiveFrom", adoption.policy.effectiveFrom)
    writer.field("clause", orNull: adoption.policy.pack.effectiveClause)
    writer.field("seq", Int64(clamping: adoption.sequence))
    writer.endObject()
  }

  private static func write(_ check: MonthExplanation.Check, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("code", check.reason.code.code)
    writer.field("outcome", check.outcome.rawValue)
    writer.field("clause", orNull: check.reason.clause)
    writer.key("seqs")
    writer.beginArray()
    for event in check.evidence { writer.value(Int64(clamping: event.sequence)) }
    writer.endArray()
    writer.endObject()
  }

  private static func writeTerm(_ explanation: MonthExplanation, to writer: inout JSONWriter) {
    writer.key("term")
    if let term = explanation.term {
      writer.beginObject()
      writer.field("firstApproval", term.firstApproval)
      writer.field("policy", term.policy.pack.id)
      writer.field("graduate", term.isGraduate)
      writer.key("basis")
      writer.value(term.basis)
      writer.field("priorMonths", explanation.priorMonths)
      writer.field("clause", orNull: term.clause)
      writer.endObject()
    } else {
      writer.null()
    }
    writer.key("slot")
    writer.beginObject()
    writer.field("outcome", outcome(explanation.slot))
    writer.key("number")
    if case .taken(let number) = explanation.slot { writer.value(number) } else { writer.null() }
    writer.endObject()
  }

  private static func write(_ arithmetic: MonthExplanation.Arithmetic?, to writer: inout JSONWriter) {
    writer.key("amount")
    guard let arithmetic else { return writer.null() }
    writer.beginObject()
    writer.field("contributionFen", arithmetic.contribution)
    writer.field("atLeastFen", arithmetic.tier.atLeast)
    writer.key("flatFen")
    if let flat = arithmetic.tier.flat { writer.value(flat) } else { writer.null() }
    writer.field("rate", orNull: arithmetic.tier.rate?.description)
    writer.field("amountFen", arithmetic.amount)
    writer.field("clause", orNull: arithmetic.tier.clause)
    writer.endObject()
  }

  private static func write(_ movement: MonthExplanation.Movement, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("seq", Int64(clamping: movement.event.sequence))
    writer.field("type", movement.event.body.type.rawValue)
    writer.key("amountFen")
    if let amount = movement.amount { writer.value(amount) } else { writer.null() }
    writer.field("clause", orNull: movement.clause)
    writer.endObject()
  }

  private static func write(_ share: MonthExplanation.NoticeShare, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("notice", share.notice)
    writer.field("demandedFen", share.demanded)
    writer.field("repaidFen", share.repaid)
    writer.field("cancelled", share.isCancelled)
    writer.endObject()
  }
}
