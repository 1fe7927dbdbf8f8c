import Catalogue
import Ledger
import Papers
import Sheets
import Subsidy
import Values

// What the pages of acts ask and say.

extension Text {
  // Forms.

  static func fieldMissing(_ label: Text) -> Text { Text(en: "\(label.en): fill it in", zh: "请填写“\(label.zh)”") }
  static func fieldIs(_ label: Text, _ found: String, _ kind: ValueKind) -> Text {
    Text(
      en: "\(label.en): found \(found.quoted), expected \(kind.expected.en)",
      zh: "“\(label.zh)”：实为 \(found.quoted)，应为\(kind.expected.zh)")
  }
  static func amountIs(_ label: Text, _ found: String) -> Text {
    Text(
      en: "\(label.en): found \(found.quoted), expected an amount in yuan with at most two decimals, as 1234.5",
      zh: "“\(label.zh)”：实为 \(found.quoted)，应为以元为单位的金额，至多两位小数，如 1234.5")
  }
  static var fieldUnread: Text { Text(en: "It could not be read; fill it in anew", zh: "填写的内容无法读取，请重新填写") }
  static var formIsOver: Text {
    Text(
      en: "This form is too old to be taken; look at what is typed here, and send it again",
      zh: "此表单已失效；请核对填写的内容后重新提交")
  }
  static var typedIsKept: Text {
    Text(en: "Your session was over. What you typed is kept: sign in, and go on.", zh: "会话已结束。填写的内容已保留，登录后可继续办理。")
  }
  static var tryIt: Text { Text(en: "Check and preview", zh: "核对并预览") }
  static var startOver: Text { Text(en: "Start over", zh: "重新填写") }
  static var triedOnly: Text {
    Text(en: "Checked. Nothing is recorded yet.", zh: "核对完毕，尚未登记任何内容。")
  }
  static var wouldBeRecorded: Text { Text(en: "What would be recorded", zh: "将登记的内容") }
  static func cannotBeTaken(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "thing is", "things are")) wrong. Nothing can be recorded before they are mended.",
      zh: "有 \(count) 处问题，改正之前不能登记。")
  }
  static func moreProblems(_ count: Int) -> Text { Text(en: "and \(count) more", zh: "另有 \(count) 处") }
  static func rowWork(_ work: RowWork) -> Text {
    let (done, total) = (Int64(work.done).grouped, Int64(work.total).grouped)
    return switch work.step {
    case .reading: Text(en: "\(done) of \(total) rows are read", zh: "已读取 \(done) 行，共 \(total) 行")
    case .deciding: Text(en: "\(done) of \(total) entries are decided", zh: "已核定 \(done) 条，共 \(total) 条")
    }
  }
  static func more(_ count: Int) -> Text {
    Text(en: "and \(count) more", zh: "另有 \(Int64(count).grouped) 项")
  }
  static func underWay(seconds: Int64) -> Text {
    Text(
      en: "Under way for \(seconds) s. You may leave; the result is kept.", zh: "正在办理，已 \(seconds) 秒。可以离开，结果会保留。")
  }
  static var failedBeside: Text {
    Text(
      en:
        "It failed and nothing is known to be recorded; the reason is in the server's log. Look at the ledger, then try again",
      zh: "办理失败，原因见服务器日志。请先查看台账是否已登记，再重新办理")
  }
  static var recordedTitle: Text { Text(en: "Recorded", zh: "已登记") }
  static var recordedQuestion: Text { Text(en: "What the ledger has now", zh: "台账现已登记的内容") }
  static var recordedCaption: Text { Text(en: "Events", zh: "登记的事件") }
  static var nothingNew: Text { Text(en: "Nothing new", zh: "没有新增内容") }
  static var nothingNewHelp: Text { Text(en: "The ledger had it already.", zh: "台账中已有此内容。") }
  static func moreRecorded(_ count: Int) -> Text {
    Text(en: "These are the first \(count).", zh: "此处列出前 \(count) 个。")
  }
  static var knownBefore: Text { Text(en: "Known before", zh: "此前已登记") }

  // A batch.

  static func act(_ act: BatchAct, _ batch: Identifier) -> Text {
    let words =
      switch act {
      case .check: Text(en: "Check the list of", zh: "核对名单")
      case .approve: Text(en: "Approve", zh: "核准批次")
      case .request: Text(en: "Ask for the money of", zh: "申请拨付资金")
      case .fund: Text(en: "Record the money of", zh: "登记到位资金")
      case .export: Text(en: "The bank's file of", zh: "生成银行文件")
      case .settle: Text(en: "Take in the bank's answer to", zh: "登记银行回盘")
      case .cancel: Text(en: "Cancel", zh: "作废批次")
      case .recall: Text(en: "Ask to recall", zh: "申请撤回未送出的文件")
      case .withhold: Text(en: "Ask to take out what is not payable of", zh: "申请剔除不应发的明细")
      }
    return words + Text(same: " \(batch)")
  }
  static func question(of act: BatchAct) -> Text {
    switch act {
    case .check: Text(en: "Is the list right?", zh: "名单无误吗？")
    case .approve: Text(en: "Does it come to what you counted?", zh: "与您清点的数目一致吗？")
    case .request: Text(en: "Shall the treasury pay?", zh: "向财政申请拨付吗？")
    case .fund: Text(en: "How much has come?", zh: "到位多少？")
    case .export: Text(en: "In which form does the bank take it?", zh: "银行要哪种格式？")
    case .settle: Text(en: "What did the bank answer?", zh: "银行回盘结果如何？")
    case .cancel: Text(en: "Shall it be given up?", zh: "确定作废吗？")
    case .recall: Text(en: "Was the file written and not sent?", zh: "文件已生成但没有送出吗？")
    case .withhold: Text(en: "Shall what changed be taken out?", zh: "起草后变化的明细不再发放吗？")
    }
  }
  static var checkIt: Text { Text(en: "The list is right", zh: "名单无误，登记核对") }
  static var approveIt: Text { Text(en: "Approve", zh: "核准") }
  static var requestIt: Text { Text(en: "Record the request", zh: "登记请款") }
  static var fundIt: Text { Text(en: "Record the money", zh: "登记到位") }
  static var exportIt: Text { Text(en: "Make the file", zh: "生成文件") }
  static var settleIt: Text { Text(en: "Record the answers", zh: "登记回盘") }
  static var cancelIt: Text { Text(en: "Cancel the batch", zh: "作废") }
  static var controlsTyped: Text {
    Text(
      en: "Count the items and add them up on the paper list, and type both; they are compared with the batch.",
      zh: "请按纸质名单自行清点笔数、合计金额后填入，由系统与批次核对。")
  }
  static var controlCount: Text { Text(en: "Number of items", zh: "笔数") }
  static var controlCountHint: Text { Text(en: "As you counted it", zh: "按您清点的数目") }
  static var controlTotal: Text { Text(en: "Sum in yuan", zh: "合计金额（元）") }
  static var controlTotalHint: Text { Text(en: "As you added it up", zh: "按您合计的数目，如 1234.56") }
  static var fundsHint: Text { Text(en: "In yuan, at most two decimals", zh: "单位元，至多两位小数，如 540.00") }
  static var fundsReference: Text { Text(en: "Reference", zh: "凭证号") }
  static var fundsReferenceHint: Text {
    Text(en: "The number of the transfer, no name of a person", zh: "拨款凭证编号，不得写姓名")
  }
  static var refundReferenceHint: Text {
    Text(en: "The number of the payment, no name of a person", zh: "退款的付款凭证编号，不得写姓名")
  }
  static var letterMade: Text { Text(en: "The letter is made", zh: "通知书已生成") }
  static var nothingAppended: Text {
    Text(en: "The ledger has no new event by it.", zh: "台账没有因此新增事件。")
  }
  static var fileForm: Text { Text(en: "Form", zh: "格式") }
  static var fileFormHint: Text { Text(en: "As agreed with the bank", zh: "与银行约定的格式") }
  static var payerName: Text { Text(en: "Who pays", zh: "付款单位") }
  static var payerAccount: Text { Text(en: "Account that pays", zh: "付款账号") }
  static var payerBank: Text { Text(en: "Bank that pays", zh: "付款银行") }
  static var payerHint: Text { Text(en: "For pain.001 alone", zh: "仅 pain.001 格式需要") }
  static var requireFunds: Text { Text(en: "Only if the treasury's money has come", zh: "资金须已到位") }
  static var requireFundsHint: Text { Text(en: "Refuse the file otherwise", zh: "未到位则不生成") }
  static var requireAccounts: Text { Text(en: "Only if every account is there", zh: "账号须齐全") }
  static var requireAccountsHint: Text { Text(en: "Refuse the file otherwise", zh: "缺账号或校验不符则不生成") }
  static func bankFile(_ lines: Int, _ total: Fen, _ sha256: String) -> Text {
    Text(
      en: "\(counted(lines, "line")), \(total.yuan) yuan in all, SHA-256 \(sha256)",
      zh: "\(Int64(lines).grouped) 行，批次合计 \(total.yuan) 元，SHA-256 \(sha256)")
  }
  static var answerFile: Text { Text(en: "The bank's answer", zh: "银行回盘文件") }
  static var answerFileHint: Text {
    Text(
      en: "A table (.xlsx, .csv) with person and month or end-to-end id and status, or pain.002",
      zh: "含人员、月份或端到端编号及结果的表格（.xlsx、.csv），或 pain.002")
  }
  static func settled(_ outcome: SettlementOutcome) -> Text {
    Text(
      en: "\(outcome.paid) paid (\(outcome.paidTotal.yuan) yuan), \(outcome.returned) returned "
        + "(\(outcome.returnedTotal.yuan) yuan), \(outcome.known) known before, \(outcome.open) without an answer",
      zh: "已付 \(outcome.paid) 笔（\(outcome.paidTotal.yuan) 元），退票 \(outcome.returned) 笔"
        + "（\(outcome.returnedTotal.yuan) 元），此前已登记 \(outcome.known) 笔，未回盘 \(outcome.open) 笔")
  }

  // A month.

  static func draftTitle(_ month: Month) -> Text { Text(en: "Draft a batch through \(month)", zh: "起草批次，发放至 \(month)") }
  static var draftQuestion: Text { Text(en: "Of which scheme?", zh: "起草哪一项补贴？") }
  static var draftIt: Text { Text(en: "Draft", zh: "起草") }
  static var batchName: Text { Text(en: "Name of the batch", zh: "批次编号") }
  static var batchNameHint: Text { Text(en: "Letters, digits, hyphens: 2026-01-a", zh: "字母、数字、连字符，如 2026-01-a") }
  static var schemeHint: Text { Text(en: "Everything payable of it", zh: "应发而未发的全部月份") }
  static var district: Text { Text(en: "District", zh: "区县代码") }
  static var districtHint: Text { Text(en: "Six digits, for its claims alone; empty for all", zh: "六位代码，只发该区县；不填为全部") }
  static var monthsAhead: Text { Text(en: "Also months that have not begun", zh: "含尚未开始的月份") }
  static var monthsAheadHint: Text { Text(en: "If the document pays ahead", zh: "政策规定预发时选") }
  static var afterSweep: Text { Text(en: "Only after a sweep", zh: "须已巡检") }
  static var afterSweepHint: Text {
    Text(en: "Refuse if time has brought about what nobody recorded", zh: "有到期未登记的变动则不起草")
  }
  static func closeTitle(_ month: Month) -> Text { Text(en: "Close \(month)", zh: "月结 \(month)") }
  static var closeQuestion: Text { Text(en: "Are the books of the month right?", zh: "本月账目无误吗？") }
  static func closeIsFinal(_ month: Month, early isEarly: Bool) -> Text {
    isEarly
      ? Text(
        en:
          "What is recorded for \(month) from then on is shown apart; two people can reopen it, since it is closed early.",
        zh: "月结之后，\(month) 的变动另行列示；提前月结的，经两人办理可重新开账。")
      : Text(
        en: "What is recorded for \(month) from then on is shown apart; it is not opened again.",
        zh: "月结之后，\(month) 的变动另行列示，不再重新开账。")
  }
  static var closeIt: Text { Text(en: "Close the month", zh: "月结") }
  static func reopenTitle(_ month: Month) -> Text { Text(en: "Ask to reopen \(month)", zh: "申请重新开账 \(month)") }
  static var reopenQuestion: Text { Text(en: "Why must the month be opened again?", zh: "为什么要重新开账？") }
  static var whatCanBeDone: Text { Text(en: "What can be done", zh: "可办理") }
  static var beforeEnd: Text { Text(en: "Close it before it is over", zh: "月份未结束即月结") }
  static var beforeEndHint: Text { Text(en: "The month is not over", zh: "该月尚未结束") }
}

