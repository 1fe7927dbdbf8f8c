import Policy
public import Subsidy
public import Values

/// The list of the persons who newly begin (增员名单), which a district reports to the insurance centre every month.
///
/// The document names the list and no columns; these are the ones that the centre needs to begin a deduction.
///
/// > Source: 京劳服失发〔2019〕1号 附件1 四.4.
public enum StartersPaper {
  /// The columns in their order.
  public static let columns = ["序号", "区", "姓名", "身份证号", "开始享受月份", "递交申请日期", "从事灵活就业项目", "联系电话"]

  /// The list of some entries.
  public static func table(
    _ entries: [(entry: RosterEntry, details: PersonalDetails)], month: Month
  ) -> PaperTable {
    let rows = entries.enumerated().map { position, line in
      let application = line.entry.application
      return [
        String(position + 1), line.entry.district?.inWords ?? "", line.details[.name], line.details[.idNumber],
        application.firstMonth?.description ?? "", application.appliedAt?.civilDate.description ?? "",
        application.applied?.work?.kind ?? "", line.details[.phone],
      ]
    }
    return PaperTable(
      title: "灵活就业社会保险补贴增员名单", heading: ["月份：\(month.chinese)"], columns: columns, numbers: ["序号"], rows: rows)
  }
}
