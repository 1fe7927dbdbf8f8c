package import EventLog
package import Papers
import System
import Values

/// The reason that the log could not be read, opened or appended to.
extension LogError {
  /// The wording, without a full stop.
  package var text: Text {
    switch self {
    case .system(let error): error.text
    case .exists(let ledger):
      Text(
        en: "\(ledger.quoted) exists already and is left untouched; name a new directory with --ledger",
        zh: "\(ledger.quoted) 已存在，未作改动；请用 --ledger 指定新目录")
    case .newer(let form):
      Text(
        en: "\(form.text.en) was written by a newer program; nothing is wrong with it: use that program",
        zh: "\(form.text.zh)由较新版本的程序写入，并无错误；请使用该版本的程序")
    case .notLedger(let ledger):
      Text(
        en: "no ledger in \(ledger.quoted); open one with `subsidy init`, or name another with --ledger",
        zh: "\(ledger.quoted) 没有台账；请用 `subsidy init` 建立，或用 --ledger 指定其他目录")
    case .inUse(let ledger):
      Text(
        en: "another writer holds the ledger \(ledger.quoted); try again when it is done",
        zh: "台账 \(ledger.quoted) 正由另一写入程序占用；请待其完成后重试")
    case .headMissing(let ledger):
      Text(
        en:
          "HEAD of the ledger \(ledger.quoted) is missing or broken, so what counts is unknown; "
          + "restore it from a copy",
        zh: "台账 \(ledger.quoted) 的 HEAD 缺失或损坏，无法确认有效范围；请从备份恢复 HEAD"
      ).then(
        Text(en: "`subsidy repair head` makes it from the log", zh: "另可用 `subsidy repair head` 由日志生成"), onPage: nil)
    case .headPresent(let head):
      Text(
        en: "HEAD is whole: \(head.size) events, root \(head.root); there is nothing to rebuild",
        zh: "HEAD 完好：\(head.size) 条事件，根哈希 \(head.root)；无需重建")
    case .headNotConfirmed(let size, let found):
      Text(
        en: "found \(found.size) events in the log, expected \(size) by --confirm; nothing was changed",
        zh: "日志实有 \(found.size) 条事件，按 --confirm 应为 \(size)；未作改动")
    case .corrupt(let fault) where fault.kind == .noEvents:
      Text(
        en: "\(fault.text.en); if nothing was ever recorded in this ledger, its `init` was cut short: "
          + "remove its folder and run `subsidy init` again; otherwise restore the log from a copy",
        zh: "\(fault.text.zh)；若该台账从未登记任何内容，则系 `init` 中断所致："
          + "请删除其目录并重新运行 `subsidy init`；否则请从备份恢复日志")
    case .corrupt(let fault): .corrupt(fault)
    case .emptyLine, .controlByte, .notUTF8, .commitAsEvent, .lineTooLong: badLine
    case .clockBackwards(let previous, let now): .clockBehind(last: previous.description, now: now.description)
    case .foreignWriter(let segment, let expected, let actual):
      .foreignWriter(
        LogFault(segment: segment, line: 0, offset: 0, kind: .emptyLine).segmentName, expected,
        actual.map { "\($0.size)" })
    case .lockReplaced(let ledger):
      Text(
        en: "the LOCK of the ledger \(ledger.quoted) was replaced underneath; nothing was appended; "
          + "stop other programs there, then try again",
        zh: "台账 \(ledger.quoted) 的 LOCK 文件已被替换，未登记任何内容；"
          + "请停止该目录中的其他程序后重试")
    case .rootsDisagree(let first, let second):
      Text(
        en: "the two computations of the root disagree: \(first) and \(second); nothing was appended; check the memory",
        zh: "根哈希的两次计算不一致：\(first) 与 \(second)；未登记任何内容，请检查内存")
    case .networkFileSystem(let type):
      Text(
        en: "the ledger lies on a network file system (type \(hexadecimal(type))), whose locks are not safe; move it",
        zh: "台账位于网络文件系统（类型 \(hexadecimal(type))），其文件锁不可靠；请移至本地磁盘")
    case .outcomeUnknown(let error): .outcomeUnknown(error?.text)
    case .positionAhead(let position, let end):
      Text(
        en: "found the position \(position.sequence), expected at most \(end.sequence), the log's end",
        zh: "读取位置实为 \(position.sequence)，不得超过日志末尾 \(end.sequence)"
      ).then(
        Text(
          en: "see `subsidy audit verify`, then `subsidy projections rebuild`",
          zh: "请先用 `subsidy audit verify` 核验，再用 `subsidy projections rebuild` 重建"),
        onPage: .serverVerifies)
    case .moved(let decided, let found):
      Text(
        en: "others have recorded meanwhile: decided at \(decided) events, found \(found); nothing was recorded; "
          + "try again",
        zh: "其间他人已有登记：按 \(decided) 条事件判定，现有 \(found) 条；未登记任何内容，请重试")
    case .storesDiffer(let size):
      Text(
        en: "the two places hold different logs, or the target has more: they part within the first \(size) events; "
          + "nothing was taken from there on; see `subsidy audit verify` of both",
        zh: "两处日志不同，或目标处条数更多：前 \(size) 条事件之内已有分歧；"
          + "其后未取任何内容，请分别用 `subsidy audit verify` 核验")
    }
  }

