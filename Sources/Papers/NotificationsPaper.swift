public import Policy
public import Subsidy
import Values

/// The notifications (推送提醒) word for word, for the gateway that sends them.
///
/// > Source: 京劳服失发〔2019〕1号 附件4.
public enum NotificationsPaper {
  /// The columns of the gateway's file, in their order.
  public static let columns = ["kind", "person", "phone", "text", "clause"]

  /// The notifications as a file for a program: it begins with the columns.
  ///
  /// - Parameters:
  ///   - notifications: the notifications, each with the vault's data.
  ///   - stages: the review stages of the pack, whose offices a reason may name.
  /// - Returns: the file.
  public static func table(
    _ notifications: [(notification: DueNotification, details: PersonalDetails)], stages: [ProcessRule.Stage]
  ) -> PaperTable {
    let offices = Dictionary(stages.map { ($0.name.description, $0.office) }, uniquingKeysWith: { first, _ in first })
    return PaperTable(
      title: nil, columns: columns,
      rows: notifications.map { line in
        [
          line.notification.template.kind.rawValue, line.notification.person.description, line.details[.phone],
          text(line.notification, line.details, offices), line.notification.template.clause ?? "",
        ]
      })
  }

  private static func text(
    _ notification: DueNotification, _ details: PersonalDetails, _ offices: [String: String]
  ) -> String {
    var values = ["name": details[.name], "id-tail": details.idTail]
    if let granted = notification.granted {
      values["from-month"] = granted.first.chinese
      values["months"] = String(granted.count)
    }
    let reasons = notification.reasons.map { Text.code($0.code, offices: offices).zh }
    // A reason is required even if an imported past brought none.
    values["reason"] = reasons.isEmpty ? "审核未通过" : reasons.joined(separator: "、")
    values["due-date"] = notification.dueOn?.chinese
    values["stop-month"] = notification.stopMonth?.chinese
    return TemplateText.fill(notification.template.text, values)
  }
}
