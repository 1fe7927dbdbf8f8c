import EventLog
import Ledger
import Merkle
import Policy
import ReadModel
import Subsidy
import Values

/// What commands say when they have done something.
extension Text {
  static func ledgerOpened(_ path: String) -> Text {
    Text(en: "opened the ledger \(path.printable)", zh: "已建立台账 \(path.printable)")
  }

  static func entriesTaken(_ file: String, entries: Int, events: Int) -> Text {
    Text(
      en: "\(file.printable): \(Int64(entries).grouped) entries taken, \(Int64(events).grouped) events appended",
      zh: "\(file.printable)：已登记 \(Int64(entries).grouped) 条，追加事件 \(Int64(events).grouped) 个")
  }

  static func historyTaken(_ file: String, entries: Int) -> Text {
    Text(
      en: "\(file.printable): \(Int64(entries).grouped) entries of history taken in one commit",
      zh: "\(file.printable)：已导入历史记录 \(Int64(entries).grouped) 条，一次提交")
  }

  static func entriesRepeated(_ count: Int) -> Text {
    Text(
      en: "\(Int64(count).grouped) entries were known already by their ids and were not repeated",
      zh: "\(Int64(count).grouped) 条按编号早已登记，未重复登记")
  }

  static func approvalsFollowed(_ count: Int) -> Text {
    Text(en: "\(Int64(count).grouped) applications were approved", zh: "核准申请 \(Int64(count).grouped) 件")
  }

  static func applicationRejected(line: Int, _ person: Identifier, _ reasons: [RejectionReason]) -> Text {
    let en = reasons.map { Word.text(for: $0.code).en + ($0.clause.map { " (\($0.printable))" } ?? "") }
    let zh = reasons.map { Word.text(for: $0.code).zh + ($0.clause.map { "（\($0.printable)）" } ?? "") }
    return Text(
      en: "line \(line): the application of \(person) was recorded and rejected: \(en.joined(separator: "; "))",
      zh: "第 \(line) 行：\(person) 的申请已登记，未予通过：\(zh.joined(separator: "；"))")
  }

  static func linesLeftOut(_ count: Int, _ file: String) -> Text {
    Text(
      en: "\(Int64(count).grouped) lines were left out and written to \(file.printable).refused.jsonl",
      zh: "\(Int64(count).grouped) 行未予登记，已写入 \(file.printable).refused.jsonl")
  }

  static func contributionsTaken(_ month: Month, _ outcome: ContributionOutcome) -> Text {
    Text(
      en:
        "\(month): \(Int64(outcome.recorded).grouped) contributions recorded, \(Int64(outcome.unchanged).grouped) unchanged; the file sums to \(outcome.total.yuan) yuan",
      zh:
        "\(month)：登记缴费 \(Int64(outcome.recorded).grouped) 笔，未变 \(Int64(outcome.unchanged).grouped) 笔；文件合计 \(outcome.total.yuan) 元"
    )
  }

  static func claimHeading(_ claim: ClaimEntitlement, _ state: LedgerState) -> Text {
    let person = state.persons[claim.person]
    let scheme = state.schemes[claim.scheme]
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
    return Text(en: "\(person)  \(scheme)  \(en)", zh: "人员 \(person)  项目 \(scheme)  \(zh)")
  }

  static func recoveryLine(_ sums: RecoverySums) -> Text {
    Text(
      en:
        "recovery: overpaid \(sums.overpaid.yuan), demanded \(sums.demanded.yuan), repaid \(sums.repaid.yuan), outstanding \(sums.outstanding.yuan), not demanded \(sums.undemanded.yuan)",
      zh:
        "追回：多发 \(sums.overpaid.yuan)，已通知追回 \(sums.demanded.yuan)，已退回 \(sums.repaid.yuan)，待退回 \(sums.outstanding.yuan)，未通知追回 \(sums.undemanded.yuan)"
    )
  }

