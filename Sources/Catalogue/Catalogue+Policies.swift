package import Papers
package import Policy

/// Why a pack, or the adoption of one, is refused.
extension PolicyError {
  /// The wording, without a full stop.
  package var text: Text {
    switch kind {
    case .notJSON:
      Text(en: "the pack is not strict JSON: \(shown.en); correct it", zh: "政策包不符合 JSON 格式：\(shown.zh)；请更正")
    case .unknownKey:
      Text(
        en: "unknown key \(place)\(meant.en), expected one of: \(wanted.en)",
        zh: "未知的键 \(place)\(meant.zh)，只应有\(wanted.zh)")
    case .missingKey where expected == path || path.hasSuffix(".\(expected)"):
      Text(en: "the key \(place) is missing; add it", zh: "缺少键 \(place)；请补上")
    case .missingKey:
      Text(en: "the key \(place) is missing, expected \(wanted.en)", zh: "缺少键 \(place)，应为\(wanted.zh)")
    case .wrongType, .malformed:
      Text(en: "\(place): found \(shown.en), expected \(wanted.en)", zh: "\(place)：实为\(shown.zh)，应为\(wanted.zh)")
    case .outOfRange:
      Text(
        en: "\(place): found \(shown.en), out of range, expected \(wanted.en)",
        zh: "\(place)：实为\(shown.zh)，超出范围，应为\(wanted.zh)")
    case .repeated:
      Text(
        en: "\(place): \(shown.en) is here a second time, expected once; leave one out",
        zh: "\(place) 中的\(shown.zh) 重复，只应出现一次；请删去一个")
    case .empty:
      Text(en: "\(place): found nothing, expected \(wanted.en)", zh: "\(place)：内容为空，应为\(wanted.zh)")
    case .outOfOrder:
      Text(
        en: "\(place): found \(shown.en), out of order, expected \(wanted.en)",
        zh: "\(place)：实为\(shown.zh)，顺序有误，应为\(wanted.zh)")
    case .undeclared:
      Text(
        en: "\(place): nothing declares \(shown.en), expected \(wanted.en)",
        zh: "\(place) 中的\(shown.zh) 未经声明，应为\(wanted.zh)")
    case .unused:
      Text(
        en: "\(place): no rule uses the parameter \(shown.en), expected \(wanted.en)",
        zh: "\(place)：参数\(shown.zh) 未被任何规则使用，应有\(wanted.zh)")
    case .unknownFact:
      Text(
        en: "\(place): found \(shown.en), expected \(wanted.en) such as employed",
        zh: "\(place)：实为\(shown.zh)，应为\(wanted.zh)，如 employed")
    case .contradiction:
      Text(
        en: "\(place): found \(shown.en), which contradicts another rule, expected \(wanted.en)",
        zh: "\(place)：实为\(shown.zh)，与其他规则矛盾，应为\(wanted.zh)")
    case .noAuthority:
      Text(
        en: "\(place): the rule rests on nothing, expected \(wanted.en)",
        zh: "\(place)：该规则没有依据，应有\(wanted.zh)")
    case .parameterMissing:
      Text(
        en: "the parameter \(name) is missing, expected \(wanted.en); set it with `--set \(name)=VALUE`",
        zh: "缺少参数 \(name)，应为\(wanted.zh)；请用 `--set \(name)=值` 设定")
    case .parameterUnknown:
      Text(
        en: "the pack has no parameter \(name)\(meant.en), found \(shown.en), expected \(wanted.en)",
        zh: "政策包没有参数 \(name)\(meant.zh)，实为\(shown.zh)，应为\(wanted.zh)")
    case .beforePack:
      Text(
        en: "\(place): found \(shown.en), before the pack itself, expected \(wanted.en)",
        zh: "\(place)：实为\(shown.zh)，早于政策包自身日期，应为\(wanted.zh)")
    }
  }

  private var place: String { path.isEmpty ? "`/`" : path.quoted }

  /// The parameter's name without the path that leads to it.
  private var name: String { (path.split(separator: ".").last.map(String.init) ?? path).printable }

  /// The known name that a mistyped one probably means.
  private var meant: Text {
    let known = expected.split(separator: ",").map { String($0.drop { $0 == " " }) }
    guard let near = nearest(to: name, in: known) else { return .none }
    return Text(en: " (meant: `\(near)`?)", zh: "（是否为 `\(near)`？）")
  }

