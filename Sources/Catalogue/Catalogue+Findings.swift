package import Ledger
package import Papers
package import Subsidy
package import Values

/// Findings of an audit in words.
extension Text {

  /// The sum of the findings.
  package static func findingsOn(_ day: CivilDate, _ count: Int) -> Text {
    Text(
      en: "\(count) \(count == 1 ? "finding" : "findings"), as of \(day); a month may be found for several reasons",
      zh: "截至 \(day) 共 \(count) 项审计发现；同一月份可因多种原因列入")
  }
  /// The calendar lacks a year.
  package static func stagesNotJudged(_ year: Int) -> Text {
    Text(
      en: "the calendar of working days has no year \(year): whether stages were late then was not judged",
      zh: "工作日历没有 \(year) 年：未判断该年审核是否逾期")
  }
  /// The title of the list.
  package static var doubtsTitle: Text { Text(en: "Doubtful points", zh: "疑点清单") }
  /// The log was not compared with a kept checkpoint, because it is not whole.
  package static var notCompared: Text {
    Text(
      en: "the log is not compared with what was kept, since it is not whole", zh: "日志不完整，未与所保存的检查点比对")
  }

  package static func accountsUnknown(_ count: Int) -> Text {
    Text(
      en: "of \(counted(count, "person")) who were paid the vault lacks the account or has it changed: whether it is "
        + "another person's, too, was not checked; see `subsidy audit verify`",
      zh: "\(count) 名已发放人员的账户信息在保密库中缺失或被改动，未核对是否与他人共用；请运行 `subsidy audit verify`")
  }

  package static var accountsNotCompared: Text {
    Text(
      en: "vault.sqlite is not here, or sealed: whether several persons share an account was not looked at",
      zh: "此处没有 vault.sqlite，或已加密：未核对是否存在多人共用一个收款账户")
  }

  package static func doubtsHeading(day: CivilDate, size: UInt64, root: String) -> Text {
    Text(en: "as of \(day); \(size) events, root \(root)", zh: "截至 \(day)；事件 \(size) 条，根哈希 \(root)")
  }
  /// The disposition that was recorded.
  package static func findingDisposed(_ finding: String, _ outcome: FindingDisposed.Outcome, isNew: Bool) -> Text {
    let (name, words) = (finding.printable, outcome.words)
    return isNew
      ? Text(en: "\(name): \(words.en), recorded", zh: "\(name)：\(words.zh)，已登记")
      : Text(en: "\(name): \(words.en), recorded before", zh: "\(name)：\(words.zh)，早已登记")
  }
}

/// The log that an output is about.
extension Text {
  /// The log, by its size and root.
  package static func log(_ log: ReplayedLog) -> Text {
    Text(en: "log of \(log.size) events, root \(log.root)", zh: "日志事件 \(log.size) 个，根哈希 \(log.root)")
  }

  /// The number of events that an answer is about.
  package static func asOf(_ size: UInt64) -> Text {
    Text(en: "as of \(counted(Int(clamping: size), "event"))", zh: "截至前 \(Int64(clamping: size).grouped) 个事件")
  }

  /// The two logs of a comparison.
  package static func logsCompared(_ compared: KnowledgeComparison) -> Text {
    let (before, after) = (log(compared.before), log(compared.after))
    return Text(en: "from the \(before.en), to the \(after.en)", zh: "起：\(before.zh)；止：\(after.zh)")
  }
}
