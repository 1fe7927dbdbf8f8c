package import JSONText
package import Papers
package import Subsidy

/// The reason that a line is not an event or entry: the field, the value found and the value expected.
extension EventError {
  /// The wording, without a full stop.
  package var text: Text {
    switch kind {
    case .json(let kind, let offset):
      Text(
        en: "not the JSON of an entry: \(kind.text.en) at byte offset \(offset) of the line; correct it",
        zh: "不符合记录的 JSON 格式：该行字节偏移 \(offset) 处\(kind.text.zh)；请更正")
    case .missing:
      Text(en: "the field \(field.quoted) is missing; add it", zh: "缺少字段 \(field.quoted)；请补上")
    case .unknown:
      Text(
        en: "unknown field \(field.quoted); correct its name or leave it out",
        zh: "未知字段 \(field.quoted)；请更正名称或删去")
    case .repeated:
      Text(
        en: "the field \(field.quoted) is there twice, expected once; leave one out",
        zh: "字段 \(field.quoted) 重复，只应出现一次；请删去一个")
    case .illFormed(let expected) where isPrivate || found.isEmpty:
      Text(
        en: "the field \(field.quoted) does not hold \(expected.text.en); correct it",
        zh: "字段 \(field.quoted) 的内容有误，应为\(expected.text.zh)；请更正")
    case .illFormed(let expected):
      Text(
        en: "\(field.quoted): found \(shown), expected \(expected.text.en)",
        zh: "\(field.quoted)：实为 \(shown)，应为\(expected.text.zh)")
    case .notForEntries where !found.isEmpty:
      Text(
        en: "\(field.quoted): found \(shown), which cannot be recorded here; use its own command",
        zh: "\(field.quoted)：实为 \(shown)，此处不得登记；请用相应的命令办理")
    case .notForEntries:
      Text(
        en: "the field \(field.quoted) is written by the ledger itself; leave it out",
        zh: "字段 \(field.quoted) 由台账自动写入；请删去")
    case .unknownType:
      Text(
        en: "\(field.quoted): found \(shown), expected an event type\(hint.en)",
        zh: "\(field.quoted)：实为 \(shown)，应为事件类型\(hint.zh)")
    case .outOfSequence(let expected):
      Text(
        en: "\(field.quoted): found \(shown), expected \(expected), the next number",
        zh: "\(field.quoted)：实为 \(shown)，应为下一序号 \(expected)")
    }
  }

  /// Whether the value of the field may be a person's own data: a name in the place of a key, or `private`.
  private var isPrivate: Bool { field == "person" || field == "private" || field.hasPrefix("private.") }

  private var shown: String { found.quoted }

  private var hint: Text {
    guard let name = nearest(to: found, in: EventType.allCases.map(\.rawValue)) else {
      return Text(en: " such as contributed", zh: "，如 contributed")
    }
    return Text(en: "; did you mean `\(name)`?", zh: "，是否为 `\(name)`？")
  }
}

extension JSONError {
  /// The wording, without a full stop.
  package var text: Text {
    Text(
      en: "not strict JSON: \(kind.text.en) at byte offset \(offset); correct it",
      zh: "不符合 JSON 格式：字节偏移 \(offset) 处\(kind.text.zh)；请更正")
  }
}

extension JSONError.Kind {
  /// The fault, as it is written before the place in English and after it in Chinese.
  package var text: Text {
    switch self {
    case .endsEarly: Text(en: "it ends too early", zh: "提前结束")
    case .unexpectedByte: Text(en: "an unexpected character", zh: "有多余或错误的字符")
    case .malformedString: Text(en: "a control character, broken escape or not UTF-8", zh: "有控制字符、错误转义或非 UTF-8 内容")
    case .numberOutOfForm: Text(en: "a number other than a whole one from 0 to 10^12", zh: "的数字不是 0 至 10^12 的整数")
    case .equalKeys: Text(en: "the same key twice", zh: "的键重复")
    case .tooManyMembers: Text(en: "too many members in an object", zh: "的对象成员过多")
    case .tooDeep: Text(en: "nesting deeper than 32 levels", zh: "的嵌套超过 32 层")
    case .trailingBytes: Text(en: "something after the end of the value", zh: "在内容结束后仍有字符")
    }
  }
}

