import Papers
import Subsidy
import Values
import Web

extension Language {
  /// As HTML names it.
  var tag: String {
    switch self {
    case .zh: "zh-CN"
    case .en: "en"
    }
  }
}

// The words around every page.

extension Text {
  static var workbench: Text { Text(en: "Subsidy ledger", zh: "补贴台账") }
  static var toContent: Text { Text(en: "Skip to the content", zh: "跳到正文") }
  static var menu: Text { Text(en: "Main menu", zh: "主菜单") }
  static var whereYouAre: Text { Text(en: "Where you are", zh: "所在位置") }
  static var ledgerState: Text { Text(en: "State of the ledger", zh: "台账状态") }
  static var ledger: Text { Text(en: "Ledger", zh: "台账") }
  static var ledgerSize: Text { Text(en: "Size", zh: "规模") }
  static var ledgerRoot: Text { Text(en: "Root", zh: "根") }
  static var asOf: Text { Text(en: "As of", zh: "截至") }
  static var operatorOf: Text { Text(en: "Operator", zh: "经办") }
  static var asOfHint: Text { Text(en: "Look at what was known at the end of a day", zh: "查看某日终了时已知的情况") }
  static var look: Text { Text(en: "look", zh: "查看") }
  static var backToLatest: Text { Text(en: "back to the latest", zh: "回到最新") }
  static var signOut: Text { Text(en: "Sign out", zh: "退出") }
  static var checkpoint: Text { Text(en: "Checkpoint", zh: "检查点") }
  static var nextStep: Text { Text(en: "Next step", zh: "下一步") }
  static var open: Text { Text(en: "Open", zh: "打开") }

  static var stopRefreshing: Text { Text(en: "Stop asking again by itself", zh: "停止自动刷新") }
  static var refreshAgain: Text { Text(en: "Ask again by itself", zh: "自动刷新") }

  /// A language's name in itself.
  static func ownName(of language: Language) -> String {
    switch language {
    case .zh: "中文"
    case .en: "English"
    }
  }

  static func verifiedEvents(_ size: UInt64) -> Text {
    let count = Int64(clamping: size).grouped
    return Text(en: "\(count) events, verified", zh: "\(count) 条，完整")
  }

  static func asOfLatest(_ time: String) -> Text { Text(en: "\(time) (latest)", zh: "\(time)（最新）") }
  static func asOfPast(_ time: String) -> Text { Text(en: "\(time) (in the past)", zh: "\(time)（过去的时点）") }

  static var checkpointOfPage: Text {
    Text(
      en: "This page was computed from this checkpoint; whoever has the log computes it again:",
      zh: "本页由此检查点算出，任何人可凭它复算：")
  }

  static var footNote: Text {
    Text(
      en: "Amounts in yuan, times in China. Names and numbers are masked; whoever looks at them whole is recorded.",
      zh: "金额单位：元。时间为北京时间。姓名、证件号默认遮盖，查看明文会登记。")
  }

  // Tables.

  static var filter: Text { Text(en: "Filter", zh: "筛选") }
  static var filterAll: Text { Text(en: "all", zh: "全部") }
  static var pageBefore: Text { Text(en: "page before", zh: "上一页") }
  static var pageAfter: Text { Text(en: "next page", zh: "下一页") }
  static func export(_ form: String) -> Text { Text(en: "as \(form)", zh: "导出 \(form)") }

  static func pageOf(_ page: Int, _ pages: Int, rows: Int, of all: Int) -> Text {
    let (rows, all) = (Int64(rows).grouped, Int64(all).grouped)
    let isFiltered = rows != all
    return Text(
      en: "page \(page) of \(pages), \(rows)\(isFiltered ? " of \(all)" : "") rows",
      zh: "第 \(page) 页，共 \(pages) 页，\(rows) 行\(isFiltered ? "（全部 \(all) 行）" : "")")
  }

  static func sumOf(_ rows: Int) -> Text {
    Text(en: "all \(Int64(rows).grouped) rows", zh: "共 \(Int64(rows).grouped) 行")
  }

  static func tableAsOf(_ knownAt: Instant?, _ day: CivilDate) -> Text {
    knownAt.map { Text(en: "as of \($0.chinaMinute)", zh: "截至 \($0.chinaMinute)") }
      ?? Text(en: "as of \(day)", zh: "截至 \(day)")
  }
}

extension Place {
  /// Its name in the menu.
  var name: Text {
    switch self {
    case .today: Text(en: "Today", zh: "今日")
    case .find: Text(en: "Persons", zh: "找人")
    case .overview: Text(en: "Overview", zh: "总览")
    case .counter: Text(en: "Counter", zh: "登记")
    case .requests: Text(en: "Requests", zh: "待同意")
    case .reviews: Text(en: "Reviews", zh: "审核")
    case .deadlines: Text(en: "Deadlines", zh: "到期")
    case .months: Text(en: "Payment", zh: "发放")
    case .batches: Text(en: "Batches", zh: "批次")
    case .recovery: Text(en: "Recovery", zh: "追回")
    case .audit: Text(en: "Audit", zh: "审计")
    case .operators: Text(en: "Operators", zh: "操作员")
    case .looks: Text(en: "Looks", zh: "查看记录")
    case .policies: Text(en: "Policies", zh: "政策")
    case .sessions: Text(en: "Sessions", zh: "会话")
    }
  }
}

