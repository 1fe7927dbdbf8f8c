package import EventLog
package import Ledger
import Merkle
package import Papers
package import Policy
package import ReadModel
import Reports
package import Subsidy
package import Values

/// The messages of commands when they are done.
extension Text {
  package static func ledgerOpened(_ path: String) -> Text {
    Text(en: "opened the ledger \(path.printable)", zh: "已建立台账 \(path.printable)")
  }

  /// A folder in which a ledger or a backup was being made.
  package static func leftover(_ path: String) -> Text {
    Text(
      en: "\(path.printable) was left by an `init`, `backup` or `restore` that was cut short, "
        + "or belongs to one that is running; if none is running, remove it",
      zh: "\(path.printable) 系此前中断的 `init`、`backup` 或 `restore` 所留，或属于正在运行的此类命令；"
        + "如无此类命令在运行，请删除")
  }

  package static func entriesTaken(_ file: String, entries: Int, events: Int) -> Text {
    Text(
      en: "\(file.printable): \(counted(entries, "entry", "entries")) taken, \(counted(events, "event")) appended",
      zh: "\(file.printable)：已登记 \(Int64(entries).grouped) 条，追加事件 \(Int64(events).grouped) 个")
  }

  package static func historyTaken(_ file: String, entries: Int) -> Text {
    Text(
      en: "\(file.printable): \(counted(entries, "entry", "entries")) of history taken in one commit",
      zh: "\(file.printable)：已导入历史记录 \(Int64(entries).grouped) 条，一次提交")
  }

