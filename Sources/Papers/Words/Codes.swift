package import JSONText
package import Policy
package import Subsidy
import Values

// The one wording of every code of the log and of decisions, in both languages; programs read the code itself.

extension FactCode: Worded {
  /// The words for a fact about a person.
  package var words: Text {
    switch self {
    case .employed: Text(en: "employed", zh: "已在单位就业")
    case .businessOwner: Text(en: "owns or directs a business", zh: "企业法定代表人、股东、合伙人或负责人")
    case .pension: Text(en: "draws a pension", zh: "享受基本养老保险待遇")
    case .unemploymentBenefit: Text(en: "draws unemployment benefit", zh: "领取失业保险金")
    case .training: Text(en: "in an employer's training", zh: "参加企业职工技能提升培训")
    case .publicPost: Text(en: "in a public-welfare post", zh: "公益性岗位安置就业")
    case .imprisoned: Text(en: "serving a sentence", zh: "服刑")
    case .fiscallySupported: Text(en: "paid from public funds", zh: "财政供养人员")
    case .dishonest: Text(en: "on a list of dishonest persons", zh: "失信人员")
    case .otherSubsidy: Text(en: "subsidised by another department", zh: "享受其他部门给予的社会保险补贴")
    case .movedOut: Text(en: "household moved out of the city", zh: "户籍迁出本市")
    case .deceased: Text(en: "deceased", zh: "死亡")
    case .contributionRefunded: Text(en: "contributions refunded", zh: "社保退费")
    case .unemployedRegistered: Text(en: "registered as unemployed", zh: "失业登记")
    case .difficultyRecognised: Text(en: "recognised as hard to employ", zh: "就业困难人员认定")
    case .flexibleRegistered: Text(en: "registered as flexibly employed", zh: "灵活就业登记")
    case .annualVerified: Text(en: "annual verification", zh: "年度核验")
    case .graduated: Text(en: "left school", zh: "毕业离校")
    }
  }
}

extension FactCode {
  /// The scope of a clause that names the fact, for a lawyer who holds the document next to it.
  ///
  /// `policy show --format csv` has the English, which therefore never changes.
  package var definition: Text {
    switch self {
    case .employed: Text(en: "insured by an employer, or under a full-time labour contract", zh: "用人单位参保或建立劳动关系")
    case .businessOwner:
      Text(
        en: "legal representative, shareholder, partner or person in charge of a business", zh: "企业法定代表人、股东（合伙人）或负责人")
    case .pension: Text(en: "drawing a basic pension", zh: "享受基本养老保险待遇")
    case .unemploymentBenefit: Text(en: "drawing unemployment benefit", zh: "领取失业保险金")
    case .training: Text(en: "in an employer's skills training", zh: "参加企业职工技能提升培训")
    case .publicPost: Text(en: "in a public-welfare post", zh: "公益性岗位安置就业")
    case .imprisoned: Text(en: "serving a sentence", zh: "服刑")
    case .fiscallySupported: Text(en: "paid from public funds", zh: "财政供养")
    case .dishonest: Text(en: "on a list of dishonest persons", zh: "失信人员")
    case .otherSubsidy: Text(en: "the same subsidy from another department", zh: "享受其他部门给予的社会保险补贴")
    case .movedOut: Text(en: "household moved out of the city", zh: "户籍迁移到市外")
    case .deceased: Text(en: "dead", zh: "死亡")
    case .contributionRefunded: Text(en: "contributions paid back", zh: "社保退费")
    case .unemployedRegistered: Text(en: "registered as unemployed", zh: "失业登记")
    case .difficultyRecognised: Text(en: "recognised as hard to employ", zh: "认定为就业困难人员")
    case .flexibleRegistered: Text(en: "registered as flexibly employed", zh: "办理灵活就业登记")
    case .annualVerified: Text(en: "certificate verified for the year", zh: "《就业创业证》或《就业失业登记证》年度核验")
    case .graduated: Text(en: "left school", zh: "离校")
    }
  }
}

