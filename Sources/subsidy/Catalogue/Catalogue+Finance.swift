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
