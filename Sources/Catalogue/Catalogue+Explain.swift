package import Papers
import Policy
package import Subsidy
package import Values

/// The text of `audit explain` for a month, a sentence for each step, in words that an applicant can compare with the document.
package struct ExplanationWords {
  private let explanation: MonthExplanation
  private let local: LocalWords
  /// The clauses whose sentences were quoted.
  private var quoted: Set<String> = []

  /// The words of an explanation.
  ///
  /// - Parameters:
  ///   - explanation: the explanation.
  ///   - local: the ledger's words for its codes.
  package init(_ explanation: MonthExplanation, _ local: LocalWords) {
    self.explanation = explanation
    self.local = local
  }

  /// The sentences in their order; those of a list are indented, and each clause is quoted when it is first named.
  package mutating func lines() -> [Text] {
    var lines = [heading, policy(), contribution, Text(en: "Checks:", zh: "逐项审核：")]
    for check in explanation.checks { lines.append(words(of: check)) }
    lines += comparisons + [term(), place] + taken
    lines.append(amount())
    return lines + money + [result]
  }

  private var pack: PolicyPack? { explanation.policy?.policy.pack }

  private func event(_ event: Event) -> Text { .event(event, local) }

  /// A clause, the first time with the sentence of the document.
  private mutating func quoting(_ clause: String?) -> Text {
    guard let clause, let pack, let sentence = DocumentQuotes.sentence(of: clause, in: pack.document.number),
      quoted.insert(clause).inserted
    else { return .inBrackets(clause) }
    let shown = clause.printable
    let (narrow, wide) = (" (\(shown): “\(sentence)”)", "（\(shown)“\(sentence)”）")
    return Text(en: narrow, zh: wide)
  }

  private var heading: Text {
    let (person, month, amount) = (explanation.person, explanation.month, explanation.entitlement.entitled.yuan)
    let scheme = local.scheme(explanation.scheme)
    return Text(
      en: "\(person)  \(scheme.en)  \(month): worth \(amount) yuan",
      zh: "人员 \(person)  \(scheme.zh)灵活就业社会保险补贴  \(month)：应发 \(amount) 元")
  }

  private mutating func policy() -> Text {
    guard let adoption = explanation.policy else {
      return Text(en: "Policy: none is in force for the month", zh: "政策：当月无有效政策")
    }
    let pack = adoption.policy.pack
    let clause = quoting(pack.effectiveClause)
    let (id, document, from) = (pack.id, pack.document.number.printable, adoption.policy.effectiveFrom)
    return Text(
      en: "Policy: \(id), \(document), is in force: of the adopted ones it has the latest start, \(from), "
        + "that is not after the month\(clause.en); adopted by event \(adoption.sequence)",
      zh: "政策：适用 \(document)（政策包 \(id)），自 \(from) 起施行，为已采用政策中不晚于当月末的最近一个\(clause.zh)；"
        + "由事件 \(adoption.sequence) 采用")
  }

  private var contribution: Text {
    guard let found = explanation.contribution else {
      return Text(en: "Contribution: none is recorded for the month", zh: "缴费：当月未登记缴费")
    }
    let parts = explanation.contributions.count > 1 ? explanation.contributions : [found]
    return Text(en: "Contribution: ", zh: "缴费：") + parts.map(event).joined
  }

  private mutating func term() -> Text {
    guard let term = explanation.term else {
      return Text(
        en: "Term: none, without an approval, an adopted policy or a registration", zh: "享受期限：无（缺少核准、政策或人员登记）")
    }
    let basis = term.basis.words
    let clause = quoting(term.clause)
    let prior = explanation.priorMonths
    let before = prior > 0 ? Text(en: "; \(prior) months enjoyed elsewhere", zh: "；外地已享受 \(prior) 个月") : Text.none
    return Text(
      en: "Term: \(basis.en), settled by the first approval on \(term.firstApproval) under "
        + "\(term.policy.pack.id)\(clause.en)\(before.en)",
      zh: "享受期限：\(basis.zh)，由首次核定（\(term.firstApproval)）按 \(term.policy.pack.id) 确定"
        + "\(clause.zh)\(before.zh)")
  }

  private var place: Text {
    let clause = Text.inBrackets(explanation.term?.clause)
    switch (explanation.slot, explanation.term?.basis) {
    case (.taken(let number), .months(let months)?):
      return Text(
        en: "Place: month \(number) of \(months); months with money come first, then the others, the oldest first",
        zh: "享受月数：当月为第 \(number) 个月，共 \(months) 个月；已发或在途的月份在先，其余按月份先后")
    case (.taken, .until(let last)?):
      return Text(en: "Place: the month is not after \(last)", zh: "享受月数：当月不晚于最后享受月份 \(last)")
    case (.overLimit, .months(let months)?):
      return Text(
        en: "Place: none, all \(months) months are used\(clause.en)", zh: "享受月数：\(months) 个月均已用完\(clause.zh)")
    case (.overLimit, .until(let last)?):
      return Text(
        en: "Place: none, the month is after \(last)\(clause.en)", zh: "享受月数：当月晚于最后享受月份 \(last)\(clause.zh)")
    case (.overLimit, nil), (.taken, nil):
      return Text(en: "Place: none without a term", zh: "享受月数：无享受期限，不计")
    case (.notAsked, _):
      return Text(en: "Place: the month counts for no place, since a check is not met", zh: "享受月数：有不符合项，当月不计")
    }
  }

  /// The months that use the term, if it is one of months.
  private var taken: [Text] {
    guard case .months? = explanation.term?.basis else { return [] }
    let months = explanation.slotMonths
    let prior = explanation.priorMonths > 0 ? explanation.priorMonths : 0
    if months.isEmpty, prior == 0 { return [] }
    let ranges = months.ranges.map { first, last in
      first == last ? Text(same: "\(first)") : Text(en: "\(first) to \(last)", zh: "\(first) 至 \(last)")
    }
    let elsewhere = prior > 0 ? [Text(en: "\(prior) months elsewhere", zh: "外地 \(prior) 个月")] : []
    let shown = (elsewhere + ranges).joined
    return [
      Text(
        en: "  used by \(counted(months.count + prior, "month")): \(shown.en)",
        zh: "  已用 \(months.count + prior) 个月：\(shown.zh)")
    ]
  }

  private mutating func amount() -> Text {
    guard let found = explanation.arithmetic else {
      let reasons = Text.reasons(explanation.reasons)
      return Text(en: "Amount: 0.00 yuan: \(reasons.en)", zh: "金额：0.00 元：\(reasons.zh)")
    }
    let clause = quoting(found.tier.clause)
    let (result, paid) = (found.amount.yuan, found.contribution.yuan)
    let least =
      found.tier.pay.count > 1
      ? Text(en: ", the least of \(found.tier.pay.count) values", zh: "，为 \(found.tier.pay.count) 项中最低者") : .none
    let why = found.tier.when.words.map { Text(en: ", since: \($0.en)", zh: "，依据：\($0.zh)") } ?? .none
    switch found.value {
    case .rate(let rate):
      return Text(
        en: "Amount: \(rate) × \(paid) = \(result) yuan, half up to a fen\(least.en)\(why.en)\(clause.en)",
        zh: "金额：\(rate) × \(paid) = \(result) 元，四舍五入到分\(least.zh)\(why.zh)\(clause.zh)")
    case .rateOfTables(let rate, let shares):
      let base = shares.map { share in
        "\(share.share) × \((share.table.amount(for: explanation.month) ?? .zero).yuan)"
      }.joined(separator: " + ")
      return Text(
        en: "Amount: \(rate) × (\(base)) = \(result) yuan, half up to a fen\(least.en)\(why.en)\(clause.en)",
        zh: "金额：\(rate) ×（\(base)）= \(result) 元，四舍五入到分\(least.zh)\(why.zh)\(clause.zh)")
    case .flat:
      return Text(
        en: "Amount: \(result) yuan flat, for a contribution of \(paid)\(least.en)\(why.en)\(clause.en)",
        zh: "金额：定额 \(result) 元，实缴 \(paid) 元\(least.zh)\(why.zh)\(clause.zh)")
    }
  }

  private var money: [Text] {
    if explanation.movements.isEmpty { return [Text(en: "Money: none has moved", zh: "资金：无收付记录")] }
    let moved = explanation.movements.map { movement in
      Text(same: "  ") + event(movement.event) + .inBrackets(movement.clause)
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
      zh: "结果：应发 \(month.entitled.yuan)，已发 \(month.paid.yuan)\(offset.zh)，已收回 \(month.repaid.yuan)，在途 "
        + "\(month.inFlight.yuan)；待发 \(month.payable.yuan)，多发 \(month.overpaid.yuan)")
  }
}

