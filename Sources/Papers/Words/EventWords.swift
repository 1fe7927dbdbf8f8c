import Policy
package import Subsidy
import Values

/// The words for an event, as a line of a person's history and of the paper 台账.
package struct EventWords {
  /// The kind of event (事项).
  package let matter: Text
  /// Its particulars (内容).
  package let content: Text
  /// The clause that the event itself names; nil if it names none.
  package let clause: String?

  /// The words of an event.
  ///
  /// - Parameters:
  ///   - body: the event.
  ///   - local: the ledger's words for its codes.
  ///   - namesRequest: whether the particulars of an act of two people name its request.
  package init(_ body: EventBody, _ local: LocalWords = LocalWords(), namesRequest: Bool = true) {
    self = EventWords.of(body, local, namesRequest)
  }

  /// The words of the first event that a request asks for; nil for a request that cannot be read.
  package init?(askedBy requested: Requested) {
    if let adoption = requested.adoption {
      self = EventWords(
        "policy adopted", "采用政策",
        [Text(same: "\(adoption.policy)"), .from(adoption.effectiveFrom), adoption.effect.words])
    } else if let first = requested.acts.first {
      self = EventWords(first, namesRequest: false)
    } else {
      return nil
    }
  }

  fileprivate init(_ en: String, _ zh: String, _ content: [Text?] = [], clause: String? = nil) {
    matter = Text(en: en, zh: zh)
    let parts = content.compactMap { $0 }.filter { $0 != .none }
    self.content = Text(
      en: parts.map(\.en).joined(separator: ", ").printable, zh: parts.map(\.zh).joined(separator: "；").printable)
    self.clause = clause
  }

  private static func of(_ body: EventBody, _ local: LocalWords, _ namesRequest: Bool) -> EventWords {
    switch body {
    case .ledgerOpened: EventWords("ledger opened", "建立台账")
    case .policyAdopted(let body):
      EventWords(
        "policy adopted", "采用政策",
        [
          Text(same: "\(body.policy)"), .from(body.effectiveFrom),
          body.request.flatMap { .request($0, if: namesRequest) },
        ])
    case .registered(let body): body.words(local)
    case .factRecorded(let body): body.words
    case .applied(let body): body.words(local)
    case .verified(let body): body.words(local)
    case .approved(let body): body.words
    case .rejected(let body): body.words
    case .withdrawn(let body): EventWords("withdrawn", "撤回申请", [.application(body.application)])
    case .startConfirmed(let body): body.words
    case .correctionRequested(let body): body.words
    case .contributed(let body): body.words
    case .debitFailed(let body):
      EventWords("debit failed", "扣款不成功", [Text(same: "\(body.month)"), .source(body.source)])
    case .reported(let body): body.words
    case .checked(let body): body.words(local)
    case .visited(let body): EventWords("visited", "走访", [.on(body.on), .own(body.finding)])
    case .notified(let body): body.words
    case .suspended(let body):
      EventWords(
        "suspended", "停止发放", [local.scheme(body.scheme), .from(body.from), .code(body.reason)], clause: body.clause)
    case .resumed(let body): EventWords("resumed", "恢复发放", [local.scheme(body.scheme), .from(body.from)])
    case .ended(let body):
      EventWords(
        "ended", "退出", [local.scheme(body.scheme), .from(body.from), .code(body.reason)], clause: body.clause)
    case .extended(let body):
      EventWords(
        "extended", "一次性延长", [local.scheme(body.scheme), Basis.months(body.months).words, .own(body.reason)])
    case .batchDrafted(let body): EventWords("batch drafted", "起草发放批次", [.batch(body.batch)])
    case .batchApproved(let body): EventWords("batch approved", "核准发放批次", [.batch(body.batch)])
    case .batchCancelled(let body): EventWords("batch cancelled", "撤销发放批次", [.batch(body.batch)])
    case .batchExported(let body): EventWords("batch exported", "导出发放批次", [.batch(body.batch)])
    case .listChecked(let body): EventWords("list checked", "核对名单", [.batch(body.batch)])
    case .fundsRequested(let body): EventWords("funds requested", "申请拨付资金", [.batch(body.batch)])
    case .fundsReceived(let body): EventWords("funds received", "资金到位", [.batch(body.batch), .yuan(body.amount)])
    case .paymentOrdered(let body): EventWords("ordered", "列入发放批次", body.particulars(local))
    case .paid(let body): body.words(local)
    case .paymentReturned(let body): body.words(local)
    case .clawedBack(let body): body.words
    case .repaid(let body):
      EventWords("repaid", "退回款项", [.demand(body.demand), .yuan(body.amount), .receipt(body.receipt)])
    case .putBack(let body):
      EventWords(
        "put back", "单位归垫",
        [.demand(body.demand), .yuan(body.amount), Text(same: "\(body.unit)"), .receipt(body.receipt)])
    case .writtenOff(let body):
      EventWords("written off", "核销", [.demand(body.demand), .yuan(body.amount), .own(body.authority)])
    case .clawbackCancelled(let body):
      EventWords("demand cancelled", "撤销追回", [.demand(body.demand), .own(body.authority)])
    case .annulled(let body): body.words
    case .findingDisposed(let body):
      EventWords("finding disposed of", "疑点处理", [Text(same: "\(body.finding)"), body.outcome.words, .own(body.note)])
    case .requested(let body):
      EventWords(
        "requested", "提出申请",
        [
          EventWords(askedBy: body)?.matter, .request(body.request), .own(body.reason),
          .own(body.authority),
        ])
    case .reversed(let body):
      EventWords(
        "reversed", "红字冲销",
        [Text(en: "event \(body.of)", zh: "事件 \(body.of)"), .request(body.request, if: namesRequest)])
    case .paymentWithheld(let body):
      EventWords(
        "withheld", "暂不发放",
        [
          Text(same: "\(body.month)"), .batch(body.batch), .own(body.reason),
          .request(body.request, if: namesRequest),
        ])
    case .batchRecalled(let body):
      EventWords(
        "batch recalled", "撤回发放文件",
        [.batch(body.batch), .own(body.reason), .request(body.request, if: namesRequest)])
    case .repaymentRefunded(let body):
      EventWords(
        "refunded", "退还多退款项",
        [
          .demand(body.demand), .yuan(body.amount), Text(same: body.reference),
          .request(body.request, if: namesRequest),
        ])
    case .monthReopened(let body):
      EventWords("month reopened", "撤销月结", [Text(same: "\(body.month)"), .request(body.request, if: namesRequest)])
    case .historyImported(let body):
      EventWords(
        "history imported", "导入历史记录",
        [
          Text(same: body.file), Text(en: counted(body.entries, "entry", "entries"), zh: "\(body.entries) 条"),
          Text(en: "imported at \(body.importedAt.chinaTime)", zh: "导入时间 \(body.importedAt.chinaTime)"),
          Text(same: "SHA-256 \(body.sha256.prefix(16))…"),
        ])
    case .recovered(let body) where body.bytes == 0:
      EventWords("HEAD made anew", "重建 HEAD", [.offset(body.offset, segment: body.segment)])
    case .recovered(let body):
      EventWords(
        "log recovered", "日志恢复",
        [
          Text(en: "\(body.bytes) bytes in quarantine", zh: "\(body.bytes) 字节移入隔离区"),
          .offset(body.offset, segment: body.segment), Text(same: "SHA-256 \(body.sha256.prefix(16))…"),
          body.signedSize.map { size in
            Text(
              en: "with a signed commit of \(size) events, root \(body.signedRoot?.prefix(16) ?? "-")…",
              zh: "其中有已签名的提交，事件 \(size) 个，根哈希 \(body.signedRoot?.prefix(16) ?? "-")…")
          },
        ])
    case .sampleDrawn: EventWords("sample drawn", "抽取样本")
    case .paperIssued: EventWords("paper issued", "出具表册")
    case .monthClosed: EventWords("month closed", "月结")
    case .accountChanged: EventWords("account changed", "变更收款账户")
    case .objected(let body):
      EventWords(
        "objected", "提出异议",
        [.demand(body.demand), body.procedure.words, .on(body.on), body.reference.map { Text(same: $0) }])
    case .objectionDecided(let body):
      EventWords(
        "objection decided", "异议处理决定",
        [.demand(body.demand), body.outcome.words, .on(body.on), .own(body.authority)])
    case .debtOffset(let body):
      EventWords(
        "offset", "抵扣",
        [
          Text(same: "\(body.month)"), .yuan(body.amount), .demand(body.demand), .own(body.agreement),
          .own(body.authority), .request(body.request, if: namesRequest),
        ])
    case .claimed(let body):
      EventWords(
        "claimed", "申报",
        [
          body.from == body.through
            ? Text(same: "\(body.from)")
            : Text(en: "\(body.from) to \(body.through)", zh: "\(body.from)至\(body.through)"),
          Text(en: "received \(body.on)", zh: "收到日期 \(body.on)"), body.claim.map { Text(same: "\($0)") },
        ])
    case .retirementChosen(let body):
      EventWords("retirement chosen", "选择退休时间", [Text(en: "retires \(body.on)", zh: "退休日期 \(body.on)")])
    case .samePerson(let body):
      EventWords(
        "same person", "同一人",
        [
          Text(en: "the key \(body.other) stands for \(body.person)", zh: "人员标识 \(body.other) 与 \(body.person) 为同一人"),
          .request(body.request, if: namesRequest),
        ])
    case .operatorRegistered(let body):
      EventWords(
        "operator registered", "登记经办人", body.details.words + [body.request.flatMap { .request($0, if: namesRequest) }])
    case .operatorChanged(let body):
      EventWords(
        "operator changed", "变更经办人", body.details.words + [body.request.flatMap { .request($0, if: namesRequest) }])
    case .operatorRetired(let body):
      EventWords(
        "operator retired", "停用经办人",
        [Text(same: "\(body.name)"), body.request.flatMap { .request($0, if: namesRequest) }])
    case .operatorRecovered(let body):
      EventWords(
        "keys recovered", "找回签名密钥",
        [
          Text(same: "\(body.name)"), .keys(body.keys), .own(body.reason), .request(body.request, if: namesRequest),
        ])
    case .erased(let body):
      EventWords(
        "erased", "删除个人信息", [Text(same: "\(body.person)"), .request(body.request, if: namesRequest)])
    case .clockCorrected(let body):
      EventWords(
        "clock corrected", "更正时钟",
        [
          Text(en: "from event \(body.of) on", zh: "自事件 \(body.of) 起"), .own(body.reason),
          .request(body.request, if: namesRequest),
        ])
    }
  }
}

