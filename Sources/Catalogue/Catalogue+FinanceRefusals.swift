package import Papers
package import Subsidy
import Values

/// Why a step of a batch's life, an answer of the bank or a close of the books is refused.
extension Refusal {
  /// The wording of the refusals that are about money on its way.
  package var financeText: Text {
    switch self {
    case .noLongerPayable(let held, let batch):
      Text(en: "the batch \(batch) has what may not be paid: ", zh: "发放批次 \(batch) 含有不得发放的明细：")
        + HeldPayment.explained(held)
    case .allHeld(let scheme, let through, let held):
      Text(
        en: "all that is payable in the scheme \(scheme) through \(through) waits: ",
        zh: "补贴项目 \(scheme) 截至 \(through) 的待发金额均须暂缓：") + HeldPayment.explained(held)
    case .sweepFirst(let items):
      Text(
        en: "a sweep of today would record first: \(SweepItem.listed(items).en)",
        zh: "须先登记当日到期事项：\(SweepItem.listed(items).zh)"
      ).then(
        Text(en: "run `subsidy sweep`", zh: "请先运行 `subsidy sweep`"),
        onPage: Text(
          en: "let the server's administrator sweep first, or do not ask for it", zh: "请先由服务器管理人员巡检，或不要求“须已巡检”")
      ).ofField("--after-sweep").about("swept")
    case .checkedByDrafter(let by):
      Text(
        en: "\(by) drafted the batch and cannot check its list; let another operator check it",
        zh: "\(by) 是该批次的起草人，不得核对名单；请由另一经办人核对")
    case .listNotChecked(let batch, let clause):
      Text(en: "the list of the batch \(batch) was not checked", zh: "发放批次 \(batch) 的名单未核对").then(
        Text(en: "run `subsidy batch check \(batch)` first", zh: "请先运行 `subsidy batch check \(batch)`"),
        onPage: Text(en: "let the list be checked first", zh: "请先核对名单")
      ).cited(clause)
    case .controlsDiffer(let batch, let count, let total):
      Refusal.controlsDiffer(batch, count, total).about(count == nil ? "total" : "count")
    case .fundsNotRequested, .fundsReferenceTaken, .fundsAboveRequest, .fundsMissing: fundsText
    case .accountsMissing(let batch, let persons):
      Text(
        en:
          "accounts missing or wrong in the batch \(batch): \(Text.listed(persons.map(\.description)).en); correct each "
          + "with a new `registered`, or cancel the batch and draft anew",
        zh: "发放批次 \(batch) 中下列人员账号缺失或有误：\(Text.listed(persons.map(\.description)).zh)；"
          + "请逐人重新登记 `registered` 更正，或撤销批次后重新起草"
      ).about("accounts")
    case .fieldTooWide(let person, let field, let width):
      Text(
        en:
          "\(person): the field \(field) does not fit its \(width) places; shorten what the vault has, or widen the profile",
        zh: "\(person)：字段 \(field) 超出 \(width) 位；请缩短保密库中的内容，或加宽导出格式")
    case .payerTooWide(let field, let width):
      Text(
        en: "expected at most \(width) characters, as pain.001 has room for; shorten it",
        zh: "pain.001 至多容纳 \(width) 个字符；请缩短"
      ).ofField("--\(field)").about(entry: field)
    case .notEncodable(let person, let field):
      Text(
        en: "\(person): the field \(field) has a character that GB18030 cannot hold; export in UTF-8 instead",
        zh: "\(person)：字段 \(field) 含有 GB18030 无法表示的字符；请改用 UTF-8 导出")
    default: answerText
    }
  }

  /// The approver's count and sum that differ from the batch's; the batch's own values are not shown, so that the approver
  /// counts again.
  private static func controlsDiffer(_ batch: Identifier, _ count: Int?, _ total: Fen?) -> Text {
    let number = count.map { Text(en: "the control count \($0)", zh: "控制笔数 \($0) 笔") }
    let sum = total.map { Text(en: "the control total \($0) yuan", zh: "控制金额 \($0) 元") }
    let typed = [number, sum].compactMap(\.self)
    let found = Text(
      en: typed.map(\.en).joined(separator: " and "), zh: typed.map(\.zh).joined(separator: "、"))
    return Text(
      en: "\(found.en) \(typed.count == 1 ? "is" : "are") not what the batch \(batch) comes to; count the list again "
        + "before approving",
      zh: "\(found.zh)与发放批次 \(batch) 不符；请按名单重新清点后再核准")
  }

