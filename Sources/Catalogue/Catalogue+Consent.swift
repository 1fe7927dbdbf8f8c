package import Ledger
package import Papers
import Reports
package import Subsidy
package import Values

/// The messages of the commands about acts of two people.
extension Text {
  /// A request that was recorded, and the next step.
  package static func asked(_ requested: Requested) -> Text {
    let count = requested.content.lines.count
    let asked = Text(
      en: "asked for: \(requested.matter.en), \(counted(count, "event")), as \(requested.request); "
        + "nothing has happened yet\n",
      zh: "已提出申请 \(requested.request)：\(requested.matter.zh)，事件 \(count) 个；尚未办理\n")
    let next = Text(
      en: "next: another operator runs `subsidy consent \(requested.request)`; the request holds for 30 days",
      zh: "下一步：由另一经办人运行 `subsidy consent \(requested.request)`；申请 30 日内有效")
    return asked
      + next.orOnPage(
        Text(
          en: "next: another operator consents in a session of their own; the request holds for 30 days",
          zh: "下一步：由另一经办人在“待同意”中办理；申请 30 日内有效"))
  }

  /// A request that has as many events as one can have.
  package static var askedForAsManyAsCanBe: Text {
    Text(
      en: "a request takes no more; if anything is left, ask again after the consent",
      zh: "一份申请笔数已满；如有未列入的，请待同意后再次申请")
  }

  /// An act that was recorded.
  package static func acted(_ words: EventWords) -> Text {
    Text(en: "recorded: \(words.matter.en), \(words.content.en)", zh: "已登记：\(words.matter.zh)；\(words.content.zh)")
  }

  /// The id of an import.
  package static func importNamed(_ id: Identifier) -> Text {
    Text(en: "undo it with `subsidy import undo \(id)`", zh: "如需撤销，请运行 `subsidy import undo \(id)`").orOnPage(
      Text(
        en:
          "this is the import \(id); no page undoes it as a whole: if it was wrong, give this id to the server's administrator",
        zh: "本次导入编号为 \(id)；页面不能整批撤销，如有差错，请将编号交服务器管理人员"))
  }

  /// How reviews of an import are taken back.
  package static var reviewsReversed: Text {
    Text(
      en: "two people take a wrong review back, one at a time, with `subsidy reverse`",
      zh: "审核结果有误的，由两人用 `subsidy reverse` 逐条冲销"
    ).orOnPage(
      Text(
        en: "two people take a wrong review back, one at a time, which no page does: ask the server's administrator",
        zh: "审核结果有误的，由两人逐条冲销，页面不办理，请联系服务器管理人员"))
  }

  /// The result of undoing an import, and the entries that stay.
  package static func importUndone(_ name: Identifier, _ outcome: ImportUndoOutcome) -> Text {
    let kept = Text.listed(outcome.kept)
    let stays =
      outcome.kept.isEmpty
      ? Text.none
      : Text(
        en: "; \(outcome.kept.count) stay, because something rests on them: \(kept.en)",
        zh: "；\(outcome.kept.count) 条已被后续业务使用，予以保留：\(kept.zh)")
    return Text(
      en: "undid \(counted(outcome.undone, "entry", "entries")) of the import \(name)\(stays.en)",
      zh: "已撤销导入 \(name) 的 \(outcome.undone) 条登记\(stays.zh)")
  }

  /// Demands whose ground has gone, and the way out.
  package static func withoutGround(_ demands: [RecoveryDemand]) -> Text {
    let names = Text.listed(demands.map(\.id.description))
    let sum = demands.reduce(Fen.zero) { $0 + $1.withoutGround }
    return Text(
      en: "\(names.en): \(sum) yuan are demanded for months that are not paid too much any more; "
        + "cancel such a demand with `clawback-cancelled`, and demand anew what is left",
      zh: "\(names.zh)：其中 \(sum) 元所对应的月份已不再多发；请用 `clawback-cancelled` 撤销该通知，余额另行通知")
  }

  /// Lines of the bank's file that change nothing, because they report no payment that is to be accepted.
  package static func linesPassedOver(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "line")) of the file tell of no payment with a reference that the ledger lacks; "
        + "they change nothing",
      zh: "文件中 \(Int64(count).grouped) 行不是附流水号且未登记的已发款项，不予变更")
  }
}

