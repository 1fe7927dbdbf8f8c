import Papers
import Policy
import Subsidy
import Values

/// What `audit explain` says of a month, a sentence for each step.
struct ExplanationWords {
  let explanation: MonthExplanation

  /// The sentences in their order; those of a list are indented.
  var lines: [Text] {
    [heading, policy, contribution, Text(en: "Checks:", zh: "逐项审核：")] + explanation.checks.map(check)
      + [term, slot, amount] + money + [result]
  }

  private var heading: Text {
    let (person, scheme, month) = (explanation.person, explanation.scheme, explanation.month)
    let amount = explanation.entitlement.entitled.yuan
    return Text(
      en: "\(person)  \(scheme)  \(month): worth \(amount) yuan",
      zh: "人员 \(person)  项目 \(scheme)  \(month)：应发 \(amount) 元")
  }

  private var policy: Text {
    guard let adoption = explanation.policy else {
      return Text(en: "Policy: none is in force for the month", zh: "政策：当月无有效政策")
    }
    let pack = adoption.policy.pack
    let clause = Text.inBrackets(pack.effectiveClause)
    let (id, document, from) = (pack.id, pack.document.number.printable, adoption.policy.effectiveFrom)
    return Text(
      en: "Policy: \(id), \(document), is in force: of the adopted ones it has the latest start, \(from), "
        + "that is not after the month\(clause.en); adopted by event \(adoption.sequence)",
      zh: "政策：适用 \(id)，\(document)，自 \(from) 起施行，为已采用政策中不晚于当月末的最近一个\(clause.zh)；"
        + "由事件 \(adoption.sequence) 采用")
  }

  private var contribution: Text {
    guard let event = explanation.contribution else {
      return Text(en: "Contribution: none is recorded", zh: "缴费：当月未登记缴费")
    }
    let words = Text.event(event)
    return Text(en: "Contribution: \(words.en)", zh: "缴费：\(words.zh)")
  }

  private var term: Text {
    guard let term = explanation.term else {
      return Text(
        en: "Term: none, without an approval, an adopted policy or a registration", zh: "享受期限：无（缺少核准、政策或人员登记）")
    }
    let basis = term.basis.words
    let clause = Text.inBrackets(term.clause)
    let graduate = term.isGraduate ? Text(en: ", as a graduate", zh: "，按离校未就业高校毕业生") : Text.none
    let prior = explanation.priorMonths
    let before = prior > 0 ? Text(en: "; \(prior) months enjoyed elsewhere", zh: "；外地已享受 \(prior) 个月") : Text.none
    return Text(
      en: "Term: \(basis.en)\(graduate.en), settled by the first approval on \(term.firstApproval) under "
        + "\(term.policy.pack.id)\(clause.en)\(before.en)",
      zh: "享受期限：\(basis.zh)\(graduate.zh)，由首次核定（\(term.firstApproval)）按 \(term.policy.pack.id) 确定"
        + "\(clause.zh)\(before.zh)")
  }

  private var slot: Text {
    let clause = Text.inBrackets(explanation.policy?.policy.pack.limit.clause)
    switch (explanation.slot, explanation.term?.basis) {
    case (.taken(let number), .months(let months)?):
      return Text(
        en: "Place: month \(number) of \(months); months with money come first, then the others, the oldest first",
        zh: "名额：第 \(number) 个月，共 \(months) 个月；已发或在途的月份在先，其余按月份先后")
    case (.taken, .until(let last)?):
      return Text(en: "Place: the month is not after \(last)", zh: "名额：未超过最后享受月份 \(last)")
    case (.overLimit, .months(let months)?):
      return Text(
        en: "Place: none, all \(months) months are taken\(clause.en)", zh: "名额：\(months) 个月均已用完\(clause.zh)")
    case (.overLimit, .until(let last)?):
      return Text(en: "Place: none, the month is after \(last)\(clause.en)", zh: "名额：已超过最后享受月份 \(last)\(clause.zh)")
    case (.overLimit, nil), (.taken, nil):
      return Text(en: "Place: none without a term", zh: "名额：无享受期限，不占名额")
    case (.notAsked, _):
      return Text(en: "Place: none, since a check is not met", zh: "名额：有不符合项，不占名额")
    }
  }

  private var amount: Text {
    guard let found = explanation.arithmetic else {
      let reasons = Text.reasons(explanation.reasons)
      return Text(en: "Amount: 0.00 yuan: \(reasons.en)", zh: "金额：0.00 元：\(reasons.zh)")
    }
    let clause = Text.inBrackets(found.tier.clause)
    let (result, paid, floor) = (found.amount.yuan, found.contribution.yuan, found.tier.atLeast.yuan)
    if let rate = found.tier.rate, found.tier.flat == nil {
      return Text(
        en: "Amount: \(rate) × \(paid) = \(result) yuan, half up to a fen\(clause.en)",
        zh: "金额：\(rate) × \(paid) = \(result) 元，四舍五入到分\(clause.zh)")
    }
    if found.tier.atLeast > .zero {
      return Text(
        en: "Amount: \(result) yuan flat, since the contribution of \(paid) is not below \(floor)\(clause.en)",
        zh: "金额：定额 \(result) 元，实缴 \(paid) 元不低于 \(floor) 元\(clause.zh)")
    }
    return Text(
      en: "Amount: \(result) yuan flat, whatever the contribution\(clause.en)",
      zh: "金额：定额 \(result) 元，不论实缴多少\(clause.zh)")
  }

