import Policy
import Subsidy
import Values

extension CivilDate {
  /// The date as a Chinese paper prints it: `2024年12月5日`.
  var chinese: String {
    let parts = parts
    return "\(parts.year)年\(parts.month)月\(parts.day)日"
  }
}

extension Month {
  /// The month as a Chinese paper prints it: `2024年11月`.
  var chinese: String { "\(year)年\(number)月" }
}

/// Fills `{name}` in the sentences of a pack.
enum TemplateText {
  /// The sentence with its values in place; a name that has no value leaves a blank, as an empty form does.
  static func fill(_ sentence: String, _ values: [String: String]) -> String {
    var filled = ""
    var rest = sentence[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open] + (values[String(rest[rest.index(after: open)..<close])] ?? "")
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}

/// The reasons of a rejection in the words of a notice (原因).
public enum ReasonWords {
  /// A code in words: `employed`, `missing-annual-verified`, `failed-at-street`; a reviewer's own words stay as they are.
  ///
  /// - Parameters:
  ///   - code: the code.
  ///   - offices: the offices of the review stages by the stages' names.
  /// - Returns: words that fit between 因 and 原因.
  public static func chinese(_ code: String, offices: [String: String] = [:]) -> String {
    if let fact = FactCode(rawValue: code) { return fact.chinese }
    if code.hasPrefix("missing-"), let fact = FactCode(rawValue: String(code.dropFirst(8))) { return missing(fact) }
    if code.hasPrefix("failed-at-") {
      let stage = String(code.dropFirst(10))
      return "\(offices[stage] ?? stage)审核未通过"
    }
    return plain[code] ?? code
  }

  private static let plain = [
    "fraud": "弄虚作假、骗取社会保险补贴", "no-policy": "申请月份没有施行的政策", "no-approval": "未获批准", "ended": "已停止享受",
    "suspended": "已停止发放", "no-contribution": "未缴纳社会保险费", "other-scheme": "已享受其他地区社会保险补贴",
    "household": "户籍不在本地", "retired": "超过法定退休年龄", "over-limit": "已享受满规定的补贴期限", "no-undertaking": "未签订承诺书",
  ]

  private static func missing(_ fact: FactCode) -> String {
    switch fact {
    case .unemployedRegistered: "未办理失业登记"
    case .difficultyRecognised: "未认定为就业困难人员"
    case .flexibleRegistered: "未办理灵活就业登记"
    case .annualVerified: "未进行《就业创业证》或《就业失业登记证》年度核验"
    case .graduated: "没有离校登记"
    case .employed, .businessOwner, .pension, .unemploymentBenefit, .training, .publicPost, .imprisoned,
      .fiscallySupported, .dishonest, .otherSubsidy, .movedOut, .deceased, .contributionRefunded:
      "不具备“\(fact.chinese)”的条件"
    }
  }
}
