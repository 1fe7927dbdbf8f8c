import Catalogue
import Papers
import Policy
import Subsidy
import Values

/// The texts of the demonstration, step by step.
extension Text {
  static var demoTitle: Text {
    Text(
      en: "A month in a made-up district: 120 persons, five cities' subsidies, one ledger.",
      zh: "虚构辖区的一个月：120 人，五个城市的补贴项目，一本台账。")
  }
  static var demoPremise: Text {
    Text(
      en: "Names and numbers are invented; the dates are the story's own. Amounts are in yuan.",
      zh: "姓名、号码均为虚构，日期为故事时间。金额单位：元。")
  }
  static func demoOpened(later: CivilDate) -> Text {
    Text(
      en: "The ledger is opened and four documents are adopted as policy packs; Jingdezhen's follows on \(later).",
      zh: "建立台账，采用四份文件的政策包；景德镇文件于 \(later) 施行当日采用。")
  }
  static func demoPast(entries: Int, persons: Int, months: Int, paid: Fen) -> Text {
    let (entries, persons) = (Int64(entries).grouped, Int64(persons).grouped)
    return Text(
      en:
        "The past comes in from two files: \(entries) entries on \(persons) persons, \(months) months paid, \(paid.yuan) in all. Only its form is checked, so that a careless payment comes in with it.",
      zh: "补录历史：两个文件共 \(entries) 条记录，涉及 \(persons) 人，已发 \(months) 个月，合计 \(paid.yuan)。补录只查格式，一笔违规发放也随之进入台账。")
  }
  static func demoRejected(_ person: Identifier, _ reasons: [RejectionReason]) -> Text {
    let list = reasons.map { Text.code($0.code, $0.clause) }.joined
    return Text(
      en: "Three newcomers register and apply. \(person) is rejected at once: \(list.en).",
      zh: "三人新登记并申请。\(person) 当即不予受理：\(list.zh)。")
  }
  static var demoMistake: Text {
    Text(
      en: "A clerk records a job for lz-007, meaning a namesake. A second entry annuls the first: both stay readable.",
      zh: "经办人误将同名者的就业信息记在 lz-007 名下，随后登记一条撤销：两条均可查，前者不再计入。")
  }
  static func demoExtended(_ person: Identifier, limit: Int, used: Int, clause: String?) -> Text {
    Text(
      en: "\(person) has used \(used) months and gets the one extension: \(limit) in all\(Text.inBrackets(clause).en).",
      zh: "\(person) 已享受 \(used) 个月，经一次性延长后共 \(limit) 个月\(Text.inBrackets(clause).zh)。")
  }
  static func demoApproved(_ person: Identifier, months: Int) -> Text {
    Text(
      en: "\(person), a newcomer, passes acceptance and review: approved for \(months) months.",
      zh: "新申请人 \(person) 受理、审核均通过：获批 \(months) 个月。")
  }
  static func demoPublicity(_ person: Identifier, _ refusal: Refusal?) -> Text {
    guard case .publicityRuns(let until, let clause)? = refusal else { return Text.none }
    let place = Text.inBrackets(clause)
    return Text(
      en:
        "The last review of \(person) is refused: the five working days of publicity run through \(until)\(place.en).",
      zh: "\(person) 的第二次复核被拒绝：5 个工作日公示至 \(until) 止\(place.zh)。")
  }
  static func demoSecondReview(_ person: Identifier, _ byOperator: Refusal?, _ byKey: Refusal?) -> Text {
    guard case .sameOperator(let stage, let clause)? = byOperator, case .sameKey? = byKey else { return Text.none }
    let place = Text.inBrackets(clause)
    return Text(
      en:
        "Refused too: the operator who decided \(stage), then that operator's key\(place.en). Another operator with another key passes it, and \(person) is approved.",
      zh: "\(stage) 的同一经办人再次复核被拒绝，另一经办人使用同一钥匙盘也被拒绝\(place.zh)；换人换钥匙盘后通过，\(person) 获批。")
  }
  static func demoContributions(_ month: Month, count: Int, total: Fen) -> Text {
    Text(
      en: "The insurance bureau's list for \(month) comes in: \(count) contributions, \(total.yuan).",
      zh: "导入社保经办机构 \(month) 缴费名单：\(count) 笔，合计 \(total.yuan)。")
  }
  static func demoDrafted(_ batches: Int, total: Fen, by drafter: Identifier) -> Text {
    Text(
      en: "\(drafter) drafts \(batches) batches, \(total.yuan) in all. The rules decide who is in them:",
      zh: "\(drafter) 起草 \(batches) 个发放批次，合计 \(total.yuan)。是否发放由规则决定：")
  }
  static func demoNotDue(_ person: Identifier, _ reason: Reason) -> Text {
    let text = Text.code(reason.code.code, reason.clause)
    return Text(en: "- \(person) is out: \(text.en)", zh: "- \(person) 不予发放：\(text.zh)")
  }
  static func demoLastMonth(_ person: Identifier, used: Int, prior: Int) -> Text {
    Text(
      en: "- \(person) gets month \(used), the last: \(prior) were enjoyed elsewhere",
      zh: "- \(person) 发放第 \(used) 个月，为最后一个月：其中 \(prior) 个月已在外地享受")
  }
  static func demoGraduate(_ person: Identifier, months: Int) -> Text {
    Text(
      en: "- \(person) left school in June: up to \(months) months as a graduate",
      zh: "- \(person) 为当年 6 月离校毕业生：期限 \(months) 个月")
  }
  static func demoApproval(_ drafter: Identifier, _ approver: Identifier, batch: Identifier, sha256: String) -> Text {
    let digest = sha256.prefix(12)
    return Text(
      en:
        "\(drafter) may not approve an own draft: refused. \(approver) approves, the bank's files are written, their digests recorded (\(batch): \(digest)…).",
      zh: "\(drafter) 核准自己起草的批次被拒绝；\(approver) 核准后导出银行文件，摘要记入台账（\(batch)：\(digest)…）。")
  }
  static func demoReturned(_ person: Identifier, _ amount: Fen, code: String) -> Text {
    Text(
      en: "The bank answers. One payment comes back: \(person), \(amount.yuan), \(code).",
      zh: "银行回盘。一笔退回：\(person)，\(amount.yuan)，\(code)。")
  }
  static func demoSecondBatch(_ batch: Identifier) -> Text {
    Text(
      en: "With a new account on file the month is payable again: \(batch) takes it up, and it arrives.",
      zh: "登记新账户后该月恢复为待发，由 \(batch) 补发到账。")
  }
  static var demoFinanceTable: Text { Text(en: "The batches, for finance", zh: "发放批次（财务）") }
  static func demoLate(_ employed: Identifier, _ fraud: Identifier) -> Text {
    Text(
      en:
        "Facts come late: an employer has insured \(employed) since 17 November, and the papers of \(fraud) were forged: fraud. A replay re-decides every payment and finds what was wrong.",
      zh: "迟到的信息：\(employed) 自 11 月 17 日起由单位参保；\(fraud) 查实弄虚作假。重放历史，逐笔重审，找出错发。")
  }
  static var demoAuditTable: Text {
    Text(
      en: "What was paid wrongly, and whether the ledger knew it then, for an auditor", zh: "错发明细及发放时是否已知（审计）")
  }
  static func demoDemanded(_ demands: [ClawedBack]) -> Text {
    let list = demands.map { demand in
      let amount = demand.months.reduce(Fen.zero) { $0 + $1.amount }
      let place = Text.inBrackets(demand.clause)
      return Text(
        en: "\(demand.person) \(amount.yuan)\(place.en)", zh: "\(demand.person) 应退 \(amount.yuan)\(place.zh)")
    }.joined
    return Text(
      en: "Each is asked for exactly these months back: \(list.en).",
      zh: "逐人发出追回通知，正好追回上述月份：\(list.zh)。")
  }
  static func demoRepaid(_ repaid: Fen, open: Fen) -> Text {
    Text(
      en: "Two of them repay \(repaid.yuan); \(open.yuan) is outstanding.",
      zh: "两人退回 \(repaid.yuan)，待退回 \(open.yuan)。")
  }
  static func demoPersonTable(_ person: Identifier) -> Text {
    Text(en: "\(person) month by month, as the clauses decide", zh: "\(person) 逐月情况及依据条款")
  }
  static func demoVerified(events: UInt64, commits: UInt64, findings: Int) -> Text {
    let (events, commits) = (Int64(events).grouped, Int64(commits).grouped)
    return Text(
      en:
        "A last replay has \(findings) findings left: the careless payment. Every hash is recomputed: \(events) events in \(commits) commits, whole.",
      zh: "最后一次重放尚有 \(findings) 项审计发现，即该笔违规发放。重算全部哈希：\(commits) 次提交，\(events) 条事件，完整。")
  }
  static func demoNotWhole(_ outcome: String) -> Text {
    Text(en: "the demonstration's ledger is not whole: \(outcome.printable)", zh: "示例台账不完整：\(outcome.printable)")
  }
  static func demoTree(size: UInt64, root: String) -> Text {
    Text(
      en: "tree head  size \(Int64(size).grouped)\n           root \(root)",
      zh: "树头    事件数 \(Int64(size).grouped)\n        根哈希 \(root)")
  }
  static func demoPlaces(ledger: String, files: String) -> Text {
    Text(
      en: "ledger     \(ledger.printable)\nfiles      \(files.printable)",
      zh: "台账    \(ledger.printable)\n文件    \(files.printable)")
  }
  static var demoNext: Text { Text(en: "Try next:", zh: "接下来可以试：") }
  static var demoNextPerson: Text { Text(en: "why each month is worth what it is", zh: "逐月应发及原因") }
  static var demoNextRecovery: Text { Text(en: "who still owes what", zh: "尚待退回的金额") }
  static var demoNextReplay: Text { Text(en: "replay history, list findings", zh: "重放历史，列出审计发现") }
}

/// The words of the demonstration's tables and failures.
extension Text {
  /// The folder holds something already.
  static func demoExists(_ path: String) -> Text {
    Text(
      en: "\(path.quoted) is there already; expected a new or empty folder",
      zh: "\(path.quoted) 已存在；应为新建或空的目录")
  }
  /// How far the story is.
  static func demoProgress(done: Int, of parts: Int) -> Text {
    Text(en: "the story so far: \(done) of \(parts)", zh: "演示进度：\(done)/\(parts)")
  }
}