// The counter.

extension Text {
  static var recordIt: Text { Text(en: "Record", zh: "登记") }
  static func entryTitle(_ table: EntryTable, _ scheme: Text) -> Text {
    name(of: table) + Text(same: " · ") + scheme
  }
  static func name(of table: EntryTable) -> Text {
    switch table {
    case .registrations: Text(en: "Register a person", zh: "登记人员")
    case .applications: Text(en: "Application", zh: "登记申请")
    case .facts: Text(en: "Record a fact", zh: "登记事实")
    case .reviews: Text(en: "Reviews", zh: "审核结果")
    }
  }
  static func entryQuestion(_ table: EntryTable) -> Text {
    switch table {
    case .registrations: Text(en: "Who is it?", zh: "登记谁？")
    case .applications: Text(en: "May it be accepted? What will the ledger say?", zh: "可以受理吗？台账会怎样登记？")
    case .facts: Text(en: "What is known of the person?", zh: "此人有什么情况？")
    case .reviews: Text(en: "What was decided?", zh: "审核结果是什么？")
    }
  }
  static func importOf(_ table: EntryTable) -> Text {
    switch table {
    case .registrations: Text(en: "Import persons", zh: "导入人员")
    case .applications: Text(en: "Import applications", zh: "导入申请")
    case .facts: Text(en: "Import facts", zh: "导入事实")
    case .reviews: Text(en: "Import review decisions", zh: "导入审核结果")
    }
  }
  static func tableTitle(_ table: EntryTable, _ scheme: Text) -> Text {
    importOf(table) + Text(same: " · ") + scheme
  }
  static func contributionsTitle(_ month: Month) -> Text {
    Text(en: "Import contributions of \(month)", zh: "导入 \(month) 缴费名单")
  }
  static var importQuestion: Text {
    Text(en: "Can this file be taken, and is it the right one?", zh: "这个文件能导入吗？拿对了吗？")
  }
  static var tableFile: Text { Text(en: "Table", zh: "表格文件") }
  static var tableFileHint: Text { Text(en: ".xlsx or .csv, with headings", zh: ".xlsx 或 .csv，含表头") }
  static var rowCount: Text { Text(en: "Number of rows", zh: "行数") }
  static var rowCountHint: Text { Text(en: "As you counted them; empty if nobody did", zh: "按您清点的数目；未清点可不填") }
  static var skipsStrangers: Text { Text(en: "Leave out persons whom nobody registered", zh: "略过未登记的人员") }
  static var skipsStrangersHint: Text {
    Text(en: "Their rows come back as refused.xlsx", zh: "这些行另存为 refused.xlsx 退回")
  }
  static var replacesWithLess: Text { Text(en: "Lower amounts replace higher ones", zh: "允许改低金额") }
  static var replacesWithLessHint: Text { Text(en: "A corrected list", zh: "更正名单时选") }
  static var recordRows: Text { Text(en: "Record all rows", zh: "登记全部行") }
  static var rowsRead: Text { Text(en: "Rows", zh: "行数") }
  static var eventsToCome: Text { Text(en: "Events", zh: "将登记事件") }
  static var unchangedRows: Text { Text(en: "Unchanged", zh: "无变化") }
  static var newPersons: Text { Text(en: "New persons", zh: "新登记人员") }
  static func row(_ number: Int) -> Text { Text(en: "Row \(number):", zh: "第 \(number) 行：") }
  static func fileIs(_ name: String, _ size: Int, _ sha256: String) -> Text {
    Text(
      en: "The file is called \(name.quoted), has \(size) bytes and the SHA-256 \(sha256)",
      zh: "文件 \(name.quoted)，\(size) 字节，SHA-256 \(sha256)")
  }
  static var counterQuestion: Text { Text(en: "What is to be recorded?", zh: "要登记什么？") }
  static var contributionsCaption: Text { Text(en: "Contributions", zh: "缴费名单") }

