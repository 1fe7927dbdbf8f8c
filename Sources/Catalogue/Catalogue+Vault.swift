package import Papers
package import Subsidy
import System
package import Values
package import Vault

/// The faults of private data, or of the vault that keeps them; never the data themselves.
extension VaultError {
  /// The wording, without a full stop.
  package var text: Text {
    switch self {
    case .notAnObject:
      Text(en: "the field `private` does not hold an object; correct it", zh: "字段 `private` 的内容有误，应为对象 {…}；请更正")
    case .unknownField(let name):
      Text(
        en: "unknown field \("private.\(name)".quoted); correct its name or leave it out",
        zh: "未知字段 \("private.\(name)".quoted)；请更正名称或删去")
    case .misplacedField(let field):
      Text(
        en: "\(field.quoted) does not belong here; `account-changed` takes bank, account and accountHolder, "
          + "`applied` delegate and delegateNumber, `registered` everything else",
        zh: "\(field.quoted) 不属于本类记录；`account-changed` 只可填写 bank、account、accountHolder，"
          + "`applied` 只可填写 delegate、delegateNumber，其他在 `registered` 中填写"
      ).about(field.rawValue)
    case .repeatedField(let field):
      Text(
        en: "the field \(field.quoted) is there twice, expected once; leave one out",
        zh: "字段 \(field.quoted) 重复，只应出现一次；请删去一个"
      ).about(field.rawValue)
    case .notText(let field):
      Text(en: "the field \(field.quoted) does not hold a text; correct it", zh: "字段 \(field.quoted) 的内容有误，应为文字；请更正")
        .about(field.rawValue)
    case .empty(let field):
      Text(
        en: "the field \(field.quoted) is empty; leave it out if it is not known",
        zh: "字段 \(field.quoted) 为空；内容不详的请删去该字段"
      ).about(field.rawValue)
    case .tooLong(let field):
      Text(
        en: "the field \(field.quoted) has more than \(PrivateData.longestField) bytes; shorten it",
        zh: "字段 \(field.quoted) 超过 \(PrivateData.longestField) 字节；请缩短"
      ).about(field.rawValue)
    case .controlCharacter(let field):
      Text(
        en: "the field \(field.quoted) holds a line break or another control character, or one that turns the "
          + "direction of writing; remove it",
        zh: "字段 \(field.quoted) 含有换行、其他控制字符或改变书写方向的字符；请删去"
      ).about(field.rawValue)
    case .invalidIDNumber:
      Text(
        en: "`private.idNumber` is no valid identity number (GB 11643): length, date or check character; correct it",
        zh: "`private.idNumber` 不是有效的公民身份号码（GB 11643）：长度、日期或校验码有误；请更正"
      ).about("idNumber")
    case .invalidAccount:
      Text(
        en: "`private.account` is no account number, expected 8 to 30 digits; correct it",
        zh: "`private.account` 不是有效的银行账号，应为 8 至 30 位数字；请更正"
      ).about("account")
    case .exists:
      Text(
        en: "the directory holds a vault.sqlite already, which is left untouched; choose an empty directory",
        zh: "目录中已有 vault.sqlite，未作改动；请选用空目录")
    case .missing:
      Text(
        en: "the ledger has no vault.sqlite; restore it from a copy", zh: "台账缺少 vault.sqlite；请从备份恢复"
      ).then(Text(en: "--ledger names another ledger", zh: "另可用 --ledger 指定其他台账"), onPage: nil)
    case .notAVault:
      Text(
        en: "vault.sqlite is no vault of this program, or its making was cut short; restore it from a copy",
        zh: "vault.sqlite 不是本程序的个人信息库，或建立时中断；请从备份恢复")
    case .notPrivate(let code):
      Text(
        en:
          "others may read vault.sqlite, and its mode cannot be changed: \(Errno(code: code).text.en); set its mode to 0600",
        zh: "vault.sqlite 可被他人读取，且无法更改权限：\(Errno(code: code).text.zh)；请将权限设为 0600")
    case .damaged(let digest):
      Text(
        en: "what vault.sqlite keeps under \(digest.quoted) is damaged; restore it from a copy before paying",
        zh: "vault.sqlite 中 \(digest.quoted) 对应的内容已损坏；请先从备份恢复再发放")
    case .inconsistent:
      Text(
        en: "vault.sqlite is damaged: its pages or indexes contradict each other; take another copy",
        zh: "vault.sqlite 已损坏：数据页或索引相互矛盾；请改用其他副本")
    case .sealed(let kind):
      switch kind {
      case .file:
        Text(
          en: "vault.sqlite is sealed with a key in a file; name that file in SUBSIDY_VAULT_KEY",
          zh: "个人信息库 vault.sqlite 已用密钥文件加密；请在 SUBSIDY_VAULT_KEY 中指明该文件")
      case .passphrase:
        Text(
          en: "vault.sqlite is sealed by a passphrase, and there is no terminal to ask at; name a file with it in "
            + "SUBSIDY_VAULT_PASSPHRASE_FILE",
          zh: "个人信息库 vault.sqlite 已用口令加密，而没有终端可供输入；请在 SUBSIDY_VAULT_PASSPHRASE_FILE 中指明口令所在文件")
      case .program:
        Text(
          en: "vault.sqlite is sealed with a key that a program gives; name it in SUBSIDY_VAULT_PROGRAM",
          zh: "个人信息库 vault.sqlite 的密钥由外部程序提供；请在 SUBSIDY_VAULT_PROGRAM 中指明该程序")
      }
    case .wrongKey:
      Text(
        en: "the key does not open vault.sqlite; nothing was read or changed; give the one that it was sealed with",
        zh: "密钥不符，无法打开个人信息库 vault.sqlite；未读取、未改动任何内容，请提供加密时的密钥")
    case .keyLength(let count):
      Text(
        en: "found a key of \(counted(count, "byte")), expected 32; nothing was changed",
        zh: "密钥实有 \(count) 字节，应为 32 字节；未作改动")
    case .keySource(let failure): CommandFailure(mapping: failure.error).text
    case .alreadySealed:
      Text(
        en: "vault.sqlite is sealed already; `subsidy vault rekey` gives it another key",
        zh: "个人信息库 vault.sqlite 已加密；更换密钥请用 `subsidy vault rekey`")
    case .notSealed:
      Text(
        en: "vault.sqlite is not sealed, so that it has no key; `subsidy vault seal` seals it",
        zh: "个人信息库 vault.sqlite 未加密，没有密钥；请先用 `subsidy vault seal` 加密")
    case .unfinished:
      Text(
        en: "a change of vault.sqlite was cut short, expected none; the next change of the ledger sets it right",
        zh: "vault.sqlite 有一次更改中断未完；台账下次登记时自动复原，请登记后再试")
    case .cryptography:
      Text(
        en: "the cryptographic library failed to draw random bytes or make a code; nothing was appended; try again",
        zh: "密码库无法生成随机数或摘要；未登记任何内容，请重试")
    case .database(let error): error.text(of: "vault.sqlite")
    }
  }
}