/// Why an act of two people is refused.
extension Refusal {
  /// The wording of the refusals that are about requests, reversals and other matters that need a second person.
  package var consentText: Text {
    switch self {
    case .unknownRequest(let request):
      Text(en: "no request \(request) was made in this ledger", zh: "本台账没有申请 \(request)").then(
        Text(en: "see `subsidy requests`", zh: "请用 `subsidy requests` 查看"),
        onPage: Text(en: "see the open requests", zh: "请查看待同意的申请"))
    case .requestUsed(let request, let sequence):
      Text(
        en: "the request \(request) was used up by event \(sequence); there is nothing more to do, or ask anew",
        zh: "申请 \(request) 已由事件 \(sequence) 办结；无需再办，或另行申请")
    case .requestLapsed(let request, let lastDay):
      Text(
        en: "the request \(request) held until \(lastDay); ask anew",
        zh: "申请 \(request) 有效期至 \(lastDay)，已失效；请重新申请")
    case .requestStale(let request, let sequence):
      Text(
        en: "event \(sequence) has changed what the request \(request) is about, so that the act would do "
          + "something else than was shown; ask anew",
        zh: "事件 \(sequence) 已变更申请 \(request) 所涉内容，办理结果与申请时不同；请重新申请")
    case .actDiffers(let request):
      Text(
        en: "the entry is not what the request \(request) asks for", zh: "记录与申请 \(request) 的内容不一致"
      ).then(
        Text(
          en: "see `subsidy requests`, and correct it or ask anew", zh: "请用 `subsidy requests` 核对后更正，或重新申请"),
        onPage: Text(en: "ask anew", zh: "请重新申请"))
    case .packMissing(let request, let pack):
      Text(
        en: "the pack \(pack) of the request \(request) is not one that this program ships",
        zh: "申请 \(request) 的政策包 \(pack) 不是本程序内置的政策包"
      ).then(
        Text(en: "name its file with `--pack FILE`", zh: "请用 `--pack 文件` 指明"), onPage: .byTheServer)
    case .packDiffers(let request, let pack):
      Text(
        en: "the pack is not the one that the request \(request) asks for (\(pack), by its SHA-256); "
          + "get the file from the operator who asked, or ask anew",
        zh: "政策包与申请 \(request) 的政策包（\(pack)，按 SHA-256）不一致；请向申请人索取原文件，或重新申请")
    case .packNotAsked(let request):
      Text(
        en: "the request \(request) asks for no adoption, expected no `--pack`; leave it out",
        zh: "申请 \(request) 不是采用政策的申请，不应有 `--pack`；请去掉")
    case .adoptionStale(let request, let shown, let now):
      Text(
        en: "what the adoption would change is not what was shown with the request \(request): "
          + "then it \(shown.words.en); now it \(now.words.en); ask anew",
        zh: "采用后的变动与申请 \(request) 时所示不同：当时为“\(shown.words.zh)”，现在为“\(now.words.zh)”；请重新申请")
    case .consentByRequester(let by):
      Text(
        en: "\(by) asked for it and cannot consent; let another operator do it",
        zh: "\(by) 是申请人，不得自行同意；请由另一经办人办理")
    case .consentByAuthor(let by, let sequence):
      Text(
        en: "\(by) recorded event \(sequence), which this undoes, and cannot consent; let another operator do it",
        zh: "\(by) 是所撤事件 \(sequence) 的登记人，不得同意；请由另一经办人办理")
    case .consentMissing(let type):
      Text(
        en: "\(type.rawValue) needs two people: ask for it first, and let another operator consent",
        zh: "\(type.rawValue) 须两人办理：请先提出申请，再由另一经办人同意"
      ).then(
        Text(
          en: "the commands are `subsidy recovery write-off` and `subsidy consent`",
          zh: "命令为 `subsidy recovery write-off` 和 `subsidy consent`"), onPage: nil)
    case .needsNoConsent(let type):
      Text(en: "\(type.rawValue) needs no second person here", zh: "此处的 \(type.rawValue) 无须两人办理").then(
        Text(en: "record it by its own command", zh: "请用相应命令登记"),
        onPage: Text(en: "record it by itself", zh: "请直接登记"))
    case .nothingToReverse(let sequence):
      Text(en: "event \(sequence) is not in the log, or is annulled", zh: "日志中没有事件 \(sequence)，或该事件已作废").then(
        Text(en: "find the number with `subsidy audit timeline`", zh: "请用 `subsidy audit timeline` 查找序号"),
        onPage: Text(en: "find the number on the person's page", zh: "请在人员页面查找序号"))
    case .cannotBeReversed(let type):
      Text(
        en: "found an event of type \(type.rawValue), expected one of \(EventType.reversibleNames); "
          + "mend others with `annulled` or with their own later events",
        zh: "实为 \(type.rawValue) 事件，应为 \(EventType.reversibleNames) 之一；其他事件请用 `annulled` 或相应的后续事件更正")
    case .alreadyReversed(let sequence, let reversal):
      Text(
        en: "event \(sequence) was reversed by event \(reversal); there is nothing more to do",
        zh: "事件 \(sequence) 已由事件 \(reversal) 冲销；无需再办")
    case .reverseFirst(let later, let sequence):
      Text(
        en: "event \(later) answers the same item after event \(sequence); reverse \(later) first",
        zh: "事件 \(later) 在事件 \(sequence) 之后又对同一笔作出回盘；请先冲销事件 \(later)")
    case .restsOnIt(let batch, let month, let sequence):
      Text(
        en: "the batch \(batch) has ordered \(month) since, which rests on event \(sequence); "
          + "cancel or recall that batch first, or recover what it paid",
        zh: "发放批次 \(batch) 此后已列入 \(month)，以事件 \(sequence) 为依据；请先撤销该批次或撤回其文件，或追回其所发款项")
    case .demandRestsOnIt(let demand, let sequence):
      Text(
        en: "the demand \(demand) was made since, which rests on event \(sequence); cancel it first with "
          + "`clawback-cancelled`",
        zh: "追回通知 \(demand) 此后作出，以事件 \(sequence) 为依据；请先用 `clawback-cancelled` 撤销该通知")
    case .cannotJoin(.sameKey(let key)):
      Text(
        en: "\(key) is one key; name the two keys of the one person",
        zh: "\(key) 是同一个人员标识；请填写该人员的两个标识")
    case .cannotJoin(.isOther(let key, let person)):
      Text(
        en:
          "the key \(key) was joined with \(person)'s before; join with \(person) instead, or reverse that join first",
        zh: "人员标识 \(key) 已与 \(person) 合并；请改与 \(person) 合并，或先冲销该次合并")
    case .cannotJoin(.hasOthers(let key, let others)):
      Text(
        en: "the keys joined with \(key) are \(Text.listed(others.map(\.description)).en); let \(key) be the one that "
          + "stays, or reverse these joins first",
        zh: "\(key) 名下已合并 \(Text.listed(others.map(\.description)).zh)；请以 \(key) 为保留的标识，或先冲销上述合并")
    case .refundRestsOnIt(let demand, let refunded):
      Text(
        en: "\(refunded) yuan of the demand \(demand) were refunded, which rests on it; it cannot be reversed any more",
        zh: "追回通知 \(demand) 已退还 \(refunded) 元，以其为依据，不得冲销")
    case .notLastDecision(let application):
      Text(
        en: "a later decision of the application \(application) counts; only the last one is reversed",
        zh: "申请 \(application) 另有后续审核决定；只能冲销最后一次")
    case .severalNotices(let demand, let persons):
      Text(
        en:
          "\(persons.count) persons have a demand \(demand): \(Text.listed(persons.map(\.description)).en); add --person",
        zh: "\(persons.count) 人有追回通知 \(demand)：\(Text.listed(persons.map(\.description)).zh)；请加 --person")
    case .nothingToWithhold(let batch):
      Text(
        en: "every item of the batch \(batch) may be paid; there is nothing to withhold",
        zh: "发放批次 \(batch) 各笔均可发放；无可暂缓")
    case .stillPayable(let person, let month, let batch):
      Text(
        en: "\(person) \(month) of the batch \(batch) may be paid by what the ledger says now",
        zh: "发放批次 \(batch) 中 \(person) \(month) 现可发放"
      ).then(
        Text(en: "ask anew with `subsidy batch withhold`", zh: "请用 `subsidy batch withhold` 重新申请"),
        onPage: Text(en: "ask anew", zh: "请重新申请"))
    case .nothingLeft(let batch):
      Text(en: "all items of the batch \(batch) were withheld", zh: "发放批次 \(batch) 各笔均已暂缓").then(
        Text(en: "run `subsidy batch cancel \(batch)`", zh: "请运行 `subsidy batch cancel \(batch)`"),
        onPage: Text(en: "cancel the batch", zh: "请作废该批次"))
    case .batchAnswered(let batch, let answers, let person, let month):
      Text(
        en:
          "the bank has answered \(counted(answers, "item")) of the batch \(batch), as \(person) \(month), so that its file "
          + "was sent; reverse the answers first if they were booked by mistake",
        zh: "发放批次 \(batch) 已有 \(answers) 笔回盘（如 \(person) \(month)），说明文件已送银行；如系误登，请先冲销回盘")
    case .noUnexpectedPayment(let batch):
      Text(
        en: "no line tells of a payment of the batch \(batch) with a reference that the ledger lacks",
        zh: "没有附流水号且未登记的发放批次 \(batch) 已发款项"
      ).then(
        Text(
          en: "run `subsidy batch settle` without --although-…", zh: "请不加 --although-… 运行 `subsidy batch settle`"),
        onPage: Text(en: "take in the bank's answer as usual", zh: "请照常登记银行回盘"))
    case .recalledBatchAnswered(let batch, let person, let month):
      Text(
        en: "the batch \(batch) was recalled, and the bank answers \(person) \(month): was the file sent? ",
        zh: "发放批次 \(batch) 文件已撤回，银行却对 \(person) \(month) 作出回盘；请核实文件是否已送出，")
        + Text(
          en: "If so, ask with --although-recalled and --reason",
          zh: "确已送出的请加 --although-recalled 和 --reason 申请登记"
        ).orOnPage(
          Text(
            en: "If so, two people record it, which no page does: ask the server's administrator",
            zh: "确已送出的须两人办理登记，页面不办理，请联系服务器管理人员"))
    case .aboveRefundable(let refundable):
      Text(
        en: "found more than may be refunded, or nothing, expected more than 0.00 and at most \(refundable) yuan, "
          + "which came in beyond the debt",
        zh: "应大于 0.00 元且不超过可退还的 \(refundable) 元（超出债务的退款）"
      ).then(
        Text(en: "see `subsidy recovery notices`", zh: "请用 `subsidy recovery notices` 查看"),
        onPage: Text(en: "see the list of demands", zh: "请查看追回通知列表")
      ).about("amount")
    case .aboveDebt(let outstanding):
      Text.ofAmount(
        Text(
          en: "found more than the \(outstanding) yuan that are outstanding", zh: "超过待退回的 \(outstanding) 元"
        ).then(
          Text(
            en: "correct it, or add --above-debt: the rest is then owed to the person (`subsidy recovery refund`)",
            zh: "请更正，或加 --above-debt 登记，多退部分应退还本人（`subsidy recovery refund`）"),
          onPage: Text(
            en: "correct it, or confirm that more came back than is owed: the rest is then owed to the person",
            zh: "请更正，或确认本人多退，多退部分应退还本人"))
      ).about("amount")
    case .notLastClose(let month, let last):
      Text(
        en: last.map { "the books of \($0) were closed last, and only those can be reopened; \(month) cannot" }
          ?? "no books are closed, so that \(month) cannot be reopened",
        zh: last.map { "最后月结的是 \($0)，只能撤销该月月结；\(month) 不能撤销" } ?? "尚未月结，\(month) 无可撤销")
    case .closedAfterEnd(let month):
      Text(
        en:
          "the books of \(month) were closed after the month had ended; mend what is wrong with a reversal in this month",
        zh: "\(month) 系月末后月结，不得撤销；差错请在本月冲销更正")
    case .monthRuns(let month):
      Text(
        en: "\(month) is not over: entries until its end would be in the next month",
        zh: "\(month) 尚未结束，此后至月末的收支将计入下月"
      ).then(
        Text(en: "wait, or add --before-end", zh: "请待月末，或加 --before-end"),
        onPage: Text(en: "wait, or confirm that it is closed before it is over", zh: "请待月末，或确认月份未结束即月结")
      ).about("early")
    case .notLargestStep(let found, let largest):
      Text(
        en: largest.map {
          "the clock made its largest step since it was last corrected before event \($0.sequence), from \($0.before) "
            + "to \($0.after), and not before event \(found); only that step can be corrected: give \($0.sequence), "
            + "if its clock was wrong"
        } ?? "the clock never went forward, so that there is nothing to correct before event \(found)",
        zh: largest.map {
          "自上次更正以来时钟最大的跳跃在事件 \($0.sequence) 之前（\($0.before) 至 \($0.after)），不在事件 \(found) 之前；"
            + "只能更正最大的跳跃：如该处时钟有误，请填 \($0.sequence)"
        } ?? "时钟未曾前进，事件 \(found) 之前无可更正")
    case .beforeClockStep(let step, let now):
      Text(
        en: "the clock says \(now), and the event in front of event \(step.sequence) is of \(step.before); "
          + "set the clock right first",
        zh: "系统时钟为 \(now)，早于事件 \(step.sequence) 的前一事件（\(step.before)）；请先校准系统时钟")
    case .clockRight(let step, let now):
      Text(
        en: "the clock says \(now), and event \(step.sequence) is of \(step.after), no later: nothing would change; "
          + "correct the clock of the machine first, then ask again",
        zh: "系统时钟为 \(now)，事件 \(step.sequence) 的时间为 \(step.after)，并不更晚，无可更正；请先校准系统时钟，再申请")
    case .clockRequested(let request):
      Text(
        en: "a correction of the clock was asked for, and nothing is recorded before it", zh: "已申请更正时钟，办结前不予登记"
      ).then(
        Text(
          en: "another operator runs `subsidy consent \(request)` first, or asks anew with `subsidy clock correct`",
          zh: "请先由另一经办人运行 `subsidy consent \(request)`，或用 `subsidy clock correct` 重新申请"),
        onPage: Text(en: "another operator consents to \(request) first", zh: "请先由另一经办人同意申请 \(request)"))
    default: preconditionFailure("asked only for the refusals above")
    }
  }
}

extension EventType {
  /// The names of the types that a reversal can undo.
  fileprivate static var reversibleNames: String {
    allCases.filter(\.canBeReversed).map(\.rawValue).joined(separator: ", ")
  }
}