  private var badLine: Text {
    switch self {
    case .lineTooLong(let count):
      Text(
        en: "the event's line would have \(count) bytes, expected at most 65,535; nothing was appended; shorten it",
        zh: "事件行将达 \(count) 字节，不得超过 65,535 字节；未登记任何内容，请缩短")
    case .controlByte(let byte, let place):
      Text.internalError("control byte \(byte) at offset \(place) of a new line")
    case .notUTF8(let byte, let place):
      Text.internalError("byte \(hexadecimal(UInt32(byte))) at offset \(place) of a new line is not UTF-8")
    case .emptyLine: Text.internalError("an empty line was to be appended")
    default: Text.internalError("an event's line begins like a commit")
    }
  }
}

/// The place at which a log has a fault.
extension LogFault {
  /// The place and the fault, without advice.
  package var text: Text {
    let shownLine = line == 0 ? Text(en: "", zh: "") : Text(en: ", line \(line)", zh: "第 \(line) 行，")
    return Text(
      en: "log/\(segmentName)\(shownLine.en), offset \(offset): \(kind.text.en)",
      zh: "log/\(segmentName) \(shownLine.zh)字节偏移 \(offset)：\(kind.text.zh)")
  }
}

extension LogFault.Kind {
  /// The fault: found and expected.
  package var text: Text {
    switch self {
    case .emptyLine: Text(en: "an empty line, expected an event or a commit", zh: "空行，应为事件或提交")
    case .controlByte(let byte):
      Text(
        en: "found the control byte \(hexadecimal(UInt32(byte))) within a line, expected none",
        zh: "行内实有控制字节 \(hexadecimal(UInt32(byte)))，不应出现")
    case .notUTF8(let byte):
      Text(
        en: "a line that is not UTF-8, from the byte \(hexadecimal(UInt32(byte))) on",
        zh: "该行自字节 \(hexadecimal(UInt32(byte))) 起不是有效的 UTF-8 编码")
    case .lineTooLong: Text(en: "a line of more than 65,535 bytes", zh: "一行超过 65,535 字节")
    case .unterminatedLine: Text(en: "the bytes end without a newline", zh: "末尾缺少换行符")
    case .malformedCommit: Text(en: "a line begins like a commit and is none", zh: "该行开头为提交，但格式有误")
    case .commitWithoutEvents: Text(en: "a commit directly after another one", zh: "提交紧接另一提交，其间没有事件")
    case .commitSize(let expected, let actual):
      Text(
        en: "the commit names \(actual) events, expected \(expected)", zh: "提交所记事件数实为 \(actual)，应为 \(expected)")
    case .commitRoot(let expected, let actual):
      Text(
        en: "the commit names the root \(actual), expected \(expected) by the events",
        zh: "提交所记根哈希实为 \(actual)，按事件计算应为 \(expected)")
    case .recordedBackwards(let previous, let found):
      Text(
        en: "the commit is of \(found), expected \(previous) or later", zh: "提交时间实为 \(found)，不得早于 \(previous)")
    case .eventsWithoutCommit: Text(en: "events that no commit follows", zh: "事件之后没有提交")
    case .segmentMissing: Text(en: "the segment is missing", zh: "缺少该日志段")
    case .segmentName(let expected, let actual) where actual > expected:
      Text(
        en: "events \(expected) to \(actual - 1) are missing: expected the segment \(LogFault.segmentName(expected)) "
          + "before this one",
        zh: "缺少事件 \(expected) 至 \(actual - 1)：该段之前应有日志段 \(LogFault.segmentName(expected))")
    case .segmentName(let expected, let actual):
      Text(
        en: "the segment begins with event \(expected), but its name says \(actual)",
        zh: "该段首个事件应为 \(expected)，文件名实为 \(actual)")
    case .emptySegment: Text(en: "an empty segment before the last one", zh: "最后一段之前有空段")
    case .foreignName(let name):
      Text(en: "found \(name.quoted) in log/, expected segments only", zh: "log/ 中实有 \(name.quoted)，应只有日志段")
    case .tooShort(let expected, let actual):
      Text(
        en: "the file has \(actual) bytes, expected at least \(expected)", zh: "文件实有 \(actual) 字节，至少应有 \(expected)")
    case .headSize(let expected, let actual):
      Text(
        en: "the log has \(actual) events, expected \(expected) by HEAD", zh: "日志实有 \(actual) 条事件，按 HEAD 应为 \(expected)"
      )
    case .headCommits(let expected, let actual):
      Text(
        en: "the commit lines have the chain \(actual), expected \(expected) by HEAD: one of them was changed",
        zh: "提交行链实为 \(actual)，按 HEAD 应为 \(expected)：有提交行被改动")
    case .headRoot(let expected, let actual):
      Text(
        en: "the log has the root \(actual), expected \(expected) by HEAD",
        zh: "日志根哈希实为 \(actual)，按 HEAD 应为 \(expected)")
    case .notAnEvent:
      Text(en: "a line without seq and recorded, expected an event", zh: "该行缺少 seq 或 recorded，应为事件")
    case .eventSequence(let expected, let actual):
      Text(en: "the event has the seq \(actual), expected \(expected)", zh: "事件的 seq 实为 \(actual)，应为 \(expected)")
    case .eventBackwards(let previous, let found):
      Text(
        en: "the event is of \(found), expected \(previous) or later", zh: "事件时间实为 \(found)，不得早于 \(previous)")
    case .clockNotCorrected:
      Text(
        en: "the event before it asks for a correction of the clock, which must come next",
        zh: "前一事件申请更正时钟，其后应为该更正")
    case .noEvents: Text(en: "no event, expected ledger-opened as the first", zh: "没有事件，首条应为 ledger-opened")
    case .opensNoLedger:
      Text(en: "the first event opens no ledger, expected ledger-opened", zh: "首条事件未建立台账，应为 ledger-opened")
    case .marksNoHistory:
      Text(
        en: "the commit is marked as history, and its events do not end with a history-imported that counts the others",
        zh: "该提交标记为历史导入，但其事件末尾没有与之相符的 history-imported")
    case .historyNotMarked:
      Text(
        en: "a history-imported that ends no commit marked as history", zh: "该 history-imported 不是历史导入提交的末条事件")
    case .unreadable(let reason):
      Text(en: "no event: ", zh: "不是有效事件：") + CommandFailure(mapping: reason.error).text
    case .signature(let fault): fault.text
    case .closedSize(let expected, let actual):
      Text(
        en: "the close of a month names \(actual) events, expected \(expected), those before it",
        zh: "月结所记事件数实为 \(actual)，应为其之前的 \(expected)")
    case .closedRoot(let expected, let actual):
      Text(
        en: "the close of a month names the root \(actual), expected \(expected), that of the events before it",
        zh: "月结所记根哈希实为 \(actual)，按其之前的事件应为 \(expected)")
    case .tailBeforeSegment(let next):
      Text(
        en: "bytes of no commit are before the segment that begins with event \(next)",
        zh: "首个事件为 \(next) 的日志段之前有不属于任何提交的内容")
    }
  }
}