// The entrance.

extension Text {
  static var login: Text { Text(en: "Sign in", zh: "登录") }
  static func errorTitle(_ title: Text) -> Text { Text(en: "Error: \(title.en)", zh: "错误：\(title.zh)") }
  static var thereIsAProblem: Text { Text(en: "There is a problem", zh: "填写有误") }
  static var loginLead: Text {
    Text(
      en:
        "Your passphrase, or the PIN of your token, opens your key for this session; what you decide is signed with it.",
      zh: "口令或钥匙盘 PIN 用于在本次会话中打开您的密钥；您办理的事项均由该密钥签名。")
  }
  static var operatorId: Text { Text(en: "Operator", zh: "经办人编号") }
  static var operatorIdHint: Text { Text(en: "As you are registered, such as op-001", zh: "登记时的编号，如 op-001") }
  static var passphraseLabel: Text { Text(en: "Passphrase", zh: "口令") }
  static var passphraseHint: Text { Text(en: "The one of your key, or the PIN of your token", zh: "您的密钥的口令，或钥匙盘的 PIN") }
  static var loginRefused: Text {
    Text(
      en: "The operator is not registered, has no key here, or the passphrase or PIN does not open it",
      zh: "经办人未登记、此处没有其密钥，或者口令、PIN 不符")
  }
}

// Reasons against a page.

extension Text {
  static var pastUnderWay: Text { Text(en: "The past is being computed", zh: "正在计算过去时点") }
  static var pastUnderWayHelp: Text {
    Text(
      en:
        "Somebody else has asked about another day; that is done first. This page asks again by itself every two seconds.",
      zh: "他人正在查看另一日期，须先算完。本页每两秒自动重试。")
  }
  static var notAllowed: Text { Text(en: "Not for your roles", zh: "您没有此项权限") }

  static func notAllowedHelp(_ place: Text, _ roles: [OperatorRole]) -> Text {
    let codes = roles.map(\.words)
    let list = Text.joined(codes, by: .comma)
    return Text(en: "\(place.en) is for: \(list.en)", zh: "可办理“\(place.zh)”的权限：\(list.zh)")
  }

  static var noSuchPerson: Text { Text(en: "No such person", zh: "没有此人") }
  static var notThere: Text { Text(en: "There is nothing", zh: "没有此项") }
  static func lookedFor(_ name: Identifier) -> Text { Text(en: "Looked for: \(name)", zh: "查找的是：\(name)") }
  static var refusedTitle: Text { Text(en: "Refused", zh: "不予办理") }
  static var failedTitle: Text { Text(en: "The page could not be made", zh: "页面未能生成") }

  static func failedHelp(_ number: Int, mayBeRecorded: Bool) -> Text {
    let recorded =
      mayBeRecorded
      ? Text(
        en: "Look at the person's events before you enter it again: it may be recorded.", zh: "可能已经登记：再次登记前请先查看登记事件。")
      : Text(en: "Nothing was recorded.", zh: "未登记任何内容。")
    let help = Text(
      en: " Tell whoever runs the server the number \(number); the reason is in its log.",
      zh: "请将编号 \(number) 告知服务器管理人员，原因见其日志。")
    return recorded + help
  }

  static func faultTitle(_ fault: Fault) -> Text {
    switch fault.status {
    case .badRequest, .lengthRequired, .unsupportedMediaType, .misdirected, .versionNotSupported, .targetTooLong,
      .headerTooLarge:
      Text(en: "The request cannot be read.", zh: "无法识别的请求")
    case .forbidden: Text(en: "The form is not taken.", zh: "表单不予受理")
    case .notFound: Text(en: "There is no such page.", zh: "没有此页面")
    case .methodNotAllowed: Text(en: "The page is not asked for so.", zh: "此页面不接受这种请求")
    case .contentTooLarge: Text(en: "Too much was sent.", zh: "提交的内容过大")
    case .tooManyRequests: Text(en: "Too often.", zh: "操作过于频繁")
    case .unavailable: Text(en: "Not now.", zh: "暂时无法办理")
    case .failed, .ok, .seeOther, .notModified, .conflict, .unprocessable:
      Text(en: "The page could not be made.", zh: "页面未能生成")
    }
  }

  static func faultHelp(_ fault: Fault) -> Text {
    switch fault {
    case .tooManyRequests(let seconds), .unavailable(let seconds):
      Text(en: "Nothing was recorded; try again in \(seconds) s.", zh: "未登记任何内容，请在 \(seconds) 秒后重试。")
    case .forbidden:
      Text(
        en:
          "Nothing was recorded. The session may have ended, or the form is another page's: sign in and open it anew.",
        zh: "未登记任何内容。会话可能已结束，或表单来自其他页面；请登录后重新打开。")
    case .contentTooLarge(let limit):
      Text(
        en: "Nothing was recorded; at most \(Int64(limit).grouped) bytes are taken.",
        zh: "未登记任何内容；至多 \(Int64(limit).grouped) 字节。")
    case .malformed, .notFound, .methodNotAllowed, .lengthRequired, .targetTooLong, .unsupportedMediaType, .misdirected,
      .headerTooLarge, .failed, .versionNotSupported:
      Text(en: "Nothing was recorded.", zh: "未登记任何内容。")
    }
  }
}