  static func reasons(_ reasons: [Reason]) -> Text {
    let en = reasons.map { Word.text(for: $0.code.code).en + ($0.clause.map { " (\($0))" } ?? "") }
    let zh = reasons.map { Word.text(for: $0.code.code).zh + ($0.clause.map { "（\($0)）" } ?? "") }
    return Text(en: en.joined(separator: "; "), zh: zh.joined(separator: "；"))
  }

  static func basisMonths(_ months: Int) -> Text { Text(en: "\(months) months", zh: "\(months) 个月") }

  static func basisUntil(_ month: Month) -> Text { Text(en: "until \(month)", zh: "至 \(month)") }
}

/// What the commands about batches say.
extension Text {
  static func batchDraftedNext(_ batch: Identifier) -> Text {
    Text(
      en: "next: somebody else checks it with `subsidy batch show \(batch)` and approves it",
      zh: "下一步：由另一经办人用 `subsidy batch show \(batch)` 核对后批准")
  }

  static func batchHeading(_ batch: Identifier, _ found: BatchState, _ state: LedgerState) -> Text {
    let scheme = found.scheme.map { state.schemes[$0].description } ?? "-"
    let drafter = found.drafter.map { state.names[$0].description } ?? "-"
    let approver = found.approver.map { state.names[$0].description } ?? "-"
    let stage = Word.text(for: found.stage.rawValue)
    return Text(
      en:
        "\(batch)  \(scheme) through \(found.through?.description ?? "-")  \(stage.en)  drafted by \(drafter), approved by \(approver)  \(Int64(found.items).grouped) items for \(Int64(found.persons).grouped) persons, \(found.total.yuan) yuan",
      zh:
        "\(batch)  \(scheme) 截至 \(found.through?.description ?? "-")  \(stage.zh)  起草 \(drafter)，批准 \(approver)  \(Int64(found.persons).grouped) 人 \(Int64(found.items).grouped) 笔，共 \(found.total.yuan) 元"
    )
  }

  static func batchApproved(_ batch: Identifier) -> Text {
    Text(en: "approved the batch \(batch)", zh: "已批准发放批次 \(batch)")
  }

  static func batchCancelled(_ batch: Identifier) -> Text {
    Text(en: "cancelled the batch \(batch); its items are free again", zh: "已撤销发放批次 \(batch)，其中各笔可另行发放")
  }

  static func batchExported(_ file: String, _ outcome: ExportOutcome) -> Text {
    let again = outcome.isRepeated ? Text(en: " again, the same bytes", zh: "（再次导出，内容相同）") : Text(en: "", zh: "")
    return Text(
      en:
        "wrote \(file.printable)\(again.en): \(Int64(outcome.lines).grouped) lines, \(outcome.total.yuan) yuan, SHA-256 \(outcome.sha256)",
      zh:
        "已写入 \(file.printable)\(again.zh)：\(Int64(outcome.lines).grouped) 行，\(outcome.total.yuan) 元，SHA-256 \(outcome.sha256)"
    )
  }

  static func linesWithoutAccount(_ count: Int) -> Text {
    Text(
      en: "\(Int64(count).grouped) lines have no account: the vault knows none for the person",
      zh: "\(Int64(count).grouped) 行没有账号：保密库中无该人员账号")
  }
}

/// What the commands about policies, audits and projections say.
extension Text {
  static func policyAdopted(_ policy: Policy) -> Text {
    Text(
      en: "adopted \(policy.pack.id) (\(policy.pack.document.number)) from \(policy.effectiveFrom)",
      zh: "已采用 \(policy.pack.id)（\(policy.pack.document.number)），自 \(policy.effectiveFrom) 起施行")
  }

  static func policyAdoptedBefore(_ policy: Policy) -> Text {
    Text(
      en: "\(policy.pack.id) is adopted already with these parameters; nothing was appended",
      zh: "\(policy.pack.id) 早已按这些参数采用，未追加事件")
  }