extension Text {
  /// The place at which a log has a fault, how many acknowledged events are missing, and the way out.
  package static func corrupt(_ fault: LogFault, missing: UInt64? = nil) -> Text {
    let lost =
      missing.map {
        Text(
          en: "; \(counted(Int(clamping: $0), "acknowledged event")) missing",
          zh: "；缺少已确认的事件 \(Int64(clamping: $0).grouped) 条")
      } ?? Text(same: "")
    return Text(
      en: "the log is corrupt: \(fault.text.en)\(lost.en)",
      zh: "日志已损坏：\(fault.text.zh)\(lost.zh)"
    ).then(
      Text(
        en: "see `subsidy audit verify`, and restore the log from a copy",
        zh: "请用 `subsidy audit verify` 核验，并从备份恢复日志"),
      onPage: Text(
        en: "let the server's administrator check the log and restore it from a copy",
        zh: "请服务器管理人员核验日志，并从备份恢复"))
  }

  fileprivate static func foreignWriter(_ segment: String, _ expected: UInt64, _ actual: String?) -> Text {
    Text(
      en: "log/\(segment): found \(actual.map { "\($0) bytes" } ?? "nothing"), expected \(expected) bytes; "
        + "another program writes here or restored it; stop that program",
      zh: "log/\(segment)：\(actual.map { "实为 \($0) 字节" } ?? "文件不存在")，应为 \(expected) 字节；"
        + "有其他程序在写入或恢复文件，请停止该程序"
    ).then(.verifyChecks, onPage: .serverVerifies)
  }

  fileprivate static func outcomeUnknown(_ reason: Text?) -> Text {
    Text(
      en: "it is unknown whether the append counts\(reason.map { ": \($0.en)" } ?? "")",
      zh: "无法确定本次登记是否生效\(reason.map { "：\($0.zh)" } ?? "")"
    ).then(
      Text(
        en: "run `subsidy audit verify` before retrying with the same ids",
        zh: "请先运行 `subsidy audit verify`，再以相同编号重试"),
      onPage: Text(
        en: "let the server's administrator check the log, and look whether it was recorded before you try again",
        zh: "请服务器管理人员核验日志；重试前请先查看是否已登记"))
  }
}

private func hexadecimal(_ number: UInt32) -> String { "0x\(String(number, radix: 16))" }

extension NewerForm {
  /// The thing that was written, as the subject of a sentence.
  fileprivate var text: Text {
    switch self {
    case .head: Text(en: "HEAD", zh: "HEAD 文件")
    case .commit(let segment, let line):
      Text(en: "the commit in line \(line) of segment \(segment)", zh: "段 \(segment) 第 \(line) 行的提交")
    case .event(let sequence): Text(en: "event \(sequence)", zh: "事件 \(sequence) ")
    }
  }
}
