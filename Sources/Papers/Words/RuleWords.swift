import Policy
import Values

extension [RuleTest] {
  /// What must hold for a rule to stand, in one line; nil where it always stands.
  package var words: Text? { isEmpty ? nil : Text.joined(map(\.words), by: .comma) }
}

extension RuleTest {
  /// What the test asks for.
  package var words: Text {
    switch self {
    case .fact(let code, let details):
      let named = details.map { $0.map(\.description) } ?? []
      return Text(en: "in the month: ", zh: "当月") + code.definition
        + Text(
          en: named.isEmpty ? "" : " as \(named.joined(separator: " or "))",
          zh: named.isEmpty ? "" : "（\(named.joined(separator: "、"))）")
    case .sex(let isMale): return isMale ? Text(en: "a man", zh: "男性") : Text(en: "a woman", zh: "女性")
    case .age(let range): return range.words(.age)
    case .toRetirement(let range): return range.words(.toRetirement)
    case .since(let code, let range):
      let years = range.words(.since)
      return Text(en: "\(years.en): \(code.definition.en)", zh: "自\(code.definition.zh)起\(years.zh)")
    case .sameYear(let code):
      return Text(en: "in the calendar year of: \(code.definition.en)", zh: "\(code.definition.zh)当年度")
    case .day(let range):
      return Text(en: "on a day ", zh: "当日")
        + range.bounds(inclusive: Text(en: "from", zh: "自"), Text(en: "to", zh: "至"))
    case .contribution(let range):
      return Text(en: "a contribution of ", zh: "实缴") + range.amounts
    case .term(let names):
      return Text(en: "of the term \(names.joined(separator: " or "))", zh: "享受期限为\(names.joined(separator: "或"))")
    case .parameter(let name, let values):
      return Text(
        en: "\(name) set to \(values.joined(separator: " or "))", zh: "参数 \(name) 为\(values.joined(separator: "或"))")
    case .not(let test): return Text(en: "unless \(test.words.en)", zh: "除外：\(test.words.zh)")
    case .any(let tests):
      let parts = tests.map(\.words)
      return Text(
        en: "either \(parts.map(\.en).joined(separator: ", or "))", zh: parts.map(\.zh).joined(separator: "，或"))
    case .certain(let holds):
      return holds ? Text(en: "always", zh: "一律") : Text(en: "never", zh: "一律不")
    }
  }
}

/// What a number of years is about.
private enum YearsOf {
  case age
  case toRetirement
  case since
}

extension TestRange where Value == Int {
  /// The years, in the words of what they are about.
  fileprivate func words(_ subject: YearsOf) -> Text {
    let parts = [lower.map { low($0, subject) }, upper.map { high($0, subject) }].compactMap { $0 }
    return Text(en: parts.map(\.en).joined(separator: " and "), zh: parts.map(\.zh).joined(separator: "、"))
  }

  private func low(_ bound: Bound, _ subject: YearsOf) -> Text {
    let years = bound.value
    switch subject {
    case .age:
      return bound.isInclusive
        ? Text(en: "of \(years) or over", zh: "年满\(years)周岁") : Text(en: "over \(years)", zh: "超过\(years)周岁")
    case .toRetirement:
      return bound.isInclusive
        ? Text(en: "\(years) years or more to the statutory age", zh: "距法定退休年龄\(years)年以上（含）")
        : Text(en: "more than \(years) years to the statutory age", zh: "距法定退休年龄超过\(years)年")
    case .since:
      return bound.isInclusive
        ? Text(en: "\(years) years or more after", zh: "满\(years)年")
        : Text(en: "more than \(years) years after", zh: "超过\(years)年")
    }
  }

  private func high(_ bound: Bound, _ subject: YearsOf) -> Text {
    let years = bound.value
    switch subject {
    case .age:
      return bound.isInclusive
        ? Text(en: "of \(years) at most", zh: "不超过\(years)周岁") : Text(en: "under \(years)", zh: "不满\(years)周岁")
    case .toRetirement:
      return bound.isInclusive
        ? Text(en: "at most \(years) years to the statutory age", zh: "距法定退休年龄\(years)年以内（含）")
        : Text(en: "under \(years) years to the statutory age", zh: "距法定退休年龄不足\(years)年")
    case .since:
      return bound.isInclusive
        ? Text(en: "within \(years) years after", zh: "\(years)年内（含当日）")
        : Text(en: "under \(years) years after", zh: "不满\(years)年")
    }
  }
}