extension FactCode {
  /// The words if the fact is required and missing.
  fileprivate var wordsIfMissing: Text {
    switch self {
    case .unemployedRegistered: Text(en: "not registered as unemployed", zh: "未办理失业登记")
    case .difficultyRecognised: Text(en: "not recognised as hard to employ", zh: "未认定为就业困难人员")
    case .flexibleRegistered: Text(en: "not registered as flexibly employed", zh: "未办理灵活就业登记")
    case .annualVerified: Text(en: "no annual verification", zh: "未进行年度核验")
    case .graduated: Text(en: "not known to have left school", zh: "没有毕业离校登记")
    case .employed, .businessOwner, .pension, .unemploymentBenefit, .training, .publicPost, .imprisoned,
      .fiscallySupported, .dishonest, .otherSubsidy, .movedOut, .deceased, .contributionRefunded:
      Text(en: "missing: \(words.en)", zh: "不具备“\(words.zh)”的条件")
    }
  }
}

extension ReasonCode: Worded {
  /// The words for a reason against a month.
  package var words: Text {
    switch self {
    case .fraud: Text(en: "obtained by fraud", zh: "弄虚作假、骗取补贴")
    case .noPolicy: Text(en: "no policy in force", zh: "当月没有施行的政策")
    case .noApproval: Text(en: "not approved for the month", zh: "当月未获批准")
    case .ended: Text(en: "ended", zh: "已终止")
    case .suspended: Text(en: "suspended", zh: "已暂停")
    case .noContribution: Text(en: "no contribution", zh: "当月未缴纳社会保险费")
    case .lateContribution: Text(en: "the contribution was late", zh: "未按时缴纳社会保险费")
    case .notClaimed: Text(en: "not claimed in its window", zh: "未在规定期限内申报")
    case .excluded(let fact): fact.words
    case .otherScheme: Text(en: "paid under another scheme", zh: "已享受其他补贴项目")
    case .missing(let fact): fact.wordsIfMissing
    case .household: Text(en: "household outside the region", zh: "户籍不在本地")
    case .retired: Text(en: "past the retirement month", zh: "已过法定退休月份")
    case .outsideTerm: Text(en: "outside the months of the term", zh: "不在享受期限规定的月份内")
    case .overLimit: Text(en: "over the limit", zh: "超过享受期限")
    }
  }
}

extension ApplicationFault: Worded {
  /// The words for a fault of an application.
  package var words: Text {
    switch self {
    case .noUndertaking: Text(en: "no undertaking", zh: "未签订承诺书")
    case .jurisdiction: Text(en: "outside the area of the document", zh: "不在文件适用范围内")
    case .underAge: Text(en: "under age", zh: "未达规定年龄")
    case .outOfWindow: Text(en: "applied outside of the year's window", zh: "逾期申报")
    case .wrongPlace: Text(en: "not applied where the document asks for it", zh: "申请地点不符")
    case .registrationOrder: Text(en: "registrations in the wrong order", zh: "未依次办理登记")
    case .registrationEnded: Text(en: "left the registration, not registered again", zh: "退出灵活就业登记后未重新登记")
    case .excluded: Text(en: "a fact against applying", zh: "申请时存在不予补贴的情形")
    }
  }
}

extension PaymentHold.Kind: Worded {
  /// Why a payment waits.
  package var words: Text {
    switch self {
    case .worthLess: Text(en: "worth less than ordered", zh: "应发金额已低于列支金额")
    case .openBatch: Text(en: "in another open batch", zh: "已列入其他未结批次")
    case .otherScheme: Text(en: "in an open batch of another scheme", zh: "已列入其他补贴项目的未结批次")
    case .notBegun: Text(en: "month not begun", zh: "月份未到")
    case .startUnconfirmed: Text(en: "first month not confirmed", zh: "开始月份未确认")
    case .exitUnrecorded: Text(en: "left the registration, not recorded", zh: "已退出灵活就业登记，尚未登记终止")
    case .erased: Text(en: "private data erased", zh: "个人信息已删除")
    }
  }
}

extension OperatorRole: Worded {
  /// The words for a right of an operator.
  package var words: Text {
    switch self {
    case .enter: Text(en: "enter", zh: "登记")
    case .review: Text(en: "review", zh: "审核")
    case .draft: Text(en: "draft", zh: "起草批次")
    case .check: Text(en: "check lists", zh: "核对名单")
    case .approve: Text(en: "approve", zh: "核准批次")
    case .export: Text(en: "export", zh: "导出批次")
    case .settle: Text(en: "settle", zh: "回盘与月结")
    case .recover: Text(en: "recover", zh: "追回")
    case .audit: Text(en: "audit", zh: "审计")
    case .administer: Text(en: "administer", zh: "管理")
    }
  }
}