extension EventError.Expected {
  /// The form in words, as it follows "expected".
  package var text: Text {
    switch self {
    case .identifier: ValueKind.identifier.expected
    case .personKey: ValueKind.person.expected
    case .entryID:
      Text(
        en: "1 to 64 bytes of text without quotation marks and backslashes",
        zh: " 1 至 64 字节的文字，不含引号和反斜杠")
    case .month: ValueKind.month.expected
    case .date: ValueKind.date.expected
    case .instant: ValueKind.instant.expected
    case .fen: Text(en: "a whole number of fen, 0 to 10^12", zh: "以分为单位的整数，0 至 10^12")
    case .number: Text(en: "a whole number, 0 to 10^12", zh: " 0 至 10^12 的整数")
    case .months: Text(en: "a whole number of months, not negative", zh: "不为负的整数月数")
    case .bool: Text(en: "true or false", zh: " true（是）或 false（否）")
    case .text: Text(en: "a text that is not empty", zh: "非空文字")
    case .region: ValueKind.region.expected
    case .sex: Text(en: "male or female", zh: " male（男）或 female（女）")
    case .outcome: Text(en: "passed or failed", zh: " passed（通过）或 failed（不通过）")
    case .factCode: Text(en: "a fact code such as employed", zh: "事实代码，如 employed")
    case .sha256: Text(en: "64 digits of 0-9 a-f", zh: " 64 位小写十六进制数（0-9 a-f）")
    case .object: Text(en: "an object", zh: "对象 {…}")
    case .demands:
      Text(en: "a list of {\"month\", \"amountFen\"}, not empty", zh: "非空列表，各项为 {\"month\", \"amountFen\"}")
    case .reasons: Text(en: "a list of {\"code\", \"clause\"}", zh: "列表，各项为 {\"code\", \"clause\"}")
    case .basis:
      Text(
        en: "{\"kind\":\"months\",\"months\":36} or {\"kind\":\"until\",\"month\":\"2029-05\"}",
        zh: " {\"kind\":\"months\",\"months\":36} 或 {\"kind\":\"until\",\"month\":\"2029-05\"}")
    case .parameters: Text(en: "an object of texts such as {\"rate\":\"2/3\"}", zh: "值为文字的对象，如 {\"rate\":\"2/3\"}")
    case .roles:
      Text(
        en: "an array of roles, each once: \(OperatorRole.codes(separator: ", "))",
        zh: "权限列表，各写一次：\(OperatorRole.codes(separator: "、"))")
    case .keys:
      Text(
        en: "an array of 1 to 4 public keys NAME+ID+BASE64, each once",
        zh: "公钥列表，1 至 4 个，形如“名称+编号+Base64”，各写一次")
    case .act: Text(en: "a type of event that takes two people", zh: "须两人办理的事件类型")
    case .actContent:
      Text(en: "an object, or an array of objects, with the fields of the act", zh: "事项内容：一个对象，或对象的数组")
    case .annulmentTarget: Text(en: "a sequence number or an entry's id", zh: "事件序号或记录编号")
    case .formatOne: Text(en: "1, the only format", zh: " 1，即唯一的格式版本")
    case .treeHash: Text(en: "`sha256`, the only hash", zh: " `sha256`，即唯一的哈希算法")
    case .notBeforeFrom: Text(en: "a date or month that is not before `from`", zh: "不早于 `from` 的日期或月份")
    case .caseEntries: Text(en: "an array of entries, not empty", zh: "非空的记录数组")
    case .caseWorth:
      Text(
        en: "a whole number of fen, or an array of codes of reasons such as [\"employed\"]",
        zh: "以分为单位的整数，或原因代码的数组，如 [\"employed\"]")
    case .place:
      Text(
        en: "household, residence, employment or insurance",
        zh: " household（户籍地）、residence（常住地）、employment（就业地）或 insurance（参保地）")
    case .startMode:
      Text(
        en: "as-applied, postponed or refunded", zh: " as-applied（按申请）、postponed（顺延）或 refunded（退费）")
    case .weekHours: Text(en: "a whole number of hours a week, 0 to 168", zh: "每周小时数，为 0 至 168 的整数")
    case .identifiers: Text(en: "a list of identifiers, not empty", zh: "由标识组成的非空列表")
    case .persons: Text(en: "a list of persons' keys, not empty", zh: "由人员标识组成的非空列表")
    case .texts: Text(en: "a list of texts, not empty", zh: "由非空文字组成的非空列表")
    case .disposition:
      Text(
        en: "confirmed, explained, corrected or referred",
        zh: " confirmed（属实）、explained（不属实）、corrected（已整改）或 referred（已移送）")
    case .procedure:
      Text(
        en: "appeal, review or lawsuit", zh: " appeal（申诉）、review（行政复议）或 lawsuit（行政诉讼）")
    case .objectionOutcome: Text(en: "upheld or cancelled", zh: " upheld（维持）或 cancelled（撤销）")
    case .entry: Text(en: "first or again", zh: " first（初次就业）或 again（失业再就业）")
    case .noEmployment:
      Text(
        en: "nothing: it is only for the fact `flexible-registered`",
        zh: "空：该对象只可用于 `flexible-registered` 事实")
    case .womenAge: Text(en: "50 or 55", zh: " 50 或 55")
    case .womenAgeOfWoman: Text(en: "nothing: it is only for the sex `female`", zh: "空：只可用于性别 `female`")
    case .dateFromBirth: Text(en: "a date not before the birth", zh: "不早于出生日期的日期")
    case .insuranceKind:
      Text(
        en: "pension, medical, unemployment, injury or maternity",
        zh: " pension（养老）、medical（医疗）、unemployment（失业）、injury（工伤）或 maternity（生育）")
    case .dateUntilRecorded: Text(en: "a date not after the day of recording", zh: "不晚于登记之日的日期")
    }
  }
}

/// The kinds of faults in JSON by their names, as a pack's decoder passes them on.
package enum JSONProblem {
  /// The wording of a kind; nil for a name that is not a kind.
  package static func text(_ name: String) -> Text? { JSONError.Kind(rawValue: name)?.text }
}
