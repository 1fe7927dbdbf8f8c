import EventLog
package import Ledger
package import Papers

/// The messages of the commands of auditors and developers.
extension Text {
  /// The changes that `repair head` would make.
  package static func headRepairWould(_ repair: HeadRepair) -> Text {
    let (size, root, tail) = (repair.head.size, repair.head.root, repair.tailBytes)
    return Text(
      en: "dry run: HEAD would say \(size) events, root \(root); \(tail) bytes behind them would go to quarantine. "
        + "Compare with the last checkpoint or backup: events that were cut off without a trace cannot be seen here. "
        + "Then run again with --confirm \(size)",
      zh: "试运行：HEAD 将记为 \(size) 条事件，根哈希 \(root)；其后 \(tail) 字节将移入隔离区。"
        + "请与最近的检查点或备份核对：被截去而不留痕迹的事件在此无法看出。"
        + "确认后加上 --confirm \(size) 再次运行")
  }
  /// The changes that `repair head` made.
  package static func headRepaired(_ repair: HeadRepair) -> Text {
    Text(
      en: "HEAD made anew: \(repair.head.size) events, root \(repair.head.root), and recorded in the log; "
        + "\(repair.tailBytes) bytes went to quarantine",
      zh: "HEAD 已重建：\(repair.head.size) 条事件，根哈希 \(repair.head.root)，并已记入日志；"
        + "\(repair.tailBytes) 字节移入隔离区")
  }
}
