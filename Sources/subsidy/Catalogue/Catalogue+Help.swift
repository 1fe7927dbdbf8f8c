import Catalogue
import Papers

/// The words of the help pages that do not belong to one command.
extension Text {
  /// The program's description, in one line.
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
  /// The heading of the pages of the handbook.
  static var handbook: Text { Text(en: "handbook", zh: "手册") }
  /// The heading of the options that every command takes.
  static var everyCommand: Text { Text(en: "on every command", zh: "通用选项") }
  /// The heading of the example.
  static var example: Text { Text(en: "example", zh: "示例") }
  /// The heading of the exit codes.
  static var exitCodes: Text { Text(en: "exit codes", zh: "退出码") }
  /// The mark of an argument that must be given.
  static var required: Text { Text(en: "required", zh: "必填") }
  /// The mark of an option that may be repeated.
  static var repeatable: Text { Text(en: "repeatable", zh: "可重复") }
  /// The mark of an option that another one replaces.
  static func requiredUnless(_ option: String) -> Text {
    Text(en: "required without \(option)", zh: "无 \(option) 时必填")
  }
  /// How to get from the overview to a command's page and to one of the handbook.
  static var overviewFooter: Text {
    Text(
      en: "`subsidy help COMMAND` explains one, `subsidy help PAGE` prints a page. Begin with `subsidy demo`.",
      zh: "`subsidy help 命令` 查看命令说明，`subsidy help 页名` 查看手册。先行试用：`subsidy demo`。")
  }
  /// The program's name and version.
  static func version(_ version: String) -> Text { Text(en: "subsidy \(version)", zh: "subsidy 台账程序 \(version)") }

  /// The help for `--version`.
  static var versionOption: Text { Text(en: "the program's version", zh: "显示程序版本") }
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
