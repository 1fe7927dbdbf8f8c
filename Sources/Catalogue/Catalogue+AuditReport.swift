package import Ledger
import Merkle
import Notes
package import Papers
import Policy
package import Subsidy
package import Values

/// The messages of `audit report`.
extension Text {
  package static func monthsBackwards(from: Month, through: Month) -> Text {
    Text(
      en: "--from is \(from) and --through \(through), expected --from not after --through; exchange them",
      zh: "--from 为 \(from)，--through 为 \(through)，--from 不应晚于 --through；请对调")
  }

  package static func operatorUnknown(_ name: Identifier) -> Text {
    Text(
      en: "no batch, review or finding of the log names the operator \(name); compare the name",
      zh: "日志的批次、审核和审计发现中没有经办人 \(name)；请核对名称")
  }

  package static func reportContent(_ brief: AuditBrief) -> Text {
    let (size, root) = (brief.checkpoint.size, brief.checkpoint.root)
    let (findings, persons) = (brief.findings.count, Set(brief.findings.compactMap(\.person)).count)
    return Text(
      en: "\(counted(findings, "finding")) about \(counted(persons, "person")); "
        + "log of \(size) events, root \(root)",
      zh: "审计发现 \(findings) 项，涉及 \(persons) 人；日志事件 \(size) 个，根哈希 \(root)")
  }
}

/// The headings and sentences of the report.
extension Text {
  package static func reportTitle(_ brief: AuditBrief) -> Text {
    let name = brief.checkpoint.origin.printable
    return Text(en: "Audit report: \(name)", zh: "审计报告：\(name)")
  }
  package static func reportOf(_ brief: AuditBrief) -> Text {
    let size = Int64(clamping: brief.checkpoint.size).grouped
    let (root, time) = (brief.checkpoint.root.description.prefix(10), brief.lastRecorded?.chinaTime ?? "–")
    return Text(
      en: "As of \(time), \(size) events, root \(root)…; times in China Standard Time (+08:00), amounts in yuan",
      zh: "截至 \(time)，事件 \(size) 个，根哈希 \(root)…；时间为北京时间，金额单位为元")
  }
  package static var reportLead: Text {
    Text(
      en: "Every event of the ledger was replayed and every month of every person evaluated again. "
        + "Persons appear under their keys; the page holds no names and no accounts.",
      zh: "本报告重放台账全部事件，并重新核算每人每月的补贴。人员以标识表示，不含姓名和账号。")
  }
  package static func reportCut(_ cut: AuditCut) -> Text {
    var parts: [Text] = []
    if let scheme = cut.scheme { parts.append(Text(en: "scheme \(scheme)", zh: "补贴项目 \(scheme)")) }
    if let by = cut.by { parts.append(Text(en: "operator \(by)", zh: "经办人 \(by)")) }
    switch (cut.from, cut.through) {
    case (let from?, let through?):
      parts.append(Text(en: "paid from \(from) to \(through)", zh: "\(from) 至 \(through) 发放"))
    case (let from?, nil): parts.append(Text(en: "paid from \(from) on", zh: "\(from) 及以后发放"))
    case (nil, let through?): parts.append(Text(en: "paid up to \(through)", zh: "\(through) 及以前发放"))
    case (nil, nil): break
    }
    return Text(en: "Only a part: ", zh: "仅含部分：") + parts.joined
  }

