import Policy
package import Subsidy
package import Values

/// One person's ledger (台账): everything recorded of them in the order of its recording.
///
/// > Source: 柳人社规〔2022〕9号 三（三）1 (补贴台账，动态管理) and 2 (跟踪服务工作台账). The document gives it no columns.
public enum PersonLedgerPaper {
  /// The columns in their order.
  public static let columns = ["序号", "登记日期", "事项", "内容", "依据条款", "经办人", "事件序号"]

  /// The ledger.
  ///
  /// - Parameters:
  ///   - events: the person's events and the annulments of any of them, in the order of the log.
  ///   - annulments: the annulments; an annulled event stays and is marked.
  ///   - details: the vault's data.
  ///   - registration: the last registration.
  ///   - person: the person's key.
  ///   - local: the ledger's words for its codes.
  /// - Returns: the ledger.
  package static func table(
    _ events: [Event], _ annulments: Annulments, details: PersonalDetails, registration: PersonState.Registration?,
    person: Identifier, local: LocalWords
  ) -> PaperTable {
    let rows = events.enumerated().map { position, event in
      let words = EventWords(event.body, local)
      return [
        String(position + 1), event.recorded.civilDate.description,
        words.matter.zh + (annulments.contains(event) ? "（已作废）" : ""), words.content.zh, words.clause ?? "",
        event.by.description, String(event.sequence),
      ]
    }
    return PaperTable(
      title: "灵活就业社会保险补贴台账",
      heading: [
        "姓名：\(details[.name])", "性别：\(registration.map { $0.isMale ? "男" : "女" } ?? "")",
        "出生日期：\(registration?.birth.description ?? "")", "身份证号：\(details[.idNumber])",
        "联系电话：\(details[.phone])", "人员标识：\(person)",
      ],
      columns: columns, numbers: ["序号", "事件序号"], rows: rows)
  }
}
