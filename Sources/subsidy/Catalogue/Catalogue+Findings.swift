import Papers
import Subsidy
import Values

/// Findings of an audit in words.
extension Text {

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
    let (name, words) = (finding.printable, outcome.words)
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