extension Text {
  /// Every holder of a clear vault's file has the data in it.
  package static var vaultClear: Text {
    Text(
      en: "private data are in vault.sqlite unsealed; `subsidy vault seal` seals them",
      zh: "个人信息在 vault.sqlite 中未加密；请用 `subsidy vault seal` 加密")
  }

  /// A vault was sealed, or put under another key.
  package static func vaultSealed(_ kind: VaultKeyKind) -> Text {
    let next =
      switch kind {
      case .file:
        Text(
          en: "keep a copy of the key apart from every copy of the vault, and name it in SUBSIDY_VAULT_KEY",
          zh: "请另存一份密钥，不得与个人信息库的任何副本放在一起，并在 SUBSIDY_VAULT_KEY 中指明")
      case .passphrase: Text(en: "keep the passphrase in a safe place", zh: "请妥善保管口令")
      case .program: Text(en: "name the program in SUBSIDY_VAULT_PROGRAM", zh: "请在 SUBSIDY_VAULT_PROGRAM 中指明该程序")
      }
    return Text(
      en: "sealed vault.sqlite; without its key it cannot be read again: \(next.en)",
      zh: "已加密 vault.sqlite；没有密钥将无法读取：\(next.zh)")
  }

  /// Months are due that cannot be paid to anybody once the data are erased.
  package static func unpaidOnceErased(_ unpaid: UnpaidMonths) -> Text {
    Text(
      en: "\(counted(unpaid.months, "month")) of \(counted(unpaid.persons, "person")), \(unpaid.amount) yuan, "
        + "\(unpaid.months == 1 ? "is" : "are") due and cannot be paid once this is done; pay first, or register them again",
      zh: "\(unpaid.persons) 人尚有 \(unpaid.months) 个月应发 \(unpaid.amount) 元，删除后无法发放；请先发放，或删除后重新登记")
  }

  /// The vault has data that no event names any more.
  package static func leftInVault(_ count: Int) -> Text {
    Text(
      en:
        "vault.sqlite has \(counted(count, "version")) of private data without an event: erased, or never "
        + "recorded; `subsidy vault purge` destroys \(count == 1 ? "it" : "them")",
      zh: "vault.sqlite 中有 \(count) 个版本的个人信息已删除或未登记成功，日志中没有对应事件；请用 `subsidy vault purge` 删除")
  }

  /// How much was destroyed.
  package static func purged(_ versions: Int) -> Text {
    versions == 0
      ? Text(en: "the vault has no data without an event", zh: "个人信息库中没有应删除而仍存的内容")
      : Text(
        en: "destroyed \(counted(versions, "version")) of private data without an event",
        zh: "已删除日志中没有对应事件的个人信息 \(versions) 个版本")
  }

  /// No person's data have been kept for their time.
  package static var nobodyPastTheirTime: Text {
    Text(
      en: "no person's private data have been kept for their time; no request was made",
      zh: "没有保存期限届满的人员；未提出申请")
  }

  /// The packs of some schemes do not set how long private data are kept.
  package static func schemesWithoutTime(_ schemes: [Identifier]) -> Text {
    let names = schemes.map(\.description)
    return Text(
      en: "how long private data are kept is not set for \(names.joined(separator: ", ")), so none of their persons is "
        + "listed; adopt the pack with `--set retentionMonths=N`",
      zh: "补贴项目 \(names.joined(separator: "、")) 未设定个人信息保存期限，所涉人员未列出；"
        + "请用 `--set retentionMonths=月数` 采用政策")
  }

  /// Some persons past the time have business that goes on.
  package static func pastTimeAndOpen(_ count: Int) -> Text {
    Text(
      en:
        "\(counted(count, "more person")) past the time \(count == 1 ? "has" : "have") an application that waits, or money "
        + "that is due, on its way or owed",
      zh: "另有 \(count) 人保存期限届满，但有申请未办结，或有应发、在途、待追回款项")
  }

  /// The contents of a vault could not be checked.
  package static var vaultNotOpened: Text {
    Text(
      en: "the vault is sealed and its key was not given, so that what it holds was not compared",
      zh: "个人信息库已加密，未提供密钥，内容未作核对")
  }
}

extension PrivateData.Field {
  fileprivate var quoted: String { "private.\(rawValue)".quoted }
}
