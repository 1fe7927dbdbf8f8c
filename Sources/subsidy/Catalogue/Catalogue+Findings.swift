import Papers
import Subsidy
import Values

/// Findings of an audit in words.
extension Text {
  /// A finding in words: what was against the payment, or what was wrong with the decision.
  static func finding(_ code: Finding.Code) -> Text {
    switch code {
    case .paidDespite(let reason):
      let words = Word.text(for: reason.code)
      return Text(en: "paid though: \(words.en)", zh: "不应发放：\(words.zh)")
    case .acceptedDespite(let fault):
      let words = Word.text(for: fault.rawValue)
      return Text(en: "application: \(words.en)", zh: "申请受理：\(words.zh)")
    case .paidAboveEntitlement: return Text(en: "paid too much", zh: "多发")
    case .paidTwice: return Text(en: "paid twice", zh: "重复发放")
    case .paidNotOrdered: return Text(en: "paid without an order", zh: "未列入批次的发放")
    case .overpaidNotDemanded: return Text(en: "overpaid, not demanded", zh: "多发未通知追回")
    case .receiptBookedTwice: return Text(en: "receipt booked twice", zh: "同一收据重复登记")
    case .entitledUnpaid: return Text(en: "due, not paid in time", zh: "应发未按时发放")
    case .reportMissedNotStopped: return Text(en: "no report, not stopped", zh: "逾期未报告未停发")
    case .approvedWithoutApplication: return Text(en: "approved without an application", zh: "无申请即核准")
    case .approvedWrongBasis: return Text(en: "approved for another term than due", zh: "核准的享受期限有误")
    case .approvedWrongPolicy: return Text(en: "approved under another policy", zh: "核准适用的政策有误")
    case .approvedWrongFirst: return Text(en: "first approval marked wrongly", zh: "初次核准标识有误")
    case .stageSkipped: return Text(en: "stage skipped", zh: "缺少审核环节")
    case .stageOutOfOrder: return Text(en: "stage out of order", zh: "审核环节次序颠倒")
    case .stageSameOperator: return Text(en: "two stages by one operator", zh: "两次审核为同一经办人")
    case .stageSameKey: return Text(en: "two stages with one key", zh: "两次审核使用同一钥匙盘")
    case .stageWithoutKey: return Text(en: "stage without a key", zh: "审核未使用钥匙盘")
    case .stageBeforePublicityEnd: return Text(en: "decided before the publicity ended", zh: "公示未满即审核")
    case .stageLate: return Text(en: "stage late", zh: "审核逾期")
    case .batchApprovedByDrafter: return Text(en: "approved by its drafter", zh: "起草人自行核准批次")
    case .impossible(.paidAfterRecording):
      return Text(en: "contribution paid after it was recorded", zh: "缴费日期晚于登记日期")
    case .impossible(.tooFarAhead): return Text(en: "contribution far ahead of its month", zh: "提前登记缴费过久")
    case .impossible(.beforeBirth): return Text(en: "fact before the person's birth", zh: "事实早于出生日期")
    case .beyondBounds: return Text(en: "value beyond all bounds", zh: "数值超出合理范围")
    case .batchFromHistory: return Text(en: "batch of a history approved or exported", zh: "核准或导出补录的批次")
    case .imported(let type):
      return Text(en: "brought in after going live: \(type.rawValue)", zh: "上线后违规补录：\(type.rawValue)")
    }
  }

  /// A finding where it is plain that a payment is meant: only what was against it.
  static func findingBriefly(_ code: Finding.Code) -> Text {
    if case .paidDespite(let reason) = code { return Word.text(for: reason.code) }
    return finding(code)
  }

  /// What became of a finding.
  static func outcome(_ outcome: FindingDisposed.Outcome) -> Text {
    switch outcome {
    case .confirmed: Text(en: "confirmed", zh: LedgerWords.outcome(outcome))
    case .explained: Text(en: "explained", zh: LedgerWords.outcome(outcome))
    case .corrected: Text(en: "corrected", zh: LedgerWords.outcome(outcome))
    case .referred: Text(en: "referred", zh: LedgerWords.outcome(outcome))
    }
  }

  /// How grave a finding is.
  static func severity(_ severity: Finding.Severity) -> Text {
    switch severity {
    case .high: Text(en: "high", zh: "严重")
    case .medium: Text(en: "medium", zh: "一般")
    case .low: Text(en: "low", zh: "轻微")
    }
  }

  /// What the findings come to.
  static func findingsOn(_ day: CivilDate, _ count: Int) -> Text {
    Text(
      en: "\(count) \(count == 1 ? "finding" : "findings"), as of \(day); a month may be found for several reasons",
      zh: "截至 \(day) 共 \(count) 项审计发现；同一月份可因多种原因列入")
  }
  /// The calendar lacks a year.
  static func stagesNotJudged(_ year: Int) -> Text {
    Text(
      en: "the calendar of working days has no year \(year): whether stages were late then was not judged",
      zh: "工作日历没有 \(year) 年：未判断该年审核是否逾期")
  }
  /// The title of the list.
  static var doubtsTitle: Text { Text(en: "Doubtful points", zh: "疑点清单") }
  /// What the list was made from.
  static func doubtsHeading(day: CivilDate, size: UInt64, root: String) -> Text {
    Text(en: "as of \(day); \(size) events, root \(root)", zh: "截至 \(day)；事件 \(size) 条，根哈希 \(root)")
  }
  /// What was recorded.
  static func findingDisposed(_ finding: String, _ outcome: FindingDisposed.Outcome, isNew: Bool) -> Text {
    let (name, words) = (finding.printable, Text.outcome(outcome))
    return isNew
      ? Text(en: "\(name): \(words.en), recorded", zh: "\(name)：\(words.zh)，已登记")
      : Text(en: "\(name): \(words.en), recorded before", zh: "\(name)：\(words.zh)，早已登记")
  }
}

/// The options and commands of findings.
extension Text {
  /// `--on` of an audit.
  static var auditOn: Text {
    Text(en: "the day on which it is asked what is late; else that of the last event", zh: "判断逾期的日期；默认为最后一条事件的日期")
  }
  /// `--unpaid-after`.
  static var auditUnpaidAfter: Text {
    Text(
      en: "days until a due month is unpaid; else the document's period, or 60",
      zh: "超过多少天未发列为疑点；默认按文件的周期，无则 60 天")
  }
  /// `--doubts`.
  static var auditDoubts: Text {
    Text(en: "writes the list of doubtful points into this CSV file", zh: "将疑点清单写入此 CSV 文件")
  }
  /// `audit dispose`.
  static var auditDisposeSummary: Text { Text(en: "record what became of a finding", zh: "登记疑点的处理结果") }
  /// The example of `audit dispose`.
  static var auditDisposeExample: Text {
    Text(en: "says that the payment of November was wrong indeed", zh: "登记该月违规发放属实")
  }
  /// The finding.
  static var auditDisposeFinding: Text {
    Text(en: "the finding, as `audit replay` names it", zh: "疑点编号，见 `audit replay`")
  }
  /// `--outcome`.
  static var auditDisposeOutcome: Text {
    Text(
      en: "confirmed, explained, corrected or referred",
      zh: "confirmed 属实、explained 不属实、corrected 已整改、referred 已移送")
  }
  /// `--note`.
  static var auditDisposeNote: Text { Text(en: "why, in words", zh: "处理说明") }
}