extension SweepCause: Worded {
  /// Why a sweep suspends or ends.
  package var words: Text {
    switch self {
    case .reportMissed: Text(en: "no report in time", zh: "逾期未报告")
    case .debitsFailed: Text(en: "debits failed", zh: "扣款不成功")
    case .annualVerificationMissing: Text(en: "no annual verification", zh: "未年度核验")
    case .retired: ReasonCode.retired.words
    case .limitReached: Text(en: "every month used", zh: "享受期满")
    case .extensionRunOut: Text(en: "extension used up", zh: "延长期满")
    case .registrationExit: Text(en: "left the registration", zh: "退出灵活就业登记")
    }
  }
}

extension SweepItem.Effect: Worded {
  package var words: Text {
    switch self {
    case .ended: ReasonCode.ended.words
    case .suspended: ReasonCode.suspended.words
    }
  }
}

extension Text {
  /// The words for any code that an event names, `missing-annual-verified` included; an unknown one, such as one from a pack of
  /// the office's own, is shown as it is.
  ///
  /// - Parameters:
  ///   - code: the code.
  ///   - offices: the offices of the review stages by the stages' names.
  /// - Returns: the words.
  package static func code(_ code: String, offices: [String: String] = [:]) -> Text {
    if let fact = FactCode(rawValue: code) { return fact.words }
    if let fault = ApplicationFault(rawValue: code) { return fault.words }
    if code == ClawedBack.overpaid { return Text(en: "paid above the month's amount", zh: "发放金额超过应享受金额") }
    if let cause = SweepCause(rawValue: code) { return cause.words }
    if let reason = ReasonCode.allCases.first(where: { $0.code == code }) { return reason.words }
    if let fact = after("missing-", code).flatMap(FactCode.init) { return ReasonCode.missing(fact).words }
    if let check = after("check-failed-", code) {
      let words = ListedRule.words(ofCheck: check)
      return Text(en: "check failed: \(words.en)", zh: "数据比对不通过：\(words.zh)")
    }
    if let stage = after("failed-at-", code)?.printable {
      return Text(en: "failed at \(stage)", zh: offices[stage].map { "\($0)审核未通过" } ?? "\(stage) 审核未通过")
    }
    return Text(same: code.printable)
  }

  /// A code in words, with the clause that decides.
  package static func code(_ code: String, _ clause: String?) -> Text { .code(code) + .inBrackets(clause) }

  /// Reasons in words, each with its clause.
  package static func reasons(_ reasons: [Reason]) -> Text {
    reasons.map { $0.code.words + .inBrackets($0.clause) }.joined
  }

  /// The reason of a demand: each of its codes, or the operator's own sentence as it is.
  package static func demandReason(_ reason: String) -> Text {
    let codes = reason.split(separator: ", ").map(String.init)
    let isCoded = codes.allSatisfy { Identifier($0) != nil }
    return (isCoded ? codes : [reason]).map { Text.code($0) }.joined
  }

  private static func after(_ prefix: String, _ code: String) -> String? {
    code.hasPrefix(prefix) ? String(code.dropFirst(prefix.count)) : nil
  }
}

extension ListedRule {
  /// The entry in the document's own words, and in English.
  package var words: Text { Text(en: english.printable, zh: chinese.printable) }

  /// A check by its code, in the words of a shipped pack that has it; else the code.
  fileprivate static func words(ofCheck code: String) -> Text {
    let checks = ShippedPacks.all.lazy.compactMap(\.registration).flatMap(\.checks)
    return checks.first { $0.code == code }?.words ?? Text(same: code.printable)
  }
}

