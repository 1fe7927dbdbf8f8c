public import Policy
import Values

/// The undertaking (承诺书), filled in.
///
/// > Source: 京劳服失发〔2019〕1号 附件3; 景人社字〔2024〕139号 附件.
public enum UndertakingPaper {
  /// The undertaking.
  ///
  /// - Parameters:
  ///   - rule: the document's text.
  ///   - district: a district's own version, which was checked to keep every line of the document's; its additions follow
  ///     below.
  ///   - facts: the application.
  ///   - details: the private data.
  /// - Returns: the sheet.
  public static func sheet(
    _ rule: UndertakingRule, district: [String], _ facts: FormFacts, _ details: PersonalDetails
  ) -> PaperSheet {
    let values = facts.named(details)
    let own = rule.lines + (rule.copied.map { [$0] } ?? [])
    let added = district.filter { !$0.isEmpty && !own.contains($0) }
    var parts = rule.lines.map { PaperSheet.Part.line(TemplateText.fill($0, values)) }
    if !added.isEmpty {
      parts.append(.heading("本区增加内容"))
      parts += added.map { .line(TemplateText.fill($0, values)) }
    }
    if let copied = rule.copied {
      parts += [
        .line(copied + "（以上内容由申请本人抄写）"), .line("抄写内容："), .line("承诺人：　　　　　　　　承诺时间："),
      ]
    }
    return PaperSheet(title: rule.title, parts: parts)
  }
}
