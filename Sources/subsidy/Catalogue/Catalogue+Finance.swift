import Papers

/// What the commands of finance say about themselves.
extension Text {
  static var batchDraftSummary: Text { Text(en: "put all that is payable into a new batch", zh: "将待发金额起草为新的发放批次") }
  static var batchThrough: Text { Text(en: "the last month to pay", zh: "截至月份") }
  static var batchDraftExample: Text {
    Text(en: "drafts a batch of all that is payable through November 2024", zh: "起草截至 2024 年 11 月的发放批次")
  }
  static var batchShowSummary: Text { Text(en: "show a batch and its items", zh: "查看发放批次及明细") }
  static var batchShowExample: Text { Text(en: "lists its items for a spreadsheet", zh: "以 CSV 列出明细") }
  static var batchApproveSummary: Text { Text(en: "approve a batch, as a second person", zh: "由第二人核准发放批次") }
  static var batchApproveExample: Text { Text(en: "approves what another operator drafted", zh: "核准他人起草的批次") }
  static var batchCancelSummary: Text { Text(en: "cancel a batch and free its items", zh: "撤销发放批次，释放其明细") }
  static var batchCancelExample: Text { Text(en: "its months are payable again", zh: "其中月份恢复为待发") }
  static var batchExportSummary: Text { Text(en: "write the bank's file of an approved batch", zh: "导出已核准批次的银行文件") }
  static var batchTo: Text { Text(en: "the file to write", zh: "写入的文件") }
  static var batchAs: Text { Text(en: "the file's form", zh: "文件格式") }
  static var batchExportExample: Text {
    Text(en: "writes the file for the bank and records its digest", zh: "写出银行文件并登记其摘要")
  }
  static var batchSettleSummary: Text { Text(en: "take in the bank's results: paid, returned", zh: "登记银行回盘：已发、退回") }
  static var batchResult: Text { Text(en: "the bank's results", zh: "银行回盘文件") }
  static var batchSettleExample: Text { Text(en: "records what arrived and what came back", zh: "登记到账和退回情况") }
  static var batchListSummary: Text { Text(en: "list the batches and their states", zh: "列出发放批次及状态") }
  static var batchListExample: Text { Text(en: "lists them with their totals", zh: "列出各批次及合计") }
  static var batchShowTotals: Text {
    Text(
      en: "totals by scheme, district, bank, month and fund, not items",
      zh: "按项目、区划、银行、月份、资金来源合计，不列明细")
  }
  static var batchCount: Text { Text(en: "how many items it must have, as counted by hand", zh: "控制笔数，与批次不符则不核准") }
  static var batchTotal: Text { Text(en: "what it must come to in yuan, as added up by hand", zh: "控制金额（元），与批次不符则不核准") }
  static var batchRequireCheck: Text { Text(en: "refuse a list that was not checked", zh: "名单未核对则不核准") }
  static var batchRequireFunds: Text { Text(en: "refuse while the treasury's money is missing", zh: "财政资金未到位则不导出") }
  static var batchRequireAccounts: Text {
    Text(en: "refuse accounts that are missing or fail their check", zh: "账号缺失或校验不符则不导出")
  }
  static var batchProfile: Text {
    Text(en: "a profile of your own, for `--as profile`", zh: "自备导出格式，用于 `--as profile`")
  }
  static var batchPayer: Text { Text(en: "who pays, for pain.001", zh: "付款单位，用于 pain.001") }
  static var batchPayerAccount: Text { Text(en: "the account that pays, for pain.001", zh: "付款账号，用于 pain.001") }
  static var batchPayerBank: Text { Text(en: "the bank of that account, for pain.001", zh: "付款银行，用于 pain.001") }
  static var batchCheckSummary: Text { Text(en: "record that a batch's list was found right", zh: "登记名单核对无误") }
  static var batchCheckExample: Text { Text(en: "the street office has checked the list", zh: "街道已核对名单") }
  static var batchFundSummary: Text {
    Text(en: "request a batch's money of the treasury, or record that it came", zh: "申请拨付资金，或登记资金到位")
  }
  static var batchFundRequest: Text { Text(en: "request the sum of the batch", zh: "按批次金额申请") }
  static var batchFundReceive: Text { Text(en: "record money that came", zh: "登记到位资金") }
  static var batchFundAmount: Text { Text(en: "how much came, in yuan", zh: "到位金额（元）") }
  static var batchFundReference: Text { Text(en: "the treasury's reference", zh: "财政凭证号") }
  static var batchFundExample: Text { Text(en: "records the treasury's money", zh: "登记财政资金到位") }
  static var batchReconcileSummary: Text {
    Text(en: "show what became of a batch: paid, returned, silent", zh: "对账：已发、退回、未回盘")
  }
  static var batchReconcileExample: Text { Text(en: "shows whether all of it is accounted for", zh: "核对各项合计是否相符") }
  static var closeSummary: Text { Text(en: "close the books of a month", zh: "月结") }
  static var closeMonth: Text { Text(en: "the month, and every earlier one with it", zh: "月份，以前各月一并月结") }
  static var closeExample: Text { Text(en: "records what moved in November", zh: "登记 11 月的收支合计") }
  static var reportMonthlySummary: Text {
    Text(en: "show the money of a month by scheme and district", zh: "月报：按项目和区划列出收支")
  }
  static var reportMonth: Text { Text(en: "the month", zh: "月份") }
  static var reportPage: Text { Text(en: "write the report as a page for printing, too", zh: "另写一份可打印的网页") }
  static var reportMonthlyExample: Text { Text(en: "shows November and writes its page", zh: "列出 11 月并写出网页") }
  static var reportUnpaidSummary: Text {
    Text(en: "list what is approved and has not arrived, the oldest first", zh: "列出已核准未到账的补贴及账龄")
  }
  static var reportUnpaidExample: Text { Text(en: "lists it as of the end of the year", zh: "列出截至年底的情况") }
  static var asOf: Text { Text(en: "the day up to which days are counted, today unless given", zh: "计算天数的截止日，默认今天") }
  static var recoveryAgeingSummary: Text {
    Text(en: "list what is demanded and still to come, the oldest first", zh: "列出待退回款项及账龄")
  }
  static var recoveryAgeingExample: Text { Text(en: "lists it as of the end of the year", zh: "列出截至年底的账龄") }
  static var recoveryLetterSummary: Text { Text(en: "write the letter of a notice", zh: "写出追回通知书") }
  static var recoveryLetterNotice: Text { Text(en: "the notice", zh: "追回通知") }
  static var recoveryLetterExample: Text { Text(en: "writes the letter for printing", zh: "写出通知书，供打印") }
  static var recoverySummary: Text { Text(en: "show who owes what, and why", zh: "查看应追回的人员、金额和原因") }
  static var recoveryExample: Text {
    Text(en: "shows what was owed as known at the end of 2024", zh: "查看截至 2024 年底的应追回情况")
  }
  static var recoveryDemandSummary: Text {
    Text(en: "raise the notices for what is not yet demanded", zh: "对未通知的多发金额发出追回通知")
  }
  static var recoveryDemandExample: Text {
    Text(en: "raises one notice for each person and scheme", zh: "按人员和补贴项目各发一份追回通知")
  }
  static var recoveryDemandPerson: Text { Text(en: "this person only", zh: "仅限此人员") }
  static var recoveryDemandScheme: Text { Text(en: "this scheme only", zh: "仅限此补贴项目") }
  static var recoveryDemandDebtor: Text {
    Text(en: "the unit or person who has to bring the money back", zh: "被责令追回的部门或责任人")
  }
  static var recoveryDemandReason: Text {
    Text(en: "why, instead of the reasons against the months", zh: "追回原因；默认取各月份的原因")
  }
  static var recoveryNoticesSummary: Text {
    Text(en: "list the notices and what became of each", zh: "列出追回通知及退回、归垫、核销情况")
  }
  static var recoveryNoticesExample: Text { Text(en: "lists them for a spreadsheet", zh: "以 CSV 列出") }
}
