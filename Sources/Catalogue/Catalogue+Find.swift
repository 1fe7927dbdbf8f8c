package import Ledger
package import Papers
package import Subsidy
package import Values
import Vault

extension Text {
  /// A search found more people than are shown.
  package static func moreFound(_ shown: Int) -> Text {
    Text(
      en: "more than \(shown) persons answer; look for more of the name or number", zh: "符合的超过 \(shown) 人，请输入更完整的姓名或号码")
  }

  /// A line of a file of names of regions does not have the right form.
  package static func badRegion(_ file: String, line: Int) -> Text {
    Text(
      en: "\(file.quoted): line \(line) is not a code of six digits, a comma and a name, such as 450205,Liubei",
      zh: "\(file.quoted)：第 \(line) 行不是“六位行政区划代码,名称”，如 450205,柳北区")
  }

  /// No person matches the typed text, which may be a person's number.
  package static func nobodyFound(_ text: String) -> Text {
    let shown = text.shownAsTyped
    return Text(
      en: "no person has the name, number, key or application \(shown); `subsidy find` takes a part of it",
      zh: "没有姓名、号码、标识或申请编号为 \(shown) 的人员；可用 `subsidy find` 按部分内容查找")
  }

  /// Several persons match the typed text.
  package static func severalFound(_ text: String, _ found: PersonsFound) -> Text {
    let persons = Text.listed(
      found.cards.map { card in
        card.data?.label.map { "\(card.person) \($0)" } ?? card.person.description
      })
    let shown = text.shownAsTyped
    let count = found.isCut ? "\(found.cards.count)+" : "\(found.cards.count)"
    return Text(
      en: "\(count) persons answer to \(shown): \(persons.en); name one by the key",
      zh: "符合 \(shown) 的有 \(count) 人：\(persons.zh)；请用人员标识指明其中一人")
  }
}

extension String {
  /// The typed text, its digits hidden if it is a person's number.
  fileprivate var shownAsTyped: String {
    isTypedNumber ? String(map { $0.isNumber ? "#" : $0 }).quoted : withoutNumbersOfPersons.quoted
  }
}

extension Text {
  /// The months of a filed report.
  package static func ofMonth(_ month: Month, from first: Month?) -> Text {
    if let first, first < month {
      return Text(en: "months: \(first) to \(month)", zh: "月份：\(first) 至 \(month)")
    }
    return Text(en: "month: \(month)", zh: "月份：\(month)")
  }
  /// The batch of a filed report, and the operators who handled it.
  package static func ofBatch(_ found: BatchSummary) -> [Text] {
    let (drafter, approver) = (found.drafter?.description ?? "", found.approver?.description ?? "")
    return [
      Text(en: "batch: \(found.batch)", zh: "发放批次：\(found.batch)"),
      Text(en: "drafted by: \(drafter)", zh: "起草：\(drafter)"),
      Text(en: "approved by: \(approver)", zh: "核准：\(approver)"),
    ]
  }
  /// The day of a filed report.
  package static func asOfDay(_ day: CivilDate) -> Text { Text(en: "as of \(day)", zh: "截至 \(day)") }
  /// The scheme of a filed report.
  package static func ofScheme(_ scheme: Text) -> Text { Text(en: "scheme: \(scheme.en)", zh: "补贴项目：\(scheme.zh)") }
}
