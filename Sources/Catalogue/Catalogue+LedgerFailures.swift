package import Ledger
import Notes
package import Papers
import Policy
import Sheets
import Subsidy
import System
import Values

/// The reason that a use case stops.
extension LedgerFailure {
  /// The wording; for ``lines(_:)`` the summary that follows the lines themselves.
  package var text: Text {
    switch self {
    case .lines(let problems) where problems.count == 1:
      Text(en: "1 line cannot be taken; nothing was appended", zh: "有 1 行无法登记；未登记任何内容")
    case .lines(let problems):
      Text(
        en: "\(problems.count) of the lines cannot be taken; nothing was appended",
        zh: "有 \(problems.count) 行无法登记；未登记任何内容")
    case .signatureNeeded(let by, let keys):
      Text(
        en: "\(by) signs with the key \(keys.joined(separator: " or ")), and no such key was given; give its file with "
          + "`--sign-with`, or a program for a token with `--signer`; nothing was appended",
        zh: "\(by) 须用密钥 \(keys.joined(separator: " 或 ")) 签名，但未提供该密钥；请用 `--sign-with` 指定私钥文件，"
          + "或用 `--signer` 指定钥匙盘的签名程序；未登记任何内容"
      ).orOnPage(
        Text(
          en:
            "\(by) signs with the key \(keys.joined(separator: " or ")), and the session has no such key; sign in anew, or "
            + "ask the server's administrator for its file; nothing was appended",
          zh: "\(by) 须用密钥 \(keys.joined(separator: " 或 ")) 签名，但本次会话没有该密钥；请重新登录，"
            + "或请服务器管理人员配置其私钥文件；未登记任何内容"))
    case .notSignedByKey(let program, let key):
      Text(
        en: "what \(program.printable) gave is no signature of the key \(key); nothing was appended",
        zh: "\(program.printable) 给出的不是密钥 \(key) 的签名；未登记任何内容")
    case .signsWithoutPIN(let program):
      Text(
        en: "\(program.printable) signs without $SUBSIDY_PIN, so that anybody could sign in as anybody; let it end "
          + "with another status than 0 if the variable is empty",
        zh: "\(program.printable) 在没有 $SUBSIDY_PIN 时也会签名，任何人都可冒名登录；该变量为空时，程序应以非 0 退出码结束")
    case .keyFile(let file, let error): error.text(of: file)
    case .passphraseMissing(let file):
      Text(
        en:
          "\(file.printable) is under a passphrase, and there is no terminal to ask at; give a file or a descriptor with "
          + "`--passphrase-file`",
        zh: "\(file.printable) 有口令保护，而没有终端可供输入；请用 `--passphrase-file` 指定文件或描述符")
    case .badPassphrase:
      Text(
        en: "expected a passphrase of 1 to \(KeyFile.passphraseLimit) bytes, typed twice alike; nothing was written",
        zh: "口令应为 1 至 \(KeyFile.passphraseLimit) 字节，且两次输入一致；未写入文件")
    case .notPublicKey(let file):
      Text(
        en: "\(file.printable) is no public key of Ed25519 or SM2; give a SubjectPublicKeyInfo in DER or PEM",
        zh: "\(file.printable) 不是 Ed25519 或 SM2 公钥；请提供 DER 或 PEM 格式的 SubjectPublicKeyInfo")
    case .clockBehind(let last, let now): .clockBehind(last: last.description, now: now.description)
    case .clockAhead(let last, let now):
      Text(
        en: "the clock says \(now), more than 31 days after the ledger's last time \(last); nothing was appended, for "
          + "the ledger's time never goes back",
        zh: "当前时钟为 \(now)，比台账的最后时间 \(last) 晚 31 天以上；台账时间不可倒退，故未登记任何内容"
      ).then(
        Text(
          en: "set the clock right, or if it is right say `--clock-is-right`", zh: "请校准时钟，时钟无误的请加 `--clock-is-right`"),
        onPage: Text(
          en: "let the server's administrator set the clock right, or say that it is right", zh: "请服务器管理人员校准时钟，或确认时钟无误")
      )
    case .clockOutOfRange(let seconds):
      Text(
        en: "the clock is \(seconds < 0 ? "before 1900" : "after 9999"); nothing was appended; set the clock right",
        zh: "当前时钟\(seconds < 0 ? "早于 1900 年" : "晚于 9999 年")；未登记任何内容，请校准时钟")
    case .openedInFuture(let now, let found):
      Text(
        en: "found \(found) as the ledger's opening, expected a time not after \(now); give an earlier one",
        zh: "台账建立时间实为 \(found)，不应晚于 \(now)；请改用较早的时间")
    case .pathTooLong(let path, let bytes, let most):
      Text(
        en: "\(path.quoted) takes \(bytes) bytes, expected at most \(most) for the folder of a ledger or backup; "
          + "name a shorter one",
        zh: "\(path.quoted) 长度为 \(bytes) 字节，台账或备份目录至多 \(most) 字节；请指定较短的目录")
    case .partitionWithoutOpening:
      Text(
        en:
          "the lines do not begin with the event that opens the ledger, expected all events about nobody beside those of "
          + "the persons; give them to every worker",
        zh: "缺少建立台账的事件；除本组人员的事件外，每个进程都应得到全部不涉及人员的事件，请补齐")
    case .recordedBackwards(let sequence, let previous, let found):
      Text(
        en: "event \(sequence) of the log was recorded at \(found), before the one in front of it at \(previous)",
        zh: "日志中的事件 \(sequence) 登记于 \(found)，早于前一事件的 \(previous)"
      ).then(.verifyChecks, onPage: .serverVerifies)
    case .historyAfterLive(let first):
      Text(
        en: "the ledger went live with event \(first), so that a history brings only what was taken in on paper since "
          + "its last event (\(Text.lateTypes)), with `--late`; earlier years go into `prior` of a corrected "
          + "`registered`, or into a new ledger",
        zh: "台账自事件 \(first) 起已上线，此后只能用 `--late` 补录最后一条事件之后的纸质受理材料（\(Text.lateTypes)）；"
          + "以前年度请更正登记 `registered` 的 `prior`，或另建新台账")
    case .unreadableEvent(let sequence, let error):
      Text(
        en: "event \(sequence) of the log cannot be read: \(error.text.en)",
        zh: "日志中的事件 \(sequence) 无法读取：\(error.text.zh)"
      ).then(.verifyChecks, onPage: .serverVerifies)
    case .unreadablePolicy(let sequence, let error):
      Text(
        en:
          "the pack in event \(sequence) of the log cannot be read: \(error.text.en); use the program that adopted it",
        zh: "日志事件 \(sequence) 中的政策包无法读取：\(error.text.zh)；请使用当时采用该政策包的程序")
    case .unreadableText(let file):
      Text(
        en: "\(file.quoted) is neither UTF-8 nor GB18030; save it in one of the two, or a table as .xlsx",
        zh: "\(file.quoted) 的编码既非 UTF-8 也非 GB18030；请改用其中一种保存，表格也可存为 .xlsx")
    case .missingColumn(let file, let column):
      Text(
        en: "\(file.quoted) has no column \(column.quoted); add it to the header",
        zh: "\(file.quoted) 缺少 \(column.quoted) 列\(String.headings(of: column))；请在表头补上")
    case .emptyFile(let file):
      Text(
        en: "\(file.quoted) has no line besides the header, expected one or more",
        zh: "\(file.quoted) 除表头外没有内容，至少应有一行")
    case .rowCount(let file, let found, let expected):
      Text(
        en:
          "\(file.quoted): found \(found) rows, expected \(expected) by `--count`; get the file whole, or count again",
        zh: "\(file.quoted)：实为 \(found) 行，`--count` 为 \(expected) 行；请重新取得完整文件，或重新点数"
      ).orOnPage(
        Text(
          en: "\(file.quoted): found \(found) rows, expected \(expected) as typed; get the file whole, or count again",
          zh: "\(file.quoted)：实为 \(found) 行，填写的是 \(expected) 行；请重新取得完整文件，或重新点数")
      ).about("count")
    case .streamBeside(let file, let option):
      Text(
        en: "\(file.quoted) is no regular file, and `\(option)` writes the lines left out beside it; "
          + "put its lines into a file",
        zh: "\(file.quoted) 不是普通文件，而 `\(option)` 须在其旁写出未采用的行；请先存为文件")
    case .notStatusReport(let file):
      Text(
        en: "\(file.quoted) is XML but no pain.002 report; give the bank's status report, or CSV",
        zh: "\(file.quoted) 是 XML，但不是 pain.002 报告；请提供银行状态报告或 CSV")
    case .notExported(let file, let sha256, let batch):
      Text(
        en:
          "\(file.quoted) has the SHA-256 \(sha256), which is none of those exported for the batch \(batch); give the file "
          + "as it was exported (`subsidy batch list --format json` has the hashes), or leave `--sent` out",
        zh: "\(file.quoted) 的 SHA-256 为 \(sha256)，与发放批次 \(batch) 的导出记录均不符；请提供当时导出的原文件"
          + "（哈希见 `subsidy batch list --format json`），或不用 `--sent`")
    case .exportUnreadable(let file, let format):
      Text(
        en: "\(file.quoted) was exported in the form \(format.quoted), and its columns do not say who was to be paid; "
          + "compare by hand, and leave `--sent` out",
        zh: "\(file.quoted) 的导出格式为 \(format.quoted)，其各列未注明收款人；请人工核对，不用 `--sent`")
    case .sheet(let file, let fault): fault.text(file)
    case .notSheetProfile(let file, let field):
      Text(
        en:
          "\(file.quoted) is no profile of a table: \(field.quoted) is missing, unknown or has a wrong value; correct it",
        zh: "\(file.quoted) 不是表格列名对照文件：\(field.quoted) 缺少、未知或取值有误；请更正")
    case .notOffice(let file, nil):
      Text(
        en: "\(file.quoted): not one JSON object in UTF-8, each member once, as the office's details are",
        zh: "\(file.quoted)：单位信息应为一个 UTF-8 编码的 JSON 对象，成员不得重复")
    case .notOffice(let file, let member?):
      Text(
        en: "\(file.quoted): the member \(member.quoted) of the office's details is unknown or not what it should be",
        zh: "\(file.quoted)：单位信息的成员 \(member.quoted) 不存在或内容不符")
    case .notProfile(let file, let field):
      Text(
        en: "\(file.quoted) is no export profile: \(field.quoted) is missing, unknown or has a wrong value; correct it",
        zh: "\(file.quoted) 不是导出格式：\(field.quoted) 缺少、未知或取值有误；请更正")
    case .unknownPack(let name):
      Text(
        en: "no shipped pack and no file \(name.quoted); see `subsidy policy list`",
        zh: "没有内置政策包或文件 \(name.quoted)；请用 `subsidy policy list` 查看")
    case .unknownPerson(let person):
      Text(
        en: "the ledger has no event of the person \(person); check the key",
        zh: "台账中没有人员 \(person) 的任何事件；请核对人员标识")
    case .unknownApplication(let application):
      Text(
        en: "there is no application \(application); check the id",
        zh: "没有申请 \(application)；请核对申请编号")
    case .ambiguousApplication(let application, let persons):
      Text(
        en: "\(persons.count) persons have an application \(application)",
        zh: "有 \(persons.count) 人使用申请编号 \(application)"
      ).then(
        Text(en: "name one with --person", zh: "请用 --person 指定一人"),
        onPage: Text(en: "look for the person", zh: "请先查找人员"))
    case .unknownEvent(let sequence, let size):
      Text(
        en: "the log has no event \(sequence); it has \(size), counted from 0",
        zh: "日志中没有序号为 \(sequence) 的事件；共有 \(size) 个，序号从 0 起")
    case .sizeAhead(let found, let size):
      Text(
        en: "the log has not had \(found) events yet; it has \(size)", zh: "日志尚无 \(found) 个事件；现有 \(size) 个")
    case .backupGrown(let checkpoint, let found):
      Text(
        en: "the backup has \(found) events, its checkpoint \(checkpoint): something was recorded in it; "
          + "take another backup, or use this one as the ledger that it has become",
        zh: "备份有 \(found) 个事件，其检查点为 \(checkpoint) 个：有人在备份中登记过；请改用其他备份，或将其直接作为台账使用")
    case .fileExists(let file):
      Text(
        en: "\(file.quoted) exists already and is left untouched; name another file",
        zh: "\(file.quoted) 已存在，未作改动；请指定其他文件")
    case .outputExists(let file):
      Text(
        en: "\(file.quoted) exists already and is left untouched; name another file, or replace it with --replace",
        zh: "\(file.quoted) 已存在，未作改动；请指定其他文件，或加 --replace 替换")
    case .outputInLedger(let file, let ledger):
      Text(
        en:
          "\(file.quoted) is in the folder of the ledger \(ledger.quoted), where only the ledger writes; "
          + "name another place",
        zh: "\(file.quoted) 位于台账目录 \(ledger.quoted) 内，该目录只由台账写入；请指定其他位置")
    case .outputIsLink(let file):
      Text(
        en: "\(file.quoted) is a link or a special file, expected a file or a new name; name the file itself",
        zh: "\(file.quoted) 是链接或特殊文件，应为普通文件或新文件名；请直接指定文件")
    case .outputIsFolder(let file):
      Text(
        en: "\(file.quoted) is a folder, expected a file; name a file in it",
        zh: "\(file.quoted) 是目录，应为文件；请指定其中的文件")
    case .outputHasOtherNames(let file):
      Text(
        en: "\(file.quoted) has other names (hard links), maybe in a ledger; remove this name, or name another file",
        zh: "\(file.quoted) 另有其他文件名（硬链接），可能属于台账；请删除此文件名，或指定其他文件")
    case .otherOrigin(let kept, let found):
      Text(
        en:
          "the checkpoint in the file is of \(kept.quoted), the new one of \(found.quoted); name another file, or the "
          + "old one's origin with --origin",
        zh: "文件中的检查点属于 \(kept.quoted)，新检查点属于 \(found.quoted)；请指定其他文件，或用 --origin 指定原日志名称")
    case .originOfOtherTree(let origin):
      Text(
        en:
          "\(origin.quoted) ends in \(TreeHash.suffix), as only a log hashed with SM3 may; give --hash sm3, or another "
          + "--origin",
        zh: "\(origin.quoted) 以 \(TreeHash.suffix) 结尾，仅限用 SM3 的日志；请加 --hash sm3，或用 --origin 另指定名称")
    case .repeatedKey(let file):
      Text(
        en: "\(file.quoted) holds a key that was given before; give each key once",
        zh: "\(file.quoted) 中的密钥已给出；每个密钥只需给出一次")
    case .note(let file, let error):
      Text(en: "\(file.quoted): \(error.text.en)", zh: "\(file.quoted) 有误：\(error.text.zh)")
    case .viewerUnnamed: .viewerUnnamed
    case .viewerUnknown(let by): .viewerUnknown(by)
    case .reasonNamesPerson: .reasonNamesPerson.about("reason")
    case .printedHead(let fault): fault.text
    case .followsStore(let folder): .followsStore(folder)
    case .notOverStore: .notOverStore
    case .growthMissing(let kept, let found):
      Text(
        en: "found a checkpoint of \(found) events, expected a proof of growth from the \(kept) that are kept; "
          + "ask the office for the file of `subsidy audit consistency \(kept)` and give that to --add",
        zh: "收到 \(found) 个事件的检查点，应为自所留存的 \(kept) 个事件起的证明；"
          + "请向经办单位索取 `subsidy audit consistency \(kept)` 的文件，并用 --add 录入")
    case .witnessAhead(let kept, let found):
      Text(
        en: "found a checkpoint of \(found) events, expected more than the \(kept) that are kept; take a newer one",
        zh: "收到 \(found) 个事件的检查点，应多于所留存的 \(kept) 个；请换用较新的检查点")
    case .notWitness(let path):
      Text(
        en: "found something else in \(path.quoted), expected a new folder or one that `subsidy audit witness` made; "
          + "name another",
        zh: "\(path.quoted) 中已有其他内容，应为新目录或 `subsidy audit witness` 所建目录；请另行指定")
    case .cosigningUnsigned:
      Text(
        en: "a cosignature is for a head that the log itself has signed, and the log's key is not known here; "
          + "give its public key with --vkey",
        zh: "见证签名以日志自身已签名为前提，而日志公钥未知；请用 --vkey 给出其公钥")
    }
  }
}

extension Text {
  static var verifyChecks: Text {
    Text(en: "`subsidy audit verify` checks the log", zh: "请用 `subsidy audit verify` 核验日志")
  }
  static var serverVerifies: Text {
    Text(en: "let the server's administrator check the log", zh: "请服务器管理人员核验日志")
  }

  /// The clock is behind the log's last event.
  package static func clockBehind(last: String, now: String) -> Text {
    Text(
      en: "the clock says \(now), behind the ledger's last time \(last); nothing was appended; set the clock right",
      zh: "当前时钟为 \(now)，早于台账的最后时间 \(last)；未登记任何内容，请校准时钟")
  }
}
