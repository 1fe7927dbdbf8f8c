import Papers
import Policy
import Subsidy
import Values

/// What `deadlines` and `sweep` say about themselves and print.
extension Text {
  static var deadlinesSummary: Text { Text(en: "list what is due and overdue, per office", zh: "按经办机构列出待办和逾期事项") }
  static var deadlinesOn: Text { Text(en: "the day that is asked about; else today", zh: "查询日期；默认为今天") }
  static var deadlinesExample: Text {
    Text(en: "shows what was open at the end of that day, with the days left", zh: "查看该日终未办结的事项及剩余工作日")
  }

  static func deadlinesCounted(due: Int, overdue: Int, waiting: Int) -> Text {
    Text(
      en: "\(Int64(overdue).grouped) overdue, \(Int64(due).grouped) due, \(Int64(waiting).grouped) behind a publicity",
      zh: "已逾期 \(Int64(overdue).grouped) 项，待办 \(Int64(due).grouped) 项，公示中 \(Int64(waiting).grouped) 项")
  }

  static func daysNotCounted(_ year: Int) -> Text {
    Text(
      en: "the calendar of working days has no year \(year): some working days are not counted; "
        + "name a file that has it with `--calendar`",
      zh: "工作日历缺少 \(year) 年，部分事项未计工作日；可用 `--calendar` 指定含该年的文件")
  }

  static var sweepSummary: Text { Text(en: "suspend and end what time has run out for", zh: "办理到期的暂停和终止") }
  static var sweepOn: Text { Text(en: "the day on which the rules are asked", zh: "按该日期判定") }
  static var sweepDryRun: Text { Text(en: "show it and append nothing; D may lie ahead", zh: "只查看，不登记；日期可在今后") }
  static var sweepExample: Text {
    Text(en: "appends what is to be suspended or ended by then, once", zh: "登记截至该日应暂停、终止的事项，不重复登记")
  }

  static var nothingToSweep: Text { Text(en: "nothing to suspend or end", zh: "没有应暂停或终止的事项") }

  static func swept(_ count: Int) -> Text {
    Text(en: "\(counted(count, "event")) appended", zh: "追加事件 \(Int64(count).grouped) 个")
  }

  static func sweepPreviewed(_ count: Int) -> Text {
    Text(
      en: "dry run: \(counted(count, "event")) would be appended, nothing was",
      zh: "试运行：应追加事件 \(Int64(count).grouped) 个，未登记任何内容")
  }

}
