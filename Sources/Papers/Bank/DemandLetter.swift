public import Policy
public import Subsidy
import Values

/// The letter of a demand (追回通知书): the document and clause, the months and amounts, the reason, and the amount still due.
public struct DemandLetter: Sendable {
  /// The demand with its outcome.
  public var demand: RecoveryDemand
  /// Its months.
  public var months: [ClawedBack.DemandedMonth]
  /// The addressee; the person's key if the vault has no name.
  public var name: String
  /// The document; nil if no pack of the scheme was adopted.
  public var pack: PolicyPack?
  /// The reasons in words.
  public var reasons: String
  /// The office that writes it, the period and the account for bringing the money back, and the authorities before which its
  /// decision can be contested.
  public var office: OfficeDetails

  /// Makes a letter.
  public init(
    demand: RecoveryDemand, months: [ClawedBack.DemandedMonth], name: String, pack: PolicyPack?, reasons: String,
    office: OfficeDetails
  ) {
    self.demand = demand
    self.months = months
    self.name = name
    self.pack = pack
    self.reasons = reasons
    self.office = office
  }

  private var offset: String { demand.offset > .zero ? "，已抵扣 \(demand.offset.yuan) 元" : "" }

  private var refund: String { demand.refunded > .zero ? "（已退还 \(demand.refunded.yuan) 元）" : "" }

  /// The letter.
  public var sheet: PaperSheet {
    var parts: [PaperSheet.Part] = [.line("编号：\(demand.id)"), .line(""), .line("\(name)："), .line(grounds)]
    parts.append(
      .rows(
        ["月份", "金额（元）"], words: 1,
        months.map { [$0.month.description, $0.amount.yuan] } + [["合计", demand.demanded.yuan]]))
    parts += [.line("合计（大写）：\(demand.demanded.capital)"), .line("原因：\(reasons)")]
    if let debtor = demand.debtor { parts.append(.line("责令追回对象：\(debtor)")) }
    if let objection = demand.objection {
      parts.append(
        .line("当事人已于 \(objection.on) 提出异议（\(objection.procedure.words.zh)），处理决定作出前不催收。"))
    }
    parts.append(
      .line(
        "已退回 \(demand.repaid.yuan) 元\(refund)\(offset)，已核销 \(demand.writtenOff.yuan) 元，尚应退回 \(demand.outstanding.yuan) 元；可分期退回，先抵最早月份。"
      ))
    parts += demand.isCancelled ? [.line("本通知已撤销。")] : repayment + remedies
    parts.append(.line("通知日期：\(demand.since)"))
    if let issuers = pack?.document.issuers, !issuers.isEmpty {
      parts.append(.line("文件制发单位：\(issuers.joined(separator: "、"))"))
    }
    let contact = [office.address, office.phone].compactMap { $0 }.joined(separator: "，")
    if !contact.isEmpty { parts.append(.line("联系方式：\(contact)")) }
    parts += [.line(""), .line("经办机构（盖章）：\(office.name ?? PrintedPage.blank)")]
    return PaperSheet(title: "社会保险补贴追回通知书", parts: parts)
  }

  /// The document and the clause that the demand rests on.
  private var grounds: String {
    guard let document = pack?.document else { return "下列已发社会保险补贴应予追回：" }
    let clause = (demand.clause ?? pack?.clauses.recovery(of: [])?.clause).map { "条款 \($0)，" } ?? ""
    return "依据 \(document.number) \(document.title)，\(clause)下列已发社会保险补贴应予追回："
  }

  /// The period, and the account.
  private var repayment: [PaperSheet.Part] {
    let days = office.repaymentDays.map { "自收到本通知之日起 \($0) 日内" } ?? "于 ______年____月____日前"
    let account = office.account
    return [
      .line("请\(days)将尚应退回款项退至以下账户："),
      .line(
        "户名：\(account?.name ?? PrintedPage.blank)　开户银行：\(account?.bank ?? PrintedPage.blank)　账号：\(account?.number ?? PrintedPage.blank)"
      ),
    ]
  }

  /// The authorities before which the decision can be contested.
  ///
  /// > Source: 行政复议法（2023）第二十条, sixty days; 行政诉讼法（2017）第四十六条, six months.
  private var remedies: [PaperSheet.Part] {
    [
      .line(
        "如不服本决定，可自收到本通知之日起六十日内向\(office.reconsideration ?? PrintedPage.blank)申请行政复议，或者六个月内向\(office.litigation ?? PrintedPage.blank)提起行政诉讼。"
      )
    ]
  }
}