  package static func entriesRepeated(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "entry", "entries")) known already, not repeated",
      zh: "\(Int64(count).grouped) 条早已登记，未重复登记")
  }

  package static func textWarning(_ field: String, _ warning: TextWarning) -> Text {
    switch warning {
    case .formula(let sign):
      Text(
        en: "\(field): recorded as it is, but it begins with \(sign), by which spreadsheets know a formula; "
          + "check it, and correct it if it is a slip",
        zh: "\(field)：已照原样登记，但以 \(sign) 开头，电子表格会当作公式；请核对，如系笔误请更正")
    case .otherDot(let dot):
      Text(
        en:
          "\(field): recorded as it is, but the dot \(dot) (\(dot.codePoint)) is not the one of names (·, U+00B7), "
          + "and banks refuse it; check it against the identity card and correct it",
        zh: "\(field)：已照原样登记，但间隔号 \(dot)（\(dot.codePoint)）不是姓名规范的间隔号“·”（U+00B7），银行可能退回；请对照身份证件更正")
    case .privateUse(let character):
      Text(
        en:
          "\(field): recorded as it is, but \(character.codePoint) is of a private use area, and other machines show "
          + "another character or none; write the one of GB 18030",
        zh: "\(field)：已照原样登记，但 \(character.codePoint) 为造字区字符，其他系统可能无法显示；请改用 GB 18030 规定的字符")
    case .blankInName:
      Text(
        en: "\(field): recorded as it is, but a blank is between its characters, and banks compare names; "
          + "check it against the identity card and correct it",
        zh: "\(field)：已照原样登记，但姓名中有空格，银行比对时可能不符；请对照身份证件更正")
    case .checkDigit:
      Text(
        en: "\(field): recorded as it is, but its last digit is not the check digit of a card's number; check it "
          + "against the card and correct it",
        zh: "\(field)：已照原样登记，但账号末位与卡号校验位不符；请对照银行卡更正")
    case .notTelephone:
      Text(
        en: "\(field): recorded as it is, but it has not the form of a telephone number; ask and correct it",
        zh: "\(field)：已照原样登记，但不是电话号码的格式；请核实更正")
    case .unknownRegion(let region):
      Text(
        en: "\(field): recorded as it is, but GB/T 2260 has no region \(region); check it and correct it",
        zh: "\(field)：已照原样登记，但 GB/T 2260 没有行政区划 \(region)；请核对更正")
    }
  }

  package static func moreTextWarnings(_ count: Int, _ file: String) -> Text {
    Text(
      en: "\(file.printable): \(counted(count, "more text")) to be checked",
      zh: "\(file.printable)：另有 \(Int64(count).grouped) 处文字须核对")
  }

  package static func approvalsFollowed(_ count: Int) -> Text {
    Text(en: "\(counted(count, "application")) approved", zh: "核准申请 \(Int64(count).grouped) 件")
  }

  package static func applicationRejected(line: Int, _ person: Identifier, _ reasons: [RejectionReason]) -> Text {
    let why = reasons.map { Text.code($0.code, $0.clause) }.joined
    return Text(
      en: "line \(line): the application of \(person) was recorded and rejected: \(why.en)",
      zh: "第 \(line) 行：\(person) 的申请已登记，未予通过：\(why.zh)")
  }

  package static func linesLeftOut(_ count: Int, _ file: String) -> Text {
    Text(
      en: "\(counted(count, "line")) left out and written to \(file.printable).refused.jsonl",
      zh: "\(Int64(count).grouped) 行未予登记，已写入 \(file.printable).refused.jsonl")
  }

  /// Months of a person that are paid or on their way, and that the file takes away.
  package static func monthsTaken(_ months: [TakenMonth]) -> Text {
    let person = months.first?.person.description ?? ""
    let names = listed(months.map { "\($0.scheme) \($0.month)" })
    let sum = months.reduce(Fen.zero) { $0 + $1.amount }
    return Text(
      en: "\(person) loses what is paid or in flight of \(names.en): \(sum) yuan",
      zh: "\(person) 的 \(names.zh) 已发或在途，现不应享受，计 \(sum) 元")
  }

  /// An application by another person without the papers that the document asks for in this case.
  package static func delegationPapersMissing(_ person: Identifier, _ papers: [MaterialRule]) -> Text {
    let names = papers.map { rule in rule.item.words + .inBrackets(rule.item.clause) }.joined
    return Text(
      en:
        "\(person) applies through somebody else, and these papers are not listed: \(names.en); ask for them and record "
        + "the request as `correction-requested`",
      zh: "\(person) 委托他人申请，未列明以下材料：\(names.zh)；请一次性告知补正，并登记 `correction-requested`")
  }

  /// A confirmation of the first month that came late, and counts.
  package static func confirmedLate(_ person: Identifier, _ late: LateConfirmation) -> Text {
    let clause = Text.inBrackets(late.clause)
    return Text(
      en:
        "the first month of \(person) in \(late.scheme) was to be confirmed by \(late.due)\(clause.en); it is recorded, "
        + "and the audit lists it",
      zh: "\(person)（\(late.scheme)）的开始享受月份应于 \(late.due) 前确认\(clause.zh)；已登记，审计时列为疑点")
  }

  /// A contribution that replaces parts of another kind.
  package static func contributionRegrouped(_ one: RegroupedContribution) -> Text {
    let change =
      one.after < one.before
      ? Text(en: ", \(one.before - one.after) yuan less", zh: "，减少 \(one.before - one.after) 元") : Text.none
    return Text(
      en: "\(one.person) \(one.month): the contribution takes the place of one of another kind; the month has "
        + "\(one.after) yuan, was \(one.before)\(change.en)",
      zh: "\(one.person) \(one.month)：本次缴费替代了其他险种口径的缴费；当月现为 \(one.after) 元，原为 \(one.before) 元\(change.zh)")
  }

  /// All such contributions of a file.
  package static func contributionsRegrouped(_ all: [RegroupedContribution]) -> Text {
    let fall = all.reduce(Fen.zero) { $0 + ($1.before - $1.after).orZero }
    return Text(
      en:
        "\(counted(all.count, "contribution")) of the file take the place of ones of another kind; the months fall by "
        + "\(fall) yuan in all",
      zh: "本文件共有 \(all.count) 笔缴费替代了其他险种口径的缴费；各月合计减少 \(fall) 元")
  }

  /// All months that a file takes away, and the consequences.
  package static func monthsTakenInAll(_ months: [TakenMonth], persons: Int) -> Text {
    let sum = months.reduce(Fen.zero) { $0 + $1.amount }
    return Text(
      en: "the file takes \(counted(months.count, "month")) of \(counted(persons, "person")) away that are paid or "
        + "in flight, \(sum) yuan",
      zh: "本文件使 \(persons) 人共 \(months.count) 个月的已发或在途补贴不应享受，计 \(sum) 元"
    ).then(
      Text(
        en: "what is paid shows in `subsidy recovery`, what is in flight in `subsidy batch reconcile`",
        zh: "已发的见 `subsidy recovery`，在途的见 `subsidy batch reconcile`"),
      onPage: Text(en: "what is paid shows under recovery, what is in flight in its batch", zh: "已发的见“追回”，在途的见所在批次"))
  }

  package static func contributionsTaken(_ month: Month, _ outcome: ContributionOutcome) -> Text {
    Text(
      en:
        "\(month): \(counted(outcome.recorded, "contribution")) recorded, \(Int64(outcome.unchanged).grouped) unchanged; the file sums to \(outcome.total.yuan) yuan",
      zh:
        "\(month)：登记缴费 \(Int64(outcome.recorded).grouped) 笔，未变 \(Int64(outcome.unchanged).grouped) 笔；文件合计 \(outcome.total.yuan) 元"
    )
  }

  package static func contributionsReplaced(_ outcome: ContributionOutcome) -> Text {
    let difference = outcome.difference
    let (more, amount) = (difference >= .zero, difference >= .zero ? difference : .zero - difference)
    return Text(
      en: "\(counted(outcome.replaced, "contribution")) in the place of another: "
        + "\(amount.yuan) yuan \(more ? "more" : "less") than before",
      zh: "其中替换原有缴费 \(Int64(outcome.replaced).grouped) 笔，合计\(more ? "增加" : "减少") \(amount.yuan) 元")
  }

  package static func contributionsFailed(_ outcome: ContributionOutcome) -> Text {
    Text(
      en:
        "\(counted(outcome.failed, "line")) of contributions that have not arrived, as the list says itself; left out",
      zh: "有 \(Int64(outcome.failed).grouped) 行注明未缴费成功，未予导入")
  }

  package static func strangersLeftOut(_ count: Int, _ file: String) -> Text {
    Text(
      en:
        "\(counted(count, "line")) of persons who are not registered; left out, and written to \(file.printable)",
      zh: "有 \(Int64(count).grouped) 行所列人员未登记，未予导入，已写入 \(file.printable)")
  }

  package static func strangersLeftOut(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "line")) of persons who are not registered; left out, and in refused.xlsx",
      zh: "有 \(Int64(count).grouped) 行所列人员未登记，未予导入，见 refused.xlsx")
  }

  /// The heading of a claim, above its months; `policy` is the pack of all of them, nil if they have several.
  package static func claimHeading(_ claim: ClaimStatement, _ scheme: Text, policy: Identifier?) -> Text {
    let person = claim.person
    let pack = policy?.description ?? ""
    let (under, wide) = pack.isEmpty ? ("", "") : (" under \(pack)", "（\(pack)）")
    let en: String
    let zh: String
    switch claim.basis {
    case .months(let months)?:
      en = "\(claim.usedMonths) of \(months) months used, \(claim.remainingMonths ?? 0) left"
      zh = "享受期限 \(months) 个月，已享受 \(claim.usedMonths) 个月，剩余 \(claim.remainingMonths ?? 0) 个月"
    case .until(let month)?:
      en = "until \(month), \(claim.usedMonths) months used"
      zh = "可享受至 \(month)，已享受 \(claim.usedMonths) 个月"
    case nil:
      en = "no basis"
      zh = "无享受期限"
    }
    return Text(en: "\(person)  \(scheme.en)\(under)  \(en)", zh: "人员 \(person)  项目 \(scheme.zh)\(wide)  \(zh)")
  }

  package static func recoveryLine(_ sums: RecoverySums) -> Text {
    let offset =
      sums.offset == .zero
      ? Text.none : Text(en: "offset \(sums.offset.yuan), ", zh: "抵扣 \(sums.offset.yuan)，")
    return Text(
      en:
        "recovery: overpaid \(sums.overpaid.yuan), demanded \(sums.demanded.yuan), repaid \(sums.repaid.yuan), \(offset.en)written off \(sums.writtenOff.yuan), outstanding \(sums.outstanding.yuan), not demanded \(sums.undemanded.yuan)",
      zh:
        "追回：多发 \(sums.overpaid.yuan)，已通知追回 \(sums.demanded.yuan)，已收回 \(sums.repaid.yuan)，\(offset.zh)核销 \(sums.writtenOff.yuan)，待退回 \(sums.outstanding.yuan)，未通知追回 \(sums.undemanded.yuan)"
    )
  }

}

