package import Ledger
package import Papers
package import Values
package import Vault

/// Looks at private data.
extension Text {
  /// Names were shown, and the look could not be recorded.
  package static var lookNotRecorded: Text {
    Text(
      en: "the ledger is on a medium that cannot be written: that private data are shown is not recorded",
      zh: "台账所在介质只读，本次查看个人信息未能记入查看记录")
  }

  /// A look without the name of an operator.
  package static var viewerUnnamed: Text {
    Text(
      en: "this shows private data as they are, under no name; expected an operator of the ledger: "
        + "name one with --by or $SUBSIDY_BY",
      zh: "本命令完整显示个人信息，但未写明查看人；应由已登记的经办人查看，请用 --by 或 $SUBSIDY_BY 指明")
  }

  /// A look by a person who is not an operator, or no longer one.
  package static func viewerUnknown(_ by: Identifier) -> Text {
    Text(
      en: "\(by) is no operator of this ledger, or no more, and private data are shown to operators alone",
      zh: "\(by) 不是本台账的经办人，或已停用；个人信息只向在册经办人显示"
    ).then(Text(en: "`subsidy operators` lists them", zh: "名单见 `subsidy operators`"), onPage: nil)
  }

  /// The reason of a look would bring private data into the log of looks.
  package static var reasonNamesPerson: Text {
    Text(
      en: "--purpose holds a person's name or number, and the log of looks has no private data; leave it out",
      zh: "--purpose 中有人员的姓名或号码，查看记录不得含有个人信息；请删去后重试"
    ).orOnPage(
      Text(
        en: "the reason holds a person's name or number, and the log of looks has no private data; leave it out",
        zh: "查看理由中有人员的姓名或号码，查看记录不得含有个人信息；请删去后重试"))
  }

  /// There is no log of looks.
  package static var nobodyLooked: Text {
    Text(en: "private data have not been shown in full yet", zh: "尚无查看记录")
  }

  /// The looks of a log are a whole chain, as far as it can be checked.
  package static func looksWhole(_ comparison: AccessComparison) -> Text {
    let looks = counted(comparison.looks.count, "look")
    if comparison.heads == 0 {
      return Text(
        en: "the log of looks is whole: \(looks); no close of the books keeps its head yet",
        zh: "查看记录完整：共 \(comparison.looks.count) 次查看；尚无月结留存其末条哈希")
    }
    return Text(
      en: "the log of looks is whole: \(looks), as \(counted(comparison.heads, "close")) of the books kept it",
      zh: "查看记录完整：共 \(comparison.looks.count) 次查看，与 \(comparison.heads) 次月结留存的一致")
  }
}

extension AccessLogFault {
  /// The fault, the expected value, and the way out.
  package var text: Text {
    let found = reason.text
    return Text(
      en:
        "\(AccessLog.name), line \(line): \(found.en); what stands there and behind it is not to be believed, compare "
        + "with a backup and find out who could write the file",
      zh: "\(AccessLog.name) 第 \(line) 行：\(found.zh)；该行及以后的记录不可信，请与备份核对，并查明谁能改写该文件")
  }
}

extension AccessLogFault.Reason {
  fileprivate var text: Text {
    switch self {
    case .form: Text(en: "found no look as this program writes one", zh: "内容不是本程序写下的查看记录")
    case .number(let number):
      Text(
        en: "found look \(number), expected the number behind that of the line before",
        zh: "序号为 \(number)，与上一行不连续")
    case .previous(let found, let expected):
      Text(
        en: "it follows a line with the hash \(found), expected \(expected), the one before it",
        zh: "所记上一行的哈希为 \(found)，实际应为 \(expected)")
    case .head(let found, let expected):
      Text(
        en: "found a line with the hash \(found), expected \(expected), which a close of the books keeps",
        zh: "该行的哈希为 \(found)，月结留存的为 \(expected)")
    case .short(let looks):
      Text(
        en: "found \(counted(Int(clamping: looks), "look")), expected this one, which a close of the books keeps",
        zh: "实有 \(looks) 次查看，缺少月结已留存的本行")
    }
  }
}
