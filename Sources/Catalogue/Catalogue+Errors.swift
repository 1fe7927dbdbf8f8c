package import Ledger
package import Papers
import System
import Subsidy
import Values

/// The messages about an error: one line with the fault, the expected value, and the way out.
extension UsageError {
  /// The wording.
  package var text: Text {
    switch self {
    case .unknownCommand(let found, let nearest):
      let group = nearest.flatMap { $0.split(separator: " ").first }.map(String.init)
      return Text(
        en: "no command \(found.quoted)\(UsageError.hint(nearest).en)",
        zh: "没有命令 \(found.quoted)\(UsageError.hint(nearest).zh)"
      ).advised(group.flatMap { found.hasPrefix($0 + " ") ? $0 : nil } ?? "")
    case .missingSubcommand(let group, let known):
      let words = known.joined(separator: ", ")
      return Text(
        en: "`\(group)` needs one of: \(words)", zh: "`\(group)` 之后须有以下之一：\(known.joined(separator: "、"))"
      ).advised(group)
    case .unknownOption(let found, let nearest, let command):
      return Text(
        en: "unknown option \(found.quoted)\(UsageError.hint(nearest).en)",
        zh: "没有选项 \(found.quoted)\(UsageError.hint(nearest).zh)"
      ).advised(command)
    case .missingValue(let option, let kind, let command):
      return Text(
        en: "\(option) needs a value: \(kind.expected.en)", zh: "\(option) 缺少值：应为\(kind.expected.zh)"
      ).advised(command)
    case .flagWithValue(let option, let found, let command):
      return Text(
        en: "\(option) takes no value, found \(found.quoted)", zh: "\(option) 不带值，实为 \(found.quoted)"
      ).advised(command)
    case .repeatedOption(let option, let command):
      return Text(en: "\(option) is given twice, expected once", zh: "\(option) 重复，只能给出一次").advised(command)
    case .missingOption(let label, let command):
      return Text(en: "\(label) is missing", zh: "缺少 \(label)").advised(command)
    case .idleOption(let option, let other, let command):
      return Text(
        en: "\(option) says nothing beside \(other), expected one of them", zh: "\(option) 与 \(other) 同用不起作用，只应给出一个"
      ).advised(command)
    case .missingArgument(let name, nil, let command):
      return Text(en: "the argument \(name) is missing", zh: "缺少参数 \(name)").advised(command)
    case .missingArgument(let name, let option?, let command):
      return Text(
        en: "the argument \(name) is missing; \(option) does as well", zh: "缺少参数 \(name)，也可用 \(option)"
      ).advised(command)
    case .unexpectedArgument(let found, let expected, let command):
      return Text(
        en:
          "unexpected argument \(found.quoted), expected \(expected.isEmpty ? "none" : "only \(expected.joined(separator: " "))")",
        zh: "多余的参数 \(found.quoted)，\(expected.isEmpty ? "此处不带参数" : "只应有 \(expected.joined(separator: " "))")"
      ).advised(command)
    case .badValue(let name, .yuan, let found, let command) where ValueKind.readings(ofInteger: found) != nil:
      // The condition has read it.
      let (yuan, fen) = ValueKind.readings(ofInteger: found) ?? (.zero, .zero)
      return Text(
        en:
          "\(name): found \(found.quoted), which could be \(yuan.yuan) yuan or, in fen, \(fen.yuan) yuan; write \(yuan) or \(fen)",
        zh: "\(name)：实为 \(found.quoted)，可能是 \(yuan.yuan) 元，也可能是以分计的 \(fen.yuan) 元；请写作 \(yuan) 或 \(fen)"
      ).advised(command)
    case .badValue(let name, let kind, let found, let command):
      return Text(
        en: "\(name): found \(found.quoted), expected \(kind.expected.en)",
        zh: "\(name)：实为 \(found.quoted)，应为\(kind.expected.zh)"
      ).advised(command)
    case .repeatedSetting(let name, let command):
      return Text(
        en: "the parameter \(name.quoted) is set twice, expected once", zh: "参数 \(name.quoted) 重复，只能设定一次"
      ).advised(command)
    case .repeatedStandardInput(let command):
      return Text(
        en: "`-` is given twice, and standard input can be read once; name a file for the other one",
        zh: "`-` 重复，标准输入只能读取一次；另一处请改用文件"
      ).advised(command)
    }
  }

  private static func hint(_ nearest: String?) -> Text {
    guard let nearest else { return Text(en: "", zh: "") }
    return Text(en: "; did you mean `\(nearest)`?", zh: "，是否为 `\(nearest)`？")
  }
}

extension Text {
  /// The text, followed by the command that explains more.
  fileprivate func advised(_ command: String) -> Text {
    let page = command.isEmpty ? "subsidy --help" : "subsidy \(command) --help"
    return Text(
      en: "\(en)\(en.hasSuffix("?") ? " See" : "; see") `\(page)`",
      zh: "\(zh)\(zh.hasSuffix("？") ? "" : "；")详见 `\(page)`")
  }