/// The messages of the commands about batches.
extension Text {
  package static func batchDraftedNext(_ batch: Identifier) -> Text {
    Text(
      en: "next: another operator checks it with `subsidy batch show \(batch)` and approves it",
      zh: "下一步：由另一经办人用 `subsidy batch show \(batch)` 核对后核准")
  }

  package static func batchHeading(_ found: BatchSummary) -> Text {
    let batch = found.batch
    let scheme = found.scheme?.description ?? "-"
    let drafter = found.drafter?.description ?? "-"
    let approver = found.approver?.description ?? "-"
    let stage = found.stage.words
    let place = found.district.map { Text(en: " in \($0)", zh: "（区划 \($0)）") } ?? .none
    return Text(
      en:
        "\(batch)  \(scheme)\(place.en) through \(found.through?.description ?? "-")  \(stage.en)  drafted by \(drafter), approved by \(approver)\n\(counted(found.items, "item")) for \(counted(found.persons, "person")), \(found.total.yuan) yuan",
      zh:
        "\(batch)  \(scheme)\(place.zh) 截至 \(found.through?.description ?? "-")  \(stage.zh)  起草 \(drafter)，核准 \(approver)\n\(Int64(found.persons).grouped) 人 \(Int64(found.items).grouped) 笔，共 \(found.total.yuan) 元"
    )
  }

