package import Ledger
import Notes
package import Papers
package import Values

/// The messages about backups, and about the vault beside a log.
extension Text {
  package static func backupMade(_ folder: String) -> Text {
    Text(
      en: "made the backup \(folder.printable) and verified it; it holds private data, so keep it like the ledger, "
        + "and its checkpoint in another place, too",
      zh: "已生成并核验备份 \(folder.printable)；其中有个人信息，请与台账同等保管，并将其中的检查点另存一处")
  }

  package static func ledgerRestored(_ ledger: String, from backup: String) -> Text {
    Text(
      en: "restored \(ledger.printable) from \(backup.printable): log and vault are verified, "
        + "read model and index are made anew",
      zh: "已由 \(backup.printable) 恢复台账 \(ledger.printable)：日志和个人信息库均已核验，查询库和索引已重建")
  }

  /// The events of a kept checkpoint that the backup does not have.
  package static func lost(_ lost: Range<UInt64>, _ comparison: KeptComparison, after recorded: Instant?) -> Text {
    let (kept, last) = (comparison.kept, lost.upperBound - 1)
    let time = recorded.map { "\($0)" } ?? "-"
    let name =
      kept.origin.map { Text(en: "the kept checkpoint of \($0.quoted)", zh: "保存的检查点（\($0.quoted)）") }
      ?? Text(en: "the paper", zh: "纸面所载账本")
    return Text(
      en: "\(name.en) has \(kept.size) events, the backup \(comparison.size): "
        + "\(counted(lost.count, "event")), seq \(lost.lowerBound) to \(last), recorded at \(time) or later, "
        + "\(lost.count == 1 ? "is" : "are") lost, and whatever came after the checkpoint; record them again. "
        + "Whether the backup is the beginning of that log, a checkpoint alone cannot show",
      zh: "\(name.zh)有 \(kept.size) 个事件，备份有 \(comparison.size) 个："
        + "缺少 \(lost.count) 个事件（序号 \(lost.lowerBound) 至 \(last)，登记时间不早于 \(time)），"
        + "检查点之后登记的内容也已丢失；请重新登记。仅凭检查点无法证明备份是该日志的前段")
  }

  /// The extent to which the vault has the data of the log's digests.
  package static func vaultWhole(_ comparison: VaultComparison) -> Text {
    Text(
      en: "vault.sqlite has the data of \(counted(Int(clamping: comparison.digests), "digest")) of the log"
        + (comparison.erased > 0 ? ", but for \(comparison.erased) whose data were erased" : ""),
      zh: "日志中的 \(comparison.digests) 个个人信息摘要，vault.sqlite 均有对应内容且相符"
        + (comparison.erased > 0 ? "，其中 \(comparison.erased) 个的内容已依法删除" : ""))
  }

  /// The vault has data that the log records as erased.
  package static func stillToErase(_ count: UInt64) -> Text {
    Text(
      en:
        "vault.sqlite still has the data of \(counted(Int(clamping: count), "erased digest")), expected none; `subsidy vault purge` destroys it",
      zh: "已删除的个人信息中，vault.sqlite 仍存有 \(count) 个摘要对应的内容；请用 `subsidy vault purge` 删除")
  }

  package static var vaultAbsent: Text {
    Text(
      en: "there is no vault.sqlite here, so the digests of private data were not compared",
      zh: "此处没有 vault.sqlite，个人信息摘要未作核对")
  }
}

extension VaultComparison {
  /// The data that the vault lacks, without a full stop.
  package var text: Text {
    let first = firstFault.map { "\($0)" } ?? "-"
    return Text(
      en: "vault.sqlite does not agree with the log's \(counted(Int(clamping: digests), "digest")) of private data: "
        + "missing \(missing), changed \(damaged), the first one of event \(first); "
        + "restore vault.sqlite from a backup before paying",
      zh: "vault.sqlite 与日志中的 \(digests) 个个人信息摘要不符：缺失 \(missing) 个，被改动 \(damaged) 个，"
        + "首个见事件 \(first)；请先从备份恢复 vault.sqlite 再发放")
  }
}