  static func packIsValid(_ file: String, _ pack: PolicyPack) -> Text {
    Text(
      en: "\(file.printable): \(pack.id) is valid, \(Int64(pack.parameters.count).grouped) parameters",
      zh: "\(file.printable)：\(pack.id) 有效，参数 \(Int64(pack.parameters.count).grouped) 项")
  }

  static func clauseTopic(_ row: ClauseRow) -> Text { Text(en: row.topicEnglish, zh: row.topicChinese) }

  static func clauseRule(_ row: ClauseRow) -> Text { Text(en: row.english, zh: row.chinese) }

  static func clauseRow(_ row: ClauseRow) -> Text {
    let mark = row.interpretation.map { Text(en: " [interpretation \($0)]", zh: " [解释 \($0)]") } ?? Text(en: "", zh: "")
    let clause = row.clause ?? "-"
    return Text(
      en: "\(clause)\(mark.en)  \(row.topicEnglish): \(row.english)\n    \(row.chinese)",
      zh: "条款 \(clause)\(mark.zh)  \(row.topicChinese)：\(row.chinese)")
  }

  static var verifiedEvents: Text { Text(en: "events", zh: "事件") }
  static var verifiedRoot: Text { Text(en: "root", zh: "根哈希") }
  static var verifiedCommits: Text { Text(en: "commits", zh: "提交") }
  static var verifiedSegments: Text { Text(en: "segments", zh: "分段文件") }
  static var verifiedBytes: Text { Text(en: "bytes", zh: "字节") }

  static func verification(_ report: VerificationReport) -> Text {
    switch report.outcome {
    case .whole where report.inFlightBytes > 0:
      Text(
        en: "the log is whole; \(Int64(clamping: report.inFlightBytes).grouped) bytes in flight were not judged",
        zh: "日志完整；正在写入的 \(Int64(clamping: report.inFlightBytes).grouped) 字节未作判断")
    case .whole: Text(en: "the log is whole: every hash and commit agrees", zh: "日志完整：全部哈希与提交一致")
    case .corrupt(let fault): CommandFailure(mapping: LogError.corrupt(fault)).text
    case .tornTail(let bytes):
      Text(
        en: "the log is whole but for a torn tail of \(bytes) bytes, which the next writer moves to quarantine",
        zh: "日志完整，末尾有 \(bytes) 字节未写完，下次写入时移入隔离区")
    case .unreadable(let error): CommandFailure(mapping: error).text
    }
  }

  static func replayed(_ report: AuditReport) -> Text {
    Text(
      en: "replayed \(Int64(clamping: report.size).grouped) events, root \(report.root)",
      zh: "已重放 \(Int64(clamping: report.size).grouped) 个事件，根哈希 \(report.root)")
  }

  static var noFindings: Text { Text(en: "no findings", zh: "无审计发现") }

  static func projectionsRebuilt(_ size: UInt64) -> Text {
    Text(
      en: "rebuilt the read model from \(Int64(clamping: size).grouped) events",
      zh: "已由 \(Int64(clamping: size).grouped) 个事件重建查询视图")
  }

  static func projectionsBehind(_ status: ProjectionStatus) -> Text {
    let at = status.position.map { "\($0.size)" } ?? "-"
    return Text(
      en: "the read model stands at event \(at) of \(status.size); `subsidy projections rebuild` brings it up to date",
      zh: "查询视图停在第 \(at) 个事件，共 \(status.size) 个；可用 `subsidy projections rebuild` 更新")
  }

  static func rowDiffers(_ table: String, _ difference: ProjectionCheck.Difference) -> Text {
    func show(_ row: Row?) -> String {
      row.map { $0.map { "\($0)" }.joined(separator: " ") }.map(\.printable) ?? "-"
    }
    return Text(
      en: "\(table): stored \(show(difference.stored)), folded \(show(difference.folded))",
      zh: "\(table)：视图为 \(show(difference.stored))，重算为 \(show(difference.folded))")
  }
}
