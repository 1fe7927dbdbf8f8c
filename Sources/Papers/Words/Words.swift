/// Words that several surfaces share.
extension Text {
  /// A table without rows.
  package static var noRows: Text { Text(en: "(none)", zh: "（无）") }
  package static var yes: Text { Text(en: "yes", zh: "是") }
  package static var no: Text { Text(en: "no", zh: "否") }
  /// Nothing at all.
  package static var none: Text { Text(same: "") }

  /// A clause after the text that it decides.
  package static func inBrackets(_ clause: String?) -> Text {
    guard let clause else { return .none }
    if clause.hasPrefix("（"), clause.hasSuffix("）") { return Text(en: " \(clause.printable)", zh: clause.printable) }
    let shown = clause.printable
    let (narrow, wide) = (" (\(shown))", "（\(shown)）")
    return Text(en: narrow, zh: wide)
  }

  /// The first five, and how many more there are.
  package static func listed(_ texts: [String]) -> Text {
    let more = texts.count - 5
    let shown = texts.prefix(5)
    return Text(
      en: shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : ""),
      zh: shown.joined(separator: "、") + (more > 0 ? " 等，另有 \(more) 项" : ""))
  }

  /// The mark between two texts.
  package enum Punctuation {
    case nothing, comma, colon, semicolon, fullStop

    fileprivate var marks: (english: String, chinese: String) {
      switch self {
      case .nothing: ("", "")
      case .comma: (", ", "，")
      case .colon: (": ", "：")
      case .semicolon: ("; ", "；")
      case .fullStop: (". ", "。")
      }
    }
  }

  /// Some texts, one after the other.
  package static func joined(_ texts: [Text], by mark: Punctuation) -> Text {
    let (english, chinese) = mark.marks
    return .made(of: texts) {
      $0.map(\.en).joined(separator: english)
    } zh: {
      $0.map(\.zh).joined(separator: chinese)
    }
  }
}

/// A number with its noun, for English.
package func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(Int64(count).grouped) \(count == 1 ? one : many ?? one + "s")"
}