extension Finding.Code: Worded {
  /// The words for the reason against the payment, or for the fault of the decision.
  package var words: Text {
    switch self {
    case .paidDespite(let reason): Text(en: "paid though: \(reason.words.en)", zh: "不应发放：\(reason.words.zh)")
    case .acceptedDespite(let fault): Text(en: "application: \(fault.words.en)", zh: "申请受理：\(fault.words.zh)")
    case .paidAboveEntitlement: Text(en: "paid too much", zh: "多发")
    case .paidTwice: Text(en: "paid twice", zh: "重复发放")
    case .paidNotOrdered: Text(en: "paid without an order", zh: "未列入批次的发放")
    case .paidAboveOrder: Text(en: "paid above its order", zh: "发放超出批次金额")
    case .paidAfterReturn: Text(en: "paid after the bank returned it", zh: "银行退回后又登记发放")
    case .paidBeforeContribution: Text(en: "paid before the contribution was known", zh: "未见缴费即发放")
    case .paidUnconfirmed: Text(en: "paid, first month not confirmed", zh: "未确认开始享受月份即发放")
    case .paidAfterExit: Text(en: "paid after an exit that nobody recorded", zh: "退出登记未办理终止即发放")
    case .paidAboveContribution: Text(en: "paid more than was contributed", zh: "补贴高于实际缴费")
    case .overpaidNotDemanded: Text(en: "overpaid, not demanded", zh: "多发未通知追回")
    case .demandWithoutGround: Text(en: "demanded though rightly paid", zh: "应发款项被追回")
    case .receiptWithoutDemand: Text(en: "receipt without a demand", zh: "无追回通知的收据")
    case .receiptBookedTwice: Text(en: "receipt booked twice", zh: "同一收据重复登记")
    case .fundsBookedTwice: Text(en: "funds booked twice", zh: "同一拨款凭证重复登记")
    case .entitledUnpaid: Text(en: "due, not paid in time", zh: "应发未按时发放")
    case .reportMissedNotStopped: Text(en: "no report, not stopped", zh: "逾期未报告未停发")
    case .debitsFailedNotStopped: Text(en: "debits failed, not stopped", zh: "连续扣款不成功未停发")
    case .approvedAgainstRecord: Text(en: "approved against what was recorded", zh: "核准时已登记不符合条件的情况")
    case .approvedUncompared: Text(en: "approved without comparing data", zh: "未经数据比对即核准")
    case .rejectedWithoutReason: Text(en: "rejected without a reason that held", zh: "不予核准的原因不成立")
    case .approvedWithoutApplication: Text(en: "approved without an application", zh: "无申请即核准")
    case .approvedWrongBasis: Text(en: "approved for another term than due", zh: "核准的享受期限有误")
    case .approvedWrongPolicy: Text(en: "approved under another policy", zh: "核准适用的政策有误")
    case .approvedWrongFirst: Text(en: "first approval marked wrongly", zh: "初次核准标识有误")
    case .stageSkipped: Text(en: "stage skipped", zh: "缺少审核环节")
    case .stageOutOfOrder: Text(en: "stage out of order", zh: "审核环节次序颠倒")
    case .stageSameOperator: Text(en: "two stages by one operator", zh: "两次审核为同一经办人")
    case .stagesOneOperator: Text(en: "all offices' stages by one operator", zh: "各单位审核环节为同一经办人")
    case .stageSameKey: Text(en: "two stages with one key", zh: "两次审核使用同一钥匙盘")
    case .stageWithoutKey: Text(en: "stage without a key", zh: "审核未使用钥匙盘")
    case .stageBeforePublicityEnd: Text(en: "decided before the publicity ended", zh: "公示未满即审核")
    case .stageLate: Text(en: "stage late", zh: "审核逾期")
    case .startConfirmedLate: Text(en: "first month confirmed late", zh: "逾期确认开始享受月份")
    case .batch(let fault): fault.words
    case .disposedByResponsible: Text(en: "disposed of by who is responsible", zh: "责任人自行处理疑点")
    case .impossible(.paidAfterRecording): Text(en: "contribution paid after it was recorded", zh: "缴费日期晚于登记日期")
    case .impossible(.tooFarAhead): Text(en: "contribution far ahead of its month", zh: "提前登记缴费过久")
    case .impossible(.beforeBirth): Text(en: "fact before the person's birth", zh: "事实早于出生日期")
    case .claimOutOfWindow: Text(en: "claim without effect for the month", zh: "申报对当月无效")
    case .beyondBounds: Text(en: "value beyond all bounds", zh: "数值超出合理范围")
    case .joinedInVain: Text(en: "keys joined that cannot be", zh: "人员标识不得合并而合并")
    case .entryUnderJoinedKey: Text(en: "entry under a joined key", zh: "以已合并的人员标识登记")
    case .operatorsLookAlike: Text(en: "operators whose names look alike", zh: "经办人名称易混淆")
    case .keysRecovered: Text(en: "an administrator's keys recovered", zh: "为管理员找回签名密钥")
    case .withoutRole: Text(en: "recorded by somebody who may not", zh: "经办人无权办理")
    case .withoutConsent: Text(en: "act of two people without consent", zh: "须两人办理而未经同意")
    case .adoptedOverPaid: Text(en: "adopted alone though paid months change", zh: "采用政策改变已发月份而未经同意")
    case .paidAfterRecall: Text(en: "paid though the file was recalled", zh: "文件撤回后仍予发放")
    case .sharedAccount: Text(en: "one account for several persons", zh: "多人共用一个收款账户")
    case .imported(let type):
      Text(en: "brought in after going live: \(type.rawValue)", zh: "上线后违规补录：\(type.rawValue)")
    }
  }
}