  private var fundsText: Text {
    switch self {
    case .fundsReferenceTaken(let reference, let batch, let amount):
      Text(
        en:
          "a reference stands for one receipt, and \(reference.printable) for \(amount) yuan of the batch \(batch) already; "
          + "correct what is wrong, or name the parts of one transfer \(reference.printable)/1 and \(reference.printable)/2",
        zh: "一个凭证号只对应一笔到账，\(reference.printable) 已登记为发放批次 \(batch) 的 \(amount) 元；"
          + "请更正；一笔拨款分属两个批次的，凭证号请写作 \(reference.printable)/1、\(reference.printable)/2"
      ).about("reference")
    case .fundsAboveRequest(let left) where left <= .zero:
      Text(
        en: "all the money that was requested has come already; check which batch the receipt is for",
        zh: "所申请的资金已全部到位；请核对凭证对应的批次"
      ).about("amount")
    case .fundsAboveRequest(let left):
      Text(
        en: "expected an amount above zero and at most \(left) yuan, which is still to come; check the receipt",
        zh: "到账金额应大于零且不超过尚未到位的 \(left) 元；请核对凭证"
      ).about("amount")
    case .fundsMissing(let batch, let missing, let clause):
      Text(
        en: "\(missing) yuan for the batch \(batch) have not come", zh: "发放批次 \(batch) 尚有 \(missing) 元资金未到位"
      ).then(
        Text(
          en: "record them with `subsidy batch fund \(batch) --receive`",
          zh: "请用 `subsidy batch fund \(batch) --receive` 登记"),
        onPage: Text(en: "record the money first", zh: "请先登记到位资金")
      ).cited(clause).about("funds")
    default:
      if case .fundsNotRequested(let batch) = self { Refusal.notRequested(batch) } else { answerText }
    }
  }

  private static func notRequested(_ batch: Identifier) -> Text {
    Text(en: "no money was requested for the batch \(batch)", zh: "发放批次 \(batch) 尚未申请资金").then(
      Text(
        en: "run `subsidy batch fund \(batch) --request` first", zh: "请先运行 `subsidy batch fund \(batch) --request`"),
      onPage: Text(en: "ask for it first", zh: "请先登记请款"))
  }

  private var answerText: Text {
    switch self {
    case .notOrderedLines(let lines, let batch):
      Text(
        en:
          "results that are not of the batch \(batch): \(Text.listed(lines.map { "\($0.person) \($0.month)" }).en); "
          + "check that file and batch belong together",
        zh: "以下回盘结果不在发放批次 \(batch) 中：\(Text.listed(lines.map { "\($0.person) \($0.month)" }).zh)；"
          + "请核对回盘文件与批次是否对应")
    case .unknownEndToEnd(let ids, let batch):
      Text(
        en: "end-to-end ids that are not of the batch \(batch): \(Text.listed(ids.map(\.printable)).en); "
          + "check that file and batch belong together",
        zh: "以下端到端标识不属于发放批次 \(batch)：\(Text.listed(ids.map(\.printable)).zh)；请核对回盘文件与批次是否对应")
    case .otherMessage(let found, let expected):
      Text(
        en:
          "the report answers the message \(found.printable), expected \(expected); check that file and batch belong together",
        zh: "报告对应的报文实为 \(found.printable)，应为 \(expected)；请核对回盘文件与批次是否对应")
    case .orderedAgain(let person, let month, let batch):
      Text(
        en:
          "\(person) \(month): the money came back and the batch \(batch) has sent it again; find out with the bank which "
          + "of the two arrived",
        zh: "\(person) \(month)：该款曾退回，批次 \(batch) 已再次发出；请向银行核实实际到账的是哪一笔"
      ).then(
        Text(
          en: "if both did, ask with --although-ordered-again and --reason, else take the line out",
          zh: "两笔均到账的，请加 --although-ordered-again 和 --reason 申请登记，否则删去该行"),
        onPage: Text(
          en:
            "if both did, two people record it, which no page does: ask the server's administrator; else take the line out",
          zh: "两笔均到账的，须两人办理登记，页面不办理，请联系服务器管理人员；否则删去该行"))
    case .returnedBefore(let person, let month, let code):
      Text(
        en:
          "\(person) \(month): this return was recorded before the payment arrived after all; take the line out, or, if the "
          + "payment has come back once more, write the code \(code.printable)/2",
        zh: "\(person) \(month)：该退回已登记，其后款项又已到账；请删去该行；确属再次退回的，代码请写作 \(code.printable)/2")
    case .answerTotal(let batch, let found, let answered):
      Text(
        en:
          "the answered items of the batch \(batch) come to \(answered) yuan, found \(found) as the control total; add up "
          + "again",
        zh: "批次 \(batch) 的回盘明细共 \(answered) 元，控制金额实为 \(found)；请重新加总"
      ).about("total")
    case .answerDiffers(let person, let month):
      Text(
        en: "\(person) \(month): an item is answered once, and the bank gave another reference or code before; "
          + "clear it up with the bank, or take the line out",
        zh: "\(person) \(month)：每笔只登记一次回盘，且与银行此前的流水号或代码不同；请与银行核对，或删去该行")
    case .monthClosed(let month, let through):
      Text(
        en:
          "a month is closed once, and all months through \(through) are; what comes later belongs to the next month",
        zh: "每月只月结一次，截至 \(through) 的月份均已月结；此后的事项归入下月"
      ).then(
        Text(en: "see `subsidy report monthly \(month)`", zh: "请用 `subsidy report monthly \(month)` 查看"), onPage: nil)
    default: preconditionFailure("not a refusal about money on its way")
    }
  }
}
