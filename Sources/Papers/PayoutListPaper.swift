import Policy
import Subsidy
public import Values

/// A line of a payout list: the payment of a batch to one person.
public struct PayoutLine: Sendable {
  /// The person.
  public let person: Identifier
  /// The district of the application; nil if it is not known.
  public let district: Region?
  /// The months that are paid, ascending.
  public let months: [Month]
  /// Their sum.
  public let amount: Fen
  /// The vault's data about the person.
  public let details: PersonalDetails
  /// The holder of the account.
  public let payee: String?

  /// Makes a line.
  public init(
    person: Identifier, district: Region?, months: [Month], amount: Fen, details: PersonalDetails, payee: String?
  ) {
    self.person = person
    self.district = district
    self.months = months
    self.amount = amount
    self.details = details
    self.payee = payee
  }
}

/// The payout list (发放名册) of a batch, which is checked (核对名单) and put up (公示).
public enum PayoutListPaper {
  /// The list.
  ///
  /// - Parameters:
  ///   - lines: the persons in their order.
  ///   - batch: the batch.
  ///   - month: the last month that it may pay; nil for one that was never drafted.
  ///   - place: the words for the scheme.
  ///   - isPublic: whether it is put up: identity numbers are masked, and accounts left out.
  /// - Returns: the paper, amounts in yuan.
  public static func table(
    _ lines: [PayoutLine], of batch: Identifier, through month: Month?, place: String, isPublic: Bool
  ) -> PaperTable {
    let own = ["序号", "姓名", "身份证号", "区划", "补贴月份", "月数", "金额（元）"]
    let columns = isPublic ? own : own + ["户名", "开户银行", "银行账号"]
    let rows = lines.enumerated().map { position, line in
      let number = line.details[.idNumber]
      let cells = [
        String(position + 1), line.details[.name].isEmpty ? line.person.description : line.details[.name],
        isPublic ? masked(number) : number, line.district?.inWords ?? "",
        months(line.months), String(line.months.count), line.amount.yuan,
      ]
      return isPublic ? cells : cells + [line.payee ?? "", line.details[.bank], line.details[.account]]
    }
    let amount = lines.reduce(Fen.zero) { $0 + $1.amount }
    let total = ["合计", "", "", "", "", String(lines.reduce(0) { $0 + $1.months.count }), amount.yuan]
    return PaperTable(
      title: isPublic ? "社会保险补贴发放公示名单" : "社会保险补贴发放名册",
      heading: ["发放批次：\(batch)", "补贴项目：\(place)", "截至月份：\(month?.description ?? "")", "单位：元"],
      columns: columns, numbers: ["序号", "月数", "金额（元）"], rows: rows,
      total: total + Array(repeating: "", count: columns.count - total.count),
      notes: ["合计 \(lines.count) 人，金额（大写）：\(amount.capital)"])
  }

  /// An identity number without the date of birth.
  private static func masked(_ number: String) -> String {
    number.count == 18 ? "\(number.prefix(6))********\(number.suffix(4))" : number.isEmpty ? "" : "*\(number.suffix(4))"
  }

  /// The first and the last month, if there is none missing between them; else each.
  private static func months(_ months: [Month]) -> String {
    guard let first = months.first, let last = months.last else { return "" }
    if months.count == 1 { return first.description }
    let isWhole = first.adding(months.count - 1) == last
    return isWhole ? "\(first) 至 \(last)" : months.map(\.description).joined(separator: "、")
  }
}