  package static func batchApproved(_ batch: Identifier) -> Text {
    Text(en: "approved the batch \(batch)", zh: "已核准发放批次 \(batch)")
  }

  package static func batchCancelled(_ batch: Identifier) -> Text {
    Text(en: "cancelled the batch \(batch); its items are free again", zh: "已撤销发放批次 \(batch)，其中各笔可另行发放")
  }

  /// Money of the treasury that a batch does not need.
  package static func fundsToReturn(_ batch: Identifier, _ funds: Fen) -> Text {
    Text(
      en: "\(funds.yuan) yuan of the treasury came for the batch \(batch) and are not needed; return them, or have the "
        + "treasury move them to the next batch",
      zh: "发放批次 \(batch) 已到位的财政资金有 \(funds.yuan) 元不再需要；请退回财政，或商财政转用于下一批次")
  }

  package static func batchExported(_ file: String, _ outcome: ExportOutcome) -> Text {
    let again = outcome.isRepeated ? Text(en: "the same export as before, ", zh: "与此前导出内容相同，") : Text(en: "", zh: "")
    return .written(
      file, isNew: outcome.unchanged.isEmpty,
      Text(
        en:
          "\(again.en)\(counted(outcome.lines, "line")), \(outcome.total.yuan) yuan, SHA-256 \(outcome.sha256)",
        zh: "\(again.zh)\(Int64(outcome.lines).grouped) 行，\(outcome.total.yuan) 元，SHA-256 \(outcome.sha256)"))
  }

  package static func withoutAccount(_ persons: [Identifier]) -> Text {
    let names = listed(persons.map(\.description))
    return Text(
      en: "without an account, because the vault knows none: \(names.en)", zh: "保密库中无账号，账号为空：\(names.zh)")
  }
}