  private var money: [Text] {
    if explanation.movements.isEmpty { return [Text(en: "Money: none has moved", zh: "资金：无收付记录")] }
    let moved = explanation.movements.map { movement in
      let (words, clause) = (Text.event(movement.event), Text.inBrackets(movement.clause))
      let (narrow, wide) = ("  \(words.en)\(clause.en)", "  \(words.zh)\(clause.zh)")
      return Text(en: narrow, zh: wide)
    }
    let shares = explanation.shares.map { share in
      let cancelled = share.isCancelled ? Text(en: ", cancelled", zh: "，已撤销") : Text.none
      return Text(
        en: "  demand \(share.demand): \(share.demanded.yuan) demanded for the month, \(share.repaid.yuan) of the "
          + "receipts fall on it, the oldest month first\(cancelled.en)",
        zh: "  追回通知 \(share.demand)：当月追回 \(share.demanded.yuan) 元，退回款项按月份先后抵充，"
          + "其中 \(share.repaid.yuan) 元计入当月\(cancelled.zh)")
    }
    return [Text(en: "Money:", zh: "资金：")] + moved + shares
  }

  private var result: Text {
    let month = explanation.entitlement
    let offset =
      month.offset == .zero
      ? Text.none
      : Text(en: " (of which offset \(month.offset.yuan))", zh: "（其中抵扣 \(month.offset.yuan)）")
    return Text(
      en:
        "Result: entitled \(month.entitled.yuan), paid \(month.paid.yuan)\(offset.en), repaid \(month.repaid.yuan), in flight "
        + "\(month.inFlight.yuan); payable \(month.payable.yuan), overpaid \(month.overpaid.yuan)",
      zh: "结果：应发 \(month.entitled.yuan)，已发 \(month.paid.yuan)\(offset.zh)，已退回 \(month.repaid.yuan)，在途 "
        + "\(month.inFlight.yuan)；待发 \(month.payable.yuan)，多发 \(month.overpaid.yuan)")
  }
}

extension ExplanationWords {
  private func check(_ check: MonthExplanation.Check) -> Text {
    let outcome = Text.outcome(check.outcome)
    let name = Text.check(check.reason.code)
    let clause = Text.inBrackets(check.reason.clause)
    let why = evidence(of: check)
    let narrow = "  \(outcome.en): \(name.en)\(clause.en): \(why.en)"
    let wide = "  \(outcome.zh)：\(name.zh)\(clause.zh)：\(why.zh)"
    return Text(en: narrow, zh: wide)
  }

  /// What a check was decided by.
  private func evidence(of check: MonthExplanation.Check) -> Text {
    var parts = check.evidence.map(Text.event)
    switch check.reason.code {
    case .noPolicy:
      if let sequence = explanation.policy?.sequence {
        parts.append(Text(en: "event \(sequence)", zh: "事件 \(sequence)"))
      }
    case .noApproval:
      if let start = explanation.start { parts.append(Text(en: "it starts in \(start)", zh: "自 \(start) 起享受")) }
    case .retired:
      if let month = explanation.retirementMonth {
        parts.append(Text(en: "the retirement month is \(month)", zh: "退休月份为 \(month)"))
      }
    case .fraud, .ended, .suspended, .noContribution, .excluded, .otherScheme, .missing, .household, .overLimit: break
    }
    return parts.isEmpty ? Text(en: "nothing is recorded", zh: "无登记") : parts.joined
  }
}

extension Text {
  /// What a check of a month found.
  static func outcome(_ outcome: MonthExplanation.Check.Outcome) -> Text {
    switch outcome {
    case .passed: Text(en: "met", zh: "符合")
    case .against: Text(en: "NOT met", zh: "不符合")
    case .notAsked: Text(en: "not asked", zh: "不适用")
    }
  }

  /// A check as the condition that it holds a month to.
  static func check(_ code: ReasonCode) -> Text {
    switch code {
    case .fraud: return Text(en: "no fraud", zh: "未骗取补贴")
    case .noPolicy: return Text(en: "a policy in force", zh: "当月有有效政策")
    case .noApproval: return Text(en: "approved for the month", zh: "当月已获批准")
    case .ended: return Text(en: "not ended", zh: "未终止")
    case .suspended: return Text(en: "not suspended", zh: "未暂停")
    case .noContribution: return Text(en: "a contribution for the month", zh: "当月已缴费")
    case .excluded(let fact):
      let word = fact.words
      return Text(en: "not so: \(word.en)", zh: "无下列情形：\(word.zh)")
    case .otherScheme: return Text(en: "not paid first under another scheme", zh: "未先享受其他补贴项目")
    case .missing(let fact):
      let word = fact.words
      return Text(en: "required: \(word.en)", zh: "须具备：\(word.zh)")
    case .household: return Text(en: "household in the region", zh: "户籍在本地")
    case .retired: return Text(en: "not past the retirement month", zh: "未过退休月份")
    case .overLimit: return Text(en: "within the limit", zh: "未超过享受期限")
    }
  }

}

/// What `audit explain`, `audit timeline` and `audit diff` say.
extension Text {
  static var nothingChanged: Text { Text(en: "no amount and no reason changed", zh: "金额和原因均无变化") }

  static func monthsChanged(_ diff: KnowledgeDiff) -> Text {
    Text(
      en: "\(counted(diff.changes.count, "month")) of \(counted(diff.persons, "person")) changed",
      zh: "\(Int64(diff.persons).grouped) 人 \(Int64(diff.changes.count).grouped) 个月份有变化")
  }

  static func instantsBackwards(from: Instant, to: Instant) -> Text {
    Text(
      en: "--from is \(from) and --to \(to), expected --from not after --to; exchange them",
      zh: "--from 为 \(from)，--to 为 \(to)，--from 不应晚于 --to；请对调")
  }

  static func asIfPolicy(_ pack: Identifier) -> Text {
    Text(en: "as if \(pack) were adopted; nothing is recorded", zh: "以下按假设采用 \(pack) 计算，不作任何登记")
  }
}
