import Policy
public import Subsidy
import Values

/// The newly employed of a period by rule (城镇新增就业统计).
///
/// > Source: 临人社字〔2021〕63号 二; 连政办发〔2021〕50号（十五）. The documents give the statistics no form.
public enum StatisticsPaper {
  /// The columns of the counts.
  public static let columns = ["规则", "内容", "依据条款", "人数", "说明"]
  /// The columns of the list.
  public static let listColumns = ["人员", "规则", "依据条款"]

  /// How many each rule counts.
  public static func counts(_ counts: [StatisticCount], _ period: StatisticPeriod) -> PaperTable {
    let sum = counts.reduce(0) { $0 + $1.persons.count }
    return PaperTable(
      title: "城镇新增就业统计", heading: ["统计期：\(period.from.chinese)至\(period.to.chinese)"], columns: columns,
      numbers: ["人数"],
      rows: counts.map { count in
        [
          count.rule.item.code, count.rule.item.chinese, count.rule.item.clause ?? "", String(count.persons.count),
          count.lacksThreshold ? "未设定标准（参数 \(count.rule.threshold ?? "")），不统计" : "",
        ]
      }, total: ["合计", "", "", String(sum), "每人在统计期内只计一次"])
  }

  /// The persons counted, each with the rule.
  public static func list(_ counts: [StatisticCount], _ period: StatisticPeriod) -> PaperTable {
    PaperTable(
      title: "城镇新增就业统计名单", heading: ["统计期：\(period.from.chinese)至\(period.to.chinese)"], columns: listColumns,
      rows: counts.flatMap { count in
        count.persons.map { [$0.description, count.rule.item.code, count.rule.item.clause ?? ""] }
      })
  }
}