  /// Standard output could not be written.
  package static func outputFailed(reason: String) -> Text {
    Text(en: "cannot write the output: \(reason)", zh: "无法写出结果：\(reason)")
  }

  /// The events recorded before a command failed; for some commands, the same command once more makes the output and records
  /// nothing.
  package static func recordedAllTheSame(_ commit: RecordedCommit, isMadeAgain: Bool) -> Text {
    let next =
      isMadeAgain
      ? Text(en: "the same command again makes the output and records nothing more", zh: "再次执行同一命令即可重新输出，不会重复登记")
      : Text(en: "do not record it again", zh: "请勿重复登记")
    return Text(
      en: "recorded all the same: \(counted(commit.events, "event")), and the log has \(commit.size); \(next.en)",
      zh: "以上故障不影响登记：已登记 \(commit.events) 个事件，日志现有 \(commit.size) 个；\(next.zh)")
  }

  /// The command waits for another writer.
  package static func waiting(for ledger: String, seconds: Int) -> Text {
    Text(
      en: "another writer holds the ledger \(ledger.quoted); waiting for up to \(seconds) s",
      zh: "台账 \(ledger.quoted) 正由他人写入；最多等待 \(seconds) 秒")
  }

  /// The data made from the log do not show a change that was recorded.
  package static func leftBehind(_ failure: FollowFailure) -> Text {
    let reason =
      (failure.reason as? SQLiteError)?.text(of: failure.file.rawValue) ?? CommandFailure(mapping: failure.reason).text
    let (en, zh) =
      switch failure.file {
      case .index: ("the index and the read model do", "索引和查询库")
      case .readModel: ("the read model does", "查询库")
      }
    return Text(
      en: "recorded, but \(en) not show it: \(reason.en); `subsidy projections rebuild` makes them anew",
      zh: "已登记，但\(zh)未能更新：\(reason.zh)；可用 `subsidy projections rebuild` 重建")
  }

  /// The index holds data that no program of ours has written.
  package static var indexDamaged: Text {
    Text(en: "the index is damaged; it is made anew from the log", zh: "索引已损坏，将由日志重新生成")
  }

  /// A bug of ours.
  package static func internalError(_ detail: String) -> Text {
    Text(
      en: "internal error, please report it: \(detail.printable)", zh: "程序内部错误，请报告：\(detail.printable)")
  }

}

extension ValueKind {
  /// The form in words, as it follows "expected".
  package var expected: Text {
    switch self {
    case .identifier:
      Text(en: "1 to 64 of A-Z a-z 0-9 . _ -", zh: "长度 1 至 64 的字符串（A-Z a-z 0-9 . _ -）")
    case .person:
      Text(en: "1 to 64 of A-Z a-z 0-9 _ -", zh: "长度 1 至 64 的字符串（A-Z a-z 0-9 _ -）")
    case .someone:
      Text(en: "a person's key, name, ID or telephone number, or an application", zh: "人员标识、姓名、身份证号、电话或申请编号")
    case .month: Text(en: "a month such as 2024-11", zh: "月份，如 2024-11")
    case .date: Text(en: "a date such as 2024-12-05", zh: "日期，如 2024-12-05")
    case .instant:
      Text(
        en:
          "a date, a time in China or an instant in UTC, such as 2024-12-06, 2024-12-06 09:30 or 2024-12-06T01:30:00Z",
        zh: "日期、北京时间或世界协调时时刻，如 2024-12-06、2024-12-06 09:30 或 2024-12-06T01:30:00Z")
    case .region: Text(en: "a region code of six digits such as 450200", zh: "六位行政区划代码，如 450200")
    case .path, .inputFolder, .output, .newOutput, .outputFolder:
      Text(en: "the path of a file or folder", zh: "文件或目录的路径")
    case .text: Text(en: "a text", zh: "文字")
    case .setting: Text(en: "NAME=VALUE such as rate=2/3", zh: "“名称=值”，如 rate=2/3")
    case .number: Text(en: "a number such as 41", zh: "数字，如 41")
    case .yuan: Text(en: "an amount in yuan with two decimals such as 266.60", zh: "以元为单位、带两位小数的金额，如 266.60")
    case .choice(let words):
      Text(
        en: words.count == 1 ? words[0] : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1],
        zh: (words.count == 1 ? " " : "以下之一：") + words.joined(separator: "、"))
    case .roles:
      Text(
        en: "roles with commas between: \(OperatorRole.codes(separator: ","))",
        zh: "以逗号分隔的权限：\(OperatorRole.codes(separator: ","))")
    }
  }
}

extension Trap {
  /// The message at a trap, in both languages: in such a state the requested one is not looked up.
  package static var said: StaticString {
    "subsidy: internal error, please report it; what was acknowledged stays (程序内部错误，请报告；已确认的登记不受影响)\n"
  }
}