  package static var reportMoney: Text { Text(en: "money paid wrongly", zh: "多发资金") }
  package static func reportWrongOf(_ survey: AuditSurvey) -> Text {
    let (persons, months) = (survey.persons.wrong, survey.money.months)
    let share = percent(survey.money.wrong, of: survey.money.paid)
    return Text(
      en: "\(counted(persons, "person")), \(counted(months, "month"))" + (share.map { "; \($0) of all paid" } ?? ""),
      zh: "\(Int64(persons).grouped) 人 \(Int64(months).grouped) 个月" + (share.map { "，占已发 \($0)" } ?? ""))
  }
  package static func reportShare(of part: Fen, in whole: Fen) -> Text {
    let share = percent(part, of: whole) ?? "–"
    return Text(en: "\(share) of paid wrongly", zh: "占多发 \(share)")
  }
  package static func reportBack(_ amount: Fen) -> Text {
    Text(en: "\(amount.yuan) recovered", zh: "已追回 \(amount.yuan)")
  }
  package static func reportPaidOf(_ survey: AuditSurvey) -> Text {
    let (persons, months) = (survey.persons.paid, survey.monthsPaid)
    return Text(
      en: "\(counted(persons, "person")), \(counted(months, "month"))",
      zh: "\(Int64(persons).grouped) 人 \(Int64(months).grouped) 个月")
  }
  /// A share in hundredths, with two decimals; nil without a whole above zero, or for a part outside of it.
  private static func percent(_ part: Fen, of whole: Fen?) -> String? {
    guard let whole, whole > .zero, part >= .zero, part <= whole else { return nil }
    let share = part.value.scaled(to: 10_000, of: whole.value)
    return "\(share / 100).\(share % 100 < 10 ? "0" : "")\(share % 100) %"
  }

  package static var reportSums: Text { Text(en: "Where money was paid wrongly", zh: "多发分布") }
  package static var reportNothingWrong: Text { Text(en: "Nothing was paid wrongly.", zh: "无多发。") }
  package static var reportSumsNote: Text {
    Text(
      en: "Each month that was paid above its worth counts once, however many findings are about it, even if the "
        + "money has come back since. It is counted under those who drafted and approved its last batch.",
      zh: "每个多发月份只计一次（不论列入几项疑点），已追回的也计入；经办人为最后一次发放的起草人和核准人。")
  }
  package static var reportPaidByOperator: Text {
    Text(
      en: "All that was paid counts the batches that the operator drafted or approved in the ledger.",
      zh: "已发金额按该经办人在台账中起草或核准的批次计算。")
  }
  package static var reportByOperators: Text { Text(en: "By operators", zh: "按经办人") }
  package static var reportByBatch: Text { Text(en: "By batch", zh: "按发放批次") }
  package static var reportByScheme: Text { Text(en: "By scheme", zh: "按补贴项目") }
  package static var reportByDistrict: Text { Text(en: "By district", zh: "按区划") }
  package static var reportByMonthOfPayment: Text { Text(en: "By the month in which it was paid", zh: "按发放月份") }
  package static func reportOthers(_ count: Int) -> Text {
    Text(en: "\(Int64(count).grouped) others", zh: "其余 \(Int64(count).grouped) 项")
  }

  package static var reportContents: Text { Text(en: "Contents", zh: "目录") }
  package static var reportLastEvent: Text { Text(en: "last event recorded", zh: "最后事件登记时间") }
  package static var reportDay: Text { Text(en: "ages counted to", zh: "账龄计算截止日") }

  package static var reportFigures: Text { Text(en: "Key figures", zh: "主要数据") }
  package static var reportKnown: Text { Text(en: "of them known when paid", zh: "其中发放时已知") }
  package static var reportInYuan: Text { Text(en: "Amounts in yuan.", zh: "金额单位：元。") }
  package static var reportMonths: Text { Text(en: "Payments by the month that was paid for", zh: "按所属月份的发放") }
  package static var reportNoMonths: Text { Text(en: "Nothing was paid.", zh: "无发放记录。") }
  package static var reportChart: Text { Text(en: "chart, can be scrolled", zh: "图表，可左右滚动") }
  package static var reportBar: Text {
    Text(en: "rightly paid for the month, less what the bank returned", zh: "该月应发已发（扣除银行退回）")
  }
  package static var reportBarWrong: Text { Text(en: "paid wrongly and still to recover", zh: "多发，尚未追回") }
  package static var reportBarPart: Text { Text(en: "recovered", zh: "已追回") }
  package static var reportAsTable: Text { Text(en: "The same as a table", zh: "以表格查看") }
  package static var reportMonthsCaption: Text {
    Text(en: "Paid, paid wrongly and recovered, by the month that was paid for", zh: "按补贴所属月份的已发、多发和追回金额")
  }
  package static func reportMonthsTitle(
    _ months: [AuditSurvey.MonthSum], _ highest: AuditSurvey.MonthSum, _ wrong: Fen
  ) -> Text {
    let (first, last) = (months.first?.month ?? highest.month, months.last?.month ?? highest.month)
    return Text(
      en: "Bars of what was paid for each month from \(first) to \(last), the highest \(highest.month) with "
        + "\(highest.paid.yuan) yuan, of all of them \(wrong.yuan) yuan paid wrongly; the table has every value",
      zh: "\(first) 至 \(last) 各月发放金额柱形图，最高为 \(highest.month)，\(highest.paid.yuan) 元，合计多发 \(wrong.yuan) 元；数值见表格")
  }