  /// Whose a row is.
  static func rowIs(of person: Identifier, _ name: PersonName?) -> Text {
    let whose = Text(en: "Of the person \(person)", zh: "人员 \(person)")
    guard let name else { return whose }
    return .joined([whose, Text(en: name.text(in: .en), zh: name.text(in: .zh))], by: .colon)
  }
  /// Which private data a row changes, without their values.
  static func privateDataChange(_ columns: [SheetForm.Column]) -> Text {
    let names = columns.map { column($0) }
    return Text(
      en: "Private data that it sets, not shown here: \(names.map(\.en).joined(separator: ", "))",
      zh: "将登记或变更的个人信息（内容不显示）：\(names.map(\.zh).joined(separator: "、"))")
  }

  /// The label of a table's column on a form.
  static func column(_ column: SheetForm.Column) -> Text {
    Text(en: englishColumns[column.key] ?? column.key, zh: column.headings.first ?? column.key)
  }

  private static let englishColumns = [
    "idNumber": "ID number", "person": "Person's key", "name": "Name", "household": "Household registration",
    "since": "Day of a move of the household",
    "phone": "Telephone", "address": "Address", "bank": "Bank", "account": "Account",
    "accountHolder": "Account in the name of", "from": "First month", "undertaking": "Undertaking signed",
    "channel": "Channel", "application": "Application's number", "district": "District that accepts it",
    "source": "Source", "fact": "Fact", "factFrom": "From", "factTo": "Until", "detail": "Detail",
  ]