extension TestRange {
  /// Both ends with the words before them.
  fileprivate func bounds(inclusive from: Text, _ to: Text) -> Text {
    func words(_ bound: Bound?, _ mark: Text, _ exclusive: Text) -> Text? {
      bound.map { bound in
        let words = bound.isInclusive ? mark : exclusive
        return Text(en: "\(words.en) \(bound.value)", zh: "\(words.zh)日期\(bound.value)")
      }
    }
    let parts = [
      words(lower, from, Text(en: "after", zh: "晚于")), words(upper, to, Text(en: "before", zh: "早于")),
    ].compactMap { $0 }
    return Text(en: parts.map(\.en).joined(separator: " "), zh: parts.map(\.zh).joined())
  }
}

extension TestRange where Value == Fen {
  /// The amounts in yuan.
  fileprivate var amounts: Text {
    let low = lower.map { bound in
      bound.isInclusive
        ? Text(en: "\(bound.value) yuan or more", zh: "\(bound.value)元及以上")
        : Text(en: "more than \(bound.value) yuan", zh: "超过\(bound.value)元")
    }
    let high = upper.map { bound in
      bound.isInclusive
        ? Text(en: "at most \(bound.value) yuan", zh: "不超过\(bound.value)元")
        : Text(en: "less than \(bound.value) yuan", zh: "未达\(bound.value)元")
    }
    let parts = [low, high].compactMap { $0 }
    return Text(en: parts.map(\.en).joined(separator: " and "), zh: parts.map(\.zh).joined(separator: "、"))
  }
}

extension ClaimWindow {
  /// The days on which a claim counts.
  package var words: Text {
    switch self {
    case .once: Text(en: "no claim beside the application", zh: "申请一次即可，不另行申报")
    case .anyDay: Text(en: "a claim on any day", zh: "任何日期均可申报")
    case .days(let first, let last):
      Text(
        en:
          "a claim from day \(first.day) of month \(first.month) to day \(last.day) of month \(last.month), month 1 being "
          + "the first of the period",
        zh: "自申报期第 \(first.month) 个月 \(first.day) 日至第 \(last.month) 个月 \(last.day) 日申报（申报期首月为第 1 个月）")
    }
  }
}

extension ContributionDeadline {
  /// By when a contribution has to be paid.
  package var words: Text {
    switch self {
    case .off: Text(en: "whenever it was paid", zh: "不论何时缴纳")
    case .days(let count): Text(en: "paid by \(count) days after the month", zh: "当月结束后 \(count) 日内缴纳")
    case .months(let count): Text(en: "paid by the end of the \(count). month after it", zh: "其后第 \(count) 个月底前缴纳")
    case .year: Text(en: "paid within the year of the month", zh: "当年度内缴纳")
    }
  }
}

extension InsuranceSet {
  /// The insurances.
  package var words: Text {
    kinds.map { $0.map(\.words).joined } ?? Text(en: "all insurances", zh: "各险种")
  }
}

extension InsuranceKind: Worded {
  /// The insurance's name.
  package var words: Text {
    switch self {
    case .pension: Text(en: "pension insurance", zh: "养老保险")
    case .medical: Text(en: "medical insurance", zh: "医疗保险")
    case .unemployment: Text(en: "unemployment insurance", zh: "失业保险")
    case .injury: Text(en: "work injury insurance", zh: "工伤保险")
    case .maternity: Text(en: "maternity insurance", zh: "生育保险")
    }
  }
}

extension ClaimRule.Period: Worded {
  /// The period.
  package var words: Text {
    switch self {
    case .year: Text(en: "each year", zh: "按年")
    case .quarter: Text(en: "each quarter", zh: "按季度")
    case .month: Text(en: "each month", zh: "按月")
    }
  }
}

extension StartRule.Earliest: Worded {
  /// The earliest month.
  package var words: Text {
    switch self {
    case .any: Text(en: "any month", zh: "不限")
    case .application: Text(en: "the month of the application", zh: "申请当月")
    case .applicationNext: Text(en: "the month after the application", zh: "申请次月")
    case .approval: Text(en: "the month of the approval", zh: "核定当月")
    case .approvalNext: Text(en: "the month after the approval", zh: "核定次月")
    }
  }
}

extension ExtensionRule.Time: Worded {
  /// When an extension has to be recorded.
  package var words: Text {
    switch self {
    case .anyTime: Text(en: "at any time", zh: "随时可以决定")
    case .usedUp: Text(en: "after the limit is used up", zh: "期满后决定")
    }
  }
}

extension RequirementRule.Counting: Worded {
  /// From when on a fact counts.
  package var words: Text {
    switch self {
    case .month: Text(en: "in its own month too", zh: "当月起计")
    case .nextMonth: Text(en: "from the month after", zh: "次月起计")
    }
  }
}