  package static func reportMonthsNotDrawn(_ count: Int) -> Text {
    Text(
      en: "\(count) earlier months with money are not drawn, only listed in the table: they lie more than a hundred "
        + "years before the last",
      zh: "另有 \(count) 个更早的月份（距最后月份一百年以上）未画入图中，仅列于表格")
  }

  package static var reportRefusals: Text { Text(en: "Reasons for refusal", zh: "不予享受的原因") }
  package static var reportRejections: Text { Text(en: "Rejected applications", zh: "未予通过的申请") }
  package static var reportUnentitled: Text { Text(en: "Months that are worth nothing", zh: "不予发放的月份") }
  package static var reportReasonsCaption: Text {
    Text(en: "By reason; a case with several reasons counts under each", zh: "按原因统计；有多项原因的，分别计入")
  }

  package static var reportLimits: Text { Text(en: "Limits used", zh: "享受期限使用情况") }
  package static var reportLimitsCaption: Text {
    Text(en: "Claims by the months they have used, those enjoyed elsewhere included", zh: "按已享受月数统计（含在外地已享受的月数）")
  }
  package static func reportExhausted(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "claim has", "claims have")) used every month of the limit.",
      zh: "享受期满（月数用完）的有 \(Int64(count).grouped) 项。")
  }

  package static var reportFindings: Text { Text(en: "Findings", zh: "审计发现") }
  package static var reportFindingsNote: Text {
    Text(
      en: "A month against which there are several reasons is a finding under each of their codes, with its whole "
        + "amount.",
      zh: "同一月份有多项原因的，分别列入各代码，均按全额计。")
  }
  package static var reportCodesCaption: Text {
    Text(en: "Findings by code, the largest amount first", zh: "按代码统计的审计发现，金额大者在前")
  }
  package static var reportWholeList: Text {
    Text(
      en:
        "Of each code the largest \(FindingGroup.listed) are listed. All of them are in the file beside this page whose "
        + "name ends in .findings.csv, as `subsidy audit replay --doubts` writes it.",
      zh: "每个代码列示金额最大的 \(FindingGroup.listed) 项；全部疑点见网页旁以 .findings.csv 结尾的文件，"
        + "内容同 subsidy audit replay --doubts。")
  }
  package static func reportListed(_ listed: Int, of all: Int) -> Text {
    listed == all
      ? Text(
        en: "All \(Int64(all).grouped), the largest amount first, with the numbers of the events that show them",
        zh: "共 \(Int64(all).grouped) 项，金额大者在前，附相关事件序号")
      : Text(
        en:
          "The first \(listed) of \(Int64(all).grouped), the largest amount first, with the numbers of the events that "
          + "show them", zh: "共 \(Int64(all).grouped) 项，列示金额最大的 \(listed) 项，附相关事件序号")
  }
  package static func reportPrinted(_ printed: Int, of all: Int) -> Text {
    Text(
      en: "On paper the first \(printed) of \(Int64(all).grouped); the list beside the page has all.",
      zh: "纸面列示前 \(printed) 项，共 \(Int64(all).grouped) 项，其余见疑点清单。")
  }
  package static func reportGroup(_ group: FindingGroup) -> Text {
    Text(
      en: "\(counted(group.sum.count, "finding")), \(group.sum.amount.yuan) yuan",
      zh: "\(Int64(group.sum.count).grouped) 项，\(group.sum.amount.yuan) 元")
  }

  package static var reportPersons: Text { Text(en: "Persons with findings", zh: "涉及人员") }
  package static func reportPersonsNote(_ shown: Int, of all: Int) -> Text {
    let left =
      shown == all
      ? Text.none
      : Text(
        en: " Shown are \(shown) of \(Int64(all).grouped): those of the largest findings of each code; for any other "
          + "`subsidy audit timeline`.",
        zh: "共 \(Int64(all).grouped) 人，列示各代码金额最大疑点所涉 \(shown) 人；其他人员用 subsidy audit timeline 查看。")
    return Text(
      en: "Each person once: the months of the limit one by one, and what was recorded. On paper are those that were "
        + "opened.", zh: "每人列示一次：享受期限内各月使用情况、登记事件。打印时只含已展开的人员。") + left
  }
  package static func reportPersonSum(_ person: AuditBrief.Person) -> Text {
    let count = person.findings.count
    return Text(en: counted(count, "finding"), zh: "\(Int64(count).grouped) 项")
  }
  package static func reportClaim(_ claim: ClaimEntitlement, scheme: Text) -> Text {
    switch claim.basis {
    case .months(let months)?:
      Text(
        en: "\(scheme.en): \(claim.usedMonths) of \(months) months used",
        zh: "\(scheme.zh)：享受期限 \(months) 个月，已享受 \(claim.usedMonths) 个月")
    case .until(let month)?:
      Text(
        en: "\(scheme.en): until \(month), \(claim.usedMonths) months used",
        zh: "\(scheme.zh)：可享受至 \(month)，已享受 \(claim.usedMonths) 个月")
    case nil: Text(en: "\(scheme.en): never approved", zh: "\(scheme.zh)：无核准，无享受期限")
    }
  }
  package static var reportStrip: Text {
    Text(en: "The slots of the limit, one cell a month; the months are below", zh: "享受期限内各月使用情况，每格一个月；月份见下文")
  }
  package static var reportWrongSlot: Text {
    Text(en: "paid above its worth, or without a place in the limit", zh: "多发，或不占名额而已发")
  }

  /// The outcome of a slot.
  package static func slot(_ outcome: SlotStrip.Outcome) -> Text {
    switch outcome {
    case .elsewhere: Text(en: "enjoyed elsewhere", zh: "外地已享受")
    case .paid: Text(en: "paid", zh: "已发")
    case .due: Text(en: "due, not wholly paid", zh: "应发未足额发放")
    case .above: Text(en: "paid above its worth", zh: "多发")
    case .free: Text(en: "free", zh: "未使用")
    }
  }

  /// The slots of a claim as text: runs of months by their outcome.
  package static func reportRuns(_ strip: SlotStrip) -> Text {
    var kinds: [(name: Text, count: Int, parts: [Text])] = SlotStrip.Outcome.allCases.compactMap { outcome in
      let runs = strip.runs.filter { $0.outcome == outcome }
      if runs.isEmpty { return nil }
      let months = runs.compactMap(\.months).map { months in
        months.lowerBound == months.upperBound ? "\(months.lowerBound)" : "\(months.lowerBound)–\(months.upperBound)"
      }
      let left = strip.leftOut(outcome)
      let more =
        left == 0 ? [] : [Text(en: "… and \(Int64(left).grouped) more", zh: "……另有 \(Int64(left).grouped) 个")]
      return (slot(outcome), runs.reduce(0) { $0 + $1.count }, months.map { Text(en: $0, zh: $0) } + more)
    }
    if !strip.beyond.isEmpty {
      kinds.append(
        (
          Text(en: "paid without a place", zh: "不占名额而已发"), strip.beyond.count,
          strip.beyond.map { Text(en: $0.description, zh: $0.description) }
        ))
    }
    if kinds.isEmpty { return Text(en: "No months.", zh: "无月份。") }
    let texts = kinds.map { name, count, parts in
      let months = parts.map(\.en).joined(separator: ", ")
      let list = parts.map(\.zh).joined(separator: "、")
      return Text(
        en: "\(name.en): \(count)" + (months.isEmpty ? "" : " (\(months))"),
        zh: "\(name.zh) \(count) 个月" + (list.isEmpty ? "" : "（\(list)）"))
    }
    return texts.joined
  }

  package static var reportTimeline: Text { Text(en: "Timeline", zh: "登记事件") }
  package static var reportColon: Text {
    let (narrow, wide) = (": ", "：")
    return Text(en: narrow, zh: wide)
  }
  package static func reportEvent(_ entry: HistoryEvent) -> Text {
    let number = entry.event.sequence
    guard let by = entry.annulledBy else {
      return Text(en: "event \(number), \(entry.event.by)", zh: "事件 \(number)，\(entry.event.by)")
    }
    return Text(
      en: "event \(number), \(entry.event.by); annulled by event \(by)",
      zh: "事件 \(number)，\(entry.event.by)；已由事件 \(by) 作废")
  }
  package static func reportRoutine(_ count: Int, _ person: Identifier) -> Text {
    Text(
      en: "\(counted(count, "monthly contribution, order and payment", "monthly contributions, orders and payments")) "
        + "that no finding names: subsidy audit timeline \(person)",
      zh: "另有每月缴费、列支和发放事件 \(Int64(count).grouped) 个，与审计发现无关：subsidy audit timeline \(person)")
  }

  package static var reportRecoveries: Text { Text(en: "Recoveries by age", zh: "待追回账龄") }
  package static func reportRecoveriesCaption(_ day: CivilDate) -> Text {
    Text(
      en: "Open demands by days since the first demand, on \(day)", zh: "截至 \(day) 尚未退清的追回通知，按首次通知以来的天数")
  }
  package static var reportOpenDemands: Text { Text(en: "The open demands", zh: "尚未退清的追回通知") }

  package static func reportDemandsLeft(_ count: Int) -> Text {
    Text(
      en: "\(Int64(count).grouped) later ones: subsidy recovery ageing",
      zh: "另有较晚的 \(Int64(count).grouped) 份：subsidy recovery ageing")
  }

  package static var reportPolicies: Text { Text(en: "Policies in force", zh: "采用的政策") }
  package static var reportPoliciesCaption: Text {
    Text(en: "Adopted policies with their parameters", zh: "已采用的政策及参数")
  }
  package static var reportChanges: Text { Text(en: "Imports and repairs", zh: "导入与修复") }
  package static var reportChangesCaption: Text {
    Text(
      en: "Imported histories, repairs, corrections of the clock, reopened months", zh: "历史导入、日志修复、时钟更正、撤销月结")
  }
  package static var reportNoChanges: Text {
    Text(
      en: "No history was imported, nothing repaired, no clock corrected, no month reopened.",
      zh: "无历史导入、日志修复、时钟更正和撤销月结。")
  }
  package static func reportChangesLeft(_ count: Int) -> Text {
    Text(en: "\(Int64(count).grouped) earlier ones are in the log.", zh: "另有较早的 \(Int64(count).grouped) 项，见日志。")
  }
  package static var reportSignatures: Text { Text(en: "Signatures", zh: "签章") }
  package static var reportPreparedBy: Text { Text(en: "prepared by", zh: "编制") }
  package static var reportReviewedBy: Text { Text(en: "reviewed by", zh: "复核") }
  package static var reportHead: Text { Text(en: "head of the office", zh: "负责人") }
  package static var reportSignedOn: Text { Text(en: "date", zh: "日期") }

  package static func reportRepeat(_ brief: AuditBrief) -> Text {
    let (size, root, day) = (brief.checkpoint.size, brief.checkpoint.root, brief.day)
    return Text(
      en: "This page is of the log of \(size) events with root \(root), and of the day \(day). It holds no time of "
        + "its own making: the same log, program and day give the same page, byte for byte. Compare the root with a checkpoint "
        + "that you keep.",
      zh: "本报告基于 \(size) 个事件的日志（根哈希 \(root)）和日期 \(day)，不含生成时间：日志、程序和日期相同，报告逐字节相同。请将根哈希与自行保存的检查点核对。")
  }
}