  /// One of the values of a closed choice.
  static func words(of choice: SheetChoice) -> Text {
    Text(en: choice.value, zh: choice.words.first ?? choice.value)
  }

  /// The hint below a column's label.
  static func hint(of column: SheetForm.Column) -> Text {
    switch column.key {
    case "idNumber": Text(en: "Birth and sex follow from it", zh: "出生日期和性别由此得出")
    case "person": Text(en: "For somebody who is registered", zh: "已登记人员填写；新登记可不填")
    case "since": Text(en: "For another household alone", zh: "户籍地有变的填写迁移日期")
    case "household", "district": Text(en: "Six digits, or the district's name", zh: "六位代码或区县名称")
    case "application": Text(en: "Empty for one that the ledger makes", zh: "不填则自动编号")
    default:
      switch column.kind {
      case .text, .number, .choice:
        column.isRequired ? Text(en: "Needed", zh: "必填") : Text(en: "May be empty", zh: "可不填")
      case .amount: .fundsHint
      case .date: Text(en: "As 2024-12-05", zh: "如 2024-12-05")
      case .month: Text(en: "As 2024-12", zh: "如 2024-12")
      }
    }
  }
}

// Recovery, and acts of two people.

extension Text {
  static func act(_ act: DemandAct, _ demand: Identifier) -> Text {
    let words =
      switch act {
      case .repaid: Text(en: "Record a repayment of", zh: "登记退回款")
      case .refund: Text(en: "Ask to pay back what is too much of", zh: "申请退还多退款")
      case .writeOff: Text(en: "Ask to write off", zh: "申请核销")
      case .letter: Text(en: "The letter of", zh: "打印追回通知书")
      }
    return words + Text(same: " \(demand)")
  }
  static func question(of act: DemandAct) -> Text {
    switch act {
    case .repaid: Text(en: "How much came back?", zh: "退回多少？")
    case .refund: Text(en: "How much was too much?", zh: "多退了多少？")
    case .writeOff: Text(en: "How much is given up?", zh: "核销多少？")
    case .letter:
      Text(en: "The letter has the person's name; that it was made is recorded.", zh: "通知书含姓名，制作时会登记查看记录。")
    }
  }
  static var receipt: Text { Text(en: "Number of the receipt", zh: "收据号") }
  static var receiptHint: Text { Text(en: "The same receipt is booked once", zh: "同一收据只登记一次") }
  static var aboveDebt: Text { Text(en: "More came back than is owed", zh: "本人多退") }
  static var aboveDebtHint: Text { Text(en: "The rest is then owed to the person", zh: "超过待退回的部分应退还本人") }
  static var refundReference: Text { Text(en: "Reference", zh: "付款凭证号") }
  static var repaidIt: Text { Text(en: "Record the repayment", zh: "登记退回款") }
  static var askIt: Text { Text(en: "Ask a second person", zh: "提交申请，等另一人同意") }
  static var letterIt: Text { Text(en: "Make the letter", zh: "制作通知书") }
  static func raiseTitle(_ person: Identifier) -> Text {
    Text(en: "Demand money back from \(person)", zh: "向 \(person) 发出追回通知")
  }
  static var raiseQuestion: Text { Text(en: "Shall it be demanded?", zh: "确定追回吗？") }
  static var raiseIt: Text { Text(en: "Demand it", zh: "发出追回通知") }
  static var raiseReason: Text { Text(en: "Reason", zh: "追回原因") }
  static var raiseReasonHint: Text { Text(en: "Empty for the reasons against the months", zh: "不填则按各月不符合的原因") }
  static var nothingToDemand: Text { Text(en: "Nothing to demand", zh: "没有可追回的金额") }
  static var demandQuestion: Text { Text(en: "Is it met?", zh: "退清了吗？") }
  static var demandFacts: Text { Text(en: "Demand", zh: "追回通知") }
  static func demandOpen(_ amount: Fen) -> Text {
    Text(en: "\(amount.yuan) yuan have not come back", zh: "尚有 \(amount.yuan) 元未退回")
  }