extension OperatorDetails {
  /// The operator, the operator's rights, and their area.
  fileprivate var words: [Text?] {
    [
      Text(same: "\(name)"),
      Text(
        en: roles.map(\.words.en).joined(separator: ", "), zh: roles.map(\.words.zh).joined(separator: "、")),
      office.map { Text(same: $0.printable) }, district.map { Text(en: "\($0)", zh: $0.inWords) },
      keys.isEmpty ? nil : .keys(keys),
    ]
  }
}

extension Registered {
  fileprivate func words(_ local: LocalWords) -> EventWords {
    let prior = prior.map {
      Text(
        en: "\($0.months) months enjoyed elsewhere, first approved \($0.firstApproved)",
        zh: "外地已享受 \($0.months) 个月，首次核定 \($0.firstApproved)")
    }
    let move = since.map { Text(en: "since \($0)", zh: "\($0)迁入") }
    return EventWords(
      "registered", "人员登记", [Text(en: "household ", zh: "户籍地 ") + local.region(household), move, prior])
  }
}

extension FactRecorded {
  fileprivate var words: EventWords {
    let days = to.map { Text(en: "\(from) to \($0)", zh: "\(from)起至\($0)") } ?? Text(en: "from \(from)", zh: "\(from)起")
    return EventWords("fact recorded", "情况登记", [fact.words, days, .own(detail), employment?.words, .source(source)])
  }
}