  private var shown: Text { Text.inPack(found) }

  private var wanted: Text { Text.inPack(expected) }
}

extension Text {
  /// How many parts of a document the rules of a pack name.
  package static func clausesNamed(_ named: Int, of all: Int) -> Text {
    Text(
      en: "of \(counted(all, "numbered part")) of the document the pack names \(named)"
        + (named < all ? "; nothing in it refers to:" : ""),
      zh: "文件共 \(all) 条，政策包引用 \(named) 条" + (named < all ? "；以下各条未被引用：" : ""))
  }
  package static func clauseUnnamed(_ part: DocumentClause) -> Text {
    Text(same: "  \(part.name)  \(part.text.printable)")
  }
  package static func otherDocument(_ file: String, _ document: SourceDocument) -> Text {
    let name = file.printable
    return Text(
      en: "\(name) has another SHA-256 than the document of the pack, \(document.number.printable): compare the two",
      zh: "\(name) 的 SHA-256 与政策包所载文件（\(document.number.printable)）不一致，请核对")
  }
  package static func documentWithoutClauses(_ file: String) -> Text {
    let name = file.printable
    return Text(
      en:
        "\(name) has no numbered part, expected lines that begin with the number of a chapter, an article or an item; "
        + "give the text of the document",
      zh: "\(name) 中没有编号条款，应有以“一、”“（一）”“1.”开头的行；请提供文件全文")
  }

  /// The values that a pack's decoder found or expected, which come as short English.
  fileprivate static func inPack(_ phrase: String) -> Text {
    let shown = phrase.printable
    let cut = shown.count > 160 ? shown.prefix(157) + "..." : shown[...]
    return Text(en: english(shown) ?? String(cut), zh: chinese(shown) ?? " \(cut)")
  }

  /// The kind of a fault in JSON, in words; nil for a phrase in words.
  private static func english(_ phrase: String) -> String? {
    let words = phrase.split(separator: " ").map(String.init)
    guard words.count == 4, words[1] == "at", let kind = JSONProblem.text(words[0]) else { return nil }
    return "\(kind.en) at byte offset \(words[3])"
  }

  /// The Chinese of the decoder's phrases; nil for values and names, which are the same in every language.
  private static func chinese(_ phrase: String) -> String? {
    if let fixed = phrases[phrase] { return fixed }
    if let kind = phrase.split(separator: " ").first.flatMap({ JSONProblem.text(String($0)) }) {
      return "字节偏移 \(phrase.split(separator: " ").last ?? "") 处\(kind.zh)"
    }
    if phrase.hasPrefix("array("), let count = phrase.dropFirst(6).split(separator: ")").first {
      return "列表（\(count) 项）"
    }
    if phrase.hasPrefix("object("), let count = phrase.dropFirst(7).split(separator: ")").first {
      return "对象（\(count) 项）"
    }
    if phrase.hasSuffix(", not both") {
      let choices = phrase.dropLast(10).replacing(", or ", with: " or ").replacing(" or ", with: " 或 ")
      return " \(choices) 之一，不得并用"
    }
    if phrase.hasPrefix("a parameter of kind ") { return "类型为 \(phrase.dropFirst(20)) 的参数" }
    if phrase.hasPrefix("a choice among ") { return "限于 \(phrase.dropFirst(15)) 的选项" }
    if phrase.hasPrefix("a term: ") { return "享受期限名称：\(phrase.dropFirst(8))" }
    if phrase.hasPrefix("a code of scope.targets: ") { return "补贴对象代码：\(phrase.dropFirst(25))" }
    if phrase.hasPrefix("at most "), let most = inPackCount(phrase.dropFirst(8)) { return "不超过 \(most)" }
    if let count = inPackCount(phrase[...]) { return " \(count)" }
    if phrase.hasSuffix(" or more") { return "不小于 \(phrase.dropLast(8))" }
    if phrase.hasSuffix(" or later") { return " \(phrase.dropLast(9)) 或以后" }
    if phrase.hasPrefix("below ") { return "小于 \(phrase.dropFirst(6))" }
    return chineseRange(phrase)
  }