  static var askReasonHint: Text {
    Text(en: "In your own words, without names or numbers of persons", zh: "写明原因，不得写姓名和号码")
  }
  static var authorityHint: Text { Text(en: "Who decided so, if somebody else had to", zh: "批准文号；无须他人批准可不填") }
  static var requestsQuestion: Text { Text(en: "What waits for a second person?", zh: "哪些事项等另一人同意？") }
  static var requestsCaption: Text { Text(en: "Open requests", zh: "待同意的申请") }
  static func consentTitle(_ request: Identifier) -> Text { Text(en: "Consent to \(request)", zh: "同意申请 \(request)") }
  static var consentQuestion: Text { Text(en: "Do you consent?", zh: "同意吗？") }
  static var consentTo: Text { Text(en: "What happens then", zh: "同意后将登记") }
  static var requestFacts: Text { Text(en: "Request", zh: "申请") }
  static var consentIt: Text { Text(en: "Consent", zh: "同意并办理") }
  static var requestIsOver: Text {
    Text(en: "Nothing waits any more: somebody has consented, or its time is over.", zh: "该申请已经同意或者已过期，无须办理。")
  }
  static func consentNeedsAnother(_ by: Identifier) -> Text {
    Text(en: "\(by) asked for it: somebody else consents.", zh: "由 \(by) 申请，须由另一人同意。")
  }
}

