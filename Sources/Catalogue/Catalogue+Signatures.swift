package import EventLog
package import Ledger
import Merkle
package import Papers
package import Subsidy
package import System
import Values

// The messages about signing operators.

extension SignatureFault {
  /// The fault: found and expected.
  package var text: Text {
    switch self {
    case .missing(let by, let algorithm):
      Text(
        en: "the commit of \(by) has no signature with \(algorithm), expected one: \(by) had such a key",
        zh: "\(by) 的提交缺少 \(algorithm) 签名：\(by) 当时已登记该类密钥，应有签名")
    case .keyNotInForce(let by, let key):
      Text(
        en: "the commit of \(by) is signed with \(key.map { "the key \($0)" } ?? "what is no signature"), "
          + "which was not in force for \(by) at that time",
        zh: "\(by) 的提交由\(key.map { "密钥 \($0) " } ?? "无法识别的内容")签名，当时并非 \(by) 的有效密钥")
    case .wrong(let by, let key):
      Text(
        en: "the signature with the key \(key) of \(by) is not of this commit",
        zh: "\(by) 的密钥 \(key) 的签名与该提交不符")
    case .operatorWithoutKey(let by):
      Text(
        en: "the commit of \(by) is not signed, expected a signature: two administrators had keys, and \(by) had none",
        zh: "\(by) 的提交没有签名：当时已有两名管理员登记密钥，而 \(by) 没有密钥，不得登记")
    case .otherAuthor(let other, let by):
      Text(
        en: "an event of \(other) in a commit that \(by) made, expected events of \(by) alone",
        zh: "\(by) 的提交中有 \(other) 的事件，应只有 \(by) 的事件")
    }
  }
}

extension KeyFileError {
  /// The fault of the file, and the way out.
  package func text(of file: String) -> Text {
    switch self {
    case .notKey:
      Text(
        en:
          "\(file.printable) is no private key of Ed25519 or SM2 in PKCS #8 and PEM; give the file of `subsidy key create`",
        zh: "\(file.printable) 不是 Ed25519 或 SM2 私钥（PKCS #8，PEM 格式）；请使用 `subsidy key create` 生成的文件")
    case .notSealed:
      Text(
        en: "\(file.printable) is a private key without a passphrase; make one with `subsidy key create --operator`",
        zh: "\(file.printable) 中的私钥没有口令保护；请用 `subsidy key create --operator` 另行生成")
    case .wrongPassphrase:
      Text(
        en: "the passphrase does not open \(file.printable); nothing was signed",
        zh: "口令不符，无法打开 \(file.printable)；未签名")
    case .readByOthers:
      Text(
        en:
          "others than its owner may read \(file.printable), expected mode 0600; run chmod 600, and replace the key if "
          + "it may have been read",
        zh: "\(file.printable) 可由他人读取，权限应为 0600；请运行 chmod 600，如可能已被读取，请更换密钥")
    }
  }
}

extension HelperProgram.Failure {
  /// The outcome of the program that signs.
  package var text: Text {
    switch self {
    case .notStarted(let program, let error):
      Text(
        en: "the program \(program.printable) cannot be started: \(error.text.en)",
        zh: "无法启动程序 \(program.printable)：\(error.text.zh)")
    case .ended(let program, let status):
      Text(
        en: "the program \(program.printable) ended with \(status), expected 0; nothing was done",
        zh: "程序 \(program.printable) 的退出码为 \(status)，应为 0；未作任何处理")
    case .tooLong(let program, let seconds):
      Text(
        en: "the program \(program.printable) did not end within \(seconds) seconds and was stopped; nothing was done",
        zh: "程序 \(program.printable) 在 \(seconds) 秒内未结束，已中止；未作任何处理")
    }
  }
}

extension Text {
  /// The content that an operator is about to sign.
  package static func signing(_ notice: SigningNotice) -> Text {
    // The signer has to see the act that a request asks for.
    let (asked, words) =
      if case .requested(let body) = notice.events[0], let act = EventWords(askedBy: body) {
        (Text(en: "asks for ", zh: "申请"), act)
      } else {
        (Text.none, EventWords(notice.events[0]))
      }
    let more = notice.events.count - 1
    let rest = more == 0 ? Text.none : Text(en: "; \(counted(more, "further event"))", zh: "；另有事件 \(more) 个")
    let money =
      notice.items == 0
      ? Text.none
      : Text(
        en: "; \(counted(notice.items, "item")), \(notice.amount.yuan) yuan in all",
        zh: "；共 \(notice.items) 项，合计 \(notice.amount.yuan) 元")
    let head = PrintedHead(size: notice.size, root: notice.root)
    return Text(
      en: "\(notice.by) signs: \(asked.en)\(words.matter.en), \(words.content.en)\(rest.en)\(money.en) "
        + "(log of \(notice.size) events, root \(head.root.grouped))",
      zh: "\(notice.by) 签名：\(asked.zh)\(words.matter.zh)；\(words.content.zh)\(rest.zh)\(money.zh)（\(head.line)）")
  }

  /// The question for a passphrase.
  package static func passphrase(for file: String) -> Text {
    Text(en: "passphrase of \(file.printable): ", zh: "\(file.printable) 的口令：")
  }

  /// A new passphrase is typed twice.
  package static var passphraseAgain: Text { Text(en: "the same once more: ", zh: "再次输入：") }

  /// A key of an operator was made.
  package static func operatorKeyCreated(_ file: String) -> Text {
    Text(
      en: "keep \(file.printable) where no other person can read it, and its passphrase elsewhere; "
        + "the line above is the public key, for `subsidy operator register --vkey`",
      zh: "请将 \(file.printable) 存于他人无法读取之处，口令另行保管；以上一行为公钥，用于 `subsidy operator register --vkey`")
  }

  /// How many commits are signed.
  package static func signatures(_ summary: SignatureSummary?) -> Text {
    guard let summary else { return unsigned }
    return Text(
      en: "\(counted(Int(summary.signed), "commit")) signed by keys that were in force, "
        + "\(counted(Int(summary.unsigned), "commit")) that needed no signature",
      zh: "已签名的提交 \(summary.signed) 个，均由当时有效的密钥签署；无须签名的提交 \(summary.unsigned) 个")
  }

  /// An administrator's keys were recovered, and no witness has seen the log since.
  package static func keysRecovered(_ event: Event) -> Text {
    Text(
      en:
        "event \(event.sequence) of \(event.recorded.chinaTime) gave an administrator new keys without the old ones; ask "
        + "the office whether that is right, and have a witness cosign a checkpoint made after it",
      zh: "\(event.recorded.chinaTime) 的事件 \(event.sequence) 在没有原密钥的情况下为管理员登记了新密钥；"
        + "请向该单位核实，并由见证方对其后的检查点作见证签名")
  }

  /// No operator signs in this ledger.
  package static var unsigned: Text {
    Text(
      en: "the decisions in this ledger are not signed: fewer than two administrators have keys",
      zh: "本台账的办理未经签名：登记密钥的管理员不足两名")
  }
}