extension BatchFault: Worded {
  /// The words for a fault in the way in which the money left.
  package var words: Text {
    switch self {
    case .approvedByDrafter: Text(en: "approved by its drafter", zh: "起草人自行核准批次")
    case .fromHistory: Text(en: "batch of a history approved or exported", zh: "核准或导出补录的批次")
    case .registeredByOther: Text(en: "drafter and approver, one registered by the other", zh: "起草人与核准人，其中一人由另一人单独登记")
    case .paidUnapproved: Text(en: "batch paid, nobody approved", zh: "批次未核准即发放")
    case .approvedAfterPayment: Text(en: "batch approved after it was paid", zh: "批次发放后补核准")
    case .paidCancelled: Text(en: "batch paid after it was cancelled", zh: "批次撤销后仍发放")
    case .itemsAdded: Text(en: "items added after the approval", zh: "核准后增加明细")
    case .sumsDiffer: Text(en: "draft's sums are not its items'", zh: "批次合计与明细不符")
    case .paidUnexported: Text(en: "batch paid, never exported", zh: "批次未导出即发放")
    case .listUnchecked: Text(en: "approved, list not checked", zh: "名单未核对即核准")
    case .fundsMissing: Text(en: "exported before the funds came", zh: "资金未到位即导出")
    case .accountChanged: Text(en: "account changed by the drafter", zh: "起草人变更收款账户后发放")
    }
  }
}

extension Finding.Code {
  /// The words if it is plain that a payment is meant: only the reason against it.
  package var wordsInBrief: Text { if case .paidDespite(let reason) = self { reason.words } else { words } }
}

extension Finding.Severity: Worded {
  package var words: Text {
    switch self {
    case .high: Text(en: "high", zh: "严重")
    case .medium: Text(en: "medium", zh: "一般")
    case .low: Text(en: "low", zh: "轻微")
    }
  }
}

extension FindingDisposed.Outcome: Worded {
  /// The words for the outcome of a finding.
  package var words: Text {
    switch self {
    case .confirmed: Text(en: "confirmed", zh: "属实")
    case .explained: Text(en: "explained", zh: "经核实不属实")
    case .corrected: Text(en: "corrected", zh: "已整改")
    case .referred: Text(en: "referred", zh: "已移送")
    }
  }
}

extension ApplicationCase.Outcome: Worded {
  package var words: Text {
    switch self {
    case .pending: Text(en: "pending", zh: "审核中")
    case .approved: Text(en: "approved", zh: "已核准")
    case .rejected: Text(en: "rejected", zh: "不予核准")
    case .withdrawn: Text(en: "withdrawn", zh: "申请人已撤回")
    }
  }
}

extension BatchState.Stage: Worded {
  package var words: Text {
    switch self {
    case .named: Text(en: "known by its payments only", zh: "仅见于支付记录")
    case .drafted: Text(en: "drafted", zh: "已起草")
    case .approved: Text(en: "approved", zh: "已核准")
    case .exported: Text(en: "exported", zh: "已送银行")
    case .cancelled: Text(en: "cancelled", zh: "已撤销")
    case .recalled: Text(en: "recalled", zh: "文件已撤回")
    }
  }
}

extension BatchItem.Outcome: Worded {
  package var words: Text {
    switch self {
    case .open: Text(en: "no answer yet", zh: "未回盘")
    case .paid: Text(en: "paid", zh: "已发")
    case .returned: Text(en: "returned", zh: "银行退回")
    }
  }
}

