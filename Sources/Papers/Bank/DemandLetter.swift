public import Merkle
public import Policy
public import Subsidy
import Values

/// The letter of a demand (追回通知书): which document and clause, which months and amounts, why, and what is still due.
public struct DemandLetter: Sendable {
  /// The demand with what became of it.
  public var demand: RecoveryDemand
  /// Its months.
  public var months: [ClawedBack.DemandedMonth]
  /// Whom it addresses; the person's key where the vault knows no name.
  public var name: String
  /// The document; nil where no pack of the scheme was adopted.
  public var pack: PolicyPack?
  /// The reasons in words.
  public var reasons: String
  /// The log that it was made from, which stands at its foot.
  public var log: PrintedHead

  /// Makes a letter.
  public init(
    demand: RecoveryDemand, months: [ClawedBack.DemandedMonth], name: String, pack: PolicyPack?, reasons: String,
    log: PrintedHead
  ) {
    self.demand = demand
    self.months = months
    self.name = name
    self.pack = pack
    self.reasons = reasons
    self.log = log
  }

  private var offset: String { demand.offset > .zero ? "，已抵扣 \(demand.offset) 元" : "" }

  private var refund: String { demand.refunded > .zero ? "（已退还 \(demand.refunded) 元）" : "" }

  /// The letter as text in UTF-8.
  public var text: [UInt8] {
    var lines = ["社会保险补贴追回通知书", "编号：\(demand.id)", "", "\(name)：", ""]
    if let document = pack?.document {
      let clause = (demand.clause ?? pack?.clauses.recovery(of: [])?.clause).map { "条款 \($0)，" } ?? ""
      lines.append("依据 \(document.number) \(document.title)，\(clause)下列已发社会保险补贴应予追回：")
    } else {
      lines.append("下列已发社会保险补贴应予追回：")
    }
    lines.append("")
    for month in months { lines.append("  \(month.month)  \(month.amount) 元") }
    lines += ["  合计  \(demand.demanded) 元", "", "原因：\(reasons)"]
    if let debtor = demand.debtor { lines.append("责令追回对象：\(debtor)") }
    if demand.isCancelled { lines.append("本通知已撤销。") }
    if let objection = demand.objection {
      lines.append("当事人已于 \(objection.on) 提出异议（\(objection.procedure.words.zh)），处理决定作出前不催收。")
    }
    lines += [
      "已退回 \(demand.repaid) 元\(refund)\(offset)，已核销 \(demand.writtenOff) 元，尚应退回 \(demand.outstanding) 元；可分期退回，先抵最早月份。",
      "通知日期：\(demand.since)", "",
    ]
    if let issuers = pack?.document.issuers, !issuers.isEmpty {
      lines.append("文件制发单位：\(issuers.joined(separator: "、"))")
    }
    lines += ["经办机构（盖章）：________________", "", log.line, ""]
    return Array(lines.joined(separator: "\n").utf8)
  }
}