/// The messages of the commands about audits and projections.
extension Text {
  /// The fault of a file as a whole.
  package static func inFile(_ file: String, _ text: Text) -> Text {
    let (narrow, wide) = (file.printable + ": ", file.printable + "：")
    return Text(en: narrow + text.en, zh: wide + text.zh)
  }

  package static func count(_ value: UInt64) -> Text {
    let shown = Int64(clamping: value).grouped
    return Text(en: shown, zh: shown)
  }

  package static func verification(_ report: VerificationReport) -> Text {
    switch report.outcome {
    case .whole where report.inFlightBytes > 0:
      Text(
        en: "the log is whole; \(Int64(clamping: report.inFlightBytes).grouped) bytes in flight were not judged",
        zh: "日志完整；正在写入的 \(Int64(clamping: report.inFlightBytes).grouped) 字节未作判断")
    case .whole: Text(en: "the log is whole: every hash and commit agrees", zh: "日志完整：全部哈希与提交一致")
    case .corrupt(let fault) where report.missing != nil: .corrupt(fault, missing: report.missing)
    case .corrupt(let fault): LogError.corrupt(fault).text
    case .tornTail(let bytes):
      Text(
        en:
          "the log is whole but for a torn tail of \(counted(Int(clamping: bytes), "byte")), which the next writer moves to quarantine",
        zh: "日志完整，末尾有 \(bytes) 字节未写完，下次写入时移入隔离区")
    case .unreadable(let error): CommandFailure(mapping: error).text
    }
  }