// Checks and comparisons.
extension ExplanationWords {
  private mutating func words(of check: MonthExplanation.Check) -> Text {
    let found: Text
    switch check.outcome {
    case .passed: found = Text(en: "  met: ", zh: "  符合：") + .statement(thatHolds: check.reason.code)
    case .against: found = Text(en: "  NOT met: ", zh: "  不符合：") + check.reason.code.words
    case .notAsked: found = Text(en: "  not asked: ", zh: "  不适用：") + check.reason.code.words
    }
    let why = evidence(of: check)
    return .joined([found + quoting(check.reason.clause)] + (why.isEmpty ? [] : [why.joined]), by: .colon)
  }

  /// The events that a check was decided by, if any were recorded.
  private func evidence(of check: MonthExplanation.Check) -> [Text] {
    var parts = check.evidence.map(event)
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
    case .excluded:
      // A comparison without a passed result leaves the facts unknown, whatever is recorded.
      if check.outcome == .passed, explanation.comparisons.contains(where: { !$0.hasPassed }) {
        parts.append(Text(en: "not all data were compared, see below", zh: "数据比对未全部通过，见下"))
      }
    case .fraud, .ended, .suspended, .noContribution, .otherScheme, .missing, .household, .outsideTerm, .overLimit:
      break
    case .lateContribution:
      if let day = explanation.lastDayOfContribution {
        parts.append(Text(en: "it was due by \(day)", zh: "应于 \(day) 前缴纳"))
      }
    case .notClaimed:
      if let days = explanation.claimDays {
        parts.append(
          Text(
            en: "claims are received from \(days.lowerBound) to \(days.upperBound)",
            zh: "申报期为 \(days.lowerBound) 至 \(days.upperBound)"))
      }
    }
    return parts
  }

  /// The comparisons of data, each with its last outcome.
  private var comparisons: [Text] {
    if explanation.comparisons.isEmpty {
      return [
        Text(en: "Data comparisons: none is recorded, and the document lists none", zh: "数据比对：未比对（文件未列明比对项目）")
      ]
    }
    return [Text(en: "Data comparisons:", zh: "数据比对：")] + explanation.comparisons.map(comparison)
  }

  private func comparison(_ comparison: MonthExplanation.Comparison) -> Text {
    let name = comparison.rule?.words ?? local.check(comparison.check)
    guard let last = comparison.last else {
      return Text(en: "  not compared: ", zh: "  未比对：") + name + .inBrackets(comparison.rule?.clause)
    }
    let outcome = comparison.hasPassed ? Text(en: "  passed: ", zh: "  通过：") : Text(en: "  FAILED: ", zh: "  不符：")
    return .joined([outcome + name + .inBrackets(comparison.rule?.clause), event(last)], by: .colon)
  }
}