extension FactRecorded.Employment {
  fileprivate var words: Text {
    let parts = [
      entry == .first ? Text(en: "first employment", zh: "初次就业") : Text(en: "employed again", zh: "失业再就业"),
      isUrban ? Text(en: "in a town", zh: "城镇区域内") : Text(en: "outside of towns", zh: "城镇区域外"),
      place.map { Text(en: "at \($0)", zh: "就业地 \($0)") }, .own(kind),
      hours.map { Text(en: "\($0) hours a week", zh: "每周 \($0) 小时") },
      income.map { Text(en: "\($0.yuan) yuan a month", zh: "月劳动收入 \($0.yuan) 元") },
      platform.map { Text(en: "platform \($0)", zh: "平台 \($0)") },
    ].compactMap { $0 }
    return Text(en: parts.map(\.en).joined(separator: ", "), zh: parts.map(\.zh).joined(separator: "，"))
  }
}

extension Applied {
  fileprivate func words(_ local: LocalWords) -> EventWords {
    EventWords(
      "applied", "申请",
      [
        .application(application), local.scheme(scheme), .from(from), local.channel(channel, in: scheme),
        work.map {
          Text(
            en: "\($0.kind) since \($0.since), income \($0.incomeBand)",
            zh: "\($0.kind)，\($0.since)起，月收入 \($0.incomeBand)")
        },
        delegate.map { Text(en: "through \($0)", zh: "受委托人 \($0)") }
          ?? vault.map { _ in Text(en: "through a delegate", zh: "委托代办") },
        undertaking ? Text(en: "undertaking signed", zh: "已签承诺书") : Text(en: "no undertaking", zh: "未签承诺书"),
      ])
  }
}

