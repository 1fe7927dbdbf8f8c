public import Policy
public import Subsidy
public import Values

/// The roster (花名册) that a district prints every month and keeps.
///
/// > Source: 京劳服失发〔2019〕1号 附件5: fourteen columns in this order; 区：（盖章）, 花名册编号; 每月打印系统备份留存.
public enum RosterPaper {
  /// The title as printed.
  public static let title = "区人力资源和社会保障部门复核确认系统备份花名册"

  /// The columns as printed, in their order.
  public static let columns = [
    "序号", "姓名", "性别", "年龄", "身份证号", "户籍类型", "所在街道", "从事灵活就业项目", "批准补贴月数", "递交申请日期", "享受补贴起止日期",
    "联系电话", "人员类型", "备注",
  ]

  /// The roster of some entries.
  ///
  /// - Parameters:
  ///   - entries: the persons in their order, each with the vault's data.
  ///   - number: the roster's number; nil for a draft.
  ///   - district: the district; nil for a whole city.
  ///   - targets: the target groups of the pack, which word the categories.
  ///   - hasCodes: whether districts are codes, as earlier versions had them.
  /// - Returns: the roster.
  public static func table(
    _ entries: [(entry: RosterEntry, details: PersonalDetails)], number: Identifier?, district: Region?,
    targets: [ListedRule], withCodes hasCodes: Bool = false
  ) -> PaperTable {
    func name(_ district: Region?) -> String {
      guard let district else { return "" }
      return hasCodes ? district.description : RegionNames.shippedName(of: district) ?? district.description
    }
    let rows = entries.enumerated().map { position, line in
      row(position + 1, line.entry, line.details, targets, name)
    }
    return PaperTable(
      title: title,
      heading: ["区：\(name(district))（盖章）", "花名册编号：\(number?.description ?? "")"],
      columns: columns, numbers: ["序号", "年龄", "批准补贴月数"], rows: rows, notes: ["注：每月打印系统备份留存"])
  }

  private static func row(
    _ number: Int, _ entry: RosterEntry, _ details: PersonalDetails, _ targets: [ListedRule],
    _ name: (Region?) -> String
  ) -> [String] {
    let granted = entry.granted
    return [
      String(number), details[.name], entry.isMale.map { $0 ? "男" : "女" } ?? "", entry.age.map { String($0) } ?? "",
      details[.idNumber], entry.isLocal.map { $0 ? "本市" : "外埠" } ?? "", name(entry.district),
      entry.application.applied?.work?.kind ?? "", String(granted.count),
      entry.application.appliedAt?.civilDate.description ?? "",
      granted.count == 0 ? "" : "\(granted.first)至\(granted.last)", details[.phone],
      CategoryWords.chinese(entry.category, targets), "",
    ]
  }
}

/// The category of a person in words (人员类型).
enum CategoryWords {
  /// As the pack's target groups word it, else as the fact is named, else as it was recorded.
  static func chinese(_ category: String?, _ targets: [ListedRule]) -> String {
    guard let category else { return "" }
    if let target = targets.first(where: { $0.code == category }) { return target.chinese }
    if category == FactCode.graduated.rawValue { return "高校毕业生" }
    if category == FactCode.difficultyRecognised.rawValue { return "就业困难人员" }
    return category
  }
}
