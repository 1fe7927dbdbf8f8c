public import Policy
import Values

/// The application form (申请表), filled in.
///
/// > Source: 京劳服失发〔2019〕1号 附件2.
public enum ApplicationFormPaper {
  /// The form, with the list of materials below it.
  public static func sheet(
    _ form: FormRule, _ facts: FormFacts, _ details: PersonalDetails, materials: [MaterialRule]
  ) -> PaperSheet {
    let values = facts.named(details)
    var parts = form.fields.map { PaperSheet.Part.field($0.chinese, facts.text($0.source, details)) }
    parts.append(.heading("灵活工作情况声明"))
    for statement in form.statements {
      if statement == "{\(FormValue.incomeBand.rawValue)}" {
        parts += form.incomeBands.map { .line(($0.holds(facts.incomeBand) ? "☑" : "□") + $0.chinese) }
      } else {
        parts.append(.line(TemplateText.fill(statement, values)))
      }
    }
    parts += [
      .line("声明人：　　　　　　　　　　\(facts.text(.appliedOn, details))"),
      .field("核查人签字", ""), .field("核查日期", ""), .heading("街道（乡镇）经办机构初审意见："),
    ]
    parts += form.opinion.map { .line(TemplateText.fill($0, values)) }
    parts.append(.line("初审人：　　　　　　复核人：　　　　　　　年　　月　　日（公章）"))
    parts += form.notes.enumerated().map { .line(($0.offset == 0 ? "注：" : "") + $0.element) }
    return PaperSheet(title: form.title, parts: parts + MaterialsPaper.parts(materials))
  }
}

extension IncomeBand {
  /// Whether an applicant's declaration is this band: by its code, its words, or an income in yuan within it.
  ///
  /// > Source: 附件2, and the pack's interpretation P42: an income is cut to whole yuan before it is compared.
  func holds(_ declared: String?) -> Bool {
    guard let declared else { return false }
    if declared == code || declared == chinese { return true }
    guard let yuan = Fen(yuan: declared)?.value else { return false }
    return fromYuan <= yuan / 100 && yuan / 100 <= toYuan ?? .max
  }
}