extension Verified {
  fileprivate func words(_ local: LocalWords) -> EventWords {
    EventWords(
      hasPassed ? "review passed" : "review failed", hasPassed ? "审核通过" : "审核未通过",
      [.application(application), Text(en: "stage ", zh: "环节 ") + local.stage(stage, of: application)]
        + reasons.map { .code($0.code) },
      clause: reasons.clauses)
  }
}

extension Approved {
  fileprivate var words: EventWords {
    EventWords(
      "approved", "核准",
      [.application(application), .from(from), basis.words, Text(en: "pack \(policy)", zh: "政策包 \(policy)")])
  }
}

extension Rejected {
  fileprivate var words: EventWords {
    EventWords(
      "rejected", "不予核准", [.application(application)] + reasons.map { .code($0.code) }, clause: reasons.clauses)
  }
}

extension StartConfirmed {
  fileprivate var words: EventWords {
    let mode: Text? =
      switch mode {
      case .asApplied: Text(en: "as applied for", zh: "与申请一致")
      case .postponed: Text(en: "postponed", zh: "顺延")
      case .refunded: Text(en: "contributions refunded", zh: "退费")
      case nil: nil
      }
    return EventWords("first month confirmed", "确认开始享受月份", [.application(application), Text(same: "\(from)"), mode])
  }
}

extension CorrectionRequested {
  fileprivate var words: EventWords {
    EventWords("correction requested", "一次性告知补正", [.application(application)] + items.map { .own($0) } + [.own(reason)])
  }
}

extension Contributed {
  fileprivate var words: EventWords {
    let isRefund = amount == .zero
    return EventWords(
      isRefund ? "refunded" : "contributed", isRefund ? "退费" : "实际缴费",
      [Text(same: "\(month)"), isRefund ? nil : .yuan(amount), .on(paidOn), .source(source)])
  }
}

extension Reported {
  fileprivate var words: EventWords {
    let work = work.map {
      Text(
        en: "\($0.kind) at \($0.place), \($0.hours) hours a week, income \($0.incomeBand)",
        zh: "\($0.kind)，\($0.place)，每周 \($0.hours) 小时，收入 \($0.incomeBand)")
    }
    return EventWords("reported", "就业情况报告", [.on(on), .own(channel), work])
  }
}