  /// `4096 bytes` and `1000 elements`.
  private static func inPackCount(_ phrase: Substring) -> String? {
    if phrase.hasSuffix(" bytes") { return "\(phrase.dropLast(6)) 字节" }
    if phrase.hasSuffix(" elements") { return "\(phrase.dropLast(9)) 项" }
    return nil
  }

  /// `1 to 36`, `above 0 to 1`, `above 55` and `50 or 55`.
  private static func chineseRange(_ phrase: String) -> String? {
    let words = phrase.split(separator: " ").map(String.init)
    switch words.count {
    case 2 where words[0] == "above": return "大于 \(words[1])"
    case 3 where words[1] == "to": return " \(words[0]) 至 \(words[2])"
    case 3 where words[1] == "or": return " \(words[0]) 或 \(words[2])"
    case 4 where words[0] == "above" && words[2] == "to": return "大于 \(words[1])、不超过 \(words[3])"
    default: return nil
    }
  }

  private static var phrases: [String: String] {
    [
      "nothing": "空缺", "several": "多项并存", "object": "对象", "array": "列表", "one": "一次", "one or more": "至少一项",
      "string": "文字", "text": "非空文字", "true or false": " true 或 false", "number": "整数", "JSON": " JSON",
      "YYYY-MM-DD": "日期，如 2024-12-05", "1 to 64 of A-Z a-z 0-9 . _ -": ValueKind.identifier.expected.zh,
      "n/d": "分数，如 2/3", "a fact code": "事实代码", "no parameter": "不带参数",
      "a code of a reason": "原因代码", "a declared parameter of kind table": "已声明的 table 类参数",
      "a parameter that is always set": "必有取值的参数", "a test of contribution only in a tier": "仅可用于补贴标准的缴费条件",
      "a value between both ends": "上下限之间有值的范围", "an extension only beside months": "仅可与 months 并用的延长规定",
      "applying only beside a clause": "仅可与 clause 并用的 applying",
      "no test of the term where it is found": "不含享受期限条件的判断", "no tests in the last entry": "末项不设条件",
      "of only beside rate": "仅可与 rate 并用的 of", "one key": "单个键", "one or more tests": "至少一项条件",
      "terms, or limit, until and graduates": " terms，或 limit、until 与 graduates，二者择一",
      "tests only beside an after": "仅可与 after 并用的条件", "tests only beside pay": "仅可与 pay 并用的条件",
      "tests, or atLeastFen above 0, in all tiers but the last": "末项以外各档均有条件或大于 0 的 atLeastFen",
      "unlessGraduate or when": " unlessGraduate 或 when 之一", "months or until": " months 或 until",
      "female or male": " female 或 male", "\"retirement\" or {\"age\": n}": " \"retirement\" 或 {\"age\": n}",
      "\"contribution\" or shares of tables": " \"contribution\" 或各表的份额",
      "once, any-day or MM-DD/MM-DD with months 01 to 24": " once、any-day 或 MM-DD/MM-DD（月份为 01 至 24）",
      "off, days:N, months:N or year": " off、days:N、months:N 或 year",
      "MM-DD/MM-DD": "一年中的时段，如 03-01/11-30", "a declared parameter of kind fen": "已声明的 fen 类参数",
      "a fact, or false": "事实代码，或 false", "a part of what is included": "适用范围内的行政区划",
      "immediate, same-day, week or working-days with days": " immediate、same-day、week，或带 days 的 working-days（工作日）",
      "null, or no optional": " null，或不写 optional（二者矛盾）", "something that comes before the stage": "在该环节之前发生的事项",
      "a stage": "审核环节",
      "an earlier stage": "在前的审核环节", "a publicity that begins with an earlier stage": "自在前环节开始的公示",
      "flatFen or rate": " flatFen 或 rate",
      "underYears or womanAged": " underYears 或 womanAged",
      "underYears, or womanAged with untilAge": " underYears，或 womanAged 与 untilAge 并用",
      "a fact that is not excluded": "未被排除的事实", "graduates, or false": " graduates 规则，或 false",
      "1 to 6 digits": " 1 至 6 位数字", "person or insurance-fund": " person 或 insurance-fund",
      "a rule that uses it": "使用该参数的规则", "clause or interpretation": "条款（clause）或解释（interpretation）",
      "a declared parameter": "已声明的参数", "64 of 0-9 a-f": " 64 位小写十六进制数（0-9 a-f）",
      "an id among the interpretations": "解释列表中的编号",
    ]
  }
}