extension [Month] {
  /// The months as runs without a gap, each with its first and last.
  fileprivate var ranges: [(first: Month, last: Month)] {
    var runs: [(first: Month, last: Month)] = []
    for month in self {
      if let last = runs.last, last.last.adding(1) == month {
        runs[runs.count - 1].last = month
      } else {
        runs.append((month, month))
      }
    }
    return runs
  }
}

extension Text {
  /// The statement that holds for a month if a reason is not against it.
  fileprivate static func statement(thatHolds code: ReasonCode) -> Text {
    switch code {
    case .fraud: Text(en: "no fraud is recorded", zh: "未查实弄虚作假、骗取补贴")
    case .noPolicy: Text(en: "a policy is in force for the month", zh: "当月有施行的政策")
    case .noApproval: Text(en: "approved for the month", zh: "当月已获核准")
    case .ended: Text(en: "the approval has not ended", zh: "未退出")
    case .suspended: Text(en: "payment is not stopped", zh: "未停止发放")
    case .noContribution: Text(en: "the month's contribution is recorded", zh: "当月已缴纳社会保险费")
    case .lateContribution: Text(en: "the contribution was paid in time", zh: "当月社会保险费按时缴纳")
    case .notClaimed: Text(en: "the month was claimed in its window", zh: "当月已按期申报")
    case .excluded(let fact): .absence(of: fact)
    case .otherScheme: Text(en: "no other scheme paid the month first", zh: "当月未先享受其他补贴项目")
    case .missing(let fact): fact.words
    case .household: Text(en: "the household is in the region", zh: "户籍在本地")
    case .retired: Text(en: "the month is not after the retirement month", zh: "未超过法定退休月份")
    case .outsideTerm: Text(en: "the month is one of the term's", zh: "属于享受期限规定的月份")
    case .overLimit: Text(en: "the month is within the limit", zh: "未超过享受期限")
    }
  }