extension Checked {
  fileprivate func words(_ local: LocalWords) -> EventWords {
    let outcome = hasPassed ? Text(en: "passed", zh: "通过") : Text(en: "failed", zh: "不符")
    return EventWords(
      "checked", "数据比对", [local.check(check), outcome, .on(on), .own(detail), .source(source)])
  }
}

extension Notified {
  fileprivate var words: EventWords {
    let kind = NotificationTemplate.Kind(rawValue: notification.description)?.words
    let deposit = notification == "deposit" ? Text(en: "reminder to keep enough in the account", zh: "足额留存提醒") : nil
    return EventWords(
      "notified", "通知",
      [kind ?? deposit ?? Text(same: "\(notification)"), .on(on), .own(channel), application.map { .application($0) }])
  }
}

extension NotificationTemplate.Kind: Worded {
  /// The words for a notification.
  package var words: Text {
    switch self {
    case .approved: Text(en: "approval", zh: "审核通过")
    case .rejected: Text(en: "rejection", zh: "审核未通过")
    case .reportDue: Text(en: "reminder to report", zh: "就业情况报告提醒")
    case .debitFailed: Text(en: "failed debit", zh: "扣款未成功提醒")
    case .newStandard: Text(en: "new amount of contributions", zh: "新缴费标准提醒")
    }
  }
}

extension PaymentOrdered {
  fileprivate func particulars(_ local: LocalWords) -> [Text?] {
    [local.scheme(scheme), Text(same: "\(month)"), .yuan(amount), .batch(batch)]
  }
}

extension Paid {
  fileprivate func words(_ local: LocalWords) -> EventWords {
    EventWords(
      "paid", "发放",
      [
        local.scheme(scheme), Text(same: "\(month)"), .yuan(amount), .batch(batch),
        reference.map { Text(en: "reference \($0)", zh: "流水号 \($0)") },
      ])
  }
}

extension PaymentReturned {
  fileprivate func words(_ local: LocalWords) -> EventWords {
    EventWords(
      "returned", "银行退回",
      [
        local.scheme(scheme), Text(same: "\(month)"), .yuan(amount), .batch(batch),
        Text(en: "code \(code)", zh: "原因 \(code)"),
      ])
  }
}

extension ClawedBack {
  fileprivate var words: EventWords {
    let sums = months.map { (month: $0.month, amount: $0.amount.yuan) }
    return EventWords(
      "demanded back", "追回决定",
      [
        .demand(demand),
        Text(
          en: sums.map { "\($0.month) \($0.amount) yuan" }.joined(separator: ", "),
          zh: sums.map { "\($0.month) \($0.amount) 元" }.joined(separator: "、")),
        .demandReason(reason), debtor.map { Text(en: "from \($0)", zh: "追回责任人 \($0)") },
      ], clause: clause)
  }
}

extension Annulled {
  fileprivate var words: EventWords {
    let target =
      switch of {
      case .sequence(let number): Text(en: "event \(number)", zh: "作废事件序号 \(number)")
      case .id(let id): Text(en: "entry \(id)", zh: "作废记录编号 \(id)")
      }
    return EventWords("annulled", "作废", [target, .own(reason)])
  }
}

extension Objected.Procedure: Worded {
  /// The words for the procedure of an objection.
  package var words: Text {
    switch self {
    case .appeal: Text(en: "appeal to the office", zh: "申诉")
    case .review: Text(en: "administrative review", zh: "行政复议")
    case .lawsuit: Text(en: "lawsuit", zh: "行政诉讼")
    }
  }
}

extension ObjectionDecided.Outcome {
  fileprivate var words: Text {
    switch self {
    case .upheld: Text(en: "the demand holds", zh: "维持追回")
    case .cancelled: Text(en: "the demand is cancelled", zh: "撤销追回")
    }
  }
}

extension [RejectionReason] {
  /// The clauses of the reasons, each once.
  fileprivate var clauses: String? {
    var clauses: [String] = []
    for reason in self { if let clause = reason.clause, !clauses.contains(clause) { clauses.append(clause) } }
    return clauses.isEmpty ? nil : clauses.joined(separator: "、")
  }
}
