import Policy

/// Codes of the log and of decisions that people read as words; programs read the code itself.
enum Word: String, CaseIterable, Sendable {
  // States of a batch.
  case named, drafted, approved, cancelled, exported, settled, returned, paid, open, known
  // A batch to the fen.
  case ordered, silent
  case fundsRequested = "funds-requested"
  case fundsReceived = "funds-received"
  // What the totals of a batch are by.
  case scheme, district, bank, month, fund
  // Answers and states of checks.
  case yes, no, equal, differs, current, behind, missing, halted, adopted, shipped
  // What is due, and how it stands.
  case review, report, payment, due, overdue, waiting
  case startConfirmation = "start-confirmation"
  // Why a sweep suspends or ends, besides `retired`.
  case reportMissed = "report-missed"
  case debitsFailed = "debits-failed"
  case annualVerificationMissing = "annual-verification-missing"
  case limitReached = "limit-reached"
  case extensionRunOut = "extension-run-out"
  case registrationExit = "registration-exit"
  // Reasons against a month that come from the record itself (contract section 6.2 and 6.3).
  case fraud, ended, suspended, household, retired
  case noPolicy = "no-policy"
  case noApproval = "no-approval"
  case noContribution = "no-contribution"
  case otherScheme = "other-scheme"
  case overLimit = "over-limit"
  // Reasons against an application.
  case jurisdiction
  case noUndertaking = "no-undertaking"
  case underAge = "under-age"
  case outOfWindow = "out-of-window"
  case wrongPlace = "wrong-place"
  case registrationOrder = "registration-order"
  // The sheet of a registration.
  case registration, commitment, place, check, exit, passed, failed, registered
  case notRegistered = "not-registered"
  case notChecked = "not-checked"
  case given, left
  // Facts (contract section 4).
  case employed, pension, training, imprisoned, dishonest, deceased, graduated
  case businessOwner = "business-owner"
  case unemploymentBenefit = "unemployment-benefit"
  case publicPost = "public-post"
  case fiscallySupported = "fiscally-supported"
  case otherSubsidy = "other-subsidy"
  case movedOut = "moved-out"
  case contributionRefunded = "contribution-refunded"
  case unemployedRegistered = "unemployed-registered"
  case difficultyRecognised = "difficulty-recognised"
  case flexibleRegistered = "flexible-registered"
  case annualVerified = "annual-verified"

