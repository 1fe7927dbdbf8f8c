import Policy
import Values

extension [RuleTest] {
  /// The tests that must hold for a rule to apply, in one line; nil if it always applies.
  package var words: Text? { isEmpty ? nil : Text.joined(map(\.words), by: .comma) }
}

extension RuleTest {
  /// The words for the test.
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
      return Text(en: "on a day ", zh: "当日") + range.words(.day)
    case .contribution(let range):
      return Text(en: "a contribution of ", zh: "实缴") + range.words(.contribution)
    case .term(let names):
      return Text(en: "of the term \(names.joined(separator: " or "))", zh: "享受期限为\(names.joined(separator: "或"))")
    case .parameter(let name, let values):
      return Text(
        en: "\(name) set to \(values.joined(separator: " or "))", zh: "参数 \(name) 为\(values.joined(separator: "或"))")
    case .not(let test): return Text(en: "unless \(test.words.en)", zh: "\(test.words.zh)的除外")
    case .any(let tests):
      let parts = tests.map(\.words)
      return Text(
        en: "either \(parts.map(\.en).joined(separator: ", or "))", zh: parts.map(\.zh).joined(separator: "，或"))
    case .certain(let holds):
      return holds ? Text(en: "always", zh: "一律") : Text(en: "never", zh: "一律不")
    }
  }
}

/// The words for the ends of a range, with `%` for the value.
private struct RangeWords {
  /// The lower end, which belongs to the range.
  let from: Text
  /// The lower end, which does not.
  let above: Text
  /// The upper end, which belongs to the range.
  let to: Text
  /// The upper end, which does not.
  let below: Text
  /// The word between two ends.
  var joint = Text(en: " and ", zh: "且")

  static let age = RangeWords(
    from: Text(en: "of % or over", zh: "年满%周岁"), above: Text(en: "over %", zh: "超过%周岁"),
    to: Text(en: "of % at most", zh: "不超过%周岁"), below: Text(en: "under %", zh: "不满%周岁"))

  static let toRetirement = RangeWords(
    from: Text(en: "% years or more to the statutory age", zh: "距法定退休年龄%年以上（含）"),
    above: Text(en: "more than % years to the statutory age", zh: "距法定退休年龄超过%年"),
    to: Text(en: "at most % years to the statutory age", zh: "距法定退休年龄%年以内（含）"),
    below: Text(en: "under % years to the statutory age", zh: "距法定退休年龄不足%年"))

  static let since = RangeWords(
    from: Text(en: "% years or more after", zh: "满%年"), above: Text(en: "more than % years after", zh: "超过%年"),
    to: Text(en: "within % years after", zh: "%年内（含当日）"), below: Text(en: "under % years after", zh: "不满%年"))

  static let day = RangeWords(
    from: Text(en: "from %", zh: "自日期%"), above: Text(en: "after %", zh: "晚于日期%"),
    to: Text(en: "to %", zh: "至日期%"), below: Text(en: "before %", zh: "早于日期%"), joint: Text(en: " ", zh: ""))

  static let contribution = RangeWords(
    from: Text(en: "% yuan or more", zh: "%元及以上"), above: Text(en: "more than % yuan", zh: "超过%元"),
    to: Text(en: "at most % yuan", zh: "不超过%元"), below: Text(en: "less than % yuan", zh: "未达%元"))
}

extension TestRange {
  /// The range in these words.
  fileprivate func words(_ words: RangeWords) -> Text {
    func end(_ bound: Bound?, _ inclusive: Text, _ exclusive: Text) -> Text? {
      bound.map { bound in
        let text = bound.isInclusive ? inclusive : exclusive
        let value = "\(bound.value)"
        return Text(en: text.en.replacing("%", with: value), zh: text.zh.replacing("%", with: value))
      }
    }
    let ends = [end(lower, words.from, words.above), end(upper, words.to, words.below)].compactMap { $0 }
    return Text(
      en: ends.map(\.en).joined(separator: words.joint.en), zh: ends.map(\.zh).joined(separator: words.joint.zh))
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

extension CalendarPeriod: Worded {
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
