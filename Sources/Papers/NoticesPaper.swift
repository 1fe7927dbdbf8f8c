public import Policy
public import Subsidy
import Values

/// The notices (推送提醒) word for word, for the gateway that sends them.
///
/// > Source: 京劳服失发〔2019〕1号 附件4.
public enum NoticesPaper {
  /// The columns of the gateway's file, in their order.
  public static let columns = ["kind", "person", "phone", "text", "clause"]

  /// The notices as a file for a program: it begins with the columns.
  ///
  /// - Parameters:
  ///   - notices: the notices, each with what the vault knows.
  ///   - stages: the review stages of the pack, whose offices a reason may name.
  /// - Returns: the file.
  public static func table(
    _ notices: [(notice: DueNotice, details: PersonalDetails)], stages: [ProcessRule.Stage]
  ) -> PaperTable {
    let offices = Dictionary(stages.map { ($0.name.description, $0.office) }, uniquingKeysWith: { first, _ in first })
    return PaperTable(
      title: nil, columns: columns,
      rows: notices.map { line in
        [
          line.notice.template.kind.rawValue, line.notice.person.description, line.details[.phone],
          text(line.notice, line.details, offices), line.notice.template.clause ?? "",
        ]
      })
  }

  private static func text(_ notice: DueNotice, _ details: PersonalDetails, _ offices: [String: String]) -> String {
    var values = ["name": details[.name], "id-tail": details.idTail]
    if let granted = notice.granted {
      values["from-month"] = granted.first.chinese
      values["months"] = String(granted.count)
    }
    let reasons = notice.reasons.map { Text.code($0.code, offices: offices).zh }
    // A reason has to be told even where an imported past brought none.
    values["reason"] = reasons.isEmpty ? "审核未通过" : reasons.joined(separator: "、")
    values["due-date"] = notice.dueOn?.chinese
    values["stop-month"] = notice.stopMonth?.chinese
    return TemplateText.fill(notice.template.text, values)
  }
}
