package import Papers
import Policy
import Subsidy
import Values

/// The messages and outputs of `deadlines` and `sweep`.
extension Text {

  package static func deadlinesCounted(due: Int, overdue: Int, waiting: Int) -> Text {
    Text(
      en: "\(Int64(overdue).grouped) overdue, \(Int64(due).grouped) due, \(Int64(waiting).grouped) behind a publicity",
      zh: "已逾期 \(Int64(overdue).grouped) 项，待办 \(Int64(due).grouped) 项，公示中 \(Int64(waiting).grouped) 项")
  }

  package static func daysNotCounted(_ year: Int) -> Text {
    Text(
      en: "the calendar of working days has no year \(year): some working days are not counted; "
        + "name a file that has it with `--calendar`",
      zh: "工作日历缺少 \(year) 年，部分事项未计工作日；可用 `--calendar` 指定含该年的文件")
  }

  package static var nothingToSweep: Text { Text(en: "nothing to suspend or end", zh: "没有应暂停或终止的事项") }

  package static func swept(_ count: Int) -> Text {
    Text(en: "\(counted(count, "event")) appended", zh: "追加事件 \(Int64(count).grouped) 个")
  }

  package static func sweepPreviewed(_ count: Int) -> Text {
    Text(
      en: "dry run: \(counted(count, "event")) would be appended, nothing was",
      zh: "试运行：应追加事件 \(Int64(count).grouped) 个，未登记任何内容")
  }

}
