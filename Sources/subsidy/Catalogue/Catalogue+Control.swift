/// What the commands of auditors and developers say about themselves.
extension Text {
  static var auditVerifySummary: Text { Text(en: "recompute every hash and commit of the log", zh: "重新计算日志的全部哈希和提交") }
  static var auditVerifyExample: Text {
    Text(en: "checks a copy of the ledger, and changes nothing", zh: "核验台账副本，不作任何改动")
  }
  static var auditReplaySummary: Text { Text(en: "replay history and re-execute every decision", zh: "重放历史，重新执行每项决定") }
  static var auditReplayExample: Text { Text(en: "writes totals and findings for a program", zh: "以 JSON 输出合计和审计发现") }
  static var projectionsStatusSummary: Text { Text(en: "say how far the read model is", zh: "查看查询库的处理进度") }
  static var projectionsStatusExample: Text { Text(en: "compares its size with the log's", zh: "与日志的事件数对照") }
  static var projectionsRebuildSummary: Text { Text(en: "build the read model anew from the log", zh: "由日志重建查询库") }
  static var projectionsRebuildExample: Text {
    Text(en: "discards the read model and folds the log again", zh: "弃用原查询库，重新处理日志")
  }
  static var projectionsCheckSummary: Text {
    Text(en: "compare the read model with a fresh fold", zh: "将查询库与日志重算结果核对")
  }
  static var projectionsCheckExample: Text {
    Text(en: "exits with 1 and names the first difference, if any", zh: "如不一致，指出首处差异并以 1 退出")
  }
}
