public import Subsidy
public import Values

/// The plan of funds (用款计划) by district, and the city's as their sum.
///
/// > Source: 京劳服失发〔2019〕1号 附件1 二. The document gives the plan no form.
public enum FundingPlanPaper {
  /// The columns in their order; amounts in yuan.
  public static let columns = ["区", "人数", "月数", "金额（元）", "在途月数", "在途金额（元）", "预计月数", "预计金额（元）"]

  /// The plan.
  public static func table(_ needs: [FundingNeed], scheme: String, month: Month) -> PaperTable {
    func row(_ name: String, _ need: FundingNeed) -> [String] {
      [
        name, String(need.persons), String(need.months), need.payable.description, String(need.monthsInFlight),
        need.inFlight.description, String(need.monthsExpected), need.expected.description,
      ]
    }
    let sum = needs.reduce(FundingNeed.none, +)
    return PaperTable(
      title: "灵活就业社会保险补贴用款计划", heading: ["补贴项目：\(scheme)", "截至月份：\(month.chinese)"], columns: columns,
      // All but the district's name.
      numbers: Set(columns.dropFirst()), rows: needs.map { row($0.district?.inWords ?? "未登记", $0) },
      total: row("合计", sum),
      notes: ["预计：已核准、尚无缴费登记的月份，按本人最近一个月的补贴额（尚无的按平均额）推算，不作发放依据"])
  }
}