extension BatchTotal {
  /// The words for the property that the lines have in common.
  package var words: Text {
    if value.isEmpty { return Text(en: "(not known)", zh: "（未知）") }
    let region = kind == .district ? Region(value)?.inWords : nil
    return Text(en: value.printable, zh: region ?? value.printable)
  }
}

extension BatchTotal.Kind: Worded {
  /// The words for the property by which a batch is totalled.
  package var words: Text {
    switch self {
    case .scheme: Heading.scheme.text
    case .district: Heading.district.text
    case .bank: Text(en: "bank", zh: "开户银行")
    case .month: Heading.month.text
    case .fund: Text(en: "fund", zh: "资金来源")
    }
  }
}

extension Deadline.Kind: Worded {
  /// The words for the task.
  package var words: Text {
    switch self {
    case .review: Text(en: "review", zh: "审核")
    case .report: Text(en: "report of employment", zh: "报告就业情况")
    case .payment: Text(en: "payment", zh: "发放")
    case .startConfirmation: Text(en: "confirmation of the first month", zh: "确认开始享受月份")
    case .claim: Text(en: "claim", zh: "申报")
    }
  }
}

extension Deadline.State: Worded {
  package var words: Text {
    switch self {
    case .due: Text(en: "due", zh: "待办")
    case .overdue: Text(en: "overdue", zh: "已逾期")
    case .waiting: Text(en: "publicity runs", zh: "公示中")
    }
  }
}

extension AgeClass: CellValue {
  package static var kind: Table.Kind { .text }
  package var cell: Table.Cell {
    switch self {
    case .upTo30, .upTo90, .upTo365, .older: .text(rawValue)
    case .underObjection: .word(Text(en: "objection", zh: "异议处理中"), code: rawValue)
    }
  }
}

extension Basis: CellContent {
  package var words: Text {
    switch self {
    case .months(let months): Text(en: "\(months) months", zh: "\(months) 个月")
    case .until(let month): Text(en: "until \(month)", zh: "至 \(month)")
    }
  }
  package var code: String {
    switch self {
    case .months(let months): String(months)
    case .until(let month): month.description
    }
  }
  package func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension SweepItem.Ground: CellContent {
  /// The words for the ground of a rule of a sweep.
  package var words: Text {
    switch self {
    case .noReport(let first, let last):
      Text(en: "no report from \(first) to \(last)", zh: "\(first) 至 \(last) 未报告")
    case .failedDebits(let first, let last) where first == last:
      Text(en: "the debit of \(first) failed", zh: "\(first) 扣款不成功")
    case .failedDebits(let first, let last):
      Text(en: "debits failed from \(first) to \(last)", zh: "\(first) 至 \(last) 连续扣款不成功")
    case .notVerified(let year, let closed):
      Text(en: "no verification for \(year) by \(closed)", zh: "截至 \(closed) 无 \(year) 年度核验")
    case .lastMonth(let month): Text(en: "the last month was \(month)", zh: "截止月份为 \(month)")
    case .monthsUsed(let months, let last?):
      Text(en: "\(months) months used, the last \(last)", zh: "已享受 \(months) 个月，末月 \(last)")
    case .monthsUsed(let months, nil):
      Text(en: "\(months) months used before the approval", zh: "核准前已享受 \(months) 个月")
    case .fact(let fact, let day): Text(en: "\(fact.words.en) since \(day)", zh: "自 \(day) 起\(fact.words.zh)")
    }
  }

  package var code: String { members.map { "\($0.key)=\($0.cell.code)" }.joined(separator: " ") }

  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for (key, cell) in members {
      writer.key(key)
      cell.write(to: &writer)
    }
    writer.endObject()
  }

  /// The parts of the ground, by name.
  private var members: [(key: StaticString, cell: Table.Cell)] {
    switch self {
    case .noReport(let first, let last), .failedDebits(let first, let last):
      [("firstMonth", first.cell), ("lastMonth", last.cell)]
    case .notVerified(let year, let closed): [("year", year.cell), ("closed", closed.cell)]
    case .lastMonth(let month): [("lastMonth", month.cell)]
    case .monthsUsed(let months, nil): [("months", months.cell)]
    case .monthsUsed(let months, let last?): [("months", months.cell), ("lastMonth", last.cell)]
    case .fact(let fact, let day): [("fact", fact.cell), ("day", day.cell)]
    }
  }
}