  /// The statement that a fact is not recorded for a month.
  private static func absence(of fact: FactCode) -> Text {
    switch fact {
    case .employed: Text(en: "no employer's insurance or labour contract is recorded", zh: "当月无用人单位参保或劳动关系记录")
    case .businessOwner:
      Text(en: "no role in a business is recorded", zh: "当月无担任企业法定代表人、股东、合伙人或负责人的记录")
    case .pension: Text(en: "no pension is recorded", zh: "当月无享受基本养老保险待遇记录")
    case .unemploymentBenefit: Text(en: "no unemployment benefit is recorded", zh: "当月无领取失业保险金记录")
    case .training: Text(en: "no employer's training is recorded", zh: "当月无参加企业职工技能提升培训记录")
    case .publicPost: Text(en: "no public-welfare post is recorded", zh: "当月无公益性岗位安置记录")
    case .imprisoned: Text(en: "no sentence is recorded", zh: "当月无服刑记录")
    case .fiscallySupported: Text(en: "no pay from public funds is recorded", zh: "当月无财政供养记录")
    case .dishonest: Text(en: "no entry on a list of dishonest persons is recorded", zh: "当月无失信记录")
    case .otherSubsidy: Text(en: "no subsidy of another department is recorded", zh: "当月无享受其他部门社会保险补贴记录")
    case .movedOut: Text(en: "no move out of the city is recorded", zh: "无户籍迁出记录")
    case .deceased: Text(en: "no death is recorded", zh: "无死亡记录")
    case .contributionRefunded: Text(en: "no refund of contributions is recorded", zh: "当月无社保退费记录")
    case .unemployedRegistered: Text(en: "no registration as unemployed is recorded", zh: "当月无失业登记")
    case .difficultyRecognised: Text(en: "no recognition as hard to employ is recorded", zh: "当月无就业困难人员认定")
    case .flexibleRegistered: Text(en: "no registration as flexibly employed is recorded", zh: "当月无灵活就业登记")
    case .annualVerified: Text(en: "no annual verification is recorded", zh: "无年度核验记录")
    case .graduated: Text(en: "no graduation is recorded", zh: "无毕业离校记录")
    }
  }
}

/// The messages of `audit explain`, `audit timeline` and `audit diff`.
extension Text {
  package static var nothingChanged: Text { Text(en: "no amount and no reason changed", zh: "金额和原因均无变化") }

  package static func monthsChanged(_ diff: KnowledgeDiff) -> Text {
    Text(
      en: "\(counted(diff.changes.count, "month")) of \(counted(diff.persons, "person")) changed",
      zh: "\(Int64(diff.persons).grouped) 人 \(Int64(diff.changes.count).grouped) 个月份有变化")
  }

  package static func instantsBackwards(from: Instant, to: Instant) -> Text {
    Text(
      en: "--from is \(from) and --to \(to), expected --from not after --to; exchange them",
      zh: "--from 为 \(from)，--to 为 \(to)，--from 不应晚于 --to；请对调")
  }

  package static func asIfPolicy(_ pack: Identifier) -> Text {
    Text(en: "as if \(pack) were adopted; nothing is recorded", zh: "以下按假设采用 \(pack) 计算，不作任何登记")
  }
}
