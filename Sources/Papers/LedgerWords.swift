import Policy
public import Subsidy
import Values

/// What a line of the ledger says of an event, in Chinese.
public enum LedgerWords {
  /// A line: what kind of thing happened, its particulars, and the clause where the event names one.
  public struct Line: Sendable {
    /// What kind of thing happened (事项).
    public let matter: String
    /// Its particulars (内容).
    public let content: String
    /// The clause that the event itself names; nil where it names none.
    public private(set) var clause: String?

    init(_ matter: String, _ content: [String?], clause: String? = nil) {
      self.matter = matter
      self.content = content.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "；")
      self.clause = clause
    }
  }

  /// The line of an event that is about one person; the ledger's own events have their names alone.
  public static func line(of body: EventBody) -> Line {
    switch body {
    case .registered, .factRecorded, .contributed, .debitFailed, .reported, .checked, .visited, .notified:
      personLine(body)
    case .applied, .verified, .approved, .rejected, .withdrawn, .startConfirmed, .correctionRequested:
      applicationLine(body)
    case .suspended, .resumed, .ended, .extended: claimLine(body)
    case .paymentOrdered, .paid, .paymentReturned: paymentLine(body)
    case .clawedBack, .repaid, .putBack, .writtenOff, .clawbackCancelled: recoveryLine(body)
    case .annulled(let annulled): Line("作废", [target(annulled.of), annulled.reason])
    case .batchApproved(let body): Line("核准发放批次", ["批次 \(body.batch)"])
    case .batchCancelled(let body): Line("撤销发放批次", ["批次 \(body.batch)"])
    case .findingDisposed(let body): Line("疑点处理", ["\(body.finding)", outcome(body.outcome), body.note])
    case .ledgerOpened, .policyAdopted, .batchDrafted, .batchExported, .historyImported, .recovered, .sampleDrawn,
      .paperIssued, .listChecked, .fundsRequested, .fundsReceived, .monthClosed:
      Line(body.type.rawValue, [])
    }
  }

  /// What became of a finding.
  public static func outcome(_ outcome: FindingDisposed.Outcome) -> String {
    switch outcome {
    case .confirmed: "属实"
    case .explained: "经核实不属实"
    case .corrected: "已整改"
    case .referred: "已移送"
    }
  }

  private static func target(_ target: Annulled.Target) -> String {
    switch target {
    case .sequence(let number): "作废事件序号 \(number)"
    case .id(let id): "作废记录编号 \(id)"
    }
  }

  private static func personLine(_ body: EventBody) -> Line {
    switch body {
    case .registered(let body):
      let prior = body.prior.map { "外地已享受 \($0.months) 个月，首次核定 \($0.firstApproved)" }
      return Line("人员登记", ["户籍地 \(body.household)", prior])
    case .factRecorded(let body):
      let work = body.employment.map { work in
        [
          work.entry == .first ? "初次就业" : "失业再就业", work.isUrban ? "城镇区域内" : "城镇区域外", work.place.map { "就业地 \($0)" },
          work.kind, work.hours.map { "每周 \($0) 小时" }, work.income.map { "月劳动收入 \($0) 元" },
          work.platform.map { "平台 \($0)" },
        ].compactMap { $0 }.joined(separator: "，")
      }
      return Line(
        "情况登记",
        [body.fact.chinese, "\(body.from)起\(body.to.map { "至\($0)" } ?? "")", body.detail, work, "来源 \(body.source)"])
    case .contributed(let body):
      let isRefund = body.amount == .zero
      return Line(
        isRefund ? "退费" : "实际缴费",
        ["\(body.month)", isRefund ? nil : "\(body.amount) 元", "\(body.paidOn)", "来源 \(body.source)"])
    case .debitFailed(let body): return Line("扣款不成功", ["\(body.month)", "来源 \(body.source)"])
    case .reported(let body):
      let work = body.work.map { "\($0.kind)，\($0.place)，每周 \($0.hours) 小时，收入 \($0.incomeBand)" }
      return Line("就业情况报告", ["\(body.on)", body.channel, work])
    case .checked(let body):
      return Line(
        "数据比对",
        ["\(body.check)", body.hasPassed ? "通过" : "不符", "\(body.on)", body.detail, "来源 \(body.source)"])
    case .visited(let body): return Line("走访", ["\(body.on)", body.finding])
    case .notified(let body):
      return Line(
        "通知", [notice(body.notice), "\(body.on)", body.channel, body.application.map { "申请 \($0)" }])
    default: return Line(body.type.rawValue, [])
    }
  }

  private static func notice(_ kind: Identifier) -> String {
    guard let kind = NoticeTemplate.Kind(rawValue: kind.description) else {
      return kind == "deposit" ? "足额留存提醒" : kind.description
    }
    switch kind {
    case .approved: return "审核通过"
    case .rejected: return "审核未通过"
    case .reportDue: return "就业情况报告提醒"
    case .debitFailed: return "扣款未成功提醒"
    case .newStandard: return "新缴费标准提醒"
    }
  }

  private static func applicationLine(_ body: EventBody) -> Line {
    switch body {
    case .applied(let body):
      let work = body.work.map { "\($0.kind)，\($0.since)起，月收入 \($0.incomeBand)" }
      return Line(
        "申请",
        [
          "申请 \(body.application)", "\(body.scheme)", "自 \(body.from) 起", body.channel, work,
          body.delegate.map { "受委托人 \($0)" }, body.undertaking ? "已签承诺书" : "未签承诺书",
        ])
    case .verified(let body):
      return Line(
        body.hasPassed ? "审核通过" : "审核未通过",
        ["申请 \(body.application)", "环节 \(body.stage)"] + body.reasons.map { ReasonWords.chinese($0.code) },
        clause: clauses(body.reasons))
    case .approved(let body):
      let basis =
        switch body.basis {
        case .months(let months): "享受期限 \(months) 个月"
        case .until(let month): "可享受至 \(month)"
        }
      return Line("核准", ["申请 \(body.application)", "自 \(body.from) 起", basis, "政策包 \(body.policy)"])
    case .rejected(let body):
      return Line(
        "不予核准", ["申请 \(body.application)"] + body.reasons.map { ReasonWords.chinese($0.code) },
        clause: clauses(body.reasons))
    case .withdrawn(let body): return Line("撤回申请", ["申请 \(body.application)"])
    case .startConfirmed(let body):
      let mode: String? =
        switch body.mode {
        case .asApplied: "与申请一致"
        case .postponed: "顺延"
        case .refunded: "退费"
        case nil: nil
        }
      return Line("确认开始享受月份", ["申请 \(body.application)", "\(body.from)", mode])
    case .correctionRequested(let body):
      return Line("一次性告知补正", ["申请 \(body.application)"] + body.items.map { $0 } + [body.reason])
    default: return Line(body.type.rawValue, [])
    }
  }

  private static func clauses(_ reasons: [RejectionReason]) -> String? {
    var clauses: [String] = []
    for reason in reasons { if let clause = reason.clause, !clauses.contains(clause) { clauses.append(clause) } }
    return clauses.isEmpty ? nil : clauses.joined(separator: "、")
  }

  private static func claimLine(_ body: EventBody) -> Line {
    switch body {
    case .suspended(let body):
      return Line(
        "停止发放", ["\(body.scheme)", "自 \(body.from) 起", ReasonWords.chinese(body.reason)], clause: body.clause)
    case .resumed(let body): return Line("恢复发放", ["\(body.scheme)", "自 \(body.from) 起"])
    case .ended(let body):
      return Line(
        "退出", ["\(body.scheme)", "自 \(body.from) 起", ReasonWords.chinese(body.reason)], clause: body.clause)
    case .extended(let body): return Line("一次性延长", ["\(body.scheme)", "\(body.months) 个月", body.reason])
    default: return Line(body.type.rawValue, [])
    }
  }

  private static func paymentLine(_ body: EventBody) -> Line {
    switch body {
    case .paymentOrdered(let body):
      return Line("列入发放批次", ["\(body.scheme)", "\(body.month)", "\(body.amount) 元", "批次 \(body.batch)"])
    case .paid(let body):
      return Line(
        "发放",
        [
          "\(body.scheme)", "\(body.month)", "\(body.amount) 元", "批次 \(body.batch)", body.reference.map { "流水号 \($0)" },
        ])
    case .paymentReturned(let body):
      return Line(
        "银行退回", ["\(body.scheme)", "\(body.month)", "\(body.amount) 元", "批次 \(body.batch)", "原因 \(body.code)"])
    default: return Line(body.type.rawValue, [])
    }
  }

  private static func recoveryLine(_ body: EventBody) -> Line {
    switch body {
    case .clawedBack(let body):
      let reasons = body.reason.split(separator: ", ").map { ReasonWords.chinese(String($0)) }
      return Line(
        "追回决定",
        [
          "通知 \(body.notice)", body.months.map { "\($0.month) \($0.amount) 元" }.joined(separator: "、"),
          reasons.joined(separator: "、"), body.debtor.map { "追回责任人 \($0)" },
        ], clause: body.clause)
    case .repaid(let body):
      return Line("退回款项", ["通知 \(body.notice)", "\(body.amount) 元", "收据 \(body.receipt)"])
    case .putBack(let body):
      return Line("单位归垫", ["通知 \(body.notice)", "\(body.amount) 元", "\(body.unit)", "收据 \(body.receipt)"])
    case .writtenOff(let body): return Line("核销", ["通知 \(body.notice)", "\(body.amount) 元", body.authority])
    case .clawbackCancelled(let body): return Line("撤销追回", ["通知 \(body.notice)", body.authority])
    default: return Line(body.type.rawValue, [])
    }
  }
}
