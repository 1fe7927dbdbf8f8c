import Papers

/// The words of the help pages that do not belong to one command.
extension Text {
  /// What the program is, in one line.
  static var tagline: Text {
    Text(
      en: "an append-only ledger of social insurance subsidies", zh: "社会保险补贴台账，只追加、可核验")
  }
  /// How every command begins when it is typed.
  static var usage: Text { Text(en: "usage: subsidy", zh: "用法：subsidy") }
  /// How any command is typed.
  static var anyUsage: Text { Text(en: "COMMAND [arguments] [options]", zh: "命令 [参数] [选项]") }
  /// How the commands of a group are typed.
  static var subcommand: Text { Text(en: "COMMAND", zh: "命令") }
  /// The heading of the commands that begin with the name of another.
  static var seeAlso: Text { Text(en: "see also", zh: "另见") }
  /// A heading and what separates it from its rows.
  static func heading(_ heading: Text) -> Text { Text(en: heading.en + ":", zh: heading.zh + "：") }
  /// The heading of the positionals.
  static var arguments: Text { Text(en: "arguments", zh: "参数") }
  /// The heading of the options.
  static var options: Text { Text(en: "options", zh: "选项") }
  /// The heading of the options that every command takes.
  static var everyCommand: Text { Text(en: "on every command", zh: "通用选项") }
  /// The heading of the example.
  static var example: Text { Text(en: "example", zh: "示例") }
  /// The heading of the exit codes.
  static var exitCodes: Text { Text(en: "exit codes", zh: "退出码") }
  /// The mark of an option that may be left out, in a list where most must be given.
  static var required: Text { Text(en: "required", zh: "必填") }
  /// The mark of an option that may be repeated.
  static var repeatable: Text { Text(en: "repeatable", zh: "可重复") }
  /// The mark of an option that another one replaces.
  static func requiredUnless(_ option: String) -> Text {
    Text(en: "required without \(option)", zh: "无 \(option) 时必填")
  }
  /// How to get from the overview to a command's page.
  static var overviewFooter: Text {
    Text(
      en: "`subsidy help COMMAND` explains one. To look around first: `subsidy demo`.",
      zh: "`subsidy help 命令` 查看说明。先行试用：`subsidy demo`。")
  }
  /// The program's name and version.
  static func version(_ version: String) -> Text { Text(en: "subsidy \(version)", zh: "subsidy 台账程序 \(version)") }

  /// What `--ledger` does.
  static var ledgerOption: Text {
    Text(en: "the ledger's folder; else $SUBSIDY_LEDGER, else ledger", zh: "台账目录；默认取 $SUBSIDY_LEDGER，否则为 ledger")
  }
  /// What `--lang` does.
  static var langOption: Text {
    Text(en: "the language of messages and tables: en (the default) or zh", zh: "提示和表格的语言：en（英文，默认）或 zh（中文）")
  }
  /// What `--help` does.
  static var helpOption: Text { Text(en: "this page", zh: "显示本说明") }
  /// What `--version` does.
  static var versionOption: Text { Text(en: "the program's version", zh: "显示程序版本") }
  /// What `--format` does.
  static var formatOption: Text {
    Text(en: "text for people (the default); json and csv are stable", zh: "text 供阅读（默认）；json、csv 格式固定")
  }
  /// What `--by` does.
  static var byOption: Text { Text(en: "the operator who answers for it", zh: "经办人") }
  /// What `--known-at` does.
  static var knownAtOption: Text {
    Text(en: "count only what was recorded at or before T, an instant in UTC", zh: "只计入时刻 T（世界协调时）及之前登记的事件")
  }
  /// What `--scheme` does.
  static var schemeOption: Text { Text(en: "the scheme, such as liuzhou", zh: "补贴项目，如 liuzhou") }
  /// What an optional `--scheme` does.
  static var onlySchemeOption: Text { Text(en: "this scheme only", zh: "仅限此补贴项目") }
  /// What `--calendar` does.
  static var calendarOption: Text {
    Text(
      en: "working days beyond the shipped years; else $SUBSIDY_CALENDAR",
      zh: "补充工作日历的文件；默认取 $SUBSIDY_CALENDAR")
  }
  /// What `--batch` does.
  static var batchOption: Text { Text(en: "the batch, in place of the argument ID", zh: "发放批次，可代替参数 ID") }
  /// What the argument ID of a batch is.
  static var batchArgument: Text { Text(en: "the batch", zh: "发放批次") }
}

extension Audience {
  /// The heading of its group in the overview.
  var text: Text {
    switch self {
    case .everyday: Text(en: "everyday", zh: "日常经办")
    case .finance: Text(en: "finance", zh: "财务")
    case .auditor: Text(en: "auditor", zh: "审计")
    case .developer: Text(en: "developer", zh: "开发运维")
    }
  }
}