  /// The wording.
  var text: Text {
    switch self {
    case .named: Text(en: "named only", zh: "仅被引用")
    case .paid: Text(en: "paid", zh: "已发")
    case .open: Text(en: "no answer yet", zh: "未回盘")
    case .known: Text(en: "known already", zh: "早已登记")
    case .yes: Text(en: "yes", zh: "是")
    case .no: Text(en: "no", zh: "否")
    case .equal: Text(en: "equal", zh: "一致")
    case .differs: Text(en: "differs", zh: "不一致")
    case .current: Text(en: "current", zh: "最新")
    case .behind: Text(en: "behind", zh: "未更新")
    case .halted: Text(en: "halted", zh: "已停止")
    case .missing: Text(en: "missing", zh: "不存在")
    case .adopted: Text(en: "adopted", zh: "已采用")
    case .shipped: Text(en: "not adopted", zh: "未采用")
    case .drafted: Text(en: "drafted", zh: "已起草")
    case .approved: Text(en: "approved", zh: "已核准")
    case .cancelled: Text(en: "cancelled", zh: "已撤销")
    case .exported: Text(en: "exported", zh: "已送银行")
    case .ordered: Text(en: "ordered", zh: "已列支")
    case .silent: Text(en: "sent, no answer", zh: "已送未回盘")
    case .fundsRequested: Text(en: "requested of the treasury", zh: "申请拨付资金")
    case .fundsReceived: Text(en: "received of the treasury", zh: "资金到位")
    case .scheme: Text(en: "scheme", zh: "补贴项目")
    case .district: Text(en: "district", zh: "区划")
    case .bank: Text(en: "bank", zh: "开户银行")
    case .month: Text(en: "month", zh: "月份")
    case .fund: Text(en: "fund", zh: "资金来源")
    case .settled: Text(en: "settled", zh: "已结算")
    case .returned: Text(en: "returned", zh: "退回")
    case .review: Text(en: "review", zh: "审核")
    case .report: Text(en: "report of employment", zh: "报告就业情况")
    case .payment: Text(en: "payment", zh: "发放")
    case .startConfirmation: Text(en: "confirmation of the first month", zh: "确认开始享受月份")
    case .due: Text(en: "due", zh: "待办")
    case .overdue: Text(en: "overdue", zh: "已逾期")
    case .waiting: Text(en: "publicity runs", zh: "公示中")
    case .reportMissed: Text(en: "no report in time", zh: "逾期未报告")
    case .debitsFailed: Text(en: "debits failed", zh: "扣款不成功")
    case .annualVerificationMissing: Text(en: "no annual verification", zh: "未年度核验")
    case .limitReached: Text(en: "every month used", zh: "享受期满")
    case .extensionRunOut: Text(en: "extension used up", zh: "延长期满")
    case .registrationExit: Text(en: "left the registration", zh: "退出灵活就业登记")
    case .fraud: Text(en: "obtained by fraud", zh: "骗取补贴")
    case .ended: Text(en: "ended", zh: "已终止")
    case .suspended: Text(en: "suspended", zh: "已暂停")
    case .household: Text(en: "household outside the region", zh: "户籍不在本地")
    case .retired: Text(en: "past the retirement month", zh: "已过退休月份")
    case .noPolicy: Text(en: "no policy in force", zh: "当月无有效政策")
    case .noApproval: Text(en: "not approved for the month", zh: "当月未获批准")
    case .noContribution: Text(en: "no contribution", zh: "当月未缴费")
    case .otherScheme: Text(en: "paid under another scheme", zh: "已享受其他补贴项目")
    case .overLimit: Text(en: "over the limit", zh: "超过享受期限")
    case .noUndertaking: Text(en: "no undertaking", zh: "未签承诺书")
    case .jurisdiction: Text(en: "outside the area of the document", zh: "不在文件适用范围内")
    case .underAge: Text(en: "under age", zh: "未达规定年龄")
    case .outOfWindow: Text(en: "applied outside of the year's window", zh: "逾期申报")
    case .wrongPlace: Text(en: "applied at a place that the document does not name", zh: "申请地点不符")
    case .registrationOrder: Text(en: "registrations in the wrong order", zh: "未依次办理登记")
    case .registration: Text(en: "registration", zh: "登记")
    case .commitment: Text(en: "commitment instead of proofs", zh: "书面承诺（无需证明材料）")
    case .place: Text(en: "place", zh: "登记地点")
    case .check: Text(en: "check", zh: "数据比对")
    case .exit: Text(en: "exit", zh: "退出")
    case .passed: Text(en: "passed", zh: "通过")
    case .failed: Text(en: "failed", zh: "不通过")
    case .registered: Text(en: "registered", zh: "已登记")
    case .notRegistered: Text(en: "not registered", zh: "未登记")
    case .notChecked: Text(en: "not checked", zh: "未比对")
    case .given: Text(en: "applies", zh: "适用")
    case .left: Text(en: "has happened", zh: "已发生")
    case .employed: Text(en: "employed", zh: "已在单位就业")
    case .pension: Text(en: "draws a pension", zh: "享受基本养老保险待遇")
    case .training: Text(en: "in an employer's training", zh: "参加企业职工技能提升培训")
    case .imprisoned: Text(en: "serving a sentence", zh: "服刑")
    case .dishonest: Text(en: "on a list of dishonest persons", zh: "失信人员")
    case .deceased: Text(en: "deceased", zh: "死亡")
    case .graduated: Text(en: "left school", zh: "毕业离校")
    case .businessOwner: Text(en: "owns or directs a business", zh: "企业法定代表人、股东、合伙人或负责人")
    case .unemploymentBenefit: Text(en: "draws unemployment benefit", zh: "领取失业保险金")
    case .publicPost: Text(en: "in a public-welfare post", zh: "公益性岗位在岗")
    case .fiscallySupported: Text(en: "paid from public funds", zh: "财政供养人员")
    case .otherSubsidy: Text(en: "subsidised by another department", zh: "享受其他部门社会保险补贴")
    case .movedOut: Text(en: "household moved out of the city", zh: "户籍迁出本市")
    case .contributionRefunded: Text(en: "contributions refunded", zh: "社保退费")
    case .unemployedRegistered: Text(en: "registered as unemployed", zh: "失业登记")
    case .difficultyRecognised: Text(en: "recognised as hard to employ", zh: "就业困难人员认定")
    case .flexibleRegistered: Text(en: "registered as flexibly employed", zh: "灵活就业登记")
    case .annualVerified: Text(en: "annual verification", zh: "年度核验")
    }
  }

  /// The words for any code that a decision names, `missing-annual-verified` included; one that the catalogue does not
  /// know, as from a pack of the office's own, is shown as it is.
  static func text(for code: String) -> Text {
    if let word = Word(rawValue: code) { return word.text }
    if code.hasPrefix("missing-"), let fact = Word(rawValue: String(code.dropFirst(8))) {
      return Text(en: "missing: \(fact.text.en)", zh: "缺少：\(fact.text.zh)")
    }
    if code.hasPrefix("check-failed-") {
      let check = ListedRule.text(ofCheck: String(code.dropFirst(13)))
      return Text(en: "check failed: \(check.en)", zh: "数据比对不通过：\(check.zh)")
    }
    if code.hasPrefix("failed-at-") {
      let stage = String(code.dropFirst(10)).printable
      return Text(en: "failed at \(stage)", zh: "\(stage) 审核未通过")
    }
    return Text(en: code.printable, zh: code.printable)
  }

  /// A code in words, with the clause that decides.
  static func text(for code: String, _ clause: String?) -> Text {
    let word = text(for: code)
    let place = Text.inBrackets(clause)
    return Text(en: word.en + place.en, zh: word.zh + place.zh)
  }
}

extension ListedRule {
  /// The entry in the document's own words, and in English.
  var text: Text { Text(en: english.printable, zh: chinese.printable) }

  /// A check by its code, in the words of a shipped pack that has it; else the code.
  fileprivate static func text(ofCheck code: String) -> Text {
    let checks = ShippedPacks.all.lazy.compactMap(\.registration).flatMap(\.checks)
    return checks.first { $0.code == code }?.text ?? Text(en: code.printable, zh: code.printable)
  }
}