  /// The heading of the list of interventions in the log, its time and closed books.
  package static func incidents(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "event")) of the log itself, its time or closed books:",
      zh: "日志、时间与结账方面的特别事件 \(count) 条：")
  }

  /// A correction of the clock, above the events that it changes; the time of recording is in UTC unless given.
  package static func clockCorrected(_ clock: CorrectedClock, at time: String? = nil) -> Text {
    let count = clock.changes.count
    let time = time ?? "\(clock.recorded)"
    let reason = clock.body.reason.printable.quoted
    return Text(
      en: "event \(clock.sequence) of \(time) corrects the clock of \(counted(count, "event")) from "
        + "\(clock.body.of) on; \(clock.by) consented to the request \(clock.body.request); why: \(reason)",
      zh: "事件 \(clock.sequence)（\(time)）更正自事件 \(clock.body.of) 起 \(count) 个事件的时钟；"
        + "申请 \(clock.body.request) 由 \(clock.by) 同意；理由：\(reason)")
  }

  package static func replayed(_ report: AuditReport) -> Text {
    let signed = report.state.operators.demandsKeys ? Text.none : Text(same: "\n") + .unsigned
    return Text(
      en: "replayed \(counted(Int(clamping: report.size), "event")), root \(report.root)\(signed.en)",
      zh: "已重放 \(Int64(clamping: report.size).grouped) 个事件，根哈希 \(report.root)\(signed.zh)")
  }

  /// A key that was asked for belongs to a person with another key.
  package static func joinedKey(_ key: Identifier, _ person: Identifier) -> Text {
    Text(
      en: "\(key) and \(person) are one person; this is what is known of \(person)",
      zh: "\(key) 与 \(person) 为同一人；以下为 \(person) 的情况")
  }

  /// A person without a claim, or without one in the scheme that was asked for.
  package static func noClaims(_ person: Identifier, _ scheme: Identifier?) -> Text {
    guard let scheme else {
      return Text(en: "no event of \(person) names a scheme", zh: "\(person) 尚无任何补贴项目的事件")
    }
    return Text(en: "no event of \(person) names the scheme \(scheme)", zh: "\(person) 尚无补贴项目 \(scheme) 的事件")
  }

  /// The heading of the sheet of a registration.
  package static func registrationHeading(_ person: Identifier, _ scheme: Identifier, _ policy: Identifier) -> Text {
    Text(
      en: "\(person)  \(scheme) under \(policy)  registration as flexibly employed",
      zh: "人员 \(person)  项目 \(scheme)（\(policy)）  灵活就业登记")
  }

  /// No scheme, or not the one that was asked for, has rules of registration.
  package static func noRegistration(_ scheme: Identifier?) -> Text {
    guard let scheme else {
      return Text(en: "no adopted policy has rules of registration", zh: "已采用的政策均无灵活就业登记规定")
    }
    return Text(
      en: "the policy of the scheme \(scheme) has no rules of registration", zh: "补贴项目 \(scheme) 的政策没有灵活就业登记规定")
  }

  package static var noFindings: Text { Text(en: "no findings", zh: "无审计发现") }

  package static func projectionsRebuilt(_ size: UInt64) -> Text {
    Text(
      en: "rebuilt the read model and the index from \(counted(Int(clamping: size), "event"))",
      zh: "已由 \(Int64(clamping: size).grouped) 个事件重建查询库和索引")
  }

  package static var projectionsOfAnotherLog: Text {
    Text(
      en: "the read model or the index is another log's; `subsidy projections rebuild` makes both from this one",
      zh: "查询库或索引由另一份日志生成；可用 `subsidy projections rebuild` 由本日志重建")
  }

  /// There is no read model, or one that another version made.
  package static var projectionsMissing: Text {
    Text(
      en: "there is no read model of this version; `subsidy projections rebuild` makes it",
      zh: "没有本版本的查询库；可用 `subsidy projections rebuild` 生成")
  }

  /// There is no index, or one that another version made.
  package static var indexMissing: Text {
    Text(
      en: "there is no index of this version; `subsidy projections rebuild` makes it",
      zh: "没有本版本的索引；可用 `subsidy projections rebuild` 生成")
  }

  /// A projection met an event that it cannot take.
  package static func projectionHalted(_ name: String, _ halt: ProjectionHalt) -> Text {
    let reason = halt.reason.printable
    return Text(
      en: "\(name) halted at event \(halt.sequence), which it cannot take: \(reason); no event is passed over",
      zh: "\(name) 停在第 \(halt.sequence) 号事件，无法处理：\(reason)；不会跳过任何事件")
  }

  package static func projectionsBehind(_ size: UInt64, of all: UInt64) -> Text {
    Text(
      en:
        "the read model is behind: it was compared as of event \(size) of \(all); `subsidy projections rebuild` brings it up to date",
      zh: "查询库未更新：按其所处的第 \(size) 个事件（共 \(all) 个）核对；可用 `subsidy projections rebuild` 更新")
  }

  package static func indexBehind(_ size: UInt64, of all: UInt64) -> Text {
    Text(
      en:
        "the index is behind: it was compared as of event \(size) of \(all); `subsidy projections rebuild` brings it up to date",
      zh: "索引未更新：按其所处的第 \(size) 个事件（共 \(all) 个）核对；可用 `subsidy projections rebuild` 更新")
  }

  package static func bothBehind(_ size: UInt64, of all: UInt64) -> Text {
    Text(
      en: "the read model and the index are behind: they were compared as of event \(size) of \(all); "
        + "`subsidy projections rebuild` brings them up to date",
      zh: "查询库和索引未更新：按其所处的第 \(size) 个事件（共 \(all) 个）核对；可用 `subsidy projections rebuild` 更新")
  }

  package static func rowDiffers(_ table: String, _ difference: ProjectionCheck.Difference) -> Text {
    func show(_ row: [Cell]?) -> String {
      row.map { $0.map(\.shown).joined(separator: " ") }.map(\.printable) ?? "-"
    }
    let since = difference.since.map { Text(en: "; since event \($0)", zh: "；自第 \($0) 号事件起") } ?? Text(en: "", zh: "")
    return Text(
      en: "\(table): stored \(show(difference.stored)), folded \(show(difference.folded))\(since.en)",
      zh: "\(table)：查询库为 \(show(difference.stored))，重算为 \(show(difference.folded))\(since.zh)")
  }
}

extension Cell {
  /// The value for people.
  fileprivate var shown: String {
    switch self {
    case .text(let text): text.isEmpty ? "''" : text
    case .integer(let number): String(number)
    case .blob(let bytes): bytes.hexadecimal
    case .null: "NULL"
    }
  }
}
