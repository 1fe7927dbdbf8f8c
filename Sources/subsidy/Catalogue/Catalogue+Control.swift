import EventLog
import Ledger
import Papers

/// What the commands of auditors and developers say about themselves.
extension Text {
  static var auditVerifySummary: Text { Text(en: "recompute every hash and commit of the log", zh: "重新计算日志的全部哈希和提交") }
  static var auditVerifyExample: Text {
    Text(en: "checks a copy of the ledger, and changes nothing", zh: "核验台账副本，不作任何改动")
  }
  static var auditReplaySummary: Text { Text(en: "replay history and re-execute every decision", zh: "重放历史，重新执行每项决定") }
  static var auditReplayExample: Text {
    Text(en: "finds what is wrong and writes the list for the office", zh: "列出审计发现并生成疑点清单")
  }
  static var projectionsStatusSummary: Text { Text(en: "say how far the read model is", zh: "查看查询库的处理进度") }
  static var projectionsStatusExample: Text { Text(en: "compares its size with the log's", zh: "与日志的事件数对照") }
  static var projectionsRebuildSummary: Text { Text(en: "build the read model anew from the log", zh: "由日志重建查询库") }
  static var projectionsRebuildExample: Text {
    Text(en: "discards the read model and folds the log again", zh: "弃用原查询库，重新处理日志")
  }
  static var projectionsDryRun: Text {
    Text(en: "fold the log and say rows and digest of each table; write nothing", zh: "只重放日志，列出各表行数和摘要，不写入")
  }
  static var projectionsCheckSummary: Text {
    Text(en: "compare the read model with a fresh fold", zh: "将查询库与日志重算结果核对")
  }
  static var projectionsCheckExample: Text {
    Text(en: "exits with 1 and names the first difference, if any", zh: "如不一致，指出首处差异并以 1 退出")
  }
  static var repairHeadSummary: Text {
    Text(en: "make a lost HEAD anew from the log, after a dry run", zh: "由日志重建丢失的 HEAD，先行试运行")
  }
  static var repairHeadConfirm: Text {
    Text(
      en: "the number of events that the dry run named; without it nothing is changed",
      zh: "试运行所示的事件数；不给出则不作改动")
  }
  static var repairHeadExample: Text {
    Text(en: "says what HEAD would become, and changes nothing", zh: "显示 HEAD 将成为什么，不作任何改动")
  }
  /// What `repair head` would do.
  static func headRepairWould(_ repair: HeadRepair) -> Text {
    let (size, root, tail) = (repair.head.size, repair.head.root, repair.tailBytes)
    return Text(
      en: "dry run: HEAD would say \(size) events, root \(root); \(tail) bytes behind them would go to quarantine. "
        + "Compare with the last checkpoint or backup: events that were cut off without a trace cannot be seen here. "
        + "Then run again with --confirm \(size)",
      zh: "试运行：HEAD 将记为 \(size) 条事件，根哈希 \(root)；其后 \(tail) 字节将移入隔离区。"
        + "请与最近的检查点或备份核对：被截去而不留痕迹的事件在此无法看出。"
        + "确认后加上 --confirm \(size) 再次运行")
  }
  /// What `repair head` did.
  static func headRepaired(_ repair: HeadRepair) -> Text {
    Text(
      en: "HEAD made anew: \(repair.head.size) events, root \(repair.head.root), and recorded in the log; "
        + "\(repair.tailBytes) bytes went to quarantine",
      zh: "HEAD 已重建：\(repair.head.size) 条事件，根哈希 \(repair.head.root)，并已记入日志；"
        + "\(repair.tailBytes) 字节移入隔离区")
  }
}