// Findings.

extension Text {
  static var disposeIt: Text { Text(en: "Record what became of it", zh: "登记处理结果") }
  static var disposeHint: Text {
    Text(en: "It changes no money; a later one takes its place", zh: "不改变任何金额；再次登记的以最后一次为准")
  }
  static var disposeNoteHint: Text {
    Text(en: "Why, without names or numbers of persons", zh: "写明依据，不得写姓名和号码")
  }
}

// Operators.

extension Text {
  static var registerOperator: Text { Text(en: "Ask to register an operator", zh: "申请登记操作员") }
  static var registerQuestion: Text { Text(en: "Who is it, and what may they do?", zh: "登记谁，可以办理什么？") }
  static var changeQuestion: Text { Text(en: "What may they do from now on?", zh: "今后可以办理什么？") }
  static var retireQuestion: Text { Text(en: "Why do they leave?", zh: "为什么停用？") }
  static func act(_ act: OperatorAct, _ name: Identifier) -> Text {
    switch act {
    case .change: Text(en: "Ask to change \(name)", zh: "申请变更 \(name)")
    case .retire: Text(en: "Ask to retire \(name)", zh: "申请停用 \(name)")
    }
  }
  static var operatorNumberHint: Text { Text(en: "Letters, digits, hyphens: op-017", zh: "字母、数字、连字符，如 op-017") }
  static var operatorOfficeHint: Text { Text(en: "Whose stages they decide; none for all", zh: "只办理该机构的环节；不选为全部") }
  static var operatorDistrictHint: Text {
    Text(en: "Six digits, for its applications alone; empty for all", zh: "六位代码，只办理该区县的申请；不填为全部")
  }
  static var publicKeys: Text { Text(en: "Public keys", zh: "公钥") }
  static var publicKeysHint: Text {
    Text(
      en: "As they were printed when the keys were made, a line each; empty for none", zh: "生成密钥时显示的公钥，每行一个；不填则没有密钥")
  }
  static var roleNeeded: Text { Text(en: "Say what they may do", zh: "请选择可以办理的事项") }
  static func roleHint(_ role: OperatorRole) -> Text {
    switch role {
    case .enter: Text(en: "takes in persons, applications and facts", zh: "登记人员、申请和事实")
    case .review: Text(en: "decides stages, suspends and ends", zh: "审核各环节，暂停和终止")
    case .draft: Text(en: "draws batches up", zh: "起草、作废批次，请款")
    case .check: Text(en: "finds a batch's list right", zh: "核对批次名单")
    case .approve: Text(en: "approves what another drafted", zh: "核准他人起草的批次")
    case .export: Text(en: "makes the bank's file", zh: "生成银行文件")
    case .settle: Text(en: "books the answers, closes the month", zh: "登记到位和回盘，月结")
    case .recover: Text(en: "demands money back", zh: "发出追回通知，登记退回款")
    case .audit: Text(en: "draws samples, says what became of findings", zh: "抽样，登记疑点处理结果")
    case .administer: Text(en: "changes operators, adopts policies; moves no money", zh: "变更操作员，采用政策；不得起草、核准、导出")
    }
  }
}
